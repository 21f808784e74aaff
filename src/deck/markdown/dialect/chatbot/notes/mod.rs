//! What is labelled as said, advised or mere scaffolding: speaker notes leave the page, labels that
//! stand on every slide leave the text that they stand before.

mod evidence;
mod extent;
mod written;

use std::ops::Range;

use super::answer::{Answer, heading, is_divider};
use super::conventions::{CONVENTIONS, Meaning};
use super::labels::{Label, Shape};
use super::pictures;
use evidence::Evidence;
use extent::{extent, is_last, shows};
use written::{comments, text, write};

/// What is said of a label that says nothing.
const LABELS: &str = "a label that stands on every slide is left out, its text stays";
/// What is said of advice.
pub(super) const ADVICE: &str = "advice about the look of a slide goes to its notes";

/// Text that is moved from the page to the notes.
struct Taken {
    label: Label,
    lines: Range<usize>,
}

/// Moves notes where they belong, slide by slide.
pub(super) fn settle(answer: &mut Answer) {
    let slides = answer.slides();
    let (texts, hidden) = (answer.is_text(), answer.is_comment());
    let evidence = Evidence::of(answer, &slides, &texts);
    let mut notes: Vec<(usize, Vec<String>, usize)> = Vec::new();
    let mut out = vec![false; answer.lines.len()];
    for slide in slides {
        let mut taken = taken(answer, &texts, slide.clone(), &evidence);
        let is_bare = !shows_more(answer, &hidden, &slide, &taken);
        let kept = if is_bare { keep_one(&mut taken) } else { None };
        let looks = is_bare && kept.is_none();
        if let Some((at, picture)) = looks.then(|| seen(answer, &slide, &taken)).flatten() {
            let lines = taken.remove(at).lines;
            answer.lines[lines.start].text = picture;
            out[lines].iter_mut().skip(1).for_each(|out| *out = true);
        }
        for Taken { label, lines } in taken {
            let number = answer.lines[lines.start].number;
            if label.meaning.is_advice() {
                answer.say("chat-scaffolding", ADVICE, number);
            }
            out[lines.clone()].fill(true);
            notes.push((slide.end, text(answer, lines, &label), number));
        }
        for at in slide {
            if out[at] || !texts[at] {
                continue;
            }
            let kept = kept.as_ref().filter(|kept| kept.lines.start == at).map(|kept| &kept.label);
            let label =
                evidence.label(answer.text(at)).filter(|label| label.meaning == Meaning::Body);
            if evidence.frames.contains(answer.text(at).trim()) {
                out[at] = true;
                let number = answer.lines[at].number;
                answer.say("chat-scaffolding", LABELS, number);
            } else if let Some(label) =
                kept.or(label.as_ref().filter(|label| evidence.takes(label)))
            {
                unlabel(answer, at, label, &mut out);
            }
        }
    }
    write(answer, &out, notes);
    comments(answer);
}

/// The notes and the advice on a slide.
fn taken(answer: &Answer, texts: &[bool], slide: Range<usize>, evidence: &Evidence) -> Vec<Taken> {
    let mut taken = Vec::new();
    let mut at = slide.start;
    while at < slide.end {
        let next = at + 1;
        let label = evidence.label(answer.text(at)).filter(|label| {
            texts[at]
                && (label.meaning != Meaning::Body || is_aside(label.without_open(&label.rest)))
                && evidence.takes(label)
                && !pictures::is_wanted(answer.text(at))
                && !evidence.is_among_content(answer, at, label)
        });
        at = next;
        let Some(label) = label else { continue };
        let lines = extent(answer, texts, next - 1..slide.end, &label, evidence);
        let is_content = label.meaning == Meaning::Remark && !is_last(answer, lines.end, slide.end)
            || label.meaning.is_advice() && label.rest.is_empty() && shows(answer, next, slide.end);
        if !is_content {
            at = lines.end.max(next);
            taken.push(Taken { label, lines });
        }
    }
    taken
}

/// `正文：（无，留白）`: what is said to whoever makes the slide.
fn is_aside(text: &str) -> bool {
    let inside = [('（', '）'), ('(', ')')]
        .into_iter()
        .find_map(|(open, close)| text.trim().strip_prefix(open)?.strip_suffix(close));
    inside.is_some_and(|inside| !inside.contains(['（', '(', '）', ')']))
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

/// Whether a slide shows anything below its title but what is taken off it. `hidden`: the lines of comments.
fn shows_more(answer: &Answer, hidden: &[bool], slide: &Range<usize>, taken: &[Taken]) -> bool {
    let is_left = |at: usize| {
        let line = answer.text(at);
        let is_content = !line.trim().is_empty() && heading(line).is_none() && !is_divider(line);
        is_content && !hidden[at] && !taken.iter().any(|one| one.lines.contains(&at))
    };
    slide.clone().any(is_left)
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
    let words = label.without_open(&label.rest).replace(['[', ']'], "");
    Some((at, format!("![{words}]()")))
}

/// Takes a label off what the slide shows.
fn unlabel(answer: &mut Answer, at: usize, label: &Label, out: &mut [bool]) {
    let number = answer.lines[at].number;
    answer.say("chat-scaffolding", LABELS, number);
    let rest = label.without_open(&label.rest).to_owned();
    let line = &mut answer.lines[at].text;
    match label.shape {
        _ if rest.is_empty() => out[at] = true,
        Shape::Item(indent) => *line = format!("{}- {rest}", " ".repeat(indent)),
        Shape::Quote => *line = format!("> {rest}"),
        Shape::Text | Shape::Heading(_) => *line = rest,
    }
}
