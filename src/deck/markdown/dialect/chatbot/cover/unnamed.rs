//! A first slide with a marker that is no cover, and what stands above it.

use std::ops::Range;

use super::super::answer::Answer;
use super::super::conventions::{CONVENTIONS, Meaning};
use super::super::form::{heading, is_divider, item, title_of};
use super::super::labels::Label;
use super::super::lists::is_bulleted;
use super::super::markers::Marker;
use super::super::titles;
use super::above::scaffold;
use super::parts::{Cover, entry, is_block};
use super::{ABOVE, slide_with, write};

/// Makes the title of the deck of what stands above the slide, or of the slide.
pub(super) fn settle(answer: &mut Answer, first: usize) {
    let start = answer.front_matter().map_or(0, |front| front.end);
    let number = answer.lines[first].number;
    if heading(answer.text(first)).is_some_and(|(level, _)| level == 1) {
        leave_out_above(answer, start..first);
        short_first(answer, first);
    } else if paired(answer, start..first) {
        // The cover is made.
    } else if head(answer, start..first) {
        short_first(answer, first);
    } else {
        // Nothing above is a title: whatever it is, it is none of the slides.
        leave_out_above(answer, start..first);
        let kept = answer.lines.iter().position(|line| line.number == number);
        short_first(answer, kept.unwrap_or(first));
    }
}

/// A line that can be the title, above pairs such as `汇报人：…` or, if it is bold, short lines, and nothing else: a
/// cover.
fn paired(answer: &mut Answer, lines: Range<usize>) -> bool {
    let is_ruler = |at: &usize| is_divider(answer.text(*at));
    let end = lines.clone().skip(1).find(is_ruler).unwrap_or(lines.end);
    let lines = lines.start..end;
    // `封面页` says what it is.
    let names = |at: &usize| CONVENTIONS.name.cover.has(answer.text(*at));
    let named: Vec<usize> = lines.clone().filter(names).collect();
    let mut shown = lines.clone().filter(|at| !answer.is_blank(*at) && !named.contains(at));
    let Some(at) = shown.next().filter(|at| is_lone_title(answer.text(*at))) else { return false };
    let meaning = |at: usize| {
        let label = Label::of(answer.text(at).trim_start_matches('　'))?;
        (!label.rest.is_empty()).then_some(label.meaning)
    };
    let is_pair =
        |at: usize| meaning(at).is_some_and(|one| (Meaning::Title..=Meaning::Date).contains(&one));
    let is_bold = answer.text(at).starts_with("**");
    let is_line = |at: usize| is_bold && is_lone_title(answer.text(at).trim_matches('*'));
    let pairs: Vec<usize> = shown.collect();
    if pairs.is_empty() || pairs.len() > 3 || !pairs.iter().all(|at| is_pair(*at) || is_line(*at)) {
        return false;
    }
    let is_titled = pairs.iter().any(|at| meaning(*at) == Some(Meaning::Title));
    let title = answer.text(at).trim_matches('*').trim().to_owned();
    named.into_iter().for_each(|at| answer.lines[at].text.clear());
    for at in pairs {
        let text = answer.text(at).trim_start_matches('　').to_owned();
        answer.lines[at].text = text;
    }
    let mut cover = Cover::read(answer, at + 1..lines.end, title.clone());
    // What stands above `标题：…` is said to whoever gives the talk.
    cover.said.extend(is_titled.then(|| title.clone()));
    write::settle(answer, at..lines.end, at, cover, title);
    true
}

/// Leaves out what stands above a first slide: a few lines that say what follows.
fn leave_out_above(answer: &mut Answer, lines: Range<usize>) {
    const MOST: usize = 4;
    let texts = answer.is_text();
    let said: Vec<usize> = lines.clone().filter(|at| !answer.is_blank(*at)).collect();
    if said.len() > MOST || said.iter().any(|at| !texts[*at] || heading(answer.text(*at)).is_some())
    {
        return;
    }
    answer.say_left_out("text-outside-deck", ABOVE, lines.clone());
    answer.remove(lines);
}

/// The same of the first slide of a deck without markers and without a title, if all others have lists.
pub(super) fn alone(answer: &mut Answer, first: usize) {
    const FEWEST: usize = 3;
    let slides: Vec<Range<usize>> =
        answer.slides().into_iter().filter(|one| !one.is_empty()).collect();
    let has_list = |slide: &Range<usize>| slide.clone().any(|at| item(answer.text(at)).is_some());
    let is_second = answer.headings().iter().all(|(_, level)| *level > 1);
    let (own, others): (Vec<_>, Vec<_>) = slides.iter().partition(|slide| slide.contains(&first));
    let is_other =
        !own.iter().any(|slide| has_list(slide)) && others.iter().all(|one| has_list(one));
    if answer.was_around() && is_second && is_other && others.len() >= FEWEST {
        short_first(answer, first);
    }
}

