//! The stages in their order. Everything that makes slides of a deck runs them through a [`Build`]:
//! commands, tests, trying a theme.

mod job;
mod last_words;
mod learnt;

mod why;

use std::collections::BTreeSet;
use std::path::Path;
use std::sync::Arc;

use crate::article::{self, Article};
use crate::assets::themes::{self, Loaded};
use crate::assets::{self, Files, Pictures, fonts};
use crate::check::json::LookedAt;
use crate::check::lost_text::Coverage;
use crate::check::{self, Depth, Levels, Needs, Places};
use crate::deck::{self, Deck, Meta, json, markdown};
use crate::diag::{Diagnostic, Diagnostics, FileId, Sources, Span};
use crate::draft::choice::outline::Outline;
use crate::draft::{self, Draft};
use crate::emit::{self, Assets, Emission, EmittedFile};
use crate::engine::job::Job;
use crate::engine::{DeckWorld, Folder, Fonts, Inputs, Mapper};
use crate::export::steps::{self, Steps};
use crate::export::{Built, Export, Exporter, Output, PageChoice, View};
use crate::fit::{self, Compiled, FittedSlide};
use crate::fs::Gate;
use crate::input::{self, As, Input, Kind, Reading, Text};
use crate::settings::{self, DeckSettings, Options};
use crate::theme::{self, Theme};
pub(crate) use job::job;
pub(crate) use why::Why;

/// A run of the stages: what they share, and what was found so far.
pub(crate) struct Build<'a> {
    /// The texts that diagnostics point into.
    pub(crate) sources: &'a mut Sources,
    /// What was found so far.
    pub(crate) findings: Diagnostics,
    /// Options from settings and command line.
    options: Options,
    /// The levels of findings.
    levels: Levels,
    /// The places of the slides, as far as known.
    places: Places,
    /// The deck's theme or the errors in it, once a stage has asked for it.
    theme: Option<Result<Loaded, Diagnostics>>,
    /// The reasons for the form of slides, if the deck was made of something else.
    pub(crate) why: Vec<Why>,
    /// The job that the build belongs to.
    job: Job,
    /// The world of an earlier build of the deck. With one, what has not changed is neither parsed nor
    /// laid out again.
    pub(crate) kept: Option<DeckWorld>,
    /// Whether the deck will be built again in this process. Then nothing that the compiler found out
    /// is forgotten before the end.
    pub(crate) is_repeated: bool,
}

/// A deck with everything that it names.
pub(crate) struct Resolved {
    /// The deck.
    pub(crate) deck: Deck,
    /// Its theme.
    theme: Theme,
    /// The pictures.
    pictures: Pictures,
    /// What fonts there are.
    fonts: Arc<Fonts>,
    /// What its raw Typst may read; `None`: nothing.
    gate: Option<Gate>,
}

/// A deck as emitted Typst.
pub(crate) struct Emitted {
    /// The deck and what it names.
    resolved: Resolved,
    /// The emitted files, `main.typ` first.
    pub(crate) files: Vec<EmittedFile>,
}

/// A deck that is laid out so that everything fits.
pub(crate) struct Fitted {
    /// The deck.
    pub(crate) deck: Deck,
    /// Its pages.
    pub(crate) compiled: Compiled,
    /// Its theme.
    theme: Theme,
    /// Its pictures.
    assets: Assets,
    /// The characters that no font has, shown as boxes.
    boxed: BTreeSet<char>,
}

impl<'a> Build<'a> {
    /// Begins a build, for a job.
    pub(crate) fn new(job: &Job, options: Options, sources: &'a mut Sources) -> Self {
        let mut levels = options.project.levels.clone();
        levels.deny_warnings = options.deny_warnings;
        let (findings, places) = Default::default();
        let job = job.clone();
        let why = Vec::new();
        let (theme, kept, is_repeated) = Default::default();
        Self { sources, findings, options, levels, places, theme, why, job, kept, is_repeated }
    }

    /// Begins the build of an input: reads its text and the settings of its project.
    ///
    /// # Errors
    /// What cannot be read, and whatever is wrong in the settings.
    pub(crate) fn open(
        job: &Job,
        settings: &DeckSettings,
        sources: &'a mut Sources,
    ) -> Result<(Self, Text), Diagnostics> {
        Fonts::look_ahead();
        let mut options = settings.options.clone();
        let mut findings = Diagnostics::default();
        let project = options.root.as_deref();
        let gate = settings.input.root().map(|root| Gate::new(root, project));
        let gate = gate.as_ref();
        options.project = settings::config(gate, sources, &mut findings)?;
        let layouts = options.layouts();
        let reading = Reading { gate, said: settings.said, layouts, ..Reading::default() };
        let text = input::read(&settings.input, reading, sources, &mut findings)?;
        options.templates = text.files.gate().cloned();
        let build = Self { findings, ..Self::new(job, options, sources) };
        Ok((build, text))
    }

