//! Signs that the parser does not see.

use std::borrow::Cow;
use std::ops::Range;

use comrak::nodes::{AstNode, NodeValue};

/// What stands in the place of something hidden; all of it takes as many bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Behind {
    /// A sign without a meaning.
    Sign,
    /// The same, for an escape: its backslash is not shown.
    Escape,
    /// A blank and a letter: where an address ends.
    Blank,
    /// A sign between blanks: where an address begins.
    Blanks,
}

/// What was hidden, and how: the text that the parser sees instead.
struct Stand {
    behind: Behind,
    original: String,
    seen: String,
}

/// A text of which some is hidden.
pub(super) struct Hidden {
    written: String,
    seen: String,
    stands: Vec<Stand>,
}

impl Hidden {
    pub(super) fn new(text: &str) -> Self {
        Self { written: text.to_owned(), seen: text.to_owned(), stands: Vec::new() }
    }

    /// The text as it was written.
    pub(super) fn written(&self) -> &str {
        &self.written
    }

    /// The text for the parser, with every byte in its place.
    pub(super) fn seen(&self) -> &str {
        &self.seen
    }

    /// Hides what stands at a range. Whether that changed anything.
    pub(super) fn hide(&mut self, range: Range<usize>, behind: Behind) -> bool {
        let original = &self.written[range.clone()];
        let known = |stand: &&Stand| stand.behind == behind && stand.original == original;
        let seen = match self.stands.iter().find(known) {
            Some(stand) => stand.seen.clone(),
            None => {
                let original = original.to_owned();
                let Some(seen) = self.stand_in(original.len(), behind) else { return false };
                self.stands.push(Stand { behind, original, seen: seen.clone() });
                seen
            }
        };
        let changed = self.seen[range.clone()] != seen;
        self.seen.replace_range(range, &seen);
        changed
    }

    /// Adds text that nobody wrote.
    pub(super) fn append(&mut self, at: usize, text: &str) -> bool {
        self.written.insert_str(at, text);
        self.seen.insert_str(at, text);
        true
    }

    /// Puts everything back where it was hidden.
    pub(super) fn show<'a>(&self, root: &'a AstNode<'a>) {
        if self.stands.is_empty() {
            return;
        }
        for node in root.descendants() {
            match &mut node.data_mut().value {
                NodeValue::Text(text) => *text = Cow::Owned(self.shown(text)),
                NodeValue::Code(code) => code.literal = self.shown(&code.literal),
                NodeValue::Math(math) => math.literal = self.shown(&math.literal),
                NodeValue::HtmlInline(html) => *html = self.shown(html),
                NodeValue::Link(link) | NodeValue::Image(link) => {
                    link.url = self.shown(&link.url);
                    link.title = self.shown(&link.title);
                }
                _ => {}
            }
        }
    }

    fn shown(&self, text: &str) -> String {
        self.stands.iter().fold(text.to_owned(), |text, stand| {
            let original = match stand.behind {
                Behind::Escape => stand.original.trim_start_matches('\\'),
                _ => &stand.original,
            };
            text.replace(&stand.seen, original)
        })
    }

    /// Something as long that stands for nothing else.
    fn stand_in(&self, length: usize, behind: Behind) -> Option<String> {
        match behind {
            Behind::Sign | Behind::Escape => {
                Some(self.unused('\u{1}'..='\u{1f}')?.to_string().repeat(length))
            }
            Behind::Blank => {
                let letters =
                    if length == 3 { '\u{100}'..='\u{7ff}' } else { '\u{1200}'..='\u{2fff}' };
                let stand = format!(" {}", self.unused(letters)?);
                (stand.len() == length).then_some(stand)
            }
            Behind::Blanks => {
                let stand = format!(" {} ", self.unused('\u{1}'..='\u{1f}')?);
                (stand.len() == length).then_some(stand)
            }
        }
    }

    /// A character that neither the text nor anything hidden has.
    fn unused(&self, mut among: std::ops::RangeInclusive<char>) -> Option<char> {
        let used =
            |c: char| self.written.contains(c) || self.stands.iter().any(|s| s.seen.contains(c));
        among.find(|c| !c.is_whitespace() && !used(*c))
    }
}
