//! The project in the current folder: what its settings and its deck say of the theme. For commands
//! that need no deck, and must not fail because there is none or it is not finished.

use std::path::Path;

use crate::config::Config;
use crate::deck::Meta;
use crate::diag::{Diagnostics, Sources, Span};
use crate::pipeline::{self, Presets};
use crate::settings::{self, Input};
use crate::theme::Theme;

/// The folder that paths count from.
pub(super) const HERE: &str = ".";

/// What the project here says.
pub(super) struct Project {
    /// Its settings.
    config: Config,
    /// What its deck says, with the settings and the command line.
    meta: Meta,
}

impl Project {
    /// Reads the settings and the front matter of the deck here, if there are any.
    ///
    /// # Errors
    /// Settings that cannot be read, and what cannot be set.
    pub(super) fn here(
        theme: Option<&str>,
        set: &[String],
        sources: &mut Sources,
    ) -> Result<Self, Diagnostics> {
        let set = set.iter().map(|pair| settings::key_value(pair));
        let set = set.collect::<Result<Vec<_>, _>>()?;
        let input = settings::deck_here();
        let config = settings::config(input.as_ref().unwrap_or(&Input::Stdin), sources)?;
        let presets = Presets { project: Some(&config), theme, set: &set };
        let mut meta = match input {
            Some(input) => front_matter(&input, sources),
            None => Meta::default(),
        };
        let mut errors = presets.settle(&mut meta);
        errors.stop_on_errors()?;
        Ok(Self { config, meta })
    }

    /// Its theme, with its templates and its tokens.
    ///
    /// # Errors
    /// Whatever is wrong with them.
    pub(super) fn theme(
        &self,
        sources: &mut Sources,
        findings: &mut Diagnostics,
    ) -> Result<Theme, Diagnostics> {
        let base = Some(Path::new(HERE));
        pipeline::theme(&self.meta, Some(&self.config), base, sources, findings)
    }

    /// What its decks say at the foot of every slide, and where that is written.
    pub(super) fn footer(&self) -> (&str, Span) {
        (self.meta.footer.as_deref().unwrap_or_default(), self.meta.span("footer"))
    }

    /// The name of its theme; `None`: the default.
    pub(super) fn theme_name(&self) -> Option<&str> {
        self.meta.theme.as_deref()
    }
}

/// What a deck says of itself. What is wrong with it is for those to say who build it.
fn front_matter(input: &Input, sources: &mut Sources) -> Meta {
    let mut findings = Diagnostics::default();
    let deck = super::source::read_input(input, sources, &mut findings);
    let deck = deck.and_then(|read| {
        let (presets, parts) = (Presets::default(), &read.parts);
        pipeline::read(read.file, read.syntax, &presets, parts, sources, &mut findings)
    });
    deck.map(|deck| deck.meta).unwrap_or_default()
}
