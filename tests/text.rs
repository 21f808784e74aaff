//! Whatever text stands in a deck comes out as this text: never as Typst, never as markup, and
//! nothing of it is lost.

use std::path::Path;

use llmslides::stages;
use proptest::prelude::*;

/// Pieces that mean something to Typst or Markdown, in any order, among ordinary text.
const PIECES: [&str; 64] = [
    "#", "*", "_", "$", "\\", "<", ">", "@", "[", "]", "{", "}", "\"", "//", "/*", "*/", "`",
    "```", "~", "=", "- ", "+ ", "1. ", "/ t: ", "--", "---", "...", "'", "&", "&amp;", "|", "%",
    "^", "!", "#import \"x\"", "#panic(\"x\")", "#let x = 1", "#{ }", "<label>", "@ref",
    "https://a.b/c?d=e", "<script>", "$x$", "\\u{41}", "(", ")", ".a", ";", ":", "-1", "-?",
    "大模型", "数据：", "，", "。", "“引”", "（括）", "——", "…", "é", "ß", "😀", "1750 亿", "word",
];

/// A line of text: pieces with and without blanks between them.
fn line() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        3 => prop::sample::select(&PIECES[..]).prop_map(str::to_owned),
        1 => "[ -~]{1,8}",
        1 => "[一-龥]{1,6}",
    ];
    let joined = prop::collection::vec((piece, any::<bool>()), 1..8).prop_map(|pieces| {
        pieces.into_iter().fold(String::new(), |mut text, (piece, blank)| {
            text.push_str(if blank && !text.is_empty() { " " } else { "" });
            text.push_str(&piece);
            text
        })
    });
    joined.prop_filter("something to see", |text| !visible(text).is_empty())
}

/// The characters that can be seen: the layout may break lines anywhere, fold blanks, and add
/// zero-width characters to control the breaks.
fn visible(text: &str) -> String {
    let hidden = |c: char| c.is_whitespace() || matches!(c, '\u{200b}' | '\u{2060}' | '\u{ad}');
    text.chars().filter(|c| !hidden(*c)).collect()
}

/// A deck with a text at every place where text can stand.
fn deck(texts: &[String]) -> String {
    let text = |index: usize| serde_json::json!([{ "text": texts[index] }]);
    let paragraph = |index: usize| serde_json::json!([{ "paragraph": text(index) }]);
    let slide = |blocks: serde_json::Value| serde_json::json!({ "blocks": blocks });
    serde_json::json!({
        "sections": [{ "slides": [
            { "title": text(0), "blocks": paragraph(1) },
            slide(serde_json::json!([{ "list": { "items": [
                { "blocks": paragraph(2) },
                { "blocks": [{ "paragraph": [{ "strong": text(3) }, { "text": "（后" }] }] },
            ] } }])),
            slide(serde_json::json!([{ "table": {
                "align": ["auto"], "head": [text(4)], "rows": [[text(5)]]
            } }])),
            slide(serde_json::json!([{ "paragraph": [
                { "code": texts[6] }, { "text": texts[7] }, { "emph": text(8) }, { "text": texts[9] },
            ] }])),
            slide(serde_json::json!([{ "definitions": [
                { "term": text(10), "blocks": paragraph(11) }
            ] }])),
            slide(serde_json::json!([
                { "alert": { "kind": "note", "title": texts[12], "blocks": paragraph(13) } },
                { "quote": paragraph(14) },
            ])),
            slide(serde_json::json!([{ "code": { "text": texts[15] } }])),
            slide(serde_json::json!([{ "paragraph": [
                { "link": { "url": "https://a.b", "content": text(16) } },
                { "footnote": text(17) },
            ] }])),
            // The colon between a term and its text is the layout's to show; so none ends the term.
            { "layout": "cards", "blocks": [{ "list": { "items": [
                { "blocks": [{ "paragraph": [
                    { "strong": [{ "text": texts[18] }, { "text": "末" }] }, { "text": "：乙" },
                ] }] },
                { "blocks": paragraph(19) },
            ] } }] },
        ] }]
    })
    .to_string()
}

/// The texts on each slide of [`deck`], by index.
const ON_SLIDE: [&[usize]; 9] = [
    &[0, 1],
    &[2, 3],
    &[4, 5],
    &[6, 7, 8, 9],
    &[10, 11],
    &[12, 13, 14],
    &[15],
    &[16, 17],
    &[18, 19],
];

