//! `llmslides check` as a user, a script and an editor meet it.
#![allow(clippy::disallowed_methods, reason = "tests set up their own folders")]

mod program;

use std::fs;
use std::path::Path;

use llmslides::stages;
use program::{llmslides, said, stderr, with_deck};
use serde_json::Value;

/// Two findings, one of which can be mended.
const DECK: &str = "## 数据,算力\n\n正文\n\n## 数据来源\n\n## 结语\n\n完\n";

/// What a run wrote to standard output, whatever its exit code.
fn data(folder: &Path, arguments: &[&str], code: i32) -> String {
    let output = llmslides(folder, arguments);
    assert_eq!(output.status.code(), Some(code), "{arguments:?}: {}", stderr(&output));
    String::from_utf8(output.stdout).expect("text")
}

#[test]
fn a_clean_deck_says_so_in_a_line() {
    let folder = with_deck("## 定义\n\n- 参数多\n- 数据多\n");
    let text = said(folder.path(), &["check", "talk.md"], 0);
    assert_eq!(text, "nothing found: 1 slide on 1 page, all of their 8 characters shown\n");
    assert_eq!(data(folder.path(), &["check", "talk.md", "--format", "short"], 0), "");
    let text = said(folder.path(), &["check", "intro-to-llms"], 0);
    assert!(text.contains("nothing found: 64 slides on 68 pages, all of their "), "{text}");
}

#[test]
fn a_folder_without_a_deck_is_an_error() {
    let folder = tempfile::tempdir().expect("a folder");
    let text = said(folder.path(), &["check"], 2);
    assert!(text.starts_with("error: no deck here\n"), "{text}");
    assert!(text.contains("`llmslides check talk.md`"), "{text}");
    assert!(said(folder.path(), &["check", "."], 2).starts_with("error: no deck in `.`\n"));
}

#[test]
fn our_own_examples_are_silent() {
    let assets = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/assets");
    for (name, example) in stages::layouts() {
        assert_eq!(stages::check(&example, &assets), "", "{name}");
    }
}

#[test]
fn every_output_shows_the_same_findings() {
    let folder = with_deck(DECK);
    let short = "talk.md:1:6: warning[half-width-punctuation]: half-width `,` in Chinese text\n\
                 talk.md:5:1: warning[empty-slide]: slide 2 has a title and nothing else\n";
    assert_eq!(data(folder.path(), &["check", "talk.md", "-f", "short"], 0), short);
    let text = said(folder.path(), &["check", "talk.md"], 0);
    assert!(text.contains("talk.md:5:1") && text.contains("hint: "), "{text}");
    assert!(
        text.contains("found 2 warnings; `--fix` mends 1: 3 slides on 3 pages, all of their "),
        "{text}"
    );
    let text = said(folder.path(), &["build", "talk.md"], 0);
    assert_eq!(text.matches("warning[").count(), 2, "{text}");

    let document: Value =
        serde_json::from_str(&data(folder.path(), &["check", "talk.md", "-f", "json"], 0))
            .expect("JSON");
    let found = &document["findings"][0];
    assert_eq!(found["code"], "half-width-punctuation");
    assert_eq!(found["range"]["start"], serde_json::json!({ "offset": 9, "line": 1, "column": 6 }));
    assert_eq!(found["suggestion"]["replacement"], "，");
    assert_eq!((&found["slide"], &found["page"]), (&Value::from(1), &Value::from(1)));
    assert_eq!(document["summary"]["fixable"], 1);
    let deck = serde_json::json!({ "slides": 3, "pages": 3, "characters": 14, "shown": 14 });
    assert_eq!(document["deck"], deck);
    assert_eq!(document["not_looked_for"], serde_json::json!([]));
    let schema = data(folder.path(), &["schema", "findings"], 0);
    let schema: Value = serde_json::from_str(&schema).expect("JSON");
    for (key, _) in document.as_object().expect("a document") {
        assert!(schema["properties"].get(key).is_some(), "{key}");
    }
}

