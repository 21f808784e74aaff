//! Deck + theme → Typst source and its source map. Pure: no files, no clock, no Typst.
//!
//! One file for each slide, so that a change recompiles that slide alone; text as escaped markup,
//! so that every character has its own place; each raw Typst block in a file of its own.

mod characters;
mod chart;
pub(crate) mod clusters;
mod depth;
mod escape;
mod latex;
mod lines;
mod markup;
pub(crate) mod notes;
mod pictures;
mod settle;
mod slots;
mod source_map;
mod turns;
mod units;
mod writer;

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;

use crate::contract::MISSING;
use crate::deck::block::without_footnotes;
use crate::deck::{Block, ChartData, Deck, Inline, Number, Slide, Spanned, steps};
use crate::diag::{Diagnostics, Sources, Span};
use crate::locale::{Locale, Words};
use crate::theme::{Layout, Takes, Theme};
use lines::{Breaking, Paragraph, Planned};
use markup::Emitter;
use notes::Notes;
pub(crate) use settle::{accepts, settle};
use slots::{Filled, Unit};
pub(crate) use slots::{concludes, parting_marks};
use writer::Writer;
pub(crate) use writer::{EmittedFile, Mark, Origin, Place};

#[cfg(test)]
pub(crate) use latex::every_symbol;

/// What emission needs to know of the deck's pictures.
#[derive(Debug, Default)]
pub(crate) struct Assets {
    /// Path as written → the picture.
    pub(crate) pictures: BTreeMap<String, Picture>,
    /// Path as written → the numbers of a chart.
    pub(crate) charts: BTreeMap<String, ChartData>,
}

/// A picture that a deck names.
#[derive(Debug, Clone)]
pub(crate) struct Picture {
    /// Its path below the root.
    pub(crate) path: String,
    /// Natural size in pt; `None` if it scales freely.
    pub(crate) size: Option<(f64, f64)>,
    /// Whether it is no larger than a letter or a line: an icon, a badge.
    pub(crate) is_small: bool,
    /// What has to be behind it for it to be seen; `None`: the page will do.
    pub(crate) panel: Option<Panel>,
}

/// What stands behind a drawing that cannot be seen on the page itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Panel {
    /// For dark lines.
    Light,
    /// For light lines.
    Dark,
}

impl Panel {
    /// Its colour.
    pub(crate) fn hex(self) -> &'static str {
        match self {
            Self::Light => "#ffffff",
            Self::Dark => "#16181d",
        }
    }
}

impl Assets {
    /// The path below the root with a slash at the front.
    fn path(&self, written: &str) -> String {
        let path = self.pictures.get(written).map_or(written, |picture| &picture.path);
        format!("/{}", path.trim_start_matches('/'))
    }

    /// Whether there is no such picture, and a frame stands in its place.
    fn is_missing(&self, written: &str) -> bool {
        self.pictures.get(written).is_none_or(|picture| picture.path.starts_with(MISSING))
    }

    fn size(&self, written: &str) -> Option<(f64, f64)> {
        self.pictures.get(written)?.size
    }

    /// Whether a picture is as small as the words that it stands among. One that there is not is: its frame
    /// says what it would show.
    fn is_small(&self, written: &str) -> bool {
        self.is_missing(written)
            || self.pictures.get(written).is_some_and(|picture| picture.is_small)
    }

    /// What a template is told of the panel behind a picture: an argument, or nothing.
    fn panel(&self, written: &str) -> String {
        let panel = self.pictures.get(written).and_then(|picture| picture.panel);
        panel.map(|panel| format!(", panel: rgb({:?})", panel.hex())).unwrap_or_default()
    }
}

/// Converts LaTeX for a case in `tests/`: the Typst, or the error and its place.
pub(crate) fn latex_case(tex: &str) -> String {
    let tex = tex.trim_end_matches('\n');
    latex::convert(tex).unwrap_or_else(|error| {
        let hint = error.hint.map(|hint| format!("\nhint: {hint}")).unwrap_or_default();
        format!("error at {}..{}: {}{hint}", error.range.start, error.range.end, error.message)
    })
}

