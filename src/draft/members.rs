//! The members of a list, however the article writes it: items, paragraphs with labels,
//! definitions, sentences with ordinals. Members → a group, which is shown whole.

use std::ops::Range;
use std::rc::Rc;

use super::plan::{self, item, list, without_footnotes};
use super::runs::Run;
use super::segment::pictures;
use super::sentences::{Place, Sentence, sentences};
use super::units::{Group, Note};
use super::{roles, terms};
use crate::deck::arrange::width;
use crate::deck::arrange::{self, Entry, WIDEST_LABEL, dates};
use crate::deck::block::plain_text;
use crate::deck::{Block, Image, Inline, Inlines, Item, Spanned};
use crate::diag::Span;

/// Widest text of an item that has more than one sentence.
const WIDEST_ITEM: f64 = 70.0;
/// How much wider than running text the items of a list on one slide may be.
const OVER: f64 = 1.4;
/// The same if each shows its first sentence only.
const OVER_IN_BRIEF: f64 = 1.8;
/// Most items on a slide, with those below others, and how much room each takes beside its words, in Han
/// characters.
const MOST_ITEMS: usize = 10;
const LINE: f64 = 10.0;
/// Most members on a slide.
pub(super) const MOST: usize = arrange::MOST_CARDS;

/// A member of a list.
#[derive(Clone)]
pub(super) struct Member<'a> {
    /// Its label, without the separator.
    pub(super) label: Option<Inlines>,
    /// The label as a sentence, if nothing follows it in its paragraph: it leads to what stands
    /// below.
    pub(super) lead: Option<Sentence<'a>>,
    /// Its sentences.
    pub(super) sentences: Vec<Sentence<'a>>,
    /// Members below it.
    pub(super) nested: Vec<Member<'a>>,
    /// The blocks behind its first paragraph, if it is an item.
    pub(super) below: &'a [Spanned<Block>],
    /// Blocks in it that are objects.
    pub(super) apart: Vec<&'a Spanned<Block>>,
    /// Pictures among its words.
    pub(super) pictures: Vec<Spanned<Image>>,
    /// Its text for the notes.
    pub(super) notes: Vec<Note>,
    /// Where it stands.
    pub(super) span: Span,
    /// Whether all of its sentences are shown, however wide it becomes.
    pub(super) whole: bool,
    /// Whether only its label and its first sentence are shown: the list is too long for more.
    pub(super) brief: bool,
}

impl<'a> Member<'a> {
    /// An empty member.
    pub(super) fn new(span: Span) -> Self {
        let (sentences, nested, apart, notes) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
        let (lead, label) = (None, None);
        let below: &[Spanned<Block>] = &[];
        let (pictures, whole, brief) = (Vec::new(), false, false);
        Self { label, lead, sentences, nested, below, apart, pictures, notes, span, whole, brief }
    }

    /// A paragraph as a member, with its label if it has one.
    pub(super) fn of_paragraph(content: &'a Inlines, span: Span, place: &Place) -> Self {
        let mut member = Self::new(span);
        let run = Rc::new(Run::new(content));
        let rest = match terms::lead(&run) {
            Some(lead) => {
                member.label = Some(without_footnotes(&run.part(lead.term)));
                lead.rest
            }
            None => 0..run.text.len(),
        };
        if rest.is_empty() {
            member.lead = sentences(&run, &(0..run.text.len()), span, place).into_iter().next();
        }
        // An address behind its label is read in the notes.
        if member.label.is_none() || !terms::is_place(&run.text[rest.clone()]) {
            member.sentences = sentences(&run, &rest, span, place);
        }
        member.see(content);
        member.say(content, span);
        member
    }

    /// Keeps the pictures among words.
    fn see(&mut self, content: &Inlines) {
        pictures(content, &mut |image, span| {
            self.pictures.push(Spanned::new(image.clone(), span));
        });
    }

    /// Whether there are things in it or below it that need a place of their own.
    pub(super) fn holds(&self) -> bool {
        !self.apart.is_empty() || !self.pictures.is_empty() || self.nested.iter().any(Self::holds)
    }

    /// A list item as a member.
    pub(super) fn of_item(one: &'a Spanned<Item>, place: &Place) -> Self {
        let mut member = Self::new(one.span);
        for (index, block) in one.blocks.iter().enumerate() {
            match &block.value {
                Block::Paragraph(content) if index == 0 => {
                    member = Self::of_paragraph(content, block.span, place);
                    member.below = &one.blocks[1..];
                }
                _ => member.add(block, place),
            }
        }
        let is_explained = member.sentences.len() > member.opening().len();
        if is_explained && matches!(one.blocks[1].value, Block::Paragraph(_)) {
            member.become_term();
        }
        member
    }

