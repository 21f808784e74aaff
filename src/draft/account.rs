//! Where each sentence of an article ended up in its deck. The finished Markdown is parsed again
//! and searched, so that mistakes of the earlier steps are found.

use crate::article::{Article, Aside};
use crate::deck::block::{plain_text, visit_blocks, visit_inlines};
use crate::deck::{Block, Deck, Inline, Inlines, Slide, Spanned, markdown};
use crate::diag::Span;

use super::runs::Run;

/// Where a sentence is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Place {
    /// The slide that shows the whole sentence, from 1.
    pub(crate) shown: Option<usize>,
    /// The slide that shows a clause of it, from 1.
    pub(crate) in_part: Option<usize>,
    /// The slide whose notes have it, from 1.
    pub(crate) said: Option<usize>,
}

/// A sentence, heading, cell or listing of the article.
#[derive(Debug, Clone)]
pub(crate) struct Unit {
    /// What it says.
    pub(crate) text: String,
    /// Where it stands in the article.
    pub(crate) span: Span,
    /// Where it is in the deck.
    pub(crate) place: Place,
}

/// Everything that an article says, and where it ended up.
#[derive(Debug, Default)]
pub(crate) struct Account {
    /// Every sentence of the text, in order.
    pub(crate) units: Vec<Unit>,
    /// What was left out as not belonging to the text, with reasons.
    pub(crate) aside: Vec<Aside>,
}

impl Account {
    /// Looks for every sentence of an article in a deck.
    pub(crate) fn of(article: &Article, deck: &Deck) -> Self {
        let mut units = Vec::new();
        for text in article.title.iter().chain(&article.subtitle).chain(&article.contents) {
            push(&mut units, &text.value, text.span);
        }
        visit_blocks(&article.blocks, &mut |block| units_of(block, &mut units));
        let slides = Slides::of(deck);
        let mut at = 0;
        for unit in &mut units {
            unit.place = slides.place(&unit.text, &mut at);
        }
        Self { units, aside: article.aside.clone() }
    }

    /// The number of sentences that a slide shows whole.
    pub(crate) fn shown(&self) -> usize {
        self.units.iter().filter(|unit| unit.place.shown.is_some()).count()
    }

    /// The number of sentences of which a slide shows a part.
    pub(crate) fn in_part(&self) -> usize {
        self.units.iter().filter(|u| u.place.shown.is_none() && u.place.in_part.is_some()).count()
    }

    /// The number of sentences that the notes have.
    pub(crate) fn said(&self) -> usize {
        self.units.iter().filter(|unit| unit.place.said.is_some()).count()
    }

    /// Share of the sentences that are shown or said, in per cent.
    pub(crate) fn coverage(&self) -> f64 {
        let all = self.units.len().max(1) as f64;
        100.0 * (all - self.lost().count() as f64) / all
    }

    /// Sentences that are neither shown nor in the notes. Any is a bug of this program.
    pub(crate) fn lost(&self) -> impl Iterator<Item = &Unit> {
        self.units.iter().filter(|unit| unit.place.shown.is_none() && unit.place.said.is_none())
    }
}

fn push(units: &mut Vec<Unit>, text: &str, span: Span) {
    if text.contains(char::is_alphanumeric) {
        units.push(Unit { text: text.to_owned(), span, place: Place::default() });
    }
}

