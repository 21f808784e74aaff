//! The deck as data: what every reader produces and everything else works from.
//!
//! `markdown` and `json` read it, `links` settles where its links lead; `json` writes it; `language` settles which language it is in; `timing` reckons how long it takes to say;
//! `notes` knows how notes divide themselves;
//! `steps` knows what of a slide is shown when; `number` counts slides, and knows where the talk ends.
//! Text in here is final: typographic clean-up happens in the Markdown reader, and whatever a
//! later stage adds (break opportunities, escapes) never changes what the reader of a slide sees.

pub(crate) mod arrange;
pub(crate) mod block;
pub(crate) mod chart;
pub(crate) mod diagram;
pub(crate) mod json;
pub(crate) mod keys;
pub(crate) mod language;
pub(crate) mod links;
pub(crate) mod markdown;
pub(crate) mod meta;
pub(crate) mod notes;
pub(crate) mod number;
pub(crate) mod numbering;
pub(crate) mod steps;
pub(crate) mod timing;
pub(crate) mod value;

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::diag::{Diagnostic, Span};
pub(crate) use block::{
    Alignment, Block, Column, Definition, Image, Inline, Inlines, Item, ListKind, Spanned, Table,
};
pub(crate) use chart::{Chart, ChartData};
pub(crate) use diagram::Diagram;
pub(crate) use meta::Meta;
pub(crate) use number::Number;

/// Content is nested deeper than it can be shown.
pub(crate) fn nested_too_deeply(span: Span) -> Diagnostic {
    let message = "this is nested too deeply: what stands further inside is shown at this level";
    Diagnostic::warning("deep-nesting", span, message)
        .hint("flatten the lists, quotations or emphases")
}

/// A whole presentation.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Deck {
    /// What the front matter says.
    #[serde(default)]
    pub meta: Meta,
    /// Titled runs of slides, in order. Slides before the first section stand in one without a divider.
    pub sections: Vec<Section>,
}

/// A titled run of slides.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Section {
    /// The slide that opens the section; its title is the section's. `None`: a run without a title.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub divider: Option<Slide>,
    /// The slides of the section, without the divider.
    #[serde(default)]
    pub slides: Vec<Slide>,
    /// Whether the talk is over before it: it and all sections behind it are for those who ask, in no
    /// agenda, progress or time, and with numbers of their own.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub appendix: bool,
}

impl Section {
    /// Its slides in the order of their pages, the divider first.
    pub(crate) fn slides(&self) -> impl Iterator<Item = &Slide> {
        self.divider.iter().chain(&self.slides)
    }
}

/// One titled unit of content.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Slide {
    /// The headline. Empty for a slide without one.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub title: Inlines,
    /// Name of the layout.
    #[serde(default = "default_layout")]
    pub layout: String,
    /// Options of the layout, and `id`, as the author wrote them.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub options: BTreeMap<String, String>,
    /// What is on the slide below the title.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub blocks: Vec<Spanned<Block>>,
    /// Where the further steps of the slide begin, in their order: the path to a block, and to what
    /// it holds (`[1, 2]` is the third item of the second block). Only JSON has it; elsewhere every
    /// block knows its own step.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub steps: Vec<Vec<usize>>,
    /// What the speaker says, as Markdown. Empty for a slide without notes.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub notes: String,
    /// Where the slide begins: its heading, or its first block.
    #[serde(skip)]
    pub span: Span,
    /// Where the layout was named; detached if it was chosen from the content.
    #[serde(skip)]
    pub layout_span: Span,
}

impl Slide {
    /// The picture that the slide wants behind it. `None`: none of its own, or none at all
    /// (`background=none`).
    pub(crate) fn background(&self) -> Option<&str> {
        self.options.get("background").map(String::as_str).filter(|path| *path != "none")
    }

    /// The same slide with other blocks. Its own are not copied, as an update of a clone would.
    pub(crate) fn with_blocks(&self, blocks: Vec<Spanned<Block>>) -> Self {
        Self {
            title: self.title.clone(),
            layout: self.layout.clone(),
            options: self.options.clone(),
            blocks,
            steps: self.steps.clone(),
            notes: self.notes.clone(),
            span: self.span,
            layout_span: self.layout_span,
        }
    }
}

fn default_layout() -> String {
    "content".into()
}

impl Deck {
    /// Every slide in the order of its pages: each section's divider, then its slides.
    pub(crate) fn slides(&self) -> impl Iterator<Item = &Slide> {
        self.sections.iter().flat_map(Section::slides)
    }

    /// As [`Deck::slides`], to change them.
    pub(crate) fn slides_mut(&mut self) -> impl Iterator<Item = &mut Slide> {
        let sections = self.sections.iter_mut();
        sections.flat_map(|section| section.divider.iter_mut().chain(&mut section.slides))
    }

    /// The deck as it is written into another folder. `way`: the path from there to its own folder, empty
    /// or with a slash at its end; it goes before the paths of pictures and of a theme's folder.
    pub(crate) fn seen_from(&self, way: &str) -> Self {
        let mut deck = self.clone();
        deck.meta.theme.iter_mut().filter(|theme| theme.contains('/')).for_each(|theme| {
            block::prefix(theme, way);
        });
        for slide in deck.slides_mut() {
            let ground = slide.options.get_mut("background").filter(|path| *path != "none");
            ground.into_iter().for_each(|path| block::prefix(path, way));
            block::visit_blocks_mut(&mut slide.blocks, &mut |block| {
                if let Block::Image(image) = &mut block.value {
                    image.prefix(way);
                }
            });
            block::visit_inlines_mut(slide, &mut |inline| {
                if let Inline::Image(image) = &mut inline.value {
                    image.prefix(way);
                }
            });
        }
        deck
    }

    /// The title of the deck: the front matter's, else that of the first slide; may be empty.
    pub(crate) fn title(&self) -> String {
        self.meta.title.clone().unwrap_or_else(|| {
            let first = self.slides().find(|slide| !slide.title.is_empty());
            first.map(|slide| block::plain_text(&slide.title)).unwrap_or_default()
        })
    }
}

impl Default for Slide {
    fn default() -> Self {
        Self {
            title: Vec::new(),
            layout: default_layout(),
            options: BTreeMap::new(),
            blocks: Vec::new(),
            steps: Vec::new(),
            notes: String::new(),
            span: Span::DETACHED,
            layout_span: Span::DETACHED,
        }
    }
}
