//! `llmslides check`: reports what is wrong with a deck as text, lines or data; `--fix` applies
//! fixes.

use std::path::Path;

use crate::args::{CheckArgs, FindingsFormat};
use crate::check::json::LookedAt;
use crate::check::{self, Depth, fix, json};
use crate::deck::Deck;
use crate::diag::{Diagnostic, Diagnostics, FileId, Severity, Sources};
use crate::engine::job::Job;
use crate::export::{PageChoice, pdf};
use crate::fs;
use crate::input::{Input, Kind, Text};
use crate::numbers::count;
use crate::pipeline::{self, Build};
use crate::report::{self, Reporter};
use crate::settings::{self, DeckSettings};

/// Most rounds of fixing: a fix may reveal further findings, such as a list that only parses as one
/// once its items are fixed.
const MOST_ROUNDS: usize = 4;

/// The result of checking a deck.
struct Checked {
    /// Everything that was found, at its level.
    found: Diagnostics,
    /// The deck's files; empty if they could not be read.
    files: Vec<FileId>,
    /// How much was looked at; `None` if the deck could not be laid out.
    looked_at: Option<LookedAt>,
    /// What could not be checked because of errors.
    unseen: Option<Unseen>,
}

/// What cannot be checked because of errors.
struct Unseen {
    /// Its name in messages.
    what: &'static str,
    /// The codes of what might be found there.
    codes: Vec<&'static str>,
}

/// Checks a deck and returns the exit code.
pub(super) fn run(
    args: CheckArgs,
    reporter: Reporter,
    sources: &mut Sources,
) -> Result<u8, Diagnostics> {
    let settings = settings::resolve_deck(args.deck, args.deny)?;
    // Checking the bundled deck instead would not answer the question.
    if matches!(settings.input, Input::Bundled { named: false, .. }) {
        return Err(settings::no_deck_here("check").into());
    }
    let check = |sources: &mut Sources| {
        let limits = Some(settings.options.limits);
        pipeline::job(limits, |job| check(job, &settings, args.fix, reporter, sources))
    };
    let mut checked = check(sources)?;
    if args.fix {
        let mut mended = 0;
        for _ in 0..MOST_ROUNDS {
            let now = mend(&checked, sources)?;
            if now == 0 {
                break;
            }
            mended += now;
            *sources = Sources::default();
            checked = check(sources)?;
        }
        if mended > 0 {
            reporter.line(&format!("mended {}", count(mended, "finding")));
        }
    }
    show(&checked, args.format, reporter, sources)?;
    Ok(u8::from(checked.found.has_errors()))
}

/// Checks a deck.
///
/// # Errors
/// If the command line or the machine is at fault; what is wrong with the deck is part of the
/// result.
fn check(
    job: &Job,
    settings: &DeckSettings,
    fix: bool,
    reporter: Reporter,
    sources: &mut Sources,
) -> Result<Checked, Diagnostics> {
    let (mut build, text) = match Build::open(job, settings, sources) {
        Ok(opened) => opened,
        Err(found) => {
            let unseen = Some(whole_deck());
            return result(Checked { found, files: Vec::new(), looked_at: None, unseen });
        }
    };
    if fix {
        can_be_mended(&settings.input, text.kind)?;
    }
    super::say_if_taken(&text, build.sources, reporter);
    let (looked_at, unseen, errors) = match build.read(&text) {
        Err(errors) => (None, Some(whole_deck()), errors),
        Ok(deck) => {
            build.check_text(&deck);
            super::say_if_long(&deck, reporter);
            match pages(&mut build, deck, &text) {
                Ok(looked_at) => (Some(looked_at), None, Diagnostics::default()),
                Err(errors) => {
                    let codes = build.found_on_pages();
                    (None, Some(Unseen { what: "the pages", codes }), errors)
                }
            }
        }
    };
    build.findings.0.extend(errors.0);
    let found = build.judge();
    result(Checked { found, files: text.all_files(), looked_at, unseen })
}

/// What is unchecked if the deck could not be read.
fn whole_deck() -> Unseen {
    Unseen { what: "the deck", codes: check::manual::codes().collect() }
}

fn result(checked: Checked) -> Result<Checked, Diagnostics> {
    let usage = checked.found.0.iter().any(|found| found.severity == Severity::Usage);
    if usage { Err(checked.found) } else { Ok(checked) }
}

/// Runs the stages that find something on the pages.
fn pages(build: &mut Build, deck: Deck, text: &Text) -> Result<LookedAt, Diagnostics> {
    let (mut built, looked_at) = build.make(deck, &text.files, Depth::Full)?;
    build.export(&mut built, &pdf::EXPORTER, &PageChoice::default(), "")?;
    Ok(looked_at)
}

