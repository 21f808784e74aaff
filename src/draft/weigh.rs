//! Weighs units: sentences by what they do in their paragraph, by their role and their words; lists and
//! objects by their kind and how much room they take.

use super::cut;
use super::gist;
use super::passages::{self, Passage};
use super::sentences::Sentence;
use super::titles;
use super::units::{Kind, Object, Unit};
use super::weights::Weights;
use crate::deck::arrange::width;
use crate::deck::block::plain_text;
use crate::deck::{Block, Inline, Inlines, Item, Spanned};

/// The weight of units that are never chosen for themselves.
pub(super) const NEVER: f64 = -1.0;
/// The weight of sentences of a long paragraph that carry least of it: they are shown beside things only.
const SPARE: f64 = -0.5;
/// How much of running text one slide stands for, in Han characters: a page of it.
const PER_SLIDE: f64 = 550.0;
/// Breaks ties in favour of the earlier one.
const EARLIER: f64 = 1e-6;

/// Weighs the units of a passage and of all below it. `depth`: the number of parts around it.
pub(super) fn weigh(part: &mut Passage, weights: &Weights, depth: usize) {
    const CONCLUDES: f64 = 0.5;
    const MANY: usize = 7;
    const OF_PARAGRAPH: f64 = 0.2;
    let concludes = if passages::is_conclusion(part) { CONCLUDES } else { 0.0 };
    things(part, depth, concludes);
    let paragraphs = gist::paragraphs(&part.units);
    let many = paragraphs.len() >= MANY;
    for (number, paragraph) in paragraphs.into_iter().enumerate() {
        sentences(&mut part.units[paragraph.clone()], weights, concludes, number == 0);
        // Of a text without headings, each paragraph is a part.
        if let Some(best) = best(&mut part.units[paragraph]).filter(|_| many) {
            best.weight += OF_PARAGRAPH;
        }
    }
    // Who answers a question speaks of himself.
    match part.name().ends_with(['？', '?']) {
        true => answer(&mut part.units),
        false => keep_to_oneself(&mut part.units),
    }
    stand_for(&mut part.units, depth);
    if concludes > 0.0 {
        limit(&mut part.units, 1.0);
    }
    if passages::is_thanks(part) {
        part.units.iter_mut().for_each(|unit| unit.weight = NEVER);
    }
    if depth == 0 && !part.parts.is_empty() && part.units.iter().all(is_line) {
        part.units.iter_mut().for_each(|unit| unit.weight = NEVER);
    }
    part.parts.iter_mut().for_each(|part| weigh(part, weights, depth + 1));
}

/// What the last paragraph of an article says weighs more if it speaks like an end: there stands what it
/// comes to. News end with what matters least.
pub(super) fn end(root: &mut Passage) -> bool {
    const LAST: f64 = 0.2;
    const FEWEST: f64 = 0.6;
    if root.parts.iter_mut().rev().any(end) {
        return true;
    }
    let last = gist::paragraphs(&root.units).pop().unwrap_or_default();
    match best(&mut root.units[last]) {
        Some(best) if best.weight >= FEWEST => best.weight += LAST,
        Some(_) => {}
        None => return false,
    }
    true
}

/// Raises the first sentence below a heading that asks: there stands the answer.
fn answer(units: &mut [Unit]) {
    const ANSWERS: f64 = 0.4;
    let says = |unit: &&mut Unit| unit.is_due && unit.sentence().is_some_and(gist::says);
    if let Some(first) = units.iter_mut().find(says) {
        first.weight = first.weight.max(0.0) + ANSWERS;
    }
}

/// Leaves to the notes what the writer says of himself, where something else is said.
fn keep_to_oneself(units: &mut [Unit]) {
    let talks = |unit: &Unit| unit.sentence().is_some_and(gist::is_talk);
    if units.iter().any(|unit| unit.weight >= 0.0 && !talks(unit)) {
        let own = units.iter_mut().filter(|unit| unit.weight >= 0.0 && talks(unit));
        own.for_each(|unit| unit.weight = SPARE);
    }
}

/// Whether a unit is a short line that is no sentence: below a title, such lines say who wrote it and when.
fn is_line(unit: &Unit) -> bool {
    const WIDEST: f64 = 24.0;
    let Some(one) = unit.sentence() else { return false };
    let text = one.whole().trim_end();
    one.wide() <= WIDEST && !text.ends_with(['。', '！', '？', '.', '!', '?', '：', ':'])
}

