//! Dividers of slides: rulers of other kinds, and rulers that divide nothing.

use std::ops::Range;

use super::answer::{Answer, Line};
use super::conventions::CONVENTIONS;
use super::division::is_title;
use super::form::{heading, is_divider, is_line_of, item, spans, unbold};
use super::labels::Label;
use super::markers::{Marker, runs};
use crate::deck::markdown::dialect::remark;
use crate::deck::markdown::source::is_key;

/// Rewrites them as our rulers, or removes them.
pub(super) fn settle(answer: &mut Answer) {
    bare_settings(answer);
    doubled(answer);
    others(answer);
    above_comments(answer);
}

/// A title right above the first slide, where rulers part all others: it has a slide of its own.
pub(super) fn below_title(answer: &mut Answer) {
    let texts = answer.is_text();
    let start = answer.front_matter().map_or(0, |front| front.end);
    let text =
        |from: usize| (from..answer.lines.len()).filter(|at| texts[*at] && !answer.is_blank(*at));
    let rulers: Vec<usize> = text(start).filter(|at| is_divider(answer.text(*at))).collect();
    let level = |at: usize| heading(answer.text(at)).map(|(level, _)| level);
    let titles: Vec<usize> = text(start).filter(|at| level(*at) == Some(2)).collect();
    let Some(first) = text(start).next().filter(|at| level(*at) == Some(1)) else { return };
    let (Some(second), Some(end)) = (titles.first().copied(), rulers.first().copied()) else {
        return;
    };
    let lone = text(start).filter(|at| level(*at) == Some(1)).count() == 1;
    let titled = |slide: Range<usize>| titles.iter().filter(|at| slide.contains(at)).count() == 1;
    let slides = spans(rulers.iter().copied(), answer.lines.len());
    let is_even = rulers.len() >= 2 && second < end && slides.into_iter().all(titled);
    let between = text(first + 1).take_while(|at| *at < second).count();
    let has_content = text(second + 1).take_while(|at| *at < end).any(|at| {
        item(answer.text(at)).is_some() || level(at).is_some() || answer.text(at).starts_with('|')
    });
    if !answer.said.is_empty() && lone && is_even && between <= 2 && has_content {
        answer.replace(second..second, &["---", ""]);
    }
}

/// Settings at the top without the lines of dashes around them.
fn bare_settings(answer: &mut Answer) {
    const KEYS: [&str; 4] = ["marp:", "theme:", "title:", "layout:"];
    let Some(first) = answer.shown_from(0) else { return };
    let end = (first..answer.lines.len()).find(|at| !is_key(answer.text(*at))).unwrap_or(first);
    let known = (first..end).filter(|at| KEYS.iter().any(|key| answer.text(*at).starts_with(key)));
    let next = answer.shown_from(end);
    let opens =
        next.is_some_and(|at| is_divider(answer.text(at)) || heading(answer.text(at)).is_some());
    let lines = || (0..answer.lines.len()).map(|at| answer.text(at));
    if end - first < 2 || known.count() == 0 || !opens || remark::is_meant(first..end, lines) {
        return;
    }
    if !is_divider(answer.text(end)) {
        answer.replace(end..end, &["---"]);
    }
    answer.replace(first..first, &["---"]);
}

/// Whether a line parts what stands around it, also one that is drawn: `————————`.
pub(super) fn parts(line: &str) -> bool {
    const FEWEST: usize = 4;
    let line = line.trim();
    is_divider(line)
        || line.chars().count() >= FEWEST && line.chars().all(|c| "—―─━═＝－–".contains(c))
}

/// `附：老师可能会问的问题` below the last slide with a marker is the title of one more.
pub(super) fn appendix(answer: &mut Answer) {
    let longest = runs(answer).into_iter().max_by_key(Vec::len).filter(|run| run.len() > 2);
    let numbered = |run: Vec<(usize, Marker)>| run.into_iter().rfind(|(_, one)| one.number > 0);
    let Some((last, marker)) = longest.and_then(numbered) else { return };
    let texts = answer.is_text();
    let title = |at: usize| {
        let line = unbold(answer.text(at));
        let named = line.trim_end_matches(['：', ':']);
        let is_below_ruler = || {
            let above = answer.shown_before(at);
            above.is_some_and(|at| is_divider(answer.text(at)))
        };
        let title = match CONVENTIONS.sources.has(named) && is_below_ruler() {
            true => named,
            false => line[CONVENTIONS.appendix.begins(line)?..].strip_prefix(['：', ':'])?.trim(),
        };
        (texts[at] && answer.is_apart(at) && is_title(title)).then(|| (at, title.to_owned()))
    };
    let found = (last + 1..answer.lines.len()).find_map(title);
    let Some((at, title)) = found.filter(|(at, _)| answer.shown_from(at + 1).is_some()) else {
        return;
    };
    let line = answer.text(last);
    let head = Marker::of(line, true).filter(|_| line.contains(&marker.title));
    let sign =
        head.and_then(|head| line.split_once(&head.title).map(|(before, _)| before.to_owned()));
    let number = marker.number + 1;
    let sign =
        sign.unwrap_or_default().replacen(&marker.number.to_string(), &number.to_string(), 1);
    answer.replace(at..at + 1, &[&format!("{sign}{title}"), ""]);
}