/// Shows what was found.
fn show(
    checked: &Checked,
    format: FindingsFormat,
    reporter: Reporter,
    sources: &Sources,
) -> Result<(), Diagnostic> {
    let found = report::ordered(&checked.found.0);
    match format {
        FindingsFormat::Human => {
            reporter.every(&checked.found.0, sources);
            note(checked, reporter);
            reporter.line(&summary(checked));
            Ok(())
        }
        FindingsFormat::Short => {
            let lines: String = found.iter().map(|found| report::short(found, sources)).collect();
            reporter.data(lines.as_bytes())?;
            note(checked, reporter);
            Ok(())
        }
        FindingsFormat::Json => {
            let unseen = checked.unseen.as_ref().map_or(&[][..], |unseen| &unseen.codes);
            let document = json::write(&found, checked.looked_at, unseen, sources);
            reporter.data(document.as_bytes())
        }
    }
}

/// Prints a line that there may be more to find.
fn note(checked: &Checked, reporter: Reporter) {
    let Some(Unseen { what, .. }) = &checked.unseen else { return };
    let errors = checked.found.0.iter().filter(|found| found.is_error()).count();
    let errors = if errors == 1 { "the error above is" } else { "the errors above are" };
    reporter.line(&format!("note: {what} could not be looked at until {errors} mended"));
}

/// The line with the numbers of findings.
fn summary(checked: &Checked) -> String {
    let found = &checked.found.0;
    let errors = found.iter().filter(|found| found.is_error()).count();
    let fixable = |file: &FileId| fix::edits(found, Some(*file)).len();
    let fixable: usize = checked.files.iter().map(fixable).sum();
    let warnings = found.len() - errors;
    let kinds = [(errors, "error"), (warnings, "warning")];
    let kinds = kinds.into_iter().filter(|(number, _)| *number > 0);
    let kinds: Vec<String> = kinds.map(|(number, noun)| count(number, noun)).collect();
    let size = checked.looked_at.map(|all| format!(": {}", size(all))).unwrap_or_default();
    if kinds.is_empty() {
        return format!("nothing found{size}");
    }
    let left: String = super::left_to_do(found).map(|left| format!("; {left}")).collect();
    let mends = if fixable > 0 { format!("; `--fix` mends {fixable}") } else { String::new() };
    format!("found {}{left}{mends}{size}", kinds.join(" and "))
}

/// The clause with how much was looked at.
fn size(all: LookedAt) -> String {
    let LookedAt { slides, pages, characters, shown } = all;
    let text = match characters {
        all if all == shown => format!("all of their {} shown", count(all, "character")),
        all => {
            // Rounded down, so that 100 % means all.
            let percent = (shown * 1000 / all) as f64 / 10.0;
            format!("{shown} of their {} shown ({percent} %)", count(all, "character"))
        }
    };
    format!("{} on {}, {text}", count(slides, "slide"), count(pages, "page"))
}

/// Refuses `--fix` for inputs that are not files.
fn can_be_mended(input: &Input, kind: Kind) -> Result<(), Diagnostic> {
    let what = match input {
        Input::File { .. } if kind == Kind::Article => "an article",
        Input::File { .. } => return Ok(()),
        Input::Stdin => "standard input",
        Input::Bundled { .. } => "the bundled deck",
    };
    let error = Diagnostic::usage(format!("`--fix` cannot change {what}"));
    Err(error.hint("name a file: `llmslides check --fix talk.md`"))
}

/// Applies all fixes to the deck's files; returns how many.
fn mend(checked: &Checked, sources: &Sources) -> Result<usize, Diagnostic> {
    let mut mended = 0;
    for file in &checked.files {
        let edits = fix::edits(&checked.found.0, Some(*file));
        let (Some(source), false) = (sources.get(*file), edits.is_empty()) else { continue };
        let path = Path::new(&source.name);
        // Bytes outside of the text that was read, such as a byte-order mark, are kept.
        let old = fs::read(path)?;
        let Some(mark) = old.strip_suffix(source.text.as_bytes()) else {
            return Err(unmendable(path, &old));
        };
        let new = [mark, fix::apply(&source.text, &edits).as_bytes()].concat();
        fs::rewrite(path, &new)?;
        mended += edits.len();
    }
    Ok(mended)
}

/// The error that a file no longer has the text that was read.
fn unmendable(path: &Path, bytes: &[u8]) -> Diagnostic {
    let path = path.display();
    match std::str::from_utf8(bytes) {
        Ok(_) => Diagnostic::usage(format!("`{path}` has changed since it was read"))
            .hint("run it again"),
        Err(_) => Diagnostic::usage(format!("`--fix` cannot change `{path}`: it is not UTF-8"))
            .hint("save it as UTF-8 first"),
    }
}
