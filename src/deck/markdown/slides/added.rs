//! What the front matter adds to the slides of a deck: the title slide and the agenda.

use crate::deck::block::{plain_text, visit_blocks_mut, visit_inlines_mut};
use crate::deck::markdown::dialect::Dialect;
use crate::deck::markdown::{self, Split};
use crate::deck::{Block, Deck, Inline, Inlines, Item, Section, Slide, Spanned};
use crate::diag::Span;

/// So few that a list of them is not needed.
const ENOUGH: usize = 3;
/// So many that a list of them helps nobody.
const MANY: usize = 24;

/// Adds to a deck by headings what its front matter makes: the title slide and the agenda.
pub(crate) fn complete(deck: &mut Deck) {
    add_title(deck, Split::Headings, Dialect::Own, plain);
    add_agenda(deck, Split::Headings, Dialect::Own);
}

/// Fills the lists that stand for the contents of the deck: with its sections, or else its slides.
pub(super) fn fill_contents(deck: &mut Deck) {
    let mut names: Vec<Inlines> = deck
        .talk()
        .iter()
        .filter_map(|section| section.divider.as_ref())
        .map(|slide| slide.title.clone())
        .collect();
    let has_sections = !names.is_empty();
    if !has_sections {
        let is_listed = |slide: &&Slide| {
            !matches!(slide.layout.as_str(), "title" | "agenda" | "closing")
                && !slide.title.is_empty()
                && !is_alone(slide)
        };
        let listed: Vec<&Slide> = deck.talk_slides().filter(is_listed).collect();
        // Those with nothing but a title stand for what follows them.
        let heads: Vec<&Slide> =
            listed.iter().copied().filter(|slide| slide.blocks.is_empty()).collect();
        let is_long = listed.len() > MANY && (ENOUGH..=MANY).contains(&heads.len());
        let shown = if is_long { heads } else { listed };
        names = shown.into_iter().map(|slide| slide.title.clone()).collect();
        names.dedup_by_key(|title| plain_text(title));
    }
    for slide in deck.slides_mut() {
        let is_alone = is_alone(slide);
        visit_blocks_mut(&mut slide.blocks, &mut |block| fill(block, &names));
        if is_alone {
            slide.layout = "agenda".into();
        }
        if is_alone && has_sections {
            slide.blocks.clear();
        }
    }
}

/// Whether a slide shows the contents and nothing else.
fn is_alone(slide: &Slide) -> bool {
    matches!(slide.blocks.as_slice(), [block] if is_contents(block))
}

fn is_contents(block: &Spanned<Block>) -> bool {
    matches!(&block.value, Block::List { items, .. } if items.is_empty())
}

fn fill(block: &mut Spanned<Block>, names: &[Inlines]) {
    let (is_empty, place) = (is_contents(block), block.span);
    if let (true, Block::List { items, .. }) = (is_empty, &mut block.value) {
        *items = names
            .iter()
            .map(|name| {
                // Places tell items apart.
                let span = name.first().map_or(place, |first| first.span);
                let text = Spanned::new(Block::Paragraph(name.clone()), span);
                Spanned::new(Item { done: None, blocks: vec![text] }, span)
            })
            .collect();
    }
}

/// Puts the title slide that the front matter describes before everything else.
/// `line` says what its texts are.
pub(super) fn add_title(
    deck: &mut Deck,
    split: Split,
    dialect: Dialect,
    line: fn(&str, Span) -> Inlines,
) {
    let Some(title) = deck.meta.title.clone() else { return };
    let has_title = deck.slides().any(|slide| slide.layout == "title");
    if has_title || split == Split::Rulers && !dialect.manner().makes_title {
        return;
    }
    let (title_span, subtitle_span) = (deck.meta.span("title"), deck.meta.span("subtitle"));
    let title = line(&title, title_span);
    deck.meta.title = Some(plain_text(&title));
    let subtitle = deck.meta.subtitle.clone().map(|subtitle| line(&subtitle, subtitle_span));
    deck.meta.subtitle = subtitle.as_ref().map(|subtitle| plain_text(subtitle));
    let subtitle = subtitle.map(|subtitle| Spanned::new(Block::Paragraph(subtitle), subtitle_span));
    let slides = &mut deck.sections[0].slides;
    let notes = match slides.first() {
        Some(first) if first.title.is_empty() && first.blocks.is_empty() => slides.remove(0).notes,
        _ => String::new(),
    };
    let slide = Slide {
        title,
        span: title_span,
        layout: "title".into(),
        blocks: subtitle.into_iter().collect(),
        notes,
        ..Slide::default()
    };
    slides.insert(0, slide);
}

/// A text without markup.
fn plain(text: &str, span: Span) -> Inlines {
    vec![Spanned::new(Inline::Text(text.to_owned()), span)]
}

/// A text in which `**`, `$` and `<br>` mean what they do in a heading.
pub(super) fn marked(text: &str, span: Span) -> Inlines {
    if !text.contains(['*', '$', '<', '_', '`', '[', '&']) {
        return plain(text, span);
    }
    let mut deck = markdown::read_text(&format!("## {text}\n"));
    let Some(slide) = deck.slides_mut().next() else { return plain(text, span) };
    visit_inlines_mut(slide, &mut |inline| inline.span = span);
    std::mem::take(&mut slide.title)
}

/// Adds an agenda behind the title slide if the deck has enough sections and none of its own. The decks of
/// other tools have to ask for it.
pub(super) fn add_agenda(deck: &mut Deck, split: Split, dialect: Dialect) {
    let sections = deck.talk().iter().filter(|section| section.divider.is_some()).count();
    let by_itself =
        dialect == Dialect::Own && split == Split::Headings && (ENOUGH..MANY).contains(&sections);
    let wanted = deck.meta.agenda.unwrap_or(by_itself);
    // A heading may have made the title slide, in a run of its own.
    let is_empty = |section: &Section| section.divider.is_none() && section.slides.is_empty();
    let begin = deck.sections.iter().position(|section| !is_empty(section)).unwrap_or(0);
    let is_title = |section: &Section| {
        section.divider.is_none()
            && section.slides.first().is_some_and(|slide| slide.layout == "title")
    };
    let title = deck.sections.get(begin).is_some_and(is_title);
    if !wanted || sections == 0 || deck.slides().any(|slide| slide.layout == "agenda") {
        return;
    }
    let word = deck.meta.locale().words.agenda.clone();
    let slide = Slide {
        title: vec![Spanned::new(Inline::Text(word), Span::DETACHED)],
        layout: "agenda".into(),
        ..Slide::default()
    };
    let (run, at) = if title { (begin, 1) } else { (0, 0) };
    deck.sections[run].slides.insert(at, slide);
}
