//! A deck that a child builds again and again, and what becomes of the child.
#![allow(clippy::disallowed_methods, reason = "tests set up their own folders")]

mod program;

use std::fs;
use std::io::Write;
use std::path::Path;
use std::process::Stdio;
use std::thread;
use std::time::{Duration, Instant};

use llmslides::stages::Rebuilt;
use program::{command, with_deck};

const DECK: &str = "## 定义\n\n- 参数多\n- 数据多\n\n## 图\n\n![图](cat.png)\n\n![图](none.png)\n";
const ENDLESS: &str = "## 一\n\n```{=typst}\n#lorem(500000000)\n```\n";
const HUGE: &str = "## 一\n\n```{=typst}\n#(\"a\" * 2000000000)\n```\n";

/// The deck of a folder.
fn rebuilt(folder: &Path, options: &[&str]) -> Rebuilt {
    let deck = folder.join("talk.md").display().to_string();
    let arguments: Vec<&str> = options.iter().copied().chain([deck.as_str()]).collect();
    Rebuilt::new(Path::new(env!("CARGO_BIN_EXE_llmslides")), &arguments)
}

#[test]
fn a_deck_is_built_as_it_is_now() {
    let folder = with_deck(DECK);
    let cat = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/assets/cat.png");
    fs::copy(&cat, folder.path().join("cat.png")).expect("a picture");
    let mut deck = rebuilt(folder.path(), &[]);
    let first = deck.build(&["pdf", "notes"]).expect("slides");
    let formats: Vec<&str> = first.files.iter().map(|(format, ..)| format.as_str()).collect();
    assert_eq!(formats, ["pdf", "notes"]);
    assert!(first.said.contains("warning[missing-picture]"), "{}", first.said);
    assert_eq!(first.findings["deck"]["slides"], 2);
    for path in ["talk.md", "cat.png", "none.png", "llmslides.toml"] {
        assert!(first.reads.iter().any(|read| read.ends_with(path)), "{path}: {:?}", first.reads);
    }
    // The same in one process and in another.
    let again = deck.build(&["pdf"]).expect("slides");
    assert!(again.files[0].2 == first.files[0].2);
    let other = rebuilt(folder.path(), &[]).build(&["pdf"]).expect("slides");
    assert!(other.files[0].2 == first.files[0].2);
    // What changed is seen, what is gone, too.
    fs::copy(&cat, folder.path().join("none.png")).expect("a picture");
    let now = deck.build(&["typst"]).expect("slides");
    assert_eq!(now.said, "");
    fs::write(folder.path().join("talk.md"), "## 新的\n\n- 一\n").expect("a deck");
    let now = deck.build(&["pdf", "typst"]).expect("slides");
    assert_eq!(now.findings["deck"]["slides"], 1);
    assert!(
        now.files.iter().all(|(_, name, _)| name != "slide-002.typ"),
        "the old slides are gone"
    );
    fs::remove_file(folder.path().join("talk.md")).expect("a deck");
    let gone = deck.build(&["pdf"]).expect("an answer");
    assert!(gone.files.is_empty() && gone.said.contains("cannot read"), "{}", gone.said);
    fs::write(folder.path().join("talk.md"), DECK).expect("a deck");
    assert_eq!(deck.build(&["pdf"]).expect("slides").findings["deck"]["slides"], 2);
}

#[test]
fn whoever_asks_outlives_a_deck_without_end() {
    let folder = with_deck(ENDLESS);
    let mut deck = rebuilt(folder.path(), &["--time-limit", "1", "--memory-limit", "300"]);
    let ended = deck.build(&["pdf"]).err().expect("it cannot be built");
    assert!(ended.contains("compiling the deck takes more than 1 s"), "{ended}");
    assert!(ended.contains("talk.md:4:1"), "{ended}");
    fs::write(folder.path().join("talk.md"), HUGE).expect("a deck");
    let ended = deck.build(&["pdf"]).err().expect("it cannot be built");
    assert!(ended.contains("takes more than 300 MiB"), "{ended}");
    fs::write(folder.path().join("talk.md"), "## 好\n\n- 一\n").expect("a deck");
    assert_eq!(deck.build(&["pdf"]).expect("slides").said, "");
    // The limits begin anew with each build.
    thread::sleep(Duration::from_millis(1200));
    assert_eq!(deck.build(&["pdf"]).expect("slides").said, "");
}

