//! Front matter → [`Meta`]: our own keys, those of other tools as far as they mean something here,
//! and a finding for every other.

use super::dialect::{self, Dialect};
use super::inlines::alt_text;
use super::yaml::{self, Node, Unreadable, Value};
use super::{Split, misread, yaml_faults};
use crate::deck::Meta;
use crate::deck::meta::Fit;
use crate::diag::{Diagnostic, Diagnostics, FileId, Span, nearest};

/// What the front matter says.
#[derive(Default)]
pub(super) struct Front {
    /// The settings that stay with the deck.
    pub(super) meta: Meta,
    /// How slides are told apart. `None`: find out.
    pub(super) split: Option<Split>,
    /// Marp's `headingDivider`: headings of these levels begin a slide as well.
    pub(super) heading_divider: Vec<u8>,
    /// Files that follow, each with its place.
    pub(super) include: Vec<(String, Span)>,
    /// Slidev: the layout of the first slide, and where it is named.
    pub(super) layout: Option<(String, Span)>,
    /// The tool that the deck was written for.
    pub(super) dialect: Dialect,
}

/// Keys that we know, for "did you mean".
pub(super) const KEYS: [&str; 18] = [
    "title", "subtitle", "author", "date", "lang", "footer", "theme", "tokens", "duration",
    "agenda", "check", "fit", "handout", "include", "incremental", "notes", "notes.rate", "split",
];

/// What our keys are called by those who expect them in Chinese.
const CHINESE: [(&str, &[&str]); 11] = [
    ("title", &["标题", "题目", "標題", "題目"]),
    ("subtitle", &["副标题", "副標題"]),
    ("author", &["作者", "讲者", "主讲", "主讲人", "演讲者", "讲师", "講者"]),
    ("date", &["日期", "时间", "時間"]),
    ("lang", &["语言", "語言"]),
    ("footer", &["页脚", "頁腳"]),
    ("theme", &["主题", "主題"]),
    ("duration", &["时长", "時長"]),
    ("agenda", &["目录", "目錄"]),
    ("incremental", &["逐条", "逐步", "逐項"]),
    ("fit", &["适应", "适配"]),
];

/// Reads the YAML at `base` bytes into `file`.
pub(super) fn read(text: &str, base: usize, file: FileId, findings: &mut Diagnostics) -> Front {
    let mut reader = Reader { base, file, findings, front: Front::default() };
    match yaml::parse(text) {
        Err(error) => {
            let error = yaml_faults::diagnostic("the front matter", text, base, file, &error);
            reader.findings.push(error);
        }
        Ok(Node { value: Value::Map(pairs), .. }) => reader.pairs(&pairs),
        Ok(Node { value: Value::Null, .. }) => {}
        Ok(_) => {
            let why = "it is no list of lines `key: value`".to_owned();
            let error = Unreadable { at: text.trim_end().len(), why };
            let error = yaml_faults::diagnostic("the front matter", text, base, file, &error);
            reader.findings.push(error);
        }
    }
    reader.front
}

/// Whether the front matter has a key of this name.
pub(crate) fn is_key(name: &str) -> bool {
    KEYS.contains(&name)
}

/// Sets one key as if it stood in the front matter. False if there is no such key.
///
/// # Errors
/// Why the value is not of the key's kind.
pub(crate) fn set(meta: &mut Meta, key: &str, value: &str) -> Result<bool, String> {
    if !KEYS.contains(&key) || matches!(key, "split" | "tokens" | "notes" | "check" | "include") {
        return Ok(false);
    }
    // A number or a switch is read as YAML would; anything else is text as it is.
    let parsed = yaml::parse(value).ok().map(|node| node.value);
    let value = match parsed {
        Some(number @ (Value::Number(..) | Value::Bool(_))) => number,
        _ => Value::Text(value.to_owned()),
    };
    let mut findings = Diagnostics::default();
    let front = Front { meta: std::mem::take(meta), ..Front::default() };
    let mut reader = Reader { base: 0, file: FileId(u16::MAX), findings: &mut findings, front };
    reader.known(key, &Node { range: 0..0, value });
    *meta = reader.front.meta;
    meta.spans.remove(key);
    match findings.0.into_iter().next() {
        Some(error) => Err(error.message),
        None => Ok(true),
    }
}

