//! The first slide, where it says what it is: `封面`, with pairs such as `标题：…`, `汇报人：…`. It becomes the
//! title slide; who speaks and when goes to the front matter.

use std::ops::Range;

use super::answer::{Answer, heading, is_divider, item};
use super::conventions::{CONVENTIONS, Meaning, bare};
use super::labels::{Label, Shape};
use super::markers::unmarked;

/// What is said of what stood above the cover.
const ABOVE: &str = "what is written above the first slide is left out";
/// What is said of the pairs.
const PAIRS: &str = "the cover becomes the title slide, without the labels of its parts";

/// What a cover says.
#[derive(Default)]
struct Cover {
    title: String,
    subtitle: String,
    persons: Vec<String>,
    date: String,
    /// What else it says, line by line.
    others: Vec<String>,
    /// Labelled lines, pictures and whatever belongs to later steps.
    left: Vec<String>,
}

/// Makes a title slide of a cover. `first`: where the first slide with a marker begins.
pub(super) fn settle(answer: &mut Answer, first: Option<usize>) {
    let slides = answer.slides();
    let Some(slide) = slides.iter().find(|slide| {
        first.map_or_else(
            || {
                heading(
                    answer.text(slide.start + usize::from(is_divider(answer.text(slide.start)))),
                )
                .is_some()
                    || names_cover(answer, slide)
            },
            |first| slide.contains(&first),
        )
    }) else {
        return;
    };
    // A ruler and the heading below it begin one slide.
    let slide = whole(answer, &slides, slide.clone());
    let Some(at) = slide.clone().find(|at| heading(answer.text(*at)).is_some()) else { return };
    let name = heading(answer.text(at)).map_or("", |(_, text)| text).to_owned();
    let named = cover_name(&name);
    let cover = Cover::read(answer, at + 1..slide.end, named.is_some() || first.is_some());
    let has_pairs = (at + 1..slide.end).any(|at| is_pair(answer.text(at)));
    let is_evident =
        if first.is_some() { named.is_some() || has_pairs } else { named.is_some() && has_pairs };
    let texts = answer.is_text();
    let start = answer.front_matter().map_or(0, |front| front.end);
    let is_plain = (start..slide.start).all(|at| texts[at]);
    if !is_evident || !is_plain {
        return first.into_iter().for_each(|first| head(answer, start..first));
    }
    write(answer, slide, at, cover, named.unwrap_or_else(|| name.clone()));
}

/// Whether a slide is called a cover.
fn names_cover(answer: &Answer, slide: &Range<usize>) -> bool {
    slide
        .clone()
        .any(|at| heading(answer.text(at)).is_some_and(|(_, text)| cover_name(text).is_some()))
}

/// What stands behind the name of a cover; `None` if a title is no such name.
fn cover_name(title: &str) -> Option<String> {
    let words = &CONVENTIONS.name.cover;
    if words.has(title) {
        return Some(String::new());
    }
    let length = words.begins(title)?;
    let rest = title[length..].trim_start();
    let rest = rest.strip_prefix([':', '：', '-', '–', '—', '|', '｜'])?;
    Some(unmarked(rest.trim_start_matches(['-', '—', ' '])).to_owned())
}

/// A slide with the heading below the ruler that begins it.
fn whole(answer: &Answer, slides: &[Range<usize>], slide: Range<usize>) -> Range<usize> {
    let only_ruler = slide.clone().all(|at| is_divider(answer.text(at)) || answer.is_blank(at));
    match slides.iter().find(|next| next.start == slide.end) {
        Some(next) if only_ruler => slide.start..next.end,
        _ => slide,
    }
}

impl Cover {
    /// Reads the lines of a cover. `takes_all`: lines without a label are titles, too.
    fn read(answer: &Answer, lines: Range<usize>, takes_all: bool) -> Self {
        let mut cover = Self::default();
        let texts = answer.is_text();
        let mut is_said = false;
        for at in lines {
            let line = answer.text(at);
            if line.trim().is_empty() || is_divider(line) {
                continue;
            }
            let label = Label::of(line).filter(|_| texts[at]);
            // What a label stands above is not the cover's.
            is_said = match &label {
                Some(label) => label.meaning <= Meaning::Look && label.rest.is_empty(),
                None => is_said,
            };
            if is_said {
                cover.left.push(line.to_owned());
                continue;
            }
            match label {
                Some(label) => cover.pair(&label, line),
                None if is_placeholder(line) => {}
                None if !texts[at] || is_block(line) || !takes_all => {
                    cover.left.push(line.to_owned())
                }
                None => cover.line(line),
            }
        }
        cover
    }

    /// Takes a line with a label.
    fn pair(&mut self, label: &Label, line: &str) {
        let text = unmarked(label.without_open(&label.rest)).to_owned();
        match label.meaning {
            _ if text.is_empty() => {}
            Meaning::Title if self.title.is_empty() => self.title = text,
            Meaning::Subtitle if self.subtitle.is_empty() => self.subtitle = text,
            Meaning::Person => self.persons.push(text),
            Meaning::Date if self.date.is_empty() => self.date = text,
            Meaning::Unit | Meaning::Title | Meaning::Subtitle | Meaning::Date => {
                self.others.push(format!("{}：{text}", label.word));
            }
            _ => self.left.push(line.to_owned()),
        }
    }

    /// Takes a line without one.
    fn line(&mut self, line: &str) {
        let (_, text) = heading(line).unwrap_or((0, item(line).map_or(line, |(_, text)| text)));
        let text = unmarked(text.trim().trim_end_matches('\\')).to_owned();
        match (self.title.is_empty(), self.subtitle.is_empty()) {
            (true, _) => self.title = text,
            (false, true) if self.persons.is_empty() && self.others.is_empty() => {
                self.subtitle = text
            }
            _ => self.others.push(text),
        }
    }
}

