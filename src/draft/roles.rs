//! The role of a sentence in its part: a definition, an answer, a conclusion, or background.

use std::ops::Range;

use super::runs::Run;
use super::sentences::Place;
use super::terms;
use super::words::WORDS;
use crate::deck::Inline;
use crate::deck::arrange::width;
use crate::deck::block::plain_text;
use crate::deck::markdown::is_hiragana;

/// Widest term of a definition, in Han characters.
const WIDEST_TERM: f64 = 16.0;

/// The role of a sentence, in ascending order of importance.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Role {
    /// It is about the text itself.
    Meta,
    /// It gives an example, without a number.
    Example,
    /// It has no other role.
    Background,
    /// It contrasts with the one before.
    Contrast,
    /// It names a remedy.
    Remedy,
    /// It concludes the text.
    Closing,
    /// It states a result.
    Result,
    /// It answers the question in its heading, or states a rule.
    Answer,
    /// It defines a term, or names something.
    Definition,
}

impl Role {
    /// How much it matters that it is shown, from 0 to 1.
    pub(super) fn weight(self) -> f64 {
        match self {
            Role::Meta => 0.0,
            Role::Example => 0.1,
            Role::Background => 0.25,
            Role::Contrast => 0.4,
            Role::Remedy => 0.6,
            Role::Closing | Role::Result => 0.7,
            Role::Answer => 0.85,
            Role::Definition => 1.0,
        }
    }

    /// Its name in explanations.
    pub(super) fn name(self) -> &'static str {
        match self {
            Role::Meta => "about the text",
            Role::Example => "example",
            Role::Background => "background",
            Role::Contrast => "contrast",
            Role::Remedy => "remedy",
            Role::Closing => "closing",
            Role::Result => "result",
            Role::Answer => "answer",
            Role::Definition => "definition",
        }
    }
}

/// The role of a sentence.
pub(super) fn role(run: &Run, range: &Range<usize>, place: &Place) -> Role {
    let text = run.text[range.clone()].to_ascii_lowercase();
    let text = text.trim();
    let clauses: Vec<&str> = text.split(['，', '；', '、']).map(str::trim).collect();
    let change = WORDS.changes.stands_in(text) && text.contains(|c: char| c.is_ascii_digit());
    let starts = |list: &crate::locale::List| clauses.iter().any(|clause| list.begins(clause));
    let english = [", ", "; "].iter().any(|seam| {
        text.match_indices(seam).any(|(at, _)| WORDS.results.begins(&text[at + seam.len()..]))
    });
    let shown = text.contains(|c: char| c.is_ascii_digit()) || text.contains('`');
    match () {
        () if is_meta(text) && !change || is_aside(text) => Role::Meta,
        () if turns_to_link(run, range) || sends_to_link(run, range, text) => Role::Meta,
        () if is_menu(run, range) => Role::Meta,
        () if place.before <= 1
            && !WORDS.examples.begins(text)
            && term(run, range, place).is_some() =>
        {
            Role::Definition
        }
        () if WORDS.names.stands_in(text) => Role::Definition,
        () if place.before == 0 && is_question(place.heading) => Role::Answer,
        () if WORDS.closings.begins(text) => Role::Closing,
        () if WORDS.examples.begins(text) && !shown => Role::Example,
        () if starts(&WORDS.results) || english || change => Role::Result,
        () if starts(&WORDS.remedies) || stands_english(text) => Role::Remedy,
        () if WORDS.contrasts.begins(text) => Role::Contrast,
        () => Role::Background,
    }
}

/// Whether it names a remedy, in a language with spaces between words.
fn stands_english(text: &str) -> bool {
    text.is_ascii() && WORDS.remedies.stands_in(text)
}

/// Whether it is about the text itself: such words stand at its front, or behind a few words about
/// when.
fn is_meta(text: &str) -> bool {
    const WIDEST: f64 = 60.0;
    let mut later = ["，", "；", ", ", "; "].into_iter().flat_map(|seam| text.split(seam).skip(1));
    let linked = WORDS.markers.front(text).map_or(text, |word| &text[word..]);
    const WIDEST_ANNOUNCED: f64 = 24.0;
    let bare = text.trim_end_matches(['。', '！', '!', '：', '~', '～']);
    let announces = width(bare) <= WIDEST_ANNOUNCED && WORDS.announces.ends(bare);
    announces
        || WORDS.elsewhere.ends(bare)
        || WORDS.meta.begins(text)
        || WORDS.meta.begins(linked.trim_start_matches(['，', ',', '、', '：', ':', ' ']))
        || width(text) <= WIDEST && later.any(|clause| WORDS.meta.begins(clause.trim()))
}

/// Whether nobody reads it off a slide for itself.
fn is_aside(text: &str) -> bool {
    is_pointer(text) || names_picture(text) || is_scrap(text) || reacts(text) || names_speaker(text)
}

/// Whether it only says who said what stands above it: `— @name, maintainer of …`.
fn names_speaker(text: &str) -> bool {
    const WIDEST: f64 = 40.0;
    let dashed = text.starts_with(['—', '―', '–']) || text.starts_with("--");
    dashed && width(text) <= WIDEST || text.starts_with("pic.twitter.com/")
}

/// Whether it only reacts to what was said, or turns to the reader: `没错，就是这样。`
fn reacts(text: &str) -> bool {
    const WIDEST: f64 = 22.0;
    let bare = text.trim_start_matches(['“', '"', '「', '（', '(']);
    width(text) <= WIDEST && WORDS.reactions.begins(bare)
}

