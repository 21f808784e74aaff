//! What a run says and what it writes: order and number of messages, targets, manual pages.
#![allow(clippy::disallowed_methods, reason = "tests set up their own folders")]

mod program;

use std::fs;
use std::path::Path;

use llmslides::stages;
use program::{llmslides, names, said, with_deck};

const DECK: &str = "## 定义\n\n- 参数多\n- 数据多\n";

#[test]
fn a_pipe_takes_one_format() {
    let folder = with_deck(DECK);
    let text = said(folder.path(), &["build", "talk.md", "-o", "-", "-f", "pdf,notes"], 2);
    assert!(text.contains("`-o -` takes one format"), "{text}");
    let output = llmslides(folder.path(), &["build", "talk.md", "-o", "-", "-q"]);
    assert!(output.stdout.starts_with(b"%PDF-"));
}

#[test]
fn the_name_of_a_file_tells_its_format() {
    let folder = with_deck(DECK);
    let build = |arguments: &[&str], code: i32| {
        said(folder.path(), &[&["build", "talk.md"], arguments].concat(), code)
    };
    build(&["-o", "x.png"], 0);
    build(&["-o", "x.json"], 0);
    build(&["-o", "x.pdfpc"], 0);
    build(&["-o", "v1.2"], 0);
    build(&["-o", "LOUD.PDF"], 0);
    build(&["-o", "notes.md", "-f", "notes"], 0);
    for (arguments, message) in [
        (&["-o", "y.docx"][..], "cannot write `y.docx`: there is no format `docx`"),
        (&["-o", "y.md"], "there is no format `md`"),
        (&["-o", "y.docx", "-f", "pdf"], "there is no format `docx`"),
        (&["-o", "y.png", "-f", "pdf,json"], "`--format` does not ask for png"),
    ] {
        assert!(build(arguments, 2).contains(message), "{arguments:?}");
    }
    let written = [
        "LOUD.notes.md", "LOUD.pdf", "notes.md", "talk.md", "v1.2.notes.md", "v1.2.pdf", "x.json",
        "x.pdfpc", "x.png",
    ];
    assert_eq!(names(folder.path()), written);
}

#[test]
fn a_file_is_no_folder() {
    let folder = with_deck(DECK);
    for output in ["talk.md/x.pdf", "talk.md/more/x.pdf"] {
        let text = said(folder.path(), &["build", "talk.md", "-o", output], 2);
        assert!(text.contains("`talk.md` is a file"), "{text}");
    }
    let text = said(folder.path(), &["new", "talk.md/talk"], 2);
    assert!(text.contains("`talk.md` is a file"), "{text}");
}

#[test]
#[cfg(unix)]
fn a_link_stays_a_link_and_a_device_a_device() {
    let folder = with_deck(DECK);
    let at = |name: &str| folder.path().join(name);
    fs::create_dir(at("out")).expect("a folder");
    std::os::unix::fs::symlink("out/real.pdf", at("link.pdf")).expect("a link");
    // At first it leads nowhere.
    for _ in 0..2 {
        said(folder.path(), &["build", "talk.md", "-f", "pdf", "-o", "link.pdf"], 0);
        assert!(at("link.pdf").is_symlink());
        assert!(fs::read(at("out/real.pdf")).expect("a PDF").starts_with(b"%PDF-"));
    }
    for arguments in [&["-f", "pdf"][..], &[]] {
        let arguments = [&["build", "talk.md", "-o", "/dev/null"], arguments].concat();
        said(folder.path(), &arguments, 0);
    }
    assert!(!Path::new("/dev/null").is_file() && !Path::new("/dev/null.pdf").exists());
    let output = llmslides(folder.path(), &["build", "talk.md", "-o", "/dev/stdout", "-q"]);
    assert!(output.stdout.starts_with(b"%PDF-"));
    let text = said(folder.path(), &["build", "talk.md", "-o", "/dev/null", "-f", "pdf,notes"], 2);
    assert!(text.contains("`-o /dev/null` takes one format"), "{text}");
}

#[test]
#[cfg(unix)]
fn a_named_pipe_is_written_into() {
    let folder = with_deck(DECK);
    let pipe = folder.path().join("pipe.pdf");
    let made = std::process::Command::new("mkfifo").arg(&pipe).status();
    assert!(made.expect("`mkfifo` runs").success());
    let reader = std::thread::spawn(move || fs::read(pipe).expect("a PDF"));
    said(folder.path(), &["build", "talk.md", "-o", "pipe.pdf"], 0);
    assert!(reader.join().expect("a reader").starts_with(b"%PDF-"));
    assert_eq!(names(folder.path()), ["pipe.pdf", "talk.md"], "nothing stands beside it");
}

#[test]
fn a_folder_of_typst_holds_this_build_only() {
    let folder = with_deck("## 一\n\n甲\n\n## 二\n\n乙\n\n## 三\n\n丙\n");
    let build = ["build", "talk.md", "-f", "typst", "-o", "out"];
    said(folder.path(), &build, 0);
    for own in ["slide-notes.typ", "mine.typ"] {
        fs::write(folder.path().join("out").join(own), "").expect("a file");
    }
    fs::write(folder.path().join("talk.md"), DECK).expect("a deck");
    said(folder.path(), &build, 0);
    let names = names(&folder.path().join("out"));
    let slides = names.iter().filter(|name| name.starts_with("slide-"));
    assert_eq!(slides.collect::<Vec<_>>(), ["slide-01.typ", "slide-notes.typ"], "{names:?}");
    assert!(names.contains(&"mine.typ".to_owned()));
}

