//! The stages in their order, each a function; what `build` runs and tests take apart.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::assets::{self, Files, Pictures};
use crate::check::lost_text::Coverage;
use crate::check::{self, Depth, Levels};
use crate::deck::{Deck, json, markdown};
use crate::diag::{Diagnostic, Diagnostics, FileId, Sources, Span};
use crate::emit::{self, Emission, EmittedFile};
use crate::engine::{DeckWorld, Fonts, Inputs, Mapper};
use crate::export::pdf;
use crate::fit::{self, Compiled};
use crate::theme::{self, Theme};

/// The syntax of a deck.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Syntax {
    /// Markdown.
    Markdown,
    /// `deck.json`.
    Json,
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

/// Reads the deck in `file`.
///
/// # Errors
/// Everything that makes the text no deck.
pub(crate) fn read(
    file: FileId,
    syntax: Syntax,
    sources: &Sources,
    findings: &mut Diagnostics,
) -> Result<Deck, Diagnostics> {
    let text = sources.get(file).map_or("", |file| file.text.as_str());
    match syntax {
        Syntax::Json => json::read(text, file),
        Syntax::Markdown => {
            let deck = markdown::read(text, file, findings);
            findings.stop_on_errors().map(|()| deck)
        }
    }
}

/// Applies `--theme` and `--set`: keys of the front matter are set in the deck, all others are
/// tokens of the theme.
///
/// # Errors
/// A value that is not of the key's kind.
pub(crate) fn configure(
    deck: &mut Deck,
    theme: Option<&str>,
    set: &[(String, String)],
) -> Result<(), Diagnostics> {
    let mut errors = Diagnostics::default();
    for (key, value) in set {
        match markdown::set(&mut deck.meta, key, value) {
            Ok(true) => {}
            Ok(false) => {
                deck.meta.tokens.insert(key.clone(), value.clone());
                deck.meta.spans.remove(&format!("tokens.{key}"));
            }
            Err(why) => errors.push(Diagnostic::usage(format!("`--set {key}={value}`: {why}"))),
        }
    }
    if let Some(theme) = theme {
        deck.meta.theme = Some(theme.to_owned());
        deck.meta.spans.remove("theme");
    }
    errors.stop_on_errors()
}

/// Loads the theme and the pictures and emits Typst.
///
/// # Errors
/// Whatever is wrong with the theme, the pictures, or the slides' content.
pub(crate) fn emit(
    deck: &Deck,
    files: &Files,
    sources: &Sources,
    findings: &mut Diagnostics,
) -> Result<Emitted, Diagnostics> {
    let base = match files {
        Files::Folder(root) => Some(*root),
        Files::Embedded(_) => None,
    };
    let tokens = deck.meta.tokens.iter().map(|(name, value)| theme::Setting {
        name: name.clone(),
        value: value.clone(),
        span: deck.meta.span(&format!("tokens.{name}")),
    });
    let theme = theme::load(&theme::Request {
        name: deck.meta.theme.as_deref(),
        name_span: deck.meta.span("theme"),
        base,
        tokens: tokens.collect(),
    })?;
    let pictures = assets::load(deck, files, findings);
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
    let compiled = lay_out(deck, emitted, root, sources, findings)?;
    findings.0.extend(check_fit(&compiled, deck, sources).0);
    let mapper = Mapper { world: &compiled.world, sources };
    let (document, world) = (&compiled.document, &compiled.world);
    findings.0.extend(check::font_fallback::check(document, world, &mapper).0);
    let slides: Vec<Span> = deck.slides().map(|slide| slide.span).collect();
    let (missing, errors) = check::missing_glyph::check(&compiled, &slides, &mapper);
    let (coverage, lost) = check::lost_text::check(&compiled, &texts, &missing);
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

/// Runs the rules over a compiled deck. What the reader of the deck found is not among it.
pub(crate) fn check(
    deck: &Deck,
    compiled: &Compiled,
    levels: &Levels,
    depth: Depth,
    sources: &mut Sources,
) -> Diagnostics {
    let mut found = check::levels::check_allowed(deck, sources);
    let context = check::Context::new(deck, compiled, sources);
    found.0.extend(check::run(&context, levels, depth).0);
    found
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