/// What is being read, and what has been.
pub(super) struct Reader<'a> {
    base: usize,
    file: FileId,
    findings: &'a mut Diagnostics,
    /// What has been read.
    pub(super) front: Front,
}

impl Reader<'_> {
    /// Where a node stands.
    pub(super) fn span(&self, node: &Node) -> Span {
        Span::new(self.file, self.base + node.range.start..self.base + node.range.end)
    }

    fn error(&mut self, node: &Node, message: impl Into<String>) {
        let span = self.span(node);
        self.findings.push(Diagnostic::warning("ignored-value", span, message));
    }

    fn expected(&mut self, key: &str, what: &str, node: &Node) {
        let found = node.text().map_or_else(|| node.kind().to_owned(), |text| format!("`{text}`"));
        self.error(node, format!("`{key}` expects {what}, found {found}"));
    }

    fn pairs(&mut self, pairs: &[(Node, Node)]) {
        self.front.dialect = dialect(pairs);
        let mut ignored: Vec<(String, Span)> = Vec::new();
        for (key, value) in pairs {
            let Some(name) = key.text() else {
                self.error(key, "a key of the front matter must be a word");
                continue;
            };
            if !self.known(&name, value) {
                if dialect::TOOLS.iter().any(|tool| tool.ignored().contains(&name.as_str())) {
                    ignored.push((name, self.span(key)));
                } else {
                    let span = self.span(key);
                    self.findings.push(unknown_key(&name, span, pairs));
                }
            }
        }
        self.foreign_theme(&mut ignored);
        if let Some((_, span)) = ignored.first() {
            let names: Vec<String> = ignored.iter().map(|(name, _)| format!("`{name}`")).collect();
            self.findings.push(Diagnostic::warning(
                "unknown-key",
                *span,
                format!("keys of another tool are ignored: {}", names.join(", ")),
            ));
        }
    }

    /// In a deck written for another tool, a theme that is not ours is that tool's; and several
    /// call one `default`.
    fn foreign_theme(&mut self, ignored: &mut Vec<(String, Span)>) {
        let span = self.front.meta.span("theme");
        if let Some(theme) = &self.front.meta.theme
            && (self.front.dialect != Dialect::Own || theme == "default")
            && !crate::names::THEMES.contains(&theme.as_str())
        {
            ignored.push((format!("theme: {theme}"), span));
            self.front.meta.theme = None;
        }
    }

    /// Takes a key that we know; false for any other.
    fn known(&mut self, name: &str, value: &Node) -> bool {
        let span = self.span(value);
        self.front.meta.spans.insert(name.to_owned(), span);
        match name {
            "title" => self.front.meta.title = self.text(name, value),
            "subtitle" => self.front.meta.subtitle = self.text(name, value),
            "author" | "authors" => self.front.meta.author = self.authors(name, value),
            "date" => self.front.meta.date = self.text(name, value),
            "lang" | "language" => self.front.meta.lang = self.text(name, value),
            "footer" => self.front.meta.footer = self.text(name, value).map(|text| plain(&text)),
            "theme" => self.theme(value),
            "tokens" => self.tokens(value, &[]),
            "duration" => self.front.meta.duration = self.minutes(name, value),
            "agenda" => self.front.meta.agenda = self.switch(name, value),
            "incremental" => self.front.meta.incremental = self.switch(name, value),
            "handout" => self.front.meta.handout = self.switch(name, value),
            "fit" => self.fit(value),
            "check" => self.levels(value),
            "notes" => self.notes(value),
            "notes.rate" => self.front.meta.notes.rate = self.number(name, value),
            "split" => self.split(value),
            "include" => self.include(value),
            _ => return dialect::TOOLS.iter().any(|tool| tool.key(self, name, value)),
        }
        true
    }

    /// The text that is expected.
    pub(super) fn text(&mut self, key: &str, value: &Node) -> Option<String> {
        if matches!(value.value, Value::Null) {
            return None;
        }
        let text = value.text();
        if text.is_none() {
            self.expected(key, "text", value);
        }
        text.map(|text| text.split_whitespace().collect::<Vec<_>>().join(" "))
    }

    /// `true` or `false`, be it in quotation marks.
    fn switch(&mut self, key: &str, value: &Node) -> Option<bool> {
        match value.text().as_deref() {
            Some("true") => Some(true),
            Some("false") => Some(false),
            _ => {
                self.expected(key, "`true` or `false`", value);
                None
            }
        }
    }

    /// The number that is expected, above zero.
    pub(super) fn number(&mut self, key: &str, value: &Node) -> Option<f64> {
        match value.value {
            Value::Number(number, _) if number > 0.0 => Some(number),
            _ => {
                self.expected(key, "a number above zero", value);
                None
            }
        }
    }

    /// `45`, `45min`, `45 分钟` or `1h30`.
    fn minutes(&mut self, key: &str, value: &Node) -> Option<f64> {
        let minutes = value.text().and_then(|text| parse_minutes(&text));
        if minutes.is_none() {
            self.expected(key, "minutes such as `45`", value);
        }
        minutes
    }

    fn authors(&mut self, key: &str, value: &Node) -> Vec<String> {
        match &value.value {
            Value::List(items) => items.iter().filter_map(|item| self.author(key, item)).collect(),
            Value::Null => Vec::new(),
            _ => self.author(key, value).into_iter().collect(),
        }
    }

    /// A name, or Quarto's `{name: …, affiliation: …}`.
    fn author(&mut self, key: &str, value: &Node) -> Option<String> {
        if let Value::Map(pairs) = &value.value {
            let name = pairs.iter().find(|(key, _)| key.text().as_deref() == Some("name"));
            return name.and_then(|(_, name)| self.text(key, name));
        }
        self.text(key, value)
    }

    fn theme(&mut self, value: &Node) {
        match &value.value {
            Value::Map(pairs) => {
                let name = pairs.iter().find(|(key, _)| key.text().as_deref() == Some("name"));
                if let Some((_, name)) = name {
                    let span = self.span(name);
                    self.front.meta.spans.insert("theme".into(), span);
                    self.front.meta.theme = self.text("theme.name", name);
                }
                self.tokens(value, &["name"]);
            }
            _ => self.front.meta.theme = self.text("theme", value),
        }
    }

    fn tokens(&mut self, value: &Node, except: &[&str]) {
        let Value::Map(pairs) = &value.value else {
            return self.expected("tokens", "lines `name: value`", value);
        };
        for (key, value) in pairs {
            let Some(name) = key.text().filter(|name| !except.contains(&name.as_str())) else {
                continue;
            };
            // Fonts and the like are lists, which tokens also take as text.
            let list = match &value.value {
                Value::List(items) => items.iter().map(Node::text).collect::<Option<Vec<_>>>(),
                _ => None,
            };
            let text = list.map(|items| items.join(", ")).or_else(|| self.text(&name, value));
            if let Some(text) = text {
                self.front.meta.spans.insert(format!("tokens.{name}"), self.span(value));
                self.front.meta.tokens.insert(name, text);
            }
        }
    }

    /// What findings come to. Which there are is not known here.
    fn levels(&mut self, value: &Node) {
        let Value::Map(pairs) = &value.value else {
            return self.expected("check", "lines `code: level`", value);
        };
        for (key, value) in pairs {
            let (Some(code), Some(level)) = (key.text(), self.text("check", value)) else {
                continue;
            };
            let spans = [(format!("check.{code}.name"), key), (format!("check.{code}"), value)];
            let spans = spans.map(|(key, node)| (key, self.span(node)));
            self.front.meta.spans.extend(spans);
            self.front.meta.check.insert(code, level);
        }
    }

    /// `include: part.md`, or a list.
    fn include(&mut self, value: &Node) {
        let paths = match &value.value {
            Value::List(items) => items.as_slice(),
            _ => std::slice::from_ref(value),
        };
        for path in paths {
            if let Some(text) = self.text("include", path) {
                let span = self.span(path);
                self.front.include.push((text, span));
            }
        }
    }

    fn notes(&mut self, value: &Node) {
        let Value::Map(pairs) = &value.value else {
            return self.expected("notes", "`rate: …`", value);
        };
        for (key, value) in pairs {
            match key.text().as_deref() {
                Some("rate") => self.front.meta.notes.rate = self.number("notes.rate", value),
                _ => self.error(key, "`notes` has only the key `rate`"),
            }
        }
    }

    fn fit(&mut self, value: &Node) {
        let mode = value.text().and_then(|name| Fit::named(&name));
        match mode {
            Some(_) => self.front.meta.fit = mode,
            None => self.expected("fit", "`auto`, `shrink`, `split` or `error`", value),
        }
    }

    fn split(&mut self, value: &Node) {
        match value.text().as_deref() {
            Some("headings") => self.front.split = Some(Split::Headings),
            Some("rulers") => self.front.split = Some(Split::Rulers),
            Some("auto") => self.front.split = None,
            _ => self.expected("split", "`auto`, `headings` or `rulers`", value),
        }
    }
}

