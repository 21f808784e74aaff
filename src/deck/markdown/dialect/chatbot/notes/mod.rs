//! What is labelled as said, advised or mere scaffolding: speaker notes leave the page, labels that
//! stand on every slide leave the text that they stand before.

mod answers;
mod gathered;
mod written;

use std::ops::Range;

use super::answer::Answer;
use super::conventions::{CONVENTIONS, Meaning};
use super::fields::{Fields, extent, is_head_of_asides, shows};
use super::form::{Kind, bracketed, heading, indent, outdented};
use super::labels::{Label, Shape};
use super::lists::is_bulleted;
use super::pictures::{self, wish};
use written::{comments, text, write};

/// Said of a listing that is no code.
const LISTING: &str = "a listing that is called notes goes to the notes of its slide";

/// What is said of a label that says nothing.
const LABELS: &str = "a label that stands on every slide is left out, its text stays";
/// What is said of advice.
pub(super) const ADVICE: &str = "advice about the look of a slide goes to its notes";
/// What is said of time.
const TIME: &str = "how long a slide takes goes to its notes";
/// What is said of directions.
const DIRECTIONS: &str = "what is to be done while a slide is shown goes to its notes";
/// What is said of answers.
const ANSWERS: &str = "the answers to what a slide asks go to its notes";
/// What is said of a text whose label is on no list.
const GUESSED: &str =
    "what stands below a label that recurs, and reads as spoken, goes to the notes";

/// Fewest slides with a text of the speaker's that show that it is written for each.
const FEWEST_SCRIPTED: usize = 3;

/// Text that is moved from the page to the notes.
struct Taken {
    label: Label,
    lines: Range<usize>,
}

/// A text for the notes of a slide.
struct Said {
    /// The line behind the slide.
    end: usize,
    /// The text, line by line.
    text: Vec<String>,
    /// The line of the answer that it comes from.
    number: usize,
}

/// Moves notes where they belong, slide by slide.
pub(super) fn settle(answer: &mut Answer) {
    fences(answer);
    gathered::settle(answer);
    answers::settle(answer);
    let slides = answer.slides();
    let fields = Fields::of(answer, &slides);
    let mut said = Vec::new();
    let mut scripted = 0;
    let mut out = vec![false; answer.lines.len()];
    for slide in slides {
        let mut taken = taken(answer, slide.clone(), &fields);
        let kept = keep(answer, &slide, &mut taken, &mut out);
        scripted += usize::from(taken.iter().any(|one| one.label.meaning.is_said()));
        for one in taken {
            tell(answer, &one, &fields);
            out[one.lines.clone()].fill(true);
            let number = answer.lines[one.lines.start].number;
            said.push(Said { end: slide.end, text: text(answer, one.lines, &one.label), number });
        }
        alone(answer, slide.clone(), &mut out);
        for at in slide.filter(|at| !out[*at]).collect::<Vec<_>>() {
            let is_kept = |kept: &&Taken| kept.lines.start == at;
            let body = fields.at(at).filter(|label| label.meaning == Meaning::Body);
            if let Some(label) = kept.as_ref().filter(is_kept).map(|kept| &kept.label).or(body) {
                unlabel(answer, at, label, &mut out);
            }
        }
    }
    write(answer, &out, said);
    comments(answer);
    answer.is_scripted = scripted >= FEWEST_SCRIPTED;
}

/// Marks labels that stand above nothing but what is taken off their slide: they go with it.
fn alone(answer: &Answer, slide: Range<usize>, out: &mut [bool]) {
    let texts = answer.is_text();
    let shown: Vec<usize> = slide.filter(|at| !answer.is_blank(*at)).collect();
    let is_label = |line: &str| {
        line.trim_end_matches('*').ends_with([':', '：'])
            && Label::any(line).is_some_and(|label| label.rest.is_empty())
    };
    let passes =
        |at: usize, out: &[bool]| out[at] || !answer.text(at).contains(char::is_alphanumeric);
    let mut alone = Vec::new();
    for pair in shown.windows(2).rev() {
        let [at, below] = [pair[0], pair[1]];
        if !passes(below, out) {
            break;
        }
        let is_left = texts[at] && !out[at] && out[below];
        alone.extend((is_left && is_label(answer.text(at).trim())).then_some(at));
    }
    alone.into_iter().for_each(|at| out[at] = true);
}

