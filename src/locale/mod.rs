//! Everything that depends on a language: words, brackets, units, numerals, quotation marks, the speed of
//! speech. It stands in `words.toml`, a table for each language, and nothing else in the program asks which
//! language it is; what templates need of it is emitted as data. A new language is a new table.

mod letters;
mod list;

use std::collections::BTreeMap;
use std::fmt::Display;
use std::sync::LazyLock;

use icu_locale_core::LanguageIdentifier;
use serde::Deserialize;

pub(crate) use letters::{Letters, is_hangul};
pub(crate) use list::{List, lists};

/// The default language, for decks that neither name one nor show it.
pub(crate) const DEFAULT: &str = "zh";
/// The language whose words are used for all that have none here.
const FALLBACK: &str = "en";

/// The languages by their tags.
static LANGUAGES: LazyLock<BTreeMap<String, Words>> = LazyLock::new(|| {
    toml::from_str(include_str!("words.toml")).expect("languages that are well formed")
});

/// A language named by a tag, with its words.
#[derive(Debug, Clone)]
pub(crate) struct Locale {
    language: String,
    region: Option<String>,
    /// What depends on it.
    pub(crate) words: &'static Words,
}

/// Everything that depends on a language; `words.toml` explains each entry.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(crate) struct Words {
    /// Its name in messages.
    pub(crate) name: String,
    #[serde(default)]
    regions: Vec<String>,
    mistaken: Vec<String>,
    /// The bundled families that have the shapes of its region, the first one first; the rest stands in the usual one.
    #[serde(default)]
    pub(crate) faces: Vec<String>,
    /// Whether its marks are as wide as its letters.
    pub(crate) full_width: bool,
    /// The marks that pairs of straight quotes become.
    pub(crate) quotes: [String; 2],
    /// The same of single ones.
    pub(crate) inner_quotes: [String; 2],
    part: String,
    rate: f64,
    /// What lengths are counted in.
    pub(crate) unit: String,
    /// How many Han characters are read in the time of a unit.
    pub(crate) unit_length: f64,
    group: String,
    decimal: String,
    /// What separates its words, if lines could break inside them.
    pub(crate) dictionary: Option<Dictionary>,
    #[serde(default)]
    common: Vec<String>,
    /// Title of an agenda.
    pub(crate) agenda: String,
    /// Title of what stands before the first heading.
    pub(crate) introduction: String,
    /// Title of the last slide.
    pub(crate) thanks: String,
    thanks_titles: Vec<String>,
    remark: Vec<String>,
    /// Between a name and what is said of it.
    pub(crate) colon: String,
    /// Between things that are listed.
    pub(crate) comma: String,
    /// Between sentences.
    pub(crate) stop: String,
    /// What templates print.
    pub(crate) page: BTreeMap<String, String>,
    /// What stands for a reference to a thing whose number is not known, by the kind of thing.
    pub(crate) reference: BTreeMap<String, String>,
    /// The file of speaker notes.
    pub(crate) notes: Notes,
    /// Charts.
    pub(crate) chart: Chart,
    /// Diagrams.
    pub(crate) diagram: DiagramWords,
    /// What the viewer of slides says.
    pub(crate) viewer: BTreeMap<String, String>,
}

/// A dictionary.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Dictionary {
    /// That of jieba, of Chinese.
    Jieba,
    /// The model of BudouX, of Japanese.
    Budoux,
    /// None: blanks separate the words of Korean, and lines could break between any two syllables.
    Blanks,
}

/// The words of the file of speaker notes.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
#[allow(clippy::missing_docs_in_private_items, reason = "each is what its name says")]
pub(crate) struct Notes {
    pub(crate) title: String,
    pub(crate) section: String,
    pub(crate) slides: String,
    pub(crate) minutes: String,
    pub(crate) total: String,
    pub(crate) opening: String,
    pub(crate) untitled: String,
    pub(crate) none: String,
    page: String,
    slide: String,
    slide_count: String,
    about: String,
    exact: String,
    over: String,
    under: String,
}

/// What diagrams are called, and what their frames say.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
#[allow(clippy::missing_docs_in_private_items, reason = "each is what its name says")]
pub(crate) struct DiagramWords {
    pub(crate) flow: String,
    pub(crate) sequence: String,
    pub(crate) mind: String,
    pub(crate) timeline: String,
    pub(crate) state: String,
    pub(crate) again: String,
    pub(crate) maybe: String,
    pub(crate) parallel: String,
}

/// The words of charts.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(crate) struct Chart {
    /// A chart of bars.
    pub(crate) bar: String,
    /// One whose bars are stacked.
    pub(crate) stacked: String,
    /// One of lines.
    pub(crate) line: String,
    /// Before the largest number.
    pub(crate) most: String,
    /// That the axis is logarithmic.
    pub(crate) log: String,
    /// Before the unit.
    pub(crate) unit: String,
    qualified: String,
    large: Vec<Large>,
}

