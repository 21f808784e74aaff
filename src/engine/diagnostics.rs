//! The compiler's messages → diagnostics at the author's place.

use typst::diag::{Severity as TypstSeverity, SourceDiagnostic};
use typst::syntax::FileId;
use typst::{World, WorldExt};

use super::world::DeckWorld;
use crate::diag::{Diagnostic, Diagnostics, Severity, Sources, Span};

/// Brings places in emitted files back to the author's.
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
            let diagnostic = self.map(diagnostic);
            if !errors.0.contains(&diagnostic) {
                errors.push(diagnostic);
            }
        }
        errors
    }

    /// Maps one message.
    pub(crate) fn map(&mut self, found: &SourceDiagnostic) -> Diagnostic {
        let message = plain(&found.message);
        let own = found.span.id().zip(self.world.range(found.span));
        let mut diagnostic = match own.and_then(|(id, range)| Some((id, self.author(id, range)?))) {
            Some((id, span)) if self.is_raw(id) => Diagnostic::error(span, message),
            Some((_, span)) => Diagnostic::internal(message).label(span, "while setting this"),
            None => self.in_theme(found, message),
        };
        if found.severity == TypstSeverity::Warning && !found.message.contains("font family") {
            diagnostic.severity = Severity::Warning;
            diagnostic.code = Some("typst");
            diagnostic.hints.clear();
        }
        for hint in &found.hints {
            diagnostic = diagnostic.hint(plain(&hint.v));
        }
        diagnostic
    }

    /// A message about a file of the theme, or about none: the trace leads to the slide.
    fn in_theme(&mut self, found: &SourceDiagnostic, message: String) -> Diagnostic {
        let mut diagnostic = Diagnostic::internal(message);
        if let Some((id, range)) = found.span.id().zip(self.world.range(found.span))
            && let Ok(source) = self.world.source(id)
        {
            let name = id.vpath().get_without_slash();
            let file = self.sources.add(name, source.text());
            diagnostic = diagnostic.label(Span::new(file, range), "");
        }
        for point in &found.trace {
            let place = point.span.id().zip(self.world.range(point.span));
            if let Some(span) = place.and_then(|(id, range)| self.author(id, range)) {
                return diagnostic.label(span, "while setting this");
            }
        }
        diagnostic
    }

    /// The author's span of a range in an emitted file.
    pub(crate) fn author(&self, id: FileId, range: std::ops::Range<usize>) -> Option<Span> {
        let file = self.world.emitted(id)?;
        file.map.author(&file.text, range)
    }

    /// The author's span of a character in an emitted file.
    pub(crate) fn character(
        &self,
        id: FileId,
        range: std::ops::Range<usize>,
        text: &str,
    ) -> Option<Span> {
        let file = self.world.emitted(id)?;
        file.map.character(&file.text, range, text, self.sources)
    }

    /// The raw Typst block that an error is in, or was reached from.
    pub(super) fn raw_block(&self, error: &SourceDiagnostic) -> Option<FileId> {
        let places = [error.span.id()].into_iter().chain(error.trace.iter().map(|p| p.span.id()));
        places
            .flatten()
            .find(|id| self.world.emitted(*id).is_some() && self.is_raw(*id))
    }

    /// Whether a file holds Typst that the author wrote.
    fn is_raw(&self, id: FileId) -> bool {
        let path = id.vpath().get_without_slash();
        path.contains("-typst-") || self.world.emitted(id).is_none()
    }
}

/// The compiler's wording in our style: no final period, no paths of our own.
fn plain(message: &str) -> String {
    message.trim_end_matches('.').replace("/theme/", "theme/")
}
