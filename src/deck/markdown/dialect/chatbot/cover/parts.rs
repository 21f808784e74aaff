//! The lines of a cover → what it says: a title, who speaks, when.

use std::ops::Range;

use super::super::answer::Answer;
use super::super::conventions::{CONVENTIONS, Meaning};
use super::super::fields::{Fields, by_stem, is_aside, is_duration, is_spoken};
use super::super::form::{heading, is_divider, item, unlisted, unmarked};
use super::super::labels::{Label, any_word};
use super::super::lists::is_bulleted;
use super::super::pictures;
use crate::deck::arrange::dates::is_time;

/// What a cover says.
#[derive(Default)]
pub(super) struct Cover {
    pub(super) title: String,
    pub(super) subtitle: String,
    pub(super) persons: Vec<String>,
    pub(super) date: String,
    /// What else it says, line by line.
    pub(super) others: Vec<String>,
    /// Labelled lines, pictures and whatever belongs to later steps, with where each stands.
    pub(super) left: Vec<(usize, String)>,
    /// What stands below labels that say what a cover should have.
    pub(super) said: Vec<String>,
    /// Whether all of its lines have labels.
    is_form: bool,
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

impl Below {
    /// What a label stands above: nothing of the cover's, if it has no text and later steps know it.
    fn of(label: &Label) -> Self {
        let is_known = label.meaning <= Meaning::Look && label.rest.is_empty();
        if is_known { Self::Known } else { Self::Own }
    }
}

impl Cover {
    /// Reads the lines of a cover; the title may stand behind its name: `封面：绿茶`.
    pub(super) fn read(answer: &Answer, lines: Range<usize>, title: String) -> Self {
        let is_titled = !title.is_empty();
        let (title, behind) = before_gap(title);
        let mut cover = Self { title, is_form: is_form(answer, &lines), ..Self::default() };
        let texts = answer.is_text();
        let fields = Fields::of(answer, &answer.slides());
        behind
            .iter()
            .for_each(|line| cover.take((lines.start, line), true, Label::of(line), false));
        let mut below = Below::Own;
        let whole =
            |at: usize| parted(unnumbered(answer.text(at))).into_iter().map(move |line| (at, line));
        for (at, line) in lines.flat_map(whole) {
            if line.trim().is_empty() || is_divider(line) {
                continue;
            }
            let own = |label: &Label| (Meaning::Title..=Meaning::Date).contains(&label.meaning);
            let label = Label::of(line).filter(own).or_else(|| fields.at(at).cloned());
            let label = label.or_else(|| Label::of(line)).or_else(|| named(line));
            let label = label.filter(|_| texts[at]);
            below = match &label {
                // `### 讲法`
                None if texts[at] && is_aside(line) => Below::Known,
                None if texts[at] && !cover.title.is_empty() && is_bare_label(line) => {
                    Below::Wanted
                }
                None => below,
                Some(label) => Below::of(label),
            };
            if texts[at] && (pictures::is_wanted(line) || label.is_none() && is_advice(line)) {
                below = if is_bare_picture(line) { Below::Wanted } else { below };
                cover.said.push(unlisted(line).trim().replace("**", ""));
                continue;
            }
            match below {
                Below::Own => cover.take((at, line), texts[at], label, is_titled),
                Below::Known => cover.left.push((at, line.to_owned())),
                Below::Wanted if texts[at] => cover.said.push(line.to_owned()),
                Below::Wanted => cover.left.push((at, line.to_owned())),
            }
        }
        cover
    }

    /// Takes a line of its own. `is_text`: whether it is in no listing or comment; `is_titled`: the title
    /// stands behind the name of the cover.
    fn take(
        &mut self,
        (at, line): (usize, &str),
        is_text: bool,
        label: Option<Label>,
        is_titled: bool,
    ) {
        match label {
            Some(label) if is_titled && label.meaning == Meaning::Title => {
                self.title.clear();
                self.pair(&label, (at, line));
            }
            Some(label) => self.pair(&label, (at, line)),
            None if is_placeholder(line) && is_text => {}
            // A quotation only sets the title off.
            None if is_text && self.title.is_empty() && line.starts_with('>') => {
                self.line(line.trim_start_matches('>').trim());
            }
            None if !is_text || is_block(line) => self.left.push((at, line.to_owned())),
            None => self.line(line),
        }
    }

