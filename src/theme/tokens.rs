//! Tokens: the colours, sizes and fonts of a theme. The default theme's `theme.toml` declares them.

use std::fmt::Write;
use std::ops::RangeInclusive;

use super::{TokenPicture, colour, kinds};
use crate::diag::{Span, nearest};

/// Sizes of type that can be set, in pt.
const SIZES: RangeInclusive<f64> = 8.0..=200.0;
/// Weights of type that there are.
const WEIGHTS: RangeInclusive<f64> = 100.0..=900.0;

/// The token that holds the sizes that the type of a body may have.
const TYPE_SCALE: &str = "type-scale";

/// The token that holds the colour of pages.
const PAPER: &str = "paper";

/// The tokens of a theme.
#[derive(Debug, Clone)]
pub(crate) struct Tokens(Vec<Token>);

/// A token.
#[derive(Debug, Clone)]
pub(crate) struct Token {
    /// Its name.
    pub(crate) name: String,
    /// Its value.
    pub(crate) value: Value,
    /// The theme's own value.
    pub(crate) default: Value,
    /// Where its value comes from.
    pub(crate) origin: Origin,
}

/// Where the value of a token comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Origin {
    /// The theme.
    Theme,
    /// The project's settings or the deck, at this place.
    Written(Span),
    /// The command line.
    CommandLine,
}

/// The value of a token.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Value {
    /// `#rgb` or `#rrggbb`, or the name of a colour.
    Colour(String),
    /// `28pt`.
    Length(f64),
    /// A number.
    Number(f64),
    /// A switch.
    Bool(bool),
    /// Any other text.
    Text(String),
    /// The path of a picture; empty for none.
    Picture(String),
    /// One of a few words, with all choices.
    Choice(String, &'static [&'static str]),
    /// Some of a few words, with all choices.
    Selection(Vec<String>, &'static [&'static str]),
    /// A list, such as of fonts.
    List(Vec<String>),
    /// Lengths, the largest first: `["32pt", "28pt"]`.
    Scale(Vec<f64>),
}

/// Why a token cannot be set, and a hint.
pub(super) type Refusal = (String, Option<String>);

impl Tokens {
    /// The tokens as the default theme declares them.
    pub(super) fn declared() -> Self {
        let manifest = super::bundled_manifest(super::DEFAULT);
        let tokens = manifest.tokens.into_iter();
        let declare = |(name, raw, _): (String, toml::Value, Span)| {
            let value = Value::declared(&name, &raw).expect("a value of a known kind");
            Token { name, default: value.clone(), value, origin: Origin::Theme }
        };
        Self(tokens.map(declare).collect())
    }

    /// All of them, in the order in which the default theme declares them.
    pub(crate) fn iter(&self) -> impl Iterator<Item = &Token> {
        self.0.iter()
    }

    /// Makes the current values the theme's own.
    pub(super) fn settle(&mut self) {
        self.0.iter_mut().for_each(|token| token.default = token.value.clone());
    }

    /// Sets one token from text.
    ///
    /// # Errors
    /// If there is no such token, or the text is not of its kind.
    pub(super) fn set(&mut self, name: &str, text: &str, origin: Origin) -> Result<(), Refusal> {
        let token = self.get(name, "token or setting")?;
        let new = token.value.parse_alike(text).filter(|new| new.fits(name));
        token.value = new.ok_or_else(|| token.value.refuse(name, text))?;
        token.origin = origin;
        Ok(())
    }

    /// Sets one token from a `theme.toml` or the project's settings.
    ///
    /// # Errors
    /// If there is no such token, or the value is not of its kind.
    pub(super) fn set_raw(
        &mut self,
        name: &str,
        raw: &toml::Value,
        origin: Origin,
    ) -> Result<(), Refusal> {
        let token = self.get(name, "token")?;
        let new = match (&token.value, raw) {
            (Value::List(_), toml::Value::Array(items)) => Value::list(items),
            (Value::Selection(_, all), toml::Value::Array(items)) => {
                texts(items).map(|words| Value::Selection(words, all))
            }
            (Value::Scale(_), toml::Value::Array(items)) => Value::scale(items),
            (value, toml::Value::String(text)) => value.parse_alike(text),
            (value, raw) => value.parse_alike(&raw.to_string()),
        };
        let new = new.filter(|new| new.fits(name));
        token.value = new.ok_or_else(|| token.value.refuse(name, &raw.to_string()))?;
        token.origin = origin;
        Ok(())
    }

    fn get(&mut self, name: &str, noun: &str) -> Result<&mut Token, Refusal> {
        match self.0.iter().position(|token| token.name == name) {
            Some(index) => Ok(&mut self.0[index]),
            None => {
                let names = self.0.iter().map(|token| token.name.as_str());
                Err((format!("unknown {noun} `{name}`"), nearest(name, names)))
            }
        }
    }

