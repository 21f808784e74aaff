//! The properties at the top of a slide: `class: center, middle`.

use crate::deck::markdown::Reader;
use crate::deck::markdown::dialect::{Dialect, Setting};
use crate::deck::markdown::scan::Scan;
use crate::deck::markdown::slides::Making;

/// What remark knows.
const KEYS: [&str; 11] = [
    "name", "class", "layout", "template", "count", "exclude", "continued", "background-image",
    "background-color", "background-size", "background-position",
];

/// What a chunk of R says of which no code is shown.
const HIDDEN: [&str; 2] = ["include=F", "echo=F"];

/// Whether a line is a property.
pub(super) fn is_property(line: &str) -> bool {
    line.split_once(':').is_some_and(|(key, _)| KEYS.contains(&key.trim()))
}

/// Whether a line is the first property of a slide. Between two rulers, it is a setting of Slidev's.
pub(super) fn open_slide(scan: &Scan, index: usize) -> bool {
    let lines = scan.lines;
    let is_top = match index == scan.first {
        true => true,
        false => index > 0 && lines.text(index - 1).trim_end() == "---",
    };
    let behind = (index..lines.len()).find(|at| !is_property(lines.text(*at)));
    is_top && behind.is_some_and(|at| at > index && lines.text(at).trim().is_empty())
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
        // They name slides, and which of them others repeat.
        "name" | "layout" | "template" | "count" | "exclude" | "continued" => {}
        _ => return false,
    }
    true
}
