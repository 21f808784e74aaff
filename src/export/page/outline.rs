//! Shortens SVG paths as Typst writes them: drops what can be omitted, and puts points on a grid.
//! Points are rounded absolutely, not from one to the next, so that errors do not add up.

use super::{curves, number};

/// From this extent on whole numbers are precise enough: glyphs as large as `drawing` sets them.
const FINE: f64 = 200.0;
/// How far the control point of a curve may be from where it was, in steps of the grid.
const CLOSE: f64 = 1.01;

/// Shortens a path on a grid of hundredths, or of ones if it is as large as a glyph in units of its
/// font. Paths with commands that Typst does not write stay as they are. Pages share most glyphs,
/// so each is done once.
#[comemo::memoize]
pub(super) fn shorter(path: &str, glyph: bool) -> String {
    let Some(mut commands) = read(path) else { return path.to_owned() };
    let is_large = glyph && extent(&commands) >= FINE;
    if is_large {
        commands = curves::fewer(&commands);
    }
    let step = if is_large { 1.0 } else { 0.01 };
    let mut writer = Writer { step, ..Writer::default() };
    commands.iter().for_each(|command| writer.command(command));
    writer.out
}

/// A point or a vector.
pub(super) type Pair = [f64; 2];

/// A path command with its points; the last one is where the pen goes.
#[derive(Clone, Copy)]
pub(super) enum Command {
    Move(Pair),
    Line(Pair),
    Quadratic(Pair, Pair),
    Cubic(Pair, Pair, Pair),
    Close,
}

/// Parses a path. Typst writes points relative to the end of the last command.
fn read(path: &str) -> Option<Vec<Command>> {
    let mut commands = Vec::new();
    let (mut pen, mut begin) = ([0.0; 2], [0.0; 2]);
    let mut rest = path.trim_start();
    while let Some(letter) = rest.chars().next() {
        let end = rest[1..].find(|c: char| c.is_ascii_alphabetic() && c != 'e');
        let (own, after) = rest.split_at(end.map_or(rest.len(), |end| end + 1));
        let numbers: Option<Vec<f64>> =
            own[1..].split_whitespace().map(|number| number.parse().ok()).collect();
        let at = |x: f64, y: f64| plus(pen, [x, y]);
        let command = match (letter, numbers?.as_slice()) {
            ('M', [x, y]) => Command::Move([*x, *y]),
            ('m', [x, y]) => Command::Move(at(*x, *y)),
            ('l', [x, y]) => Command::Line(at(*x, *y)),
            ('h', [x]) => Command::Line(at(*x, 0.0)),
            ('v', [y]) => Command::Line(at(0.0, *y)),
            ('q', [a, b, x, y]) => Command::Quadratic(at(*a, *b), at(*x, *y)),
            ('c', [a, b, c, d, x, y]) => Command::Cubic(at(*a, *b), at(*c, *d), at(*x, *y)),
            ('Z', []) => Command::Close,
            _ => return None,
        };
        match command {
            Command::Move(to) => (pen, begin) = (to, to),
            Command::Line(to) | Command::Quadratic(_, to) | Command::Cubic(_, _, to) => pen = to,
            Command::Close => pen = begin,
        }
        // Typst begins each path with an absolute move and a relative one.
        if matches!((letter, commands.last()), ('m', Some(Command::Move([0.0, 0.0])))) {
            commands.pop();
        }
        commands.push(command);
        rest = after.trim_start();
    }
    Some(commands)
}

/// How wide or high a path is, about.
fn extent(commands: &[Command]) -> f64 {
    let ends = commands.iter().filter_map(|command| match command {
        Command::Move(to) | Command::Line(to) => Some(to),
        Command::Quadratic(_, to) | Command::Cubic(_, _, to) => Some(to),
        Command::Close => None,
    });
    ends.flatten().fold(0.0, |most: f64, value| most.max(value.abs()))
}

/// Writes a path.
#[derive(Default)]
struct Writer {
    out: String,
    /// The grid's step.
    step: f64,
    /// The exact position of the pen, and its position after what was written.
    pen: Pair,
    written: Pair,
    /// The same for the start of the outline.
    begin: (Pair, Pair),
    /// The control point of the last curve of two, and the one that was written.
    control: Option<(Pair, Pair)>,
    /// Where the last command begins in what was written, if it is a line.
    line: Option<usize>,
    /// The letter that was written last.
    letter: char,
}

impl Writer {
    fn command(&mut self, command: &Command) {
        let control = self.control.take();
        let line = matches!(command, Command::Line(_)).then_some(self.out.len());
        match *command {
            Command::Move(to) => self.begin(to),
            Command::Line(to) => self.line(to),
            Command::Quadratic(bend, to) => self.quadratic(bend, to, control),
            Command::Cubic(a, b, end) => {
                let points = [a, b, end].map(|point| self.grid(point));
                self.points('c', &points);
                (self.pen, self.written) = (end, points[2]);
            }
            Command::Close => {
                self.drop_last_line();
                self.out.push('Z');
                self.letter = 'Z';
                (self.pen, self.written) = self.begin;
            }
        }
        self.line = line;
    }

    /// Drops a last line to the start of the outline, which closing implies.
    fn drop_last_line(&mut self) {
        if let Some(before) = self.line.filter(|_| self.written == self.begin.1) {
            self.out.truncate(before);
        }
    }

