//! `[@doe2020]` and `@fig-plan` → what a reader can make something of: the name and the year that a
//! key is made of, and the kind of thing that is meant. Nothing is looked up.

use crate::locale::Words;

/// What a reference of Quarto's begins with, and the kind of thing that it refers to.
const KINDS: [(&str, &str); 6] = [
    ("fig-", "figure"),
    ("tbl-", "table"),
    ("eq-", "equation"),
    ("sec-", "section"),
    ("lst-", "listing"),
    ("thm-", "theorem"),
];

/// What stands in place of a text's citations, and their keys. `None`: there are none.
pub(super) fn replace(text: &str, words: &Words) -> Option<(String, Vec<String>)> {
    let mut out = String::new();
    let mut keys = Vec::new();
    let words = words.suiting(text);
    let mut at = 0;
    while at < text.len() {
        let rest = &text[at..];
        let apart = !text[..at].ends_with(|c: char| c.is_ascii_alphanumeric());
        let found = bracket(rest, words).or_else(|| bare(rest, words).filter(|_| apart));
        let Some((length, shown, found)) = found else {
            let c = rest.chars().next().unwrap_or_default();
            out.push(c);
            at += c.len_utf8();
            continue;
        };
        // What is said in Han or kana stands without a blank before it.
        if shown.starts_with(crate::deck::markdown::is_cjk) {
            out.truncate(out.trim_end().len());
        }
        out.push_str(&shown);
        keys.extend(found);
        at += length;
    }
    (!keys.is_empty()).then_some((out, keys))
}

/// `[see @doe2020, p. 3; @roe2021]` at the start of a text: its length, what is shown, the keys.
fn bracket(text: &str, words: &Words) -> Option<(usize, String, Vec<String>)> {
    let inner = text.strip_prefix('[')?;
    let end = inner.find(']')?;
    let inner = &inner[..end];
    let mut keys = Vec::new();
    let mut parts = Vec::new();
    for part in inner.split(';') {
        let at = part.find('@')?;
        let (length, key) = key(&part[at..])?;
        let before = part[..at].trim().trim_end_matches('-');
        let shown = [before, &shown(key, words), part[at + length..].trim_start()];
        let shown: Vec<&str> = shown.into_iter().filter(|part| !part.is_empty()).collect();
        parts.push(shown.join(" ").replace(" ,", ","));
        keys.push(key.to_owned());
    }
    let (open, between, close) =
        if words.full_width { ("（", "；", "）") } else { ("(", "; ", ")") };
    Some((end + 2, format!("{open}{}{close}", parts.join(between)), keys))
}

/// `@doe2020` at the start of a text. A name without a year is no key: people write to `@somebody`.
fn bare(text: &str, words: &Words) -> Option<(usize, String, Vec<String>)> {
    let (length, key) = key(text)?;
    let is_reference = kind(key).is_some();
    // `@doe [p. 3]`: nobody is written to with a page.
    let has_page = text[length..].strip_prefix(" [").is_some_and(|rest| rest.contains(']'));
    (is_reference || has_page || year(key).is_some() || has_short_year(key))
        .then(|| (length, shown(key, words), vec![key.to_owned()]))
}

/// The key that a text begins with, and its length with the sign.
fn key(text: &str) -> Option<(usize, &str)> {
    let rest = text.strip_prefix('@')?;
    let is_inside = |c: char| c.is_alphanumeric() || "_-:./+".contains(c);
    let end = rest.find(|c: char| !is_inside(c)).unwrap_or(rest.len());
    let key = rest[..end].trim_end_matches(['.', ':', '-', '/']);
    let begins = key.starts_with(|c: char| c.is_ascii_alphanumeric() || c == '_');
    begins.then_some((key.len() + 1, key))
}

/// What a key names that is no source: Quarto has a dash behind that, filters of Pandoc's a colon.
fn kind(key: &str) -> Option<&'static str> {
    let is_of = |start: &str| key.starts_with(start) || key.starts_with(&start.replace('-', ":"));
    KINDS.iter().find(|(start, _)| is_of(start)).map(|(_, kind)| *kind)
}

/// What is shown of a key.
fn shown(key: &str, words: &Words) -> String {
    if let Some(kind) = kind(key) {
        return words.reference[kind].clone();
    }
    let name = key.split(|c: char| !c.is_alphabetic()).find(|word| !word.is_empty());
    let mut letters = name.unwrap_or(key).chars();
    let first = letters.next().map(|c| c.to_uppercase().to_string()).unwrap_or_default();
    let name = format!("{first}{}", letters.as_str());
    match year(key) {
        Some(year) => format!("{name} {year}"),
        None => key.replacen(|c: char| c.is_lowercase(), &first, 1).replace(['_', '-'], " "),
    }
}

/// Whether a key is a name and the last digits of a year, `knuth84`.
fn has_short_year(key: &str) -> bool {
    let digits = key.bytes().rev().take_while(u8::is_ascii_digit).count();
    let name = &key[..key.len() - digits];
    digits == 2 && name.len() > 2 && name.bytes().all(|byte| byte.is_ascii_lowercase())
}

/// The four digits of a year in a key.
fn year(key: &str) -> Option<&str> {
    let runs = key.split(|c: char| !c.is_ascii_digit());
    runs.into_iter().find(|run| run.len() == 4 && (run.starts_with("19") || run.starts_with("20")))
}

#[cfg(test)]
mod tests {
    use super::replace;
    use crate::locale::Locale;

    /// What is shown of a text in a language.
    fn shown_in(tag: &str, text: &str) -> Option<String> {
        let locale = Locale::of(tag).expect("a tag");
        replace(text, locale.words).map(|(shown, _)| shown)
    }

    #[test]
    fn a_reference_names_its_kind_in_the_language_of_the_deck() {
        assert_eq!(shown_in("zh", "见 @fig-plan。").as_deref(), Some("见图。"));
        assert_eq!(shown_in("zh", "见 @fig:plan。").as_deref(), Some("见图。"));
        assert_eq!(shown_in("zh", "See @fig-plan.").as_deref(), Some("See the figure."));
        assert_eq!(
            shown_in("ja", "仕組みは @fig-plan を参照").as_deref(),
            Some("仕組みは図 を参照")
        );
        assert_eq!(shown_in("ko", "@fig-plan 참조").as_deref(), Some("그림 참조"));
        assert_eq!(shown_in("de", "Siehe @tbl-x.").as_deref(), Some("Siehe die Tabelle."));
    }

    #[test]
    fn a_key_says_who_and_when() {
        let shown = |text: &str| shown_in("zh", text);
        assert_eq!(
            shown("As [@doe2020; see @roe_x-2021, p. 3]").as_deref(),
            Some("As (Doe 2020; see Roe 2021, p. 3)")
        );
        assert_eq!(shown("见 @zhang2020。").as_deref(), Some("见 Zhang 2020。"));
        assert_eq!(shown("见[@li2019]").as_deref(), Some("见（Li 2019）"));
        assert_eq!(shown("mail a@b2020.org, ask @somebody, [x]"), None);
    }
}
