//! The compiler's messages → diagnostics at the author's place.

use std::ops::Range;

use typst::diag::{Severity as TypstSeverity, SourceDiagnostic};
use typst::syntax::FileId;
use typst::{World, WorldExt};

use super::wording::{Cause, Wording, reword};
use super::world::DeckWorld;
use crate::diag::{Diagnostic, Diagnostics, FileId as SourceId, Severity, Sources, Span};
use crate::emit::{Mark, Origin};

/// The note at the author's text when the error itself is elsewhere.
const WHILE: &str = "while setting this";

/// Maps places in emitted files to the author's.
pub(crate) struct Mapper<'a> {
    /// The world that was compiled.
    pub(crate) world: &'a DeckWorld,
    /// The author's texts; files of a theme are added when something is wrong in them.
    pub(crate) sources: &'a mut Sources,
}

impl Mapper<'_> {
    /// Maps errors of a compilation or an export, each once.
    pub(crate) fn map_all(&mut self, found: &[SourceDiagnostic]) -> Diagnostics {
        let mut errors = Diagnostics::default();
        for diagnostic in found {
            for diagnostic in self.map(diagnostic).0 {
                if !errors.0.contains(&diagnostic) {
                    errors.push(diagnostic);
                }
            }
        }
        errors
    }

    /// Maps one message to one diagnostic; for pictures possibly to several, if several are broken.
    fn map(&mut self, found: &SourceDiagnostic) -> Diagnostics {
        let Wording { message, hints, cause } = reword(found, &self.world.fonts().families());
        let own = found.span.id().zip(self.world.range(found.span));
        let author = own.clone().and_then(|(id, range)| Some((id, self.author(id, range)?)));
        let mut diagnostic = match (author, cause) {
            (Some((id, span)), _) if self.is_raw(id) => Diagnostic::error(span, message),
            // Endless recursion of a template is not the slide's fault.
            (_, Cause::Depth) if self.is_template(&own) => self.elsewhere(found, own, message),
            (_, Cause::Depth) => self.too_deep(own.map(|(id, _)| id), found),
            (_, Cause::Font) => Diagnostic::error(Span::DETACHED, message),
            (_, Cause::Picture) if let Some(broken) = self.broken_pictures() => return broken,
            (Some((id, span)), _) => match self.world.own_layout(id) {
                Some(name) => Diagnostic::error(span, message)
                    .hint(format!("the slide's layout is your own: `{name}`")),
                None => Diagnostic::internal(message).label(span, WHILE),
            },
            (None, _) => self.elsewhere(found, own, message),
        };
        if found.severity == TypstSeverity::Warning && cause != Cause::Font {
            diagnostic.severity = Severity::Warning;
            diagnostic.code = Some("typst");
            diagnostic.hints.clear();
        }
        diagnostic.hints.extend(hints);
        diagnostic.into()
    }

    /// Whether a place is in a template that the user wrote.
    fn is_template(&self, place: &Option<(FileId, Range<usize>)>) -> bool {
        place.as_ref().is_some_and(|(id, _)| {
            id.vpath().get_without_slash().starts_with("theme/")
                && self.world.foreign_name(*id).is_some()
        })
    }

    /// The error that something on a slide is nested too deeply. It is placed at the beginning of
    /// the slide, and so reported once: the compiler may report it in the theme, or again at each
    /// level.
    fn too_deep(&self, own: Option<FileId>, found: &SourceDiagnostic) -> Diagnostic {
        let files = own.into_iter().chain(found.trace.iter().filter_map(|point| point.span.id()));
        let place = files.into_iter().find_map(|id| self.author(id, 0..usize::MAX));
        Diagnostic::error(place.unwrap_or_default(), "this slide is nested too deeply")
            .hint("flatten its lists, quotations or brackets")
    }

    /// Errors about all pictures that cannot be decoded, at the author's places; `None` if there
    /// are none. The compiler does not name them, as it decodes them inside the theme's functions.
    fn broken_pictures(&self) -> Option<Diagnostics> {
        let mut errors = Diagnostics::default();
        for (path, why) in self.world.broken_pictures() {
            let message = format!("cannot show `{path}`: {why}");
            errors.push(Diagnostic::error(self.mention(&path), message));
        }
        (!errors.0.is_empty()).then_some(errors)
    }

    /// The first place where the author names a file of the project.
    fn mention(&self, path: &str) -> Span {
        let quoted = format!("\"/{path}\"");
        let place = self.world.emitted_files().find_map(|file| {
            let at = file.text.find(&quoted)?;
            file.map.author(&file.text, at..at + quoted.len())
        });
        place.unwrap_or_default()
    }

    /// A message about a file that is not a slide, or about no file: the call trace leads to the
    /// slide.
    fn elsewhere(
        &mut self,
        found: &SourceDiagnostic,
        own: Option<(FileId, Range<usize>)>,
        message: String,
    ) -> Diagnostic {
        // Files of the author or of another theme are named, because they can be fixed there.
        let theirs = own.as_ref().and_then(|(id, _)| self.world.foreign_name(*id));
        let mut diagnostic = match theirs {
            Some(_) => Diagnostic::error(Span::DETACHED, message),
            None => Diagnostic::internal(message),
        };
        if let Some((id, range)) = own
            && let Ok(source) = self.world.source(id)
        {
            let name = theirs.unwrap_or_else(|| id.vpath().get_without_slash().to_owned());
            let file = self.source_file(&name, source.text());
            diagnostic = diagnostic.label(Span::new(file, range), "");
        }
        diagnostic.label(self.traced(found).unwrap_or_default(), WHILE)
    }

    /// The id of a text for diagnostics, adding it to the sources if needed.
    fn source_file(&mut self, name: &str, text: &str) -> SourceId {
        let known = (0..).map(SourceId).map_while(|id| Some((id, self.sources.get(id)?)));
        let same = known.into_iter().find(|(_, file)| file.name == name && file.text == text);
        let same = same.map(|(id, _)| id);
        same.unwrap_or_else(|| self.sources.add(name, text))
    }

    /// The author's place that the trace of a message leads to.
    fn traced(&self, found: &SourceDiagnostic) -> Option<Span> {
        found.trace.iter().find_map(|point| {
            let (id, range) = point.span.id().zip(self.world.range(point.span))?;
            self.author(id, range)
        })
    }

    /// The author's span of a range in an emitted file.
    pub(crate) fn author(&self, id: FileId, range: Range<usize>) -> Option<Span> {
        let file = self.world.emitted(id)?;
        file.map.author(&file.text, range)
    }

    /// The marks of a slide's pieces in an emitted file.
    pub(crate) fn marks(&self, id: FileId) -> &[Mark] {
        self.world.emitted(id).map_or(&[], |file| &file.marks)
    }

    /// The author's span of a character in an emitted file.
    pub(crate) fn character(&self, id: FileId, range: Range<usize>, text: &str) -> Option<Span> {
        let file = self.world.emitted(id)?;
        file.map.character(&file.text, range, text, self.sources)
    }

    /// The slide that an emitted file belongs to, and the part of it, both from 1.
    pub(crate) fn slide(&self, id: FileId) -> Option<(usize, usize)> {
        match &self.world.emitted(id)?.origin {
            Origin::Page { slide, part, .. } | Origin::Raw { slide, part, .. } => {
                Some((*slide, *part))
            }
            Origin::Scaffold => None,
        }
    }

    /// The raw Typst block that an error is in, or was reached from.
    pub(super) fn raw_block(&self, error: &SourceDiagnostic) -> Option<FileId> {
        let places = [error.span.id()].into_iter().chain(error.trace.iter().map(|p| p.span.id()));
        places.flatten().find(|id| self.is_raw(*id))
    }

    /// Whether a file holds Typst that the author wrote on a slide.
    fn is_raw(&self, id: FileId) -> bool {
        self.world.emitted(id).is_some_and(|file| matches!(file.origin, Origin::Raw { .. }))
    }
}
