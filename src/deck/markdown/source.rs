//! The lines of a text, and the syntax of single lines.

/// The lines of a text with their offsets.
pub(super) struct Lines<'a> {
    /// The whole text.
    pub(super) source: &'a str,
    /// The byte at which each line begins.
    pub(super) starts: Vec<usize>,
}

impl<'a> Lines<'a> {
    /// The lines of a text; a line end at its end begins no further one.
    pub(super) fn new(source: &'a str) -> Self {
        let mut starts = vec![0];
        starts.extend(source.match_indices('\n').map(|(at, _)| at + 1));
        if starts.last() == Some(&source.len()) {
            starts.pop();
        }
        Self { source, starts }
    }

    /// How many there are.
    pub(super) fn len(&self) -> usize {
        self.starts.len()
    }

    /// A line, from 0, with its end.
    pub(super) fn with_end(&self, index: usize) -> &'a str {
        let end = self.starts.get(index + 1).copied().unwrap_or(self.source.len());
        &self.source[self.starts[index]..end]
    }

    /// A line, from 0, without its end.
    pub(super) fn text(&self, index: usize) -> &'a str {
        self.with_end(index).trim_end_matches(['\n', '\r'])
    }
}

/// The character and length of a code fence, and what follows it.
pub(crate) fn code_fence(line: &str) -> Option<(char, usize, &str)> {
    let line = line.trim_start().trim_start_matches(['>', '-', '*', ' ']);
    let character = line.chars().next().filter(|c| matches!(c, '`' | '~'))?;
    let rest = line.trim_start_matches(character);
    let length = line.len() - rest.len();
    // A backtick in the info string makes it a code span, not a fence.
    (length >= 3 && !(character == '`' && rest.contains('`')))
        .then(|| (character, length, rest.trim()))
}

/// Whether a line is exactly `---`: it ends a slide, and opens or closes YAML.
pub(super) fn is_ruler(line: &str) -> bool {
    line.trim_end() == "---"
}

/// Whether a line is three dashes or more and nothing else.
pub(super) fn is_dashes(line: &str) -> bool {
    let line = line.trim_end();
    line.len() >= 3 && line.bytes().all(|byte| byte == b'-')
}

/// The level of a heading that begins with its signs.
pub(super) fn heading_level(line: &str) -> Option<usize> {
    let text = line.trim_start_matches('#');
    let level = line.len() - text.len();
    ((1..=6).contains(&level) && text.starts_with([' ', '\t'])).then_some(level)
}

/// Whether a line begins as `key: value` does.
pub(super) fn is_key(line: &str) -> bool {
    let Some((key, rest)) = line.split_once(':') else { return false };
    !key.is_empty()
        && key.starts_with(|c: char| c.is_ascii_alphabetic())
        && key.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.'))
        && (rest.is_empty() || rest.starts_with(' '))
}

/// What opens a comment, and what closes it.
pub(super) const COMMENTS: &[(&str, &str)] = &[("<!--", "-->")];

/// Distinguishes lines of text from lines without markup: of code fences, and of constructs over
/// several lines such as comments.
pub(crate) struct TextLines {
    /// The construct that an earlier line left open.
    open: Open,
    /// The delimiters of such constructs.
    pairs: &'static [(&'static str, &'static str)],
}

/// An open construct.
enum Open {
    Nothing,
    /// A code fence: its character and length.
    Code(char, usize),
    /// A construct that ends at this.
    Until(&'static str),
}

impl TextLines {
    /// Before the first line.
    pub(crate) fn new(pairs: &'static [(&'static str, &'static str)]) -> Self {
        Self { open: Open::Nothing, pairs }
    }

    /// Whether the lines so far left something open.
    pub(crate) fn is_open(&self) -> bool {
        !matches!(self.open, Open::Nothing)
    }

    /// Whether the next line is text; lines that open or close a construct are not.
    pub(crate) fn is_text(&mut self, line: &str) -> bool {
        let was_open = self.is_open();
        self.open = match self.open {
            Open::Nothing => self.opened(line),
            Open::Code(character, length) => match code_fence(line) {
                Some((c, n, "")) if c == character && n >= length => Open::Nothing,
                _ => Open::Code(character, length),
            },
            Open::Until(close) if line.contains(close) => Open::Nothing,
            Open::Until(close) => Open::Until(close),
        };
        !was_open && !self.is_open()
    }

    /// The construct that a line of text leaves open.
    fn opened(&self, line: &str) -> Open {
        if let Some((character, length, _)) = code_fence(line) {
            return Open::Code(character, length);
        }
        // A fast path: all such constructs are HTML markup.
        if !line.contains('<') {
            return Open::Nothing;
        }
        // An odd number of backticks before it means that it is inside a code span.
        let is_code =
            |at: usize| line[..at].matches('`').count() % 2 == 1 && line[at..].contains('`');
        let left_open = |(open, close): &&(&str, &str)| {
            line.rfind(open).is_some_and(|at| !line[at..].contains(close) && !is_code(at))
        };
        self.pairs.iter().find(left_open).map_or(Open::Nothing, |(_, close)| Open::Until(close))
    }
}
