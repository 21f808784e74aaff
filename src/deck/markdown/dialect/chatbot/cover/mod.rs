//! The first slide, where it says what it is: `封面`, with pairs such as `标题：…`, `汇报人：…`. It becomes the
//! title slide; who speaks and when goes to the front matter.

mod above;
mod listed;
mod parts;
mod unnamed;
mod write;

use std::collections::BTreeSet;
use std::ops::Range;

use super::answer::Answer;
use super::conventions::{CONVENTIONS, Meaning};
use super::form::{counter, heading, is_divider, item, title_of, unmarked};
use super::frame::plans;
use super::labels::{Label, Shape};
use super::titles;
use parts::Cover;
pub(super) use unnamed::is_lone_title;
pub(super) use write::{put_keys, quoted};

/// What is said of what stood above the cover.
const ABOVE: &str = "what is written above the first slide is left out";

/// Makes a title slide of a cover. `first`: where the first slide with a marker begins.
pub(super) fn settle(answer: &mut Answer, first: Option<usize>) {
    let first = listed::settle(answer, first);
    if first.is_none() && answer.is_evident() {
        repeated(answer);
    }
    let Some((slide, is_lead)) = slide(answer, first) else {
        // Slides without titles may have one above them.
        return first.map_or((), |first| unnamed::settle(answer, first));
    };
    let texts = answer.is_text();
    let is_heading = |at: &usize| answer.heading(*at).is_some();
    let Some(at) = slide.clone().find(is_heading) else { return };
    let name = title_of(answer.text(at)).to_owned();
    let (number, bare_name) = numbered(titles::remark(&name).map_or(&name[..], |(name, _)| name));
    let named = cover_name(bare_name);
    let has_pairs = (at + 1..slide.end).any(|at| texts[at] && is_pair(answer.text(at)));
    // The title of the talk stands in a heading of its own.
    let has_inner =
        (at + 1..slide.end).any(|at| answer.heading(at).is_some_and(|(level, _)| level == 1));
    let is_evident = match first {
        _ if is_lead || has_inner => true,
        Some(_) => {
            named.is_some() || has_pairs || says_title(answer, (slide.clone(), at), bare_name)
        }
        None => named.is_some() && (has_pairs || number.is_some() || answer.was_around()),
    };
    if !is_evident {
        return match first {
            Some(first) => unnamed::settle(answer, first),
            None => unnamed::alone(answer, at),
        };
    }
    // A title that is no name of a cover is that of the talk.
    let is_title = named.is_none() && !has_inner && !titles::is_scaffold(bare_name);
    let title = if is_title { Some(bare_name.to_owned()) } else { named.clone() };
    let cover = Cover::read(answer, at + 1..slide.end, title.unwrap_or_default());
    let level = heading(answer.text(at)).map_or(2, |(level, _)| level.max(2));
    write::settle(answer, slide, at, cover, named.unwrap_or_else(|| name.clone()));
    if number.is_some() {
        unnumber(answer, level);
    }
}

/// `# 绿茶` above `## 1. 绿茶` with a few lines: the title slide, once.
fn repeated(answer: &mut Answer) {
    let titles: Vec<usize> =
        answer.written().filter(|at| answer.heading(*at).is_some()).take(2).collect();
    let [top, again] = titles[..] else { return };
    let letters = |at: usize| -> String {
        let title = numbered(title_of(answer.text(at))).1;
        title.to_lowercase().chars().filter(|c| c.is_alphanumeric()).collect()
    };
    let level = |at: usize| answer.heading(at).map_or(0, |(level, _)| level);
    let is_gap = |at: usize| answer.is_blank(at) || is_divider(answer.text(at));
    let is_same = letters(top) == letters(again) && (level(top), level(again)) == (1, 2);
    let end = (again + 1..answer.lines.len()).find(|at| answer.divides(*at));
    let is_cover = is_short(answer, again + 1..end.unwrap_or(answer.lines.len()));
    if is_same && is_cover && (top + 1..again).all(is_gap) {
        answer.replace(top + 1..again + 1, &[""]);
        unnumber(answer, 2);
    }
}