    /// Reads a deck. Errors that leave one are among the findings, and it lacks what they are about.
    ///
    /// # Errors
    /// Everything that makes the text no deck.
    pub(crate) fn read(&mut self, text: &Text) -> Result<Deck, Diagnostics> {
        let mut deck = match text.kind {
            Kind::Json => {
                let written = self.sources.get(text.file).map_or("", |file| file.text.as_str());
                self.settled(json::read(written, text.file)?)
            }
            Kind::Markdown => {
                self.why = Why::of_answer(&text.laid_out);
                self.read_markdown(text.file, text)
            }
            Kind::Article => {
                let draft = self.draft(text)?;
                self.read_markdown(draft, text)
            }
        };
        // That there are none was reported where they were looked up.
        if deck.slides().next().is_none() {
            return Err(Diagnostics::default());
        }
        let rehearsal = self.options.rehearsal.as_deref();
        learnt::take(&mut deck.meta, rehearsal, &text.files, &mut self.findings);
        deck::links::resolve(&mut deck, &mut self.findings);
        self.findings.0.extend(self.levels.take_deck(&deck).0);
        self.places = Places::new(&deck, &[]);
        Ok(deck)
    }

    /// Reads the deck in a file of Markdown, with what the text includes.
    fn read_markdown(&mut self, file: FileId, text: &Text) -> Deck {
        let settle = |meta: &mut Meta| self.options.settle(meta);
        markdown::read(file, self.sources, &text.included, &settle, &mut self.findings)
    }

    /// Drafts the deck of an article: the very text that `import` writes, so that building it later
    /// gives the same slides.
    ///
    /// # Errors
    /// As those of [`Build::import`].
    fn draft(&mut self, text: &Text) -> Result<FileId, Diagnostics> {
        let file = self.sources.get(text.file).map_or("", |file| file.name.as_str());
        let name = article::name(Path::new(file));
        let drafting = draft::Options { name: &name, ..draft::Options::default() };
        let draft = self.import(text, article::Options::default(), drafting)?;
        self.why = Why::of_draft(&draft);
        let lines = draft.lines(self.sources);
        Ok(match markdown::clean(&draft.markdown, self.options.layouts()) {
            Some(clean) => {
                let lines = clean.lines.iter().map(|line| lines[*line]).collect();
                self.sources.add_made(text.file, clean.text, lines)
            }
            None => self.sources.add_made(text.file, draft.markdown, lines),
        })
    }

    /// Reads the text of a file, or of standard input (`-`), that is an article whatever it is called.
    ///
    /// # Errors
    /// If it cannot be read, is too large, or is no text.
    pub(crate) fn article(
        &mut self,
        path: &Path,
        encoding: Option<&str>,
    ) -> Result<Text, Diagnostics> {
        let input = match path == Path::new("-") {
            true => Input::Stdin,
            false => Input::file(path),
        };
        let reading = Reading { encoding, said: Some(As::Article), ..Reading::default() };
        input::read(&input, reading, self.sources, &mut self.findings)
    }

    /// Reads an article and drafts its deck.
    ///
    /// # Errors
    /// If the article says nothing. A sentence of it that is in the deck nowhere is an error of ours.
    pub(crate) fn import(
        &mut self,
        text: &Text,
        reading: article::Options,
        drafting: draft::Options,
    ) -> Result<Draft, Diagnostics> {
        let article = self.article_in(text, reading, drafting.folder)?;
        let written = self.sources.get(text.file).map_or("", |file| file.text.as_str());
        let drafting = draft::Options { written, ..drafting };
        let draft = draft::draft(&article, self.sources, drafting).map_err(|refused| {
            let errors = drafting
                .plan
                .into_iter()
                .flat_map(|plan| refused.iter().map(|refusal| plan.error(refusal, self.sources)));
            Diagnostics(errors.collect())
        })?;
        let lost: Vec<Diagnostic> = draft.account.lost().map(lost_sentence).collect();
        if lost.is_empty() { Ok(draft) } else { Err(Diagnostics(lost)) }
    }

