//! Labels before a text: `**🎤 讲稿：** …`, `【正文】…`, `（讲者：…）`, `> 备注：…`, `- **Visual:** …`.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use super::conventions::{CONVENTIONS, Meaning, Words, starts};
use super::form::{
    PAIRS, bullet, heading, indent, is_decoration, item, ruled, unsigned, without_close,
};

/// A label and what stands behind it.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Label {
    /// Its meaning.
    pub(super) meaning: Meaning,
    /// The signs before its word: `🎤`.
    pub(super) sign: String,
    /// Its word, as it is written; the signs, where there is none.
    pub(super) word: String,
    /// The text on the same line; may be empty.
    pub(super) rest: String,
    /// Signs that were opened before it and are not closed yet.
    pub(super) open: Vec<char>,
    /// The kind of line it is on.
    pub(super) shape: Shape,
    /// Whether it is in bold, in brackets or a heading.
    pub(super) is_set_off: bool,
    /// The bracket that it stands in, if it does.
    pub(super) bracket: Option<char>,
}

/// The kind of a line with a label.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Shape {
    /// A paragraph.
    Text,
    /// An item that begins after so many blanks.
    Item(usize),
    /// A line of a quotation.
    Quote,
    /// A heading of this level.
    Heading(usize),
}

/// Brackets that make a label of a word without a colon.
const BRACKETS: [char; 9] = ['【', '[', '［', '「', '『', '〔', '＜', '〈', '｛'];

/// The sign of a line about the layout of its page.
pub(super) const LAYOUT: &str = "▦";

/// Most characters of a label that is known by its end alone.
const MOST_LABEL: usize = 20;

impl Label {
    /// The label that a line begins with.
    pub(super) fn of(line: &str) -> Option<Self> {
        Self::with(line, word)
    }

    /// The same, if it has one of these meanings.
    pub(super) fn of_kind(line: &str, meanings: &[Meaning]) -> Option<Self> {
        Self::of(line).filter(|label| meanings.contains(&label.meaning))
    }

    /// The label that a text is by itself, where the colon behind it is missing.
    pub(super) fn named(text: &str) -> Option<Self> {
        let text = text.trim().trim_end_matches([':', '：']);
        Self::of(&format!("{text}：")).filter(|label| label.rest.is_empty())
    }

    /// The same, if it is of a text that is said.
    pub(super) fn names_notes(text: &str) -> bool {
        Self::named(text).is_some_and(|label| label.meaning.is_said())
    }

    /// What stands behind it on its line, without the signs that were opened before.
    pub(super) fn text(&self) -> &str {
        self.without_open(&self.rest)
    }

    /// The same, where `word` tells the labels: what it means, how it is written, what follows.
    pub(super) fn with(
        line: &str,
        word: impl Fn(&str) -> Option<(Meaning, &str, &str)>,
    ) -> Option<Self> {
        let (shape, text) = shape(line).filter(|(_, text)| !is_link(text))?;
        let inside = ruled(text);
        let text = inside.unwrap_or(text);
        let (open, inner) = opened(text);
        let sign = signs(&text[..text.len() - inner.len()]);
        let (meaning, word, behind) = word(inner)?;
        let (open, closed, rest) = closed(open, behind)?;
        let is_heading = matches!(shape, Shape::Heading(_));
        let is_marked = closed || is_heading || inside.is_some() || !open.is_empty();
        // `讲稿｜…`, but not `Script | …`, which may be any two words.
        let is_sure = meaning == Meaning::Notes && (!word.is_ascii() || word.contains(' '));
        let bar = || parted(rest).filter(|_| is_sure);
        let (colon, rest) = match rest.strip_prefix([':', '：']).or_else(bar) {
            Some(rest) => (true, rest),
            None => (false, rest),
        };
        let before = &text[..text.len() - inner.len()];
        // `（备注）…`, `（副标题）…`
        let is_named = meaning <= Meaning::Answer || meaning == Meaning::Subtitle;
        let is_aside = is_named && before.contains(['（', '(']);
        // `[Your name] · Sales`
        let is_part = rest.trim_start().starts_with(['·', '|', '｜', '/', ',', '，']);
        let bracketed = closed && !is_part && (before.contains(BRACKETS) || is_aside);
        // Without a colon it takes brackets, or a line of its own.
        let is_pictured = meaning <= Meaning::Look && sign.contains(|c| c > '\u{1f000}');
        let is_signed = is_sure && !sign.is_empty();
        let rest = if is_sure && unsigned(rest).is_empty() { "" } else { rest };
        let is_alone = rest.trim().is_empty() && (is_marked || is_pictured || is_signed);
        if !(colon || bracketed || is_alone) {
            return None;
        }
        let (open, _, rest) = closed_again(open, rest);
        let rest = rest.trim().to_owned();
        Some(Self {
            meaning,
            sign,
            word: word.to_owned(),
            rest,
            open,
            shape,
            is_set_off: is_marked,
            bracket: before.chars().find(|c| BRACKETS.contains(c)),
        })
    }