#[test]
fn errors_of_the_deck_are_findings_and_those_of_the_command_are_not() {
    let folder = with_deck("## 页\n\n$\\frac{1}{2$\n");
    let text = data(folder.path(), &["check", "talk.md", "-f", "short"], 1);
    assert!(text.starts_with("talk.md:3:") && text.contains(": error[unset]: "), "{text}");
    let text = said(folder.path(), &["check", "talk.md"], 1);
    assert!(text.contains("\nfound 1 error: 1 slide on 1 page, "), "{text}");
    assert_eq!(data(folder.path(), &["check", "none.md", "-f", "json"], 2), "");
    assert_eq!(data(folder.path(), &["check", "talk.md", "-f", "jsno"], 2), "");
}

#[test]
fn what_needs_no_pages_is_found_and_mended_in_spite_of_errors() {
    let broken =
        "---\ntheme: mine\n---\n\n## 数据,算力\n\n- 甲\n\n## 数据,算力\n\n[见](#nowhere)\n";
    let folder = with_deck(broken);
    // Without its theme there are no pages.
    fs::create_dir(folder.path().join("mine")).expect("a folder");
    fs::write(folder.path().join("mine/theme.toml"), "a = \n").expect("a theme");
    let found = "talk.md:5:6: warning[half-width-punctuation]: half-width `,` in Chinese text\n\
                 talk.md:9:1: warning[duplicate-title]: slides 1 and 2 have the same title\n\
                 talk.md:9:6: warning[half-width-punctuation]: half-width `,` in Chinese text\n\
                 talk.md:11:1: warning[dead-link]: `#nowhere` leads nowhere: it is shown as text\n\
                 mine/theme.toml:1:5: error: not TOML: string values must be quoted, expected \
                 literal string\n";
    assert_eq!(data(folder.path(), &["check", "talk.md", "-f", "short"], 1), found);
    let text = said(folder.path(), &["check", "talk.md"], 1);
    let last = "note: the pages could not be looked at until the error above is mended\n\
                found 1 error and 4 warnings; `--fix` mends 2\n";
    assert!(text.ends_with(last), "{text}");
    let document = data(folder.path(), &["check", "talk.md", "-f", "json"], 1);
    let document: Value = serde_json::from_str(&document).expect("JSON");
    let unseen = document["not_looked_for"].as_array().expect("codes");
    assert!(unseen.contains(&"overfull".into()) && unseen.contains(&"dense-slide".into()));
    assert!(!unseen.contains(&"duplicate-title".into()), "{unseen:?}");
    // What is off is not looked for anyway.
    assert!(!unseen.contains(&"topic-title".into()), "{unseen:?}");

    let text = said(folder.path(), &["check", "talk.md", "--fix"], 1);
    assert!(text.starts_with("mended 2 findings\n"), "{text}");
    let mended = fs::read_to_string(folder.path().join("talk.md")).expect("a deck");
    assert_eq!(mended, broken.replace("数据,算力", "数据，算力"));
}

#[test]
fn errors_in_the_front_matter_hide_no_slides() {
    let folder = with_deck("---\nauthor: [甲\n---\n\n## 数据,算力\n\n- 甲\n");
    let text = data(folder.path(), &["check", "talk.md", "-f", "short"], 1);
    let found = "talk.md:5:6: warning[half-width-punctuation]: half-width `,` in Chinese text\n\
                 talk.md:2:9: error: this bracket is never closed\n";
    assert_eq!(text, found);
    fs::write(folder.path().join("talk.json"), "{").expect("a file");
    let text = said(folder.path(), &["check", "talk.json"], 1);
    assert!(text.contains("note: the deck could not be looked at until the error above"), "{text}");
}