/// Where a slide stands in the deck.
struct Position<'a> {
    /// How many there are up to it.
    place: usize,
    /// Its number as it is printed.
    number: Number,
    /// Level of its title: 1 for dividers and slides outside sections, else 2.
    level: u8,
    /// Whether it opens its section.
    is_divider: bool,
    /// Title and number of the section.
    section: Option<(&'a [Spanned<Inline>], usize)>,
}

/// How a page is set: what fitting decides. By default, as the layout proposes.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Setting {
    /// Type size of the body in pt. `None`: as the layout proposes.
    pub(crate) size: Option<f64>,
    /// Factor of the type size of displayed formulas.
    pub(crate) formula: f64,
    /// Share of their room that pictures take.
    pub(crate) pictures: f64,
    /// By how many em blocks stand wider apart than they must. `None`: as the layout proposes.
    pub(crate) spare: Option<f64>,
    /// What stays free above the body in pt. `None`: its share of what is left over.
    pub(crate) above: Option<f64>,
    /// By how many pt the page is taller, for measuring what does not fit.
    pub(crate) stretch: f64,
    /// The part that the page shows, from 1, and how many there are. `None`: the whole slide.
    pub(crate) part: Option<(usize, usize)>,
    /// Number of items on the parts before.
    pub(crate) first: usize,
}

impl Default for Setting {
    fn default() -> Self {
        let (size, part) = (None, None);
        Self {
            size,
            formula: 1.0,
            pictures: 1.0,
            spare: None,
            above: None,
            stretch: 0.0,
            part,
            first: 0,
        }
    }
}

/// What it takes to emit any slide of a deck.
pub(crate) struct Emission<'a> {
    /// The deck.
    deck: &'a Deck,
    /// Its theme.
    theme: &'a Theme,
    /// Its pictures.
    assets: &'a Assets,
    /// The texts that spans point into.
    sources: &'a Sources,
    /// What depends on the deck's language.
    words: &'static Words,
    /// Where each slide stands.
    positions: Vec<Position<'a>>,
}

/// Emits every file of a deck but those of the theme, `main.typ` first.
///
/// What cannot be set is shown as its source, and is a finding. Its charts and layouts are settled: see
/// [`settle()`]. `missing`: the characters that no font has.
pub(crate) fn emit(
    emission: &Emission,
    missing: &BTreeSet<char>,
    findings: &mut Diagnostics,
) -> Vec<EmittedFile> {
    let deck = emission.deck;
    let (mut slides, mut extra) = (Vec::new(), Vec::new());
    for (index, slide) in deck.slides().enumerate() {
        let mut files = emission.slide(index, slide, &Setting::default(), findings);
        extra.extend(files.split_off(1));
        slides.append(&mut files);
    }
    let clusters = slides.iter().chain(&extra).any(|file| clusters::any(&file.text));
    let main = main(slides.iter().map(|slide| slide.path.as_str()));
    let view = view(deck.meta.handout.unwrap_or_default(), missing);
    let mut files = vec![main, emission.meta(clusters), locale(&deck.meta.page_locale()), view];
    files.extend(slides);
    files.extend(extra);
    files
}

impl<'a> Emission<'a> {
    /// Prepares the emission of a deck.
    pub(crate) fn new(
        deck: &'a Deck,
        theme: &'a Theme,
        assets: &'a Assets,
        sources: &'a Sources,
    ) -> Self {
        let mut positions = Vec::new();
        let mut sections = 0;
        let mut numbers = deck.numbers();
        for section in &deck.sections {
            sections += usize::from(section.divider.is_some());
            let title = section.divider.as_ref().map(|divider| divider.title.as_slice());
            for (index, number) in numbers.by_ref().take(section.slides().count()).enumerate() {
                let is_divider = index == 0 && section.divider.is_some();
                positions.push(Position {
                    place: positions.len() + 1,
                    number,
                    level: if title.is_some() && !is_divider { 2 } else { 1 },
                    is_divider,
                    section: title.map(|title| (title, sections)),
                });
            }
        }
        let words = deck.meta.page_locale().words;
        Self { deck, theme, assets, sources, words, positions }
    }

