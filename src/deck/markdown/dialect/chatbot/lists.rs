//! Apparent lists that Markdown does not parse, because a blank is missing or the sign is not one
//! of its own: `-甲`, `1.甲`, `• 甲`, `- [ ]甲`, items indented so far that they are code, and items at
//! the wrong depth.

use std::collections::BTreeSet;
use std::ops::Range;

use unicode_width::UnicodeWidthStr;

use super::answer::Answer;
use super::conventions::CONVENTIONS;
use super::form::{
    Counter, Notation, bullet, heading, indent, is_decoration, is_divider, is_text, item, outdented,
};
use super::lines::FEWEST_WRAPPED;
use super::tables::is_choice;
use super::trees;

/// Signs that begin items. Two lines in a row have to.
const BULLETS: &str = "·•●○◦▪▫■◆◇➤➢►▶→・‣⁃✔✓–🔹🔸🔷🔶◾◽▸▹❖‧⚫⚪🔘";

/// Rewrites them as lists.
pub(super) fn settle(answer: &mut Answer) {
    outdent(answer);
    ordinals(answer);
    let outlined = trees::outlined(answer);
    paragraphs(answer);
    trees::drawn(answer);
    arrows(answer);
    weighed(answer);
    signed(answer);
    boxes(answer);
    bullets(answer);
    tight(answer);
    counted(answer);
    tasks(answer);
    nested(answer);
    below_items(answer);
    lone(answer);
    let texts = answer.is_text();
    let is_titled = |slide: &Range<usize>| {
        heading(answer.text(slide.start))
            .is_some_and(|(level, title)| level == 2 && !title.ends_with('}'))
    };
    let is_bullet = |at: usize| {
        texts[at]
            && bullet(answer.text(at)).is_some_and(|_| indent(answer.text(at)) == 0)
            && !outlined.contains(&answer.lines[at].number)
    };
    answer.has_items = answer.slides().into_iter().filter(is_titled).flatten().any(is_bullet);
}

/// `15. Dezember: …` above `10. Januar: …`: numbers that neither count nor repeat are text.
fn ordinals(answer: &mut Answer) {
    if !answer.is_evident() {
        return;
    }
    let number = |line: &str| {
        let (mark, _) = item(line).filter(|_| indent(line) == 0)?;
        mark.trim().strip_suffix('.')?.parse::<usize>().ok()
    };
    for run in runs(answer, |line| number(line).is_some()).into_iter().rev() {
        let numbers: Vec<usize> = run.clone().filter_map(|at| number(answer.text(at))).collect();
        let is_list = numbers.windows(2).all(|pair| pair[0] + 1 == pair[1])
            || numbers.iter().all(|one| *one == numbers[0]);
        for at in run.filter(|_| !is_list) {
            let line = answer.text(at).trim_end().replacen('.', "\\.", 1);
            answer.lines[at].text = format!("- {line}");
        }
    }
}

/// An item before a colon that holds all others of its slide leads to them: they are the list.
fn lone(answer: &mut Answer) {
    const FEWEST: usize = 2;
    if !answer.is_evident() {
        return;
    }
    let (texts, comments) = (answer.is_text(), answer.is_comment());
    for slide in answer.slides().into_iter().rev() {
        let is_shown = |at: &usize| !comments[*at] && heading(answer.text(*at)).is_none();
        let mut shown = answer.shown(slide.clone()).filter(is_shown);
        let Some(first) = shown.next() else { continue };
        let inside: Vec<usize> = shown.collect();
        let text = item(answer.text(first)).filter(|_| indent(answer.text(first)) == 0);
        let Some((mark, text)) = text.map(|(mark, text)| (mark.len(), text.to_owned())) else {
            continue;
        };
        let depth = inside.iter().map(|at| indent(answer.text(*at))).min().unwrap_or(0);
        let is_whole = inside.iter().all(|at| texts[*at]) && depth > 0;
        let items = inside.iter().filter(|at| item(answer.text(**at)).is_some()).count();
        let leads = text.trim_end_matches('*').trim_end().ends_with([':', '：']);
        if !is_whole || !leads || items < FEWEST || mark > 4 {
            continue;
        }
        for at in &inside {
            answer.lines[*at].text = outdented(answer.text(*at), depth).to_owned();
        }
        answer.replace(first..first + 1, &[&text, ""]);
    }
}

