//! The first slide, where it says what it is: `封面`, with pairs such as `标题：…`, `汇报人：…`. It becomes the
//! title slide; who speaks and when goes to the front matter.

use std::ops::Range;

use super::answer::{Answer, heading, is_divider, item};
use super::conventions::{CONVENTIONS, Meaning, bare};
use super::labels::{Label, Shape};
use super::lists::is_bulleted;
use super::markers::{Marker, number, unmarked};
use super::sections::section;
use super::titles;

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
    /// What stands below labels that say what a cover should have.
    said: Vec<String>,
}

/// What a label without a text stands above.
#[derive(Clone, Copy, PartialEq)]
enum Below {
    /// The cover's own lines.
    Own,
    /// What later steps know.
    Known,
    /// What a cover should have: `展示内容：`
    Wanted,
}

/// Makes a title slide of a cover. `first`: where the first slide with a marker begins.
pub(super) fn settle(answer: &mut Answer, first: Option<usize>) {
    let texts = answer.is_text();
    let is_heading = |at: &usize| texts[*at] && heading(answer.text(*at)).is_some();
    let Some(top) = (0..answer.lines.len()).find(is_heading) else { return };
    let is_title = heading(answer.text(top)).is_some_and(|(level, _)| level == 1);
    // A title with labelled parts is a cover, whatever it is called.
    let lead = slide_with(answer, top);
    let is_lead = is_title && lead.clone().any(|at| texts[at] && is_part(answer.text(at)));
    let named = (0..answer.lines.len()).filter(is_heading).take(2).find(|at| {
        heading(answer.text(*at)).is_some_and(|(_, title)| {
            let title = titles::remark(title).map_or(title, |(title, _)| title);
            cover_name(numbered(title).1).is_some()
        })
    });
    let slide = if is_lead { lead } else { slide_with(answer, first.or(named).unwrap_or(top)) };
    let Some(at) = slide.clone().find(is_heading) else { return };
    let name = heading(answer.text(at)).map_or("", |(_, text)| text).to_owned();
    let (number, bare_name) = numbered(titles::remark(&name).map_or(&name[..], |(name, _)| name));
    let named = cover_name(bare_name);
    let has_pairs = (at + 1..slide.end).any(|at| texts[at] && is_pair(answer.text(at)));
    let is_evident = match first {
        _ if is_lead => true,
        Some(_) => named.is_some() || has_pairs,
        None => named.is_some() && (has_pairs || number.is_some()),
    };
    if !is_evident {
        let start = answer.front_matter().map_or(0, |front| front.end);
        if let Some(first) = first {
            match heading(answer.text(first)).is_some_and(|(level, _)| level == 1) {
                true => leave_out_above(answer, start..first),
                false => head(answer, start..first),
            }
            short_first(answer, first);
        }
        return;
    }
    let title = named.clone().unwrap_or_default();
    let cover = Cover::read(answer, at + 1..slide.end, title);
    write(answer, slide, at, cover, named.unwrap_or_else(|| name.clone()));
    if number.is_some() {
        unnumber(answer);
    }
}

/// The slide in which a line stands; a ruler and the heading below it begin one.
fn slide_with(answer: &Answer, line: usize) -> Range<usize> {
    let slides = answer.slides();
    let slide = slides.iter().find(|slide| slide.contains(&line)).cloned();
    let slide = slide.unwrap_or(0..answer.lines.len());
    whole(answer, &slides, slide)
}

/// The number that a title begins with, and the rest.
fn numbered(title: &str) -> (Option<usize>, &str) {
    let parts = number(title)
        .and_then(|(number, rest)| Some((number, rest.strip_prefix(['.', '、', '．'])?)));
    parts.map_or((None, title), |(number, rest)| (Some(number), rest.trim()))
}

/// Takes the numbers off titles that count on from the cover.
fn unnumber(answer: &mut Answer) {
    let texts = answer.is_text();
    let mut next = 2;
    for at in (0..answer.lines.len()).filter(|at| texts[*at]) {
        let Some((level, title)) = heading(answer.text(at)).filter(|(level, _)| *level > 1) else {
            continue;
        };
        if let (Some(number), rest) = numbered(title)
            && number == next
        {
            answer.lines[at].text = format!("{} {rest}", "#".repeat(level));
            next += 1;
        }
    }
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
    Some(unmarked(rest.trim_start_matches(['-', '—', ' '])))
}

