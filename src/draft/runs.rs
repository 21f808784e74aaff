//! A run of text with its sentences and clauses, and the inlines of any part of it. Offsets are
//! bytes of the run's plain text.

use std::ops::Range;

use crate::deck::block::plain_text;
use crate::deck::{Inline, Inlines, Spanned};
use crate::diag::Span;

/// Marks that end a sentence.
const STOPS: &str = "。！？!?…";
/// Marks between clauses.
const SEAMS: &str = "，；：,;:";
/// Closing quotes and brackets that may follow the mark that ends a sentence and belong to it.
const CLOSERS: &str = "”’」』）)\"'】》";
/// Closing quotes behind which an English sentence goes on in lower case: `“Well!” he said.`
const CLOSING_QUOTES: &[char] = &['”', '"', '’'];
/// Particles that attach what stands before a mark to what stands behind it: `何？って聞く`.
const ATTACHED: &[&str] = &["の", "って", "という", "を", "が、", "と言", "とか"];
/// Abbreviations whose full stop does not end a sentence.
const ABBREVIATIONS: &[&str] = &[
    "e.g", "i.e", "etc", "vs", "cf", "al", "Fig", "fig", "Mr", "Mrs", "Ms", "Dr", "Prof", "No",
    "Eq", "Sec", "Jr", "Sr", "St", "Inc", "Ltd", "Corp", "approx", "pp", "Vol", "Eqs", "Figs",
    "Ph.D", "U.S", "U.K", "a.k.a", "resp", "Jan", "Feb", "Mar", "Apr", "Jun", "Jul", "Aug", "Sep",
    "Sept", "Oct", "Nov", "Dec", "Gen", "Gov", "Sen", "Rep", "Rev", "Capt", "Lt", "Mt", "Ch",
];

/// Names that are written with an exclamation mark.
const NAMES: &[&str] = &["Yahoo", "Yum", "Jeopardy"];

/// A run of text.
pub(super) struct Run<'a> {
    /// Its inlines.
    pub(super) content: &'a Inlines,
    /// Its plain text.
    pub(super) text: String,
    /// The same with code and formulas masked, so that marks inside them end nothing.
    blotted: String,
    /// Where it is bold, but for what is bold inside other markup.
    pub(super) bold: Vec<Range<usize>>,
}

/// Whether a text begins with a particle that attaches it to what stands before it.
fn goes_on(rest: &str) -> bool {
    const LINKS: &[&str] = &[
        "的", "等", "和", "与", "之类", "と", "って", "という", "は", "が", "を", "に", "の", "も",
        "で", "や", "など", "から", "まで", "へ",
    ];
    LINKS.iter().any(|link| rest.starts_with(link))
}

/// Whether a text ends with a name that has an exclamation mark.
fn is_in_name(before: &str) -> bool {
    NAMES
        .iter()
        .any(|name| before.strip_suffix(['！', '!']).is_some_and(|before| before.ends_with(name)))
}

impl<'a> Run<'a> {
    /// The run of these inlines.
    pub(super) fn new(content: &'a Inlines) -> Self {
        let mut blotted = String::new();
        blot(content, &mut blotted);
        Self { content, text: plain_text(content), blotted, bold: bold(content) }
    }

    /// The sentences, each with its end mark.
    pub(super) fn sentences(&self) -> Vec<Range<usize>> {
        let mut sentences: Vec<Range<usize>> = Vec::new();
        let (mut start, mut depth) = (0, 0_usize);
        let quotes = self.quotes();
        let mut chars = self.blotted.char_indices().peekable();
        while let Some((at, c)) = chars.next() {
            depth = nested(depth, c);
            if c == '）' && depth == 0 {
                start = self.remarked(start..at, &mut sentences);
                continue;
            }
            let latin = c == '.' && self.is_full_stop(at);
            let glued = matches!(c, '?' | '!')
                && self.blotted[at + 1..].starts_with(|c: char| c.is_ascii_alphanumeric());
            if depth > 0 || glued || !(STOPS.contains(c) || latin) {
                continue;
            }
            if quotes.iter().any(|quote| quote.contains(&at)) {
                continue;
            }
            let mut end = at + c.len_utf8();
            while let Some((at, c)) =
                chars.next_if(|(_, c)| STOPS.contains(*c) || CLOSERS.contains(*c))
            {
                end = at + c.len_utf8();
            }
            let rest = self.blotted[end..].trim_start();
            // In `「……！」と言う` the sentence continues behind the quotation, and so it does before a
            // comma.
            if self.blotted[..end].ends_with(['」', '』', '”']) && goes_on(&self.blotted[end..])
                || self.blotted[..end].ends_with(CLOSING_QUOTES)
                    && self.text[end..].trim_start().starts_with(|c: char| c.is_ascii_lowercase())
                || self.blotted[..end].ends_with(['？', '！'])
                    && ATTACHED.iter().any(|link| rest.starts_with(link))
                || rest.starts_with(['，', '、', '；', ',', ';'])
                || is_in_name(&self.blotted[..end])
            {
                continue;
            }
            sentences.push(start..end);
            start = end;
        }
        sentences.push(start..self.text.len());
        let trimmed = sentences.into_iter().map(|range| self.trimmed(range));
        let sentences =
            trimmed.filter(|range| self.text[range.clone()].contains(char::is_alphanumeric));
        self.with_speakers(sentences.collect())
    }

