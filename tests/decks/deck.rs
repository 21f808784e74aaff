//! Whole decks: front matter, slides by headings or by rulers, in the style of one tool or another.

use super::blocks::{block, blocks};
use super::random::Random;
use super::text::line;

/// Layouts, one that there is not, and what other tools have.
const LAYOUTS: &[&str] = &[
    "agenda", "cards", "chart", "closing", "code", "columns", "compare", "content", "definition",
    "image", "math", "qa", "quiz", "quote", "references", "section", "statement", "steps",
    "summary", "table", "team", "timeline", "title", "nothing", "two-cols", "cover",
];

/// What may stand behind a layout.
const OPTIONS: &[&str] = &[
    "", "", "", " #x", " .incremental", " fit=split", " fit=shrink", " columns=2", " columns=99",
    " background=cat.png", " side=right",
];

/// The deck of a seed.
pub(crate) fn deck(seed: u64) -> String {
    let random = &mut Random::new(seed);
    let by_rulers = random.once_in(3);
    let mut text = front_matter(random);
    for _ in 0..random.few(1, 8) {
        text.push_str(&slide(random, by_rulers));
    }
    if random.once_in(5) {
        text = mutated(random, &text);
    }
    text
}

fn front_matter(random: &mut Random) -> String {
    let lines: &[&str] = &[
        "title: 标题",
        "title: \"# 很长的标题很长的标题很长的标题很长的标题很长的标题很长的标题很长的标题\"",
        "author: [甲, 乙]",
        "lang: en",
        "lang: zh-c",
        "theme: stage",
        "theme: paper",
        "theme: brand",
        "theme: gaia",
        "marp: true",
        "incremental: true",
        "agenda: true",
        "split: rulers",
        "headingDivider: 2",
        "footer: 页脚",
        "format: revealjs",
        "transition: fade",
        "fit: shrink",
        "date: 2026",
        "tokens: {accent: \"#c8102e\"}",
    ];
    if random.once_in(4) {
        return String::new();
    }
    let chosen: Vec<&str> = (0..random.few(0, 4)).map(|_| random.one(lines)).collect();
    format!("---\n{}\n---\n\n", chosen.join("\n"))
}

fn slide(random: &mut Random, by_rulers: bool) -> String {
    let ruler = match (by_rulers, random.below(6)) {
        (false, _) => "",
        (true, 0) => "---\nlayout: two-cols\nclass: x\n---\n\n",
        (true, _) => "---\n\n",
    };
    let level = random.one(&["#", "##", "##", "##"]);
    let attributes = match random.below(3) {
        0 => format!(" {{.{}{}}}", random.one(LAYOUTS), random.one(OPTIONS)),
        _ => String::new(),
    };
    let title = if random.once_in(10) { String::new() } else { line(random, 6, 2) };
    let most = if random.once_in(10) { 20 } else { 5 };
    let body = match random.below(8) {
        0 => String::new(),
        1 => block(random, 6),
        _ => blocks(random, most, 2),
    };
    let slot = if by_rulers && random.once_in(6) { "\n::right::\n\n文\n" } else { "" };
    format!("{ruler}{level} {title}{attributes}\n\n{body}\n{slot}\n")
}

/// A text with some of its lines torn, doubled, left out or exchanged.
fn mutated(random: &mut Random, text: &str) -> String {
    let mut lines: Vec<String> = text.lines().map(str::to_owned).collect();
    for _ in 0..random.few(1, 6) {
        let (at, other) = (random.below(lines.len()), random.below(lines.len()));
        match random.below(5) {
            0 => lines.swap(at, other),
            1 => lines.insert(at, lines[other].clone()),
            2 if lines.len() > 1 => drop(lines.remove(at)),
            3 => lines[at] = lines[at].chars().rev().collect(),
            _ => {
                let end = lines[at].floor_char_boundary(random.below(lines[at].len() + 1));
                lines[at].truncate(end);
            }
        }
    }
    lines.join("\n")
}
