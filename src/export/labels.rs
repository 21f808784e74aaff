//! Pages → the same pages, those of the appendix labelled A1, A2 …
//!
//! In a pattern of Typst an `A` is always a numeral, never a letter in front of one, so templates write
//! `A1`, which is two numerals there, and here the first of them becomes the letter that it looks like.

use std::borrow::Cow;

use typst::ecow::eco_vec;
use typst::model::Numbering;
use typst_layout::PagedDocument;

/// The document with the labels that its pages are to have.
pub(super) fn labelled(document: &PagedDocument) -> Cow<'_, PagedDocument> {
    if !document.pages().iter().any(|page| lettered(page.numbering.as_ref()).is_some()) {
        return Cow::Borrowed(document);
    }
    let pages = document.pages().iter().cloned().map(|mut page| {
        if let Some(numbering) = lettered(page.numbering.as_ref()) {
            page.numbering = Some(numbering);
        }
        page
    });
    let info = typst::model::Document::info(document).clone();
    Cow::Owned(PagedDocument::new(pages.collect(), info))
}

/// Turns a pattern of two numerals into a letter and one numeral.
fn lettered(numbering: Option<&Numbering>) -> Option<Numbering> {
    let Some(Numbering::Pattern(pattern)) = numbering else { return None };
    let [_, (_, numeral)] = pattern.pieces.as_slice() else { return None };
    let mut lettered = pattern.clone();
    lettered.pieces = eco_vec![("A".into(), *numeral)];
    Some(Numbering::Pattern(lettered))
}

#[cfg(test)]
mod tests {
    use typst::model::{Numbering, NumberingPattern};

    use super::lettered;

    #[test]
    fn only_two_numerals_are_a_letter_and_a_number() {
        let pattern =
            |text: &str| Numbering::Pattern(text.parse::<NumberingPattern>().expect(text));
        assert!(lettered(None).is_none());
        assert!(lettered(Some(&pattern("1"))).is_none());
        let Some(Numbering::Pattern(lettered)) = lettered(Some(&pattern("A1"))) else { panic!() };
        assert_eq!(lettered.apply(None, &[3]).expect("a label"), "A3");
    }
}
