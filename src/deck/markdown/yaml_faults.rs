//! Invalid YAML → what the author most likely mistyped, in place of where the parser gave up.

use std::ops::Range;

use super::yaml::{self, Fault, Node, Unreadable, Value};
use crate::diag::{Diagnostic, FileId, Severity, Span};

/// Most bytes of a value that a hint repeats.
const MOST_QUOTED: usize = 80;

/// What was mistyped, with its bytes of the entry.
struct Mistake {
    place: Range<usize>,
    message: String,
    hint: Option<String>,
    fix: Option<(Range<usize>, String)>,
}

/// The findings about a mapping in `text`, which begins at `base` bytes of a file and is called `what`: an
/// error for each entry that is not read, a warning for what could only be meant in one way.
pub(super) fn findings(
    what: &str,
    text: &str,
    base: usize,
    file: FileId,
    faults: &[Fault],
) -> Vec<Diagnostic> {
    let finding = |fault: &Fault| {
        let entry = &text[fault.entry.clone()];
        let error = diagnostic(what, entry, base + fault.entry.start, file, &fault.error);
        let (severity, code) = match fault.is_read {
            true => (Severity::Warning, Some("mistyped-markup")),
            false => (error.severity, error.code),
        };
        Diagnostic { severity, code, ..error }
    };
    faults.iter().map(finding).collect()
}

/// The error for the YAML `text`, which begins at `base` bytes of a file and is called `what`.
fn diagnostic(what: &str, text: &str, base: usize, file: FileId, error: &Unreadable) -> Diagnostic {
    let fault =
        mistyped(what, text, error).or_else(|| unquoted(text, error)).unwrap_or_else(|| Mistake {
            place: rest_of_line(text, error.at),
            message: format!("{what} is not YAML: {}", error.why),
            hint: None,
            fix: None,
        });
    let span = |range: Range<usize>| {
        let start = base + range.start;
        Span::new(file, start..(base + range.end).max(start + 1).min(base + text.len().max(1)))
    };
    let diagnostic = Diagnostic::error(span(fault.place), fault.message).maybe_hint(fault.hint);
    match fault.fix {
        Some((range, text)) => diagnostic.fixed_by(span(range), text),
        None => diagnostic,
    }
}

/// A fault that leaves open what is meant.
fn mistyped(what: &str, text: &str, error: &Unreadable) -> Option<Mistake> {
    colon(text, error)
        .or_else(|| tab(text))
        .or_else(|| twice(text, error, what))
        .or_else(|| unclosed(text, error))
        .or_else(|| indented(text, error))
}

/// The key and the value of an entry whose value can only be meant in one way: text that needs quotation
/// marks, `title: a: b`; a mark that opens and never closes, `title: "a`; a colon that is full-width or has no
/// blank behind it.
pub(super) fn meant_as_written(entry: &str, error: &Unreadable) -> Option<(Node, Node)> {
    let line = entry.trim_end();
    let key = key(line).filter(|key| !line.contains('\n') && !key.starts_with(['-', '#']))?;
    let place = if let Some(fault) = colon(entry, error) {
        let (blank, _) = fault.fix?;
        return value(line, key, blank.end..line.len());
    } else if mistyped("", entry, error).is_none() {
        unquoted(entry, error)?.place
    } else {
        let rest = line[key.len()..].strip_prefix(": ")?;
        let text = rest.trim_start().strip_prefix(['"', '\''])?;
        (!text.contains(['"', '\'']) && !text.is_empty())
            .then_some(line.len() - text.len()..line.len())?
    };
    let is_list = line[place.clone()].starts_with(['[', '{', '|', '>', '&', '*', '!']);
    (!is_list).then(|| (text_node(line, 0..key.len()), text_node(line, place)))
}

/// The key and the value at `place` of a line, which is read as YAML where it is some.
fn value(line: &str, key: &str, place: Range<usize>) -> Option<(Node, Node)> {
    let text = &line[place.clone()];
    let value = match yaml::parse(text) {
        Ok(Node {
            value: value @ (Value::Number(..) | Value::Bool(_) | Value::Text(_)), ..
        }) => value,
        Ok(_) => return None,
        Err(_) => Value::Text(text.to_owned()),
    };
    Some((text_node(line, 0..key.len()), Node { range: place, value }))
}

/// A text of a line as it is written.
fn text_node(line: &str, range: Range<usize>) -> Node {
    Node { value: Value::Text(line[range.clone()].to_owned()), range }
}

/// `title：标题` or `title:标题`, on a line that the parser had reached.
fn colon(text: &str, error: &Unreadable) -> Option<Mistake> {
    let (start, line) = lines(text).filter(|(start, _)| *start <= error.at).find(|(_, line)| {
        let rest = key(line).map(|key| &line[key.len()..]);
        rest.is_some_and(|rest| {
            rest.starts_with('：')
                || rest
                    .strip_prefix(':')
                    .is_some_and(|value| !value.is_empty() && !value.starts_with([' ', '\t', '/']))
        })
    })?;
    let key = key(line)?;
    let rest = &line[key.len()..];
    let value = rest.trim_start_matches([':', '：']).trim();
    let sign = &rest[..rest.chars().next()?.len_utf8()];
    let at = start + key.len();
    let blanks = rest[sign.len()..].len() - rest[sign.len()..].trim_start().len();
    Some(Mistake {
        place: start..at + sign.len(),
        message: format!("expected `{key}: `, found `{key}{sign}`"),
        hint: Some(match sign {
            "：" => format!("the colon is half-width, and a blank follows: `{key}: {value}`"),
            _ => format!("a blank follows the colon: `{key}: {value}`"),
        }),
        fix: Some((at..at + sign.len() + blanks, ": ".into())),
    })
}

