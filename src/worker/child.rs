//! The child of a worker: takes a request, builds the deck as it is now, answers, and waits for the next.

use std::io::{self, BufRead};
use std::path::PathBuf;
use std::process;
use std::sync::mpsc::{self, Receiver};
use std::thread;

use super::message::{self, Answer, File, Request, Written};
use crate::check::Depth;
use crate::check::json::{self, LookedAt};
use crate::diag::{Diagnostic, Diagnostics, Sources};
use crate::engine::job::Job;
use crate::engine::{self, DeckWorld};
use crate::export::{self, Content};
use crate::input::{Input, Text};
use crate::pipeline::{self, Build};
use crate::report::{self, Reporter};
use crate::settings::DeckSettings;

/// Answers requests until there are no more.
///
/// # Errors
/// If there can be no answer: the deck comes from the pipe that requests come from, or the machine is
/// to blame.
pub(crate) fn serve(settings: &DeckSettings, reporter: Reporter) -> Result<(), Diagnostics> {
    if matches!(settings.input, Input::Stdin) {
        let error = Diagnostic::usage("a deck from a pipe cannot be built again");
        return Err(error.hint("name its file").into());
    }
    let mut kept = None;
    for request in requests() {
        let request: Request = serde_json::from_str(&request)
            .map_err(|error| Diagnostic::usage(format!("this is no request ({error})")))?;
        let answer = answer(&request, settings, &mut kept)?;
        engine::forget();
        reporter.data(&message::answer(&answer))?;
    }
    Ok(())
}

/// The lines of standard input. At its end the parent is gone, and the process ends at once.
#[allow(clippy::exit, reason = "the compiler cannot be stopped in another way")]
fn requests() -> Receiver<String> {
    let (hand_over, requests) = mpsc::channel();
    thread::spawn(move || {
        for line in io::stdin().lock().lines().map_while(Result::ok) {
            if hand_over.send(line).is_err() {
                return;
            }
        }
        process::exit(0)
    });
    requests
}

/// Builds the deck. `kept`: the world of the build before, then of this one.
fn answer(
    request: &Request,
    settings: &DeckSettings,
    kept: &mut Option<DeckWorld>,
) -> Result<Answer, Diagnostics> {
    let mut sources = Sources::default();
    let (made, text, found) = pipeline::job(Some(settings.options.limits), |job| {
        Ok(build(job, request, settings, kept, &mut sources))
    })?;
    let (outputs, looked_at) = made.unzip();
    let ordered = report::ordered(&found.0);
    let findings = json::write(&ordered, looked_at, &[], &sources);
    let said = ordered.iter().map(|found| report::render(found, &sources, false)).collect();
    Ok(Answer {
        outputs: outputs.unwrap_or_default(),
        findings: serde_json::from_str(&findings).unwrap_or_default(),
        said,
        has_errors: found.has_errors(),
        forbids_output: found.forbid_output(),
        reads: reads(settings, text.as_ref()),
    })
}

/// The result of a build: the outputs if there are any, the text that was read, and the findings.
type Made = (Option<(Vec<Written>, LookedAt)>, Option<Text>, Diagnostics);

/// Runs the stages.
fn build(
    job: &Job,
    request: &Request,
    settings: &DeckSettings,
    kept: &mut Option<DeckWorld>,
    sources: &mut Sources,
) -> Made {
    let (mut build, text) = match Build::open(job, settings, sources) {
        Ok(opened) => opened,
        Err(found) => return (None, None, found),
    };
    build.kept = kept.take();
    build.is_repeated = true;
    let made = stages(request, &mut build, &text);
    *kept = build.kept.take();
    let (made, errors) = match made {
        Ok(made) => (Some(made), Diagnostics::default()),
        Err(errors) => (None, errors),
    };
    build.findings.0.extend(errors.0);
    let found = build.judge();
    (made, Some(text), found)
}

/// Runs the stages one after the other.
fn stages(
    request: &Request,
    build: &mut Build,
    text: &Text,
) -> Result<(Vec<Written>, LookedAt), Diagnostics> {
    let deck = build.read(text)?;
    build.check_text(&deck);
    let (mut built, looked_at) = build.make(deck, &text.files, Depth::Quick)?;
    let mut outputs = Vec::new();
    for name in &request.formats {
        let exporter = export::named(name)
            .ok_or_else(|| Diagnostic::usage(format!("there is no output `{name}`")))?;
        let output = build.export(&mut built, exporter, &request.pages, &request.way)?;
        outputs.push(Written { format: name.clone(), files: files(output.content) });
    }
    build.kept = Some(built.world);
    Ok((outputs, looked_at))
}

/// The files of an output.
fn files(content: Content) -> Vec<File> {
    match content {
        Content::File(bytes) => vec![File::new(String::new(), bytes)],
        Content::Folder(files) => {
            files.into_iter().map(|(name, bytes)| File::new(name, bytes)).collect()
        }
        Content::Pages(pages, _) => {
            let file = |page: export::png::Picture| File::new(page.number.to_string(), page.bytes);
            pages.into_iter().map(file).collect()
        }
    }
}

/// The files that were read or looked up, those named by the user first.
fn reads(settings: &DeckSettings, text: Option<&Text>) -> Vec<PathBuf> {
    let named: Vec<PathBuf> = match &settings.input {
        Input::File { path, more, .. } => [path].into_iter().chain(more).cloned().collect(),
        Input::Stdin | Input::Bundled { .. } => Vec::new(),
    };
    let gate = text.and_then(|text| text.files.gate());
    let seen = gate.map(|gate| gate.seen()).unwrap_or_default();
    [named, seen, settings.options.fonts.places()].concat()
}
