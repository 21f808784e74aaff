//! What names, roles and classes say about elements. Classes are split into words: `post-ShareBar`
//! has `post`, `share` and `bar`.

use super::dom::{Dom, Id};
use super::facts::{is_heading, is_html};
use crate::article::Reason;
use crate::deck::block::AlertKind;

/// Words of classes and ids, with the reason to set aside an element that has one.
const WORDS: [(Reason, &[&str]); 11] = [
    (Reason::Contents, &["toc", "tocs", "catalog", "catalogue", "tableofcontents", "outline"]),
    (
        Reason::Comments,
        &[
            "comment", "comments", "commentlist", "disqus", "respond", "gitalk", "giscus",
            "utterances", "valine", "waline", "twikoo", "replies",
        ],
    ),
    (
        Reason::Related,
        &["related", "relate", "relates", "recommend", "recommends", "recommended", "readmore"],
    ),
    (
        Reason::Share,
        &[
            "share", "sharing", "social", "addthis", "sharethis", "reward", "donate", "like",
            "likes", "praise", "vote", "votes", "follow", "subscribe", "subscription",
            "newsletter", "qrcode", "qr", "reaction", "reactions",
        ],
    ),
    (
        Reason::Advertisement,
        &[
            "ad", "ads", "advert", "advertisement", "adsbygoogle", "adsense", "sponsor",
            "sponsored", "sponsors", "promo", "promotion",
        ],
    ),
    (Reason::Copyright, &["copyright", "copyleft", "license", "licence"]),
    (
        Reason::Navigation,
        &[
            "nav", "navbar", "navi", "navigation", "navbox", "breadcrumb", "breadcrumbs", "crumb",
            "crumbs", "menu", "pagination", "pager", "paginator", "prevnext", "tags", "taglist",
            "catlinks", "skip", "skiplink",
        ],
    ),
    (Reason::Sidebar, &["sidebar", "sidenav", "widget", "widgets", "rightbar", "leftbar"]),
    (Reason::Footer, &["footer", "colophon", "printfooter"]),
    (Reason::Header, &["masthead", "topbar", "navheader"]),
    (
        Reason::Control,
        &[
            "toolbar", "btn", "btns", "button", "buttons", "copy", "clipboard", "modal", "popup",
            "cookie", "cookies", "login", "loginbox", "editsection", "noprint", "searchbox",
        ],
    ),
];

/// Classes and ids of bylines.
const BYLINE: [&str; 12] = [
    "author", "authors", "byline", "meta", "postmeta", "date", "datetime", "pubdate", "pubtime",
    "publish", "published", "postinfo",
];
/// Classes of a name that links to its owner's other texts.
const NAMES: [&str; 3] = ["nick", "nickname", "username"];
/// Classes of text that is only for screen readers.
const UNSEEN: [&str; 6] = [
    "sr-only", "visually-hidden", "visuallyhidden", "screen-reader-text", "screen-reader-only",
    "mw-jump-link",
];
/// Elements that classes cannot mark as junk, because texts consist of them.
const TEXT: [&str; 31] = [
    "b", "blockquote", "body", "caption", "cite", "code", "dd", "dt", "em", "figcaption", "html",
    "kbd", "mark", "math", "pre", "q", "ruby", "samp", "small", "strong", "sub", "summary", "sup",
    "svg", "tbody", "td", "tfoot", "th", "thead", "tr", "var",
];

/// Classes and ids of the element with the text, on common sites and in common tools; those that
/// contain little else come first.
const CONTENT: [&str; 47] = [
    "js_content", "cnblogs_post_body", "content_views", "markdown_views", "mw-parser-output",
    "Post-RichText", "RichText", "theme-default-content", "vp-doc", "article-viewer",
    "articleBody", "article__body", "article-body", "articleContent", "story-body",
    "entry-content", "post-body", "post-content", "post_content", "postBody", "e-content",
    "article-entry", "article-content", "article_content", "blog-content-box", "markdown-body",
    "theme-doc-markdown", "markdown-section", "md-content__inner", "rst-content", "single-content",
    "page-content", "blog-post-content", "post__content", "article-fmt", "show-content",
    "TRS_Editor", "rich_media_content", "main-content", "md-content", "mw-content-text",
    "nycu-content", "artibody", "article-main", "post-detail", "body-content", "articleDetail",
];

