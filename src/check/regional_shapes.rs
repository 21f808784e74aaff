//! Han of Taiwan, Hong Kong or Japan that are set in a bundled face, which has the shapes of mainland China.

use super::Context;
use crate::diag::Diagnostics;
use crate::engine::boxes::region;

/// Reports the first such Han of the deck.
pub(super) fn check(context: &Context, findings: &mut Diagnostics) {
    let locale = context.deck.meta.page_locale();
    if !locale.has_own_shapes() {
        return;
    }
    for view in &context.slides {
        for page in &view.pages {
            let found = page.items.iter().find_map(|item| {
                let text = item.placed.text()?;
                let han = text.text.chars().find(|c| llmslides_words::is_han(*c))?;
                let bundled = item.family().is_some_and(|family| family.starts_with(BUNDLED));
                Some((item, han)).filter(|_| bundled)
            });
            let Some((item, han)) = found else { continue };
            let place = item.span.unwrap_or(view.slide.span);
            let name = &locale.words.name;
            let message = format!(
                "`{han}` and others have the shapes of mainland China, in a deck in {name}"
            );
            findings.push(
                view.finding_at("regional-shapes", place, message)
                    .hint("name a font of that region in `font-han`, from `fonts/` or with `--system-fonts`")
                    .on_page(page.number, Some(region(item.placed.rect))),
            );
            return;
        }
    }
}

/// The prefix of the names of bundled families.
const BUNDLED: &str = "Slides ";
