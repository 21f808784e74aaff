//! A number of a chart: how much it is, and how its author wrote it.

use std::borrow::Cow;
use std::fmt;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::de::{Error, Visitor};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// A number, with the decimals that were written: `49.0` is said more exactly than `49`.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Figure {
    /// How much it is.
    value: f64,
    /// Its digits with their sign and point, and `%` if that stands behind it.
    text: String,
}

impl Figure {
    /// A number as people write it: with groups, a sign, `%`, a power of ten.
    pub(crate) fn written(text: &str) -> Option<Self> {
        let number = text.trim().replace('−', "-");
        let (number, percent) = match number.strip_suffix('%') {
            Some(number) => (number.trim_end(), "%"),
            None => (number.as_str(), ""),
        };
        let groups: Vec<&str> = number.split([',', '_', ' ', '\u{a0}', '\u{202f}']).collect();
        let is_group = |group: &&str| {
            let digits = group.split('.').next().unwrap_or_default();
            digits.len() == 3 && group.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.')
        };
        let digits = groups.concat();
        let value: f64 = digits.parse().ok()?;
        let is_number = value.is_finite() && groups[1..].iter().all(is_group);
        let digits = match digits.contains(['e', 'E']) {
            true => value.to_string(),
            false => digits,
        };
        is_number.then(|| Self { value, text: digits + percent })
    }

    /// How much it is.
    pub(crate) fn value(&self) -> f64 {
        self.value
    }

    /// Its digits, with a sign and a point.
    pub(crate) fn digits(&self) -> &str {
        self.text.trim_end_matches('%')
    }

    /// Whether it is written as a percentage.
    pub(crate) fn is_percentage(&self) -> bool {
        self.text.ends_with('%')
    }
}

impl From<f64> for Figure {
    fn from(value: f64) -> Self {
        Self { value, text: value.to_string() }
    }
}

impl fmt::Display for Figure {
    fn fmt(&self, formatter: &mut fmt::Formatter) -> fmt::Result {
        formatter.write_str(&self.text)
    }
}

/// A number where JSON writes it as it is, else a string.
impl Serialize for Figure {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        if let Some(whole) = self.text.parse::<i64>().ok().filter(|n| n.to_string() == self.text) {
            return serializer.serialize_i64(whole);
        }
        match format!("{:?}", self.value) == self.text {
            true => serializer.serialize_f64(self.value),
            false => serializer.serialize_str(&self.text),
        }
    }
}

impl<'de> Deserialize<'de> for Figure {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(Reader)
    }
}

impl JsonSchema for Figure {
    fn schema_name() -> Cow<'static, str> {
        "Figure".into()
    }

    fn inline_schema() -> bool {
        true
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({
            "description": "A number; as a string, with the decimals that are to be shown: `\"4.50\"`.",
            "type": ["number", "string"],
        })
    }
}

/// Reads a number, or a string that is one.
struct Reader;

impl Visitor<'_> for Reader {
    type Value = Figure;

    fn expecting(&self, formatter: &mut fmt::Formatter) -> fmt::Result {
        formatter.write_str("a number")
    }

    fn visit_i64<E: Error>(self, number: i64) -> Result<Figure, E> {
        Ok(Figure { value: number as f64, text: number.to_string() })
    }

    fn visit_u64<E: Error>(self, number: u64) -> Result<Figure, E> {
        Ok(Figure { value: number as f64, text: number.to_string() })
    }

    fn visit_f64<E: Error>(self, number: f64) -> Result<Figure, E> {
        // A whole number with a point has it because it was written; a power of ten has none.
        let text = format!("{number:?}");
        Ok(match text.contains('e') {
            true => Figure::from(number),
            false => Figure { value: number, text },
        })
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<Figure, E> {
        Figure::written(text).ok_or_else(|| E::custom(format!("`{text}` is not a number")))
    }
}

#[cfg(test)]
mod tests {
    use super::Figure;

    #[test]
    fn numbers_as_people_write_them() {
        for (text, value, shown) in [
            ("1750", 1750.0, "1750"),
            ("1,750", 1750.0, "1750"),
            ("1 750.5", 1750.5, "1750.5"),
            ("−3", -3.0, "-3"),
            ("+4.50", 4.5, "+4.50"),
            ("34.0 %", 34.0, "34.0%"),
            ("1.5e9", 1.5e9, "1500000000"),
        ] {
            let figure = Figure::written(text).unwrap_or_else(|| panic!("{text}"));
            assert_eq!((figure.value(), figure.to_string().as_str()), (value, shown), "{text}");
        }
        for text in ["1,75", "1750 亿", "abc", "inf", "NaN", "1-2", "%", ""] {
            assert_eq!(Figure::written(text), None, "{text}");
        }
    }

    #[test]
    fn json_keeps_what_was_written() {
        for json in ["49", "49.0", "-0.25", r#""4.50""#, r#""34%""#] {
            let figure: Figure = serde_json::from_str(json).expect(json);
            assert_eq!(serde_json::to_string(&figure).expect(json), json);
        }
    }
}
