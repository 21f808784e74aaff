//! Laid-out pages → the pages that are shown: a slide that is revealed in steps gets a page for each
//! of them. The pages differ in nothing but what is left out, so nothing on them moves.
//!
//! What is emitted for such a slide says before everything on it after how many steps it is shown
//! (`<reveal>`). Whatever follows in the order of layout belongs to it, and so does what is drawn
//! around it before it is said: the sign of a list's item, the panel of a card, a footnote's number.
//!
//! For those who listen to a slide it is read once: its title from its first page, its body from
//! the last one. Everything else on these pages is an artifact, without links.

use std::collections::{BTreeSet, HashSet};
use std::ops::Range;

use typst::ecow::EcoVec;
use typst::foundations::{Content, NativeElement, Value};
use typst::introspection::{Location, Tag, TagFlags};
use typst::layout::{Frame, FrameItem, GroupItem, Point};
use typst::model::FootnoteEntry;
use typst::pdf::{ArtifactElem, PdfMarkerTag, PdfMarkerTagKind};
use typst_layout::{Page, PagedDocument};

use crate::contract::{BODY_LABEL, ITEM_LABEL, REVEAL_LABEL};
use crate::engine::boxes;

/// A document with a page for each step.
pub(crate) struct Steps {
    /// The pages.
    pub(crate) document: PagedDocument,
    /// For each page as it was laid out, the number of the page that shows all of it, from 1.
    pub(crate) numbers: Vec<usize>,
}

/// Gives the slides that have steps a page for each. `slides`: the pages of each slide, from 0.
pub(crate) fn reveal(
    document: &PagedDocument,
    slides: impl Iterator<Item = Range<usize>>,
) -> Steps {
    let scans: Vec<Scan> = document.pages().iter().map(Scan::of).collect();
    let mut shown = vec![Vec::new(); scans.len()];
    for pages in slides {
        let mut before = 0;
        let first = pages.start;
        for page in pages {
            let Some(scan) = scans.get(page) else { continue };
            // What goes on is there when its page is: only a slide begins with its title alone.
            let least = if page > first { scan.body.unwrap_or(0) } else { 0 };
            // Only what can be seen makes a page: the layout may keep something back by itself.
            let visible: BTreeSet<usize> = scan.steps.iter().copied().collect();
            shown[page] = visible.into_iter().filter(|step| *step >= before.max(least)).collect();
            before = before.max(scan.last);
        }
    }
    let mut pages: EcoVec<Page> = EcoVec::new();
    let mut numbers = Vec::new();
    let mut artifacts = 0;
    for ((page, scan), steps) in document.pages().iter().zip(&scans).zip(&shown) {
        if let Some((last, earlier)) = steps.split_last().filter(|(_, earlier)| !earlier.is_empty())
        {
            for (index, step) in earlier.iter().enumerate() {
                let read = if index == 0 { Read::Title } else { Read::Nothing };
                pages.push(draw(page, scan, *step, read, &mut artifacts));
            }
            pages.push(draw(page, scan, *last, Read::Body, &mut artifacts));
        } else {
            pages.push(page.clone());
        }
        numbers.push(pages.len());
    }
    let info = typst::model::Document::info(document).clone();
    Steps { document: PagedDocument::new(pages, info), numbers }
}

/// The steps at which the items of a page are shown.
#[derive(Default)]
struct Scan {
    /// The step of each visible item, in the order of layout.
    steps: Vec<usize>,
    /// The highest step so far.
    last: usize,
    /// Whether the page has a body.
    has_body: bool,
    /// The first step at which something of its body is shown.
    body: Option<usize>,
    /// The current step.
    current: usize,
    /// The first of the items that wait for the next mark of a step.
    waiting: Option<usize>,
}

impl Scan {
    fn of(page: &Page) -> Self {
        let mut scan = Self::default();
        scan.frame(&page.frame);
        scan.resolve(scan.current);
        scan
    }

    fn frame(&mut self, frame: &Frame) {
        for (_, item) in frame.items() {
            match item {
                FrameItem::Group(group) => self.group(group),
                FrameItem::Tag(Tag::Start(element, _)) => self.start(element),
                FrameItem::Tag(Tag::End(..)) => {}
                _ => self.steps.push(self.current),
            }
        }
    }

    fn group(&mut self, group: &GroupItem) {
        let is_item = has_label(group, ITEM_LABEL) && self.waiting.is_none();
        if is_item {
            self.wait();
        }
        let start = self.steps.len();
        self.frame(&group.frame);
        // Without a mark inside, it belongs to what stands before it.
        if is_item {
            self.resolve(self.current);
        }
        if has_label(group, BODY_LABEL) {
            self.has_body = true;
            self.resolve(self.current);
            self.current = 0;
            self.body = self.steps.get(start..).and_then(|own| own.iter().copied().min());
        }
    }

