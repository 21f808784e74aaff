//! The order of the modules: each uses only what stands before it in the list, whatever the path.
#![allow(clippy::disallowed_methods, reason = "the test reads the source of the program")]

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

/// The modules, each after those that it may use.
const ORDER: [&str; 34] = [
    // What everything may use.
    "diag", "names", "numbers", "locale", "contract",
    // TOML and its places, excerpts of sources.
    "tables", "excerpt", "viewer", // The stages.
    "theme", "deck", "article", "draft", "emit", "engine", "fit", "check", "rehearsal", "export",
    // Where the machine is.
    "fs", "assets", "input", "config", "args", "settings", "report", "pipeline", "worker", "serve",
    "commands", // Whoever runs all of it.
    "stages", "main", "lib", "bin", "build",
];

/// Neighbours that know nothing of each other, although one stands before the other.
const APART: [(&str, &str); 3] = [("deck", "theme"), ("article", "theme"), ("draft", "theme")];

/// The modules that `tests/fuzz` compiles again, with a list of crates of its own.
const FUZZED: [&str; 6] = ["article", "deck", "diag", "draft", "locale", "names"];

#[test]
fn modules_use_what_stands_before_them() {
    let mut wrong = Vec::new();
    for file in sources(&source()) {
        let module = module(&file);
        for other in uses(&fs::read_to_string(&file).expect("a source")) {
            let (Some(own), Some(others)) = (place(&module), place(&other)) else {
                wrong.push(format!(
                    "{}: `{module}` or `{other}` is not in the list",
                    file.display()
                ));
                continue;
            };
            let apart = APART.contains(&(module.as_str(), other.as_str()));
            if own < others || apart {
                wrong.push(format!("{}: `{module}` uses `{other}`", file.display()));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn uses_are_found_wherever_they_stand() {
    let text = "use crate::{deck::Meta, fs};\n// crate::not\nuse crate::theme::{\n    self,\n    Theme,\n};\n\
                fn f() -> crate::diag::Span { g::<pub_crate>(crate::fit::X) }\n\
                pub(crate) fn h() {}\n#[cfg(test)]\nmod tests {\n    use crate::stages;\n}\n";
    assert_eq!(uses(text).into_iter().collect::<Vec<_>>(), ["deck", "diag", "fit", "fs", "theme"]);
}

#[test]
fn the_fuzz_target_declares_the_crates_of_what_it_reads() {
    let names = |manifest: &str| -> BTreeSet<String> {
        let text = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(manifest));
        let manifest: toml::Table = text.expect("a manifest").parse().expect("TOML");
        let crates = manifest["dependencies"].as_table().expect("a table");
        crates.keys().map(|name| name.replace('-', "_")).collect()
    };
    let declared = names("tests/fuzz/Cargo.toml");
    let others: Vec<String> = names("Cargo.toml").difference(&declared).cloned().collect();
    for file in sources(&source()) {
        if !FUZZED.contains(&module(&file).as_str()) {
            continue;
        }
        let text = fs::read_to_string(&file).expect("a source");
        let missing = others.iter().find(|name| {
            let path = format!("{name}::");
            text.lines().any(|line| !line.trim_start().starts_with("//") && line.contains(&path))
        });
        assert_eq!(missing, None, "{} needs a crate of tests/fuzz/Cargo.toml", file.display());
    }
}

/// The folder of the sources.
fn source() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("src")
}

/// Every file of Rust in a folder, but for tests.
fn sources(folder: &Path) -> Vec<PathBuf> {
    let mut files = Vec::new();
    for entry in fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            files.extend(sources(&path));
        } else if path.extension().is_some_and(|ending| ending == "rs")
            && path.file_stem().is_some_and(|stem| stem != "tests")
        {
            files.push(path);
        }
    }
    files
}

/// The top-level module that a file belongs to.
fn module(file: &Path) -> String {
    let path = file.strip_prefix(source()).expect("a source");
    let first = path.iter().next().expect("a name").to_string_lossy();
    first.trim_end_matches(".rs").to_owned()
}

/// Where a module stands in the order.
fn place(module: &str) -> Option<usize> {
    ORDER.iter().position(|name| *name == module)
}

/// The top-level modules that a text names, outside of its comments and tests.
fn uses(text: &str) -> BTreeSet<String> {
    let text = text.split("#[cfg(test)]\nmod ").next().unwrap_or_default();
    let lines = text.lines().map(|line| line.split("//").next().unwrap_or_default());
    let text: String = lines.collect::<Vec<_>>().join("\n");
    let mut names = BTreeSet::new();
    for (at, _) in text.match_indices("crate::") {
        if text[..at].ends_with(|c: char| c.is_alphanumeric() || "_$".contains(c)) {
            continue;
        }
        let rest = &text[at + "crate::".len()..];
        match rest.strip_prefix('{') {
            Some(list) => names.extend(heads(list)),
            None => names.extend(head(rest)),
        }
    }
    names
}

/// The first name of each path in a list that begins here.
fn heads(list: &str) -> Vec<String> {
    let mut depth = 0;
    let mut heads: Vec<String> = head(list).into_iter().collect();
    for (at, sign) in list.char_indices() {
        match sign {
            '{' => depth += 1,
            '}' if depth == 0 => break,
            '}' => depth -= 1,
            ',' if depth == 0 => heads.extend(head(&list[at + 1..])),
            _ => {}
        }
    }
    heads
}

/// The name that a text begins with; that of an item of the root, such as a macro, is none.
fn head(text: &str) -> Option<String> {
    let text = text.trim_start();
    let end = text.find(|c: char| !c.is_alphanumeric() && c != '_').unwrap_or(text.len());
    let name = &text[..end];
    name.starts_with(|c: char| c.is_lowercase()).then(|| name.to_owned())
}