/// How specific the mark of a text's element is, from 0 for the best; `None` without a mark.
pub(super) fn content_rank(dom: &Dom, id: Id) -> Option<usize> {
    let named = |name: &str| CONTENT.iter().position(|known| *known == name);
    let by_id = dom.attribute(id, "id").and_then(named);
    let by_class = dom.classes(id).filter_map(named).min();
    let by_item = dom.attribute(id, "itemprop") == Some("articleBody");
    let by_item = by_item.then_some(0);
    let by_name = match (dom.name(id), dom.attribute(id, "role")) {
        ("article", _) => Some(CONTENT.len()),
        ("main", _) | (_, Some("main")) => Some(CONTENT.len() + 1),
        _ => None,
    };
    [by_id, by_class, by_item, by_name].into_iter().flatten().min()
}

/// Whether an element is marked as the one with the text.
pub(super) fn is_content(dom: &Dom, id: Id) -> bool {
    content_rank(dom, id).is_some()
}

/// The reason to set aside an element, as far as it says so itself. Without `junk`, only invisible
/// elements have one.
pub(super) fn verdict(dom: &Dom, id: Id, junk: bool) -> Option<Reason> {
    if !junk || !dom.is_element(id) {
        return None;
    }
    if is_hidden(dom, id) {
        return Some(Reason::Hidden);
    }
    if !is_html(dom, id) {
        return None;
    }
    match by_element(dom, id) {
        Some(Reason::Sidebar) => by_words(dom, id).or(Some(Reason::Sidebar)),
        reason => reason.or_else(|| by_words(dom, id)),
    }
}

/// The same from the name and the role alone.
pub(super) fn by_element(dom: &Dom, id: Id) -> Option<Reason> {
    if is_hidden(dom, id) {
        return Some(Reason::Hidden);
    }
    let toc = || by_words(dom, id) == Some(Reason::Contents);
    Some(match dom.name(id) {
        "nav" if toc() => Reason::Contents,
        "nav" => Reason::Navigation,
        "footer" if !is_part_of_text(dom, id) => Reason::Footer,
        "header" => Reason::Header,
        "aside" if alert(dom, id).is_none() => Reason::Sidebar,
        "form" | "button" | "input" | "select" | "textarea" | "label" | "dialog" | "datalist"
        | "meter" | "progress" | "fieldset" => Reason::Control,
        "noscript" => Reason::Hidden,
        _ => match dom.attribute(id, "role")? {
            "navigation" | "directory" | "doc-toc" if toc() => Reason::Contents,
            "navigation" | "menu" | "menubar" | "tablist" => Reason::Navigation,
            "banner" => Reason::Header,
            "contentinfo" => Reason::Footer,
            "complementary" => Reason::Sidebar,
            "search" | "button" | "toolbar" | "dialog" | "alertdialog" => Reason::Control,
            _ => return None,
        },
    })
}

/// Whether a footer belongs to the text: that of a quotation, or with footnotes.
fn is_part_of_text(dom: &Dom, id: Id) -> bool {
    let quote =
        dom.parent(id).is_some_and(|parent| matches!(dom.name(parent), "blockquote" | "figure"));
    quote || is_footnotes(dom, id)
}

/// Whether an element holds footnotes.
pub(super) fn is_footnotes(dom: &Dom, id: Id) -> bool {
    let doc = matches!(dom.attribute(id, "role"), Some("doc-endnotes" | "doc-footnote"));
    doc || words(dom, id)
        .iter()
        .any(|word| matches!(word.as_str(), "footnotes" | "footnote" | "endnotes"))
}

