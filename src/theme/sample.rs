//! A layout's declaration → sample slides in Markdown: with too little, usual and too much content,
//! in Chinese and English.

use std::fmt::Write;

use super::layout::{Layout, Slot, Takes};

/// The amount of content on a slide.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Amount {
    /// As little as the layout takes, one word each.
    Little,
    /// What it was made for.
    Usual,
    /// As much as it takes, and long.
    Much,
}

/// A language that slides are tried in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Language {
    /// Chinese.
    Chinese,
    /// English.
    English,
}

/// Every amount and language.
pub(crate) const ALL: [(Amount, Language); 6] = [
    (Amount::Little, Language::Chinese),
    (Amount::Usual, Language::Chinese),
    (Amount::Much, Language::Chinese),
    (Amount::Little, Language::English),
    (Amount::Usual, Language::English),
    (Amount::Much, Language::English),
];

/// Number of things for a slot without an upper bound.
const MUCH: usize = 12;

/// The example of a layout's author, or else a usual slide.
pub(crate) fn example(layout: &Layout) -> String {
    match layout.example.trim() {
        "" => slide(layout, Amount::Usual, Language::Chinese),
        example => format!("{example}\n"),
    }
}

/// A slide in a layout.
pub(crate) fn slide(layout: &Layout, amount: Amount, language: Language) -> String {
    if (amount, language) == (Amount::Usual, Language::Chinese) && !layout.example.trim().is_empty()
    {
        return example(layout);
    }
    let words = Words::of(language);
    let title = match amount {
        Amount::Little => words.word,
        Amount::Usual => words.title,
        Amount::Much => words.long_title,
    };
    let mut out = format!("## {title} {{.{}}}\n", layout.name);
    for slot in &layout.slots {
        fill(slot, amount, &words, &mut out);
    }
    out
}

/// The texts of the slides.
struct Words {
    word: &'static str,
    title: &'static str,
    long_title: &'static str,
    term: &'static str,
    text: &'static str,
    /// A line longer than a paragraph should be.
    long_line: &'static str,
    /// A text longer than a slide should have.
    long_text: &'static str,
    speaker: &'static str,
}

impl Words {
    fn of(language: Language) -> Self {
        match language {
            Language::Chinese => Self {
                word: "例",
                title: "这一页说明一件事",
                long_title: "这个标题写得太长，长到一行放不下，只好换行，看看版式在两行标题下还站不站得住",
                term: "要点",
                text: "一句话说清楚，读者不必回头再看",
                long_line: "这一句故意写得长一些，先说原因，再说结果，好看清它换行以后还站不站得住",
                long_text: "这一段故意写得很长：先交代背景，再给出理由，然后举一个例子，最后还要补充一个例外，\
                            好让人看清版式在内容太多的时候会怎样换行、缩小，或者续到下一页",
                speaker: "某人",
            },
            Language::English => Self {
                word: "One",
                title: "This page makes one point",
                long_title: "A title that is much too long for a single line, to see whether the \
                             layout still stands when its heading has to be broken in two",
                term: "Point",
                text: "one sentence that nobody has to read twice",
                long_line: "a sentence that is a good deal longer than it should be, first the \
                            reason, then the result, to see how it breaks",
                long_text: "a paragraph that is long on purpose: it sets the scene, gives a reason, \
                            walks through an example and then adds an exception, so that one can \
                            see how the layout wraps, shrinks or continues what is too much for it",
                speaker: "Somebody",
            },
        }
    }

    /// A paragraph on its own.
    fn line(&self, amount: Amount) -> &'static str {
        if amount == Amount::Much { self.long_line } else { self.text(amount) }
    }

    /// A text of a length.
    fn text(&self, amount: Amount) -> &'static str {
        match amount {
            Amount::Little => self.word,
            Amount::Usual => self.text,
            Amount::Much => self.long_text,
        }
    }
}

/// How many things are put into a slot.
fn number(slot: &Slot, amount: Amount) -> usize {
    let most = slot.max.min(MUCH);
    match amount {
        Amount::Little => slot.min,
        Amount::Usual => slot.min.max(usual(slot.takes)).min(most),
        Amount::Much => most,
    }
}

/// How many things of a kind a slide usually has.
fn usual(takes: Takes) -> usize {
    match takes {
        Takes::Items | Takes::People => 4,
        Takes::Columns => 2,
        _ => 1,
    }
}

/// Writes what goes into a slot.
fn fill(slot: &Slot, amount: Amount, words: &Words, out: &mut String) {
    let number = number(slot, amount);
    if number == 0 {
        return;
    }
    let (term, text, line) = (words.term, words.text(amount), words.line(amount));
    out.push('\n');
    let mut blocks = |block: &str| (0..number).for_each(|_| *out += &format!("{block}\n\n"));
    match slot.takes {
        Takes::Text => blocks(line),
        Takes::Blocks if amount == Amount::Little => blocks(text),
        Takes::Blocks => {
            let items = if amount == Amount::Much { MUCH } else { 3 };
            let _ = writeln!(out, "{text}\n");
            (0..items).for_each(|_| *out += &format!("- **{term}** {text}\n"));
        }
        Takes::Items | Takes::People => {
            (0..number).for_each(|n| *out += &format!("- **{term} {}** {text}\n", n + 1))
        }
        Takes::Columns => {
            *out += "::: columns\n";
            (0..number).for_each(|_| {
                *out += &format!("::: column\n### {term}\n\n- {line}\n- {line}\n- {line}\n:::\n");
            });
            *out += ":::\n";
        }
        Takes::Image | Takes::Figure => blocks(&format!("![{text}](sample.svg)")),
        Takes::Table => blocks(&table(amount, words)),
        Takes::Code => blocks(&code(amount)),
        Takes::Chart => blocks(&chart(amount, words)),
        Takes::Math => blocks(match amount {
            Amount::Much => {
                "$$\\sum_{i=1}^{n} \\left( a_i + b_i \\right)^2 = \\sum_{i=1}^{n} a_i^2 + 2 \\sum_{i=1}^{n} a_i b_i + \\sum_{i=1}^{n} b_i^2 \\le c_1 + c_2 + c_3 + c_4 + c_5 + c_6$$"
            }
            _ => "$$y = f(x)$$",
        }),
        Takes::Quote => blocks(&format!("> {line}\n>\n> —— {}", words.speaker)),
    }
}

fn table(amount: Amount, words: &Words) -> String {
    let (columns, rows) = match amount {
        Amount::Little => (2, 1),
        Amount::Usual => (3, 4),
        Amount::Much => (6, 16),
    };
    let cell = if amount == Amount::Much { words.text } else { words.word };
    let row = |cell: &str| format!("|{}\n", format!(" {cell} |").repeat(columns));
    row(words.term) + &row("---") + row(cell).repeat(rows).trim_end()
}

fn chart(amount: Amount, words: &Words) -> String {
    let rows = match amount {
        Amount::Little => 1,
        Amount::Usual => 4,
        Amount::Much => 12,
    };
    let word = words.word;
    let rows: String = (1..=rows).map(|n| format!("{word} {n},{}\n", n * 7)).collect();
    format!("```chart\ntype: bar\n\n{word},{word}\n{rows}```")
}

fn code(amount: Amount) -> String {
    let (lines, line) = match amount {
        Amount::Little => (1, "x = 1"),
        Amount::Usual => (6, "total = total + step(x, scale=0.5)"),
        Amount::Much => (
            40,
            "result = combine(first_argument, second_argument, third_argument, fourth_argument, fifth_argument)",
        ),
    };
    format!("```python\n{}```", format!("{line}\n").repeat(lines))
}
