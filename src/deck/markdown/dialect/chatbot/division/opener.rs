//! What a line has that may say: here a slide begins. Lines of one shape are a family; whether its members
//! are slides, `family` finds out.

use super::super::answer::Answer;
use super::super::conventions::{CONVENTIONS, Meaning};
use super::super::form::{
    Counter, Notation, bold, bullet, heading, indent, is_digit, item, number, ruled, separates,
    unmarked, unsigned,
};
use super::super::labels::Label;
use super::super::lists::is_bulleted;
use crate::deck::arrange::marks::{Style, marker};

/// Most characters of a title that nothing sets off.
const MOST_TITLE: usize = 40;
/// Most characters of a title in brackets, or behind a time.
const MOST_SHORT: usize = 20;
/// Most characters of the word that counts.
const MOST_WORD: usize = 8;

/// A line that may open a slide.
#[derive(Debug, Clone)]
pub(super) struct Opener {
    pub(super) shape: Shape,
    /// 0 for none.
    pub(super) number: usize,
    pub(super) title: String,
}

/// What the lines of a family have in common.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Shape {
    pub(super) dress: Dress,
    pub(super) count: Count,
}

/// What sets a line off.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Dress {
    /// `—— 3 ——`
    Ruled,
    /// `**绿茶**`
    Bold,
    /// `🔹 绿茶`
    Signed,
    /// `🔹 **绿茶**`
    SignedBold,
    /// `【绿茶】`
    Bracket,
    /// `1. **绿茶**`
    BoldBehind,
    /// A list stands right below.
    AboveList,
    Nothing,
}

/// What counts the lines.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Count {
    Nothing,
    /// `0:00–1:00｜绿茶`
    Time,
    /// `标题：绿茶`
    Label,
    /// `3.`, and the sign behind the number.
    Number(Notation, Option<char>),
    /// `（3）`
    Bracketed(Notation),
    /// `第三章`, `壹、`
    Styled(Style),
    /// `Frame 3`, by the word.
    Word(String),
}

impl Opener {
    /// The opener that a line may be.
    pub(super) fn of(answer: &Answer, at: usize) -> Option<Self> {
        let line = answer.text(at);
        if line.trim().is_empty() || indent(line) > 0 || heading(line).is_some() {
            return None;
        }
        timed(line)
            .or_else(|| labelled(line))
            .or_else(|| styled(line))
            .or_else(|| dressed(answer, at))
            .or_else(|| above_list(answer, at))
    }

    fn new(dress: Dress, count: Count, number: usize, title: &str) -> Option<Self> {
        let is_title = is_title(title) && !title.ends_with(['.', ';', ',']);
        let shape = Shape { dress, count };
        is_title.then(|| Self { shape, number, title: unmarked(title) })
    }
}

impl Opener {
    /// A line by itself that names what a slide is: `封面`, `Agenda`, `谢谢`.
    pub(super) fn named(answer: &Answer, at: usize) -> Option<Self> {
        let line = answer.text(at).trim();
        let names = &CONVENTIONS.name;
        let is_name = [&names.cover, &names.agenda, &names.closing, &names.questions]
            .iter()
            .any(|words| words.has(line));
        let is_lone = is_name && answer.is_apart(at) && item(line).is_none();
        Self::new(Dress::Nothing, Count::Nothing, 0, line).filter(|_| is_lone)
    }
}

impl Shape {
    /// Whether a number tells the place of each line.
    pub(super) fn is_counted(&self) -> bool {
        !matches!(self.count, Count::Nothing | Count::Time | Count::Label)
    }

    /// Whether lines of such a shape are items of ordinary lists, too.
    pub(super) fn is_of_list(&self) -> bool {
        let is_item =
            matches!(self.count, Count::Number(Notation::Digits, Some('.' | '、' | '．')));
        self.dress == Dress::Nothing && is_item
    }
}

/// `0:00–1:00｜绿茶`: the title, with the time behind it as titles have remarks.
fn timed(line: &str) -> Option<Opener> {
    let text = line.trim_start_matches(['【', '[', '（', '(', '*']);
    let end = text.find(|c: char| !(c.is_ascii_digit() || ":：-–—~～至'\"′″ ".contains(c)))?;
    let time = text[..end].trim();
    let is_range = time.matches([':', '：']).count() == 2;
    let title =
        text[end..].trim_matches(['｜', '|', '】', ']', '）', ')', '*', ' ', '　', '：', ':']);
    let title = title.trim_start_matches(['-', '–', '—']).trim();
    let is_short = !title.is_empty() && title.chars().count() <= MOST_SHORT;
    let title = format!("{title}（{time}）");
    Opener::new(Dress::Nothing, Count::Time, 0, &title).filter(|_| is_range && is_short)
}

/// `标题：绿茶`
fn labelled(line: &str) -> Option<Opener> {
    let label = Label::of_kind(line, &[Meaning::Title])?;
    let title = label.text();
    Opener::new(Dress::Nothing, Count::Label, 0, title).filter(|_| !label.rest.is_empty())
}

