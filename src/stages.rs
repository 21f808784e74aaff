//! Each stage as a function from text to text, for the cases in `tests/`. Not an interface for
//! anyone else.

mod fitting;
mod gallery;
mod rebuilt;

use std::fmt::Write;
use std::path::Path;

use crate::article;
use crate::assets::Files;
use crate::check::{self, Depth};
use crate::deck::block::plain_text;
use crate::deck::{Deck, Number, Slide, json};
use crate::diag::{Diagnostics, FileId, Sources};
use crate::emit::Origin;
use crate::engine::job::Job;
use crate::export::{PageChoice, View, notes, pdf, png};
use crate::fit::Compiled;
use crate::fs::Gate;
use crate::input::Text;
use crate::pipeline::{Build, Emitted, Fitted};
use crate::report;
use crate::settings::Options;
use crate::theme;
pub use fitting::fit;
pub use gallery::{Gallery, gallery};
pub use rebuilt::Rebuilt;

/// Runs the stages on a text.
struct Run {
    sources: Sources,
}

impl Run {
    fn new() -> Self {
        Self { sources: Sources::default() }
    }

    /// What `stages` makes of the deck in a text, and everything that was found.
    fn deck<T>(
        &mut self,
        text: &str,
        root: &Path,
        stages: impl FnOnce(&mut Build, Deck, &Files) -> Result<T, Diagnostics>,
    ) -> (Option<T>, Diagnostics) {
        let gate = Gate::new(root, None);
        let options = Options { templates: Some(gate.clone()), ..Options::default() };
        let mut build = Build::new(&Job::default(), options, &mut self.sources);
        let name = if text.trim_start().starts_with('{') { "deck.json" } else { "deck.md" };
        let files = Files::Folder(gate);
        let text = Text::given(name, text, files, build.sources, &mut build.findings);
        let made = build.read(&text).and_then(|deck| stages(&mut build, deck, &text.files));
        let (made, errors) = match made {
            Ok(made) => (Some(made), Diagnostics::default()),
            Err(errors) => (None, errors),
        };
        build.findings.0.extend(errors.0);
        (made, build.judge())
    }

    /// Findings as they are shown.
    fn shown(&self, found: &Diagnostics) -> String {
        found.0.iter().map(|found| report::render(found, &self.sources, false)).collect()
    }

    /// What `stages` makes of a deck, and nothing if something is wrong with it.
    fn strictly<T>(
        &mut self,
        text: &str,
        root: &Path,
        stages: impl FnOnce(&mut Build, Deck, &Files) -> Result<T, Diagnostics>,
    ) -> Result<T, String> {
        let (made, found) = self.deck(text, root, stages);
        made.filter(|_| !found.has_errors()).ok_or_else(|| self.shown(&found))
    }
}

/// Emits a deck.
fn emitted(build: &mut Build, deck: Deck, files: &Files) -> Result<Emitted, Diagnostics> {
    let resolved = build.resolve(deck, files)?;
    Ok(build.emit(resolved))
}

/// Lays a deck out, and finds what is not shown.
fn shown(build: &mut Build, deck: Deck, files: &Files) -> Result<Fitted, Diagnostics> {
    let fitted = build.lay_out(deck, files)?;
    Ok(build.check_shown(fitted)?.0)
}

/// Writes a deck as PDF.
fn written(build: &mut Build, deck: Deck, files: &Files) -> Result<Vec<u8>, Diagnostics> {
    let fitted = shown(build, deck, files)?;
    let mut built = build.reveal(fitted);
    let output = build.export(&mut built, &pdf::EXPORTER, &PageChoice::default(), "")?;
    Ok(output.content.into_bytes())
}

/// Markdown → the deck: a line for each slide, a line of JSON for each block.
pub fn deck(text: &str, root: &Path) -> String {
    let outline = |_: &mut Build, deck: Deck, _: &Files| Ok(outline(&json::merged(&deck)));
    either(Run::new().strictly(text, root, outline))
}

/// The result, or the errors.
fn either(result: Result<String, String>) -> String {
    result.unwrap_or_else(|wrong| wrong)
}

