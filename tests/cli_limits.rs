//! Bounds of a run, and what is read: time, memory, broken pictures, themes in folders.
#![allow(clippy::disallowed_methods, reason = "tests set up their own folders")]

mod program;

use std::fs;
use std::path::Path;

use program::{said, with_deck};

const DECK: &str = "## 定义\n\n- 参数多\n- 数据多\n";

#[test]
fn the_time_limit_holds_while_source_is_parsed() {
    let source = "1,".repeat(20_000_000);
    let folder = with_deck(&format!("## 一\n\n```{{=typst}}\n#({source})\n```\n"));
    let text = said(folder.path(), &["build", "talk.md", "--time-limit", "1"], 1);
    assert!(text.starts_with("error: compiling the deck takes more than 1 s"), "{text:.200}");
}

#[test]
fn the_question_fits_the_limit() {
    for (source, option, limit, hints) in [
        (
            "\"a\" * 2000000000",
            "--memory-limit",
            "300",
            ["does it build something huge?", "`--memory-limit 600`"],
        ),
        (
            "lorem(500000000)",
            "--time-limit",
            "1",
            ["does it loop without end?", "`--time-limit 2`"],
        ),
    ] {
        let folder = with_deck(&format!("## 一\n\n```{{=typst}}\n#({source})\n```\n"));
        let text = said(folder.path(), &["build", "talk.md", option, limit], 1);
        assert!(hints.iter().all(|hint| text.contains(hint)), "{text}");
    }
}

#[test]
fn whatever_reads_other_peoples_files_has_limits() {
    let folder = with_deck(DECK);
    let limits = ["--time-limit", "600", "--memory-limit", "2048"];
    for command in [&["import", "talk.md", "-o", "-"][..], &["themes", "check", "paper"]] {
        said(folder.path(), &[command, &limits].concat(), 0);
    }
}

#[test]
fn no_limit_is_zero() {
    let folder = with_deck(DECK);
    for option in ["--time-limit", "--memory-limit"] {
        let text = said(folder.path(), &["build", "talk.md", option, "0"], 2);
        assert!(text.contains("expected a whole number from 1"), "{text}");
    }
}

