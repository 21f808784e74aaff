//! A slide, or a part of one → its file, which calls its layout.

use std::fmt::Write;

use super::fill::section_label;
use super::footnotes::Footnotes;
use super::inlines::label;
use super::lines::{Balancing, Breaking, Paragraph};
use super::markup::{Emitter, Stress};
use super::writer::{EmittedFile, Origin, Writer};
use super::{Emission, Position, Setting, balance, escape, latex, slots};
use crate::contract::Aspect;
use crate::deck::block::{plain_text, without_footnotes};
use crate::deck::{Inline, Number, Slide, Spanned, steps};
use crate::diag::{Diagnostics, Span};
use crate::theme::Layout;

/// Most lines of very large text.
pub(super) const POSTER_LINES: usize = 4;
/// Most lines of a title elsewhere.
const TITLE_LINES: usize = 3;

/// A page that is being emitted.
struct Page<'a> {
    slide: &'a Slide,
    layout: &'a Layout,
    /// Where the slide stands.
    position: &'a Position<'a>,
    setting: &'a Setting,
}

impl Emission<'_> {
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
        let path = format!("{name}.typ");
        let origin = Origin::Page { slide: position.place, part, layout: slide.layout.clone() };
        let Some(layout) = self.theme.layout(&slide.layout) else {
            return vec![Writer::new(self.sources).finish(path, origin)];
        };
        let page = Page { slide, layout, position, setting };
        let mut emitter = self.emitter(name, &page, errors);
        page.emit(&mut emitter, self);
        let mut files = vec![emitter.out.finish(path, origin)];
        files.append(&mut emitter.typst);
        files
    }

    /// The emitter for a page.
    fn emitter<'e>(
        &'e self,
        name: String,
        page: &Page,
        errors: &'e mut Diagnostics,
    ) -> Emitter<'e> {
        let Page { slide, layout, position, setting } = page;
        let (locale, words) = (self.deck.meta.locale(), self.words);
        let aspect = self.deck.meta.aspect.unwrap_or_default();
        let mut out = Writer::new(self.sources);
        out.narrow_dots = locale.narrows_dots();
        let breaking = Breaking {
            words: words.dictionary,
            units: true,
            wide_quotes: locale.words.full_width,
            centred: locale.centres_marks(),
            room: 0.0,
            balancing: None,
        };
        let tail = setting.part.map_or(0.0, |(part, of)| balance::tail(&words.part(part, of)));
        Emitter {
            out,
            typst: Vec::new(),
            assets: self.assets,
            sources: self.sources,
            errors,
            name,
            page: (position.place, setting.part.map_or(1, |(part, _)| part)),
            // Without a title, the headings on the slide move up one level.
            level: position.level - u8::from(slide.title.is_empty()),
            marking: None,
            within: None,
            breaking,
            titles: Balancing { tail, ..titles(layout, aspect) },
            stress: Stress::default(),
            paragraph: Paragraph::default(),
            picture_height: None,
            picture_share: setting.pictures,
            aspect,
            words,
            has_steps: steps::last(&slide.blocks) > 0,
            step: 0,
            footnotes: Footnotes::of(slide),
        }
    }
}

/// The running title: the title of a section as it is repeated on its slides, text and formulas
/// only.
fn running_title(emitter: &mut Emitter, title: &[Spanned<Inline>]) {
    let is_formula = |inline: &Spanned<Inline>| matches!(&inline.value, Inline::Math(source) if latex::convert(source).is_ok());
    if !title.iter().any(is_formula) {
        return emitter.out.string(&plain_text(title), Span::DETACHED);
    }
    emitter.out.code("[");
    for piece in title {
        emitter.out.code("#");
        match &piece.value {
            Inline::Math(source) if is_formula(piece) => {
                emitter.formula(source, Span::DETACHED, false);
            }
            _ => emitter.out.string(&plain_text(std::slice::from_ref(piece)), Span::DETACHED),
        }
        emitter.out.end_code();
    }
    emitter.out.code("]");
}

