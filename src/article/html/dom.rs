//! A page as a tree of nodes in one vector. Every text knows its bytes in the source, every element
//! those of its tag. Nothing here walks by recursion.

use std::ops::Range;

use html5ever::tendril::StrTendril;
use html5ever::{Attribute, QualName};

/// A node.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Id(u32);

/// No node.
const NONE: Id = Id(u32::MAX);

/// The content of a node.
#[derive(Debug)]
pub(super) enum Data {
    /// The document.
    Document,
    /// An element.
    Element(Box<Element>),
    /// A text.
    Text(StrTendril),
    /// A comment, or anything else that is not displayed.
    Other,
}

/// An element.
#[derive(Debug)]
pub(super) struct Element {
    /// Its name.
    pub(super) name: QualName,
    /// Its attributes.
    pub(super) attributes: Vec<Attribute>,
}

/// A node and its neighbours.
#[derive(Debug)]
struct Node {
    parent: Id,
    first: Id,
    last: Id,
    before: Id,
    after: Id,
    /// Distance from the document.
    depth: u32,
    start: u32,
    end: u32,
    data: Data,
}

/// A step of a walk through the tree.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Step {
    /// Before the children of a node.
    Enter(Id),
    /// After the children of a node.
    Leave(Id),
}

/// A page.
#[derive(Debug)]
pub(super) struct Dom {
    nodes: Vec<Node>,
}

impl Dom {
    /// An empty page.
    pub(super) fn new() -> Self {
        let mut dom = Self { nodes: Vec::new() };
        dom.add(Data::Document, 0..0);
        dom
    }

    /// The document.
    pub(super) const ROOT: Id = Id(0);

    /// The number of nodes.
    pub(super) fn len(&self) -> usize {
        self.nodes.len()
    }

    fn node(&self, id: Id) -> &Node {
        &self.nodes[id.0 as usize]
    }

    fn node_mut(&mut self, id: Id) -> &mut Node {
        &mut self.nodes[id.0 as usize]
    }

    /// The index of a node in a vector with one value for each node.
    pub(super) fn index(id: Id) -> usize {
        id.0 as usize
    }

    /// Adds a node that is not in the tree yet.
    pub(super) fn add(&mut self, data: Data, place: Range<usize>) -> Id {
        let id = Id(self.nodes.len() as u32);
        let (start, end) = (place.start as u32, place.end as u32);
        let (parent, first, last, before, after) = (NONE, NONE, NONE, NONE, NONE);
        self.nodes.push(Node { parent, first, last, before, after, depth: 0, start, end, data });
        id
    }

    /// Removes a node from the tree, with its descendants.
    pub(super) fn detach(&mut self, id: Id) {
        let Node { parent, before, after, .. } = *self.node(id);
        if parent == NONE {
            return;
        }
        match before {
            NONE => self.node_mut(parent).first = after,
            before => self.node_mut(before).after = after,
        }
        match after {
            NONE => self.node_mut(parent).last = before,
            after => self.node_mut(after).before = before,
        }
        let node = self.node_mut(id);
        (node.parent, node.before, node.after) = (NONE, NONE, NONE);
    }

    /// Makes a node the last child of `parent`.
    pub(super) fn append(&mut self, parent: Id, id: Id) {
        self.detach(id);
        let last = self.node(parent).last;
        let depth = self.node(parent).depth + 1;
        let node = self.node_mut(id);
        (node.parent, node.before, node.depth) = (parent, last, depth);
        match last {
            NONE => self.node_mut(parent).first = id,
            last => self.node_mut(last).after = id,
        }
        self.node_mut(parent).last = id;
    }

    /// Inserts a node before `sibling`.
    pub(super) fn insert_before(&mut self, sibling: Id, id: Id) {
        self.detach(id);
        let Node { parent, before, depth, .. } = *self.node(sibling);
        let node = self.node_mut(id);
        (node.parent, node.before, node.after, node.depth) = (parent, before, sibling, depth);
        match before {
            NONE => self.node_mut(parent).first = id,
            before => self.node_mut(before).after = id,
        }
        self.node_mut(sibling).before = id;
    }

    /// Extends a text node by the text right behind it in the source; false if it is not right
    /// behind it.
    pub(super) fn extend_text(&mut self, id: Id, text: &StrTendril, place: &Range<usize>) -> bool {
        let node = self.node_mut(id);
        let Data::Text(before) = &mut node.data else { return false };
        let whole = before.len() == (node.end - node.start) as usize && text.len() == place.len();
        let adjacent = whole && node.end as usize == place.start;
        if adjacent {
            before.push_tendril(text);
            node.end = place.end as u32;
        }
        adjacent
    }

    /// Adds the attributes that an element lacks.
    pub(super) fn add_attributes(&mut self, id: Id, attributes: Vec<Attribute>) {
        if let Data::Element(element) = &mut self.node_mut(id).data {
            for attribute in attributes {
                if element.attributes.iter().all(|own| own.name != attribute.name) {
                    element.attributes.push(attribute);
                }
            }
        }
    }

    /// The content of a node.
    pub(super) fn data(&self, id: Id) -> &Data {
        &self.node(id).data
    }

