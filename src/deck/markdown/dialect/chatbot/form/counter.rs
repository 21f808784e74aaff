//! What counts a line, `3.`, `三、`, `③`, `3️⃣`, `（3）`, `III.`, `**3**`, `1.2`, and the text behind it.

use super::numbers::{Notation, Number, number};

/// The number of a line, and what it counts.
#[derive(Debug, Clone, PartialEq)]
pub(in super::super) struct Counter<'t> {
    pub(in super::super) notation: Notation,
    /// The number on each level: `1.2` has two.
    pub(in super::super) numbers: Vec<usize>,
    /// The sign behind the number, or the bracket that closes around it.
    pub(in super::super) sign: Option<char>,
    /// Whether a zero stands before the number: `03`.
    pub(in super::super) is_padded: bool,
    /// Whether it stands in brackets.
    pub(in super::super) is_bracketed: bool,
    /// The text behind it; may be empty.
    pub(in super::super) title: &'t str,
}

/// Whether a character is one of the digits of ASCII.
pub(in super::super) fn is_digit(c: char) -> bool {
    c.is_ascii_digit()
}

/// Signs between a number and a title.
pub(in super::super) fn separates(c: char) -> bool {
    c.is_whitespace() || "：:-–—｜|/／、.．)）】]·".contains(c)
}

impl<'t> Counter<'t> {
    /// What counts a text, if something parts it from the text.
    pub(in super::super) fn of(text: &'t str) -> Option<Self> {
        let text = text.trim();
        // `**③** 绿茶`
        if let Some((inner, rest)) = text.strip_prefix("**").and_then(|text| text.split_once("**"))
        {
            let counter = Self::of(inner).filter(|counter| counter.title.is_empty())?;
            let title = rest.trim_start_matches(separates);
            return (!title.is_empty()).then_some(Self { title, ..counter });
        }
        if let Some(inner) = text.strip_prefix(['(', '（']) {
            let found = Number::of(inner)?;
            let rest = found.rest.trim_start();
            let sign = rest.chars().next().filter(|c| matches!(c, ')' | '）'))?;
            let title = rest[sign.len_utf8()..].trim_start_matches(separates);
            return Some(Self::new(found, sign, title, true));
        }
        Self::bare(text)
    }

    fn new(found: Number<'t>, sign: char, title: &'t str, is_bracketed: bool) -> Self {
        let (notation, numbers) = (found.notation, vec![found.value]);
        Self { notation, numbers, sign: Some(sign), is_padded: false, is_bracketed, title }
    }

    /// The same, where nothing stands around the number.
    fn bare(text: &'t str) -> Option<Self> {
        let Number { notation, value, mut rest } = Number::of(text)?;
        let mut numbers = vec![value];
        while let Some((next, behind)) = rest.strip_prefix('.').and_then(number)
            && notation == Notation::Digits
        {
            numbers.push(next);
            rest = behind;
        }
        let has_levels = numbers.len() > 1;
        let sign = rest.trim_start().chars().next();
        let sign =
            sign.filter(|c| separates(*c) && (!has_levels || matches!(c, '.' | '、' | '．')));
        let own = matches!(notation, Notation::Roman | Notation::Keycap | Notation::Circled);
        let is_parted = match notation {
            Notation::Word => sign.is_some_and(|sign| !sign.is_whitespace()),
            _ => own || sign.is_some() || rest.starts_with([' ', '　']) || rest.is_empty(),
        };
        // `01绿茶`; `10:30` is a time.
        let is_padded = text.starts_with('0') && text.len() - rest.len() == 2;
        let is_time = rest.strip_prefix(':').is_some_and(|rest| rest.starts_with(is_digit));
        let title = rest.trim_start_matches(separates);
        let found = Self { notation, numbers, sign, is_padded, is_bracketed: false, title };
        ((is_parted || is_padded) && !is_time).then_some(found)
    }

    /// The number, which is that of the lowest level.
    pub(in super::super) fn number(&self) -> usize {
        self.numbers.last().copied().unwrap_or(0)
    }

    /// Whether nothing but a number is written so: the number has a sign of its own, or one behind it.
    pub(in super::super) fn is_sure(&self) -> bool {
        self.is_bracketed
            || self.is_padded
            || self.has_own_sign()
            || self.notation == Notation::Roman
            || matches!(self.sign, Some('.' | '、' | '．'))
    }

    /// Whether the number is a sign by itself.
    pub(in super::super) fn has_own_sign(&self) -> bool {
        matches!(self.notation, Notation::Keycap | Notation::Circled)
    }
}

/// The number in front of a title, `3. 绿茶`, `三、绿茶`, `③ 绿茶`, and the title.
pub(in super::super) fn counter(text: &str) -> Option<(usize, &str)> {
    let counter = Counter::of(text).filter(|one| one.is_sure() && one.numbers.len() == 1)?;
    Some((counter.number(), counter.title))
}