    /// Takes a line with a label.
    fn pair(&mut self, label: &Label, (at, line): (usize, &str)) {
        let rest = label.text();
        // `汇报人：______` is a place to fill in.
        let text = Some(unmarked(rest)).filter(|text| !text.is_empty());
        let text = text.unwrap_or_else(|| rest.to_owned());
        let text = match label.meaning {
            Meaning::Person | Meaning::Unit | Meaning::Subtitle => self.undated(text),
            _ => text,
        };
        match label.meaning {
            _ if text.is_empty() => {}
            _ if text.trim_matches(['_', '＿', '—', '…', ' ']).is_empty() => {
                self.others.push(format!("{}：{text}", label.word));
            }
            Meaning::Body => self.line(&text),
            Meaning::Title if self.title.is_empty() => match parted_title(&text) {
                Some((title, subtitle)) => {
                    self.title = title;
                    self.line(&subtitle);
                }
                None => self.title = text,
            },
            Meaning::Subtitle if self.subtitle.is_empty() => self.subtitle = text,
            // `講者：某某`, and no speech.
            Meaning::Notes if is_name(&text) && !self.persons.contains(&text) => {
                self.persons.push(text)
            }
            Meaning::Person if self.persons.contains(&text) => {}
            // `主讲：大家好…`
            Meaning::Person if !is_person(&text) => self.left.push((at, line.to_owned())),
            Meaning::Person => self.persons.push(text),
            // `时间：90分钟`
            Meaning::Date if is_duration(&text) => {
                self.said.push(format!("{}：{text}", label.word))
            }
            Meaning::Date if self.date.is_empty() => self.date = text,
            Meaning::Title | Meaning::Subtitle => self.others.push(text),
            Meaning::Unit if CONVENTIONS.plain.has(&label.word) => self.others.push(text),
            Meaning::Unit | Meaning::Date => self.others.push(format!("{}：{text}", label.word)),
            _ => self.left.push((at, line.to_owned())),
        }
    }

    /// Takes the date that a text ends with, or begins with before a gap: `2025年9月　営業部`.
    fn undated(&mut self, text: String) -> String {
        let gap = ["  ", "　", " | ", "｜", " · "].into_iter().find_map(|gap| text.split_once(gap));
        let found = gap.filter(|(front, _)| before_date(front).0.is_empty());
        let (rest, date) = found.map_or_else(|| before_date(&text), |(front, rest)| (rest, front));
        if !self.date.is_empty() || date.is_empty() {
            return text;
        }
        self.date = date.trim().to_owned();
        rest.trim_matches(separates).to_owned()
    }