    fn start(&mut self, element: &Content) {
        let label = element.to_packed::<PdfMarkerTag>().is_some_and(|tag| {
            matches!(tag.kind, PdfMarkerTagKind::ListItemLabel | PdfMarkerTagKind::TermsItemLabel)
        });
        if let Some(step) = revealed_at(element) {
            self.current = step;
            self.last = self.last.max(step);
            self.resolve(step);
        } else if label || element.is::<FootnoteEntry>() {
            self.wait();
        }
    }

    fn wait(&mut self) {
        self.waiting.get_or_insert(self.steps.len());
    }

    fn resolve(&mut self, step: usize) {
        if let Some(from) = self.waiting.take() {
            self.steps[from..].fill(step);
        }
    }
}

/// The step in an element's metadata.
fn revealed_at(element: &Content) -> Option<usize> {
    match boxes::labelled(element, REVEAL_LABEL)? {
        Value::Int(step) => usize::try_from(*step).ok(),
        _ => None,
    }
}

fn has_label(group: &GroupItem, label: &str) -> bool {
    group.label.is_some_and(|own| own.resolve().as_str() == label)
}

/// Which part of a page is read by screen readers.
#[derive(Clone, Copy, PartialEq)]
enum Read {
    /// What precedes the body.
    Title,
    /// Nothing.
    Nothing,
    /// The body, and what follows it.
    Body,
}

/// A page up to a step.
fn draw(page: &Page, scan: &Scan, shown: usize, read: Read, artifacts: &mut u128) -> Page {
    let mut drawing = Drawing {
        scan,
        shown,
        next: 0,
        read,
        reached_body: !scan.has_body,
        kept: HashSet::new(),
        artifact: None,
        artifacts,
    };
    let frame = drawing.frame(&page.frame);
    Page { frame, ..page.clone() }
}

/// The walk that draws a page.
struct Drawing<'s> {
    scan: &'s Scan,
    /// The last step that is shown.
    shown: usize,
    /// The index of the next visible item.
    next: usize,
    read: Read,
    reached_body: bool,
    /// Open elements that are read.
    kept: HashSet<Location>,
    /// The layout's own artifact that is open.
    artifact: Option<Location>,
    /// The number of artifacts made for all pages.
    artifacts: &'s mut u128,
}

impl Drawing<'_> {
    /// Whether what comes now is read.
    fn is_read(&self) -> bool {
        match self.read {
            Read::Title => !self.reached_body,
            Read::Nothing => false,
            Read::Body => self.reached_body,
        }
    }

    fn frame(&mut self, frame: &Frame) -> Frame {
        let mut out = Frame::new(frame.size(), frame.kind());
        if frame.has_baseline() {
            out.set_baseline(frame.baseline());
        }
        for (position, item) in frame.items() {
            match item {
                FrameItem::Group(group) => {
                    self.reached_body |= has_label(group, BODY_LABEL);
                    let parent = group.parent.filter(|_| self.is_read());
                    let group =
                        GroupItem { frame: self.frame(&group.frame), parent, ..group.clone() };
                    out.push(*position, FrameItem::Group(group));
                }
                FrameItem::Tag(tag) => self.tag(*position, tag, &mut out),
                item => self.visible(*position, item, &mut out),
            }
        }
        out
    }

    fn tag(&mut self, position: Point, tag: &Tag, out: &mut Frame) {
        let location = tag.location();
        match tag {
            Tag::Start(..) if !self.is_read() => return,
            Tag::Start(element, _) => {
                self.kept.insert(location);
                if element.is::<ArtifactElem>() {
                    self.artifact = self.artifact.or(Some(location));
                }
            }
            Tag::End(..) if !self.kept.remove(&location) => return,
            Tag::End(..) => self.artifact = self.artifact.filter(|open| *open != location),
        }
        out.push(position, FrameItem::Tag(tag.clone()));
    }

    fn visible(&mut self, position: Point, item: &FrameItem, out: &mut Frame) {
        let step = self.scan.steps.get(self.next).copied().unwrap_or(0);
        self.next += 1;
        if step > self.shown {
            return;
        }
        if self.is_read() || self.artifact.is_some() {
            return out.push(position, item.clone());
        }
        if matches!(item, FrameItem::Link(..)) {
            return;
        }
        let (start, end) = self.new_artifact();
        out.push(position, FrameItem::Tag(start));
        out.push(position, item.clone());
        out.push(position, FrameItem::Tag(end));
    }

    fn new_artifact(&mut self) -> (Tag, Tag) {
        *self.artifacts += 1;
        // Locations are hashes; numbers from the upper end hardly collide with them.
        let location = Location::new(u128::MAX - *self.artifacts);
        let flags = TagFlags { introspectable: false, tagged: true };
        let mut element = ArtifactElem::new(Content::empty()).pack();
        element.set_location(location);
        (Tag::Start(element, flags), Tag::End(location, 0, flags))
    }
}