fn by_words(dom: &Dom, id: Id) -> Option<Reason> {
    let name = dom.name(id);
    if TEXT.contains(&name) || is_heading(dom, id) {
        return None;
    }
    let words = words(dom, id);
    // Elements that draw code and formulas have arbitrary classes.
    let drawn = |word: &String| matches!(word.as_str(), "token" | "hljs" | "katex" | "katexhtml");
    if words.iter().any(drawn) {
        return None;
    }
    let has = |word: &str| words.iter().any(|own| own == word);
    if has("contents") && has("table") {
        return Some(Reason::Contents);
    }
    if NAMES.iter().any(|name| has(name)) {
        return Some(Reason::Byline);
    }
    // A paragraph may have a class that elsewhere marks a whole part of a page.
    let small = matches!(name, "p" | "li" | "span" | "a" | "i" | "img" | "table" | "dl" | "time");
    for (reason, known) in WORDS {
        if words.iter().any(|word| known.contains(&word.as_str())) {
            let fits = !small
                || matches!(
                    reason,
                    Reason::Control | Reason::Share | Reason::Copyright | Reason::Navigation
                );
            return fits.then_some(reason);
        }
    }
    words.iter().any(|word| BYLINE.contains(&word.as_str())).then_some(Reason::Byline)
}

/// The kind of alert that an element is, by its classes.
pub(super) fn alert(dom: &Dom, id: Id) -> Option<AlertKind> {
    const BOXES: [&str; 7] =
        ["admonition", "alert", "callout", "custom", "hint", "starlight", "infoblock"];
    const ALONE: [&str; 5] = ["note", "tip", "warning", "caution", "important"];
    if !matches!(dom.name(id), "div" | "aside" | "section" | "blockquote" | "p") {
        return None;
    }
    let words = words(dom, id);
    let boxed = words.iter().any(|word| BOXES.contains(&word.as_str()));
    if !boxed && !dom.has_class(id, &ALONE) {
        return None;
    }
    words.iter().find_map(|word| alert_kind(word))
}

/// The kind of alert that a word names.
pub(super) fn alert_kind(word: &str) -> Option<AlertKind> {
    Some(match word {
        "note" | "info" | "information" | "primary" | "secondary" | "seealso" | "abstract" => {
            AlertKind::Note
        }
        "tip" | "hint" | "success" | "example" => AlertKind::Tip,
        "important" => AlertKind::Important,
        "warning" | "warn" | "attention" => AlertKind::Warning,
        "caution" | "danger" | "error" | "bug" | "failure" => AlertKind::Caution,
        _ => return None,
    })
}

/// The words in the classes and the id of an element.
pub(super) fn words(dom: &Dom, id: Id) -> Vec<String> {
    const MOST: usize = 256;
    let mut words = Vec::new();
    for names in [dom.attribute(id, "class"), dom.attribute(id, "id")].into_iter().flatten() {
        let mut word = String::new();
        let mut lower = false;
        for c in names.chars().take(MOST).chain([' ']) {
            let ends = !c.is_alphanumeric() || (lower && c.is_uppercase());
            if ends && !word.is_empty() {
                words.push(std::mem::take(&mut word));
            }
            if c.is_alphanumeric() {
                word.extend(c.to_lowercase());
            }
            lower = c.is_lowercase();
        }
    }
    words
}

/// Whether an element is invisible.
fn is_hidden(dom: &Dom, id: Id) -> bool {
    if dom.attribute(id, "hidden").is_some_and(|value| value != "until-found")
        || dom.has_class(id, &UNSEEN)
    {
        return true;
    }
    let Some(style) = dom.attribute(id, "style") else { return false };
    style.split(';').filter_map(|rule| rule.split_once(':')).any(|(name, value)| {
        let value = value.trim().trim_end_matches("!important").trim_end();
        matches!(
            (name.trim().to_ascii_lowercase().as_str(), value.to_ascii_lowercase().as_str()),
            ("display", "none") | ("visibility", "hidden" | "collapse")
        )
    })
}