/// A large number that has a name: ten to some power.
#[derive(Debug, Deserialize)]
struct Large {
    name: String,
    power: i32,
}

impl Locale {
    /// The language that a BCP 47 tag names, be it written with low lines (`zh_CN`); `None` if it is no such tag.
    pub(crate) fn of(tag: &str) -> Option<Self> {
        let id: LanguageIdentifier = tag.trim().replace('_', "-").parse().ok()?;
        if mistaken(tag).is_some() {
            return None;
        }
        let script = id.script.map(|script| script.as_str().to_owned());
        let region = id.region.map(|region| region.as_str().to_owned());
        let language = id.language.as_str().to_owned();
        let found = words(&language, script.as_deref(), region.as_deref());
        // Typst only accepts regions of two letters.
        let region = region.filter(|region| region.len() == 2);
        let region = region.or_else(|| found?.regions.first().cloned());
        let words = found.unwrap_or(&LANGUAGES[FALLBACK]);
        Some(Self { language, region, words })
    }

    /// The language of two or three letters, as type is set in it.
    pub(crate) fn language(&self) -> &str {
        &self.language
    }

    /// The region of two letters that selects glyph shapes and punctuation, if that matters.
    pub(crate) fn region(&self) -> Option<&str> {
        self.region.as_deref()
    }

    /// Whether commas and stops stand in the middle of their width.
    pub(crate) fn centres_marks(&self) -> bool {
        self.language == "zh" && matches!(self.region(), Some("TW" | "HK"))
    }

    /// Whether it is written in kana.
    pub(crate) fn has_kana(&self) -> bool {
        self.language == "ja"
    }

    /// Whether `·` between Han takes half of their width.
    pub(crate) fn narrows_dots(&self) -> bool {
        self.language == "zh" && !self.centres_marks()
    }
}

impl Default for Locale {
    fn default() -> Self {
        Self::of(DEFAULT).expect("a tag")
    }
}

/// The digits of a number, without what only its place in memory adds.
fn digits(value: f64) -> String {
    format!("{}", (value * 1e9).round() / 1e9)
}

/// From so many digits on, a number stands in groups of three: a year does not.
pub(crate) const GROUPED: usize = 5;
/// The fewest digits of which there are two groups, for numbers beside a larger one.
pub(crate) const GROUPED_BESIDE: usize = 4;

impl Words {
    /// The suffix for the title of one of several pages.
    pub(crate) fn part(&self, part: impl ToString, parts: impl ToString) -> String {
        filled(&self.part, &[("part", &part.to_string()), ("parts", &parts.to_string())])
    }

    /// The words for setting Han: its own, or the default's if its marks have another width.
    pub(crate) fn of_han(&self) -> &Self {
        if self.full_width { self } else { Locale::default().words }
    }

    /// The words for a text that may be in another script than the language is: Han among Latin letters,
    /// or only Latin letters among Han.
    pub(crate) fn suiting(&self, text: &str) -> &Self {
        if text.contains(letters::is_hangul) {
            self
        } else if text.contains(letters::is_character) {
            self.of_han()
        } else if self.full_width {
            &LANGUAGES[FALLBACK]
        } else {
            self
        }
    }

    /// Units spoken per minute: `said` if given, else as usual in the language.
    pub(crate) fn rate(&self, said: Option<f64>) -> f64 {
        said.unwrap_or(self.rate)
    }

    /// A number in digits, in groups of three from ten thousand on.
    pub(crate) fn number(&self, value: f64) -> String {
        self.with_signs(&digits(value), GROUPED)
    }

    /// A number with one decimal.
    pub(crate) fn tenths(&self, value: f64) -> String {
        self.with_signs(&format!("{value:.1}"), GROUPED)
    }

    /// A number, in words if it is large and round: 3 亿, 20M. `grouped`: as in [`Words::written_number`].
    pub(crate) fn large_number(&self, value: f64, grouped: usize) -> String {
        self.in_words(value).unwrap_or_else(|| self.with_signs(&digits(value), grouped))
    }

    /// A number with its digits as they were written, unless it is large and round. `grouped`: from so
    /// many digits on they stand in groups of three.
    pub(crate) fn written_number(&self, value: f64, digits: &str, grouped: usize) -> String {
        let words = self.in_words(value).filter(|_| !digits.contains('.'));
        words.unwrap_or_else(|| self.with_signs(digits, grouped))
    }

    /// A large round number in words.
    fn in_words(&self, value: f64) -> Option<String> {
        let size = |large: &Large| 10_f64.powi(large.power);
        // Below that, digits are as easy to read and remain comparable.
        let large = self.chart.large.iter().filter(|_| value.abs() >= 1e5);
        let fits = |large: &&Large| value.abs() >= size(large) && is_short(value / size(large));
        let large = { large }.find(fits)?;
        Some(format!("{}{}", self.number(value / size(large)), large.name))
    }

