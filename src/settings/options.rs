//! Options for a deck from settings and command line, and how they complete its front matter.

use std::path::PathBuf;

use crate::assets::fonts::FontSources;
use crate::config::Config;
use crate::deck::meta::LayoutChoice;
use crate::deck::{Meta, keys, markdown};
use crate::diag::{Diagnostic, Diagnostics};
use crate::engine::job::Limits;
use crate::fs::Gate;

/// Options for a deck from settings and command line.
#[derive(Default, Clone)]
pub(crate) struct Options {
    /// The project's settings, used where the deck says nothing.
    pub(crate) project: Config,
    /// Where own themes and templates are. `None`: only bundled ones are used.
    pub(crate) templates: Option<Gate>,
    /// `--root`: the root of the deck's project. `None`: detected.
    pub(crate) root: Option<PathBuf>,
    /// `--theme`.
    pub(crate) theme: Option<String>,
    /// `--set`: keys of the front matter or tokens of the theme.
    pub(crate) set: Vec<(String, String)>,
    /// Where to look for fonts.
    pub(crate) fonts: FontSources,
    /// Bounds for compiling.
    pub(crate) limits: Limits,
    /// The rehearsal file in the deck's folder.
    pub(crate) rehearsal: Option<PathBuf>,
    /// Whether speaker notes are left out of all outputs.
    pub(crate) no_notes: bool,
    /// Whether every warning is an error.
    pub(crate) deny_warnings: bool,
}

impl Options {
    /// Completes the metadata of a deck.
    ///
    /// Returns what is wrong with `--set`, such as a value of the wrong kind.
    pub(crate) fn settle(&self, meta: &mut Meta) -> Diagnostics {
        let mut errors = Diagnostics::default();
        for (key, value) in &self.set {
            match keys::set(meta, key, markdown::scalar(value)) {
                Ok(true) => {}
                Ok(false) => {
                    meta.tokens.insert(key.clone(), value.clone());
                    meta.spans.remove(&format!("tokens.{key}"));
                }
                Err(why) => errors.push(Diagnostic::usage(format!("`--set {key}={value}`: {why}"))),
            }
        }
        if let Some(theme) = &self.theme {
            meta.theme = Some(theme.clone());
            meta.spans.remove("theme");
        }
        meta.fill(&self.project.meta);
        errors
    }

    /// Which slides of an answer get a layout if the answer does not say.
    pub(crate) fn layouts(&self) -> Option<LayoutChoice> {
        let mut meta = Meta::default();
        self.settle(&mut meta);
        meta.layouts
    }
}