    /// The label that a line begins with, whatever its word is: `互动：`. Where there is no word, a sign is one,
    /// `🎤 …`, and so is what sets off a whole line: `> …`, `“…”`, `（…）`, `*…*`.
    pub(super) fn any(line: &str) -> Option<Self> {
        Self::of(line)
            .or_else(|| Self::of_layout(line))
            .or_else(|| Self::with(line, any_word))
            .or_else(|| Self::of_heading(line))
            .or_else(|| Self::of_sign(line))
            .or_else(|| Self::of_frame(line))
    }

    /// That of a text without one that is said.
    pub(super) fn said(text: &str) -> Self {
        Self { meaning: Meaning::Notes, ..Self::of_signs("", text, Shape::Text) }
    }

    /// That of a text which only signs set off.
    fn of_signs(sign: &str, rest: &str, shape: Shape) -> Self {
        let (sign, rest) = (sign.to_owned(), rest.trim().to_owned());
        let (word, meaning) = (sign.clone(), Meaning::Unknown);
        let (open, is_set_off, bracket) = (Vec::new(), false, None);
        Self { meaning, sign, word, rest, open, shape, is_set_off, bracket }
    }

    /// A low heading needs no colon, nor does what stands between drawn lines.
    fn of_heading(line: &str) -> Option<Self> {
        match ruled(line.trim()) {
            Some(inside) => Self::with(&format!("**{inside}：**"), any_word),
            None => Self::with(&format!("{line}："), any_word).filter(|_| heading(line).is_some()),
        }
    }

    /// A line of nothing but words for how a page is laid out, `左图右文`, or of what would stand well on it:
    /// `✅ 建议用大数字卡片展示`.
    fn of_layout(line: &str) -> Option<Self> {
        let (shape, text) = shape(line)?;
        let rest = text.trim();
        let is_layout = matches!(shape, Shape::Text) && (is_layout(rest, 2) || is_wish(rest));
        is_layout.then(|| Self::of_signs(LAYOUT, rest, shape))
    }

    /// What sets off a line without a label.
    fn of_frame(line: &str) -> Option<Self> {
        const FRAMES: [(char, char); 6] =
            [('“', '”'), ('"', '"'), ('「', '」'), ('（', '）'), ('(', ')'), ('*', '*')];
        let (shape, text) = shape(line)?;
        let text = text.trim();
        let inside = |(open, close): (char, char)| {
            let inner = text.strip_prefix(open)?.strip_suffix(close)?;
            (!inner.contains([open, close])).then_some((open, inner))
        };
        let (sign, inner) = match shape {
            Shape::Quote => Some(('>', text)),
            Shape::Text => FRAMES.into_iter().find_map(inside),
            Shape::Item(_) | Shape::Heading(_) => None,
        }?;
        (!inner.trim().is_empty()).then(|| Self::of_signs(&sign.to_string(), inner, shape))
    }

    /// A sign that stands before what such a part of a slide says, without a word.
    fn of_sign(line: &str) -> Option<Self> {
        let (shape, text) = shape(line)?;
        let (open, rest) = opened(text);
        let sign = signs(&text[..text.len() - rest.len()]);
        let is_known = CONVENTIONS.form_sign.values().any(|signs| signs.stands_in(&sign));
        let is_label = is_known && !sign.is_empty() && !rest.trim().is_empty();
        // `🎙 발표 멘트` on a line of its own.
        let named = Self::named(rest).filter(|named| is_label && named.word == rest.trim());
        if let Some(named) = named {
            return Some(Self { sign, shape, open, is_set_off: true, ..named });
        }
        is_label.then(|| Self { open, ..Self::of_signs(&sign, rest, shape) })
    }

    /// Whether it has a sign and no word.
    pub(super) fn is_wordless(&self) -> bool {
        self.word == self.sign
    }

    /// Whether nothing but what sets off its line makes it one.
    pub(super) fn is_frame(&self) -> bool {
        self.is_wordless() && !self.word.contains(is_decoration)
    }

    /// The word by which the labels of an answer are compared.
    pub(super) fn key(&self) -> String {
        self.word.trim_end_matches(|c: char| c.is_ascii_digit() || c == ' ').to_lowercase()
    }

    /// Whether what was opened before it closes at the end of its line.
    pub(super) fn is_closed(&self) -> bool {
        self.text().len() < self.rest.trim_end().len()
    }

