//! The declaration at the top of a layout's file: what the layout takes, and what it is for.

use std::collections::BTreeMap;
use std::ops::Range;

use serde::Deserialize;
use toml::Spanned;

use crate::diag::nearest;

/// What a declaration begins with. Only comments may stand before it.
const BEGIN: &str = "/*---";
/// What it ends with.
const END: &str = "---*/";
/// Names that slots cannot have, because every layout gets arguments with these names.
const TAKEN: [&str; 2] = ["slide", "title"];

/// A fault in a layout's file.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Fault {
    /// Bytes of the file.
    pub(crate) range: Range<usize>,
    /// What it is.
    pub(crate) message: String,
    /// How to fix it.
    pub(crate) hint: Option<String>,
}

/// A layout's declaration.
#[derive(Debug, Clone)]
pub(crate) struct Layout {
    /// Its name: the file's.
    pub(crate) name: String,
    /// Its purpose, in a few words.
    pub(crate) summary: String,
    /// Its roles.
    pub(crate) roles: Roles,
    /// The least number of Han on a line of its title. `None`: as usual.
    title_line: Option<f64>,
    /// Its slots, in the order of the page.
    pub(crate) slots: Vec<Slot>,
    /// Options that can be set on the heading: name → what is allowed.
    pub(crate) options: BTreeMap<String, String>,
    /// A slide in Markdown that uses it.
    pub(crate) example: String,
}

/// The roles of a layout, apart from what it takes.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Roles {
    /// Whether it only marks a place in the talk and has no content of its own.
    pub(crate) furniture: bool,
    /// Whether its title is large and all or most of its text.
    pub(crate) poster: bool,
    /// Whether it shows the front matter: authors and date.
    pub(crate) front: bool,
    /// Whether it may continue over any number of pages, because it is for reference.
    pub(crate) continues: bool,
    /// Whether it is a fallback for content that another layout does not take.
    pub(crate) plain: Option<Plain>,
}

/// The number of Han on a line of the body in its largest type.
const FULL_LINE: f64 = 26.0;
/// The same for a title.
const TITLE_LINE: f64 = 19.0;
/// The same for a paragraph that stands alone, which is set larger.
const LARGE_LINE: f64 = 18.0;

/// What a layout is a fallback for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Plain {
    /// Anything.
    Content,
    /// A title alone.
    Title,
}

/// What fills a slot that the author leaves empty.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Fills {
    /// The sections of the deck.
    Sections,
}

/// A place for content.
#[derive(Debug, Clone)]
pub(crate) struct Slot {
    /// Name of the argument that the layout's function takes.
    pub(crate) name: String,
    /// What it takes.
    pub(crate) takes: Takes,
    /// What it takes instead, as its only content.
    pub(crate) or: Option<Takes>,
    /// Whether it takes a concluding paragraph: one that the last of several parts under headings
    /// has in addition.
    pub(crate) closes: bool,
    /// Whether its items stay on one page if possible, and those marked as done are the answer.
    pub(crate) whole: bool,
    /// What fills it by itself. `None`: nothing.
    pub(crate) fills: Option<Fills>,
    /// The least number of Han on its lines in its largest type. `None`: as usual for what it
    /// takes.
    line: Option<f64>,
    /// Fewest.
    pub(crate) min: usize,
    /// Most.
    pub(crate) max: usize,
    /// The place of its declaration, in bytes of the layout's file.
    pub(crate) place: Range<usize>,
}

/// What a slot takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Takes {
    /// Paragraphs.
    Text,
    /// Anything, as one flow.
    Blocks,
    /// Items of a list, definitions, or parts under `###` headings.
    Items,
    /// Items that may begin with a picture each.
    People,
    /// `::: column`s, or parts under `###` headings.
    Columns,
    /// A picture.
    Image,
    /// A picture, a chart or a drawing in Typst.
    Figure,
    /// A table.
    Table,
    /// A chart.
    Chart,
    /// A listing.
    Code,
    /// A displayed formula.
    Math,
    /// A quotation.
    Quote,
}

