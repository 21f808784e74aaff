//! Each stage from text to text, for the cases in `tests/`. Not an interface for anybody else.

mod gallery;

use std::fmt::Write;
use std::path::Path;

use crate::article;
use crate::assets::{Files, parts};
use crate::check::{self, Depth, Levels, Places};
use crate::deck::block::plain_text;
use crate::deck::{Deck, Slide, json};
use crate::diag::{Diagnostics, FileId, Sources};
use crate::export::{notes, png};
use crate::fit::Compiled;
use crate::pipeline::{self, Emitted, Presets, Syntax};
use crate::report;
use crate::theme;
pub use gallery::{Gallery, gallery};

/// A deck on its way through the stages.
struct Run {
    sources: Sources,
    findings: Diagnostics,
}

impl Run {
    fn new() -> Self {
        Self { sources: Sources::default(), findings: Diagnostics::default() }
    }

    fn deck(&mut self, text: &str, root: &Path) -> Result<Deck, Diagnostics> {
        let syntax = Syntax::of_text(text);
        let name = if syntax == Syntax::Json { "deck.json" } else { "deck.md" };
        let file = self.sources.add(name, text);
        let parts =
            parts::load(root, &[(file, name.into())], &mut self.sources, &mut self.findings);
        let (presets, findings) = (Presets::default(), &mut self.findings);
        pipeline::read(file, syntax, &presets, &parts, &self.sources, findings)
    }

    fn emitted(&mut self, deck: &Deck, root: &Path) -> Result<Emitted, Diagnostics> {
        let (sources, findings) = (&mut self.sources, &mut self.findings);
        let theme = pipeline::theme(&deck.meta, None, Some(root), sources, findings)?;
        pipeline::emit(deck, theme, &Files::Folder(root), sources, findings)
    }

    fn compiled(&mut self, deck: &Deck, root: &Path) -> Result<Compiled, Diagnostics> {
        let emitted = self.emitted(deck, root)?;
        let (sources, findings) = (&mut self.sources, &mut self.findings);
        let compiled = pipeline::compile(deck, emitted, root.to_path_buf(), sources, findings)?;
        Ok(compiled.0)
    }

    fn pdf(&mut self, text: &str, root: &Path) -> Result<Vec<u8>, Diagnostics> {
        let deck = self.deck(text, root)?;
        let compiled = self.compiled(&deck, root)?;
        self.findings.stop_on_errors()?;
        pipeline::export_pdf(&compiled, &mut self.sources, &mut self.findings)
    }

    /// Only what the rules find: the findings of other stages have cases of their own.
    fn check(&mut self, text: &str, root: &Path) -> Result<(), Diagnostics> {
        let deck = self.deck(text, root)?;
        let mut levels = Levels::default();
        levels.take_deck(&deck)?;
        let compiled = self.compiled(&deck, root)?;
        let mut found = pipeline::check_text(&deck, &levels, &self.sources);
        let sources = &mut self.sources;
        let on_pages = pipeline::check_pages(&deck, &compiled, &levels, Depth::Full, sources);
        found.0.extend(on_pages.0);
        self.findings = levels.apply(found, &Places::new(&deck, &compiled.slides));
        Ok(())
    }

    /// Findings and errors as they are shown.
    fn shown(&self, errors: &Diagnostics) -> String {
        let all = self.findings.0.iter().chain(&errors.0);
        all.map(|diagnostic| report::render(diagnostic, &self.sources, false)).collect()
    }
}

/// Markdown → the deck: a line for each slide, a line of JSON for each block.
pub fn deck(text: &str, root: &Path) -> String {
    let mut run = Run::new();
    match run.deck(text, root) {
        Ok(deck) => outline(&json::merged(&deck)),
        Err(errors) => run.shown(&errors),
    }
}

fn outline(deck: &Deck) -> String {
    let mut out = String::new();
    let meta = serde_json::to_string(&deck.meta).unwrap_or_default();
    if meta != "{}" {
        let _ = writeln!(out, "{meta}");
    }
    for section in &deck.sections {
        for slide in section.divider.iter().chain(&section.slides) {
            slide_outline(slide, &mut out);
        }
    }
    out
}

fn slide_outline(slide: &Slide, out: &mut String) {
    let _ = write!(out, "[{}] {}", slide.layout, plain_text(&slide.title));
    for (key, value) in &slide.options {
        let _ = write!(out, " {key}={value}");
    }
    out.push('\n');
    for block in &slide.blocks {
        let _ = writeln!(out, "  {}", serde_json::to_string(block).unwrap_or_default());
    }
    if !slide.steps.is_empty() {
        let _ =
            writeln!(out, "  steps {}", serde_json::to_string(&slide.steps).unwrap_or_default());
    }
    for line in slide.notes.lines() {
        let _ = writeln!(out, "  > {line}");
    }
}