/// The weightiest of the sentences that may be shown.
fn best<'u, 'a>(units: &'u mut [Unit<'a>]) -> Option<&'u mut Unit<'a>> {
    let own = units.iter_mut().filter(|unit| unit.sentence().is_some() && unit.weight >= 0.0);
    own.max_by(|a, b| a.weight.total_cmp(&b.weight))
}

/// Weighs the lists and objects of a part.
fn things(part: &mut Passage, depth: usize, more: f64) {
    let opens = !part.parts.is_empty();
    let sources = passages::is_sources(part);
    let (mut before, mut last, mut quoted) = (0, 0.0, false);
    let first = part.units.first().map(|first| first.id);
    let cited = cited(&part.units);
    for unit in part.units.iter_mut().filter(|unit| unit.holds()) {
        // A list is shown as a whole or not at all, so its further slides weigh as much as the first.
        let goes_on = matches!(&unit.kind, Kind::Group(group) if group.goes_on);
        if !goes_on {
            last = thing(unit, before) + more - EARLIER * unit.id as f64;
            // A picture before the first heading is mere decoration.
            let cover = |object: &Object| {
                let bare = object.is_picture() && object.caption.is_none();
                is_remote(object) || bare && first == Some(unit.id)
            };
            let covers = depth == 0 && opens && unit.object().is_some_and(cover);
            if covers
                || is_endless(unit)
                || !sources && is_links(unit)
                || cited.contains(&unit.id)
                || quoted && is_quotation(unit)
                || is_for_readers(unit)
            {
                last = NEVER;
            }
            quoted |= is_quotation(unit);
            before += 1;
        }
        unit.weight = last;
    }
}

/// Weighs the sentences of a paragraph: what carries it comes first, and each further one adds less.
/// `opens`: whether it is the first of its part, which often begins with what it is about.
fn sentences(units: &mut [Unit], weights: &Weights, more: f64, opens: bool) {
    const OPENS: f64 = 0.35;
    const ANSWERS: f64 = 0.3;
    const LEAST: f64 = 0.01;
    const FURTHER: f64 = 0.12;
    // A long paragraph is a part without a heading: it begins with what it is about, and has more to say.
    const LONG: f64 = 220.0;
    const FURTHER_IN_LONG: f64 = 0.06;
    const SHORT: usize = 3;
    let wide: f64 = units.iter().filter_map(Unit::sentence).map(|one| width(one.whole())).sum();
    let long = wide >= LONG;
    // Words that lead away from the point take more than this from what its role is worth.
    const DRIFTS: f64 = 0.11;
    let last = units.len().saturating_sub(1);
    // What stands behind the beginning of an example belongs to it, up to a sentence that takes up the point.
    const IN_EXAMPLE: f64 = 0.25;
    let (mut rated, mut asked): (Vec<(usize, f64)>, bool) = (Vec::new(), false);
    // What the author counts is the skeleton of what is said.
    const COUNTED: f64 = 0.3;
    let mut example = 0.0;
    for (at, unit) in units.iter_mut().enumerate() {
        unit.weight = NEVER;
        let due = unit.is_due;
        if unit.sentence().is_some_and(gist::takes_up) {
            example = 0.0;
        }
        if let Some(one) = unit.sentence().filter(|one| due && gist::says(one)) {
            let first = if (opens || long) && at == 0 && gist::may_open(one) { OPENS } else { 0.0 };
            let answer = if asked { ANSWERS } else { 0.0 };
            asked = one.asks();
            let counted = if unit.ties.series.is_some() { COUNTED } else { 0.0 };
            let own = first + answer + gist::gist(one, at == 0, at == last && last >= 2);
            rated.push((
                at,
                own + in_words(one, weights) + more + counted - example - EARLIER * unit.id as f64,
            ));
        }
        if unit.sentence().is_some_and(gist::begins_example) {
            example = IN_EXAMPLE;
        }
    }
    rated.sort_by(|a, b| b.1.total_cmp(&a.1));
    let kept = if rated.len() <= SHORT { rated.len() } else { rated.len().div_ceil(2) };
    for (rank, (at, own)) in rated.into_iter().enumerate() {
        let least = units[at].sentence().map_or(0.0, |one| one.role.weight());
        let carries = rank == 0 || rank < kept && own > least - DRIFTS;
        let further = if long { FURTHER_IN_LONG } else { FURTHER } * rank as f64;
        units[at].weight = if carries { (own - further).max(LEAST) } else { SPARE };
    }
}

