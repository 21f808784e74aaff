//! A plan → its decisions, or everything that is wrong with it at once.

use std::collections::BTreeMap;
use std::ops::Range;

use super::plan::{self, Part, Plan, Refusal, Shown, VERSION};
use super::{Begun, Called, Choice, Chosen, heading_id, id};
use crate::deck::Inlines;
use crate::draft::passages::Passage;
use crate::draft::sentences::Sentence;
use crate::draft::standing;
use crate::draft::units::{Kind, Unit};

/// The ids that a plan may name.
struct Known {
    /// The number of every unit, and how many slides show it.
    units: BTreeMap<String, (usize, usize)>,
    /// The headings.
    headings: BTreeMap<String, Inlines>,
}

/// Applies a plan to the units below a passage: marks what is shown, and shortens what is cut.
///
/// # Errors
/// Everything that is wrong with the plan.
pub(in crate::draft) fn read(
    plan: &Plan,
    article: &str,
    root: &mut Passage,
) -> Result<Choice, Vec<Refusal>> {
    if plan.plan != VERSION {
        return Err(vec![Refusal::new("plan", format!("expected version {VERSION}"))]);
    }
    if plan.article != article {
        let why = format!("this article is `{article}`: write its outline anew");
        return Err(vec![Refusal::new(
            &plan.article,
            format!("the plan is for another article; {why}"),
        )]);
    }
    let mut reading =
        Reading { known: Known::of(root), chosen: Chosen::default(), refused: Vec::new() };
    let mut cuts = BTreeMap::new();
    plan.slides.iter().for_each(|slide| reading.slide(slide, &mut cuts));
    reading.none_twice();
    root.visit_mut(&mut |units| units.iter_mut().for_each(|unit| reading.show(unit, &cuts)));
    if reading.refused.is_empty() { Ok(Choice::Plan(reading.chosen)) } else { Err(reading.refused) }
}

impl Known {
    fn of(root: &Passage) -> Self {
        let mut known = Self { units: BTreeMap::new(), headings: BTreeMap::new() };
        root.visit(&mut |unit| {
            known.units.insert(id(unit), (unit.id, 0));
        });
        known.add_headings(root);
        known
    }

    fn add_headings(&mut self, passage: &Passage) {
        self.headings.insert(heading_id(passage), passage.heading.clone());
        passage.parts.iter().for_each(|part| self.add_headings(part));
    }
}

/// A plan that is being read.
struct Reading {
    known: Known,
    chosen: Chosen,
    refused: Vec<Refusal>,
}

impl Reading {
    fn refuse(&mut self, about: &str, why: impl Into<String>) {
        self.refused.push(Refusal::new(about, why));
    }

    fn slide(&mut self, slide: &plan::Slide, cuts: &mut BTreeMap<usize, Part>) {
        let mut shown = Vec::new();
        for one in &slide.show {
            let Some((unit, times)) = self.known.units.get_mut(one.id()) else {
                self.refuse(one.id(), format!("there is no unit `{}`", one.id()));
                continue;
            };
            *times += 1;
            shown.push(*unit);
            if let Shown::Part(part) = one {
                cuts.insert(*unit, part.clone());
            }
        }
        let last = self.chosen.shown.last().copied().unwrap_or(0);
        let before = [last].into_iter().chain(shown.iter().copied());
        if let Some((_, at)) =
            before.zip(&shown).enumerate().find_map(|(at, (a, b))| (a > *b).then_some((b, at)))
        {
            self.refuse(
                slide.show[at].id(),
                "it stands before what is shown before it: slides keep the order of the article",
            );
        }
        let Some(first) = shown.first() else {
            let about = slide.title.as_ref().map_or("slides", Shown::id);
            return self.refuse(about, "a slide shows nothing");
        };
        let title = slide.title.as_ref().and_then(|title| self.title(title, &shown));
        let plain = slide.layout.as_deref() == Some("content");
        self.chosen.begins.insert(*first, Begun { title, plain });
        self.chosen.shown.extend(shown);
    }

    /// A title: a heading, or a sentence that its slide shows.
    fn title(&mut self, title: &Shown, shown: &[usize]) -> Option<Called> {
        if let Some(heading) = self.known.headings.get(title.id()) {
            return Some(Called::Heading(heading.clone()));
        }
        match (self.known.units.get(title.id()), title) {
            (Some((unit, _)), _) if !shown.contains(unit) => {
                self.refuse(title.id(), "it is a title of a slide that does not show it");
                None
            }
            (Some((unit, _)), Shown::Whole(_)) => Some(Called::Sentence(*unit)),
            (Some((unit, _)), Shown::Part(part)) => {
                Some(Called::Part(*unit, part.cut[0]..part.cut[1]))
            }
            (None, _) => {
                self.refuse(
                    title.id(),
                    format!("there is no heading and no unit `{}`", title.id()),
                );
                None
            }
        }
    }

    /// Refuses units that several slides show.
    fn none_twice(&mut self) {
        let twice: Vec<String> = self
            .known
            .units
            .iter()
            .filter(|(_, (_, times))| *times > 1)
            .map(|(id, _)| id.clone())
            .collect();
        twice.iter().for_each(|id| self.refuse(id, format!("`{id}` is shown twice")));
    }

    /// Marks a unit that is shown, and shortens it.
    fn show(&mut self, unit: &mut Unit, cuts: &BTreeMap<usize, Part>) {
        unit.shown = self.chosen.shown.contains(&unit.id);
        let name = id(unit);
        let Kind::Sentence(sentence) = &mut unit.kind else {
            if cuts.contains_key(&unit.id) {
                self.refuse(&name, format!("`{name}` is no sentence, and is shown whole"));
            }
            return;
        };
        if let Some(part) = cuts.get(&unit.id) {
            match shortened(sentence, part.cut, part.force) {
                Ok(point) => sentence.point = point,
                Err(why) => self.refuse(&name, why),
            }
        }
        for begun in self.chosen.begins.values_mut() {
            if let Some(Called::Part(at, part)) = &mut begun.title
                && *at == unit.id
            {
                match shortened(sentence, [part.start, part.end], false) {
                    Ok(shorter) => *part = shorter,
                    Err(why) => self.refused.push(Refusal::new(&name, why)),
                }
            }
        }
    }
}

/// A part of a sentence in bytes of its run, if it begins and ends where clauses do and says something.
fn shortened(
    one: &Sentence,
    [start, end]: [usize; 2],
    force: bool,
) -> Result<Range<usize>, String> {
    let whole = one.whole();
    let byte = |at: usize| {
        let mut ends = whole.char_indices().map(|(at, _)| at).chain([whole.len()]);
        ends.nth(at).map(|at| one.range.start + at)
    };
    let part = match (byte(start), byte(end)) {
        (Some(start), Some(end)) if start < end => start..end,
        _ => return Err(format!("it has no characters {start} to {end}")),
    };
    let clauses = one.run.clauses(one.range.clone());
    let begins =
        part.start == one.point.start || clauses.iter().any(|clause| clause.start == part.start);
    let ends = part.end == one.point.end || clauses.iter().any(|clause| clause.end == part.end);
    let text = &one.run.text[part.clone()];
    if !(begins && ends) {
        return Err(format!("“{text}” does not begin and end where a clause does"));
    }
    if !force && part != one.point && !standing::stands(text) {
        return Err(format!("“{text}” says nothing by itself; `force` shows it"));
    }
    Ok(part)
}