    /// Digits with a point and, from so many on, with groups as this language writes them.
    fn with_signs(&self, digits: &str, grouped: usize) -> String {
        let (sign, digits) = match (digits.strip_prefix('-'), digits.strip_prefix('+')) {
            (Some(rest), _) => ("−", rest),
            (_, Some(rest)) => ("+", rest),
            _ => ("", digits),
        };
        let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
        let mut out = sign.to_owned();
        for (index, digit) in whole.chars().enumerate() {
            if index > 0 && whole.len() >= grouped && (whole.len() - index).is_multiple_of(3) {
                out.push_str(&self.group);
            }
            out.push(digit);
        }
        if !fraction.is_empty() {
            out = out + &self.decimal + fraction;
        }
        out
    }
}

impl Notes {
    /// The page of a slide.
    pub(crate) fn page(&self, page: impl Display) -> String {
        filled(&self.page, &[("n", &page.to_string())])
    }

    /// How many slides there are.
    pub(crate) fn slide_count(&self, count: usize) -> String {
        let text = if count == 1 { &self.slide } else { &self.slide_count };
        filled(text, &[("n", &count.to_string())])
    }

    /// An approximate duration; `minutes` is already formatted.
    pub(crate) fn about(&self, minutes: &str) -> String {
        filled(&self.about, &[("n", minutes)])
    }

    /// The planned duration, and the deviation from it.
    pub(crate) fn planned(&self, planned: f64, more: f64) -> String {
        let text = match more {
            more if more.abs() < 0.5 => &self.exact,
            more if more > 0.0 => &self.over,
            _ => &self.under,
        };
        filled(text, &[("planned", &format!("{planned:.0}")), ("n", &format!("{:.0}", more.abs()))])
    }
}

impl Chart {
    /// A name with what belongs to it.
    pub(crate) fn qualified(&self, name: &str, notes: &str) -> String {
        filled(&self.qualified, &[("name", name), ("notes", notes)])
    }
}

/// Whether a text is a remark below a table or chart by how it begins, in whatever language: `来源：…`,
/// `Table 2. …`.
pub(crate) fn is_remark(text: &str) -> bool {
    let text = text.trim_start().to_lowercase();
    let ends = |rest: &str| {
        rest.starts_with(|c: char| "：:.．*".contains(c) || c.is_whitespace() || c.is_ascii_digit())
    };
    let begins = |word: &String| text.strip_prefix(word.as_str()).is_some_and(ends);
    LANGUAGES.values().any(|words| words.remark.iter().any(begins))
}

/// Whether a title only thanks the audience, in whatever language.
pub(crate) fn is_thanks(title: &str) -> bool {
    let title = title.trim_matches(|c: char| !c.is_alphanumeric()).to_lowercase();
    LANGUAGES.values().any(|words| words.thanks_titles.contains(&title))
}

/// The tag that may be meant by an invalid one: `zh` for `chinese`.
pub(crate) fn mistaken(written: &str) -> Option<&'static str> {
    let lower = written.trim().to_lowercase().replace('_', "-");
    let meant = |(_, words): &(&String, &Words)| words.mistaken.contains(&lower);
    let (tag, meant) = LANGUAGES.iter().find(meant)?;
    let bare = tag.split('-').next().unwrap_or(tag);
    let enough = words(bare, None, None).is_some_and(|words| std::ptr::eq(words, meant));
    Some(if enough { bare } else { tag })
}

/// The words of a language in the named script, else in that of the region.
fn words(language: &str, script: Option<&str>, region: Option<&str>) -> Option<&'static Words> {
    let is = |tag: &str| tag.split('-').next() == Some(language);
    let written =
        |tag: &str| script.is_some_and(|script| tag.split('-').next_back() == Some(script));
    let there =
        |words: &Words| region.is_some_and(|own| words.regions.iter().any(|one| one == own));
    let all = || LANGUAGES.iter().filter(|(tag, _)| is(tag));
    let found = all().find(|(tag, _)| written(tag));
    let found = found.or_else(|| all().find(|(_, words)| script.is_none() && there(words)));
    found.or_else(|| all().next()).map(|(_, words)| words)
}

/// Replaces the `{name}`s of a text by values.
fn filled(text: &str, values: &[(&str, &str)]) -> String {
    let fill =
        |text: String, (name, value): &(&str, &str)| text.replace(&format!("{{{name}}}"), value);
    values.iter().fold(text.to_owned(), fill)
}

/// Whether a number has at most two decimals.
fn is_short(value: f64) -> bool {
    let hundredths = value * 100.0;
    (hundredths - hundredths.round()).abs() < 1e-6 * hundredths.abs().max(1.0)
}

#[cfg(test)]
mod tests;
