//! Splits text after its sentences, or wherever it can be split at all. Pure.

use crate::deck::{Inline, Inlines, Spanned};

/// Splits a text after its sentences; if it is one sentence, after its clauses and around markup.
pub(super) fn parted(content: &Inlines) -> Vec<Inlines> {
    let parts = sentences(content);
    if parts.len() > 1 { parts } else { clauses(content) }
}

/// Splits a sentence after its commas and where markup begins or ends. A footnote stays with the
/// word it belongs to.
fn clauses(content: &Inlines) -> Vec<Inlines> {
    let mut clauses: Vec<Inlines> = Vec::new();
    let mut after_mark = true;
    for inline in content {
        let is_mark = |c: char| matches!(c, '，' | '、' | '：' | ',' | '）' | ')' | ' ');
        let pieces = match &inline.value {
            Inline::Text(text) => pieces_of(text, inline, clause_ends(text, is_mark)),
            Inline::Link { url, content } => links(url, content, inline),
            _ => vec![inline.clone()],
        };
        for piece in pieces {
            let opens = after_mark || !matches!(piece.value, Inline::Text(_));
            match clauses.last_mut().filter(|_| follows(&piece) || !opens) {
                Some(clause) => clause.push(piece.clone()),
                None => clauses.push(vec![piece.clone()]),
            }
            after_mark = match &piece.value {
                Inline::Text(text) => text.ends_with(is_mark),
                _ => false,
            };
        }
    }
    clauses
}

/// A link as it is, or, if it is an address of many lines, as several links with the same target.
fn links(url: &str, content: &Inlines, inline: &Spanned<Inline>) -> Vec<Spanned<Inline>> {
    /// A text of so many characters surely takes only a few lines.
    const MOST: usize = 120;
    let [Spanned { value: Inline::Text(text), .. }] = content.as_slice() else {
        return vec![inline.clone()];
    };
    let ends = text.char_indices().map(|(at, _)| at).step_by(MOST).skip(1).chain([text.len()]);
    let pieces = pieces_of(text, &content[0], ends.collect());
    let link = |piece| Inline::Link { url: url.to_owned(), content: vec![piece] };
    pieces.into_iter().map(|piece| Spanned::new(link(piece), inline.span)).collect()
}

/// Whether an inline belongs to what is before it: scripts, footnotes.
fn follows(inline: &Spanned<Inline>) -> bool {
    matches!(inline.value, Inline::Footnote(_) | Inline::Super(_) | Inline::Sub(_))
}

/// Where the clauses of a text end; the last is the end of the text.
fn clause_ends(text: &str, is_mark: impl Fn(char) -> bool) -> Vec<usize> {
    let ends = text.char_indices().filter(|(_, c)| is_mark(*c)).map(|(at, c)| at + c.len_utf8());
    let mut ends: Vec<usize> = ends.collect();
    if ends.last() != Some(&text.len()) {
        ends.push(text.len());
    }
    ends
}

/// Splits a paragraph after its sentences; each part keeps the markup around it.
fn sentences(content: &Inlines) -> Vec<Inlines> {
    let mut sentences: Vec<Inlines> = Vec::new();
    let mut sentence: Inlines = Vec::new();
    for inline in content {
        // Scripts and footnotes belong to what stands before them.
        if follows(inline)
            && sentence.is_empty()
            && let Some(before) = sentences.last_mut()
        {
            before.push(inline.clone());
            continue;
        }
        let Inline::Text(text) = &inline.value else {
            let parts = wrapped_sentences(inline);
            let last = parts.len() - 1;
            for (index, part) in parts.into_iter().enumerate() {
                sentence.push(part);
                if index < last || matches!(inline.value, Inline::Break) {
                    sentences.push(std::mem::take(&mut sentence));
                }
            }
            continue;
        };
        let pieces = pieces_of(text, inline, sentence_ends(text));
        let last = pieces.len() - 1;
        for (index, piece) in pieces.into_iter().enumerate() {
            sentence.push(piece);
            if index < last || ends_sentence(text) {
                sentences.push(std::mem::take(&mut sentence));
            }
        }
    }
    sentences.extend((!sentence.is_empty()).then_some(sentence));
    sentences
}

/// A text split at these places, the last of which is its end; never empty.
fn pieces_of(text: &str, inline: &Spanned<Inline>, ends: Vec<usize>) -> Vec<Spanned<Inline>> {
    // Places inside the text are exact only if it has the same length as in the source.
    let exact = (inline.span.end - inline.span.start) as usize == text.len();
    let mut from = 0;
    let pieces = ends.into_iter().map(|end| {
        let span = if exact { inline.span.within(from..end) } else { inline.span };
        let piece = Spanned::new(Inline::Text(text[from..end].to_owned()), span);
        from = end;
        piece
    });
    pieces.collect()
}

/// Splits marked-up text into several pieces with the same markup; never empty.
fn wrapped_sentences(inline: &Spanned<Inline>) -> Vec<Spanned<Inline>> {
    let whole = || vec![inline.clone()];
    if matches!(inline.value, Inline::Link { .. } | Inline::Footnote(_)) {
        return whole();
    }
    let Some(content) = inline.value.content() else { return whole() };
    let parts = sentences(content).into_iter().map(|part| {
        let mut piece = inline.clone();
        if let Some(content) = piece.value.content_mut() {
            *content = part;
        }
        piece
    });
    let parts: Vec<Spanned<Inline>> = parts.collect();
    if parts.is_empty() { whole() } else { parts }
}

/// Whether a text ends with a sentence.
fn ends_sentence(text: &str) -> bool {
    text.trim_end_matches(['”', '’', '」', '』', '）', ' ']).ends_with(['。', '！', '？', '；'])
        || text.ends_with(". ")
}

/// The ends of the sentences in a text; the last is the end of the text. In a long sentence the end
/// of a clause counts as well.
fn sentence_ends(text: &str) -> Vec<usize> {
    /// Characters after which the end of a clause counts.
    const LONG: usize = 120;
    let mut ends = Vec::new();
    let mut length = 0;
    let mut chars = text.char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        length += 1;
        let next = chars.peek().map(|(_, next)| *next);
        let closing = |c: char| matches!(c, '”' | '’' | '」' | '』' | '）' | ')' | '"');
        if next.is_some_and(|next| closing(next) || matches!(next, '。' | '！' | '？')) {
            continue;
        }
        let before = text[..at].chars().next_back();
        let stop = |c: char| matches!(c, '。' | '！' | '？' | '；');
        let full = stop(c)
            || closing(c) && before.is_some_and(stop)
            || c == ' ' && before.is_some_and(|b| matches!(b, '.' | '!' | '?'));
        let clause = length > LONG && matches!(c, '，' | '、' | ',' | ' ')
            || length > 2 * LONG && !c.is_ascii_alphanumeric()
            || length > 4 * LONG;
        if full || clause {
            ends.push(at + c.len_utf8());
            length = 0;
        }
    }
    if ends.last() != Some(&text.len()) {
        ends.push(text.len());
    }
    ends
}

#[cfg(test)]
mod tests {
    use super::sentence_ends;

    #[test]
    fn sentences_end_behind_their_quotes() {
        let text = "他说：“好。”然后走了。Then. End";
        let ends = sentence_ends(text);
        let mut from = 0;
        let parts: Vec<&str> = ends
            .iter()
            .map(|&end| {
                let part = &text[from..end];
                from = end;
                part
            })
            .collect();
        assert_eq!(parts, ["他说：“好。”", "然后走了。", "Then. ", "End"]);
    }
}
