//! Clean-up of running text that a Chinese typesetter would do: paired quotes, full-width dashes
//! and ellipses, line ends between Han that are no spaces. Escaped characters and code are left
//! alone, and so is everything that is already right.

mod quotes;

use std::collections::VecDeque;

use crate::locale::{Locale, Words};
pub(crate) use quotes::Role;

/// Rewrites the text of one paragraph, piece by piece, in order.
pub(crate) struct Typography {
    /// The roles of the remaining straight quotation marks.
    roles: VecDeque<(char, Role)>,
    /// The words of the language, with its quotation marks.
    words: &'static Words,
    /// The last character written.
    previous: Option<char>,
}

impl Typography {
    /// Prepares for a paragraph with this text, in which a character stands for everything that is
    /// not text.
    pub(crate) fn new(text: &str, words: &'static Words) -> Self {
        Self { roles: quotes::roles(text).into(), words, previous: None }
    }

    /// The roles of the remaining straight quotation marks.
    pub(super) fn roles(&self) -> impl Iterator<Item = Role> {
        self.roles.iter().map(|(_, role)| *role)
    }

    /// The text for a line end in the source: nothing between Han, else a space.
    pub(super) fn line_end(&mut self, next: Option<char>) -> &'static str {
        let join = |c: Option<char>| c.is_none_or(is_cjk);
        if join(self.previous) && join(next) { "" } else { " " }
    }

    /// Skips a piece that must stay as it is.
    pub(crate) fn verbatim(&mut self, text: &str) {
        self.previous = text.chars().next_back().or(self.previous);
    }

    /// Rewrites a piece of plain text. `next` is the character that follows it.
    pub(crate) fn text(&mut self, text: &str, next: Option<char>) -> String {
        let mut out = String::with_capacity(text.len());
        let mut rest = text;
        while let Some(c) = rest.chars().next() {
            if let Some(length) = self.apart(rest, next) {
                let mark = rest[..length].trim_matches(' ');
                out.push_str(mark);
                rest = &rest[length..];
                self.previous = mark.chars().next_back();
                continue;
            }
            let run = rest.len() - rest.trim_start_matches(c).len();
            let count = run / c.len_utf8();
            let after = rest[run..].chars().next().or(next);
            let between = self.previous.is_some_and(is_cjk) && after.is_none_or(is_cjk);
            let beside = self.previous.is_some_and(is_cjk) || after.is_some_and(is_cjk);
            let replaced = match c {
                '-' if count >= 4 || (count >= 2 && between) => Some("——".to_owned()),
                '.' if count >= 3 && beside => Some("……".to_owned()),
                '。' if count >= 3 => Some("……".to_owned()),
                '-' if count == 2
                    && self.previous.is_some_and(is_digit)
                    && after.is_some_and(is_digit) =>
                {
                    Some("–".to_owned())
                }
                '"' | '\'' => Some((0..count).map(|_| self.quote(c)).collect()),
                ' ' if self.has_room(after) => Some(String::new()),
                _ => None,
            };
            out.push_str(replaced.as_deref().unwrap_or(&rest[..run]));
            rest = &rest[run..];
            self.previous = out.chars().next_back().or(self.previous);
        }
        out
    }

    /// The length of a mark with blanks around it at the start of a text, if it stands between Han:
    /// such marks already have their space, `甲 · 乙`, `甲 —— 乙`.
    fn apart(&self, text: &str, next: Option<char>) -> Option<usize> {
        let from_mark = text.trim_start_matches(' ');
        let sign = from_mark.chars().next().filter(|c| matches!(c, '·' | '—'))?;
        let behind_mark = from_mark.trim_start_matches(sign);
        let count = (from_mark.len() - behind_mark.len()) / sign.len_utf8();
        let behind = behind_mark.trim_start_matches(' ');
        let has_blanks = from_mark.len() < text.len() && behind.len() < behind_mark.len();
        let is_mark = if sign == '·' { count == 1 } else { count == 2 };
        let between =
            self.previous.is_some_and(is_cjk) && behind.chars().next().or(next).is_some_and(is_cjk);
        (has_blanks && is_mark && between).then(|| text.len() - behind.len())
    }

    /// The replacement of the next straight quotation mark.
    fn quote(&mut self, sign: char) -> &'static str {
        let straight = if sign == '"' { "\"" } else { "'" };
        while let Some((found, role)) = self.roles.pop_front() {
            if found != sign {
                continue;
            }
            let words = if sign == '"' { &self.words.quotes } else { &self.words.inner_quotes };
            return match role {
                Role::Opens => &words[0],
                Role::Closes => &words[1],
                Role::Apostrophe => "’",
                Role::Itself | Role::Alone => straight,
            };
        }
        straight
    }

    /// Whether blanks before a character are next to a full-width mark, which has its own space.
    /// Between two brackets they are a blank to fill in: `（ ）`.
    fn has_room(&self, after: Option<char>) -> bool {
        let (Some(before), Some(after)) = (self.previous, after) else { return false };
        let quotes = |quote: char, c: char| matches!(quote, '“' | '”') && is_cjk_letter(c);
        let fills = OPENING.contains(before) && CLOSING.contains(after);
        let beside = |c: char| OPENING.contains(c) || CLOSING.contains(c);
        !fills
            && (beside(before) || beside(after) || quotes(before, after) || quotes(after, before))
    }
}

/// Full-width marks whose left half is blank, and those whose right half is.
const OPENING: &str = "（「『《【〈〔［｛";
const CLOSING: &str = "，。、：；！？）」』》】〉〕］｝";

fn is_digit(c: char) -> bool {
    c.is_ascii_digit()
}

/// Whether a letter is Latin, so that `'` beside it is an apostrophe.
fn is_latin(c: char) -> bool {
    c.is_alphabetic() && c < '\u{530}'
}

/// A text by itself, cleaned up as one in the default language.
pub(crate) fn cleaned(text: &str) -> String {
    Typography::new(text, Locale::default().words).text(text, None)
}

/// Whether a character is Han or kana, and none of the marks that are set with them.
pub(crate) fn is_cjk_letter(c: char) -> bool {
    is_cjk(c) && c.is_alphanumeric()
}

/// Whether a character is one of Hiragana, which Japanese has and Chinese has not.
pub(crate) fn is_hiragana(c: char) -> bool {
    ('\u{3041}'..='\u{309f}').contains(&c)
}

/// Whether a character belongs to Chinese or Japanese writing: Han, kana, and the punctuation and
/// full-width forms set with them. Hangul is not: Korean separates words by spaces.
pub(crate) fn is_cjk(c: char) -> bool {
    matches!(c,
        '\u{2e80}'..='\u{303f}' | '\u{3040}'..='\u{30ff}' | '\u{3100}'..='\u{312f}'
        | '\u{31a0}'..='\u{31ff}' | '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}'
        | '\u{f900}'..='\u{faff}' | '\u{fe30}'..='\u{fe4f}' | '\u{ff00}'..='\u{ffef}'
        | '\u{20000}'..='\u{3ffff}')
        || matches!(c, '“' | '”' | '‘' | '’' | '—' | '…')
}
