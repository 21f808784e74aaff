//! The program as a user meets it: arguments, files, exit codes, both streams.

#![allow(clippy::disallowed_methods, reason = "a test sets up files of its own")]

mod program;

use std::fs;
use std::io::Write;
use std::process::Stdio;

use program::{command, llmslides, names, said, stderr, with_deck};

const DECK: &str =
    "---\ntitle: 大模型\n---\n\n## 定义\n\n- 参数多\n- 数据多\n\n<!-- 先说定义。 -->\n";

#[test]
fn an_empty_folder_builds_the_bundled_deck() {
    let folder = tempfile::tempdir().expect("a folder");
    let output = llmslides(folder.path(), &["build"]);
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    assert_eq!(names(folder.path()), ["intro-to-llms.notes.md", "intro-to-llms.pdf"]);
    assert!(stderr(&output).contains("no deck here: building the bundled one"));
    assert!(output.stdout.is_empty());
}

#[test]
fn the_bundled_deck_has_a_shorter_version() {
    let folder = tempfile::tempdir().expect("a folder");
    let output = llmslides(folder.path(), &["build", "intro-to-llms/short.md", "-q"]);
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    let files = ["intro-to-llms-short.notes.md", "intro-to-llms-short.pdf"];
    assert_eq!(names(folder.path()), files);
    assert_eq!(stderr(&output), "");
}

#[test]
fn a_deck_becomes_a_pdf_and_notes_and_nothing_else() {
    let folder = with_deck(DECK);
    let output = llmslides(folder.path(), &["build", "talk.md"]);
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    assert_eq!(names(folder.path()), ["talk.md", "talk.notes.md", "talk.pdf"]);
    let text = stderr(&output);
    assert!(text.contains("talk.pdf       2 pages"), "{text}");
    assert!(text.contains("talk.notes.md  2 slides"), "{text}");
    assert!(text.contains("done in "), "{text}");
}

#[test]
fn a_folder_is_named_after_itself() {
    let folder = tempfile::tempdir().expect("a folder");
    fs::create_dir(folder.path().join("lecture")).expect("a folder");
    fs::write(folder.path().join("lecture/deck.md"), DECK).expect("a deck");
    let output = llmslides(folder.path(), &["build", "lecture/", "-o", "out/", "-q"]);
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    assert_eq!(names(&folder.path().join("out")), ["lecture.notes.md", "lecture.pdf"]);
    assert_eq!(stderr(&output), "");
}

#[test]
fn the_only_markdown_of_a_folder_is_its_deck() {
    let folder = with_deck(DECK);
    let here = folder.path();
    for other in ["README.md", "readme_zh.md", "CHANGELOG.zh-CN.md", "old.notes.md"] {
        fs::write(here.join(other), "# 说明\n").expect("a file");
    }
    let output = llmslides(here, &["build", "-f", "pdf"]);
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    assert!(here.join("talk.pdf").exists());
    fs::write(here.join("second.md"), DECK).expect("a deck");
    for arguments in [&["build"][..], &["check"], &["build", "."]] {
        let output = llmslides(here, arguments);
        assert_eq!(output.status.code(), Some(2), "{}", stderr(&output));
        let text = stderr(&output);
        assert!(text.contains("several files could be the deck: "), "{text}");
        assert!(text.contains("second.md") && text.contains("talk.md"), "{text}");
    }
}

#[test]
fn what_is_no_deck_is_named_as_what_it_is() {
    let folder = with_deck(DECK);
    let here = folder.path();
    fs::write(here.join("a.pptx"), "PK\u{3}\u{4}").expect("a file");
    fs::write(here.join("a.docx"), "PK\u{3}\u{4}").expect("a file");
    for (input, said) in [
        ("a.pptx", "`a.pptx` is neither a deck nor text"),
        ("a.docx", "save it as a web page"),
        ("https://example.com/a.html", "is an address"),
        ("talkk.md", "did you mean `talk.md`?"),
    ] {
        let output = llmslides(here, &["build", input]);
        assert_ne!(output.status.code(), Some(0), "{input}");
        assert!(stderr(&output).contains(said), "{}", stderr(&output));
    }
}

