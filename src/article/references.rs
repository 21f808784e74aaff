//! Removes what stands in for the number of a figure or a table in bookdown, `\@ref(fig:plot)`: the tool counts
//! them, and the text that is left says the same (`如图所示`).

use super::{Article, Aside, Reason};
use crate::deck::block::visit_blocks_mut;
use crate::deck::{Inline, Inlines, Spanned};

/// How such a reference begins.
const OPENS: &str = "@ref(";

/// Removes them from an article's texts; each is set aside.
pub(super) fn take(article: &mut Article) {
    let aside = &mut article.aside;
    visit_blocks_mut(&mut article.blocks, &mut |block| {
        block.value.runs_mut(&mut |run| inlines(run, aside));
    });
}

fn inlines(content: &mut Inlines, aside: &mut Vec<Aside>) {
    join(content);
    for inline in content {
        match &mut inline.value {
            Inline::Text(text) => {
                while let Some((rest, reference)) = without(text) {
                    aside.push(Aside {
                        span: inline.span,
                        text: reference,
                        reason: Reason::Hidden,
                    });
                    *text = rest;
                }
            }
            value => value.content_mut().into_iter().for_each(|inner| inlines(inner, aside)),
        }
    }
}

/// Joins the texts of a reference whose sign is escaped, which makes two texts of it.
fn join(content: &mut Inlines) {
    let mut at = 1;
    while at < content.len() {
        let parted = match (&content[at - 1].value, &content[at].value) {
            (Inline::Text(before), Inline::Text(text)) => {
                before.ends_with('@') && text.starts_with(&OPENS[1..])
                    || before.ends_with('\\') && text.starts_with(OPENS)
                    || text.starts_with('@') && text.len() == 1
            }
            _ => false,
        };
        if !parted {
            at += 1;
            continue;
        }
        let Spanned { value: Inline::Text(more), span, .. } = content.remove(at) else { return };
        content[at - 1].span.end = span.end;
        if let Inline::Text(text) = &mut content[at - 1].value {
            text.push_str(&more);
        }
    }
}

/// A text without its first reference and the blanks beside it, and the reference.
fn without(text: &str) -> Option<(String, String)> {
    let start = text.find(OPENS)?;
    let end = start + text[start..].find(')')? + 1;
    let before = text[..start].trim_end_matches('\\').trim_end();
    let after = text[end..].trim_start();
    let apart = before.ends_with(|c: char| c.is_ascii_alphanumeric())
        && after.starts_with(|c: char| c.is_ascii_alphanumeric());
    let seam = if apart { " " } else { "" };
    Some((format!("{before}{seam}{after}"), text[start..end].to_owned()))
}
