//! Segments the blocks below one heading into units, in their order.

use std::borrow::Cow;
use std::rc::Rc;

use super::members::{self, Manner, Member};
use super::plan::{self, said};
use super::runs::Run;
use super::sentences::{Place, sentences};
use super::sides::{self, Side};
use super::units::{Group, Kind, Note, Object, Unit};
use super::words::WORDS;
use super::{captions, ordered, quotes, series, ties};
use crate::deck::block::plain_text;
use crate::deck::{Block, Image, Inline, Inlines, ListKind, Spanned};
use crate::diag::Span;
use crate::locale::Words;

/// Most paragraphs with labels that are one group.
const MOST_LABELLED: usize = 30;

/// Most steps of a procedure that are shown together or not at all.
const MOST_COUNTED: usize = 10;

/// Members found in consecutive blocks, the number of the first, and how many blocks they take.
type Taken<'a> = (Vec<Member<'a>>, Option<usize>, usize);

/// What segmentation knows about the place of the blocks.
#[derive(Clone, Copy)]
pub(super) struct Segmenter<'g> {
    /// The heading above, in lower case.
    pub(super) heading: &'g str,
    /// The title of the article, in lower case.
    pub(super) title: &'g str,
    /// The words of the article's language.
    pub(super) language: &'static Words,
    /// On which side of its pictures the article speaks of them.
    pub(super) side: Side,
}

