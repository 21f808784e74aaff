//! The manual page of each finding: what it means, why it matters, how to fix it, an example.

use std::sync::LazyLock;

use include_dir::{Dir, File, include_dir};

use super::Levels;

/// The pages: `CODE.md` for each finding.
static MANUAL: Dir = include_dir!("$CARGO_MANIFEST_DIR/src/check/manual");

/// Code and page of each finding, in alphabetical order.
static PAGES: LazyLock<Vec<(&str, &str)>> = LazyLock::new(|| {
    let page =
        |file: &'static File| Some((file.path().file_stem()?.to_str()?, file.contents_utf8()?));
    let mut pages: Vec<_> = MANUAL.files().filter_map(page).collect();
    pages.sort_unstable();
    pages
});

/// The codes of all findings.
pub(crate) fn codes() -> impl Iterator<Item = &'static str> {
    PAGES.iter().map(|(code, _)| *code)
}

/// The page of a finding.
pub(crate) fn page(code: &str) -> Option<&'static str> {
    PAGES.iter().find(|(known, _)| *known == code).map(|(_, page)| *page)
}

/// What a finding means, in a line.
pub(crate) fn summary(code: &str) -> &'static str {
    let first = page(code).and_then(|page| page.lines().next());
    first.and_then(|line| line.split_once(": ")).map_or("", |(_, summary)| summary)
}

/// Every page in one document of Markdown, with the level of each finding.
pub(crate) fn document() -> String {
    let mut out = DOCUMENT.to_owned();
    for (code, page) in &*PAGES {
        let level = Levels::default().of(code).name();
        let (_, body) = page.split_once('\n').unwrap_or_default();
        out += &format!("\n## {code}\n\n{} Default level: `{level}`.\n", sentence(summary(code)));
        out += &section_by_section(body);
    }
    out
}

/// The introduction of the document.
const DOCUMENT: &str = "\
<!-- Made from src/check/manual/: `BLESS=1 cargo test --release --test cases findings` writes it. -->

# Findings

What `llmslides check` and `llmslides build` report. `llmslides explain CODE` shows a page in the terminal.

What becomes of a finding is its level: `off`, a warning (`warn`), an error (`error`: the outputs are written, and the exit code
is 1), or a reason to write nothing (`deny`). It is set in `llmslides.toml` beside the deck or in the deck's front matter, which
goes first.

```toml
[check]
dense-slide = \"deny\"
topic-title = \"warn\"
```

```yaml
check:
  dense-slide: deny
```

A single slide allows a finding on its heading: `## 标题 {allow=\"dense-slide small-text\"}`.
With `--deny warnings`, nothing is written if anything was found.
";

/// A summary as a sentence.
fn sentence(summary: &str) -> String {
    let mut chars = summary.chars();
    let first = chars.next().map(|c| c.to_uppercase().to_string()).unwrap_or_default();
    format!("{first}{}.", chars.as_str())
}

/// Formats the sections of a page: names in bold, text without indentation, the example as code.
fn section_by_section(body: &str) -> String {
    let (mut out, mut example) = (String::new(), false);
    for line in body.trim().lines() {
        match line.strip_prefix("  ") {
            Some(text) => out += &format!("{text}\n"),
            None if line.is_empty() => out.push('\n'),
            None => {
                example = line == "Example";
                out += &format!("\n**{line}**\n\n");
                out += if example { "````markdown\n" } else { "" };
            }
        }
    }
    let end = if example { "````\n" } else { "" };
    // Exactly one blank line separates the sections.
    out.replace("\n\n\n", "\n\n") + end
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;
    use std::fs;
    use std::path::Path;

    use super::{PAGES, codes, summary};

    /// What precedes a code in the source.
    const BEFORE: [&str; 8] = [
        "Diagnostic::warning(", ".ignore(", "code: Some(", "code = Some(", "Rule::new(",
        ".finding(", ".finding_at(", ".say(",
    ];

    #[test]
    fn every_code_in_the_source_has_a_page_and_every_page_a_code() {
        let mut used = BTreeSet::new();
        scan(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src"), &mut used);
        let known: BTreeSet<String> = codes().map(str::to_owned).collect();
        assert_eq!(used, known);
    }

    #[test]
    fn a_page_begins_with_its_code_and_has_every_part() {
        for (code, page) in &*PAGES {
            assert!(page.starts_with(&format!("{code}: ")), "{code}");
            assert!(!summary(code).is_empty(), "{code}");
            for part in ["What it means", "Why it matters", "How to fix it", "Example"] {
                assert!(page.contains(&format!("\n\n{part}\n  ")), "{code}: {part}");
            }
            assert!(page.lines().all(|line| line.chars().count() <= 80), "{code}");
        }
    }

    #[allow(clippy::disallowed_methods, reason = "the source is only there when tests run")]
    fn scan(folder: &Path, codes: &mut BTreeSet<String>) {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                scan(&path, codes);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                let text = fs::read_to_string(&path).unwrap();
                for before in BEFORE {
                    codes.extend(text.split(before).skip(1).filter_map(code));
                }
            }
        }
    }

    /// The code that a call begins with, if it is a literal.
    fn code(call: &str) -> Option<String> {
        let code = call.trim_start().strip_prefix('"')?.split('"').next()?;
        code.bytes().all(|b| b == b'-' || b.is_ascii_lowercase()).then(|| code.to_owned())
    }
}
