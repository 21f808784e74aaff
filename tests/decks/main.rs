//! Builds decks and articles that seeds decide, with everything in them that they may hold, and holds the
//! program to its word: no panic, no abort, no error of ours, no end of its patience; what `import`
//! makes of an article builds, gives what `build` makes of it at once, and what its plan makes.
//!
//! `cargo test --release --test decks` builds a few; `DECKS_SECONDS=120` as many as it can in that
//! time. `DECKS_SEED=N` begins with another one; `DECKS_COUNT=1` with it builds just that one again.

#![allow(clippy::disallowed_methods, reason = "a test sets up its own folders")]

mod article;
mod blocks;
mod deck;
#[path = "../program/mod.rs"]
mod program;
mod random;
mod text;

use std::env;
use std::fs;
use std::path::Path;
use std::sync::Mutex;
use std::sync::atomic::{AtomicU64, Ordering::Relaxed};
use std::thread;
use std::time::{Duration, Instant};

use tempfile::TempDir;

/// How many decks are built when nobody says for how long.
const USUAL_COUNT: u64 = 40;
/// How many seconds a deck may take. Most take a fifth of one; some with tables in narrow columns ten,
/// and a machine may be busy.
const PATIENCE: &str = "60";
/// What the decks show.
const ASSETS: [&str; 4] = ["cat.png", "dot.png", "broken.svg", "not-a-picture.png"];

#[test]
fn any_deck_is_built_or_says_why_not() {
    hold(|seed| ("talk.md", deck::deck(seed)), fault);
}

#[test]
fn any_article_is_drafted_and_its_draft_builds() {
    hold(article::article, fault_of_draft);
}

/// What makes a text of a seed, and what it is called.
type Make = fn(u64) -> (&'static str, String);
/// What the program does with a text that it may not do; `None` if all is well.
type Fault = fn(&TempDir, &str, &str) -> Option<String>;

/// Tries texts until one is at fault.
fn hold(make: Make, fault: Fault) {
    let first = number("DECKS_SEED").unwrap_or(1);
    let seconds = number("DECKS_SECONDS");
    let most = number("DECKS_COUNT").or_else(|| seconds.is_none().then_some(USUAL_COUNT));
    let end = seconds.map(|seconds| Instant::now() + Duration::from_secs(seconds));
    let next = AtomicU64::new(first);
    let failures = Mutex::new(Vec::new());
    let work = || {
        let folder = folder();
        while end.is_none_or(|end| Instant::now() < end) {
            let seed = next.fetch_add(1, Relaxed);
            if most.is_some_and(|most| seed >= first + most) {
                break;
            }
            let (name, text) = make(seed);
            if let Some(said) = fault(&folder, name, &text) {
                failures.lock().expect("no panic").push((seed, name, said, text));
            }
        }
    };
    thread::scope(|scope| {
        (0..thread::available_parallelism().map_or(1, usize::from)).for_each(|_| {
            scope.spawn(work);
        });
    });
    let failures = failures.into_inner().expect("no panic");
    let reports: Vec<String> =
        failures.into_iter().take(10).map(|failure| report(failure, fault)).collect();
    assert!(reports.is_empty(), "{}", reports.join("\n\n"));
}

/// A number in the environment.
fn number(name: &str) -> Option<u64> {
    env::var(name).ok().map(|text| text.parse().expect("a number"))
}

/// A folder with what the decks show.
fn folder() -> TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    for name in ASSETS {
        let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/assets").join(name);
        fs::copy(source, folder.path().join(name)).expect("a picture");
    }
    folder
}

/// What is wrong with how a deck is built.
fn fault(folder: &TempDir, name: &str, text: &str) -> Option<String> {
    fs::write(folder.path().join(name), text).expect("a deck");
    run(folder, &["build", name, "-o", "out.pdf", "--time-limit", PATIENCE], &[0, 1]).err()
}

