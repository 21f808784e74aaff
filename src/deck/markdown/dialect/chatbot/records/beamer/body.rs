//! What stands in a frame: text, lists in lists, blocks, columns, tables, formulas and code, as Markdown.

use super::super::Slide;
use super::CODE;
use crate::deck::markdown::dialect::pandoc::{Command, bracket, overlay, tabular};

/// Environments of pictures that are drawn by commands.
pub(super) const DRAWINGS: [&str; 2] = ["tikzpicture", "pspicture"];
/// Environments of displayed formulas, and what each is inside `$$`.
const FORMULAS: [(&str, Option<&str>); 13] = [
    ("equation", None),
    ("equation*", None),
    ("displaymath", None),
    ("math", None),
    ("align", Some("aligned")),
    ("align*", Some("aligned")),
    ("eqnarray", Some("aligned")),
    ("eqnarray*", Some("aligned")),
    ("flalign*", Some("aligned")),
    ("gather", Some("gathered")),
    ("gather*", Some("gathered")),
    ("multline", Some("gathered")),
    ("multline*", Some("gathered")),
];
/// Environments of tables, and how many arguments stand before the columns.
const TABLES: [(&str, usize); 4] =
    [("tabular", 0), ("tabular*", 1), ("tabularx", 1), ("longtable", 0)];
/// Environments with a head that its author gives.
const BLOCKS: [&str; 3] = ["block", "alertblock", "exampleblock"];
/// Environments whose head is what they are.
const STATEMENTS: [(&str, &str); 7] = [
    ("theorem", "Theorem"),
    ("definition", "Definition"),
    ("lemma", "Lemma"),
    ("corollary", "Corollary"),
    ("proof", "Proof"),
    ("example", "Example"),
    ("remark", "Remark"),
];
/// Environments of items.
const LISTS: [&str; 3] = ["itemize", "enumerate", "description"];

/// Reads a frame from behind its `\begin{frame}`; a table of contents shows the sections.
pub(super) fn read(source: &str, sections: &[String]) -> Slide {
    let mut body = Body { rest: source, sections, ..Body::default() };
    body.rest = body.rest.trim_start_matches([' ', '\t']);
    body.rest = &body.rest[overlay(body.rest)..];
    while body.rest.starts_with('[') && body.argument().is_some() {}
    if body.rest.starts_with('{') {
        body.slide.title = markdown(body.argument().unwrap_or_default());
    }
    if body.rest.starts_with('{') {
        let subtitle = markdown(body.argument().unwrap_or_default());
        body.put(vec![subtitle]);
    }
    while let Some(at) = body.rest.find(['\\', '$', '\n']) {
        body.text += &body.rest[..at];
        body.rest = &body.rest[at..];
        if !body.structure() {
            body.copy();
        }
    }
    body.text += body.rest;
    body.flush();
    body.close_columns();
    body.slide
}

/// A list that is open.
#[derive(Default)]
struct List {
    /// The number of the next item, if they are counted.
    number: Option<usize>,
    /// The sign of an item of which nothing is written yet.
    sign: Option<String>,
    /// How far its items stand in.
    depth: usize,
}

/// A frame as far as it is read.
#[derive(Default)]
struct Body<'t> {
    /// What is not read yet.
    rest: &'t str,
    sections: &'t [String],
    slide: Slide,
    /// The paragraph that is being read.
    text: String,
    /// Lists, the innermost last.
    lists: Vec<List>,
    has_columns: bool,
    in_column: bool,
}

impl<'t> Body<'t> {
    /// Takes what is more than text; whether there was any.
    fn structure(&mut self) -> bool {
        let rest = self.rest;
        if let Some(below) = rest.strip_prefix('\n') {
            let line = below.split('\n').next().unwrap_or_default();
            if line.trim().is_empty() {
                self.flush();
            }
            return false;
        }
        for (open, close) in [("\\[", "\\]"), ("$$", "$$")] {
            if let Some((inner, behind)) =
                rest.strip_prefix(open).and_then(|rest| rest.split_once(close))
            {
                self.rest = behind;
                self.display(inner, None);
                return true;
            }
        }
        let name = rest[1..].split(|c: char| !c.is_ascii_alphabetic()).next().unwrap_or_default();
        if !rest.starts_with('\\') || name.is_empty() {
            return false;
        }
        let behind = &rest[1 + name.len()..];
        match name {
            "begin" | "end" => self.environment(name == "begin", behind),
            _ => self.command(name, behind),
        }
    }

