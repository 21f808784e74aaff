//! HTML → [`Dom`], through html5ever. Its tree builder is kept within bounds: elements do not nest
//! deeper than a recursion can follow, and a few unclosed tags cannot become millions of nodes.
//! Only tags are ever dropped for that, never text.

use std::borrow::Cow;
use std::cell::{Cell, RefCell};
use std::collections::VecDeque;
use std::ops::Range;

use html5ever::buffer_queue::BufferQueue;
use html5ever::interface::tree_builder::{ElementFlags, NodeOrText, QuirksMode, TreeSink};
use html5ever::tendril::StrTendril;
use html5ever::tokenizer::TokenizerOpts;
use html5ever::tokenizer::{Tag, TagKind, Token, TokenSink, TokenSinkResult, Tokenizer};
use html5ever::tree_builder::{ElemName, TreeBuilder, TreeBuilderOpts};
use html5ever::{Attribute, LocalName, Namespace, QualName, TokenizerResult};

use super::dom::{Data, Dom, Element, Id};

/// Deepest nesting of elements. Browsers stop at 512; real pages reach 60.
const DEEPEST: u32 = 160;
/// Deepest nesting of formatting elements, which the parser repeats in every later block while they
/// are unclosed.
const DEEPEST_FORMATTING: u32 = 80;
/// Nodes per token from which on a page is parsed again without formatting elements.
const MOST_NODES: usize = 8;
/// This many nodes are always allowed.
const FREE_NODES: usize = 50_000;

/// Formatting elements: if unclosed, HTML opens them again in the next block.
const FORMATTING: [&str; 14] = [
    "a", "b", "big", "code", "em", "font", "i", "nobr", "s", "small", "strike", "strong", "tt", "u",
];
/// Elements without element children: they never make a page deeper.
const LEAVES: [&str; 25] = [
    "area", "base", "basefont", "bgsound", "br", "col", "embed", "hr", "iframe", "img", "input",
    "link", "meta", "noembed", "noframes", "param", "plaintext", "script", "source", "style",
    "textarea", "title", "track", "wbr", "xmp",
];

/// Parses a page. Any text is a valid page.
pub(super) fn parse(source: &str) -> Dom {
    build(source, true).or_else(|| build(source, false)).unwrap_or_else(Dom::new)
}

/// Builds the tree; `None` if `formatting` elements make too many nodes.
fn build(source: &str, formatting: bool) -> Option<Dom> {
    let sink = Sink {
        dom: RefCell::new(Dom::new()),
        depth: Cell::new(0),
        tag: RefCell::new(0..0),
        texts: RefCell::default(),
    };
    let options = TreeBuilderOpts { scripting_enabled: false, ..TreeBuilderOpts::default() };
    let guard = Guard {
        builder: TreeBuilder::new(sink, options),
        source,
        formatting,
        left_out: RefCell::default(),
        piece: RefCell::new(0..0),
        cursor: Cell::new(0),
        tokens: Cell::new(0),
        given_up: Cell::new(false),
    };
    let tokenizer = Tokenizer::new(guard, TokenizerOpts::default());
    let input = BufferQueue::default();
    for piece in pieces(source) {
        tokenizer.sink.cursor.set(piece.start);
        input.push_back(StrTendril::from(&source[piece.clone()]));
        tokenizer.sink.piece.replace(piece);
        // The tokenizer pauses at scripts and declared encodings; it just continues.
        while !matches!(tokenizer.feed(&input), TokenizerResult::Done) {}
    }
    tokenizer.end();
    let guard = tokenizer.sink;
    (!guard.given_up.get()).then(|| guard.builder.sink.finish())
}

/// Splits the source into pieces with one tag or text each, because tokens do not have places.
fn pieces(source: &str) -> impl Iterator<Item = Range<usize>> {
    let mut start = 0;
    std::iter::from_fn(move || {
        let rest = source.get(start..).filter(|rest| !rest.is_empty())?;
        let skipped = usize::from(rest.starts_with('<'));
        let next = rest[skipped..].find(['<', '>']).map(|at| at + skipped);
        let is_end = |at: &usize| rest.as_bytes()[*at] == b'>';
        let length = next.map_or(rest.len(), |at| at + usize::from(is_end(&at)));
        start += length;
        Some(start - length..start)
    })
}

/// A filter between the tokenizer and the tree builder.
struct Guard<'a> {
    builder: TreeBuilder<Id, Sink>,
    source: &'a str,
    /// Whether formatting elements are built.
    formatting: bool,
    /// Open tags that were left out.
    left_out: RefCell<Vec<LocalName>>,
    /// The piece of the source that is being read.
    piece: RefCell<Range<usize>>,
    /// Where in the piece the next text begins.
    cursor: Cell<usize>,
    tokens: Cell<usize>,
    given_up: Cell<bool>,
}