impl<'g> Segmenter<'g> {
    /// Segments blocks into units, with their ties.
    pub(super) fn units<'a>(&self, blocks: &[&'a Spanned<Block>]) -> Vec<Unit<'a>> {
        let mut units = Vec::new();
        self.run(blocks, &mut units);
        ordered::shape(self, &mut units);
        series::shape(&mut units);
        ties::bind(&mut units, self.side);
        units
    }

    /// Adds the units of consecutive blocks.
    fn run<'a>(&self, blocks: &[&'a Spanned<Block>], units: &mut Vec<Unit<'a>>) {
        let mut at = 0;
        while at < blocks.len() {
            let members = self.labelled(&blocks[at..]).or_else(|| self.termed(&blocks[at..]));
            at += match members {
                Some((members, start, count)) => {
                    self.group(&members, start, units);
                    count
                }
                None => {
                    let next = blocks.get(at + 1);
                    self.block(blocks[at], next.is_some_and(|next| is_thing(next)), units);
                    1
                }
            };
        }
    }

    /// The separator between a label and its text.
    pub(super) fn seam(&self) -> &'static str {
        &self.language.colon
    }

    fn place<'p>(&'p self, units: &[Unit]) -> Place<'p> {
        // From the third unit on it does not matter which of them are sentences.
        let before = if units.first().is_some_and(Unit::holds) { 2 } else { units.len() };
        Place { heading: self.heading, title: self.title, before }
    }

    /// Adds the units of a block. `before_thing`: whether a picture, a listing or the like stands
    /// right behind it.
    fn block<'a>(&self, block: &'a Spanned<Block>, before_thing: bool, units: &mut Vec<Unit<'a>>) {
        match &block.value {
            Block::Paragraph(content) if captions::take(content, block.span, units) => {}
            Block::Paragraph(content) => self.paragraph(content, block.span, units),
            Block::List { kind: ListKind { start, .. }, items } => {
                let place = Place { before: 2, ..self.place(units) };
                let mut members: Vec<_> =
                    items.iter().map(|item| Member::of_item(item, &place)).collect();
                // The last item may lead to the thing behind the list.
                let last = members.pop_if(|last| before_thing && last.is_prose() && last.opens());
                self.group(&members, *start, units);
                last.iter().for_each(|last| self.spread(last, units));
            }
            Block::Definitions(all) => {
                let place = Place { before: 2, ..self.place(units) };
                let members: Vec<_> = all
                    .iter()
                    .map(|one| {
                        let mut member = Member::new(one.span);
                        member.label = Some(plan::without_footnotes(&one.term));
                        member.notes.push(Note { paragraph: one.span, text: said(&one.term) });
                        one.blocks.iter().for_each(|block| member.add(block, &place));
                        member
                    })
                    .collect();
                self.group(&members, None, units);
            }
            Block::Quote(inner) if !has_source(inner) => {
                let first = units.len();
                self.run(&inner.iter().collect::<Vec<_>>(), units);
                let aside = inner.first().is_some_and(is_aside);
                units[first..].iter_mut().for_each(|unit| unit.shown &= !aside || unit.holds());
            }
            _ => units.push(object(block)),
        }
    }

    fn paragraph<'a>(&self, content: &'a Inlines, span: Span, units: &mut Vec<Unit<'a>>) {
        let run = Rc::new(Run::new(content));
        let all = 0..run.text.len();
        let place = self.place(units);
        let made = sentences(&run, &all, span, &place);
        if let [only] = made.as_slice()
            && let Some(group) = quotes::of(only)
        {
            let notes = vec![Note { paragraph: span, text: said(content) }];
            return units.push(of_group(group, notes, span));
        }
        if made.is_empty() && run.text.contains(|c: char| !c.is_whitespace()) {
            let note = Note { paragraph: span, text: said(content) };
            match units.last_mut() {
                Some(last) => last.notes.push(note),
                None => {
                    let block = Spanned::new(Block::Paragraph(content.clone()), span);
                    let object = Object::new(Cow::Owned(block), None);
                    let unit = Unit::new(Kind::Object(object), vec![note], span);
                    units.push(Unit { shown: false, ..unit });
                }
            }
        }
        units.extend(made.into_iter().map(Unit::of_sentence));
        pictures(content, &mut |image, span| {
            let block = Spanned::new(Block::Image(image.clone()), span);
            units.push(of_object(Cow::Owned(block)));
        });
    }

    /// Two or more paragraphs with labels as members of a group, and the number of blocks they
    /// take.
    fn labelled<'a>(&self, blocks: &[&'a Spanned<Block>]) -> Option<Taken<'a>> {
        let place = Place { heading: self.heading, title: self.title, before: 2 };
        let led = blocks.iter().take(MOST_LABELLED).map_while(|block| match &block.value {
            Block::Paragraph(content) => Some(Member::of_paragraph(content, block.span, &place))
                .filter(|member| member.label.is_some()),
            _ => None,
        });
        let members: Vec<Member> = led.collect();
        // A label that recurs is a speaker's name, and a label with nothing behind it leads to what
        // follows: neither makes a group.
        let mut labels: Vec<String> = members.iter().map(Member::label_text).collect();
        labels.sort();
        labels.dedup();
        let count = members.len();
        let full = members.iter().all(|member| !member.sentences.is_empty());
        (count >= 2 && labels.len() == count && full).then_some((members, None, count))
    }

    /// Two or more lists of one term, each with a paragraph behind it that explains the term, as members
    /// of a group.
    fn termed<'a>(&self, blocks: &[&'a Spanned<Block>]) -> Option<Taken<'a>> {
        let place = Place { heading: self.heading, title: self.title, before: 2 };
        let (pairs, _) = blocks.as_chunks::<2>();
        let members = pairs.iter().map_while(|pair| match [&pair[0].value, &pair[1].value] {
            [Block::List { items, .. }, Block::Paragraph(_)] if items.len() == 1 => {
                let mut member = Member::of_item(&items[0], &place);
                let is_term = member.below.is_empty() && member.become_term();
                member.add(pair[1], &place);
                Some(member).filter(|member| is_term && !member.sentences.is_empty())
            }
            _ => None,
        });
        let members: Vec<Member> = members.collect();
        let start = match &blocks.first()?.value {
            Block::List { kind, .. } => kind.start,
            _ => None,
        };
        let count = 2 * members.len();
        (members.len() >= 2).then_some((members, start, count))
    }

    /// Adds members as a group, or, if objects among them need the whole width, one after the
    /// other.
    fn group<'a>(&self, members: &[Member<'a>], start: Option<usize>, units: &mut Vec<Unit<'a>>) {
        let spread = members.iter().any(Member::holds);
        // One item is no list: its fellows stand behind the thing that it leads to.
        let alone = matches!(members, [only] if only.is_prose());
        if spread || alone {
            let first = units.len();
            for (index, member) in members.iter().enumerate() {
                let at = units.len();
                self.spread(member, units);
                if let (Some(start), Some(step)) = (start, units.get_mut(at)) {
                    count(step, start + index);
                }
            }
            if start.is_some() && (2..=MOST_COUNTED).contains(&members.len()) {
                bind_steps(&mut units[first..]);
            }
            return;
        }
        let manner = Manner { heading: self.heading, start, seam: self.seam() };
        // Addresses cannot be clicked in the room, so they are left to the notes.
        let only_places = members.iter().all(Member::is_address);
        for (group, notes, span) in members::groups(members, &manner) {
            let unit = Unit::new(Kind::Group(group), notes, span);
            units.push(Unit { shown: !only_places, ..unit });
        }
    }

    /// Adds a member as separate units, in its order: its first sentences lead to what stands below it.
    fn spread<'a>(&self, member: &Member<'a>, units: &mut Vec<Unit<'a>>) {
        self.open(member, units);
        for image in &member.pictures {
            let block = Spanned::new(Block::Image(image.value.clone()), image.span);
            units.push(of_object(Cow::Owned(block)));
        }
        let below: Vec<&Spanned<Block>> = member.below.iter().collect();
        let holds = |first: &Spanned<Block>| is_thing(first) || is_list(first);
        let holds = !member.pictures.is_empty() || below.first().is_some_and(|first| holds(first));
        let at = units.len() - member.pictures.len();
        if holds && let Some(unit) = units[..at].last_mut().filter(|unit| unit.sentence().is_some())
        {
            unit.ties.leads = true;
        }
        if !below.is_empty() {
            return self.run(&below, units);
        }
        if !member.nested.is_empty() {
            self.group(&member.nested, None, units);
        }
        units.extend(member.apart.iter().map(|block| object(block)));
    }

    /// Adds the units of a member's first paragraph.
    fn open<'a>(&self, member: &Member<'a>, units: &mut Vec<Unit<'a>>) {
        let sentences = member.opening();
        match (&member.label, sentences) {
            (Some(_), [_, ..]) | (None, _) => {
                let first = units.len();
                units.extend(sentences.iter().cloned().map(Unit::of_sentence));
                if let (Some(label), Some(unit)) = (&member.label, units.get_mut(first))
                    && let Kind::Sentence(sentence) = &mut unit.kind
                    && let Some(at) = sentence.run.text.find(&plain_text(label))
                    && at < sentence.point.start
                {
                    sentence.point.start = at;
                    sentence.range.start = at;
                    *unit = Unit::of_sentence(sentence.clone());
                }
            }
            (Some(_), []) if member.lead.is_some() => {
                units.extend(member.lead.iter().cloned().map(Unit::of_sentence));
            }
            (Some(label), []) => {
                let one = Member { label: Some(label.clone()), ..Member::new(member.span) };
                let manner = Manner { heading: self.heading, start: None, seam: "" };
                for (group, _, span) in members::groups(&[one], &manner) {
                    let notes = member.notes.first().cloned().into_iter().collect();
                    units.push(Unit::new(Kind::Group(group), notes, span));
                }
            }
        }
    }
}

