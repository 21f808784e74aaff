//! The messages for a job that takes too long or too much memory, naming the part of the deck if
//! possible.

use std::collections::BTreeMap;

use crate::diag::{Diagnostic, Sources, Span};
use crate::emit::{EmittedFile, Origin};
use crate::engine::job::{LastWords, Limits};
use crate::report;
use crate::theme::Own;

/// The messages when the part of the deck is not known.
pub(super) fn of_deck(limits: Limits) -> LastWords {
    words(limits, None, &Sources::default())
}

/// The messages of a command without options for its limits.
pub(super) fn without_options(limits: Limits) -> LastWords {
    let (time, memory) = amounts(limits);
    let say = |what: String| {
        let error = Diagnostic::usage(format!("it takes more than {what}"));
        report::render(&error, &Sources::default(), false)
    };
    LastWords { time: say(time), memory: say(memory) }
}

/// The messages while one of the author's own texts is compiled, with the path of its file: raw
/// Typst, a template, a slide with the author's layout.
pub(super) fn of_files(
    files: &[EmittedFile],
    templates: &BTreeMap<String, Own>,
    limits: Limits,
    sources: &Sources,
) -> Vec<(String, LastWords)> {
    let of_template =
        |own: &Own| words(limits, Some((place(own, sources), "this template")), sources);
    let own = templates.iter().map(|(path, own)| (format!("theme/{path}"), of_template(own)));
    let emitted = files.iter().filter_map(|file| {
        let words = match &file.origin {
            Origin::Raw { span, .. } => words(limits, Some((*span, "this raw Typst")), sources),
            Origin::Page { layout, .. } => {
                of_template(templates.get(&format!("layouts/{layout}.typ"))?)
            }
            Origin::Scaffold => return None,
        };
        Some((file.path.clone(), words))
    });
    own.chain(emitted).collect()
}

/// The place of a template's function.
fn place(own: &Own, sources: &Sources) -> Span {
    const FUNCTION: &str = "#let layout(";
    let text = sources.get(own.file).map_or("", |file| file.text.as_str());
    let at = text.find(FUNCTION).unwrap_or(0);
    Span::new(own.file, at..(at + FUNCTION.len()).min(text.len()))
}

/// The messages in general, or while the thing at `place`, such as "this raw Typst", is compiled.
fn words(limits: Limits, place: Option<(Span, &str)>, sources: &Sources) -> LastWords {
    let say = |what: &str, question: &str, option: String| {
        let message = format!("compiling the deck takes more than {what}");
        let error = match place {
            Some((place, this)) => Diagnostic::error(place, message)
                .hint(format!("{this} was compiled last; does it {question}?")),
            None => Diagnostic::usage(message),
        };
        let error = error.hint(format!("`{option}` allows more"));
        report::render(&error, sources, false)
    };
    let (time, memory) = amounts(limits);
    let (seconds, mebibytes) = (limits.time.as_secs(), limits.memory >> 20);
    LastWords {
        time: say(&time, "loop without end", format!("--time-limit {}", 2 * seconds)),
        memory: say(&memory, "build something huge", format!("--memory-limit {}", 2 * mebibytes)),
    }
}

/// The limits of time and memory, in words.
fn amounts(limits: Limits) -> (String, String) {
    let time = format!("{} s", limits.time.as_secs());
    (time, format!("{} MiB of memory", limits.memory >> 20))
}
