//! The reasons for the form of slides where the program chose it: in decks of articles and of
//! chatbots' answers.

use crate::deck::Slide;
use crate::deck::block::plain_text;
use crate::draft::Draft;

/// The reasons for the form of a slide.
pub(crate) struct Why {
    /// Its number, if known.
    pub(crate) number: Option<usize>,
    /// Its title.
    pub(crate) title: String,
    /// The reasons, a clause each.
    pub(crate) reasons: Vec<String>,
}

impl Why {
    /// For the slides of an answer that got a layout for their content.
    pub(crate) fn of_answer(laid_out: &[(String, &str)]) -> Vec<Self> {
        let why = |(title, why): &(String, &str)| Self {
            number: None,
            title: title.clone(),
            reasons: vec![(*why).to_owned()],
        };
        laid_out.iter().map(why).collect()
    }

    /// For the slides of a draft.
    pub(crate) fn of_draft(draft: &Draft) -> Vec<Self> {
        let slides = draft.deck.slides().zip(&draft.reasons).enumerate();
        let slides = slides.filter(|(_, (_, reasons))| !reasons.is_empty());
        let why = |(index, (slide, reasons)): (usize, (&Slide, &Vec<String>))| Self {
            number: Some(index + 1),
            title: plain_text(&slide.title),
            reasons: reasons.clone(),
        };
        slides.map(why).collect()
    }
}