    /// The length of a token in pt; none if there is no such token, or if it is no length.
    pub(super) fn length(&self, name: &str) -> Option<f64> {
        self.0.iter().find_map(|token| match token.value {
            Value::Length(points) if token.name == name => Some(points),
            _ => None,
        })
    }

    /// The sizes that the type of a body may have, in pt, the largest first. Never empty.
    pub(super) fn type_scale(&self) -> &[f64] {
        let scale = self.0.iter().find(|token| token.name == TYPE_SCALE);
        match scale.map(|token| &token.value) {
            Some(Value::Scale(steps)) => steps,
            _ => unreachable!("the default theme declares `{TYPE_SCALE}` as lengths"),
        }
    }

    /// The colour of pages. Named colours are never dark papers.
    pub(super) fn paper(&self) -> &str {
        let paper = self.0.iter().find(|token| token.name == PAPER);
        match paper.map(|token| &token.value) {
            Some(Value::Colour(colour)) => colour,
            _ => "#ffffff",
        }
    }

    /// The pictures that tokens name: the token and its path as it is written.
    pub(super) fn pictures(&self) -> impl Iterator<Item = (&Token, &str)> {
        self.0.iter().filter_map(|token| match &token.value {
            Value::Picture(path) if !path.is_empty() => Some((token, path.as_str())),
            _ => None,
        })
    }

    /// The Typst file that binds every token. `pictures` has the path of each below the root.
    pub(super) fn to_typst(&self, pictures: &[TokenPicture]) -> String {
        let mut out = String::new();
        let paper = self.paper();
        for picture in pictures {
            let _ = writeln!(
                out,
                "#let {} = {}",
                picture.token,
                quoted(&format!("/{}", picture.place()))
            );
        }
        for Token { name, value, .. } in &self.0 {
            if !pictures.iter().any(|picture| picture.token == *name) {
                let _ = writeln!(out, "#let {name} = {}", value.to_typst(paper));
            }
        }
        out
    }
}

impl Value {
    /// The value of a token where it is declared, which decides its kind; `None` for a kind that
    /// tokens cannot have.
    fn declared(name: &str, value: &toml::Value) -> Option<Self> {
        match (value, kinds::choices(name), kinds::selection(name)) {
            (toml::Value::String(word), Some(all), _) => {
                return Some(Self::Choice(word.clone(), all));
            }
            (toml::Value::Array(words), _, Some(all)) => {
                return texts(words).map(|words| Self::Selection(words, all));
            }
            (toml::Value::String(path), ..) if kinds::is_picture(name) => {
                return Some(Self::Picture(path.clone()));
            }
            _ => {}
        }
        Some(match value {
            toml::Value::String(text) => Self::colour(text)
                .or_else(|| Self::length(text))
                .unwrap_or_else(|| Self::Text(text.clone())),
            toml::Value::Integer(number) => Self::Number(*number as f64),
            toml::Value::Float(number) => Self::Number(*number),
            toml::Value::Boolean(value) => Self::Bool(*value),
            toml::Value::Array(items) => Self::scale(items).or_else(|| Self::list(items))?,
            _ => return None,
        })
    }

    fn list(items: &[toml::Value]) -> Option<Self> {
        texts(items).map(Self::List)
    }

    fn scale(items: &[toml::Value]) -> Option<Self> {
        let step = |item: &toml::Value| match item {
            toml::Value::String(text) => points(text),
            other => points(&other.to_string()),
        };
        items.iter().map(step).collect::<Option<_>>().map(Self::Scale)
    }

    fn colour(text: &str) -> Option<Self> {
        colour::parse(text).map(|_| Self::Colour(text.to_lowercase()))
    }

    fn length(text: &str) -> Option<Self> {
        number(text.strip_suffix("pt")?).map(Self::Length)
    }

    /// Reads text as a value of the same kind.
    fn parse_alike(&self, text: &str) -> Option<Self> {
        match self {
            Self::Colour(_) => {
                let named = kinds::colour_names().find(|name| *name == text);
                let named = named.map(|name| Self::Colour(name.to_owned()));
                named.or_else(|| Self::colour(text)).or_else(|| Self::colour(&format!("#{text}")))
            }
            Self::Length(_) => points(text).map(Self::Length),
            Self::Number(_) => number(text).map(Self::Number),
            Self::Bool(_) => text.parse().ok().map(Self::Bool),
            Self::Text(_) => Some(Self::Text(text.to_owned())),
            Self::Picture(_) => Some(Self::Picture(text.to_owned())),
            Self::Choice(_, all) => Some(Self::Choice(text.to_owned(), all)),
            Self::Selection(_, all) => Some(Self::Selection(separated(text), all)),
            Self::List(_) => Some(Self::List(separated(text))),
            Self::Scale(_) => text.split(',').map(points).collect::<Option<_>>().map(Self::Scale),
        }
    }

