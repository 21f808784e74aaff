//! `llmslides build`: writes the outputs of a deck.

use std::time::Instant;

use unicode_width::UnicodeWidthStr;

use super::outputs::{self, Asked, PageFiles};
use crate::args::BuildArgs;
use crate::check::Depth;
use crate::diag::{Diagnostic, Diagnostics, Sources};
use crate::engine::{self, job::Job};
use crate::export::{Content, Output};
use crate::input::{Input, Text};
use crate::numbers::count;
use crate::pipeline::{self, Build};
use crate::report::Reporter;
use crate::settings::{self, Settings, Target};

/// Builds a deck and returns the exit code. Nothing is written before everything is done.
pub(super) fn run(
    args: BuildArgs,
    reporter: Reporter,
    sources: &mut Sources,
) -> Result<u8, Diagnostics> {
    let started = Instant::now();
    let settings = settings::resolve(args)?;
    if let Input::Bundled { name, named: false, .. } = &settings.deck.input {
        reporter.line(&format!("no deck here: building the bundled one, `{name}`"));
    }
    let limits = Some(settings.deck.options.limits);
    let (made, found) = pipeline::job(limits, |job| build(job, &settings, reporter, sources))?;
    reporter.briefly(&found.0, sources);
    let outputs = &settings.outputs;
    outputs::write(outputs, made.iter().map(|output| &output.content), reporter)?;
    for ((_, target), output) in outputs.iter().zip(&made) {
        if let (Target::Pages(path), Content::Pages(pages, total)) = (target, &output.content)
            && let Some(left) = PageFiles::new(path, *total).left_over(pages.len())?
        {
            reporter.line(&left);
        }
    }
    summarize(outputs, &made, &found, started, reporter);
    if found.has_errors() {
        reporter.line(&in_spite_of(&found));
    }
    Ok(u8::from(found.has_errors()))
}

/// The line that says that the outputs were written in spite of errors.
fn in_spite_of(found: &Diagnostics) -> String {
    let errors = found.0.iter().filter(|found| found.is_error()).count();
    format!(
        "{}: the slides are written, and not all of them as you wrote them",
        count(errors, "error")
    )
}

/// Runs the stages: the outputs, and what was found.
///
/// # Errors
/// Everything that was found, if it is not to be written, or nothing can be.
fn build(
    job: &Job,
    settings: &Settings,
    reporter: Reporter,
    sources: &mut Sources,
) -> Result<(Vec<Output>, Diagnostics), Diagnostics> {
    let (mut build, text) = Build::open(job, &settings.deck, sources)?;
    let outputs = stages(settings, reporter, &mut build, &text);
    match outputs {
        Ok(outputs) => {
            let found = build.judge();
            if found.forbid_output() { Err(found) } else { Ok((outputs, found)) }
        }
        // Findings can explain errors, as `unknown key` explains a missing title.
        Err(errors) => {
            build.findings.0.extend(errors.0);
            Err(build.judge())
        }
    }
}

/// Runs the stages one after the other.
fn stages(
    settings: &Settings,
    reporter: Reporter,
    build: &mut Build,
    text: &Text,
) -> Result<Vec<Output>, Diagnostics> {
    super::say_if_taken(text, build.sources, reporter);
    let deck = build.read(text)?;
    if settings.explains {
        super::say_why(&build.why, reporter);
    }
    build.check_text(&deck);
    super::say_if_long(&deck, reporter);
    let (mut built, _) = build.make(deck, &text.files, Depth::Quick)?;
    engine::forget_all(&built.whole.document);
    let mut outputs = Vec::new();
    for (exporter, target) in &settings.outputs {
        let way = target.way_to(&settings.deck.input);
        let output = build.export(&mut built, exporter, &settings.pages, &way)?;
        one_page(target, &output)?;
        outputs.push(output);
    }
    Ok(outputs)
}

/// Refuses to write pictures of several pages into one file or pipe.
fn one_page(target: &Target, output: &Output) -> Result<(), Diagnostic> {
    let file = match target {
        Target::Path(path) => path.display().to_string(),
        Target::Stdout => "-".to_owned(),
        Target::Pages(_) => return Ok(()),
    };
    match &output.content {
        Content::Pages(pages, _) if pages.len() != 1 => {
            let message = format!("`-o {file}` takes one page, and there are {}", pages.len());
            let hint = "`--pages 3` chooses one; `-o DIR/` takes all of them";
            Err(Diagnostic::usage(message).hint(hint))
        }
        _ => Ok(()),
    }
}

fn summarize(
    outputs: &[Asked],
    made: &[Output],
    found: &Diagnostics,
    started: Instant,
    reporter: Reporter,
) {
    let all = outputs.iter().zip(made);
    let names: Vec<String> =
        all.map(|((_, target), output)| outputs::named(target, &output.content)).collect();
    let width = names.iter().map(|name| name.width()).max().unwrap_or(0);
    for (name, output) in names.iter().zip(made) {
        let pad = " ".repeat(width - name.width());
        reporter.line(&format!("{name}{pad}  {}", output.summary.join(" · ")));
    }
    let left: String = super::left_to_do(&found.0).map(|left| format!(" · {left}")).collect();
    reporter.line(&format!("done in {:.2} s{left}", started.elapsed().as_secs_f64()));
}
