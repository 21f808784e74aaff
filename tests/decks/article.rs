//! Whole articles: front matter as blogs have it, headings, running text and every kind of block, in
//! Markdown, as plain text and as a web page.

use super::blocks::block;
use super::random::Random;
use super::text::{line, words};

/// Titles that are easily taken for something else.
const TITLES: &[&str] = &[
    "一个普通的标题",
    "“引号”里的标题",
    "- 像列表",
    "# 井号",
    "标题：副标题",
    "C++: {a} [b]",
    "1、数字",
    "---",
    "<b>粗</b>",
    "`code` 与 $x$",
    "A title in English",
    "null",
    "",
];

/// Paragraphs with what is hard to keep as it is at the beginning of a line.
const OPENINGS: &[&str] = &[
    "- 1 是负数，不是列表。",
    "1. 不是列表的数字。",
    "> 不是引文。",
    "图1：说明。",
    "$-x+1$ 是公式。",
    "![图](https://example.com/a.png)",
    "$$\n-x = 1\n$$",
    "[链接](https://example.com/a_b_c) 在前。",
    "{.class} 在前。",
    "<begin> 是一个记号。",
    "| 不是表格",
    "参考文献：",
    "甲：乙。丙：丁。",
];

/// The name of an article's file, and the article.
pub(crate) fn article(seed: u64) -> (&'static str, String) {
    let random = &mut Random::new(seed);
    let mut text = front_matter(random);
    for _ in 0..random.few(1, 6) {
        text.push_str(&part(random));
    }
    match random.below(4) {
        0 => ("a.txt", text),
        1 => ("a.html", page(&text)),
        _ => ("a.md", text),
    }
}

fn front_matter(random: &mut Random) -> String {
    let title = random.one(TITLES);
    match random.below(4) {
        0 => format!("# {title}\n\n"),
        1 => format!("{title}\n\n"),
        2 => String::new(),
        _ => {
            let title = title.replace(['"', '\\'], "");
            format!("---\nlayout: post\ntitle: \"{title}\"\ntags: [a, b]\n---\n\n")
        }
    }
}

fn part(random: &mut Random) -> String {
    let mut text = format!("{} {}\n\n", random.one(&["##", "##", "###"]), line(random, 5, 1));
    for _ in 0..random.few(1, 6) {
        let block = match random.below(4) {
            0 => random.one(OPENINGS).to_owned(),
            1 => block(random, 2),
            // A line without any place to break it, now and then.
            2 if random.once_in(6) => "很长的一行".repeat(80),
            _ => format!("{}，这是一句话。{}。", words(random, 12), words(random, 20)),
        };
        text.push_str(&block);
        text.push_str("\n\n");
    }
    text
}

/// A web page of it: each paragraph is one there, whatever it is in Markdown.
fn page(text: &str) -> String {
    let escaped = text.replace('&', "&amp;").replace('<', "&lt;");
    let paragraphs: Vec<String> = escaped
        .split("\n\n")
        .map(|paragraph| match paragraph.strip_prefix("## ") {
            Some(heading) => format!("<h2>{heading}</h2>"),
            None => format!("<p>{paragraph}</p>"),
        })
        .collect();
    format!("<html><body><article>{}</article></body></html>", paragraphs.join("\n"))
}
