//! The names of layouts and themes, shared by decks and themes: a deck can be read without a theme,
//! and a theme without a deck.

/// The layouts that every theme has, a line each, in the order in which they are listed.
const LAYOUTS: &str = include_str!("names/layouts.txt");

/// The layouts that every theme has, in the order in which they are listed.
pub(crate) fn layouts() -> impl Iterator<Item = &'static str> {
    LAYOUTS.lines()
}

/// Whether every theme has a layout of this name.
pub(crate) fn is_layout(name: &str) -> bool {
    layouts().any(|known| known == name)
}

/// Whether a file name has one of these extensions, whatever its case.
pub(crate) fn ends_in(name: &str, endings: &[&str]) -> bool {
    let ending = name.rsplit_once('.').map(|(_, ending)| ending.to_ascii_lowercase());
    ending.is_some_and(|ending| endings.contains(&ending.as_str()))
}

/// The themes that the program brings along.
pub(crate) const THEMES: [&str; 4] = ["brand", "classroom", "paper", "stage"];

/// A word quoted for a shell.
pub(crate) fn pasted(word: &str) -> String {
    let plain = |c: char| c.is_alphanumeric() || "_-./:=@%+,~".contains(c);
    match (word.chars().all(plain) && !word.is_empty(), cfg!(windows)) {
        (true, _) => word.to_owned(),
        (false, true) => format!("\"{word}\""),
        (false, false) => format!("'{}'", word.replace('\'', r"'\''")),
    }
}

#[cfg(all(test, unix))]
mod tests {
    use super::pasted;

    #[test]
    fn what_a_shell_would_part_is_quoted() {
        for (word, expected) in [
            ("talk.md", "talk.md"),
            ("讲稿/第一讲.md", "讲稿/第一讲.md"),
            ("我的 课.md", "'我的 课.md'"),
            ("it's.md", r"'it'\''s.md'"),
            ("", "''"),
        ] {
            assert_eq!(pasted(word), expected);
        }
    }
}