#[test]
fn shells_and_man_know_the_command_line() {
    let folder = tempfile::tempdir().expect("a folder");
    for (arguments, says) in
        [(&["completions", "bash"][..], "_llmslides"), (&["man"], ".TH llmslides")]
    {
        let output = llmslides(folder.path(), arguments);
        assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
        assert!(String::from_utf8_lossy(&output.stdout).contains(says));
    }
}

#[test]
fn every_format_has_its_place() {
    let folder = with_deck(DECK);
    let formats = "pdf,notes,typst,json";
    let output =
        llmslides(folder.path(), &["build", "talk.md", "--format", formats, "-o", "x.pdf"]);
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    assert_eq!(names(folder.path()), ["talk.md", "x.json", "x.notes.md", "x.pdf", "x.typst"]);
    let typst = names(&folder.path().join("x.typst"));
    let slides = ["slide-01.typ", "slide-02.typ"];
    let files =
        [&["locale.typ", "main.typ", "meta.typ"], &slides[..], &["theme", "view.typ"]].concat();
    assert_eq!(typst, files);
}

#[test]
fn the_same_deck_as_json_gives_the_same_bytes() {
    let folder = tempfile::tempdir().expect("a folder");
    let build = |arguments: &[&str]| {
        let output = llmslides(folder.path(), arguments);
        assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    };
    build(&["build", "-o", "a.pdf", "--format", "pdf,json"]);
    build(&["build", "-o", "b.pdf", "--format", "pdf"]);
    build(&["build", "a.json", "-o", "c.pdf", "--format", "pdf"]);
    let read = |name: &str| fs::read(folder.path().join(name)).expect("a PDF");
    assert!(read("a.pdf") == read("b.pdf"), "two builds differ");
    assert!(read("a.pdf") == read("c.pdf"), "Markdown and JSON differ");
}

