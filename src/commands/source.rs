//! What every command that compiles a deck shares: the input is read, the limits are set, and the
//! stages are run up to the laid-out document.

use std::path::PathBuf;

use crate::assets::Files;
use crate::deck::{Block, Deck};
use crate::diag::{Diagnostic, Diagnostics, FileId, Sources, Span};
use crate::engine::limits::{self, LastWords, Limits};
use crate::fit::Compiled;
use crate::pipeline::{self, Emitted, Syntax};
use crate::report::Reporter;
use crate::settings::{DeckSettings, Input};
use crate::{fs, report};

/// From this many slides on, it takes long enough to say what is going on.
const MANY_SLIDES: usize = 300;

/// A deck that was read, with what its later stages need.
pub(super) struct Source<'a> {
    /// The deck, as the command line has it.
    pub(super) deck: Deck,
    /// What was asked for.
    settings: &'a DeckSettings,
    /// The folder that paths count from.
    root: PathBuf,
}

impl<'a> Source<'a> {
    /// Reads the deck. The limits hold from here on, until `limits::disarm`.
    pub(super) fn read(
        settings: &'a DeckSettings,
        reporter: Reporter,
        sources: &mut Sources,
        findings: &mut Diagnostics,
    ) -> Result<Self, Diagnostics> {
        let (file, syntax, root) = read_input(&settings.input, sources)?;
        limits::arm(settings.limits, last_words(settings.limits, None, sources));
        let mut deck = pipeline::read(file, syntax, sources, findings)?;
        pipeline::configure(&mut deck, settings.theme.as_deref(), &settings.set)?;
        let slides = deck.slides().count();
        if slides >= MANY_SLIDES {
            reporter.line(&format!("setting {slides} slides …"));
        }
        Ok(Self { deck, settings, root })
    }

    /// Emits Typst.
    pub(super) fn emit(
        &self,
        sources: &Sources,
        findings: &mut Diagnostics,
    ) -> Result<Emitted, Diagnostics> {
        let files = match &self.settings.input {
            Input::Bundled { dir, .. } => Files::Embedded(dir),
            Input::File { .. } | Input::Stdin => Files::Folder(&self.root),
        };
        let emitted = pipeline::emit(&self.deck, &files, sources, findings)?;
        limits::name_files(raw_words(&emitted, &self.deck, self.settings.limits, sources));
        Ok(emitted)
    }

    /// Compiles what was emitted.
    pub(super) fn compile(
        &self,
        emitted: Emitted,
        sources: &mut Sources,
        findings: &mut Diagnostics,
    ) -> Result<Compiled, Diagnostics> {
        pipeline::compile(emitted, self.root.clone(), sources, findings)
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