/// A slide with the heading below the ruler that begins it.
fn whole(answer: &Answer, slides: &[Range<usize>], slide: Range<usize>) -> Range<usize> {
    let next = slides.iter().find(|next| next.start == slide.end);
    let text = || slide.clone().filter(|at| !is_divider(answer.text(*at)) && !answer.is_blank(*at));
    // `## 幻灯片1：封面`, and the title below it in a heading of its own.
    let is_name = text().count() == 1
        && text().all(|at| {
            heading(answer.text(at)).is_some_and(|(_, title)| CONVENTIONS.name.cover.has(title))
        });
    let titled = next
        .is_some_and(|next| heading(answer.text(next.start)).is_some_and(|(level, _)| level == 1));
    match next {
        Some(next) if text().next().is_none() || is_name && titled => slide.start..next.end,
        _ => slide,
    }
}

impl Cover {
    /// Reads the lines of a cover; the title may stand behind its name: `封面：绿茶`.
    fn read(answer: &Answer, lines: Range<usize>, title: String) -> Self {
        let is_titled = !title.is_empty();
        let mut cover = Self { title, ..Self::default() };
        let texts = answer.is_text();
        let mut below = Below::Own;
        for at in lines {
            let line = answer.text(at);
            if line.trim().is_empty() || is_divider(line) {
                continue;
            }
            let label = Label::of(line).filter(|_| texts[at]);
            // What a label stands above is not the cover's.
            below = match &label {
                Some(label) if label.meaning <= Meaning::Look && label.rest.is_empty() => {
                    Below::Known
                }
                Some(_) => Below::Own,
                None if texts[at] && !cover.title.is_empty() && is_bare_label(line) => {
                    Below::Wanted
                }
                None => below,
            };
            match below {
                Below::Own => {}
                Below::Known => {
                    cover.left.push(line.to_owned());
                    continue;
                }
                Below::Wanted => {
                    cover.said.push(line.to_owned());
                    continue;
                }
            }
            match label {
                Some(label) if is_titled && label.meaning == Meaning::Title => {
                    cover.title.clear();
                    cover.pair(&label, line);
                }
                Some(label) => cover.pair(&label, line),
                None if is_placeholder(line) && texts[at] => {}
                None if !texts[at] || is_block(line) => cover.left.push(line.to_owned()),
                None => cover.line(line),
            }
        }
        cover
    }

    /// Takes a line with a label.
    fn pair(&mut self, label: &Label, line: &str) {
        let text = unmarked(label.without_open(&label.rest));
        let text = if text.is_empty() { label.rest.clone() } else { text };
        match label.meaning {
            _ if text.is_empty() => {}
            Meaning::Title if self.title.is_empty() => self.title = text,
            Meaning::Subtitle if self.subtitle.is_empty() => self.subtitle = text,
            Meaning::Person => self.persons.push(text),
            Meaning::Date if self.date.is_empty() => self.date = text,
            Meaning::Title | Meaning::Subtitle => self.others.push(text),
            Meaning::Unit | Meaning::Date => self.others.push(format!("{}：{text}", label.word)),
            _ => self.left.push(line.to_owned()),
        }
    }

    /// Takes a line without one.
    fn line(&mut self, line: &str) {
        let (_, text) = heading(line).unwrap_or((0, item(line).map_or(line, |(_, text)| text)));
        let text = unmarked(text.trim().trim_end_matches('\\'));
        match (self.title.is_empty(), self.subtitle.is_empty()) {
            // What the speaker says first is no title.
            (true, _) if text.ends_with('。') => self.said.push(text),
            (true, _) => self.title = text,
            (false, true) if self.persons.is_empty() && self.others.is_empty() => {
                self.subtitle = text
            }
            _ => self.others.push(text),
        }
    }
}

/// Whether a line says what belongs on a cover, and not what it is: `- 标题`, `Project name, author, date`.
fn is_placeholder(line: &str) -> bool {
    let (_, text) = item(line).unwrap_or(("", line.trim()));
    let names = |part: &str| {
        let label = Label::of(&format!("{}：", unmarked(part.trim())));
        label.is_some_and(|label| label.rest.is_empty() && label.meaning != Meaning::Notes)
    };
    let parts =
        text.split([',', '，', '、', '/', '／', '&']).filter(|part| !part.trim().is_empty());
    parts.clone().count() > 0
        && (parts.clone().all(names) || parts.filter(|part| names(part)).count() >= 2)
}

