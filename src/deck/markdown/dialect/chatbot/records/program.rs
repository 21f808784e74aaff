//! A program that makes slides, of python-pptx or VBA, in a listing: its texts, slide by slide. It is read and never
//! run: what it says is in its strings, and what they are for in the names beside them.

mod literal;

use std::collections::BTreeMap;

use super::super::answer::Answer;
use super::super::conventions::Meaning;
use super::json::Value;
use super::{FEWEST, Slide, meaning, shown};
use literal::{Arguments, Names, Statement, arguments, literal, statements};

/// What adds a slide, in lower case.
const ADDS: [&str; 3] = ["slides.add_slide(", "slides.add(", "slides.addslide("];

/// Makes slides of the listing that has most of them.
pub(super) fn settle(answer: &mut Answer) {
    let is_program =
        |words: &str| ["python", "py", "vba", "vb", "vbscript", "vbnet", "basic"].contains(&words);
    let slides = |lines: &std::ops::Range<usize>| {
        Program::read(&answer.texts(lines.start + 1..lines.end - 1)).slides
    };
    let found = answer.listings(is_program).into_iter().map(|lines| (slides(&lines), lines));
    let Some((slides, lines)) = found.max_by_key(|(slides, _)| slides.len()) else { return };
    if slides.len() < FEWEST {
        return;
    }
    let start = lines.start;
    let mut deck = vec![String::new()];
    slides.iter().enumerate().for_each(|(at, slide)| slide.write(at + 1, &mut deck));
    super::put(answer, lines, &deck);
    super::above(answer, start);
}

/// A program as far as it is read.
#[derive(Default)]
struct Program {
    /// The functions that make a slide, with the names of what they are given.
    makers: BTreeMap<String, Vec<String>>,
    /// The names of what was written down.
    names: Names,
    slides: Vec<Slide>,
    /// Whether tables are made of lists.
    has_tables: bool,
    /// The cells of the table that is being filled.
    cells: BTreeMap<(usize, usize), String>,
}

impl Program {
    /// Reads a program.
    fn read(source: &str) -> Self {
        let statements = statements(source);
        let has_tables = source.to_lowercase().replace('_', "").contains("addtable(");
        let mut program = Self { has_tables, ..Self::default() };
        let mut at = 0;
        while at < statements.len() {
            let end = statements[at].end_of_block(&statements, at);
            let body = &statements[at + 1..end];
            let makes = program.makes(body);
            let is_maker =
                statements[at].function().filter(|(_, names)| makes && !names.is_empty());
            if let Some((name, names)) = is_maker {
                program.makers.insert(name, names);
                at = end;
            } else if program.goes_over(&statements[at], makes) {
                at = end;
            } else {
                program.take(&statements[at].text);
                at += 1;
            }
        }
        program.end_table();
        // A line by itself is no list.
        for slide in program.slides.iter_mut().filter(|slide| slide.shown.len() == 1) {
            slide.shown[0] = slide.shown[0].trim_start_matches("- ").to_owned();
        }
        program
    }

    /// Whether some of these statements make a slide.
    fn makes(&self, body: &[Statement]) -> bool {
        body.iter().any(|one| adds(&one.text) || self.call(&one.text).is_some())
    }

    /// Takes what a loop goes over: slides, if what stands in it makes some, else what one shows.
    fn goes_over(&mut self, statement: &Statement, makes: bool) -> bool {
        let Some(list) = statement.list(&self.names) else { return false };
        let records = list.as_list().unwrap_or_default();
        match makes {
            true => self.slides.extend(records.iter().filter_map(record)),
            false if self.is_table(&list) => {}
            false => self.show(&list),
        }
        true
    }

    /// Takes a statement.
    fn take(&mut self, text: &str) {
        if let Some((name, arguments)) = self.call(text) {
            let names = self.makers[&name].clone();
            return self.slide(&names, arguments);
        }
        if adds(text) {
            self.end_table();
            return self.slides.push(Slide::default());
        }
        let Some((left, right)) = literal::assigned(text) else { return };
        let Some((value, "")) = literal(right, &self.names) else { return };
        let target = left.to_lowercase();
        if !(target.ends_with(".text") || target.ends_with(".level")) {
            self.names.insert(left.to_owned(), value.clone());
            // A table is filled from it further down.
            if self.is_table(&value) {
                self.show(&value);
            }
            return;
        }
        match (literal::cell(&target), value) {
            (Some(cell), Value::Text(text)) => _ = self.cells.insert(cell, text),
            (None, Value::Number(level)) => self.indent(level.parse().unwrap_or(0)),
            (None, Value::Text(text)) => self.text(&target, &text),
            _ => {}
        }
    }

