//! What the compiler answered → what windows are told.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;
use serde_json::Value;

use crate::diag::Diagnostic;
use crate::export::served::{self, Place, ServedDeck};
use crate::rehearsal::Plan;
use crate::worker::{Answer, Ended};

/// A deck as it is shown, and what was found.
#[derive(Debug, Default, Clone)]
pub(crate) struct Shown {
    deck: ServedDeck,
    /// The pages by the names that the deck has for them.
    pages: BTreeMap<String, String>,
    /// What they share.
    shared: BTreeMap<String, String>,
    findings: Findings,
}

/// What was found.
#[derive(Debug, Default, Clone, Serialize)]
struct Findings {
    /// Each with its place: those of `check --format json`.
    list: Vec<Value>,
    /// Each as people read it, in the same order.
    said: Vec<String>,
    /// Whether the pages are older than the deck's file, since that cannot be shown.
    stale: bool,
}

impl Shown {
    /// What is shown after a build. If there is nothing new to show, that is what was shown before.
    pub(crate) fn after(self, built: Result<Answer, Ended>) -> Self {
        match built {
            Err(Ended { said }) => self.stale(Vec::new(), vec![said]),
            Ok(mut answer) => {
                let list = answer.findings["findings"].take();
                let list = list.as_array().cloned().unwrap_or_default();
                match answer.outputs.pop().and_then(|output| read(output.files)) {
                    None => self.stale(list, answer.said),
                    Some(shown) => {
                        let findings = Findings { list, said: answer.said, stale: false };
                        Self { findings, ..shown }
                    }
                }
            }
        }
    }

    fn stale(self, list: Vec<Value>, said: Vec<String>) -> Self {
        Self { findings: Findings { list, said, stale: true }, ..self }
    }

    /// How many slides and pages there are; `None` if there is nothing to show.
    pub(crate) fn size(&self) -> Option<(usize, usize)> {
        let slides = self.deck.talk["slides"].as_array().map(Vec::len)?;
        Some((slides, self.deck.pages.len()))
    }

    /// Whether something on a page was written in this line.
    pub(super) fn comes_from(&self, file: &str, line: usize) -> bool {
        self.deck.places.iter().flatten().any(|place| place.is_in(file, line))
    }

    /// What the talk shall take.
    pub(crate) fn plan(&self) -> &Plan {
        &self.deck.plan
    }

    /// The same without what was found: that is not for an audience.
    pub(crate) fn without_findings(self) -> Self {
        Self { findings: Findings::default(), ..self }
    }

    /// Why there is nothing to show.
    pub(crate) fn why(&self) -> Diagnostic {
        let said = self.findings.said.concat();
        let said = said.trim();
        let said = said.strip_prefix("error: ").unwrap_or(said);
        Diagnostic::usage(if said.is_empty() { "there is nothing to show" } else { said })
    }

    /// What a window is told that shows `before`; `None`: it shows nothing.
    pub(super) fn message(
        &self,
        before: Option<&Self>,
        generations: [Option<u64>; 2],
    ) -> Message<'_> {
        let known: BTreeSet<&String> =
            before.iter().flat_map(|before| &before.deck.pages).collect();
        let page = |name: &'_ String| {
            let html = self.pages.get(name).filter(|_| !known.contains(name));
            (name.clone(), html.map(String::as_str))
        };
        let has = |name: &String| before.is_some_and(|before| before.shared.contains_key(name));
        let shared = self.shared.iter().filter(|(name, _)| !has(name));
        let [previous, generation] = generations;
        Message {
            kind: "deck",
            generation: generation.unwrap_or_default(),
            previous,
            language: &self.deck.language,
            title: &self.deck.title,
            size: self.deck.size,
            talk: &self.deck.talk,
            pages: self.deck.pages.iter().map(page).collect(),
            shared: shared.map(|(_, text)| text.as_str()).collect(),
            places: &self.deck.places,
            findings: &self.findings,
            edited: before.and_then(|before| self.edited(before)),
        }
    }

    /// The first page that is not what it was.
    fn edited(&self, before: &Self) -> Option<usize> {
        let (new, old) = (&self.deck.pages, &before.deck.pages);
        let differs = new.iter().zip(old).position(|(new, old)| new != old);
        let added = || (new.len() != old.len()).then(|| new.len().min(old.len()));
        differs.or_else(added).filter(|page| !old.is_empty() && *page < new.len())
    }
}

/// A deck as a window gets it.
#[derive(Debug, Serialize)]
pub(super) struct Message<'a> {
    kind: &'static str,
    /// Counts what is shown.
    generation: u64,
    /// What the window must show already for this to be enough; `None`: this is all.
    previous: Option<u64>,
    language: &'a str,
    title: &'a str,
    size: (f64, f64),
    talk: &'a Value,
    /// The name of each page, and what it is unless that is known.
    pages: Vec<(String, Option<&'a str>)>,
    /// What they share, as far as it is not known.
    shared: String,
    places: &'a [Vec<Place>],
    findings: &'a Findings,
    /// The page that was edited.
    edited: Option<usize>,
}

/// Puts the pieces of a deck together.
fn read(files: Vec<crate::worker::File>) -> Option<Shown> {
    let mut files: BTreeMap<String, Vec<u8>> =
        files.into_iter().map(|file| (file.name, file.bytes)).collect();
    let deck = serde_json::from_slice(&files.remove(served::DECK)?).ok()?;
    let shared = serde_json::from_slice(&files.remove(served::SHARED)?).ok()?;
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap_or_default();
    let pages = files.into_iter().map(|(name, bytes)| (name, text(bytes))).collect();
    Some(Shown { deck, pages, shared, findings: Findings::default() })
}