#[test]
fn a_missing_picture_in_a_column_is_a_finding_in_json_too() {
    let folder = tempfile::tempdir().expect("a folder");
    let column = |block: &str| format!(r#"{{"blocks": [{block}]}}"#);
    let picture = column(r#"{"image": {"path": "nope.svg", "alt": "图"}}"#);
    let text = column(r#"{"paragraph": [{"text": "字"}]}"#);
    let slide = format!(
        r#"{{"title": [{{"text": "甲"}}], "layout": "columns", "blocks": [{{"columns": [{picture}, {text}]}}]}}"#
    );
    let deck = format!(r#"{{"sections": [{{"slides": [{slide}]}}]}}"#);
    fs::write(folder.path().join("talk.json"), deck).expect("a deck");
    let output = llmslides(folder.path(), &["build", "talk.json"]);
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    assert!(stderr(&output).contains("warning[missing-picture]"), "{}", stderr(&output));
}

#[test]
fn standard_input_and_output() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut child = command(folder.path(), &["build", "-", "-o", "-"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the program runs");
    child.stdin.take().expect("a pipe").write_all(DECK.as_bytes()).expect("a reader");
    let output = child.wait_with_output().expect("an end");
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    assert!(output.stdout.starts_with(b"%PDF-"));
    assert!(names(folder.path()).is_empty());
}

#[test]
fn a_closed_pipe_is_quiet() {
    let folder = with_deck(DECK);
    let mut child = command(folder.path(), &["build", "talk.md", "-o", "-", "-q"])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the program runs");
    drop(child.stdout.take());
    let output = child.wait_with_output().expect("an end");
    assert_eq!(output.status.code(), Some(0));
    assert_eq!(stderr(&output), "");
}

/// A slide with a formula that cannot be set.
const UNSET: &str = "## 页\n\n$\\frac{1}{2$\n";

#[test]
fn an_error_writes_the_outputs_and_exits_with_one() {
    let folder = with_deck(UNSET);
    let text = said(folder.path(), &["build", "talk.md"], 1);
    assert!(text.contains("error[unset]: ") && text.contains("talk.md:3:"), "{text}");
    let written = "1 error: the slides are written, and not all of them as you wrote them\n";
    assert!(text.ends_with(written), "{text}");
    assert_eq!(names(folder.path()), ["talk.md", "talk.notes.md", "talk.pdf"]);
}

#[test]
fn a_deck_without_slides_leaves_the_last_good_output() {
    let folder = with_deck(DECK);
    assert_eq!(llmslides(folder.path(), &["build", "talk.md"]).status.code(), Some(0));
    let before = fs::read(folder.path().join("talk.pdf")).expect("a PDF");
    fs::write(folder.path().join("talk.md"), "").expect("a deck");
    let output = llmslides(folder.path(), &["build", "talk.md"]);
    assert_eq!(output.status.code(), Some(1));
    assert!(stderr(&output).contains("error: the file is empty"), "{}", stderr(&output));
    assert_eq!(fs::read(folder.path().join("talk.pdf")).expect("a PDF"), before);
}

#[test]
fn what_is_denied_leaves_the_last_good_output() {
    let folder = with_deck(DECK);
    said(folder.path(), &["build", "talk.md"], 0);
    let pdf = || fs::read(folder.path().join("talk.pdf")).expect("a PDF");
    let before = pdf();
    let write = |name: &str, text: &str| {
        fs::write(folder.path().join(name), text).expect("a file");
    };
    for (deck, settings, arguments, message) in [
        ("## 页 {.timelin}\n\n- 甲\n", "", &["--deny", "warnings"][..], "error[unknown-layout]: "),
        ("## 页 {.timelin}\n\n- 甲\n", "unknown-layout = \"deny\"", &[], "talk.md:1:8"),
        (UNSET, "unset = \"deny\"", &[], "error[unset]: "),
        (UNSET, "", &["--deny", "warnings"], "error[unset]: "),
    ] {
        write("talk.md", deck);
        write("llmslides.toml", &format!("[check]\n{settings}\n"));
        let text = said(folder.path(), &[&["build", "talk.md"], arguments].concat(), 1);
        assert!(text.contains(message), "{text}");
        assert!(!text.contains("talk.pdf"), "{text}");
        assert!(pdf() == before, "{settings} {arguments:?}");
        let files = ["llmslides.toml", "talk.md", "talk.notes.md", "talk.pdf"];
        assert_eq!(names(folder.path()), files);
    }
}

#[test]
fn usage_errors_exit_with_two() {
    let folder = with_deck(DECK);
    fs::create_dir(folder.path().join("empty")).expect("a folder");
    for (arguments, code, message) in [
        (&["build", "none.md"][..], 2, "cannot read `none.md` (no such file or folder)"),
        (&["build", "empty"], 2, "no deck in `empty`"),
        (&["build", "talk.md", "--theme", "clasroom"], 2, "did you mean `classroom`?"),
        (&["build", "talk.md", "--set", "acent=#fff"], 2, "did you mean `accent`?"),
        (&["build", "talk.md", "--set", "accent=red?"], 2, "`accent` expects a colour"),
        (&["build", "talk.md", "--set", "type-scale=7"], 2, "down to 8pt"),
        (&["build", "talk.md", "--set", "accent"], 2, "`--set` expects KEY=VALUE"),
        (
            &["build", "talk.md", "-o", "empty", "--format", "pdf", "--set", "duration=x"],
            2,
            "minutes",
        ),
        (&["build", "talk.md", "-o", "/proc/none/x.pdf"], 2, "cannot write"),
        (&["build", "talk.md", "--format", "docx"], 2, "`--format` cannot be `docx`"),
        (&["build", "talk.md", "-o", "-", "--format", "pdf,json"], 2, "`-o -` takes one format"),
        (&["biuld"], 2, "did you mean `build`?"),
        (&["explain", "timelin"], 2, "did you mean `timeline`?"),
    ] {
        let output = llmslides(folder.path(), arguments);
        assert_eq!(output.status.code(), Some(code), "{arguments:?}: {}", stderr(&output));
        assert!(stderr(&output).contains(message), "{arguments:?}: {}", stderr(&output));
        assert!(output.stdout.is_empty(), "{arguments:?}");
    }
}

#[test]
fn an_output_never_replaces_its_input() {
    let folder = tempfile::tempdir().expect("a folder");
    fs::write(folder.path().join("talk.json"), r#"{"sections": []}"#).expect("a deck");
    let output = llmslides(folder.path(), &["build", "talk.json", "--format", "json"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(stderr(&output).contains("would be replaced by its own output"));
}

#[test]
fn manual_pages_and_schemas_are_data() {
    let folder = tempfile::tempdir().expect("a folder");
    let text = |arguments: &[&str]| {
        let output = llmslides(folder.path(), arguments);
        assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
        String::from_utf8(output.stdout).expect("text")
    };
    assert!(text(&["explain", "layouts"]).contains("timeline"));
    assert!(text(&["explain", "timeline"]).contains("2 to 6 items"));
    assert!(text(&["schema", "deck"]).contains("\"$schema\""));
    assert!(text(&["build", "--help"]).contains("--format"));
}

/// Source that would take for ever or all memory ends with a message at its line.
#[test]
fn hostile_source_ends_within_bounds() {
    let folder = tempfile::tempdir().expect("a folder");
    for (source, message) in [
        ("#let n = 0\n#for i in range(100000000) { n += i }", "compiling the deck takes more than"),
        ("#(\"a\" * 2000000000)", "compiling the deck takes more than 300 MiB of memory"),
        ("#((1,) * 100000000000)", "compiling the deck takes more than 300 MiB of memory"),
        ("#lorem(50000000)", "compiling the deck takes more than"),
    ] {
        let deck = format!("## 一\n\n正文\n\n```{{=typst}}\n{source}\n```\n");
        fs::write(folder.path().join("deck.md"), deck).expect("a deck");
        let limits = ["--time-limit", "3", "--memory-limit", "300"];
        let output = llmslides(folder.path(), &[&["build", "deck.md"][..], &limits].concat());
        assert_eq!(output.status.code(), Some(1), "{source}: {}", stderr(&output));
        assert!(stderr(&output).contains(message), "{source}: {}", stderr(&output));
        assert!(stderr(&output).contains("deck.md:6:1"), "{source}: {}", stderr(&output));
        assert_eq!(names(folder.path()), ["deck.md"]);
    }
}

/// The stack holds whatever the parser lets through.
#[test]
fn deep_nesting_is_an_error_and_no_crash() {
    let folder = tempfile::tempdir().expect("a folder");
    for source in [
        format!("#({})", ["1"; 100_000].join("+")),
        format!("{}x{}", "#[".repeat(5_000), "]".repeat(5_000)),
        format!("#(a{})", ".x".repeat(100_000)),
    ] {
        let deck = format!("## 一\n\n```{{=typst}}\n{source}\n```\n");
        fs::write(folder.path().join("deck.md"), deck).expect("a deck");
        let output = llmslides(folder.path(), &["build", "deck.md", "-o", "x.pdf"]);
        assert!(matches!(output.status.code(), Some(0 | 1)), "{:?}", output.status);
    }
    let quotes = format!("## 一\n\n{} x\n", "> ".repeat(2_000));
    let lists = format!("## 一\n\n{} x\n", "- ".repeat(2_000));
    let stars = format!("## 一\n\n{}x{}\n", "**a ".repeat(5_000), "**".repeat(5_000));
    for deck in [quotes, lists, stars] {
        fs::write(folder.path().join("deck.md"), deck).expect("a deck");
        let output = llmslides(folder.path(), &["build", "deck.md", "-o", "x.pdf"]);
        assert!(matches!(output.status.code(), Some(0 | 1)), "{:?}", output.status);
    }
}
