//! What is labelled as said, advised or mere scaffolding: speaker notes leave the page, labels that
//! stand on every slide leave the text that they stand before.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use super::answer::{Answer, Line, heading, indent, is_divider};
use super::conventions::{CONVENTIONS, Meaning};
use super::labels::{self, Label, Shape};
use super::pictures;

/// What is said of a label that says nothing.
const LABELS: &str = "a label that stands on every slide is left out, its text stays";
/// Fewest slides on which a label stands that is told by a part of its word.
const FEWEST_OF_STEM: usize = 3;
/// What is said of advice.
const ADVICE: &str = "advice about the look of a slide goes to its notes";

/// What the labels of a deck are, as far as that depends on all of them.
#[derive(Default)]
struct Evidence {
    /// The words of remarks that recur at the end of slides: these are said.
    remarks: BTreeSet<String>,
    /// Whether notes are labelled as such: then a remark in a paragraph is one of them.
    has_notes: bool,
    /// Lines that stand on nearly every slide and label what stands below.
    frames: BTreeSet<String>,
    /// Whether `Note:` on a line of its own is reveal.js's, which takes it for notes, too.
    is_reveal: bool,
    /// Whether labels of the content are scaffolding.
    body: bool,
    /// Whether what might be content is advice: it recurs, or other labels do.
    looks: bool,
    /// Labels of other words that stand on most slides, and what these words have in them.
    stems: BTreeMap<String, Meaning>,
}

/// What leaves the page for the notes.
struct Taken {
    label: Label,
    lines: Range<usize>,
}