    /// Reads an article and lists what there is to choose from in it.
    ///
    /// # Errors
    /// If the article says nothing.
    pub(crate) fn outline(
        &mut self,
        text: &Text,
        reading: article::Options,
        drafting: draft::Options,
    ) -> Result<Outline, Diagnostics> {
        let article = self.article_in(text, reading, drafting.folder)?;
        let written = self.sources.get(text.file).map_or("", |file| file.text.as_str());
        Ok(draft::units(&article, draft::Options { written, ..drafting }))
    }

    /// Reads an article. `folder`: what leads to its pictures.
    fn article_in(
        &mut self,
        text: &Text,
        reading: article::Options,
        folder: &str,
    ) -> Result<Article, Diagnostics> {
        let (syntax, findings) = (text.syntax, &mut self.findings);
        let written = self.sources.get(text.file).map_or("", |file| file.text.as_str());
        let mut article = article::read(written, text.file, syntax, reading, findings);
        if article.blocks.is_empty() {
            let span = Span::new(text.file, 0..written.len().min(1));
            let error = Diagnostic::error(span, "there is no article in this file");
            let aside = article.aside.len();
            let hint = "`--keep-all` takes nothing for junk".to_owned();
            return Err(error.maybe_hint((aside > 0).then_some(hint)).into());
        }
        article.prefix_pictures(folder);
        Ok(article)
    }

    /// Checks what was written of a deck.
    pub(crate) fn check_text(&mut self, deck: &Deck) {
        let found = check::levels::check_allowed(deck, self.sources);
        self.findings.0.extend(found.0);
        let loaded = self.theme(&deck.meta);
        // If the theme cannot be loaded, the bundled layouts are assumed.
        let ours = loaded.is_err().then(Loaded::ours);
        let theme = loaded.as_ref().ok().or(ours.as_ref()).expect("one of both");
        let context = check::Context::written(deck, &theme.theme, self.sources);
        let found = check::run(&context, Needs::Text, &self.levels, Depth::Full);
        self.findings.0.extend(found.0);
        self.theme = Some(loaded);
    }

    /// Loads a deck's theme, pictures and fonts, and settles what the theme cannot show as it is. `files`:
    /// where its files are.
    ///
    /// # Errors
    /// Whatever is wrong with the theme, the project's templates, the tokens, or the pictures.
    pub(crate) fn resolve(
        &mut self,
        mut deck: Deck,
        files: &Files,
    ) -> Result<Resolved, Diagnostics> {
        let loaded = match self.theme.take() {
            Some(loaded) => loaded?,
            None => self.theme(&deck.meta)?,
        };
        let kept = self.kept.as_ref().map(DeckWorld::fonts);
        let fonts = fonts::load(&self.options.fonts, kept, &mut self.findings)?;
        let words = deck.meta.locale().words;
        for family in &words.faces {
            fonts.read_ahead(|face| face.family == *family);
        }
        if words.full_width {
            fonts.read_ahead(|face| face.coverage.contains('一' as u32));
        }
        let pictures = assets::load(&deck, &loaded, files, &mut self.findings);
        let theme = loaded.theme;
        emit::settle(&mut deck, &theme, &pictures.assets, self.sources, &mut self.findings);
        let gate = files.gate().cloned();
        Ok(Resolved { deck, theme, pictures, fonts, gate })
    }

    /// Loads the theme that a deck asks for.
    ///
    /// # Errors
    /// Whatever is wrong with it, the project's templates, or the tokens.
    pub(crate) fn theme(&mut self, meta: &Meta) -> Result<Loaded, Diagnostics> {
        let own = meta.tokens.iter().map(|(name, value)| theme::Setting {
            name: name.clone(),
            value: theme::Given::Text(value.clone()),
            span: meta.span(&format!("tokens.{name}")),
        });
        let request = themes::Request {
            name: meta.theme.as_deref(),
            name_span: meta.span("theme"),
            is_the_users: self.options.theme.is_some(),
            base: self.options.templates.as_ref(),
            aspect: meta.aspect.unwrap_or_default(),
        };
        let tokens = self.options.project.tokens.iter().cloned().chain(own).collect();
        themes::load(&request, tokens, self.sources, &mut self.findings)
    }

    /// Emits Typst.
    pub(crate) fn emit(&mut self, resolved: Resolved) -> Emitted {
        let Resolved { deck, theme, pictures, .. } = &resolved;
        let emission = Emission::new(deck, theme, &pictures.assets, self.sources);
        let files = emit::emit(&emission, &BTreeSet::new(), &mut self.findings);
        let limits = self.options.limits;
        self.job.name_files(last_words::of_files(&files, &theme.own, limits, self.sources));
        Emitted { resolved, files }
    }

