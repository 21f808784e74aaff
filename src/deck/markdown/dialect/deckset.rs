//! Deckset: settings on top without lines of dashes, `[fit]` in headings, notes behind `^`, words in the
//! alternative text of pictures.

use super::{Adapter, Background, Dialect, Manner, OWN};
use crate::deck::Image;
use crate::deck::keys;
use crate::deck::markdown::scan::{Mark, Scan};
use crate::deck::markdown::source::{Lines, is_dashes};
use crate::deck::markdown::yaml::Node;
use crate::deck::markdown::{Reader, Split, front};
use crate::diag::Span;

/// Deckset.
pub(super) struct Deckset;

/// Every line of dashes ends a slide, lines end where the author's do, and the settings make no title slide.
pub(super) const MANNER: Manner = Manner {
    split: Some(Split::Rulers),
    ends_slides: |scanned| scanned.rulers.clone(),
    makes_title: false,
    keeps_lines: true,
    ..OWN
};

/// Settings that no other tool has.
const SURE: [&str; 9] = [
    "autoscale", "slidenumbers", "slidecount", "build-lists", "slide-transition", "slide-dividers",
    "fit-headers", "code-language", "presenter-notes",
];
/// Settings about the look, which others have in another sense.
const LOOKS: [&str; 11] = [
    "header", "text", "list", "quote", "link", "table", "code", "background-color",
    "background-image", "footer-style", "alternating-colors",
];
/// Words in the alternative text of a picture, beside a share of the page.
const WORDS: [&str; 12] = [
    "inline", "fit", "fill", "left", "right", "original", "filtered", "autoplay", "loop", "mute",
    "hide", "top",
];

impl Adapter for Deckset {
    fn dialect(&self) -> Dialect {
        Dialect::Deckset
    }

    fn header(&self, lines: &Lines, first: usize) -> Option<usize> {
        let key = |at: usize| lines.text(at).split_once(':').map(|(key, _)| key.trim());
        let is_setting = |at: &usize| {
            key(*at).is_some_and(|key| {
                SURE.contains(&key) || LOOKS.contains(&key) || matches!(key, "theme" | "footer")
            })
        };
        let count = (first..lines.len()).take_while(is_setting).count();
        let is_sure =
            (first..first + count).any(|at| key(at).is_some_and(|key| SURE.contains(&key)));
        let ends = first + count == lines.len() || lines.text(first + count).trim().is_empty();
        (is_sure && ends).then_some(count)
    }

    fn gives_away(&self, scan: &Scan, index: usize) -> bool {
        let line = scan.lines.text(index);
        fitted(line).is_some() || is_directive(line)
    }

    fn line(&self, scan: &mut Scan, index: usize) -> usize {
        if scan.found.dialect != Dialect::Deckset {
            return 0;
        }
        let line = scan.lines.text(index);
        if let Some(heading) = fitted(line) {
            return scan.rewrite(index, heading);
        }
        if is_directive(line) {
            return scan.leave_out(index, line.trim());
        }
        if line.starts_with('^') { notes(scan, index) } else { 0 }
    }

    fn ignored(&self) -> &'static [&'static str] {
        &SURE
    }

    fn key(&self, front: &mut front::Reader, name: &str, value: &Node) -> bool {
        match name {
            "build-lists" => drop(keys::take(&mut front.values, "incremental", value)),
            _ if front.front.dialect == Dialect::Deckset && LOOKS.contains(&name) => {
                front.values.ignore(value, "the look of a deck is its theme's");
            }
            _ => return false,
        }
        true
    }

    fn size(&self, reader: &mut Reader, image: &mut Image, _span: Span) {
        let words = words(image);
        if reader.dialect == Dialect::Deckset && words.iter().any(|word| word == "inline") {
            let share = words.into_iter().find(|word| is_share(word));
            image.width = Some(share.unwrap_or_else(|| "100%".to_owned()));
            image.alt = text(image);
        }
    }

    fn background(&self, reader: &Reader, image: &mut Image) -> Option<Background> {
        // One in the text has its size by now.
        if reader.dialect != Dialect::Deckset || image.has_size() {
            return None;
        }
        let words = words(image);
        let has = |name: &str| words.iter().any(|word| word == name);
        image.alt = text(image);
        let side = ["left", "right"].into_iter().find(|side| has(side));
        let covers = !has("fit") && !words.iter().any(|word| is_share(word));
        Some(Background { side, covers, ..Background::default() })
    }
}

/// The words of an alternative text, in lower case.
fn words(image: &Image) -> Vec<String> {
    let words = image.alt.split([',', ' ']).map(str::to_lowercase);
    words.filter(|word| !word.is_empty()).collect()
}

/// An alternative text without the words that mean something.
fn text(image: &Image) -> String {
    let is_text = |word: &&str| {
        let lower = word.trim_matches(',').to_lowercase();
        !WORDS.contains(&lower.as_str()) && !is_share(&lower)
    };
    image.alt.split(' ').filter(is_text).collect::<Vec<_>>().join(" ")
}

/// A heading with `[fit]`, without it: Deckset sets it as large as its line allows.
fn fitted(line: &str) -> Option<String> {
    let text = line.trim_start_matches('#');
    let level = line.len() - text.len();
    let rest = text.trim_start().strip_prefix("[fit]")?;
    (1..=6).contains(&level).then(|| format!("{} {}", &line[..level], rest.trim_start()))
}

/// Whether a line is a setting of its slide, `[.autoscale: true]`.
fn is_directive(line: &str) -> bool {
    let inner = line.trim().strip_prefix("[.").and_then(|line| line.strip_suffix(']'));
    inner.is_some_and(|inner| {
        let name = inner.split(':').next().unwrap_or_default();
        inner.contains(':') && name.chars().all(|c| c.is_ascii_lowercase() || c == '-')
    })
}

/// Takes the notes that begin at a line, up to a blank one or the end of the slide; how many lines.
fn notes(scan: &mut Scan, index: usize) -> usize {
    let lines = scan.lines;
    let ends = |at: &usize| {
        let line = lines.text(*at);
        line.trim().is_empty() || line.starts_with('^') || is_dashes(line)
    };
    let end = (index + 1..lines.len()).find(ends).unwrap_or(lines.len());
    let stop = lines.starts.get(end).copied().unwrap_or(lines.source.len());
    scan.mark(index..end, Mark::Notes(lines.starts[index] + 1..stop))
}

/// Whether a word is a share of the page.
fn is_share(word: &str) -> bool {
    word.strip_suffix('%').is_some_and(|number| number.parse::<f64>().is_ok())
}
