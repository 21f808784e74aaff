//! An article as its reader meets it: imported, built at once, refused.
#![allow(clippy::disallowed_methods, reason = "tests set up their own folders")]

mod program;

use std::fs;
use std::io::Write;
use std::process::Stdio;

use program::{command, llmslides, said, stderr};
use serde_json::Value;
use tempfile::TempDir;

/// A page as it is copied, with a line of menus.
const ARTICLE: &str = "首页 > 博客 > 正文\n大模型笔记\n\n1、定义\n    大模型通常指参数很多的模型,\
    它从海量文本里学习。\n\n2、特点\n    规模大：参数从几亿到几千亿\n    通用：一个模型,许多任务\n    \
    会学习：给几个例子就能上手\n\n点赞 3 收藏 1\n";

fn with(name: &str, bytes: impl AsRef<[u8]>) -> TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    fs::write(folder.path().join(name), bytes).expect("a file");
    folder
}

#[test]
fn an_article_becomes_a_deck_to_edit() {
    let folder = with("notes.txt", ARTICLE);
    let text = said(folder.path(), &["import", "notes.txt"], 0);
    for part in
        ["set aside  2 lines: 导航 1, 点赞收藏 1", "coverage   100 %", "llmslides build notes.md"]
    {
        assert!(text.contains(part), "{text}");
    }
    let deck = fs::read_to_string(folder.path().join("notes.md")).expect("a deck");
    assert!(deck.starts_with("---\ntitle: 大模型笔记\n---\n"), "{deck}");
    assert!(deck.contains("## 特点 {.cards}"), "{deck}");
    let text = said(folder.path(), &["check", "notes.md"], 0);
    assert!(text.starts_with("nothing found"), "{text}");
}

#[test]
fn a_deck_that_was_edited_is_not_replaced() {
    let folder = with("notes.txt", ARTICLE);
    fs::write(folder.path().join("notes.md"), "# mine\n").expect("a file");
    let text = said(folder.path(), &["import", "notes.txt"], 2);
    assert!(text.contains("`notes.md` is there already") && text.contains("--force"), "{text}");
    assert_eq!(fs::read_to_string(folder.path().join("notes.md")).expect("a file"), "# mine\n");
    said(folder.path(), &["import", "notes.txt", "--force"], 0);
    let text = said(folder.path(), &["import", "notes.txt", "-o", "talk.pdf"], 2);
    assert!(text.contains("`talk.pdf` is no name for a deck"), "{text}");
    let text = said(folder.path(), &["import", "notes.md", "-o", "notes.md"], 2);
    assert!(text.contains("would be replaced"), "{text}");
}

#[test]
fn running_text_in_markdown_is_drafted_unless_it_is_said_to_be_a_deck() {
    let sentence =
        "大模型从海量的文本里学习语言的规律，并且能够用它来完成翻译、摘要与问答等许多任务。";
    let post = format!("---\ntitle: 笔记\ntags: [ai]\n---\n\n## 概述\n\n{}\n", sentence.repeat(12));
    let folder = with("post.md", &post);
    let text = said(folder.path(), &["build", "post.md", "-f", "json"], 0);
    assert!(text.contains("post.md: an article, of which a deck is drafted"), "{text}");
    let slides = || fs::read_to_string(folder.path().join("post.json")).expect("a deck");
    assert!(slides().contains("\"closing\""), "{}", slides());
    let text = said(folder.path(), &["build", "post.md", "-f", "json", "--as", "deck"], 0);
    assert!(!text.contains("drafted") && !slides().contains("\"closing\""), "{text}");
    let text = said(folder.path(), &["check", "--fix", "post.md"], 2);
    assert!(text.contains("`--fix` cannot change an article"), "{text}");
    // The front matter of Hugo.
    let post = post.replace("---", "+++").replace("title: 笔记", "title = \"笔记\"");
    let folder = with("hugo.md", post.replace("tags: [ai]", "tags = [\"ai\"]"));
    let text = said(folder.path(), &["build", "hugo.md", "-f", "json"], 0);
    assert!(text.contains("hugo.md: an article, of which a deck is drafted"), "{text}");
    let deck = fs::read_to_string(folder.path().join("hugo.json")).expect("a deck");
    assert!(deck.contains("笔记") && !deck.contains("tags"), "{deck}");
}