#[test]
fn a_table_in_small_type_says_what_helps() {
    let folder = with_deck("## 表 {.small}\n\n|甲|乙|\n|--|--|\n|丙|丁|\n");
    let layouts = folder.path().join("templates/layouts");
    fs::create_dir_all(&layouts).expect("a folder");
    for (size, code) in [(14, 0), (12, 1)] {
        let layout = format!(
            "/*---\nsummary = \"x\"\nslots = [{{ name = \"body\", takes = \"blocks\", count = \"1..\" }}]\n\
             ---*/\n#import \"/theme/slide.typ\": *\n#let layout(slide, title: none, body: none) = \
             slide-of(slide, title, text(size: {size}pt, body))\n"
        );
        fs::write(layouts.join("small.typ"), layout).expect("a layout");
        let text = said(folder.path(), &["check", "talk.md", "--deny", "warnings"], code);
        assert_eq!(
            text.contains("text of 12 pt on slide 1, expected at least 14 pt"),
            code == 1,
            "{text}"
        );
        assert_eq!(
            text.contains("fewer columns, shorter cells or two tables"),
            code == 1,
            "{text}"
        );
    }
}

#[test]
fn the_share_of_the_text_that_is_shown_is_stated() {
    let folder = with_deck("## 数据\n\n一二三四五六七八\u{10a80}\u{10a80}\n");
    let text = said(folder.path(), &["check", "talk.md"], 0);
    let found = "found 1 warning: 1 slide on 1 page, 10 of their 12 characters";
    assert!(text.contains(found), "{text}");
    assert!(text.contains("(83.3 %)"), "{text}");
    let document = data(folder.path(), &["check", "talk.md", "-f", "json"], 0);
    let document: Value = serde_json::from_str(&document).expect("JSON");
    assert_eq!(
        (&document["deck"]["characters"], &document["deck"]["shown"]),
        (&12.into(), &10.into())
    );
}

#[test]
fn denied_findings_are_errors_and_nothing_is_built() {
    let folder = with_deck(DECK);
    for command in ["check", "build"] {
        let text = said(folder.path(), &[command, "talk.md", "--deny", "warnings"], 1);
        assert!(text.contains("error[empty-slide]"), "{text}");
    }
    let levels = "[check]\nempty-slide = \"deny\"\nhalf-width-punctuation = \"off\"\n";
    fs::write(folder.path().join("llmslides.toml"), levels).expect("a file");
    for command in ["check", "build"] {
        let text = said(folder.path(), &[command, "talk.md"], 1);
        assert!(text.contains("error[empty-slide]") && !text.contains("half-width"), "{text}");
    }
    assert!(!folder.path().join("talk.pdf").exists());
}

#[test]
fn faults_of_the_settings_have_their_own_place() {
    for (settings, place, message, code) in [
        ("[check]\ndense-slid = \"deny\"\n", "2:1", "warning[unknown-finding]: there is no", 0),
        ("[check]\ndense-slide = \"denny\"\n", "2:15", "warning[ignored-value]: `dense-slide`", 0),
        ("[check]\ndense-slide = 1\n", "2:15", "warning[ignored-value]: `dense-slide` expects", 0),
        ("[chek]\n", "1:2", "warning[unknown-key]: there is no setting `chek`", 0),
        ("check = 1\n", "1:9", "warning[ignored-value]: `check` expects a table", 0),
        ("dense-slide = \"deny\"\n", "1:1", "warning[unknown-key]: there is no setting", 0),
        ("[deck]\ntitle = \"x\"\n", "2:1", "warning[unknown-key]: `[deck]` has no key `title`", 0),
        ("[deck]\nagenda = 1\n", "2:10", "warning[ignored-value]: `agenda` expects `true`", 0),
        ("[check\n", "1:7", "error: not TOML", 1),
    ] {
        let folder = with_deck(DECK);
        fs::write(folder.path().join("llmslides.toml"), settings).expect("a file");
        let text = data(folder.path(), &["check", "talk.md", "-f", "short"], code);
        let expected = format!("llmslides.toml:{place}: {message}");
        assert!(text.contains(&expected), "{settings}: {text}");
        assert!(
            said(folder.path(), &["build", "talk.md"], code).contains("talk.pdf"),
            "{settings}"
        );
    }
}

