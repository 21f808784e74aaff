//! Charts: what the author says of one, as data, and what a fenced block or a CSV file says of it.
//! How it is drawn is decided in `emit`.

mod figure;
mod parse;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::diag::nearest;
pub(crate) use figure::Figure;
pub(crate) use parse::{parse, table};

/// The sizes of numbers that are drawn, beside zero: others take more digits than anybody reads.
const DRAWN: std::ops::RangeInclusive<f64> = 1e-9..=1e30;
/// Most rows of a chart.
const MOST_ROWS: usize = 200;
/// Most names that can stand beside bars.
const MOST_NAMES: usize = 12;
/// Most series that can be told apart.
const MOST_SERIES: usize = 6;

/// A chart, drawn by the theme.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct Chart {
    /// How the numbers are shown.
    #[serde(rename = "type")]
    pub kind: ChartKind,
    /// Whether each step of the axis is ten times the one before, rather than so much more.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub log: bool,
    /// Stands above it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// What the numbers count, such as `亿` or `%`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub unit: Option<String>,
    /// Where the numbers come from; stands below it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub source: Option<String>,
    /// The names of the rows or series that matter; the others step back.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub highlight: Vec<String>,
    /// What it shows, for those who cannot see it. `None`: said from the numbers.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub alt: Option<String>,
    /// A CSV file with the numbers, relative to the deck's. `None`: they are in `data`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub file: Option<String>,
    /// The numbers. Empty if they are in `file`.
    #[serde(skip_serializing_if = "ChartData::is_empty")]
    pub data: ChartData,
}

/// How a chart shows its numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum ChartKind {
    /// A bar for each number, from zero on.
    #[default]
    Bar,
    /// The bars of a row on top of each other.
    Stacked,
    /// A line for each series.
    Line,
}

/// The numbers of a chart, as a table.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct ChartData {
    /// The names of the series: the heads of all columns but the first.
    pub series: Vec<String>,
    /// The rows.
    pub rows: Vec<ChartRow>,
}

/// A row of a chart's table.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct ChartRow {
    /// Its name, or its place on the axis, such as a year.
    pub label: String,
    /// A number for each series; `null` where there is none.
    pub values: Vec<Option<Figure>>,
}

impl ChartRow {
    /// Every number.
    pub(crate) fn numbers(&self) -> impl Iterator<Item = f64> {
        self.values.iter().flatten().map(Figure::value)
    }
}

impl ChartKind {
    /// Every kind, as it is written.
    const NAMES: [&str; 3] = ["bar", "stacked", "line"];

    /// Reads a kind.
    fn named(name: &str) -> Option<Self> {
        Some(match name {
            "bar" | "bars" | "column" => Self::Bar,
            "stacked" => Self::Stacked,
            "line" | "lines" => Self::Line,
            _ => return None,
        })
    }
}

impl ChartData {
    fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// The table as CSV. Its first cell, which names nothing that is drawn, is empty.
    fn to_csv(&self) -> String {
        let quoted = |text: &str| match text.contains([',', '"', '\n']) {
            true => format!("\"{}\"", text.replace('"', "\"\"")),
            false => text.to_owned(),
        };
        let number =
            |value: &Option<Figure>| value.as_ref().map(Figure::to_string).unwrap_or_default();
        let head =
            std::iter::once(String::new()).chain(self.series.iter().map(|name| quoted(name)));
        let mut lines = vec![head.collect::<Vec<_>>().join(",")];
        for row in &self.rows {
            let cells = std::iter::once(quoted(&row.label)).chain(row.values.iter().map(number));
            lines.push(cells.collect::<Vec<_>>().join(","));
        }
        lines.join("\n")
    }

    /// Every number.
    pub(crate) fn numbers(&self) -> impl Iterator<Item = f64> {
        self.rows.iter().flat_map(ChartRow::numbers)
    }
}