/// `第一部分 绿茶`, `壹、绿茶`, `（一）绿茶`; what parts are called stays.
fn styled(line: &str) -> Option<Opener> {
    let inner = bold(line);
    let text = inner.unwrap_or(line);
    let found = marker(text)?;
    let is_name = matches!(found.style, Style::Chapter | Style::Section | Style::Lecture);
    if !is_name && !matches!(found.style, Style::HanCapital | Style::HanBracket | Style::Dotted(2))
    {
        return None;
    }
    let title = text[if is_name { 0 } else { found.length }..].trim();
    let dress = if inner.is_some() { Dress::Bold } else { Dress::Nothing };
    Opener::new(dress, Count::Styled(found.style), found.number, title)
}

/// A line that is set off, or that counts.
fn dressed(answer: &Answer, at: usize) -> Option<Opener> {
    let line = answer.text(at).trim_end();
    let (dress, text) = undressed(line);
    let is_apart = answer.is_apart(at);
    let is_lone_sign = matches!(dress, Dress::Signed) && (!is_apart || is_bulleted(line));
    if Label::of(line).is_some() || bullet(line).is_some() {
        return None;
    }
    match counted(text) {
        Some((count, number, title)) => {
            let is_bold = bold(title).is_some() && dress == Dress::Nothing;
            let dress = if is_bold { Dress::BoldBehind } else { dress };
            let is_bare =
                title.is_empty() && matches!(dress, Dress::Ruled | Dress::Bold | Dress::Signed);
            match is_bare {
                true => {
                    Some(Opener { shape: Shape { dress, count }, number, title: String::new() })
                }
                false => Opener::new(dress, count, number, title),
            }
        }
        None if matches!(dress, Dress::Nothing | Dress::Ruled) || is_lone_sign => None,
        None => {
            let is_short = dress != Dress::Bracket || text.chars().count() <= MOST_SHORT;
            let is_one = dress != Dress::Bracket || !text.contains(['【', '】']);
            let is_plain = is_short && is_one && !text.contains("**");
            Opener::new(dress, Count::Nothing, 0, text).filter(|_| is_plain)
        }
    }
}

/// What sets a line off, and what it sets off.
fn undressed(line: &str) -> (Dress, &str) {
    if let Some(inner) = ruled(line) {
        return (Dress::Ruled, inner);
    }
    if let Some(inner) = bold(line) {
        return match in_box(inner) {
            Some(inner) => (Dress::Bracket, inner),
            None => (Dress::Bold, unsigned(inner)),
        };
    }
    if let Some(inner) = in_box(line) {
        return (Dress::Bracket, inner);
    }
    let text = unsigned(line);
    match bold(text) {
        _ if text.len() == line.len() => (Dress::Nothing, line),
        Some(inner) => (Dress::SignedBold, inner),
        None => (Dress::Signed, text),
    }
}

/// `【绿茶】` without what is around it.
fn in_box(text: &str) -> Option<&str> {
    text.strip_prefix('【').and_then(|text| text.strip_suffix('】'))
}

/// What counts a text, the number, and the title behind it.
fn counted(text: &str) -> Option<(Count, usize, &str)> {
    let Some(counter) = Counter::of(text) else { return worded(text) };
    let count = match counter.sign {
        _ if counter.is_bracketed => Count::Bracketed(counter.notation),
        _ if counter.has_own_sign() => Count::Number(counter.notation, None),
        sign => Count::Number(counter.notation, sign),
    };
    (counter.numbers.len() == 1).then(|| (count, counter.number(), counter.title))
}

/// `Frame 3: 绿茶`: a short word and a number before a sign. The word may mean something, so it stays.
fn worded(text: &str) -> Option<(Count, usize, &str)> {
    let end = text.find(|c: char| !(c.is_alphabetic() || c == ' '))?;
    let word = text[..end].trim();
    let length = word.chars().count();
    let (number, rest) = number(&text[end..]).filter(|_| text[end..].starts_with(is_digit))?;
    let is_parted = rest.trim().is_empty() || rest.trim_start().starts_with(separates);
    let is_word = (1..=MOST_WORD).contains(&length) && word.starts_with(char::is_alphabetic);
    (is_word && is_parted).then(|| (Count::Word(word.to_lowercase()), number, text))
}

/// A short line without markup right above a list.
fn above_list(answer: &Answer, at: usize) -> Option<Opener> {
    let line = answer.text(at);
    let is_plain = item(line).is_none()
        && line.starts_with(char::is_alphanumeric)
        && answer.is_apart(at)
        && Label::of(line).is_none();
    let is_item = |at: usize| item(answer.text(at)).is_some() || is_bulleted(answer.text(at));
    let above = answer.shown_from(at + 1).is_some_and(is_item);
    Opener::new(Dress::AboveList, Count::Nothing, 0, line.trim()).filter(|_| is_plain && above)
}

/// Whether a text may be a title: it is short and no sentence.
pub(in super::super) fn is_title(text: &str) -> bool {
    !text.is_empty()
        && text.chars().count() <= MOST_TITLE
        && !text.ends_with(['。', '；', '，', '：', ':'])
}