/// An article → the deck that is drafted of it, without its notes; then what became of its sentences.
/// Its first line names the syntax, as for `article`.
pub fn draft(text: &str, _root: &Path) -> String {
    let (syntax, text) = article_syntax(text);
    let mut run = Run::new();
    let file = run.sources.add("article", text);
    let (reading, drafting) = (article::Options::default(), crate::draft::Options::default());
    let drafted =
        pipeline::import(file, syntax, reading, drafting, &run.sources, &mut run.findings);
    let draft = match drafted {
        Ok(draft) => draft,
        Err(errors) => return run.shown(&errors),
    };
    let account = &draft.account;
    let mut out = without_notes(&draft.markdown);
    let _ = writeln!(
        out,
        "\n{} sentences: {} shown, {} in part, {} said",
        account.units.len(),
        account.shown(),
        account.in_part(),
        account.said()
    );
    for aside in &account.aside {
        let line = run.sources.line_column(aside.span).map_or(0, |(line, _)| line);
        let _ = writeln!(out, "{line}: {} {}", aside.reason, aside.text);
    }
    out + &run.shown(&Diagnostics::default())
}

/// The syntax that the first line of a case names, and the rest.
fn article_syntax(text: &str) -> (article::Syntax, &str) {
    let (syntax, text) = text.split_once('\n').unwrap_or((text, ""));
    let syntax = match syntax.trim() {
        "html" => article::Syntax::Html,
        "markdown" => article::Syntax::Markdown,
        _ => article::Syntax::Text,
    };
    (syntax, text)
}

/// A deck in Markdown, with a line for the notes of each slide that has some, and without blank lines.
fn without_notes(markdown: &str) -> String {
    let mut out = String::new();
    let mut notes: Option<usize> = None;
    for line in markdown.lines() {
        match (line, notes) {
            ("<!--", None) => notes = Some(0),
            ("-->", Some(count)) => {
                let _ = writeln!(out, "  ({count} characters of notes)");
                notes = None;
            }
            (line, Some(count)) => notes = Some(count + line.chars().count()),
            ("", None) => {}
            (line, None) => {
                let _ = writeln!(out, "{line}");
            }
        }
    }
    out
}

/// Markdown → the Typst of its slides, without the lines that all of them begin with.
pub fn emit(text: &str, root: &Path) -> String {
    let mut run = Run::new();
    let result = run.deck(text, root).and_then(|deck| run.emitted(&deck, root));
    match result {
        Ok(emitted) => {
            let slides = emitted.files.iter().filter(|file| file.path.starts_with("slide-"));
            slides.map(|file| format!("// {}\n{}", file.path, file.text)).collect()
        }
        Err(errors) => run.shown(&errors),
    }
}

/// Markdown → everything that is said about it, up to the PDF.
pub fn diag(text: &str, root: &Path) -> String {
    let mut run = Run::new();
    let errors = run.pdf(text, root).err().unwrap_or_default();
    run.shown(&errors)
}

/// A deck in the style of another tool → how it is read, then everything that is said about it.
pub fn wild(text: &str, root: &Path) -> String {
    deck(text, root) + "\n" + &diag(text, root)
}

/// Markdown → for each slide its type size and its pages, each with how its text begins and ends;
/// then what is said.
pub fn fit(text: &str, root: &Path) -> String {
    let mut run = Run::new();
    let laid_out = run.deck(text, root).and_then(|deck| {
        let emitted = run.emitted(&deck, root)?;
        let (root, findings) = (root.to_path_buf(), &mut run.findings);
        let compiled = pipeline::lay_out(&deck, emitted, root, &mut run.sources, findings)?;
        let errors = pipeline::check_fit(&compiled, &deck, &mut run.sources);
        Ok((deck, compiled, errors))
    });
    match laid_out {
        Ok((deck, compiled, errors)) => {
            let texts = crate::engine::page_texts(&compiled.document);
            let mut out = String::new();
            for (slide, fitted) in deck.slides().zip(&compiled.slides) {
                let size = fitted.size.map_or("?".to_owned(), |size| size.to_string());
                let title = plain_text(&slide.title);
                let _ = writeln!(out, "{title}: {size} pt, {} page(s)", fitted.pages.len());
                for text in texts.get(fitted.pages.clone()).unwrap_or_default() {
                    let _ = writeln!(out, "  {}", ends_of(text));
                }
            }
            out + &run.shown(&errors)
        }
        Err(errors) => run.shown(&errors),
    }
}