/// Moves notes where they belong, slide by slide.
pub(super) fn settle(answer: &mut Answer) {
    let slides = answer.slides();
    let texts = answer.is_text();
    let evidence = Evidence::of(answer, &slides, &texts);
    let mut notes: Vec<(usize, Vec<String>, usize)> = Vec::new();
    let mut out = vec![false; answer.lines.len()];
    for slide in slides {
        let mut taken = taken(answer, &texts, slide.clone(), &evidence);
        let kept = keep_one(answer, &slide, &mut taken);
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

/// What is said or advised on a slide.
fn taken(answer: &Answer, texts: &[bool], slide: Range<usize>, evidence: &Evidence) -> Vec<Taken> {
    let mut taken = Vec::new();
    let mut at = slide.start;
    while at < slide.end {
        let next = at + 1;
        let label = evidence.label(answer.text(at)).filter(|label| {
            texts[at]
                && label.meaning != Meaning::Body
                && evidence.takes(label)
                && !pictures::is_wanted(answer.text(at))
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

/// Whether the next line shows something that no speaker can say: code, a table, a picture.
fn shows(answer: &Answer, from: usize, end: usize) -> bool {
    (from..end).find(|at| !answer.is_blank(*at)).is_some_and(|at| is_shown(answer.text(at)))
}

/// Where nothing but the title would be left, the longest advice is what the slide shows.
fn keep_one(answer: &Answer, slide: &Range<usize>, taken: &mut Vec<Taken>) -> Option<Taken> {
    const FEWEST: usize = 3;
    let is_left = |at: usize| {
        let line = answer.text(at);
        let is_content = !line.trim().is_empty() && heading(line).is_none() && !is_divider(line);
        is_content && !taken.iter().any(|one| one.lines.contains(&at))
    };
    if slide.clone().any(is_left) {
        return None;
    }
    let advice = taken.iter().enumerate().filter(|(_, one)| one.label.meaning.is_advice());
    let (at, _) = advice
        .max_by_key(|(_, one)| one.lines.len())
        .filter(|(_, one)| one.lines.len() >= FEWEST)?;
    Some(taken.remove(at))
}

impl Evidence {
    fn of(answer: &Answer, slides: &[Range<usize>], texts: &[bool]) -> Self {
        let (mut remarks, mut body, mut advice) = (BTreeMap::<String, usize>::new(), 0, 0);
        let mut has_notes = false;
        let labels = Self { stems: stems(answer, slides, texts), ..Self::default() };
        for slide in slides {
            let (mut bodies, mut advices) = (false, false);
            for at in slide.clone().filter(|at| texts[*at]) {
                let Some(label) = labels.label(answer.text(at)) else { continue };
                match label.meaning {
                    Meaning::Remark if label.shape != Shape::Quote => {
                        let extent = extent(answer, texts, at..slide.end, &label, &labels);
                        if is_last(answer, extent.end, slide.end) {
                            *remarks.entry(label.word.to_lowercase()).or_default() += 1;
                        }
                    }
                    Meaning::Notes => has_notes = true,
                    Meaning::Body => bodies = true,
                    Meaning::Advice | Meaning::Look => advices = true,
                    _ => {}
                }
            }
            body += usize::from(bodies);
            advice += usize::from(advices);
        }
        let remarks =
            remarks.into_iter().filter(|(_, count)| *count >= 2).map(|(word, _)| word).collect();
        let advised = advice >= 2 || advice > 0 && (has_notes || !answer.said.is_empty());
        let enough = (slides.len().max(2) - 1).div_ceil(3).max(2);
        Self {
            remarks,
            has_notes,
            frames: frames(answer, slides, texts),
            is_reveal: is_reveal(answer, texts),
            body: body >= enough || body > 0 && advised && has_notes,
            looks: advised,
            stems: labels.stems,
        }
    }

    /// The label that a line begins with.
    fn label(&self, line: &str) -> Option<Label> {
        Label::of(line).or_else(|| {
            let mut label = Label::with(line, labels::any_word)?;
            label.meaning = *self.stems.get(&label.word.to_lowercase())?;
            Some(label)
        })
    }

    fn takes(&self, label: &Label) -> bool {
        let is_paragraph = matches!(label.shape, Shape::Text | Shape::Quote);
        if label.word.is_ascii() && label.meaning == Meaning::Remark && self.is_reveal {
            return false;
        }
        match label.meaning {
            Meaning::Notes => true,
            Meaning::Remark => {
                self.remarks.contains(&label.word.to_lowercase()) || self.has_notes && is_paragraph
            }
            Meaning::Advice => true,
            Meaning::Look => self.looks,
            Meaning::Body => self.body || self.stems.contains_key(&label.word.to_lowercase()),
            _ => false,
        }
    }
}

/// Labels that stand on most slides, by the words in them: `讲述重点：`, `**What to Say:**`.
fn stems(answer: &Answer, slides: &[Range<usize>], texts: &[bool]) -> BTreeMap<String, Meaning> {
    let mut counts = BTreeMap::<String, usize>::new();
    for slide in slides.iter().filter(|_| !answer.said.is_empty()) {
        let lines = slide.clone().filter(|at| texts[*at]).map(|at| answer.text(at));
        let label = |line| {
            let word = Label::with(line, labels::any_word)?.word.to_lowercase();
            Label::of(line).is_none().then_some(word)
        };
        let labels: BTreeSet<String> = lines.filter_map(label).collect();
        labels.into_iter().for_each(|word| *counts.entry(word).or_default() += 1);
    }
    let titled =
        slides.iter().filter(|slide| (*slide).clone().any(|at| heading(answer.text(at)).is_some()));
    let enough = titled.count().div_ceil(2).max(FEWEST_OF_STEM);
    let meaning = |word: &str| {
        [Meaning::Body, Meaning::Notes, Meaning::Advice]
            .into_iter()
            .find(|meaning| CONVENTIONS.stem[meaning].stands_in(word))
    };
    let recurring = counts.into_iter().filter(|(_, count)| *count >= enough);
    recurring.filter_map(|(word, _)| Some((word.clone(), meaning(&word)?))).collect()
}

/// `**屏幕内容：**` on nearly every slide, whatever the word is.
fn frames(answer: &Answer, slides: &[Range<usize>], texts: &[bool]) -> BTreeSet<String> {
    let mut counts = BTreeMap::<String, usize>::new();
    for slide in slides {
        let lines = slide.clone().filter(|at| texts[*at]).map(|at| answer.text(at).trim());
        let labels: BTreeSet<&str> = lines.filter(|line| is_frame(line)).collect();
        labels.into_iter().for_each(|line| *counts.entry(line.to_owned()).or_default() += 1);
    }
    let is_full = |slide: &&Range<usize>| {
        let shows = |at: usize| {
            !answer.is_blank(at)
                && heading(answer.text(at)).is_none()
                && !is_divider(answer.text(at))
        };
        (*slide).clone().any(shows)
    };
    let enough = (slides.iter().filter(is_full).count() * 2).div_ceil(3).max(3);
    counts.into_iter().filter(|(_, count)| *count >= enough).map(|(line, _)| line).collect()
}

/// Whether a line is a word or two in bold or brackets before a colon, and nothing else.
fn is_frame(line: &str) -> bool {
    let bold = line.strip_prefix("**").and_then(|line| {
        line.strip_suffix("**")
            .or_else(|| line.strip_suffix("**："))
            .or_else(|| line.strip_suffix("**:"))
    });
    let bracket = line.strip_prefix('【').and_then(|line| line.strip_suffix('】'));
    let word = bold.filter(|_| line.contains([':', '：'])).or(bracket);
    word.is_some_and(|word| !word.contains("**") && word.chars().count() <= 20)
}

/// Whether some notes are written as reveal.js has them.
fn is_reveal(answer: &Answer, texts: &[bool]) -> bool {
    let is_note = |line: &str| {
        matches!(line.trim().to_ascii_lowercase().as_str(), "note:" | "notes:" | "[note]")
    };
    (0..answer.lines.len()).any(|at| texts[at] && is_note(answer.text(at)))
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

/// The lines that belong to a label at the start of these.
fn extent(
    answer: &Answer,
    texts: &[bool],
    lines: Range<usize>,
    label: &Label,
    labels: &Evidence,
) -> Range<usize> {
    let Range { start: at, end } = lines;
    let line = |at: usize| answer.text(at);
    let is_label = |at: usize| {
        texts[at]
            && (labels.label(line(at)).is_some_and(|label| label.meaning <= Meaning::Body)
                || label.meaning.is_advice() && is_frame(line(at).trim()))
    };
    let stops = |at: &usize| {
        texts[*at] && (heading(line(*at)).is_some() || is_divider(line(*at)) || is_label(*at))
    };
    let last = match label.shape {
        Shape::Heading(_) => (at + 1..end)
            .find(|at| texts[*at] && (heading(line(*at)).is_some() || is_divider(line(*at)))),
        Shape::Item(depth) => (at + 1..end)
            .find(|at| stops(at) || !line(*at).trim().is_empty() && indent(line(*at)) <= depth),
        Shape::Quote => {
            (at + 1..end).find(|at| stops(at) || !line(*at).trim_start().starts_with('>'))
        }
        Shape::Text if label.rest.is_empty() && label.meaning.is_advice() => {
            after_block(answer, at + 1, end, stops)
        }
        Shape::Text if label.rest.is_empty() => {
            (at + 1..end).find(|at| stops(at) || is_shown(line(*at)))
        }
        Shape::Text => after_text(answer, at, end, label, stops),
    };
    let mut last = last.unwrap_or(end);
    while last > at + 1 && answer.is_blank(last - 1) {
        last -= 1;
    }
    at..last
}

/// The end of the first block behind a label.
fn after_block(
    answer: &Answer,
    from: usize,
    end: usize,
    stops: impl Fn(&usize) -> bool,
) -> Option<usize> {
    let first = (from..end).find(|at| !answer.is_blank(*at) || stops(at))?;
    (first..end).find(|at| answer.is_blank(*at) || stops(at))
}

/// The end of a paragraph behind a label; what is quoted ends with the quotation.
fn after_text(
    answer: &Answer,
    at: usize,
    end: usize,
    label: &Label,
    stops: impl Fn(&usize) -> bool,
) -> Option<usize> {
    let count = |text: &str, sign: char| text.matches(sign).count();
    let mut open = label.rest.starts_with('“') && count(&label.rest, '“') > count(&label.rest, '”')
        || label.rest.starts_with('"') && count(&label.rest, '"') == 1;
    for next in at + 1..end {
        let line = answer.text(next);
        let leads = label.rest.ends_with([':', '：']);
        let ends = answer.is_blank(next)
            || is_shown(line)
            || !leads && super::answer::item(line).is_some();
        if stops(&next) || ends && !open {
            return Some(next);
        }
        open &= !line.contains(['”', '"']);
    }
    None
}

/// Whether a line is shown whatever stands above it.
fn is_shown(line: &str) -> bool {
    let line = line.trim_start();
    line.starts_with('|')
        || line.starts_with("![")
        || line.starts_with(":::")
        || line.starts_with("```")
}

/// Whether a slide shows nothing more.
fn is_last(answer: &Answer, from: usize, end: usize) -> bool {
    (from..end).all(|at| {
        let line = answer.text(at).trim();
        line.is_empty()
            || is_divider(line)
            || line.starts_with("<!--")
            || Label::of(line).is_some_and(|label| label.meaning <= Meaning::Look)
    })
}

/// What is said: the lines without the label, and without what they begin with.
fn text(answer: &Answer, lines: Range<usize>, label: &Label) -> Vec<String> {
    let first = match label.meaning {
        meaning if meaning.is_advice() && !label.rest.is_empty() => {
            let colon = if label.word.is_ascii() { ": " } else { "：" };
            format!("{}{colon}{}", label.word, label.rest)
        }
        _ => label.rest.clone(),
    };
    let below = lines.skip(1).map(|at| answer.text(at));
    let below = below.map(|line| match label.shape {
        Shape::Quote => line.trim_start().trim_start_matches('>').trim_start().to_owned(),
        _ => line.to_owned(),
    });
    let depth = below
        .clone()
        .filter(|line| !line.trim().is_empty())
        .map(|line| indent(&line))
        .min()
        .unwrap_or(0);
    let below = below.map(|line| line.chars().skip(depth.min(indent(&line))).collect::<String>());
    let mut all: Vec<String> = [first].into_iter().chain(below).collect();
    all.iter_mut().for_each(|line| *line = line.trim_start_matches('>').trim().to_owned());
    if let Some(last) = all.iter_mut().rev().find(|line| !line.is_empty()) {
        *last = label.without_open(last).to_owned();
    }
    while all.first().is_some_and(String::is_empty) {
        all.remove(0);
    }
    all.iter().map(|line| line.replace("-->", "→")).collect()
}

/// Writes the notes at the end of their slides, as comments.
fn write(answer: &mut Answer, out: &[bool], notes: Vec<(usize, Vec<String>, usize)>) {
    let mut lines = Vec::with_capacity(answer.lines.len());
    let mut notes = notes.into_iter().filter(|(_, text, _)| !text.is_empty()).peekable();
    for (at, is_out) in out.iter().chain([&true]).enumerate() {
        while let Some((_, text, number)) = notes.next_if(|(end, ..)| *end == at) {
            comment(&mut lines, &text, number);
        }
        if let Some(line) = answer.lines.get(at).filter(|_| !is_out) {
            lines.push(line.clone());
        }
    }
    answer.lines = lines.into();
}

/// A comment behind what is there.
fn comment(lines: &mut Vec<Line>, text: &[String], number: usize) {
    while lines.last().is_some_and(|line| line.text.trim().is_empty()) {
        lines.pop();
    }
    let line = |text: &str| Line { text: text.to_owned(), number };
    lines.push(line(""));
    match text {
        [one] => lines.push(line(&format!("<!-- {one} -->"))),
        all => {
            lines.push(line("<!--"));
            lines.extend(all.iter().map(|text| line(text)));
            lines.push(line("-->"));
        }
    }
    lines.push(line(""));
}

/// Takes labels off comments: whatever stands there is said.
fn comments(answer: &mut Answer) {
    for at in (0..answer.lines.len()).rev() {
        let line = answer.text(at);
        let Some(inside) = line.trim_start().strip_prefix("<!--") else { continue };
        let (begin, next) = match inside.trim().is_empty() {
            true => ("", at + 1),
            false => ("<!-- ", at),
        };
        let text = if begin.is_empty() { answer.text(next) } else { inside }.trim().to_owned();
        let label = Label::of(text.trim_end_matches("-->"));
        let Some(label) =
            label.filter(|label| matches!(label.meaning, Meaning::Notes | Meaning::Remark))
        else {
            continue;
        };
        // `<!-- 讲稿 -->` says this, and is the label of nothing.
        if label.rest.is_empty() && (!begin.is_empty() || !text.ends_with([':', '：'])) {
            continue;
        }
        let closes = if text.ends_with("-->") { " -->" } else { "" };
        match label.rest.is_empty() && begin.is_empty() {
            true => answer.replace(next..next + 1, &[]),
            false => {
                answer.lines[next].text =
                    format!("{begin}{}{closes}", label.without_open(&label.rest))
            }
        }
    }
}