/// A line right below an item that is none: chatbots wrap no items, so it is a paragraph.
fn below_items(answer: &mut Answer) {
    if !answer.is_evident() {
        return;
    }
    let texts = answer.is_text();
    let is_prose = |line: &str| {
        // What there is to choose from belongs to its question.
        if is_choice(line) {
            return false;
        }
        line.starts_with("**")
            || line.starts_with(|c: char| c.is_alphanumeric() || matches!(c, '（' | '(' | '【'))
            || line.starts_with(|c: char| is_decoration(c) && !c.is_whitespace())
    };
    for at in (1..answer.lines.len()).rev().filter(|at| texts[*at] && texts[*at - 1]) {
        let (above, line) = (answer.text(at - 1), answer.text(at));
        let ends_item = item(above).is_some() && above.width() < FEWEST_WRAPPED;
        if ends_item && item(line).is_none() && is_prose(line) {
            answer.part(at);
        }
    }
}

/// Runs of lines of text that satisfy `test`, of two lines at least.
pub(super) fn runs(answer: &Answer, test: impl Fn(&str) -> bool) -> Vec<Range<usize>> {
    let mut runs = answer.runs(test);
    runs.retain(|run| run.len() >= 2);
    runs
}

/// Lists that stand to the right of what they belong to: below a heading they would be code, and right below a
/// text they would go on in it.
fn outdent(answer: &mut Answer) {
    let is_evident = answer.is_evident();
    let opens = |line: &str| item(line).is_some() || is_bulleted(line);
    let mut found: Vec<Range<usize>> = Vec::new();
    let (mut end, mut is_in_list, mut above) = (0, false, "");
    for at in answer.written().filter(|at| !answer.is_blank(*at)) {
        let line = answer.text(at);
        let depth = indent(line);
        let is_title = heading(above).is_some() && item(line).is_some();
        if at >= end && depth >= 4 && opens(line) && !is_in_list && (is_evident || is_title) {
            let ends = |at: &usize| !answer.is_blank(*at) && indent(answer.text(*at)) < depth;
            end = (at..answer.lines.len()).find(ends).unwrap_or(answer.lines.len());
            found.push(at..end);
        }
        is_in_list = at >= end && (opens(line) || is_in_list && depth > 0);
        above = line;
    }
    for lines in found.into_iter().rev() {
        let depth = indent(answer.text(lines.start));
        for line in &mut answer.lines[lines.clone()] {
            let own = indent(&line.text).saturating_sub(depth);
            line.text = format!("{}{}", " ".repeat(own), line.text.trim_start());
        }
        apart(answer, lines.start);
    }
}

/// Lines that begin as Chinese paragraphs do, with two full blanks.
fn paragraphs(answer: &mut Answer) {
    for at in answer.written().rev() {
        let Some(text) = answer
            .text(at)
            .strip_prefix("　　")
            .map(|text| text.trim_start_matches('　').to_owned())
        else {
            continue;
        };
        let is_item = item(&text).is_some();
        let above = at.checked_sub(1).map_or("", |above| answer.text(above));
        let follows = !above.trim().is_empty()
            && heading(above).is_none()
            && !(is_item && above.starts_with("　　"));
        answer.lines[at].text = text;
        if follows {
            answer.part(at);
        }
    }
}

/// Whether a line begins with a sign of items.
pub(super) fn is_bulleted(line: &str) -> bool {
    bullet_of(line).is_some()
}

/// The sign of a list that a line begins with. One that stands twice is a name left open: `○○中学`.
fn bullet_of(line: &str) -> Option<char> {
    let mut signs = line.trim_start().chars();
    let sign = signs.next().filter(|c| BULLETS.contains(*c))?;
    (signs.next() != Some(sign)).then_some(sign)
}

/// How far the lines of a tree stand to the right, each depth once.
pub(super) struct Depths(Vec<usize>);

impl Depths {
    /// Those of lines.
    pub(super) fn of(depths: impl Iterator<Item = usize>) -> Self {
        let all: BTreeSet<usize> = depths.collect();
        Self(all.into_iter().collect())
    }

    /// How many other depths are less.
    pub(super) fn level(&self, depth: usize) -> usize {
        self.0.iter().position(|one| *one == depth).unwrap_or(0)
    }
}