#[test]
fn broken_pictures_are_named_at_the_authors_line() {
    let folder = with_deck(
        "## 一\n\n正文\n\n![图](half.png)\n\n## 二\n\n![图](none.gif)\n\n## 三\n\n![图](no.png)\n",
    );
    let cat = fs::read(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/assets/cat.png"));
    let cat = cat.expect("a picture");
    fs::write(folder.path().join("half.png"), &cat[..cat.len() / 2]).expect("a file");
    fs::write(folder.path().join("none.gif"), &cat[..cat.len() / 2]).expect("a file");
    fs::write(folder.path().join("no.png"), "no picture").expect("a file");
    let text = said(folder.path(), &["build", "talk.md"], 0);
    assert!(text.contains("the picture `half.png` ends too early"), "{text}");
    assert!(text.contains("talk.md:5:1"), "{text}");
    assert!(text.contains("the picture `none.gif` ends too early"), "{text}");
    assert!(text.contains("talk.md:9:1"), "{text}");
    assert!(text.contains("cannot show `no.png`"), "{text}");
    assert!(text.contains("talk.md:13:1"), "{text}");
    assert!(!text.contains("internal"), "{text}");
}

#[test]
fn what_is_wrong_in_an_imported_file_stands_in_that_file() {
    let folder = with_deck("## 一\n\n```{=typst}\n#import \"lib.typ\": f\n#f(1)\n```\n");
    fs::write(folder.path().join("lib.typ"), "#let f(x) = x + \"a\"\n").expect("a file");
    let text = said(folder.path(), &["build", "talk.md"], 1);
    assert!(text.contains("error[unset]: cannot add integer and string"), "{text}");
    assert!(text.contains("lib.typ:1:13"), "{text}");
    assert!(text.contains("talk.md:5:2"), "{text}");
}

#[test]
fn a_theme_folder_sets_only_what_it_wants() {
    let folder = with_deck(DECK);
    let theme = |text: &str| {
        fs::create_dir_all(folder.path().join("mine")).expect("a folder");
        fs::write(folder.path().join("mine/theme.toml"), text).expect("a file");
    };
    for good in [
        "",
        "[tokens]\ntype-scale = [\"30pt\", 24]\n",
        "[tokens]\naccent = \"#0a5\"\n",
        "extends = \"classroom\"\nname = \"x\"\n",
    ] {
        theme(good);
        said(folder.path(), &["build", "talk.md", "-t", "mine", "-q"], 0);
    }
    for (bad, messages) in [
        ("[tokens]\nacent = \"#0a5\"\n", ["2:1", "unknown token `acent`", "mean `accent`?"]),
        ("extend = \"x\"\n", ["1:1", "unknown key `extend`", "did you mean `extends`?"]),
        ("extends = \"clasroom\"\n", ["1:11", "`extends` is `clasroom`", "mean `classroom`?"]),
        ("\n[tokens]\nbody-size = true\n", ["3:1", "`body-size` expects", "a length"]),
        (
            "[tokens]\ntype-scale = [20, \"30pt\"]\n",
            ["2:1", "`type-scale` expects", "from 200pt down to 8pt"],
        ),
        ("[tokens]\ntype-scale = []\n", ["2:1", "`type-scale` expects", "found `[]`"]),
        ("a = \n", ["1:5", "not TOML", "string values must be quoted"]),
    ] {
        theme(bad);
        let text = said(folder.path(), &["build", "talk.md", "-t", "mine"], 1);
        for message in messages {
            assert!(text.contains(message), "{bad}: {text}");
        }
        assert!(text.contains("mine/theme.toml:"), "{bad}: {text}");
    }
}

#[test]
fn a_theme_folder_counts_from_here() {
    let folder = tempfile::tempdir().expect("a folder");
    for name in ["talks", "mine"] {
        fs::create_dir(folder.path().join(name)).expect("a folder");
    }
    fs::write(folder.path().join("talks/talk.md"), DECK).expect("a deck");
    fs::write(folder.path().join("mine/theme.toml"), "").expect("a theme");
    said(folder.path(), &["build", "talks/talk.md", "-t", "./mine", "-q"], 0);
    let text = said(folder.path(), &["build", "talks/talk.md", "-t", "./nodir"], 2);
    assert!(text.contains("there is no theme folder `./nodir`"), "{text}");
    let text = said(folder.path(), &["build", "talks/talk.md", "-t", "talks"], 2);
    assert!(text.contains("has no `theme.toml`"), "{text}");
}

#[test]
fn what_is_wrong_in_a_layout_of_ones_own_stands_in_its_file() {
    let folder = with_deck(DECK);
    fs::create_dir_all(folder.path().join("mine/layouts")).expect("a folder");
    fs::write(folder.path().join("mine/theme.toml"), "").expect("a theme");
    let layout = "/*---\nsummary = \"x\"\nexample = \"x\"\n[[slots]]\nname = \"body\"\n\
                  takes = \"blocks\"\ncount = \"1..\"\n---*/\n#let layout(..all) = 1 + \"a\"\n";
    fs::write(folder.path().join("mine/layouts/content.typ"), layout).expect("a layout");
    let text = said(folder.path(), &["build", "talk.md", "-t", "mine"], 1);
    assert!(text.contains("mine/layouts/content.typ:9:22"), "{text}");
    assert!(text.contains("error: cannot add integer and string"), "{text}");
}

#[test]
fn wrong_tokens_are_those_of_whoever_sets_them() {
    let folder = with_deck("---\ntokens:\n  accent: nocolor\n---\n\n## 一\n\n正文\n");
    let text = said(folder.path(), &["build", "talk.md"], 0);
    assert!(text.contains("warning[ignored-value]") && text.contains("talk.md:3:11"), "{text}");
    said(folder.path(), &["build", "talk.md", "--set", "accent=#123", "-q"], 0);
    let text = said(folder.path(), &["build", "talk.md", "--set", "accent=x"], 2);
    assert!(!text.contains("talk.md:"), "{text}");
    let text = said(
        folder.path(),
        &["build", "talk.md", "--set", "accent=#123", "--set", "title-size=0"],
        2,
    );
    assert!(text.contains("a length from 8pt to 200pt"), "{text}");
    let text = said(
        folder.path(),
        &["build", "talk.md", "--set", "accent=#123", "--set", "font-han=x"],
        1,
    );
    assert!(text.contains("error: there is no font `x`"), "{text}");
}

#[test]
fn ten_megabytes_of_text_are_too_much_for_one_slide() {
    let words = "大模型通过海量文本学习语言的统计规律，能完成翻译、摘要、问答与代码生成。";
    let text = words.repeat(10_000_000 / words.len());
    let folder = with_deck(&format!("## 一\n\n短。\n\n## 二\n\n{text}\n"));
    let said = said(folder.path(), &["build", "talk.md", "--as", "deck"], 1);
    let expected = "error: slide 2 has 3,333,313 characters, more than the 500,000";
    assert!(said.starts_with(expected), "{said:.300}");
    assert!(said.contains("talk.md:5:1"), "{said:.300}");
    assert!(!folder.path().join("talk.pdf").exists());
}

#[test]
fn a_megabyte_of_text_on_many_slides_is_set() {
    let slide = |number: usize| {
        let point = "- 大模型通过海量文本学习语言的统计规律，能完成翻译、摘要、问答与代码生成。\n";
        format!("## 第 {number} 页\n\n{}\n", point.repeat(6))
    };
    let deck: String = (1..=1_500).map(slide).collect();
    assert!(deck.len() > 1_000_000);
    let folder = with_deck(&deck);
    let text = said(folder.path(), &["build", "talk.md"], 0);
    assert!(text.contains("1500 pages"), "{text:.300}");
}

#[test]
fn a_poster_is_set_and_one_that_is_too_large_to_decode_is_named() {
    let folder = with_deck("## 海报\n\n![海报](poster.png)\n");
    let poster = |width, height| {
        let picture = image::GrayImage::from_pixel(width, height, image::Luma([120]));
        picture.save(folder.path().join("poster.png")).expect("a picture");
    };
    poster(10_000, 9_000);
    said(folder.path(), &["build", "talk.md", "-q"], 0);
    poster(14_000, 10_000);
    let text = said(folder.path(), &["build", "talk.md"], 0);
    let expected = "`poster.png`: it has 14000 × 10000 pixels, at most 100 million";
    assert!(text.contains(expected), "{text}");
    assert!(text.contains("talk.md:3:1"), "{text}");
}
