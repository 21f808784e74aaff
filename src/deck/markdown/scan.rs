//! One pass over the lines, before CommonMark sees them: finds the front matter and Slidev's
//! per-slide YAML, and makes Pandoc's fenced divs nest by length, as the parser wants them.
//!
//! The text that comes out has the same lines at the same numbers; only lines that carry such
//! markup differ, so every place that the parser reports is right in the author's file.

mod fences;

use std::collections::BTreeMap;
use std::ops::Range;

use super::source::{Lines, code_fence, heading_level, is_dashes, is_key, is_ruler};
use super::{dialect, pandoc};
use crate::diag::{Diagnostic, Diagnostics, FileId, Span};
use fences::Fences;

/// What the pass found.
pub(super) struct Scanned {
    /// The text for the CommonMark parser.
    pub(super) text: String,
    /// The YAML between the `---` lines at the top, as a range of the author's text.
    pub(super) front_matter: Option<Range<usize>>,
    /// Pandoc's `% title`, `% authors`, `% date` at the top, as ranges of the author's text.
    pub(super) title_block: [Option<Range<usize>>; 3],
    /// What stands behind the colons of each `:::` line that opens something, by line from 1. The
    /// parser gets a plain word instead: it does not read every form of attributes.
    pub(super) directives: BTreeMap<usize, String>,
    /// Lines, from 0, that are three dashes or more.
    pub(super) rulers: Vec<usize>,
    /// Lines, from 0, of headings that begin with their signs.
    pub(super) headings: Vec<usize>,
    /// YAML below a `---` in the text: (line number of that `---`, range of the YAML).
    pub(super) slide_yaml: Vec<(usize, Range<usize>)>,
}

/// Keys that mark the lines after a `---` as the settings of a Slidev slide.
const SLIDE_KEYS: [&str; 13] = [
    "layout", "src", "class", "background", "transition", "clicks", "image", "hideInToc", "title",
    "routeAlias", "level", "zoom", "disabled",
];

/// Scans the whole text of a deck.
pub(super) fn scan_deck(source: &str, file: FileId, findings: &mut Diagnostics) -> Scanned {
    let lines = Lines::new(source);
    let mut masks = vec![None; lines.len()];
    findings.0.extend(dialect::chatbot::mask(&lines, file, &mut masks));
    scan_lines(&lines, masks, file, findings)
}

/// Scans the whole text of an article.
pub(super) fn scan(source: &str, file: FileId, findings: &mut Diagnostics) -> Scanned {
    let lines = Lines::new(source);
    let masks = vec![None; lines.len()];
    scan_lines(&lines, masks, file, findings)
}

/// Scans the lines of a text. A mask is what the parser gets in place of a line.
fn scan_lines(
    lines: &Lines,
    mut masks: Vec<Option<String>>,
    file: FileId,
    findings: &mut Diagnostics,
) -> Scanned {
    let source = lines.source;
    let first = masks.iter().take_while(|mask| mask.is_some()).count();
    let front = front_matter(lines, first, file, findings);
    let marp = front.as_ref().is_some_and(|(range, _)| source[range.clone()].contains("marp:"));
    let body_start = front.as_ref().map_or(first, |(_, last)| last + 1);
    let mut scanned = Scanned {
        text: String::with_capacity(source.len() + 64),
        front_matter: front.map(|(range, _)| range),
        title_block: [None, None, None],
        directives: BTreeMap::new(),
        rulers: Vec::new(),
        headings: Vec::new(),
        slide_yaml: Vec::new(),
    };
    masks[..body_start].fill(Some(String::new()));
    if body_start == first {
        scanned.title_block = title_block(lines, first);
        let length = scanned.title_block.iter().filter(|line| line.is_some()).count();
        masks[first..first + length].fill(Some(String::new()));
    }
    let mut fences = Fences::default();
    let mut state = State::Text;
    let mut index = body_start;
    while index < lines.len() {
        if masks[index].is_some() {
            index += 1;
            continue;
        }
        let line = lines.text(index);
        let was_text = matches!(state, State::Text);
        state = state.after(line);
        if was_text && matches!(state, State::Text) {
            if let Some((yaml, last)) = slide_yaml(lines, index, marp) {
                scanned.slide_yaml.push((index + 1, yaml));
                // Not `---`: below a paragraph that would make a heading of it.
                masks[index] = Some("***".into());
                masks[index + 1..=last].fill(Some(String::new()));
                index = last + 1;
                continue;
            }
            if let Some(count) = rewrite(lines, index, &mut masks) {
                index += count;
                continue;
            }
            if is_dashes(line) {
                scanned.rulers.push(index);
            } else if heading_level(line).is_some() {
                scanned.headings.push(index);
            }
            if !fences.tag(lines, index, &mut masks) {
                fences.line(index, line);
            }
        }
        index += 1;
    }
    scanned.directives = fences.finish(&mut masks, lines, file, findings);
    for (index, mask) in masks.iter().enumerate() {
        match mask {
            Some(mask) => {
                scanned.text.push_str(mask);
                scanned.text.push('\n');
            }
            None => scanned.text.push_str(lines.with_end(index)),
        }
    }
    scanned
}

