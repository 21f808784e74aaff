//! Placeholders that the author still has to fill in: `[您的姓名]`, `X月X日`, `XXX`.

use super::Context;
use crate::deck::Inline;
use crate::deck::block::visit_inlines;
use crate::diag::{Diagnostic, Diagnostics};

/// How placeholders in brackets begin.
const BEGINS: [&str; 15] = [
    "您的", "你的", "填写", "请填写", "插入", "具体", "公司名", "姓名", "日期", "your ", "insert ",
    "company name", "date", "あなたの", "todo",
];

/// How placeholders in brackets end: `[老师姓名]`, `[邮箱]`.
const ENDS: [&str; 16] = [
    "姓名", "名称", "日期", "邮箱", "电话", "联系方式", "单位", "学校", "名稱", "電話", "信箱",
    "氏名", "会社名", "名前", " name", "email",
];

/// Words before which two crosses stand for a name: `XX县`, `XX公司`.
const NAMED: &str =
    "县村镇乡市省区路街号楼公集研大学医院部单项年月日老先女班级社小中縣鄉區號樓醫單項級";

/// Reports each text with placeholders.
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

/// The first placeholder in a text.
fn blank(text: &str) -> Option<&str> {
    bracketed(text).or_else(|| crossed(text)).or_else(|| circles(text)).or_else(|| line(text))
}

/// A placeholder in brackets: `[您的姓名]`, `【请填写…】`.
fn bracketed(text: &str) -> Option<&str> {
    let pairs = [('[', ']'), ('【', '】'), ('［', '］')];
    pairs.into_iter().find_map(|(open, close)| {
        let start = text.find(open)?;
        let end = start + text[start..].find(close)?;
        let inner = text[start + open.len_utf8()..end].to_lowercase();
        let is_blank = BEGINS.iter().any(|word| inner.starts_with(word))
            || ENDS.iter().any(|word| inner.ends_with(word));
        is_blank.then(|| &text[start..end + close.len_utf8()])
    })
}

/// Circles as in Japan and Taiwan: `〇〇町`, `○○○`; but `二〇〇八` is a number.
fn circles(text: &str) -> Option<&str> {
    let is_circle = |c: char| matches!(c, '〇' | '○' | '◯' | '△');
    let start = text.find(is_circle)?;
    let sign = text[start..].chars().next()?;
    let end = text[start..].find(|c| c != sign).map_or(text.len(), |end| start + end);
    let is_digit = |c: Option<char>| c.is_some_and(|c| "一二三四五六七八九".contains(c));
    let counts =
        is_digit(text[..start].chars().next_back()) || is_digit(text[end..].chars().next());
    let is_blank = text[start..end].chars().count() > 1 && !counts;
    is_blank.then(|| &text[start..end]).or_else(|| circles(&text[end..]))
}

/// A line to write on: `____`.
fn line(text: &str) -> Option<&str> {
    let start = text.find("____")?;
    let end = text[start..].find(|c| c != '_').map_or(text.len(), |end| start + end);
    Some(&text[start..end])
}

/// Crosses among Han or alone: `XXX`, `××`, `X月X日`.
fn crossed(text: &str) -> Option<&str> {
    let is_cross = |c: char| matches!(c, 'X' | 'x' | '×' | 'Ｘ');
    let mut at = 0;
    while let Some(start) = text[at..].find(is_cross).map(|found| at + found) {
        let run = text[start..].find(|c| !is_cross(c)).map_or(text.len(), |end| start + end);
        let (before, after) = (text[..start].chars().next_back(), text[run..].chars().next());
        let is_word = |c: Option<char>| {
            c.is_some_and(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.' | '='))
        };
        let is_path = |c: Option<char>| c == Some('/');
        let count = text[start..run].chars().count();
        let of_date = matches!(after, Some('年' | '月' | '日'));
        let alike =
            text[start..run].chars().all(|c| c == text[start..].chars().next().unwrap_or(c));
        let small = text[start..].starts_with('x');
        if alike
            && !is_word(before)
            && !is_word(after)
            && !small
            && (count >= 3 && !is_path(before) && !is_path(after)
                || of_date
                || count == 2 && is_pair(&text[start..run], before, after))
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

/// Whether two crosses are a placeholder: `××`, `XX县`, `2025/XX/XX`.
fn is_pair(crosses: &str, before: Option<char>, after: Option<char>) -> bool {
    let is_name = after.is_some_and(|c| NAMED.contains(c));
    let is_date = before == Some('/') && after.is_none_or(|c| c == '/');
    crosses.starts_with('×') || crosses.starts_with(['X', 'Ｘ']) && (is_name || is_date)
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
            "以XX县为例",
            "2025/XX/XX",
            "[老师姓名]",
            "联系方式：[邮箱]",
            "○○町内会",
            "提案人：〇〇〇",
        ] {
            assert!(blank(text).is_some(), "{text}");
        }
        for text in [
            "x = 3", "2×3", "XXL", "MAX", "[3]", "XXE 攻击", "1280×720", "X 射线", "[图]",
            "XX染色体", "二〇〇八年", "○ 对", "/xxx/", "XX 与 XY",
        ] {
            assert!(blank(text).is_none(), "{text}");
        }
    }
}