#[test]
fn a_build_can_be_stopped() {
    let folder = with_deck(ENDLESS);
    let mut deck = rebuilt(folder.path(), &[]);
    let stop = deck.stopper();
    let stopping = thread::spawn(move || {
        thread::sleep(Duration::from_millis(500));
        stop();
    });
    let ended = deck.build(&["pdf"]).err().expect("it was stopped");
    assert!(ended.starts_with("error: the compiler ended"), "{ended}");
    stopping.join().expect("it stopped");
    fs::write(folder.path().join("talk.md"), "## 好\n\n- 一\n").expect("a deck");
    assert_eq!(deck.build(&["pdf"]).expect("slides").said, "");
    // One that was ended in between is started again.
    deck.stopper()();
    assert_eq!(deck.build(&["pdf"]).expect("slides").said, "");
}

#[test]
fn a_child_ends_with_whoever_asks() {
    let folder = with_deck(ENDLESS);
    let mut child = command(folder.path(), &["worker", "talk.md"]);
    child.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null());
    let mut child = child.spawn().expect("it starts");
    let mut requests = child.stdin.take().expect("a pipe");
    requests.write_all(b"{\"formats\":[\"pdf\"]}\n").expect("it listens");
    thread::sleep(Duration::from_millis(500));
    assert!(child.try_wait().expect("a state").is_none(), "it works");
    drop(requests);
    let started = Instant::now();
    child.wait().expect("it ends");
    assert!(started.elapsed() < Duration::from_secs(10));
}

#[test]
fn what_cannot_be_built_at_all_is_said() {
    let folder = with_deck(DECK);
    let ended = rebuilt(folder.path(), &["--root", "/nowhere"]).build(&["pdf"]).err();
    assert!(ended.is_some_and(|said| said.contains("the deck is not in that folder")));
    let program = folder.path().join("none");
    let ended = Rebuilt::new(&program, &["talk.md"]).build(&["pdf"]).err();
    assert!(ended.is_some_and(|said| said.starts_with("error: cannot start the compiler")));
}

#[test]
fn fonts_that_come_and_go_are_seen() {
    // Two characters that no bundled font has.
    let folder = with_deck("## 罕见字\n\n𪚥与㐃\n");
    let fonts = folder.path().join("fonts");
    let mut deck = rebuilt(folder.path(), &[]);
    let without = deck.build(&["pdf"]).expect("slides");
    assert!(without.said.contains("no font has `𪚥`"), "{}", without.said);
    let reads = |reads: &[String], path: &str| reads.iter().any(|read| read.ends_with(path));
    assert!(reads(&without.reads, "fonts"), "{:?}", without.reads);
    fs::create_dir(&fonts).expect("a folder");
    let font = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/assets/fonts/CaseSans.ttf");
    fs::copy(font, fonts.join("Case.ttf")).expect("a font");
    // Pages that are not laid out again are set in the same font as before.
    for _ in 0..2 {
        let with = deck.build(&["pdf"]).expect("slides");
        assert!(with.said.contains("set in `Case Sans`"), "{}", with.said);
        assert!(reads(&with.reads, "fonts/Case.ttf"), "{:?}", with.reads);
    }
    fs::remove_file(fonts.join("Case.ttf")).expect("a font");
    let without = deck.build(&["pdf"]).expect("slides");
    assert!(without.said.contains("no font has `𪚥`"), "{}", without.said);
}