    /// Makes its first paragraph its label if that is a term, which what stands below it explains; whether
    /// it did.
    pub(super) fn become_term(&mut self) -> bool {
        let [only] = self.opening() else { return false };
        let text = only.whole().trim();
        let short = (1.0..=WIDEST_LABEL).contains(&width(text));
        let ends = text.ends_with(['。', '！', '？', '.', '!', '?', '；', ';', '，', ',']);
        if self.label.is_some() || !short || ends {
            return false;
        }
        let (lead, label) = (only.clone(), only.run.part(only.range.clone()));
        self.lead = Some(lead);
        self.label = Some(plan::without_strong(without_footnotes(&label)));
        self.sentences.remove(0);
        true
    }

    /// Adds a block that belongs to it.
    pub(super) fn add(&mut self, block: &'a Spanned<Block>, place: &Place) {
        match &block.value {
            Block::Paragraph(content) => {
                let run = Rc::new(Run::new(content));
                let all = 0..run.text.len();
                let place = Place { before: place.before.max(2), ..*place };
                self.sentences.extend(sentences(&run, &all, block.span, &place));
                self.see(content);
                self.say(content, block.span);
            }
            Block::List { items, .. } => {
                self.nested.extend(items.iter().map(|item| Self::of_item(item, place)));
            }
            _ => self.apart.push(block),
        }
    }

    /// The sentences of its first paragraph; all if it is no item.
    pub(super) fn opening(&self) -> &[Sentence<'a>] {
        let Some(below) = self.below.first().map(|first| first.span) else {
            return &self.sentences;
        };
        let own = self.sentences.iter().take_while(|one| one.span.end <= below.start);
        &self.sentences[..own.count()]
    }

    /// Whether its last words lead to what stands behind it.
    pub(super) fn opens(&self) -> bool {
        self.sentences.last().is_some_and(|last| last.whole().trim_end().ends_with(['：', ':']))
    }

    /// Whether it is nothing but sentences.
    pub(super) fn is_prose(&self) -> bool {
        self.nested.is_empty() && !self.holds() && !self.sentences.is_empty() && !self.is_address()
    }

    /// Whether it is nothing but an address.
    pub(super) fn is_address(&self) -> bool {
        let bare = |sentence: &Sentence| terms::is_place(sentence.text());
        let nothing = self.label.is_none() && self.nested.is_empty() && !self.holds();
        nothing && !self.sentences.is_empty() && self.sentences.iter().all(bare)
    }

    /// Whether it has nothing to show.
    fn is_empty(&self) -> bool {
        self.label.is_none() && self.sentences.is_empty() && self.nested.is_empty()
    }

    fn say(&mut self, content: &Inlines, span: Span) {
        self.notes.push(Note { paragraph: span, text: plan::said(content) });
    }

    /// Its label as plain text; empty if there is none.
    pub(super) fn label_text(&self) -> String {
        self.label.as_ref().map(|label| plain_text(label)).unwrap_or_default()
    }

    /// The notes of it and of all members below it.
    pub(super) fn all_notes(&self) -> Vec<Note> {
        let below = self.nested.iter().flat_map(Member::all_notes);
        self.notes.iter().cloned().chain(below).collect()
    }

    /// The text that a slide shows: its first sentence, and the second if there is room.
    pub(super) fn text(&self) -> Inlines {
        let Some(first) = self.sentences.first() else { return Inlines::new() };
        let second = self.sentences.get(1).filter(|second| {
            !self.brief
                && Rc::ptr_eq(&second.run, &first.run)
                && first.point.start >= first.range.start
                && self.sentences.len() == 2
                && width(&first.run.text[first.point.start..second.point.end]) <= WIDEST_ITEM
        });
        let end = second.map_or(first.point.end, |second| second.point.end);
        first.run.part(first.point.start..end)
    }

