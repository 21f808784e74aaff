//! Lines with what stands at their ends, as the template draws them.

use std::fmt::Write;

use super::drawing::{Line, Point};
use crate::deck::diagram::{Head, Stroke};

/// How far an arrowhead reaches back, and half its width.
const ARROW: Point = (0.6, 0.26);

/// `("line", stroke, start, curves, heads),`
pub(super) fn line(line: &Line) -> String {
    let mut line = line.clone();
    let mut heads = String::new();
    if let Some([bend, ..]) = line.curves.first().copied() {
        line.start = head(line.tail, line.start, bend, &mut heads);
    }
    if let Some([_, bend, end]) = line.curves.last_mut() {
        *end = head(line.head, *end, *bend, &mut heads);
    }
    let stroke = match line.stroke {
        Stroke::Dashed => "dashed",
        Stroke::Thick => "thick",
        Stroke::Faint => "faint",
        Stroke::Solid | Stroke::Hidden => "solid",
    };
    let mut out = format!("(\"line\", \"{stroke}\", {}, (", point(line.start));
    for [a, b, to] in &line.curves {
        let _ = write!(out, "({}, {}, {}), ", point(*a), point(*b), point(*to));
    }
    let _ = write!(out, "), ({heads})),");
    out
}

/// Writes what stands at an end, to which a line comes from `bend`; returns where the line itself ends.
fn head(head: Head, end: Point, bend: Point, out: &mut String) -> Point {
    let (dx, dy) = (end.0 - bend.0, end.1 - bend.1);
    let length = dx.hypot(dy);
    if head == Head::None || length < 1e-6 {
        return end;
    }
    let (ux, uy) = (dx / length, dy / length);
    let at =
        |back: f64, aside: f64| (end.0 - ux * back - uy * aside, end.1 - uy * back + ux * aside);
    let (kind, points, taken) = match head {
        Head::None => return end,
        Head::Arrow => {
            ("full", vec![at(0.0, 0.0), at(ARROW.0, ARROW.1), at(ARROW.0, -ARROW.1)], ARROW.0)
        }
        Head::Dot => ("dot", vec![at(0.25, 0.0)], 0.5),
        Head::Cross => {
            let by = ARROW.1;
            (
                "cross",
                vec![at(0.2, by), at(0.2 + 2.0 * by, -by), at(0.2, -by), at(0.2 + 2.0 * by, by)],
                0.0,
            )
        }
    };
    let points: String = points.into_iter().map(|one| format!("{}, ", point(one))).collect();
    let _ = write!(out, "(\"{kind}\", ({points})), ");
    at(taken * 0.95, 0.0)
}

fn point((x, y): Point) -> String {
    format!("({x:.2}, {y:.2})")
}
