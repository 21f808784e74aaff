//! Weights of the words of an article (TF-IDF): frequent in the article, rare in the language.
//! Chinese words and their frequencies come from `jieba-rs`.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use jieba_rs::{Jieba, KeywordExtract, TfIdf};

use crate::deck::markdown::is_hiragana;
use crate::locale::{Dictionary, Words};

/// Words that are kept, the weightiest first.
const MOST_WORDS: usize = 80;
/// Bytes of an article that are read: the words of a longer one are those of its beginning.
const MOST_BYTES: usize = 1 << 18;
/// Common English words, which say nothing about an article.
const COMMON: &[&str] = &[
    "the", "and", "for", "that", "this", "with", "from", "are", "was", "were", "have", "has",
    "had", "not", "but", "you", "your", "they", "their", "them", "its", "can", "will", "would",
    "could", "should", "may", "might", "more", "most", "than", "then", "when", "where", "which",
    "who", "whom", "what", "why", "how", "all", "any", "each", "some", "such", "only", "also",
    "into", "over", "about", "after", "before", "between", "because", "while", "there", "here",
    "our", "out", "one", "two", "use", "used", "using", "new", "many", "much", "other", "these",
    "those", "been", "being", "does", "did", "very", "just", "like", "even", "still", "both",
    "through", "during", "under", "without", "within", "per", "via", "however", "often", "make",
];

/// Whether a word, in lower case, is one of the common English ones.
pub(super) fn is_common(word: &str) -> bool {
    COMMON.contains(&word)
}

/// The weights of an article's words.
#[derive(Debug, Default)]
pub(super) struct Weights {
    /// The words that say most, the weightiest first. The first weighs 1.
    words: Vec<(String, f64)>,
}

impl Weights {
    /// The weights in an article that says `text` in a language.
    pub(super) fn of(text: &str, language: &Words) -> Self {
        let text = &text[..text.floor_char_boundary(MOST_BYTES)];
        let mut words = match language.dictionary {
            Some(Dictionary::Jieba) => chinese(text),
            Some(Dictionary::Budoux | Dictionary::Blanks) | None => counted(text),
        };
        let most = words.first().map_or(1.0, |(_, weight)| *weight).max(f64::MIN_POSITIVE);
        words.iter_mut().for_each(|(_, weight)| *weight /= most);
        Self { words }
    }

    /// The words of a text, each once, with their weights, without those in `known`.
    pub(super) fn in_text(&self, text: &str, known: &str) -> Vec<(&str, f64)> {
        let lower = text.to_lowercase();
        let mut found: Vec<(&str, f64)> = Vec::new();
        for (word, weight) in &self.words {
            let inside = |(other, _): &(&str, f64)| other.contains(word.as_str());
            if lower.contains(word.as_str())
                && !known.contains(word.as_str())
                && !found.iter().any(inside)
            {
                found.push((word, *weight));
            }
        }
        found
    }
}

/// The dictionary and how common its words are: reading them takes a tenth of a second.
static DICTIONARY: LazyLock<(Jieba, TfIdf)> = LazyLock::new(|| (Jieba::new(), TfIdf::default()));

/// The words of a Chinese clause, each with what part of speech it is.
pub(super) fn tags(clause: &str) -> Vec<(String, String)> {
    let (jieba, _) = &*DICTIONARY;
    let tags = jieba.tag(clause, true).into_iter();
    tags.map(|tag| (tag.word.to_owned(), tag.tag.to_owned())).collect()
}

fn chinese(text: &str) -> Vec<(String, f64)> {
    let (jieba, frequencies) = &*DICTIONARY;
    let found = frequencies.extract_keywords(jieba, text, MOST_WORDS, Vec::new());
    let mut words: Vec<(String, f64)> =
        found.into_iter().map(|found| (found.keyword.to_lowercase(), found.weight)).collect();
    words.retain(|(word, _)| {
        word.chars().any(|c| !c.is_ascii_digit()) && !COMMON.contains(&word.as_str())
    });
    // Equal weights need a fixed order.
    words.sort_by(|a, b| b.1.total_cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
    words
}

/// Counts words separated by blanks; runs of Han or kana are counted as pairs of characters.
fn counted(text: &str) -> Vec<(String, f64)> {
    let lower = text.to_lowercase();
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for word in lower.split(|c: char| !c.is_alphanumeric() && c != '-') {
        if word.is_ascii() {
            if word.len() > 2
                && !COMMON.contains(&word)
                && !word.bytes().all(|b| b.is_ascii_digit())
            {
                *counts.entry(word).or_default() += 1;
            }
            continue;
        }
        let places: BTreeSet<usize> =
            word.char_indices().map(|(at, _)| at).chain([word.len()]).collect();
        let places: Vec<usize> = places.into_iter().collect();
        for pair in places.windows(3) {
            let pair = &word[pair[0]..pair[2]];
            if !pair.contains(is_hiragana) {
                *counts.entry(pair).or_default() += 1;
            }
        }
    }
    let mut words: Vec<(String, f64)> =
        counts.into_iter().map(|(word, count)| (word.to_owned(), count as f64)).collect();
    words.sort_by(|a, b| b.1.total_cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
    words.truncate(MOST_WORDS);
    words
}
