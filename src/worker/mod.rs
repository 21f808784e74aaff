//! Builds a deck in a child process, for servers: Typst cannot be cancelled within its process, and
//! a job that reaches its limits ends its process. The child keeps the compiler's cache between
//! builds, and is restarted when needed.

mod child;
mod message;

use std::ffi::OsString;
use std::io::{self, BufReader, Read, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread::{self, JoinHandle};
use std::time::Duration;

use crate::args::DeckArgs;
use crate::engine::job::{Clock, PATIENCE};
pub(crate) use child::serve;
pub(crate) use message::{Answer, File, Request};

/// The subcommand that the child is started with.
pub(crate) const COMMAND: &str = "worker";
/// How much longer than at most by its limit a child may take before it is ended from here.
const GRACE: Duration = Duration::from_secs(5);

/// Builds a deck on request in a child process.
pub(crate) struct Worker {
    program: PathBuf,
    arguments: Vec<OsString>,
    /// The longest that a build may take.
    time: Duration,
    /// The child, while there is one.
    running: Option<Running>,
    stopper: Stopper,
}

/// The pipes of a child.
struct Running {
    requests: ChildStdin,
    answers: BufReader<ChildStdout>,
    /// Collects its messages.
    said: JoinHandle<String>,
}

/// The error that the child ended during a request.
#[derive(Debug)]
pub(crate) struct Ended {
    /// Its messages.
    pub(crate) said: String,
}

/// Ends the child of a worker from any thread.
#[derive(Clone, Default)]
pub(crate) struct Stopper(Arc<Mutex<Option<Child>>>);

impl Worker {
    /// A worker for a deck. `program`: this one, `std::env::current_exe()`. Nothing is started yet.
    pub(crate) fn new(program: PathBuf, deck: &DeckArgs) -> Self {
        let arguments = [COMMAND.into()].into_iter().chain(deck.again()).collect();
        let time = deck.limits.limits().time.saturating_mul(PATIENCE) + GRACE;
        Self { program, arguments, time, running: None, stopper: Stopper::default() }
    }

    /// A handle that ends the child while [`Worker::build`] waits.
    pub(crate) fn stopper(&self) -> Stopper {
        self.stopper.clone()
    }

    /// Builds the deck as it is now, and waits until that is done.
    ///
    /// # Errors
    /// If the child ended: it reached a limit, was stopped, or has a bug. The next build starts another.
    pub(crate) fn build(&mut self, request: &Request) -> Result<Answer, Ended> {
        // It may have been ended between two requests.
        if self.running.is_some() && self.stopper.has_ended() {
            self.end();
        }
        let stopper = self.stopper();
        let _clock = Clock::start(self.time, move || stopper.stop());
        let started = match &mut self.running {
            Some(running) => Ok(running),
            empty => {
                self.stopper.start(&self.program, &self.arguments).map(|new| empty.insert(new))
            }
        };
        match started.and_then(|running| running.ask(request)) {
            Ok(answer) => Ok(answer),
            Err(error) => Err(Ended { said: self.end().unwrap_or_else(|| cannot(&error)) }),
        }
    }

    /// Ends the child and returns its messages.
    fn end(&mut self) -> Option<String> {
        self.stopper.stop();
        let status = self.stopper.child().take().and_then(|mut child| child.wait().ok());
        let said = self.running.take()?.said.join().unwrap_or_default();
        let silent = || format!("error: the compiler ended ({})\n", status.unwrap_or_default());
        Some(if said.is_empty() { silent() } else { said })
    }
}

impl Drop for Worker {
    fn drop(&mut self) {
        self.end();
    }
}

impl Stopper {
    /// Ends the child, if there is one.
    pub(crate) fn stop(&self) {
        if let Some(child) = &mut *self.child() {
            // The next look finds that it has ended.
            let _ = child.kill().and_then(|()| child.wait());
        }
    }

    /// Starts a child.
    fn start(&self, program: &Path, arguments: &[OsString]) -> io::Result<Running> {
        let mut command = Command::new(program);
        command.args(arguments).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = command.spawn()?;
        let pipes = child.stdin.take().zip(child.stdout.take()).zip(child.stderr.take());
        let ((requests, answers), mut errors) = pipes.expect("they are piped");
        let said = thread::spawn(move || {
            let mut said = Vec::new();
            let _ = errors.read_to_end(&mut said);
            String::from_utf8_lossy(&said).into_owned()
        });
        *self.child() = Some(child);
        Ok(Running { requests, answers: BufReader::new(answers), said })
    }

    /// Whether there is a child, and it has ended.
    fn has_ended(&self) -> bool {
        self.child().as_mut().is_some_and(|child| !matches!(child.try_wait(), Ok(None)))
    }

    /// The child.
    fn child(&self) -> MutexGuard<'_, Option<Child>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Running {
    /// Hands a request over and waits for the answer.
    fn ask(&mut self, request: &Request) -> io::Result<Answer> {
        self.requests.write_all(&message::request(request))?;
        self.requests.flush()?;
        message::receive(&mut self.answers)
    }
}

/// Why there is no child.
fn cannot(error: &io::Error) -> String {
    format!("error: cannot start the compiler ({})\n", crate::fs::reason(error))
}