/// The declaration as it is parsed from TOML.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawLayout {
    summary: String,
    #[serde(default)]
    furniture: bool,
    #[serde(default)]
    poster: bool,
    #[serde(default)]
    front: bool,
    #[serde(default)]
    continues: bool,
    plain: Option<Plain>,
    #[serde(rename = "title-line")]
    title_line: Option<f64>,
    #[serde(default)]
    slots: Vec<Spanned<RawSlot>>,
    #[serde(default)]
    options: BTreeMap<String, String>,
    #[serde(default)]
    example: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawSlot {
    name: Spanned<String>,
    takes: Takes,
    or: Option<Takes>,
    #[serde(default)]
    closes: bool,
    #[serde(default)]
    whole: bool,
    fills: Option<Fills>,
    line: Option<f64>,
    count: Spanned<String>,
}

impl Layout {
    /// Parses the declaration at the top of a layout's file.
    ///
    /// # Errors
    /// The first fault in it.
    pub(super) fn parse(name: &str, file: &str) -> Result<Self, Fault> {
        let (base, text) = declaration(file)?;
        let raw: RawLayout = toml::from_str(text).map_err(|error| {
            let range = error.span().unwrap_or(0..0);
            let range = base + range.start..base + range.end.max(range.start);
            let message = error.message().lines().next().unwrap_or_default();
            let (message, hint) = plainer(message);
            Fault { range, message, hint }
        })?;
        let mut slots: Vec<Slot> = Vec::new();
        for raw in raw.slots {
            let slot = Slot::resolve(raw, base)?;
            if slots.iter().any(|known| known.name == slot.name) {
                let message = format!("two slots are called `{}`", slot.name);
                return Err(Fault { range: slot.place, message, hint: None });
            }
            slots.push(slot);
        }
        let RawLayout { furniture, poster, front, continues, plain, title_line, .. } = raw;
        let roles = Roles { furniture, poster, front, continues, plain };
        let (summary, options, example) = (raw.summary, raw.options, raw.example);
        Ok(Self { name: name.to_owned(), summary, roles, title_line, slots, options, example })
    }
}

impl Layout {
    /// The least number of Han on a line of its title.
    pub(crate) fn title_line(&self) -> f64 {
        self.title_line.unwrap_or(if self.roles.poster { 5.0 } else { TITLE_LINE })
    }
}

/// The declaration in a file, and where it begins.
fn declaration(file: &str) -> Result<(usize, &str), Fault> {
    let fault = |range: Range<usize>, message: &str| {
        let hint = "for example `/*---\nsummary = \"…\"\nslots = [{ name = \"body\", takes = \
                    \"blocks\", count = \"1..\" }]\n---*/`";
        Fault { range, message: message.to_owned(), hint: Some(hint.replace('\n', " ")) }
    };
    let mut start = 0;
    for line in file.split_inclusive('\n') {
        if !line.trim().is_empty() && !line.starts_with("//") {
            break;
        }
        start += line.len();
    }
    let line_end = file[start..].find('\n').map_or(file.len(), |at| start + at);
    let Some(rest) = file[start..].strip_prefix(BEGIN) else {
        let message = "a layout begins with a declaration of what it takes, `/*--- … ---*/`";
        return Err(fault(start..line_end, message));
    };
    let Some((text, _)) = rest.split_once(END) else {
        return Err(fault(start..line_end, "the declaration is never closed with `---*/`"));
    };
    Ok((start + BEGIN.len(), text))
}

/// Rewords a message of the TOML parser about a declaration.
fn plainer(message: &str) -> (String, Option<String>) {
    let quoted = |text: &str| text.split('`').nth(1).unwrap_or_default().to_owned();
    if let Some((found, expected)) = message.split_once(", expected ") {
        let known: Vec<&str> = expected.split('`').skip(1).step_by(2).collect();
        let near = nearest(&quoted(found), known.iter().copied());
        if let Some(name) = found.strip_prefix("unknown field ") {
            return (format!("a declaration has no key {name}"), near);
        }
        if let Some(name) = found.strip_prefix("unknown variant ") {
            let message = format!("no slot takes {name}, expected `{}`", known.join("`, `"));
            return (message, near);
        }
    }
    match message.strip_prefix("missing field ") {
        Some(name) => (format!("the declaration has no {name}"), None),
        None => (message.to_owned(), None),
    }
}

