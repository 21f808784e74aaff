//! Text behind the last slide with a marker that is not a slide: advice for the speaker, and
//! markers that count again, with the notes of each slide.

use std::ops::Range;

use super::answer::{Answer, Line, comment};
use super::conventions::{CONVENTIONS, Meaning};
use super::cover::is_lone_title;
use super::form::{Kind, counter, heading, is_divider, spans, title_of, unbold, unheaded};
use super::frame::{BEFORE, BEHIND, about, is_farewell, is_remark, names_deck};
use super::markers::{Marker, counted, runs};
use super::titles;

/// What is said of markers that count anew.
pub(super) const AGAIN: &str = "what is written to the slides once more goes to their notes";

/// Most lines behind the last slide that are not a slide.
const MOST_OF_TAIL: usize = 20;
/// Fewest slides that show that all of them have markers.
const FEWEST: usize = 3;

/// Slides with markers, and the markers that count anew behind them.
struct Marked {
    slides: Vec<(usize, Marker)>,
    behind: Vec<(usize, Marker)>,
}

/// What is said to slides, by their numbers.
type SaidTo = Vec<(usize, Vec<Line>)>;

/// Removes such parts, or moves them to the notes.
pub(super) fn settle(answer: &mut Answer) {
    let Some(marked) = Marked::of(answer) else { return };
    let mut out = vec![false; answer.lines.len()];
    around(answer, &marked, &mut out);
    let said = behind(answer, &marked, &mut out);
    others(answer, &marked, &mut out);
    let gone = (0..marked.first()).filter(|at| out[*at]).count();
    let ends: Vec<(usize, usize)> = marked.ends(answer, &out);
    answer.leave_out(&out);
    for (number, end) in ends.into_iter().rev() {
        let own = said.iter().rev().filter(|(of, lines)| *of == number && !lines.is_empty());
        own.for_each(|(_, lines)| insert(answer, end - gone, lines));
    }
}

impl Marked {
    /// The longest run of markers, and those behind it.
    fn of(answer: &Answer) -> Option<Self> {
        let mut runs = runs(answer);
        if answer.was_around() && runs.iter().all(|run| run.len() < FEWEST) {
            runs = vec![counted(answer)];
        }
        let longest = (0..runs.len()).rev().max_by_key(|at| runs[*at].len())?;
        let slides = runs.swap_remove(longest);
        let last = slides.last().filter(|_| slides.len() >= FEWEST)?.0;
        let texts = answer.is_text();
        let mut behind: Vec<(usize, Marker)> = runs.into_iter().flatten().collect();
        behind.retain(|(at, _)| *at > last);
        // `第1页：大家好…`, with a sentence behind it.
        let is_known =
            |at: usize, behind: &[(usize, Marker)]| behind.iter().any(|(known, _)| *known == at);
        for at in (last + 1..answer.lines.len()).filter(|at| texts[*at] && answer.is_apart(*at)) {
            let marker =
                Marker::before_text(answer.text(at), true).filter(|_| !is_known(at, &behind));
            behind.extend(marker.map(|marker| (at, marker)));
        }
        behind.sort_by_key(|(at, _)| *at);
        Some(Self { slides, behind })
    }

    /// The line of the first slide.
    fn first(&self) -> usize {
        self.slides[0].0
    }

    /// The line of the last slide.
    fn last(&self) -> usize {
        self.slides[self.slides.len() - 1].0
    }

    /// Whether most of other markers are those of the same slides once more, by their numbers and titles. What only
    /// counts anew, section by section, is slides of its own.
    fn are_again<'m>(&self, others: impl Iterator<Item = &'m Marker>) -> bool {
        let is_again = |other: &Marker| {
            let is_same = |one: &Marker| {
                let [a, b] = [&one.title, &other.title];
                one.number == other.number && (a.contains(b.as_str()) || b.contains(a.as_str()))
            };
            self.slides.iter().any(|(_, one)| is_same(one))
        };
        let again: Vec<bool> = others.map(is_again).collect();
        again.iter().filter(|is| **is).count() * 2 > again.len()
    }

    /// The lowest level of the headings that markers stand in.
    fn level(&self) -> usize {
        self.slides.iter().map(|(_, marker)| marker.level).max().unwrap_or(0)
    }

    /// The numbers of the slides, and the lines where they end.
    fn ends(&self, answer: &Answer, out: &[bool]) -> Vec<(usize, usize)> {
        let last = last_line(answer, out, self.last());
        let slides = spans(self.slides.iter().map(|(at, _)| *at), last);
        let numbers = self.slides.iter().map(|(_, marker)| marker.number);
        numbers.zip(slides.into_iter().map(|slide| slide.end)).collect()
    }
}