/// `甲`, `↓`, `乙`, `↓`, `丙`: lines with nothing but an arrow between each two count as numbers do.
fn arrows(answer: &mut Answer) {
    const ARROWS: &str = "↓⬇▼⇩⏬👇";
    const FEWEST: usize = 2;
    let (texts, is_evident) = (answer.is_text(), answer.is_evident());
    let is_arrow = |at: usize| {
        let line = answer.text(at).trim().trim_end_matches(['\\', '\u{fe0f}']);
        texts[at] && !line.is_empty() && line.chars().all(|c| ARROWS.contains(c))
    };
    let arrows: Vec<usize> = (0..answer.lines.len()).filter(|at| is_arrow(*at)).collect();
    let is_line = |at: usize| texts[at] && is_text(answer.text(at));
    // Between two arrows stand a line or two of text, and nothing else.
    let is_next = |one: usize, next: usize| {
        let shown: Vec<usize> = (one + 1..next).filter(|at| !answer.is_blank(*at)).collect();
        (1..=2).contains(&shown.len()) && shown.iter().all(|at| is_line(*at))
    };
    let runs = arrows.chunk_by(|one, next| is_next(*one, *next));
    let runs: Vec<Vec<usize>> = runs.filter(|run| run.len() >= FEWEST).map(<[_]>::to_vec).collect();
    for run in runs.into_iter().rev().filter(|_| is_evident) {
        let above = answer.shown_before(run[0]);
        let Some(first) = above.filter(|at| is_text(answer.text(*at))) else { continue };
        let mut begins = vec![first];
        begins.extend(run.iter().filter_map(|at| answer.shown_from(at + 1)));
        for (number, at) in begins.into_iter().enumerate() {
            let text = answer.text(at).trim();
            let counted = Counter::of(text).filter(Counter::has_own_sign).map(|one| one.title);
            answer.lines[at].text = format!("{}. {}", number + 1, counted.unwrap_or(text));
        }
        for at in run {
            answer.lines[at].text.clear();
        }
        apart(answer, first);
    }
}

/// Makes items of runs of lines. `read`: what tells them from others, and the item that a line is; `is_list`: whether
/// a run of them is one.
fn rewrite<T>(
    answer: &mut Answer,
    read: impl Fn(&str) -> Option<(T, String)>,
    is_list: impl Fn(&[T]) -> bool,
) {
    for run in runs(answer, |line| read(line).is_some()).into_iter().rev() {
        let lines = run.clone().filter_map(|at| read(answer.text(at)));
        let (signs, items): (Vec<T>, Vec<String>) = lines.unzip();
        if is_list(&signs) {
            run.clone().zip(items).for_each(|(at, item)| answer.lines[at].text = item);
            apart(answer, run.start);
        }
    }
}

/// `+ 快` and `– 贵` one below the other: the signs say what is for and what is against, and stay.
fn weighed(answer: &mut Answer) {
    const AGAINST: [char; 3] = ['-', '–', '−'];
    if !answer.is_evident() {
        return;
    }
    let weight = |line: &str| {
        let sign =
            line.chars().next().filter(|c| matches!(c, '+' | '＋') || AGAINST.contains(c))?;
        let rest = line[sign.len_utf8()..].strip_prefix([' ', '　'])?.trim();
        let escape = if sign.is_ascii() { "\\" } else { "" };
        Some((AGAINST.contains(&sign), format!("- {escape}{sign} {rest}")))
    };
    rewrite(answer, weight, |against| against.contains(&true) && against.contains(&false));
}

/// `✅ 甲` and `❌ 乙` one below the other: the signs say what is right, and stay.
fn signed(answer: &mut Answer) {
    if !answer.is_evident() {
        return;
    }
    let sign = |line: &str| {
        let length = [&CONVENTIONS.sign.yes, &CONVENTIONS.sign.no]
            .iter()
            .find_map(|signs| signs.begins(line))?;
        let rest = line[length..].trim_start_matches('\u{fe0f}');
        let text = rest.trim_start_matches([' ', '　', '\t']).trim_end().trim_end_matches('\\');
        let is_parted = text.len() < rest.len() && !text.is_empty();
        is_parted.then(|| (bullet_of(line), format!("- {} {text}", &line[..length])))
    };
    // A sign of lists that all lines have says nothing.
    rewrite(answer, sign, |bullets| {
        bullets.iter().any(Option::is_none) || bullets[0] != bullets[1]
    });
}