/// Whether the first slide, with its title at a line, is called as what stands above it, or begins the first section
/// with a few lines.
fn says_title(answer: &Answer, (slide, at): (Range<usize>, usize), name: &str) -> bool {
    let letters = |text: &str| text.chars().filter(|c| c.is_alphanumeric()).collect::<String>();
    let above = above::read(answer, slide.start);
    let is_short = || is_short(answer, at + 1..slide.end);
    if above.title.is_empty() && !above.sections.is_empty() && is_short() {
        return true;
    }
    let (name, above) = (letters(name), letters(&above.title));
    let is_same = above == name || name.chars().count() > 5 && above.contains(&name);
    !name.is_empty() && (is_same || is_alike(&name, &above) && is_short())
}

/// Whether most pairs of letters that stand in one title stand in another one, too.
fn is_alike(one: &str, other: &str) -> bool {
    const FEWEST: usize = 4;
    let pairs = |text: &str| -> BTreeSet<(char, char)> {
        let text = text.to_lowercase();
        text.chars().zip(text.chars().skip(1)).collect()
    };
    let (one, other) = (pairs(one), pairs(other));
    let (common, least) = (one.intersection(&other).count(), one.len().min(other.len()));
    least >= FEWEST && common * 5 >= least * 3
}

/// Whether a slide has a few lines and no list.
fn is_short(answer: &Answer, lines: Range<usize>) -> bool {
    const MOST: usize = 4;
    let texts = answer.is_text();
    let is_shown = |at: &usize| texts[*at] && !answer.is_blank(*at);
    let shown: Vec<usize> = lines.filter(is_shown).collect();
    shown.len() <= MOST && shown.iter().all(|at| item(answer.text(*at)).is_none())
}

/// What stands in a quotation below the title of the talk, and nothing else does, is its subtitle; but for words in
/// quotation marks. What is said of the deck there is left out.
pub(super) fn unquote(answer: &mut Answer) {
    const MOST: usize = 2;
    let mut shown = answer.written().filter(|at| !answer.is_blank(*at));
    let first = shown.next().and_then(|at| heading(answer.text(at)));
    if !answer.is_evident() || first.is_none_or(|(level, _)| level != 1) {
        return;
    }
    // What a label says is spoken, or is advice, is nothing that stands below the title.
    let is_beside =
        |at: usize| Label::of(answer.text(at)).is_some_and(|label| label.meaning <= Meaning::Look);
    let ends = |at: &usize| {
        heading(answer.text(*at)).is_some() || is_divider(answer.text(*at)) || is_beside(*at)
    };
    let below: Vec<usize> = shown.take_while(|at| !ends(at)).collect();
    let of_deck = |at: &usize| plans(answer.text(*at)) && answer.text(*at).ends_with(['。', '.']);
    let (out, below): (Vec<usize>, Vec<usize>) = below.into_iter().partition(of_deck);
    let is_line = |at: &usize| {
        let text = answer.text(*at).strip_prefix('>').map(str::trim_start);
        text.is_some_and(|text| !text.is_empty() && !text.starts_with(['“', '"', '「', '『', '>']))
    };
    if below.len() <= MOST && below.iter().all(is_line) {
        for at in below {
            let line = answer.text(at).trim_start_matches('>').trim_start().to_owned();
            answer.lines[at].text = line;
        }
    }
    for at in out.into_iter().rev() {
        answer.say_left_out("text-outside-deck", ABOVE, at..at + 1);
        answer.remove(at..at + 1);
    }
}

