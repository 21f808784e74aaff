//! Chooses the title of a slide: the heading of its part, or something that the slide says.

use std::collections::BTreeSet;

use super::choice::Called;
use super::plan::without_strong;
use super::roles::{self, Role};
use super::segment::Segmenter;
use super::sentences::Sentence;
use super::standing;
use super::titles::plain;
use super::units::{Kind, Unit};
use super::weights::Weights;
use crate::deck::arrange::width;
use crate::deck::block::plain_text;
use crate::deck::{Block, Inline, Inlines};

/// Widest headline, in Han characters; Latin letters count half.
const WIDEST: f64 = 24.0;
/// Widest sentence as a headline in Latin letters, which need more room to say anything.
const WIDEST_LATIN: f64 = 34.0;
/// Widest headline if nothing shorter says what the slide is about.
const WIDER: f64 = 32.0;
/// The same in Latin letters.
const WIDEST_ANY: f64 = 44.0;
/// Narrowest caption that may be a headline.
const NARROWEST: f64 = 4.0;
/// Narrowest sentence that may be a headline: shorter ones (`显然不能`) say nothing alone.
const NARROWEST_CLAIM: f64 = 5.0;

/// A headline, and what need not be repeated below it.
#[derive(Default)]
pub(super) struct Headline {
    /// The headline itself.
    pub(super) title: Inlines,
    /// The index of the unit that it was made from.
    pub(super) claimed: Option<usize>,
    /// Whether it was made from the caption of the slide's object.
    pub(super) captioned: bool,
}

/// The headlines of a deck, none of which is used twice.
pub(super) struct Headlines<'w> {
    /// Those already used, reduced to letters and digits.
    used: BTreeSet<String>,
    /// The weights of the article's words.
    weights: &'w Weights,
    /// The title of slides that stand below no heading.
    opening: String,
}

impl<'w> Headlines<'w> {
    /// No headlines yet.
    pub(super) fn new(weights: &'w Weights, opening: String) -> Self {
        Self { used: BTreeSet::new(), weights, opening }
    }

    /// Chooses the headline of a slide. `heading`: the heading of its part; `first`: whether it is
    /// the first slide of the part.
    pub(super) fn take(
        &mut self,
        units: &[Unit],
        heading: &Inlines,
        first: bool,
        segmenter: &Segmenter,
    ) -> Headline {
        let found = self.find(units, heading, first, segmenter);
        self.used.insert(key(&found.title));
        found
    }

    /// The headline that a plan names.
    pub(super) fn given(&mut self, called: &Called, units: &[Unit]) -> Headline {
        let sentence = |number: &usize| {
            let at = units.iter().position(|unit| unit.id == *number)?;
            Some((at, units[at].sentence()?))
        };
        let found = match called {
            Called::Heading(title) => Headline { title: title.clone(), ..Headline::default() },
            Called::Sentence(number) => {
                sentence(number).map_or_else(Headline::default, |(at, one)| {
                    let title = title_of(one, one.text().trim_end_matches(['.', '。']));
                    Headline { title, claimed: Some(at), captioned: false }
                })
            }
            Called::Part(number, part) => {
                sentence(number).map_or_else(Headline::default, |(_, one)| {
                    let title = without_strong(one.run.part(part.clone()));
                    Headline { title, ..Headline::default() }
                })
            }
        };
        self.used.insert(key(&found.title));
        found
    }

    fn find(
        &self,
        units: &[Unit],
        heading: &Inlines,
        first: bool,
        segmenter: &Segmenter,
    ) -> Headline {
        let quote =
            |unit: &Unit| matches!(&unit.kind, Kind::Group(group) if group.layout == "quote");
        if units.iter().filter(|unit| unit.shown).all(quote) && !(first && self.is_free(heading)) {
            return Headline::default();
        }
        if first && self.is_free(heading) {
            return Headline { title: heading.clone(), ..Headline::default() };
        }
        let defines = units.iter().find(|unit| unit.shown).and_then(Unit::sentence);
        let defines = defines.is_some_and(|one| one.role == Role::Definition);
        self.caption(units)
            .or_else(|| self.term(units).filter(|_| defines))
            .or_else(|| self.claim(units))
            .or_else(|| self.lead(units, heading, segmenter, [WIDEST, WIDEST_LATIN]))
            .or_else(|| self.clause(units))
            .or_else(|| self.term(units))
            .or_else(|| self.claim_of(units, WIDER, WIDEST_ANY))
            .or_else(|| self.lead(units, heading, segmenter, [WIDER, WIDEST_ANY]))
            .unwrap_or_else(|| Headline {
                title: self.named(units, heading, segmenter),
                ..Headline::default()
            })
    }