#[test]
fn a_draft_elsewhere_still_finds_the_pictures() {
    let folder = with("a.md", "# 图\n\n看这张图：\n\n![猫](img/cat.png)\n");
    fs::create_dir_all(folder.path().join("img")).expect("a folder");
    fs::create_dir_all(folder.path().join("out/deep")).expect("a folder");
    fs::write(folder.path().join("llmslides.toml"), "").expect("a file");
    let cat = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/assets/cat.png");
    fs::copy(cat, folder.path().join("img/cat.png")).expect("a picture");
    said(folder.path(), &["import", "a.md", "-o", "out/deep/"], 0);
    let text = said(folder.path(), &["build", "out/deep/a.deck.md", "--deny", "warnings"], 0);
    assert!(!text.contains("cat.png"), "{text}");
}

#[test]
fn an_article_is_built_at_once_in_any_encoding() {
    let bytes = encoding_rs::GB18030.encode(ARTICLE).0.into_owned();
    let folder = with("notes.txt", bytes);
    said(folder.path(), &["build", "notes.txt"], 0);
    assert!(folder.path().join("notes.pdf").is_file());
    let notes = fs::read_to_string(folder.path().join("notes.notes.md")).expect("notes");
    assert!(notes.contains("它从海量文本里学习。"), "{notes}");
}

#[test]
fn the_account_is_data() {
    let folder = with("notes.txt", ARTICLE);
    let output = llmslides(folder.path(), &["import", "notes.txt", "-f", "json", "-o", "-"]);
    let document: Value = serde_json::from_slice(&output.stdout).expect("JSON");
    assert_eq!(document["summary"]["coverage"], 100.0);
    assert_eq!(document["aside"][0]["reason"], "导航");
    assert_eq!(document["aside"][0]["line"], 1);
    assert_eq!(document["slides"][1]["lines"], serde_json::json!([5, 5]));
    let schema = llmslides(folder.path(), &["schema", "import"]).stdout;
    assert!(serde_json::from_slice::<Value>(&schema).is_ok());
}

