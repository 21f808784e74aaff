//! Lines that end inside a word of Chinese or Korean or a phrase of Japanese, where no room was found to keep it together.

use super::Context;
use super::context::{Line, SlideView};
use super::prose::{Prose, same_text};
use crate::diag::Diagnostics;
use crate::emit::torn;
use crate::engine::boxes::region;
use crate::locale::Dictionary;

/// Reports the first one on each slide with the number of others.
pub(super) fn check(context: &Context, findings: &mut Diagnostics) {
    let Some(dictionary) = context.deck.meta.locale().words.dictionary else { return };
    for view in &context.slides {
        let prose = view.prose();
        let mut found = prose.iter().flat_map(|run| torn_in(view, run, dictionary));
        let Some(first) = found.next() else { continue };
        let more = match found.count() {
            0 => String::new(),
            1 => ", and another word in another place".to_owned(),
            more => format!(", and other words in {more} more places"),
        };
        let message = format!("`{}` is torn by the end of a line{more}", first.word);
        findings.push(
            view.finding_at("torn-word", first.run.span, message)
                .hint("say it in fewer words, or give it more room")
                .on_page(first.line.page, Some(region(first.line.rect))),
        );
    }
}

/// A word that a line break divides.
struct Torn<'a> {
    /// The word, with the line break marked.
    word: String,
    run: &'a Prose<'a>,
    /// The line that ends inside it.
    line: Line,
}

/// The words of a run of text that a line break divides.
fn torn_in<'a>(view: &SlideView, run: &'a Prose, dictionary: Dictionary) -> Vec<Torn<'a>> {
    let lines = view.lines(run);
    let text: String = lines.iter().map(|line| line.text.as_str()).collect();
    let mut ends = Vec::new();
    let mut at = 0;
    for (line, next) in lines.iter().zip(lines.iter().skip(1)) {
        at += line.text.len();
        let word = torn(&text, at, dictionary).filter(|_| continues(run, line, next));
        ends.push(word.map(|word| {
            let inside = at - (word.as_ptr() as usize - text.as_ptr() as usize);
            format!("{}|{}", &word[..inside], &word[inside..])
        }));
    }
    let torn = lines.into_iter().zip(ends);
    torn.filter_map(|(line, word)| Some(Torn { word: word?, run, line })).collect()
}

/// Whether the next line continues this one: on the same page, in the same text.
fn continues(run: &Prose, line: &Line, next: &Line) -> bool {
    let places = line.last.zip(next.first);
    line.page == next.page && places.is_some_and(|(a, b)| same_text(run.content, a, b))
}
