//! The stages in their order, each a function; what `build` runs and tests take apart.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::article;
use crate::assets::{self, Files, Pictures};
use crate::check::lost_text::Coverage;
use crate::check::{self, Depth, Levels, Needs};
use crate::config::Config;
use crate::deck::markdown::parts::Parts;
use crate::deck::{self, Deck, Meta, json, markdown};
use crate::diag::{Diagnostic, Diagnostics, FileId, Sources, Span};
use crate::draft::{self, Draft};
use crate::emit::{self, Emission, EmittedFile};
use crate::engine::{DeckWorld, Fonts, Inputs, Mapper};
use crate::export::pdf;
use crate::export::steps::{self, Steps};
use crate::fit::{self, Compiled, FittedSlide};
use crate::theme::{self, Theme};

/// The syntax of an input.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Syntax {
    /// A deck in Markdown.
    Markdown,
    /// `deck.json`.
    Json,
    /// An article, from which a deck is drafted.
    Article(article::Syntax),
}

impl Syntax {
    /// The syntax of a text that has no file name. `{{<` begins an include.
    pub(crate) fn of_text(text: &str) -> Self {
        let text = text.trim_start();
        if text.starts_with('{') && !text.starts_with("{{") { Self::Json } else { Self::Markdown }
    }
}

/// A deck as emitted Typst.
pub(crate) struct Emitted {
    /// The emitted files, `main.typ` first.
    pub(crate) files: Vec<EmittedFile>,
    /// The theme.
    pub(crate) theme: Theme,
    /// The pictures.
    pub(crate) pictures: Pictures,
    /// What fonts there are: the bundled ones, until someone has others.
    pub(crate) fonts: Arc<Fonts>,
}

/// What is said about a deck outside of it.
#[derive(Default)]
pub(crate) struct Presets<'a> {
    /// The project's settings: they hold where the deck says nothing.
    pub(crate) project: Option<&'a Config>,
    /// `--theme`.
    pub(crate) theme: Option<&'a str>,
    /// `--set`: keys of the front matter, and else tokens of the theme.
    pub(crate) set: &'a [(String, String)],
}

impl Presets<'_> {
    /// Completes what a deck says of itself.
    ///
    /// The answer is what is wrong with `--set`: a value that is not of its key's kind.
    pub(crate) fn settle(&self, meta: &mut Meta) -> Diagnostics {
        let mut errors = Diagnostics::default();
        for (key, value) in self.set {
            match markdown::set(meta, key, value) {
                Ok(true) => {}
                Ok(false) => {
                    meta.tokens.insert(key.clone(), value.clone());
                    meta.spans.remove(&format!("tokens.{key}"));
                }
                Err(why) => errors.push(Diagnostic::usage(format!("`--set {key}={value}`: {why}"))),
            }
        }
        if let Some(theme) = self.theme {
            meta.theme = Some(theme.to_owned());
            meta.spans.remove("theme");
        }
        if let Some(project) = self.project {
            meta.fill(&project.meta);
        }
        errors
    }
}

/// Reads the deck in `file`, with the `parts` that it includes.
///
/// # Errors
/// Everything that is wrong with it, and what cannot be set.
pub(crate) fn read(
    file: FileId,
    syntax: Syntax,
    presets: &Presets,
    parts: &Parts,
    sources: &Sources,
    findings: &mut Diagnostics,
) -> Result<Deck, Diagnostics> {
    let deck = read_what_is_right(file, syntax, presets, parts, sources, findings)?;
    findings.stop_on_errors().map(|()| deck)
}

/// As [`read`], but errors that leave a deck are among the findings, and the deck lacks what they are
/// about.
///
/// # Errors
/// Everything that makes the text no deck.
pub(crate) fn read_what_is_right(
    file: FileId,
    syntax: Syntax,
    presets: &Presets,
    parts: &Parts,
    sources: &Sources,
    findings: &mut Diagnostics,
) -> Result<Deck, Diagnostics> {
    Ok(match syntax {
        Syntax::Json => {
            let text = sources.get(file).map_or("", |file| file.text.as_str());
            let mut deck = json::read(text, file)?;
            findings.0.extend(presets.settle(&mut deck.meta).0);
            deck
        }
        Syntax::Markdown => {
            let settle = |meta: &mut Meta| presets.settle(meta);
            markdown::read(file, sources, parts, &settle, findings)
        }
        Syntax::Article(syntax) => {
            let options = article::Options::default();
            let drafting = draft::Options::default();
            let mut deck = import(file, syntax, options, drafting, sources, findings)?.deck;
            findings.0.extend(presets.settle(&mut deck.meta).0);
            deck
        }
    })
}

