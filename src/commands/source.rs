//! What every command that compiles a deck shares: the input is read, the limits are set, and the
//! stages are run up to the laid-out document.

use std::path::PathBuf;

use crate::assets::{Files, fonts};
use crate::check::lost_text::Coverage;
use crate::check::{Depth, Levels, Places};
use crate::deck::{Block, Deck, Meta};
use crate::diag::{Diagnostic, Diagnostics, FileId, Sources, Span};
use crate::engine::limits::{self, LastWords, Limits};
use crate::fit::{Compiled, FittedSlide};
use crate::pipeline::{self, Emitted, Syntax};
use crate::report::Reporter;
use crate::settings::{self, DeckSettings, Input};
use crate::{fs, report};

/// From this many slides on, it takes long enough to say what is going on.
const MANY_SLIDES: usize = 300;

/// A deck on its way through the stages, and what was found on the way.
pub(super) struct Source<'a> {
    /// The deck, as the command line has it; empty until it is read.
    pub(super) deck: Deck,
    /// The deck's file.
    pub(super) file: FileId,
    /// What was found so far.
    pub(super) findings: Diagnostics,
    /// What was asked for.
    settings: &'a DeckSettings,
    /// What findings come to.
    levels: Levels,
    /// The syntax of the file.
    syntax: Syntax,
    /// The folder that paths count from.
    root: PathBuf,
    /// How the slides came out; empty until they are compiled.
    fitted: Vec<FittedSlide>,
    /// How much of their text is shown; nothing until they are compiled.
    pub(super) coverage: Coverage,
}

impl<'a> Source<'a> {
    /// Reads the project's settings and the deck's text. The limits hold from here on, until
    /// `limits::disarm`.
    pub(super) fn new(
        settings: &'a DeckSettings,
        sources: &mut Sources,
    ) -> Result<Self, Diagnostics> {
        let (file, syntax, root) = read_input(&settings.input, sources)?;
        let mut levels = settings::config(&settings.input, sources)?.levels;
        levels.deny_warnings = settings.deny_warnings;
        limits::arm(settings.limits, last_words(settings.limits, None, sources));
        let deck = Deck { meta: Meta::default(), sections: Vec::new() };
        let (findings, fitted) = (Diagnostics::default(), Vec::new());
        let coverage = Coverage::default();
        Ok(Self { deck, file, findings, settings, levels, syntax, root, fitted, coverage })
    }

    /// Reads the deck and emits Typst.
    pub(super) fn emit(
        &mut self,
        reporter: Reporter,
        sources: &Sources,
    ) -> Result<Emitted, Diagnostics> {
        let settings = self.settings;
        self.deck = pipeline::read(self.file, self.syntax, sources, &mut self.findings)?;
        pipeline::configure(&mut self.deck, settings.theme.as_deref(), &settings.set)?;
        self.levels.take_deck(&self.deck)?;
        let slides = self.deck.slides().count();
        if slides >= MANY_SLIDES {
            reporter.line(&format!("setting {slides} slides …"));
        }
        let files = match &settings.input {
            Input::Bundled { dir, .. } => Files::Embedded(dir),
            Input::File { .. } | Input::Stdin => Files::Folder(&self.root),
        };
        let mut emitted = pipeline::emit(&self.deck, &files, sources, &mut self.findings)?;
        emitted.fonts = fonts::load(&settings.fonts, &mut self.findings)?;
        limits::name_files(raw_words(&emitted, &self.deck, settings.limits, sources));
        Ok(emitted)
    }

    /// Compiles what was emitted, and checks it.
    pub(super) fn compile(
        &mut self,
        emitted: Emitted,
        depth: Depth,
        sources: &mut Sources,
    ) -> Result<Compiled, Diagnostics> {
        let root = self.root.clone();
        let findings = &mut self.findings;
        let (compiled, coverage) = pipeline::compile(&self.deck, emitted, root, sources, findings)?;
        self.coverage = coverage;
        self.fitted.clone_from(&compiled.slides);
        let found = pipeline::check(&self.deck, &compiled, &self.levels, depth, sources);
        self.findings.0.extend(found.0);
        Ok(compiled)
    }

