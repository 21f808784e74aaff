//! Checks that a layout's function takes what the declaration promises. A mismatch would otherwise
//! be a compiler error in an emitted file.

use std::ops::Range;

use typst::syntax::ast::{self, AstNode};
use typst::syntax::{Source, SyntaxNode};

use super::layout::{Fault, Layout};
use crate::diag::nearest;

/// The function that a layout's file has to define.
const FUNCTION: &str = "layout";

/// The fault of the function in a layout's file. Syntax errors are left to the compiler, which
/// reports them better.
pub(super) fn check(layout: &Layout, text: &str) -> Option<Fault> {
    let source = Source::detached(text);
    if source.root().diagnosis().errors {
        return None;
    }
    let Some(function) = function(source.root(), FUNCTION) else {
        let sample = "`#let layout(slide, title: none, body: none) = slide-of(slide, title, body)`";
        return (!is_bound(source.root(), FUNCTION)).then(|| no_function(text, FUNCTION, sample));
    };
    let place = |node: &SyntaxNode| source.find(node.span()).map_or(0..0, |node| node.range());
    let parameters = Parameters::of(function);
    let params = place(function.params().to_untyped());
    if parameters.positional.is_empty() && !parameters.sink {
        let message = format!("`{FUNCTION}` takes no slide: its first argument");
        let hint = format!("`#let {FUNCTION}(slide, title: none, …)`");
        return Some(Fault { range: params, message, hint: Some(hint) });
    }
    let title = ("title", params.clone());
    let slots = layout.slots.iter().map(|slot| (slot.name.as_str(), slot.place.clone()));
    let missing = |(name, _): &(&str, Range<usize>)| {
        !parameters.sink && !parameters.named.iter().any(|known| known == name)
    };
    let (name, range) = slots.chain([title]).find(missing)?;
    let message = format!("`{FUNCTION}` has no argument `{name}:`");
    let message = match name {
        "title" => format!("{message}, in which it is given the slide's title"),
        _ => format!("{message} for the slot `{name}`"),
    };
    let near = nearest(name, parameters.named.iter().map(String::as_str));
    let hint = match parameters.positional.iter().any(|known| known == name) {
        true => Some(format!("an argument has a name if it has a default: `{name}: none`")),
        false => near.or_else(|| Some(format!("add `{name}: none` to its arguments"))),
    };
    Some(Fault { range, message, hint })
}

/// The same for the header or the footer of a page, whose function is called as its file is.
pub(super) fn check_slot_file(name: &str, text: &str) -> Option<Fault> {
    let source = Source::detached(text);
    if source.root().diagnosis().errors {
        return None;
    }
    let sample = format!("`#let {name}(slide, on) = none`");
    let Some(function) = function(source.root(), name) else {
        return (!is_bound(source.root(), name)).then(|| no_function(text, name, &sample));
    };
    let parameters = Parameters::of(function);
    if parameters.positional.len() == 2 || parameters.sink {
        return None;
    }
    let node = source.find(function.params().to_untyped().span());
    let range = node.map_or(0..0, |node| node.range());
    let message = format!("`{name}` takes the slide and the ground of its page");
    Some(Fault { range, message, hint: Some(sample) })
}

/// The arguments that a function takes.
#[derive(Default)]
struct Parameters {
    positional: Vec<String>,
    named: Vec<String>,
    sink: bool,
}

impl Parameters {
    fn of(function: ast::Closure) -> Self {
        let mut all = Self::default();
        for param in function.params().children() {
            match param {
                ast::Param::Pos(pattern) => {
                    all.positional.push(pattern.to_untyped().full_text().to_string());
                }
                ast::Param::Named(named) => all.named.push(named.name().get().to_string()),
                ast::Param::Spread(_) => all.sink = true,
            }
        }
        all
    }
}

/// The last `#let NAME(…) = …` at the top of a file.
fn function<'a>(root: &'a SyntaxNode, name: &str) -> Option<ast::Closure<'a>> {
    let bindings = root.children().filter_map(|node| node.cast::<ast::LetBinding>());
    let mut closures = bindings.filter_map(|binding| match binding.init() {
        Some(ast::Expr::Closure(closure)) => Some(closure),
        _ => None,
    });
    let named = |closure: &ast::Closure| closure.name().is_some_and(|own| own.get() == name);
    closures.rfind(named)
}

/// Whether a name is bound to something defined elsewhere.
fn is_bound(root: &SyntaxNode, name: &str) -> bool {
    root.children().any(|node| {
        let bound = node.cast::<ast::LetBinding>();
        let bound =
            bound.is_some_and(|bound| bound.kind().bindings().iter().any(|own| own.get() == name));
        let imported = node.cast::<ast::ModuleImport>().and_then(|import| import.imports());
        bound
            || match imported {
                Some(ast::Imports::Items(items)) => {
                    items.iter().any(|item| item.bound_name().get() == name)
                }
                _ => false,
            }
    })
}

fn no_function(text: &str, name: &str, sample: &str) -> Fault {
    let message = format!("the file defines no function `{name}`");
    let range = 0..text.find('\n').unwrap_or(text.len());
    Fault { range, message, hint: Some(sample.to_owned()) }
}