/// The weightiest sentence stands for its part, the more so the less deep that is.
fn stand_for(units: &mut [Unit], depth: usize) {
    const FIRST: f64 = 0.4;
    const DEEPER: f64 = 0.1;
    if let Some(best) = best(units) {
        best.weight += FIRST - DEEPER * depth.saturating_sub(1).min(4) as f64;
    }
}

/// What the words of a sentence add to its weight: how much they say, whether some are bold, and
/// less if there are many.
fn in_words(sentence: &Sentence, weights: &Weights) -> f64 {
    const STRESSED: f64 = 0.4;
    const LONG: f64 = 0.15;
    const SHORT: f64 = 30.0;
    const WIDE: f64 = 70.0;
    // A sentence that takes a slide by itself.
    const WIDEST: f64 = 100.0;
    const WHOLE: f64 = 0.2;
    const WORDS: f64 = 0.05;
    let words = weights.in_text(sentence.text(), "");
    let words: f64 = words.iter().take(4).map(|(_, weight)| weight).sum();
    let bold = if sentence.is_stressed() { STRESSED } else { 0.0 };
    let long = LONG * ((sentence.wide() - SHORT) / (WIDE - SHORT)).clamp(0.0, 1.0);
    let whole = WHOLE * ((sentence.wide() - WIDEST) / WIDE).clamp(0.0, 1.0);
    WORDS * words + bold - long - whole
}

/// Limits the sentences of each part to what its slides have room for: a long article is told by what carries
/// its parts.
pub(super) fn condense(part: &mut Passage, depth: usize) {
    let prose: f64 =
        part.units.iter().filter_map(|unit| Some(width(unit.sentence()?.whole()))).sum();
    // Beside a thing there is room for a sentence or two.
    let things = |unit: &&Unit| unit.holds() && unit.weight >= 0.0;
    let beside = part.units.iter().filter(things).count() as f64;
    // What stands before the first heading only leads to the rest.
    let opens = depth == 0 && part.has_parts();
    let each = if opens { 2.0 * PER_SLIDE } else { PER_SLIDE };
    limit(&mut part.units, (prose / each).ceil() + beside / 2.0);
    part.parts.iter_mut().for_each(|part| condense(part, depth + 1));
}

/// Limits the sentences of a part to those that weigh most and fit on some slides: what is less is shown beside
/// things only.
fn limit(units: &mut [Unit], slides: f64) {
    const POINTS_EACH: f64 = 4.0;
    let mut own: Vec<(f64, f64)> = units
        .iter()
        .filter(|unit| unit.weight >= 0.0)
        .filter_map(|unit| Some((unit.weight, unit.sentence()?.wide())))
        .collect();
    own.sort_by(|a, b| b.0.total_cmp(&a.0));
    let mut room = cut::ROOM * slides;
    let fits = own.iter().take((POINTS_EACH * slides) as usize).take_while(|(_, wide)| {
        room -= wide;
        room >= 0.0
    });
    let least = own[..fits.count()].last().map_or(f64::MAX, |(weight, _)| *weight);
    let first = own.first().map_or(0.0, |(weight, _)| *weight);
    let due = |unit: &&mut Unit| unit.sentence().is_some() && unit.weight >= 0.0;
    let over = units.iter_mut().filter(due).filter(|unit| unit.weight < least.min(first));
    over.for_each(|unit| unit.weight = SPARE);
}

/// The weight of a list or an object: less if it takes much room, and less if others of its part
/// come before it. `before`: how many.
fn thing(unit: &Unit, before: usize) -> f64 {
    const LATER: f64 = 0.06;
    const LINE: f64 = 0.015;
    const ROOMY: f64 = 8.0;
    let (own, lines) = match &unit.kind {
        Kind::Group(group) => match group.layout {
            "references" => (0.5, 0.0),
            "quote" => (0.45, 0.0),
            "content" => (1.05, 0.0),
            _ => (1.2, 0.0),
        },
        Kind::Object(object) => (of_object(object), object.lines),
        Kind::Sentence(_) => (0.0, 0.0),
    };
    let large = LINE * (lines - ROOMY).clamp(0.0, 20.0);
    own - large - LATER * before.min(6) as f64
}

