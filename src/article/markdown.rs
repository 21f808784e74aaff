//! Markdown of a blog or a book → [`Article`]. The deck's own reader parses it; this module handles
//! what blogs add to Markdown: front matter in TOML, shortcodes, admonitions of other tools.

use std::collections::BTreeSet;

use super::{
    Article, Aside, Options, Reason, boxes, clean, date, dollars, front, headings, numbered, roles,
};
use crate::deck::{Spanned, markdown};
use crate::diag::{Diagnostics, FileId, Span};

/// Marks of other tools for a table of contents or a fold.
const MARKS: &[&str] = &["[toc]", "[[toc]]", "@[toc]", "{:toc}", "{{toc}}", "<!-- toc -->"];

/// Reads a text.
pub(super) fn read(
    source: &str,
    file: FileId,
    options: Options,
    findings: &mut Diagnostics,
) -> Article {
    let mut article = Article::default();
    let head =
        take_toml(source, file, &mut article).or_else(|| take_unopened(source, file, &mut article));
    let text = prepared(source, head, file, &mut article);
    let document = markdown::read_document(source, &text, file, findings);
    let meta = document.meta;
    if let Some(title) = meta.title.clone() {
        article.title = Some(Spanned::new(title, meta.span("title")));
    }
    article.subtitle = meta.subtitle.clone().map(|text| Spanned::new(text, meta.span("subtitle")));
    if !meta.author.is_empty() {
        article.authors = meta.author;
    }
    article.date = article.date.take().or(meta.date.map(day));
    article.minutes = meta.duration;
    article.blocks = document.blocks;
    dollars::untie(&mut article.blocks);
    for comment in document.comments {
        let (span, text) = (comment.span, comment.value);
        article.aside.push(Aside { span, text, reason: Reason::Hidden });
    }
    if !options.keep_all {
        clean::clean(&mut article);
    }
    headings::settle(&mut article, options);
    clean::written_contents(&mut article);
    headings::level(&mut article.blocks);
    clean::note(&mut article);
    front::split_title(&mut article);
    article
}

/// The day of a blog's date: `2024-05-01T10:20:00+08:00`.
fn day(date: String) -> String {
    date::written_date(&date).map_or_else(|| date.clone(), str::to_owned)
}

/// Reads title, author and date of Hugo's TOML front matter; returns its last line, from 0.
fn take_toml(source: &str, file: FileId, article: &mut Article) -> Option<usize> {
    let (table, inside) = markdown::toml_front_matter(source)?;
    let at = |key: &str| {
        let value = table.get(key).and_then(toml::Value::as_str)?;
        source[inside.clone()].find(value).map(|at| (value.to_owned(), at + inside.start))
    };
    if let Some((title, start)) = at("title") {
        let span = Span::new(file, start..start + title.len());
        article.title = Some(Spanned::new(title, span));
    }
    article.authors = at("author").map(|(name, _)| name).into_iter().collect();
    article.date = table.get("date").map(|date| day(date.to_string().trim_matches('"').to_owned()));
    Some(source[..inside.end].matches('\n').count() + 1)
}

/// Reads title, author and date of a front matter without an opening line, as Hexo allows; returns
/// its last line, from 0.
fn take_unopened(source: &str, file: FileId, article: &mut Article) -> Option<usize> {
    const MOST_LINES: usize = 40;
    let mut at = 0;
    let (mut pairs, mut last) = (Vec::new(), None);
    for (number, line) in source.split_inclusive('\n').take(MOST_LINES).enumerate() {
        let (start, text) = (at, line.trim_end());
        at += line.len();
        if text.trim_end_matches('-').is_empty() && text.len() >= 3 {
            last = Some(number);
            break;
        }
        let key = text.split_once(':').filter(|(key, value)| {
            let word =
                key.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"_-".contains(&byte));
            word && !key.is_empty() && (value.is_empty() || value.starts_with(' '))
        });
        match key {
            Some((key, value)) => pairs.push((key, value.trim().trim_matches(['"', '\'']), start)),
            None if text.trim().is_empty() || text.starts_with([' ', '\t', '-']) => {}
            None => return None,
        }
    }
    let last = last?;
    let value = |name: &str| pairs.iter().find(|(key, value, _)| *key == name && !value.is_empty());
    let (_, title, start) = value("title")?;
    let start = start + source[*start..].find(title)?;
    article.title =
        Some(Spanned::new((*title).to_owned(), Span::new(file, start..start + title.len())));
    article.authors = value("author").map(|(_, name, _)| (*name).to_owned()).into_iter().collect();
    article.date = value("date").map(|(_, date, _)| day((*date).to_owned()));
    Some(last)
}