    /// Emits the slide at an index, or a part of it: its file, then those of its raw Typst.
    pub(crate) fn slide(
        &self,
        index: usize,
        slide: &Slide,
        setting: &Setting,
        errors: &mut Diagnostics,
    ) -> Vec<EmittedFile> {
        let position = &self.positions[index];
        let part = setting.part.map_or(1, |(part, _)| part);
        let name = self.slide_name(index, part);
        let emitter = Emitter {
            out: Writer::new(self.sources),
            typst: Vec::new(),
            assets: self.assets,
            sources: self.sources,
            errors,
            name,
            page: (position.place, part),
            // Without a title, the headings on a slide stand in its place.
            level: position.level - u8::from(slide.title.is_empty()),
            marking: None,
            within: None,
            breaking: Breaking {
                words: self.words.dictionary,
                units: true,
                centred: self.deck.meta.page_locale().centres_marks(),
                room: 0.0,
                turns: None,
            },
            titles: Planned {
                tail: setting
                    .part
                    .map_or(0.0, |(part, of)| turns::tail(&self.words.part(part, of))),
                ..titles(self.theme.layout(&slide.layout))
            },
            paragraph: Paragraph::default(),
            picture_height: None,
            picture_share: setting.pictures,
            words: self.words,
            has_steps: steps::last(&slide.blocks) > 0,
            step: 0,
            notes: Notes::of(slide),
        };
        let mut emitter = emitter;
        emitter.out.narrow_dots = self.deck.meta.page_locale().narrows_dots();
        emit_slide(slide, position, setting, self.deck, self.theme, emitter)
    }

    /// The path of a slide's file, or of that of one of its parts, from 1, without `.typ`.
    fn slide_name(&self, index: usize, part: usize) -> String {
        let digits = self.positions.len().to_string().len().max(2);
        let number = index + 1;
        if part > 1 {
            format!("slide-{number:0digits$}-{part}")
        } else {
            format!("slide-{number:0digits$}")
        }
    }

    /// The file that puts the slides together, if each takes so many parts.
    pub(crate) fn main(&self, parts: impl Iterator<Item = usize>) -> EmittedFile {
        let paths: Vec<String> = parts
            .enumerate()
            .flat_map(|(index, parts)| (1..=parts).map(move |part| (index, part)))
            .map(|(index, part)| format!("{}.typ", self.slide_name(index, part)))
            .collect();
        main(paths.iter().map(String::as_str))
    }

    /// `clusters`: whether a slide has characters that no font has together.
    fn meta(&self, clusters: bool) -> EmittedFile {
        let talk = self.positions.iter().filter(|position| !position.number.is_appendix());
        let sections = talk.clone().filter(|position| position.is_divider).count();
        meta(self.deck, talk.count(), sections, clusters)
    }
}

fn main<'p>(paths: impl Iterator<Item = &'p str>) -> EmittedFile {
    let mut text = String::from("#import \"/theme/theme.typ\": deck\n#show: deck\n\n");
    for path in paths {
        let _ = writeln!(text, "#include \"/{path}\"");
    }
    EmittedFile::scaffolding("main.typ", text)
}

/// The file that says in which way the slides are looked at: whether all steps of one stand on one
/// page, and for which characters a box stands, because no font has them.
pub(crate) fn view(handout: bool, missing: &BTreeSet<char>) -> EmittedFile {
    let class: String = missing.iter().map(|c| format!("\\u{{{:x}}}", u32::from(*c))).collect();
    let missing =
        if missing.is_empty() { "none".to_owned() } else { format!("regex(\"[{class}]\")") };
    let text = format!("#let handout = {handout}\n#let missing-characters = {missing}\n");
    EmittedFile::scaffolding("view.typ", text)
}

