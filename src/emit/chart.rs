//! A chart → the Typst call that draws it: where each number stands on the axis, how it is written,
//! and the alternative text. All other looks are the theme's.

mod axis;

use std::fmt::Write;

use super::markup::Emitter;
use crate::deck::Chart;
use crate::deck::chart::{ChartData, ChartKind, Figure};
use crate::deck::markdown::is_cjk;
use crate::diag::Span;
use crate::locale::{GROUPED, GROUPED_BESIDE, Words};
use axis::Axis;

/// The least number of Han characters on one line of a label.
const LABEL_LINE: f64 = 3.0;

/// A number on the axis.
struct Bar {
    /// Where it begins on the axis, as a share of its length.
    from: f64,
    /// Where it ends.
    to: f64,
    /// The number as it is written.
    text: String,
}

impl Emitter<'_> {
    /// `theme.chart(…)`, as an expression.
    pub(super) fn chart(&mut self, chart: &Chart, span: Span) {
        let data = match &chart.file {
            Some(path) => self.assets.charts.get(path),
            None => Some(&chart.data),
        };
        // `settle` has already turned charts that cannot be drawn into listings.
        let Some(data) = data.filter(|data| chart.check(data).is_ok()) else {
            return self.out.code("none");
        };
        let axis = Axis::new(chart, data);
        let kind = match chart.kind {
            ChartKind::Bar => "bar",
            ChartKind::Stacked => "stacked",
            ChartKind::Line => "line",
        };
        let words = self.words;
        self.out.code(&format!("theme.chart(kind: \"{kind}\", log: {}, alt: ", chart.log));
        let unit = chart.unit.as_deref().unwrap_or_default();
        let numbers = Numbers::new(data, &axis.ticks, words);
        self.out.string(&alt(chart, data, &numbers.with(unit)), span);
        self.share();
        self.out.code(",");
        self.out.indent_in();
        for (name, text) in [("title", &chart.title), ("source", &chart.source)] {
            if let Some(text) = text {
                self.chart_text(name, text, span);
            }
        }
        if let Some(measure) = measure(chart, data, words) {
            self.chart_text("measure", &measure, span);
        }
        self.chart_axis(&axis, &numbers);
        self.chart_series(chart, data, span);
        let suffix = if clings(unit) { unit } else { "" };
        let plot = Plot { chart, data, axis: &axis, numbers: numbers.with(suffix) };
        self.chart_rows(&plot, span);
        self.out.indent_out();
        self.out.newline();
        self.out.code(")");
    }

    /// `name: […],` on a line of its own.
    fn chart_text(&mut self, name: &str, text: &str, span: Span) {
        self.out.newline();
        self.out.code(&format!("{name}: "));
        self.bracketed_text(text, span, LABEL_LINE);
        self.out.code(",");
    }

    fn chart_axis(&mut self, axis: &Axis, numbers: &Numbers) {
        self.out.newline();
        let tick = |tick: &f64| format!("({:.4}, {:?}), ", axis.at(*tick), numbers.tick(*tick));
        let ticks: String = axis.ticks.iter().map(tick).collect();
        self.out.code(&format!("zero: {:.4}, ticks: ({ticks}),", axis.zero()));
    }

    fn chart_series(&mut self, chart: &Chart, data: &ChartData, span: Span) {
        self.out.newline();
        self.out.code("series: (");
        for name in &data.series {
            self.out.code("(name: ");
            self.bracketed_text(name, span, LABEL_LINE);
            self.out.code(&format!(", marked: {}), ", chart.highlight.contains(name)));
        }
        self.out.code("),");
    }

    fn chart_rows(&mut self, plot: &Plot, span: Span) {
        let Plot { chart, data, .. } = plot;
        let places = axis::places(data);
        self.out.newline();
        self.out.code("rows: (");
        self.out.indent_in();
        for (row, place) in data.rows.iter().zip(places) {
            self.out.newline();
            self.out.code("(label: ");
            self.bracketed_text(&row.label, span, LABEL_LINE);
            let marked = chart.highlight.contains(&row.label);
            self.out.code(&format!(", marked: {marked}, x: {place:.4}, values: ("));
            for bar in plot.bars(&row.values) {
                match bar {
                    Some(Bar { from, to, text }) => {
                        self.out.code(&format!("(from: {from:.4}, to: {to:.4}, text: {text:?}), "));
                    }
                    None => self.out.code("none, "),
                }
            }
            self.out.code(")),");
        }
        self.out.indent_out();
        self.out.newline();
        self.out.code("),");
    }
}

/// A chart and how its numbers are shown.
struct Plot<'a> {
    chart: &'a Chart,
    data: &'a ChartData,
    axis: &'a Axis,
    numbers: Numbers<'a>,
}