    fn is_free(&self, title: &Inlines) -> bool {
        let key = key(title);
        !key.is_empty() && !self.used.contains(&key)
    }

    /// The caption of an object that is shown.
    fn caption(&self, units: &[Unit]) -> Option<Headline> {
        let shown = units.iter().filter(|unit| unit.shown);
        let caption = shown.filter_map(|unit| unit.object()?.caption.as_deref()).next()?;
        // Further sentences of a caption usually name its source.
        let text = caption.split('。').next().unwrap_or(caption);
        let (title, captioned) = (plain(text), text.len() == caption.len());
        let fits = width(text) <= WIDEST_LATIN && width(text) >= NARROWEST;
        (fits && self.is_free(&title)).then_some(Headline { title, claimed: None, captioned })
    }

    /// A short sentence of the slide, as a whole.
    fn claim(&self, units: &[Unit]) -> Option<Headline> {
        self.claim_of(units, WIDEST, WIDEST_LATIN)
    }

    /// A sentence of the slide up to a width; `latin` is the width for Latin letters.
    fn claim_of(&self, units: &[Unit], widest: f64, latin: f64) -> Option<Headline> {
        let most = |text: &str| if is_latin(text) { latin } else { widest };
        let found = candidates(units).find(|(_, one)| {
            let text = one.text().trim_end_matches(['.', '。']);
            let fits = (NARROWEST_CLAIM..=most(text)).contains(&width(text));
            fits && !text.contains("://")
                && !refers(one)
                && one.prefix.is_empty()
                && self.is_free(&title_of(one, text))
        });
        found.map(|(at, one)| {
            let title = title_of(one, one.text().trim_end_matches(['.', '。']));
            Headline { title, claimed: Some(at), captioned: false }
        })
    }

    /// The sentence that leads to a group or an object, without its colon; a mere label is added to
    /// the heading. `widest` and `latin`: how wide it may be.
    fn lead(
        &self,
        units: &[Unit],
        heading: &Inlines,
        segmenter: &Segmenter,
        widest: [f64; 2],
    ) -> Option<Headline> {
        const WIDEST_LABEL: f64 = 8.0;
        let (at, one) = units
            .iter()
            .enumerate()
            .filter(|(_, unit)| unit.shown && unit.ties.leads)
            .filter_map(|(at, unit)| Some((at, unit.sentence()?)))
            .find(|(_, one)| one.opens() && !one.asks())?;
        let text = one.text().trim_end().trim_end_matches(['：', ':']);
        let words = &super::words::WORDS;
        // `主要的规则如下` loses the word that only points to what follows.
        let whole = text.to_ascii_lowercase();
        let pointing = words.points.back(&whole);
        let text = pointing.map_or(text, |word| text[..text.len() - word].trim_end());
        let lower = text.to_ascii_lowercase();
        let cut = words.points.ends(&lower) || words.bad_ends.ends(&lower);
        let points = words.leads.stands_in(&lower) || cut || refers(one);
        let most = widest[usize::from(is_latin(text))];
        if points || !(2.0..=most).contains(&width(text)) {
            return None;
        }
        let own = title_of(one, text);
        let title = match width(text) <= WIDEST_LABEL && !heading.is_empty() {
            true => [heading.clone(), plain(segmenter.seam()), own].concat(),
            false if pointing.is_some() && width(text) < NARROWEST => return None,
            false if is_latin(text) || standing::stands(text) => own,
            false => return None,
        };
        self.is_free(&title).then_some(Headline { title, claimed: Some(at), captioned: false })
    }

    /// The first clauses of a sentence, if they can stand alone.
    fn clause(&self, units: &[Unit]) -> Option<Headline> {
        candidates(units).filter(|(_, one)| !refers(one)).find_map(|(_, one)| {
            let clauses = one.run.clauses(one.point.clone());
            let ends = clauses.iter().rev().map(|clause| clause.end);
            let fits = ends.filter(|end| *end > one.point.start).find(|end| {
                let text = &one.run.text[one.point.start..*end];
                let most = if is_latin(text) { WIDEST_LATIN } else { WIDEST };
                (NARROWEST_CLAIM..=most).contains(&width(text))
                    && ends_clause(text, &one.run.text[*end..])
                    && standing::stands(text)
                    && self.is_free(&one.run.part(one.point.start..*end))
            });
            let title = one.run.part(one.point.start..fits?);
            Some(Headline { title: without_strong(title), ..Headline::default() })
        })
    }