/// The file of what depends on the deck's language, for templates.
fn locale(locale: &Locale) -> EmittedFile {
    let words = locale.words;
    let page = words.page.iter().map(|(name, word)| format!("    {name}: {},\n", quoted(word)));
    let text = format!(
        "#let locale = (\n  lang: {},\n  region: {},\n  full-width: {},\n  kana: {},\n  part: {},\n  \
         words: (\n{}  ),\n)\n",
        quoted(locale.language()),
        locale.region().map_or("none".to_owned(), |region| quoted(&region.to_lowercase())),
        words.full_width,
        locale.has_kana(),
        quoted(&words.part("{part}", "{parts}")),
        page.collect::<String>(),
    );
    EmittedFile::scaffolding("locale.typ", text)
}

/// A text as a string of Typst.
fn quoted(text: &str) -> String {
    let mut out = String::new();
    escape::string(text, &mut out);
    out
}

fn meta(deck: &Deck, total: usize, sections: usize, clusters: bool) -> EmittedFile {
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
    // Only for decks that have some: looking for them takes time.
    let clusters = clusters || clusters::any(&text);
    let text =
        if clusters { text.replacen("  total:", "  clusters: true,\n  total:", 1) } else { text };
    EmittedFile::scaffolding("meta.typ", text)
}

/// Emits one page: its file, and those of its raw Typst.
fn emit_slide(
    slide: &Slide,
    position: &Position,
    setting: &Setting,
    deck: &Deck,
    theme: &Theme,
    mut emitter: Emitter,
) -> Vec<EmittedFile> {
    let path = format!("{}.typ", emitter.name);
    let (number, part) = emitter.page;
    let origin = Origin::Page { slide: number, part, layout: slide.layout.clone() };
    let Some(layout) = theme.layout(&slide.layout) else {
        return vec![emitter.out.finish(path, origin)];
    };
    let filled = slots::fill(slide, layout, emitter.errors);
    let start = emitter.out.position();
    let name = &layout.name;
    emitter.out.code(&format!(
        "#import \"/theme/layouts/{name}.typ\": layout\n#import \"/theme/theme.typ\" as theme: blank, gap, glue, half, turn, w, widths\n\n#layout("
    ));
    emitter.out.indent_in();
    emitter.out.newline();
    info(&mut emitter, slide, position, setting, layout);
    if !slide.title.is_empty() {
        emitter.out.newline();
        emitter.out.code("title: [");
        emitter.title(&slide.title, setting.part.is_none_or(|(part, _)| part == 1));
        emitter.out.code(&targets(slide, position, setting));
        emitter.out.code("],");
    }
    for filled in &filled {
        if layout.roles.front && filled.slot.name == SUBTITLE && filled.units.is_empty() {
            subtitle(&mut emitter, filled, deck);
        } else {
            slot(&mut emitter, filled, deck, layout.roles.poster);
        }
    }
    emitter.out.indent_out();
    emitter.out.newline();
    emitter.out.code(")\n");
    emitter.out.cover(start, slide.span);
    let mut files = vec![emitter.out.finish(path, origin)];
    files.append(&mut emitter.typst);
    files
}

/// The slot of a first page for which the front matter has a text, too.
const SUBTITLE: &str = "subtitle";

/// What the front matter says below the title, where the slide says nothing there.
fn subtitle(emitter: &mut Emitter, filled: &Filled, deck: &Deck) {
    let Some(text) = deck.meta.subtitle.clone() else { return };
    emitter.out.newline();
    emitter.out.code("subtitle: ");
    break_lines(emitter, filled, true);
    emitter.bracketed(&[Spanned::new(Inline::Text(text), deck.meta.span(SUBTITLE))]);
    emitter.out.code(",");
}