fn outline(deck: &Deck) -> String {
    let mut out = String::new();
    let meta = serde_json::to_string(&deck.meta).unwrap_or_default();
    if meta != "{}" {
        let _ = writeln!(out, "{meta}");
    }
    for (slide, number) in deck.slides().zip(deck.numbers()) {
        slide_outline(slide, number, &mut out);
    }
    out
}

fn slide_outline(slide: &Slide, number: Number, out: &mut String) {
    let place = if number.is_appendix() { format!(" {number}") } else { String::new() };
    let _ = write!(out, "[{}{place}] {}", slide.layout, plain_text(&slide.title));
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
    let mut build = Build::new(&Job::default(), Options::default(), &mut run.sources);
    let text = Text::article(syntax, text, build.sources);
    let (reading, drafting) = (article::Options::default(), crate::draft::Options::default());
    let drafted = build.import(&text, reading, drafting);
    let findings = build.findings;
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
    out + &run.shown(&findings)
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
    either(Run::new().strictly(text, root, |build, deck, files| {
        let emitted = emitted(build, deck, files)?;
        let slides = emitted.files.iter().filter(|file| file.origin != Origin::Scaffold);
        Ok(slides.map(|file| format!("// {}\n{}", file.path, file.text)).collect())
    }))
}

/// Markdown → everything that is said about it, up to the PDF.
pub fn diag(text: &str, root: &Path) -> String {
    let mut run = Run::new();
    let (_, found) = run.deck(text, root, written);
    run.shown(&found)
}

/// A deck in the style of another tool → how it is read, then everything that is said about it.
pub fn wild(text: &str, root: &Path) -> String {
    deck(text, root) + "\n" + &diag(text, root)
}

/// Markdown → for each slide its pages, one for each step, with how their text begins and ends; then
/// what is said.
pub fn steps(text: &str, root: &Path) -> String {
    let mut run = Run::new();
    let (made, found) = run.deck(text, root, |build, deck, files| {
        let fitted = shown(build, deck, files)?;
        // Written as JSON and read again.
        let again = json::read(&json::write(&fitted.deck), FileId(0))?;
        assert_eq!(steps_of(&fitted.deck), steps_of(&again), "JSON keeps the steps");
        Ok(build.reveal(fitted))
    });
    let mut out = String::new();
    if let Some(built) = made {
        let View { document, slides } = built.slides();
        let texts = crate::engine::page_texts(document);
        for (slide, fitted) in built.deck.slides().zip(slides) {
            let _ = writeln!(out, "{}", plain_text(&slide.title));
            for text in texts.get(fitted.pages.clone()).unwrap_or_default() {
                let _ = writeln!(out, "  {}", ends_of(text));
            }
        }
    }
    out + &run.shown(&found)
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

/// Markdown → what the rules find, at the levels of its front matter, and what they would mend. The
/// findings of other stages have cases of their own.
pub fn check(text: &str, root: &Path) -> String {
    let mut run = Run::new();
    let (_, found) = run.deck(text, root, |build, deck, files| {
        let written = deck.clone();
        let fitted = shown(build, deck, files)?;
        build.findings.stop_on_errors()?;
        build.findings = Diagnostics::default();
        build.check_text(&written);
        build.check_pages(&fitted, Depth::Full);
        build.findings = build.judge();
        Ok(())
    });
    run.shown(&found)
}

/// Markdown → the same with everything mended that `check --fix` mends in one run, or errors.
pub fn fix(text: &str, root: &Path) -> String {
    let mut run = Run::new();
    let (_, found) = run.deck(text, root, |build, deck, _| {
        build.findings.stop_on_errors()?;
        build.check_text(&deck);
        Ok(())
    });
    if found.has_errors() {
        return run.shown(&found);
    }
    check::fix::apply(text, &check::fix::edits(&found.0, Some(FileId(0))))
}

/// The codes of the rules.
pub fn rules() -> Vec<&'static str> {
    check::RULES.iter().map(|rule| rule.code).collect()
}