/// Whether a line is a label in bold or before a colon with nothing behind it.
fn is_bare_label(line: &str) -> bool {
    let text = item(line).map_or(line.trim(), |(_, text)| text.trim());
    let bare = text.trim_matches('*');
    item(line).is_none() && bare.ends_with([':', '：']) && bare.chars().count() <= 20
        || text.ends_with([':', '：']) && text.starts_with("**") && text.chars().count() <= 24
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
    let Some(title) = title.map(|title| titles::without_scaffold(&title)) else { return };
    // With no slide below, it takes a word to be the title.
    let texts = answer.is_text();
    let is_section =
        |at: usize| texts[at] && heading(answer.text(at)).is_some_and(|(level, _)| level == 1);
    let is_only = slide.end == answer.lines.len()
        || !above.sections.is_empty()
        || (slide.end..answer.lines.len()).any(is_section);
    let class = if is_only { " {.title}" } else { "" };
    let mut lines = vec![String::new(), format!("# {title}{class}"), String::new()];
    if !cover.subtitle.is_empty() {
        lines.extend([cover.subtitle.clone(), String::new()]);
    }
    if !cover.others.is_empty() {
        lines.extend([cover.others.join("\\\n"), String::new()]);
    }
    lines.extend(cover.left.into_iter().flat_map(|line| [line, String::new()]));
    if !cover.said.is_empty() {
        lines.push(format!("<!--\n{}\n-->\n", cover.said.join("\n").replace("-->", "→")));
    }
    // What is said of the talk is said to its first slide.
    let is_said = |at: &usize| {
        let line = answer.text(*at).trim();
        line.starts_with("<!--") && line.ends_with("-->")
    };
    let said: Vec<usize> = above.lines.clone().filter(is_said).collect();
    lines.extend(said.iter().flat_map(|at| [answer.text(*at).to_owned(), String::new()]));
    lines.extend(above.sections.iter().flat_map(|title| [format!("# {title}"), String::new()]));
    let lines: Vec<&str> = lines.iter().flat_map(|line| line.split('\n')).collect();
    answer.say("chat-scaffolding", PAIRS, number);
    answer.replace(at..slide.end, &lines);
    answer.lines[at..at + lines.len()].iter_mut().for_each(|line| line.number = number);
    for number in above.outside {
        answer.say("text-outside-deck", ABOVE, number);
    }
    // Code above stays: it is no title.
    let texts = answer.is_text();
    let out: Vec<bool> = (0..answer.lines.len())
        .map(|line| {
            (above.lines.start..at).contains(&line) && (texts[line] || said.contains(&line))
        })
        .collect();
    answer.leave_out(&out);
    front_matter(answer, number, &cover.persons, &cover.date);
}

/// Leaves out what stands above a first slide that is the title: a line or two that say it, too.
fn leave_out_above(answer: &mut Answer, lines: Range<usize>) {
    let texts = answer.is_text();
    let said: Vec<usize> = lines.clone().filter(|at| !answer.is_blank(*at)).collect();
    if said.len() > 2 || said.iter().any(|at| !texts[*at] || heading(answer.text(*at)).is_some()) {
        return;
    }
    for at in &said {
        answer.say("text-outside-deck", ABOVE, answer.lines[*at].number);
    }
    answer.replace(lines, &[]);
}

/// A first slide of a line or two, in a deck without a title, is the title slide.
fn short_first(answer: &mut Answer, first: usize) {
    let texts = answer.is_text();
    let has_title = (0..answer.lines.len())
        .any(|at| texts[at] && heading(answer.text(at)).is_some_and(|(level, _)| level == 1));
    let slide = slide_with(answer, first);
    let Some(at) = slide.clone().find(|at| heading(answer.text(*at)).is_some()) else { return };
    let is_said = |at: usize| answer.text(at).starts_with(['>', '<']);
    let shown = |at: &usize| !answer.is_blank(*at) && !is_divider(answer.text(*at));
    let mut below = (at + 1..slide.end).filter(|at| shown(at) && !is_said(*at));
    let is_bare = below.clone().next().is_none() && (at + 1..slide.end).any(|at| shown(&at));
    let is_first = (0..slide.start).all(|at| answer.is_blank(at) || !texts[at]);
    let is_short = below.clone().count() <= 3 && (is_bare || below.clone().count() > 0);
    let is_line = |at: usize| {
        item(answer.text(at)).is_none()
            && !is_bulleted(answer.text(at))
            && !is_block(answer.text(at))
            && heading(answer.text(at)).is_none()
    };
    // One without a title has kept its marker.
    let is_marker = Marker::of(answer.text(at), true).is_some();
    if !has_title && !is_marker && is_first && is_short && below.all(is_line) {
        let title = heading(answer.text(at)).map_or("", |(_, text)| text).to_owned();
        answer.lines[at].text = format!("# {title}");
    }
}

