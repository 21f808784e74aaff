//! [`Article`] → a deck worth editing. Slides carry the short form, whole clauses chosen from the
//! text; everything the article says is in the notes, in order; where each sentence went is proved
//! on the finished deck. Pure: no files, no clock.
//!
//! `outline` finds the parts. `gather` makes units of what stands below each heading: sentences with
//! their roles (`roles`) and what is shown of them (`shorten`), groups of members (`members`,
//! `ordered`, `sides`), objects, numbers as charts (`series`); `bonds` says which belong together, and
//! `alike` makes one group of parts that are alike. `choose` decides what is shown, `cut` what shares a
//! slide, `compose` on its layout and `headlines` on its title; `sections` makes the deck, and
//! `account` looks for every sentence.

pub(crate) mod account;
mod alike;
mod bonds;
mod captions;
pub(crate) mod choice;
mod choose;
mod compose;
mod cut;
mod gather;
mod headlines;
mod home;
pub(crate) mod json;
mod members;
mod ordered;
mod outline;
mod passages;
mod plan;
mod quotes;
mod roles;
mod runs;
mod sections;
mod sentences;
mod series;
mod shorten;
mod sides;
mod speakers;
mod standing;
mod terms;
mod titles;
mod units;
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
    /// Where each slide begins in it, in bytes.
    starts: Vec<usize>,
    /// What was chosen, as a plan that chooses the same.
    pub(crate) plan: Plan,
    /// For each slide why it came out so; empty for a title, an agenda or a divider.
    pub(crate) reasons: Vec<Vec<String>>,
    /// Where every sentence went.
    pub(crate) account: Account,
    /// How much of it slides show.
    pub(crate) chosen: Chosen,
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
    /// Minutes that the talk may take. `None`: what the article says, or what its length asks for.
    pub(crate) minutes: Option<f64>,
    /// The article's text, by which plans know it.
    pub(crate) written: &'a str,
    /// The plan that says what is shown. `None`: the rules do.
    pub(crate) plan: Option<&'a Plan>,
}

/// What there is to choose from in an article.
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
