//! Marp: comments that are directives, lists that come item by item, words in the alternative text of
//! pictures.

use comrak::nodes::{AstNode, ListDelimType, ListType, NodeList, NodeValue};

use super::{Adapter, Dialect, Manner, OWN, Placed};
use crate::deck::markdown::blocks::Content;
use crate::deck::markdown::comments::Comment;
use crate::deck::markdown::layout::Named;
use crate::deck::markdown::yaml::{self, Node, Value};
use crate::deck::markdown::{Reader, Split, front};
use crate::deck::{Image, Spanned};

/// Marp.
pub(super) struct Marp;

/// Line ends are kept, and a class is a style.
pub(super) const MANNER: Manner = Manner {
    split: Some(Split::Rulers),
    makes_title: false,
    keeps_lines: true,
    has_styles: true,
    ..OWN
};

/// Directives in comments that change nothing here.
const DIRECTIVES: [&str; 16] = [
    "theme", "style", "headingDivider", "size", "math", "title", "author", "description",
    "keywords", "url", "image", "marp", "paginate", "header", "footer", "color",
];

impl Adapter for Marp {
    fn dialect(&self) -> Dialect {
        Dialect::Marp
    }

    fn ignored(&self) -> &'static [&'static str] {
        &[
            "marp", "paginate", "size", "style", "class", "header", "math", "backgroundColor",
            "backgroundImage", "backgroundPosition", "backgroundRepeat", "backgroundSize", "color",
            "url", "image", "transition", "auto-scaling",
        ]
    }

    fn key(&self, front: &mut front::Reader, name: &str, value: &Node) -> bool {
        if name == "headingDivider" {
            front.front.heading_divider = match &value.value {
                Value::List(levels) => levels
                    .iter()
                    .filter_map(|level| front.values.number(name, level))
                    .map(|n| n as u8)
                    .collect(),
                _ => {
                    front.values.number(name, value).map_or(Vec::new(), |n| (1..=n as u8).collect())
                }
            };
        }
        name == "headingDivider"
    }

    fn has_theme(&self, name: &str) -> bool {
        matches!(name, "gaia" | "uncover")
    }

    fn layout(&self, name: &str) -> Option<Named> {
        (name == "lead").then(|| Named { is_lead: true, ..Named::new("statement", &[]) })
    }

    fn styles(&self) -> &'static [&'static str] {
        &["invert"]
    }

    fn comment(&self, text: &str) -> Option<Comment> {
        directive(text)
    }

    fn block<'a>(
        &self,
        reader: &mut Reader<'a, '_>,
        node: &'a AstNode<'a>,
        out: &mut Content,
    ) -> bool {
        let NodeValue::List(list) = node.data().value else { return false };
        // Whoever says of a slide how its lists come has the last word.
        let fragments = reader.dialect == Dialect::Marp
            && reader.own_incremental.is_none()
            && is_fragmented(&list);
        if fragments {
            reader.step += 1;
            let step = reader.step;
            let block = reader.list(node, &list, out);
            let mut list = [Spanned::new(block, reader.span(node)).at_step(step)];
            reader.one_by_one(&mut list, false);
            out.blocks.extend(list);
        }
        fragments
    }

    fn size(&self, image: &mut Image) {
        let mut words = Vec::new();
        for word in image.alt.split_whitespace() {
            match word.split_once(':') {
                Some(("w" | "width", value)) => image.width = Some(value.to_owned()),
                Some(("h" | "height", _)) => {}
                _ => words.push(word),
            }
        }
        // Only the keywords are taken out; any other text keeps its blanks.
        if words.len() < image.alt.split_whitespace().count() {
            image.alt = words.join(" ");
        }
    }

    fn place(&self, image: &mut Image) -> Option<Placed> {
        background(image)
    }
}

/// `<!-- key: value -->`.
fn directive(text: &str) -> Option<Comment> {
    let keys = yaml::keys(text)?;
    let is_directive = |key: &String| {
        let name = key.trim_start_matches('_');
        DIRECTIVES.contains(&name) || name == "class" || name.starts_with("background")
    };
    let key = keys.first()?;
    if !keys.iter().all(is_directive) {
        let lower = key.starts_with('_') && text.lines().count() == 1;
        return lower.then(|| Comment::Ignored(format!("`<!-- {key}: … -->`")));
    }
    let Value::Map(pairs) = yaml::parse(text).ok()?.value else { return None };
    for (key, value) in &pairs {
        if key.text().is_some_and(|key| key.trim_start_matches('_') == "class") {
            let classes = match &value.value {
                Value::List(items) => items.iter().filter_map(yaml::Node::text).collect(),
                _ => value.text()?.split_whitespace().map(str::to_owned).collect(),
            };
            return Some(Comment::Classes(classes));
        }
    }
    Some(Comment::Ignored(format!("`<!-- {key}: … -->`")))
}

/// Whether a list is one that comes item by item: `*` or `1)`.
fn is_fragmented(list: &NodeList) -> bool {
    match list.list_type {
        ListType::Bullet => list.bullet_char == b'*',
        ListType::Ordered => list.delimiter == ListDelimType::Paren,
    }
}

/// `![bg right:40%](…)`: takes the keywords out of the alternative text and says where the picture
/// stands.
fn background(image: &mut Image) -> Option<Placed> {
    let mut words = image.alt.split_whitespace();
    if words.next() != Some("bg") {
        return None;
    }
    let mut found = Placed { side: Some("full"), bleed: true };
    let mut alt = Vec::new();
    for word in words {
        match word.split(':').next().unwrap_or(word) {
            "left" => found.side = Some("left"),
            "right" => found.side = Some("right"),
            "fit" | "contain" => found.bleed = false,
            "cover" | "auto" | "blur" | "brightness" | "opacity" | "vertical" | "horizontal"
            | "sepia" | "grayscale" => {}
            _ if word.ends_with('%') => {}
            _ => alt.push(word),
        }
    }
    image.alt = alt.join(" ");
    // The whole of a picture behind everything would be hidden by the text on it.
    if !found.bleed && found.side == Some("full") {
        found.side = None;
    }
    Some(found)
}