/// Whether it is what is left of a Japanese sentence behind the formula or the name in it: `です。`, `が教えている。`
fn is_scrap(text: &str) -> bool {
    const WIDEST: f64 = 2.0;
    if text.starts_with(['を', '、'])
        || text.starts_with('が') && !text.starts_with("がん") && !text.starts_with("がっ")
    {
        return true;
    }
    let bare = text.trim_end_matches(['。', '．', '、']);
    width(bare) <= WIDEST && bare.chars().all(is_hiragana)
}

/// Whether it is a link behind a word or two: `Next [Design](…)`.
fn turns_to_link(run: &Run, range: &Range<usize>) -> bool {
    const MOST_WORDS: usize = 2;
    let content = run.part(range.clone());
    let [first, rest @ ..] = content.as_slice() else { return false };
    let Inline::Text(word) = &first.value else { return false };
    let words = word.split_whitespace().count();
    let linked = matches!(rest.first().map(|next| &next.value), Some(Inline::Link { .. }));
    let nothing = !plain_text(rest.get(1..).unwrap_or_default()).contains(char::is_alphanumeric);
    word.is_ascii() && (1..=MOST_WORDS).contains(&words) && linked && nothing
}

/// Whether it is nothing but links side by side: `Index | Previous | Next`.
fn is_menu(run: &Run, range: &Range<usize>) -> bool {
    let content = run.part(range.clone());
    let linked =
        |inline: &&crate::deck::Spanned<Inline>| matches!(inline.value, Inline::Link { .. });
    let rest = content.iter().filter(|inline| !linked(inline));
    let mute = |inline: &crate::deck::Spanned<Inline>| {
        !plain_text(std::slice::from_ref(inline)).contains(char::is_alphanumeric)
    };
    content.iter().filter(linked).count() > 1 && rest.clone().all(mute)
}

/// Whether a short sentence with a link sends the reader there: `这篇文章讲得很好`.
fn sends_to_link(run: &Run, range: &Range<usize>, text: &str) -> bool {
    const WIDEST: f64 = 40.0;
    let linked =
        |inline: &crate::deck::Spanned<Inline>| matches!(inline.value, Inline::Link { .. });
    width(text) <= WIDEST
        && WORDS.linked.stands_in(text)
        && run.part(range.clone()).iter().any(linked)
}

/// Whether it only says what a picture is of, as the caption does: `Figure 3 shows the logo.`
fn names_picture(text: &str) -> bool {
    const WIDEST: f64 = 36.0;
    let numbered = ["figure ", "fig. ", "图", "圖", "図"]
        .iter()
        .find_map(|word| text.strip_prefix(word))
        .is_some_and(|rest| rest.trim_start().starts_with(|c: char| c.is_ascii_digit()));
    let shows =
        [" shows the ", " shows a ", " is a ", " is the ", "是", "为", "展示", "給出", "给出"];
    numbered && width(text) <= WIDEST && shows.iter().any(|word| text.contains(word))
}

/// Whether it is an address, or a label with one: nobody reads that off a page.
fn is_pointer(text: &str) -> bool {
    const WIDEST: f64 = 24.0;
    let place = text.rsplit_once(['：', ' ']).map_or(text, |(_, place)| place);
    let label = text[..text.len() - place.len()].trim_end();
    let labels = label.is_empty() || label.ends_with(['：', ':']) && width(label) <= WIDEST;
    labels && place.contains("://") && terms::is_place(place)
}

/// Whether a heading is a question.
pub(super) fn is_question(heading: &str) -> bool {
    heading.ends_with(['？', '?'])
        || ["为什么", "为何", "為什麼", "なぜ"].iter().any(|word| heading.contains(word))
        || ["why ", "how ", "what ", "when "].iter().any(|word| heading.starts_with(word))
}

/// The term that a sentence defines. It stands at the front, and the heading, the title or bold
/// type shows that it matters.
pub(super) fn term(run: &Run, range: &Range<usize>, place: &Place) -> Option<Range<usize>> {
    let lower = run.text[range.clone()].to_ascii_lowercase();
    let at = WORDS.defines.iter().filter_map(|word| lower.find(word)).min()?;
    let before = &run.text[range.start..range.start + at];
    let name = before.split(['（', '(', '，', ',']).next()?;
    let name = name.trim_end_matches(['：', ':', ' ', '“', '”']);
    // There are at most a word or two between a term and the defining verb.
    let between = width(before) - width(name);
    let inner = name.trim_start_matches(['“', '”', ' ']);
    let start = range.start + (name.len() - inner.len());
    let term = start..start + inner.len();
    let fits = (1.0..=WIDEST_TERM).contains(&width(inner)) && between <= 30.0;
    let matters = is_about(inner, place) || is_bold(run, inner);
    (fits && matters && !is_pronoun(inner)).then_some(term)
}

fn is_about(term: &str, place: &Place) -> bool {
    let term = term.to_ascii_lowercase();
    let bare = term.trim_start_matches("the ").trim_start_matches("an ").trim_start_matches("a ");
    let within = |text: &str| !text.is_empty() && !bare.is_empty() && text.contains(bare);
    within(place.heading)
        || place.heading.is_empty() && within(place.title)
        || WORDS.asks_what.stands_in(place.heading)
}

fn is_bold(run: &Run, term: &str) -> bool {
    run.content.iter().any(|inline| match &inline.value {
        Inline::Strong(content) => plain_text(content).trim() == term,
        _ => false,
    })
}

/// Whether a term is a pronoun.
fn is_pronoun(term: &str) -> bool {
    let lower = format!("{} ", term.to_ascii_lowercase());
    WORDS.refer_back(&lower)
}