    /// Sentences that [`Self::text`] leaves out and that must be shown as well.
    fn rest(&self) -> impl Iterator<Item = &Sentence<'a>> {
        let shown = plain_text(&self.text());
        let left = self.sentences.iter().skip(1);
        let needed =
            move |one: &&Sentence| self.whole || !self.brief && one.role > roles::Role::Background;
        left.filter(needed).filter(move |one| !shown.contains(one.text()))
    }

    /// The members below it that are shown: none if it is brief and says something by itself.
    fn shown_below(&self) -> &[Self] {
        const SAYS: f64 = 10.0;
        let says = self.sentences.first().is_some_and(|first| first.wide() >= SAYS);
        if self.brief && says { &[] } else { &self.nested }
    }

    /// How many items a slide shows of it: itself and those below it.
    fn items(&self) -> usize {
        let below: usize = self.shown_below().iter().map(Member::items).sum();
        1 + self.rest().count() + below
    }

    /// Its width on a slide, in Han characters.
    pub(super) fn wide(&self) -> f64 {
        let rest: f64 = self.rest().map(Sentence::wide).sum();
        let below: f64 = self.shown_below().iter().map(Member::wide).sum();
        width(&self.label_text()) + plan::wide(&self.text()) + rest + below
    }

    /// What the choice of a layout depends on.
    fn entry(&self) -> Entry {
        let (label, text) = (self.label_text(), self.text());
        let rest = self.whole || self.rest().next().is_none();
        Entry {
            label: width(&label),
            text: plan::wide(&text),
            is_plain: self.shown_below().is_empty() && rest,
            words: format!("{label}{}", plain_text(&text)),
        }
    }

    /// It as a list item. `seam`: the separator behind the label.
    pub(super) fn item(&self, seam: &str) -> Spanned<Item> {
        let text = Some(self.text()).filter(|text| !text.is_empty());
        let mut made = item(self.label.clone(), text, seam, self.span);
        let rest = self.rest().map(|one| item(None, Some(one.content()), "", one.span));
        let below: Vec<_> =
            rest.chain(self.shown_below().iter().map(|one| one.item(seam))).collect();
        if !below.is_empty() {
            made.value.blocks.push(list(below, None, self.span));
        }
        made
    }
}

/// What is known about the place of members.
pub(super) struct Manner<'m> {
    /// The heading above, in lower case.
    pub(super) heading: &'m str,
    /// Number of the first; `None` for bullets.
    pub(super) start: Option<usize>,
    /// The separator between a label and its text.
    pub(super) seam: &'m str,
}

/// Members → groups, one for each slide that they need. Each shows its first sentence only if that saves slides.
pub(super) fn groups(members: &[Member], manner: &Manner) -> Vec<(Group, Vec<Note>, Span)> {
    let brief = in_brief(members);
    let (whole, few) = (slides(members, OVER), slides(&brief, OVER_IN_BRIEF));
    if few < whole { on_slides(&brief, manner, few) } else { on_slides(members, manner, whole) }
}

/// Members that show their first sentence only.
fn in_brief<'a>(members: &[Member<'a>]) -> Vec<Member<'a>> {
    let brief = |member: &Member<'a>| Member { brief: !member.whole, ..member.clone() };
    members.iter().map(brief).collect()
}

/// How many slides members take. `over`: how much wider than running text those of one slide may be.
fn slides(members: &[Member], over: f64) -> usize {
    let wide: f64 = members.iter().map(Member::wide).sum();
    let by_room = (wide / (super::cut::ROOM * over)).ceil() as usize;
    let items: usize = members.iter().map(Member::items).sum();
    by_room.max(members.len().div_ceil(MOST + 2)).max(items.div_ceil(MOST_ITEMS)).max(1)
}

/// Parts members into as many runs, about equally wide, each of one member or more.
fn runs(members: &[Member], count: usize) -> Vec<Range<usize>> {
    let room = |member: &Member| member.wide() + LINE * member.items() as f64;
    let all: f64 = members.iter().map(room).sum();
    let (mut runs, mut start, mut sum) = (Vec::new(), 0, 0.0);
    for (at, member) in members.iter().enumerate() {
        let own = room(member);
        let (end, left) = (all * (runs.len() + 1) as f64 / count as f64, count - runs.len());
        // The member is nearer to the next run, or the members left are needed for it.
        let next = sum + own / 2.0 > end || members.len() - at < left;
        if at > start && left > 1 && next {
            runs.push(start..at);
            start = at;
        }
        sum += own;
    }
    runs.push(start..members.len());
    runs
}

/// Members → groups, for a number of slides; more if they are dated.
fn on_slides(members: &[Member], manner: &Manner, slides: usize) -> Vec<(Group, Vec<Note>, Span)> {
    let timeline = dated(members);
    let nested = members.iter().any(|member| !member.shown_below().is_empty());
    // Dated ones have as many slides as they need, about equally full.
    let slides = if timeline.is_some() { members.len().div_ceil(MOST) } else { slides };
    let runs = match nested {
        true => runs(members, slides.min(members.len())),
        false => chunks(members.len(), members.len().div_ceil(slides).max(1)),
    };
    let mut start = manner.start;
    let mut groups = Vec::new();
    for (index, run) in runs.into_iter().enumerate() {
        let manner = Manner { start, ..*manner };
        let (members, dated) = (&members[run.clone()], timeline.as_ref().map(|all| &all[run]));
        let group = match dated {
            Some(dated) => line(dated, members),
            None => group(members, &manner),
        };
        let group = Group { goes_on: index > 0, ..group };
        let notes = members.iter().flat_map(Member::all_notes).collect();
        groups.push((group, notes, span_of(members.iter().map(|member| member.span))));
        start = start.map(|start| start + members.len());
    }
    groups
}

