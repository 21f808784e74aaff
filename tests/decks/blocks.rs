//! Blocks of all kinds, inside each other.

use super::random::Random;
use super::text::{formula, line, picture, words};

/// How many levels of markup there are in a line.
const MARKUP: usize = 2;

/// Raw Typst, much of it wrong.
const TYPST: &[&str] = &[
    "#rect(width: 3cm, height: 2cm)",
    "#line(length: 100%)",
    "#circle(radius: 40pt)",
    "#place(dx: 20%, circle(radius: 5pt))",
    "#let x = 1",
    "",
    "#unknown",
    "#rect(",
    "]",
    "#rect(width: 300%, height: 900pt)",
    "#v(1fr) a #pagebreak() b",
    "#table(columns: 3, ..range(60).map(n => [#n]))",
    "= 标题",
    "#1/0",
    "#rect(width: -5cm)",
];

/// A block, indented by nothing. `depth`: how many levels may stand inside it.
pub(crate) fn block(random: &mut Random, depth: usize) -> String {
    if depth > 0 && random.once_in(3) {
        return container(random, depth - 1);
    }
    match random.below(14) {
        0..=3 => line(random, 12, MARKUP),
        4 => format!("{} {}", "#".repeat(random.few(3, 6)), line(random, 4, 1)),
        5 => table(random),
        6 => code(random),
        7 => format!("$$\n{}\n$$", formula(random)),
        8 => image(random),
        9 => figure(random),
        10 => typst(random),
        11 => html(random),
        12 => format!("[^{}]: {}", random.below(4), line(random, 6, 2)),
        _ => random
            .one(&[". . .", "<!-- 讲稿 -->", "---", "***", "<Toc/>", "[x]: cat.png"])
            .to_owned(),
    }
}

/// Blocks, one below the other.
pub(crate) fn blocks(random: &mut Random, most: usize, depth: usize) -> String {
    let all: Vec<String> = (0..random.few(1, most)).map(|_| block(random, depth)).collect();
    all.join("\n\n")
}

/// A block that holds others.
fn container(random: &mut Random, depth: usize) -> String {
    let inner = |random: &mut Random| blocks(random, 3, depth);
    match random.below(11) {
        0..=3 => list(random, depth),
        4 => prefixed(&inner(random), "> ", "> "),
        5 => {
            let kind = random.one(&["NOTE", "TIP", "IMPORTANT", "WARNING", "CAUTION", "NONE"]);
            format!("> [!{kind}] {}\n{}", words(random, 2), prefixed(&inner(random), "> ", "> "))
        }
        6 => columns(random, depth),
        7 => {
            let name =
                random.one(&["incremental", "notes", "{.callout-tip}", "{.x #y}", "v-clicks"]);
            format!("::: {name}\n{}\n:::", inner(random))
        }
        8 => format!("{}\n{}", words(random, 3), prefixed(&inner(random), ":   ", "    ")),
        9 => {
            let tag = random.one(&["div", "center", "v-click", "details", "div class=\"columns\""]);
            let end = tag.split(' ').next().unwrap_or_default();
            format!("<{tag}>\n\n{}\n\n</{end}>", inner(random))
        }
        _ => format!("<div>\n  {}\n</div>", inner(random).replace('\n', "\n  ")),
    }
}

/// A text with something before its first line and before the others.
fn prefixed(text: &str, first: &str, other: &str) -> String {
    let lines = text.split('\n').enumerate();
    let lines = lines.map(|(at, line)| format!("{}{line}", if at == 0 { first } else { other }));
    lines.collect::<Vec<_>>().join("\n")
}

fn list(random: &mut Random, depth: usize) -> String {
    let kind = random.below(6);
    let start = random.one(&["1", "0", "7", "999999999", "42"]);
    let item = |random: &mut Random, at: usize| {
        let text = match random.below(4) {
            0 => blocks(random, 2, depth),
            1 => format!("**{}**：{}", words(random, 2), line(random, 8, 1)),
            _ => line(random, 10, MARKUP),
        };
        match kind {
            0 if at == 0 => prefixed(&text, &format!("{start}. "), "   "),
            0 => prefixed(&text, "1. ", "   "),
            1 => prefixed(&text, random.one(&["- [ ] ", "- [x] "]), "  "),
            2 => prefixed(&text, "* ", "  "),
            _ => prefixed(&text, "- ", "  "),
        }
    };
    let count = if random.once_in(12) { random.few(10, 40) } else { random.few(1, 6) };
    (0..count).map(|at| item(random, at)).collect::<Vec<_>>().join("\n")
}

fn columns(random: &mut Random, depth: usize) -> String {
    let column = |random: &mut Random| {
        let width = random.one(&["", " {width=30%}", " {width=900pt}", " {width=\"0\"}"]);
        format!("::: column{width}\n{}\n:::\n", blocks(random, 2, depth))
    };
    let all: String = (0..random.few(1, 4)).map(|_| column(random)).collect();
    format!("::::: columns\n{all}:::::")
}

