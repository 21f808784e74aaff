//! What can be set for a deck: the table of its keys, and what they hold.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::keys::{Key, Kind, is_unset, keys, kinds};
use crate::diag::Span;
use crate::locale::Locale;

/// Tables of `llmslides.toml`.
const DECK: &str = "deck";
/// The same.
const THEME: &str = "theme";

keys! {
    /// Title of the deck: on the title slide and in the PDF.
    title: Text { example: "什么是大模型", chinese: &["标题", "题目", "標題", "題目"] }
    /// Second line of the title slide.
    subtitle: Text { example: "一堂入门课", chinese: &["副标题", "副標題"] }
    /// Who speaks.
    author: Names {
        example: "[张三, 李四]",
        aliases: &["authors"],
        chinese: &["作者", "讲者", "主讲", "主讲人", "演讲者", "讲师", "講者"],
        project: Some((DECK, "author")),
    }
    /// The date as it is shown.
    date: Text {
        example: "2026 年秋",
        chinese: &["日期", "时间", "時間"],
        project: Some((DECK, "date")),
    }
    /// Language of the deck as a BCP 47 tag: `zh`, `zh-TW`, `en`, `ja` … By itself, that of its text.
    lang: Text {
        example: "zh-TW",
        aliases: &["language"],
        chinese: &["语言", "語言"],
        project: Some((DECK, "lang")),
    }
    /// Shown at the foot of every slide.
    footer: Plain {
        example: "平台组",
        chinese: &["页脚", "頁腳"],
        project: Some((THEME, "footer")),
    }
    /// The theme: a bundled one, one in `themes/`, or a folder with a `theme.toml`.
    theme: Theme {
        example: "stage",
        chinese: &["主题", "主題"],
        project: Some((THEME, "name")),
    }
    /// Tokens of the theme to replace.
    tokens: Tokens { example: r##"{accent: "#1f5fbf"}"## }
    /// The proportions of pages, `16:9` (default), `16:10` or `4:3`: those of the projector.
    aspect: Aspects {
        example: "4:3",
        chinese: &["比例", "宽高比", "画幅", "寬高比", "畫幅"],
        project: Some((DECK, "aspect")),
    }
    /// How long the talk shall take, in minutes; the notes say how far off it is.
    duration: Minutes { example: "45", chinese: &["时长", "時長"], project: Some((DECK, "duration")) }
    /// Whether an agenda follows the title slide. By itself, if there are three sections or more.
    agenda: Switch { example: "true", chinese: &["目录", "目錄"], project: Some((DECK, "agenda")) }
    /// Whether lists come item by item, a page for each.
    incremental: Switch {
        example: "true",
        chinese: &["逐条", "逐步", "逐項"],
        project: Some((DECK, "incremental")),
    }
    /// Whether every slide is shown with all of its steps at once.
    handout: Switch { example: "true" }
    /// What is done about a slide with more on it than its page holds: `auto` (default), `shrink`,
    /// `split` or `error`.
    fit: Fits { example: "shrink", chinese: &["适应", "适配"], project: Some((DECK, "fit")) }
    /// What findings come to, by code: `off`, `warn`, `error` or `deny`.
    check: Levels { example: "{topic-title: warn}" }
    /// How the notes are timed: `rate` is the speed of speech, in characters a minute, or in words where the language counts them; `learnt` is that of your rehearsal.
    notes: Notes { example: "{rate: 220}" }

    unsaved

    /// How slides are told apart: by `headings`, by `rulers`, or as the text suggests (`auto`).
    split: Splits { example: "rulers" }
    /// Whether slides of a chatbot's answer get the layouts that their content asks for (`auto`), or none
    /// (`plain`).
    layouts: Layouts { example: "plain", project: Some((DECK, "layouts")) }
    /// Files whose slides follow.
    include: Files { example: "[end.md]" }
}

impl Meta {
    /// Where the value of a key stands; detached if the author did not write it.
    pub(crate) fn span(&self, key: &str) -> Span {
        self.spans.get(key).copied().unwrap_or_default()
    }

    /// Takes from a project's settings what is not set here.
    pub(crate) fn fill(&mut self, project: &Meta) {
        for key in KEYS.iter().filter(|key| key.project.is_some()) {
            if (key.inherit)(self, project)
                && let Some(span) = project.spans.get(key.name)
            {
                self.spans.insert(key.name.to_owned(), *span);
            }
        }
    }
}

/// How slides are told apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Split {
    /// `#` opens a section, `##` a slide.
    Headings,
    /// `---` ends a slide.
    Rulers,
}

impl Split {
    /// The words for each; none means that the text decides.
    pub(crate) const WORDS: [(&str, Option<Self>); 3] =
        [("auto", None), ("headings", Some(Self::Headings)), ("rulers", Some(Self::Rulers))];
}

/// Which slides of an answer get a layout.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum LayoutChoice {
    /// Those that the author laid out.
    Plain,
}

impl LayoutChoice {
    /// The words for each; none means that the content decides.
    pub(crate) const WORDS: [(&str, Option<Self>); 2] =
        [("auto", None), ("plain", Some(Self::Plain))];
}

/// What is done about a slide with more on it than its page holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Fit {
    /// It is set smaller, down to what can be read, and then continued on further pages.
    #[default]
    Auto,
    /// It is set smaller only.
    Shrink,
    /// It is continued on further pages only.
    Split,
    /// Nothing: it is an error.
    Error,
}

impl Fit {
    /// The names of all modes.
    pub(crate) const NAMES: [&str; 4] = ["auto", "shrink", "split", "error"];

    /// The mode with a name.
    pub(crate) fn named(name: &str) -> Option<Self> {
        let modes = [Self::Auto, Self::Shrink, Self::Split, Self::Error];
        Self::NAMES.iter().position(|known| *known == name).map(|at| modes[at])
    }
}

/// How the notes are timed.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct NotesMeta {
    /// Speed of speech. `None`: as the language is spoken.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rate: Option<Rate>,
    /// The speed that a rehearsal taught, if it is to hold and there was one.
    #[serde(skip)]
    pub learnt: Option<f64>,
}

/// Speed of speech.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(untagged)]
pub(crate) enum Rate {
    /// Characters a minute, or words where the language counts by them.
    PerMinute(f64),
    /// As it was found out.
    As(Rehearsed),
}

/// How a speed was found out.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Rehearsed {
    /// In a rehearsal.
    Learnt,
}

impl Meta {
    /// The language of the deck, and how it says things.
    pub(crate) fn locale(&self) -> Locale {
        self.lang.as_deref().and_then(Locale::of).unwrap_or_default()
    }
}
