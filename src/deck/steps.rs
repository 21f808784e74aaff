//! When the content of a slide is revealed. Every block, item, definition and column has the number
//! of steps after which it is shown; in the order of the text these numbers never decrease.

use super::{Block, Spanned};

/// Reveals blocks one after the other: lists item by item, headings with what is below them; if
/// there are neither and `whole`, column by column, or else block by block. The first is shown with
/// what precedes it, and what `stays` matches is shown with what precedes that.
pub(crate) fn one_by_one(
    blocks: &mut [Spanned<Block>],
    whole: bool,
    stays: &dyn Fn(&Spanned<Block>) -> bool,
) {
    let mut reveal = Reveal { added: 0, joins: true, below_heading: false, by: By::Parts, stays };
    if !blocks.iter().any(|block| has_parts(block, stays)) {
        let columns = |block: &Spanned<Block>| matches!(block.value, Block::Columns(_));
        reveal.by = match (whole, blocks.iter().any(columns)) {
            (false, _) => return,
            (true, true) => By::Columns,
            (true, false) => By::Blocks,
        };
    }
    reveal.blocks(blocks);
}

/// Renumbers the steps of a slide without gaps from 0; returns the last one.
pub(crate) fn settle(blocks: &mut [Spanned<Block>]) -> usize {
    let mut known = std::collections::BTreeSet::from([0]);
    visit(blocks, &mut Vec::new(), &mut |_, step| {
        known.insert(*step);
    });
    let ranks: Vec<usize> = known.into_iter().collect();
    visit(blocks, &mut Vec::new(), &mut |_, step| {
        *step = ranks.binary_search(step).unwrap_or(0);
    });
    ranks.len() - 1
}

/// Delays everything by some steps.
pub(crate) fn delay(blocks: &mut [Spanned<Block>], steps: usize) {
    visit(blocks, &mut Vec::new(), &mut |_, step| *step += steps);
}

/// The last step of a slide.
pub(crate) fn last(blocks: &[Spanned<Block>]) -> usize {
    let inside = |block: &Spanned<Block>| match &block.value {
        Block::List { items, .. } => items.iter().map(|i| i.step.max(last(&i.blocks))).max(),
        Block::Definitions(all) => all.iter().map(|d| d.step.max(last(&d.blocks))).max(),
        Block::Columns(columns) => columns.iter().map(|c| c.step.max(last(&c.blocks))).max(),
        Block::Quote(blocks) | Block::Alert { blocks, .. } => Some(last(blocks)),
        _ => None,
    };
    blocks.iter().map(|block| block.step.max(inside(block).unwrap_or(0))).max().unwrap_or(0)
}

/// The paths at which further steps begin, as JSON has them.
pub(crate) fn starts(blocks: &mut [Spanned<Block>]) -> Vec<Vec<usize>> {
    let (mut paths, mut running) = (Vec::new(), 0);
    visit(blocks, &mut Vec::new(), &mut |path, step| {
        if *step > running {
            paths.push(path.to_vec());
            running = *step;
        }
    });
    paths
}

/// Begins further steps at these paths.
pub(crate) fn begin(blocks: &mut [Spanned<Block>], starts: &[Vec<usize>]) {
    let mut running = 0;
    visit(blocks, &mut Vec::new(), &mut |path, step| {
        running += usize::from(starts.iter().any(|start| start == path));
        *step = running;
    });
}

/// Visits the step of everything that has one, in the order of the text, with its path.
fn visit(
    blocks: &mut [Spanned<Block>],
    path: &mut Vec<usize>,
    each: &mut dyn FnMut(&[usize], &mut usize),
) {
    for (index, block) in blocks.iter_mut().enumerate() {
        path.push(index);
        each(path, &mut block.step);
        let mut part = 0;
        block.value.parts_mut(&mut |step, blocks| match step {
            Some(step) => {
                path.push(part);
                each(path, step);
                visit(blocks, path, each);
                path.pop();
                part += 1;
            }
            None => visit(blocks, path, each),
        });
        path.pop();
    }
}

/// Whether a block has parts that are revealed by themselves: list items, or content below
/// headings.
fn has_parts(block: &Spanned<Block>, stays: &dyn Fn(&Spanned<Block>) -> bool) -> bool {
    match &block.value {
        _ if stays(block) => false,
        Block::List { .. } | Block::Definitions(_) | Block::Heading { .. } => true,
        Block::Columns(columns) => {
            columns.iter().flat_map(|column| &column.blocks).any(|block| has_parts(block, stays))
        }
        _ => false,
    }
}

/// What is revealed by itself.
#[derive(Clone, Copy, PartialEq)]
enum By {
    /// Items of lists, and what stands below a heading.
    Parts,
    /// Columns.
    Columns,
    /// Blocks.
    Blocks,
}

/// The walk that spreads blocks over steps.
struct Reveal<'s> {
    /// How many steps were added.
    added: usize,
    /// Whether the next part is revealed with what precedes all of this.
    joins: bool,
    /// Whether only a heading came since the last part.
    below_heading: bool,
    by: By,
    stays: &'s dyn Fn(&Spanned<Block>) -> bool,
}

impl Reveal<'_> {
    /// Begins a step for a part.
    fn part(&mut self) {
        self.added += usize::from(!self.joins);
        self.joins = false;
    }

    /// Begins a step for an item; the first one below a heading joins the heading.
    fn item(&mut self) {
        if !std::mem::take(&mut self.below_heading) {
            self.part();
        }
    }

    fn blocks(&mut self, blocks: &mut [Spanned<Block>]) {
        for block in blocks {
            if (self.stays)(block) {
                delay(std::slice::from_mut(block), self.added);
                continue;
            }
            if self.by == By::Blocks {
                self.part();
            }
            if matches!(block.value, Block::Heading { .. }) {
                self.part();
                self.below_heading = true;
            }
            self.block(block);
        }
    }

    fn block(&mut self, block: &mut Spanned<Block>) {
        let before = self.added;
        let mut first = None;
        let items = self.by == By::Parts;
        match &mut block.value {
            Block::List { items: all, .. } if items => {
                for item in all {
                    self.item();
                    first.get_or_insert(self.added);
                    item.step += self.added;
                    delay(&mut item.value.blocks, self.added);
                }
            }
            Block::Definitions(all) if items => {
                for definition in all {
                    self.item();
                    first.get_or_insert(self.added);
                    definition.step += self.added;
                    delay(&mut definition.value.blocks, self.added);
                }
            }
            Block::Columns(columns) => {
                for column in columns {
                    if self.by == By::Columns {
                        self.part();
                    }
                    column.step += self.added;
                    first.get_or_insert(self.added);
                    self.blocks(&mut column.value.blocks);
                }
            }
            _ => return delay(std::slice::from_mut(block), self.added),
        }
        block.step += first.unwrap_or(before);
    }
}
