//! What is left for the author to fill in: `[您的姓名]`, `X月X日`, `XXX`.

use super::Context;
use crate::deck::Inline;
use crate::deck::block::visit_inlines;
use crate::diag::{Diagnostic, Diagnostics};

/// How what stands in brackets begins.
const BEGINS: [&str; 15] = [
    "您的", "你的", "填写", "请填写", "插入", "具体", "公司名", "姓名", "日期", "your ", "insert ",
    "company name", "date", "あなたの", "todo",
];

/// Reports each text that has some.
pub(super) fn check(context: &Context, findings: &mut Diagnostics) {
    for view in &context.slides {
        visit_inlines(view.slide, &mut |inline| {
            let Inline::Text(text) = &inline.value else { return };
            if let Some(blank) = blank(text) {
                let message = format!("`{blank}` is left for you to fill in");
                findings.push(view.finding_at("to-fill-in", inline.span, message));
            }
        });
    }
    let meta = &context.deck.meta;
    let texts = meta
        .author
        .iter()
        .map(|name| ("author", name))
        .chain(meta.date.iter().map(|date| ("date", date)));
    for (key, text) in texts {
        if let Some(blank) = blank(text) {
            let message = format!("`{blank}` is left for you to fill in");
            let finding = Diagnostic::warning("to-fill-in", meta.span(key), message);
            findings.push(finding);
        }
    }
}

/// The first thing in a text that stands for another.
fn blank(text: &str) -> Option<&str> {
    bracketed(text).or_else(|| crossed(text)).or_else(|| line(text))
}

/// `[您的姓名]`, `【请填写…】`.
fn bracketed(text: &str) -> Option<&str> {
    let pairs = [('[', ']'), ('【', '】'), ('［', '］')];
    pairs.into_iter().find_map(|(open, close)| {
        let start = text.find(open)?;
        let end = start + text[start..].find(close)?;
        let inner = text[start + open.len_utf8()..end].to_lowercase();
        BEGINS
            .iter()
            .any(|word| inner.starts_with(word))
            .then(|| &text[start..end + close.len_utf8()])
    })
}

/// `____`: a line to write on.
fn line(text: &str) -> Option<&str> {
    let start = text.find("____")?;
    let end = text[start..].find(|c| c != '_').map_or(text.len(), |end| start + end);
    Some(&text[start..end])
}

/// `XXX`, `××`, `X月X日`: crosses among Han, or by themselves.
fn crossed(text: &str) -> Option<&str> {
    let is_cross = |c: char| matches!(c, 'X' | 'x' | '×' | 'Ｘ');
    let mut at = 0;
    while let Some(start) = text[at..].find(is_cross).map(|found| at + found) {
        let run = text[start..].find(|c| !is_cross(c)).map_or(text.len(), |end| start + end);
        let (before, after) = (text[..start].chars().next_back(), text[run..].chars().next());
        let is_word = |c: Option<char>| {
            c.is_some_and(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '/' | '.' | '='))
        };
        let count = text[start..run].chars().count();
        let of_date = matches!(after, Some('年' | '月' | '日'));
        let alike =
            text[start..run].chars().all(|c| c == text[start..].chars().next().unwrap_or(c));
        let small = text[start..].starts_with('x');
        if alike
            && !is_word(before)
            && !is_word(after)
            && !small
            && (count >= 3 || of_date || count == 2 && text[start..].starts_with('×'))
        {
            let of_blank = |c: char| is_cross(c) || matches!(c, '年' | '月' | '日');
            let end = text[start..].find(|c| !of_blank(c)).map_or(text.len(), |end| start + end);
            return Some(&text[start..end]);
        }
        at = run.max(start + 1);
        while !text.is_char_boundary(at) {
            at += 1;
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::blank;

    #[test]
    fn what_stands_for_something_else_is_found() {
        for text in [
            "汇报人：[您的姓名]",
            "XXX 公司",
            "2025年X月X日",
            "×××大学",
            "[Your name]",
            "【请填写】",
        ] {
            assert!(blank(text).is_some(), "{text}");
        }
        for text in ["x = 3", "2×3", "XXL", "MAX", "[3]", "XXE 攻击", "1280×720", "X 射线", "[图]"]
        {
            assert!(blank(text).is_none(), "{text}");
        }
    }
}
