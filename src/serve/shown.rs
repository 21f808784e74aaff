//! An answer of the worker → the message for windows.

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
    /// Whether the pages are outdated because the current deck cannot be shown.
    stale: bool,
}

impl Shown {
    /// What is shown after a build; if it failed, what was shown before.
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

    /// The plan of the talk.
    pub(crate) fn plan(&self) -> &Plan {
        &self.deck.plan
    }

    /// The same without what was found: that is not for an audience.
    pub(crate) fn without_findings(self) -> Self {
        Self { findings: Findings::default(), ..self }
    }

    /// The error that there is nothing to show.
    pub(crate) fn why(&self) -> Diagnostic {
        let said = self.findings.said.concat();
        let said = said.trim();
        let said = said.strip_prefix("error: ").unwrap_or(said);
        Diagnostic::usage(if said.is_empty() { "there is nothing to show" } else { said })
    }

    /// The message to a window that shows `before`; `None`: it shows nothing.
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

    /// The page that was edited: the first one with a different text, else the first one that looks
    /// different. A new slide also changes the progress shown on every page.
    fn edited(&self, before: &Self) -> Option<usize> {
        let (new, old) = (&self.deck.pages, &before.deck.pages);
        let mut differ = new.iter().zip(old).enumerate().filter(|(_, (new, old))| new != old);
        let mut of_text = differ.clone().filter(|(_, (new, old))| {
            let text =
                |shown: &Self, name: &String| shown.pages.get(name).map(|html| text_of(html));
            text(self, new) != text(before, old)
        });
        let added = || (new.len() != old.len()).then(|| new.len().min(old.len()));
        let first = |found: Option<(usize, _)>| found.map(|(page, _)| page);
        let page = first(of_text.next()).or_else(added).or_else(|| first(differ.next()));
        page.filter(|page| !old.is_empty() && *page < new.len())
    }
}

/// The text of a page, without decoration such as its number.
fn text_of(html: &str) -> String {
    let (mut text, mut hidden) = (String::new(), 0);
    for part in html.split('<') {
        let (tag, after) = part.split_once('>').unwrap_or_default();
        hidden += match tag {
            "/g" if hidden > 0 => -1,
            _ if tag.starts_with("g aria-hidden")
                || hidden > 0 && (tag == "g" || tag.starts_with("g ")) =>
            {
                1
            }
            _ => 0,
        };
        if hidden == 0 {
            text += after;
        }
    }
    text
}

/// A deck as it is sent to a window.
#[derive(Debug, Serialize)]
pub(super) struct Message<'a> {
    kind: &'static str,
    /// The number of the deck shown.
    generation: u64,
    /// The number of the deck on which this is based; `None`: it is complete.
    previous: Option<u64>,
    language: &'a str,
    title: &'a str,
    size: (f64, f64),
    talk: &'a Value,
    /// The name of each page, with its content unless that is already known.
    pages: Vec<(String, Option<&'a str>)>,
    /// The shared definitions that are not known yet.
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

#[cfg(test)]
mod tests {
    use super::{Shown, text_of};

    /// A deck of pages with a text each, and a drawing that differs with `progress`.
    fn shown(texts: &[&str], progress: usize) -> Shown {
        let mut shown = Shown::default();
        for (index, text) in texts.iter().enumerate() {
            let html = format!(
                "<section><path d=\"{progress}\"/><g aria-hidden=\"true\"><g id=\"x\"><text>{index}/{progress}</text>\
                 </g></g><text>{text}</text></section>"
            );
            shown.deck.pages.push(html.clone());
            shown.pages.insert(html.clone(), html);
        }
        shown
    }

    #[test]
    fn the_page_that_was_edited_is_found_although_all_look_different() {
        let before = shown(&["一", "二", "三"], 3);
        assert_eq!(text_of(&before.deck.pages[0]), "一");
        for (now, edited) in [
            (shown(&["一", "二", "三"], 3), None),
            (shown(&["一", "贰", "三"], 3), Some(1)),
            (shown(&["一", "二", "三", "四"], 4), Some(3)),
            (shown(&["一", "新", "二", "三"], 4), Some(1)),
            (shown(&["一", "三"], 2), Some(1)),
            (shown(&["一", "二"], 2), None),
            (shown(&["一", "二", "三"], 5), Some(0)),
        ] {
            assert_eq!(now.edited(&before), edited, "{:?}", now.deck.pages);
        }
        assert_eq!(before.edited(&Shown::default()), None);
    }
}
