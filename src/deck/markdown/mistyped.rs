//! Reports text that was meant as markup but lacks a blank or has a full-width sign, with the
//! correction.

use std::ops::Range;

use super::Reader;
use crate::diag::{Diagnostic, Span};

/// A finding's place, message, hint and correction.
struct Mistype {
    place: Range<usize>,
    message: String,
    hint: String,
    /// The correction; `None`: only the author can tell.
    fix: Option<(Range<usize>, String)>,
}

impl Reader<'_, '_> {
    /// Checks the text of a paragraph as the author wrote it.
    pub(super) fn check_mistyped(&mut self, paragraph: Span) {
        let text = self.text(paragraph);
        let lines = || Lines { text, at: 0 };
        let single = lines().count() == 1;
        let mut found: Vec<Mistype> = lines()
            .filter_map(|(at, line)| {
                heading(at, line, single).or_else(|| fence(at, line)).or_else(|| quote(at, line))
            })
            .collect();
        found.extend(lines().filter_map(|(at, line)| link(at, line)));
        if !self.dialect.manner().keeps_lines {
            found.extend(list(lines()));
        }
        found.into_iter().for_each(|mistype| self.push(mistype, paragraph));
    }

    /// Checks braces behind a heading.
    pub(super) fn check_mistyped_braces(&mut self, heading: Span) {
        if let Some(mistype) = braces(self.text(heading)) {
            self.push(mistype, heading);
        }
    }

    /// Checks text in which the parser found no markup.
    pub(super) fn check_leftovers(&mut self, text: &str, span: Span) {
        formula(text).into_iter().for_each(|mistype| self.push(mistype, span));
    }

    fn push(&mut self, mistype: Mistype, within: Span) {
        let place = within.within(mistype.place);
        let finding =
            Diagnostic::warning("mistyped-markup", place, mistype.message).hint(mistype.hint);
        self.findings.push(match mistype.fix {
            Some((range, text)) => finding.fixed_by(within.within(range), text),
            None => finding,
        });
    }
}

/// The lines of a text, each with its first byte that is no blank, and without blanks around it.
#[derive(Clone)]
struct Lines<'a> {
    text: &'a str,
    at: usize,
}