    fn begin(&mut self, at: Pair) {
        let to = self.grid(at);
        // A second one would be a line.
        self.letter = ' ';
        self.points('m', &[to]);
        (self.pen, self.written) = (at, to);
        self.begin = (at, to);
    }

    fn line(&mut self, to: Pair) {
        let end = self.grid(to);
        let [x, y] = minus(end, self.written);
        match (x == 0.0, y == 0.0) {
            (true, true) => {}
            (_, true) => self.write('h', &[x]),
            (true, _) => self.write('v', &[y]),
            _ => self.points('l', &[end]),
        }
        (self.pen, self.written) = (to, end);
    }

    /// Writes a quadratic curve; its control point is omitted if it mirrors the one before.
    fn quadratic(&mut self, control: Pair, to: Pair, before: Option<(Pair, Pair)>) {
        let near = |point: &Pair| distance(*point, control) <= CLOSE * self.step;
        let mirrored = before
            .filter(|(old, _)| near(&mirror(*old, self.pen)))
            .map(|(_, written)| mirror(written, self.written))
            .filter(near);
        let placed = mirrored.unwrap_or_else(|| self.grid(control));
        // Choose the grid point that lets the next control point be omitted.
        let off = minus(placed, control);
        let end = [0, 1].map(|axis| {
            let exact = to[axis] / self.step;
            let halfway = (exact.fract().abs() - 0.5).abs() < 1e-6;
            let up = if off[axis] > 0.0 { exact.ceil() } else { exact.floor() };
            if halfway { up * self.step } else { exact.round() * self.step }
        });
        match mirrored {
            Some(_) => self.points('t', &[end]),
            None => self.points('q', &[placed, end]),
        }
        (self.pen, self.written) = (to, end);
        self.control = Some((control, placed));
    }

    /// The nearest point of the grid.
    fn grid(&self, point: Pair) -> Pair {
        point.map(|value| (value / self.step).round() * self.step)
    }

    fn points(&mut self, letter: char, points: &[Pair]) {
        let numbers: Vec<f64> =
            points.iter().flat_map(|point| minus(*point, self.written)).collect();
        self.write(letter, &numbers);
    }

    /// Writes a command, omitting the letter if it is implied.
    fn write(&mut self, letter: char, numbers: &[f64]) {
        if letter != self.letter {
            self.out.push(letter);
        }
        self.letter = letter;
        for value in numbers {
            let text = number(*value);
            let parted =
                text.starts_with('-') || self.out.ends_with(|c: char| c.is_ascii_alphabetic());
            self.out.push_str(if parted { "" } else { " " });
            self.out.push_str(&text);
        }
    }
}

fn plus(a: Pair, b: Pair) -> Pair {
    [a[0] + b[0], a[1] + b[1]]
}

pub(super) fn minus(a: Pair, b: Pair) -> Pair {
    [a[0] - b[0], a[1] - b[1]]
}

/// Mirrors a point at another one.
fn mirror(point: Pair, around: Pair) -> Pair {
    minus(plus(around, around), point)
}

/// The larger of the distances in both directions.
fn distance(a: Pair, b: Pair) -> f64 {
    let [x, y] = minus(a, b);
    x.abs().max(y.abs())
}

#[cfg(test)]
mod tests {
    use super::shorter;

    #[test]
    fn what_goes_without_saying_is_left_out() {
        assert_eq!(shorter("M 0 0v 540h 960v -540Z ", false), "m0 0v540h960v-540Z");
        assert_eq!(shorter("M 0 0m 1.234 5l -0.5 2l 0.25 0.25Z ", false), "m1.23 5l-.5 2 .25 .25Z");
        assert_eq!(shorter("M 0 0m 1 1h 2v 2l -2 -2Z m 5 5h 1Z ", false), "m1 1h2v2Zm5 5h1Z");
        assert_eq!(shorter("M 0 0A 1 2 3", false), "M 0 0A 1 2 3");
    }

    #[test]
    fn points_stay_where_they_were() {
        // Fifty steps of 10.4: on a grid of ones the last is at 520, not at 500.
        let path = format!("M 0 0m 0 400{}Z ", "l 10.4 0".repeat(50));
        let numbers: f64 = shorter(&path, true)[6..]
            .trim_end_matches('Z')
            .split([' ', 'h'])
            .filter_map(|n| n.parse::<f64>().ok())
            .sum();
        assert_eq!(numbers, 520.0);
    }

    #[test]
    fn curves_that_go_on_as_they_came_say_their_ends_alone() {
        let path = "M 0 0m 0 500q 10 20 20.5 20.5q 10.5 0.5 30 1Z ";
        assert_eq!(shorter(path, false), "m0 500q10 20 20.5 20.5t30 1Z");
    }

    #[test]
    fn a_bend_takes_as_few_curves_as_it_needs() {
        // Twice half of the same curve; what is as good as straight; a corner stays.
        let path = "M 0 0m 0 300q 10 20 25 30q 15 10 35 10q 50 0.3 100 0q 0 30 30 30Z ";
        assert_eq!(shorter(path, true), "m0 300q20 40 60 40h100q0 30 30 30Z");
    }
}
