//! Feeds bytes to the readers of articles, which are what strangers' files meet first: none may
//! make them panic, overflow their stack, or take long, and neither may the drafting of a deck, which
//! may not lose a sentence either.
//!
//! `tests/fuzz/run [SECONDS]` builds and runs it.

#![no_main]
#![allow(dead_code, unused_imports, reason = "only the readers are called")]

#[path = "../../../src/article/mod.rs"]
mod article;
#[path = "../../../src/contract.rs"]
mod contract;
#[path = "../../../src/deck/mod.rs"]
mod deck;
#[path = "../../../src/diag/mod.rs"]
mod diag;
#[path = "../../../src/draft/mod.rs"]
mod draft;

#[path = "../../../src/locale/mod.rs"]
mod locale;
#[path = "../../../src/names.rs"]
mod names;

use std::sync::Once;
use std::time::{Duration, Instant};

use article::{Options, Syntax};
use diag::{Diagnostics, Sources};
use libfuzzer_sys::fuzz_target;

/// What reading may take, whatever is read.
const BASE: Duration = Duration::from_millis(1000);
/// What it may take for each byte: a hundred times of what an article takes.
const EACH: Duration = Duration::from_micros(50);

/// Whether the dictionary is loaded: that takes longer than any input may.
static WARM: Once = Once::new();

/// Drafts a deck of a sentence.
fn warm_up() {
    let mut sources = Sources::default();
    let text = "模型把词语变成向量，再从向量得到词语。";
    let file = sources.add("article", text);
    let (options, mut findings) = (Options::default(), Diagnostics::default());
    let read = article::read(text, file, Syntax::Text, options, &mut findings);
    let _ = draft::draft(&read, &sources, draft::Options::default());
}

fuzz_target!(|bytes: &[u8]| {
    WARM.call_once(warm_up);
    let Ok(decoded) = article::decode::decode(bytes, None) else { return };
    for syntax in [Syntax::Text, Syntax::Html, Syntax::Markdown] {
        for keep_all in [false, true] {
            let options = Options { keep_all, ..Options::default() };
            let start = Instant::now();
            let mut findings = Diagnostics::default();
            let mut sources = Sources::default();
            let file = sources.add("article", decoded.text.as_str());
            let read = article::read(&decoded.text, file, syntax, options, &mut findings);
            if !read.blocks.is_empty() {
                let draft = draft::draft(&read, &sources, draft::Options::default()).expect("no plan");
                let lost: Vec<&str> = draft.account.lost().map(|unit| unit.text.as_str()).collect();
                assert!(lost.is_empty(), "{syntax:?} loses {lost:?}");
            }
            let bound = BASE + EACH * bytes.len() as u32;
            let took = start.elapsed();
            assert!(took < bound, "{syntax:?} takes {took:?} for {} bytes", bytes.len());
        }
    }
});
