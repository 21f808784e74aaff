//! HTML in a deck: elements that decks commonly use are converted; of all others only the text is
//! kept.

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::LazyLock;

/// A tag as it is written.
#[derive(Debug, PartialEq)]
pub(super) struct Tag<'a> {
    /// Its name.
    pub(super) name: &'a str,
    /// Whether it is `</name>`.
    pub(super) closing: bool,
    /// What stands behind the name.
    pub(super) attributes: &'a str,
}

impl<'a> Tag<'a> {
    /// Reads one tag, `<…>`.
    pub(super) fn parse(text: &'a str) -> Option<Self> {
        let inner = text.strip_prefix('<')?.strip_suffix('>')?;
        let (closing, inner) = match inner.strip_prefix('/') {
            Some(inner) => (true, inner),
            None => (false, inner),
        };
        let end = inner
            .find(|c: char| !c.is_ascii_alphanumeric() && !matches!(c, '-' | ':' | '.'))
            .unwrap_or(inner.len());
        let (name, attributes) = inner.split_at(end);
        (!name.is_empty()).then_some(Self { name, closing, attributes })
    }

    /// The value of an attribute, without quotes and with entities decoded.
    pub(super) fn attribute(&self, name: &str) -> Option<String> {
        let mut rest = self.attributes;
        while let Some(at) = rest.find(name) {
            let before = rest[..at].chars().next_back();
            let after = rest[at + name.len()..].trim_start();
            if before.is_none_or(char::is_whitespace)
                && let Some(value) = after.strip_prefix('=')
            {
                let value = value.trim_start();
                let quote = value.chars().next().filter(|c| matches!(c, '"' | '\''));
                let value = match quote {
                    Some(quote) => value[1..].split(quote).next().unwrap_or_default(),
                    None => value.split([' ', '/', '>']).next().unwrap_or_default(),
                };
                return Some(decode(value));
            }
            rest = &rest[at + name.len()..];
        }
        None
    }
}

/// A piece of an HTML block.
#[derive(Debug, PartialEq)]
pub(super) enum Piece<'a> {
    /// A tag.
    Tag(Tag<'a>),
    /// Text between tags, with entities decoded.
    Text(String),
    /// The text of a comment.
    Comment(&'a str),
}

/// Elements whose content is no text.
const SILENT: [&str; 7] = ["script", "style", "svg", "iframe", "video", "audio", "template"];

/// Whether the content of an element is not text.
pub(super) fn is_silent(name: &str) -> bool {
    SILENT.contains(&name)
}

/// Takes an HTML block apart: each piece with the bytes that it takes.
pub(super) fn pieces(html: &str) -> Vec<(Range<usize>, Piece<'_>)> {
    let mut pieces = Vec::new();
    let mut at = 0;
    while at < html.len() {
        let rest = &html[at..];
        if let Some(comment) = rest.strip_prefix("<!--") {
            let length = comment.find("-->").unwrap_or(comment.len());
            let end = at + (4 + length + 3).min(rest.len());
            pieces.push((at..end, Piece::Comment(&comment[..length])));
            at = end;
        } else if let Some((tag, length)) = tag_at(rest) {
            // In Vue, `<template #name>` is a slot of the component around it.
            let is_part = tag.attributes.contains(['#', ':']) && tag.name == "template";
            let silent = !tag.closing && is_silent(tag.name) && !is_part;
            let close = format!("</{}", tag.name);
            pieces.push((at..at + length, Piece::Tag(tag)));
            at += length;
            if silent {
                at += html[at..].find(&close).unwrap_or(html.len() - at);
            }
        } else {
            let first = rest.chars().next().map_or(1, char::len_utf8);
            let next = rest[first..].find('<').map_or(rest.len(), |n| n + first);
            let text = &rest[..next];
            if !text.trim().is_empty() {
                let start = at + text.len() - text.trim_start().len();
                pieces.push((start..at + text.trim_end().len(), Piece::Text(decode(text))));
            }
            at += next;
        }
        at = html.ceil_char_boundary(at);
    }
    pieces
}

/// The tag at the start of a text, and its length in bytes.
fn tag_at(text: &str) -> Option<(Tag<'_>, usize)> {
    let second = text.strip_prefix('<')?.chars().next()?;
    if !second.is_ascii_alphabetic() && second != '/' {
        return None;
    }
    let length = tag_length(text)?;
    Some((Tag::parse(&text[..length])?, length))
}

/// How long the tag is that a text begins with. A `>` in a quoted value ends none: `v-if="a > 2"`.
fn tag_length(text: &str) -> Option<usize> {
    /// Most bytes of a tag; what is longer has a quotation mark that nothing closes.
    const MOST: usize = 4000;
    let mut quote = None;
    for (at, c) in text.char_indices().take_while(|(at, _)| *at < MOST) {
        match (quote, c) {
            (Some(open), c) if c == open => quote = None,
            (None, '"' | '\'') if text[..at].ends_with('=') => quote = Some(c),
            (None, '>') => return Some(at + 1),
            _ => {}
        }
    }
    text.find('>').map(|at| at + 1)
}

/// Decodes the entities of a text; unknown ones stay.
fn decode(text: &str) -> String {
    /// Length of the longest name.
    const MOST: usize = 34;
    let (mut out, mut rest) = (String::new(), text);
    while let Some(at) = rest.find('&') {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        let end = rest.find(';').filter(|end| *end <= MOST);
        let decoded = end.and_then(|end| Some((entity(&rest[1..end])?, end)));
        match decoded {
            Some((character, end)) => {
                out.push_str(&character);
                rest = &rest[end + 1..];
            }
            None => {
                out.push('&');
                rest = &rest[1..];
            }
        }
    }
    out + rest
}

/// The character of an entity.
fn entity(name: &str) -> Option<String> {
    static NAMED: LazyLock<BTreeMap<&str, &str>> = LazyLock::new(|| {
        entities::ENTITIES.iter().map(|entity| (entity.entity, entity.characters)).collect()
    });
    let Some(number) = name.strip_prefix('#') else {
        return NAMED.get(format!("&{name};").as_str()).map(|text| (*text).to_owned());
    };
    let code = match number.strip_prefix(['x', 'X']) {
        Some(hex) => u32::from_str_radix(hex, 16),
        None => number.parse(),
    };
    code.ok().and_then(char::from_u32).map(String::from)
}
