//! [`Article`] → a deck worth editing. Slides show a short form made of whole clauses of the text;
//! the notes have everything the article says, in order; where each sentence ended up is checked on
//! the finished deck. Pure: no files, no clock.
//!
//! `outline` finds the parts. `segment` makes units of what stands below each heading: sentences
//! with their roles (`roles`) and what is shown of them (`shorten`), groups of members (`members`,
//! `ordered`, `comparison`), objects, numbers as charts (`series`); `ties` says which of them
//! belong together (`sides`: on which side of its pictures an article speaks of them), and `parallel` makes one group of parallel parts. `choose` decides what is
//! shown, `cut` what shares a slide, `compose` on the layout and `headlines` on the title (`topics`: what a slide speaks of);
//! `sections` makes the deck, and `account` looks for every sentence.

pub(crate) mod account;
mod captions;
pub(crate) mod choice;
mod choose;
mod claims;
mod comparison;
mod compose;
mod cut;
mod gist;
mod headlines;
pub(crate) mod json;
mod line_map;
mod listings;
mod members;
mod ordered;
mod outline;
mod parallel;
mod passages;
mod plan;
mod quotes;
mod roles;
mod runs;
mod sections;
mod segment;
mod sentences;
mod series;
mod shorten;
mod sides;
mod speakers;
mod standing;
mod terms;
mod ties;
mod titles;
mod topics;
mod translation;
mod units;
mod weigh;
mod weights;
mod words;

use crate::article::Article;
use crate::deck::block::{plain_text, visit_blocks};
use crate::deck::markdown::write::{Care, write_inlines};
use crate::deck::{Block, Deck, Slide, language, markdown};
use crate::diag::{Sources, Span};
use account::Account;
use choice::outline::Outline;
use choice::{Plan, Refusal};
use choose::Chosen;
use sections::Making;
use weights::Weights;

/// A drafted deck.
#[derive(Debug)]
pub(crate) struct Draft {
    /// The deck, with the title slide and the agenda that its front matter makes. Places are those
    /// of the article.
    pub(crate) deck: Deck,
    /// The same as Markdown.
    pub(crate) markdown: String,
    /// The byte of the Markdown at which each slide begins.
    starts: Vec<usize>,
    /// The decisions, as a plan that gives the same deck.
    pub(crate) plan: Plan,
    /// For each slide the reasons for its form; empty for a title, an agenda or a divider.
    pub(crate) reasons: Vec<Vec<String>>,
    /// Where every sentence ended up.
    pub(crate) account: Account,
    /// How much of the article slides show.
    pub(crate) chosen: Chosen,
}

/// How a deck is drafted.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Options<'a> {
    /// The title if the article has none.
    pub(crate) name: &'a str,
    /// The relative path from the deck's folder to the article's, with a slash at its end; empty if
    /// they are the same.
    pub(crate) folder: &'a str,
    /// Whether the Markdown has a comment for each slide that says where its text stands in the
    /// article.
    pub(crate) provenance: bool,
    /// Length of the talk in minutes. `None`: as the article says, or as its length suggests.
    pub(crate) minutes: Option<f64>,
    /// The article's text, of which plans have the fingerprint.
    pub(crate) written: &'a str,
    /// The plan that decides what is shown. `None`: the rules decide.
    pub(crate) plan: Option<&'a Plan>,
}

/// The outline of an article: what a plan can choose from.
pub(crate) fn units(article: &Article, options: Options) -> Outline {
    let (root, title) = top(article, options.name);
    let mut passage = sections::units(&root, article, &title);
    let weights = Weights::of(&words(article), article.locale().words);
    let minutes = options.minutes.or(article.minutes);
    choose::choose(&mut passage, &weights, minutes);
    choice::outline::outline(&passage, choice::plan::fingerprint(options.written), article.lang)
}

/// The parts of an article, and its title.
fn top<'a>(article: &'a Article, name: &str) -> (outline::Part<'a>, String) {
    let (root, above) = sections::top(outline::outline(&article.blocks), article.title.is_none());
    let title = above.unwrap_or_else(|| titles::title(article, &root, name));
    (root, title)
}

/// Drafts the deck of an article.
///
/// # Errors
/// If it is drafted by a plan: what is wrong with that.
pub(crate) fn draft(
    article: &Article,
    sources: &Sources,
    options: Options,
) -> Result<Draft, Vec<Refusal>> {
    let weights = Weights::of(&words(article), article.locale().words);
    let (root, title) = top(article, options.name);
    let passage = sections::units(&root, article, &title);
    let minutes = options.minutes.or(article.minutes);
    let name = choice::plan::fingerprint(options.written);
    let plan = options.plan.map(|plan| (plan, name.as_str()));
    let made =
        sections::make(passage, &Making { article, weights: &weights, title, minutes, plan })?;
    let chosen = made.chosen;
    let plan = Plan { plan: choice::plan::VERSION, article: name, slides: made.plan, file: None };
    let (mut deck, mut reasons) = (made.deck, made.reasons);
    // The draft has to be recognised as the article's language when it is parsed again.
    if deck.meta.lang.is_none() && language::letters(&deck).language() != article.lang {
        deck.meta.lang = Some(article.lang.to_owned());
    }
    let opened = deck.slides().next().is_some_and(|slide| slide.title.is_empty());
    markdown::complete(&mut deck);
    // Without an opening slide, the title slide gets the notes that stood before the first slide.
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
    let mut back = markdown::write::read_back(&text);
    let mut account = Account::of(article, &back);
    if account.lost().next().is_some() {
        say_lost(&mut deck, &account);
        text = markdown::write::write(&deck, &remark);
        back = markdown::write::read_back(&text);
        account = Account::of(article, &back);
    }
    let starts = back.slides().map(|slide| slide.span.start as usize).collect();
    Ok(Draft { deck, markdown: text, starts, plan, reasons, account, chosen })
}

/// Adds sentences that no slide has to the notes of the slide with what precedes them in the
/// article.
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

/// The place in the article that a slide comes from.
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

/// The plain text of an article.
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