/// Every manual page, as `docs/findings.md` holds them.
pub fn findings_page() -> String {
    check::manual::document()
}

/// What can be set for a deck, as a table of Markdown.
pub fn keys() -> String {
    crate::deck::keys::document()
}

/// The names of the keys that `llmslides.toml` can have.
pub fn project_keys() -> impl Iterator<Item = &'static str> {
    let keys = ["deck", "theme"].into_iter().flat_map(crate::deck::keys::Key::in_project);
    keys.map(|(name, _)| name)
}

/// Markdown → the notes.
pub fn notes(text: &str, root: &Path) -> String {
    either(Run::new().strictly(text, root, |_, deck, _| Ok(notes::write(&deck))))
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
    Run::new().strictly(text, root, |build, deck, files| {
        let fitted = build.lay_out(deck, files)?;
        Ok(crate::engine::page_texts(&fitted.compiled.document))
    })
}

/// A deck → PNG pictures of its pages in a theme, `width` pixels wide.
///
/// # Errors
/// What is wrong with it, as it is shown.
pub fn pages(text: &str, theme: &str, root: &Path, width: u32) -> Result<Vec<Vec<u8>>, String> {
    Run::new().strictly(text, root, |build, mut deck, files| {
        deck.meta.theme = Some(theme.to_owned());
        let fitted = shown(build, deck, files)?;
        Ok(drawn(&fitted.compiled, width))
    })
}

/// PNG pictures of all pages.
fn drawn(compiled: &Compiled, width: u32) -> Vec<Vec<u8>> {
    let pictures = compiled.document.pages().iter().map(|page| {
        let scale = f64::from(width) / page.frame.width().to_pt();
        // These files are kept in the repository, so they are compressed well.
        png::draw(page, scale, ::png::Compression::High).1
    });
    pictures.collect()
}

/// A deck → its PDF.
///
/// # Errors
/// What is wrong with it, as it is shown.
pub fn pdf(text: &str, root: &Path) -> Result<Vec<u8>, String> {
    Run::new().strictly(text, root, written)
}

/// A deck in Markdown → the same deck as JSON.
///
/// # Errors
/// What is wrong with it, as it is shown.
pub fn to_json(text: &str) -> Result<String, String> {
    Run::new().strictly(text, Path::new("."), |_, deck, _| Ok(json::write(&deck)))
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

/// The names of the layouts of a theme, with the example of each.
pub fn layouts() -> Vec<(String, String)> {
    let theme = theme::ours();
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
    let mut findings = Diagnostics::default();
    let read = article::read(text, file, syntax, options, &mut findings);
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
    out + &run.shown(&findings)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;
    use std::path::Path;

    use typst::layout::FrameItem;

    /// The languages of the texts in a frame.
    fn languages(frame: &typst::layout::Frame, found: &mut BTreeSet<String>) {
        for (_, item) in frame.items() {
            match item {
                FrameItem::Group(group) => languages(&group.frame, found),
                FrameItem::Text(text) => {
                    let region = text.region.as_ref().map_or("", |region| region.as_str());
                    found.insert(format!("{}-{region}", text.lang.as_str()));
                }
                _ => {}
            }
        }
    }

    /// Screen readers need the language of code.
    #[test]
    fn code_is_in_the_language_of_its_deck() {
        for (tag, language) in [("zh", "zh-CN"), ("zh-HK", "zh-HK"), ("ja", "ja-"), ("de", "de-")] {
            let text = format!(
                "---\nlang: {tag}\n---\n## a\n\n`x（甲），「乙」`\n\n```c\nint x; // 甲），（乙\n```\n"
            );
            let found = super::Run::new().strictly(&text, Path::new("."), |build, deck, files| {
                let mut found = BTreeSet::new();
                for page in build.lay_out(deck, files)?.compiled.document.pages() {
                    languages(&page.frame, &mut found);
                }
                Ok(found)
            });
            assert_eq!(found, Ok(BTreeSet::from([language.to_owned()])), "{tag}");
        }
    }

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
