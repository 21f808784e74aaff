//! Repairs tables of web-page converters: those whose head is empty, and boxes written as tables.

use crate::deck::arrange::width;
use crate::deck::block::{AlertKind, plain_text, visit_blocks_mut};
use crate::deck::{Block, Inline, Inlines, Spanned, Table};

/// Widest cell of a table's head, in Han characters.
const WIDEST_HEAD: f64 = 16.0;

/// Moves the first row into an empty head, and makes alerts of boxes with one cell.
pub(super) fn settle(blocks: &mut [Spanned<Block>]) {
    visit_blocks_mut(blocks, &mut |block| {
        let Block::Table(table) = &mut block.value else { return };
        if is_headless(table) {
            table.head = table.rows.remove(0);
        }
        if let Some((kind, text)) = remark(table) {
            let text =
                text.iter().cloned().map(|cell| Spanned::new(Block::Paragraph(cell), block.span));
            let blocks = text.collect();
            block.value = Block::Alert { kind, title: None, blocks };
        }
    });
}

/// Whether the head is empty and the first row names the columns: it has no numbers and is shorter
/// than the rows below.
fn is_headless(table: &Table) -> bool {
    const SHORTER: f64 = 0.7;
    let text = |cell: &Inlines| plain_text(cell).trim().to_owned();
    let heads = |cell: &Inlines| {
        let broken = cell.iter().any(|inline| inline.value == Inline::Break);
        let text = text(cell);
        let number = text.contains(|c: char| c.is_ascii_digit());
        !text.is_empty() && !broken && !number && width(&text) <= WIDEST_HEAD
    };
    let wide = |row: &Vec<Inlines>| row.iter().map(|cell| width(&text(cell))).sum::<f64>();
    let [first, rest @ ..] = table.rows.as_slice() else { return false };
    let below = rest.iter().map(wide).sum::<f64>() / rest.len().max(1) as f64;
    rest.len() >= 2
        && table.head.iter().all(|cell| text(cell).is_empty())
        && first.iter().all(heads)
        && wide(first) <= SHORTER * below
}

/// The text of a one-column table below `NOTE:` and the like, and the kind of alert.
fn remark(table: &Table) -> Option<(AlertKind, Vec<Inlines>)> {
    let [head] = table.head.as_slice() else { return None };
    let name = plain_text(head).trim().trim_end_matches([':', '：']).to_lowercase();
    let kind = match name.as_str() {
        "note" | "info" | "注" | "注意" | "说明" | "說明" | "補足" => AlertKind::Note,
        "tip" | "hint" | "提示" | "小贴士" | "ヒント" => AlertKind::Tip,
        "important" | "重要" => AlertKind::Important,
        "warning" | "警告" => AlertKind::Warning,
        "caution" | "danger" => AlertKind::Caution,
        _ => return None,
    };
    let rows = table.rows.iter().flatten().cloned().collect::<Vec<_>>();
    (!rows.is_empty()).then_some((kind, rows))
}
