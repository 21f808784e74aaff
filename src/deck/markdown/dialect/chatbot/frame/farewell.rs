//! Where what a chatbot says behind the deck begins. Whatever stands below its first remark is none of the deck
//! either: more offers, sources, the buttons of a chat.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use super::super::answer::Answer;
use super::super::conventions::{CONVENTIONS, Meaning};
use super::super::dividers::parts;
use super::super::form::{heading, is_text, item};
use super::super::labels::Label;
use super::speaks::{ENOUGH, PLENTY, about, advises, names_deck, slides_named, weight};

/// Most lines of a few words that a ruler parts from the last slide.
const MOST_APART: usize = 5;

/// Lines without a blank one between; a heading or a ruler is a block of its own, and a line that is plainly a
/// remark begins one.
struct Block {
    lines: Range<usize>,
    text: String,
    /// Whether it begins in no listing or comment.
    is_text: bool,
    /// Whether the speaker says it.
    spoken: Spoken,
}

/// The first line of what stands behind the deck.
pub(super) fn start(answer: &Answer) -> Option<usize> {
    let region = last_slide(answer)?;
    if let Some(start) = whole(answer, region.clone()) {
        return Some(start);
    }
    let blocks = blocks(answer, region);
    let is_title = |block: &&Block| {
        heading(&block.text).is_some_and(|(level, _)| level <= 2) || parts(&block.text)
    };
    let own = blocks.iter().take_while(is_title).count();
    let has_title = blocks[..own].iter().any(|block| heading(&block.text).is_some());
    // Below a ruler without a title, where others have one, nothing is a slide's own.
    let parted = own > 0 && !has_title && titled(answer) > 0;
    let first_text = (own..blocks.len()).find(|at| blocks[*at].is_text);
    let is_own = |at: usize| Some(at) == first_text && !parted;
    let first = (own..blocks.len()).find(|at| is_remark(answer, &blocks, *at, is_own(*at)))?;
    let first = with_head(&blocks, own, first);
    // What a ruler parts from the slide, with the remark, is none of it.
    let ruler = (usize::from(!parted)..first).rfind(|at| parts(&blocks[*at].text));
    Some(blocks[ruler.unwrap_or(first)].lines.start)
}

/// A remark that is a list or a table, with the line that heads it. `own`: what its slide shows first.
fn with_head(blocks: &[Block], own: usize, first: usize) -> usize {
    let text = &blocks[first].text;
    let is_listed = item(text).is_some() || text.starts_with('|') || text.contains('\t');
    // Below a ruler by itself nothing is the slide's own.
    let is_parted = own > 0 && parts(&blocks[own - 1].text);
    let is_free = |above: &usize| *above > own || *above == own && is_parted;
    let above = first.checked_sub(1).filter(|above| is_free(above) && is_listed);
    let heads = |block: &Block| {
        block.lines.len() == 1
            && block.is_text
            && !parts(&block.text)
            && item(&block.text).is_none()
            && !CONVENTIONS.name.closing.has(&block.text)
    };
    above.filter(|above| heads(&blocks[*above])).unwrap_or(first)
}

/// The last slide, with what stands below it without a title where others have one.
fn last_slide(answer: &Answer) -> Option<Range<usize>> {
    let slides = answer.slides();
    let has_title = |slide: &&Range<usize>| has_title(answer, slide);
    let titled = titled(answer);
    let rulers = slides.iter().filter(|slide| parts(answer.text(slide.start))).count();
    let last = slides.last()?;
    let start = match titled > 2 && titled + 2 >= rulers {
        true => slides.iter().rfind(has_title).map_or(last.start, |slide| slide.start),
        false => last.start,
    };
    (start < answer.lines.len()).then_some(start..answer.lines.len())
}

fn has_title(answer: &Answer, slide: &Range<usize>) -> bool {
    slide.clone().any(|at| heading(answer.text(at)).is_some_and(|(level, _)| level <= 2))
}

/// How many slides have a title.
fn titled(answer: &Answer) -> usize {
    answer.slides().iter().filter(|slide| has_title(answer, slide)).count()
}

/// The last slide as a whole, if its title heads advice about slides.
fn whole(answer: &Answer, region: Range<usize>) -> Option<usize> {
    let title = region.clone().find(|at| !answer.is_blank(*at) && !parts(answer.text(*at)))?;
    let (level, _) = heading(answer.text(title)).filter(|(level, _)| *level <= 2)?;
    let below: String =
        region.clone().skip_while(|at| *at <= title).map(|at| answer.text(at)).collect();
    let head = answer.text(title);
    let is_about = advises(head, &below) || names_deck(head) && about(&below);
    let is_advice = is_chat(answer) && level == 2 && is_about;
    (is_advice && region.start > 0).then_some(region.start)
}

fn is_chat(answer: &Answer) -> bool {
    !answer.said.is_empty() || answer.is_outline || answer.is_scripted
}