    /// The term that the slide defines.
    fn term(&self, units: &[Unit]) -> Option<Headline> {
        let (_, first) = candidates(units).find(|(_, one)| one.role == Role::Definition)?;
        let text = first.text();
        let place =
            super::sentences::Place { heading: "", title: &text.to_ascii_lowercase(), before: 0 };
        let term = roles::term(&first.run, &first.range, &place)?;
        let title = without_strong(first.run.part(term));
        self.is_free(&title).then(|| Headline { title, ..Headline::default() })
    }

    /// The heading, with a label or the weightiest word of the slide added to it.
    fn named(&self, units: &[Unit], heading: &Inlines, segmenter: &Segmenter) -> Inlines {
        let shown = || units.iter().filter(|unit| unit.shown);
        let opening = plain(&self.opening);
        if heading.is_empty() && self.is_free(&opening) {
            return opening;
        }
        let heading = if heading.is_empty() { &opening } else { heading };
        let name = plain_text(heading);
        let known = format!("{} {}", name.to_lowercase(), segmenter.title);
        let labels = shown().filter_map(|unit| match &unit.kind {
            Kind::Group(group) => group.label.clone(),
            Kind::Object(object) => match &object.block.value {
                Block::Alert { title, .. } => title.clone(),
                Block::Code { text, .. } => command(text),
                _ => None,
            },
            Kind::Sentence(_) => None,
        });
        let words = shown().map(words_of);
        let words = words.flat_map(|text| {
            let found = self.weights.in_text(&text, &known);
            let nouns = found.into_iter().filter(|(word, _)| is_noun(word));
            let mut words: Vec<String> =
                nouns.filter_map(|(word, _)| original(&text, word)).collect();
            // Names are preferred over other words.
            words.sort_by_key(|word| !word.starts_with(|c: char| !c.is_ascii_lowercase()));
            words
        });
        let marked = shown().filter_map(Unit::sentence).flat_map(marked);
        let marked = marked.filter(|term| !known.contains(&term.to_lowercase()));
        let joined =
            labels.chain(marked).chain(words).filter(|word| width(word) >= 1.5).map(|word| {
                let latin = is_latin(&word) && is_latin(&name);
                let short = latin || width(&name) + width(&word) <= WIDEST + 6.0;
                let mut title = if short { heading.clone() } else { Inlines::new() };
                title.extend(plain(if title.is_empty() { "" } else { segmenter.seam() }));
                title.extend(plain(&word));
                title
            });
        let found = joined.into_iter().find(|title| self.is_free(title));
        found.unwrap_or_else(|| heading.clone())
    }
}

/// Sentences that may become headlines, by descending weight.
fn candidates<'u, 'a>(units: &'u [Unit<'a>]) -> impl Iterator<Item = (usize, &'u Sentence<'a>)> {
    let mut found: Vec<(usize, &Sentence)> = units
        .iter()
        .enumerate()
        .filter(|(_, unit)| unit.shown && !unit.ties.leads)
        .filter_map(|(at, unit)| Some((at, unit.sentence()?)))
        .filter(|(_, one)| !one.opens() && one.role > Role::Meta)
        .collect();
    found.sort_by_key(|(_, one)| std::cmp::Reverse(one.role));
    found.into_iter()
}

/// Whether a text is written in Latin letters; curly quotes are allowed.
fn is_latin(text: &str) -> bool {
    text.chars().all(|c| c.is_ascii() || matches!(c, '‘' | '’' | '“' | '”' | '—' | '–' | '…'))
}

/// Whether `text` is a complete clause and `rest`, the text behind it, begins another. In Latin
/// letters a comma alone does not tell.
fn ends_clause(text: &str, rest: &str) -> bool {
    if !is_latin(text) {
        return rest.starts_with(['；', ';', '：', ':', '，', '。', '！']);
    }
    let lower = text.to_ascii_lowercase();
    let next = rest.trim_start_matches([',', ' ']).to_ascii_lowercase();
    let words = &super::words::WORDS;
    rest.starts_with([';', ':'])
        || rest.starts_with(',')
            && words.own_clauses.begins(&next)
            && !words.dependent.begins(&lower)
}

