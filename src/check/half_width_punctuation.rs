//! ASCII punctuation between Han, or behind Han at the end of a line, where full-width marks
//! belong. Only in prose: never in code, addresses, formulas or between digits. A point counts at
//! the end only: inside, it may part the names of a foreigner.

use std::ops::Range;

use super::Context;
use crate::deck::block::visit_inlines;
use crate::deck::markdown::is_cjk;
use crate::deck::{Inline, Slide};
use crate::diag::{Diagnostic, Diagnostics, Sources, Span};

/// Half-width marks and what stands for them in Chinese.
const MARKS: [(char, char); 7] =
    [(',', '，'), (':', '：'), (';', '；'), ('?', '？'), ('!', '！'), ('(', '（'), (')', '）')];
/// The half-width mark at the end of a sentence, and the full-width one.
const POINT: (char, char) = ('.', '。');
/// The comma in Japanese.
const JAPANESE_COMMA: char = '、';

/// Reports each piece of text with such marks, with all of them corrected.
pub(super) fn check(context: &Context, findings: &mut Diagnostics) {
    let japanese = context.deck.meta.lang_region().0 == "ja";
    let language = if japanese { "Japanese" } else { "Chinese" };
    for view in &context.slides {
        for span in pieces(view.slide, context.sources) {
            let Some(found) = correct(context.sources, span, japanese) else { continue };
            let marks: Vec<String> = found.marks.iter().map(|mark| format!("`{mark}`")).collect();
            let message = format!("half-width {} in {language} text", marks.join(", "));
            findings.push(correction(
                view.finding_at("half-width-punctuation", found.span, message),
                &found,
            ));
        }
    }
}

fn correction(finding: Diagnostic, found: &Corrected) -> Diagnostic {
    finding
        .hint(format!("write `{}`; `llmslides check --fix` does", found.replacement))
        .fixed_by(found.span, found.replacement.clone())
}

/// The pieces of prose whose bytes are the author's: those in which every mark is where the
/// author wrote it. An address that is a link by itself is text, too, but no prose.
fn pieces(slide: &Slide, sources: &Sources) -> Vec<Span> {
    let mut spans = Vec::new();
    visit_inlines(slide, &mut |inline| {
        if let Inline::Text(text) = &inline.value
            && !text.contains("://")
            && !text.contains('@')
            && marks_of(text).eq(marks_of(sources.text(inline.span)))
        {
            spans.push(inline.span);
        }
    });
    spans
}

fn marks_of(text: &str) -> impl Iterator<Item = char> {
    text.chars().filter(|c| full(*c).is_some() || matches!(c, '&' | '`' | '<' | '\\'))
}

/// The full-width form of a mark that can stand anywhere.
fn full(mark: char) -> Option<char> {
    MARKS.iter().find(|(half, _)| *half == mark).map(|(_, full)| *full)
}

/// What to write for a mark.
fn corrected(mark: char, japanese: bool) -> char {
    match mark {
        ',' if japanese => JAPANESE_COMMA,
        mark if mark == POINT.0 => POINT.1,
        mark => full(mark).unwrap_or(mark),
    }
}

/// A corrected part of a piece.
struct Corrected {
    /// From the first mark to the last.
    span: Span,
    /// What belongs there.
    replacement: String,
    /// The marks, each once.
    marks: Vec<char>,
}

/// Corrects the marks of a piece; `None` if there is nothing to correct.
fn correct(sources: &Sources, span: Span, japanese: bool) -> Option<Corrected> {
    let file = &sources.get(span.file)?.text;
    file.get(span.range())?;
    let marks = wrong(file, span.range());
    let (first, last) = (marks.first()?, marks.last()?);
    let part = first.range.start..last.range.end;
    let (mut replacement, mut at) = (String::new(), part.start);
    let mut names = Vec::new();
    for mark in &marks {
        replacement.push_str(&file[at..mark.range.start]);
        replacement.push(corrected(mark.mark, japanese));
        at = mark.range.end;
        if !names.contains(&mark.mark) {
            names.push(mark.mark);
        }
    }
    Some(Corrected { span: Span::new(span.file, part), replacement, marks: names })
}

/// A mark that is wrong, and the blanks behind it, which the full-width one brings along.
struct Mark {
    mark: char,
    range: Range<usize>,
}

/// The marks in a piece that should be full-width.
fn wrong(file: &str, piece: Range<usize>) -> Vec<Mark> {
    let mut found = Vec::new();
    // Opening brackets that are wrong if their partner is, too.
    let mut open: Option<Mark> = None;
    let marks = |c: &char| full(*c).is_some() || *c == POINT.0;
    for (offset, mark) in file[piece.clone()].char_indices().filter(|(_, c)| marks(c)) {
        let at = piece.start + offset;
        let before = file[..at].chars().rev().find(|c| !is_markup(*c)).is_some_and(is_han);
        let rest = &file[at + 1..];
        let blanks = rest.len() - rest.trim_start_matches(' ').len();
        let after = |text: &str| text.chars().find(|c| !is_markup(*c)).is_some_and(is_han);
        let at_end =
            || rest.lines().next().is_none_or(|line| line.trim_matches(is_markup).is_empty());
        match mark {
            '(' => open = (before && after(rest)).then_some(Mark { mark, range: at..at + 1 }),
            ')' if before => {
                // The partner is in doubt as long as the text around both is.
                if let Some(open) = open.take() {
                    found.push(open);
                    found.push(Mark { mark, range: at..at + 1 });
                }
            }
            ')' => open = None,
            _ if before && at_end() => found.push(Mark { mark, range: at..at + 1 }),
            _ if mark == POINT.0 => {}
            _ if before && blanks <= 1 && after(&rest[blanks..]) => {
                found.push(Mark { mark, range: at..at + 1 + blanks });
            }
            _ => {}
        }
    }
    found.sort_by_key(|mark| mark.range.start);
    found
}

/// Emphasis, quotes and full-width brackets around a word do not part it from its mark.
fn is_markup(c: char) -> bool {
    matches!(c, '*' | '_' | '~' | '=' | '"') || "“”‘’《》「」『』（）【】〈〉".contains(c)
}

/// Han and kana, without the punctuation that is set with them.
fn is_han(c: char) -> bool {
    is_cjk(c) && c.is_alphanumeric()
}