/// Runs of as many members each, but for the last.
fn chunks(count: usize, size: usize) -> Vec<Range<usize>> {
    (0..count).step_by(size).map(|start| start..(start + size).min(count)).collect()
}

/// A group of members for one slide.
fn group(members: &[Member], manner: &Manner) -> Group {
    if let Some(group) = two_sides(members, manner) {
        return group;
    }
    let entries: Vec<Entry> = members.iter().map(Member::entry).collect();
    let (layout, why) = arrange::layout(&entries, manner.heading, manner.start);
    let span = span_of(members.iter().map(|member| member.span));
    let said = members.iter().filter(|member| !member.is_address() && !member.is_empty());
    let items = said.map(|member| member.item(manner.seam)).collect();
    let why = format!("{layout}: {} members, {why}", members.len());
    Group {
        count: members.len(),
        wide: members.iter().map(Member::wide).sum(),
        label: labels(members, manner),
        ..Group::new(layout, vec![list(items, manner.start, span)], why)
    }
}

/// The labels of all members, if a title has room for them: one of them would name another slide.
fn labels(members: &[Member], manner: &Manner) -> Option<String> {
    const WIDEST: f64 = 26.0;
    let all: Vec<String> = members.iter().map(Member::label_text).collect();
    let seam = if manner.seam.starts_with('：') { "、" } else { ", " };
    let joined = all.join(seam);
    let full = all.iter().all(|label| !label.is_empty()) && width(&joined) <= WIDEST;
    full.then_some(joined)
}

/// A comparison of two labelled members, if the heading compares things.
fn two_sides(members: &[Member], manner: &Manner) -> Option<Group> {
    let [left, right] = members else { return None };
    let names = [left.label_text(), right.label_text()];
    let headline = |name: &String| (1.0..=WIDEST_LABEL).contains(&width(name));
    if !names.iter().all(headline) || !arrange::are_compared(manner.heading, &names) {
        return None;
    }
    let sides = members.iter().map(|member| {
        let own = member.sentences.iter().map(|one| item(None, Some(one.content()), "", one.span));
        let below = member.nested.iter().map(|one| one.item(manner.seam));
        (member.label.clone().unwrap_or_default(), own.chain(below).collect())
    });
    super::comparison::compare(sides.collect(), span_of(members.iter().map(|one| one.span)))
}

/// The date and the rest of each member, if there are three or more and all have a date.
fn dated(members: &[Member]) -> Option<Vec<(Inlines, Inlines)>> {
    const FEWEST: usize = 3;
    if members.len() < FEWEST || members.iter().any(|member| !member.nested.is_empty()) {
        return None;
    }
    members.iter().map(date_of).collect()
}

fn date_of(member: &Member) -> Option<(Inlines, Inlines)> {
    if let Some(label) = &member.label {
        let text = plain_text(label);
        let run = Run::new(label);
        if let Some(dated) = dates::dated(&text) {
            return Some((run.part(dated.date), run.part(dated.rest)));
        }
        let whole =
            dates::dated(&format!("{text}：x")).is_some_and(|dated| dated.date == (0..text.len()));
        return whole.then(|| (label.clone(), member.text()));
    }
    let first = member.sentences.first()?;
    let dated = dates::dated(first.text()).filter(|dated| dated.date.start == 0)?;
    let at = first.point.start;
    let part = |range: Range<usize>| first.run.part(range.start + at..range.end + at);
    Some((part(dated.date), part(dated.rest)))
}

/// A timeline of dated members.
fn line(dated: &[(Inlines, Inlines)], members: &[Member]) -> Group {
    let items: Vec<_> = dated
        .iter()
        .zip(members)
        .map(|((date, text), member)| {
            item(Some(as_set(date.clone())), Some(text.clone()), " ", member.span)
        })
        .collect();
    timeline(items, span_of(members.iter().map(|member| member.span)))
}

/// A timeline of these items.
pub(super) fn timeline(items: Vec<Spanned<Item>>, span: Span) -> Group {
    let count = items.len();
    let blocks = vec![list(items, None, span)];
    let wide = plan::wide_of(&blocks);
    let why = format!("timeline: {count} members, each with its date");
    let layout = if (2..=6).contains(&count) { "timeline" } else { "content" };
    Group { count, wide, ..Group::new(layout, blocks, why) }
}

/// A date with a proper dash between its ends.
pub(super) fn as_set(mut date: Inlines) -> Inlines {
    for inline in &mut date {
        if let Inline::Text(text) = &mut inline.value {
            *text = dates::set(text);
        }
    }
    date
}

/// The span from the first to the last of several places.
pub(super) fn span_of(spans: impl Iterator<Item = Span>) -> Span {
    let spans = spans.filter(|span| span.is_attached());
    spans
        .reduce(|a, b| Span { start: a.start.min(b.start), end: a.end.max(b.end), ..a })
        .unwrap_or_default()
}
