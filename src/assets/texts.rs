//! The bytes of a deck's files → texts that diagnostics can point into. A deck is UTF-8; one in another
//! encoding is read as well, and a finding says so.

use crate::article::decode;
use crate::diag::{Diagnostic, Diagnostics, FileId, Sources, Span};
use crate::fs;

/// Endings of Markdown.
pub(crate) const MARKDOWN: [&str; 6] = ["md", "markdown", "mdx", "mkd", "qmd", "rmd"];

/// Adds the text in `bytes` to the sources; `name` is the file's. The answer tells the encoding, too.
///
/// # Errors
/// If it is no text, or UTF-8 with a fault in it (the message names the line).
pub(crate) fn add(
    name: &str,
    bytes: Vec<u8>,
    sources: &mut Sources,
    findings: &mut Diagnostics,
) -> Result<(FileId, &'static str), Diagnostic> {
    let other = (!is_utf8(&bytes)).then(|| decode::decode(&bytes, None).ok()).flatten();
    let Some(decoded) = other else {
        return Ok((sources.add(name, fs::decode(name, bytes)?), "UTF-8"));
    };
    let file = sources.add(name, decoded.text);
    let message = format!("this file is not UTF-8: it is read as {}", decoded.encoding);
    let hint = format!("save it as UTF-8, or `iconv -f {} -t UTF-8 {name}`", decoded.encoding);
    findings
        .push(Diagnostic::warning("foreign-encoding", Span::new(file, 0..0), message).hint(hint));
    Ok((file, decoded.encoding))
}

/// Whether bytes are UTF-8, be it with a fault: most of what is not ASCII can be read as such.
fn is_utf8(bytes: &[u8]) -> bool {
    let text = String::from_utf8_lossy(bytes);
    let faults = text.matches(char::REPLACEMENT_CHARACTER).count();
    let characters = text.chars().filter(|c| !c.is_ascii()).count() - faults;
    faults == 0 || characters > faults
}

#[cfg(test)]
mod tests {
    use super::is_utf8;

    #[test]
    fn a_fault_makes_no_other_encoding() {
        let text = "## 大模型\n\n参数多\n";
        assert!(is_utf8(text.as_bytes()));
        assert!(is_utf8(&[text.as_bytes(), b"\xb3\xff\n"].concat()));
        assert!(!is_utf8(&encoding_rs::GBK.encode(text).0));
        assert!(!is_utf8(b"\xff\xfe#\0#\0 \0a\0"));
    }
}
