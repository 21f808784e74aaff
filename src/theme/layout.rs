//! What a layout takes: the declaration at the top of its file.

use std::collections::BTreeMap;

use serde::Deserialize;

/// A layout's declaration.
#[derive(Debug, Clone)]
pub(crate) struct Layout {
    /// Its name: the file's.
    pub(crate) name: String,
    /// What it is for, in a few words.
    pub(crate) summary: String,
    /// What it takes, in the order of the page.
    pub(crate) slots: Vec<Slot>,
    /// Options that can be set on the heading: name → what is allowed.
    pub(crate) options: BTreeMap<String, String>,
    /// A slide in Markdown that uses it.
    pub(crate) example: String,
}

/// A place for content.
#[derive(Debug, Clone)]
pub(crate) struct Slot {
    /// Name of the argument that the layout's function takes.
    pub(crate) name: String,
    /// What goes in.
    pub(crate) takes: Takes,
    /// What may stand there instead, alone.
    pub(crate) or: Option<Takes>,
    /// Whether it takes the paragraph that the last of several parts under headings has more than
    /// the first.
    pub(crate) closes: bool,
    /// Fewest.
    pub(crate) min: usize,
    /// Most.
    pub(crate) max: usize,
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

/// The declaration as it is written.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawLayout {
    summary: String,
    slots: Vec<RawSlot>,
    #[serde(default)]
    options: BTreeMap<String, String>,
    example: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawSlot {
    name: String,
    takes: Takes,
    or: Option<Takes>,
    #[serde(default)]
    closes: bool,
    count: String,
}

impl Layout {
    /// Reads the declaration at the top of a layout's file.
    ///
    /// # Errors
    /// Why it cannot be read.
    pub(super) fn parse(name: &str, file: &str) -> Result<Self, String> {
        let text = file
            .strip_prefix("/*---")
            .and_then(|rest| rest.split_once("---*/"))
            .map(|(text, _)| text)
            .ok_or("it does not begin with a declaration, `/*--- … ---*/`")?;
        let raw: RawLayout = toml::from_str(text).map_err(|error| error.message().to_owned())?;
        let slots = raw.slots.into_iter().map(Slot::resolve).collect::<Result<_, _>>()?;
        let (summary, options, example) = (raw.summary, raw.options, raw.example);
        Ok(Self { name: name.to_owned(), summary, slots, options, example })
    }
}

impl Slot {
    fn resolve(raw: RawSlot) -> Result<Self, String> {
        let bad = || format!("slot `{}` has the count `{}`, expected `1..4`", raw.name, raw.count);
        let (min, max) = raw.count.split_once("..").ok_or_else(bad)?;
        let min = min.parse().map_err(|_| bad())?;
        let max = if max.is_empty() { usize::MAX } else { max.parse().map_err(|_| bad())? };
        let RawSlot { name, takes, or, closes, .. } = raw;
        Ok(Self { name, takes, or, closes, min, max })
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