    /// Takes words in brackets between sentences for what they are, as far as before the closing bracket; where
    /// the next sentence begins.
    fn remarked(&self, part: Range<usize>, sentences: &mut Vec<Range<usize>>) -> usize {
        let end = part.end + '）'.len_utf8();
        match (remark(&self.blotted[part.clone()]), sentences.last_mut()) {
            (Remark::Short, Some(last)) => last.end = end,
            (Remark::Own, _) => sentences.push(part.start..end),
            _ => return part.start,
        }
        end
    }

    /// Joins a quotation and its speaker: `“……。”守桥人说。` is one sentence.
    fn with_speakers(&self, sentences: Vec<Range<usize>>) -> Vec<Range<usize>> {
        const LONGEST: usize = 90;
        let mut out: Vec<Range<usize>> = Vec::new();
        for range in sentences {
            let text = self.text[range.clone()].trim_end_matches('。');
            let said = text.ends_with(['说', '說']) && range.len() <= LONGEST;
            match out.last_mut() {
                Some(last) if said && self.text[last.clone()].ends_with(['”', '」']) => {
                    last.end = range.end;
                }
                _ => out.push(range),
            }
        }
        out
    }

    /// The ranges of short quotations without their last mark: no sentence ends inside one.
    fn quotes(&self) -> Vec<Range<usize>> {
        const LONGEST: usize = 360;
        let mut found = Vec::new();
        for (open, close) in [('“', '”'), ('「', '」')] {
            let mut at = 0;
            while let Some(start) = self.blotted[at..].find(open).map(|start| at + start) {
                let Some(length) = self.blotted[start..].find(close) else { break };
                let inner = &self.blotted[start..start + length];
                if length <= LONGEST {
                    let ends = |c: char| c == '.' || STOPS.contains(c);
                    found.push(start..start + inner.trim_end_matches(ends).len());
                }
                at = start + length;
            }
        }
        found
    }

    /// Whether a full stop in Latin text ends a sentence.
    fn is_full_stop(&self, at: usize) -> bool {
        let (before, after) = (&self.blotted[..at], &self.blotted[at + 1..]);
        let after = after.trim_start_matches(|c| CLOSERS.contains(c));
        let word =
            before.rsplit(|c: char| !c.is_alphanumeric() && c != '.').next().unwrap_or_default();
        let initial = word.len() == 1 && word.starts_with(|c: char| c.is_ascii_uppercase());
        (after.is_empty() || after.starts_with([' ', '\n']))
            && !ABBREVIATIONS.contains(&word)
            && !initial
            && after.trim_start().chars().next().is_none_or(|c| !c.is_ascii_lowercase())
    }

    /// The clauses of a range, without the marks around them.
    pub(super) fn clauses(&self, part: Range<usize>) -> Vec<Range<usize>> {
        let mut clauses = Vec::new();
        let (mut start, mut depth) = (part.start, 0_usize);
        for (offset, c) in self.blotted[part.clone()].char_indices() {
            let at = part.start + offset;
            match c {
                '（' | '(' | '“' | '「' | '《' | '【' => depth += 1,
                '）' | ')' | '”' | '」' | '》' | '】' => depth = depth.saturating_sub(1),
                _ => {}
            }
            let ascii =
                c.is_ascii() && self.blotted[at + 1..].starts_with(|c: char| !c.is_whitespace());
            if depth == 0 && (SEAMS.contains(c) && !ascii || STOPS.contains(c)) {
                clauses.push(start..at);
                start = at + c.len_utf8();
            }
        }
        clauses.push(start..part.end);
        let trimmed = clauses.into_iter().map(|range| self.stripped(range));
        trimmed.filter(|range| self.text[range.clone()].contains(char::is_alphanumeric)).collect()
    }

    fn trimmed(&self, range: Range<usize>) -> Range<usize> {
        let text = &self.text[range.clone()];
        let start = range.start + text.len() - text.trim_start().len();
        start..start + text.trim().len()
    }

