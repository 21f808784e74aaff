//! Names in angle brackets that are not HTML elements but words of the text: `<begin>`, `<pad>`,
//! `<EOS>`.

/// The elements of HTML, including obsolete ones, and the roots of SVG and MathML.
const ELEMENTS: [&str; 141] = [
    "a", "abbr", "acronym", "address", "applet", "area", "article", "aside", "audio", "b", "base",
    "basefont", "bdi", "bdo", "bgsound", "big", "blink", "blockquote", "body", "br", "button",
    "canvas", "caption", "center", "cite", "code", "col", "colgroup", "command", "content", "data",
    "datalist", "dd", "del", "details", "dfn", "dialog", "dir", "div", "dl", "dt", "element", "em",
    "embed", "fieldset", "figcaption", "figure", "font", "footer", "form", "frame", "frameset",
    "h1", "h2", "h3", "h4", "h5", "h6", "head", "header", "hgroup", "hr", "html", "i", "iframe",
    "image", "img", "input", "ins", "kbd", "keygen", "label", "legend", "li", "link", "main",
    "map", "mark", "marquee", "math", "menu", "meta", "meter", "nav", "nobr", "noframes",
    "noscript", "object", "ol", "optgroup", "option", "output", "p", "param", "picture",
    "plaintext", "portal", "pre", "progress", "q", "rb", "rp", "rt", "rtc", "ruby", "s", "samp",
    "script", "search", "section", "select", "slot", "small", "source", "span", "strike", "strong",
    "style", "sub", "summary", "sup", "svg", "table", "tbody", "td", "template", "textarea",
    "tfoot", "th", "thead", "time", "title", "tr", "track", "tt", "u", "ul", "var", "video", "wbr",
    "xmp",
];

/// Whether an apparent tag is a word of the text: a name in lower case or in capitals, without
/// attributes, that is not an element.
pub(super) fn is_word(html: &str) -> bool {
    let name = html.strip_prefix('<').and_then(|html| html.strip_suffix('>'));
    let Some(name) = name.map(|name| name.strip_prefix('/').unwrap_or(name)) else { return false };
    let letters = name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_');
    let lower = name.to_ascii_lowercase();
    // `<Tweet>` is probably a component.
    let one_case = name == lower || name == name.to_ascii_uppercase();
    !name.is_empty() && letters && one_case && !ELEMENTS.contains(&lower.as_str())
}

#[cfg(test)]
mod tests {
    use super::is_word;

    #[test]
    fn names_that_are_no_elements_are_words() {
        assert!(["<begin>", "</end>", "<PAD>", "<s_1>"].into_iter().all(is_word));
        let others = ["<b>", "</DIV>", "<Tweet>", "<v-click>", "<x y=\"1\">", "<counter/>", "<>"];
        assert!(!others.into_iter().any(is_word));
    }
}
