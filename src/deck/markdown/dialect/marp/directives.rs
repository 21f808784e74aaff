//! Directives, `<!-- key: value -->`: which there are, how long they hold, and what they do to a slide.

use std::collections::BTreeMap;

use super::globals;
use crate::deck::markdown::blocks::Directive;
use crate::deck::markdown::comments::Comment;
use crate::deck::markdown::dialect::Dialect;
use crate::deck::markdown::slides::Making;
use crate::deck::markdown::yaml::{self, Mapping, Node, Value};
use crate::deck::markdown::{Reader, front, html_columns};
use crate::deck::{Inline, Spanned};
use crate::diag::Span;

/// Directives that hold for this slide and those behind it; with a line in front, for this one alone.
const LOCAL: [&str; 10] = [
    "class", "header", "footer", "backgroundImage", "backgroundColor", "backgroundPosition",
    "backgroundRepeat", "backgroundSize", "color", "paginate",
];

/// Those of them that mean something here.
const RUNNING: [&str; 4] = ["class", "header", "footer", "backgroundImage"];

/// Directives for the whole deck, which belong into the front matter.
const GLOBAL: [&str; 13] = [
    "theme", "style", "headingDivider", "size", "math", "title", "author", "description",
    "keywords", "url", "image", "marp", "lang",
];

/// What directives said so far that holds for the slides behind them.
#[derive(Debug, Clone, Default)]
pub(in crate::deck::markdown) struct Running {
    values: BTreeMap<String, String>,
    /// Whether the header is a comment's, which speaks of a few slides, and not the whole deck's.
    has_own_header: bool,
}

/// What a comment says.
pub(super) fn comment(text: &str) -> Option<Comment> {
    // Most comments are what is said, and reading each as YAML takes as long as reading the deck.
    let mapping = text.contains(':').then(|| yaml::mapping(text)).filter(Mapping::is_whole)?;
    let keys = mapping.keys();
    let is_directive = |key: &String| {
        let name = key.strip_prefix('_').unwrap_or(key);
        LOCAL.contains(&name) || GLOBAL.contains(&name)
    };
    if !keys.iter().all(is_directive) {
        let key = keys.first()?;
        let lower = key.starts_with('_') && text.lines().count() == 1;
        return lower.then(|| Comment::Ignored(format!("`<!-- {key}: … -->`")));
    }
    let directives: Vec<Directive> = mapping.pairs.iter().filter_map(read).collect();
    (!directives.is_empty()).then_some(Comment::Directives(directives))
}

fn read((key, value): &(Node, Node)) -> Option<Directive> {
    Some(Directive { key: key.text()?, value: words(value) })
}

/// A value as text; a list is its words.
fn words(value: &Node) -> String {
    match &value.value {
        Value::List(items) => items.iter().filter_map(Node::text).collect::<Vec<_>>().join(" "),
        _ => value.text().unwrap_or_default(),
    }
}

/// Takes a key of the front matter that means the same as a directive.
pub(super) fn key(front: &mut front::Reader, name: &str, value: &Node) -> bool {
    let local = name.strip_prefix('_').unwrap_or(name);
    let is_marp = front.front.dialect == Dialect::Marp;
    let is_ours = name == "header"
        || is_marp
            && (name == "_footer" || matches!(local, "header" | "class" | "backgroundImage"));
    if is_ours {
        front.front.running.values.insert(name.to_owned(), words(value));
    }
    is_ours
}

/// Gives a slide what its directives and those before it say.
pub(super) fn apply(reader: &mut Reader, making: &mut Making) {
    let found = std::mem::take(&mut making.content.directives);
    let mut here = reader.running.take_first();
    for Spanned { value: Directive { key, value }, span, .. } in found {
        match key.strip_prefix('_') {
            Some(own) => drop(here.insert(own.to_owned(), (value, span))),
            None if RUNNING.contains(&key.as_str()) => {
                reader.running.has_own_header |= key == "header";
                reader.running.values.insert(key, value);
            }
            None => drop(here.insert(key, (value, span))),
        }
    }
    let is_own = here.contains_key("header") || reader.running.has_own_header;
    for (key, value) in reader.running.values.clone() {
        here.entry(key).or_insert((value, Span::DETACHED));
    }
    for (key, (value, span)) in &here {
        one(reader, making, key, value, *span);
    }
    let text = |key: &str| here.get(key).map(|(value, _)| front::plain(value));
    furniture(making, text("header").filter(|text| !text.is_empty()), text("footer"), is_own);
}

impl Running {
    /// What the front matter says of the first slide alone.
    fn take_first(&mut self) -> BTreeMap<String, (String, Span)> {
        let mut first = BTreeMap::new();
        self.values.retain(|key, value| match key.strip_prefix('_') {
            Some(own) => {
                first.insert(own.to_owned(), (std::mem::take(value), Span::DETACHED));
                false
            }
            None => true,
        });
        first
    }
}

/// A directive that has nothing to do with others.
fn one(reader: &mut Reader, making: &mut Making, key: &str, value: &str, span: Span) {
    match key {
        "header" | "footer" => {}
        "headingDivider" if reader.dialect == Dialect::Marp => {}
        "size" if reader.dialect == Dialect::Marp && globals::aspect(value).is_some() => {}
        "class" => {
            let place = if span.is_attached() { span } else { making.slide.span };
            for class in value.split_whitespace() {
                match html_columns::of_slide(class) {
                    Some(row) => making.row = Some(row),
                    None => making.choose(reader, class, place, Dialect::Marp),
                }
            }
        }
        "backgroundImage" => {
            let url = value.trim().strip_prefix("url(").and_then(|url| url.strip_suffix(')'));
            match url.map(|url| url.trim_matches(['"', '\''])) {
                Some(url) => {
                    let path = reader.picture_path(url);
                    making.slide.options.insert("background".into(), path);
                }
                None if value.is_empty() || value == "none" => {}
                None => {
                    reader.ignore("unknown-directive", "`backgroundImage` without `url(…)`", span)
                }
            }
        }
        _ => reader.ignore("unknown-directive", format!("`<!-- {key}: … -->`"), span),
    }
}

/// A header of a slide's own is its title if it has none; else it stands at the foot, with the footer.
fn furniture(making: &mut Making, header: Option<String>, footer: Option<String>, is_own: bool) {
    let has_blocks = !making.content.blocks.is_empty();
    let mut header = header;
    if is_own
        && has_blocks
        && making.slide.title.is_empty()
        && let Some(text) = header.take()
    {
        making.slide.title = vec![Spanned::new(Inline::Text(text), making.slide.span)];
    }
    let options = &mut making.slide.options;
    if let Some(header) = header {
        options.entry("header".into()).or_insert(header);
    }
    if let Some(footer) = footer {
        let footer = if footer.is_empty() { "none".to_owned() } else { footer };
        options.entry("footer".into()).or_insert(footer);
    }
}