/// Says where a text went.
fn tell(answer: &mut Answer, taken: &Taken, fields: &Fields) {
    let message = match taken.label.meaning {
        Meaning::Time => TIME,
        Meaning::Answer => ANSWERS,
        Meaning::Direction => DIRECTIONS,
        meaning if meaning.is_advice() => ADVICE,
        _ if fields.guessed.contains(&taken.label.key()) => GUESSED,
        _ => return,
    };
    answer.say("chat-scaffolding", message, answer.lines[taken.lines.start].number);
}

/// A listing that is called notes is a comment: `~~~notes`.
fn fences(answer: &mut Answer) {
    let is_notes = |words: &str| {
        Label::names_notes(&words.trim_matches(['{', '}', '.']).replace(['-', '_'], " "))
    };
    for lines in answer.listings(is_notes) {
        let (from, to) = (lines.start, lines.end - 1);
        answer.say("chat-scaffolding", LISTING, answer.lines[from].number);
        answer.lines[from].text = "<!--".to_owned();
        answer.lines[to].text = "-->".to_owned();
        for line in &mut answer.lines[from + 1..to] {
            line.text = line.text.replace("-->", "→");
        }
    }
}

/// The notes and the advice on a slide.
fn taken(answer: &Answer, slide: Range<usize>, fields: &Fields) -> Vec<Taken> {
    let mut taken = Vec::new();
    let mut at = slide.start;
    while at < slide.end {
        let next = at + 1;
        let label = fields.at(at).filter(|label| {
            (label.meaning != Meaning::Body || is_aside(label.text()))
                && !pictures::is_wanted(answer.text(at))
        });
        let lines = label.map(|label| match (label.meaning, label.shape) {
            // What is to be done is told line by line.
            (Meaning::Direction, Shape::Text | Shape::Quote) => at..next,
            _ => extent(answer, at..slide.end, label, &fields.ends),
        });
        at = next;
        let (Some(label), Some(lines)) = (label, lines) else { continue };
        let is_content =
            label.meaning.is_advice() && label.rest.is_empty() && shows(answer, next, slide.end);
        if !is_content {
            at = lines.end.max(next);
            taken.push(Taken { label: label.clone(), lines });
        }
    }
    tables(answer, &slide, &mut taken);
    // A remark, or an answer, above something that is shown belongs to it.
    let last = last_shown(answer, &slide, &taken, pictures::is_wanted);
    // Of the answers to several questions all go, or none.
    let answers = taken.iter().rfind(|one| one.label.meaning == Meaning::Answer);
    let title =
        slide.clone().find_map(|at| heading(answer.text(at))).map_or("", |(_, title)| title);
    // Who reads a list of questions that are often asked wants the answers.
    let is_asked = CONVENTIONS.name.asked.stands_in(title);
    let is_answered =
        !is_asked && answers.is_some_and(|one| last.is_some_and(|last| last < one.lines.end));
    taken.retain(|one| match one.label.meaning {
        // `【讲】` sets apart what it stands before.
        Meaning::Remark => {
            let is_set_apart = answer.text(one.lines.start).trim_start().starts_with('【');
            is_set_apart || last.is_none_or(|last| last < one.lines.end)
        }
        Meaning::Answer => is_answered,
        _ => true,
    });
    taken
}

/// Takes tables off a slide that are for the speaker, if something else is left.
fn tables(answer: &Answer, slide: &Range<usize>, taken: &mut Vec<Taken>) {
    let is_row = |at: &usize| Kind::of(answer.text(*at)) == Kind::Row;
    let begins = |at: &usize| is_head_of_asides(answer.text(*at)) && !is_row(&at.saturating_sub(1));
    let is_taken = |at: usize, taken: &[Taken]| taken.iter().any(|one| one.lines.contains(&at));
    for start in slide.clone().filter(begins) {
        if is_taken(start, taken) {
            continue;
        }
        let end = (start..slide.end).find(|at| !is_row(at)).unwrap_or(slide.end);
        let label = Label::said(answer.text(start));
        let place = taken.partition_point(|one| one.lines.start < start);
        taken.insert(place, Taken { label, lines: start..end });
        if last_shown(answer, slide, taken, |_| false).is_none() {
            taken.remove(place);
        }
    }
}

/// What of the taken stays, where nothing but the title would be left: a list that was advised, whose label goes,
/// or the picture that is described.
fn keep(
    answer: &mut Answer,
    slide: &Range<usize>,
    taken: &mut Vec<Taken>,
    out: &mut [bool],
) -> Option<Taken> {
    if last_shown(answer, slide, taken, |_| false).is_some() {
        return None;
    }
    if let Some(kept) = keep_one(taken) {
        return Some(kept);
    }
    let (at, picture) = seen(answer, slide, taken)?;
    let lines = taken.remove(at).lines;
    answer.lines[lines.start].text = picture;
    out[lines].iter_mut().skip(1).for_each(|out| *out = true);
    None
}

