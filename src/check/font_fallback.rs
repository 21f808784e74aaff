//! Characters that were set in a font that the theme does not name for them, and so look different
//! from the text around them. Pictures are ignored: they name fonts of their own.

use std::collections::{BTreeMap, BTreeSet};

use typst_layout::PagedDocument;

use super::unicode::is_letter;
use super::visible::visit_texts;
use crate::deck::Deck;
use crate::diag::{Diagnostic, Diagnostics, Span};
use crate::emit::clusters::composed;
use crate::engine::{DeckWorld, Glyph, Mapper, Origin, Within, glyphs};

/// Most characters that a message shows.
const MOST_SHOWN: usize = 5;

/// How a font face was used.
#[derive(Debug, Default)]
pub(crate) struct FaceUse {
    /// Number of characters set in it.
    pub(crate) characters: usize,
    /// Those characters, each once, in the order of the pages.
    pub(crate) distinct: Vec<char>,
    /// Those for which the theme names another font.
    pub(crate) fallback: Vec<char>,
}

/// Texts that one finding reports, each once, and the place of the first.
#[derive(Default)]
struct Found {
    texts: Vec<String>,
    place: Span,
}

/// Reports each family that was only a fallback, once; and emoji that fell apart into several.
pub(crate) fn check(
    deck: &Deck,
    document: &PagedDocument,
    world: &DeckWorld,
    mapper: &Mapper,
) -> Diagnostics {
    // By family, since bold text comes from another face of the same family.
    let mut families: BTreeMap<&str, (Origin, Found)> = BTreeMap::new();
    let mut parts = composed_emoji(deck, mapper);
    let mut theme = Theme::new(world);
    visit(document, world, &mut |glyph, face, first| {
        if !first {
            // Text without a place stands in a picture.
            if !composed(glyph.text).is_empty() {
                parts.add(glyph.text, || place_of(glyph, mapper));
            }
        } else if glyph.text.chars().any(|c| theme.stands_in(c, face, glyph.within))
            && let Some(face) = world.fonts().face(face)
        {
            let family = families.entry(&face.info.family);
            family
                .or_insert((face.origin, Found::default()))
                .1
                .add(glyph.text, || place_of(glyph, mapper));
        }
    });
    let mut findings = Diagnostics::default();
    for (family, (origin, found)) in &families {
        findings.push(fallback(family, *origin, found));
    }
    if !parts.texts.is_empty() {
        let message =
            format!("no font has {} as one picture: it is shown in parts", parts.listed());
        let finding = Diagnostic::warning("font-fallback", parts.place, message);
        findings.push(finding.hint("use an emoji that is a single character"));
    }
    findings
}

/// How each face was used, by its index.
pub(crate) fn usage(document: &PagedDocument, world: &DeckWorld) -> BTreeMap<usize, FaceUse> {
    let mut uses: BTreeMap<usize, FaceUse> = BTreeMap::new();
    let mut seen: BTreeSet<(usize, char)> = BTreeSet::new();
    let mut theme = Theme::new(world);
    visit(document, world, &mut |glyph, face, first| {
        let used = uses.entry(face).or_default();
        for c in glyph.text.chars().filter(|c| first && !c.is_whitespace()) {
            used.characters += 1;
            if seen.insert((face, c)) {
                used.distinct.push(c);
            }
            if theme.stands_in(c, face, glyph.within) && !used.fallback.contains(&c) {
                used.fallback.push(c);
            }
        }
    });
    uses
}

/// The characters that no font has, each once, in the order of the pages.
pub(crate) fn missing(document: &PagedDocument, world: &DeckWorld) -> String {
    let mut missing = String::new();
    glyphs(document, world, &mut |glyph| {
        if !glyph.exists && !missing.contains(glyph.text) {
            missing.push_str(glyph.text);
        }
    });
    missing
}

/// Visits every glyph of an existing font, with its face, and whether it is the first glyph of its
/// cluster.
fn visit(document: &PagedDocument, world: &DeckWorld, visit: &mut dyn FnMut(&Glyph, usize, bool)) {
    let mut before: *const u8 = std::ptr::null();
    glyphs(document, world, &mut |glyph| {
        let Some(face) = glyph.face.filter(|_| glyph.exists) else { return };
        let first = before != glyph.text.as_ptr();
        before = glyph.text.as_ptr();
        visit(glyph, face, first);
    });
}

/// The fonts that the theme names, looked up once for each face.
struct Theme<'a> {
    world: &'a DeckWorld,
    named: BTreeMap<(usize, Within), bool>,
    last: Option<(usize, Within, bool)>,
}

impl<'a> Theme<'a> {
    fn new(world: &'a DeckWorld) -> Self {
        Self { world, named: BTreeMap::new(), last: None }
    }

    /// Whether a face is a fallback. Bundled faces for signs and emoji are not: they are intended.
    fn stands_in(&mut self, c: char, face: usize, within: Within) -> bool {
        if within == Within::Picture || self.names(face, within) {
            return false;
        }
        let bundled = |face| self.world.fonts().face(face).map(|face| face.origin);
        bundled(face) != Some(Origin::Bundled) || is_letter(c)
    }

    fn names(&mut self, face: usize, within: Within) -> bool {
        if let Some((.., named)) = self.last.filter(|(f, w, _)| (*f, *w) == (face, within)) {
            return named;
        }
        let named = *self.named.entry((face, within)).or_insert_with(|| {
            let family = self.world.fonts().face(face).map(|face| &face.info.family);
            family.is_none_or(|family| self.world.names_family(family, within))
        });
        self.last = Some((face, within, named));
        named
    }
}

/// The composed emoji of a deck: the bundled font, which has precedence, shows them as several
/// pictures.
fn composed_emoji(deck: &Deck, mapper: &Mapper) -> Found {
    let mut found = Found::default();
    for slide in deck.slides() {
        visit_texts(slide, &mut |text, span| {
            for (at, emoji) in composed(text) {
                let exact = mapper.sources.text(span) == text;
                let place = if exact { span.within(at..at + emoji.len()) } else { span };
                found.add(emoji, || place);
            }
        });
    }
    found
}

/// The place of a glyph in the author's file.
fn place_of(glyph: &Glyph, mapper: &Mapper) -> Span {
    let place = glyph.place(mapper.world);
    place.and_then(|(id, range)| mapper.character(id, range, glyph.text)).unwrap_or_default()
}

impl Found {
    fn add(&mut self, text: &str, place: impl FnOnce() -> Span) {
        if self.texts.iter().any(|known| known == text) {
            return;
        }
        if self.texts.is_empty() {
            self.place = place();
        }
        self.texts.push(text.to_owned());
    }

    /// "`甲`, `乙` and 3 more"
    fn listed(&self) -> String {
        let shown: Vec<String> =
            self.texts.iter().take(MOST_SHOWN).map(|text| format!("`{text}`")).collect();
        match self.texts.len() - shown.len() {
            0 => shown.join(", "),
            more => format!("{} and {more} more", shown.join(", ")),
        }
    }
}

fn fallback(family: &str, origin: Origin, found: &Found) -> Diagnostic {
    let message = format!("the theme names no font for {}: set in `{family}`", found.listed());
    let hint = match origin {
        // The other letters of the word come from another face, so a bundled font cannot help.
        Origin::Bundled => "a font of your own that has them can be named in `font-han`".to_owned(),
        _ => format!("if that is meant, name it: `--set \"font-han=Slides Sans SC, {family}\"`"),
    };
    Diagnostic::warning("font-fallback", found.place, message).hint(hint)
}
