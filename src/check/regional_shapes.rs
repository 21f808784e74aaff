//! Han that readers of the deck's region write in another way than a bundled face does, and that the face of
//! their region lacks.

use super::Context;
use crate::diag::Diagnostics;
use crate::engine::boxes::region;

/// Reports the first such Han of the deck.
pub(super) fn check(context: &Context, findings: &mut Diagnostics) {
    let locale = context.deck.meta.locale();
    let Some(own) = locale.words.faces.first() else { return };
    let lacking = llmslides_fonts_regional::LACKING.iter().find(|(family, _)| family == own);
    let Some((_, lacking)) = lacking else { return };
    for view in &context.slides {
        for page in &view.pages {
            let found = page.items.iter().find_map(|item| {
                let bundled = item.family().is_some_and(|family| family.starts_with(BUNDLED));
                let text = item.placed.text().filter(|_| bundled)?;
                let mut han = text.text.chars().filter(|c| llmslides_words::is_han(*c));
                Some((item, han.find(|c| lacking.contains(*c))?))
            });
            let Some((item, han)) = found else { continue };
            let place = item.span.unwrap_or(view.slide.span);
            let name = &locale.words.name;
            let message = format!("`{han}` has the shape of another region, in a deck in {name}");
            findings.push(
                view.finding_at("regional-shapes", place, message)
                    .hint("name a font of your region in `font-han`, from `fonts/` or with `--system-fonts`")
                    .on_page(page.number, Some(region(item.placed.rect))),
            );
            return;
        }
    }
}

/// The prefix of the names of bundled families.
const BUNDLED: &str = "Slides ";
