//! Colours of the author that are not legible as text: the templates set them darker or lighter and
//! report which (`templates/base/colour.typ`).

use std::collections::BTreeMap;

use typst::foundations::Value;
use typst_layout::PagedDocument;

use crate::contract::ADJUSTED_LABEL;
use crate::diag::{Diagnostic, Diagnostics, Span};
use crate::engine;
use crate::theme::{Origin, Theme};

/// The tokens that the author set, each with its place; detached for the command line.
pub(crate) type Given = BTreeMap<String, Span>;

/// The tokens that do not have the theme's own value.
pub(crate) fn given(theme: &Theme) -> Given {
    let set = theme.tokens.iter().filter_map(|token| match token.origin {
        Origin::Theme => theme.own_token(&token.name),
        Origin::Written(span) => Some((token.name.clone(), span)),
        Origin::CommandLine => Some((token.name.clone(), Span::DETACHED)),
    });
    set.collect()
}

/// Reports each colour of `given` that is not set as it was given.
pub(crate) fn check(document: &PagedDocument, given: &Given) -> Diagnostics {
    let mut findings = Diagnostics::default();
    let Some(Value::Dict(adjusted)) = engine::metadata(document, ADJUSTED_LABEL) else {
        return findings;
    };
    for (token, colours) in adjusted.iter() {
        let Some(span) = given.get(token.as_str()) else { continue };
        let Value::Array(colours) = colours else { continue };
        let mut colours = colours.iter().map(|colour| match colour {
            Value::Str(hex) => hex.as_str(),
            _ => "",
        });
        let (from, to) = (colours.next().unwrap_or_default(), colours.next().unwrap_or_default());
        let message = format!("`{token}` cannot be read in {from}: text is set in {to}");
        let areas = if token.as_str() == "accent" { ", areas keep the colour" } else { "" };
        findings.push(
            Diagnostic::warning("adjusted-colour", *span, message)
                .hint(format!("`{token}: \"{to}\"` is the nearest that can be read{areas}")),
        );
    }
    findings
}