/// A key that is neither ours nor another tool's.
fn unknown_key(name: &str, span: Span, pairs: &[(Node, Node)]) -> Diagnostic {
    let message = format!("the front matter has an unknown key `{name}`");
    let finding = Diagnostic::warning("unknown-key", span, message);
    let Some((key, _)) = CHINESE.iter().find(|(_, names)| names.contains(&name)) else {
        return finding.maybe_hint(nearest(name, KEYS));
    };
    let finding = finding.hint(format!("keys are English: `{key}`"));
    let is_there = pairs.iter().any(|(other, _)| other.text().as_deref() == Some(*key));
    if is_there { finding } else { finding.fixed_by(span, *key) }
}

/// The text of Markdown: of a footer as Marp has it, or of notes.
pub(crate) fn plain(markdown: &str) -> String {
    let arena = comrak::Arena::new();
    alt_text(misread::parse(&arena, markdown, &super::options()).root)
}

/// The tool that a front matter was written for.
fn dialect(pairs: &[(Node, Node)]) -> Dialect {
    let keys: Vec<String> = pairs.iter().filter_map(|(key, _)| key.text()).collect();
    let theme = pairs.iter().find(|(key, _)| key.text().as_deref() == Some("theme"));
    dialect::of_front(&keys, theme.and_then(|(_, name)| name.text()).as_deref())
}

/// Minutes from `45`, `45min`, `45 分钟`, `1h`, `1h30`.
fn parse_minutes(text: &str) -> Option<f64> {
    let text = text.trim().to_lowercase();
    let (hours, rest) = match text.split_once(['h', ':']) {
        Some((hours, rest)) => (hours.trim().parse::<f64>().ok()?, rest),
        None => (0.0, text.as_str()),
    };
    let digits = rest.trim_end_matches(|c: char| !c.is_ascii_digit());
    let unit = rest[digits.len()..].trim();
    let known = matches!(unit, "" | "m" | "min" | "mins" | "minutes" | "分" | "分钟" | "分鐘");
    let minutes = if digits.is_empty() { Some(0.0) } else { digits.trim().parse().ok() };
    let total = hours * 60.0 + minutes.filter(|_| known)?;
    (total > 0.0).then_some(total)
}
