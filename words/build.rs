//! Makes an automaton of the dictionary: the program maps it and needs no time to load it.

#![allow(clippy::disallowed_methods, reason = "a build script reads and writes files")]

use std::collections::BTreeMap;
use std::io::Read;
use std::path::PathBuf;
use std::{env, fs};

/// How often a term is used, as the dictionary counts it: some fifty times.
const TERM: u64 = 31;

fn main() {
    println!("cargo::rerun-if-changed=zh.txt.zst");
    println!("cargo::rerun-if-changed=terms.txt");
    let packed = fs::File::open("zh.txt.zst").expect("the dictionary beside this file");
    let mut text = String::new();
    ruzstd::decoding::StreamingDecoder::new(packed)
        .expect("a frame of zstd")
        .read_to_string(&mut text)
        .expect("UTF-8");
    let words = text.lines().map(|line| {
        let (word, steps) = line.split_once(' ').expect("a word and a number");
        (word, steps.parse::<u64>().expect("a number"))
    });
    let mut words: BTreeMap<&str, u64> = words.collect();
    let terms = fs::read_to_string("terms.txt").expect("the terms beside this file");
    for term in terms.lines().filter(|line| !line.starts_with('#')).flat_map(str::split_whitespace)
    {
        words.entry(term).or_insert(TERM);
    }
    let map = fst::Map::from_iter(words).expect("words in the order of their bytes");
    let out = PathBuf::from(env::var_os("OUT_DIR").expect("set by cargo"));
    fs::write(out.join("zh.fst"), map.as_fst().as_bytes())
        .expect("a folder that can be written to");
}