/// The dictionary with which a layout is called.
fn info(
    emitter: &mut Emitter,
    slide: &Slide,
    position: &Position,
    setting: &Setting,
    layout: &Layout,
) {
    let (place, level) = (position.place, position.level);
    emitter.out.code(&format!("(number: {place}, level: {level}, section: "));
    match position.section {
        Some((title, section)) => {
            let title = crate::deck::block::plain_text(title);
            emitter.out.string(&title, Span::DETACHED);
            emitter.out.code(&match position.number {
                Number::Talk(_) => format!(", section-number: {section}"),
                Number::Appendix(number) => format!(", section-number: none, appendix: {number}"),
            });
        }
        None => emitter.out.code("none, section-number: none"),
    }
    emitter.out.code(", options: (");
    let mut any = false;
    for (key, value) in &slide.options {
        if key == "id" || !layout.options.contains_key(key) {
            continue;
        }
        any = true;
        emitter.out.code(&format!("{key}: "));
        match value.parse::<f64>() {
            Ok(number) => emitter.out.code(&number.to_string()),
            Err(_) => emitter.out.string(value, slide.span),
        }
        emitter.out.code(", ");
    }
    emitter.out.code(if any { ")" } else { ":)" });
    if slide.options.contains_key("background") {
        emitter.out.code(", background: ");
        match slide.background() {
            Some(path) if !emitter.assets.is_missing(path) => {
                emitter.out.string(&emitter.assets.path(path), Span::DETACHED);
            }
            Some(_) | None => emitter.out.code("none"),
        }
    }
    for key in ["header", "footer"] {
        let Some(text) = slide.options.get(key) else { continue };
        emitter.out.code(&format!(", {key}: "));
        match text.as_str() {
            "none" => emitter.out.code("none"),
            text => emitter.out.string(text, slide.span),
        }
    }
    emitter.out.code(&fitting(setting));
    if without_footnotes(&slide.title) != slide.title {
        emitter.out.code(", name: [");
        emitter.title(&slide.title, false);
        emitter.out.code("]");
    }
    let targets = targets(slide, position, setting);
    if slide.title.is_empty() && !targets.is_empty() {
        emitter.out.code(&format!(", target: [{targets}]"));
    }
    // The first thing on the page has its own place in this file: pages that move keep their
    // cached layout (the key is the place of the first element).
    emitter.out.code(", anchor: v(0pt, weak: true)),");
}

/// What links to a slide lead to, as markup: it stands on the first page of the slide.
fn targets(slide: &Slide, position: &Position, setting: &Setting) -> String {
    if setting.part.is_some_and(|(part, _)| part > 1) {
        return String::new();
    }
    let own = slide.options.get("id").map(|id| markup::label(id));
    let section = position.section.filter(|_| position.is_divider);
    let labels = own.into_iter().chain(section.map(|(_, number)| section_label(number)));
    let target = |label: String| {
        let mut quoted = String::new();
        escape::string(&label, &mut quoted);
        format!("#metadata(none)#label({quoted})")
    };
    labels.map(target).collect()
}

/// What fitting decided, as further entries of the dictionary.
fn fitting(setting: &Setting) -> String {
    let mut out = String::new();
    if let Some(size) = setting.size {
        let _ = write!(out, ", size: {size}");
    }
    if setting.formula != 1.0 {
        let _ = write!(out, ", formula: {:.3}", setting.formula);
    }
    if let Some(spare) = setting.spare {
        let _ = write!(out, ", spare: {spare:.2}");
    }
    if let Some(above) = setting.above {
        let _ = write!(out, ", above: {above:.0}");
    }
    if setting.stretch != 0.0 {
        let _ = write!(out, ", stretch: {}", setting.stretch);
    }
    if let Some((part, parts)) = setting.part {
        let _ = write!(out, ", part: ({part}, {parts})");
    }
    if setting.first != 0 {
        let _ = write!(out, ", first: {}", setting.first);
    }
    out
}