    /// Runs the stages from a deck that was read to one that is laid out.
    ///
    /// # Errors
    /// As those of [`Build::resolve`] and [`Build::fit`].
    pub(crate) fn lay_out(&mut self, deck: Deck, files: &Files) -> Result<Fitted, Diagnostics> {
        let resolved = self.resolve(deck, files)?;
        let emitted = self.emit(resolved);
        self.fit(emitted)
    }

    /// Compiles a deck until everything fits, or nothing more can be done about it.
    ///
    /// # Errors
    /// What the compiler reports.
    pub(crate) fn fit(&mut self, emitted: Emitted) -> Result<Fitted, Diagnostics> {
        let Emitted { resolved, files } = emitted;
        let Resolved { deck, theme, pictures, fonts, gate } = resolved;
        let inputs = Inputs {
            emitted: files,
            theme: &theme.files,
            own_theme: &theme.own,
            pictures: pictures.bytes,
            fonts,
            folder: gate.map(|gate| Box::new(gate) as Box<dyn Folder>),
            job: self.job.clone(),
        };
        let world = match self.kept.take() {
            Some(mut world) => {
                world.renew(inputs);
                world
            }
            None => DeckWorld::new(inputs),
        };
        let is_repeated = self.is_repeated;
        let assets = &pictures.assets;
        let request = fit::Request { deck: &deck, theme: &theme, assets, is_repeated };
        let compiled = fit::fit(&request, world, self.sources, &mut self.findings)?;
        self.places = Places::new(&deck, &compiled.slides);
        let (assets, boxed) = (pictures.assets, BTreeSet::new());
        Ok(Fitted { deck, compiled, theme, assets, boxed })
    }

    /// Reports what still does not fit.
    pub(crate) fn check_fit(&mut self, fitted: &Fitted) -> Diagnostics {
        let Fitted { deck, compiled, .. } = fitted;
        let mapper = Mapper { world: &compiled.world, sources: self.sources };
        check::overfull::check(compiled, deck, &mapper)
    }

    /// Finds characters that no font has, and sets a box with its number in place of each; then reports
    /// what does not fit and what is on no page. Also returns how much of the text is shown.
    ///
    /// # Errors
    /// What the compiler reports.
    pub(crate) fn check_shown(
        &mut self,
        fitted: Fitted,
    ) -> Result<(Fitted, Coverage), Diagnostics> {
        let mapper = Mapper { world: &fitted.compiled.world, sources: self.sources };
        let slides: Vec<Span> = fitted.deck.slides().map(|slide| slide.span).collect();
        let (missing, found) = check::missing_glyph::check(&fitted.compiled, &slides, &mapper);
        self.findings.0.extend(found.0);
        let fonts = fitted.compiled.world.fonts();
        let boxed: BTreeSet<char> = missing.iter().copied().filter(|c| !fonts.has(*c)).collect();
        let fitted = if boxed.is_empty() { fitted } else { self.box_missing(fitted, boxed)? };
        let overfull = self.check_fit(&fitted);
        self.findings.0.extend(overfull.0);
        let Fitted { deck, compiled, theme, .. } = &fitted;
        let texts = check::lost_text::texts(deck, theme);
        let given = check::adjusted_colour::given(theme);
        let mapper = Mapper { world: &compiled.world, sources: self.sources };
        let (document, world) = (&compiled.document, &compiled.world);
        let found = &mut self.findings.0;
        found.extend(check::font_fallback::check(deck, document, world, &mapper).0);
        found.extend(check::adjusted_colour::check(document, &given).0);
        let (coverage, lost) = check::lost_text::check(compiled, &texts, &missing);
        found.extend(lost.0);
        Ok((fitted, coverage))
    }

    /// Lays a deck out once more, with a box in place of each of these characters.
    fn box_missing(
        &mut self,
        fitted: Fitted,
        boxed: BTreeSet<char>,
    ) -> Result<Fitted, Diagnostics> {
        let Fitted { deck, compiled, theme, assets, .. } = fitted;
        let Compiled { mut world, .. } = compiled;
        // Findings were already reported for the first layout.
        let mut again = Diagnostics::default();
        let emission = Emission::new(&deck, &theme, &assets, self.sources);
        world.replace(emit::emit(&emission, &boxed, &mut again));
        let is_repeated = self.is_repeated;
        let request = fit::Request { deck: &deck, theme: &theme, assets: &assets, is_repeated };
        let compiled = fit::fit(&request, world, self.sources, &mut again)?;
        self.places = Places::new(&deck, &compiled.slides);
        Ok(Fitted { deck, compiled, theme, assets, boxed })
    }