/// Reads the article in `file` and drafts its deck.
///
/// # Errors
/// If the article says nothing. A sentence of it that is in the deck nowhere is an error of ours.
pub(crate) fn import(
    file: FileId,
    syntax: article::Syntax,
    reading: article::Options,
    drafting: draft::Options,
    sources: &Sources,
    findings: &mut Diagnostics,
) -> Result<Draft, Diagnostics> {
    let text = sources.get(file).map_or("", |file| file.text.as_str());
    let mut article = article::read(text, file, syntax, reading, findings);
    if article.blocks.is_empty() {
        let span = Span::new(file, 0..text.len().min(1));
        let error = Diagnostic::error(span, "there is no article in this file");
        let aside = article.aside.len();
        let hint = "`--keep-all` takes nothing for junk".to_owned();
        return Err(error.maybe_hint((aside > 0).then_some(hint)).into());
    }
    article.prefix_pictures(drafting.folder);
    let draft = draft::draft(&article, sources, drafting);
    let lost: Vec<Diagnostic> = draft.account.lost().map(lost_sentence).collect();
    if lost.is_empty() { Ok(draft) } else { Err(Diagnostics(lost)) }
}

/// A sentence that is neither on a slide nor in the notes.
fn lost_sentence(unit: &draft::account::Unit) -> Diagnostic {
    let error = Diagnostic::internal("a sentence of the article is lost");
    error.label(unit.span, format!("“{}” is on no slide and in no notes", unit.text))
}

/// Loads the theme of a deck.
///
/// # Errors
/// Whatever is wrong with the theme, the project's templates, or the tokens.
pub(crate) fn theme(
    meta: &Meta,
    project: Option<&Config>,
    base: Option<&Path>,
    sources: &mut Sources,
    findings: &mut Diagnostics,
) -> Result<Theme, Diagnostics> {
    let own = meta.tokens.iter().map(|(name, value)| theme::Setting {
        name: name.clone(),
        value: theme::Given::Text(value.clone()),
        span: meta.span(&format!("tokens.{name}")),
    });
    let tokens = project.iter().flat_map(|project| project.tokens.iter().cloned()).chain(own);
    let request = theme::Request {
        name: meta.theme.as_deref(),
        name_span: meta.span("theme"),
        base,
        tokens: tokens.collect(),
    };
    theme::load(&request, sources, findings)
}

/// Loads the pictures and emits Typst.
///
/// # Errors
/// Whatever is wrong with the pictures, or the slides' content.
pub(crate) fn emit(
    deck: &Deck,
    theme: Theme,
    files: &Files,
    sources: &Sources,
    findings: &mut Diagnostics,
) -> Result<Emitted, Diagnostics> {
    let pictures = assets::load(deck, &theme.pictures, files, findings);
    let none = Pictures::default();
    let known = pictures.as_ref().unwrap_or(&none);
    let emission = Emission::new(deck, &theme, &known.assets, sources);
    let emitted = emit::emit(&emission, findings);
    // Missing pictures and wrong layouts are shown together.
    match (pictures, emitted) {
        (Ok(pictures), Ok(files)) => {
            Ok(Emitted { files, theme, pictures, fonts: Fonts::embedded() })
        }
        (Err(mut errors), Err(more)) => {
            errors.0.extend(more.0);
            Err(errors)
        }
        (Err(errors), Ok(_)) | (Ok(_), Err(errors)) => Err(errors),
    }
}

/// Compiles the deck until everything fits, and says how much of its text is shown. What does not
/// fit, and characters that no font has or that are on no page, are findings, so that all of them
/// are seen together.
///
/// # Errors
/// What the compiler reports.
pub(crate) fn compile(
    deck: &Deck,
    emitted: Emitted,
    root: PathBuf,
    sources: &mut Sources,
    findings: &mut Diagnostics,
) -> Result<(Compiled, Coverage), Diagnostics> {
    let texts = check::lost_text::texts(deck, &emitted.theme);
    let given = check::adjusted_colour::given(&emitted.theme);
    let compiled = lay_out(deck, emitted, root, sources, findings)?;
    findings.0.extend(check_fit(&compiled, deck, sources).0);
    let mapper = Mapper { world: &compiled.world, sources };
    let (document, world) = (&compiled.document, &compiled.world);
    findings.0.extend(check::font_fallback::check(deck, document, world, &mapper).0);
    findings.0.extend(check::adjusted_colour::check(document, &given).0);
    let slides: Vec<Span> = deck.slides().map(|slide| slide.span).collect();
    let errors = check::missing_glyph::check(&compiled, &slides, &mapper);
    let (coverage, lost) = check::lost_text::check(&compiled, &texts);
    // A character without a glyph may take others with it: that is said once.
    findings.0.extend(if errors.0.is_empty() { lost.0 } else { errors.0 });
    Ok((compiled, coverage))
}

