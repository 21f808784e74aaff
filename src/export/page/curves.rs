//! Curves of an outline that follow each other → as few as stay close to them: fonts describe a
//! gentle bend by more of them than can be seen.

use super::outline::{Command, Pair, minus};

/// How far outlines may move, in units of the grid that their points are put on.
const CLOSE: f64 = 0.5;
/// How many curves become one at the most.
const MOST: usize = 6;
/// In how many straight pieces a curve is compared with others.
const PIECES: u32 = 16;

/// Joins curves where one, or a line, is as good.
pub(super) fn fewer(commands: &[Command]) -> Vec<Command> {
    let mut out = Vec::with_capacity(commands.len());
    let (mut pen, mut begin) = ([0.0; 2], [0.0; 2]);
    let mut rest = commands;
    while let [first, ..] = rest {
        let (count, command) = joined(pen, rest).unwrap_or((1, *first));
        match command {
            Command::Move(to) => (pen, begin) = (to, to),
            Command::Line(to) | Command::Quadratic(_, to) | Command::Cubic(_, _, to) => pen = to,
            Command::Close => pen = begin,
        }
        out.push(command);
        rest = &rest[count..];
    }
    out
}

/// What stands for the most curves at the start of `run`, and for how many.
fn joined(start: Pair, run: &[Command]) -> Option<(usize, Command)> {
    let Some(Command::Quadratic(first, _)) = run.first() else { return None };
    let (mut best, mut pen, mut passed) = (None, start, Vec::new());
    for (index, command) in run.iter().take(MOST).enumerate() {
        let Command::Quadratic(control, end) = *command else { break };
        passed.extend([0.5, 1.0].map(|at| along(pen, control, end, at)));
        pen = end;
        if passed.iter().all(|point| from_line(*point, start, end) <= CLOSE) {
            best = Some((index + 1, Command::Line(end)));
        } else if index > 0 {
            let Some(bend) = meeting(start, *first, control, end) else { break };
            if passed.iter().any(|point| from_curve(*point, start, bend, end) > CLOSE) {
                break;
            }
            best = Some((index + 1, Command::Quadratic(bend, end)));
        }
    }
    best
}

/// Where the direction from `start` to `first` meets that from `last` to `end`, if it does between
/// them.
fn meeting(start: Pair, first: Pair, last: Pair, end: Pair) -> Option<Pair> {
    let (out, into, across) = (minus(first, start), minus(end, last), minus(end, start));
    let turn = cross(out, into);
    let (before, after) = (cross(across, into) / turn, cross(out, across) / turn);
    let meets = turn.abs() > 1e-9 && before > 0.0 && after > 0.0;
    meets.then(|| [start[0] + before * out[0], start[1] + before * out[1]])
}

/// The point of a curve at a share of its way.
fn along(start: Pair, control: Pair, end: Pair, at: f64) -> Pair {
    [0, 1].map(|axis| {
        let (a, b, c) = (start[axis], control[axis], end[axis]);
        (1.0 - at).powi(2) * a + 2.0 * at * (1.0 - at) * b + at.powi(2) * c
    })
}

/// How far a point is from a curve.
fn from_curve(point: Pair, start: Pair, control: Pair, end: Pair) -> f64 {
    let at = |piece: u32| along(start, control, end, f64::from(piece) / f64::from(PIECES));
    (0..PIECES)
        .map(|piece| from_line(point, at(piece), at(piece + 1)))
        .fold(f64::INFINITY, f64::min)
}

/// How far a point is from a line between two.
fn from_line(point: Pair, start: Pair, end: Pair) -> f64 {
    let (way, to) = (minus(end, start), minus(point, start));
    let length = (way[0] * way[0] + way[1] * way[1]).max(f64::MIN_POSITIVE);
    let at = ((way[0] * to[0] + way[1] * to[1]) / length).clamp(0.0, 1.0);
    (to[0] - at * way[0]).hypot(to[1] - at * way[1])
}

fn cross(a: Pair, b: Pair) -> f64 {
    a[0] * b[1] - a[1] * b[0]
}