fn slot(emitter: &mut Emitter, filled: &Filled, deck: &Deck, poster: bool) {
    let Filled { slot, units, at } = filled;
    let fills_itself = units.is_empty() && slot.fills_itself();
    if units.is_empty() && !fills_itself {
        return;
    }
    emitter.out.newline();
    emitter.out.code(&format!("{}: ", slot.name));
    break_lines(emitter, filled, poster);
    match slot.takes {
        Takes::Blocks => {
            emitter.out.code("[");
            emitter.out.indent_in();
            for (index, unit) in units.iter().enumerate() {
                if index > 0 {
                    emitter.out.blank_line()
                } else {
                    emitter.out.newline()
                }
                let start = emitter.out.position();
                let place = Place::block(at[index]);
                emitter.within = Some(place);
                match unit {
                    Unit::Block(block) => {
                        emitter.marking = Some(place);
                        emitter.block(block);
                    }
                    Unit::Group { title, blocks, step, .. } => {
                        emitter.group(*step, title, blocks);
                    }
                }
                emitter.out.mark(place, start);
            }
            emitter.out.indent_out();
            emitter.out.newline();
            emitter.out.code("]");
        }
        Takes::Items if fills_itself => sections(emitter, deck),
        takes if takes.is_items() => {
            let entries = units.iter().zip(at).flat_map(|(unit, at)| {
                let place = Place::block(*at);
                unit.entries(takes).into_iter().enumerate().map(move |entry| (place, entry))
            });
            array(emitter, true, entries, |emitter, (place, (index, entry))| {
                let start = emitter.out.position();
                emitter.entry(&entry);
                emitter.out.mark(place, start);
                emitter.out.mark(place.inside(index), start);
            });
        }
        Takes::Columns => match units.as_slice() {
            [Unit::Block(block)] if !matches!(block.value, Block::Columns(_)) => {
                single(emitter, block, at[0]);
            }
            units => columns(emitter, units, at),
        },
        _ => array(emitter, slot.max > 1, units.iter().zip(at), |emitter, (unit, at)| {
            if let Unit::Block(block) = unit {
                let start = emitter.out.position();
                let place = Place::block(*at);
                emitter.within = Some(place);
                single(emitter, block, *at);
                emitter.out.mark(place, start);
            }
        }),
    }
    emitter.out.code(",");
}

/// Says how the paragraphs of a slot are broken into lines.
fn break_lines(emitter: &mut Emitter, filled: &Filled, poster: bool) {
    let slot = filled.slot;
    let lines = match slot.takes {
        Takes::Quote => Some(POSTER_LINES),
        Takes::Text if poster => Some(POSTER_LINES),
        takes if takes.is_items() => Some(2),
        _ => None,
    };
    let room = slot.line(count(&filled.units));
    emitter.breaking.room = room;
    emitter.breaking.turns = lines.map(|lines| Planned { room, lines, tail: 0.0 });
}

/// Most lines of what is set very large, and of other titles.
const POSTER_LINES: usize = 4;
const TITLE_LINES: usize = 3;

/// What is planned of the titles in a layout.
fn titles(layout: Option<&Layout>) -> Planned {
    let poster = layout.is_some_and(|layout| layout.roles.poster);
    let lines = if poster { POSTER_LINES } else { TITLE_LINES };
    Planned { room: layout.map_or(0.0, Layout::title_line), lines, tail: 0.0 }
}

/// How many things stand beside each other in a slot, if they do.
fn count(units: &[Unit]) -> usize {
    match units {
        [Unit::Block(Spanned { value: Block::List { items, .. }, .. })] => items.len(),
        [Unit::Block(Spanned { value: Block::Definitions(definitions), .. })] => definitions.len(),
        [Unit::Block(Spanned { value: Block::Columns(columns), .. })] => columns.len(),
        units => units.len(),
    }
}

/// `(a, b,)`, or just `a` if the slot takes one.
fn array<T>(
    emitter: &mut Emitter,
    many: bool,
    values: impl Iterator<Item = T>,
    mut one: impl FnMut(&mut Emitter, T),
) {
    if !many {
        values.for_each(|value| one(emitter, value));
        return;
    }
    emitter.out.code("(");
    emitter.out.indent_in();
    for value in values {
        emitter.out.newline();
        one(emitter, value);
        emitter.out.code(",");
    }
    emitter.out.indent_out();
    emitter.out.newline();
    emitter.out.code(")");
}