/// Whether a sentence refers back to the one before it.
fn refers(one: &Sentence) -> bool {
    let lower = one.text().to_ascii_lowercase();
    let words = &super::words::WORDS;
    // A lower-case start is the middle of a sentence.
    if one.text().starts_with(|c: char| c.is_ascii_lowercase()) && one.text().contains(' ') {
        return true;
    }
    // A single step of a sequence says nothing as a title.
    if lower.starts_with(['第'])
        || crate::deck::arrange::WORDS.first_step.begins(&lower)
        || super::ordered::ordinal(&lower).is_some()
    {
        return true;
    }
    words.back.begins(&lower) || words.contrasts.begins(&lower) || words.bad_starts.begins(&lower)
}

fn title_of(one: &Sentence, text: &str) -> Inlines {
    without_strong(one.run.part(one.point.start..one.point.start + text.len()))
}

/// The words that the author marked up: code, links, bold. They say more than other words.
fn marked(one: &Sentence) -> Vec<String> {
    const TERM: std::ops::RangeInclusive<f64> = 2.0..=14.0;
    let content = one.content();
    let marked = content.iter().filter(|inline| {
        matches!(inline.value, Inline::Code(_) | Inline::Link { .. } | Inline::Strong(_))
    });
    let terms = marked.map(|inline| plain_text(std::slice::from_ref(inline)).trim().to_owned());
    terms.filter(|term| TERM.contains(&width(term)) && !term.contains("://")).collect()
}

/// The plain text of a unit.
fn words_of(unit: &Unit) -> String {
    match &unit.kind {
        Kind::Sentence(sentence) => sentence.text().to_owned(),
        Kind::Group(group) => {
            let mut text = String::new();
            crate::deck::block::visit_blocks(&group.blocks, &mut |block| {
                if let Block::Paragraph(content) = &block.value {
                    text.push_str(&plain_text(content));
                    text.push('\n');
                }
            });
            text
        }
        Kind::Object(_) => unit.notes.iter().map(|note| note.text.as_str()).collect(),
    }
}

/// The first name that a listing calls or declares.
fn command(code: &str) -> Option<String> {
    const LONGEST: usize = 24;
    let prompt = |line: &str| {
        ["$ ", "# ", ">>> ", "> ", "% "]
            .iter()
            .find_map(|sign| line.strip_prefix(sign).map(str::to_owned))
    };
    let comment =
        |line: &str| ["#", "//", "--", "/*", "*", "<!"].iter().any(|sign| line.starts_with(sign));
    let lines = code.lines().map(str::trim).filter(|line| !line.is_empty());
    let mut lines = lines.map(|line| prompt(line).unwrap_or_else(|| line.to_owned()));
    let line = lines.find(|line| !comment(line))?;
    let words = &super::words::WORDS;
    let names = line.split(|c: char| !(c.is_ascii_alphanumeric() || "_-.".contains(c)));
    let mut names = names.filter(|name| !name.is_empty() && !words.code_words.has(name));
    names
        .next()
        .filter(|name| (2..=LONGEST).contains(&name.len()) && name.contains(char::is_alphabetic))
        .map(str::to_owned)
}

/// Whether a word is a noun or a name.
fn is_noun(word: &str) -> bool {
    let noun = |tag: &str| tag.starts_with('n') || matches!(tag, "eng" | "vn" | "l" | "j");
    let latin = word.is_ascii() && word.len() > 3;
    latin || !word.is_ascii() && super::weights::tags(word).iter().all(|(_, tag)| noun(tag))
}

/// A word with the capitals that it has in a text.
fn original(text: &str, word: &str) -> Option<String> {
    let lower = text.to_ascii_lowercase();
    let at = lower.find(word)?;
    let end = at + word.len();
    let cut = |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphanumeric());
    let inside = cut(text[..at].chars().next_back()) || cut(text[end..].chars().next());
    // A word behind a backslash is a command of TeX.
    (!inside && !text[..at].ends_with('\\')).then(|| text[at..end].to_owned())
}

/// A title reduced to letters and digits, for comparison.
fn key(title: &Inlines) -> String {
    let text = plain_text(title);
    text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}