/// `□ 甲`, `- ☑ 乙`: tasks.
fn boxes(answer: &mut Answer) {
    let task = |line: &str| {
        let text = item(line).map_or(line.trim_start(), |(_, text)| text);
        let sign = text.chars().next().filter(|c| "□☐▢☑☒".contains(*c))?;
        let rest = text[sign.len_utf8()..].trim_start_matches(['\u{fe0f}', ' ', '　']);
        let mark = if "☑☒".contains(sign) { 'x' } else { ' ' };
        let blanks = " ".repeat(indent(line));
        (!rest.is_empty()).then(|| ((), format!("{blanks}- [{mark}] {rest}")))
    };
    rewrite(answer, task, |_| true);
}

/// `1️⃣ 甲`, `- ① 乙`: items that count themselves are numbered.
fn counted(answer: &mut Answer) {
    let sign = |line: &str| {
        let text = bullet(line).filter(|_| indent(line) == 0);
        let counter = Counter::of(text.map_or(line, |(_, text)| text))?;
        let is_item = counter.notation == Notation::Keycap || text.is_some();
        let is_own = counter.has_own_sign() && is_item && !counter.title.is_empty();
        is_own.then(|| (counter.number(), format!("{}. {}", counter.number(), counter.title)))
    };
    rewrite(answer, sign, |numbers| numbers.iter().enumerate().all(|(at, one)| *one == at + 1));
}

/// Items by their signs; another sign further right is an item inside.
fn bullets(answer: &mut Answer) {
    let sign_of = |line: &str| {
        let text = line.trim_start();
        let sign = bullet_of(line).or_else(|| is_inner(text).then_some('o'))?;
        let sign = Some(sign).filter(|_| !is_broken(line))?;
        let rest = text[sign.len_utf8()..].trim_start_matches(['\u{fe0f}', ' ', '　', '\t']);
        (!rest.is_empty()).then(|| (indent(line), sign, rest.to_owned()))
    };
    // One by itself stands between items of another kind.
    let opposes = |at: usize| CONVENTIONS.sign.no.begins(answer.text(at).trim_start()).is_some();
    let is_list = |run: &Range<usize>| {
        // `✔ 甲` beside `✘ 乙` says what is right.
        let is_right = CONVENTIONS.sign.yes.begins(answer.text(run.start).trim_start()).is_some();
        if is_right && (opposes(run.end) || run.start.checked_sub(1).is_some_and(opposes)) {
            return false;
        }
        let is_round = answer.text(run.start).trim_start().starts_with(['•', '●', '◦']);
        let above = run.start.checked_sub(1).and_then(|above| item(answer.text(above)));
        run.len() > 1 || is_round && above.is_some()
    };
    let mut found = answer.runs(|line| sign_of(line).is_some());
    let listed = found.iter().filter(|run| run.len() > 1);
    let signs: BTreeSet<char> =
        listed.filter_map(|run| bullet_of(answer.text(run.start))).collect();
    // `・` by itself, where others are lists.
    let is_known = |run: &Range<usize>| {
        let line = answer.text(run.start).trim_start();
        let is_right = CONVENTIONS.sign.yes.begins(line).is_some();
        answer.is_evident()
            && !is_right
            && bullet_of(line).is_some_and(|sign| signs.contains(&sign))
    };
    found.retain(|run| is_list(run) || is_known(run));
    for run in found.into_iter().rev() {
        let first = sign_of(answer.text(run.start)).map_or(' ', |(_, sign, _)| sign);
        for at in run.clone() {
            let Some((depth, sign, rest)) = sign_of(answer.text(at)) else { continue };
            let inside = sign != first && depth > 0 || depth >= 2 || is_inner(&format!("{sign}\t"));
            answer.lines[at].text = format!("{}- {rest}", if inside { "  " } else { "" });
        }
        apart(answer, run.start);
    }
}

/// Whether a text begins as items of the second level do that were copied from Word: `o`, a tab.
fn is_inner(text: &str) -> bool {
    text.starts_with("o\t")
}