fn table(random: &mut Random) -> String {
    let columns = if random.once_in(8) { 12 } else { random.few(1, 5) };
    let row = |random: &mut Random| {
        let extra = if random.once_in(6) { 1 } else { 0 };
        let cells: Vec<String> = (0..columns + extra).map(|_| line(random, 4, 1)).collect();
        format!("| {} |", cells.join(" | "))
    };
    let head = row(random);
    let rule = "|---".repeat(columns);
    let count = if random.once_in(8) { 30 } else { random.few(0, 6) };
    let rows: Vec<String> = (0..count).map(|_| row(random)).collect();
    format!("{head}\n{rule}|\n{}", rows.join("\n"))
}

fn code(random: &mut Random) -> String {
    let language = random.one(&[
        "python",
        "rust {1,3|5}",
        "",
        "js {highlight=\"2,4-5\" lines=true title=\"采样\"}",
        "mermaid",
        "{=html}",
        "text {lines=4294967295}",
        "{python echo=false}",
        "nolang",
    ]);
    let lines: Vec<String> = (0..random.few(0, 40)).map(|_| words(random, 8)).collect();
    format!("```{language}\n{}\n```", lines.join("\n").replace("```", "``"))
}

/// A chart or a diagram.
fn figure(random: &mut Random) -> String {
    let mut own = random.fork();
    let chart = chart(random);
    if own.once_in(2) { diagram(&mut own) } else { chart }
}

/// A diagram, or something that begins as one.
fn diagram(random: &mut Random) -> String {
    const PARTS: &[&str] = &[
        "A", "B", "甲", "a-b", "[", "]", "((", "))", "{", "}", "[(", ")]", "\"", "--> ", "-- ",
        "-->|", "|", "<-->", "-.->", " ==> ", "~~~", " & ", ":::", "%%", ";", "\n",
        "\n  subgraph ", "\nend\n", "@{", "<br/>", ": ", "->>", "alt 甲", "note over n1: 乙",
        "[*]",
    ];
    let head = random.one(&[
        "graph TD", "flowchart LR", "graph", "flowchart BT;", "stateDiagram-v2", "sequenceDiagram",
        "mindmap", "timeline",
    ]);
    let mut text = format!("{head}\n");
    for _ in 0..random.few(0, 12) {
        match random.below(3) {
            0 => text.push_str(random.one(PARTS)),
            1 => text.push_str(&format!("{}[{}]", random.one(PARTS), words(random, 3))),
            _ => {
                let (from, to) = (random.below(5), random.below(5));
                text.push_str(&format!("\nn{from} --> n{to}[{}]\n", words(random, 4)));
            }
        }
    }
    format!("```mermaid\n{}\n```", text.replace("```", "``"))
}

fn image(random: &mut Random) -> String {
    let option = random.one(&[
        "", "{width=60%}", "{width=0}", "{width=1e9cm}", "{.left}", "{.right .bleed}", "{.full}",
    ]);
    let alt =
        random.one(&["图", "", "bg", "bg right:40%", "w:200px", "bg blur opacity:.3", "h:9999"]);
    format!("![{alt}]({}){option}", picture(random))
}

fn chart(random: &mut Random) -> String {
    let number = |random: &mut Random| {
        random.one(&["1", "0", "-5", "1750", "1e308", "5e-324", "", "x", "3.14159", "NaN", "inf"])
    };
    let series = random.few(1, 4);
    let row = |random: &mut Random| {
        let numbers: String = (0..series).map(|_| format!(",{}", number(random))).collect();
        format!("{}{numbers}", words(random, 2).replace(['"', ','], ""))
    };
    let kind = random.one(&["bar", "line", "stacked", "pie"]);
    let scale = random.one(&["", "scale: log\n", "highlight: a\n", "unit: 亿\ntitle: 图\n"]);
    let head: String = (0..series).map(|at| format!(",s{at}")).collect();
    let rows: Vec<String> = (0..random.few(0, 12)).map(|_| row(random)).collect();
    format!("```chart\ntype: {kind}\n{scale}\na{head}\n{}\n```", rows.join("\n"))
}

fn typst(random: &mut Random) -> String {
    let alt = random.one(&["", " alt=\"图\""]);
    format!("```{{=typst{alt}}}\n{}\n```", random.one(TYPST))
}

fn html(random: &mut Random) -> String {
    let text = line(random, 6, 1);
    match random.below(6) {
        0 => format!("<table><tr><td>{text}</td></tr></table>"),
        1 => format!("  <div class=\"box\">\n    {text}\n  </div>"),
        2 => format!("<img src=\"cat.png\" width=\"{}\">", random.one(&["50", "-1", "9e99", "x"])),
        3 => format!("<style>p {{ color: red }}</style>\n{text}"),
        4 => format!("</div>\n{text}\n<p>"),
        _ => format!("<iframe src=\"x\"></iframe> {text}"),
    }
}
