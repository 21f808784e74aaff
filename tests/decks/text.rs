//! What stands in a line: words of all kinds, with markup around them.

use super::random::Random;

/// Words: of several scripts, with marks, signs of markup, and what no font has.
const WORDS: &[&str] = &[
    "大模型",
    "语言的统计规律，",
    "能完成翻译、摘要与问答。",
    "参数：",
    "模型",
    "《注意力》",
    "“引号”",
    "……",
    "——",
    "１７５０亿",
    "一、",
    "①",
    "the",
    "transformer",
    "attention is all you need.",
    "GPT-3",
    "3~5天",
    "a==1",
    "$5",
    "100%",
    "2017-06-12",
    "café",
    "naïve",
    "日本語のテキスト",
    "한국어",
    "Привет",
    "שלום",
    "مرحبا",
    "🙂",
    "👨‍👩‍👧‍👦",
    "🏳️‍🌈",
    "燁",
    "\u{10FFFF}",
    "\u{200B}",
    "e\u{301}\u{302}\u{303}",
    "\u{202E}",
    "\u{7}",
    "\u{A0}",
    "*",
    "_",
    "~",
    "==",
    "$",
    "`",
    "[",
    "]",
    "<",
    ">",
    "{",
    "}",
    "#",
    "@",
    "\\",
    "|",
    "&nbsp;",
    "&#x1F600;",
    ":smile:",
    "[@key]",
    "{.class}",
    "{{< video x >}}",
];

/// Formulas, a few of them wrong.
const FORMULAS: &[&str] = &[
    "x",
    "E = mc^2",
    r"\frac{a}{b}",
    r"\sum_{i=1}^{n} x_i",
    r"\begin{pmatrix} 1 & 2 \\ 3 & 4 \end{pmatrix}",
    r"\text{损失} = -\log p",
    r"\sqrt{\sqrt{\sqrt{x}}}",
    r"\begin{cases} 1 & x>0 \\ 0 \end{cases}",
    r"\left( \frac{1}{2} \right)",
    r"a_{b_{c_{d}}}",
    r"\mathbb{R}^{n \times m}",
    r"\unknown{x}",
    r"\frac{a",
    r"x + x + x + x + x + x + x + x + x + x + x + x + x + x + x + x + x + x + x + x + x + x + x + x",
    "",
];

/// Addresses.
const ADDRESSES: &[&str] =
    &["https://example.org/a?b=c&d", "#x", "#", "", "a b", "mailto:a@b.c", "javascript:x", "#没有"];

/// Words with blanks between some of them.
pub(crate) fn words(random: &mut Random, most: usize) -> String {
    let mut text = String::new();
    for _ in 0..random.few(1, most) {
        text.push_str(&word(random));
        if random.once_in(2) {
            text.push(' ');
        }
    }
    text
}

/// A word; seldom one without end.
fn word(random: &mut Random) -> String {
    if !random.once_in(60) {
        return random.one(WORDS).to_owned();
    }
    let piece = random.one(&["x", "长", "word-", "ab/", "é", "0", "🙂", "W "]);
    piece.repeat(random.few(20, 400))
}

/// A line with markup. `depth`: how deep it may nest.
pub(crate) fn line(random: &mut Random, most: usize, depth: usize) -> String {
    let mut text = String::new();
    for _ in 0..random.few(1, 4) {
        text.push_str(&span(random, most, depth));
    }
    // A line that begins as a block does is one; that comes by itself often enough.
    text.replace('\n', " ")
}

/// A run of words with one kind of markup.
fn span(random: &mut Random, most: usize, depth: usize) -> String {
    if depth == 0 || random.once_in(2) {
        return words(random, most);
    }
    let inner = line(random, most.div_ceil(2), depth - 1);
    match random.below(19) {
        0 => format!("**{inner}**"),
        1 => format!("*{inner}*"),
        2 => format!("~~{inner}~~"),
        3 => format!("=={inner}=="),
        4 => format!("`{inner}`"),
        5 => format!("${}$", random.one(FORMULAS)),
        6 => format!("[{inner}]({})", random.one(ADDRESSES)),
        7 => format!("![{inner}]({})", picture(random)),
        8 => format!("{inner}[^{}]", random.below(4)),
        9 => format!("^[{inner}]"),
        10 => format!("<b>{inner}</b>"),
        11 => format!("<span style=\"color:red\">{inner}</span>"),
        12 => format!("{inner}<br>"),
        13 => format!("x<sup>{inner}</sup>"),
        14 => format!("[{inner}]{{.smaller}}"),
        15 => format!("<u>{inner}"),
        16 => format!("[{inner}][x]"),
        17 => format!("***{inner}**"),
        _ => format!("<!-- {inner} -->"),
    }
}

/// The path of a picture, with what may stand behind it.
pub(crate) fn picture(random: &mut Random) -> &'static str {
    random.one(&[
        "cat.png",
        "cat.png \"说明\"",
        "dot.png",
        "broken.svg",
        "not-a-picture.png",
        "missing.png",
        "https://example.org/a.png",
    ])
}

/// A formula.
pub(crate) fn formula(random: &mut Random) -> &'static str {
    random.one(FORMULAS)
}
