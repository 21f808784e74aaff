//! The viewer of slides: one page, made of the files beside this one and a deck. It is plain HTML,
//! CSS and JavaScript that browsers run as it is. Pure.

/// The page, a template with `{{name}}`s.
const PAGE: &str = include_str!("page.html");

/// The styles, in their order.
const STYLES: [&str; 2] = [include_str!("slides.css"), include_str!("presenter.css")];

/// What is the same in all scripts: what comes before and after the link between windows.
const SCRIPTS: [&[&str]; 2] = [
    &[include_str!("deck.js"), include_str!("state.js")],
    &[
        include_str!("clock.js"),
        include_str!("moves.js"),
        include_str!("keys.js"),
        include_str!("stage.js"),
        include_str!("overview.js"),
        include_str!("list.js"),
        include_str!("presenter.js"),
        include_str!("view.js"),
    ],
];

/// The link and what comes last, in a file.
const IN_FILE: [&[&str]; 2] = [&[include_str!("link.js")], &[include_str!("begin.js")]];

/// The same for a page that a server brings its deck to.
const SERVED: [&[&str]; 2] = [
    &[include_str!("served/link.js")],
    &[include_str!("served/findings.js"), include_str!("served/begin.js")],
];

/// The scripts of a page, in their order. They share one scope.
fn scripts([link, last]: [&[&str]; 2]) -> String {
    let [first, rest] = SCRIPTS;
    let all: Vec<&str> = [first, link, rest, last].concat();
    all.concat()
}

/// The content security policy of a file: it may load nothing.
const POLICY: &str = "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; \
    img-src data:; style-src 'unsafe-inline'; script-src 'unsafe-inline'; base-uri 'none'; \
    form-action 'none'\">\n";

/// The same for a page that a server brings its deck to.
pub(crate) const SERVED_POLICY: &str = "default-src 'none'; connect-src 'self'; img-src data:; \
    style-src 'unsafe-inline'; script-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; \
    frame-ancestors 'none'";

/// A deck for the viewer.
pub(crate) struct Deck<'a> {
    /// Its language, as a tag.
    pub(crate) language: &'a str,
    /// Its title; may be empty.
    pub(crate) title: &'a str,
    /// Width and height of its pages, in points.
    pub(crate) size: (f64, f64),
    /// What its pages share: SVG that is drawn nowhere by itself.
    pub(crate) shared: &'a str,
    /// Its pages: a `section` for each.
    pub(crate) pages: &'a str,
    /// What else there is to know of it, as JSON.
    pub(crate) talk: &'a str,
}

/// The file that shows a deck.
pub(crate) fn file(deck: &Deck) -> String {
    let [style, script] = [STYLES.concat(), scripts(IN_FILE)];
    let (width, height) = deck.size;
    let size = format!(
        "@page {{ size: {width}pt {height}pt; margin: 0 }}\n:root {{ --wide: {width}; --high: {height} }}"
    );
    // Text must not end the script element.
    let talk = deck.talk.replace("</", "<\\/").replace("<!--", "<\\u0021--");
    let (language, title) = (escape(deck.language), escape(deck.title));
    fill(PAGE, &|name| match name {
        "language" => Some(&language),
        "title" => Some(&title),
        "version" => Some(env!("CARGO_PKG_VERSION")),
        "head" => Some(POLICY),
        "style" => Some(&style),
        "size" => Some(&size),
        "script" => Some(&script),
        "shared" => Some(deck.shared),
        "pages" => Some(deck.pages),
        "talk" => Some(&talk),
        // Other names belong to the scripts.
        _ => None,
    })
}

/// The page that gets its deck from a server. `token`: what it shows to the server; empty: it has
/// to bring one itself.
pub(crate) fn shell(token: &str) -> String {
    let [style, script] = [STYLES.concat(), scripts(SERVED)];
    let head = format!("<meta name=\"token\" content=\"{token}\">\n");
    fill(PAGE, &|name| match name {
        "title" => Some("llmslides"),
        "version" => Some(env!("CARGO_PKG_VERSION")),
        "head" => Some(&head),
        "style" => Some(&style),
        "script" => Some(&script),
        "language" | "size" | "shared" | "pages" | "talk" => Some(""),
        _ => None,
    })
}

/// Replaces each known `{{name}}` in a text by its value. Values are not expanded again.
fn fill<'a>(text: &str, value: &dyn Fn(&str) -> Option<&'a str>) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once("{{") {
        let Some((name, after)) = after.split_once("}}") else { break };
        out.push_str(before);
        match value(name) {
            Some(value) => out.push_str(value),
            None => out.extend(["{{", name, "}}"]),
        }
        rest = after;
    }
    out + rest
}

/// Text as it is written in HTML, in attributes and between tags.
pub(crate) fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            c => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::{IN_FILE, PAGE, SERVED, escape, fill, scripts};
    use crate::locale::Locale;

    #[test]
    fn text_is_no_markup() {
        assert_eq!(escape("a<b> & \"c\""), "a&lt;b&gt; &amp; &quot;c&quot;");
    }

    #[test]
    fn what_is_put_in_is_not_looked_at_again() {
        let value = |name: &str| (name == "a").then_some("{{b}}");
        assert_eq!(fill("1{{a}}2{{c}}3", &value), "1{{b}}2{{c}}3");
    }

    #[test]
    fn every_word_that_the_viewer_says_is_there() {
        let words = &Locale::default().words.viewer;
        for (text, begin, end) in [
            (PAGE.to_owned(), "{{word:", '}'),
            (scripts(IN_FILE), "word(\"", '"'),
            (scripts(SERVED), "word(\"", '"'),
        ] {
            for name in text.split(begin).skip(1).filter_map(|rest| rest.split(end).next()) {
                assert!(words.contains_key(name), "{name}");
            }
        }
    }
}
