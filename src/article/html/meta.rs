//! Metadata of a page: title, authors and date, from `meta` elements and JSON-LD.

use serde_json::Value;

use super::dom::{Dom, Id};
use crate::article::date::day;
use crate::article::one_line;

/// The metadata of a text.
#[derive(Debug, Default)]
pub(super) struct Meta {
    /// The title element.
    pub(super) title: Option<(String, Id)>,
    /// The title for sharing (Open Graph).
    pub(super) shared: Option<(String, Id)>,
    /// The name of the site.
    site: Option<String>,
    /// The authors.
    pub(super) authors: Vec<String>,
    /// The date as year, month and day.
    pub(super) date: Option<String>,
}

impl Meta {
    /// Reads the metadata of a page, wherever its elements are.
    pub(super) fn read(dom: &Dom) -> Self {
        let mut meta = Self::default();
        let mut linked = Linked::default();
        for id in dom.descendants(Dom::ROOT) {
            match dom.name(id) {
                "title" if meta.title.is_none() && super::facts::is_html(dom, id) => {
                    let text = dom.line(id);
                    meta.title = (!text.is_empty()).then_some((text, id));
                }
                "meta" => meta.take(dom, id),
                "script" if dom.attribute(id, "type") == Some("application/ld+json") => {
                    if let Ok(value) = serde_json::from_str(&dom.all_text(id)) {
                        linked.take(&value);
                    }
                }
                _ => {}
            }
        }
        if meta.authors.is_empty() {
            meta.authors = linked.authors;
        }
        meta.date = meta.date.or(linked.date);
        meta
    }

    fn take(&mut self, dom: &Dom, id: Id) {
        let Some(name) = dom.first_attribute(id, &["property", "name", "itemprop"]) else { return };
        let content = one_line(dom.attribute(id, "content").unwrap_or_default());
        if content.is_empty() {
            return;
        }
        match name.to_ascii_lowercase().as_str() {
            "og:title" | "twitter:title" | "headline" if self.shared.is_none() => {
                self.shared = Some((content, id));
            }
            "og:site_name" | "application-name" => self.site = Some(content),
            "author" | "article:author" | "og:article:author" | "byl" | "dc.creator"
            | "citation_author" => self.add_author(&content),
            "article:published_time"
            | "og:article:published_time"
            | "datepublished"
            | "pubdate"
            | "publishdate"
            | "og:release_date"
            | "date"
            | "dc.date"
            | "og:published_time"
            | "weibo: article:create_at"
            | "citation_publication_date" => {
                self.date = self.date.take().or_else(|| day(&content));
            }
            _ => {}
        }
    }

    fn add_author(&mut self, name: &str) {
        let name = name.strip_prefix("By ").unwrap_or(name).trim();
        let is_address = name.contains("://") || name.contains('@') || name.starts_with('/');
        let is_name = !is_address && !name.is_empty() && name.chars().count() <= 60;
        if is_name && self.authors.iter().all(|own| own != name) {
            self.authors.push(name.to_owned());
        }
    }

    /// The title from the metadata, without the name of the site.
    pub(super) fn named(&self) -> Option<(String, Id)> {
        let (text, id) = self.shared.clone().or_else(|| self.title.clone())?;
        Some((without_site(&text, self.site.as_deref()), id))
    }

    /// The title element's text without the name of the site; empty if there is none.
    pub(super) fn own_title(&self) -> String {
        let title = self.title.as_ref().map_or("", |(text, _)| text.as_str());
        without_site(title, self.site.as_deref())
    }
}

/// The metadata from JSON-LD.
#[derive(Default)]
struct Linked {
    authors: Vec<String>,
    date: Option<String>,
}

impl Linked {
    fn take(&mut self, value: &Value) {
        match value {
            Value::Array(all) => all.iter().for_each(|one| self.take(one)),
            Value::Object(object) => {
                if let Some(graph) = object.get("@graph") {
                    self.take(graph);
                }
                if let Some(author) = object.get("author") {
                    self.author(author);
                }
                let date = object.get("datePublished").and_then(Value::as_str);
                self.date = self.date.take().or_else(|| date.and_then(day));
            }
            _ => {}
        }
    }

    fn author(&mut self, value: &Value) {
        match value {
            Value::Array(all) => all.iter().for_each(|one| self.author(one)),
            Value::Object(object) => {
                if let Some(name) = object.get("name") {
                    self.author(name);
                }
            }
            Value::String(name) => {
                let name = one_line(name);
                if !name.is_empty() && !name.contains("://") && !self.authors.contains(&name) {
                    self.authors.push(name);
                }
            }
            _ => {}
        }
    }
}

/// A title without the name of the site behind it.
pub(super) fn without_site(title: &str, site: Option<&str>) -> String {
    const MOST_PARTS: usize = 3;
    let mut title = title.trim();
    for _ in 0..MOST_PARTS {
        let Some(shorter) = without_part(title, site) else { break };
        title = shorter;
    }
    title.to_owned()
}

fn without_part<'a>(title: &'a str, site: Option<&str>) -> Option<&'a str> {
    const SEPARATORS: [&str; 9] = [" - ", " | ", " – ", " — ", " · ", " :: ", "_", "|", "-"];
    const SITES: [&str; 22] = [
        "博客", "知乎", "掘金", "简书", "社区", "论坛", "csdn", "网", "blog", "segmentfault",
        "思否", "专栏", "公众号", "medium", "wikipedia", "维基百科", "自由的百科全书", "百科",
        "阿里云", "腾讯云", "github", "文档",
    ];
    let (at, separator) = SEPARATORS
        .iter()
        .filter_map(|s| Some((title.rfind(s)?, *s)))
        .max_by_key(|(at, s)| (at + s.len(), s.len()))?;
    let (front, back) = (title[..at].trim_end(), title[at + separator.len()..].trim());
    let lower = back.to_lowercase();
    let known = site.is_some_and(|site| site.trim().to_lowercase() == lower)
        || SITES.iter().any(|word| lower.contains(word));
    let chars = |text: &str| text.chars().count();
    let short = chars(back) <= 24 && chars(back) < chars(front);
    // Hyphens inside words and dashes before subtitles are not separators.
    let spaced = matches!(separator, " - " | " | " | " :: " | " – " | " — " | " · " | "|" | "_");
    let goes =
        known && chars(back) <= 24 || spaced && short && separator != "_" && separator != " — ";
    (goes && !front.is_empty() && !back.is_empty()).then_some(front)
}

#[cfg(test)]
mod tests {
    use super::without_site;

    #[test]
    fn names_of_sites_go() {
        for (title, bare) in [
            ("大模型入门_小张的博客-CSDN博客", "大模型入门"),
            ("什么是注意力 - 知乎", "什么是注意力"),
            ("从 GPT-3 到 GPT-4", "从 GPT-3 到 GPT-4"),
            ("Attention, explained | Example Engineering", "Attention, explained"),
            ("注意力机制 - 维基百科，自由的百科全书", "注意力机制"),
            (
                "Scaling laws — what they say about the next decade",
                "Scaling laws — what they say about the next decade",
            ),
        ] {
            assert_eq!(without_site(title, None), bare);
        }
        assert_eq!(without_site("Notes · Hill", Some("Hill")), "Notes");
    }
}
