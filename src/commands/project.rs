//! The project in the current folder: what its settings and its deck say about the theme. For
//! commands that need no deck and must work even if it is missing or unfinished.

use std::path::Path;

use crate::deck::Meta;
use crate::diag::{Diagnostics, Sources, Span};
use crate::engine::job::Job;
use crate::fs::Gate;
use crate::input::{self, Input, Reading};
use crate::pipeline::{self, Build};
use crate::settings::{self, Options};
use crate::theme::Theme;

/// The current folder, and what may be read from there.
pub(super) fn gate() -> Gate {
    Gate::new(Path::new(""), None)
}

/// The project in the current folder.
pub(super) struct Project {
    /// Options for its decks from settings and command line.
    options: Options,
    /// The metadata of its deck, completed by settings and command line.
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
        let options = Options { theme: theme.map(str::to_owned), set, ..Options::default() };
        pipeline::job(None, |job| Self::read(job, options, sources))
    }

    /// Reads the deck here and adds the options.
    fn read(job: &Job, options: Options, sources: &mut Sources) -> Result<Self, Diagnostics> {
        let (gate, mut findings) = (gate(), Diagnostics::default());
        let project = settings::config(Some(&gate), sources, &mut findings)?;
        findings.stop_on_errors()?;
        let options = Options { project, templates: Some(gate), ..options };
        let mut meta = match settings::deck_here() {
            Some(input) => front_matter(job, &input, sources),
            None => Meta::default(),
        };
        options.settle(&mut meta).stop_on_errors()?;
        Ok(Self { options, meta })
    }

    /// A build of a deck of this project, for a job.
    pub(super) fn build<'a>(&self, job: &Job, sources: &'a mut Sources) -> Build<'a> {
        Build::new(job, self.options.clone(), sources)
    }

    /// Its theme, with its templates and its tokens.
    ///
    /// # Errors
    /// Whatever is wrong with them.
    pub(super) fn theme(&self, build: &mut Build) -> Result<Theme, Diagnostics> {
        build.theme(&self.meta).map(|loaded| loaded.theme)
    }

    /// Gives another deck the theme of this project.
    pub(super) fn lend_theme(&self, meta: &mut Meta) {
        meta.theme.clone_from(&self.meta.theme);
        meta.tokens.clone_from(&self.meta.tokens);
        meta.spans.clone_from(&self.meta.spans);
    }

    /// The footer of its decks, and the place where it is set.
    pub(super) fn footer(&self) -> (&str, Span) {
        (self.meta.footer.as_deref().unwrap_or_default(), self.meta.span("footer"))
    }

    /// The name of its theme; `None`: the default.
    pub(super) fn theme_name(&self) -> Option<&str> {
        self.meta.theme.as_deref()
    }
}

/// The front matter of a deck. Its faults are not reported here but when it is built.
fn front_matter(job: &Job, input: &Input, sources: &mut Sources) -> Meta {
    let text = input::read(input, Reading::default(), sources, &mut Diagnostics::default());
    let deck = text.and_then(|text| Build::new(job, Options::default(), sources).read(&text));
    deck.map(|deck| deck.meta).unwrap_or_default()
}
