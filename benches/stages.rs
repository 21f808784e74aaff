//! Times the stages on the bundled deck and on a long one: `cargo bench`.
//!
//! Compiling is measured as a cold process would do it: the compiler's cache is emptied before
//! each run. `scripts/bench` compares whole runs with an ordinary Typst compiler.

#![allow(clippy::disallowed_methods, reason = "a bench reads its own input")]

use std::path::{Path, PathBuf};

use divan::Bencher;
use llmslides::stages;

fn main() {
    divan::main();
}

/// The folder of the bundled deck.
fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("slides/intro-to-llms")
}

/// The bundled deck, `copies` times over.
fn deck(copies: usize) -> String {
    let text = std::fs::read_to_string(folder().join("deck.md")).expect("the bundled deck");
    let end = text.find("\n---\n").expect("front matter") + 5;
    let (front, body) = text.split_at(end);
    format!("{front}{}", body.repeat(copies))
}

/// Markdown to deck.
#[divan::bench(args = [1, 10])]
fn read(bencher: Bencher, copies: usize) {
    let text = deck(copies);
    bencher.bench(|| stages::deck(&text, &folder()));
}

/// Markdown to Typst.
#[divan::bench(args = [1, 10])]
fn emit(bencher: Bencher, copies: usize) {
    let text = deck(copies);
    bencher.bench(|| stages::emit(&text, &folder()));
}

/// Markdown to PDF with an empty cache.
#[divan::bench(args = [1, 10], sample_count = 10, sample_size = 1)]
fn build_cold(bencher: Bencher, copies: usize) {
    let text = deck(copies);
    bencher
        .with_inputs(|| comemo::evict(0))
        .bench_values(|()| stages::pdf(&text, &folder()).expect("a PDF"));
}

/// The modes that are compared: each slide compiled once, and fitted.
const MODES: [&str; 2] = ["error", "auto"];

/// Laying out the bundled deck, of which few slides have to be set anew: budget 1.25.
#[divan::bench(args = MODES, sample_count = 10, sample_size = 1)]
fn fit(bencher: Bencher, mode: &str) {
    let text = deck(1).replacen("---\n", &format!("---\nfit: {mode}\n"), 1);
    bencher
        .with_inputs(|| comemo::evict(0))
        .bench_values(|()| stages::page_texts(&text, &folder()).expect("pages"));
}

/// Laying out a deck of which every slide has to be continued: budget 3.
#[divan::bench(args = MODES, sample_count = 10, sample_size = 1)]
fn fit_splitting(bencher: Bencher, mode: &str) {
    let point = |n: usize| format!("- 要点 {n}：一句话说明它为什么重要，以及它从哪里来\n");
    let points: String = (1..=40).map(point).collect();
    let slides: String = (1..=40).map(|n| format!("## 第 {n} 张\n\n{points}\n")).collect();
    let text = format!("---\nfit: {mode}\n---\n\n{slides}");
    bencher
        .with_inputs(|| comemo::evict(0))
        .bench_values(|()| stages::page_texts(&text, &folder()).expect("pages"));
}