/// Markdown → for each slide its pages, one for each step, with how their text begins and ends; then
/// what is said.
pub fn steps(text: &str, root: &Path) -> String {
    let mut run = Run::new();
    let stepped = run.deck(text, root).and_then(|deck| {
        let compiled = run.compiled(&deck, root)?;
        // As it is written as data and read again.
        let again = json::read(&json::write(&deck), FileId(0))?;
        assert_eq!(steps_of(&deck), steps_of(&again), "JSON keeps the steps");
        let compiled = pipeline::reveal(compiled, &deck, &mut run.findings);
        Ok((deck, compiled))
    });
    let errors = Diagnostics::default();
    match stepped {
        Ok((deck, compiled)) => {
            let texts = crate::engine::page_texts(&compiled.document);
            let mut out = String::new();
            for (slide, fitted) in deck.slides().zip(&compiled.slides) {
                let _ = writeln!(out, "{}", plain_text(&slide.title));
                for text in texts.get(fitted.pages.clone()).unwrap_or_default() {
                    let _ = writeln!(out, "  {}", ends_of(text));
                }
            }
            out + &run.shown(&errors)
        }
        Err(errors) => run.shown(&errors),
    }
}

/// Where the steps of each slide begin.
fn steps_of(deck: &Deck) -> Vec<Vec<Vec<usize>>> {
    json::merged(deck).slides().map(|slide| slide.steps.clone()).collect()
}

/// How a text begins and how it ends.
fn ends_of(text: &str) -> String {
    const EACH: usize = 24;
    let chars: Vec<char> = text.chars().collect();
    if chars.len() <= 2 * EACH {
        return text.to_owned();
    }
    let piece = |range: &[char]| range.iter().collect::<String>();
    format!("{} … {}", piece(&chars[..EACH]), piece(&chars[chars.len() - EACH..]))
}

/// Markdown → what the rules find, at the levels of its front matter, and what they would mend.
pub fn check(text: &str, root: &Path) -> String {
    let mut run = Run::new();
    let errors = run.check(text, root).err().unwrap_or_default();
    run.shown(&errors)
}

/// Markdown → the same with everything mended that `check --fix` mends in one run, or errors.
pub fn fix(text: &str, root: &Path) -> String {
    let mut run = Run::new();
    let deck = match run.deck(text, root) {
        Ok(deck) => deck,
        Err(errors) => return run.shown(&errors),
    };
    let found = pipeline::check_text(&deck, &Levels::default(), &run.sources);
    run.findings.0.extend(found.0);
    let edits = check::fix::edits(&run.findings.0, Some(FileId(0)));
    check::fix::apply(text, &edits)
}

/// The codes of the rules.
pub fn rules() -> Vec<&'static str> {
    check::RULES.iter().map(|rule| rule.code).collect()
}

/// Every manual page, as `docs/findings.md` holds them.
pub fn findings_page() -> String {
    check::manual::document()
}

/// Markdown → the notes.
pub fn notes(text: &str, root: &Path) -> String {
    let mut run = Run::new();
    match run.deck(text, root) {
        Ok(deck) => notes::write(&deck),
        Err(errors) => run.shown(&errors),
    }
}

/// LaTeX → Typst.
pub fn latex(text: &str, _root: &Path) -> String {
    crate::emit::latex_case(text)
}

/// A deck → the text of each page, in the order of layout; characters without a glyph are kept.
///
/// # Errors
/// What is wrong with it, as it is shown.
pub fn page_texts(text: &str, root: &Path) -> Result<Vec<String>, String> {
    let mut run = Run::new();
    let result = run.deck(text, root).and_then(|deck| {
        let emitted = run.emitted(&deck, root)?;
        pipeline::lay_out(&deck, emitted, root.to_path_buf(), &mut run.sources, &mut run.findings)
    });
    match result {
        Ok(compiled) => Ok(crate::engine::page_texts(&compiled.document)),
        Err(errors) => Err(run.shown(&errors)),
    }
}

/// A deck → PNG pictures of its pages in a theme, `width` pixels wide.
///
/// # Errors
/// What is wrong with it, as it is shown.
pub fn pages(text: &str, theme: &str, root: &Path, width: u32) -> Result<Vec<Vec<u8>>, String> {
    let mut run = Run::new();
    let result = run.deck(text, root).and_then(|mut deck| {
        deck.meta.theme = Some(theme.to_owned());
        run.compiled(&deck, root)
    });
    result.map(|compiled| drawn(&compiled, width)).map_err(|errors| run.shown(&errors))
}