    /// Whether a value is plausible for a token: type of size zero cannot be set.
    fn fits(&self, name: &str) -> bool {
        match self {
            Self::Length(points) if name.ends_with("-size") => SIZES.contains(points),
            Self::Choice(word, all) => all.contains(&word.as_str()),
            Self::Selection(words, all) => words.iter().all(|word| all.contains(&word.as_str())),
            Self::Number(weight) if name.ends_with("-weight") => WEIGHTS.contains(weight),
            Self::Scale(steps) => {
                let descends = steps.windows(2).all(|pair| pair[0] > pair[1]);
                !steps.is_empty() && descends && steps.iter().all(|step| SIZES.contains(step))
            }
            _ => true,
        }
    }

    /// Why `found` cannot be the value of a token of this kind.
    fn refuse(&self, name: &str, found: &str) -> Refusal {
        let kind = match self {
            Self::Choice(_, all) => &format!("one of `{}`", all.join("`, `")),
            Self::Selection(_, all) => &format!("some of `{}`", all.join("`, `")),
            Self::Length(_) if name.ends_with("-size") => "a length from 8pt to 200pt",
            Self::Number(_) if name.ends_with("-weight") => "a number from 100 to 900",
            kind => kind.kind(),
        };
        let found = found.trim_matches('"');
        let hint = match self {
            Self::Colour(_) => nearest(found, kinds::colour_names()),
            Self::Choice(_, all) => nearest(found, all.to_vec()),
            Self::Selection(_, all) => separated(found)
                .iter()
                .find(|word| !all.contains(&word.as_str()))
                .and_then(|word| nearest(word, all.to_vec())),
            _ => None,
        };
        (format!("`{name}` expects {kind}, found `{found}`"), hint)
    }

    /// The name of a value of this kind, with an example.
    pub(crate) fn kind(&self) -> &'static str {
        match self {
            Self::Colour(_) => "a colour such as `#c8102e` or `teal`",
            Self::Length(_) => "a length such as `28pt`",
            Self::Number(_) => "a number",
            Self::Bool(_) => "`true` or `false`",
            Self::Text(_) => "text",
            Self::Picture(_) => "the path of a picture",
            Self::Choice(..) => "one of a few words",
            Self::Selection(..) => "some of a few words",
            Self::List(_) => "names separated by commas",
            Self::Scale(_) => "lengths from 200pt down to 8pt, such as `32pt, 28pt, 24pt`",
        }
    }

    /// The value as `--set` takes it.
    pub(crate) fn to_text(&self) -> String {
        match self {
            Self::Colour(text) | Self::Text(text) | Self::Picture(text) | Self::Choice(text, _) => {
                text.clone()
            }
            Self::Length(points) => format!("{points}pt"),
            Self::Number(number) => number.to_string(),
            Self::Bool(value) => value.to_string(),
            Self::List(items) | Self::Selection(items, _) => items.join(", "),
            Self::Scale(steps) => {
                steps.iter().map(|step| format!("{step}pt")).collect::<Vec<_>>().join(", ")
            }
        }
    }

    /// The value in Typst. Named colours depend on that of the paper.
    fn to_typst(&self, paper: &str) -> String {
        match self {
            Self::Colour(colour) => {
                format!("rgb({})", quoted(kinds::named_colour(colour, paper).unwrap_or(colour)))
            }
            Self::Length(points) => format!("{points}pt"),
            Self::Number(number) => number.to_string(),
            Self::Bool(value) => value.to_string(),
            // Pictures are written elsewhere.
            Self::Picture(_) => "none".to_owned(),
            Self::Text(text) | Self::Choice(text, _) => quoted(text),
            Self::List(items) | Self::Selection(items, _) => {
                let items: String = items.iter().map(|item| quoted(item) + ", ").collect();
                format!("({items})")
            }
            Self::Scale(steps) => {
                let steps: String = steps.iter().map(|step| format!("{step}pt, ")).collect();
                format!("({steps})")
            }
        }
    }
}

/// Parses a length in pt: `28pt`, or `28`.
fn points(text: &str) -> Option<f64> {
    let text = text.trim();
    number(text.strip_suffix("pt").unwrap_or(text))
}

/// Parses a number that is not negative, as no size or weight is.
fn number(text: &str) -> Option<f64> {
    text.trim().parse().ok().filter(|number: &f64| number.is_finite() && *number >= 0.0)
}

/// Text as Typst writes it.
fn quoted(text: &str) -> String {
    format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\""))
}

/// The parts of a list separated by commas.
fn separated(text: &str) -> Vec<String> {
    text.split(',').map(|item| item.trim().to_owned()).collect()
}

/// The texts of a list; `None` if it contains anything else.
fn texts(items: &[toml::Value]) -> Option<Vec<String>> {
    items.iter().map(|item| item.as_str().map(str::to_owned)).collect()
}