    /// The function that a statement calls, if it makes a slide, and what it is given.
    fn call(&self, text: &str) -> Option<(String, Arguments)> {
        let text = text.strip_prefix("Call ").unwrap_or(text);
        let text = literal::assigned(text).map_or(text, |(_, right)| right);
        let end = text.find(|c: char| !(c.is_alphanumeric() || c == '_'))?;
        let name = self.makers.contains_key(&text[..end]).then(|| text[..end].to_owned())?;
        Some((name, arguments(&text[end..], &self.names)))
    }

    /// The slide of what such a function is given.
    fn slide(&mut self, names: &[String], arguments: Arguments) {
        self.end_table();
        let named = arguments.into_iter().enumerate().map(|(at, (name, value))| {
            (name.or_else(|| names.get(at).cloned()).unwrap_or_default(), value)
        });
        self.slides.extend(record(&Value::Object(named.collect())));
    }

    /// Takes a text that is put somewhere on the last slide: the first is its title.
    fn text(&mut self, target: &str, text: &str) {
        let Some(slide) = self.slides.last_mut() else { return };
        if target.contains("note") {
            slide.said.push(text.to_owned());
        } else if slide.title.is_empty() {
            slide.title = text.replace('\n', " ");
        } else {
            slide.shown.extend(text.lines().map(|line| format!("- {line}")));
        }
    }

    /// Whether a list is that of a table, which is shown where it is written down.
    fn is_table(&self, list: &Value) -> bool {
        self.has_tables && shown::is_table(list)
    }

    /// Moves the last item to its level.
    fn indent(&mut self, level: usize) {
        let last = self.slides.last_mut().and_then(|slide| slide.shown.last_mut());
        if let Some(last) = last {
            last.insert_str(0, &"  ".repeat(level));
        }
    }

    /// Shows a list on the last slide.
    fn show(&mut self, value: &Value) {
        if let Some(slide) = self.slides.last_mut() {
            shown::value(&levelled(value), 0, &mut slide.shown);
        }
    }

    /// Writes the table that was filled cell by cell.
    fn end_table(&mut self) {
        let cells = std::mem::take(&mut self.cells);
        let mut rows: BTreeMap<usize, Vec<Value>> = BTreeMap::new();
        for ((row, _), text) in cells {
            rows.entry(row).or_default().push(Value::Text(text));
        }
        if !rows.is_empty() {
            self.show(&Value::List(rows.into_values().map(Value::List).collect()));
        }
    }
}

/// Whether a statement adds a slide.
fn adds(text: &str) -> bool {
    let text = text.to_lowercase();
    ADDS.iter().any(|adds| text.contains(adds)) && !text.starts_with("def ")
}

/// The slide that a record means: fields by their names, or a title with what stands below it.
fn record(value: &Value) -> Option<Slide> {
    let fields = match value {
        Value::Object(fields) => fields.clone(),
        Value::List(list) => {
            let texts = list.iter().filter(|one| **one != Value::Other).cloned();
            texts
                .enumerate()
                .map(|(at, one)| (if at == 0 { "title" } else { "" }.into(), one))
                .collect()
        }
        _ => return None,
    };
    let mut slide = Slide::default();
    for (name, value) in &fields {
        match (meaning(name), value) {
            (Some(Meaning::Notes | Meaning::Remark), Value::Text(text)) if !text.is_empty() => {
                slide.said.push(text.clone());
            }
            (meaning, Value::Text(text))
                if slide.title.is_empty() && meaning.is_none_or(|one| one == Meaning::Title) =>
            {
                slide.title.clone_from(text);
            }
            (_, Value::Text(text)) if !text.is_empty() => {
                let is_list = text.contains('\n');
                let sign = if is_list { "- " } else { "" };
                slide.shown.extend(text.lines().map(|line| format!("{sign}{line}")));
            }
            (_, Value::List(_)) => shown::value(&levelled(value), 0, &mut slide.shown),
            _ => {}
        }
    }
    (!slide.title.is_empty()).then_some(slide)
}

/// A list in which `(1, "…")` stands below the entry before it.
fn levelled(value: &Value) -> Value {
    let Value::List(list) = value else { return value.clone() };
    let lower = |value: &Value| match value.as_list() {
        Some(
            [Value::Number(level), Value::Text(text)] | [Value::Text(text), Value::Number(level)],
        ) => Some((level.parse::<usize>().unwrap_or(0), text.clone())),
        _ => None,
    };
    let mut out: Vec<Value> = Vec::new();
    for one in list {
        match (lower(one), out.last_mut()) {
            (Some((1.., text)), Some(Value::List(inner))) => inner.push(Value::Text(text)),
            (Some((1.., text)), Some(_)) => out.push(Value::List(vec![Value::Text(text)])),
            (Some((_, text)), _) => out.push(Value::Text(text)),
            (None, _) => out.push(one.clone()),
        }
    }
    Value::List(out)
}