/// What is wrong with how an article is drafted and built.
fn fault_of_draft(folder: &TempDir, name: &str, text: &str) -> Option<String> {
    let in_it = |name: &str| folder.path().join(name);
    fs::write(in_it(name), text).expect("an article");
    let import = |to: &str, more: &[&str]| {
        run(folder, &[&["import", name, "-o", to, "--force"], more].concat(), &[0, 1])
    };
    match import("draft.md", &["--plan-out", "plan.json"]) {
        Err(fault) => return Some(fault),
        Ok(said) if said.contains("there is no article") => return None,
        Ok(_) => {}
    }
    // What the rules chose is a plan that gives the same draft.
    if let Err(fault) = import("again.md", &["--plan", "plan.json"]) {
        return Some(fault);
    }
    let read = |name: &str| fs::read(in_it(name)).expect("a draft");
    if read("draft.md") != read("again.md") {
        return Some("internal error: the plan gives another draft".to_owned());
    }
    let build = |name: &str, to: &str| {
        let _ = fs::remove_dir_all(in_it(to));
        fs::create_dir(in_it(to)).expect("a folder");
        let arguments =
            ["build", name, "--as", if name == "draft.md" { "deck" } else { "article" }];
        let outputs = ["-f", "typst,notes", "-o", to, "--time-limit", PATIENCE];
        run(folder, &[&arguments[..], &outputs[..]].concat(), &[0, 1])
    };
    if let Err(fault) = build(name, "at-once").and_then(|_| build("draft.md", "later")) {
        return Some(fault);
    }
    let (once, later) = (written(&in_it("at-once")), written(&in_it("later")));
    (once.is_empty() || once != later).then(|| "internal error: not the same".to_owned())
}

/// Runs the program, which may end with one of some codes; `Err` says what it did else.
fn run(folder: &TempDir, arguments: &[&str], codes: &[i32]) -> Result<String, String> {
    let output = program::llmslides(folder.path(), arguments);
    let said = program::stderr(&output);
    let broken = !output.status.code().is_some_and(|code| codes.contains(&code))
        || said.contains("internal error")
        || said.contains("takes more than")
        || said.chars().any(|c| c.is_control() && c != '\n');
    if broken { Err(format!("{}\n{said}", output.status)) } else { Ok(said) }
}

/// What was written into a folder, whatever the deck was called.
fn written(folder: &Path) -> Vec<String> {
    let mut texts = Vec::new();
    for entry in fs::read_dir(folder).expect("a folder").flatten() {
        match entry.path() {
            path if path.is_dir() => texts.extend(written(&path)),
            path => texts.push(String::from_utf8_lossy(&fs::read(path).expect("a file")).into()),
        }
    }
    texts.sort();
    texts
}

/// A failure with the least of its text that still fails in the same way.
fn report((seed, name, fault_of_all, text): (u64, &str, String, String), fault: Fault) -> String {
    let folder = folder();
    let mut paragraphs: Vec<&str> = text.split("\n\n").collect();
    let mut said = fault_of_all;
    let kind = kind_of(&said).map(str::to_owned);
    let mut size = paragraphs.len().div_ceil(2);
    while size > 0 {
        let mut at = 0;
        while at < paragraphs.len() {
            let mut fewer = paragraphs.clone();
            fewer.drain(at..(at + size).min(paragraphs.len()));
            match fault(&folder, name, &fewer.join("\n\n"))
                .filter(|fault| kind_of(fault) == kind.as_deref())
            {
                Some(fault) => (paragraphs, said) = (fewer, fault),
                None => at += size,
            }
        }
        size /= 2;
    }
    let text = paragraphs.join("\n\n");
    format!("DECKS_SEED={seed} DECKS_COUNT=1\n{said}\n--- {name}\n{text}\n---")
}

/// What makes two faults the same: the first line that speaks of it.
fn kind_of(fault: &str) -> Option<&str> {
    fault.lines().find(|line| line.contains("internal error") || line.contains("takes more than"))
}