    /// What stands in brackets behind the word of the label on its line: `左侧（经过）：`.
    pub(super) fn aside<'t>(&self, line: &'t str) -> Option<&'t str> {
        let (_, behind) = line.split_once(&self.word)?;
        let inner = behind.trim_start_matches(['*', '_', ' ']).strip_prefix(['（', '('])?;
        inner.find(['）', ')']).map(|end| inner[..end].trim())
    }

    /// What a text says, without the signs that were opened before the label.
    pub(super) fn without_open<'t>(&self, text: &'t str) -> &'t str {
        let mut text = text.trim_end();
        for sign in &self.open {
            text = without_close(text, *sign);
        }
        text
    }
}

/// What stands behind a bar or a dash that parts a label from its text.
fn parted(text: &str) -> Option<&str> {
    let marks = ["｜", "|", "——", "—", "–", "→"];
    marks.iter().find_map(|mark| text.trim_start().strip_prefix(mark))
}

/// Whether a text begins with a link, whose words are in brackets, too.
fn is_link(text: &str) -> bool {
    let rest = text.strip_prefix('[').and_then(|text| text.split_once(']'));
    rest.is_some_and(|(_, rest)| rest.starts_with(['(', '[']))
}

/// What a line is, and its text; `None` if no label stands there: titles of slides and numbered items
/// are content.
fn shape(line: &str) -> Option<(Shape, &str)> {
    if let Some((level, text)) = heading(line) {
        return (level > 2).then_some((Shape::Heading(level), text));
    }
    if let Some(text) = line.trim_start().strip_prefix('>') {
        return Some((Shape::Quote, text.trim_start_matches(['>', ' '])));
    }
    match (item(line), bullet(line)) {
        (_, Some((_, text))) => Some((Shape::Item(indent(line)), text)),
        (Some(_), None) => None,
        (None, None) => Some((Shape::Text, line.trim_start())),
    }
}

/// The signs that are open before a label, and what stands behind them. Pictures of things stand
/// before labels, too.
fn opened(text: &str) -> (Vec<char>, &str) {
    let (mut open, mut rest) = (Vec::new(), text);
    while let Some(sign) = rest.chars().next() {
        if PAIRS.iter().any(|(opens, _)| *opens == sign) {
            open.push(sign);
        } else if !is_decoration(sign) {
            break;
        }
        rest = &rest[sign.len_utf8()..];
    }
    (open, rest)
}

/// The signs in what stands before a word.
fn signs(before: &str) -> String {
    before.chars().filter(|c| !c.is_whitespace() && is_decoration(*c) && *c != '\u{fe0f}').collect()
}

/// The colon behind a word, as its line has it: a full one behind Han, unless another one is written.
pub(super) fn colon(word: &str, line: &str) -> &'static str {
    let is_narrow = !word.contains(|c| ('\u{2e80}'..='\u{9fff}').contains(&c));
    let is_wide = line.contains('：') || !is_narrow && !line.contains(": ");
    if is_wide { "：" } else { ": " }
}

/// The labels by their first letter: every line is asked for one.
static LABELS: LazyLock<BTreeMap<char, Vec<(Meaning, &str)>>> = LazyLock::new(|| {
    let mut labels = BTreeMap::<char, Vec<(Meaning, &str)>>::new();
    for (meaning, words) in &CONVENTIONS.label {
        for word in words.iter() {
            let first = word.chars().next().unwrap_or_default();
            labels.entry(first).or_default().push((*meaning, word));
        }
    }
    labels
});

/// The longest label that a text begins with, and what follows.
fn word(text: &str) -> Option<(Meaning, &str, &str)> {
    let first = text.chars().next()?.to_lowercase().next()?;
    let known = LABELS.get(&first).into_iter().flatten();
    let known =
        known.filter(|(_, word)| starts(text, word)).map(|(meaning, word)| (*meaning, word.len()));
    let (meaning, length) =
        tail(text).into_iter().chain(known).max_by_key(|(_, length)| *length)?;
    let behind = &text[length..];
    // `Notes` is no label of `Notebook`.
    (!behind.starts_with(|c: char| c.is_alphanumeric())).then_some((
        meaning,
        &text[..length],
        behind,
    ))
}

/// Whether a text has nothing but words for how a page is laid out, at least so many, and one that has no other use.
pub(super) fn is_layout(text: &str, fewest: usize) -> bool {
    const MOST: usize = 30;
    let words = &CONVENTIONS.layout;
    text.chars().count() <= MOST && is_made_of(text, &[&words.sure], &[&words.other], fewest)
}

