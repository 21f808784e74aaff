//! An article, as it comes off a web page or out of a blog → [`Article`]: its text as blocks with
//! headings, and what is no part of it (menus, link lists, bylines), set aside with a reason.
//!
//! `decode` makes text of bytes. `text`, `html` and `markdown` read the three syntaxes; what all of
//! them share follows: `clean` takes out what pages carry beside their text, `headings` and `front`
//! find the title, `punctuation` normalises marks, the deck's `language` finds the language.

mod boxes;
mod clean;
mod counted;
mod date;
pub(crate) mod decode;
mod dollars;
mod front;
mod headings;
mod html;
mod icons;
mod markdown;
mod marked;
mod numbered;
mod portraits;
mod punctuation;
mod quoted;
mod references;
mod roles;
mod tables;
mod text;

use std::fmt;
use std::path::Path;

use serde::Deserialize;

use crate::deck::block::visit_blocks_mut;
use crate::deck::{Block, Inline, Inlines, Spanned};
use crate::diag::{Diagnostics, FileId, Span};
use crate::locale::{Letters, Locale};

impl Article {
    /// The locale of its language.
    pub(crate) fn locale(&self) -> Locale {
        Locale::of(self.lang).unwrap_or_default()
    }
}

/// The syntax of an article.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Syntax {
    /// Plain text.
    Text,
    /// A saved web page.
    Html,
    /// Markdown.
    Markdown,
}

/// An article.
#[derive(Debug, Default)]
pub(crate) struct Article {
    /// Its title; `None` if the source has none.
    pub(crate) title: Option<Spanned<String>>,
    /// Second line of the title.
    pub(crate) subtitle: Option<Spanned<String>>,
    /// Its authors.
    pub(crate) authors: Vec<String>,
    /// Its date, as it is written in the source.
    pub(crate) date: Option<String>,
    /// Length of a talk about it in minutes, if its front matter says so.
    pub(crate) minutes: Option<f64>,
    /// Its language as a BCP 47 tag: `zh`, `zh-TW`, `ja`, `en`.
    pub(crate) lang: &'static str,
    /// Its text in order. A heading's level is 1 for the highest.
    pub(crate) blocks: Vec<Spanned<Block>>,
    /// Lines of a table of contents that repeat headings: the agenda of the deck shows the same.
    pub(crate) contents: Vec<Spanned<String>>,
    /// What does not belong to the text, in order.
    pub(crate) aside: Vec<Aside>,
}

/// A line or piece that does not belong to the text.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Aside {
    /// Where it stands.
    pub(crate) span: Span,
    /// Its text.
    pub(crate) text: String,
    /// Why it was set aside.
    pub(crate) reason: Reason,
}

/// Why something does not belong to the text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Reason {
    /// Breadcrumbs, menus, links to the article before and after.
    Navigation,
    /// A table of contents, in lines that match no heading.
    Contents,
    /// Links to other articles.
    Related,
    /// A copyright notice.
    Copyright,
    /// Likes, shares, subscriptions, counters.
    Share,
    /// The page's own address.
    Address,
    /// A repetition of the title.
    Repeated,
    /// Author, date, source, which the title slide shows.
    Byline,
    /// The head of a page.
    Header,
    /// The foot of a page.
    Footer,
    /// A column beside the text.
    Sidebar,
    /// Comments of readers.
    Comments,
    /// Advertisements.
    Advertisement,
    /// Buttons and fields.
    Control,
    /// A character of a font that draws icons.
    Icon,
    /// A comment in the source or a template's tag, which readers of the page do not see.
    Hidden,
    /// Something that cannot be on a slide: a video, a frame, a remote picture.
    Unsupported,
}

impl Reason {
    /// Its name in reports.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Reason::Navigation => "导航",
            Reason::Contents => "目录",
            Reason::Related => "相关文章",
            Reason::Copyright => "版权声明",
            Reason::Share => "点赞收藏",
            Reason::Address => "网址",
            Reason::Repeated => "重复标题",
            Reason::Byline => "署名",
            Reason::Header => "页眉",
            Reason::Footer => "页脚",
            Reason::Sidebar => "侧栏",
            Reason::Comments => "评论",
            Reason::Advertisement => "广告",
            Reason::Control => "控件",
            Reason::Icon => "图标",
            Reason::Hidden => "隐藏内容",
            Reason::Unsupported => "无法上屏",
        }
    }

    /// Whether it surely is not the author's text. Anything else counts as a loss.
    pub(crate) fn is_junk(self) -> bool {
        self != Reason::Unsupported
    }
}

impl fmt::Display for Reason {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl Article {
    /// Prefixes the paths of all pictures with a folder.
    pub(crate) fn prefix_pictures(&mut self, folder: &str) {
        visit_blocks_mut(&mut self.blocks, &mut |block| {
            if let Block::Image(image) = &mut block.value {
                image.prefix(folder);
            }
            block.value.runs_mut(&mut |run| prefix(run, folder));
        });
    }
}

fn prefix(content: &mut Inlines, folder: &str) {
    for inline in content {
        match &mut inline.value {
            Inline::Image(image) => image.prefix(folder),
            value => {
                if let Some(content) = value.content_mut() {
                    prefix(content, folder);
                }
            }
        }
    }
}

/// The title of an article without one, from its file name; empty if it is not in a file.
pub(crate) fn name(path: &Path) -> String {
    let stem = path.file_stem().unwrap_or_default().to_string_lossy();
    if matches!(&*stem, "-" | "<stdin>") { String::new() } else { stem.into_owned() }
}

/// How an article is read.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Options {
    /// Whether everything is kept, even what looks like junk.
    pub(crate) keep_all: bool,
    /// Whether punctuation stays as it is.
    pub(crate) keep_punctuation: bool,
}

/// Reads the article in `source`. What cannot be shown, such as remote pictures, is reported in
/// `findings`. Any text is an article; one without words has no blocks.
pub(crate) fn read(
    source: &str,
    file: FileId,
    syntax: Syntax,
    options: Options,
    findings: &mut Diagnostics,
) -> Article {
    let mut article = match syntax {
        Syntax::Text => text::read(source, file, options),
        Syntax::Html => html::read(source, file, options, findings),
        Syntax::Markdown => markdown::read(source, file, options, findings),
    };
    icons::take(&mut article);
    references::take(&mut article);
    if !options.keep_all {
        portraits::take(&mut article);
    }
    quoted::settle(&mut article);
    counted::settle(&mut article.blocks);
    tables::settle(&mut article.blocks);
    article.lang = language(&article);
    if !options.keep_punctuation {
        punctuation::normalise(&mut article);
    }
    article.aside.sort_by_key(|aside| aside.span);
    article
}

/// The language that an article is written in.
fn language(article: &Article) -> &'static str {
    let mut letters = Letters::default();
    article.title.iter().for_each(|title| letters.add(&title.value));
    crate::deck::language::add(&article.blocks, &mut letters);
    letters.language()
}

/// A text with runs of white space collapsed to single blanks.
fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
