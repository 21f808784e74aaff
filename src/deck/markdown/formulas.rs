//! Formulas in tools that read Markdown before TeX does: there, a backslash before a mark has to be written
//! twice, and `_` and `*` have one in front so that they are no emphasis. TeX gets what those tools leave.

use comrak::nodes::{AstNode, NodeValue};

/// Takes such backslashes out of all formulas.
pub(super) fn unescape<'a>(root: &'a AstNode<'a>) {
    for node in root.descendants() {
        if let NodeValue::Math(math) = &mut node.data_mut().value
            && let Some(plain) = unescaped(&math.literal)
        {
            math.literal = plain;
        }
    }
}

/// A formula without them; `None` if it has none. Two at the end of a row, and one before a brace, are
/// TeX's own.
fn unescaped(tex: &str) -> Option<String> {
    const DOUBLED: &str = "{}|,;:!%#&$";
    let mut out = String::with_capacity(tex.len());
    let mut rest = tex;
    while let Some((before, behind)) = rest.split_once('\\') {
        out.push_str(before);
        let taken = match behind.strip_prefix('\\') {
            Some(further) if further.starts_with("\\\\") => Some(("\\\\", &further[2..])),
            Some(further) if further.starts_with(|c| DOUBLED.contains(c)) => Some(("\\", further)),
            Some(_) => None,
            None if behind.starts_with(['_', '*']) => Some(("", behind)),
            None => None,
        };
        match taken {
            Some((kept, further)) => {
                out.push_str(kept);
                rest = further;
            }
            None => {
                // The sign behind it belongs to it.
                let length = behind.chars().next().map_or(0, char::len_utf8);
                out.push('\\');
                out.push_str(&behind[..length]);
                rest = &behind[length..];
            }
        }
    }
    out.push_str(rest);
    (out != tex).then_some(out)
}

#[cfg(test)]
mod tests {
    use super::unescaped;

    #[test]
    fn backslashes_are_those_that_tex_gets() {
        for (written, meant) in [
            (r"x\_i + y\_{12}", Some("x_i + y_{12}")),
            (r"a \\\\ b", Some(r"a \\ b")),
            (r"\\{1, 2\\} \\; c", Some(r"\{1, 2\} \; c")),
            (r"a \\ b \frac{1}{2} \{c\}", None),
            (r"a \\[2pt] b", None),
            (r"p\*q", Some("p*q")),
            (r"a\\", None),
        ] {
            assert_eq!(unescaped(written).as_deref(), meant, "{written}");
        }
    }
}
