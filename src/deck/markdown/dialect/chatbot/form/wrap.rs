//! What wraps a text as a whole, and says nothing: emphasis, brackets, quotation marks, pictures of things.

/// Signs that open and close around a label, a title or a wish.
pub(in super::super) const PAIRS: [(char, char); 13] = [
    ('*', '*'),
    ('_', '_'),
    ('【', '】'),
    ('[', ']'),
    ('［', '］'),
    ('＜', '＞'),
    ('〈', '〉'),
    ('（', '）'),
    ('(', ')'),
    ('「', '」'),
    ('〔', '〕'),
    ('『', '』'),
    ('｛', '｝'),
];

/// Quotation marks, in pairs.
const QUOTES: [(char, char); 5] = [('“', '”'), ('"', '"'), ('「', '」'), ('『', '』'), ('„', '“')];

/// What a text that is bold as a whole says; a colon may stand behind it.
pub(in super::super) fn bold(text: &str) -> Option<&str> {
    let text = text.trim();
    let text = text.strip_suffix([':', '：']).unwrap_or(text);
    let inner = text.strip_prefix("**")?.strip_suffix("**")?;
    (!inner.is_empty() && !inner.contains("**")).then_some(inner)
}

/// A text without the bold that is around all of it.
pub(in super::super) fn unbold(text: &str) -> &str {
    bold(text).unwrap_or(text.trim())
}

/// What stands in the brackets that are around all of a text, with the sign that opens them.
pub(in super::super) fn bracketed(text: &str) -> Option<(char, &str)> {
    let text = text.trim();
    let (open, close) = PAIRS[2..].iter().find(|(open, _)| text.starts_with(*open))?;
    let inner = text.strip_prefix(*open)?.strip_suffix(*close)?;
    (!inner.contains([*open, *close])).then_some((*open, inner))
}

/// What stands in the quotation marks that are around all of a text.
pub(in super::super) fn unquoted(text: &str) -> Option<&str> {
    let inner = |(open, close): (char, char)| text.strip_prefix(open)?.strip_suffix(close);
    QUOTES.into_iter().find_map(inner)
}

/// What stands between lines that are drawn: `--- Slide 2 ---`, `=== 第2页 ===`.
pub(in super::super) fn ruled(text: &str) -> Option<&str> {
    let inner = text.trim_matches(['-', '=', '—', '─', ' ']);
    let is_ruled = ["---", "===", "———", "───"].iter().any(|rule| text.starts_with(rule))
        || text.starts_with("——") && text.ends_with("——");
    (is_ruled && !inner.is_empty()).then_some(inner)
}

/// A sign before a label or a title that says nothing.
pub(in super::super) fn is_decoration(c: char) -> bool {
    let marks_up = "#|<>!`~$\\-+=:：。，、；？！…—–&%@/“”\"'《》".contains(c);
    !c.is_alphanumeric()
        && !marks_up
        && !PAIRS.iter().any(|(open, close)| c == *open || c == *close)
}

/// A text without the pictures of things in front of it.
pub(in super::super) fn unsigned(text: &str) -> &str {
    text.trim_start_matches(is_decoration)
}

/// A text without the sign at its end that closes what a sign opened.
pub(in super::super) fn without_close(text: &str, open: char) -> &str {
    let close = PAIRS.iter().find(|(sign, _)| *sign == open).map_or(open, |(_, close)| *close);
    text.strip_suffix(close).unwrap_or(text).trim_end()
}

/// A title without marks of emphasis around it, and without what closes what its marker opened.
pub(in super::super) fn unmarked(title: &str) -> String {
    let title = title.trim().trim_end_matches(['=', '-', '─', '—']).trim_end();
    let stars = title.trim_start_matches(['*', '_']);
    let title = if stars.len() < title.len() { stars.trim_end_matches(['*', '_']) } else { title };
    // What is closed behind it was opened before its marker.
    let body = title.trim_end_matches(['*', '_']);
    let title = if body.contains(['*', '_']) { title } else { body };
    let odd = title.matches("**").count() % 2 == 1;
    let title = if odd { title.replace("**", "") } else { title.to_owned() };
    // `绿茶】 ⏱ 2分钟`
    let title = if title.contains('【') { title } else { title.replacen('】', " ", 1) };
    let unopened = |open: char, close: char| title.ends_with(close) && !title.contains(open);
    match unopened('[', ']') || unopened('（', '）') || unopened('(', ')') {
        true => title.trim_end_matches([']', '）', ')']).trim_end().to_owned(),
        false => title.trim().to_owned(),
    }
}
