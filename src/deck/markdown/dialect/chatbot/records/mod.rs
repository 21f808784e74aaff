//! Slides that are records: objects of JSON, or rows of a table with a column for each part of a slide.

use std::ops::Range;

use serde_json::{Map, Value};

use super::answer::{Answer, heading, is_divider, item};
use super::conventions::{CONVENTIONS, Meaning, Words};
use super::markers::{number, runs};

/// What is said of records.
const RECORDS: &str = "a record for each slide is read as the slide";
/// Fewest records.
const FEWEST: usize = 3;

/// Makes slides of them, where there are no others.
pub(super) fn settle(answer: &mut Answer) {
    if has_slides(answer) {
        return;
    }
    if let Some((lines, deck)) = objects(answer).or_else(|| rows(answer)) {
        let number = answer.lines[lines.start].number;
        answer.say("chat-scaffolding", RECORDS, number);
        let deck: Vec<&str> = deck.iter().map(String::as_str).collect();
        answer.replace(lines, &deck);
    }
}

/// Whether an answer is divided otherwise: what stands in it is then one of the things it tells.
fn has_slides(answer: &Answer) -> bool {
    let texts = answer.is_text();
    let divides = |at: &usize| {
        texts[*at] && (is_divider(answer.text(*at)) || heading(answer.text(*at)).is_some())
    };
    (0..answer.lines.len()).filter(divides).count() > 3
        || runs(answer).iter().any(|run| run.len() > 2)
}

/// What a name of a field, or the head of a column, means.
fn meaning(name: &str) -> Option<Meaning> {
    let name = name.trim().to_lowercase().replace(['_', '-'], " ");
    let labels = [
        Meaning::Title,
        Meaning::Subtitle,
        Meaning::Notes,
        Meaning::Remark,
        Meaning::Advice,
        Meaning::Look,
        Meaning::Body,
        Meaning::Person,
        Meaning::Date,
    ];
    let has = |words: &Words| words.has(&name);
    let label = labels.into_iter().find(|meaning| CONVENTIONS.label.get(meaning).is_some_and(has));
    let stem = || {
        [Meaning::Notes, Meaning::Advice]
            .into_iter()
            .find(|meaning| CONVENTIONS.stem[meaning].stands_in(&name))
    };
    let tail = |words: &Words| words.iter().any(|word| name.ends_with(word));
    let by_tail = || {
        [Meaning::Title, Meaning::Body]
            .into_iter()
            .find(|meaning| CONVENTIONS.label.get(meaning).is_some_and(tail))
    };
    label.or_else(by_tail).or_else(stem)
}

/// JSON in a fence, or by itself.
fn objects(answer: &Answer) -> Option<(Range<usize>, Vec<String>)> {
    let opens = |at: &usize| answer.text(*at).trim_start().starts_with(['{', '[']);
    let first = (0..answer.lines.len()).find(opens)?;
    let is_fenced = first > 0 && answer.text(first - 1).starts_with("```");
    let end = match is_fenced {
        true => (first..answer.lines.len()).find(|at| answer.text(*at).starts_with("```"))?,
        false => {
            (first..answer.lines.len())
                .rev()
                .find(|at| answer.text(*at).trim_end().ends_with(['}', ']']))?
                + 1
        }
    };
    let text: String =
        answer.lines[first..end].iter().map(|line| format!("{}\n", line.text)).collect();
    let value: Value = serde_json::from_str(&text).ok()?;
    let slides = slides(&value)?;
    let mut deck = head(&value);
    // The front matter makes the title slide.
    let said = |slide: &&&Map<String, Value>| {
        title(slide)
            .is_some_and(|title| deck.contains(&format!("title: {}", super::cover::quoted(title))))
    };
    let skipped = usize::from(slides.first().as_ref().is_some_and(said));
    slides
        .iter()
        .skip(skipped)
        .enumerate()
        .for_each(|(at, slide)| object(at + 1, slide, &mut deck));
    let fence = usize::from(is_fenced);
    Some((first - fence..(end + fence).min(answer.lines.len()), deck))
}

