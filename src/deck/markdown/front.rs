//! Front matter → [`Meta`]: our own keys, those of other tools that mean something here, and a
//! finding for every other.

use super::dialect::{self, Dialect};
use super::inlines::alt_text;
use super::yaml::{self, Node, Value};
use super::{misread, yaml_faults};
use crate::contract::Aspect;
use crate::deck::Meta;
use crate::deck::keys::{self, Key};
use crate::diag::{Diagnostic, Diagnostics, FileId, Span, nearest};

/// The parsed front matter.
#[derive(Default)]
pub(super) struct Front {
    /// The metadata of the deck.
    pub(super) meta: Meta,
    /// Marp's `headingDivider`: headings of these levels begin a slide as well.
    pub(super) heading_divider: Vec<u8>,
    /// Slidev: the layout of the first slide, with its place.
    pub(super) layout: Option<(String, Span)>,
    /// xaringan: whether the deck has a title slide of its own.
    pub(super) has_own_title: bool,
    /// Quarto: whether the code of executed cells is hidden.
    pub(super) hides_code: bool,
    /// The tool that the deck was written for.
    pub(super) dialect: Dialect,
    /// Marp: directives that apply from the first slide on.
    pub(super) running: dialect::Running,
}

/// Reads the YAML at `base` bytes into `file`.
pub(super) fn read(text: &str, base: usize, file: FileId, findings: &mut Diagnostics) -> Front {
    let values = keys::Reader::new(file, base, findings);
    let mut reader = Reader { values, front: Front::default() };
    let mapping = yaml::mapping(text);
    let faults = yaml_faults::findings("the front matter", text, base, file, &mapping.faults);
    reader.values.findings.0.extend(faults);
    reader.pairs(&mapping.pairs);
    Front { meta: reader.values.meta, ..reader.front }
}

/// A text that is not from a file as a value: numbers and switches are parsed as in YAML,
/// everything else is text.
pub(crate) fn scalar(text: &str) -> Value {
    match yaml::parse(text).map(|node| node.value) {
        Ok(number @ (Value::Number(..) | Value::Bool(_))) => number,
        _ => Value::Text(text.to_owned()),
    }
}

/// Reads the front matter.
pub(super) struct Reader<'a> {
    /// Reads the values of our own keys.
    pub(super) values: keys::Reader<'a>,
    /// The rest of what was read.
    pub(super) front: Front,
}

impl Front {
    /// Takes the proportions of pages that another tool's key says: our own says more.
    pub(super) fn take_aspect(&mut self, aspect: Aspect) {
        take_aspect(&mut self.meta, aspect);
    }
}

fn take_aspect(meta: &mut Meta, aspect: Aspect) {
    if !meta.span("aspect").is_attached() {
        meta.aspect = Some(aspect);
    }
}

