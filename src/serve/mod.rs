//! Serves a deck to browsers: one page over HTTP, shared by the windows of a talk. The compiler
//! runs elsewhere ([`crate::worker`]), so no deck can end the server.

mod access;
mod changes;
mod editor;
mod http;
mod room;
mod shown;

use std::io;
use std::net::{IpAddr, Ipv4Addr, SocketAddr, TcpListener, UdpSocket};
use std::sync::Arc;
use std::thread;

use crate::rehearsal::Record;
use access::Access;
pub(crate) use changes::Changes;
pub(crate) use editor::Editor;
use room::Room;
pub(crate) use shown::Shown;

/// How a server is reached.
#[derive(Debug)]
pub(crate) struct Reach {
    /// The port; 0: one that is free.
    pub(crate) port: u16,
    /// Whether other machines may come, with the token.
    pub(crate) remote: bool,
    /// What opens the lines that things come from; `None`: nothing does.
    pub(crate) editor: Option<Editor>,
}

/// A server that runs.
pub(crate) struct Server {
    room: Arc<Room>,
    /// Its address on this machine.
    pub(crate) address: String,
    /// The address of its presenter view for other machines, with the token; `None`: they cannot
    /// connect.
    pub(crate) remote: Option<String>,
}

impl Server {
    /// Starts a server, which shows nothing yet. It lives as long as the process.
    ///
    /// # Errors
    /// If the port is taken, or the system gives no random numbers.
    pub(crate) fn start(reach: Reach) -> io::Result<Self> {
        let ip = if reach.remote { Ipv4Addr::UNSPECIFIED } else { Ipv4Addr::LOCALHOST };
        let listener = TcpListener::bind((ip, reach.port))?;
        let port = listener.local_addr()?.port();
        let outside = if reach.remote { own_address() } else { None };
        let access = Access::new(port, outside).map_err(io::Error::other)?;
        let remote =
            outside.map(|ip| format!("http://{ip}:{port}/?token={}&presenter", access.token()));
        let room = Arc::new(Room::new(remote.clone(), reach.editor));
        let served = Arc::clone(&room);
        listener.set_nonblocking(true)?;
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
        thread::Builder::new().name("server".to_owned()).spawn(move || {
            runtime.block_on(http::serve(listener, access, served));
        })?;
        Ok(Self { room, address: format!("http://127.0.0.1:{port}/"), remote })
    }

    /// Records from now on how long each page is spoken about.
    pub(crate) fn rehearse(&self) {
        self.room.rehearse();
    }

    /// Waits until the process is asked to end, and returns the record.
    ///
    /// # Errors
    /// If the system does not report signals.
    pub(crate) fn wait(&self) -> io::Result<Option<Record>> {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
        runtime.block_on(ended())?;
        Ok(self.room.record())
    }

    /// Shows a deck, or what is wrong with it.
    pub(crate) fn show(&self, shown: Shown) {
        self.room.show(shown);
    }
}

/// Waits for a request to end: Ctrl-C, a closed terminal, a shutdown.
async fn ended() -> io::Result<()> {
    #[cfg(unix)]
    {
        use tokio::signal::unix::{SignalKind, signal};
        let mut hangup = signal(SignalKind::hangup())?;
        let mut terminate = signal(SignalKind::terminate())?;
        tokio::select! {
            interrupted = tokio::signal::ctrl_c() => interrupted,
            _ = hangup.recv() => Ok(()),
            _ = terminate.recv() => Ok(()),
        }
    }
    #[cfg(not(unix))]
    tokio::signal::ctrl_c().await
}

/// The address of this machine in its network; `None` if it is in none.
fn own_address() -> Option<IpAddr> {
    let socket = UdpSocket::bind((Ipv4Addr::UNSPECIFIED, 0)).ok()?;
    // Nothing is sent: this only finds the route to an address reserved for documentation.
    socket.connect(SocketAddr::from(([192, 0, 2, 1], 9))).ok()?;
    let ip = socket.local_addr().ok()?.ip();
    (!ip.is_unspecified() && !ip.is_loopback()).then_some(ip)
}
