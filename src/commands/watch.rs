//! `llmslides watch`: a deck in a browser, built again with every save.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::mpsc::{self, RecvTimeoutError};
use std::time::{Duration, Instant};
use std::{env, io, thread};

use crate::args::{DeckArgs, ServerArgs, WatchArgs};
use crate::diag::{Diagnostic, Diagnostics};
use crate::export::served;
use crate::input::Input;
use crate::numbers::count;
use crate::report::Reporter;
use crate::serve::{Changes, Reach, Server, Shown};
use crate::worker::{Answer, Ended, Request, Worker};
use crate::{fs, settings};

/// Shows a deck until the process is ended.
///
/// # Errors
/// If there is no deck, or no port to be had.
pub(super) fn run(args: WatchArgs, reporter: Reporter) -> Result<(), Diagnostics> {
    let (mut worker, input) = worker(args.deck)?;
    let server = start(&args.server, false)?;
    reporter.line(&format!("{}  Ctrl-C ends it", server.address));
    open(&args.server, &server.address, reporter);
    let mut changes = Changes::default();
    changes.watch(input);
    let mut shown = Shown::default();
    loop {
        let started = Instant::now();
        let built = build(&mut worker, &changes);
        // It was stopped for what there is to build by now.
        if built.is_err() && changes.are_there() {
            changes.wait();
            continue;
        }
        // What the deck reads is not known of one that could not be built; then it is as before.
        if let Ok(answer) = &built {
            changes.watch(answer.reads.clone());
        }
        say(&built, started, reporter);
        shown = shown.after(built);
        server.show(shown.clone());
        changes.wait();
    }
}

/// Builds the deck. If that takes long and the deck has changed in the meantime, nobody wants to see what
/// comes of it any more: then it is stopped.
fn build(worker: &mut Worker, changes: &Changes) -> Result<Answer, Ended> {
    /// From when on it is worth what the compiler remembers.
    const LONG: Duration = Duration::from_secs(3);
    const PERIOD: Duration = Duration::from_millis(100);
    let stopper = worker.stopper();
    let (done, is_done) = mpsc::channel::<()>();
    thread::scope(|scope| {
        scope.spawn(move || {
            let mut wait = LONG;
            while is_done.recv_timeout(wait) == Err(RecvTimeoutError::Timeout) {
                wait = PERIOD;
                if changes.are_there() {
                    return stopper.stop();
                }
            }
        });
        let built = worker.build(&request());
        drop(done);
        built
    })
}

/// What is asked of the worker.
pub(super) fn request() -> Request {
    Request { formats: vec![served::NAME.to_owned()], ..Request::default() }
}

/// The worker for a deck, and the files that it certainly reads.
///
/// # Errors
/// If there is no deck, or none that could be built again.
pub(super) fn worker(deck: DeckArgs) -> Result<(Worker, Vec<PathBuf>), Diagnostics> {
    let program = env::current_exe().map_err(|error| {
        Diagnostic::usage(format!("the program does not know where it is ({})", fs::reason(&error)))
    })?;
    let worker = Worker::new(program, &deck);
    let settings = settings::resolve_deck(deck, None)?;
    match settings.input {
        Input::Stdin => {
            let error = Diagnostic::usage("a deck from a pipe cannot be built again");
            Err(error.hint("name its file").into())
        }
        Input::File { path, more, .. } => Ok((worker, [path].into_iter().chain(more).collect())),
        Input::Bundled { .. } => Ok((worker, Vec::new())),
    }
}

/// Starts the server.
///
/// # Errors
/// If the port is taken.
pub(super) fn start(args: &ServerArgs, remote: bool) -> Result<Server, Diagnostic> {
    let port = args.port;
    Server::start(Reach { port, remote }).map_err(|error| {
        let message = format!("cannot listen on port {port} ({})", fs::reason(&error));
        let error = Diagnostic::usage(message);
        error.maybe_hint(
            (port != 0).then(|| "without `--port` it takes one that is free".to_owned()),
        )
    })
}

/// Opens an address in the browser, if that is asked for.
pub(super) fn open(args: &ServerArgs, address: &str, reporter: Reporter) {
    if args.open && browser(address).is_err() {
        reporter.line("no browser could be opened: open the address yourself");
    }
}

/// Has the system open an address.
fn browser(address: &str) -> io::Result<()> {
    let (program, first): (&str, &[&str]) = match env::consts::OS {
        "macos" => ("open", &[]),
        "windows" => ("cmd", &["/C", "start", ""]),
        _ => ("xdg-open", &[]),
    };
    let mut command = Command::new(Path::new(program));
    command.args(first).arg(address).stdin(Stdio::null()).stdout(Stdio::null());
    command.stderr(Stdio::null()).spawn().map(|_| ())
}

/// Says in the terminal what came of a build.
fn say(built: &Result<Answer, Ended>, started: Instant, reporter: Reporter) {
    let said = match built {
        Ok(answer) => answer.said.concat(),
        Err(Ended { said }) => said.clone(),
    };
    if !said.trim().is_empty() {
        reporter.line(said.trim_end());
    }
    let pages = built.as_ref().ok().and_then(|answer| answer.findings["deck"]["pages"].as_u64());
    let what = match pages {
        Some(pages) => count(usize::try_from(pages).unwrap_or_default(), "page"),
        None => "nothing to show".to_owned(),
    };
    reporter.line(&format!("{what} in {:.2} s", started.elapsed().as_secs_f64()));
}