/// How the lines of titles are balanced in a layout.
fn titles(layout: &Layout, aspect: Aspect) -> Balancing {
    let lines = if layout.roles.poster { POSTER_LINES } else { TITLE_LINES };
    Balancing { room: layout.title_line() * aspect.share(), lines, tail: 0.0 }
}

impl Page<'_> {
    /// Writes the call of the layout.
    fn emit(&self, emitter: &mut Emitter, emission: &Emission) {
        let Self { slide, layout, setting, .. } = self;
        let filled = slots::fill(slide, layout, emitter.errors);
        let start = emitter.out.position();
        let name = &layout.name;
        emitter.out.code(&format!(
            "#import \"/theme/layouts/{name}.typ\": layout\n#import \"/theme/theme.typ\" as theme: blank, break-if, gap, glue, half, w, widths\n\n#layout("
        ));
        emitter.out.indent_in();
        emitter.out.newline();
        self.info(emitter);
        if !slide.title.is_empty() {
            emitter.out.newline();
            emitter.out.code("title: [");
            emitter.title(&slide.title, setting.part.is_none_or(|(part, _)| part == 1));
            emitter.out.code(&self.targets());
            emitter.out.code("],");
        }
        for filled in &filled {
            emitter.slot(filled, layout, emission.deck);
        }
        emitter.out.indent_out();
        emitter.out.newline();
        emitter.out.code(")\n");
        emitter.out.cover(start, slide.span);
    }

    /// The dictionary with which a layout is called.
    fn info(&self, emitter: &mut Emitter) {
        let slide = self.slide;
        self.place(emitter);
        self.options(emitter);
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
        emitter.out.code(&fitting(self.setting));
        if without_footnotes(&slide.title) != slide.title {
            emitter.out.code(", name: [");
            emitter.title(&slide.title, false);
            emitter.out.code("]");
        }
        let targets = self.targets();
        if slide.title.is_empty() && !targets.is_empty() {
            emitter.out.code(&format!(", target: [{targets}]"));
        }
        // The first thing on the page has its own place in this file: pages that move keep their
        // cached layout (the key is the place of the first element).
        emitter.out.code(", anchor: v(0pt, weak: true)),");
    }

    /// Where the slide stands in the deck.
    fn place(&self, emitter: &mut Emitter) {
        let Position { place, level, section, number, .. } = self.position;
        emitter.out.code(&format!("(number: {place}, level: {level}, section: "));
        let Some((title, section)) = section else {
            return emitter.out.code("none, section-number: none");
        };
        running_title(emitter, title);
        emitter.out.code(&match number {
            Number::Talk(_) => format!(", section-number: {section}"),
            Number::Appendix(number) => format!(", section-number: none, appendix: {number}"),
        });
    }

    /// The options that the slide sets, as arguments of its layout.
    fn options(&self, emitter: &mut Emitter) {
        let declared = &self.layout.options;
        let options = self.slide.options.iter();
        let mut options =
            options.filter(|(key, _)| *key != "id" && declared.contains_key(*key)).peekable();
        emitter.out.code(", options: (");
        let any = options.peek().is_some();
        for (key, value) in options {
            emitter.out.code(&format!("{key}: "));
            match value.parse::<f64>() {
                Ok(number) => emitter.out.code(&number.to_string()),
                Err(_) => emitter.out.string(value, self.slide.span),
            }
            emitter.out.code(", ");
        }
        emitter.out.code(if any { ")" } else { ":)" });
    }

    /// The labels of the slide, as markup: targets of links, on the slide's first page.
    fn targets(&self) -> String {
        let position = self.position;
        if self.setting.part.is_some_and(|(part, _)| part > 1) {
            return String::new();
        }
        let own = self.slide.options.get("id").map(|id| label(id));
        let section = position.section.filter(|_| position.is_divider);
        let labels = own.into_iter().chain(section.map(|(_, number)| section_label(number)));
        labels.map(|label| format!("#metadata(none)#label({})", escape::quoted(&label))).collect()
    }
}

/// What fitting decided, as entries of the dictionary.
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