    /// Compiles what was emitted, and no more: a character that no font has is no error.
    pub(super) fn lay_out(
        &mut self,
        emitted: Emitted,
        sources: &mut Sources,
    ) -> Result<Compiled, Diagnostics> {
        pipeline::lay_out(&self.deck, emitted, self.root.clone(), sources, &mut self.findings)
    }

    /// Whether something was found that keeps the deck from being written.
    pub(super) fn has_errors(&self) -> bool {
        let found = self.findings.clone();
        self.levels.apply(found, &Places::new(&self.deck, &self.fitted)).has_errors()
    }

    /// Everything that was found, at its level, and the errors that ended the run.
    pub(super) fn judge(&mut self, errors: Diagnostics) -> Diagnostics {
        let mut found = std::mem::take(&mut self.findings);
        // Findings lead to errors: `unknown key` explains why a title is missing.
        found.0.extend(errors.0);
        self.levels.apply(found, &Places::new(&self.deck, &self.fitted))
    }
}

/// The text of an input, its syntax, and the folder that its paths count from.
fn read_input(
    input: &Input,
    sources: &mut Sources,
) -> Result<(FileId, Syntax, PathBuf), Diagnostics> {
    Ok(match input {
        Input::File { path, root } => {
            let text = fs::read_text(path)?;
            let json = path.extension().is_some_and(|extension| extension == "json");
            let syntax = if json { Syntax::Json } else { Syntax::Markdown };
            (sources.add(path.display().to_string(), text), syntax, pipeline::root_of(root))
        }
        Input::Stdin => {
            let text = fs::read_stdin()?;
            let json = text.trim_start().starts_with('{');
            let syntax = if json { Syntax::Json } else { Syntax::Markdown };
            (sources.add("<stdin>", text), syntax, PathBuf::from("."))
        }
        Input::Bundled { name, dir } => {
            let file = dir.get_file(dir.path().join("deck.md"));
            let text = file.and_then(|file| file.contents_utf8()).unwrap_or_default();
            let name = format!("slides/{name}/deck.md");
            (sources.add(name, text), Syntax::Markdown, PathBuf::from("."))
        }
    })
}

/// What is said if compiling takes too long or too much memory: in general, or while the raw Typst
/// at `place` is compiled.
fn last_words(limits: Limits, place: Option<Span>, sources: &Sources) -> LastWords {
    let say = |what: &str, question: &str, option: &str| {
        let message = format!("compiling the deck takes more than {what}");
        let error = match place {
            Some(place) => Diagnostic::error(place, message)
                .hint(format!("this raw Typst was compiled last; does it {question}?")),
            None => Diagnostic::usage(message),
        };
        let error = error.hint(format!("`{option}` allows more"));
        report::render(&error, sources, false)
    };
    let time = format!("{} s", limits.time.as_secs());
    let memory = format!("{} MiB of memory", limits.memory >> 20);
    LastWords {
        time: say(&time, "loop without end", "--time-limit"),
        memory: say(&memory, "build something huge", "--memory-limit"),
    }
}

/// The same for each raw Typst block, with the path of its emitted file.
fn raw_words(
    emitted: &Emitted,
    deck: &Deck,
    limits: Limits,
    sources: &Sources,
) -> Vec<(String, LastWords)> {
    let mut places = Vec::new();
    for slide in deck.slides() {
        crate::deck::block::visit_blocks(&slide.blocks, &mut |block| {
            if matches!(block.value, Block::Typst { .. }) {
                places.push(block.span);
            }
        });
    }
    let raw = emitted.files.iter().filter(|file| file.path.contains("-typst-"));
    let words = |place| last_words(limits, Some(place), sources);
    raw.zip(places).map(|(file, place)| (file.path.clone(), words(place))).collect()
}