/// Writes what Pandoc alone understands as what the parser does; how many lines it was.
fn rewrite(lines: &Lines, index: usize, masks: &mut [Option<String>]) -> Option<usize> {
    /// More lines than any such thing has.
    const MOST: usize = 400;
    let begins =
        index == 0 || lines.text(index - 1).trim().is_empty() || masks[index - 1].is_some();
    let marks = lines.text(index).trim_start();
    let goes_on = lines.len() > index + 1 && lines.text(index + 1).trim_start().starts_with("--");
    if !begins || !(marks.starts_with(['+', '|', '(', '#']) || goes_on) {
        return None;
    }
    let block = (index..lines.len().min(index + MOST)).map(|at| lines.text(at));
    let rewritten = pandoc::rewrite(&block.collect::<Vec<_>>())?;
    for (at, mask) in masks[index..index + rewritten.count].iter_mut().enumerate() {
        *mask = Some(rewritten.lines.get(at).cloned().unwrap_or_default());
    }
    Some(rewritten.count)
}

/// What an earlier line left open, in which nothing is markup.
enum State {
    Text,
    /// A code fence: its character and length.
    Code(char, usize),
    Comment,
}

impl State {
    fn after(self, line: &str) -> State {
        match self {
            State::Text => {
                if let Some((character, length, _)) = code_fence(line) {
                    return State::Code(character, length);
                }
                match line.rfind("<!--") {
                    Some(at) if !line[at..].contains("-->") => State::Comment,
                    _ => State::Text,
                }
            }
            State::Code(character, length) => match code_fence(line) {
                Some((c, n, "")) if c == character && n >= length => State::Text,
                _ => State::Code(character, length),
            },
            State::Comment if line.contains("-->") => State::Text,
            State::Comment => State::Comment,
        }
    }
}

/// The range of the YAML at the `first` line and the index of the line that closes it.
fn front_matter(
    lines: &Lines,
    first: usize,
    file: FileId,
    findings: &mut Diagnostics,
) -> Option<(Range<usize>, usize)> {
    if lines.len() <= first || !is_ruler(lines.text(first)) {
        return None;
    }
    let looks_like_yaml = lines.len() > first + 1 && is_key(lines.text(first + 1));
    let last =
        (first + 1..lines.len()).find(|&i| is_ruler(lines.text(i)) || lines.text(i) == "...");
    let Some(last) = last else {
        let at = lines.starts[first];
        if looks_like_yaml {
            findings.push(
                Diagnostic::error(Span::new(file, at..at + 3), "the front matter is never closed")
                    .hint("end it with a line `---`"),
            );
        }
        return None;
    };
    let start = lines.starts.get(first + 1).copied()?;
    let range = start..lines.starts[last];
    // A deck may begin with a ruler: `# 标题` between two rulers is a slide, not a YAML comment.
    let text = &lines.source[range.clone()];
    let only_comments = text.lines().all(|line| line.trim().is_empty() || line.starts_with('#'));
    (!only_comments || text.trim().is_empty()).then_some((range, last))
}

/// Pandoc's title block: up to three lines at the top that begin with `%`.
fn title_block(lines: &Lines, first: usize) -> [Option<Range<usize>>; 3] {
    let mut block = [None, None, None];
    for (part, index) in block.iter_mut().zip(first..) {
        let line = if index < lines.len() { lines.text(index) } else { "" };
        let Some(text) = line.strip_prefix("% ").or_else(|| line.strip_prefix('%')) else { break };
        let start = lines.starts[index] + line.len() - text.len();
        *part = Some(start..start + text.trim_end().len());
    }
    block
}

/// The YAML of a Slidev slide that begins with the ruler at `index`, and its last line.
fn slide_yaml(lines: &Lines, index: usize, marp: bool) -> Option<(Range<usize>, usize)> {
    const MOST_LINES: usize = 60;
    if !is_ruler(lines.text(index)) || index + 1 >= lines.len() || !is_key(lines.text(index + 1)) {
        return None;
    }
    let limit = lines.len().min(index + MOST_LINES);
    let last = (index + 2..limit).find(|&i| is_ruler(lines.text(i)))?;
    if (index + 1..last).any(|i| lines.text(i).trim().is_empty()) {
        return None;
    }
    let range = lines.starts[index + 1]..lines.starts[last];
    // Marp and Pandoc know no such settings: there, `key: value` between rulers is a slide.
    let text = &lines.source[range.clone()];
    let all_keys = text.lines().all(|line| is_key(line) || line.starts_with([' ', '\t', '#']));
    let known = text
        .lines()
        .any(|line| line.split(':').next().is_some_and(|key| SLIDE_KEYS.contains(&key)));
    (known || (all_keys && !marp)).then_some((range, last))
}

impl Scanned {
    /// Makes lines of dashes end a slide: to CommonMark, one below a paragraph makes a heading of it.
    pub(super) fn harden(&mut self, rulers: &[usize]) {
        let mut lines: Vec<&str> = self.text.split('\n').collect();
        for &ruler in rulers {
            if let Some(line) = lines.get_mut(ruler).filter(|line| is_dashes(line)) {
                *line = "***";
            }
        }
        self.text = lines.join("\n");
    }
}
