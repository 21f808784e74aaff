//! What stands above the first slide with a marker.

use std::ops::Range;

use super::super::answer::Answer;
use super::super::conventions::{CONVENTIONS, Meaning, bare};
use super::super::form::{heading, unheaded, unmarked};
use super::super::labels::Label;
use super::super::sections::section;
use super::super::titles;

/// What stands above the cover.
pub(super) struct Above {
    pub(super) lines: Range<usize>,
    pub(super) title: String,
    pub(super) subtitle: String,
    /// Titles of sections: the first one may stand above the cover.
    pub(super) sections: Vec<String>,
    /// The lines that say a title or a subtitle, and the one that each says.
    pub(super) named: Vec<(usize, String)>,
    /// The other lines.
    pub(super) outside: Vec<usize>,
}

/// Reads what stands above a line.
pub(super) fn read(answer: &Answer, end: usize) -> Above {
    let start = answer.front_matter().map_or(0, |front| front.end);
    let mut above = Above {
        lines: start..end,
        title: String::new(),
        subtitle: String::new(),
        sections: Vec::new(),
        named: Vec::new(),
        outside: Vec::new(),
    };
    let texts = answer.is_text();
    for at in (start..end).filter(|at| texts[*at]) {
        let line = answer.text(at);
        let text = unheaded(line);
        let label = Label::of(text);
        let subtitle = label.as_ref().filter(|label| label.meaning == Meaning::Subtitle);
        if let Some(label) = subtitle.filter(|label| !label.rest.is_empty()) {
            above.subtitle = unmarked(label.text());
            above.named.push((at, above.subtitle.clone()));
            continue;
        }
        let label = label.filter(|label| label.meaning == Meaning::Title);
        let is_scaffold = heading(line).is_some() && titles::is_scaffold(text);
        let is_title = heading(line).is_some_and(|(level, _)| level <= 2) || label.is_some();
        // `# PPT大纲` says what the text is; the title stands below it.
        let is_named = above.title.is_empty() || CONVENTIONS.about.stands_in(&above.title);
        // What numbers it goes later, from all sections.
        let is_section = |title: &&str| title.ends_with(" {.section}") || section(title).is_some();
        if let Some((_, title)) = heading(line).filter(|(_, title)| is_section(title)) {
            above.sections.push(title.trim_end_matches(" {.section}").to_owned());
        } else if is_title && is_named && !is_scaffold {
            let text = label.map_or(text.to_owned(), |label| label.text().to_owned());
            above.title = titles::without_scaffold(&scaffold(&text));
            above.named.push((at, above.title.clone()));
        } else if !bare(line).is_empty() {
            above.outside.push(at);
        }
    }
    above
}

/// `PPT大纲：茶的种类` without what the text is called.
pub(super) fn scaffold(title: &str) -> String {
    let at = title.find([':', '：']).filter(|at| CONVENTIONS.about.stands_in(&title[..*at]));
    at.map_or(title, |at| title[at..].trim_start_matches([':', '：', ' '])).to_owned()
}