/// The objects that are slides: most have a title, and something that is shown or said below it.
fn slides(value: &Value) -> Option<Vec<&Map<String, Value>>> {
    let list = match value {
        Value::Array(list) => list,
        Value::Object(fields) => {
            fields.values().filter_map(Value::as_array).max_by_key(|list| list.len())?
        }
        _ => return None,
    };
    let objects: Vec<&Map<String, Value>> = list.iter().filter_map(Value::as_object).collect();
    let most = |is: &dyn Fn(&Map<String, Value>) -> bool| {
        objects.iter().filter(|fields| is(fields)).count() * 3 >= objects.len() * 2
    };
    let is_deck = objects.len() >= FEWEST
        && objects.len() == list.len()
        && most(&|fields| title(fields).is_some())
        && most(&has_body);
    is_deck.then_some(objects)
}

/// Whether a record has what a slide has below its title.
fn has_body(fields: &Map<String, Value>) -> bool {
    fields.iter().any(|(name, value)| {
        let is_body = meaning(name).is_some_and(is_body);
        is_body || value.as_array().is_some_and(|list| list.iter().any(Value::is_string))
    })
}

/// Whether a part stands below the title of a slide.
fn is_body(meaning: Meaning) -> bool {
    matches!(meaning, Meaning::Body | Meaning::Notes | Meaning::Advice | Meaning::Look)
}

/// The title among the fields of a slide.
fn title(fields: &Map<String, Value>) -> Option<&str> {
    let mut named = fields.iter().filter(|(name, _)| meaning(name) == Some(Meaning::Title));
    named.find_map(|(_, value)| value.as_str()).filter(|title| !title.trim().is_empty())
}

/// The front matter that the fields beside the slides make.
fn head(value: &Value) -> Vec<String> {
    let Value::Object(fields) = value else { return Vec::new() };
    let known = fields.iter().filter_map(|(name, value)| {
        let key = match meaning(name)? {
            Meaning::Title => "title",
            Meaning::Subtitle => "subtitle",
            Meaning::Person => "author",
            Meaning::Date => "date",
            _ => return None,
        };
        Some(format!("{key}: {}", super::cover::quoted(value.as_str()?)))
    });
    let keys: Vec<String> = known.collect();
    match keys.is_empty() {
        true => keys,
        false => ["---".to_owned()]
            .into_iter()
            .chain(keys)
            .chain(["---".to_owned(), String::new()])
            .collect(),
    }
}

/// A slide of the fields of an object.
fn object(number: usize, fields: &Map<String, Value>, deck: &mut Vec<String>) {
    let (mut shown, mut said) = (Vec::new(), Vec::new());
    for (name, value) in fields {
        match meaning(name) {
            Some(Meaning::Title) => {}
            Some(Meaning::Notes | Meaning::Remark) => said.extend(texts(value)),
            Some(meaning) if meaning.is_advice() => {
                said.extend(texts(value).into_iter().map(|text| format!("{name}: {text}")));
            }
            _ => list(value, 0, &mut shown),
        }
    }
    slide(number, title(fields).unwrap_or_default(), (&shown, &said), deck);
}

/// Every text in a value.
fn texts(value: &Value) -> Vec<String> {
    match value {
        Value::String(text) => vec![text.clone()],
        Value::Array(list) => list.iter().flat_map(texts).collect(),
        Value::Object(fields) => fields.values().flat_map(texts).collect(),
        _ => Vec::new(),
    }
}

/// What a value shows: a text is a paragraph, a list its items, an object a label with a text.
fn list(value: &Value, depth: usize, out: &mut Vec<String>) {
    let blanks = "  ".repeat(depth);
    match value {
        // `"type": "bullets"` names a kind.
        Value::String(text)
            if !text.bytes().all(|b| b.is_ascii_lowercase() || b"_-".contains(&b)) =>
        {
            out.extend([String::new(), text.clone(), String::new()]);
        }
        Value::Array(entries) => {
            for entry in entries {
                match entry {
                    Value::String(text) => {
                        out.push(format!("{blanks}- {}", text.replace('\n', " ")))
                    }
                    Value::Object(fields) => entry_of(fields, depth, out),
                    Value::Array(_) => list(entry, depth + 1, out),
                    other => out.push(format!("{blanks}- {other}")),
                }
            }
        }
        Value::Object(fields) => fields.values().for_each(|value| list(value, depth, out)),
        _ => {}
    }
}

/// An object in a list: its first text is the label of the others.
fn entry_of(fields: &Map<String, Value>, depth: usize, out: &mut Vec<String>) {
    let blanks = "  ".repeat(depth);
    let label =
        title(fields).or_else(|| fields.values().find_map(Value::as_str)).unwrap_or_default();
    let others = || fields.values().filter(|value| value.as_str() != Some(label));
    let text: Vec<&str> = others().filter_map(Value::as_str).collect();
    let joined = text.join(" ");
    out.push(match joined.is_empty() {
        true => format!("{blanks}- {label}"),
        false => format!("{blanks}- **{label}**: {joined}"),
    });
    others().filter(|value| value.is_array()).for_each(|value| list(value, depth + 1, out));
}