    /// Takes a command that is more than text.
    fn command(&mut self, name: &str, behind: &'t str) -> bool {
        let before = std::mem::replace(&mut self.rest, behind);
        match name {
            "item" => self.item(),
            "frametitle" => self.slide.title = self.last_argument(),
            "framesubtitle" => {
                let text = self.last_argument();
                self.put(vec![text]);
            }
            "note" => {
                let said = self.last_argument();
                self.slide.said.push(said);
            }
            "column" => {
                self.argument();
                self.open_column();
            }
            "tableofcontents" => {
                self.argument();
                let items = self.sections.iter().map(|title| format!("- {title}")).collect();
                self.put(items);
            }
            "includegraphics" => {
                let file = self.last();
                self.put(vec![format!("![]({file})")]);
            }
            "vfill" | "bigskip" | "medskip" | "smallskip" | "par" | "centering" => self.flush(),
            _ => {
                self.rest = before;
                return false;
            }
        }
        true
    }

    /// Takes the beginning or the end of an environment. `false`: it is part of a text.
    fn environment(&mut self, begins: bool, behind: &'t str) -> bool {
        let before = std::mem::replace(&mut self.rest, behind);
        let Some(name) = self.argument() else {
            self.rest = before;
            return false;
        };
        if !begins {
            self.end(name);
        } else if CODE.contains(&name) || DRAWINGS.contains(&name) {
            self.code(name);
        } else if let Some((_, inner)) = FORMULAS.iter().find(|(known, _)| *known == name) {
            let source = self.until_end(name);
            self.display(source, *inner);
        } else if let Some((_, arguments)) = TABLES.iter().find(|(known, _)| *known == name) {
            (0..=*arguments).for_each(|_| _ = self.argument_behind_options());
            let rows = tabular::rows(self.until_end(name), markdown);
            self.put(rows.unwrap_or_default());
        } else {
            self.begin(name);
        }
        true
    }

    /// Begins what holds text.
    fn begin(&mut self, name: &str) {
        self.flush();
        self.rest = &self.rest[overlay(self.rest)..];
        if LISTS.contains(&name) {
            let depth = self.indent();
            self.options();
            let number = (name == "enumerate").then_some(1);
            self.lists.push(List { number, depth, ..List::default() });
        } else if BLOCKS.contains(&name) {
            let head = self.last_argument();
            self.put(vec![format!("### {head}")]);
        } else if let Some((_, head)) = STATEMENTS.iter().find(|(known, _)| *known == name) {
            let of = self.options().map(|of| format!(" ({})", markdown(of))).unwrap_or_default();
            self.put(vec![format!("### {head}{of}")]);
        } else if name == "columns" {
            self.options();
            self.open_columns();
        } else if name == "column" {
            self.last();
            self.open_column();
        } else {
            while self.argument().is_some() {}
        }
    }

    /// Ends an environment.
    fn end(&mut self, name: &str) {
        self.flush();
        if LISTS.contains(&name) {
            self.lists.pop();
        } else if name == "columns" {
            self.close_columns();
        } else if name == "column" {
            self.close_column();
        }
    }

    fn item(&mut self) {
        self.flush();
        self.rest = &self.rest[overlay(self.rest)..];
        let term = self.options().map(markdown);
        self.rest = &self.rest[overlay(self.rest)..];
        if self.lists.is_empty() {
            self.lists.push(List::default());
        }
        let Some(list) = self.lists.last_mut() else { return };
        list.sign = Some(match &mut list.number {
            Some(number) => {
                *number += 1;
                format!("{}. ", *number - 1)
            }
            None => "- ".to_owned(),
        });
        self.text = term.map(|term| format!("\\textbf{{{term}}} ")).unwrap_or_default();
    }

    /// A displayed formula, on one line: none of its signs begins a list there.
    fn display(&mut self, source: &str, environment: Option<&str>) {
        let formula = source.split_whitespace().collect::<Vec<_>>().join(" ");
        let formula = formula.replace("\\nonumber", "").replace("\\notag", "");
        self.put(vec![match environment {
            Some(name) => format!("$$\\begin{{{name}}} {formula} \\end{{{name}}}$$"),
            None => format!("$${formula}$$"),
        }]);
    }

