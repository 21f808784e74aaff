//! Pictures as editors of Markdown write them (Obsidian, Typora, HackMD), which CommonMark takes for
//! text: `![[图.png|300]]`, `![图](my picture.png)`, `![图](a.png =300x200)`.

use std::borrow::Cow;

use super::Adapter;
use crate::deck::markdown::closing;
use crate::deck::markdown::scan::Scan;
use crate::names;

/// All of them.
pub(super) struct Editors;

impl Adapter for Editors {
    fn line(&self, scan: &mut Scan, index: usize) -> usize {
        match rewritten(scan.lines.text(index)) {
            Some(line) => scan.rewrite(index, line),
            None => 0,
        }
    }
}

/// Endings of pictures: `![[note]]` is another document.
const ENDINGS: [&str; 10] =
    ["png", "jpg", "jpeg", "gif", "svg", "webp", "bmp", "avif", "tif", "tiff"];

/// A line with its pictures as CommonMark has them. `None`: there are none of these. Behind them
/// there is nothing but pictures, so that what stands before them stays in its place.
fn rewritten(line: &str) -> Option<String> {
    let start = line.find("![")?;
    let (before, mut rest) = line.split_at(start);
    // An odd number of ticks: it is code.
    if before.matches('`').count() % 2 == 1 || before.ends_with('\\') {
        return None;
    }
    let mut out = before.to_owned();
    let mut changed = false;
    while !rest.trim().is_empty() {
        let (length, picture) = picture(rest)?;
        changed |= matches!(picture, Cow::Owned(_));
        out += &picture;
        rest = &rest[length..];
        let blanks = rest.len() - rest.trim_start().len();
        out += &rest[..blanks];
        rest = &rest[blanks..];
    }
    changed.then_some(out)
}

/// The picture that a text begins with: how long it is, and how CommonMark writes it.
fn picture(text: &str) -> Option<(usize, Cow<'_, str>)> {
    if let Some(inner) = text.strip_prefix("![[") {
        let inner = &inner[..inner.find("]]")?];
        return Some((inner.len() + "![[]]".len(), wiki(inner)?.into()));
    }
    let (alt, behind) = text.strip_prefix("![")?.split_once("](")?;
    let target = &behind[..closing(behind, '(', ')')?];
    let mut length = "![](".len() + alt.len() + target.len() + 1;
    // Attributes belong to it.
    let braces = text[length..].strip_prefix('{').and_then(|rest| rest.find('}'));
    length += braces.map_or(0, |end| end + 2);
    let picture = if braces.is_none() { loose(alt, target) } else { None };
    Some((length, picture.map_or(Cow::Borrowed(&text[..length]), Cow::Owned)))
}

/// `图.png|说明|300x200`
fn wiki(inner: &str) -> Option<String> {
    let mut parts = inner.split('|').map(str::trim);
    let path = parts.next().filter(|path| is_picture(path))?;
    let (mut alt, mut width) = ("", None);
    for part in parts {
        match size(part) {
            Some(found) => width = Some(found),
            None => alt = part,
        }
    }
    Some(commonmark(alt, path, "", width))
}

/// A target with blanks in its path, or with a size behind it; `None` if it is as CommonMark has it.
fn loose(alt: &str, target: &str) -> Option<String> {
    let (path, title) = match target.find([' ', '\t']).and_then(|_| target.rfind(" \"")) {
        Some(at) => target.split_at(at),
        None => (target, ""),
    };
    let (path, width) = match path.trim().rsplit_once(" =") {
        Some((path, written)) => (path.trim(), Some(size(written)?)),
        None => (path.trim(), None),
    };
    let is_loose = width.is_some() || path.contains(' ') && is_picture(path);
    let is_plain = !path.contains(['<', '>']) && !path.is_empty();
    (is_loose && is_plain).then(|| commonmark(alt, path, title, width))
}

fn commonmark(alt: &str, path: &str, title: &str, width: Option<&str>) -> String {
    let width = width.filter(|width| !width.is_empty());
    let width = width.map(|width| format!("{{width={width}px}}")).unwrap_or_default();
    format!("![{alt}](<{path}>{title}){width}")
}

/// The width of `300x200`, `300x` or `300` in pixels, which `x200` leaves open; `None` if it is no size.
fn size(text: &str) -> Option<&str> {
    let (width, height) = text.split_once(['x', '*']).unwrap_or((text, ""));
    let is_number = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    (!text.is_empty() && is_number(width) && is_number(height)).then_some(width)
}

fn is_picture(path: &str) -> bool {
    names::ends_in(path, &ENDINGS)
}
