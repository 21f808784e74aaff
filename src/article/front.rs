//! Title and subtitle as the head of an article has them.

use super::Article;
use crate::deck::Spanned;
use crate::deck::arrange::width;
use crate::deck::markdown::typography;

/// Widest title that stays whole, in Han characters.
const WIDEST_WHOLE: f64 = 12.0;
/// Separators between a title and its subtitle.
const SEAMS: &[&str] = &["——", "：", ": ", " - "];

/// The title behind `标题：`, and whether there was such a label.
pub(super) fn labelled_title(line: &str) -> (bool, &str) {
    let labels = ["标题：", "标题:", "題目：", "题目：", "题目:", "Title:", "title:"];
    match labels.iter().find_map(|label| line.strip_prefix(label)) {
        Some(title) if !title.trim().is_empty() => (true, title.trim()),
        _ => (false, line),
    }
}

/// Splits a long title at a dash or a colon into title and subtitle.
pub(super) fn split_title(article: &mut Article) {
    let Some(title) = &mut article.title else { return };
    title.value = typography::cleaned(title.value.trim());
    if article.subtitle.is_some() || width(&title.value) <= WIDEST_WHOLE {
        return;
    }
    for seam in SEAMS {
        let Some((first, second)) = title.value.split_once(seam) else { continue };
        let (first, second) = (first.trim().to_owned(), second.trim().to_owned());
        if width(&first) >= 2.0 && width(&second) >= 2.0 {
            article.subtitle = Some(Spanned::new(second, title.span));
            title.value = first;
            return;
        }
    }
}