    /// Runs the rules that look at the pages of a deck.
    pub(crate) fn check_pages(&mut self, fitted: &Fitted, depth: Depth) {
        let context =
            check::Context::laid_out(&fitted.deck, &fitted.theme, &fitted.compiled, self.sources);
        let found = check::run(&context, Needs::Pages, &self.levels, depth);
        self.findings.0.extend(found.0);
    }

    /// Runs the stages from a deck that was read to slides that can be written as anything, and all
    /// checks of them. Also returns how much was checked.
    ///
    /// # Errors
    /// As those of the stages.
    pub(crate) fn make(
        &mut self,
        deck: Deck,
        files: &Files,
        depth: Depth,
    ) -> Result<(Built, LookedAt), Diagnostics> {
        let fitted = self.lay_out(deck, files)?;
        let (fitted, Coverage { characters, shown }) = self.check_shown(fitted)?;
        self.check_pages(&fitted, depth);
        let mut built = self.reveal(fitted);
        if self.options.no_notes {
            built.deck.slides_mut().for_each(|slide| slide.notes.clear());
        }
        let View { document, slides } = built.slides();
        let (slides, pages) = (slides.len(), document.pages().len());
        Ok((built, LookedAt { slides, pages, characters, shown }))
    }

    /// Gives each step of a slide a page of its own, unless the deck is a handout. What was found
    /// before is where all of the slide is shown.
    pub(crate) fn reveal(&mut self, fitted: Fitted) -> Built {
        let Fitted { deck, compiled, boxed, .. } = fitted;
        let Compiled { document, world, slides } = compiled;
        let whole = View { document, slides };
        let has_steps = deck.slides().any(|slide| deck::steps::last(&slide.blocks) > 0);
        if !has_steps || deck.meta.handout.unwrap_or_default() {
            return Built { deck, world, boxed, whole, stepped: None };
        }
        let pages = whole.slides.iter().map(|slide| slide.pages.clone());
        let Steps { document, numbers } = steps::reveal(&whole.document, pages);
        for found in &mut self.findings.0 {
            if let Some(page) = found.location().page {
                found.location_mut().page = numbers.get(page - 1).copied();
            }
        }
        let first = |page: usize| page.checked_sub(1).map_or(0, |before| numbers[before]);
        let moved = |slide: &FittedSlide| FittedSlide {
            pages: first(slide.pages.start)..first(slide.pages.end),
            starts: slide.starts.iter().map(|start| first(*start)).collect(),
            ..slide.clone()
        };
        let slides: Vec<FittedSlide> = whole.slides.iter().map(moved).collect();
        self.places = Places::new(&deck, &slides);
        Built { deck, world, boxed, whole, stepped: Some(View { document, slides }) }
    }

    /// Writes a deck as one output. `way`: the path from its folder to the deck's.
    ///
    /// # Errors
    /// If it cannot be written as such.
    pub(crate) fn export(
        &mut self,
        built: &mut Built,
        exporter: &Exporter,
        pages: &PageChoice,
        way: &str,
    ) -> Result<Output, Diagnostics> {
        let (sources, findings) = (&mut *self.sources, &mut self.findings);
        (exporter.write)(&mut Export { built, sources, findings, pages, way })
    }

    /// The codes of findings that need a deck that is laid out.
    pub(crate) fn found_on_pages(&self) -> Vec<&'static str> {
        check::found_on_pages(&self.levels)
    }

    /// Takes all findings, with their levels applied.
    pub(crate) fn judge(&mut self) -> Diagnostics {
        let mut found = self.levels.apply(std::mem::take(&mut self.findings), &self.places);
        found.0.iter_mut().for_each(|found| self.sources.bring_home(found));
        found
    }

    /// A deck completed by the options.
    fn settled(&mut self, mut deck: Deck) -> Deck {
        self.findings.0.extend(self.options.settle(&mut deck.meta).0);
        let letters = deck::language::letters(&deck);
        self.findings.0.extend(deck::language::settle(&mut deck.meta, |_| letters));
        deck
    }
}

/// The internal error that a sentence is neither on a slide nor in the notes.
fn lost_sentence(unit: &draft::account::Unit) -> Diagnostic {
    let error = Diagnostic::internal("a sentence of the article is lost");
    error.label(unit.span, format!("“{}” is on no slide and in no notes", unit.text))
}
