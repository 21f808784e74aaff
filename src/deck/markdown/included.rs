//! Included files: how a text names them, and what was found. Nothing is read here.

use std::collections::BTreeMap;

use super::{Dialect, dialect, front, scan};
use crate::diag::{Diagnostics, FileId};

/// The files of a deck, and the target of each include in them.
#[derive(Debug, Default)]
pub(crate) struct Included {
    /// Files that follow the deck, as if its last line included them.
    pub(crate) appended: Vec<FileId>,
    /// The folder of each file below the root: empty, or with a slash at its end.
    folders: BTreeMap<FileId, String>,
    /// The target of a path in a file.
    found: BTreeMap<(FileId, String), Result<FileId, Unreadable>>,
}

/// Why a file cannot be included.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Unreadable {
    /// One clause.
    pub(crate) message: String,
    /// How to fix it.
    pub(crate) hint: &'static str,
}

impl Included {
    /// Adds a file and its folder below the root.
    pub(crate) fn add_file(&mut self, file: FileId, folder: &str) {
        let slash = if folder.is_empty() { "" } else { "/" };
        self.folders.insert(file, format!("{folder}{slash}"));
    }

    /// Adds the target of a path in a file.
    pub(crate) fn add(&mut self, from: FileId, path: &str, found: Result<FileId, Unreadable>) {
        self.found.insert((from, path.to_owned()), found);
    }

    /// Every file.
    pub(crate) fn files(&self) -> impl Iterator<Item = FileId> {
        self.folders.keys().copied()
    }

    /// The target of a path in a file; `None` if it was not looked up.
    pub(super) fn find(&self, from: FileId, path: &str) -> Option<&Result<FileId, Unreadable>> {
        self.found.get(&(from, path.to_owned()))
    }

    /// A path relative to a file's folder, made relative to the root.
    pub(super) fn rooted(&self, file: FileId, path: &str) -> String {
        let folder = self.folders.get(&file).map_or("", String::as_str);
        let elsewhere = path.starts_with('/') || path.contains("://") || path.starts_with("data:");
        if elsewhere { path.to_owned() } else { format!("{folder}{path}") }
    }
}

/// Every path that a text may include, possibly with some that it only mentions.
pub(crate) fn mentions(text: &str) -> Vec<String> {
    let mut paths: Vec<String> = text.lines().filter_map(in_line).map(str::to_owned).collect();
    // Most front matter includes nothing, and finding it means scanning the whole text.
    if !text.contains("include") {
        return paths;
    }
    // Faults of the text are reported when it is read.
    let mut ignored = Diagnostics::default();
    let nowhere = FileId(u16::MAX);
    if let Some(range) = scan::scan_deck(text, nowhere, Dialect::Own, &mut ignored).front_matter {
        let front = front::read(&text[range.clone()], range.start, nowhere, &mut ignored);
        paths.extend(front.meta.include.into_iter().map(|(path, _)| path));
    }
    paths
}

/// The path that a line includes.
fn in_line(line: &str) -> Option<&str> {
    // It may be inside a quotation or an item.
    let line = line.trim_start_matches([' ', '\t', '>', '-', '*', '+']).trim_end();
    let in_comment = || in_comment(line.strip_prefix("<!--")?.strip_suffix("-->")?);
    let of_tool = dialect::TOOLS.iter().find_map(|tool| tool.mention(line));
    of_tool.or_else(in_comment).filter(|path| !path.is_empty())
}

/// The path in `include: part.md`, the text of a comment.
pub(super) fn in_comment(text: &str) -> Option<&str> {
    let path = text.trim().strip_prefix("include:")?.trim().trim_matches(['"', '\'']);
    (!path.is_empty() && !path.contains('\n')).then_some(path)
}

#[cfg(test)]
mod tests {
    use super::mentions;

    #[test]
    fn every_way_to_include() {
        let text = "---\ntitle: x\ninclude: [a.md, \"b c.md\"]\n---\n\n{{< include c.md >}}\n\n\
                    <!-- include: d/e.md -->\n\n---\nsrc: ./f.md\n---\n\n<!-- 备注: x -->\n";
        let mut paths = mentions(text);
        paths.sort();
        assert_eq!(paths, ["./f.md", "a.md", "b c.md", "c.md", "d/e.md"]);
        assert!(mentions("# 一\n\ninclude the rest\n").is_empty());
    }
}