/// Marks the numbered parts behind the slides as left out whose texts went to no notes.
fn others(answer: &mut Answer, marked: &Marked, out: &mut [bool]) {
    let Some(start) = next_part(answer, marked) else { return };
    for at in (start..answer.lines.len()).filter(|at| !out[*at]).collect::<Vec<_>>() {
        answer.say_left_out("text-outside-deck", BEHIND, at..at + 1);
        out[at] = true;
    }
}

/// Marks plans above the slides and the tail below them as left out.
fn around(answer: &mut Answer, marked: &Marked, out: &mut [bool]) {
    let above = listings(answer, marked.first()).into_iter().chain(plans(answer, marked.first()));
    for lines in above {
        answer.say_left_out("text-outside-deck", BEFORE, lines.clone());
        out[lines].fill(true);
    }
    let tail = tail(answer, &marked.slides, marked.level());
    if let Some(tail) = tail.filter(|_| marked.behind.is_empty()) {
        answer.say_left_out("text-outside-deck", BEHIND, tail.clone());
        out[tail].fill(true);
    }
}

/// Where the parts of the answer go on, behind the one with all slides: `三、讲师小贴士`, with `二、逐页文案` above the
/// first of them.
fn next_part(answer: &Answer, marked: &Marked) -> Option<usize> {
    let texts = answer.is_text();
    let part = |at: usize| {
        let line = answer.text(at);
        let level = heading(line).map_or(0, |(level, _)| level);
        let text = unbold(unheaded(line));
        let (number, _) = counter(text)?;
        // `3. …` by itself is an item.
        let is_part = level > 0 || !text.starts_with(|c: char| c.is_ascii_digit());
        let is_slide = marked.slides.iter().any(|(slide, _)| *slide == at);
        (texts[at] && is_part && !is_slide && answer.is_apart(at)).then_some((level, number))
    };
    let (level, number) = (0..marked.first()).rev().find_map(part)?;
    (marked.last() + 1..answer.lines.len()).find(|at| part(*at) == Some((level, number + 1)))
}

/// Where markers begin anew from the first, below no heading; with the line above that names what follows.
fn anew(answer: &Answer, marked: &Marked) -> Option<Range<usize>> {
    let (first, marker) = marked.behind.first()?;
    let is_under_heading = (marked.last() + 1..*first).any(|at| answer.heading(at).is_some());
    let is_anew = marker.number == 1 && marker.level == 0 && marked.behind.len() > 1;
    let above = answer.shown_before(*first)?;
    let is_name = names_part(answer, above);
    let start = if is_name { above } else { *first };
    let is_again = is_name || marked.are_again(marked.behind.iter().map(|(_, marker)| marker));
    (is_anew && is_again && !is_under_heading && start > marked.last())
        .then_some(start..answer.lines.len())
}

/// Whether a line names what stands below it: `演讲稿：`, `**精简版**`.
fn names_part(answer: &Answer, at: usize) -> bool {
    let line = answer.text(at).trim().trim_matches('*');
    let title = line.trim_end_matches([':', '：']);
    let words = &*CONVENTIONS;
    let is_named = || {
        [&words.speech.kind, &words.beside, &words.scaffold, &words.version]
            .iter()
            .any(|words| words.stands_in(title))
    };
    is_lone_title(title) && answer.is_apart(at) && (title.len() < line.len() || is_named())
}

