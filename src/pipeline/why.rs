//! Why slides are as they are, where the program chose: in the deck of an article or of a chatbot's answer.

use crate::deck::Slide;
use crate::deck::block::plain_text;
use crate::draft::Draft;

/// Why a slide is as it is.
pub(crate) struct Why {
    /// Its number, if that is known.
    pub(crate) number: Option<usize>,
    /// Its title.
    pub(crate) title: String,
    /// The reasons, a clause each.
    pub(crate) reasons: Vec<String>,
}

impl Why {
    /// That of slides of an answer that got a layout for what stands on them.
    pub(crate) fn of_answer(laid_out: &[(String, &str)]) -> Vec<Self> {
        let why = |(title, why): &(String, &str)| Self {
            number: None,
            title: title.clone(),
            reasons: vec![(*why).to_owned()],
        };
        laid_out.iter().map(why).collect()
    }

    /// That of the slides of a draft.
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