/// The content of a slot that takes one kind of block.
fn single(emitter: &mut Emitter, block: &Spanned<Block>, at: usize) {
    let start = emitter.out.position();
    let step = block.step;
    // Where a call stands by itself, its step stands before it.
    let alone = matches!(
        block.value,
        Block::Table(_) | Block::Code { .. } | Block::Math(_) | Block::Chart(_)
    );
    let marked = alone && emitter.has_steps;
    if marked {
        emitter.out.code("[");
        emitter.reveal(step);
        emitter.out.code("#");
    }
    match &block.value {
        Block::Paragraph(content) | Block::Heading { content, .. } => {
            emitter.bracketed_at(step, content);
        }
        Block::Image(image) => emitter.picture_dictionary(image, block.span, step),
        Block::Table(table) => emitter.table_call(table, Some(Place::block(at))),
        Block::Code { .. } => emitter.code(block),
        Block::Math(source) => emitter.formula(source, block.span, true),
        Block::Quote(blocks) => emitter.bracketed_blocks(blocks),
        Block::Chart(chart) => emitter.chart(chart, block.span),
        Block::Typst { source, alt } => {
            emitter.raw_typst(source, alt.as_deref(), block.span, step);
        }
        _ => emitter.bracketed_blocks(std::slice::from_ref(block)),
    }
    if marked {
        emitter.out.code("]");
    }
    emitter.out.cover(start, block.span);
}

fn columns(emitter: &mut Emitter, units: &[Unit], at: &[usize]) {
    emitter.out.code("(");
    emitter.out.indent_in();
    for (unit, at) in units.iter().zip(at) {
        match unit {
            Unit::Group { title, blocks, step, .. } => {
                emitter.out.newline();
                emitter.out.code("(title: ");
                emitter.bracketed_at(*step, title);
                emitter.out.code(", body: ");
                emitter.bracketed_blocks(blocks);
                emitter.out.code("),");
            }
            Unit::Block(Spanned { value: Block::Columns(columns), .. }) => {
                let all = emitter.out.position();
                for (index, column) in columns.iter().enumerate() {
                    emitter.out.newline();
                    let (title, blocks) = match column.blocks.split_first() {
                        Some((
                            Spanned { value: Block::Heading { content, .. }, step, .. },
                            rest,
                        )) => (Some((content, step)), rest),
                        _ => (None, column.blocks.as_slice()),
                    };
                    let place = Place { column: Some((index, 0)), ..Place::block(*at) };
                    emitter.out.code("(title: ");
                    match title {
                        Some((title, step)) => {
                            let start = emitter.out.position();
                            emitter.bracketed_at(*step, title);
                            emitter.out.mark(place, start);
                        }
                        None => emitter.out.code("none"),
                    }
                    emitter.out.code(", body: ");
                    let first = column.blocks.len() - blocks.len();
                    emitter.column(blocks, Place { column: Some((index, first)), ..place });
                    emitter.out.code("),");
                }
                emitter.out.mark(Place::block(*at), all);
            }
            Unit::Block(_) => {}
        }
    }
    emitter.out.indent_out();
    emitter.out.newline();
    emitter.out.code(")");
}

/// The sections, each a link to its divider.
fn sections(emitter: &mut Emitter, deck: &Deck) {
    let sections = deck.talk().iter().filter_map(|section| section.divider.as_ref());
    array(emitter, true, sections.enumerate(), |emitter, (index, divider)| {
        let label = section_label(index + 1);
        emitter.out.code(&format!("(term: none, text: link(label({label:?}))"));
        emitter.bracketed(&without_footnotes(&divider.title));
        emitter.out.code(", body: none)");
    });
}

fn section_label(number: usize) -> String {
    format!("section-{number}")
}

/// A link's address with everything that is not ASCII percent-encoded: some viewers get raw
/// UTF-8 wrong (typst#6128).
fn percent_encode(url: &str) -> String {
    let mut out = String::with_capacity(url.len());
    for byte in url.bytes() {
        if byte.is_ascii_graphic() {
            out.push(char::from(byte));
        } else {
            let _ = write!(out, "%{byte:02X}");
        }
    }
    out
}