/// A blank line above a list that follows a text.
pub(super) fn apart(answer: &mut Answer, at: usize) {
    if !answer.is_apart(at) && item(answer.text(at - 1)).is_none() {
        answer.part(at);
    }
}

/// `-甲`, `1.甲`, `1、甲`, `1）甲`, `－甲`.
fn tight(answer: &mut Answer) {
    for run in runs(answer, |line| loose(line).is_some()).into_iter().rev() {
        let kinds = |line: &str| line.trim_start().starts_with(|c: char| c.is_ascii_digit());
        let alike = run.clone().all(|at| kinds(answer.text(at)) == kinds(answer.text(run.start)));
        let changed = run
            .clone()
            .any(|at| loose(answer.text(at)).is_some_and(|line| line != answer.text(at)));
        if !alike || !changed || run.clone().any(|at| is_broken(answer.text(at))) {
            continue;
        }
        for at in run.clone() {
            if let Some(line) = loose(answer.text(at)) {
                if line != answer.text(at) {
                    let number = answer.lines[at].number;
                    answer.say(
                        "mistyped-markup",
                        "lines that begin as items do are read as a list",
                        number,
                    );
                }
                answer.lines[at].text = line;
            }
        }
        apart(answer, run.start);
    }
}

/// Whether whoever wrote a line ended it by hand, and so meant it as it is.
fn is_broken(line: &str) -> bool {
    ["  ", "\\", "<br>", "<br/>", "<br />"].iter().any(|end| line.ends_with(end))
}

/// A line as an item with its blank; `None` if it does not begin as an item.
fn loose(line: &str) -> Option<String> {
    if item(line).is_some() {
        return Some(line.to_owned());
    }
    let (text, depth) = (line.trim_start(), line.len() - line.trim_start().len());
    let begins = |rest: &str| {
        rest.starts_with(|c: char| {
            !c.is_ascii() && c.is_alphabetic() || matches!(c, '“' | '《' | '「' | '[')
        }) || rest.starts_with("**")
    };
    let first = text.chars().next()?;
    let blanks = &line[..depth];
    if first.is_ascii_digit() {
        let counter = Counter::of(text).filter(|counter| counter.numbers.len() == 1)?;
        counter.sign.filter(|c| matches!(c, '.' | ')' | '、' | '．' | '）'))?;
        return (begins(counter.title) && counter.number() < 100)
            .then(|| format!("{blanks}{}. {}", counter.number(), counter.title));
    }
    if !matches!(first, '-' | '+' | '－') || is_divider(line) {
        return None;
    }
    let rest = text[first.len_utf8()..].trim_start_matches('　');
    begins(rest).then(|| format!("{blanks}- {rest}"))
}

/// `- [ ]甲`, `-[x] 甲`.
fn tasks(answer: &mut Answer) {
    for at in answer.written() {
        let line = answer.text(at);
        let text = line.trim_start();
        let Some(rest) = text.strip_prefix(['-', '*']).map(str::trim_start) else { continue };
        let Some(mark) = ["[ ]", "[x]", "[X]"].into_iter().find(|mark| rest.starts_with(mark))
        else {
            continue;
        };
        let words = rest[mark.len()..].trim_start();
        if !words.is_empty() && !words.starts_with(['(', '[', ':']) {
            answer.lines[at].text =
                format!("{}- {} {words}", &line[..line.len() - text.len()], mark.to_lowercase());
        }
    }
}

/// Items below a numbered one by two blanks: to Markdown they stand beside it.
fn nested(answer: &mut Answer) {
    let texts = answer.is_text();
    let mut width = 0;
    for (at, is_text) in texts.iter().enumerate() {
        let line = answer.text(at);
        if !is_text || line.trim().is_empty() {
            continue;
        }
        let depth = indent(line);
        match item(line) {
            Some((mark, _)) if depth == 0 => {
                let is_number = mark.starts_with(|c: char| c.is_ascii_digit());
                width = if is_number { mark.len() } else { 0 };
            }
            Some(_) if width > 0 && depth < width => {
                answer.lines[at].text =
                    format!("{}{}", " ".repeat(width + depth - depth.min(2)), line.trim_start());
            }
            Some(_) if width > 0 && depth == 4 && width == 3 => {}
            _ if depth == 0 => width = 0,
            _ => {}
        }
    }
}
