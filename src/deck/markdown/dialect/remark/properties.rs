//! The properties at the top of a slide: `class: center, middle`, and values of the author's own that
//! `{{title}}` is replaced by.

use std::ops::Range;

use crate::deck::markdown::Reader;
use crate::deck::markdown::dialect::{Dialect, Setting};
use crate::deck::markdown::scan::Scan;
use crate::deck::markdown::slides::{Cut, Making};
use crate::diag::Span;

/// What remark knows.
const KEYS: [&str; 11] = [
    "name", "class", "layout", "template", "count", "exclude", "continued", "background-image",
    "background-color", "background-size", "background-position",
];

/// What a slide does not have from one that it repeats.
const NOT_INHERITED: [&str; 4] = ["name", "layout", "count", "exclude"];

/// What a chunk of R says of which no code is shown.
const HIDDEN: [&str; 2] = ["include=F", "echo=F"];

/// Whether a line at the top of a slide is a property: remark takes any name for one.
pub(super) fn is_property(line: &str) -> bool {
    let is_name = |key: &str| {
        key.starts_with(|c: char| c.is_ascii_lowercase())
            && key.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_'))
    };
    is_known(line)
        || line.split_once(':').is_some_and(|(key, value)| {
            is_name(key) && (value.is_empty() || value.starts_with(' '))
        })
}

/// Whether a line is a property that remark itself has a use for.
fn is_known(line: &str) -> bool {
    line.split_once(':').is_some_and(|(key, _)| KEYS.contains(&key.trim()))
}

/// Whether a line is a property as no other tool has it.
pub(super) fn is_own(line: &str) -> bool {
    let Some((key, value)) = line.split_once(':') else { return false };
    match key.trim() {
        "name" | "count" | "template" | "exclude" | "continued" => true,
        "layout" => matches!(value.trim(), "true" | "false"),
        // Elsewhere, blanks part classes.
        "class" => value.contains(','),
        _ => false,
    }
}

/// Whether a line is the first property of a slide. Between two rulers, it is a setting of Slidev's.
pub(super) fn open_slide(scan: &Scan, index: usize) -> bool {
    let lines = scan.lines;
    let is_top = match index == scan.first {
        true => true,
        false => index > 0 && lines.text(index - 1).trim_end() == "---",
    };
    let behind = (index..lines.len()).find(|at| !is_property(lines.text(*at)));
    is_top
        && behind.is_some_and(|at| {
            (index..at).any(|at| is_known(lines.text(at))) && lines.text(at).trim().is_empty()
        })
}

/// Takes the properties that begin at a line, if that is the top of a slide; how many lines.
pub(super) fn take(scan: &mut Scan, index: usize) -> usize {
    let lines = scan.lines;
    let above = above(scan, index);
    let top = above.map_or("---", |at| lines.text(at).trim_end());
    if top != "---" && top != "--" {
        return 0;
    }
    let count = (index..lines.len()).take_while(|at| is_property(lines.text(*at))).count();
    scan.masks[index..index + count].fill(Some(String::new()));
    match top {
        // An increment is no slide of its own here, so nothing can be set for it.
        "--" => scan.found.left_out.push(("`--` with properties".to_owned(), index + 1)),
        _ => {
            let end = lines.starts.get(index + count).copied().unwrap_or(lines.source.len());
            let ruler = above.map_or(0, |at| at + 1);
            scan.found.settings.push((ruler, lines.starts[index]..end));
        }
    }
    count
}

/// The line above what stands at the top of a slide before this line: other properties, and chunks of R
/// that knitr leaves out.
fn above(scan: &Scan, index: usize) -> Option<usize> {
    let text = |at: usize| scan.lines.text(at).trim_end();
    let is_hidden = |line: &str| {
        line.starts_with("```{")
            && HIDDEN.iter().any(|option| line.replace(' ', "").contains(option))
    };
    let mut lines = (scan.first..index).rev();
    loop {
        let at = lines.find(|at| !text(*at).is_empty() && !is_property(text(*at)))?;
        if text(at) != "```" {
            return Some(at);
        }
        let open = lines.find(|at| text(*at).starts_with("```"))?;
        if !is_hidden(text(open)) {
            return Some(at);
        }
    }
}

/// The properties of a slide, its own before those that it has from slides which it repeats.
pub(super) fn of(reader: &Reader, cut: &Cut) -> Vec<Setting> {
    let mut all: Vec<Setting> = Vec::new();
    for (depth, range) in cut.settings.iter().chain(&cut.inherited).enumerate() {
        let is_own = depth == 0 && cut.settings.is_some();
        let mut found = read(reader, range.clone());
        let has = |name: &str| all.iter().any(|setting| setting.name == name);
        found.retain(|setting| {
            let name = setting.name.as_str();
            is_own || name == "class" || !NOT_INHERITED.contains(&name) && !has(name)
        });
        all.append(&mut found);
    }
    all
}

/// Reads lines of properties: a value is what stands behind the colon, whatever signs it has.
fn read(reader: &Reader, range: Range<usize>) -> Vec<Setting> {
    let whole = Span::new(reader.file, range.clone());
    let mut at = 0;
    let mut found = Vec::new();
    for line in reader.source[range].split_inclusive('\n') {
        if let Some((key, value)) = line.split_once(':') {
            let start = at + key.len() + 1 + (value.len() - value.trim_start().len());
            found.push(Setting {
                name: key.trim().to_owned(),
                text: value.trim().to_owned(),
                key: whole.within(at..at + key.len()),
                span: whole.within(start..start + value.trim().len()),
            });
        }
        at += line.len();
    }
    found
}

/// A text with the values of its slide in the place of their names. `None`: there are none in it.
pub(super) fn expanded(reader: &Reader, text: &str) -> Option<String> {
    let (mut out, mut rest, mut changed) = (String::new(), text, false);
    while let Some((before, (name, after))) =
        rest.split_once("{{").and_then(|(before, behind)| Some((before, behind.split_once("}}")?)))
    {
        let value = reader.values.get(name.trim());
        out.push_str(before);
        match value {
            Some(value) => out.push_str(value),
            None => out.extend(["{{", name, "}}"]),
        }
        (rest, changed) = (after, changed || value.is_some());
    }
    changed.then(|| out + rest)
}

/// Applies a property to its slide.
pub(super) fn apply(reader: &mut Reader, making: &mut Making, setting: &Setting) -> bool {
    match setting.name.as_str() {
        "class" => {
            for class in setting.text.split([',', ' ']).filter(|class| !class.is_empty()) {
                making.choose(reader, class, setting.span, Dialect::Remark);
            }
        }
        "background-image" => {
            let path = setting.text.trim_start_matches("url(").trim_end_matches(')');
            let path = reader.picture_path(path.trim_matches(['"', '\'']));
            making.slide.options.insert("background".to_owned(), path);
        }
        // Links lead there.
        "name" if !making.slide.options.contains_key("id") => {
            making.slide.options.insert("id".to_owned(), setting.text.clone());
        }
        // They name slides, and which of them others repeat; what else is no name stands for itself.
        "name" | "layout" | "template" | "count" | "exclude" | "continued" => {}
        name => return !KEYS.contains(&name) && is_asked_for(reader, name),
    }
    true
}

/// Whether a deck shows the value of a property somewhere.
fn is_asked_for(reader: &Reader, name: &str) -> bool {
    let names = reader.source.split("{{").skip(1).filter_map(|rest| rest.split_once("}}"));
    names.into_iter().any(|(asked, _)| asked.trim() == name)
}
