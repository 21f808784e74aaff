//! Compiled deck → a deck in which everything fits: which pages each slide takes, and at what type
//! size.

use std::ops::Range;

use typst_layout::PagedDocument;

use crate::engine::{DeckWorld, Mapper, boxes};

/// A compiled deck.
pub(crate) struct Compiled {
    /// The pages.
    pub(crate) document: PagedDocument,
    /// The world they were made in.
    pub(crate) world: DeckWorld,
    /// How each slide came out, in their order.
    pub(crate) slides: Vec<FittedSlide>,
}

/// How one slide came out.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct FittedSlide {
    /// Its pages, from 0. More than one: it is continued.
    pub(crate) pages: Range<usize>,
    /// Type size of its body in pt; `None` if its layout does not say.
    pub(crate) size: Option<f64>,
}

/// Which pages belong to which of so many slides. A page that does not tell belongs to the slide
/// before it.
pub(crate) fn measure(
    document: &PagedDocument,
    slides: usize,
    mapper: &Mapper,
) -> Vec<FittedSlide> {
    let mut fitted = vec![FittedSlide { pages: 0..0, size: None }; slides];
    let mut slide = 0;
    let one_each = document.pages().len() == slides;
    for (index, page) in boxes::pages(document).enumerate() {
        let told = || page.items.iter().find_map(|item| mapper.slide(item.file()?));
        let next = if one_each { Some(index + 1) } else { told() };
        slide = next.unwrap_or(slide.max(1)).clamp(1, slides.max(1));
        if let Some(found) = fitted.get_mut(slide - 1) {
            let start = if found.pages.is_empty() { index } else { found.pages.start };
            found.pages = start..index + 1;
        }
    }
    fitted
}
