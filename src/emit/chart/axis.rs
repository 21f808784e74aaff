//! The axis of a chart: its range, its ticks, and where a number stands on it. Pure arithmetic.

use crate::deck::Chart;
use crate::deck::chart::{ChartData, ChartKind};

/// About how many ticks an axis has.
const TICKS: f64 = 4.0;

/// An axis.
#[derive(Debug, PartialEq)]
pub(super) struct Axis {
    /// Its lower end.
    low: f64,
    /// Its upper end.
    high: f64,
    /// Whether each step is ten times the one before.
    log: bool,
    /// The numbers that are marked on it.
    pub(super) ticks: Vec<f64>,
}

impl Axis {
    /// An axis for these numbers.
    pub(super) fn new(chart: &Chart, data: &ChartData) -> Self {
        let (mut low, mut high) = (f64::INFINITY, f64::NEG_INFINITY);
        for row in &data.rows {
            let values = || row.numbers();
            let sum = (chart.kind == ChartKind::Stacked).then(|| values().sum());
            for value in sum.into_iter().chain(values()) {
                (low, high) = (low.min(value), high.max(value));
            }
        }
        if chart.log { Self::decades(low, high) } else { Self::linear(chart.kind, low, high) }
    }

    /// An axis with equal steps. Bars begin at zero; a line may begin higher, because starting at
    /// zero could flatten it.
    fn linear(kind: ChartKind, low: f64, high: f64) -> Self {
        let line = kind == ChartKind::Line;
        let flat = line && low > 0.0 && (high - low) < 0.4 * high && high > low;
        let (mut low, mut high) = if flat { (low, high) } else { (low.min(0.0), high.max(0.0)) };
        if high == low {
            high = low + 1.0;
        }
        let step = step((high - low) / TICKS);
        if line {
            (low, high) = ((low / step).floor() * step, (high / step).ceil() * step);
        }
        let (first, last) = ((low / step).ceil() as i64, (high / step * 1.000_001).floor() as i64);
        let ticks = (first..=last).map(|n| rounded(n as f64 * step)).collect();
        Self { low, high, log: false, ticks }
    }

    fn decades(low: f64, high: f64) -> Self {
        let (first, last) = (low.log10().floor() as i32, (high.log10() - 1e-9).ceil() as i32);
        let last = last.max(first + 1);
        let every = ((last - first) as usize).div_ceil(5);
        let ticks = (first..=last).step_by(every).map(|n| rounded(10f64.powi(n))).collect();
        Self { low: 10f64.powi(first), high: 10f64.powi(last), log: true, ticks }
    }

    /// Where a number stands: a share of the length.
    pub(super) fn at(&self, value: f64) -> f64 {
        let place = |value: f64| if self.log { value.log10() } else { value };
        (place(value) - place(self.low)) / (place(self.high) - place(self.low))
    }

    /// Where bars begin.
    pub(super) fn zero(&self) -> f64 {
        if self.log { 0.0 } else { self.at(0.0).clamp(0.0, 1.0) }
    }
}

/// The smallest round step that is not below `raw`: 1, 2, 2.5 or 5 times a power of ten.
fn step(raw: f64) -> f64 {
    let magnitude = 10f64.powf(raw.log10().floor());
    let steps = [1.0, 2.0, 2.5, 5.0, 10.0];
    let found = steps.into_iter().find(|step| step * magnitude >= raw * 0.999_999);
    found.unwrap_or(10.0) * magnitude
}

/// Rounds away the floating-point error of a sum of fractions.
fn rounded(value: f64) -> f64 {
    if value == 0.0 { 0.0 } else { format!("{value:.12e}").parse().unwrap_or(value) }
}

/// The horizontal place of each row: in proportion if the row names are ascending numbers such as
/// years, else at equal distances.
pub(super) fn places(data: &ChartData) -> Vec<f64> {
    let count = data.rows.len();
    let numbers: Option<Vec<f64>> = data.rows.iter().map(|row| row.label.parse().ok()).collect();
    let is_finite = |all: &[f64]| (all[count - 1] - all[0]).is_finite();
    let ascending = numbers
        .filter(|all| count > 1 && all.windows(2).all(|pair| pair[0] < pair[1]) && is_finite(all));
    match ascending {
        Some(all) => {
            let (first, last) = (all[0], all[count - 1]);
            all.iter().map(|place| (place - first) / (last - first)).collect()
        }
        None if count == 1 => vec![0.5],
        None => (0..count).map(|index| index as f64 / (count - 1) as f64).collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::{Axis, step};
    use crate::deck::chart::ChartKind;

    #[test]
    fn steps_are_round() {
        for (raw, expected) in [(0.9, 1.0), (1.1, 2.0), (2.2, 2.5), (30.0, 50.0), (600.0, 1000.0)] {
            assert_eq!(step(raw), expected, "{raw}");
        }
    }

    #[test]
    fn bars_begin_at_zero_and_lines_where_they_can_be_told_apart() {
        let bars = Axis::linear(ChartKind::Bar, 90.0, 100.0);
        assert_eq!((bars.zero(), bars.ticks), (0.0, vec![0.0, 25.0, 50.0, 75.0, 100.0]));
        let line = Axis::linear(ChartKind::Line, 90.0, 100.0);
        assert_eq!(line.ticks, [90.0, 92.5, 95.0, 97.5, 100.0]);
        let below = Axis::linear(ChartKind::Bar, -5.0, 15.0);
        assert_eq!((below.zero(), below.ticks), (0.25, vec![-5.0, 0.0, 5.0, 10.0, 15.0]));
    }

    #[test]
    fn decades_hold_the_numbers() {
        let axis = Axis::decades(1.17e8, 1.75e11);
        assert_eq!(axis.ticks, [1e8, 1e9, 1e10, 1e11, 1e12]);
        assert!((axis.at(1e10) - 0.5).abs() < 1e-9);
    }
}
