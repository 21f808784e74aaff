//! Where to cut a sequence so that there are as few parts as possible, about equal. Pure.

use std::ops::Range;

/// The runs between cuts.
pub(super) fn runs(cuts: &[usize], count: usize) -> impl Iterator<Item = Range<usize>> {
    let starts = std::iter::once(0).chain(cuts.iter().copied());
    let ends = cuts.iter().copied().chain([count]);
    starts.zip(ends).map(|(start, end)| start..end)
}

/// Cuts `count` pieces into as few runs as fit, and among these so that the squares of their
/// heights have the least sum: then the tallest is low, and the others are like it. `height` is
/// that of a run if it fits; a run that does not fit does not with more in it, either. `allowed`
/// says which runs may be. `None` if there is no such cut.
pub(super) fn cuts(
    count: usize,
    height: impl Fn(Range<usize>) -> Option<f64>,
    allowed: impl Fn(Range<usize>) -> bool,
) -> Option<Vec<usize>> {
    // For the first so many pieces: how many runs, the sum of squares, where the last run begins.
    let mut best: Vec<Option<(usize, f64, usize)>> = vec![Some((0, 0.0, 0))];
    for end in 1..=count {
        let mut least: Option<(usize, f64, usize)> = None;
        for start in (0..end).rev() {
            let Some(height) = height(start..end) else { break };
            let Some((runs, sum, _)) = best[start].filter(|_| allowed(start..end)) else {
                continue;
            };
            let (runs, sum) = (runs + 1, sum + height * height);
            if least.is_none_or(|(r, s, _)| runs < r || runs == r && sum < s) {
                least = Some((runs, sum, start));
            }
        }
        best.push(least);
    }
    let mut cuts = Vec::new();
    let mut end = count;
    while end > 0 {
        let (_, _, start) = best[end]?;
        if start > 0 {
            cuts.push(start);
        }
        end = start;
    }
    cuts.reverse();
    Some(cuts)
}

/// Cuts so many weights into at most `parts` runs, the heaviest as light as possible, each of at
/// least `fewest` pieces. No cut if that cannot be.
pub(super) fn by_weight(weights: &[f64], parts: usize, fewest: usize) -> Vec<usize> {
    /// How finely the lightest possible load is looked for.
    const STEP: f64 = 1.02;
    let mut sums = vec![0.0];
    for weight in weights {
        sums.push(sums.last().copied().unwrap_or(0.0) + weight.max(f64::EPSILON));
    }
    let total = sums.last().copied().unwrap_or(0.0);
    let mut load = total / parts.max(1) as f64;
    while load < total {
        let height =
            |run: Range<usize>| Some(sums[run.end] - sums[run.start]).filter(|h| *h <= load);
        let cuts = cuts(weights.len(), height, |run| run.len() >= fewest);
        if let Some(cuts) = cuts.filter(|cuts| cuts.len() < parts) {
            return cuts;
        }
        load *= STEP;
    }
    Vec::new()
}

#[cfg(test)]
mod tests {
    use super::{by_weight, cuts, runs};

    fn lengths(cuts: &[usize], count: usize) -> Vec<usize> {
        runs(cuts, count).map(|run| run.len()).collect()
    }

    #[test]
    fn equal_weights_make_equal_parts() {
        assert_eq!(by_weight(&[1.0; 9], 3, 1), [3, 6]);
        let lengths = lengths(&by_weight(&[1.0; 10], 4, 1), 10);
        assert_eq!(lengths.len(), 4);
        assert!(lengths.iter().all(|length| (2..=3).contains(length)), "{lengths:?}");
    }

    #[test]
    fn no_part_has_less_than_it_must() {
        assert_eq!(by_weight(&[9.0, 1.0, 1.0, 1.0], 2, 2), [2]);
        assert_eq!(by_weight(&[1.0; 3], 2, 2), [] as [usize; 0]);
    }

    #[test]
    fn nothing_is_left_over_if_the_others_can_give() {
        let height = |run: std::ops::Range<usize>| Some(run.len() as f64).filter(|h| *h <= 10.0);
        let cut = cuts(21, height, |_| true).expect("a cut");
        assert_eq!(lengths(&cut, 21), [7, 7, 7]);
    }

    #[test]
    fn a_piece_that_is_too_tall_has_no_place() {
        assert_eq!(cuts(3, |run| run.is_empty().then_some(1.0), |_| true), None);
    }
}