/// `===` on lines of their own behind the slides. Where most stand below a title by itself, they underline it.
fn doubled(answer: &mut Answer) {
    const FEWEST: usize = 2;
    let is_ruler = |at: usize| is_line_of(answer.text(at), '=', 3);
    let underlines = |at: &&usize| {
        let Some(above) = at.checked_sub(1) else { return false };
        let is_lone = above == 0 || answer.is_blank(above - 1) || is_ruler(above - 1);
        is_lone && is_title(answer.text(above)) && item(answer.text(above)).is_none()
    };
    let rulers: Vec<usize> = answer.written().filter(|at| is_ruler(*at)).collect();
    let titles = rulers.iter().filter(underlines).count();
    if rulers.len() < FEWEST || titles * 3 > rulers.len() {
        return;
    }
    for at in rulers.into_iter().rev() {
        let is_last = answer.shown_from(at + 1).is_none();
        answer.replace(at..at + 1, if is_last { &[""] } else { &["", "---", ""] });
    }
}

/// `***`, `___`, `* * *`, `<hr>` where nothing else divides and titles stand below them.
fn others(answer: &mut Answer) {
    let text = || answer.written();
    if text().any(|at| is_divider(answer.text(at)) && answer.is_apart(at)) {
        return;
    }
    let rulers: Vec<usize> = text().filter(|at| is_ruler(answer.text(*at))).collect();
    let titled = rulers.iter().filter(|ruler| {
        let below = answer.shown_from(**ruler + 1);
        below.is_some_and(|at| {
            let line = answer.text(at);
            heading(line).is_some() || line.starts_with("**") || Marker::of(line, true).is_some()
        })
    });
    if rulers.len() >= 2 && titled.count() * 2 >= rulers.len() {
        for at in rulers.into_iter().rev() {
            answer.replace(at..at + 1, &["", "---"]);
        }
    }
}

/// A thematic break that is none of dashes alone.
fn is_ruler(line: &str) -> bool {
    let signs: String = line.chars().filter(|c| !c.is_whitespace()).collect();
    let all = |sign: char| signs.len() >= 3 && signs.chars().all(|c| c == sign);
    let is_drawn = signs.chars().count() >= 2 && signs.chars().all(|c| "—─━═－＿".contains(c));
    // Dashes of two and three em are rulers by themselves.
    let is_long = !signs.is_empty() && signs.chars().all(|c| matches!(c, '⸺' | '⸻'));
    is_drawn
        || is_long
        || all('*')
        || all('_')
        || all('-') && signs.len() < line.trim().len()
        // An indented one stands inside another element.
        || line.starts_with('<') && ["<hr>", "<hr/>"].contains(&signs.to_lowercase().as_str())
}

/// In a deck by headings, a ruler with nothing but a comment below it: the comment is the notes of the
/// slide that follows, and the ruler makes no page.
fn above_comments(answer: &mut Answer) {
    let by_headings = answer.slides().windows(2).any(|pair| {
        let is_heading = |at: usize| heading(answer.text(at)).is_some_and(|(level, _)| level == 2);
        is_heading(pair[0].start) && is_heading(pair[1].start)
    });
    if !by_headings {
        return;
    }
    for at in (0..answer.lines.len()).rev() {
        if !is_divider(answer.text(at))
            || !answer.is_apart(at)
            || answer.front_matter().is_some_and(|front| front.contains(&at))
        {
            continue;
        }
        let Some(comment) = answer.shown_from(at + 1) else {
            continue;
        };
        if !answer.text(comment).strip_prefix("<!--").is_some_and(is_said) {
            continue;
        }
        let Some(end) = (comment..answer.lines.len()).find(|at| answer.text(*at).contains("-->"))
        else {
            continue;
        };
        let next = answer.shown_from(end + 1);
        let Some(next) =
            next.filter(|next| heading(answer.text(*next)).is_some_and(|(level, _)| level <= 2))
        else {
            continue;
        };
        // The comment moves below the heading.
        let mut moved = answer.lines[next..next + 1].to_vec();
        let blank = |number| Line { text: String::new(), number };
        moved.push(blank(answer.lines[next].number));
        moved.extend(answer.lines[comment..=end].iter().cloned());
        moved.push(blank(answer.lines[end].number));
        answer.lines.splice(at..next + 1, moved);
    }
}

/// Whether a comment is no directive of a tool's: `_class: lead`, `.slide: …`.
pub(super) fn is_said(comment: &str) -> bool {
    let comment = comment.trim_end_matches("-->");
    let key = comment.trim_start().split(':').next().unwrap_or_default();
    let is_key =
        key.len() < comment.trim_start().len() && key.bytes().all(|b| b.is_ascii_graphic());
    comment.contains(char::is_alphanumeric)
        && !comment.trim_start().starts_with(['.', '_'])
        && (!is_key || Label::of(comment).is_some())
}
