//! What is said about a deck outside of it, and how that completes what it says of itself.

use std::path::PathBuf;

use crate::assets::fonts::FontSources;
use crate::config::Config;
use crate::deck::meta::LayoutChoice;
use crate::deck::{Meta, keys, markdown};
use crate::diag::{Diagnostic, Diagnostics};
use crate::engine::job::Limits;
use crate::fs::Gate;

/// What is said about a deck outside of it.
#[derive(Default, Clone)]
pub(crate) struct Options {
    /// The project's settings: they hold where the deck says nothing.
    pub(crate) project: Config,
    /// Where the themes and templates are that are used. `None`: only bundled ones are.
    pub(crate) templates: Option<Gate>,
    /// `--root`: the root of the deck's project. `None`: it is found out.
    pub(crate) root: Option<PathBuf>,
    /// `--theme`.
    pub(crate) theme: Option<String>,
    /// `--set`: keys of the front matter, and else tokens of the theme.
    pub(crate) set: Vec<(String, String)>,
    /// Where to look for fonts.
    pub(crate) fonts: FontSources,
    /// Bounds for compiling.
    pub(crate) limits: Limits,
    /// The file in the deck's folder in which its rehearsal stands.
    pub(crate) rehearsal: Option<PathBuf>,
    /// Whether nothing of the speaker notes is written.
    pub(crate) no_notes: bool,
    /// Whether every warning is an error.
    pub(crate) deny_warnings: bool,
}

impl Options {
    /// Completes what a deck says of itself.
    ///
    /// The answer is what is wrong with `--set`, such as a value that is not of its key's kind.
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

    /// Which slides of an answer get a layout, where it says nothing of that itself.
    pub(crate) fn layouts(&self) -> Option<LayoutChoice> {
        let mut meta = Meta::default();
        self.settle(&mut meta);
        meta.layouts
    }
}