/// Whether a text behind a sign advises to show something on the page, and names what there is to see.
fn is_wish(text: &str) -> bool {
    let wish = &CONVENTIONS.wish;
    let advice = text.trim_start_matches(is_decoration).trim_start();
    advice.len() < text.len()
        && wish.begins.begins(advice).is_some()
        && wish.shows.has_stem(advice)
        && CONVENTIONS.voice.look.has_stem(advice)
}

/// Whether a text is made of words of these lists, at least so many, and one of them sure.
pub(super) fn is_made_of(text: &str, sure: &[&Words], other: &[&Words], fewest: usize) -> bool {
    let begins = |lists: &[&Words], text: &str| -> Vec<usize> {
        let all = lists.iter().flat_map(|words| words.iter());
        all.filter(|word| starts(text, word)).map(str::len).collect()
    };
    // What is left of the text, how many words were taken from it (more than needed are not counted), and whether one
    // of them is sure. Many ways lead to the same.
    let mut known = BTreeSet::new();
    let mut left = vec![(text, 0, false)];
    while let Some((rest, parts, is_sure)) = left.pop() {
        if !known.insert((rest.len(), parts, is_sure)) {
            continue;
        }
        if rest.is_empty() && parts >= fewest && is_sure {
            return true;
        }
        let after = |end: usize| rest[end..].trim_start_matches(|c: char| !c.is_alphanumeric());
        let parts = fewest.min(parts + 1);
        left.extend(begins(sure, rest).into_iter().map(|end| (after(end), parts, true)));
        left.extend(begins(other, rest).into_iter().map(|end| (after(end), parts, is_sure)));
    }
    false
}

/// The word that may be a label at the start of a text, whatever it says.
pub(super) fn any_word(text: &str) -> Option<(Meaning, &str, &str)> {
    let end = text.find(|c: char| "：:（(】]］〕＞〉」』｝*_".contains(c))?;
    let label = text[..end].trim_end();
    let is_label = (1..=MOST_LABEL).contains(&label.chars().count())
        && label.starts_with(char::is_alphabetic)
        && !label.contains(['，', '。', ',', '、', '`', '？', '?'])
        && !text[end..].starts_with("](")
        && !text[end..].starts_with("://");
    is_label.then(|| (Meaning::Unknown, label, &text[label.len()..]))
}

/// A longer label that ends as one of a kind does: `教师讲稿`.
fn tail(text: &str) -> Option<(Meaning, usize)> {
    let is_end = |c: char| matches!(c, '：' | ':' | '（' | '(' | '】' | ']' | '*' | '_');
    let (end, _) = text.char_indices().take(MOST_LABEL + 1).find(|(_, c)| is_end(*c))?;
    let label = text[..end].trim_end().to_lowercase();
    // `復唱とメモ` is of two things.
    if CONVENTIONS.conjunction.stands_in(&label) {
        return None;
    }
    let ends = |word: &str| {
        // `TypeScript` is no script.
        let before = label.strip_suffix(word).and_then(|before| before.chars().next_back());
        label.ends_with(word)
            && (!word.is_ascii() || before.is_none_or(|c| !c.is_alphanumeric()) && label.is_ascii())
    };
    let kind = |(meaning, words): (&Meaning, &Words)| {
        words.iter().any(ends).then_some((*meaning, label.len()))
    };
    CONVENTIONS.tail.iter().find_map(kind)
}

/// Closes what was opened before a label: what is still open, whether something was closed, and what
/// follows. A remark about the time may stand behind the word: `讲稿（约1分钟）：`.
fn closed(open: Vec<char>, behind: &str) -> Option<(Vec<char>, bool, &str)> {
    let (open, any, rest) = closed_again(open, behind);
    let aside = |sign: char, close: char| {
        let inner = rest.trim_start().strip_prefix(sign)?;
        let at = inner.find(close)?;
        (inner[..at].chars().count() <= 16).then_some(&inner[at..][close.len_utf8()..])
    };
    match aside('（', '）').or_else(|| aside('(', ')')) {
        Some(rest) => {
            let (open, more, rest) = closed_again(open, rest);
            Some((open, any || more, rest))
        }
        None => Some((open, any, rest)),
    }
}

/// Closes what is open as far as the text does.
fn closed_again(mut open: Vec<char>, text: &str) -> (Vec<char>, bool, &str) {
    let (mut rest, mut any) = (text, false);
    loop {
        let trimmed = rest.trim_start();
        let close = open.last().and_then(|sign| PAIRS.iter().find(|(opens, _)| opens == sign));
        match close.and_then(|(_, close)| trimmed.strip_prefix(*close)) {
            Some(after) => {
                open.pop();
                (rest, any) = (after, true);
            }
            None => {
                let rest = if trimmed.starts_with([':', '：']) { trimmed } else { rest };
                return (open, any, rest);
            }
        }
    }
}
