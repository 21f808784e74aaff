//! A deck in browsers, as it is now: one page over HTTP, which the windows of a talk share. The compiler
//! runs elsewhere ([`crate::worker`]); this never ends because of a deck.

mod access;
mod changes;
mod http;
mod room;
mod shown;

use std::io;
use std::net::{IpAddr, Ipv4Addr, SocketAddr, TcpListener, UdpSocket};
use std::sync::Arc;
use std::thread;

use access::Access;
pub(crate) use changes::Changes;
use room::Room;
pub(crate) use shown::Shown;

/// How a server is reached.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Reach {
    /// The port; 0: one that is free.
    pub(crate) port: u16,
    /// Whether other machines may come, with the token.
    pub(crate) remote: bool,
}

/// A server that runs.
pub(crate) struct Server {
    room: Arc<Room>,
    /// Where it is on this machine.
    pub(crate) address: String,
    /// Where its presenter view is for other machines, with the token that they need; `None`: nowhere.
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
        let room = Arc::new(Room::new(remote.clone()));
        let served = Arc::clone(&room);
        listener.set_nonblocking(true)?;
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
        thread::Builder::new().name("server".to_owned()).spawn(move || {
            runtime.block_on(http::serve(listener, access, served));
        })?;
        Ok(Self { room, address: format!("http://127.0.0.1:{port}/"), remote })
    }

    /// Shows a deck, or what is wrong with it.
    pub(crate) fn show(&self, shown: Shown) {
        self.room.show(shown);
    }
}

/// The address by which others in the network find this machine; `None` if it is in none.
fn own_address() -> Option<IpAddr> {
    let socket = UdpSocket::bind((Ipv4Addr::UNSPECIFIED, 0)).ok()?;
    // Nothing is sent: this only asks which way it would go. The address is one for documents.
    socket.connect(SocketAddr::from(([192, 0, 2, 1], 9))).ok()?;
    let ip = socket.local_addr().ok()?.ip();
    (!ip.is_unspecified() && !ip.is_loopback()).then_some(ip)
}
