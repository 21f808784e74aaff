//! Rewords the compiler's messages: no options that we do not have, no internal paths, and what can
//! be done about it here.

use typst::diag::SourceDiagnostic;

use crate::diag::nearest;

/// A reworded message.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Wording {
    /// One clause, lower case, no final period.
    pub(super) message: String,
    /// What to do about it.
    pub(super) hints: Vec<String>,
    /// Its cause.
    pub(super) cause: Cause,
}

/// The cause of a message, as far as it matters for its place and severity.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub(super) enum Cause {
    /// Something is nested too deeply.
    Depth,
    /// A picture cannot be decoded.
    Picture,
    /// A family is named that no font has.
    Font,
    /// Anything else.
    #[default]
    Other,
}

/// The hint about which files can be read.
const INSIDE: &str = "only files in the deck's folder can be read";

/// The hint about fonts that are not bundled.
const BRING: &str = "a font of your own goes into `fonts/` beside the deck, or is named with \
                     `--font-path`; `--system-fonts` adds those of this computer";

/// Words that mark hints of the compiler which do not apply here: its options, its packages, its
/// issues.
const NOT_OURS: [&str; 6] = ["`--", "project root", "sandbox", "github.com", "network", "CLI"];

/// Rewords a message. `families` are the fonts there are.
pub(super) fn reword(found: &SourceDiagnostic, families: &[&str]) -> Wording {
    let hints = found.hints.iter().map(|hint| plain(&hint.v));
    let hints: Vec<String> =
        hints.filter(|hint| !NOT_OURS.iter().any(|word| hint.contains(word))).collect();
    let message = plain(&found.message);
    known(&message, families).unwrap_or(Wording { message, hints, cause: Cause::Other })
}

/// The messages that get another wording.
fn known(message: &str, families: &[&str]) -> Option<Wording> {
    let say = |message: &str, hint: &str, cause: Cause| {
        let hints = if hint.is_empty() { Vec::new() } else { vec![hint.to_owned()] };
        Some(Wording { message: message.to_owned(), hints, cause })
    };
    let between = |before: &str, after: &str| {
        message.strip_prefix(before).and_then(|rest| rest.strip_suffix(after))
    };
    if let Some(path) = between("path `\"", "\"` would escape the project root") {
        let outside = format!("`{path}` is outside the deck's folder");
        return say(&outside, INSIDE, Cause::Other);
    }
    if let Some(path) = between("file not found (searched at theme/", ")") {
        let missing = format!("there is no file `{path}` beside the templates");
        let hint = "a path in a template begins at the deck's folder: `/assets/logo.svg`";
        return say(&missing, hint, Cause::Other);
    }
    if let Some(path) = between("file not found (searched at ", ")") {
        let missing = format!("there is no file `{path}` in the deck's folder");
        return say(&missing, INSIDE, Cause::Other);
    }
    if message == "failed to load file (access denied)" {
        let denied = "the file is outside the deck's folder, or not readable";
        return say(denied, INSIDE, Cause::Other);
    }
    if message.contains(super::world::NO_PACKAGES) {
        let hint = "copy the package's files beside the deck and import them by their path";
        return say("packages are not available", hint, Cause::Other);
    }
    if let Some(family) = message.strip_prefix("unknown font family: ") {
        let message = format!("there is no font `{family}`");
        let hints = vec![known_fonts(family, families), BRING.to_owned()];
        return Some(Wording { message, hints, cause: Cause::Font });
    }
    if message.starts_with("maximum ") && message.ends_with("depth exceeded") {
        return say(message, "", Cause::Depth);
    }
    for before in ["failed to decode image (", "failed to process image ("] {
        if let Some(why) = between(before, ")") {
            return say(&format!("the picture cannot be decoded ({why})"), "", Cause::Picture);
        }
    }
    None
}

/// A hint with the available fonts; if there are very many, with the most similar name.
fn known_fonts(family: &str, families: &[&str]) -> String {
    const MOST_NAMED: usize = 20;
    if families.len() <= MOST_NAMED {
        return format!("the fonts are `{}`", families.join("`, `"));
    }
    let lower: Vec<String> = families.iter().map(|name| name.to_lowercase()).collect();
    let near = nearest(family, lower.iter().map(String::as_str));
    near.unwrap_or_else(|| "`llmslides fonts --list` lists the fonts with these options".to_owned())
}

/// A message in our style: no final period, no internal paths, the standard's name in the code and
/// not in the text.
fn plain(message: &str) -> String {
    let message = message.strip_prefix("PDF/UA-1 error: ").unwrap_or(message);
    message.trim_end_matches('.').replace("/theme/", "theme/")
}

#[cfg(test)]
mod tests {
    use typst::diag::SourceDiagnostic;
    use typst::syntax::Span;

    use super::{Cause, reword};

    #[test]
    fn hints_about_options_of_another_program_are_dropped() {
        let mut found = SourceDiagnostic::error(Span::detached(), "bad.");
        found.hint("you can adjust the project root with the `--root` argument");
        found.hint("try this");
        let wording = reword(&found, &[]);
        assert_eq!(wording.message, "bad");
        assert_eq!(wording.hints, ["try this"]);
    }

    #[test]
    fn what_it_is_about() {
        for (message, cause) in [
            ("maximum layout depth exceeded", Cause::Depth),
            ("failed to decode image (unexpected end of file)", Cause::Picture),
            ("unknown font family: foo", Cause::Font),
            ("unknown variable: foo", Cause::Other),
        ] {
            let found = SourceDiagnostic::error(Span::detached(), message);
            assert_eq!(reword(&found, &[]).cause, cause, "{message}");
        }
    }
}