    /// Takes a line without one.
    fn line(&mut self, line: &str) {
        let (_, text) = heading(line).unwrap_or((0, entry(line).unwrap_or(line)));
        if self.title.is_empty()
            && let Some((title, subtitle)) = parted_title(text)
        {
            self.title = title;
            return self.line(&subtitle);
        }
        let text = unmarked(text.trim().trim_end_matches('\\'));
        // `课程：绿茶`: above all others it is the title, whatever it is called.
        let label = Label::with(&text, any_word).filter(|_| self.is_form && self.title.is_empty());
        let label = label.filter(|_| is_labelled(&text));
        let text = label.map_or(text, |label| label.rest);
        let text = if self.title.is_empty() { text } else { self.undated(text) };
        if text.is_empty() {
            return;
        }
        match (self.title.is_empty(), self.subtitle.is_empty()) {
            // What the speaker says first is no title.
            (true, _) if text.ends_with('。') => self.said.push(text),
            (true, _) => self.title = text,
            (false, true)
                if self.persons.is_empty() && self.others.is_empty() && !is_labelled(&text) =>
            {
                self.subtitle = text.trim_start_matches(['—', '─', '–', '-', ' ']).to_owned();
            }
            _ => self.others.push(text),
        }
    }
}

/// `绿茶　　汇报人：甲` behind the name of a cover: the title, and the lines that wide gaps part from it.
fn before_gap(title: String) -> (String, Vec<String>) {
    let wide = title.replace("  ", "　　");
    let mut parts = wide.split("　　").map(str::trim).filter(|part| !part.is_empty());
    let first = parts.next().map(unmarked).unwrap_or_default();
    let parts = parts.map(|part| part.trim_matches('*').to_owned());
    (first, parts.collect())
}

/// Whether lines, more than one, are all labels with a text each.
fn is_form(answer: &Answer, lines: &Range<usize>) -> bool {
    let texts = answer.is_text();
    let is_shown =
        |at: &usize| texts[*at] && !answer.is_blank(*at) && !is_divider(answer.text(*at));
    let is_labelled = |at: usize| {
        let line = answer.text(at);
        let label = Label::of(line).or_else(|| Label::with(line, any_word));
        label.is_some_and(|label| !label.rest.is_empty())
    };
    let mut shown = lines.clone().filter(is_shown);
    shown.clone().count() > 1 && shown.all(is_labelled)
}

/// The label of a line whose word says that its text is the title of the talk, or stands below it: `大标：绿茶`.
fn named(line: &str) -> Option<Label> {
    let label = Label::with(line, any_word).filter(|label| !label.rest.is_empty())?;
    let is = |meaning: &Meaning| CONVENTIONS.cover_part[meaning].has_stem(&label.word);
    let meaning = [Meaning::Subtitle, Meaning::Title].into_iter().find(is)?;
    Some(Label { meaning, ..label })
}

/// The text of a line that is an item, of Markdown or behind a sign.
pub(super) fn entry(line: &str) -> Option<&str> {
    let bulleted = || {
        let line = line.trim_start();
        let sign = line.chars().next().filter(|_| is_bulleted(line))?;
        Some(line[sign.len_utf8()..].trim_start())
    };
    item(line).map(|(_, text)| text).or_else(bulleted)
}

/// `1. 汇报人：甲` without its number: the parts of a cover are no list.
fn unnumbered(line: &str) -> &str {
    let of_label = |text: &&str| Label::of(text).is_some_and(|label| !label.rest.is_empty());
    item(line).map(|(_, text)| text).filter(of_label).unwrap_or(line)
}

/// `**绿茶** 〜从树到杯〜`, `绿茶 〜从树到杯〜`: a title and the subtitle behind it, which signs set off.
fn parted_title(text: &str) -> Option<(String, String)> {
    let waves = ['〜', '～', '~'];
    let bold = || text.trim().strip_prefix("**")?.split_once("**");
    let plain = || text.split_once([' ', '　']).filter(|(_, rest)| rest.trim().starts_with(waves));
    let (title, rest) = bold().or_else(plain)?;
    let rest = rest.trim();
    let is_apart = rest.starts_with(waves) && rest.ends_with(waves)
        || rest.starts_with("——") && !rest.contains("**");
    let subtitle = rest.trim_matches(waves).trim();
    (is_apart && !title.is_empty() && !subtitle.is_empty())
        .then(|| (title.to_owned(), subtitle.to_owned()))
}

/// `汇报人：甲　部门：乙`, `汇报人：甲 | 日期：三月`: a line of labels in its parts.
fn parted(line: &str) -> Vec<&str> {
    let is_gap = |text: &str| text.starts_with(['|', '｜', '　', '\t']) || text.starts_with("  ");
    let mut parts = Vec::new();
    let mut start = 0;
    let mut depth = 0;
    for (at, c) in line.char_indices() {
        depth += i32::from("（([".contains(c)) - i32::from("）)]".contains(c));
        if depth == 0 && is_gap(&line[at..]) && at > start {
            parts.push(line[start..at].trim_matches(separates));
            start = at + c.len_utf8();
        }
    }
    parts.push(line[start..].trim_matches(separates));
    parts.retain(|part| !part.is_empty());
    let is_labelled =
        |part: &&str| Label::with(part, any_word).is_some_and(|label| !label.rest.is_empty());
    match parts.len() > 1 && parts.iter().all(is_labelled) {
        true => parts,
        false => vec![line],
    }
}

/// Signs between the parts of a line.
fn separates(c: char) -> bool {
    c.is_whitespace() || matches!(c, '|' | '｜' | '·' | '•' | '/' | '／' | ',' | '，')
}

/// A text without the date that it ends with, behind a blank or a sign, and the date: `人力资源部 | 2025年4月`.
fn before_date(text: &str) -> (&str, &str) {
    let is_date = |text: &str| {
        // `2024年X月X日` is a place to fill in.
        let text = text.replace(['X', 'x', '×'], "1");
        let has_year = text.split(|c: char| !c.is_ascii_digit()).any(|part| part.len() == 4);
        let is_alone = text.chars().all(|c| c.is_ascii_digit() || c.is_whitespace());
        (has_year || text.contains('年') && text.contains('月')) && !is_alone && is_time(&text)
    };
    let starts =
        text.char_indices().filter(|(_, c)| separates(*c)).map(|(at, c)| at + c.len_utf8());
    let start = [0].into_iter().chain(starts).find(|start| is_date(&text[*start..]));
    start.map_or((text, ""), |start| {
        (text[..start].trim_end_matches(separates), text[start..].trim())
    })
}

/// Whether a text behind `主讲：` says who speaks, and is not what is said or what is to be done.
pub(super) fn is_person(text: &str) -> bool {
    !is_spoken(text) && !text.ends_with(['。', '！', '？'])
}

/// Whether a text can be the name of who speaks.
fn is_name(text: &str) -> bool {
    const MOST: usize = 20;
    text.chars().count() <= MOST && !text.contains(['。', '，', '！', '？', ',', '.', '：', ':'])
}

/// Whether a line is a short word before a colon and a text: `策展：某某`.
fn is_labelled(text: &str) -> bool {
    const MOST: usize = 6;
    let label = Label::with(text, any_word);
    label.is_some_and(|label| !label.rest.is_empty() && label.word.chars().count() <= MOST)
}

/// Whether a line says what belongs on a cover, and not what it is: `- 标题`, `Project name, author, date`.
fn is_placeholder(line: &str) -> bool {
    let text = unlisted(line);
    let names = |part: &str| {
        Label::named(&unmarked(part)).is_some_and(|label| label.meaning != Meaning::Notes)
    };
    let parts =
        text.split([',', '，', '、', '/', '／', '&']).filter(|part| !part.trim().is_empty());
    parts.clone().count() > 0
        && (parts.clone().all(names) || parts.filter(|part| names(part)).count() >= 2)
}

/// `背景：深蓝渐变`: how the cover should look.
fn is_advice(line: &str) -> bool {
    Label::with(line, any_word).is_some_and(|label| {
        !label.rest.is_empty() && by_stem(&label.word) == Some(Meaning::Advice)
    })
}

/// `【图片】` above what there is to be seen.
fn is_bare_picture(line: &str) -> bool {
    CONVENTIONS.picture.has(line)
}

/// Whether a line is a label in bold or before a colon with nothing behind it.
fn is_bare_label(line: &str) -> bool {
    let text = unlisted(line).trim();
    let bare = text.trim_matches('*');
    item(line).is_none() && bare.ends_with([':', '：']) && bare.chars().count() <= 20
        || text.ends_with([':', '：']) && text.starts_with("**") && text.chars().count() <= 24
}

/// Whether a line is a block that a cover keeps as it is.
pub(super) fn is_block(line: &str) -> bool {
    let line = line.trim();
    line.starts_with(['|', '>', '!', '<', '`', '[', '【', '（', '('])
}