/// What chatbots write.
const ANSWER: [&str; 56] = [
    "好的，这是为您生成的PPT：",
    "以上就是全部内容",
    "希望对您有帮助！",
    "```markdown",
    "```",
    "````",
    "---",
    "***",
    "===",
    "# ",
    "## ",
    "### ",
    "第",
    "1",
    "３",
    "页",
    "幻灯片 2",
    "Slide 3",
    "Page",
    "：",
    ":",
    "**",
    "- ",
    "* ",
    "• ",
    "1. ",
    "（1）",
    "标题",
    "目录",
    "谢谢",
    "演讲者备注",
    "Speaker Notes",
    "备注：",
    "> ",
    "图片建议：",
    "[图片：",
    "]",
    "![配图]()",
    "|",
    "|---|",
    "左栏",
    "右栏",
    "＃ ",
    "\\[",
    "\\]",
    "\\( ",
    " \\)",
    "( ",
    " )",
    "$ ",
    " $",
    "$$",
    "\\alpha",
    "甲",
    " ",
    "",
];

/// What punctuation stands beside.
const BESIDE: [&str; 30] = [
    ",", ",", ":", ";", "?", "!", "(", ")", "(", ")", ".", "，", "。", "（", "）", "“", "”", "\"",
    "《", "》", "**", " ", "甲", "乙丙", "丁", "a", "GPT", "3.5", "`x`", "$y$",
];

proptest! {
    #![proptest_config(ProptestConfig { cases: 8192, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn what_is_mended_is_mended_at_once(
        lines in prop::collection::vec(prop::collection::vec(prop::sample::select(&BESIDE[..]), 1..12), 1..3)
    ) {
        let lines: Vec<String> = lines.iter().map(|pieces| format!("始{}", pieces.concat())).collect();
        let deck = format!("## 题\n\n{}\n", lines.join("\n"));
        let once = stages::fix(&deck, Path::new("."));
        prop_assert_eq!(stages::fix(&once, Path::new(".")), once);
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 128, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn text_in_is_text_out(texts in prop::collection::vec(line(), 20)) {
        let pages = stages::page_texts(&deck(&texts), Path::new("."))
            .map_err(|errors| TestCaseError::fail(format!("{errors}\n{texts:#?}")))?;
        prop_assert_eq!(pages.len(), ON_SLIDE.len());
        for (page, texts_on_page) in pages.iter().zip(ON_SLIDE) {
            let page = visible(page);
            for &index in texts_on_page {
                let text = visible(&texts[index]);
                prop_assert!(page.contains(&text), "{index}: {text:?} is not in {page:?}");
            }
        }
    }

    #[test]
    fn any_text_is_a_deck_or_an_error(text in "(?s).{0,400}") {
        let _ = stages::deck(&text, Path::new("."));
    }

    #[test]
    fn any_signs_are_a_deck_or_an_error(text in r"[<>?!/\[\](){}*_`~^$=|#:\\\n\r a甲+-]{0,80}") {
        let _ = stages::deck(&text, Path::new("."));
        let _ = stages::fix(&text, Path::new("."));
    }

    #[test]
    fn any_answer_is_a_deck_or_an_error(
        lines in prop::collection::vec(prop::collection::vec(prop::sample::select(&ANSWER[..]), 1..6), 1..24)
    ) {
        let lines: Vec<String> = lines.iter().map(|pieces| pieces.concat()).collect();
        let _ = stages::deck(&lines.join("\n"), Path::new("."));
        let _ = stages::fix(&lines.join("\n"), Path::new("."));
    }

    #[test]
    fn any_markup_is_a_deck_or_an_error(
        lines in prop::collection::vec(prop_oneof![line(), prop::sample::select(vec![
            "---", "# a", "## b {.cards}", "::: notes", ":::", "::: {.column}", "<!--", "-->", "```",
            "> [!NOTE]", "| a | b |", "|---|---|", "- x", "  - y", ": z", "[^1]", "[^1]: [^1]", "$$",
            "layout: cover", "title: x", "![bg](x.png)", "<br>", "<div>", "</b>", "::right::", "",
        ]).prop_map(str::to_owned)], 1..24)
    ) {
        let _ = stages::deck(&lines.join("\n"), Path::new("."));
    }
}

#[test]
fn lines_end_as_on_old_macs_too() {
    let deck = "## 一\n\n- 甲\n- 乙\n\n| a |\n|---|\n| b |\n\n丙\n\u{b}-\n丁\n戊\n";
    let read = |deck: &str| stages::deck(deck, Path::new("."));
    assert_eq!(read(&deck.replace('\n', "\r")), read(deck));
}

/// Escaped and in code spans, as an author would write it in Markdown.
#[test]
fn markdown_that_shows_code_is_never_run() {
    let shown =
        r##"# * _ $ \ < > @ [ ] { } " // /* #import "x" #panic("x") <script>alert(1)</script>"##;
    let escaped: String = shown
        .chars()
        .flat_map(|c| c.is_ascii_punctuation().then_some('\\').into_iter().chain([c]))
        .collect();
    let deck = format!("## {escaped}\n\n{escaped}\n\n`` {shown} ``\n\n```\n{shown}\n```\n");
    let pages = stages::page_texts(&deck, Path::new(".")).expect("a deck");
    assert_eq!(visible(&pages[0]).matches(&visible(shown)).count(), 4, "{}", pages[0]);
}
