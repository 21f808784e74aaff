//! `<br>` or a picture of HTML alone on a line. To CommonMark, HTML begins there and goes on up to a blank
//! line: `# 标题` or `- 甲` right below would be shown with their signs. With a comment behind the tag, the
//! line is text, and what stands below is read as it is meant.

use super::Scan;
use crate::deck::markdown::html::Tag;
use crate::deck::markdown::source::is_dashes;

/// Elements that hold nothing, and that stand among words.
const NAMES: [&str; 3] = ["br", "img", "wbr"];

/// Whether a line is such a tag where a block begins, with text right below.
pub(super) fn is_above_text(scan: &Scan, index: usize) -> bool {
    if !is_void(scan.lines.text(index)) || index + 1 >= scan.lines.len() {
        return false;
    }
    let above = index.checked_sub(1).map_or("", |above| {
        scan.masks[above].as_deref().unwrap_or(scan.lines.text(above)).trim_end()
    });
    if !above.is_empty() && !above.ends_with("-->") {
        return false;
    }
    let below = scan.lines.text(index + 1);
    let is_underline = is_dashes(below) || below.trim_end().bytes().all(|byte| byte == b'=');
    !is_underline && (!below.trim_start().starts_with('<') || is_void(below))
}

/// Whether a line is such a tag and nothing else. What is indented further may be code.
fn is_void(line: &str) -> bool {
    let indent = line.len() - line.trim_start_matches(' ').len();
    let tag = Tag::parse(line.trim());
    indent < 4
        && tag.is_some_and(|tag| {
            let name = tag.name.to_ascii_lowercase();
            NAMES.contains(&name.as_str()) && !tag.attributes.contains('<')
        })
}