/// PNG pictures of all pages.
fn drawn(compiled: &Compiled, width: u32) -> Vec<Vec<u8>> {
    let pictures = compiled.document.pages().iter().map(|page| {
        let scale = f64::from(width) / page.frame.width().to_pt();
        // They are kept in the repository.
        png::draw(page, scale, ::png::Compression::High).1
    });
    pictures.collect()
}

/// A deck → its PDF.
///
/// # Errors
/// What is wrong with it, as it is shown.
pub fn pdf(text: &str, root: &Path) -> Result<Vec<u8>, String> {
    let mut run = Run::new();
    run.pdf(text, root).map_err(|errors| run.shown(&errors))
}

/// A deck in Markdown → the same deck as JSON.
///
/// # Errors
/// What is wrong with it, as it is shown.
pub fn to_json(text: &str) -> Result<String, String> {
    let mut run = Run::new();
    let deck = run.deck(text, Path::new("."));
    deck.map(|deck| json::write(&deck)).map_err(|errors| run.shown(&errors))
}

/// The names of the bundled themes.
pub fn themes() -> Vec<&'static str> {
    theme::bundled().collect()
}

/// The colours that an accent can be by name.
pub fn accents() -> Vec<&'static str> {
    theme::colour_names().collect()
}

/// The contrast of two colours, `#rrggbb`, as WCAG 2 defines it.
pub fn contrast(a: &str, b: &str) -> Option<f64> {
    Some(theme::colour::contrast(theme::colour::parse(a)?, theme::colour::parse(b)?))
}

fn default_theme() -> theme::Theme {
    let (mut sources, mut findings) = (Sources::default(), Diagnostics::default());
    let theme = theme::load(&theme::Request::default(), &mut sources, &mut findings);
    theme.expect("the default theme")
}

/// The names of the layouts of a theme, with the example of each.
pub fn layouts() -> Vec<(String, String)> {
    let theme = default_theme();
    let names = theme.layout_names().filter_map(|name| theme.layout(name));
    names.map(|layout| (layout.name.clone(), layout.example.clone())).collect()
}

/// An article → what was read of it: title, blocks, what was set aside. Its first line names the
/// syntax: `text`, `html` or `markdown`.
pub fn article(text: &str, _root: &Path) -> String {
    let (syntax, text) = article_syntax(text);
    let mut run = Run::new();
    let file = run.sources.add("article", text);
    let options = article::Options::default();
    let read = article::read(text, file, syntax, options, &mut run.findings);
    let line = |span| run.sources.line_column(span).map_or(0, |(line, _)| line);
    let mut out = String::new();
    let _ = writeln!(out, "title: {}", read.title.as_ref().map_or("", |title| title.as_str()));
    for (key, value) in [
        ("subtitle", read.subtitle.as_ref().map(|subtitle| subtitle.value.clone())),
        ("authors", (!read.authors.is_empty()).then(|| read.authors.join(", "))),
        ("date", read.date.clone()),
    ] {
        if let Some(value) = value {
            let _ = writeln!(out, "{key}: {value}");
        }
    }
    let _ = writeln!(out, "lang: {}", read.lang);
    let mut blocks = read.blocks.clone();
    crate::deck::block::merge_texts_in(&mut blocks);
    for block in &blocks {
        let json = serde_json::to_string(block).unwrap_or_default();
        let _ = writeln!(out, "{}: {json}", line(block.span));
    }
    for entry in &read.contents {
        let _ = writeln!(out, "{}: contents {}", line(entry.span), entry.value);
    }
    for aside in &read.aside {
        let _ = writeln!(out, "{}: {} {}", line(aside.span), aside.reason, aside.text);
    }
    out + &run.shown(&Diagnostics::default())
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    /// The table of commands and the scope they are compiled in are kept in different files.
    #[test]
    fn every_latex_command_compiles() {
        const ON_A_SLIDE: usize = 30;
        let commands = crate::emit::every_symbol();
        let slides: Vec<serde_json::Value> = commands
            .chunks(ON_A_SLIDE)
            .map(|chunk| {
                let math = chunk.iter().map(|tex| serde_json::json!({ "math": tex }));
                serde_json::json!({ "blocks": [{ "paragraph": math.collect::<Vec<_>>() }] })
            })
            .collect();
        let deck = serde_json::json!({ "sections": [{ "slides": slides }] }).to_string();
        let pages = super::page_texts(&deck, Path::new(".")).unwrap_or_else(|e| panic!("{e}"));
        assert!(pages.len() >= commands.len() / ON_A_SLIDE);
    }
}