/// Marks the parts behind the slides as left out that are none of the deck; what they say to slides.
fn behind(answer: &mut Answer, marked: &Marked, out: &mut [bool]) -> SaidTo {
    let mut said = SaidTo::new();
    let all = parts(answer, marked);
    let mut is_behind = false;
    for part in anew(answer, marked).into_iter().chain(all) {
        if out[part.start] {
            continue;
        }
        let markers: Vec<_> = marked.behind.iter().filter(|(at, _)| part.contains(at)).collect();
        let is_slide = |number: usize| marked.slides.iter().any(|(_, one)| one.number == number);
        let is_alike = markers.iter().all(|(_, one)| marked.slides[0].1.look() == one.look());
        let is_again = !is_alike
            || names_part(answer, part.start)
            || marked.are_again(markers.iter().map(|(_, one)| one));
        let is_known = markers.iter().all(|(_, one)| is_slide(one.number));
        let repeats = markers.len() > 1 && is_known && is_again;
        let title = title_of(answer.text(part.start));
        let text = answer.texts(part.start + 1..part.end);
        let is_said = || !is_own(title) && is_remark(&format!("{title}\n{text}"));
        // What stands below such a part is none of the deck either.
        is_behind =
            !is_own(title) && (is_behind || repeats || is_beside(title, &text) || is_said());
        if !is_behind {
            continue;
        }
        out[part.clone()].fill(true);
        let script = (repeats && is_script(answer, part.clone()))
            .then(|| without_farewell(answer, part.clone()));
        let Some(script) = script else {
            answer.say_left_out("text-outside-deck", BEHIND, part);
            continue;
        };
        let slides = spans(markers.iter().map(|(at, _)| *at), script.end);
        for ((_, marker), slide) in markers.iter().zip(slides) {
            said.push((marker.number, block(answer, slide, &marker.title)));
        }
        answer.say("text-outside-deck", AGAIN, answer.lines[part.start].number);
        answer.say_left_out("text-outside-deck", BEHIND, script.end..part.end);
    }
    said
}

/// Whether a part says something to each slide, and is no other version of them: its title says so, or it is prose.
fn is_script(answer: &Answer, part: Range<usize>) -> bool {
    let title = answer.text(part.start);
    let words = &*CONVENTIONS;
    let is_named =
        || words.speech.kind.stands_in(title) || words.label[&Meaning::Notes].stands_in(title);
    let texts = answer.is_text();
    let is_marker = |at: usize| Marker::of(answer.text(at), true).is_some();
    let lines = part.clone().skip(1).filter(|at| !answer.is_blank(*at) && !is_marker(*at));
    let shows =
        |at: usize| !texts[at] || !matches!(Kind::of(answer.text(at)), Kind::Text | Kind::Quote);
    let (shown, all) = (lines.clone().filter(|at| shows(*at)).count(), lines.count());
    shown * 3 <= all || is_named()
}

/// A script without what is said behind it to whoever asked.
fn without_farewell(answer: &Answer, part: Range<usize>) -> Range<usize> {
    let Range { start, mut end } = part;
    let ends = |at: &usize| answer.is_blank(*at) || is_divider(answer.text(*at));
    while let Some(last) = answer.shown_before(end).filter(|last| *last > start) {
        let above = (start..last).rev().find(ends);
        match above.filter(|above| is_farewell(&answer.texts(above + 1..last + 1))) {
            Some(above) => end = above,
            None => break,
        }
    }
    start..end
}

/// Whether a title heads a part about the talk, or another version of it: `# Short version (3 slides)`.
fn is_beside(title: &str, text: &str) -> bool {
    let is_other = titles::remark(title).is_some_and(|(_, said)| !titles::is_time(said));
    let words = &*CONVENTIONS;
    let is_about = || {
        words.beside.stands_in(title)
            || names_deck(title) && about(text)
            || words.stem[&Meaning::Time].has_stem(title) && counts_time(text)
    };
    is_other || !is_own(title) && is_about()
}

/// Whether a text counts minutes or seconds again and again.
fn counts_time(text: &str) -> bool {
    const FEWEST: usize = 3;
    let units = ["分", "秒", "″", "′", "min", "sec"];
    let is_counted = |at: usize| text[..at].trim_end().ends_with(|c: char| c.is_ascii_digit());
    let counted =
        units.iter().flat_map(|unit| text.match_indices(unit)).filter(|(at, _)| is_counted(*at));
    counted.count() >= FEWEST
}

