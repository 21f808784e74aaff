//! What every command that compiles a deck shares: the input is read, the limits are set, and the
//! stages are run up to the laid-out document.

use std::path::PathBuf;

use crate::article;
use crate::assets::{Files, fonts, parts, texts};
use crate::check::lost_text::Coverage;
use crate::check::{self, Depth, Levels, Places};
use crate::config::Config;
use crate::deck::markdown::parts::Parts;
use crate::deck::{Block, Deck, Meta};
use crate::diag::{Diagnostic, Diagnostics, FileId, Sources, Span};
use crate::engine::limits::{self, LastWords, Limits};
use crate::fit::{Compiled, FittedSlide};
use crate::pipeline::{self, Emitted, Presets, Syntax};
use crate::report::Reporter;
use crate::settings::{self, DeckSettings, Input};
use crate::theme::source::Own;
use crate::{fs, report};

/// From this many slides on, it takes long enough to say what is going on.
const MANY_SLIDES: usize = 300;

/// What standard input is called.
const STDIN: &str = "<stdin>";

/// A deck on its way through the stages, and what was found on the way.
pub(super) struct Source<'a> {
    /// The deck, as the command line has it; empty until it is read.
    pub(super) deck: Deck,
    /// The deck's files: that which was named, then those that it includes.
    pub(super) files: Vec<FileId>,
    /// What was found so far.
    pub(super) findings: Diagnostics,
    /// What was asked for.
    settings: &'a DeckSettings,
    /// The project's settings.
    config: Config,
    /// What findings come to.
    levels: Levels,
    /// The text of the deck.
    input: ReadInput,
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
        let mut findings = Diagnostics::default();
        let input = read_input(&settings.input, sources, &mut findings)?;
        let config = settings::config(&settings.input, sources)?;
        let mut levels = config.levels.clone();
        levels.deny_warnings = settings.deny_warnings;
        limits::arm(settings.limits, last_words(settings.limits, None, sources));
        let deck = Deck { meta: Meta::default(), sections: Vec::new() };
        let fitted = Vec::new();
        let others = input.parts.files().filter(|file| *file != input.file);
        let files = [input.file].into_iter().chain(others).collect();
        let coverage = Coverage::default();
        Ok(Self { deck, files, findings, settings, config, levels, input, fitted, coverage })
    }

    /// Reads the deck and emits Typst.
    pub(super) fn emit(
        &mut self,
        reporter: Reporter,
        sources: &mut Sources,
    ) -> Result<Emitted, Diagnostics> {
        let settings = self.settings;
        let (theme, set) = (settings.theme.as_deref(), settings.set.as_slice());
        let presets = Presets { project: Some(&self.config), theme, set };
        let ReadInput { file, syntax, parts, root } = &self.input;
        let findings = &mut self.findings;
        self.deck =
            pipeline::read_what_is_right(*file, *syntax, &presets, parts, sources, findings)?;
        self.findings.0.extend(self.levels.take_deck(&self.deck).err().unwrap_or_default().0);
        self.findings.stop_on_errors()?;
        let slides = self.deck.slides().count();
        if slides >= MANY_SLIDES {
            reporter.line(&format!("setting {slides} slides …"));
        }
        let (files, base) = match &settings.input {
            Input::Bundled { dir, .. } => (Files::Embedded(dir), None),
            Input::File { .. } | Input::Stdin => (Files::Folder(root), Some(root.as_path())),
        };
        let (config, findings) = (Some(&self.config), &mut self.findings);
        let theme = pipeline::theme(&self.deck.meta, config, base, sources, findings)?;
        let mut emitted = pipeline::emit(&self.deck, theme, &files, sources, findings)?;
        emitted.fonts = fonts::load(&settings.fonts, findings)?;
        let mut words = raw_words(&emitted, &self.deck, settings.limits, sources);
        words.extend(template_words(&emitted, &self.deck, settings.limits, sources));
        limits::name_files(words);
        Ok(emitted)
    }

    /// Checks what was written of the deck, as far as it was read.
    pub(super) fn check_text(&mut self, sources: &Sources) {
        let found = pipeline::check_text(&self.deck, &self.levels, sources);
        self.findings.0.extend(found.0);
    }

    /// Which findings there can be only of a deck that is laid out.
    pub(super) fn found_on_pages(&self) -> Vec<&'static str> {
        check::found_on_pages(&self.levels)
    }

    /// Compiles what was emitted, checks its pages, and gives each step of a slide its page.
    pub(super) fn compile(
        &mut self,
        emitted: Emitted,
        depth: Depth,
        sources: &mut Sources,
    ) -> Result<Compiled, Diagnostics> {
        let root = self.input.root.clone();
        let findings = &mut self.findings;
        let (compiled, coverage) = pipeline::compile(&self.deck, emitted, root, sources, findings)?;
        self.coverage = coverage;
        let found = pipeline::check_pages(&self.deck, &compiled, &self.levels, depth, sources);
        self.findings.0.extend(found.0);
        let compiled = pipeline::reveal(compiled, &self.deck, &mut self.findings);
        self.fitted.clone_from(&compiled.slides);
        Ok(compiled)
    }

    /// Compiles what was emitted, and no more: a character that no font has is no error.
    pub(super) fn lay_out(
        &mut self,
        emitted: Emitted,
        sources: &mut Sources,
    ) -> Result<Compiled, Diagnostics> {
        pipeline::lay_out(&self.deck, emitted, self.input.root.clone(), sources, &mut self.findings)
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

/// The text of an input.
pub(super) struct ReadInput {
    /// The file.
    pub(super) file: FileId,
    /// Its syntax.
    pub(super) syntax: Syntax,
    /// What it includes.
    pub(super) parts: Parts,
    /// The folder that paths count from.
    root: PathBuf,
}

/// Reads an input and what it includes.
pub(super) fn read_input(
    input: &Input,
    sources: &mut Sources,
    findings: &mut Diagnostics,
) -> Result<ReadInput, Diagnostics> {
    let (file, syntax) = read_file(input, sources, findings)?;
    let (root, parts) = match input {
        Input::File { path, root, more } => {
            let below = |path: &PathBuf| path.strip_prefix(root).unwrap_or(path).to_path_buf();
            let mut files = vec![(file, below(path))];
            for path in more {
                let (name, bytes) = (path.display().to_string(), fs::read_deck(path)?);
                files.push((texts::add(&name, bytes, sources, findings)?, below(path)));
            }
            let root = pipeline::root_of(root);
            let parts = match syntax {
                Syntax::Markdown => parts::load(&root, &files, sources, findings),
                Syntax::Json | Syntax::Article(_) => Parts::default(),
            };
            (root, parts)
        }
        Input::Stdin => {
            let here = PathBuf::from(".");
            let files = [(file, PathBuf::from(STDIN))];
            let parts = parts::load(&here, &files, sources, findings);
            (here, parts)
        }
        Input::Bundled { .. } => (PathBuf::from("."), Parts::default()),
    };
    Ok(ReadInput { file, syntax, parts, root })
}

/// Reads the file that an input names.
fn read_file(
    input: &Input,
    sources: &mut Sources,
    findings: &mut Diagnostics,
) -> Result<(FileId, Syntax), Diagnostics> {
    Ok(match input {
        Input::File { path, .. } => {
            let name = path.display().to_string();
            match super::article::syntax_of(path) {
                Some(syntax @ (article::Syntax::Text | article::Syntax::Html)) => {
                    let decoded = super::article::read(path, None)?;
                    (sources.add(name, decoded.text), Syntax::Article(syntax))
                }
                _ if path.extension().is_some_and(|extension| extension == "json") => {
                    (sources.add(name, fs::read_text(path)?), Syntax::Json)
                }
                _ => {
                    let bytes = fs::read_deck(path)?;
                    (texts::add(&name, bytes, sources, findings)?, Syntax::Markdown)
                }
            }
        }
        Input::Stdin => {
            let file = texts::add(STDIN, fs::read_stdin()?, sources, findings)?;
            let text = sources.get(file).map_or("", |file| file.text.as_str());
            (file, Syntax::of_text(text))
        }
        Input::Bundled { name, dir, .. } => {
            let file = dir.get_file(dir.path().join("deck.md"));
            let text = file.and_then(|file| file.contents_utf8()).unwrap_or_default();
            (sources.add(format!("slides/{name}/deck.md"), text), Syntax::Markdown)
        }
    })
}

/// What is said if compiling takes too long or too much memory: in general, or while what stands at
/// `place`, such as "this raw Typst", is compiled.
fn last_words(limits: Limits, place: Option<(Span, &str)>, sources: &Sources) -> LastWords {
    let say = |what: &str, question: &str, option: &str| {
        let message = format!("compiling the deck takes more than {what}");
        let error = match place {
            Some((place, this)) => Diagnostic::error(place, message)
                .hint(format!("{this} was compiled last; does it {question}?")),
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
    let words = |place| last_words(limits, Some((place, "this raw Typst")), sources);
    raw.zip(places).map(|(file, place)| (file.path.clone(), words(place))).collect()
}

/// The same for each slide whose layout is the user's own, and for each template of theirs.
fn template_words(
    emitted: &Emitted,
    deck: &Deck,
    limits: Limits,
    sources: &Sources,
) -> Vec<(String, LastWords)> {
    const FUNCTION: &str = "#let layout(";
    let own = &emitted.theme.own;
    let place = |own: &Own| {
        let text = sources.get(own.file).map_or("", |file| file.text.as_str());
        let at = text.find(FUNCTION).unwrap_or(0);
        Span::new(own.file, at..(at + FUNCTION.len()).min(text.len()))
    };
    let words = |own: &Own| last_words(limits, Some((place(own), "this template")), sources);
    let templates = own.iter().map(|(path, own)| (format!("theme/{path}"), words(own)));
    let slides = emitted.files.iter().filter(|file| is_slide(&file.path));
    let slides = slides.zip(deck.slides()).filter_map(|(file, slide)| {
        let own = own.get(&format!("layouts/{}.typ", slide.layout))?;
        Some((file.path.clone(), words(own)))
    });
    templates.chain(slides).collect()
}

/// Whether an emitted file is a slide's, and not that of raw Typst on it.
fn is_slide(path: &str) -> bool {
    path.starts_with("slide-") && !path.contains("-typst-")
}