    /// A range without blanks and end marks.
    fn stripped(&self, range: Range<usize>) -> Range<usize> {
        let range = self.trimmed(range);
        let text = &self.text[range.clone()];
        let end = text.trim_end_matches(|c| {
            STOPS.contains(c) || SEAMS.contains(c) || c == '.' && !text.contains(". ")
        });
        range.start..range.start + end.len()
    }

    /// The inlines of a range.
    pub(super) fn part(&self, range: Range<usize>) -> Inlines {
        let mut at = 0;
        let mut out = slice(self.content, &range, &mut at);
        trim_ends(&mut out);
        out
    }
}

/// The ranges of bold text.
fn bold(content: &Inlines) -> Vec<Range<usize>> {
    let mut at = 0;
    let mut found = Vec::new();
    for inline in content {
        let start = at;
        at += plain_text(std::slice::from_ref(inline)).len();
        if matches!(inline.value, Inline::Strong(_)) {
            found.push(start..at);
        }
    }
    found
}

fn blot(content: &Inlines, out: &mut String) {
    for inline in content {
        match &inline.value {
            Inline::Text(text) => out.push_str(text),
            Inline::Code(text) | Inline::Math(text) => {
                out.extend(std::iter::repeat_n('x', text.len()));
            }
            Inline::Break => out.push(' '),
            Inline::Footnote(_) => {}
            value => blot(value.content().unwrap_or(&Vec::new()), out),
        }
    }
}

/// The part of some inlines in a range of their plain text. What cannot be split is included if any
/// of it is in the range.
fn slice(content: &Inlines, range: &Range<usize>, at: &mut usize) -> Inlines {
    let mut out = Inlines::new();
    for inline in content {
        let start = *at;
        if start >= range.end {
            break;
        }
        match &inline.value {
            Inline::Text(text) => {
                *at += text.len();
                out.extend(piece(text, inline.span, range, start));
            }
            Inline::Code(text) | Inline::Math(text) => {
                *at += text.len();
                if start < range.end && *at > range.start {
                    out.push(inline.clone());
                }
            }
            Inline::Break => {
                *at += 1;
                if range.contains(&start) {
                    out.push(Spanned::new(Inline::Text(" ".into()), inline.span));
                }
            }
            Inline::Image(_) | Inline::Footnote(_) => {}
            value => {
                let inner = slice(value.content().unwrap_or(&Vec::new()), range, at);
                if !inner.is_empty() {
                    let mut value = value.clone();
                    if let Some(content) = value.content_mut() {
                        *content = inner;
                    }
                    out.push(Spanned::new(value, inline.span));
                }
            }
        }
    }
    out
}

/// The part of a text in a range, if there is any. `start`: where it begins in the plain text.
fn piece(text: &str, span: Span, range: &Range<usize>, start: usize) -> Option<Spanned<Inline>> {
    let end = start + text.len();
    let from = range.start.clamp(start, end) - start;
    let to = range.end.clamp(start, end) - start;
    let part = text.get(from..to).filter(|part| !part.is_empty())?;
    // Places inside a text are exact only if it was not normalised.
    let exact = span.range().len() == text.len();
    let span = if exact { span.within(from..to) } else { span };
    Some(Spanned::new(Inline::Text(part.to_owned()), span))
}

/// Trims blanks at both ends.
fn trim_ends(content: &mut Inlines) {
    if let Some(Inline::Text(text)) = content.first_mut().map(|first| &mut first.value) {
        *text = text.trim_start().to_owned();
    }
    if let Some(Inline::Text(text)) = content.last_mut().map(|last| &mut last.value) {
        *text = text.trim_end().to_owned();
    }
    content.retain(|inline| !matches!(&inline.value, Inline::Text(text) if text.is_empty()));
}

/// How many brackets are open behind a character.
fn nested(depth: usize, c: char) -> usize {
    match c {
        '（' | '(' | '【' | '《' => depth + 1,
        '）' | ')' | '】' | '》' => depth.saturating_sub(1),
        _ => depth,
    }
}

/// What words in brackets between sentences are.
enum Remark {
    /// They do not begin there, or are no more than a number.
    None,
    /// A few words on the sentence before them.
    Short,
    /// A sentence of its own.
    Own,
}

/// What words are, as far as before the bracket that closes.
fn remark(text: &str) -> Remark {
    const SHORT: std::ops::RangeInclusive<usize> = 6..=30;
    let Some(inner) = text.trim_start().strip_prefix('（') else { return Remark::None };
    let length = inner.chars().count();
    match () {
        () if inner.ends_with(['。', '！', '？']) || length > *SHORT.end() => Remark::Own,
        () if SHORT.contains(&length) => Remark::Short,
        () => Remark::None,
    }
}
