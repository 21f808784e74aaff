//! Placeholders that the author still has to fill in: `[您的姓名]`, `X月X日`, `XXX`.

use super::Context;
use super::words::WORDS;
use crate::deck::Inline;
use crate::deck::block::visit_inlines;
use crate::diag::{Diagnostic, Diagnostics};

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
        // `【单位】…` is a label, but not behind one: `单位：【医院名称】`.
        let is_place = open != '【' || text[..start].trim_end().ends_with(['：', ':']);
        let is_blank =
            WORDS.blank_begins.begins(&inner) || is_place && WORDS.blank_ends.ends(&inner);
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

/// A line to write on: `____`, `＿＿＿件`; `＿＿` is the gap of a question.
fn line(text: &str) -> Option<&str> {
    let start = ["____", "＿＿＿"].into_iter().filter_map(|line| text.find(line)).min()?;
    let is_line = |c: char| matches!(c, '_' | '＿');
    let end = text[start..].find(|c| !is_line(c)).map_or(text.len(), |end| start + end);
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
        let digits = digits_before(&text[..start], count);
        if alike
            && (!is_word(before) || digits > 0)
            && !is_word(after)
            && !small
            && (count >= 3 && !is_path(before) && !is_path(after)
                || of_date
                || digits > 0
                || count == 2 && is_pair(&text[start..run], &text[..start], &text[run..]))
        {
            let of_blank = |c: char| is_cross(c) || matches!(c, '年' | '月' | '日');
            let end = text[start..].find(|c| !of_blank(c)).map_or(text.len(), |end| start + end);
            return Some(&text[start - digits..end]);
        }
        at = run.max(start + 1);
        while !text.is_char_boundary(at) {
            at += 1;
        }
    }
    None
}

/// How many digits before crosses belong to them: `0XX`, `20XX`, `138XXXX`, but not `5XX`.
fn digits_before(text: &str, crosses: usize) -> usize {
    let head = text.trim_end_matches(|c: char| c.is_ascii_digit());
    let digits = &text[head.len()..];
    let is_apart = !head.ends_with(|c: char| c.is_ascii_alphanumeric() || "-_.=".contains(c));
    let begins = matches!(digits, "0" | "19" | "20") && crosses > 1;
    if is_apart && (begins || crosses > 2 && digits.len() > 1) { digits.len() } else { 0 }
}

/// Whether two crosses are a placeholder: `××`, `XX县`, `XX 箱`, `李XX`, `2025/XX/XX`.
fn is_pair(crosses: &str, before: &str, after: &str) -> bool {
    let first = after.chars().next();
    let is_name = WORDS.blank_named.begins(after);
    let is_date = before.ends_with('/') && first.is_none_or(|c| c == '/');
    // `XX 与 XY`
    let counted = after.strip_prefix(' ').filter(|after| after.starts_with(is_han));
    let is_counted = counted.is_some_and(|after| !WORDS.blank_counted_not.begins(after));
    let ends = first.is_none_or(|c| !c.is_alphanumeric() && c != ' ');
    let is_surname = before.chars().next_back().is_some_and(is_han) && ends;
    let is_amount = before.ends_with(['$', '¥', '￥', '€']) || after.starts_with(['%', '％']);
    let is_place = is_name || is_date || is_counted || is_surname || is_amount;
    crosses.starts_with('×') || crosses.starts_with(['X', 'Ｘ']) && is_place
}

/// Whether a character is Han.
fn is_han(c: char) -> bool {
    ('\u{4e00}'..='\u{9fff}').contains(&c)
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
            "[年份]年",
            "Start [month]",
            "$XX from the city",
            "约 0XX 元",
            "电话 138XXXX",
            "共有 XX 箱",
            "主持人：李XX",
            "提案人：〇〇〇",
            "[Name], [Product Lead]",
            "报名：[link / QR code]",
            "电话：[号码]",
            "单位：【医院名称】",
            "已交付＿＿＿件",
        ] {
            assert!(blank(text).is_some(), "{text}");
        }
        for text in [
            "x = 3", "2×3", "XXL", "MAX", "[3]", "XXE 攻击", "1280×720", "X 射线", "[图]",
            "XX染色体", "返回 5XX", "二〇〇八年", "○ 对", "/xxx/", "XX 与 XY", "【单位】三班",
            "点击【地址】", "放在桌子＿＿",
        ] {
            assert!(blank(text).is_none(), "{text}");
        }
    }
}