impl Plot<'_> {
    /// The numbers of a row on the axis.
    fn bars(&self, values: &[Option<Figure>]) -> Vec<Option<Bar>> {
        let Self { axis, numbers, .. } = self;
        let mut sum = 0.0;
        let bar = |figure: &Option<Figure>| {
            let figure = figure.as_ref()?;
            let value = figure.value();
            let start = if self.chart.kind == ChartKind::Stacked { sum } else { 0.0 };
            sum += value;
            let from = if start == 0.0 { axis.zero() } else { axis.at(start) };
            Some(Bar { from, to: axis.at(start + value), text: numbers.written(figure) })
        };
        values.iter().map(bar).collect()
    }
}

/// How the numbers of a chart are written: where one of them has groups of digits, all have.
struct Numbers<'a> {
    words: &'a Words,
    /// What stands behind each of them.
    unit: &'a str,
    /// The fewest digits that stand in groups.
    grouped: usize,
    /// The same beside the axis.
    grouped_ticks: usize,
}

impl<'a> Numbers<'a> {
    fn new(data: &ChartData, ticks: &[f64], words: &'a Words) -> Self {
        let with = |grouped| Self { words, unit: "", grouped, grouped_ticks: grouped };
        let (plain, usual) = (with(usize::MAX), with(GROUPED));
        let figures = data.rows.iter().flat_map(|row| &row.values).flatten();
        if { figures }.any(|figure| plain.written(figure) != usual.written(figure)) {
            return with(GROUPED_BESIDE);
        }
        let has_groups = ticks.iter().any(|tick| plain.tick(*tick) != usual.tick(*tick));
        Self { grouped_ticks: if has_groups { GROUPED_BESIDE } else { GROUPED }, ..usual }
    }

    /// The same with a unit.
    fn with(&self, unit: &'a str) -> Self {
        Self { unit, ..*self }
    }

    /// A number beside the axis.
    fn tick(&self, value: f64) -> String {
        self.words.large_number(value, self.grouped_ticks)
    }

    /// A number with its unit, as it was written.
    fn written(&self, figure: &Figure) -> String {
        let percent = if figure.is_percentage() && self.unit != "%" { "%" } else { "" };
        let digits = self.words.written_number(figure.value(), figure.digits(), self.grouped);
        digits + percent + self.unit
    }
}

/// Whether a unit is written right behind each number without a space, like `%`.
fn clings(unit: &str) -> bool {
    matches!(unit, "%" | "‰" | "°" | "°C" | "℃" | "×" | "x" | "倍")
}

/// What the numbers measure: the name of the only series and the unit; `None` if the chart says
/// neither.
fn measure(chart: &Chart, data: &ChartData, words: &Words) -> Option<String> {
    let unit = chart.unit.as_deref().filter(|unit| !clings(unit));
    let log = chart.log.then_some(words.chart.log.as_str());
    let name = match data.series.as_slice() {
        // The title may already say the name of the series.
        [only] if !only.is_empty() && chart.title.as_ref() != Some(only) => Some(only.as_str()),
        _ => None,
    };
    let notes: Vec<&str> = unit.into_iter().chain(log).collect();
    let cjk = |text: &str| text.chars().any(is_cjk);
    Some(match (name, notes.as_slice()) {
        (None, []) => return None,
        (Some(name), []) => name.to_owned(),
        (Some(name), notes) => {
            let words = if cjk(name) { words.of_han() } else { words };
            words.chart.qualified(name, &notes.join(&words.comma))
        }
        (None, notes) if data.series.len() == 1 => notes.join(&words.comma),
        (None, notes) => match unit {
            Some(_) => {
                format!("{}{}{}", words.chart.unit, words.colon, notes.join(&words.comma))
            }
            None => notes.concat(),
        },
    })
}

/// The alternative text: what the chart is, then its numbers; where there are many, the first, the
/// last and the largest of each series.
fn alt(chart: &Chart, data: &ChartData, figures: &Numbers) -> String {
    /// Most rows whose numbers are all in the alternative text.
    const MOST: usize = 12;
    if let Some(alt) = &chart.alt {
        return alt.clone();
    }
    let words = figures.words;
    let mut out = match chart.kind {
        ChartKind::Bar => &words.chart.bar,
        ChartKind::Stacked => &words.chart.stacked,
        ChartKind::Line => &words.chart.line,
    }
    .clone();
    if let Some(title) = &chart.title {
        let _ = write!(out, "{}{title}", words.colon);
    }
    for (index, name) in data.series.iter().enumerate() {
        let numbers: Vec<(&str, &Figure)> = data
            .rows
            .iter()
            .filter_map(|row| Some((row.label.as_str(), row.values.get(index)?.as_ref()?)))
            .collect();
        let say =
            |(label, figure): &(&str, &Figure)| format!("{label} {}", figures.written(figure));
        let largest = numbers.iter().max_by(|a, b| a.1.value().total_cmp(&b.1.value()));
        let said: Vec<String> = match (numbers.as_slice(), largest) {
            ([first, .., last], Some(largest)) if numbers.len() > MOST => {
                let most = format!("{} {}", words.chart.most, say(largest));
                vec![say(first), say(last), most]
            }
            (all, _) => all.iter().map(say).collect(),
        };
        let _ = write!(out, "{}{name}{}{}", words.stop, words.colon, said.join(&words.comma));
    }
    out
}
