//! What the program and the templates agree on: the page, the least sizes of type, what footnotes take,
//! and the labels by which the frames of a page say what they are. `contract.typ`, which every template
//! imports, is made from this table; neither side writes one of its values by itself.

use std::fmt::Write;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Declares what is agreed on, in one line each: a constant for the program, and under the same name in
/// Typst (`LEAST_SIZE` is `least-size`) a binding for the templates, with the same words above it.
macro_rules! contract {
    ($( $(#[doc = $says:literal])+ $name:ident: $kind:ident = $value:expr; )+) => {
        $( $(#[doc = $says])+ pub(crate) const $name: contract!(@type $kind) = $value; )+

        /// Everything that is agreed on: its name, its value, and what it means.
        const ENTRIES: &[(&str, Value, &[&str])] =
            &[$( (stringify!($name), contract!(@value $kind $name), &[$($says),+]) ),+];
    };
    (@type points) => { f64 };
    (@type number) => { f64 };
    (@type count) => { usize };
    (@type label) => { &str };
    (@type text) => { &str };
    (@value points $name:ident) => { Value::Points($name) };
    (@value number $name:ident) => { Value::Number($name) };
    (@value count $name:ident) => { Value::Count($name) };
    (@value label $name:ident) => { Value::Label($name) };
    (@value text $name:ident) => { Value::Text($name) };
}

/// By how much a page is made taller to measure what does not fit, in pt; an argument of each page.
pub(crate) const STRETCH: f64 = 20_000.0;

/// The proportions of a page: all pages are equally high, so type is as large on each of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
pub(crate) enum Aspect {
    /// Those of screens and most projectors.
    #[default]
    #[serde(rename = "16:9")]
    Wide,
    /// Those of many laptops.
    #[serde(rename = "16:10")]
    Middle,
    /// Those of older projectors.
    #[serde(rename = "4:3")]
    Narrow,
}

impl Aspect {
    /// What each is called.
    pub(crate) const WORDS: [(&str, Self); 3] =
        [("16:9", Self::Wide), ("16:10", Self::Middle), ("4:3", Self::Narrow)];

    /// Width of a page in pt.
    pub(crate) fn width(self) -> f64 {
        let (wide, high) = match self {
            Self::Wide => (16.0, 9.0),
            Self::Middle => (16.0, 10.0),
            Self::Narrow => (4.0, 3.0),
        };
        PAGE_HEIGHT * wide / high
    }

    /// Size of a page in pt.
    pub(crate) fn size(self) -> (f64, f64) {
        (self.width(), PAGE_HEIGHT)
    }

    /// How wide a page is as a share of the widest: what lines hold is counted on that.
    pub(crate) fn share(self) -> f64 {
        self.width() / Self::Wide.width()
    }

    /// The one with a ratio of width to height, as people write it: `4:3`, `4/3`, `1.6`.
    pub(crate) fn of_ratio(text: &str) -> Option<Self> {
        let sides = text.split_once([':', '/', '：', '×', 'x', '∶']);
        let number = |text: &str| text.trim().parse::<f64>().ok();
        let ratio = match sides {
            Some((wide, high)) => number(wide)? / number(high)?,
            None => number(text)?,
        };
        let all = Self::WORDS.iter().map(|(_, aspect)| *aspect);
        all.into_iter().find(|aspect| (aspect.width() / PAGE_HEIGHT - ratio).abs() < 0.01)
    }
}

contract! {
    /// Height of a page.
    PAGE_HEIGHT: points = 540.0;

    /// Smallest size of running text: below, it cannot be read from the last row.
    LEAST_SIZE: points = 18.0;
    /// Smallest size of everything else: tables, listings, captions, footnotes, labels in drawings.
    LEAST_SMALL: points = 14.0;
    /// What code is set at beside the 0.8 em that it has by itself: its letters are large.
    CODE_GROWTH: number = 1.1;
    /// How much larger than in a line it is on a panel of its own.
    PANEL_GROWTH: number = 1.05;
    /// Most letters without a chance to break.
    LONGEST_RUN: count = 24;

    /// Numbers of items from here on say how they are written, by the billions, and which they are, by the
    /// rest: Markdown has none that are larger.
    NUMBERED: count = 1_000_000_000;
    /// How: what stands before the first item of each kind, from the first billion on. Behind these two more stand
    /// for a sign that is an item's bullet, as it is and drawn as a picture; the rest is its character.
    NUMBERINGS: text = "① （1） (1) （一） (一) 一、 1、 1） (a) （a） (A) 1．";

    /// What is taller than this is a page without end.
    ENDLESS: points = STRETCH / 10.0;

    /// Size of footnotes.
    FOOTNOTE_SIZE: points = LEAST_SMALL;
    /// What stands between the lines of a footnote, in em.
    FOOTNOTE_LEADING: number = 0.3;
    /// What a footnote takes beside its lines.
    FOOTNOTE_AROUND: points = 8.0;
    /// How much of what footnotes take is there below the body as it is.
    FOOTNOTE_FREE: points = 12.0;
    /// What they leave to the body at the least: enough to show that they are too much.
    LEAST_BODY: points = 60.0;

    /// Label of the region of the body.
    BODY_LABEL: label = "body";
    /// Label of boxes that stand for one thing, whose content must stay inside them.
    ITEM_LABEL: label = "item";
    /// The same of the cell of a table.
    CELL_LABEL: label = "cell";
    /// The same of what stands inside a ground, with room around it.
    PADDED_LABEL: label = "padded";
    /// Label of a ground that is cut off where the region ends.
    PANEL_LABEL: label = "panel";
    /// Label of a line of a listing, however many lines it is set on.
    LINE_LABEL: label = "line";
    /// Label of the metadata with which a layout says how it sets its body: `size`, `most` and `least`.
    FIT_LABEL: label = "fit";
    /// Label of the metadata with which a table says how it is set: `widths`, and its `size`.
    TABLE_LABEL: label = "table";
    /// Label of the metadata with which a picture that has too few pixels says how wide it was to be.
    ASKED_LABEL: label = "asked";
    /// Label of the metadata that says after how many steps what follows is shown.
    REVEAL_LABEL: label = "reveal";
    /// Label of the metadata with which a page says that it is a further step of its slide.
    STEP_LABEL: label = "step";
    /// Label of the metadata that lists the colours which were changed so that they can be read.
    ADJUSTED_LABEL: label = "adjusted";
    /// What the label of a table begins with that is set at a given size.
    SET_PREFIX: text = "set-";
    /// The folder of frames that stand for pictures which cannot be shown.
    MISSING: text = "missing/";
}

/// A value that both sides know.
#[derive(Debug, Clone, Copy)]
enum Value {
    /// A length in pt.
    Points(f64),
    /// A number, or a length in em.
    Number(f64),
    /// How many.
    Count(usize),
    /// The name of a label.
    Label(&'static str),
    /// Text.
    Text(&'static str),
}

impl Value {
    fn to_typst(self) -> String {
        match self {
            Self::Points(points) => format!("{points}pt"),
            Self::Number(number) => number.to_string(),
            Self::Count(count) => count.to_string(),
            Self::Label(name) => format!("<{name}>"),
            Self::Text(text) => format!("\"{text}\""),
        }
    }
}

/// The file that says to the templates what was agreed on, for pages of these proportions.
pub(crate) fn to_typst(aspect: Aspect) -> String {
    let width = Value::Points(aspect.width()).to_typst();
    let mut out = format!("// Width of a page.\n#let {PAGE_WIDTH} = {width}\n");
    for (name, value, says) in ENTRIES {
        for line in *says {
            let _ = writeln!(out, "//{line}");
        }
        let _ = writeln!(out, "#let {} = {}", typst_name(name), value.to_typst());
    }
    out
}

/// What the templates call the width of a page, which is the deck's to choose.
const PAGE_WIDTH: &str = "page-width";

/// A name as Typst writes it.
fn typst_name(name: &str) -> String {
    name.to_lowercase().replace('_', "-")
}

#[cfg(test)]
mod tests {
    use include_dir::{Dir, DirEntry, include_dir};
    use typst::syntax::{SyntaxKind, SyntaxNode, ast, parse};

    use super::{Aspect, ENTRIES, PAGE_WIDTH, Value, typst_name};

    static TEMPLATES: Dir = include_dir!("$CARGO_MANIFEST_DIR/templates");

    /// Numbers that are those of much else: where they stand says nothing.
    const COMMON: [&str; 7] = [
        "CODE_GROWTH", "PANEL_GROWTH", "LONGEST_RUN", "FOOTNOTE_LEADING", "FOOTNOTE_AROUND",
        "FOOTNOTE_FREE", "LEAST_BODY",
    ];

    /// Templates in which such a number is something else: how often, and what.
    const ELSEWHERE: [(&str, usize, &str); 8] = [
        ("base/chart.typ", 2, "the gap before a label"),
        ("base/latex.typ", 1, "a share of an em"),
        ("base/layouts/cards.typ", 1, "the least padding of a card"),
        ("base/layouts/quiz.typ", 3, "the gaps between options"),
        ("base/layouts/steps.typ", 3, "an arrow, the least padding of a card"),
        ("base/layouts/title.typ", 1, "the gap above who speaks"),
        ("base/parts.typ", 1, "columns of a listing that fits everywhere"),
        ("paper/layouts/title.typ", 2, "the gaps around a rule"),
    ];

    #[test]
    fn no_template_writes_what_the_table_has() {
        let mut wrong = Vec::new();
        for (path, text) in templates() {
            let mut found = Vec::new();
            leaves(&parse(text), &mut |leaf| {
                if is_of_the_table(leaf) {
                    found.push(leaf.full_text().to_string());
                }
            });
            let known = ELSEWHERE.iter().find(|(file, ..)| *file == path);
            if found.len() != known.map_or(0, |(_, count, _)| *count) {
                wrong.push(format!("{path}: {}", found.join(", ")));
            }
        }
        assert!(wrong.is_empty(), "name what the contract has:\n{}", wrong.join("\n"));
    }

    #[test]
    fn ratios_are_read_as_people_write_them() {
        for (text, name) in [
            ("4:3", "4:3"),
            ("4/3", "4:3"),
            ("4：3", "4:3"),
            ("1024x768", "4:3"),
            ("1.33", "4:3"),
            ("16 / 10", "16:10"),
            ("1.6", "16:10"),
            ("1280×720", "16:9"),
            ("1.7777", "16:9"),
        ] {
            let found = Aspect::of_ratio(text);
            let named = Aspect::WORDS.iter().find(|(_, aspect)| Some(*aspect) == found);
            assert_eq!(named.map(|(name, _)| *name), Some(name), "{text}");
        }
        assert_eq!(Aspect::of_ratio("1:1"), None);
        assert_eq!(Aspect::of_ratio("wide"), None);
    }

    #[test]
    fn the_templates_use_all_of_it() {
        let mut words = std::collections::BTreeSet::new();
        for (_, text) in templates() {
            leaves(&parse(text), &mut |leaf| {
                words.insert(leaf.full_text().to_string());
            });
        }
        let unused: Vec<_> = ENTRIES
            .iter()
            .map(|(name, ..)| typst_name(name))
            .chain([PAGE_WIDTH.to_owned()])
            .filter(|name| !words.contains(name))
            .collect();
        assert!(unused.is_empty(), "{unused:?}");
    }

    /// Whether a leaf is a number or a label of the table.
    fn is_of_the_table(leaf: &SyntaxNode) -> bool {
        let is = |(name, value, _): &(&str, Value, &[&str])| match *value {
            Value::Points(points) => !COMMON.contains(name) && number(leaf) == Some(points),
            Value::Label(label) => {
                leaf.kind() == SyntaxKind::Label && *leaf.full_text() == *format!("<{label}>")
            }
            _ => false,
        };
        let is_width = |(_, aspect): &(&str, Aspect)| number(leaf) == Some(aspect.width());
        ENTRIES.iter().any(is) || Aspect::WORDS.iter().any(is_width)
    }

    /// The number that a leaf is: one without a unit may be pt.
    fn number(leaf: &SyntaxNode) -> Option<f64> {
        if let Some(number) = leaf.cast::<ast::Int>() {
            return Some(number.get() as f64);
        }
        if let Some(number) = leaf.cast::<ast::Float>() {
            return Some(number.get());
        }
        let (value, unit) = leaf.cast::<ast::Numeric>()?.get();
        (unit == ast::Unit::Pt).then_some(value)
    }

    /// Calls `with` for everything in a tree that has nothing in it.
    fn leaves(node: &SyntaxNode, with: &mut dyn FnMut(&SyntaxNode)) {
        if node.children().len() == 0 {
            with(node);
        }
        node.children().for_each(|child| leaves(child, with));
    }

    /// The templates of all themes: path and text.
    fn templates() -> Vec<(String, &'static str)> {
        let mut files = Vec::new();
        let mut pending: Vec<&DirEntry> = TEMPLATES.entries().iter().collect();
        while let Some(entry) = pending.pop() {
            match entry {
                DirEntry::Dir(folder) => pending.extend(folder.entries()),
                DirEntry::File(file) => {
                    let path = file.path().to_string_lossy().replace('\\', "/");
                    if path.ends_with(".typ") {
                        files.push((path, file.contents_utf8().expect("text")));
                    }
                }
            }
        }
        files.sort();
        files
    }
}
