//! Formulas as other tools read them: with blanks inside their dollars, `$ x_1 $`, which MathJax and KaTeX
//! accept and Markdown does not, and between two dollars within a line of text, `the $$x$$ axis`, which kramdown
//! sets inside of that line.

use crate::deck::block::visit_blocks_mut;
use crate::deck::{Block, Inline, Inlines, Spanned};

/// Longest formula, in bytes.
const LONGEST: usize = 400;

/// Replaces the blanks inside such dollars, and the second of two dollars, by `~`, a blank in TeX. The line keeps
/// its length, so places in it stay valid.
pub(super) fn closed(line: &str) -> String {
    let line = within(line);
    // Text between backticks is code.
    let parts = line.split('`').enumerate();
    let parts = parts.map(|(at, part)| if at % 2 == 0 { in_text(part) } else { part.to_owned() });
    parts.collect::<Vec<_>>().join("`")
}

/// Makes formulas between two dollars that stand within a line of text formulas of that line: those with words
/// behind them on the line, and those that a sentence ends with. One behind a colon is set by itself.
fn within(line: &str) -> String {
    let parts: Vec<&str> = line.split("$$").collect();
    let paired = parts.len() >= 3 && parts.len() % 2 == 1;
    if !paired || line.contains('`') {
        return line.to_owned();
    }
    let says = |text: &str| text.contains(char::is_alphanumeric);
    let mut out = parts[0].to_owned();
    for (at, pair) in parts[1..].as_chunks::<2>().0.iter().enumerate() {
        let [formula, behind] = *pair;
        let before = parts[2 * at].trim_end();
        let goes_on = parts[2 * at + 2..].iter().step_by(2).any(|text| says(text));
        let led = before.ends_with(['：', ':']) || !says(before) && at == 0;
        let inside = goes_on || !led;
        let text = formula.trim_matches(' ');
        if inside && !text.is_empty() && !text.contains('$') {
            out.push_str(&format!("$~{}~$", tied(formula)));
        } else {
            out.push_str(&format!("$${formula}$$"));
        }
        out.push_str(behind);
    }
    out
}

/// Removes those blanks from the parsed formulas.
pub(super) fn untie(blocks: &mut [Spanned<Block>]) {
    visit_blocks_mut(blocks, &mut |block| block.value.runs_mut(&mut |run| untie_run(run)));
}

fn untie_run(run: &mut Inlines) {
    for inline in run {
        match &mut inline.value {
            Inline::Math(tex) => *tex = tex.trim_matches('~').to_owned(),
            value => value.content_mut().into_iter().for_each(untie_run),
        }
    }
}

fn in_text(text: &str) -> String {
    let signs: Vec<usize> =
        text.match_indices('$').map(|(at, _)| at).filter(|at| is_sign(text, *at)).collect();
    let mut out = text.to_owned();
    let mut next = 0;
    while let [open, close] = *signs.get(next..next + 2).unwrap_or_default() {
        let inner = &text[open + 1..close];
        let apart = inner.starts_with(' ') || inner.ends_with(' ');
        if apart && is_formula(inner) {
            out.replace_range(open + 1..close, &tied(inner));
        }
        // If it is not a formula, its closing dollar may open one.
        next += if is_formula(inner) { 2 } else { 1 };
    }
    out
}

/// Whether a dollar is a single one and not escaped.
fn is_sign(text: &str, at: usize) -> bool {
    !text[..at].ends_with(['$', '\\']) && !text[at + 1..].starts_with('$')
}

/// Whether a text is certainly TeX: it has a command, an index or an equation, and no words outside
/// of its commands.
fn is_formula(inner: &str) -> bool {
    let command =
        inner.split('\\').skip(1).any(|rest| rest.starts_with(|c: char| c.is_ascii_alphabetic()));
    let symbol = inner.trim().len() == 1 && inner.trim().starts_with(|c: char| c.is_alphabetic());
    let says = command
        || symbol
        || inner.contains(['^', '_'])
        || inner.starts_with(' ') && inner.contains('=');
    says && inner.len() <= LONGEST && (command || inner.is_ascii())
}

/// Replaces the blanks at both ends by TeX blanks.
fn tied(inner: &str) -> String {
    let text = inner.trim_matches(' ');
    let before = inner.len() - inner.trim_start_matches(' ').len();
    let after = inner.len() - before - text.len();
    format!("{}{text}{}", "~".repeat(before), "~".repeat(after))
}

#[cfg(test)]
mod tests {
    use super::closed;

    #[test]
    fn formulas_are_closed_and_money_is_not() {
        for (line, expected) in [
            ("缓冲 $ = 4nh$，单位", "缓冲 $~= 4nh$，单位"),
            ("设 $ x_1 $ 与 $y$", "设 $~x_1~$ 与 $y$"),
            ("设 $ n $ 为奇数", "设 $~n~$ 为奇数"),
            ("从 $5 到 $10 不等", "从 $5 到 $10 不等"),
            ("`$ a_b $` 是代码", "`$ a_b $` 是代码"),
            ("$$ a_b $$", "$$ a_b $$"),
            ("其中 $$n$$ 是长度，$$ d_m $$ 是维度。", "其中 $~n~$ 是长度，$~~d_m~~$ 是维度。"),
            ("投影后得到 $$d_e$$：", "投影后得到 $~d_e~$："),
            ("公式如下：$$a = b$$", "公式如下：$$a = b$$"),
            ("$$a = b$$.", "$$a = b$$."),
            ("花了 $ 5 和 $ 6", "花了 $ 5 和 $ 6"),
        ] {
            assert_eq!(closed(line), expected);
        }
    }
}
