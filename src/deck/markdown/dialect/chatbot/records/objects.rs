//! JSON or YAML in a fence, or JSON by itself, with an object for each slide.

use std::ops::Range;

use super::super::answer::Answer;
use super::super::conventions::{CONVENTIONS, Meaning};
use super::super::pictures::wish;
use super::json::{self, Fields, Value};
use super::{FEWEST, Slide, charts, is_body, meaning, shown};
use crate::deck::markdown::yaml;

/// The lines of the objects, and the deck that they mean.
pub(super) fn read(answer: &Answer) -> Option<(Range<usize>, Vec<String>)> {
    let json = |text: &str| json::read(text).or_else(|| json::mended(text));
    let (lines, value) = parsed(answer, lines(answer), json).or_else(|| {
        parsed(answer, yaml_lines(answer), |text| yaml::parse(text).ok().map(Value::of))
    })?;
    let value = inner(&value);
    let slides = slides(value)?;
    let mut deck = vec![String::new()];
    let mut cover = head(value);
    let names = slides.first().is_some_and(|first| is_cover(first, &cover));
    if names {
        complete(&mut cover, slides[0]);
    }
    let has_cover = cover.shown.iter().any(|line| line.starts_with(&labelled(Meaning::Title, "")));
    if has_cover {
        cover.write(1, &mut deck);
    }
    let first = usize::from(has_cover) + 1;
    let content = slides.iter().skip(usize::from(names)).enumerate();
    content.for_each(|(at, fields)| slide(fields).write(first + at, &mut deck));
    let is_fence = |at: usize| answer.text(at).starts_with("```");
    let start = lines.start - usize::from(lines.start > 0 && is_fence(lines.start - 1));
    Some((start..(lines.end + usize::from(is_fence(lines.end))), deck))
}

/// The value that lines hold.
fn parsed(
    answer: &Answer,
    lines: Option<Range<usize>>,
    parse: impl Fn(&str) -> Option<Value>,
) -> Option<(Range<usize>, Value)> {
    let lines = lines?;
    let text = answer.texts(lines.clone());
    Some((lines, parse(&text)?))
}

/// What an object holds that has nothing but one other: `{"presentation": { … }}`.
fn inner(value: &Value) -> &Value {
    match value.as_object().map(Vec::as_slice) {
        Some([(_, one)]) if one.as_object().is_some() => inner(one),
        _ => value,
    }
}

/// The lines of a listing of YAML.
fn yaml_lines(answer: &Answer) -> Option<Range<usize>> {
    let lines = answer.listings(|words| matches!(words, "yaml" | "yml")).into_iter().next()?;
    Some(lines.start + 1..lines.end - 1)
}

/// The lines of the JSON.
fn lines(answer: &Answer) -> Option<Range<usize>> {
    let all = 0..answer.lines.len();
    let opens = |at: &usize| answer.text(*at).trim_start().starts_with(['{', '[']);
    let first = all.clone().find(opens)?;
    let is_fence = |at: &usize| answer.text(*at).starts_with("```");
    if first > 0 && is_fence(&(first - 1)) {
        return Some(first..(first..all.end).find(is_fence)?);
    }
    let closes = |at: &usize| answer.text(*at).trim_end().ends_with(['}', ']']);
    Some(first..(first..all.end).rev().find(closes)? + 1)
}

/// The objects that are slides: most have a title, and something that is shown or said below it.
fn slides(value: &Value) -> Option<Vec<&Fields>> {
    let list = match value {
        Value::List(list) => list,
        Value::Object(fields) => {
            let lists = fields.iter().filter_map(|(_, value)| value.as_list());
            lists.max_by_key(|list| list.len())?
        }
        _ => return None,
    };
    let objects: Vec<&Fields> = list.iter().filter_map(Value::as_object).collect();
    let most = |is: &dyn Fn(&Fields) -> bool| {
        objects.iter().filter(|fields| is(fields)).count() * 3 >= objects.len() * 2
    };
    let is_deck = objects.len() >= FEWEST
        && objects.len() == list.len()
        && most(&|fields| title(fields).is_some())
        && most(&has_body);
    is_deck.then_some(objects)
}

