//! The text between two blocks: white space collapses, and markup that is open at the end of a
//! block continues in the next.

use crate::article::html::raw_math::{self, Delimiters};
use crate::deck::block::trim;
use crate::deck::markdown::{Typography, is_cjk};
use crate::deck::{Image, Inline, Inlines, Spanned};
use crate::diag::Span;
use crate::locale::Locale;

/// Markup around a text.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Wrap {
    Strong,
    Emph,
    Strike,
    Highlight,
    Underline,
    Super,
    Sub,
    /// A link, with its address.
    Link(String),
}

impl Wrap {
    fn around(&self, content: Inlines) -> Inline {
        match self {
            Wrap::Strong => Inline::Strong(content),
            Wrap::Emph => Inline::Emph(content),
            Wrap::Strike => Inline::Strike(content),
            Wrap::Highlight => Inline::Highlight(content),
            Wrap::Underline => Inline::Underline(content),
            Wrap::Super => Inline::Super(content),
            Wrap::Sub => Inline::Sub(content),
            Wrap::Link(url) => Inline::Link { url: url.clone(), content },
        }
    }
}

/// White space that is written only if a text follows.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Blank {
    None,
    /// A blank.
    Space,
    /// A line end in the source, which is no blank between Han.
    LineEnd,
}

/// Open markup with its content so far.
#[derive(Debug)]
struct Open {
    wrap: Wrap,
    span: Span,
    content: Inlines,
}

/// The text so far.
#[derive(Debug)]
pub(super) struct Run {
    content: Inlines,
    open: Vec<Open>,
    blank: Blank,
    /// The last character.
    last: Option<char>,
    /// Whether the last thing is a line break.
    broken: bool,
}

impl Default for Run {
    fn default() -> Self {
        let (content, open) = (Inlines::new(), Vec::new());
        Self { content, open, blank: Blank::None, last: None, broken: false }
    }
}

impl Run {
    /// Whether it is empty.
    pub(super) fn is_empty(&self) -> bool {
        self.content.is_empty() && self.open.iter().all(|open| open.content.is_empty())
    }

    /// Whether the last thing is a line break.
    pub(super) fn is_broken(&self) -> bool {
        self.broken
    }

    fn level(&mut self) -> &mut Inlines {
        self.open.last_mut().map_or(&mut self.content, |open| &mut open.content)
    }

    fn push(&mut self, inline: Inline, span: Span) {
        self.level().push(Spanned::new(inline, span));
    }

    /// Writes the pending blank before what begins with `next`, outside of markup that is still
    /// empty.
    fn put_blank(&mut self, next: Option<char>, span: Span) {
        let joined = |c: Option<char>| c.is_some_and(is_cjk);
        let blank = match self.blank {
            Blank::None => false,
            Blank::LineEnd => !(joined(self.last) && joined(next)),
            Blank::Space => !self.last.is_some_and(is_wide_mark) && !next.is_some_and(is_wide_mark),
        };
        self.blank = Blank::None;
        if !blank || self.last.is_none() {
            return;
        }
        let place = span.within(0..0);
        self.outer().push(Spanned::new(Inline::Text(" ".into()), place));
    }

    /// The innermost content that is not in still empty markup.
    fn outer(&mut self) -> &mut Inlines {
        let empty = self.open.iter().rev().take_while(|open| open.content.is_empty()).count();
        match self.open.len() - empty {
            0 => &mut self.content,
            level => &mut self.open[level - 1].content,
        }
    }

    /// Adds a text of the source.
    pub(super) fn text(&mut self, text: &str, span: Span) {
        let exact = text.len() == (span.end - span.start) as usize;
        let mut at = 0;
        while at < text.len() {
            let rest = &text[at..];
            let blanks = rest.find(|c| !is_blank(c)).unwrap_or(rest.len());
            if blanks > 0 {
                self.note_blank(&rest[..blanks]);
                at += blanks;
                continue;
            }
            // Words with single blanks between them are one text.
            let end = word_end(rest);
            let place = if exact { span.within(at..at + end) } else { span };
            self.put_blank(rest.chars().next(), place);
            let words: String = rest[..end].chars().filter(|c| !is_invisible(*c)).collect();
            self.last = words.chars().next_back().or(self.last);
            if !words.is_empty() {
                self.broken = false;
                self.push(Inline::Text(words), place);
            }
            at += end;
        }
    }

