//! Footnotes that a slide refers to more than once: each gets one number and stands once below.

use crate::deck::block::visit_inlines;
use crate::deck::{Inline, Inlines, Slide};

/// The footnotes of a page that several references share.
#[derive(Default)]
pub(crate) struct Footnotes {
    /// The text of each, and whether it was already written.
    repeated: Vec<(String, bool)>,
}

/// How to write a reference.
#[derive(Debug, PartialEq)]
pub(crate) enum Reference {
    /// The footnote itself, without a label: nothing else refers to it.
    Only,
    /// The footnote itself, with a label made from this index.
    First(usize),
    /// Only the number of the footnote that has the label made from this index.
    Again(usize),
}

impl Footnotes {
    /// Finds the footnotes of a slide that several references share.
    pub(crate) fn of(slide: &Slide) -> Self {
        let (mut known, mut repeated) = (Vec::new(), Vec::new());
        visit_inlines(slide, &mut |inline| {
            let Inline::Footnote(content) = &inline.value else { return };
            let text = identity(content);
            if !known.contains(&text) {
                known.push(text);
            } else if repeated.iter().all(|(other, _)| *other != text) {
                repeated.push((text, false));
            }
        });
        Self { repeated }
    }

    /// Takes the next reference in the order of writing.
    pub(crate) fn refer(&mut self, content: &Inlines) -> Reference {
        if self.repeated.is_empty() {
            return Reference::Only;
        }
        let text = identity(content);
        match self.repeated.iter_mut().enumerate().find(|(_, (known, _))| *known == text) {
            None => Reference::Only,
            Some((number, (_, true))) => Reference::Again(number),
            Some((number, (_, written))) => {
                *written = true;
                Reference::First(number)
            }
        }
    }
}

/// What two footnotes are compared by: equal for the same text, wherever it was written.
fn identity(content: &Inlines) -> String {
    serde_json::to_string(content).unwrap_or_default()
}
