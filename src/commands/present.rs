//! `llmslides present`: a deck in the browsers of a talk, kept together by the server.

use std::thread;

use qrcode::QrCode;
use qrcode::render::unicode::Dense1x2;

use super::watch;
use crate::args::PresentArgs;
use crate::diag::Diagnostics;
use crate::report::Reporter;
use crate::serve::Shown;

/// Shows a deck until the process is ended.
///
/// # Errors
/// If there is no deck, none that can be shown, or no port to be had.
pub(super) fn run(args: PresentArgs, reporter: Reporter) -> Result<(), Diagnostics> {
    let (mut worker, _) = watch::worker(args.deck)?;
    let shown = Shown::default().after(worker.build(&watch::request()));
    if shown.size().is_none() {
        return Err(shown.why().into());
    }
    let server = watch::start(&args.server, args.remote)?;
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
    // The server has a thread of its own.
    loop {
        thread::park();
    }
}

/// An address as a QR code of characters. Dark terminals and light ones: a frame of light belongs to it.
fn code(address: &str) -> String {
    let Ok(code) = QrCode::new(address) else { return String::new() };
    code.render::<Dense1x2>()
        .dark_color(Dense1x2::Light)
        .light_color(Dense1x2::Dark)
        .quiet_zone(true)
        .build()
}