/// Puts the number of a step in front of its first sentence.
fn count(step: &mut Unit, number: usize) {
    let span = step.span;
    if let Kind::Sentence(sentence) = &mut step.kind {
        let number = Inline::Text(format!("{number}. "));
        sentence.prefix.insert(0, Spanned::new(number, span));
    }
}

/// Ties the steps of a procedure, and what stands below them: none of them is shown without the others.
fn bind_steps(units: &mut [Unit]) {
    let start = units.first().map(|first| first.span.start);
    let counted = |unit: &Unit| {
        unit.object().is_some() || unit.sentence().is_some_and(|one| !one.prefix.is_empty())
    };
    units.iter_mut().filter(|unit| counted(unit)).for_each(|unit| unit.ties.steps = start);
}

/// Whether a block is a picture, a listing or the like, to which a sentence leads.
fn is_thing(block: &Spanned<Block>) -> bool {
    match &block.value {
        Block::Code { .. } | Block::Math(_) | Block::Table(_) => true,
        _ => sides::is_picture(block),
    }
}

fn is_list(block: &Spanned<Block>) -> bool {
    matches!(block.value, Block::List { .. })
}

/// A block as an object.
fn object<'a>(block: &'a Spanned<Block>) -> Unit<'a> {
    of_object(Cow::Borrowed(block))
}

