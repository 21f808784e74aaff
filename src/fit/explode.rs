//! What is too tall for a page becomes several that can be parted: a paragraph its sentences, an
//! item the items in it under its words again. Pure.

use super::columns::shares;
use super::{balance, pieces};
use crate::deck::{Block, Definition, Inline, Inlines, Item, Slide, Spanned};

/// Something that is too tall.
#[derive(Debug, Clone, Copy)]
pub(super) struct Tall {
    /// Index of its block on the slide.
    pub(super) block: usize,
    /// Its index in the block; `None`: the block itself.
    pub(super) inner: Option<usize>,
    /// About how many pieces it has to become.
    pub(super) chunks: usize,
}

/// A block as several; `None` if it is one thing. `tall` says which pieces of it are too tall.
pub(super) fn explode(block: &Spanned<Block>, tall: &[Tall]) -> Option<Vec<Spanned<Block>>> {
    let chunks = tall.iter().map(|tall| tall.chunks).max()?;
    // What is alone in its block is not counted.
    let of = |index: usize| tall.iter().find(|tall| tall.inner.unwrap_or(0) == index);
    let again = |value: Block| Spanned::new(value, block.span);
    let parts: Vec<Spanned<Block>> = match &block.value {
        Block::Paragraph(content) => {
            sentences(content).into_iter().map(|content| again(Block::Paragraph(content))).collect()
        }
        Block::Quote(blocks) => {
            chunked(blocks, chunks).into_iter().map(|blocks| again(Block::Quote(blocks))).collect()
        }
        Block::Alert { kind, title, blocks } => chunked(blocks, chunks)
            .into_iter()
            .map(|blocks| again(Block::Alert { kind: *kind, title: title.clone(), blocks }))
            .collect(),
        Block::Columns(columns) => {
            let sets = shares(columns, chunks);
            sets.into_iter().map(|columns| again(Block::Columns(columns))).collect()
        }
        Block::List { kind, items } => {
            let parts: Vec<Spanned<Item>> = each(items, of, item_chunks);
            let grown = parts.len() > items.len();
            return grown.then(|| vec![again(Block::List { kind: *kind, items: parts })]);
        }
        Block::Definitions(all) => {
            let parts: Vec<Spanned<Definition>> = each(all, of, definition_chunks);
            return (parts.len() > all.len()).then(|| vec![again(Block::Definitions(parts))]);
        }
        _ => return None,
    };
    (parts.len() > 1).then_some(parts)
}

/// The members of a block, those that are too tall as several.
fn each<'t, T: Clone>(
    all: &[Spanned<T>],
    tall: impl Fn(usize) -> Option<&'t Tall>,
    chunks: impl Fn(&Spanned<T>, usize) -> Vec<Spanned<T>>,
) -> Vec<Spanned<T>> {
    let parts = all.iter().enumerate().flat_map(|(index, one)| match tall(index) {
        Some(tall) => chunks(one, tall.chunks),
        None => vec![one.clone()],
    });
    parts.collect()
}

/// An item as several: each begins with the words of the item, if there is more in it than these.
fn item_chunks(item: &Spanned<Item>, chunks: usize) -> Vec<Spanned<Item>> {
    let (words, rest) = match item.blocks.split_first() {
        Some((words @ Spanned { value: Block::Paragraph(_), .. }, rest)) if !rest.is_empty() => {
            (Some(words), rest)
        }
        _ => (None, item.blocks.as_slice()),
    };
    let chunk = |blocks: Vec<Spanned<Block>>| {
        let blocks = words.cloned().into_iter().chain(blocks).collect();
        Spanned::new(Item { done: item.done, blocks }, item.span)
    };
    chunked(rest, chunks).into_iter().map(chunk).collect()
}

/// A definition as several, each of the same term.
fn definition_chunks(all: &Spanned<Definition>, chunks: usize) -> Vec<Spanned<Definition>> {
    let chunk = |blocks| Spanned::new(Definition { term: all.term.clone(), blocks }, all.span);
    chunked(&all.blocks, chunks).into_iter().map(chunk).collect()
}

/// Blocks in about so many runs of about the same length; fewer if they cannot be parted so often.
fn chunked(blocks: &[Spanned<Block>], chunks: usize) -> Vec<Vec<Spanned<Block>>> {
    let blocks = match blocks {
        [one] => {
            let tall = Tall { block: 0, inner: None, chunks };
            explode(one, &[tall]).unwrap_or_else(|| vec![one.clone()])
        }
        many => many.to_vec(),
    };
    let origins: Vec<usize> = blocks.iter().map(|block| block.span.start as usize).collect();
    let slide = Slide { blocks, ..Slide::default() };
    let all = pieces::pieces(&slide, false);
    let weights: Vec<f64> = all.iter().map(|piece| pieces::weight(&slide, piece)).collect();
    let cuts = balance::by_weight(&weights, chunks, 1);
    let runs = balance::runs(&cuts, all.len());
    runs.map(|run| pieces::select(&slide, &all[run], &origins).blocks).collect()
}

/// A paragraph parted after its sentences; each keeps the markup around it.
fn sentences(content: &Inlines) -> Vec<Inlines> {
    let mut sentences: Vec<Inlines> = Vec::new();
    let mut sentence: Inlines = Vec::new();
    for inline in content {
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
        // Places inside the text are exact only where the author wrote just this.
        let exact = (inline.span.end - inline.span.start) as usize == text.len();
        let mut from = 0;
        for end in sentence_ends(text) {
            let span = if exact { inline.span.within(from..end) } else { inline.span };
            sentence.push(Spanned::new(Inline::Text(text[from..end].to_owned()), span));
            from = end;
            if end < text.len() || ends_sentence(text) {
                sentences.push(std::mem::take(&mut sentence));
            }
        }
    }
    sentences.extend((!sentence.is_empty()).then_some(sentence));
    sentences
}

/// Strong or otherwise marked text as several pieces of the same kind; never empty.
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

/// The ends of the sentences in a text; the last is the end of the text. Where there is none for
/// long, the end of a clause does.
fn sentence_ends(text: &str) -> Vec<usize> {
    /// Characters after which a comma is good enough.
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
