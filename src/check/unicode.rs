//! Names of characters: code points, Unicode names and scripts.

use std::ops::RangeInclusive;

/// A range of code points and its name.
type Block = (RangeInclusive<u32>, &'static str);

/// The blocks of Chinese characters, whose own names only repeat their number.
const HAN: [Block; 13] = [
    (0x3400..=0x4dbf, "CJK Extension A"),
    (0x4e00..=0x9fff, "CJK Unified Ideographs"),
    (0xf900..=0xfaff, "CJK Compatibility Ideographs"),
    (0x20000..=0x2a6df, "CJK Extension B"),
    (0x2a700..=0x2b73f, "CJK Extension C"),
    (0x2b740..=0x2b81f, "CJK Extension D"),
    (0x2b820..=0x2ceaf, "CJK Extension E"),
    (0x2ceb0..=0x2ebef, "CJK Extension F"),
    (0x2ebf0..=0x2ee5f, "CJK Extension I"),
    (0x2f800..=0x2fa1f, "CJK Compatibility Supplement"),
    (0x30000..=0x3134f, "CJK Extension G"),
    (0x31350..=0x323af, "CJK Extension H"),
    (0x323b0..=0x3347f, "CJK Extension J"),
];

/// The scripts that `fonts` lists, by the blocks with most of their characters.
const SCRIPTS: [Block; 31] = [
    (0x41..=0x24f, "Latin"),
    (0x1e00..=0x1eff, "Latin"),
    (0x370..=0x3ff, "Greek"),
    (0x400..=0x52f, "Cyrillic"),
    (0x530..=0x58f, "Armenian"),
    (0x590..=0x5ff, "Hebrew"),
    (0x600..=0x77f, "Arabic"),
    (0x8a0..=0x8ff, "Arabic"),
    (0x900..=0x97f, "Devanagari"),
    (0x980..=0x9ff, "Bengali"),
    (0xa00..=0xa7f, "Gurmukhi"),
    (0xa80..=0xaff, "Gujarati"),
    (0xb80..=0xbff, "Tamil"),
    (0xc00..=0xc7f, "Telugu"),
    (0xc80..=0xcff, "Kannada"),
    (0xd00..=0xd7f, "Malayalam"),
    (0xd80..=0xdff, "Sinhala"),
    (0xe00..=0xe7f, "Thai"),
    (0xe80..=0xeff, "Lao"),
    (0xf00..=0xfff, "Tibetan"),
    (0x1000..=0x109f, "Myanmar"),
    (0x10a0..=0x10ff, "Georgian"),
    (0x1200..=0x137f, "Ethiopic"),
    (0x1780..=0x17ff, "Khmer"),
    (0x1800..=0x18af, "Mongolian"),
    (0x3041..=0x30ff, "kana"),
    (0x3105..=0x312f, "bopomofo"),
    (0xac00..=0xd7af, "Hangul"),
    (0x2190..=0x2bff, "symbols"),
    (0x1d400..=0x1d7ff, "math letters"),
    (0x1f300..=0x1faff, "emoji"),
];

/// Fewest characters of a script in a font that supports it.
const FEWEST: usize = 20;

/// `U+A66E CYRILLIC LETTER MULTIOCULAR O`; for Han the block, whose place in the standard says
/// which fonts have it.
pub(crate) fn spelled(c: char) -> String {
    let point = c as u32;
    let name = match HAN.iter().find(|(block, _)| block.contains(&point)) {
        Some((_, block)) => (*block).to_owned(),
        None if crate::engine::is_private(c) => "private use".to_owned(),
        None if c.is_control() => "a control character".to_owned(),
        None => unicode_names2::name(c).map_or("unassigned".to_owned(), |name| name.to_string()),
    };
    format!("U+{point:04X} {name}")
}

/// Whether a character is a letter of a script, as opposed to a letter used as a sign: ℝ, Ⓐ, 𝑥.
pub(crate) fn is_letter(c: char) -> bool {
    let sign = matches!(c,
        '\u{2100}'..='\u{214f}' | '\u{2460}'..='\u{24ff}' | '\u{1d400}'..='\u{1d7ff}'
        | '\u{1ee00}'..='\u{1eeff}' | '\u{1f100}'..='\u{1f1ff}');
    c.is_alphabetic() && !sign
}

/// The scripts that a set of characters covers, with how many of each, in a fixed order: Han first,
/// for which it matters most.
pub(crate) fn scripts(points: impl Iterator<Item = u32>) -> Vec<(&'static str, usize)> {
    let mut counts: Vec<(&str, usize)> = vec![("Han", 0)];
    for (_, name) in &SCRIPTS {
        if counts.iter().all(|(known, _)| known != name) {
            counts.push((name, 0));
        }
    }
    for point in points {
        let han = HAN.iter().any(|(block, _)| block.contains(&point)).then_some("Han");
        let script = SCRIPTS.iter().find(|(block, _)| block.contains(&point));
        let name = han.or_else(|| script.map(|(_, name)| *name));
        if let Some(found) = counts.iter_mut().find(|(known, _)| Some(*known) == name) {
            found.1 += 1;
        }
    }
    counts.retain(|(_, count)| *count >= FEWEST);
    counts
}