impl<'a> Iterator for Lines<'a> {
    type Item = (usize, &'a str);

    fn next(&mut self) -> Option<Self::Item> {
        let rest = self.text.get(self.at..).filter(|rest| !rest.is_empty())?;
        let line = rest.lines().next().unwrap_or_default();
        let start = self.at + line.len() - line.trim_start().len();
        self.at += rest.find('\n').map_or(rest.len(), |end| end + 1);
        Some((start, line.trim()))
    }
}

/// `##标题`, `＃ 标题`; with a single sign only where it cannot be a tag among others.
fn heading(at: usize, line: &str, single: bool) -> Option<Mistype> {
    let text = line.trim_start_matches(['#', '＃']);
    let marks = &line[..line.len() - text.len()];
    let level = marks.chars().count();
    let (full_width, first) = (marks.contains('＃'), text.chars().next()?);
    let is_tag = level == 1
        && (!single || text.contains(['#', '＃']) || !(first.is_alphabetic() || full_width));
    if !(1..=6).contains(&level) || is_tag || (first == ' ' && !full_width) {
        return None;
    }
    let mark = "#".repeat(level);
    let fix = Some((at..at + line.len() - text.trim_start().len(), format!("{mark} ")));
    Some(Mistype {
        place: at..at + marks.len(),
        message: format!("`{marks}` makes no heading here and is shown"),
        hint: format!("a heading has half-width signs and a blank: `{mark} {}`", text.trim()),
        fix: fix.filter(|_| level > 1 || full_width),
    })
}

/// `：：： columns`.
fn fence(at: usize, line: &str) -> Option<Mistype> {
    let name = line.trim_start_matches([':', '：']);
    let marks = &line[..line.len() - name.len()];
    let colons = ":".repeat(marks.chars().count());
    if colons.len() < 3 || !marks.contains('：') || !name.is_ascii() {
        return None;
    }
    Some(Mistype {
        place: at..at + marks.len(),
        message: format!("`{marks}` is full-width and is shown"),
        hint: format!("what opens and closes a block is half-width: `{colons}{name}`"),
        fix: Some((at..at + marks.len(), colons)),
    })
}

/// `＞ 引用`.
fn quote(at: usize, line: &str) -> Option<Mistype> {
    let text = line.strip_prefix('＞')?;
    // `＞90%` is a comparison.
    text.starts_with(|c: char| c.is_whitespace() || begins_text(c)).then_some(())?;
    let text = text.trim();
    let place = at..at + '＞'.len_utf8();
    Some(Mistype {
        message: "`＞` is full-width and is shown".into(),
        hint: format!("a quotation begins with a half-width sign: `> {text}`"),
        fix: Some((place.clone(), ">".into())),
        place,
    })
}

/// `[文字]（https://…）`, where what stands in the parentheses can only be a path or an address.
fn link(at: usize, line: &str) -> Option<Mistype> {
    let middle = line.find("]（").filter(|middle| line[..*middle].contains('['))?;
    let target = &line[middle + "]（".len()..];
    let target = &target[..target.find(['）', ')'])?];
    let is_path = |c: char| c.is_ascii_graphic() || c.is_alphanumeric();
    if !target.contains(['.', '/', '#']) || !target.chars().all(is_path) {
        return None;
    }
    let start = middle + "]".len();
    let end = start + "（".len() + target.len();
    let close = line[end..].chars().next().map_or(0, char::len_utf8);
    Some(Mistype {
        place: at + start..at + end + close,
        message: "a link or a picture in full-width parentheses is shown as text".into(),
        hint: format!("parentheses of links are half-width: `({target})`"),
        fix: Some((at + start..at + end + close, format!("({target})"))),
    })
}

/// Lines that look like list items but are not parsed as a list, and run together.
fn list(lines: Lines) -> Option<Mistype> {
    let text = lines.text;
    let marked = |lines: Lines| {
        let items = lines.filter_map(|(at, line)| item(line).map(|(old, new)| (at..at + old, new)));
        items.collect::<Vec<_>>()
    };
    let items = marked(lines.clone());
    // Lines with manual breaks are intended.
    let broken = |line: &str| line.ends_with("  ") || line.ends_with('\\');
    let [first, .., last] = items.as_slice() else { return None };
    if text.lines().any(broken) {
        return None;
    }
    let whole = first.0.start..last.0.end;
    let (mut mended, mut at) = (String::new(), whole.start);
    for (mark, new) in &items {
        mended.push_str(&text[at..mark.start]);
        mended.push_str(new);
        at = mark.end;
    }
    let (mark, new) = (&text[first.0.clone()], first.1.trim_end());
    Some(Mistype {
        place: first.0.clone(),
        message: format!("`{}` makes no list: these lines run together", mark.trim_end()),
        hint: format!("an item begins with `{new}` and a blank"),
        fix: Some((whole, mended)),
    })
}

/// The start of an apparent item: its length, and the correction.
fn item(line: &str) -> Option<(usize, String)> {
    let first = line.chars().next()?;
    let rest = &line[first.len_utf8()..];
    let next = rest.chars().next()?;
    let blanks = |rest: &str| rest.len() - rest.trim_start().len();
    match first {
        // `-5 度` and `-v` are no items, `--` no mark, and `*强调*` is emphasis.
        '-' | '+' if begins_text(next) => Some((1, format!("{first} "))),
        '－' | '•' | '●' | '·' | '▪' | '◆' => {
            Some((first.len_utf8() + blanks(rest), "- ".to_owned()))
        }
        '0'..='9' => {
            let digits = line.bytes().take_while(u8::is_ascii_digit).count();
            let after = &line[digits..];
            let sign = after.chars().next()?;
            let text = &after[sign.len_utf8()..];
            let is_mark = match sign {
                '.' | ')' => text.starts_with(begins_text),
                // `1、2、3` are three numbers.
                '、' | '．' | '）' => text.starts_with(|c: char| !c.is_ascii_digit()),
                _ => false,
            };
            let length = digits + sign.len_utf8() + blanks(text);
            is_mark.then(|| (length, format!("{}. ", &line[..digits])))
        }
        _ => None,
    }
}

/// Whether a character can begin an item's text where without a blank it might be a number or an
/// option.
fn begins_text(c: char) -> bool {
    !c.is_ascii() && c.is_alphabetic() || matches!(c, '*' | '`' | '“' | '《' | '「')
}

/// `## 标题 ｛.cards｝`: full-width attributes.
fn braces(text: &str) -> Option<Mistype> {
    let text = text.trim_end();
    let at = text.rfind(['{', '｛'])?;
    let written = &text[at..];
    let mended: String = written.chars().map(half_width).collect();
    let inner = mended.strip_prefix('{')?.strip_suffix('}')?.trim();
    let means = inner.is_ascii() && (inner.starts_with(['.', '#']) || inner.contains('='));
    (means && mended != written).then(|| Mistype {
        place: at..text.len(),
        message: format!("`{written}` is full-width and is shown"),
        hint: format!("what belongs to a heading is half-width: `{mended}`"),
        fix: Some((at..text.len(), mended.clone())),
    })
}

/// The half-width form of a sign in attributes.
fn half_width(c: char) -> char {
    match c {
        '。' => '.',
        '\u{3000}' => ' ',
        '“' | '”' => '"',
        // The full-width forms of ASCII stand in its order.
        '！'..='～' => char::from_u32(c as u32 - '！' as u32 + '!' as u32).unwrap_or(c),
        _ => c,
    }
}

/// An unclosed `$$`.
fn formula(text: &str) -> Option<Mistype> {
    let at = text.find("$$")?;
    let money = text[at + 2..].starts_with('$');
    (!money).then(|| Mistype {
        place: at..at + 2,
        message: "`$$` makes no formula here and is shown".into(),
        hint: "a formula begins and ends with `$$`, without a blank line in between".into(),
        fix: None,
    })
}