    fn note_blank(&mut self, blanks: &str) {
        let line_end = blanks.contains('\n') && !blanks.contains('\u{a0}');
        self.blank = match self.blank {
            Blank::Space => Blank::Space,
            _ if line_end => Blank::LineEnd,
            _ => Blank::Space,
        };
    }

    /// Ends a word, without adding a blank between Han.
    pub(super) fn part(&mut self) {
        if self.blank == Blank::None {
            self.blank = Blank::LineEnd;
        }
    }

    /// Adds an inline that is not text.
    pub(super) fn atom(&mut self, inline: Inline, span: Span) {
        self.put_blank(Some('x'), span);
        self.last = Some('x');
        self.broken = false;
        self.push(inline, span);
    }

    /// Breaks the line.
    pub(super) fn line_break(&mut self, span: Span) {
        self.blank = Blank::None;
        self.last = None;
        if !self.is_empty() {
            self.broken = true;
            self.outer().push(Spanned::new(Inline::Break, span));
        }
    }

    /// Opens markup.
    pub(super) fn open(&mut self, wrap: Wrap, span: Span) {
        self.open.push(Open { wrap, span, content: Inlines::new() });
    }

    /// Closes the innermost markup.
    pub(super) fn close(&mut self) {
        let Some(Open { wrap, span, mut content }) = self.open.pop() else { return };
        // A line break at the end of the markup is moved behind it.
        let end = content.pop_if(|last| last.value == Inline::Break);
        self.put(wrap, span, content);
        self.level().extend(end);
    }

    fn put(&mut self, wrap: Wrap, span: Span, content: Inlines) {
        if content.is_empty() {
            return;
        }
        let same = |outer: &Open| outer.wrap == wrap;
        if self.open.iter().any(same) {
            // Bold inside bold adds nothing.
            self.level().extend(content);
        } else {
            let span = whole(&content).unwrap_or(span);
            let inline = wrap.around(content);
            // Editors write a new element for every change, so equal neighbours are joined.
            match self.level().last_mut() {
                Some(last)
                    if std::mem::discriminant(&last.value) == std::mem::discriminant(&inline)
                        && !matches!(wrap, Wrap::Link(_)) =>
                {
                    if let (Some(content), Some(more)) =
                        (last.value.content_mut(), inline.content())
                    {
                        content.extend(more.iter().cloned());
                        last.span.end = span.end;
                    }
                }
                _ => self.push(inline, span),
            }
        }
    }

    /// Takes the finished text. Open markup stays open.
    pub(super) fn take(&mut self, math: Delimiters) -> Vec<Line> {
        let mut open: Vec<(Wrap, Span)> = Vec::new();
        while let Some(last) = self.open.last() {
            open.push((last.wrap.clone(), last.span));
            self.close();
        }
        let content = std::mem::take(&mut self.content);
        *self = Self::default();
        for (wrap, span) in open.into_iter().rev() {
            self.open(wrap, span);
        }
        finished(content, math)
    }
}

/// A part of a run.
#[derive(Debug)]
pub(super) enum Line {
    /// Text.
    Text(Inlines),
    /// A formula on its own line.
    Math(String, Span),
}

/// Finishes a text: finds formulas, trims white space, applies typography.
fn finished(mut content: Inlines, math: Delimiters) -> Vec<Line> {
    join(&mut content);
    let mut lines = raw_math::split(content, math);
    for line in &mut lines {
        if let Line::Text(content) = line {
            trim(content);
            typeset(content);
        }
    }
    lines.retain(|line| !matches!(line, Line::Text(content) if content.is_empty()));
    lines
}