/// A slide with its marker, what it shows and what is said to it.
fn slide(
    number: usize,
    title: &str,
    (shown, said): (&[String], &[String]),
    deck: &mut Vec<String>,
) {
    let title = title.trim().trim_matches('*');
    deck.extend([format!("## Slide {number}: {title}"), String::new()]);
    deck.extend(shown.iter().flat_map(|text| text.split('\n').map(str::to_owned)));
    if !said.is_empty() {
        let said = said.join("\n\n").replace("-->", "→");
        deck.extend([String::new(), "<!--".to_owned()]);
        deck.extend(said.split('\n').map(str::to_owned));
        deck.push("-->".to_owned());
    }
    deck.push(String::new());
}

/// A table with a row for each slide, alone in the answer.
fn rows(answer: &Answer) -> Option<(Range<usize>, Vec<String>)> {
    let texts = answer.is_text();
    let is_row = |at: usize| texts[at] && answer.text(at).trim_start().starts_with('|');
    let first = (0..answer.lines.len()).find(|at| is_row(*at))?;
    let end = (first..answer.lines.len()).find(|at| !is_row(*at)).unwrap_or(answer.lines.len());
    let head = cells(answer.text(first));
    let rows: Vec<Vec<String>> = (first + 2..end).map(|at| cells(answer.text(at))).collect();
    let meanings: Vec<Option<Meaning>> = head.iter().map(|name| meaning(name)).collect();
    let counts = |column: &usize| {
        let of = |row: &Vec<String>| {
            number(row.get(*column)?.trim_start_matches(|c: char| !c.is_numeric()))
                .map(|(number, _)| number)
        };
        rows.iter().enumerate().all(|(at, row)| of(row) == Some(at + 1))
    };
    let counter = (0..head.len()).find(counts)?;
    let titles = meanings.iter().position(|meaning| *meaning == Some(Meaning::Title))?;
    let has_body = meanings.iter().flatten().copied().any(is_body);
    if rows.len() < FEWEST || head.len() < 3 || !has_body || counter == titles {
        return None;
    }
    let mut deck = vec![String::new()];
    for (at, row) in rows.iter().enumerate() {
        let (mut shown, mut said) = (Vec::new(), Vec::new());
        for (column, cell) in
            row.iter().enumerate().filter(|(column, _)| *column != counter && *column != titles)
        {
            let name = head.get(column).map_or("", String::as_str);
            match meanings.get(column).copied().flatten() {
                _ if cell.is_empty() || matches!(cell.as_str(), "-" | "—" | "无" | "/") => {}
                Some(Meaning::Notes | Meaning::Remark) => said.push(cell.replace("<br>", "\n")),
                Some(meaning) if meaning.is_advice() => said.push(format!("{name}: {cell}")),
                _ => shown.extend(points(cell)),
            }
        }
        slide(at + 1, row.get(titles).map_or("", String::as_str), (&shown, &said), &mut deck);
    }
    Some((first..end, deck))
}

/// The cells of a row.
fn cells(line: &str) -> Vec<String> {
    let line = line.trim();
    let inner = line.strip_prefix('|').unwrap_or(line);
    inner.strip_suffix('|').unwrap_or(inner).split('|').map(|cell| cell.trim().to_owned()).collect()
}

/// What a cell enumerates, as items; a single thing is a paragraph.
fn points(cell: &str) -> Vec<String> {
    let text = cell.replace("<br/>", "<br>").replace("<br />", "<br>");
    let by_line: Vec<&str> = text.split("<br>").collect();
    let by_sign: Vec<&str> = text.split(['；', ';', '•']).collect();
    let parts = if by_line.len() > 1 { by_line } else { by_sign };
    let bare = |part: &str| {
        let part = part.trim().trim_start_matches(['•', '·', '●']).trim_start();
        item(part).map_or(part, |(_, text)| text).to_owned()
    };
    let parts: Vec<String> = parts.into_iter().map(bare).filter(|part| !part.is_empty()).collect();
    match parts.as_slice() {
        [one] => vec![one.clone()],
        all => all.iter().map(|part| format!("- {part}")).collect(),
    }
}