fn of_object(block: Cow<Spanned<Block>>) -> Unit {
    let span = block.span;
    let mut notes = Vec::new();
    let mut blocks = vec![block.into_owned()];
    plan::take_footnotes(&mut blocks, &mut notes);
    let block = blocks.remove(0);
    if !matches!(
        block.value,
        Block::Table(_) | Block::Code { .. } | Block::Math(_) | Block::Image(_)
    ) {
        match &block.value {
            Block::Quote(inner) | Block::Alert { blocks: inner, .. } => {
                plan::all_said(inner, &mut notes)
            }
            _ => plan::all_said(std::slice::from_ref(&block), &mut notes),
        }
    }
    let caption = match &block.value {
        Block::Image(image) => captions::of_image(image),
        _ => None,
    };
    let notes = notes.into_iter().map(|text| Note { paragraph: Span::DETACHED, text }).collect();
    let object = Object::new(Cow::Owned(block), caption);
    Unit::new(Kind::Object(object), notes, span)
}

/// Calls `visit` with each picture among words.
pub(super) fn pictures<'a>(content: &'a Inlines, visit: &mut impl FnMut(&'a Image, Span)) {
    for inline in content {
        match &inline.value {
            Inline::Image(image) => visit(image, inline.span),
            value => {
                if let Some(inner) = value.content() {
                    pictures(inner, visit);
                }
            }
        }
    }
}

/// Whether a quotation names its source.
fn has_source(blocks: &[Spanned<Block>]) -> bool {
    match blocks {
        [.., Spanned { value: Block::Paragraph(content), .. }] => {
            const DASHES: [char; 4] = ['—', '―', '–', '─'];
            let text = plain_text(content);
            let named = |text: &str| text.trim_start().starts_with(DASHES);
            // In a dialogue a dash marks each speaker.
            let own =
                text.rsplit_once('\n').is_some_and(|(said, name)| !named(said) && named(name));
            blocks.len() > 1 && named(&text) || own || text.contains("——") && named_within(&text)
        }
        _ => false,
    }
}

/// Whether a name stands behind a dash in the line of somebody's words.
fn named_within(text: &str) -> bool {
    text.starts_with("——") || text.contains(" ——")
}

/// Whether a quotation is really a remark about the text, such as where it comes from.
fn is_aside(first: &Spanned<Block>) -> bool {
    match &first.value {
        Block::Paragraph(content) => {
            WORDS.asides.begins(&plain_text(content).trim_start().to_ascii_lowercase())
        }
        _ => false,
    }
}

/// A group as a unit.
pub(super) fn of_group<'a>(group: Group, notes: Vec<Note>, span: Span) -> Unit<'a> {
    Unit::new(Kind::Group(group), notes, span)
}