/// The listings above the first slide: a plan of it, or data about it.
fn listings(answer: &Answer, first: usize) -> Vec<Range<usize>> {
    let mut listings = answer.listings(|_| true);
    listings.retain(|lines| lines.end <= first);
    listings
}

/// What stands above the first slide below headings that say nothing but what the text is: `## 大纲`.
fn plans(answer: &Answer, first: usize) -> Vec<Range<usize>> {
    let headings = (0..first).filter(|at| answer.heading(*at).is_some());
    let mut parts = spans(headings, first);
    parts.retain(|lines| {
        heading(answer.text(lines.start))
            .is_some_and(|(level, title)| level > 1 && titles::is_plan(title))
    });
    parts
}

/// The parts behind the last slide, by headings that are no markers: as high as those of slides, or of any level where
/// no other slide has some of its own.
fn parts(answer: &Answer, marked: &Marked) -> Vec<Range<usize>> {
    let level = |at: usize| {
        let level = answer.heading(at).map(|(level, _)| level);
        level.filter(|_| Marker::of(answer.text(at), true).is_none())
    };
    let has_inner = (marked.first()..marked.last()).any(|at| level(at).is_some());
    let lowest = if has_inner { marked.level().max(2) } else { usize::MAX };
    let opens = |at: &usize| level(*at).is_some_and(|level| level <= lowest);
    spans((marked.last() + 1..answer.lines.len()).filter(opens), answer.lines.len())
}

/// What stands below the ruler behind the last slide under a lower heading than all slides have, where
/// rulers part these.
fn tail(answer: &Answer, slides: &[(usize, Marker)], level: usize) -> Option<Range<usize>> {
    let texts = answer.is_text();
    let (first, last) = (slides.first()?.0, slides.last()?.0);
    let end = answer.lines.len();
    let is_ruler = |at: &usize| texts[*at] && is_divider(answer.text(*at));
    let ruler = (last..end).find(is_ruler)?;
    let opens_lower = |ruler: usize| {
        let below = (ruler + 1..end).find(|at| !answer.is_blank(*at));
        let level_below = below.and_then(|at| heading(answer.text(at))).map(|(level, _)| level);
        level_below.is_some_and(|below| level > 0 && below > level)
    };
    let rulers: Vec<usize> = (first..last).filter(is_ruler).collect();
    let parted = rulers.len() + 1 >= slides.len() && !rulers.into_iter().any(opens_lower);
    let shown = (ruler + 1..end).filter(|at| !answer.is_blank(*at)).count();
    (parted && shown <= MOST_OF_TAIL && opens_lower(ruler)).then_some(ruler..end)
}

/// Whether a title is that of a slide although its words suggest otherwise.
fn is_own(title: &str) -> bool {
    let names = &CONVENTIONS.name;
    names.closing.has(title) || names.questions.has(title)
}

/// Where what is left ends: behind the last line that stays.
fn last_line(answer: &Answer, out: &[bool], from: usize) -> usize {
    (from..answer.lines.len()).find(|at| out[*at]).unwrap_or(answer.lines.len())
}

/// What is said below a marker, without blank lines and rulers around it.
fn block(answer: &Answer, lines: Range<usize>, title: &str) -> Vec<Line> {
    let is_sentence = title.chars().count() > 30 || title.ends_with(['。', '.']);
    let head = is_sentence
        .then(|| Line { text: title.to_owned(), number: answer.lines[lines.start].number });
    let mut block: Vec<Line> = head.into_iter().collect();
    block.extend(
        answer.lines[lines.start + 1..lines.end]
            .iter()
            .filter(|line| !is_divider(&line.text))
            .cloned(),
    );
    while block.last().is_some_and(|line| line.text.trim().is_empty()) {
        block.pop();
    }
    while block.first().is_some_and(|line| line.text.trim().is_empty()) {
        block.remove(0);
    }
    block
}

/// Puts lines as a comment above a line, and above the ruler there.
fn insert(answer: &mut Answer, end: usize, lines: &[Line]) {
    let mut at = end.min(answer.lines.len());
    while at > 0 && (answer.is_blank(at - 1) || is_divider(answer.text(at - 1))) {
        at -= 1;
    }
    answer.lines.splice(at..at, comment(lines.to_vec()));
}
