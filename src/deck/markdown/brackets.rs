//! Brackets in a text. Pure.

/// The byte at which the bracket closes in which a text stands; those of its kind inside it are passed
/// over. `None`: it is never closed.
pub(crate) fn closing(text: &str, open: char, close: char) -> Option<usize> {
    let mut depth = 1;
    let closes = |(_, c): &(usize, char)| {
        depth += i32::from(*c == open) - i32::from(*c == close);
        depth == 0
    };
    text.char_indices().find(closes).map(|(at, _)| at)
}

#[cfg(test)]
mod tests {
    use super::closing;

    #[test]
    fn brackets_inside_are_passed_over() {
        assert_eq!(closing("a(b)c)d)", '(', ')'), Some(5));
        assert_eq!(closing("甲]", '[', ']'), Some(3));
        assert_eq!(closing("a(b)", '(', ')'), None);
    }
}