impl Reader<'_> {
    /// The same, of a key whose value `named` reads.
    pub(super) fn aspect(
        &mut self,
        key: &str,
        value: &Node,
        named: impl Fn(&str) -> Option<Aspect>,
    ) {
        match value.text().and_then(|text| named(&text)) {
            Some(aspect) => take_aspect(&mut self.values.meta, aspect),
            None => self.values.expected(key, "`16:9`, `16:10` or `4:3`", value),
        }
    }

    fn pairs(&mut self, pairs: &[(Node, Node)]) {
        self.front.dialect = dialect(pairs);
        let mut ignored: Vec<(String, Span)> = Vec::new();
        for (key, value) in pairs {
            let span = self.values.span(key);
            let Some(name) = key.text() else {
                self.values.ignore(key, "a key of the front matter must be a word");
                continue;
            };
            if keys::take(&mut self.values, &name, value)
                || dialect::TOOLS.iter().any(|tool| tool.key(self, &name, value))
            {
                continue;
            }
            // Marp: the same for the first slide alone.
            let plain = name.strip_prefix('_').unwrap_or(&name);
            if dialect::knows(plain) {
                ignored.push((name, span));
            } else {
                self.values.findings.push(unknown_key(&name, span, pairs));
            }
        }
        self.settle_texts();
        self.foreign_theme(&mut ignored);
        if let Some((_, span)) = ignored.first() {
            let names: Vec<String> = ignored.iter().map(|(name, _)| format!("`{name}`")).collect();
            self.values.findings.push(Diagnostic::warning(
                "unknown-key",
                *span,
                format!("keys of another tool are ignored: {}", names.join(", ")),
            ));
        }
    }

    /// Removes what only Quarto understands from texts: shortcodes, e-mail addresses of authors,
    /// dates that change.
    fn settle_texts(&mut self) {
        let meta = &mut self.values.meta;
        let mut left_out = Vec::new();
        let mut settle = |text: &mut String, span: Span| {
            let (rest, names) = dialect::without_shortcodes(text);
            left_out.extend(names.into_iter().map(|name| (name, span)));
            *text = rest;
        };
        let spans = ["title", "subtitle", "footer", "author", "date"].map(|key| meta.span(key));
        let texts = [&mut meta.title, &mut meta.subtitle, &mut meta.footer];
        for (text, span) in texts.into_iter().zip(spans) {
            text.iter_mut().for_each(|text| settle(text, span));
        }
        for name in &mut meta.author {
            settle(name, spans[3]);
            if name.contains(['[', '<', '&']) {
                *name = plain(&name.replace("<br>", " "));
            }
        }
        let moves = |date: &mut String| {
            matches!(date.as_str(), "today" | "now" | "last-modified")
                || date.starts_with("\\today")
                || date.starts_with("`r ")
        };
        if let Some(date) = meta.date.take_if(moves) {
            left_out.push((format!("`date: {date}`"), spans[4]));
        }
        for (name, span) in left_out {
            let message = format!("{name} has no effect here");
            self.values.findings.push(Diagnostic::warning("unknown-directive", span, message));
        }
    }

    /// Ignores the theme of a deck for another tool if it is not one of ours; several tools call
    /// one `default`.
    fn foreign_theme(&mut self, ignored: &mut Vec<(String, Span)>) {
        let meta = &mut self.values.meta;
        let span = meta.span("theme");
        if let Some(theme) = &meta.theme
            && (self.front.dialect != Dialect::Own || theme == "default")
            && !crate::names::THEMES.contains(&theme.as_str())
        {
            ignored.push((format!("theme: {theme}"), span));
            meta.theme = None;
        }
    }
}

/// A key that is neither ours nor another tool's.
fn unknown_key(name: &str, span: Span, pairs: &[(Node, Node)]) -> Diagnostic {
    let message = format!("the front matter has an unknown key `{name}`");
    let finding = Diagnostic::warning("unknown-key", span, message);
    let Some(Key { name: key, .. }) = Key::in_chinese(name) else {
        let near = nearest(name, Key::names());
        let known = "`llmslides explain front-matter` lists the keys; tokens of the theme stand below `tokens:`";
        return match near {
            Some(near) => finding.hint(near),
            None => finding.hint(known),
        };
    };
    let finding = finding.hint(format!("keys are English: `{key}`"));
    let is_there = pairs.iter().any(|(other, _)| other.text().as_deref() == Some(*key));
    if is_there { finding } else { finding.fixed_by(span, *key) }
}

/// The plain text of Markdown, for footers as Marp has them and for notes.
pub(crate) fn plain(markdown: &str) -> String {
    let arena = comrak::Arena::new();
    let root = misread::parse(&arena, markdown, &super::options()).root;
    let is_picture = |node: &&comrak::nodes::AstNode| {
        matches!(node.data().value, comrak::nodes::NodeValue::Image(_))
    };
    // Logos in headers and footers: their alternative text is about their size.
    root.descendants().filter(is_picture).collect::<Vec<_>>().iter().for_each(|node| node.detach());
    alt_text(root).trim().to_owned()
}

/// The tool that a front matter was written for.
fn dialect(pairs: &[(Node, Node)]) -> Dialect {
    let keys: Vec<String> = pairs.iter().filter_map(|(key, _)| key.text()).collect();
    let theme = pairs.iter().find(|(key, _)| key.text().as_deref() == Some("theme"));
    dialect::of_front(&keys, theme.and_then(|(_, name)| name.text()).as_deref())
}