#[test]
fn messages_come_in_the_order_of_the_file() {
    let folder = with_deck(
        "## 一\n\n$\\frac{1}{2$\n\n## 二 {.foo}\n\n![](none.png)\n\n## 三 {.bar}\n\n$x_$\n",
    );
    let text = said(folder.path(), &["build", "talk.md"], 1);
    let lines: Vec<usize> = text
        .lines()
        .filter_map(|line| line.split_once("talk.md:")?.1.split(':').next()?.parse().ok())
        .collect();
    // Findings first, errors last.
    assert_eq!(lines, [5, 7, 7, 9, 3, 11], "{text}");
}

#[test]
fn errors_are_never_hidden_by_warnings() {
    let warnings: String = (0..30).map(|n| format!("<x-{n}>\n\n")).collect();
    let folder = with_deck(&format!("## 一\n\n{warnings}\n\n## 二 \n\n$\\frac{{1}}{{2$\n"));
    let text = said(folder.path(), &["build", "talk.md"], 1);
    assert!(text.contains("error[unset]: "), "{text}");
    // The first three of each kind.
    assert_eq!(text.matches("warning[").count(), 4, "{text}");
    assert!(text.contains("… and 27 more of `dropped-html`\n"), "{text}");
}

#[test]
fn a_short_talk_is_not_called_empty() {
    let folder = with_deck(DECK);
    let text = said(folder.path(), &["build", "talk.md"], 0);
    assert!(text.contains("under a minute of talk"), "{text}");
}

#[test]
fn every_topic_has_a_manual_page() {
    let folder = with_deck(DECK);
    let text = |arguments: &[&str]| {
        let output = llmslides(folder.path(), arguments);
        assert_eq!(output.status.code(), Some(0));
        String::from_utf8(output.stdout).expect("text")
    };
    let list = text(&["explain"]);
    let topics: Vec<&str> =
        list.lines().filter_map(|l| l.strip_prefix("  ")?.split(' ').next()).collect();
    assert!(topics.contains(&"timeline") && topics.contains(&"overfull"), "{list}");
    for topic in topics {
        let page = text(&["explain", topic]);
        assert!(page.starts_with(&format!("{topic}: ")), "{page}");
        assert!(page.contains("\nExample\n") || page.len() > 200, "{page}");
    }
    assert!(text(&["explain", "pause"]).starts_with("incremental: Steps\n"));
    assert!(!text(&["explain", "layouts"]).contains("overfull"));
    let text = said(folder.path(), &["explain", "overful"], 2);
    assert!(text.contains("did you mean `overfull`?"), "{text}");
}

#[test]
fn our_own_decks_fit() {
    let folder = tempfile::tempdir().expect("a folder");
    let text = said(folder.path(), &["build"], 0);
    assert!(!text.contains("warning"), "{text}");
    let assets = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/assets");
    for (name, example) in stages::layouts() {
        let text = stages::diag(&example, &assets);
        assert!(!text.contains("overfull"), "{name}: {text}");
    }
}

#[test]
fn what_is_wrong_with_a_command_line_is_said_as_all_else() {
    let folder = with_deck(DECK);
    for (arguments, message) in [
        (&["bild"][..], "error: there is no command `bild`\n = hint: did you mean `build`?\n"),
        (&["talk.md"], " = hint: `llmslides build talk.md` builds it\n"),
        (&["我的 课.md"], " = hint: `llmslides build '我的 课.md'` builds it\n"),
        (
            &["build", "--foo"],
            "error: there is no option `--foo`\n = hint: `llmslides build --help`",
        ),
        (&["build", "--hmtl"], " = hint: `--format html` writes that\n"),
        (&["build", "--tehme", "x"], " = hint: did you mean `--theme`?\n"),
        (
            &["build", "-f", "pptx"],
            "error: `--format` cannot be `pptx`\n = hint: known are `pdf`, ",
        ),
        (
            &["build", "--ppi", "9"],
            "error: `--ppi`: expected a number from 10 to 1200, found `9`\n",
        ),
        (
            &["watch", "--port", "99999"],
            "error: `--port`: expected a number from 0 to 65535, found",
        ),
        (&["build", "x.pdf"], "cannot read `x.pdf`"),
        (&["import"], "error: `<ARTICLE>` is missing\n"),
        (&["themes", "lits"], " = hint: did you mean `list`?\n"),
    ] {
        let text = said(folder.path(), arguments, 2);
        assert!(text.contains(message), "{arguments:?}: {text}");
    }
}

#[test]
fn a_talk_can_begin_in_an_empty_folder() {
    let folder = tempfile::tempdir().expect("a folder");
    said(folder.path(), &["new", "."], 0);
    assert_eq!(names(folder.path()), ["assets", "deck.md", "llmslides.toml"]);
    let text = said(folder.path(), &["new", "."], 2);
    assert!(text.contains("is not empty"), "{text}");
}

#[test]
fn every_command_has_a_page_for_man() {
    let folder = tempfile::tempdir().expect("a folder");
    let page = |arguments: &[&str]| {
        String::from_utf8(llmslides(folder.path(), arguments).stdout).expect("text")
    };
    let commands = page(&["man", "--list"]);
    assert!(commands.lines().count() > 8 && !commands.contains("worker"), "{commands}");
    for command in commands.lines() {
        assert!(page(&["man", command]).contains(&format!("llmslides\\-{command}")), "{command}");
    }
}
