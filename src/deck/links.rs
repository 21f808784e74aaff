//! Links inside a deck: the target of `#x` is an explicit id, else the id that GitHub gives a
//! heading, else Pandoc's, else (`#3`, `#A1`) the number of a slide. A link without a target
//! becomes text.

use std::collections::{BTreeMap, BTreeSet};

use comrak::Anchorizer;
use percent_encoding::percent_decode_str;

use super::block::{plain_text, visit_inlines, visit_inlines_mut};
use super::{Deck, Inline, Slide};
use crate::diag::{Diagnostic, Diagnostics, nearest};

/// The option of a slide with its id.
const ID: &str = "id";

/// Gives every linked slide an id, and every such link this id as its target.
pub(crate) fn resolve(deck: &mut Deck, findings: &mut Diagnostics) {
    forget_duplicates(deck, findings);
    let mut wanted = BTreeSet::new();
    for slide in deck.slides() {
        visit_inlines(slide, &mut |inline| {
            if let Inline::Link { url, .. } = &inline.value
                && let Some(target) = url.strip_prefix('#')
            {
                wanted.insert(target.to_owned());
            }
        });
    }
    if wanted.is_empty() {
        return;
    }
    let targets = Targets::of(deck);
    let led: BTreeMap<String, usize> =
        wanted.into_iter().filter_map(|name| Some((name.clone(), targets.slide(&name)?))).collect();
    let mut ids = BTreeMap::new();
    for (index, slide) in deck.slides_mut().enumerate() {
        if let Some((name, _)) = led.iter().find(|(_, slide)| **slide == index) {
            let id = slide.options.entry(ID.to_owned()).or_insert_with(|| name.clone());
            ids.insert(index, id.clone());
        }
    }
    for slide in deck.slides_mut() {
        visit_inlines_mut(slide, &mut |inline| {
            let Inline::Link { url, .. } = &mut inline.value else { return };
            let Some(target) = url.strip_prefix('#') else { return };
            match led.get(target).and_then(|slide| ids.get(slide)) {
                Some(id) => *url = format!("#{id}"),
                None => {
                    let known = targets.named.keys().map(String::as_str);
                    let message = format!("`#{target}` leads nowhere: it is shown as text");
                    findings.push(
                        Diagnostic::warning("dead-link", inline.span, message)
                            .maybe_hint(nearest(target, known))
                            .hint("give the slide an id: `## 标题 {#id}`"),
                    );
                    url.clear();
                }
            }
        });
    }
}

/// Of several slides with one id, the first keeps it.
fn forget_duplicates(deck: &mut Deck, findings: &mut Diagnostics) {
    let mut seen = BTreeSet::new();
    for slide in deck.slides_mut() {
        let Some(id) = slide.options.get(ID).cloned() else { continue };
        if !seen.insert(id.clone()) {
            let message =
                format!("another slide has the id `{id}` already: links lead to that one");
            findings.push(Diagnostic::warning("duplicate-id", slide.span, message));
            slide.options.remove(ID);
        }
    }
}

/// The possible targets of links.
struct Targets {
    /// Index of the slide by its id, or one made of its title.
    named: BTreeMap<String, usize>,
    /// The number of each slide.
    numbers: Vec<String>,
}

impl Targets {
    fn of(deck: &Deck) -> Self {
        let mut named = BTreeMap::new();
        let mut anchors = Anchorizer::new();
        let titles: Vec<String> = deck.slides().map(|slide| plain_text(&slide.title)).collect();
        let github: Vec<String> = titles.iter().map(|title| anchors.anchorize(title)).collect();
        let explicit = deck.slides().map(|slide: &Slide| slide.options.get(ID).cloned());
        let pandoc = titles.iter().map(|title| pandoc_id(title));
        // In the order of precedence: the first slide with a name keeps it.
        let names = explicit
            .enumerate()
            .filter_map(|(index, id)| Some((id?, index)))
            .chain(github.into_iter().enumerate().map(|(index, id)| (id, index)))
            .chain(pandoc.enumerate().map(|(index, id)| (id, index)));
        for (name, index) in names.filter(|(name, _)| !name.is_empty()) {
            named.entry(name).or_insert(index);
        }
        Self { named, numbers: deck.numbers().map(|number| number.to_string()).collect() }
    }

    /// The slide with a name; an empty name means the first.
    fn slide(&self, name: &str) -> Option<usize> {
        // As in browsers.
        if name.is_empty() || name == "top" && !self.named.contains_key(name) {
            return Some(0);
        }
        // Browsers percent-encode what is not ASCII.
        let decoded = percent_decode_str(name).decode_utf8().unwrap_or_default();
        let number = || self.numbers.iter().position(|number| number == name);
        let known = [name, &*decoded, &decoded.to_lowercase()];
        known.into_iter().find_map(|name| self.named.get(name).copied()).or_else(number)
    }
}

/// The id that Pandoc gives a heading: what stands before the first letter goes, and so does all
/// punctuation but `_`, `-` and `.`; blanks are hyphens.
fn pandoc_id(title: &str) -> String {
    let kept = title.chars().filter(|c| c.is_alphanumeric() || " _-.".contains(*c));
    let kept: String = kept.flat_map(char::to_lowercase).collect();
    let kept = kept.split_whitespace().collect::<Vec<_>>().join("-");
    kept.trim_start_matches(|c: char| !c.is_alphabetic()).to_owned()
}