/// The blocks of lines.
fn blocks(answer: &Answer, lines: Range<usize>) -> Vec<Block> {
    let texts = answer.is_text();
    let is_lone = |at: usize| answer.divides(at) || texts[at] && parts(answer.text(at));
    let stands_apart =
        |at: usize| is_lone(at) || is_lone(at - 1) || texts[at] && opens_remark(answer, at);
    let mut blocks: Vec<Block> = Vec::new();
    for at in lines.filter(|at| !answer.is_blank(*at)) {
        let line = answer.text(at);
        match blocks.last_mut() {
            Some(block) if block.lines.end == at && !stands_apart(at) => {
                block.lines.end += 1;
                block.text.push('\n');
                block.text.push_str(line);
            }
            _ => {
                let (lines, text) = (at..at + 1, line.to_owned());
                blocks.push(Block { lines, text, is_text: texts[at], spoken: Spoken::No });
            }
        }
    }
    mark_spoken(answer, &mut blocks);
    blocks
}

/// Whether a line right below others is plainly a remark: where nothing is blank, those are the slide's. What a
/// label stands above is what it names.
fn opens_remark(answer: &Answer, at: usize) -> bool {
    let line = answer.text(at);
    let is_named = Label::of(answer.text(at - 1)).is_some_and(|label| label.rest.is_empty());
    is_chat(answer) && !is_named && is_text(line) && weight(line) >= PLENTY
}

/// How what the speaker says, in an answer that has such labels on several slides, reaches a block.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Spoken {
    No,
    /// It stands somewhere below the label.
    Below,
    /// It begins with the label, or stands right below it.
    Surely,
}

/// Marks the blocks that the speaker says.
fn mark_spoken(answer: &Answer, blocks: &mut [Block]) {
    let recurring = recurring(answer);
    let speech = |block: &Block| {
        let label = notes_label(block.text.lines().next()?)?;
        recurring.contains(&label.word).then_some(label)
    };
    let (mut is_below, mut is_right_below) = (false, false);
    for block in blocks {
        let label = speech(block);
        block.spoken = match label.is_some() || is_right_below {
            true => Spoken::Surely,
            false if is_below => Spoken::Below,
            false => Spoken::No,
        };
        is_below = !parts(&block.text) && (is_below || label.is_some());
        is_right_below = block.lines.len() == 1 && label.is_some_and(|label| label.rest.is_empty());
    }
}

/// The label of a line that says that its text is said.
fn notes_label(line: &str) -> Option<Label> {
    Label::of_kind(line, &[Meaning::Notes])
}

/// The words of such labels that several lines have.
fn recurring(answer: &Answer) -> BTreeSet<String> {
    let mut times: BTreeMap<String, usize> = BTreeMap::new();
    for label in answer.lines.iter().filter_map(|line| notes_label(&line.text)) {
        *times.entry(label.word).or_default() += 1;
    }
    times.into_iter().filter(|(_, times)| *times > 1).map(|(word, _)| word).collect()
}

/// Whether a block is a remark to whoever asked. `is_own`: all that its slide shows, which it is then if it
/// does not say plainly that it is not.
fn is_remark(answer: &Answer, blocks: &[Block], at: usize, is_own: bool) -> bool {
    let block = &blocks[at];
    if !block.is_text || parts(&block.text) || block.spoken == Spoken::Surely {
        return false;
    }
    let is_apart = !is_own && at > 0 && parts(&blocks[at - 1].text);
    // Of one slide a slide may speak, but not block after block.
    let names_slides = |block: &Block| slides_named(&block.text) > 0;
    let goes_on =
        is_chat(answer) && names_slides(block) && blocks[at + 1..].iter().any(names_slides);
    let weight = weight(&block.text) + usize::from(is_apart) + if goes_on { ENOUGH } else { 0 };
    let least = match (is_chat(answer), is_own || block.spoken == Spoken::Below) {
        (true, false) => ENOUGH,
        (true, true) | (false, false) => PLENTY,
        (false, true) => return false,
    };
    let head = block.text.lines().next().unwrap_or_default();
    let below = || {
        let next = blocks.get(at + 1).map_or("", |block| &block.text);
        format!("{}\n{next}", &block.text[head.len()..])
    };
    let is_head = || {
        // A field of the slide has its text behind it.
        let is_field = Label::of(head).is_some_and(|label| !label.rest.is_empty());
        let is_markup = head.starts_with(['<', '|', '!', '[']);
        let is_head = is_chat(answer) && !is_own && !is_field && !is_markup;
        is_head && advises(head, &below()) && is_once(answer, head)
    };
    let is_few = || titled(answer) > 2 && is_few(answer, &blocks[at..]);
    weight >= least || is_head() || is_apart && is_chat(answer) && is_few()
}

/// Whether blocks are a few lines of text that thank nobody.
fn is_few(answer: &Answer, blocks: &[Block]) -> bool {
    let texts = answer.is_text();
    let lines = || blocks.iter().flat_map(|block| block.lines.clone());
    let is_plain = |at: usize| {
        let line = answer.text(at);
        texts[at] && is_text(line) && !CONVENTIONS.name.closing.has(line)
    };
    lines().count() <= MOST_APART && lines().all(is_plain)
}

/// Whether a line stands in the deck once: labels recur.
fn is_once(answer: &Answer, line: &str) -> bool {
    answer.lines.iter().filter(|other| other.text.trim() == line.trim()).count() == 1
}
