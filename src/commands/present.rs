//! `llmslides present`: shows a deck in several browser windows, kept in step by the server.

use std::path::Path;
use std::thread;

use qrcode::QrCode;
use qrcode::render::unicode::Dense1x2;

use super::watch;
use crate::args::PresentArgs;
use crate::diag::{Diagnostic, Diagnostics};
use crate::rehearsal::Plan;
use crate::report::Reporter;
use crate::serve::{Reach, Server, Shown};
use crate::{fs, settings};

/// Shows a deck until the process is ended.
///
/// # Errors
/// If there is no deck, none that can be shown, or no port to be had.
pub(super) fn run(args: PresentArgs, reporter: Reporter) -> Result<(), Diagnostics> {
    let (mut worker, deck) = watch::worker(args.deck)?;
    let shown = Shown::default().after(worker.build(&watch::request(&[], &deck.input)));
    if shown.size().is_none() {
        return Err(shown.why().into());
    }
    let reach = Reach { port: args.server.port, remote: args.remote, editor: None };
    let server = watch::start(reach)?;
    if args.rehearse {
        // Before anybody knows the address: the first step counts.
        server.rehearse();
    }
    let plan = shown.plan().clone();
    server.show(shown.without_findings());
    reporter.line(&format!("slides          {}", server.address));
    reporter.line(&format!("presenter view  {}?presenter", server.address));
    match &server.remote {
        Some(address) => {
            reporter.line(&format!("phone           {address}"));
            reporter.line(&code(address));
        }
        None if args.remote => {
            reporter.line("this machine is in no network: no phone can reach it")
        }
        None => {}
    }
    watch::open(&args.server, &server.address, reporter);
    if args.rehearse {
        return rehearse(&server, &plan, &settings::rehearsal(&deck.input), reporter);
    }
    // The server runs in its own thread.
    loop {
        thread::park();
    }
}

/// Waits for the end of a rehearsal, and compares it with the plan.
fn rehearse(
    server: &Server,
    plan: &Plan,
    file: &Path,
    reporter: Reporter,
) -> Result<(), Diagnostics> {
    reporter.line("rehearsal       `p` stops the clock for a break; Ctrl-C here ends it");
    let record = server.wait().map_err(|error| {
        Diagnostic::usage(format!("the end cannot be waited for ({})", fs::reason(&error)))
    })?;
    let Some(rehearsal) = record.and_then(|record| plan.compare(&record)) else {
        reporter.line("nothing was rehearsed: the clock starts with the first step");
        return Ok(());
    };
    fs::stage(file, rehearsal.json().as_bytes())?.replace()?;
    // Begin a new line behind the `^C` that the terminal shows.
    reporter.line("");
    rehearsal.lines().iter().for_each(|line| reporter.line(line));
    reporter.line(&format!("{}  every slide and step", file.display()));
    reporter.line("to plan with your rate: `notes: {rate: learnt}` in the deck's front matter");
    Ok(())
}

/// An address as a QR code in characters, with a light frame that makes it readable on dark
/// terminals as well.
fn code(address: &str) -> String {
    let Ok(code) = QrCode::new(address) else { return String::new() };
    code.render::<Dense1x2>()
        .dark_color(Dense1x2::Light)
        .light_color(Dense1x2::Dark)
        .quiet_zone(true)
        .build()
}