/// Whether a record has what a slide has below its title.
fn has_body(fields: &Fields) -> bool {
    fields.iter().any(|(name, value)| {
        let is_held = |list: &[Value]| !list.is_empty();
        let has_parts = value.as_list().is_some_and(is_held) || value.as_object().is_some();
        meaning(name).is_some_and(|meaning| is_body(meaning) || meaning == Meaning::Remark)
            || has_parts
    })
}

/// The title among the fields of a slide.
pub(super) fn title(fields: &Fields) -> Option<&str> {
    let mut named = fields.iter().filter(|(name, _)| meaning(name) == Some(Meaning::Title));
    named.find_map(|(_, value)| value.as_text()).filter(|title| !title.trim().is_empty())
}

/// The cover that the fields beside the slides make.
fn head(value: &Value) -> Slide {
    let mut cover = Slide { title: cover_name(), ..Slide::default() };
    let fields = || value.as_object().into_iter().flatten();
    // `presentation:` may hold them.
    let held = fields().filter_map(|(_, value)| value.as_object()).flatten();
    for (name, value) in fields().chain(held) {
        let Some(text) = value.as_text().filter(|text| !text.is_empty()) else { continue };
        match meaning(name) {
            Some(
                label @ (Meaning::Title | Meaning::Subtitle | Meaning::Person | Meaning::Date),
            ) => cover.shown.extend([labelled(label, text), String::new()]),
            // `"theme": "ocean"`
            _ => cover.said.push(format!("{name}: {text}")),
        }
    }
    cover
}

/// A text behind the first word for a meaning.
pub(super) fn labelled(meaning: Meaning, text: &str) -> String {
    let word = CONVENTIONS.label[&meaning].iter().next().unwrap_or_default();
    format!("{word}: {text}")
}

/// What a cover is called.
pub(super) fn cover_name() -> String {
    CONVENTIONS.name.cover.iter().next().unwrap_or_default().to_owned()
}

/// Whether the first slide is the cover: it says so, or is called as the talk is.
fn is_cover(fields: &Fields, head: &Slide) -> bool {
    let names = &CONVENTIONS.name.cover;
    let is_named = fields.iter().any(|(name, value)| {
        meaning(name).is_none_or(|meaning| meaning != Meaning::Body)
            && value.as_text().is_some_and(|text| names.has(text))
    });
    let is_titled =
        title(fields).is_some_and(|title| head.shown.contains(&labelled(Meaning::Title, title)));
    is_named || is_titled
}

/// Gives the cover what the first slide has that is not said yet.
fn complete(cover: &mut Slide, fields: &Fields) {
    let first = slide(fields);
    let is_said = |cover: &Slide, text: &str| cover.shown.iter().any(|line| line.ends_with(text));
    let label = labelled(Meaning::Title, "");
    if !cover.shown.iter().any(|line| line.starts_with(&label)) {
        cover.shown.insert(0, labelled(Meaning::Title, first.title.trim()));
        cover.shown.insert(1, String::new());
    }
    for line in first.shown {
        let text = line.trim_start_matches(['-', ' ']).to_owned();
        if !text.is_empty() && !is_said(cover, text.rsplit(['：', ':']).next().unwrap_or(&text)) {
            cover.shown.extend([text, String::new()]);
        }
    }
    cover.said.extend(first.said);
}