    /// Code, or the source of a picture.
    fn code(&mut self, name: &str) {
        let options = self.options().unwrap_or_default();
        let language = match name {
            "minted" => self.last().to_lowercase(),
            _ if DRAWINGS.contains(&name) => "latex".to_owned(),
            _ => options
                .split_once("language=")
                .map(|(_, rest)| rest.split([',', ']']).next().unwrap_or(rest).to_lowercase())
                .unwrap_or_default(),
        };
        let source = self.until_end(name);
        let lines = source.strip_prefix('\n').unwrap_or(source).trim_end().lines();
        let is_full = |line: &&str| !line.trim().is_empty();
        let indent = |line: &str| line.len() - line.trim_start().len();
        let depth = lines.clone().filter(is_full).map(indent).min().unwrap_or(0);
        let inner = lines.map(|line| line.get(depth..).unwrap_or_default().to_owned());
        let mut out = vec![format!("```{language}")];
        if DRAWINGS.contains(&name) {
            let options = Some(options).filter(|options| !options.is_empty());
            let options = options.map(|options| format!("[{options}]")).unwrap_or_default();
            out.push(format!("\\begin{{{name}}}{options}"));
            out.extend(inner);
            out.push(format!("\\end{{{name}}}"));
        } else {
            out.extend(inner);
        }
        out.push("```".to_owned());
        self.put(out);
    }

    fn open_columns(&mut self) {
        self.put(vec!["::: columns".to_owned()]);
        self.has_columns = true;
    }

    fn open_column(&mut self) {
        self.close_column();
        if !self.has_columns {
            self.open_columns();
        }
        self.put(vec!["::: column".to_owned()]);
        self.in_column = true;
    }

    fn close_column(&mut self) {
        self.flush();
        if std::mem::take(&mut self.in_column) {
            self.put(vec![":::".to_owned()]);
        }
    }

    fn close_columns(&mut self) {
        self.close_column();
        if std::mem::take(&mut self.has_columns) {
            self.put(vec![":::".to_owned()]);
        }
    }

    /// How far text stands in now.
    fn indent(&self) -> usize {
        self.lists.last().map_or(0, |list| list.depth + if list.number.is_some() { 3 } else { 2 })
    }

    /// Writes the paragraph.
    fn flush(&mut self) {
        let text = markdown(&std::mem::take(&mut self.text));
        if !text.is_empty() {
            let is_item = |sign| text.strip_prefix(sign).is_some_and(|rest| rest.starts_with(' '));
            let escape = if ["-", "+", "*", "#"].into_iter().any(is_item) { "\\" } else { "" };
            self.write(vec![format!("{escape}{text}")]);
        }
    }

    /// Writes what is no paragraph, below the one that is open.
    fn put(&mut self, lines: Vec<String>) {
        self.flush();
        self.write(lines);
    }

    /// Writes lines where they belong: the first behind the sign of its item.
    fn write(&mut self, mut lines: Vec<String>) {
        let indent = self.indent();
        let sign = self.lists.last_mut().and_then(|list| Some((list.sign.take()?, list.depth)));
        lines.iter_mut().filter(|line| !line.is_empty()).for_each(|line| {
            line.insert_str(0, &" ".repeat(indent));
        });
        match (sign, lines.first_mut()) {
            (Some((sign, depth)), Some(first)) => {
                first.replace_range(..indent, &format!("{}{sign}", " ".repeat(depth)));
            }
            _ => self.slide.shown.push(String::new()),
        }
        self.slide.shown.extend(lines);
        if self.lists.is_empty() {
            self.slide.shown.push(String::new());
        }
    }

    /// Copies a sign of text: a formula or a command with its arguments as a whole.
    fn copy(&mut self) {
        let rest = self.rest;
        let length = if let Some(inner) = rest.strip_prefix('$') {
            inner.find('$').map_or(1, |at| at + 2)
        } else if let Some(at) = rest.strip_prefix("\\(").and_then(|rest| rest.find("\\)")) {
            at + 4
        } else {
            let first = rest.chars().nth(1).map_or(0, char::len_utf8);
            if rest.starts_with('\\') { 1 + first } else { 1 }
        };
        self.text += &rest[..length];
        self.rest = &rest[length..];
    }