impl Chart {
    /// Why these numbers cannot be drawn as the chart says, and what would help.
    ///
    /// # Errors
    /// The first reason.
    pub(crate) fn check(&self, data: &ChartData) -> Result<(), (String, Option<String>)> {
        let fail = |why: String| Err((why, None));
        let ragged = data.rows.iter().find(|row| row.values.len() != data.series.len());
        if let Some(row) = ragged {
            let (found, expected) = (row.values.len(), data.series.len());
            return fail(format!(
                "the row `{}` has {found} numbers, expected {expected}",
                row.label
            ));
        }
        if data.numbers().next().is_none() {
            return fail("the chart has no numbers".into());
        }
        if data.rows.len() > MOST_ROWS || data.series.len() > MOST_SERIES {
            let (rows, series) = (data.rows.len(), data.series.len());
            return fail(format!(
                "the chart has {rows} rows and {series} series, at most {MOST_ROWS} and \
                 {MOST_SERIES} can be read"
            ));
        }
        let dated = |row: &ChartRow| row.label.starts_with(|c: char| c.is_ascii_digit());
        let named = self.kind != ChartKind::Line && !data.rows.iter().all(dated);
        if named && data.rows.len() > MOST_NAMES {
            let found = data.rows.len();
            let hint = "keep the largest and add up the rest, or make two slides of it";
            return Err((
                format!("{MOST_NAMES} bars with names can be read on a slide, found {found}"),
                Some(hint.into()),
            ));
        }
        let is_drawn = |number: f64| number == 0.0 || DRAWN.contains(&number.abs());
        if let Some(number) = data.numbers().find(|number| !is_drawn(*number)) {
            let hint = "say the power of ten in `unit:`, and the rest as the number";
            let why = format!("`{number:e}` is too far from 1 to be drawn and read");
            return Err((why, Some(hint.into())));
        }
        match self.out_of_place(data) {
            Some(why) => fail(why.to_owned()),
            None => self.check_highlight(data),
        }
    }

    /// Why the axis has no place for some of the numbers; `None` if it has for all.
    fn out_of_place(&self, data: &ChartData) -> Option<&'static str> {
        let stacked = self.kind == ChartKind::Stacked;
        if self.log && data.numbers().any(|number| number <= 0.0) {
            return Some("a logarithmic axis has no place for zero and below");
        }
        if stacked && self.log {
            return Some("a stacked chart cannot be logarithmic: heights would not add up");
        }
        let negative = stacked && data.numbers().any(|number| number < 0.0);
        negative.then_some("a stacked chart has no place for negative numbers")
    }

    /// Why `highlight` does not name rows or series of the chart.
    fn check_highlight(&self, data: &ChartData) -> Result<(), (String, Option<String>)> {
        let names = || data.rows.iter().map(|row| &row.label).chain(&data.series);
        let unknown = self.highlight.iter().find(|name| !names().any(|known| known == *name));
        let Some(name) = unknown else { return Ok(()) };
        let begins = names().find(|known| known.starts_with(name.as_str()));
        let hint = begins.map(|known| format!("did you mean `{known}`?"));
        let message = format!("`highlight` names `{name}`, which is no row and no series");
        Err((message, hint.or_else(|| nearest(name, names().map(String::as_str)))))
    }

    /// The chart as it is written inside a fence.
    pub(crate) fn to_text(&self) -> String {
        let kind = ChartKind::NAMES[self.kind as usize];
        let highlight = (!self.highlight.is_empty()).then(|| self.highlight.join(", "));
        let settings = [
            ("type", Some(kind.to_owned())),
            ("scale", self.log.then(|| "log".to_owned())),
            ("title", self.title.clone()),
            ("unit", self.unit.clone()),
            ("source", self.source.clone()),
            ("highlight", highlight),
            ("alt", self.alt.clone()),
            ("file", self.file.clone()),
        ];
        let settings = settings.iter().filter_map(|(key, value)| Some((key, value.as_ref()?)));
        let mut out: String = settings.map(|(key, value)| format!("{key}: {value}\n")).collect();
        if !self.data.is_empty() {
            out += &format!("\n{}", self.data.to_csv());
        }
        out.trim_end().to_owned()
    }

    /// What has to be read on its page, whatever the theme leaves out.
    pub(crate) fn texts(&self) -> impl Iterator<Item = &str> {
        let own = [&self.title, &self.source].into_iter().flatten();
        own.map(String::as_str)
    }
}

#[cfg(test)]
mod tests {
    use super::parse;

    #[test]
    fn a_chart_is_read_as_it_is_written() {
        let text = "type: line\nscale: log\ntitle: 参数\nunit: 亿\nsource: 论文\nhighlight: a\n\n\
                    ,a,\"b, c\"\n2018,1.170,\n2020,1750,34.0%";
        let chart = parse(text, &[]).unwrap_or_else(|faults| panic!("{faults:?}"));
        assert_eq!(chart.to_text(), text);
    }
}
