//! Comments in code that say how their line is shown, `// [!code ++]`: the line is marked, the comment goes.

use crate::deck::markdown::listing::Listing;

/// What opens such a comment, in the languages that have it; one that ends as another one does, before it.
const OPENING: [&str; 5] = ["//", "#", "<!--", "--", "/*"];

/// Takes these comments off the lines of a listing, which are marked unless others are.
pub(super) fn take(listing: &mut Listing) {
    if !listing.text.contains("[!code ") {
        return;
    }
    let (mut lines, mut marked) = (Vec::new(), Vec::new());
    for (at, line) in listing.text.split('\n').enumerate() {
        let plain = without_mark(line);
        if plain.is_some() {
            marked.push((at + 1).to_string());
        }
        lines.push(plain.unwrap_or(line));
    }
    if !marked.is_empty() {
        listing.shown = Some(lines.join("\n"));
        listing.options.entry("highlight".to_owned()).or_insert_with(|| marked.join(","));
    }
}

/// A line without the comment at its end; `None` if it has none.
fn without_mark(line: &str) -> Option<&str> {
    let (before, mark) = line.rsplit_once("[!code ")?;
    let (_, behind) = mark.split_once(']')?;
    let is_end = matches!(behind.trim(), "" | "*/" | "-->");
    let before = before.trim_end();
    let opening = OPENING.iter().find_map(|sign| before.strip_suffix(sign));
    opening.filter(|_| is_end).map(str::trim_end)
}

#[cfg(test)]
mod tests {
    use super::without_mark;

    #[test]
    fn comments_are_taken_off_whole() {
        assert_eq!(without_mark("let a // [!code ++]"), Some("let a"));
        assert_eq!(without_mark("<p/> <!-- [!code highlight] -->"), Some("<p/>"));
        assert_eq!(without_mark("a = \"[!code ++]\""), None);
        assert_eq!(without_mark("# [!code --] b"), None);
    }
}
