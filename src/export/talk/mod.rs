//! A deck that is laid out → the data for its viewer beside the pages: titles, sections, notes,
//! times, words. Serialised as JSON for `src/viewer/`.

mod notes;

use std::collections::BTreeMap;

use serde::Serialize;

use super::Built;
use crate::deck::block::plain_text;
use crate::deck::{Deck, Number, Slide, timing};
use crate::fit::FittedSlide;
use crate::rehearsal::{Plan, PlannedSlide};

/// The viewer's data about a deck.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Talk {
    /// The deck's title; may be empty.
    pub(crate) title: String,
    /// The planned length of the talk in minutes.
    #[serde(skip_serializing_if = "Option::is_none")]
    duration: Option<f64>,
    /// The texts of the viewer's interface, by key.
    words: &'static BTreeMap<String, String>,
    sections: Vec<Section>,
    /// How many slides the talk has, without the appendix.
    total: usize,
    /// The slides, in order.
    pub(crate) slides: Vec<TalkSlide>,
}

/// A section.
#[derive(Debug, Serialize)]
struct Section {
    title: String,
    /// Its first slide, from 0.
    first: usize,
}

/// A slide.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct TalkSlide {
    /// Its number: `3`, in the appendix `A3`.
    number: String,
    /// Its title as plain text; may be empty.
    pub(crate) title: String,
    /// Its first page, from 0.
    pub(crate) first: usize,
    /// How many pages it has.
    pub(crate) pages: usize,
    /// Its estimated minutes; 0 in the appendix.
    minutes: f64,
    /// Its notes, as HTML.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    notes: Vec<notes::Part>,
}

impl Talk {
    /// Collects the data.
    pub(crate) fn of(built: &Built) -> Self {
        let (deck, view) = (&built.deck, built.slides());
        let slides = deck.slides().zip(deck.numbers()).zip(&view.slides);
        let slides = slides.map(|((slide, number), fitted)| one(slide, number, fitted, deck));
        let mut first = 0;
        let mut sections = Vec::new();
        for section in &deck.sections {
            let title = section.divider.as_ref().map(|divider| plain_text(&divider.title));
            sections.push(Section { title: title.unwrap_or_default(), first });
            first += section.slides.len() + usize::from(section.divider.is_some());
        }
        Self {
            title: deck.title(),
            duration: deck.meta.duration,
            words: &deck.meta.locale().words.viewer,
            sections,
            total: deck.talk_slides().count(),
            slides: slides.collect(),
        }
    }

    /// The plan of the talk for a rehearsal, with times scaled to its planned length.
    pub(crate) fn plan(&self, deck: &Deck) -> Plan {
        let all: f64 = self.slides.iter().map(|slide| slide.minutes).sum();
        let stretch = self.duration.filter(|_| all > 0.0).map_or(1.0, |minutes| minutes / all);
        let slides = self.slides.iter().zip(deck.slides()).map(|(slide, written)| PlannedSlide {
            number: slide.number.clone(),
            title: slide.title.clone(),
            pages: (slide.first, slide.pages),
            minutes: slide.minutes * stretch,
            length: timing::length(written, deck),
        });
        let sections = self.sections.iter().map(|section| (section.title.clone(), section.first));
        Plan {
            title: self.title.clone(),
            rate: timing::units_a_minute(deck),
            unit: deck.meta.locale().words.unit.clone(),
            sections: sections.collect(),
            slides: slides.collect(),
        }
    }

    /// The address of a page, from 0: its slide's number, followed by a dot and the index among the
    /// slide's pages, except for the first.
    pub(crate) fn address(&self, page: usize) -> String {
        let Some(slide) = self.slide_of(page) else { return String::new() };
        match page - slide.first {
            0 => slide.number.clone(),
            within => format!("{}.{}", slide.number, within + 1),
        }
    }

    /// The slide that a page belongs to, both from 0.
    pub(crate) fn slide_of(&self, page: usize) -> Option<&TalkSlide> {
        self.slides.iter().rev().find(|slide| slide.first <= page)
    }
}

fn one(slide: &Slide, number: Number, fitted: &FittedSlide, deck: &Deck) -> TalkSlide {
    let minutes = if number.is_appendix() { 0.0 } else { timing::minutes(slide, deck) };
    TalkSlide {
        number: number.to_string(),
        title: plain_text(&slide.title),
        first: fitted.pages.start,
        pages: fitted.pages.len(),
        minutes: (minutes * 100.0).round() / 100.0,
        notes: notes::parts(&slide.notes),
    }
}
