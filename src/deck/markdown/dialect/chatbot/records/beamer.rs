//! Slides as Beamer has them, in a listing: `\begin{frame}{Title}`, with lists, blocks and notes.

use std::ops::Range;

use super::super::answer::Answer;
use super::super::conventions::Meaning;
use super::Slide;
use super::objects::{cover_name, labelled};

/// Makes slides of the frames.
pub(super) fn settle(answer: &mut Answer) {
    let is_fence = |at: &usize| answer.text(*at).starts_with("```");
    let marks: Vec<usize> = (0..answer.lines.len()).filter(is_fence).collect();
    let listings = marks.chunks_exact(2).map(|pair| pair[0]..pair[1] + 1);
    let frames = |lines: &Range<usize>| {
        lines.clone().filter(|at| answer.text(*at).contains("\\begin{frame}")).count()
    };
    let Some(lines) = listings.max_by_key(frames).filter(|lines| frames(lines) >= super::FEWEST)
    else {
        return;
    };
    let source: Vec<&str> = (lines.start + 1..lines.end - 1).map(|at| answer.text(at)).collect();
    let deck = deck(&source);
    super::put(answer, lines, &deck);
}

/// The deck that the source of frames means.
fn deck(source: &[&str]) -> Vec<String> {
    let mut deck = vec![String::new()];
    let (mut count, mut parts) = (0, 0);
    let cover = cover(source);
    if !cover.shown.is_empty() {
        count += 1;
        cover.write(count, &mut deck);
    }
    let mut frame: Option<Slide> = None;
    for line in source.iter().map(|line| uncommented(line).trim()) {
        match (&mut frame, line) {
            (None, line) if line.starts_with("\\begin{frame}") => {
                let title = argument(&line["\\begin{frame}".len()..]).unwrap_or_default();
                frame = Some(Slide { title: markdown(&title), ..Slide::default() });
            }
            (None, line) => {
                if let Some(title) = of_command(line, "section") {
                    parts += 1;
                    deck.extend([format!("Part {parts}: {}", markdown(&title)), String::new()]);
                }
            }
            (Some(slide), line) if line.starts_with("\\end{frame}") => {
                let is_title = slide.shown.iter().any(|line| line.contains("\\titlepage"));
                if !is_title {
                    count += 1;
                    slide.write(count, &mut deck);
                }
                frame = None;
            }
            (Some(slide), line) => take(slide, line),
        }
    }
    deck
}

/// The cover, by the commands above the frames.
fn cover(source: &[&str]) -> Slide {
    let of = |name: &str| source.iter().find_map(|line| of_command(line.trim(), name));
    let parts = [
        (Meaning::Title, "title"),
        (Meaning::Subtitle, "subtitle"),
        (Meaning::Person, "author"),
        (Meaning::Unit, "institute"),
        (Meaning::Date, "date"),
    ];
    let shown = parts.into_iter().filter_map(|(meaning, name)| {
        let text = of(name).filter(|text| !text.starts_with('\\') && !text.is_empty())?;
        Some(labelled(meaning, &markdown(&text)))
    });
    Slide { title: cover_name(), shown: shown.collect(), ..Slide::default() }
}

/// Takes a line of a frame.
fn take(slide: &mut Slide, line: &str) {
    let title = of_command(line, "frametitle");
    if let Some(title) = title {
        slide.title = markdown(&title);
    } else if let Some(said) = of_command(line, "note") {
        slide.said.push(markdown(&said));
    } else if let Some(text) = line.strip_prefix("\\item") {
        let text = text.trim_start();
        let text =
            text.strip_prefix('<').and_then(|rest| rest.split_once('>')).map_or(text, |one| one.1);
        slide.shown.push(format!("- {}", markdown(text.trim())));
    } else if let Some(name) = ["block", "alertblock", "exampleblock"]
        .iter()
        .find_map(|kind| line.strip_prefix(&format!("\\begin{{{kind}}}")))
    {
        let head = argument(name).unwrap_or_default();
        slide.shown.extend([String::new(), format!("### {}", markdown(&head)), String::new()]);
    } else if line.starts_with("\\begin{") || line.starts_with("\\end{") {
        slide.shown.push(String::new());
    } else {
        slide.shown.push(markdown(line));
    }
}

/// What stands in the braces behind a command that begins a line.
fn of_command(line: &str, name: &str) -> Option<String> {
    let rest = line.strip_prefix('\\')?.strip_prefix(name)?;
    rest.starts_with(['{', '[']).then(|| argument(rest))?
}

/// What stands in the first pair of braces, behind options in brackets.
fn argument(text: &str) -> Option<String> {
    let text = text.trim_start();
    let text = match text.strip_prefix('[') {
        Some(rest) => rest.split_once(']')?.1,
        None => text,
    };
    let inner = text.trim_start().strip_prefix('{')?;
    let mut depth = 1;
    let ends = |c: char| {
        depth += match c {
            '{' => 1,
            '}' => -1,
            _ => 0,
        };
        depth == 0
    };
    inner.find(ends).map(|end| inner[..end].to_owned())
}

/// A line without a comment.
fn uncommented(line: &str) -> &str {
    let mut escaped = false;
    let comment = line.find(|c: char| {
        let found = c == '%' && !escaped;
        escaped = c == '\\';
        found
    });
    comment.map_or(line, |at| &line[..at])
}

/// The markup of a text in Markdown; formulas stay.
fn markdown(text: &str) -> String {
    const COMMANDS: [(&str, &str); 6] = [
        ("\\textbf", "**"),
        ("\\alert", "**"),
        ("\\emph", "*"),
        ("\\textit", "*"),
        ("\\texttt", "`"),
        ("\\text", ""),
    ];
    let mut out = text.replace("\\\\", " ").replace("\\pause", "");
    for (command, sign) in COMMANDS {
        while let Some(at) = out.find(&format!("{command}{{")) {
            let Some(inner) = argument(&out[at + command.len()..]) else { break };
            let end = at + command.len() + inner.len() + 2;
            out.replace_range(at..end, &format!("{sign}{inner}{sign}"));
        }
    }
    for (escaped, plain) in [("\\&", "&"), ("\\%", "%"), ("\\_", "_"), ("\\#", "#"), ("~", " ")] {
        out = out.replace(escaped, plain);
    }
    out.trim().to_owned()
}