/// A first slide of a line or two, in a deck without a title, is the title slide.
fn short_first(answer: &mut Answer, first: usize) {
    let texts = answer.is_text();
    let slide = slide_with(answer, first);
    let is_top = |at: usize| answer.heading(at).is_some_and(|(level, _)| level == 1);
    let has_sections = (slide.end..answer.lines.len()).any(is_top);
    // Nothing stands above it, not even another title.
    let is_first = (0..slide.start).all(|at| answer.is_blank(at) || !texts[at]);
    let Some(at) = slide.clone().find(|at| heading(answer.text(*at)).is_some()) else { return };
    // One without a title has kept its marker.
    let is_marker = Marker::of(answer.text(at), true).is_some();
    let Some(below) = below_title(answer, at + 1..slide.end) else { return };
    if is_marker || !is_first {
        return;
    }
    let title = title_of(answer.text(at)).to_owned();
    let class = if has_sections { " {.title}" } else { "" };
    answer.lines[at].text = format!("# {title}{class}");
    for at in below {
        let subtitle = heading(answer.text(at)).map(|(_, text)| text);
        if let Some(text) = subtitle.or_else(|| entry(answer.text(at))).map(str::to_owned) {
            answer.lines[at].text = text;
        }
    }
}

/// The lines below a title that a cover may show, at most three; `None` if others stand there, or nothing.
fn below_title(answer: &Answer, lines: Range<usize>) -> Option<Vec<usize>> {
    const MOST: usize = 3;
    let comments = answer.is_comment();
    let is_said = |at: usize| answer.text(at).starts_with(['>', '<']) || comments[at];
    // What a label of notes stands above is said.
    let said = [Meaning::Notes, Meaning::Remark];
    let is_note = |at: &usize| Label::of_kind(answer.text(*at), &said).is_some();
    let end = lines.clone().find(is_note).unwrap_or(lines.end);
    let below: Vec<usize> = answer.shown(lines.start..end).filter(|at| !is_said(*at)).collect();
    let has_any = answer.shown(lines).next().is_some();
    // Who speaks and when, as items.
    let is_byline = below.iter().any(|at| entry(answer.text(*at)).is_some_and(is_date));
    let is_part = |at: &usize| {
        let is_first = Some(at) == below.first();
        is_line(answer.text(*at))
            || is_first && is_subtitle(answer.text(*at))
            || is_byline && entry(answer.text(*at)).is_some()
    };
    (has_any && below.len() <= MOST && below.iter().all(is_part)).then_some(below)
}

/// Whether a line is a short one of text, and no item, block or heading.
fn is_line(line: &str) -> bool {
    const MOST: usize = 40;
    line.chars().count() <= MOST
        && item(line).is_none()
        && !is_bulleted(line)
        && !is_block(line)
        && heading(line).is_none()
}

/// `### 副标题`, which no label is.
fn is_subtitle(line: &str) -> bool {
    heading(line).is_some_and(|(level, text)| level > 2 && Label::of(text).is_none())
}

/// Whether a text names a day: `2025年4月3日`, `2025-04-03 · 杭州`.
fn is_date(text: &str) -> bool {
    let is_of_date = |c: char| c.is_ascii_digit() || "年月日./- ".contains(c);
    let mut parts = text.split(['·', '|', '｜', '，', ',']).map(str::trim);
    parts.any(|part| {
        part.starts_with("20") && part.chars().count() >= 7 && part.chars().all(is_of_date)
    })
}

/// Makes the title of a deck without a cover a heading: `**演讲主题：茶**`, `# 课件：茶`; whether it has one.
fn head(answer: &mut Answer, lines: Range<usize>) -> bool {
    let texts = answer.is_text();
    let mut above = answer.shown(lines);
    let Some(at) = above.next() else { return false };
    let line = answer.text(at);
    let text = heading(line).filter(|(level, _)| *level <= 2).map(|(_, text)| text);
    let label = Label::of_kind(line, &[Meaning::Title]).filter(|label| !label.rest.is_empty());
    let lone = Some(line.trim()).filter(|line| is_lone_title(line) && above.count() == 0);
    let title = label
        .map(|label| label.text().to_owned())
        .or(text.map(scaffold))
        .or(lone.map(str::to_owned));
    let title = title.filter(|title| texts[at] && !title.ends_with('}'));
    if let Some(title) = &title {
        answer.lines[at].text = format!("# {}", titles::without_scaffold(title));
    }
    title.is_some()
}

/// Whether a line by itself can be the title of a talk.
pub(in crate::deck::markdown::dialect::chatbot) fn is_lone_title(line: &str) -> bool {
    const MOST: usize = 60;
    let text = line.trim_matches('*').trim();
    let is_plain = text.starts_with(|c: char| c.is_alphanumeric() || "《“【「".contains(c))
        && item(line).is_none();
    is_plain
        && text.chars().count() <= MOST
        && !text.ends_with(['。', '！', '：', ':', '.', '，', '~', '👇'])
}
