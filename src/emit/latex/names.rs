//! The commands and environments that a formula may use.

use std::{collections::BTreeMap, ops::Range, sync::LazyLock};

use mitex::{ArgPattern, ArgShape, CommandSpecItem};
use mitex_spec_gen::DEFAULT_SPEC;

use super::{LatexError, token::character};

/// The definitions that converted formulas need; also says which commands exist and how to call
/// them, in the form that its first lines describe.
const LIBRARY: &str = include_str!("../../../templates/base/latex.typ");
/// Entries of the table that are not for formulas, or that Typst cannot draw inside one.
const LEFT_OUT: &str = "approxcolon approxcoloncolon caption colorbox cr fbox \
    hphantom mathclap newline raisebox set textwidth vphantom vspace";
/// Commands that `commands` handles one by one.
const SPELLED: &str = "left right middle not operatorname operatorname* substack textcolor color \
    hspace kern mkern mbox hbox tag label limits nolimits operatornamewithlimits";

/// How a command is called: the name in Typst, the number of `{…}` arguments, and the parameter
/// for the `[…]` argument if it has one.
pub(super) type Shape = (String, usize, Option<&'static str>);

/// All names that may be called: the table of mitex and, with precedence, `LIBRARY` with its helpers.
static NAMES: LazyLock<BTreeMap<&str, Shape>> = LazyLock::new(|| {
    let table = DEFAULT_SPEC.items().filter_map(|(name, item)| {
        let CommandSpecItem::Cmd(command) = item else {
            return None;
        };
        let arity = match command.args {
            ArgShape::Right { pattern: ArgPattern::None } => 0,
            ArgShape::Right { pattern: ArgPattern::FixedLenTerm { len } } => usize::from(len),
            _ => return None,
        };
        let mut typst = command.alias.clone().unwrap_or_else(|| name.into());
        // A bare opening bracket would have to be closed in Typst, so a lone sign is written as a
        // string.
        if let Some(c) = only_sign(&typst) {
            typst = character(c);
        }
        let usable = !typst.is_empty() && !typst.starts_with('#') && !listed(LEFT_OUT, name);
        usable.then_some((name, (typst, arity, None)))
    });
    let library = LIBRARY.lines().filter_map(|it| it.strip_prefix("#let ")).flat_map(|line| {
        let head = line.split_once(" =").map_or(line, |it| it.0).trim_end_matches(')');
        let (name, list) = head.split_once('(').unwrap_or((head, ""));
        let list: Vec<_> = list.split(", ").filter(|it| !it.is_empty()).collect();
        let option = list.iter().find_map(|it| Some(it.split_once(':')?.0));
        let arity = list.len() - usize::from(option.is_some());
        let names = if name.is_empty() { list } else { vec![name] };
        let arity = if name.is_empty() { 0 } else { arity };
        names.into_iter().map(move |it| (it, (it.to_owned(), arity, option)))
    });
    table.chain(library).collect()
});

/// The function of `LIBRARY` that is meant for this module and has that name.
pub(super) fn helper(prefix: &str, name: &str) -> Option<String> {
    Some(format!("{prefix}{name}")).filter(|it| NAMES.contains_key(it.as_str()))
}

/// Whether authors may call a name of the table.
fn is_public(name: &str) -> bool {
    !name.starts_with("latex") && !name.starts_with("env")
}

/// Whether a blank-separated list holds the word.
pub(super) fn listed(list: &str, word: &str) -> bool {
    list.split_ascii_whitespace().any(|it| it == word)
}

/// How to call a command; `None` if there is none of that name.
pub(super) fn command(name: &str) -> Option<&'static Shape> {
    NAMES.get(name).filter(|_| is_public(name))
}

/// Whether LaTeX has the command, even though no formula can use it here.
pub(super) fn is_known(name: &str) -> bool {
    DEFAULT_SPEC.get(name).is_some()
        || matches!(name, "begin" | "end" | "def" | "let" | "(" | ")" | "[" | "]")
}

/// An error for a name that does not exist, with the closest one that does.
pub(super) fn unknown(range: Range<usize>, what: &str, name: &str, prefix: &str) -> LatexError {
    let (start, end) = if prefix.is_empty() { ("\\", "") } else { ("", "") };
    let known = NAMES.keys().copied().chain(SPELLED.split_ascii_whitespace());
    let near = known
        .filter_map(|it| it.strip_prefix(prefix).filter(|it| !prefix.is_empty() || is_public(it)))
        .map(|it| (strsim::osa_distance(it, name), it))
        .filter(|(distance, it)| distance * 3 <= it.len())
        .min();
    LatexError {
        range,
        message: format!("{what} `{start}{name}{end}`"),
        hint: near.map(|(_, it)| format!("did you mean `{start}{it}{end}`?")),
    }
}

/// The character that the text consists of, unless it is a letter or digit.
fn only_sign(text: &str) -> Option<char> {
    let mut chars = text.chars();
    chars.next().filter(|c| !c.is_alphanumeric() && chars.next().is_none())
}

/// A formula for every command that takes plain arguments, for a test that compiles them.
#[cfg(test)]
pub(crate) fn every_symbol() -> Vec<String> {
    let public = NAMES.iter().filter(|(name, _)| is_public(name) && !listed(SPELLED, name));
    public
        .map(|(name, (_, arity, _))| {
            let argument = if helper("latexsize", name).is_some() { "(" } else { "{x}" };
            format!("\\{name}{}", argument.repeat(*arity))
        })
        .collect()
}
