//! Deck → speaker notes as one Markdown file: a table of the sections with their minutes, then
//! every slide with its number, title, time and what to say.

use std::fmt::Write;

use super::{Content, Exporter, Output, Shape};
use crate::deck::block::plain_text;
use crate::deck::{Deck, Slide, timing};
use crate::numbers::{count, size};

/// NAME.notes.md
pub(super) static EXPORTER: Exporter = Exporter {
    name: "notes",
    ending: "notes.md",
    help: "NAME.notes.md: what to say, with times",
    shape: Shape::File,
    by_default: true,
    write: |export| {
        let deck = &export.built.deck;
        let bytes = write(deck).into_bytes();
        let slides = count(deck.slides().count(), "slide");
        let summary = vec![slides, size(bytes.len()), talk(deck)];
        Ok(Output { content: Content::File(bytes), summary })
    },
};

/// How long it takes to say.
fn talk(deck: &Deck) -> String {
    let minutes = timing::total_minutes(deck);
    let planned = deck.meta.duration.map(|planned| format!(" of {planned:.0} planned"));
    let planned = planned.unwrap_or_default();
    // Rounded, this would say that there is nothing to say.
    if minutes < 0.5 {
        return format!("under a minute of talk{planned}");
    }
    format!("{minutes:.0} min of talk{planned}")
}

/// The words of the file in one language.
struct Words {
    notes: &'static str,
    section: &'static str,
    slides: &'static str,
    minutes: &'static str,
    total: &'static str,
    opening: &'static str,
    untitled: &'static str,
    page: fn(usize) -> String,
    about: fn(f64) -> String,
    planned: fn(f64, f64) -> String,
    none: &'static str,
}

const CHINESE: Words = Words {
    notes: "讲者备注",
    section: "部分",
    slides: "幻灯片",
    minutes: "分钟",
    total: "合计",
    opening: "开场",
    untitled: "（无标题）",
    page: |page| format!("第 {page} 页"),
    about: |minutes| format!("约 {minutes:.1} 分钟"),
    planned: |planned, difference| match difference {
        d if d.abs() < 0.5 => format!("计划 {planned:.0} 分钟，正好"),
        d if d > 0.0 => format!("计划 {planned:.0} 分钟，超出 {d:.0} 分钟"),
        d => format!("计划 {planned:.0} 分钟，余 {:.0} 分钟", -d),
    },
    none: "（没有备注）",
};

const ENGLISH: Words = Words {
    notes: "Speaker notes",
    section: "Section",
    slides: "Slides",
    minutes: "Minutes",
    total: "Total",
    opening: "Opening",
    untitled: "(untitled)",
    page: |page| format!("page {page}"),
    about: |minutes| format!("about {minutes:.1} min"),
    planned: |planned, difference| match difference {
        d if d.abs() < 0.5 => format!("{planned:.0} min planned, just right"),
        d if d > 0.0 => format!("{planned:.0} min planned, {d:.0} over"),
        d => format!("{planned:.0} min planned, {:.0} to spare", -d),
    },
    none: "(no notes)",
};

/// Writes the notes of a deck. Page numbers are those printed on the slides.
pub(crate) fn write(deck: &Deck) -> String {
    let words = if deck.meta.lang_region().0 == "zh" { &CHINESE } else { &ENGLISH };
    let mut out = String::new();
    let total = timing::total_minutes(deck);
    let _ = writeln!(out, "# {}\n", escape(&title_line(deck, words)));
    let _ = write!(out, "{} · {}", slide_count(deck.slides().count(), words), (words.about)(total));
    if let Some(planned) = deck.meta.duration {
        let _ = write!(out, " · {}", (words.planned)(planned, total - planned));
    }
    out.push_str("\n\n");
    table(deck, words, &mut out);
    let mut page = 0;
    for section in &deck.sections {
        if let Some(divider) = &section.divider {
            let minutes = section_minutes(deck, section);
            let about = (words.about)(minutes);
            let _ = writeln!(out, "\n## {} · {about}", escape(&plain_text(&divider.title)));
        }
        for slide in section.divider.iter().chain(&section.slides) {
            page += 1;
            one_slide(deck, slide, page, words, &mut out);
        }
    }
    out
}

fn title_line(deck: &Deck, words: &Words) -> String {
    let title = deck.title();
    if title.is_empty() { words.notes.to_owned() } else { format!("{title} · {}", words.notes) }
}

fn slide_count(count: usize, words: &Words) -> String {
    match (words.notes == CHINESE.notes, count) {
        (true, _) => format!("{count} 张幻灯片"),
        (false, 1) => "1 slide".to_owned(),
        (false, _) => format!("{count} slides"),
    }
}

fn section_minutes(deck: &Deck, section: &crate::deck::Section) -> f64 {
    section.divider.iter().chain(&section.slides).map(|slide| timing::minutes(slide, deck)).sum()
}

fn table(deck: &Deck, words: &Words, out: &mut String) {
    let (section, slides, minutes) = (words.section, words.slides, words.minutes);
    let _ = writeln!(out, "| {section} | {slides} | {minutes} |\n|---|---:|---:|");
    let mut first = 1;
    for section in &deck.sections {
        let count = section.divider.iter().chain(&section.slides).count();
        if count == 0 {
            continue;
        }
        let title = section.divider.as_ref().map(|divider| plain_text(&divider.title));
        let title = title.unwrap_or_else(|| words.opening.to_owned()).replace('|', "\\|");
        let last = first + count - 1;
        let range = if count == 1 { first.to_string() } else { format!("{first}–{last}") };
        let minutes = section_minutes(deck, section);
        let _ = writeln!(out, "| {} | {range} | {minutes:.1} |", escape(&title));
        first += count;
    }
    let total = timing::total_minutes(deck);
    let _ = writeln!(out, "| **{}** | **{}** | **{total:.1}** |", words.total, first - 1);
}

fn one_slide(deck: &Deck, slide: &Slide, page: usize, words: &Words, out: &mut String) {
    let title = plain_text(&slide.title);
    let title = if title.trim().is_empty() { words.untitled.to_owned() } else { title };
    let about = (words.about)(timing::minutes(slide, deck));
    let _ =
        writeln!(out, "\n### {page}. {}\n\n*{} · {about}*\n", escape(&title), (words.page)(page));
    let notes = nested(&slide.notes);
    let _ = writeln!(out, "{}", if notes.is_empty() { words.none } else { notes.as_str() });
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

/// Plain text as Markdown that shows it.
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
