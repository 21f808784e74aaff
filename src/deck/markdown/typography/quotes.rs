//! Straight quotation marks: which of them open and close a quotation. Pure.

use super::{is_cjk, is_latin};

/// What a straight mark stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Role {
    /// It begins a quotation.
    Opens,
    /// It ends one.
    Closes,
    /// It stands for a letter that is left out.
    Apostrophe,
    /// It is meant as it is: for inches, minutes, seconds.
    Itself,
    /// It would begin a quotation that nothing ends.
    Alone,
}

/// What each `"` and `'` of a paragraph stands for, in their order.
pub(super) fn roles(text: &str) -> Vec<(char, Role)> {
    let marks = marks(text);
    let mut roles: Vec<(char, Role)> = marks.iter().map(|mark| (mark.sign, Role::Itself)).collect();
    let doubles: Vec<usize> = (0..marks.len()).filter(|at| marks[*at].sign == '"').collect();
    let behind_digit = |at: &usize| marks[*at].before.is_some_and(|c| c.is_ascii_digit());
    // An even number of them are pairs, unless all of them stand behind numbers.
    let has_units = doubles.len() % 2 == 1 || doubles.iter().all(behind_digit);
    let mut open = None;
    for at in doubles {
        match open {
            None if has_units && behind_digit(&at) => {}
            None => (open, roles[at].1) = (Some(at), Role::Opens),
            Some(_) => (open, roles[at].1) = (None, Role::Closes),
        }
    }
    if let Some(at) = open {
        roles[at].1 = Role::Alone;
    }
    singles(&marks, &mut roles);
    roles
}

/// Those of `'`: an apostrophe in a Latin word, and pairs around Han.
fn singles(marks: &[Mark], roles: &mut [(char, Role)]) {
    let mut open: Option<usize> = None;
    for (at, mark) in marks.iter().enumerate().filter(|(_, mark)| mark.sign == '\'') {
        let begins = mark.before.is_none_or(|c| !is_latin(c) && !c.is_ascii_digit());
        match open {
            _ if mark.before.is_some_and(is_latin) && mark.after.is_some_and(is_latin) => {
                roles[at].1 = Role::Apostrophe;
            }
            Some(first) if mark.before.is_some_and(is_cjk) => {
                (roles[first].1, roles[at].1) = (Role::Opens, Role::Closes);
                open = None;
            }
            None if begins && mark.after.is_some_and(is_cjk) => open = Some(at),
            _ => {}
        }
    }
}

/// A straight mark, and what stands beside it.
struct Mark {
    sign: char,
    before: Option<char>,
    after: Option<char>,
}

fn marks(text: &str) -> Vec<Mark> {
    let signs = text.char_indices().filter(|(_, c)| matches!(c, '"' | '\''));
    let mark = |(at, sign): (usize, char)| Mark {
        sign,
        before: text[..at].chars().next_back(),
        after: text[at + 1..].chars().next(),
    };
    signs.map(mark).collect()
}

#[cfg(test)]
mod tests {
    use super::{Role, roles};

    #[test]
    fn pairs_are_found_and_the_rest_is_known() {
        use Role::{Alone, Apostrophe, Closes, Itself, Opens};
        for (text, expected) in [
            ("他说\"好\"", &[Opens, Closes][..]),
            ("他说'好'，又说\"行\"", &[Opens, Closes, Opens, Closes]),
            ("\"双引号\"，屏幕是 6\" 的", &[Opens, Closes, Itself]),
            ("6\" 和 8\"", &[Itself, Itself]),
            ("有3\"个\"", &[Opens, Closes]),
            ("\"没有完", &[Alone]),
            ("it's 5' 高，rock 'n' roll", &[Apostrophe, Itself, Itself, Itself]),
        ] {
            let found: Vec<Role> = roles(text).into_iter().map(|(_, role)| role).collect();
            assert_eq!(found, expected, "{text}");
        }
    }
}