/// Makes the title of a deck without a cover a heading: `**演讲主题：茶**`, `# 课件：茶`.
fn head(answer: &mut Answer, lines: Range<usize>) {
    let texts = answer.is_text();
    let mut above =
        lines.into_iter().filter(|at| !answer.is_blank(*at) && !is_divider(answer.text(*at)));
    let Some(at) = above.next() else { return };
    let line = answer.text(at);
    let text = heading(line).filter(|(level, _)| *level == 1).map(|(_, text)| text);
    let label =
        Label::of(line).filter(|label| label.meaning == Meaning::Title && !label.rest.is_empty());
    let lone = Some(line.trim()).filter(|line| is_lone_title(line) && above.count() == 0);
    let title = label
        .map(|label| label.without_open(&label.rest).to_owned())
        .or(text.map(scaffold))
        .or(lone.map(str::to_owned));
    if let Some(title) = title.filter(|title| texts[at] && !title.ends_with('}')) {
        answer.lines[at].text = format!("# {}", titles::without_scaffold(&title));
    }
}

/// Whether a line by itself can be the title of a talk.
fn is_lone_title(line: &str) -> bool {
    const MOST: usize = 60;
    let text = line.trim_matches('*').trim();
    let is_plain = text.starts_with(|c: char| c.is_alphanumeric() || "《“".contains(c))
        && item(line).is_none();
    is_plain
        && text.chars().count() <= MOST
        && !text.ends_with(['。', '！', '：', ':', '.', '，', '~', '👇'])
}

/// What stands above the first slide with a marker.
struct Above {
    lines: Range<usize>,
    title: String,
    /// Titles of sections: the first one may stand above the cover.
    sections: Vec<String>,
    outside: Vec<usize>,
}

fn above(answer: &Answer, end: usize) -> Above {
    let start = answer.front_matter().map_or(0, |front| front.end);
    let mut above = Above {
        lines: start..end,
        title: String::new(),
        sections: Vec::new(),
        outside: Vec::new(),
    };
    let texts = answer.is_text();
    for at in (start..end).filter(|at| texts[*at]) {
        let line = answer.text(at);
        let text = heading(line).map_or(line, |(_, text)| text);
        let label = Label::of(text).filter(|label| label.meaning == Meaning::Title);
        let is_scaffold = heading(line).is_some() && titles::is_scaffold(text);
        let is_title = heading(line).is_some_and(|(level, _)| level <= 2) || label.is_some();
        // `# PPT大纲` says what the text is; the title stands below it.
        let is_named = above.title.is_empty() || CONVENTIONS.about.stands_in(&above.title);
        if let Some((_, title)) = heading(line).and_then(|(_, title)| section(title)) {
            above.sections.push(title);
        } else if is_title && is_named && !is_scaffold {
            let text =
                label.map_or(text.to_owned(), |label| label.without_open(&label.rest).to_owned());
            above.title = titles::without_scaffold(&scaffold(&text));
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
    put_keys(answer, number, &keys);
}

/// Writes keys into the front matter; without one, a new one.
pub(super) fn put_keys(answer: &mut Answer, number: usize, keys: &[String]) {
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
pub(super) fn quoted(text: &str) -> String {
    format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\""))
}

/// Whether a line is what a cover says of itself.
fn is_pair(line: &str) -> bool {
    is_part(line) || has_meaning(line, &[Meaning::Person])
}

/// Whether a line is a title or a subtitle that says it is one.
fn is_part(line: &str) -> bool {
    has_meaning(line, &[Meaning::Title, Meaning::Subtitle])
}

fn has_meaning(line: &str, meanings: &[Meaning]) -> bool {
    Label::of(line).is_some_and(|label| {
        !matches!(label.shape, Shape::Heading(_)) && meanings.contains(&label.meaning)
    })
}
