//! What the languages have to agree on, and what is found of tags and texts.

use std::collections::BTreeMap;
use std::path::Path;

use super::{FALLBACK, GROUPED, LANGUAGES, Letters, Locale, Words, mistaken};

#[test]
fn a_tag_is_written_in_its_own_script() {
    for (tag, region, agenda) in [
        ("zh", Some("CN"), "目录"),
        ("zh-CN", Some("CN"), "目录"),
        ("zh_CN", Some("CN"), "目录"),
        ("zh-SG", Some("SG"), "目录"),
        ("zh-Hans-HK", Some("HK"), "目录"),
        ("zh-Hant", Some("TW"), "目錄"),
        ("ZH-tw", Some("TW"), "目錄"),
        ("zh-HK", Some("HK"), "目錄"),
        ("ja", None, "目次"),
        ("ja-JP", Some("JP"), "目次"),
        ("ko-KR", Some("KR"), "목차"),
        ("en-GB", Some("GB"), "Agenda"),
        ("de-CH", Some("CH"), "Inhalt"),
        ("fr", None, "Sommaire"),
        ("es-419", None, "Índice"),
        ("nds", None, "Agenda"),
    ] {
        let locale = Locale::of(tag).expect(tag);
        assert_eq!((locale.region(), locale.words.agenda.as_str()), (region, agenda), "{tag}");
    }
}

#[test]
fn what_is_no_tag_names_no_language() {
    for (written, meant) in [
        ("chinese", Some("zh")),
        ("zh-c", Some("zh")),
        ("cn", Some("zh")),
        ("繁體中文", Some("zh-Hant")),
        ("English", Some("en")),
        ("jp", Some("ja")),
        ("klingonish", None),
        ("", None),
    ] {
        assert!(Locale::of(written).is_none(), "{written}");
        assert_eq!(mistaken(written), meant, "{written}");
    }
}

#[test]
fn the_language_of_a_text_is_found() {
    for (text, language) in [
        ("", "zh"),
        ("123", "zh"),
        ("大模型 Transformer", "zh"),
        ("這個模型會學習語言", "zh-TW"),
        ("Transformer は言語を学ぶ", "ja"),
        ("모델은 언어를 배운다", "ko"),
        ("A Talk", "en"),
        ("GPT", "en"),
        ("Was ist ein Sprachmodell und wie wird es trainiert?", "de"),
        ("Les modèles de langue et leurs limites", "fr"),
        ("Qué es un modelo de lenguaje y para qué sirve", "es"),
    ] {
        let mut letters = Letters::default();
        letters.add(text);
        assert_eq!(letters.language(), language, "{text}");
    }
}

#[test]
fn numbers_are_written_as_people_say_them() {
    let written = |tag: &str, value| Locale::of(tag).expect(tag).words.large_number(value, GROUPED);
    for (value, chinese, english, german) in [
        (0.0, "0", "0", "0"),
        (0.25, "0.25", "0.25", "0,25"),
        (-3.0, "−3", "−3", "−3"),
        (1750.0, "1750", "1750", "1750"),
        (12_345.0, "12,345", "12,345", "12.345"),
        (117_000_000.0, "1.17 亿", "117M", "117 Mio."),
        (1e12, "1 万亿", "1T", "1 Bio."),
        (24_000.0, "24,000", "24,000", "24.000"),
        (200_000.0, "20 万", "200,000", "200.000"),
    ] {
        let found = (written("zh", value), written("en", value), written("de", value));
        assert_eq!(found, (chinese.into(), english.into(), german.into()));
    }
}

#[test]
fn every_language_has_the_words_of_the_pages_and_of_the_viewer() {
    let names = |words: &Words| -> Vec<String> {
        let tables = [&words.page, &words.reference, &words.viewer];
        tables.into_iter().flat_map(BTreeMap::keys).cloned().collect()
    };
    for (tag, words) in &*LANGUAGES {
        assert_eq!(names(words), names(&LANGUAGES[FALLBACK]), "{tag}");
    }
}

/// A language that is asked for by its name would have to be asked for in all places again for the next one.
#[test]
fn nothing_else_asks_for_a_language() {
    let mut asking = Vec::new();
    for folder in ["src", "templates"] {
        for (path, text) in files(Path::new(folder)) {
            for (at, line) in text.lines().enumerate() {
                if !path.starts_with("src/locale") && asks(line) {
                    asking.push(format!("{}:{}: {}", path, at + 1, line.trim()));
                }
            }
        }
    }
    assert!(asking.is_empty(), "these belong into src/locale:\n{}", asking.join("\n"));
}

/// Whether a line compares a language, or chooses by one.
fn asks(line: &str) -> bool {
    let tags =
        LANGUAGES.keys().flat_map(|tag| [tag.as_str(), tag.split('-').next().unwrap_or(tag)]);
    let mut tags: Vec<&str> = tags.chain(["zh-TW", "zh-CN", "zh-HK"]).collect();
    tags.dedup();
    tags.iter().any(|tag| {
        let quoted = format!("\"{tag}\"");
        line.match_indices(&quoted).any(|(at, _)| {
            let (before, after) = (line[..at].trim_end(), line[at + quoted.len()..].trim_start());
            let compared = ["==", "!=", "|", "starts_with(", "contains(", "in (", "eq("];
            compared.iter().any(|sign| before.ends_with(sign))
                || ["==", "!=", "=>", "|"].iter().any(|sign| after.starts_with(sign))
        })
    })
}

#[allow(clippy::disallowed_methods, reason = "the sources of this program")]
fn files(folder: &Path) -> Vec<(String, String)> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).expect("a folder").flatten() {
        let path = entry.path();
        if path.is_dir() {
            found.extend(files(&path));
        } else if let Ok(text) = std::fs::read_to_string(&path) {
            found.push((path.display().to_string(), text));
        }
    }
    found
}
