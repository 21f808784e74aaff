//! Grapheme clusters that perhaps no single font has: letters with combining marks, key caps,
//! joined emoji. Pure.

/// The zero-width joiner, which joins several emoji into one.
const JOINER: char = '\u{200d}';

/// Whether a text may contain clusters that `templates/base/clusters.typ` has to take apart.
pub(super) fn any(text: &str) -> bool {
    let binds = |c| matches!(c, '\u{300}'..='\u{36f}' | JOINER | '\u{20dd}'..='\u{20e4}');
    // A quick test first: most texts are ASCII or have no such character.
    !text.is_ascii() && text.chars().any(binds)
}

/// The emoji of a text that consist of several characters (joined, or with a skin tone), each with
/// its place in bytes.
pub(crate) fn composed(text: &str) -> Vec<(usize, &str)> {
    let mut found = Vec::new();
    let mut chars = text.char_indices().peekable();
    while let Some((start, first)) = chars.next() {
        if !is_picture(first) {
            continue;
        }
        let (mut end, mut parts, mut before) = (start + first.len_utf8(), 1, first);
        while let Some(&(at, c)) = chars.peek() {
            let goes_on =
                is_tone(c) || matches!(c, JOINER | '\u{fe0f}') || before == JOINER && is_picture(c);
            if !goes_on {
                break;
            }
            parts += usize::from(is_tone(c) || before == JOINER);
            (end, before) = (at + c.len_utf8(), c);
            chars.next();
        }
        if parts > 1 {
            found.push((start, &text[start..end]));
        }
    }
    found
}

/// Whether a character is a skin-tone modifier.
fn is_tone(c: char) -> bool {
    matches!(c, '\u{1f3fb}'..='\u{1f3ff}')
}

/// Whether a character may be a picture: an emoji, or one of the signs that can be.
fn is_picture(c: char) -> bool {
    matches!(c, '\u{2190}'..='\u{2bff}' | '\u{1f000}'..='\u{1faff}') && !is_tone(c)
}

#[cfg(test)]
mod tests {
    use super::composed;

    #[test]
    fn pictures_made_of_several_are_found_whole() {
        for (text, expected) in [
            ("甲😀😀", &[][..]),
            ("a🤷\u{200d}♂\u{fe0f} b", &["🤷\u{200d}♂\u{fe0f}"]),
            ("👍🏽👍🏽", &["👍🏽", "👍🏽"]),
            ("❤\u{fe0f}\u{200d}🔥。❤\u{fe0f}", &["❤\u{fe0f}\u{200d}🔥"]),
            ("क्\u{200d}ष", &[]),
        ] {
            let found: Vec<&str> = composed(text).into_iter().map(|(_, found)| found).collect();
            assert_eq!(found, expected, "{text}");
        }
    }
}
