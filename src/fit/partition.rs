//! Cuts a sequence into as few runs as possible that are about equally tall. Pure.

use std::ops::Range;

/// The ranges between cuts.
pub(super) fn runs(cuts: &[usize], count: usize) -> impl Iterator<Item = Range<usize>> {
    let starts = std::iter::once(0).chain(cuts.iter().copied());
    let ends = cuts.iter().copied().chain([count]);
    starts.zip(ends).map(|(start, end)| start..end)
}

/// What is bad about a break, as a penalty.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub(super) struct Penalty {
    /// How many faults it has that are worth one more run to avoid.
    pub(super) grave: usize,
    /// The faults that are not worth one more run, as a share of the square of a full run.
    pub(super) slight: f64,
}

impl std::ops::Add for Penalty {
    type Output = Self;

    fn add(self, other: Self) -> Self {
        Self { grave: self.grave + other.grave, slight: self.slight + other.slight }
    }
}

/// The best partition of the first pieces, up to some number of them.
#[derive(Clone, Copy)]
struct Best {
    grave: usize,
    runs: usize,
    /// The sum of the squares of the runs' heights and of their slight penalties.
    squares: f64,
    /// Where the last run begins.
    start: usize,
}

impl Best {
    fn is_better(&self, other: &Self) -> bool {
        let key = |best: &Self| (best.grave, best.runs);
        key(self) < key(other) || key(self) == key(other) && self.squares < other.squares
    }
}

/// Cuts `count` pieces into as few runs as fit, and among those partitions takes the one with the
/// least sum of squared heights, so that runs are about equal.
///
/// `height` gives the height of a run as a share of a full one, or `None` if it does not fit; a
/// longer run that contains one that does not fit must not fit either. `penalty` gives the penalty
/// of a run, or `None` if it must not be one. Returns `None` if there is no partition.
pub(super) fn cuts(
    count: usize,
    height: impl Fn(Range<usize>) -> Option<f64>,
    penalty: impl Fn(Range<usize>) -> Option<Penalty>,
) -> Option<Vec<usize>> {
    /// A small preference, as a slight penalty, for runs that begin late: of two equal partitions
    /// the one with shorter last runs wins.
    const LATE: f64 = 0.02;
    let mut best = vec![Some(Best { grave: 0, runs: 0, squares: 0.0, start: 0 })];
    for end in 1..=count {
        let mut least: Option<Best> = None;
        for start in (0..end).rev() {
            let Some(height) = height(start..end) else { break };
            let Some((before, penalty)) = best[start].zip(penalty(start..end)) else { continue };
            // Breaks ties in favour of shorter last runs.
            let late = LATE * start as f64 / count as f64;
            let squares = before.squares + height * height + penalty.slight - late;
            let (grave, runs) = (before.grave + penalty.grave, before.runs + 1);
            let own = Best { grave, runs, squares, start };
            if least.is_none_or(|least| own.is_better(&least)) {
                least = Some(own);
            }
        }
        best.push(least);
    }
    let mut cuts = Vec::new();
    let mut end = count;
    while end > 0 {
        let start = best[end]?.start;
        if start > 0 {
            cuts.push(start);
        }
        end = start;
    }
    cuts.reverse();
    Some(cuts)
}

/// Cuts a sequence of things with these lengths into at most `parts` runs, the longest as short as
/// possible.
pub(super) fn evenly(lengths: &[f64], parts: usize) -> Vec<usize> {
    /// The factor by which the search for the shortest possible longest run goes up.
    const STEP: f64 = 1.02;
    let mut sums = vec![0.0];
    for length in lengths {
        sums.push(sums.last().copied().unwrap_or(0.0) + length.max(f64::EPSILON));
    }
    let total = sums.last().copied().unwrap_or(0.0);
    let mut most = total / parts.max(1) as f64;
    while most < total {
        let height = |run: Range<usize>| {
            let height = (sums[run.end] - sums[run.start]) / most;
            (height <= 1.0).then_some(height)
        };
        let cuts = cuts(lengths.len(), height, |_| Some(Penalty::default()));
        if let Some(cuts) = cuts.filter(|cuts| cuts.len() < parts) {
            return cuts;
        }
        most *= STEP;
    }
    Vec::new()
}

#[cfg(test)]
mod tests {
    use std::ops::Range;

    use super::{Penalty, cuts, evenly, runs};

    fn lengths(cuts: &[usize], count: usize) -> Vec<usize> {
        runs(cuts, count).map(|run| run.len()).collect()
    }

    #[test]
    fn things_of_one_length_make_equal_parts() {
        assert_eq!(evenly(&[1.0; 9], 3), [3, 6]);
        let lengths = lengths(&evenly(&[1.0; 10], 4), 10);
        assert_eq!(lengths.len(), 4);
        assert!(lengths.iter().all(|length| (2..=3).contains(length)), "{lengths:?}");
    }

    #[test]
    fn nothing_is_left_over_if_the_others_can_give() {
        let cut = cuts(21, of_ten, |_| Some(Penalty::default())).expect("a cut");
        assert_eq!(lengths(&cut, 21), [7, 7, 7]);
    }

    #[test]
    fn a_penalty_moves_a_cut_and_a_grave_one_makes_another() {
        let after = |piece: usize, penalty: Penalty| {
            move |run: Range<usize>| {
                Some(if run.end == piece { penalty } else { Penalty::default() })
            }
        };
        let slight = after(10, Penalty { grave: 0, slight: 0.15 });
        assert_eq!(lengths(&cuts(20, of_ten, slight).expect("a cut"), 20), [10, 10]);
        let slight = after(8, Penalty { grave: 0, slight: 0.15 });
        assert_eq!(lengths(&cuts(16, of_ten, slight).expect("a cut"), 16).len(), 2);
        let grave = after(10, Penalty { grave: 1, slight: 0.0 });
        assert_eq!(lengths(&cuts(20, of_ten, grave).expect("a cut"), 20).len(), 3);
    }

    #[test]
    fn a_grave_penalty_is_better_than_no_cut() {
        let grave = |_| Some(Penalty { grave: 1, slight: 0.0 });
        assert_eq!(cuts(20, of_ten, grave).map(|cut| lengths(&cut, 20)), Some(vec![10, 10]));
    }

    /// The share of a page that holds ten pieces.
    fn of_ten(run: Range<usize>) -> Option<f64> {
        Some(run.len() as f64 / 10.0).filter(|share| *share <= 1.0)
    }

    #[test]
    fn a_piece_that_is_too_tall_has_no_place() {
        assert_eq!(
            cuts(3, |run| run.is_empty().then_some(1.0), |_| Some(Penalty::default())),
            None
        );
    }
}
