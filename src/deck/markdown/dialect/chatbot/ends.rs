//! Slides recognised by their titles: the agenda, thanks and questions at the end, and sections
//! with numbers that the program writes as well.

use super::answer::Answer;
use super::conventions::{CONVENTIONS, Meaning, bare};
use super::dividers;
use super::division::is_title;
use super::form::{
    Counter, Kind, counter, heading, indent, is_divider, is_text, item, title_of, unlisted,
};
use super::labels::Label;
use super::titles;
use crate::deck::markdown::source::is_key;

/// What is said of the names of last slides.
const END: &str = "a title that only says that a slide is the last one is left out";

/// Gives slides the layout that their title names.
pub(super) fn settle(answer: &mut Answer) {
    numbered_sections(answer);
    last_section(answer);
    dividers::below_title(answer);
    if !answer.said.is_empty() {
        agenda(answer);
        closing(answer);
        nameless(answer);
    }
}

/// A slide whose title only says that it is the last one is called as its first line is; one that begins with
/// anything else has no title.
fn nameless(answer: &mut Answer) {
    let texts = answer.is_text();
    for slide in answer.slides().into_iter().rev().filter(|slide| !slide.is_empty()) {
        let at = slide.start;
        let name = answer.heading(at).map_or("", |(_, title)| title);
        let is_end = CONVENTIONS.name.end.has(name);
        // `结尾` may head what it says, too.
        let is_stage = slide.end == answer.lines.len() && CONVENTIONS.name.stage.has(name);
        if !is_end && !is_stage {
            continue;
        }
        let number = answer.lines[at].number;
        let first = answer.shown_from(at + 1).filter(|first| *first < slide.end && texts[*first]);
        let line = first.map_or("", |first| answer.text(first));
        let title = titles::without_scaffold(line.trim_end_matches('\\').trim());
        let is_title = is_title(&title) && is_text(line) && Label::of(line).is_none();
        match first.filter(|_| is_title) {
            Some(first) => {
                answer.lines[first].text.clear();
                let is_thanks = thanks(&title) && answer.shown(first..slide.end).next().is_none();
                let class = if is_thanks { " {.closing}" } else { "" };
                answer.lines[at].text = format!("## {title}{class}");
            }
            None if is_end => answer.lines[at].text = "---".to_owned(),
            None => continue,
        }
        answer.say("chat-scaffolding", END, number);
    }
}

/// The headings of the first level with their lines.
fn sections(answer: &Answer) -> Vec<(usize, String)> {
    let sections = answer.headings().into_iter().filter(|(_, level)| *level == 1);
    sections.map(|(at, _)| (at, title_of(answer.text(at)).to_owned())).collect()
}

/// A section that begins where the deck ends is none, if it thanks, or if there are no others.
fn last_section(answer: &mut Answer) {
    let sections = sections(answer);
    let Some((at, title)) = sections.last().filter(|_| sections.len() > 1) else { return };
    let (is_thanks, rest) = (thanks(title), &title[..]);
    let others = &sections[1..sections.len() - 1];
    let is_thanks = is_thanks || !answer.said.is_empty() && begins_with_thanks(title);
    let is_lone = others.iter().all(|(at, _)| !is_empty(answer, *at))
        && by_rulers(answer)
        && !has_tool(answer);
    let has_markup = rest.contains(['<', '{', '[', ':', '!']) && !is_thanks || rest.ends_with('}');
    if has_markup
        || has_settings(answer, *at) && !(is_thanks && has_class(answer, *at))
        || !says_little(answer, *at, is_thanks)
        || !(is_thanks || is_lone)
    {
        return;
    }
    let class = if is_thanks { " {.closing}" } else { "" };
    answer.lines[*at].text = format!("## {title}{class}");
}

/// Whether nothing stands below a heading until the next one or a ruler.
fn is_empty(answer: &Answer, at: usize) -> bool {
    let next = answer.shown_from(at + 1);
    next.is_none_or(|at| is_divider(answer.text(at)) || heading(answer.text(at)).is_some())
}

/// Whether rulers divide the deck.
fn by_rulers(answer: &Answer) -> bool {
    answer.written().filter(|at| is_divider(answer.text(*at))).count() >= 2
}

/// Whether settings of slides stand between rulers: then a tool's rules hold.
fn has_tool(answer: &Answer) -> bool {
    let front = answer.front_matter().map_or(0, |front| front.end);
    (front..answer.lines.len()).any(|at| is_divider(answer.text(at)) && is_key(answer.text(at + 1)))
}

