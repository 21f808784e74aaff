//! The files around the slides: the main file, and those with what templates need to know of the
//! deck.

use std::collections::BTreeSet;
use std::fmt::Write;

use super::escape::quoted;
use super::writer::EmittedFile;
use super::{MAIN_FILE, clusters};
use crate::deck::Deck;
use crate::locale::Locale;

/// The main file, which includes the slides in order.
pub(super) fn main<'p>(paths: impl Iterator<Item = &'p str>) -> EmittedFile {
    let mut text = String::from("#import \"/theme/theme.typ\": deck\n#show: deck\n\n");
    for path in paths {
        let _ = writeln!(text, "#include \"/{path}\"");
    }
    EmittedFile::scaffolding(MAIN_FILE, text)
}

/// The file with the settings of one view of the deck: whether all steps of a slide share one page,
/// and for which characters a box is drawn because no font has them.
pub(crate) fn view(handout: bool, missing: &BTreeSet<char>) -> EmittedFile {
    let class: String = missing.iter().map(|c| format!("\\u{{{:x}}}", u32::from(*c))).collect();
    let missing =
        if missing.is_empty() { "none".to_owned() } else { format!("regex(\"[{class}]\")") };
    let text = format!("#let handout = {handout}\n#let missing-characters = {missing}\n");
    EmittedFile::scaffolding("view.typ", text)
}

/// The file with what depends on the deck's language.
pub(super) fn locale(locale: &Locale) -> EmittedFile {
    let words = locale.words;
    let faces: String = words.faces.iter().map(|family| quoted(family) + ", ").collect();
    let page = words.page.iter().map(|(name, word)| format!("    {name}: {},\n", quoted(word)));
    let text = format!(
        "#let locale = (\n  lang: {},\n  region: {},\n  full-width: {},\n  kana: {},\n  \
         faces: ({}),\n  part: {},\n  words: (\n{}  ),\n)\n",
        quoted(locale.language()),
        locale.region().map_or("none".to_owned(), |region| quoted(&region.to_lowercase())),
        words.full_width,
        locale.has_kana(),
        faces,
        quoted(&words.part("{part}", "{parts}")),
        page.collect::<String>(),
    );
    EmittedFile::scaffolding("locale.typ", text)
}

/// The file with the deck's metadata. `clusters`: whether a slide has grapheme clusters that no
/// font has.
pub(super) fn meta(deck: &Deck, total: usize, sections: usize, clusters: bool) -> EmittedFile {
    let optional = |text: &Option<String>| text.as_deref().map_or("none".into(), quoted);
    let authors: String = deck.meta.author.iter().map(|name| quoted(name) + ", ").collect();
    let mut title = deck.title();
    if title.trim().is_empty() {
        // PDF/UA wants a title; the file's name is not known here.
        title = "Slides".into();
    }
    let text = format!(
        "#let meta = (\n  title: {},\n  author: ({authors}),\n  date: {},\n  \
         footer: {},\n  total: {total},\n  sections: {sections},\n)\n",
        quoted(&title),
        optional(&deck.meta.date),
        optional(&deck.meta.footer),
    );
    // Looking for clusters takes time, so it is switched on only for decks that have some.
    let clusters = clusters || clusters::any(&text);
    let text =
        if clusters { text.replacen("  total:", "  clusters: true,\n  total:", 1) } else { text };
    EmittedFile::scaffolding("meta.typ", text)
}