#[test]
fn a_pipe_is_read_and_written() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut child = command(folder.path(), &["import", "-", "--provenance"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the program runs");
    child.stdin.take().expect("a pipe").write_all(ARTICLE.as_bytes()).expect("a reader");
    let output = child.wait_with_output().expect("an end");
    let deck = String::from_utf8(output.stdout).expect("text");
    assert!(deck.contains("<!-- llmslides: lines 8-10 -->"), "{deck}");
}

#[test]
fn what_is_no_article_is_refused() {
    let picture = [b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR".as_slice(), &[0xff, 0, 1, 2, 3, 0x80]].concat();
    let folder = with("a.txt", picture);
    for (name, text) in [("empty.txt", ""), ("menu.txt", "首页 > 正文\n点赞 3\n")] {
        fs::write(folder.path().join(name), text).expect("a file");
    }
    for (arguments, code, part) in [
        (["import", "a.txt"], 1, "not a text"),
        (["import", "empty.txt"], 1, "there is no article"),
        (["import", "menu.txt"], 1, "--keep-all"),
        (["import", "nowhere.txt"], 2, "no such file"),
        (["import", "."], 2, "is a folder"),
        (["build", "a.txt"], 1, "not a text"),
    ] {
        let text = said(folder.path(), &arguments, code);
        assert!(text.contains(part), "{arguments:?}: {text}");
    }
    let names = fs::read_dir(folder.path()).expect("a folder").count();
    assert_eq!(names, 3, "nothing is written");
}

#[test]
fn with_strict_a_loss_is_an_error() {
    let page = "<h1>课程</h1><p>第一段文字,说明来历。它有两句话。</p>\
        <video src=\"a.mp4\"></video><p>第二段文字,说明去处。</p>";
    let folder = with("page.html", page);
    let text = said(folder.path(), &["import", "page.html", "--strict"], 1);
    assert!(text.contains("a.mp4") && text.contains("page.html:1"), "{text}");
    let output = llmslides(folder.path(), &["import", "page.html"]);
    assert!(stderr(&output).contains("无法上屏 1"), "{}", stderr(&output));
}

#[test]
fn pictures_are_named_from_the_deck() {
    let folder = tempfile::tempdir().expect("a folder");
    fs::create_dir(folder.path().join("web")).expect("a folder");
    let page = "<h1>课程</h1><p>第一段文字,说明来历。</p><img src=\"a.png\" alt=\"图\">";
    fs::write(folder.path().join("web/page.html"), page).expect("a page");
    said(folder.path(), &["import", "web/page.html"], 0);
    let deck = fs::read_to_string(folder.path().join("page.md")).expect("a deck");
    assert!(deck.contains("](web/a.png)"), "{deck}");
}

#[test]
fn an_article_with_numbered_headings_is_no_answer() {
    let article = "阳台上的菜园\n\n搬家以后，我在阳台上种了两年菜。有人说又贵又麻烦，其实不是。\n\n\
        一、为什么要种\n\n自己种的菜新鲜，也便宜。一包种子两块钱。\n\n二、怎么选种子\n\n\
        第一年种小白菜最稳，番茄要等到第二年。\n\n三、怎么浇水\n\n\
        早上浇最好，太阳还没有出来。下雨天不浇。\n\n四、学到了什么\n\n\
        • 植物学：发芽、开花和授粉。\n• 计算机视觉：图像分类和图像描述，用来认虫子。\n";
    for name in ["garden.txt", "garden.md"] {
        let folder = with(name, article);
        let output = llmslides(folder.path(), &["import", name, "-o", "-"]);
        let deck = String::from_utf8(output.stdout).expect("text");
        assert!(deck.contains("title: 阳台上的菜园") && deck.contains("搬家以后"), "{deck}");
    }
}

#[test]
fn a_post_of_a_blog_is_no_answer() {
    let part = |n: usize| {
        let text = "这个功能在网页上就能用，先申请加入名单，通过之后才能体验，一般只要等上几天。"
            .repeat(3);
        format!("### {n}. 第 {n} 步\n\n{text}\n\n")
    };
    let parts: String = (1..7).map(part).collect();
    let end = "希望这篇文章能让你对它有更清晰的认识，欢迎点赞，收藏和评论！";
    let post = format!("---\ntitle: 功能\ndate: 2024-09-14\ntags:\n - LLM\n---\n{parts}{end}\n");
    let folder = with("post.md", post);
    let text = said(folder.path(), &["import", "post.md", "-o", "deck.md"], 0);
    assert!(!text.contains("chatbot"), "{text}");
    let deck = fs::read_to_string(folder.path().join("deck.md")).expect("a deck");
    assert!(deck.contains(end), "{deck}");
}

#[test]
fn what_there_is_no_time_for_is_in_the_notes() {
    let part = |n: usize| {
        format!("## 第 {n} 座桥\n\n桥是这样造的：\n\n```\n{}```\n\n", "造桥();\n".repeat(12))
    };
    let text = format!("# 造桥\n\n{}", (1..13).map(part).collect::<String>());
    let folder = with("bridges.md", text);
    let slides = |duration: &str| {
        let name = format!("{duration}.md");
        let text =
            said(folder.path(), &["import", "bridges.md", "-o", &name, "--duration", duration], 0);
        let deck = fs::read_to_string(folder.path().join(&name)).expect("a deck");
        // All listings are somewhere.
        assert_eq!(deck.matches("造桥();").count(), 12 * 12, "{deck}");
        (deck.lines().filter(|line| line.starts_with("## ")).count(), text)
    };
    let (all, text) = slides("45");
    assert!(all > 12 && !text.contains("chosen"), "{text}");
    let (few, text) = slides("5");
    assert!((3..=6).contains(&few) && text.contains("the rest is in the notes"), "{few}: {text}");
}
