//! Measures how full a page is.

use typst::layout::Rect;

use super::context::{Item, PageView};
use super::prose::Apart;
use crate::deck::timing::spoken_length;

/// How full the body of a page is.
pub(super) struct Fill {
    /// Characters of running text, Latin words counted as two; without code, drawings and formulas.
    pub(super) han: f64,
    /// Lines of running text.
    pub(super) lines: usize,
    /// Lines of listings and displayed formulas.
    pub(super) code: usize,
    /// Share of the body's height that is used, from 0; over 1 if it runs over.
    pub(super) share: f64,
}

impl Fill {
    /// Measures a page. `apart`: what on its slide is not running text.
    pub(super) fn of(page: &PageView, apart: &Apart) -> Self {
        let body = || page.items.iter().filter(|item| item.placed.in_body);
        let is_drawn = |item: &&Item| item.span.is_some_and(|span| apart.is_drawn(span));
        let texts = body().filter(|item| item.placed.text().is_some());
        let (drawn, prose): (Vec<&Item>, Vec<&Item>) = texts.partition(is_drawn);
        let code: Vec<&Item> = drawn.into_iter().filter(|item| item.is_set_apart()).collect();
        let words = prose.iter().filter(|item| !item.is_set_apart());
        let said = words.filter_map(|item| item.placed.text());
        let said: Vec<&str> = said.map(|text| text.text.as_str()).collect();
        let around = body().map(|item| item.placed.rect);
        let around = around.reduce(|a, b| Rect::new(a.min.min(b.min), a.max.max(b.max)));
        let share = around.zip(page.body).map_or(0.0, |(all, body)| all.size().y / body.size().y);
        Self { han: spoken_length(&said.join(" ")), lines: rows(&prose), code: rows(&code), share }
    }
}

/// The number of lines that these items take; items side by side share a line.
fn rows(items: &[&Item]) -> usize {
    let mut rects: Vec<Rect> = items.iter().map(|item| item.placed.rect).collect();
    rects.sort_by_key(|rect| rect.min.y);
    let mut rows = 0;
    let mut lower = None;
    for rect in rects {
        if lower.is_none_or(|lower| rect.min.y >= lower) {
            rows += 1;
            lower = Some(rect.max.y);
        }
    }
    rows
}
