//! Bytes → text in any common encoding: UTF-8, UTF-16, GB18030, Big5, Shift_JIS … A byte-order mark
//! decides, else what a page declares, else what the bytes look like.

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE};

/// Bytes at the front of a page in which it may name its encoding, as HTML has it.
const HEAD: usize = 1024;
/// Largest share of implausible characters: above it, the bytes are not text in this encoding.
const MOST_GARBAGE: f64 = 0.02;

/// A decoded text.
#[derive(Debug)]
pub(crate) struct Decoded {
    /// The text, without a byte-order mark, with `\n` at the ends of its lines.
    pub(crate) text: String,
    /// Name of the encoding.
    pub(crate) encoding: &'static str,
}

/// Decodes `bytes`, in the encoding `label` if one is given.
///
/// # Errors
/// Why it cannot be text: an unknown label, or bytes that are not text.
pub(crate) fn decode(bytes: &[u8], label: Option<&str>) -> Result<Decoded, String> {
    let encoding = match label {
        Some(label) => Encoding::for_label(label.as_bytes())
            .ok_or_else(|| format!("unknown encoding `{label}`"))?,
        None => detect(bytes),
    };
    // A byte-order mark decides even against a label: it is never part of a text.
    let (text, encoding, _) = encoding.decode(bytes);
    let text = text.replace("\r\n", "\n").replace('\r', "\n");
    let garbage = text.chars().filter(|c| is_garbage(*c)).count();
    let length = text.chars().count();
    if garbage as f64 > MOST_GARBAGE * length as f64 {
        return Err(format!("not a text: {garbage} of {length} characters are none"));
    }
    Ok(Decoded { text, encoding: encoding.name() })
}

/// The encoding that the bytes seem to be in.
fn detect(bytes: &[u8]) -> &'static Encoding {
    if let Some((encoding, _)) = Encoding::for_bom(bytes) {
        return encoding;
    }
    if let Some(encoding) = utf16(bytes) {
        return encoding;
    }
    if std::str::from_utf8(bytes).is_ok() {
        return UTF_8;
    }
    if let Some(encoding) = declared(&bytes[..bytes.len().min(HEAD)]) {
        return encoding;
    }
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Allow);
    detector.feed(bytes, true);
    detector.guess(None, Utf8Detection::Allow)
}

/// Detects UTF-16 without a byte-order mark: in text with blanks and line ends, every second byte
/// is often zero.
fn utf16(bytes: &[u8]) -> Option<&'static Encoding> {
    const SAMPLE: usize = 4096;
    let sample = &bytes[..bytes.len().min(SAMPLE)];
    let zeros = |odd: usize| sample.iter().skip(odd).step_by(2).filter(|byte| **byte == 0).count();
    let (even, odd) = (zeros(0), zeros(1));
    // Expect at least one blank or line end in a hundred characters.
    let enough = sample.len() / 200;
    match (even, odd) {
        (0, odd) if odd > enough => Some(UTF_16LE),
        (even, 0) if even > enough => Some(UTF_16BE),
        _ => None,
    }
}

/// The encoding that a page declares: `<meta charset="gbk">`, `encoding="big5"`.
fn declared(head: &[u8]) -> Option<&'static Encoding> {
    let head = String::from_utf8_lossy(head).to_lowercase();
    ["charset=", "encoding="].into_iter().find_map(|key| {
        let value = head.split(key).nth(1)?.trim_start_matches(['"', '\'', ' ']);
        let end = value.find(|c: char| !c.is_ascii_alphanumeric() && !matches!(c, '-' | '_'))?;
        Encoding::for_label(&value.as_bytes()[..end])
    })
}

/// Whether a character is implausible in text.
fn is_garbage(c: char) -> bool {
    c == '\u{fffd}' || c.is_control() && !matches!(c, '\n' | '\t' | '\u{c}' | '\u{b}')
}

#[cfg(test)]
mod tests {
    use super::decode;

    const TEXT: &str = "大模型的发展历程\n\n1、什么是大模型，它从哪里来，又会往哪里去？\n";

    fn encoded(label: &str) -> Vec<u8> {
        let encoding = encoding_rs::Encoding::for_label(label.as_bytes()).expect("an encoding");
        encoding.encode(TEXT).0.into_owned()
    }

    #[test]
    fn encodings_are_found() {
        for (label, name) in [("utf-8", "UTF-8"), ("gb18030", "GBK"), ("gbk", "GBK")] {
            let decoded = decode(&encoded(label), None).expect("a text");
            assert_eq!((decoded.text.as_str(), decoded.encoding), (TEXT, name));
        }
        let traditional = "大語言模型學習筆記，這個專題記錄學習過程。\n請讓我們開始說明。\n";
        let bytes = encoding_rs::BIG5.encode(traditional).0.into_owned();
        assert_eq!(decode(&bytes, None).expect("a text").text, traditional);
    }

    #[test]
    fn utf_16_needs_no_mark() {
        let little: Vec<u8> = TEXT.encode_utf16().flat_map(u16::to_le_bytes).collect();
        let big: Vec<u8> = TEXT.encode_utf16().flat_map(u16::to_be_bytes).collect();
        for bytes in [little.clone(), big, [&[0xff, 0xfe], little.as_slice()].concat()] {
            assert_eq!(decode(&bytes, None).expect("a text").text, TEXT);
        }
    }

    #[test]
    fn marks_and_line_ends_go() {
        let decoded = decode(b"\xef\xbb\xbfa\r\nb\rc", None).expect("a text");
        assert_eq!(decoded.text, "a\nb\nc");
    }

    #[test]
    fn other_files_are_no_text() {
        assert!(decode(b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\x02\0", None).is_err());
        assert!(decode(b"abc", Some("klingon")).is_err());
    }
}