/// What still does not fit.
pub(crate) fn check_fit(compiled: &Compiled, deck: &Deck, sources: &mut Sources) -> Diagnostics {
    let mapper = Mapper { world: &compiled.world, sources };
    check::overfull::check(compiled, deck, &mapper)
}

/// Compiles the deck until everything fits, or nothing more can be done about it.
///
/// # Errors
/// What the compiler reports.
pub(crate) fn lay_out(
    deck: &Deck,
    emitted: Emitted,
    root: PathBuf,
    sources: &mut Sources,
    findings: &mut Diagnostics,
) -> Result<Compiled, Diagnostics> {
    let Emitted { files, theme, pictures, fonts } = emitted;
    let world = DeckWorld::new(Inputs {
        emitted: files,
        theme: &theme.files,
        own_theme: &theme.own,
        pictures: pictures.bytes,
        fonts,
        root,
    });
    let request = fit::Request { deck, theme: &theme, assets: &pictures.assets };
    fit::fit(&request, world, sources, findings)
}

/// Runs the rules that need no pages. What the reader of the deck found is not among it.
pub(crate) fn check_text(deck: &Deck, levels: &Levels, sources: &Sources) -> Diagnostics {
    let mut found = check::levels::check_allowed(deck, sources);
    let context = check::Context::written(deck, sources);
    found.0.extend(check::run(&context, Needs::Text, levels, Depth::Full).0);
    found
}

/// Runs the rules that look at the pages of a compiled deck.
pub(crate) fn check_pages(
    deck: &Deck,
    compiled: &Compiled,
    levels: &Levels,
    depth: Depth,
    sources: &mut Sources,
) -> Diagnostics {
    let context = check::Context::laid_out(deck, compiled, sources);
    check::run(&context, Needs::Pages, levels, depth)
}

/// Gives each step of a slide a page of its own, unless the deck is a handout. What was found before
/// is where all of the slide is shown.
pub(crate) fn reveal(compiled: Compiled, deck: &Deck, findings: &mut Diagnostics) -> Compiled {
    let has_steps = deck.slides().any(|slide| deck::steps::last(&slide.blocks) > 0);
    if !has_steps || deck.meta.handout.unwrap_or_default() {
        return compiled;
    }
    let slides = compiled.slides.iter().map(|slide| slide.pages.clone());
    let Steps { document, numbers } = steps::reveal(&compiled.document, slides);
    for found in &mut findings.0 {
        if let Some(page) = found.location().page {
            found.location_mut().page = numbers.get(page - 1).copied();
        }
    }
    let first = |page: usize| page.checked_sub(1).map_or(0, |before| numbers[before]);
    let moved = |slide: FittedSlide| {
        let pages = first(slide.pages.start)..first(slide.pages.end);
        let starts = slide.starts.iter().map(|start| first(*start)).collect();
        FittedSlide { pages, starts, ..slide }
    };
    let slides = compiled.slides.into_iter().map(moved).collect();
    Compiled { document, slides, ..compiled }
}

/// Exports the PDF. One that fails PDF/UA-1 is written all the same, and each reason is a finding.
///
/// # Errors
/// If there can be no PDF at all.
pub(crate) fn export_pdf(
    compiled: &Compiled,
    sources: &mut Sources,
    findings: &mut Diagnostics,
) -> Result<Vec<u8>, Diagnostics> {
    let reasons = match pdf::accessible(&compiled.document) {
        Ok(bytes) => return Ok(bytes),
        Err(reasons) => reasons,
    };
    let mut mapper = Mapper { world: &compiled.world, sources };
    let mut reasons = mapper.map_all(&reasons);
    // A character that no font has was named already, at its own place.
    if findings.0.iter().any(|found| found.code == Some("missing-glyph")) {
        reasons.0.retain(|reason| !reason.message.contains("could not be displayed with font"));
    }
    let bytes = pdf::plain(&compiled.document).map_err(|errors| mapper.map_all(&errors))?;
    for reason in reasons.0 {
        findings.push(Diagnostic {
            severity: crate::diag::Severity::Warning,
            code: Some("not-accessible"),
            ..reason
        });
    }
    Ok(bytes)
}

/// The files of `--format typst` by path: the emitted ones as they were fitted, the theme's, and
/// those of the project that were read.
pub(crate) fn typst_files(compiled: &Compiled) -> Vec<(String, Vec<u8>)> {
    compiled.world.files()
}

/// Where relative paths of a deck count from.
pub(crate) fn root_of(folder: &Path) -> PathBuf {
    if folder == Path::new("") { PathBuf::from(".") } else { folder.to_path_buf() }
}
