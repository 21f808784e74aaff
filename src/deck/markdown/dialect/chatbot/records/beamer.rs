//! Slides as Beamer has them, in a listing: `\begin{frame}{Title}`, with what `body` reads in them.

mod body;

use std::ops::Range;

use super::super::answer::Answer;
use super::super::conventions::Meaning;
use super::Slide;
use super::objects::{cover_name, labelled};
use body::{argument, markdown};

/// Environments whose lines are shown as they are.
const CODE: [&str; 6] =
    ["verbatim", "verbatim*", "Verbatim", "semiverbatim", "lstlisting", "minted"];
/// What is said of pictures that are drawn by commands.
const DRAWN: &str = "a picture that is drawn by commands of TeX is shown as its source";

/// Makes slides of the frames.
pub(super) fn settle(answer: &mut Answer) {
    let listings = answer.listings(|_| true).into_iter();
    let frames = |lines: &Range<usize>| {
        lines.clone().filter(|at| answer.text(*at).contains("\\begin{frame}")).count()
    };
    let Some(lines) = listings.max_by_key(frames).filter(|lines| frames(lines) >= super::FEWEST)
    else {
        return;
    };
    let source: Vec<&str> = (lines.start + 1..lines.end - 1).map(|at| answer.text(at)).collect();
    let is_drawn = |at: &usize| body::DRAWINGS.iter().any(|name| begins(answer.text(*at), name));
    let drawn: Vec<usize> =
        lines.clone().filter(is_drawn).map(|at| answer.lines[at].number).collect();
    let deck = deck(&without_comments(&source));
    drawn.into_iter().for_each(|number| answer.say("chat-scaffolding", DRAWN, number));
    super::put(answer, lines, &deck);
}

/// Whether a line begins an environment.
fn begins(line: &str, name: &str) -> bool {
    line.contains(&format!("\\begin{{{name}}}"))
}

/// The source without comments; code keeps what looks like them.
fn without_comments(source: &[&str]) -> String {
    let mut code = None;
    let mut out = String::new();
    for line in source {
        code = code.or_else(|| CODE.into_iter().find(|name| begins(line, name)));
        let text = if code.is_some() { line } else { uncommented(line) };
        // A comment alone on its line ends no paragraph.
        if text.trim().is_empty() && !line.trim().is_empty() {
            continue;
        }
        code = code.filter(|name| !line.contains(&format!("\\end{{{name}}}")));
        out += text;
        out.push('\n');
    }
    out
}

/// The deck that the source of frames means.
fn deck(source: &str) -> Vec<String> {
    let mut deck = vec![String::new()];
    let (mut count, mut parts) = (0, 0);
    let cover = cover(source);
    if !cover.shown.is_empty() {
        count += 1;
        cover.write(count, &mut deck);
    }
    let sections: Vec<String> = commands(source, "section").collect();
    let mut rest = source;
    while let Some(at) = rest.find("\\begin{frame}") {
        for title in commands(&rest[..at], "section") {
            parts += 1;
            // A section by itself is not counted.
            let section = match sections.len() {
                1 => format!("# {title} {{.section}}"),
                _ => format!("Part {parts}: {title}"),
            };
            deck.extend([section, String::new()]);
        }
        let inner = &rest[at + "\\begin{frame}".len()..];
        let end = inner.find("\\end{frame}").unwrap_or(inner.len());
        if !inner[..end].contains("\\titlepage") && !inner[..end].contains("\\maketitle") {
            count += 1;
            body::read(&inner[..end], &sections).write(count, &mut deck);
        }
        rest = &inner[end..];
    }
    deck
}

/// The texts of a command, each where it begins a line.
fn commands(source: &str, name: &str) -> impl Iterator<Item = String> {
    let begins_line = move |at: &usize| {
        source[..*at].rsplit('\n').next().is_some_and(|before| before.trim().is_empty())
    };
    let start = format!("\\{name}");
    let ends: Vec<usize> = source
        .match_indices(&start)
        .filter(|(at, _)| begins_line(at))
        .map(|(at, found)| at + found.len())
        .collect();
    ends.into_iter()
        .filter(|end| source[*end..].starts_with(['{', '[']))
        .filter_map(|end| argument(&source[end..]))
        .map(|text| markdown(&text))
}

/// The cover, by the commands above the frames.
fn cover(source: &str) -> Slide {
    let parts = [
        (Meaning::Title, "title"),
        (Meaning::Subtitle, "subtitle"),
        (Meaning::Person, "author"),
        (Meaning::Unit, "institute"),
        (Meaning::Date, "date"),
    ];
    let shown = parts.into_iter().filter_map(|(meaning, name)| {
        let text = commands(source, name).next().filter(|text| !text.is_empty())?;
        Some(labelled(meaning, &text))
    });
    Slide { title: cover_name(), shown: shown.collect(), ..Slide::default() }
}

/// A line without a comment.
fn uncommented(line: &str) -> &str {
    let mut escaped = false;
    let comment = line.find(|c: char| {
        let found = c == '%' && !escaped;
        escaped = c == '\\' && !escaped;
        found
    });
    comment.map_or(line, |at| &line[..at])
}