/// Whether a line says what belongs on a cover, and not what it is: `- 标题`.
fn is_placeholder(line: &str) -> bool {
    let (_, text) = item(line).unwrap_or(("", line.trim()));
    Label::of(&format!("{}：", unmarked(text)))
        .is_some_and(|label| label.rest.is_empty() && label.meaning != Meaning::Notes)
}

/// Whether a line is a block that a cover keeps as it is.
fn is_block(line: &str) -> bool {
    let line = line.trim();
    line.starts_with(['|', '>', '!', '<', '`', '[', '【', '（', '('])
}

/// Writes the title slide in place of a cover.
fn write(answer: &mut Answer, slide: Range<usize>, at: usize, cover: Cover, otherwise: String) {
    let number = answer.lines[at].number;
    let above = above(answer, slide.start);
    let title = [cover.title, otherwise, above.title].into_iter().find(|title| !title.is_empty());
    let Some(title) = title else { return };
    let mut lines = vec![format!("# {title}"), String::new()];
    if !cover.subtitle.is_empty() {
        lines.extend([cover.subtitle.clone(), String::new()]);
    }
    if !cover.others.is_empty() {
        lines.extend([cover.others.join("\\\n"), String::new()]);
    }
    lines.extend(cover.left.into_iter().flat_map(|line| [line, String::new()]));
    let lines: Vec<&str> = lines.iter().flat_map(|line| line.split('\n')).collect();
    answer.say("chat-scaffolding", PAIRS, number);
    answer.replace(at..slide.end, &lines);
    answer.lines[at..at + lines.len()].iter_mut().for_each(|line| line.number = number);
    for number in above.outside {
        answer.say("text-outside-deck", ABOVE, number);
    }
    answer.replace(above.lines.start..at, &[]);
    front_matter(answer, number, &cover.persons, &cover.date);
}

/// Makes the title of a deck without a cover a heading: `**演讲主题：茶**`, `# 课件：茶`.
fn head(answer: &mut Answer, lines: Range<usize>) {
    let texts = answer.is_text();
    let Some(at) = lines.into_iter().find(|at| !answer.is_blank(*at)) else { return };
    let line = answer.text(at);
    let text = heading(line).filter(|(level, _)| *level == 1).map(|(_, text)| text);
    let label =
        Label::of(line).filter(|label| label.meaning == Meaning::Title && !label.rest.is_empty());
    let title =
        label.map(|label| label.without_open(&label.rest).to_owned()).or(text.map(scaffold));
    if let Some(title) = title.filter(|_| texts[at]) {
        answer.lines[at].text = format!("# {}", unmarked(&title));
    }
}

/// What stands above the first slide with a marker.
struct Above {
    lines: Range<usize>,
    title: String,
    outside: Vec<usize>,
}

fn above(answer: &Answer, end: usize) -> Above {
    let start = answer.front_matter().map_or(0, |front| front.end);
    let mut above = Above { lines: start..end, title: String::new(), outside: Vec::new() };
    for at in start..end {
        let line = answer.text(at);
        let text = heading(line).map_or(line, |(_, text)| text);
        let label = Label::of(text).filter(|label| label.meaning == Meaning::Title);
        let is_title = heading(line).is_some_and(|(level, _)| level <= 2) || label.is_some();
        // `# PPT大纲` says what the text is; the title stands below it.
        let is_named = above.title.is_empty() || CONVENTIONS.about.stands_in(&above.title);
        if is_title && is_named {
            let text =
                label.map_or(text.to_owned(), |label| label.without_open(&label.rest).to_owned());
            above.title = unmarked(&scaffold(&text)).to_owned();
        } else if !bare(line).is_empty() {
            above.outside.push(answer.lines[at].number);
        }
    }
    above
}

/// `PPT大纲：茶的种类` without what the text is called.
fn scaffold(title: &str) -> String {
    let at = title.find([':', '：']).filter(|at| CONVENTIONS.about.stands_in(&title[..*at]));
    at.map_or(title, |at| title[at..].trim_start_matches([':', '：', ' '])).to_owned()
}

/// Says in the front matter who speaks, and when.
fn front_matter(answer: &mut Answer, number: usize, persons: &[String], date: &str) {
    let mut keys = Vec::new();
    if !persons.is_empty() {
        keys.push(format!(
            "author: [{}]",
            persons.iter().map(|name| quoted(name)).collect::<Vec<_>>().join(", ")
        ));
    }
    if !date.is_empty() {
        keys.push(format!("date: {}", quoted(date)));
    }
    if keys.is_empty() {
        return;
    }
    let at = match answer.front_matter() {
        Some(front) => front.end - 1,
        None => {
            while answer.is_blank(0) && !answer.lines.is_empty() {
                answer.lines.remove(0);
            }
            answer.replace(0..0, &["---", "---", ""]);
            1
        }
    };
    let keys: Vec<&str> = keys.iter().map(String::as_str).collect();
    answer.replace(at..at, &keys);
    let end = at + keys.len() + 1;
    answer.lines[..end]
        .iter_mut()
        .filter(|line| line.text.starts_with("---") || line.number == 0)
        .for_each(|line| line.number = line.number.min(number));
    answer.lines[at..at + keys.len()].iter_mut().for_each(|line| line.number = number);
}

/// A text as a value in YAML.
fn quoted(text: &str) -> String {
    format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\""))
}

/// Whether a line is what a cover says of itself.
fn is_pair(line: &str) -> bool {
    Label::of(line).is_some_and(|label| {
        !matches!(label.shape, Shape::Heading(_))
            && matches!(label.meaning, Meaning::Title | Meaning::Subtitle | Meaning::Person)
    })
}