/// Joins adjacent texts.
fn join(content: &mut Inlines) {
    let mut joined: Inlines = Vec::with_capacity(content.len());
    for mut inline in content.drain(..) {
        match (&mut inline.value, joined.last_mut()) {
            (Inline::Text(text), Some(Spanned { value: Inline::Text(before), span, .. })) => {
                before.push_str(text);
                *span = Span { end: span.end.max(inline.span.end), ..*span };
            }
            (value, _) => {
                if let Some(content) = value.content_mut() {
                    join(content);
                }
                joined.push(inline);
            }
        }
    }
    *content = joined;
}

/// The bytes from the first of some inlines to the last.
pub(super) fn whole(content: &Inlines) -> Option<Span> {
    let spans = || content.iter().map(|inline| inline.span);
    let start = spans().map(|span| span.start).min()?;
    let end = spans().map(|span| span.end).max()?;
    Some(Span { start, end, ..content[0].span })
}

/// Pairs quotes and widens dashes, as in a deck.
fn typeset(content: &mut Inlines) {
    let mut first = Vec::new();
    let mut all = String::new();
    leaves(content, &mut |leaf| {
        match leaf {
            Inline::Text(text) => all.push_str(text),
            Inline::Break => all.push(' '),
            _ => all.push('x'),
        }
        first.push(first_char(leaf));
    });
    let mut typography = Typography::new(&all, Locale::default().words);
    let mut at = 0;
    leaves_mut(content, &mut |leaf| {
        at += 1;
        let next = first.get(at).copied().flatten();
        match leaf {
            Inline::Text(text) => *text = typography.text(text, next),
            Inline::Code(text) => typography.verbatim(text),
            Inline::Break => {}
            _ => typography.verbatim("x"),
        }
    });
}

fn first_char(leaf: &Inline) -> Option<char> {
    match leaf {
        Inline::Text(text) | Inline::Code(text) => text.chars().next(),
        Inline::Break => None,
        _ => Some('x'),
    }
}

fn leaves(content: &Inlines, visit: &mut impl FnMut(&Inline)) {
    for inline in content {
        match inline.content() {
            Some(content) => leaves(content, visit),
            None => visit(&inline.value),
        }
    }
}

fn leaves_mut(content: &mut Inlines, visit: &mut impl FnMut(&mut Inline)) {
    for inline in content {
        if inline.value.content().is_none() {
            visit(&mut inline.value);
        } else if let Some(content) = inline.value.content_mut() {
            leaves_mut(content, visit);
        }
    }
}

/// Length in bytes of the words at the start of a text that are separated by single blanks.
fn word_end(text: &str) -> usize {
    let mut end = 0;
    let mut previous: Option<char> = None;
    for (at, c) in text.char_indices() {
        if is_blank(c) {
            let next = text[at + c.len_utf8()..].chars().next();
            if c != ' ' || next.is_none_or(is_blank) || previous.is_none() {
                return at;
            }
        }
        end = at + c.len_utf8();
        previous = Some(c);
    }
    end
}

/// Whether a character is white space that HTML collapses, or the no-break space that pages indent
/// with.
fn is_blank(c: char) -> bool {
    matches!(c, ' ' | '\n' | '\t' | '\u{c}' | '\r' | '\u{a0}')
}

/// Whether a mark includes its own space.
fn is_wide_mark(c: char) -> bool {
    matches!(
        c,
        '、' | '。'
            | '，'
            | '；'
            | '：'
            | '？'
            | '！'
            | '（'
            | '）'
            | '「'
            | '」'
            | '『'
            | '』'
            | '【'
            | '】'
            | '《'
            | '》'
    )
}

/// Whether a character is invisible: byte-order marks, zero-width break opportunities.
pub(super) fn is_invisible(c: char) -> bool {
    matches!(c, '\u{200b}' | '\u{feff}' | '\u{ad}')
}

/// The picture that a line consists of, ignoring a link around it.
pub(super) fn lone_image(content: &Inlines) -> Option<(&Image, Span)> {
    let [one] = content.as_slice() else { return None };
    match &one.value {
        Inline::Image(image) => Some((image, one.span)),
        Inline::Link { content, .. } => lone_image(content),
        _ => None,
    }
}
