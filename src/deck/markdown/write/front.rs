//! [`Meta`] → front matter.

use std::fmt::Write;

use crate::deck::Meta;

/// The front matter with its rulers, or nothing if it would be empty.
pub(super) fn write(meta: &Meta) -> String {
    let mut out = String::new();
    let mut text = |key: &str, value: &Option<String>| {
        if let Some(value) = value {
            let _ = writeln!(out, "{key}: {}", scalar(value));
        }
    };
    text("title", &meta.title);
    text("subtitle", &meta.subtitle);
    match meta.author.as_slice() {
        [] => {}
        [one] => text("author", &Some(one.clone())),
        many => {
            let names: Vec<String> = many.iter().map(|name| scalar(name)).collect();
            let _ = writeln!(out, "author: [{}]", names.join(", "));
        }
    }
    let mut text = |key: &str, value: &Option<String>| {
        if let Some(value) = value {
            let _ = writeln!(out, "{key}: {}", scalar(value));
        }
    };
    text("date", &meta.date);
    text("lang", &meta.lang);
    text("footer", &meta.footer);
    text("theme", &meta.theme);
    if let Some(minutes) = meta.duration {
        let _ = writeln!(out, "duration: {minutes}");
    }
    if let Some(agenda) = meta.agenda {
        let _ = writeln!(out, "agenda: {agenda}");
    }
    if let Some(fit) = meta.fit {
        let _ = writeln!(out, "fit: {}", crate::deck::meta::Fit::NAMES[fit as usize]);
    }
    for (key, pairs) in [("tokens", &meta.tokens), ("check", &meta.check)] {
        if !pairs.is_empty() {
            let _ = writeln!(out, "{key}:");
        }
        for (name, value) in pairs {
            let _ = writeln!(out, "  {name}: {}", scalar(value));
        }
    }
    if let Some(rate) = meta.notes.rate {
        let _ = writeln!(out, "notes:\n  rate: {rate}");
    }
    format!("---\n{out}---\n")
}

/// A text as YAML reads it back.
fn scalar(text: &str) -> String {
    let first = text.chars().next();
    let special = first.is_none_or(|c| {
        "-?:,[]{}#&*!|>'\"%@` ".contains(c) || c.is_ascii_digit() || c == '.' || c == '+'
    }) || text.contains(": ")
        || text.contains(" #")
        || text.ends_with([':', ' '])
        || text.contains(|c: char| c.is_control() || c == ',')
        || matches!(
            text.to_lowercase().as_str(),
            "true" | "false" | "yes" | "no" | "on" | "off" | "null" | "~"
        );
    if !special {
        return text.to_owned();
    }
    let escaped = text.replace('\\', "\\\\").replace('"', "\\\"");
    let escaped: String = escaped.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
    format!("\"{escaped}\"")
}
