//! A plan: which units of an article are on which slide. It consists of ids and ranges only, so it
//! cannot bring in words that the article does not have.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::diag::{Diagnostic, FileId, Sources, Span};

/// Version of the document.
pub(crate) const VERSION: u32 = 1;

/// What `import --plan` reads and `import --plan-out` writes.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(title = "Plan of llmslides import")]
pub(crate) struct Plan {
    /// Version of this format: 1.
    pub(crate) plan: u32,
    /// The article that it was made for, as its outline says.
    pub(crate) article: String,
    /// The slides, in the order of the article. What none of them shows is said.
    pub(crate) slides: Vec<Slide>,
    /// The file that it was read from.
    #[serde(skip)]
    pub(crate) file: Option<FileId>,
}

/// A slide.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Slide {
    /// Its title: a heading, or a sentence that it shows. Without one the rules find it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) title: Option<Shown>,
    /// Its layout: the one that its units make, or `content`. Without one, the former.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) layout: Option<String>,
    /// What it shows, in the order of the article.
    pub(crate) show: Vec<Shown>,
}

/// A unit, or a part of a sentence.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(untagged)]
pub(crate) enum Shown {
    /// The unit with this id. Of a sentence, what the rules would show of it.
    Whole(String),
    /// A part of a sentence.
    Part(Part),
}

/// A part of a sentence.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Part {
    /// The id of the sentence.
    pub(crate) id: String,
    /// Its first character and the one behind its last, counted in the sentence's text.
    pub(crate) cut: [usize; 2],
    /// Whether it is shown although it says nothing by itself. It still ends where a clause does.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub(crate) force: bool,
}

impl Shown {
    /// The id of the unit that is shown.
    pub(crate) fn id(&self) -> &str {
        match self {
            Self::Whole(id) => id,
            Self::Part(part) => &part.id,
        }
    }
}

impl Plan {
    /// Reads a plan.
    ///
    /// # Errors
    /// If it is no JSON, or not of the schema.
    pub(crate) fn read(source: &str, file: FileId) -> Result<Self, Diagnostic> {
        let plan: Self = serde_json::from_str(source).map_err(|error| {
            let lines = source.split_inclusive('\n').take(error.line().saturating_sub(1));
            let at = lines.map(str::len).sum::<usize>() + error.column().saturating_sub(1);
            let at = source.floor_char_boundary(at);
            let message = error.to_string();
            let message = message.split(" at line ").next().unwrap_or_default();
            Diagnostic::error(Span::new(file, at..at), format!("this is no plan: {message}"))
                .hint("`llmslides schema plan` describes one")
        })?;
        Ok(Self { file: Some(file), ..plan })
    }

    /// An error for what a plan was refused for, at its place in the file.
    pub(crate) fn error(&self, refusal: &Refusal, sources: &Sources) -> Diagnostic {
        let source = self.file.and_then(|file| Some((file, sources.get(file)?)));
        let found = source.and_then(|(file, source)| {
            // Something that the plan lacks is reported at its list of slides.
            let words = [format!("\"{}\"", refusal.about), "\"slides\"".to_owned()];
            let found = words.iter().find_map(|word| Some((source.text.find(word)?, word)));
            found.map(|(at, word)| Span::new(file, at..at + word.len()))
        });
        Diagnostic::error(found.unwrap_or(Span::DETACHED), refusal.why.clone())
    }
}

/// Why a plan is not carried out.
#[derive(Debug, Clone)]
pub(crate) struct Refusal {
    /// The id or other word of the plan that is at fault.
    pub(crate) about: String,
    /// What is wrong with it.
    pub(crate) why: String,
}

impl Refusal {
    /// A refusal that names what it is about.
    pub(super) fn new(about: &str, why: impl Into<String>) -> Self {
        Self { about: about.to_owned(), why: why.into() }
    }
}

/// The fingerprint of an article: FNV-1a of its text. It only detects a plan made for another
/// article; it is no protection.
pub(crate) fn fingerprint(text: &str) -> String {
    const BASIS: u64 = 0xcbf2_9ce4_8422_2325;
    const PRIME: u64 = 0x0000_0100_0000_01b3;
    let hash = text.bytes().fold(BASIS, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(PRIME));
    format!("fnv1a:{hash:016x}")
}

/// The JSON Schema of a plan, indented, with a newline at the end.
pub(crate) fn schema() -> String {
    let mut text = serde_json::to_string_pretty(&schemars::schema_for!(Plan)).unwrap_or_default();
    text.push('\n');
    text
}
