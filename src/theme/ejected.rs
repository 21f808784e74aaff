//! Copies of our templates in a user's hands: what they are copies of, and whether the original has
//! moved on since. A copy says so in a comment line, its stamp:
//!
//! ```text
//! // ejected from classroom/layouts/section.typ, llmslides 0.1.0, 5a1f9c20d3b4e6f7
//! ```

use std::ops::Range;

use super::{bundled, embedded};

/// How a stamp begins, behind the comment sign.
const EJECTED: &str = " ejected from ";
/// Most lines from the top of a file among which its stamp is looked for.
const MOST_LINES: usize = 3;

/// A stamp.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Stamp {
    /// The bundled theme.
    pub(crate) theme: String,
    /// The file's path in it.
    pub(crate) path: String,
    /// The version of the program.
    pub(crate) version: String,
    /// Hash of the original.
    hash: String,
    /// Where it stands, in bytes of the file.
    pub(crate) range: Range<usize>,
}

/// The text of a bundled theme's file; for what a theme leaves to the base, that of the base.
pub(crate) fn original(theme: &str, path: &str) -> Option<String> {
    if !bundled().any(|name| name == theme) {
        return None;
    }
    embedded(theme).remove(path).or_else(|| embedded("base").remove(path))
}

/// A copy of a file of a bundled theme, with its stamp.
pub(crate) fn copy(theme: &str, path: &str) -> Option<String> {
    let text = original(theme, path)?;
    let comment = if path.ends_with(".toml") { "#" } else { "//" };
    let (version, hash) = (env!("CARGO_PKG_VERSION"), hash(&text));
    Some(format!("{comment}{EJECTED}{theme}/{path}, llmslides {version}, {hash}\n{text}"))
}

/// The stamp of a file; `None` if it is not a copy.
pub(crate) fn stamp(text: &str) -> Option<Stamp> {
    let mut start = 0;
    for line in text.split_inclusive('\n').take(MOST_LINES) {
        let written = line.trim_end();
        let rest = written.strip_prefix("//").or_else(|| written.strip_prefix('#'));
        if let Some(rest) = rest.and_then(|rest| rest.strip_prefix(EJECTED)) {
            let mut parts = rest.split(", ");
            let (theme, path) = parts.next()?.split_once('/')?;
            let version = parts.next()?.strip_prefix("llmslides ")?;
            return Some(Stamp {
                theme: theme.to_owned(),
                path: path.to_owned(),
                version: version.to_owned(),
                hash: parts.next()?.trim().to_owned(),
                range: start..start + written.len(),
            });
        }
        start += line.len();
    }
    None
}

/// The text of a copy without its stamp.
pub(crate) fn without_stamp(text: &str) -> String {
    match stamp(text) {
        None => text.to_owned(),
        Some(stamp) => {
            let rest = &text[stamp.range.end..];
            let rest = rest.trim_start_matches('\r');
            text[..stamp.range.start].to_owned() + rest.strip_prefix('\n').unwrap_or(rest)
        }
    }
}

impl Stamp {
    /// The current original; `None` if it no longer exists.
    pub(crate) fn original(&self) -> Option<String> {
        original(&self.theme, &self.path)
    }

    /// Whether the original has changed since it was copied.
    pub(crate) fn is_stale(&self) -> bool {
        self.original().is_none_or(|text| hash(&text) != self.hash)
    }

    /// Whether a copy is still as it was ejected, apart from its stamp.
    pub(crate) fn is_untouched(&self, text: &str) -> bool {
        hash(&without_stamp(text)) == self.hash
    }
}

/// A hash that never changes between versions: 64-bit FNV-1a. It detects accidents, not attacks.
fn hash(text: &str) -> String {
    let fold = |hash: u64, byte: u8| (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3);
    // Windows line ends do not count.
    let bytes = text.bytes().filter(|byte| *byte != b'\r');
    format!("{:016x}", bytes.fold(0xcbf2_9ce4_8422_2325, fold))
}

#[cfg(test)]
mod tests {
    use super::{copy, hash, original, stamp, without_stamp};

    #[test]
    fn a_copy_knows_its_original() {
        for path in ["theme.toml", "layouts/section.typ"] {
            let text = copy("classroom", path).expect("a file of the theme");
            let found = stamp(&text).expect("a stamp");
            assert_eq!((found.theme.as_str(), found.path.as_str()), ("classroom", path));
            assert_eq!(found.version, env!("CARGO_PKG_VERSION"));
            assert!(!found.is_stale() && found.is_untouched(&text));
            assert_eq!(Some(without_stamp(&text)), original("classroom", path));
            let changed = text.clone() + "// mine\n";
            assert!(!stamp(&changed).expect("a stamp").is_untouched(&changed));
            let hash =
                text.lines().next().and_then(|line| line.rsplit(' ').next()).expect("a hash");
            let old = text.replacen(hash, "0123456789abcdef", 1);
            assert!(stamp(&old).expect("a stamp").is_stale());
        }
        assert_eq!(copy("classroom", "layouts/none.typ"), None);
        assert_eq!(stamp("/*---\nsummary = \"\"\n---*/\n"), None);
        assert_eq!(hash(""), "cbf29ce484222325");
    }
}
