//! Builds decks that seeds decide, with everything in them that a deck may hold, and holds the
//! program to its word: no panic, no abort, no error of ours, no end of its patience.
//!
//! `cargo test --release --test decks` builds a few; `DECKS_SECONDS=120` as many as it can in that
//! time. `DECKS_SEED=N` begins with another one; `DECKS_COUNT=1` with it builds just that one again.

#![allow(clippy::disallowed_methods, reason = "a test sets up its own folders")]

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
            let text = deck::deck(seed);
            if let Some(fault) = fault(&folder, &text) {
                failures.lock().expect("no panic").push((seed, fault, text));
            }
        }
    };
    thread::scope(|scope| {
        (0..thread::available_parallelism().map_or(1, usize::from)).for_each(|_| {
            scope.spawn(work);
        });
    });
    let failures = failures.into_inner().expect("no panic");
    let reports: Vec<String> = failures.into_iter().take(10).map(report).collect();
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

/// What the program does with a deck that it may not do; `None` if all is well.
fn fault(folder: &TempDir, text: &str) -> Option<String> {
    fs::write(folder.path().join("talk.md"), text).expect("a deck");
    let arguments = ["build", "talk.md", "-o", "out.pdf", "--time-limit", PATIENCE];
    let output = program::llmslides(folder.path(), &arguments);
    let said = program::stderr(&output);
    let broken = !matches!(output.status.code(), Some(0 | 1))
        || said.contains("internal error")
        || said.contains("takes more than")
        || said.chars().any(|c| c.is_control() && c != '\n');
    broken.then(|| format!("{}\n{said}", output.status))
}

/// A failure with the least of its deck that still fails in the same way.
fn report((seed, fault_of_all, text): (u64, String, String)) -> String {
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
            match fault(&folder, &fewer.join("\n\n"))
                .filter(|fault| kind_of(fault) == kind.as_deref())
            {
                Some(fault) => (paragraphs, said) = (fewer, fault),
                None => at += size,
            }
        }
        size /= 2;
    }
    let deck = paragraphs.join("\n\n");
    format!("DECKS_SEED={seed} DECKS_COUNT=1\n{said}\n--- the deck\n{deck}\n---")
}

/// What makes two faults the same: the first line that speaks of it.
fn kind_of(fault: &str) -> Option<&str> {
    fault.lines().find(|line| line.contains("internal error") || line.contains("takes more than"))
}