/// Whether a tool's settings or directives stand above the heading of a slide.
fn has_settings(answer: &Answer, at: usize) -> bool {
    let above = |at: usize| answer.shown_before(at);
    let Some(last) = above(at) else { return false };
    // Settings stand between two rulers.
    let inside = if is_divider(answer.text(last)) { last.saturating_sub(1) } else { last };
    let line = answer.text(last).trim_start();
    let is_notes =
        line.strip_prefix("<!--").is_some_and(dividers::is_said) || line.starts_with("-->");
    line.starts_with(['<', '.']) && !is_notes || is_key(answer.text(inside))
}

/// Whether a class in a comment stands above the heading of a slide, as Marp has it.
fn has_class(answer: &Answer, at: usize) -> bool {
    let above = answer.shown_before(at);
    above.is_some_and(|at| answer.text(at).trim_start().starts_with("<!-- _class:"))
}

/// Whether a line or two stand below a heading, and nothing else; for what does not thank, nothing.
fn says_little(answer: &Answer, at: usize, is_thanks: bool) -> bool {
    let texts = answer.is_text();
    let mut below = (at + 1..answer.lines.len()).filter(|at| !answer.is_blank(*at));
    let is_line = |at: &usize| matches!(Kind::of(answer.text(*at)), Kind::Text | Kind::Quote);
    let shown = below.clone().filter(|at| texts[*at]).count();
    shown <= if is_thanks { 3 } else { 0 }
        && below.all(|at| !texts[at] && answer.text(at).starts_with("<!--") || is_line(&at))
}

/// Whether a title thanks, or asks for questions, and nothing else.
fn thanks(title: &str) -> bool {
    let names = &CONVENTIONS.name;
    let is_name = |part: &str| names.closing.has(part) || names.questions.has(part);
    let mut parts = bare(title).split(['！', '!', '，', ',', '/', '｜', '|', '·']);
    let thanks_first = parts.next().is_some_and(|part| is_name(part.trim()));
    let words = bare(title).split(' ').filter(|part| !part.is_empty() && *part != "&");
    if bare(title).is_empty() {
        return false;
    }
    is_name(title) || thanks_first && title.chars().count() <= 24 || words.into_iter().all(is_name)
}

/// `谢谢各位董事`: short, and it begins so.
fn begins_with_thanks(title: &str) -> bool {
    const MOST: usize = 12;
    let text = bare(title).to_lowercase();
    let thanks = CONVENTIONS.name.closing.begins(&text);
    thanks.is_some_and(|length| {
        let rest = &text[length..];
        let is_word = !rest.starts_with(|c: char| c.is_ascii_alphabetic());
        is_word && text.chars().count() <= MOST && !CONVENTIONS.name.end.has(&text[..length])
    })
}

/// Sections that count themselves: the program does, too.
fn numbered_sections(answer: &mut Answer) {
    let sections = sections(answer);
    let of = |(at, title): &(usize, String)| {
        let (number, rest) = counter(title).filter(|(_, rest)| !rest.is_empty())?;
        Some((*at, number, rest.to_owned()))
    };
    let numbered: Vec<(usize, usize, String)> = sections.iter().filter_map(of).collect();
    let counts = numbered.iter().enumerate().all(|(at, (_, number, _))| *number == at + 1);
    let opens_slides = |at: usize| {
        let next = answer.shown(at + 1..answer.lines.len()).next();
        next.is_some_and(|at| heading(answer.text(at)).is_some_and(|(level, _)| level == 2))
    };
    if !numbered.iter().all(|(at, ..)| opens_slides(*at))
        || numbered.len() < 2
        || !counts
        || sections.len() > numbered.len() + 3
    {
        return;
    }
    for (at, _, title) in numbered {
        answer.lines[at].text = format!("# {title}");
    }
}

