//! `llmslides watch`: shows a deck in a browser and rebuilds it on every save.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::mpsc::{self, RecvTimeoutError};
use std::time::{Duration, Instant};
use std::{env, io, thread};

use super::outputs::{self, Asked};
use crate::args::{DeckArgs, ServerArgs, WatchArgs, WrittenArgs};
use crate::diag::{Diagnostic, Diagnostics, Sources};
use crate::export::{Content, served};
use crate::input::Input;
use crate::numbers::count;
use crate::report::Reporter;
use crate::serve::{Changes, Editor, Reach, Server, Shown};
use crate::settings::{DeckSettings, Target};
use crate::worker::{Answer, Ended, Request, Worker};
use crate::{fs, settings};

/// Shows a deck until the process is ended.
///
/// # Errors
/// If there is no deck, or no port to be had.
pub(super) fn run(args: WatchArgs, reporter: Reporter) -> Result<(), Diagnostics> {
    let (mut worker, settings) = worker(args.deck)?;
    let written = WrittenArgs { format: args.format, output: args.output };
    let outputs = asked(&settings, &written)?;
    let request = request(&outputs, &settings.input);
    let editor = args.editor.as_deref().map(editor).transpose()?;
    let reach = Reach { port: args.server.port, remote: false, editor };
    let server = start(reach)?;
    reporter.line(&format!("{}  Ctrl-C ends it", server.address));
    open(&args.server, &server.address, reporter);
    let mut changes = Changes::default();
    changes.watch(files(settings.input));
    let mut shown = Shown::default();
    loop {
        let started = Instant::now();
        let mut built = build(&mut worker, &request, &changes);
        // The build was stopped because there is a newer version to build.
        if built.is_err() && changes.are_there() {
            changes.wait();
            continue;
        }
        // If the build failed, its list of files is unknown, and the previous one stays.
        if let Ok(answer) = &built {
            changes.watch(answer.reads.clone());
        }
        let files = built.as_mut().map(|answer| ready(answer, &outputs)).unwrap_or_default();
        say(&built, started, reporter);
        shown = shown.after(built);
        server.show(shown.clone());
        write(&outputs, &files, reporter);
        changes.wait();
    }
}

/// Builds the deck. If that takes long and the deck changes meanwhile, the build is stopped,
/// because its result would be outdated.
fn build(worker: &mut Worker, request: &Request, changes: &Changes) -> Result<Answer, Ended> {
    /// A shorter build is not stopped: stopping it loses the compiler's cache.
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
        let built = worker.build(request);
        drop(done);
        built
    })
}

/// The files that are written with every save; none unless they are asked for.
fn asked(settings: &DeckSettings, written: &WrittenArgs) -> Result<Vec<Asked>, Diagnostic> {
    if written.format.is_none() && written.output.is_none() {
        return Ok(Vec::new());
    }
    let outputs = settings::outputs(settings, written)?;
    if outputs.iter().any(|(_, target)| *target == Target::Stdout) {
        return Err(Diagnostic::usage("`watch` writes files, and into no pipe"));
    }
    Ok(outputs)
}

/// The editor for `--editor`.
fn editor(command: &str) -> Result<Editor, Diagnostic> {
    let hint = "for example `--editor 'code -g'`";
    Editor::read(command)
        .ok_or_else(|| Diagnostic::usage("`--editor` expects a command").hint(hint))
}

/// The request to the worker: these outputs, and last the one that the server shows.
pub(super) fn request(outputs: &[Asked], input: &Input) -> Request {
    let names = outputs.iter().map(|(exporter, _)| exporter.name).chain([served::NAME]);
    let way = outputs.first().map(|(_, target)| target.way_to(input)).unwrap_or_default();
    Request { formats: names.map(str::to_owned).collect(), way, ..Request::default() }
}

/// The contents of outputs in an answer that are to be written; none if findings are denied.
fn ready(answer: &mut Answer, outputs: &[Asked]) -> Vec<Content> {
    let shown = answer.outputs.pop();
    let written = std::mem::replace(&mut answer.outputs, shown.into_iter().collect());
    let written = written.into_iter().zip(outputs).filter(|_| !answer.forbids_output);
    written.map(|(written, (exporter, _))| written.content(exporter.shape)).collect()
}

/// Writes outputs and reports where, or why that failed; the next save tries again.
fn write(outputs: &[Asked], contents: &[Content], reporter: Reporter) {
    if contents.is_empty() {
        return;
    }
    match outputs::write(outputs, contents.iter(), reporter) {
        Ok(()) => {
            let all = outputs.iter().zip(contents);
            let names = all.map(|((_, target), content)| outputs::named(target, content));
            reporter.line(&names.collect::<Vec<_>>().join(", "));
        }
        Err(errors) => reporter.diagnostics(&errors.0, &Sources::default()),
    }
}

/// The worker for a deck, and the deck.
///
/// # Errors
/// If there is no deck, or none that could be built again.
pub(super) fn worker(deck: DeckArgs) -> Result<(Worker, DeckSettings), Diagnostics> {
    let program = env::current_exe().map_err(|error| {
        Diagnostic::usage(format!("the program does not know where it is ({})", fs::reason(&error)))
    })?;
    let worker = Worker::new(program, &deck);
    let settings = settings::resolve_deck(deck, None)?;
    if matches!(settings.input, Input::Stdin) {
        let error = Diagnostic::usage("a deck from a pipe cannot be built again");
        return Err(error.hint("name its file").into());
    }
    Ok((worker, settings))
}

/// The files that a deck is surely read from.
fn files(input: Input) -> Vec<PathBuf> {
    match input {
        Input::File { path, more, .. } => [path].into_iter().chain(more).collect(),
        Input::Stdin | Input::Bundled { .. } => Vec::new(),
    }
}

/// Starts the server.
///
/// # Errors
/// If the port is taken.
pub(super) fn start(reach: Reach) -> Result<Server, Diagnostic> {
    let port = reach.port;
    Server::start(reach).map_err(|error| {
        let message = format!("cannot listen on port {port} ({})", fs::reason(&error));
        let error = Diagnostic::usage(message);
        error.maybe_hint(
            (port != 0).then(|| "without `--port` it takes one that is free".to_owned()),
        )
    })
}

/// Opens an address in the browser, if asked to.
pub(super) fn open(args: &ServerArgs, address: &str, reporter: Reporter) {
    if args.open && browser(address).is_err() {
        reporter.line("no browser could be opened: open the address yourself");
    }
}

/// Opens an address with the system's default program.
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

/// Prints the result of a build.
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
