//! SVG as Typst writes it → its tags. It holds no text between them, no comments, and in its
//! attributes no quotation marks; it is not for any other SVG.

/// A tag.
#[derive(Debug, PartialEq)]
pub(super) enum Tag<'a> {
    /// It begins an element.
    Start(Element<'a>),
    /// It is an element without anything inside.
    Empty(Element<'a>),
    /// It ends the element with this name.
    End(&'a str),
}

/// The beginning of an element.
#[derive(Debug, PartialEq)]
pub(super) struct Element<'a> {
    /// Its name.
    pub(super) name: &'a str,
    /// Its attributes: names and values.
    pub(super) attributes: Vec<(&'a str, &'a str)>,
}

impl<'a> Element<'a> {
    /// The value of an attribute.
    pub(super) fn get(&self, name: &str) -> Option<&'a str> {
        self.attributes.iter().find(|(own, _)| *own == name).map(|(_, value)| *value)
    }
}

/// The tags of an SVG, in order.
pub(super) fn tags(svg: &str) -> impl Iterator<Item = Tag<'_>> {
    let mut rest = svg;
    std::iter::from_fn(move || {
        let begin = rest.find('<')?;
        let (tag, after) = one(&rest[begin + 1..])?;
        rest = after;
        Some(tag)
    })
}

/// The tag behind its `<`, and what follows it.
fn one(text: &str) -> Option<(Tag<'_>, &str)> {
    if let Some(text) = text.strip_prefix('/') {
        let (name, rest) = text.split_once('>')?;
        return Some((Tag::End(name), rest));
    }
    let end = text.find([' ', '/', '>'])?;
    let (name, mut rest) = text.split_at(end);
    let mut attributes = Vec::new();
    loop {
        rest = rest.trim_start();
        if let Some(rest) = rest.strip_prefix("/>") {
            return Some((Tag::Empty(Element { name, attributes }), rest));
        }
        if let Some(rest) = rest.strip_prefix('>') {
            return Some((Tag::Start(Element { name, attributes }), rest));
        }
        let (name, value) = rest.split_once("=\"")?;
        let (value, after) = value.split_once('"')?;
        attributes.push((name, value));
        rest = after;
    }
}

#[cfg(test)]
mod tests {
    use super::{Element, Tag, tags};

    #[test]
    fn tags_are_found_with_what_they_say() {
        let found: Vec<Tag> = tags("<g id=\"a\"><path d=\"M 0 0\" fill=\"none\"/></g>").collect();
        let path = Element { name: "path", attributes: vec![("d", "M 0 0"), ("fill", "none")] };
        let g = Element { name: "g", attributes: vec![("id", "a")] };
        assert_eq!(found, [Tag::Start(g), Tag::Empty(path), Tag::End("g")]);
    }
}