/// The title of the slide that thanks, and what it shows: the last slide, or the one above what is kept for questions.
fn thanking(answer: &Answer) -> Option<(usize, Vec<usize>)> {
    let title = |at: usize| {
        answer.heading(at).filter(|(level, _)| *level <= 2).map_or("", |(_, title)| title)
    };
    let last: Vec<usize> =
        answer.written().rev().filter(|at| !title(*at).is_empty()).take(2).collect();
    let thanks = |at: &usize| {
        let title = title(*at);
        let is_last = last.first() == Some(at);
        is_last && thanks(title) || CONVENTIONS.name.closing.has(title) || begins_with_thanks(title)
    };
    let at = last.iter().copied().find(thanks)?;
    let end = last.iter().copied().find(|last| *last > at).unwrap_or(answer.lines.len());
    let texts = answer.is_text();
    Some((at, answer.shown(at + 1..end).filter(|at| texts[*at]).collect()))
}

/// Makes a closing of it, if it says little more.
fn closing(answer: &mut Answer) {
    let Some((at, below)) = thanking(answer) else { return };
    let title = title_of(answer.text(at));
    let is_block = |at: &usize| {
        let line = answer.text(*at);
        indent(line) > 0 || !matches!(Kind::of(line), Kind::Text | Kind::Item | Kind::Tag)
    };
    if title.ends_with('}')
        || has_settings(answer, at)
        || below.len() > 3
        || below.iter().any(is_block)
    {
        return;
    }
    // `标题：感谢聆听` below `Q&A`
    let is_titled = |at: &&usize| {
        let text = item(answer.text(**at)).map_or(answer.text(**at), |(_, text)| text);
        Label::of(text).is_some_and(|label| label.meaning == Meaning::Title)
    };
    let is_end = CONVENTIONS.name.end.has(title);
    let title = match below.first().filter(|at| is_end || is_titled(at)) {
        Some(first) => {
            let line = std::mem::take(&mut answer.lines[*first].text);
            let text = unlisted(&line);
            let label = Label::of_kind(text, &[Meaning::Body]);
            let text = label.as_ref().map_or(text, Label::text);
            titles::without_scaffold(text)
        }
        None => title.to_owned(),
    };
    answer.lines[at].text = format!("## {title} {{.closing}}");
    // An item or two are lines there.
    for at in below.into_iter().rev() {
        if let Some((_, text)) = item(answer.text(at)) {
            let text = text.to_owned();
            answer.replace(at..at + 1, &[&text, ""]);
        }
    }
}

/// A list below `目录` is the agenda.
fn agenda(answer: &mut Answer) {
    let comments = answer.is_comment();
    for slide in answer.slides().into_iter().rev() {
        let Some(at) = slide.clone().find(|at| heading(answer.text(*at)).is_some()) else {
            continue;
        };
        let title = title_of(answer.text(at)).to_owned();
        let below = answer.shown(at + 1..slide.end).filter(|at| !comments[*at]);
        let below: Vec<usize> = below.collect();
        if !title.ends_with('}') && CONVENTIONS.name.agenda.has(&title) && below.len() == 1 {
            in_a_line(answer, at, below[0]);
            continue;
        }
        if title.ends_with('}')
            || !CONVENTIONS.name.agenda.has(&title)
            || !(2..=9).contains(&below.len())
        {
            continue;
        }
        if below.iter().all(|at| entry(answer.text(*at)).is_some()) {
            for at in below {
                answer.lines[at].text = entry(answer.text(at)).unwrap_or_default();
            }
            // `目录页` says that it is a page.
            let line =
                answer.lines[at].text.trim_end_matches("页面").trim_end_matches(['页', '頁']);
            answer.lines[at].text = format!("{line} {{.agenda}}");
        }
    }
}

/// `目录` above `甲／乙／丙`: the agenda in a line.
fn in_a_line(answer: &mut Answer, title: usize, at: usize) {
    let parts = |sign: &str| -> Vec<String> {
        let parts = answer.text(at).split(sign).map(str::trim).filter(|part| !part.is_empty());
        parts.filter_map(entry).collect()
    };
    let found = ["／", "/", "｜", " | ", "→", "；", "、", " · "].into_iter().map(parts);
    let Some(entries) = found.into_iter().find(|parts| (3..=9).contains(&parts.len())) else {
        return;
    };
    answer.lines[title].text += " {.agenda}";
    answer.replace(at..at + 1, &entries);
}

/// An entry of an agenda as an item; its number is written anyway.
fn entry(line: &str) -> Option<String> {
    if indent(line) > 1 || !matches!(Kind::of(line), Kind::Text | Kind::Item) {
        return None;
    }
    let text = unlisted(line);
    let counter = Counter::of(text).filter(|counter| !counter.title.is_empty());
    Some(format!("- {}", counter.map_or(text, |counter| counter.title)))
}