    /// Distance from the document.
    pub(super) fn depth(&self, id: Id) -> u32 {
        self.node(id).depth
    }

    /// The bytes of a node in the source: of a text all of it, of an element its tag.
    pub(super) fn place(&self, id: Id) -> Range<usize> {
        let node = self.node(id);
        node.start as usize..node.end as usize
    }

    /// The text of a text node.
    pub(super) fn text(&self, id: Id) -> Option<&str> {
        match self.data(id) {
            Data::Text(text) => Some(text),
            _ => None,
        }
    }

    /// The name of an element, in lower case; empty for other nodes.
    pub(super) fn name(&self, id: Id) -> &str {
        match self.data(id) {
            Data::Element(element) => &element.name.local,
            _ => "",
        }
    }

    /// Whether a node is an element.
    pub(super) fn is_element(&self, id: Id) -> bool {
        matches!(self.data(id), Data::Element(_))
    }

    /// The value of an attribute.
    pub(super) fn attribute(&self, id: Id, name: &str) -> Option<&str> {
        let Data::Element(element) = self.data(id) else { return None };
        let attribute = element.attributes.iter().find(|one| &*one.name.local == name)?;
        Some(&attribute.value)
    }

    /// The value of the first of these attributes that is there and not empty.
    pub(super) fn first_attribute(&self, id: Id, names: &[&str]) -> Option<&str> {
        let mut values = names.iter().filter_map(|name| self.attribute(id, name));
        values.find(|value| !value.trim().is_empty())
    }

    /// Its classes.
    pub(super) fn classes(&self, id: Id) -> impl Iterator<Item = &str> {
        self.attribute(id, "class").unwrap_or_default().split_ascii_whitespace()
    }

    /// Whether an element has one of some classes.
    pub(super) fn has_class(&self, id: Id, names: &[&str]) -> bool {
        self.classes(id).any(|class| names.contains(&class))
    }

    /// The parent of a node.
    pub(super) fn parent(&self, id: Id) -> Option<Id> {
        some(self.node(id).parent)
    }

    /// The previous sibling.
    pub(super) fn before(&self, id: Id) -> Option<Id> {
        some(self.node(id).before)
    }

    /// The last child.
    pub(super) fn last_child(&self, id: Id) -> Option<Id> {
        some(self.node(id).last)
    }

    /// The ancestors of a node, from its parent on.
    pub(super) fn ancestors(&self, id: Id) -> impl Iterator<Item = Id> {
        std::iter::successors(self.parent(id), |id| self.parent(*id))
    }

    /// The siblings that follow a node.
    pub(super) fn following(&self, id: Id) -> impl Iterator<Item = Id> {
        std::iter::successors(some(self.node(id).after), |id| some(self.node(*id).after))
    }

    /// The children of a node.
    pub(super) fn children(&self, id: Id) -> impl Iterator<Item = Id> {
        std::iter::successors(some(self.node(id).first), |id| some(self.node(*id).after))
    }

    /// The children that are elements.
    pub(super) fn elements(&self, id: Id) -> impl Iterator<Item = Id> {
        self.children(id).filter(|child| self.is_element(*child))
    }

    /// A node and its descendants, in document order.
    pub(super) fn descendants(&self, id: Id) -> impl Iterator<Item = Id> {
        self.walk(id).filter_map(|step| match step {
            Step::Enter(id) => Some(id),
            Step::Leave(_) => None,
        })
    }

    /// Walks through a node and its descendants, entering and leaving each.
    pub(super) fn walk(&self, root: Id) -> impl Iterator<Item = Step> {
        std::iter::successors(Some(Step::Enter(root)), move |step| match *step {
            Step::Enter(id) => Some(match some(self.node(id).first) {
                Some(first) => Step::Enter(first),
                None => Step::Leave(id),
            }),
            Step::Leave(id) if id == root => None,
            Step::Leave(id) => Some(match some(self.node(id).after) {
                Some(after) => Step::Enter(after),
                None => Step::Leave(self.node(id).parent),
            }),
        })
    }

    /// The first element in a node that satisfies a predicate.
    pub(super) fn find(&self, id: Id, holds: impl Fn(Id) -> bool) -> Option<Id> {
        self.descendants(id).find(|node| self.is_element(*node) && holds(*node))
    }

    /// All text in a node, with its white space.
    pub(super) fn all_text(&self, id: Id) -> String {
        self.descendants(id).filter_map(|node| self.text(node)).collect()
    }

    /// All visible text in a node, as one line.
    pub(super) fn line(&self, id: Id) -> String {
        let mut text = String::new();
        let mut skipped: Option<Id> = None;
        for step in self.walk(id) {
            match step {
                Step::Leave(node) if skipped == Some(node) => skipped = None,
                Step::Enter(node) if skipped.is_none() => {
                    if matches!(self.name(node), "script" | "style" | "template") {
                        skipped = Some(node);
                    }
                    text.push_str(self.text(node).unwrap_or_default());
                }
                _ => {}
            }
        }
        crate::article::one_line(&text)
    }
}

fn some(id: Id) -> Option<Id> {
    (id != NONE).then_some(id)
}