    /// Takes what stands in the brackets that come next.
    fn argument(&mut self) -> Option<&'t str> {
        let length = bracket(self.rest)?;
        let inner = &self.rest[1..length - 1];
        self.rest = &self.rest[length..];
        Some(inner)
    }

    /// Takes options in brackets.
    fn options(&mut self) -> Option<&'t str> {
        let rest = self.rest.trim_start_matches([' ', '\t']);
        if !rest.starts_with('[') {
            return None;
        }
        self.rest = rest;
        self.argument()
    }

    fn argument_behind_options(&mut self) -> Option<&'t str> {
        while self.options().is_some() {}
        self.argument()
    }

    /// Takes all the arguments; the last one.
    fn last(&mut self) -> &'t str {
        self.rest = &self.rest[overlay(self.rest)..];
        let mut last = "";
        while let Some(argument) = self.argument() {
            last = argument;
        }
        last
    }

    fn last_argument(&mut self) -> String {
        markdown(self.last())
    }

    /// Takes what stands before the end of an environment, and the end.
    fn until_end(&mut self, name: &str) -> &'t str {
        let end = format!("\\end{{{name}}}");
        let (inner, behind) = self.rest.split_once(&end).unwrap_or((self.rest, ""));
        self.rest = behind;
        inner
    }
}

/// What stands in the first pair of braces, behind options in brackets.
pub(super) fn argument(text: &str) -> Option<String> {
    let mut body = Body { rest: text, ..Body::default() };
    body.argument_behind_options().map(str::to_owned)
}

/// The markup of a text in Markdown; formulas stay.
pub(super) fn markdown(text: &str) -> String {
    let (mut out, mut rest) = (String::new(), text);
    while let Some(at) = rest.find(['\\', '$', '{', '}', '~', '-', '`', '\'']) {
        out += &rest[..at];
        rest = &rest[at..];
        let (shown, length) = sign(rest);
        if shown.starts_with(", ") {
            out.truncate(out.trim_end().len());
        }
        out += &shown;
        rest = &rest[length..];
    }
    out += rest;
    out.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// What a sign, a command or a formula that a text begins with is in Markdown, and how long it was.
fn sign(text: &str) -> (String, usize) {
    const SIGNS: [(&str, &str); 16] = [
        ("\\\\", " "),
        ("\\&", "&"),
        ("\\%", "%"),
        ("\\_", "_"),
        ("\\#", "#"),
        ("\\{", "{"),
        ("\\}", "}"),
        ("\\ ", " "),
        ("\\and", ", "),
        ("~", " "),
        ("---", "—"),
        ("--", "–"),
        ("``", "“"),
        ("''", "”"),
        ("{", ""),
        ("}", ""),
    ];
    if let Some(at) = text.strip_prefix('$').and_then(|inner| inner.find('$')) {
        return (text[..at + 2].to_owned(), at + 2);
    }
    if let Some((inner, _)) = text.strip_prefix("\\(").and_then(|rest| rest.split_once("\\)")) {
        return (format!("${}$", inner.trim()), inner.len() + 4);
    }
    if let Some(command) = text.strip_prefix('\\').and_then(|_| Command::at(text)) {
        let inner = command.shown().map(markdown).unwrap_or_default();
        let mark = match command.name {
            _ if inner.is_empty() => "",
            "textbf" | "alert" | "structure" => "**",
            "emph" | "textit" | "textsl" => "*",
            "texttt" => "`",
            _ => "",
        };
        return (format!("{mark}{inner}{mark}"), command.length);
    }
    if let Some(unknown) = unknown(text) {
        return (unknown.to_owned(), unknown.len());
    }
    let known = SIGNS.into_iter().find(|(sign, _)| text.starts_with(sign));
    match known {
        Some((sign, shown)) => (shown.to_owned(), sign.len()),
        None if text.starts_with("\\$") => ("\\$".to_owned(), 2),
        None => (text.chars().take(1).collect(), 1),
    }
}

/// A command that is not known with its arguments: it stays as it is written.
fn unknown(text: &str) -> Option<&str> {
    let letters = text.strip_prefix('\\')?.bytes().take_while(u8::is_ascii_alphabetic).count();
    let mut length = 1 + letters;
    while let Some(argument) = bracket(&text[length..]) {
        length += argument;
    }
    (letters > 0 && length > 1 + letters).then(|| &text[..length])
}
