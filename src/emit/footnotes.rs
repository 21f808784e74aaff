//! Footnotes that a slide refers to more than once: each gets one number and stands once below.

use crate::deck::block::visit_inlines;
use crate::deck::{Inline, Inlines, Slide};

/// The footnotes of a slide, or of a part of one, that are referred to again.
#[derive(Default)]
pub(crate) struct Footnotes {
    /// What they say, and whether that was written already.
    repeated: Vec<(String, bool)>,
}

/// What to write for a reference.
#[derive(Debug, PartialEq)]
pub(crate) enum Reference {
    /// The footnote, which nothing else refers to.
    Only,
    /// The footnote, under a number of ours.
    First(usize),
    /// The number of the footnote that was written under this number of ours.
    Again(usize),
}

impl Footnotes {
    /// Finds them.
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

/// The same for footnotes that say the same, wherever they were written.
fn identity(content: &Inlines) -> String {
    serde_json::to_string(content).unwrap_or_default()
}