fn units_of(block: &Spanned<Block>, units: &mut Vec<Unit>) {
    let mut sentences = |content: &Inlines, whole: bool| {
        let run = Run::new(content);
        match whole {
            true => push(units, &run.text, block.span),
            false => {
                let places = places(content);
                for range in run.sentences() {
                    let inline = places.partition_point(|(end, _)| *end <= range.start);
                    let span = places.get(inline).map_or(block.span, |(_, span)| *span);
                    push(units, &run.text[range], span);
                }
            }
        }
        footnotes(content, &mut |content| push(units, &plain_text(content), block.span));
    };
    match &block.value {
        Block::Paragraph(content) => sentences(content, false),
        Block::Heading { content, .. } => sentences(content, true),
        Block::Definitions(all) => all.iter().for_each(|one| sentences(&one.term, true)),
        Block::Table(table) => {
            let cells = table.head.iter().chain(table.rows.iter().flatten());
            cells.for_each(|cell| sentences(cell, true));
        }
        Block::Code { text, .. } | Block::Math(text) | Block::Typst { source: text, .. } => {
            push(units, text, block.span);
        }
        Block::Image(image) => {
            for text in [Some(&image.alt), image.caption.as_ref()].into_iter().flatten() {
                push(units, text, block.span);
            }
        }
        Block::Alert { title: Some(title), .. } => push(units, title, block.span),
        _ => {}
    }
}

fn footnotes(content: &Inlines, visit: &mut impl FnMut(&Inlines)) {
    for inline in content {
        match &inline.value {
            Inline::Footnote(inner) => visit(inner),
            value => footnotes(value.content().unwrap_or(&Vec::new()), visit),
        }
    }
}

/// Where each inline ends in the plain text, and its place in the file.
fn places(content: &Inlines) -> Vec<(usize, Span)> {
    let mut end = 0;
    let places = content.iter().map(|inline| {
        end += plain_text(std::slice::from_ref(inline)).len();
        (end, inline.span)
    });
    places.collect()
}

/// The text of each slide and of its notes, reduced to letters and digits.
struct Slides {
    shown: Vec<String>,
    said: Vec<String>,
}

impl Slides {
    fn of(deck: &Deck) -> Self {
        let shown = deck.slides().map(shown).collect();
        let said = deck.slides().map(|slide| letters(&markdown::plain(&slide.notes))).collect();
        Self { shown, said }
    }

    /// Finds a sentence. The search begins at the slide where the one before was found.
    fn place(&self, text: &str, at: &mut usize) -> Place {
        let wanted = letters(text);
        let count = self.shown.len();
        let order = || (*at..count).chain(0..*at);
        let find = |texts: &[String]| order().find(|slide| texts[*slide].contains(&wanted));
        let said = find(&self.said);
        // A sentence in the notes of a slide can only be shown on that slide.
        let shown = match said {
            Some(slide) if !self.shown[slide].contains(&wanted) => None,
            Some(slide) => Some(slide),
            None => find(&self.shown),
        };
        *at = said.or(shown).unwrap_or(*at);
        let in_part = said.filter(|slide| self.shows_clause(*slide, text));
        Place {
            shown: shown.map(|s| s + 1),
            in_part: in_part.map(|s| s + 1),
            said: said.map(|s| s + 1),
        }
    }

    fn shows_clause(&self, slide: usize, text: &str) -> bool {
        const FEWEST: usize = 3;
        let mut clauses =
            text.split(['，', '。', '；', '：', ',', ';', ':', '！', '？']).map(letters);
        clauses
            .any(|clause| clause.chars().count() >= FEWEST && self.shown[slide].contains(&clause))
    }
}

/// All text on a slide.
fn shown(slide: &Slide) -> String {
    let mut out = plain_text(&slide.title);
    visit_blocks(&slide.blocks, &mut |block| match &block.value {
        Block::Code { text, .. } | Block::Math(text) | Block::Typst { source: text, .. } => {
            out.push_str(text);
        }
        Block::Image(image) => {
            out.push_str(&image.alt);
            out.push_str(image.caption.as_deref().unwrap_or_default());
        }
        Block::Alert { title: Some(title), .. } => out.push_str(title),
        _ => {}
    });
    let body = Slide { title: Inlines::new(), ..slide.clone() };
    visit_inlines(&body, &mut |inline| match &inline.value {
        Inline::Text(text) | Inline::Code(text) | Inline::Math(text) => out.push_str(text),
        _ => {}
    });
    letters(&out)
}

/// The letters and digits of a text, by which texts are compared whatever their spacing,
/// punctuation and markup.
fn letters(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}
