//! Deck → speaker notes as one Markdown file: a table of the sections with their minutes, then
//! every slide with its number, title, time and what to say.

use std::fmt::Write;

use super::{Exporter, Output, Shape, Unasked};
use crate::deck::block::plain_text;
use crate::deck::notes::spoken;
use crate::deck::{Deck, Number, Slide, timing};
use crate::locale::Words;
use crate::numbers::count;

/// NAME.notes.md
pub(super) static EXPORTER: Exporter = Exporter {
    name: "notes",
    ending: "notes.md",
    help: "NAME.notes.md: what to say, with times",
    shape: Shape::File,
    unasked: Unasked::WithNotes,
    write: |export| {
        let deck = &export.built.deck;
        let slides = count(deck.talk_slides().count(), "slide");
        let mut output = Output::file(write(deck).into_bytes(), slides);
        output.summary.push(talk(deck));
        Ok(output)
    },
};

/// The line with the length of the talk.
fn talk(deck: &Deck) -> String {
    let minutes = timing::total_minutes(deck);
    let planned = deck.meta.duration.map(|planned| format!(" of {planned:.0} planned"));
    let planned = planned.unwrap_or_default();
    // Rounding would give zero minutes.
    if minutes < 0.5 {
        return format!("under a minute of talk{planned}");
    }
    format!("{minutes:.0} min of talk{planned}{}", learnt(deck))
}

/// The rate, if it was learnt from a rehearsal.
fn learnt(deck: &Deck) -> String {
    let unit = &deck.meta.locale().words.unit;
    let rate = deck.meta.notes.learnt.map(|rate| format!(" at {rate:.0} {unit}/min, as rehearsed"));
    rate.unwrap_or_default()
}

/// Writes the notes of a deck. Page numbers are those printed on the slides.
pub(crate) fn write(deck: &Deck) -> String {
    let words = deck.meta.locale().words;
    let mut out = String::new();
    let total = timing::total_minutes(deck);
    let _ = writeln!(out, "# {}\n", escape(&title_line(deck, words)));
    let count = words.notes.slide_count(deck.talk_slides().count());
    let _ = write!(out, "{count} · {}", about(total, words));
    if let Some(planned) = deck.meta.duration {
        let _ = write!(out, " · {}", words.notes.planned(planned, total - planned));
    }
    out.push_str("\n\n");
    table(deck, words, &mut out);
    let mut numbers = deck.numbers().peekable();
    for section in &deck.sections {
        let is_appendix = numbers.peek().is_some_and(|number| number.is_appendix());
        if let Some(divider) = &section.divider {
            let title = escape(&plain_text(&divider.title));
            let about = about(section_minutes(deck, section), words);
            // The appendix has no planned time.
            let about = if is_appendix { String::new() } else { format!(" · {about}") };
            let _ = writeln!(out, "\n## {title}{about}");
        }
        for (slide, number) in section.slides().zip(numbers.by_ref()) {
            one_slide(deck, slide, number, words, &mut out);
        }
    }
    out
}

fn title_line(deck: &Deck, words: &Words) -> String {
    let title = deck.title();
    if title.is_empty() { words.notes.title.clone() } else { format!("{title} · {}", words.notes.title) }
}

fn about(minutes: f64, words: &Words) -> String {
    words.notes.about(&words.tenths(minutes))
}

fn section_minutes(deck: &Deck, section: &crate::deck::Section) -> f64 {
    section.slides().map(|slide| timing::minutes(slide, deck)).sum()
}

fn table(deck: &Deck, words: &Words, out: &mut String) {
    let (section, slides, minutes) = (&words.notes.section, &words.notes.slides, &words.notes.minutes);
    let _ = writeln!(out, "| {section} | {slides} | {minutes} |\n|---|---:|---:|");
    let mut first = 1;
    for section in deck.talk() {
        let count = section.slides().count();
        if count == 0 {
            continue;
        }
        let title = section.divider.as_ref().map(|divider| plain_text(&divider.title));
        let title = title.unwrap_or_else(|| words.notes.opening.clone()).replace('|', "\\|");
        let last = first + count - 1;
        let range = if count == 1 { first.to_string() } else { format!("{first}–{last}") };
        let minutes = words.tenths(section_minutes(deck, section));
        let _ = writeln!(out, "| {} | {range} | {minutes} |", escape(&title));
        first += count;
    }
    let total = words.tenths(timing::total_minutes(deck));
    let _ = writeln!(out, "| **{}** | **{}** | **{total}** |", words.notes.total, first - 1);
}

fn one_slide(deck: &Deck, slide: &Slide, number: Number, words: &Words, out: &mut String) {
    let title = plain_text(&slide.title);
    let title = if title.trim().is_empty() { words.notes.untitled.clone() } else { title };
    let about = about(timing::minutes(slide, deck), words);
    let place = words.notes.page(number);
    let _ = writeln!(out, "\n### {number}. {}\n\n*{place} · {about}*\n", escape(&title));
    let notes = nested(&spoken(&slide.notes));
    let _ = writeln!(out, "{}", if notes.is_empty() { words.notes.none.as_str() } else { notes.as_str() });
}

/// Notes with their headings below those of the outline.
fn nested(notes: &str) -> String {
    const DEEPER: &str = "###";
    let mut in_code = false;
    let lines: Vec<String> = notes
        .lines()
        .map(|line| {
            in_code ^= line.trim_start().starts_with("```");
            let heading =
                !in_code && line.starts_with('#') && line.trim_start_matches('#').starts_with(' ');
            let level = line.len() - line.trim_start_matches('#').len();
            if heading && level <= 3 { format!("{DEEPER}{line}") } else { line.to_owned() }
        })
        .collect();
    lines.join("\n")
}

/// Escapes plain text for Markdown.
fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        if matches!(c, '\\' | '*' | '_' | '`' | '[' | ']' | '<' | '>' | '#' | '$') {
            out.push('\\');
        }
        out.push(c);
    }
    out
}
