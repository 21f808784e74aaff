//! A run of text whose last line holds a single Han character.

use super::Context;
use super::prose::Prose;
use crate::deck::Inline;
use crate::deck::markdown::is_cjk;
use crate::diag::Diagnostics;
use crate::engine::boxes::region;

/// Reports each.
pub(super) fn check(context: &Context, findings: &mut Diagnostics) {
    for view in &context.slides {
        for prose in view.prose().iter().filter(|prose| !is_broken(prose)) {
            let lines = view.lines(prose);
            let Some(last) = lines.last().filter(|_| lines.len() > 1) else { continue };
            let Some(lone) = lone(&last.text) else { continue };
            let message = format!("`{lone}` stands alone on the last line of this {}", prose.kind);
            findings.push(
                view.finding_at("lone-character", prose.span, message)
                    .hint("shorten it by a character, or add a few")
                    .on_page(last.page, Some(region(last.rect))),
            );
        }
    }
}

/// Whether the author breaks its lines.
fn is_broken(prose: &Prose) -> bool {
    prose.content.iter().any(|inline| matches!(inline.value, Inline::Break))
}

/// The only Han character of a line; punctuation does not count.
fn lone(line: &str) -> Option<char> {
    let mut said = line.chars().filter(|c| c.is_alphanumeric());
    let first = said.next().filter(|c| is_cjk(*c))?;
    said.next().is_none().then_some(first)
}