fn of_object(object: &Object) -> f64 {
    match (object.layout(), object.caption.is_some()) {
        ("chart", _) => 0.95,
        ("image", _) if is_remote(object) => 0.55,
        // The source of a diagram cannot be read as a picture.
        ("code", _) if is_drawing(object) => 0.2,
        ("table", _) => 1.05,
        ("image", true) => 1.0,
        ("code" | "math", _) => 0.9,
        // What the author drew is seen at once, and cannot be told.
        ("image", false) => 0.95,
        ("quote", _) => 0.45,
        _ => 0.6,
    }
}

/// The lists below words such as `関連研究：` within a part: they are for those who read.
fn cited(units: &[Unit]) -> Vec<usize> {
    let pairs = units.windows(2).filter(|pair| {
        let lead = pair[0].sentence().is_some_and(|one| titles::is_sources(one.whole()));
        lead && matches!(pair[1].kind, Kind::Group(_))
    });
    pairs.map(|pair| pair[1].id).collect()
}

/// Whether a listing or a table is longer than anybody reads on slides, or an entry for lists of sources.
fn is_endless(unit: &Unit) -> bool {
    const MOST_LINES: f64 = 30.0;
    const WIDEST_CELL: f64 = 80.0;
    let Some(object) = unit.object() else { return false };
    match &object.block.value {
        Block::Code { text, .. } => object.lines > MOST_LINES || is_entry(text),
        Block::Table(table) => {
            let wide = |cell: &Inlines| width(&plain_text(cell)) > WIDEST_CELL;
            object.lines > MOST_LINES || table.rows.iter().flatten().any(wide)
        }
        _ => false,
    }
}

/// Whether a listing is an entry of BibTeX: `@article{…`.
fn is_entry(text: &str) -> bool {
    let name = text.trim_start().strip_prefix('@').and_then(|rest| rest.split_once('{'));
    name.is_some_and(|(name, _)| !name.is_empty() && name.chars().all(|c| c.is_ascii_alphabetic()))
}

/// Whether a list is nothing but links: they are for those who read.
fn is_links(unit: &Unit) -> bool {
    let Kind::Group(group) = &unit.kind else { return false };
    let Some((_, items)) = group.list() else { return false };
    let link = |item: &Spanned<Item>| match item.blocks.as_slice() {
        [Spanned { value: Block::Paragraph(content), .. }] => {
            let rest = content.iter().filter(|one| !linked(one));
            content.iter().any(linked)
                && rest.clone().all(|one| {
                    !plain_text(std::slice::from_ref(one)).contains(char::is_alphanumeric)
                })
        }
        _ => false,
    };
    items.len() > 1 && items.iter().all(link)
}

/// Whether a unit is somebody's words: one of them is enough for a part.
fn is_quotation(unit: &Unit) -> bool {
    unit.object().is_some_and(|object| object.layout() == "quote")
}

/// Whether an inline is a link, bold or not.
fn linked(one: &Spanned<Inline>) -> bool {
    match &one.value {
        Inline::Link { .. } => true,
        Inline::Strong(inner) | Inline::Emph(inner) => inner.iter().all(linked),
        _ => false,
    }
}

/// Whether a list of sources names no years: its links are for those who read.
fn is_for_readers(unit: &Unit) -> bool {
    let Kind::Group(group) = &unit.kind else { return false };
    let Some((_, items)) = group.list() else { return false };
    let is_year = |word: &str| {
        word.len() == 4 && word.parse::<u32>().is_ok_and(|year| (1800..2100).contains(&year))
    };
    let dated = |item: &&Spanned<Item>| {
        let Some(Block::Paragraph(content)) = item.blocks.first().map(|first| &first.value) else {
            return false;
        };
        let text = plain_text(content);
        let mut words = text.split_whitespace().filter(|word| !word.contains("://"));
        words.any(|word| word.split(|c: char| !c.is_ascii_digit()).any(is_year))
    };
    group.layout == "references" && items.iter().filter(dated).count() * 2 < items.len()
}

/// Whether an object is a remote picture, of which a slide shows only a frame.
fn is_remote(object: &Object) -> bool {
    matches!(&object.block.value, Block::Image(image) if image.path.contains("://"))
}

/// Whether an object is the source of a diagram for another program.
fn is_drawing(object: &Object) -> bool {
    const TOOLS: &[&str] = &["mermaid", "plantuml", "puml", "dot", "graphviz"];
    match &object.block.value {
        Block::Code { lang: Some(lang), .. } => TOOLS.contains(&lang.as_str()),
        Block::Diagram(_) => true,
        _ => false,
    }
}