/// The slide that may be the cover, and whether it is the one of the title: with labelled parts that
/// is a cover, whatever it is called, unless the first slide with a marker is called so.
fn slide(answer: &Answer, first: Option<usize>) -> Option<(Range<usize>, bool)> {
    let texts = answer.is_text();
    let is_heading = |at: &usize| answer.heading(*at).is_some();
    let names_cover = |at: &usize| {
        heading(answer.text(*at)).is_some_and(|(_, title)| {
            let title = titles::remark(title).map_or(title, |(title, _)| title);
            cover_name(numbered(title).1).is_some()
        })
    };
    let top = (0..answer.lines.len()).find(is_heading)?;
    let is_title = heading(answer.text(top)).is_some_and(|(level, _)| level == 1);
    let lead = slide_with(answer, top);
    let is_lead = is_title
        && !first.as_ref().is_some_and(names_cover)
        && lead.clone().any(|at| texts[at] && is_part(answer.text(at)));
    if is_lead {
        return Some((lead, true));
    }
    let named = (0..answer.lines.len()).filter(is_heading).take(2).find(names_cover);
    Some((slide_with(answer, first.or(named).unwrap_or(top)), false))
}

/// The slide in which a line stands; a ruler and the heading below it begin one.
fn slide_with(answer: &Answer, line: usize) -> Range<usize> {
    let slides = answer.slides();
    let slide = slides.iter().find(|slide| slide.contains(&line)).cloned();
    let slide = slide.unwrap_or(0..answer.lines.len());
    whole(answer, &slides, slide)
}

/// A slide with the heading below the ruler that begins it.
fn whole(answer: &Answer, slides: &[Range<usize>], slide: Range<usize>) -> Range<usize> {
    let next = slides.iter().find(|next| next.start == slide.end);
    let text = || answer.shown(slide.clone());
    // `## 幻灯片1：封面`, and the title below it in a heading of its own.
    let is_name = text().count() == 1
        && text().all(|at| {
            heading(answer.text(at)).is_some_and(|(_, title)| CONVENTIONS.name.cover.has(title))
        });
    let inner = next.and_then(|next| heading(answer.text(next.start)));
    let inner = inner.filter(|(level, _)| *level == 1).map(|(_, title)| title);
    // `### 01｜开场`, and the title of the talk below it once more.
    let repeats = inner.is_some_and(|title| {
        text().count() == 1 && above::read(answer, slide.start).title.contains(title)
    });
    match next {
        Some(next) if text().next().is_none() || is_name && inner.is_some() || repeats => {
            slide.start..next.end
        }
        _ => slide,
    }
}

/// The number that a title begins with, and the rest.
fn numbered(title: &str) -> (Option<usize>, &str) {
    counter(title).map_or((None, title), |(number, rest)| (Some(number), rest))
}

/// Takes the numbers off titles that count on from the cover, in headings of its level.
fn unnumber(answer: &mut Answer, level: usize) {
    let mut next = 2;
    for (at, _) in answer.headings().into_iter().filter(|(_, one)| *one == level) {
        if let (Some(number), rest) = numbered(title_of(answer.text(at)))
            && number == next
        {
            answer.lines[at].text = format!("{} {rest}", "#".repeat(level));
            next += 1;
        }
    }
}

/// What stands behind the name of a cover; `None` if a title is no such name.
fn cover_name(title: &str) -> Option<String> {
    let words = &CONVENTIONS.name.cover;
    if words.has(title) {
        return Some(String::new());
    }
    let length = words.begins(title)?;
    let rest = title[length..].trim_start();
    let rest = rest.strip_prefix([':', '：', '-', '–', '—', '|', '｜'])?;
    Some(unmarked(rest.trim_start_matches(['-', '—', ' '])))
}

/// Whether a line is what a cover says of itself.
fn is_pair(line: &str) -> bool {
    let is_person = |label: Label| parts::is_person(label.text());
    is_part(line) || has_meaning(line, &[Meaning::Person]) && Label::of(line).is_some_and(is_person)
}

/// Whether a line is a title or a subtitle that says it is one.
fn is_part(line: &str) -> bool {
    has_meaning(line, &[Meaning::Title, Meaning::Subtitle])
}

fn has_meaning(line: &str, meanings: &[Meaning]) -> bool {
    Label::of_kind(line, meanings).is_some_and(|label| !matches!(label.shape, Shape::Heading(_)))
}
