//! How slides are counted: those of the talk from 1, those of the appendix from A1.

use std::fmt;

use super::{Deck, Section, Slide};

/// What stands before the numbers of the appendix.
const APPENDIX: char = 'A';

/// The number of a slide, as it is printed and spoken of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Number {
    /// In the talk, from 1.
    Talk(usize),
    /// In the appendix, from 1.
    Appendix(usize),
}

impl Number {
    /// Whether the slide stands behind the talk, for those who ask.
    pub(crate) fn is_appendix(self) -> bool {
        matches!(self, Self::Appendix(_))
    }
}

impl fmt::Display for Number {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        match self {
            Self::Talk(number) => write!(f, "{number}"),
            Self::Appendix(number) => write!(f, "{APPENDIX}{number}"),
        }
    }
}

impl Deck {
    /// The sections of the talk.
    pub(crate) fn talk(&self) -> &[Section] {
        &self.sections[..self.talk_end()]
    }

    /// The sections behind the talk: the first that says so, and all that follow.
    pub(crate) fn appendix(&self) -> &[Section] {
        &self.sections[self.talk_end()..]
    }

    fn talk_end(&self) -> usize {
        let begin = self.sections.iter().position(|section| section.appendix);
        begin.unwrap_or(self.sections.len())
    }

    /// Every slide of the talk in the order of its pages.
    pub(crate) fn talk_slides(&self) -> impl Iterator<Item = &Slide> {
        self.talk().iter().flat_map(Section::slides)
    }

    /// The number of every slide in the order of its pages.
    pub(crate) fn numbers(&self) -> impl Iterator<Item = Number> + use<> {
        let count = |sections: &[Section]| sections.iter().flat_map(Section::slides).count();
        let talk = (1..=count(self.talk())).map(Number::Talk);
        talk.chain((1..=count(self.appendix())).map(Number::Appendix))
    }
}
