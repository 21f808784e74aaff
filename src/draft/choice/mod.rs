//! What decides which units are shown, where slides begin and what they are called: the rules, or a
//! plan. The rules' decisions can be written as a plan, which gives the same deck again.

pub(crate) mod outline;
pub(crate) mod plan;
mod read;

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use super::cut;
use super::headlines::Headline;
use super::passages::Passage;
use super::units::Unit;
use crate::deck::Inlines;
use crate::deck::block::plain_text;
pub(crate) use plan::{Plan, Refusal};
pub(super) use read::read;

/// What decides.
pub(super) enum Choice {
    /// The rules.
    Rules,
    /// A plan.
    Plan(Chosen),
}

/// The decisions of a plan, by the numbers of units.
#[derive(Default)]
pub(super) struct Chosen {
    /// The units that are shown.
    shown: BTreeSet<usize>,
    /// The units that slides begin with.
    begins: BTreeMap<usize, Begun>,
}

/// What a plan says about a slide.
#[derive(Default, Clone)]
pub(super) struct Begun {
    /// Its title. `None`: the rules choose it.
    pub(super) title: Option<Called>,
    /// Whether it is plain content, whatever layout its units suggest.
    pub(super) plain: bool,
}

/// A title that a plan names.
#[derive(Clone)]
pub(super) enum Called {
    /// A heading.
    Heading(Inlines),
    /// A sentence, by its number.
    Sentence(usize),
    /// A part of one.
    Part(usize, Range<usize>),
}

impl Choice {
    /// The runs of units that share a slide.
    pub(super) fn cut(&self, units: &[Unit]) -> Vec<Range<usize>> {
        let Self::Plan(chosen) = self else { return cut::cut(units) };
        let begins = |at: &usize| units[*at].shown && chosen.begins.contains_key(&units[*at].id);
        let mut starts: Vec<usize> = (0..units.len()).filter(begins).collect();
        if let Some(first) = starts.first_mut() {
            *first = 0;
        }
        let ends = starts.iter().skip(1).copied().chain([units.len()]);
        starts.iter().copied().zip(ends).map(|(start, end)| start..end).collect()
    }

    /// Whether a part continues on the last slide of the one before it. `rules`: what the rules
    /// decide.
    pub(super) fn joins(&self, guest: &Passage, rules: bool) -> bool {
        let Self::Plan(chosen) = self else { return rules };
        let first = guest.units.iter().find(|unit| unit.shown);
        guest.parts.is_empty()
            && first.is_some_and(|unit| {
                unit.sentence().is_some() && !chosen.begins.contains_key(&unit.id)
            })
    }

    /// What the plan says about the slide with these units.
    pub(super) fn begun(&self, units: &[Unit]) -> Begun {
        let Self::Plan(chosen) = self else { return Begun::default() };
        let first = units.iter().find(|unit| unit.shown);
        first.and_then(|unit| chosen.begins.get(&unit.id)).cloned().unwrap_or_default()
    }
}

/// Numbers all headings and units below a passage.
pub(super) fn number(root: &mut Passage) {
    fn go(passage: &mut Passage, headings: &mut usize, units: &mut usize) {
        passage.id = *headings;
        *headings += 1;
        for unit in &mut passage.units {
            *units += 1;
            unit.id = *units;
            unit.is_due = unit.shown;
        }
        passage.parts.iter_mut().for_each(|part| go(part, headings, units));
    }
    go(root, &mut 0, &mut 0);
}

/// The id of a unit: a letter for its kind, and its number.
pub(super) fn id(unit: &Unit) -> String {
    let letter = match outline::kind(unit) {
        "sentence" => 's',
        "group" => 'g',
        "code" => 'c',
        "math" => 'f',
        "image" => 'p',
        "table" | "chart" => 't',
        _ => 'b',
    };
    format!("{letter}{}", unit.id)
}

/// The id of a heading.
fn heading_id(passage: &Passage) -> String {
    format!("h{}", passage.id)
}

/// Checks that the slides that were made show what a plan asks for.
///
/// # Errors
/// One refusal for each slide that could not be made so.
pub(super) fn carried_out(plan: &Plan, made: &[plan::Slide]) -> Result<(), Vec<Refusal>> {
    let ids = |slide: &plan::Slide| -> Vec<String> {
        slide.show.iter().map(|one| one.id().to_owned()).collect()
    };
    let there: BTreeMap<Vec<String>, &plan::Slide> =
        made.iter().map(|slide| (ids(slide), slide)).collect();
    let refused = plan.slides.iter().filter_map(|slide| {
        let about = slide.show.first().map_or("slides", |one| one.id());
        let Some(made) = there.get(&ids(slide)) else {
            let why =
                "a slide shows what stands below one heading, and sentences of the part behind it";
            return Some(Refusal::new(about, why));
        };
        let (wanted, own) = (slide.layout.as_deref()?, made.layout.as_deref().unwrap_or_default());
        (wanted != own).then(|| {
            let why = format!(
                "these units make the layout `{own}`, not `{wanted}`; `content` always does"
            );
            Refusal::new(wanted, why)
        })
    });
    let refused: Vec<Refusal> = refused.collect();
    if refused.is_empty() { Ok(()) } else { Err(refused) }
}

/// Writes a slide that was made as a slide of a plan.
pub(super) fn recorded(
    units: &[Unit],
    (headline, heading): (&Headline, &Passage),
    layout: &'static str,
) -> plan::Slide {
    let own = plain_text(&heading.heading);
    let claimed = headline.claimed.map(|at| &units[at]).filter(|unit| {
        let text = unit.sentence().map_or("", |one| one.text());
        plain_text(&headline.title) == text.trim_end_matches(['.', '。'])
    });
    let title = match claimed {
        Some(unit) => Some(id(unit)),
        None if !own.is_empty() && headline.claimed.is_none() => {
            Some(heading_id(heading)).filter(|_| plain_text(&headline.title) == own)
        }
        None => None,
    };
    plan::Slide {
        title: title.map(plan::Shown::Whole),
        layout: Some(layout.to_owned()),
        show: units
            .iter()
            .filter(|unit| unit.shown)
            .map(|unit| plan::Shown::Whole(id(unit)))
            .collect(),
    }
}