#[test]
fn fix_mends_the_file_and_nothing_else() {
    let folder = with_deck("");
    let path = folder.path().join("talk.md");
    let marked = format!("\u{feff}{}", DECK.replace('\n', "\r\n"));
    fs::write(&path, &marked).expect("a deck");
    let text = said(folder.path(), &["check", "talk.md", "--fix"], 0);
    assert!(text.starts_with("mended 1 finding\n"), "{text}");
    assert!(text.contains("found 1 warning: 3 slides on 3 pages"), "{text}");
    let mended = fs::read_to_string(&path).expect("a deck");
    assert_eq!(mended, marked.replace("数据,算力", "数据，算力"));
    assert!(!said(folder.path(), &["check", "talk.md", "--fix"], 0).contains("mended"));
}

#[test]
#[cfg(unix)]
fn fix_keeps_who_may_read_the_file() {
    use std::os::unix::fs::PermissionsExt;
    let folder = with_deck(DECK);
    let path = folder.path().join("talk.md");
    fs::set_permissions(&path, fs::Permissions::from_mode(0o600)).expect("permissions");
    said(folder.path(), &["check", "talk.md", "--fix"], 0);
    let mode = fs::metadata(&path).expect("a file").permissions().mode();
    assert_eq!(mode & 0o777, 0o600);
}

#[test]
fn another_encoding_is_read_and_said() {
    let folder = with_deck("");
    let path = folder.path().join("talk.md");
    fs::write(&path, encoding_rs::GBK.encode(DECK).0).expect("a deck");
    let text = data(folder.path(), &["check", "talk.md", "-f", "short"], 0);
    let encoding =
        "talk.md:1:1: warning[foreign-encoding]: this file is not UTF-8: it is read as GBK";
    assert_eq!(text.lines().next(), Some(encoding));
    assert!(text.contains("talk.md:1:6: warning[half-width-punctuation]"), "{text}");
    let text = said(folder.path(), &["build", "talk.md"], 0);
    assert!(text.contains("`iconv -f GBK -t UTF-8 talk.md`"), "{text}");
    let text = said(folder.path(), &["check", "talk.md", "--fix"], 2);
    assert!(text.contains("it is not UTF-8"), "{text}");
    // A part, and a text that is only damaged.
    fs::write(&path, "## 前\n\n内容\n\n<!-- include: part.md -->\n").expect("a deck");
    let part = folder.path().join("part.md");
    fs::write(&part, encoding_rs::GBK.encode("## 中文部分\n\n内容在这里\n").0).expect("a part");
    let text = data(folder.path(), &["check", "talk.md", "-f", "short"], 0);
    assert!(text.starts_with("part.md:1:1: warning[foreign-encoding]"), "{text}");
    fs::write(&path, [DECK.as_bytes(), b"\xb3\n"].concat()).expect("a deck");
    let text = said(folder.path(), &["check", "talk.md"], 1);
    assert!(text.contains("`talk.md` is not UTF-8: byte 0xB3 on line 10"), "{text}");
}

#[test]
fn fix_wants_a_file() {
    let folder = tempfile::tempdir().expect("a folder");
    for (arguments, what) in [
        (&["check", "-", "--fix"][..], "standard input"),
        (&["check", "intro-to-llms", "--fix"], "the bundled deck"),
    ] {
        let text = said(folder.path(), arguments, 2);
        assert!(text.contains(&format!("`--fix` cannot change {what}")), "{text}");
    }
}

#[test]
fn a_build_with_many_findings_is_brief() {
    let deck: String = (0..5).map(|n| format!("## 数据,算力 {n}\n\n正文\n\n")).collect();
    let folder = with_deck(&deck);
    let text = said(folder.path(), &["build", "talk.md"], 0);
    assert!(text.contains("talk.md:1:6: warning[half-width-punctuation]: "), "{text}");
    assert!(text.contains("`llmslides check` shows each"), "{text}");
    assert!(!text.contains("hint: "), "{text}");
}
