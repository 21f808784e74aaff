//! Shortens SVG paths as Typst writes them: drops what can be omitted, and puts points on a grid.
//! Points are rounded absolutely, not from one to the next, so that errors do not add up.

use super::number;

/// From this extent on whole numbers are precise enough: glyphs in units of their fonts.
const FINE: f64 = 400.0;
/// How far the control point of a curve may be from where it was, in steps of the grid.
const CLOSE: f64 = 1.01;

/// Shortens a path on a grid of hundredths, or of ones if it is as large as a glyph in units of its
/// font. Paths with commands that Typst does not write stay as they are.
pub(super) fn shorter(path: &str, glyph: bool) -> String {
    let Some(commands) = read(path) else { return path.to_owned() };
    let step = if glyph && extent(&commands) >= FINE { 1.0 } else { 0.01 };
    let mut writer = Writer { step, ..Writer::default() };
    commands.iter().for_each(|command| writer.command(command));
    writer.out
}

/// A point or a vector.
type Pair = [f64; 2];

/// A path command with points relative to the end of the last one.
enum Command {
    MoveTo(Pair),
    Move(Pair),
    Line(Pair),
    Quadratic(Pair, Pair),
    Cubic(Pair, Pair, Pair),
    Close,
}

/// Parses a path.
fn read(path: &str) -> Option<Vec<Command>> {
    let mut commands = Vec::new();
    let mut rest = path.trim_start();
    while let Some(letter) = rest.chars().next() {
        let end = rest[1..].find(|c: char| c.is_ascii_alphabetic() && c != 'e');
        let (own, after) = rest.split_at(end.map_or(rest.len(), |end| end + 1));
        // Typst begins each path with an absolute move and a relative one.
        if letter == 'm' && matches!(commands.last(), Some(Command::MoveTo([0.0, 0.0]))) {
            commands.pop();
        }
        let numbers: Option<Vec<f64>> =
            own[1..].split_whitespace().map(|number| number.parse().ok()).collect();
        commands.push(match (letter, numbers?.as_slice()) {
            ('M', [x, y]) => Command::MoveTo([*x, *y]),
            ('m', [x, y]) => Command::Move([*x, *y]),
            ('l', [x, y]) => Command::Line([*x, *y]),
            ('h', [x]) => Command::Line([*x, 0.0]),
            ('v', [y]) => Command::Line([0.0, *y]),
            ('q', [a, b, x, y]) => Command::Quadratic([*a, *b], [*x, *y]),
            ('c', [a, b, c, d, x, y]) => Command::Cubic([*a, *b], [*c, *d], [*x, *y]),
            ('Z', []) => Command::Close,
            _ => return None,
        });
        rest = after.trim_start();
    }
    Some(commands)
}

/// How wide or high a path is, about.
fn extent(commands: &[Command]) -> f64 {
    let (mut pen, mut most) = ([0.0; 2], 0.0_f64);
    for command in commands {
        pen = match command {
            Command::MoveTo(to) => *to,
            Command::Move(to) | Command::Line(to) => plus(pen, *to),
            Command::Quadratic(_, to) | Command::Cubic(_, _, to) => plus(pen, *to),
            Command::Close => pen,
        };
        most = most.max(pen[0].abs()).max(pen[1].abs());
    }
    most
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
            Command::MoveTo(to) => self.begin(to),
            Command::Move(by) => self.begin(plus(self.pen, by)),
            Command::Line(by) => self.line(plus(self.pen, by)),
            Command::Quadratic(by, end) => self.quadratic(by, end, control),
            Command::Cubic(a, b, end) => {
                let [a, b, end] = [a, b, end].map(|by| plus(self.pen, by));
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
            (_, true) => self.write('h', &[x]),
            (true, _) => self.write('v', &[y]),
            _ => self.points('l', &[end]),
        }
        (self.pen, self.written) = (to, end);
    }

    /// Writes a quadratic curve; its control point is omitted if it mirrors the one before.
    fn quadratic(&mut self, by: Pair, end: Pair, before: Option<(Pair, Pair)>) {
        let (control, to) = (plus(self.pen, by), plus(self.pen, end));
        let mirrored =
            before.map(|(old, written)| (mirror(old, self.pen), mirror(written, self.written)));
        let mirrored = mirrored.filter(|(is, _)| distance(*is, control) < 1e-6);
        let mirrored =
            mirrored.filter(|(is, written)| distance(*is, *written) <= CLOSE * self.step);
        let placed = mirrored.map_or_else(|| self.grid(control), |(_, written)| written);
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

fn minus(a: Pair, b: Pair) -> Pair {
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
        assert_eq!(shorter(path, true), "m0 500q10 20 20 20t30 1Z");
    }
}
