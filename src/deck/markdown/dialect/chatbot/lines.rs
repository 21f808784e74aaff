//! Intended line ends: chatbots do not wrap paragraphs, so every line end is a line break.

use std::ops::Range;

use unicode_width::UnicodeWidthStr;

use super::answer::{Answer, Line, heading, is_divider, item};
use crate::deck::arrange::marks::marker;

/// Fewest columns of a line that an editor may have wrapped; Han take two.
pub(super) const FEWEST_WRAPPED: usize = 56;

/// Makes line breaks of line ends in paragraphs.
pub(super) fn settle(answer: &mut Answer) {
    if answer.said.is_empty() {
        return;
    }
    lost(answer);
    for lines in paragraphs(answer) {
        if lines.len() < 2 || is_wrapped(answer, lines.clone()) {
            continue;
        }
        for at in lines.start..lines.end - 1 {
            let line = answer.text(at).trim_end().to_owned();
            let ends =
                line.ends_with('\\') || line.ends_with("<br>") || answer.text(at).ends_with("  ");
            if !ends {
                answer.lines[at].text = format!("{line}\\");
            }
        }
    }
}

/// Where no slide has items, but most have several lines, a page was copied whose bullets are lost: the lines
/// are items. Verses, quotations and what stands on the title slide are not.
fn lost(answer: &mut Answer) {
    const FEWEST: usize = 3;
    let texts = answer.is_text();
    let is_bullet = |at: usize| {
        item(answer.text(at)).is_some_and(|(mark, _)| mark.starts_with(['-', '*', '+']))
    };
    let slides: Vec<Range<usize>> =
        answer.slides().into_iter().filter(|slide| is_content(answer, slide.start)).collect();
    let laid_out = |slide: &&Range<usize>| {
        heading(answer.text(slide.start)).is_some_and(|(_, title)| title.ends_with('}'))
    };
    let plain = || slides.iter().filter(|slide| !laid_out(slide));
    if !answer.is_evident()
        || plain().any(|slide| slide.clone().any(|at| texts[at] && is_bullet(at)))
    {
        return;
    }
    let found: Vec<Range<usize>> = paragraphs(answer)
        .into_iter()
        .filter(|lines| plain().any(|slide| slide.contains(&lines.start)))
        .map(|lines| {
            lines.start + usize::from(answer.text(lines.start).ends_with([':', '：']))..lines.end
        })
        .filter(|lines| lines.len() > 1 && lines.clone().all(|at| is_entry(answer.text(at))))
        .collect();
    if found.len() < FEWEST {
        return;
    }
    for lines in found.into_iter().rev() {
        for at in lines.clone() {
            let line = answer.text(at).trim().trim_end_matches('\\').to_owned();
            answer.lines[at].text = format!("- {line}");
        }
        if lines.start > 0 && !answer.is_blank(lines.start - 1) {
            let number = answer.lines[lines.start].number;
            answer.lines.insert(lines.start, Line { text: String::new(), number });
        }
    }
}

/// Whether a slide that begins here has a title and is neither the first nor the last one.
fn is_content(answer: &Answer, at: usize) -> bool {
    heading(answer.text(at))
        .is_some_and(|(level, title)| level == 2 && !title.ends_with(".closing}"))
}

/// Whether a line can be an item that has lost its sign.
fn is_entry(line: &str) -> bool {
    const MOST: usize = 120;
    let line = line.trim().trim_end_matches('\\');
    let is_verse = line.ends_with(['，', '。', '、', '；', '！', ',', '-', '—']);
    let opens = line
        .starts_with(|c: char| c.is_alphanumeric() || super::labels::is_decoration(c) || c == '*');
    opens
        && !is_verse
        && line.chars().count() <= MOST
        && item(line).is_none()
        && marker(line).is_none()
}

/// The runs of lines that are paragraphs, or go on in one of an item.
fn paragraphs(answer: &Answer) -> Vec<Range<usize>> {
    let texts = answer.is_text();
    let mut runs = Vec::new();
    let mut start: Option<usize> = None;
    for at in 0..=answer.lines.len() {
        let line = answer.text(at);
        let is_in = at < answer.lines.len() && texts[at] && is_prose(line);
        match (is_in, start) {
            (true, None) => start = Some(at),
            (true, Some(from)) if item(line).is_some() => {
                runs.push(from..at);
                start = Some(at);
            }
            (false, Some(from)) => {
                runs.push(from..at);
                start = None;
            }
            _ => {}
        }
    }
    runs
}

/// Whether a line can belong to a paragraph whose line ends are blanks.
fn is_prose(line: &str) -> bool {
    let text = line.trim_start();
    let is_markup = text.starts_with(['|', '<', ':', '>', '!', '`', '~', '{', '$', '\\'])
        || text.starts_with("[^")
        || text.contains("$$");
    !text.is_empty() && !is_markup && heading(line).is_none() && !is_divider(line)
}

/// Whether an editor wrapped the lines: all but the last are long, and most end within a sentence.
fn is_wrapped(answer: &Answer, lines: Range<usize>) -> bool {
    let inner = (lines.start..lines.end - 1).map(|at| answer.text(at).trim_end());
    let ends = |line: &str| line.ends_with(['。', '！', '？', '；', '.', '!', '?', ';', '：', ':']);
    let whole = inner.clone().filter(|line| ends(line)).count();
    inner.clone().all(|line| line.width() >= FEWEST_WRAPPED) && whole * 2 < lines.len()
}