impl Guard<'_> {
    /// Whether a tag is built.
    fn takes(&self, tag: &Tag) -> bool {
        let formatting = FORMATTING.contains(&&*tag.name);
        if formatting && !self.formatting {
            return false;
        }
        let mut left_out = self.left_out.borrow_mut();
        match tag.kind {
            TagKind::StartTag if LEAVES.contains(&&*tag.name) => true,
            TagKind::StartTag => {
                let deepest = if formatting { DEEPEST_FORMATTING } else { DEEPEST };
                let takes = self.builder.sink.depth.get() < deepest;
                if !takes {
                    left_out.push(tag.name.clone());
                }
                takes
            }
            TagKind::EndTag => {
                const NEAR: usize = 16;
                let from = left_out.len().saturating_sub(NEAR);
                let open = left_out[from..].iter().rposition(|name| *name == tag.name);
                if let Some(at) = open {
                    left_out.truncate(from + at);
                }
                open.is_none()
            }
        }
    }

    /// Records the place of a text.
    fn note_text(&self, text: &StrTendril) {
        /// Bytes around the expected place in which a text is searched for.
        const NEAR: usize = 64;
        let end = self.piece.borrow().end;
        let cursor = self.cursor.get().min(end);
        let rest = &self.source[cursor..end];
        let ampersand = &**text == "&" && rest.starts_with("&amp");
        let near = &rest[..rest.floor_char_boundary(NEAR + text.len())];
        let (place, exact) = match near.find(&**text) {
            Some(0) if !ampersand => (cursor..cursor + text.len(), true),
            _ if rest.starts_with('&') => (cursor..cursor + reference_length(rest), false),
            Some(at) if text.len() > 1 => (cursor + at..cursor + at + text.len(), true),
            _ => (cursor..cursor, false),
        };
        self.cursor.set(place.end);
        let text = text.clone();
        self.builder.sink.texts.borrow_mut().push_back(Piece { text, place, exact, used: 0 });
    }
}

/// Bytes of a character reference such as `&amp;` at the start of a text.
fn reference_length(text: &str) -> usize {
    let name = text[1..].bytes().take_while(|b| b.is_ascii_alphanumeric() || *b == b'#').count();
    1 + name + usize::from(text.as_bytes().get(1 + name) == Some(&b';'))
}

impl TokenSink for Guard<'_> {
    type Handle = Id;

    fn process_token(&self, token: Token, line: u64) -> TokenSinkResult<Id> {
        let sink = &self.builder.sink;
        self.tokens.set(self.tokens.get() + 1);
        if self.given_up.get() {
            return TokenSinkResult::Continue;
        }
        let is_tag = match &token {
            Token::TagToken(tag) if !self.takes(tag) => return TokenSinkResult::Continue,
            Token::TagToken(_) => true,
            Token::CharacterTokens(text) => {
                self.note_text(text);
                false
            }
            _ => false,
        };
        sink.tag.replace(self.piece.borrow().clone());
        let result = self.builder.process_token(token, line);
        if is_tag {
            // Texts in tables are held back until the next tag; none is left after it.
            sink.texts.borrow_mut().clear();
        }
        let most = FREE_NODES + MOST_NODES * self.tokens.get();
        if self.formatting && sink.dom.borrow().len() > most {
            self.given_up.set(true);
        }
        result
    }

    fn end(&self) {
        self.builder.end();
    }

    fn adjusted_current_node_present_but_not_in_html_namespace(&self) -> bool {
        self.builder.adjusted_current_node_present_but_not_in_html_namespace()
    }
}

/// A text that is not in the tree yet.
struct Piece {
    text: StrTendril,
    place: Range<usize>,
    /// Whether it is the same as in the source, byte by byte.
    exact: bool,
    /// How many bytes of it are in the tree.
    used: usize,
}

/// Creates nodes for the tree builder.
struct Sink {
    dom: RefCell<Dom>,
    /// Depth of the element that is open.
    depth: Cell<u32>,
    /// The piece of the source with the tag that is being built.
    tag: RefCell<Range<usize>>,
    texts: RefCell<VecDeque<Piece>>,
}

impl Sink {
    /// The place of a text that is added to the tree.
    fn place(&self, text: &str) -> Range<usize> {
        let mut pieces = self.texts.borrow_mut();
        while let Some(piece) = pieces.front_mut() {
            let found = piece.text[piece.used..].find(text).map(|at| at + piece.used);
            let place = found.map(|at| {
                piece.used = at + text.len();
                let start = piece.place.start + at;
                if piece.exact { start..start + text.len() } else { piece.place.clone() }
            });
            if piece.used == piece.text.len() || place.is_none() {
                pieces.pop_front();
            }
            if let Some(place) = place {
                return place;
            }
        }
        let tag = self.tag.borrow().clone();
        tag.start..tag.start
    }