/// `正文：（无，留白）`: what is said to whoever makes the slide.
fn is_aside(text: &str) -> bool {
    bracketed(text).is_some_and(|(open, _)| matches!(open, '（' | '('))
}

/// Where nothing but the title would be left, the longest advice is what the slide shows.
fn keep_one(taken: &mut Vec<Taken>) -> Option<Taken> {
    const FEWEST: usize = 3;
    let advice = taken.iter().enumerate().filter(|(_, one)| one.label.meaning.is_advice());
    let (at, _) = advice
        .max_by_key(|(_, one)| one.lines.len())
        .filter(|(_, one)| one.lines.len() >= FEWEST)?;
    Some(taken.remove(at))
}

/// The last line that a slide shows below its titles, but for what is taken off it and lines that are passed over.
fn last_shown(
    answer: &Answer,
    slide: &Range<usize>,
    taken: &[Taken],
    passes: fn(&str) -> bool,
) -> Option<usize> {
    let hidden = answer.is_comment();
    let mut taken = taken.iter().rev().peekable();
    slide.clone().rev().find(|at| {
        while taken.next_if(|one| one.lines.start > *at).is_some() {}
        let line = answer.text(*at);
        // A line of signs, `=====`, parts what stands around it.
        let is_text = line.contains(char::is_alphanumeric) && heading(line).is_none();
        is_text
            && !hidden[*at]
            && !passes(line)
            && taken.peek().is_none_or(|one| !one.lines.contains(at))
    })
}

/// Where nothing but the title would be left, the picture that is described is what the slide shows: which
/// advice it is, and the picture.
fn seen(answer: &Answer, slide: &Range<usize>, taken: &[Taken]) -> Option<(usize, String)> {
    let mut titles = slide.clone().filter_map(|at| heading(answer.text(at)));
    let (_, title) = titles.find(|(level, _)| *level == 2)?;
    let names = &CONVENTIONS.name;
    let is_named =
        [&names.cover, &names.closing, &names.questions].iter().any(|name| name.has(title));
    // A question by itself is what its slide says.
    if is_named || title.ends_with(['？', '?']) {
        return None;
    }
    let is_picture = |one: &Taken| {
        one.label.meaning.is_advice()
            && CONVENTIONS.speech.seen.stands_in(&one.label.word)
            && !one.label.rest.is_empty()
            && one.lines.len() == 1
    };
    let at = taken.iter().position(is_picture)?;
    let label = &taken[at].label;
    Some((at, wish(label.text())))
}

/// Moves what an item held, whose label goes, to where the item stood.
fn raise(answer: &mut Answer, from: usize, depth: usize) {
    let is_inside = |at: &usize| answer.is_blank(*at) || indent(answer.text(*at)) > depth;
    let lines: Vec<usize> = (from..answer.lines.len()).take_while(is_inside).collect();
    let shown = lines.iter().filter(|at| !answer.is_blank(**at));
    let inner = shown.map(|at| indent(answer.text(*at))).min().unwrap_or(depth);
    for at in lines {
        answer.lines[at].text = outdented(answer.text(at), inner - depth).to_owned();
    }
}

/// Takes a label off what the slide shows.
fn unlabel(answer: &mut Answer, at: usize, label: &Label, out: &mut [bool]) {
    let number = answer.lines[at].number;
    answer.say("chat-scaffolding", LABELS, number);
    let rest = label.text().to_owned();
    let Some(line) = answer.lines.get_mut(at).map(|line| &mut line.text) else { return };
    match label.shape {
        Shape::Item(depth) if rest.is_empty() => {
            out[at] = true;
            raise(answer, at + 1, depth);
        }
        _ if rest.is_empty() => out[at] = true,
        Shape::Item(indent) => *line = format!("{}- {rest}", " ".repeat(indent)),
        Shape::Quote => *line = format!("> {rest}"),
        // `• 正文：…`
        Shape::Text if is_bulleted(line) => {
            let sign = line.trim_start().chars().next().unwrap_or('-');
            *line = format!("{}{sign} {rest}", &line[..line.len() - line.trim_start().len()]);
        }
        Shape::Text | Shape::Heading(_) => *line = rest,
    }
}
