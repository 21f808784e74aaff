//! `左栏：` and `右栏：` on a slide, and other ways to say so: columns.

use std::ops::Range;

use super::answer::Answer;
use super::conventions::{CONVENTIONS, Meaning};
use super::form::{heading, indent, is_divider, item, outdented};
use super::labels::{Label, Shape, is_made_of};

/// Makes columns of them.
pub(super) fn settle(answer: &mut Answer) {
    grids(answer);
    let is_left = |at: usize| {
        answer.text(at).trim_start().starts_with(":::")
            || Label::of_kind(answer.text(at), &[Meaning::Left]).is_some()
    };
    let slides = answer.slides().into_iter();
    let slides: Vec<_> = slides.filter(|slide| slide.clone().any(is_left)).collect();
    for slide in slides.into_iter().rev() {
        fenced(answer, slide.clone());
        labelled(answer, slide);
    }
}

/// `左栏：` … `右栏：` … to the end of the slide.
fn labelled(answer: &mut Answer, slide: Range<usize>) {
    let texts = answer.is_text();
    let has_other = |at: usize| {
        answer.text(at).trim_start().starts_with([':', '<'])
            || heading(answer.text(at)).is_some_and(|(_, text)| text.ends_with('}'))
    };
    if slide.clone().any(has_other) {
        return;
    }
    let find = |meaning: Meaning, from: usize| {
        (from..slide.end.min(answer.lines.len())).filter(|at| texts[*at]).find_map(|at| {
            let label = Label::of_kind(answer.text(at), &[meaning])?;
            let is_line = !matches!(label.shape, Shape::Quote)
                && (label.word.chars().count() > 5
                    || !matches!(label.shape, Shape::Heading(_))
                    || !label.word.is_ascii());
            is_line.then_some((at, label))
        })
    };
    let Some((left, left_label)) = find(Meaning::Left, slide.start) else { return };
    let Some((right, right_label)) = find(Meaning::Right, left + 1) else { return };
    let end = end(answer, &texts, right, slide.end);
    let mut lines = vec![
        (String::new(), answer.lines[left].number),
        ("::: columns".to_owned(), answer.lines[left].number),
        (String::new(), answer.lines[left].number),
    ];
    lines.extend(column(answer, left..right, &left_label));
    lines.extend(column(answer, right..end, &right_label));
    let number = answer.lines[right].number;
    lines.extend([(":::".to_owned(), number), (String::new(), number)]);
    let lines = lines.into_iter().map(|(text, number)| super::answer::Line { text, number });
    answer.lines.splice(left..end, lines);
}

/// The lines of a column, each with the line that it comes from: its name, if the label has one in brackets, what stands
/// behind the label, and what stands below.
fn column(answer: &Answer, lines: Range<usize>, label: &Label) -> Vec<(String, usize)> {
    let number = answer.lines[lines.start].number;
    let depth = answer.depth(lines.start + 1..lines.end);
    let name = name(label, answer.text(lines.start)).map(|name| format!("### {name}"));
    let rest = label.text().trim_matches('*').trim().to_owned();
    let heads = name.into_iter().chain((!rest.is_empty()).then_some(rest));
    let apart = |text: String| [(text, number), (String::new(), number)];
    let below = lines.skip(1).map(|at| {
        let line = &answer.lines[at];
        (outdented(&line.text, depth).to_owned(), line.number)
    });
    let open = apart("::: column".to_owned());
    let heads = heads.flat_map(apart);
    open.into_iter().chain(heads).chain(below).chain(apart(":::".to_owned())).collect()
}

/// What a column is called: `左侧（经过）：`, but neither `左侧（60%）` nor `左侧（文字）`.
fn name<'t>(label: &Label, line: &'t str) -> Option<&'t str> {
    let words = &CONVENTIONS.layout;
    let is_look =
        |name: &str| is_made_of(name, &[&words.sure, &words.other, &CONVENTIONS.picture], &[], 1);
    label.aside(line).filter(|name| name.contains(char::is_alphabetic) && !is_look(name))
}

/// Where the right column ends: at the end of the slide, at a comment, a label or a lower heading.
fn end(answer: &Answer, texts: &[bool], right: usize, end: usize) -> usize {
    let list = (right + 1..end)
        .find(|at| !answer.is_blank(*at))
        .is_some_and(|at| item(answer.text(at)).is_some());
    let stops = |at: &usize| {
        let line = answer.text(*at);
        let after_list = list
            && answer.is_blank(at - 1)
            && !answer.is_blank(*at)
            && item(line).is_none()
            && indent(line) == 0;
        line.trim_start().starts_with("<!--")
            || texts[*at] && (is_divider(line) || heading(line).is_some() || after_list)
    };
    (right + 1..end).find(stops).unwrap_or(end)
}

/// `<div grid="~ cols-2 gap-4">`, as chatbots write Slidev's grids: the same as classes.
fn grids(answer: &mut Answer) {
    for line in answer.lines.iter_mut().filter(|line| line.text.starts_with("<div grid=\"")) {
        let Some((value, rest)) = line.text["<div grid=\"".len()..].split_once('"') else {
            continue;
        };
        let classes = value.split_whitespace().filter(|word| *word != "~");
        let class = |word: &str| if word.starts_with("gap") { "" } else { "grid-" };
        let classes: String = classes.map(|word| format!(" {}{word}", class(word))).collect();
        line.text = format!("<div class=\"grid{classes}\"{rest}");
    }
}

/// `::: left` and `::: right`.
fn fenced(answer: &mut Answer, slide: Range<usize>) {
    let is = |at: usize, meaning: Meaning| {
        let name = answer.text(at).trim().strip_prefix(":::").map(str::trim);
        name.is_some_and(|name| {
            let name = name.trim_matches(['{', '}', '.']).replace('-', " ");
            CONVENTIONS.label[&meaning].has(&name)
        })
    };
    let lines = slide.start..slide.end.min(answer.lines.len());
    let Some(left) = lines.clone().find(|at| is(*at, Meaning::Left)) else { return };
    let Some(right) = (left + 1..lines.end).find(|at| is(*at, Meaning::Right)) else { return };
    let closes = |from: usize| (from..lines.end).find(|at| answer.text(*at).trim() == ":::");
    let Some(end) =
        closes(right + 1).filter(|_| closes(left + 1).is_some_and(|close| close < right))
    else {
        return;
    };
    answer.replace(end..end + 1, &[":::", "", ":::"]);
    answer.lines[right].text = "::: column".to_owned();
    answer.replace(left..left + 1, &["::: columns", "", "::: column"]);
}