    /// The node for a new child; `None` for a text that continues the previous one.
    fn child(&self, child: NodeOrText<Id>, before: impl Fn(&Dom) -> Option<Id>) -> Option<Id> {
        match child {
            NodeOrText::AppendNode(id) => Some(id),
            NodeOrText::AppendText(text) => {
                let place = self.place(&text);
                let mut dom = self.dom.borrow_mut();
                let before = before(&dom);
                if before.is_some_and(|before| dom.extend_text(before, &text, &place)) {
                    return None;
                }
                Some(dom.add(Data::Text(text), place))
            }
        }
    }

    fn note_depth(&self, id: Id) {
        let dom = self.dom.borrow();
        if dom.is_element(id) {
            self.depth.set(dom.depth(id));
        }
    }
}

/// A copy of an element's name: the tree may change while it is used.
#[derive(Debug)]
struct Name {
    namespace: Namespace,
    local: LocalName,
}

impl ElemName for Name {
    fn ns(&self) -> &Namespace {
        &self.namespace
    }

    fn local_name(&self) -> &LocalName {
        &self.local
    }
}

impl TreeSink for Sink {
    type Handle = Id;
    type Output = Dom;
    type ElemName<'a> = Name;

    fn finish(self) -> Dom {
        self.dom.into_inner()
    }

    fn parse_error(&self, _: Cow<'static, str>) {}

    fn get_document(&self) -> Id {
        Dom::ROOT
    }

    fn elem_name<'a>(&'a self, target: &'a Id) -> Name {
        match self.dom.borrow().data(*target) {
            Data::Element(element) => {
                Name { namespace: element.name.ns.clone(), local: element.name.local.clone() }
            }
            _ => Name { namespace: Namespace::default(), local: LocalName::default() },
        }
    }

    fn create_element(&self, name: QualName, attributes: Vec<Attribute>, _: ElementFlags) -> Id {
        let element = Data::Element(Box::new(Element { name, attributes }));
        self.dom.borrow_mut().add(element, self.tag.borrow().clone())
    }

    fn create_comment(&self, _: StrTendril) -> Id {
        self.dom.borrow_mut().add(Data::Other, self.tag.borrow().clone())
    }

    fn create_pi(&self, _: StrTendril, _: StrTendril) -> Id {
        self.dom.borrow_mut().add(Data::Other, self.tag.borrow().clone())
    }

    fn append(&self, parent: &Id, child: NodeOrText<Id>) {
        let last = |dom: &Dom| dom.last_child(*parent);
        if let Some(id) = self.child(child, last) {
            self.dom.borrow_mut().append(*parent, id);
            self.note_depth(id);
        }
    }

    fn append_based_on_parent_node(&self, element: &Id, before: &Id, child: NodeOrText<Id>) {
        let has_parent = self.dom.borrow().parent(*element).is_some();
        if has_parent {
            self.append_before_sibling(element, child);
        } else {
            self.append(before, child);
        }
    }

    fn append_doctype_to_document(&self, _: StrTendril, _: StrTendril, _: StrTendril) {}

    fn pop(&self, id: &Id) {
        self.depth.set(self.dom.borrow().depth(*id).saturating_sub(1));
    }

    /// The content of a template is put into it; whether it is visible is decided later.
    fn get_template_contents(&self, target: &Id) -> Id {
        *target
    }

    fn same_node(&self, x: &Id, y: &Id) -> bool {
        x == y
    }

    fn set_quirks_mode(&self, _: QuirksMode) {}

    fn append_before_sibling(&self, sibling: &Id, child: NodeOrText<Id>) {
        let before = |dom: &Dom| dom.before(*sibling);
        if let Some(id) = self.child(child, before) {
            self.dom.borrow_mut().insert_before(*sibling, id);
            self.note_depth(id);
        }
    }

    fn add_attrs_if_missing(&self, target: &Id, attributes: Vec<Attribute>) {
        self.dom.borrow_mut().add_attributes(*target, attributes);
    }

    fn remove_from_parent(&self, target: &Id) {
        self.dom.borrow_mut().detach(*target);
    }

    fn reparent_children(&self, node: &Id, new_parent: &Id) {
        let children: Vec<Id> = self.dom.borrow().children(*node).collect();
        let mut dom = self.dom.borrow_mut();
        for child in children {
            dom.append(*new_parent, child);
        }
    }
}