/// The slide of the fields of an object.
fn slide(fields: &Fields) -> Slide {
    let mut slide =
        Slide { title: title(fields).unwrap_or_default().to_owned(), ..Slide::default() };
    let quotation = quotation(fields);
    for (name, value) in fields {
        match meaning(name) {
            Some(Meaning::Title) => {}
            // `"layout": "two-column"`
            _ if is_kind(name, value) => {}
            Some(Meaning::Notes | Meaning::Remark) => slide.said.extend(texts(value)),
            Some(meaning) if meaning.is_advice() => {
                if let Some(shown) = charts::of(value).or_else(|| wanted(value)) {
                    slide.shown.extend(shown);
                    continue;
                }
                let texts = texts(value).into_iter();
                slide.said.extend(texts.map(|text| format!("{name}: {text}")));
            }
            Some(meaning @ (Meaning::Left | Meaning::Right)) => {
                column(meaning, value, &mut slide.shown);
            }
            _ if is_source(name) && quotation.is_some() => {}
            _ if is_quote(name) && quotation.is_some() => {
                slide.shown.extend(quotation.iter().flatten().cloned());
            }
            _ => match value.as_text() {
                Some(code) if name.eq_ignore_ascii_case("code") => {
                    slide.shown.extend(shown::listing(code));
                }
                _ if name.eq_ignore_ascii_case("steps") => shown::steps(value, &mut slide.shown),
                _ => shown::value(value, 0, &mut slide.shown),
            },
        }
    }
    slide
}

/// The picture for which a placeholder stands: `"image": "[INSERT PHOTO]"`.
fn wanted(value: &Value) -> Option<Vec<String>> {
    let words = value.as_text()?.trim().strip_prefix('[')?.strip_suffix(']')?;
    (!words.contains(['[', ']'])).then(|| vec![String::new(), wish(words), String::new()])
}

/// Whether a field says by which layout of its own a program shows the slide.
fn is_kind(name: &str, value: &Value) -> bool {
    let names = ["layout", "type", "slide_type", "slidetype", "template"];
    names.contains(&name.to_lowercase().as_str()) && value.as_text().is_some_and(shown::is_kind)
}

/// Whether a field says whose words a quotation is.
fn is_source(name: &str) -> bool {
    ["source", "author", "attribution", "by"].contains(&name.to_lowercase().as_str())
}

/// Whether a field is a quotation.
fn is_quote(name: &str) -> bool {
    name.eq_ignore_ascii_case("quote")
}

/// The quotation that a slide is, with who said it; both may stand in an object of their own.
fn quotation(fields: &Fields) -> Option<Vec<String>> {
    let inner = fields.iter().find(|(name, _)| is_quote(name))?.1.as_object();
    let fields = inner.unwrap_or(fields);
    let find = |is: &dyn Fn(&str) -> bool| {
        let mut found = fields.iter().filter(|(name, _)| is(name));
        found.find_map(|(_, value)| value.as_text())
    };
    let is_said = |name: &str| is_quote(name) || inner.is_some() && name == "text";
    let quote = find(&is_said)?;
    let source = find(&is_source)?;
    let said = quote.lines().map(|line| format!("> {line}"));
    let said = [String::new()].into_iter().chain(said);
    Some(said.chain([">".to_owned(), format!("> — {source}"), String::new()]).collect())
}

/// What stands on one side of a slide, below its own title or the name of the side.
fn column(side: Meaning, value: &Value, out: &mut Vec<String>) {
    let head = value.as_object().and_then(|fields| Some((title(fields)?, fields)));
    let Some((head, fields)) = head else {
        out.extend([String::new(), labelled(side, "").trim_end().to_owned()]);
        return shown::value(value, 0, out);
    };
    out.extend([String::new(), format!("### {head}"), String::new()]);
    let below = fields.iter().filter(|(name, _)| meaning(name) != Some(Meaning::Title));
    shown::value(&Value::Object(below.cloned().collect()), 0, out);
}

/// Every text in a value.
fn texts(value: &Value) -> Vec<String> {
    match value {
        Value::Text(text) if !text.is_empty() => vec![text.clone()],
        Value::List(list) => list.iter().flat_map(texts).collect(),
        Value::Object(fields) => fields.iter().flat_map(|(_, value)| texts(value)).collect(),
        _ => Vec::new(),
    }
}