impl Slot {
    /// Whether it is filled by itself if the author leaves it empty.
    pub(crate) fn fills_itself(&self) -> bool {
        self.fills.is_some() && self.takes == Takes::Items
    }

    /// The least number of Han on a line of the slot when it has this many units.
    pub(crate) fn line(&self, units: usize) -> f64 {
        self.line.unwrap_or_else(|| match self.takes {
            Takes::Text | Takes::Blocks => LARGE_LINE,
            Takes::Quote => 8.0,
            // Side by side, with gaps between them.
            _ => (FULL_LINE / units.max(1) as f64 - 2.0).max(3.0),
        })
    }

    fn resolve(raw: Spanned<RawSlot>, base: usize) -> Result<Self, Fault> {
        let at = |range: Range<usize>| base + range.start..base + range.end;
        let place = at(raw.span());
        let raw = raw.into_inner();
        let (name, count) = (raw.name.get_ref(), raw.count.get_ref());
        let fault = |range, message| Fault { range: at(range), message, hint: None };
        let word = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
        if !name.starts_with(|c: char| c.is_ascii_lowercase()) || !name.chars().all(word) {
            let message =
                format!("a slot cannot be called `{name}`: expected letters such as `items`");
            return Err(fault(raw.name.span(), message));
        }
        if TAKEN.contains(&name.as_str()) {
            let message = format!("a slot cannot be called `{name}`: every layout is given that");
            return Err(fault(raw.name.span(), message));
        }
        let bad = || {
            let message = format!("slot `{name}` has the count `{count}`, expected `1..4`");
            fault(raw.count.span(), message)
        };
        let (min, max) = count.split_once("..").ok_or_else(bad)?;
        let min: usize = min.trim().parse().map_err(|_| bad())?;
        let max = match max.trim() {
            "" => usize::MAX,
            max => max.parse().map_err(|_| bad())?,
        };
        if max == 0 || min > max {
            return Err(bad());
        }
        let RawSlot { name, takes, or, closes, whole, fills, line, .. } = raw;
        let name = name.into_inner();
        Ok(Self { name, takes, or, closes, whole, fills, line, min, max, place })
    }

    /// "2 to 6 items", as a message says it.
    pub(crate) fn wants(&self) -> String {
        let (one, many) = self.takes.words();
        let wants = match (self.min, self.max) {
            (min, usize::MAX) if min > 0 => format!("{min} or more {many}"),
            (_, usize::MAX) => format!("any number of {many}"),
            (0, 1) => format!("at most one {one}"),
            (1, 1) => format!("one {one}"),
            (0, max) => format!("at most {max} {many}"),
            (min, max) if min == max => format!("{min} {many}"),
            (min, max) => format!("{min} to {max} {many}"),
        };
        match self.or {
            Some(other) => format!("{wants}, or a {}", other.words().0),
            None => wants,
        }
    }
}

impl Takes {
    /// Whether it takes the items of a list, each on its own.
    pub(crate) fn is_items(self) -> bool {
        matches!(self, Takes::Items | Takes::People)
    }

    /// Singular and plural.
    fn words(self) -> (&'static str, &'static str) {
        match self {
            Takes::Text => ("paragraph", "paragraphs"),
            Takes::Blocks => ("block", "blocks"),
            Takes::Items => ("item", "items"),
            Takes::People => ("person", "people"),
            Takes::Columns => ("column", "columns"),
            Takes::Image => ("picture", "pictures"),
            Takes::Figure => ("picture or drawing", "pictures or drawings"),
            Takes::Table => ("table", "tables"),
            Takes::Chart => ("chart", "charts"),
            Takes::Code => ("listing", "listings"),
            Takes::Math => ("formula", "formulas"),
            Takes::Quote => ("quotation", "quotations"),
        }
    }
}