/// A tab before a key.
fn tab(text: &str) -> Option<Mistake> {
    let blanks = |line: &str| line.len() - line.trim_start().len();
    let (start, line) = lines(text).find(|(_, line)| line[..blanks(line)].contains('\t'))?;
    let blanks = start..start + blanks(line);
    Some(Mistake {
        place: blanks.clone(),
        message: "a tab cannot indent a line of YAML".into(),
        hint: Some("indent it with two blanks".into()),
        fix: Some((blanks.clone(), text[blanks].replace('\t', "  "))),
    })
}

/// A duplicate key.
fn twice(text: &str, error: &Unreadable, what: &str) -> Option<Mistake> {
    let (start, line) = line_at(text, error.at);
    let key = key(line).filter(|_| error.why.contains("duplicated key"))?;
    let blanks = line.len() - line.trim_start().len();
    Some(Mistake {
        place: start + blanks..start + key.len(),
        message: format!("{what} has `{}` twice", key.trim()),
        hint: None,
        fix: None,
    })
}

/// An unclosed quotation mark or bracket; the parser reads on below it.
fn unclosed(text: &str, error: &Unreadable) -> Option<Mistake> {
    let read = lines(text).filter(|(start, _)| *start <= error.at);
    let bracket = |(start, line): (usize, &str)| {
        let at = line.rfind(['[', '{'])?;
        let inside = line[at..].contains([']', '}']) || line[..at].contains(['"', '\'']);
        (!inside && line[..at].trim_end().ends_with([':', '-'])).then_some(start + at)
    };
    let (what, at) = match error.why.contains("quoted scalar") {
        true => ("quotation mark", text[..rest_of_line(text, error.at).end].rfind(['"', '\''])?),
        false => ("bracket", read.filter_map(bracket).last()?),
    };
    Some(Mistake {
        place: at..at + 1,
        message: format!("this {what} is never closed"),
        hint: None,
        fix: None,
    })
}

/// A key that is indented further than its siblings.
fn indented(text: &str, error: &Unreadable) -> Option<Mistake> {
    let (start, line) = line_at(text, error.at);
    let key = key(line)?;
    let blanks = line.len() - line.trim_start().len();
    let on_key = error.at == start + key.len();
    (blanks > 0 && on_key && error.why.contains("mapping values")).then(|| Mistake {
        place: start..start + key.len(),
        message: format!("`{}` is indented, and what stands above it takes no keys", key.trim()),
        hint: Some("begin it where the line above begins".into()),
        fix: None,
    })
}

/// A value that needs quotation marks, because it has a colon or begins with a special sign.
fn unquoted(text: &str, error: &Unreadable) -> Option<Mistake> {
    let (start, line) = line_at(text, error.at);
    let (key, value) = line.split_once(": ")?;
    let value = value.trim();
    let place = start + line.len() - line[key.len() + 1..].trim_start().len();
    let at_value = error.at >= place;
    if value.is_empty() || !at_value || value.starts_with(['"', '\'']) {
        return None;
    }
    let quoted = format!("\"{}\"", value.replace('\\', "\\\\").replace('"', "\\\""));
    Some(Mistake {
        place: place..place + value.len(),
        message: format!("`{}` has a value that needs quotation marks", key.trim()),
        hint: (value.len() <= MOST_QUOTED).then(|| format!("`{}: {quoted}`", key.trim())),
        fix: Some((place..place + value.len(), quoted)),
    })
}

/// The lines of a text, each with its first byte.
fn lines(text: &str) -> impl Iterator<Item = (usize, &str)> {
    text.split_inclusive('\n').scan(0, |at, line| {
        let start = *at;
        *at += line.len();
        Some((start, line.trim_end()))
    })
}

/// The line in which a byte stands; where there is none, the last one.
fn line_at(text: &str, at: usize) -> (usize, &str) {
    lines(text).take_while(|(start, _)| *start <= at).last().unwrap_or((0, ""))
}

/// The rest of the line at a byte; the whole line if that is empty.
fn rest_of_line(text: &str, at: usize) -> Range<usize> {
    let (start, line) = line_at(text, at);
    let end = start + line.len();
    if at < end { at..end } else { start..end }
}

/// The possible key at the front of a line, with the blanks before it.
fn key(line: &str) -> Option<&str> {
    let end = line.find([':', '：'])?;
    let word = line[..end].trim_start();
    let is_word = |c: char| c.is_alphanumeric() || matches!(c, '-' | '_' | '.');
    (!word.is_empty() && word.chars().all(is_word)).then_some(&line[..end])
}
