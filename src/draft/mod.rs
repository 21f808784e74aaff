//! [`Article`] → a deck worth editing. Slides carry the short form, whole clauses chosen from the
//! text; everything the article says is in the notes, in order; where each sentence went is proved
//! on the finished deck. Pure: no files, no clock.
//!
//! `outline` finds the parts, `sections` makes dividers and the end, `parts`, `slides`, `lists`
//! and `prose` choose layouts by the shape of the content, `choose` picks clauses by `weights`, `account` looks for
//! every sentence.

pub(crate) mod account;
mod choose;
mod compare;
mod dates;
pub(crate) mod json;
mod lists;
mod outline;
mod parts;
mod plan;
mod points;
mod prose;
mod runs;
mod sections;
mod slides;
mod terms;
mod titles;
mod weights;

use crate::article::Article;
use crate::deck::block::{plain_text, visit_blocks};
use crate::deck::markdown::write::{Care, write_inlines};
use crate::deck::{Block, Deck, Slide, language, markdown};
use crate::diag::{Sources, Span};
use account::Account;
use slides::Slides;
use weights::Weights;

/// A drafted deck.
#[derive(Debug)]
pub(crate) struct Draft {
    /// The deck, with the title slide and the agenda that its front matter makes. Places are those
    /// of the article.
    pub(crate) deck: Deck,
    /// The same as Markdown.
    pub(crate) markdown: String,
    /// For each slide why it came out so; empty for a title, an agenda or a divider.
    pub(crate) reasons: Vec<Vec<String>>,
    /// Where every sentence went.
    pub(crate) account: Account,
}

/// How a deck is drafted.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Options<'a> {
    /// The title of an article that has none.
    pub(crate) name: &'a str,
    /// What leads from the deck's folder to the article's, with a slash at its end; empty if they are
    /// the same.
    pub(crate) folder: &'a str,
    /// Whether the Markdown says for each slide where its text stands in the article.
    pub(crate) provenance: bool,
}

/// Drafts the deck of an article.
pub(crate) fn draft(article: &Article, sources: &Sources, options: Options) -> Draft {
    let language = article.locale().words;
    let weights = Weights::of(&words(article), language);
    let title = article.title.as_ref().map(|title| title.to_lowercase()).unwrap_or_default();
    let transcript = is_transcript(article);
    let slides = Slides { weights: &weights, language, title, transcript };
    let made = sections::make(article, &slides, options.name);
    let (mut deck, mut reasons) = (made.deck, made.reasons);
    // What is read back has to be found in the same language as the article.
    if deck.meta.lang.is_none() && language::letters(&deck).language() != article.lang {
        deck.meta.lang = Some(article.lang.to_owned());
    }
    let opened = deck.slides().next().is_some_and(|slide| slide.title.is_empty());
    markdown::complete(&mut deck);
    // What was said before the first slide is said to the title slide now.
    if !opened {
        reasons.insert(0, Vec::new());
    }
    if reasons.len() < deck.slides().count() {
        reasons.insert(1, Vec::new());
    }
    let places: Vec<Span> = deck.slides().map(place).collect();
    let remark = |index: usize| -> Option<String> {
        let span = places.get(index).filter(|_| options.provenance)?;
        let [first, last] = json::lines(*span, sources)?;
        Some(if first == last { format!("line {first}") } else { format!("lines {first}-{last}") })
    };
    let mut text = markdown::write::write(&deck, &remark);
    let mut account = Account::of(article, &markdown::write::read_back(&text));
    if account.lost().next().is_some() {
        say_lost(&mut deck, &account);
        text = markdown::write::write(&deck, &remark);
        account = Account::of(article, &markdown::write::read_back(&text));
    }
    Draft { deck, markdown: text, reasons, account }
}

/// What no slide took is said to the slide that has what stands before it in the article.
fn say_lost(deck: &mut Deck, account: &Account) {
    let mut lost: Vec<(usize, String)> = Vec::new();
    let mut at = 0;
    for unit in &account.units {
        match unit.place.said.or(unit.place.shown) {
            Some(slide) => at = slide - 1,
            None => {
                let text = titles::plain(&unit.text);
                lost.push((at, write_inlines(&text, true, Care::Full)));
            }
        }
    }
    let slides = deck.sections.iter_mut().flat_map(|s| s.divider.iter_mut().chain(&mut s.slides));
    for (index, slide) in slides.enumerate() {
        for (_, text) in lost.iter().filter(|(at, _)| *at == index) {
            slide.notes = format!("{}\n\n{text}", slide.notes).trim_start().to_owned();
        }
    }
}

/// Where the text of a slide stands in the article.
pub(crate) fn place(slide: &Slide) -> Span {
    let mut all = slide.span;
    visit_blocks(&slide.blocks, &mut |block| {
        if all.is_attached() && block.span.is_attached() {
            all = Span {
                start: all.start.min(block.span.start),
                end: all.end.max(block.span.end),
                ..all
            };
        }
    });
    all
}

/// Whether an article is what several people say in turn: its paragraphs begin with few names.
fn is_transcript(article: &Article) -> bool {
    const FEWEST: usize = 6;
    let led = article.blocks.iter().filter_map(|block| match &block.value {
        Block::Paragraph(content) => {
            let run = runs::Run::new(content);
            terms::lead(&run).map(|lead| run.text[lead.term].to_owned())
        }
        _ => None,
    });
    let speakers: Vec<String> = led.collect();
    let mut names = speakers.clone();
    names.sort();
    names.dedup();
    speakers.len() >= FEWEST && names.len() * 2 <= speakers.len()
}

/// Everything that an article says.
fn words(article: &Article) -> String {
    let mut out = String::new();
    visit_blocks(&article.blocks, &mut |block| match &block.value {
        Block::Paragraph(content) | Block::Heading { content, .. } => {
            out.push_str(&plain_text(content));
            out.push('\n');
        }
        _ => {}
    });
    out
}