/// Prepares the text for the parser: the same lines, without what is not Markdown. `head`: the last
/// line of a front matter that the parser does not know.
fn prepared(source: &str, head: Option<usize>, file: FileId, article: &mut Article) -> String {
    let mut out = String::with_capacity(source.len());
    let mut at = 0;
    let (mut texts, mut admonition) = (markdown::TextLines::new(&[]), None::<usize>);
    let mdx = source.lines().any(is_import);
    let mut made = numbered::lists(source);
    made.extend(boxes::fenced(source));
    let roles = roles::lines(source, file, &mut article.aside);
    let contents = contents_marks(source);
    for (number, line) in source.split_inclusive('\n').enumerate() {
        if let Some(written) = made.get(&number).filter(|_| !texts.is_open()) {
            out.push_str(written);
            out.push('\n');
            at += line.len();
            continue;
        }
        let body = roles.get(&number).map_or(line.trim_end_matches('\n'), String::as_str);
        let trimmed = body.trim();
        let indent = body.len() - body.trim_start().len();
        let is_code = !texts.is_text(body);
        if admonition.is_some_and(|column| indent <= column && !trimmed.is_empty()) {
            admonition = None;
        }
        if head.is_some_and(|last| number <= last) {
        } else if is_code {
            out.push_str(body);
        } else if let Some(alert) = boxes::admonition(trimmed) {
            admonition = Some(indent);
            out.push_str(&alert);
        } else if admonition.is_some() {
            // Indented lines belong to the admonition.
            out.push_str("> ");
            out.push_str(trimmed);
        } else if let Some(reason) = no_text(trimmed)
            .or((mdx && is_mdx(body)).then_some(Reason::Hidden))
            .or(contents.contains(&number).then_some(Reason::Contents))
        {
            let start = at + indent;
            let span = Span::new(file, start..start + trimmed.len());
            article.aside.push(Aside { span, text: trimmed.to_owned(), reason });
        } else {
            out.push_str(&dollars::closed(body));
        }
        out.push('\n');
        at += line.len();
    }
    out
}

/// The lines, from 0, with the item that kramdown replaces by a table of contents: the one above `{:toc}`.
fn contents_marks(source: &str) -> BTreeSet<usize> {
    let lines: Vec<&str> = source.lines().map(str::trim).collect();
    let is_item = |line: &str| line.starts_with(['*', '-', '+', '1']);
    let marked = lines.windows(2).enumerate().filter(|(_, pair)| {
        is_item(pair[0]) && pair[1].starts_with("{:") && pair[1].to_lowercase().contains("toc")
    });
    marked.map(|(at, _)| at).collect()
}

/// Why a line is not text of the article: it is markup of a tool; `None` if it is text.
fn no_text(line: &str) -> Option<Reason> {
    if MARKS.contains(&line.to_lowercase().as_str()) {
        return Some(Reason::Contents);
    }
    (is_template(line) || is_anchor(line) || is_card(line)).then_some(Reason::Hidden)
}

/// Whether a line is an anchor, the target of links: `<a name="how"></a>`.
fn is_anchor(line: &str) -> bool {
    let inner = line.strip_prefix("<a ").and_then(|rest| rest.strip_suffix("</a>"));
    let named = |tag: &str| tag.starts_with("name=") || tag.starts_with("id=");
    inner.is_some_and(|rest| rest.find('>') == Some(rest.len() - 1) && named(rest))
}

/// Whether a line is an embedded link card, `@[card](https://…)` on Zenn.
fn is_card(line: &str) -> bool {
    let rest = line.strip_prefix("@[").and_then(|rest| rest.split_once("]("));
    rest.is_some_and(|(name, place)| {
        let word = !name.is_empty() && name.chars().all(|c| c.is_ascii_alphanumeric() || c == '-');
        word && place.find(')') == Some(place.len() - 1)
    })
}

/// `import COT from '../cot.png'`, as in MDX.
fn is_import(line: &str) -> bool {
    let quoted = line.trim_end().trim_end_matches(';').ends_with(['\'', '"']);
    let from = line.contains(" from '") || line.contains(" from \"");
    line.starts_with("import ") && from && quoted
}

/// Whether a line of MDX is code: an import, an export, a component by itself.
fn is_mdx(line: &str) -> bool {
    let line = line.trim_end();
    let name = line.trim_start_matches(['<', '/']);
    let component = line.starts_with('<') && line.ends_with('>') && line.matches('<').count() == 1;
    is_import(line)
        || line.starts_with("export ") && line.ends_with([';', '}', '{'])
        || component && name.starts_with(|c: char| c.is_ascii_uppercase())
}

/// Whether a line is just a template tag: Hexo's `{% … %}`, Hugo's `{{< … >}}`.
fn is_template(line: &str) -> bool {
    let whole = |open: &str, close: &str| {
        line.starts_with(open) && line.ends_with(close) && line.matches(open).count() == 1
    };
    line == "<!-- more -->" || whole("{%", "%}") || whole("{{<", ">}}") || whole("{{%", "%}}")
}
