//! What the labels of an answer mean. A chatbot fills in the same form for every slide, so a label that recurs
//! from slide to slide is a field of this form, whatever its word is. What a field is for is told by its word,
//! by what is written below it and by where it stands; this is the one place that decides it.
//!
//! What is said must not stand on a page, and what is shown must not be hidden in the notes. The second fault is
//! the worse one: a label that may be content stays.

mod extent;
mod kin;
mod tally;
mod voice;

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use super::answer::Answer;
use super::conventions::Meaning;
use super::labels::{LAYOUT, Label, Shape, is_layout};
pub(super) use extent::{Ends, extent, shows};
use kin::Kin;
pub(super) use kin::{by_stem, is_aside, is_head_of_asides};
use tally::{Tally, tallies};
use voice::{is_direction, is_look};
pub(super) use voice::{is_duration, is_spoken};

/// Fewest slides on which a label stands of whose word nothing is known.
const FEWEST_UNKNOWN: usize = 3;

/// The sign of what says how long a slide takes, where there is no word for it.
const CLOCK: &str = "⏱";

/// The fields of an answer.
pub(super) struct Fields {
    /// The label on each line that is said, advised or mere scaffolding, with what it means here.
    labels: Vec<Option<Label>>,
    /// The words whose meaning only their use tells.
    pub(super) guessed: BTreeSet<String>,
    /// Where the text under a label ends.
    pub(super) ends: Ends,
}

/// What all labels of an answer together say about each of them.
#[derive(Default)]
struct Form {
    /// How many slides have a text below their title.
    slides: usize,
    /// Whether some labels are of what is said.
    has_notes: bool,
    /// Whether some are of advice.
    has_advice: bool,
    /// Whether it is plainly a chatbot's answer.
    is_evident: bool,
    /// Whether `Note:` on a line of its own is reveal.js's, which takes it for notes, too.
    is_reveal: bool,
    /// How many labels of unknown words frame most slides: two are heads of the content.
    frames: usize,
    /// On how many slides labels of what is shown stand.
    bodies: usize,
    /// How often labels of times stand, whatever their words are.
    times: usize,
}

impl Fields {
    /// Those of an answer that has these slides.
    pub(super) fn of(answer: &Answer, slides: &[Range<usize>]) -> Self {
        let texts = answer.is_text();
        let is_quoted = |at: usize| answer.text(at).trim_start().starts_with('>');
        let label = |at: usize| {
            let mut label = Label::any(answer.text(at)).filter(|_| texts[at])?;
            // `（45秒）`
            if label.is_frame() && is_duration(&label.rest) {
                label.sign = CLOCK.to_owned();
                label.word = CLOCK.to_owned();
            }
            // The lines of a quotation are one text.
            let goes_on = label.word == ">" && at > 0 && is_quoted(at - 1);
            (!goes_on).then_some(label)
        };
        let labels: Vec<Option<Label>> = (0..answer.lines.len()).map(label).collect();
        let ends = Ends::of(answer, slides, &labels);
        let tallies = tallies(answer, slides, &labels, &ends);
        let form = Form::of(answer, slides, &tallies);
        let meanings = form.meanings(&tallies);
        let known = |label: Label| {
            let direction = || form.is_evident.then(|| direction(&label)).flatten();
            let meaning = meanings.get(&label.key()).copied().or_else(direction)?;
            Some(Label { meaning, ..label })
        };
        let is_guessed = |(word, meaning): (&String, &Meaning)| {
            let is_listed = matches!(tallies[word].kin, Kin::Listed(_));
            (!is_listed && *meaning == Meaning::Notes).then(|| word.clone())
        };
        let guessed = meanings.iter().filter_map(is_guessed).collect();
        let labels = labels.into_iter().map(|label| label.and_then(known)).collect();
        Self { labels, guessed, ends }
    }

    /// The label on a line, if it is of what is said, advised or mere scaffolding.
    pub(super) fn at(&self, at: usize) -> Option<&Label> {
        self.labels.get(at)?.as_ref()
    }
}

/// What a single line means that says what is to be done or seen: `（播放音乐）`, `互动：让大家举手`.
fn direction(label: &Label) -> Option<Meaning> {
    let is_aside = label.is_frame()
        && (matches!(&label.word[..], "(" | "（") || label.rest.starts_with(['(', '（']));
    // `[Speaker: smile]`, `（提问：…）`
    let is_bracketed = label.is_closed() && !label.open.contains(&'*');
    let kin = Kin::of(label);
    if is_bracketed
        && (kin.meaning() == Some(Meaning::Notes) || kin == Kin::Listed(Meaning::Person))
    {
        return Some(Meaning::Direction);
    }
    let asks = match kin {
        Kin::Hint(Meaning::Notes) => kin::names_exchange(&label.word),
        kin => matches!(kin, Kin::Listed(Meaning::Person | Meaning::Remark)),
    };
    let is_look = |text: &str| is_look(text) || is_layout(text, 1);
    // `背景：深蓝渐变`
    let looks = matches!(Kin::of(label), Kin::Hint(Meaning::Advice) | Kin::Stem(Meaning::Advice));
    if looks && is_layout(&label.rest, 1) || label.word == LAYOUT {
        return Some(Meaning::Advice);
    }
    // `- Pause: 3 seconds` is one of several points.
    let names = || !matches!(label.shape, Shape::Item(_)) && is_direction(&label.word);
    if (is_aside || asks) && is_direction(&label.rest) || names() {
        return Some(Meaning::Direction);
    }
    (is_aside && is_look(&label.rest)).then_some(Meaning::Advice)
}

/// Labels in a bracket that only others of what is said or advised stand in, `〈口頭〉` and `〈グラフ〉`, are of the
/// kind that their word hints at, although they stand once.
fn bracketed(tallies: &BTreeMap<String, Tally>, meanings: &mut BTreeMap<String, Meaning>) {
    let is_aside = |word: &String| meanings.get(word).is_some_and(|one| *one <= Meaning::Answer);
    let in_bracket =
        |bracket: char| tallies.iter().filter(move |(_, tally)| tally.bracket == Some(bracket));
    let hint = |(word, tally): (&String, &Tally)| {
        let meaning = tally.kin.meaning().filter(|one| *one <= Meaning::Answer)?;
        let bracket = tally.bracket.filter(|_| !meanings.contains_key(word))?;
        let asides = in_bracket(bracket).filter(|(word, _)| is_aside(word));
        let times: usize = asides.map(|(_, tally)| tally.slides).sum();
        let is_content =
            |(word, tally): (&String, &Tally)| tally.slides > 1 && !meanings.contains_key(word);
        let is_pure = !in_bracket(bracket).any(is_content);
        (is_pure && times > 1).then(|| (word.clone(), meaning))
    };
    let found: Vec<(String, Meaning)> = tallies.iter().filter_map(hint).collect();
    meanings.extend(found);
}

impl Form {
    /// What is known of the answer, before any label is judged.
    fn of(answer: &Answer, slides: &[Range<usize>], tallies: &BTreeMap<String, Tally>) -> Self {
        let texts = answer.is_text();
        let is_note = |at: usize| {
            let line = answer.text(at).trim().to_ascii_lowercase();
            texts[at] && matches!(line.as_str(), "note:" | "notes:" | "[note]")
        };
        let slides_with = |meaning: Meaning| {
            let listed = tallies.values().filter(move |tally| tally.kin == Kin::Listed(meaning));
            listed.map(|tally| tally.slides).sum::<usize>()
        };
        let mut form = Self {
            slides: slides.iter().filter(|slide| tally::is_full(answer, slide)).count(),
            is_evident: answer.is_evident() || slides_with(Meaning::Notes) > 1,
            is_reveal: (0..answer.lines.len()).any(is_note),
            bodies: slides_with(Meaning::Body),
            ..Self::default()
        };
        let is_time = |tally: &&Tally| {
            tally.kin == Kin::Stem(Meaning::Time) && tally.nearly_always(tally.durations)
        };
        form.times = match form.is_evident {
            true => tallies.values().filter(is_time).map(|tally| tally.slides).sum(),
            false => 0,
        };
        let frames = |tally: &&Tally| tally.kin == Kin::Unknown && form.is_frame(tally);
        form.frames = tallies.values().filter(frames).count();
        form.has_notes = tallies.values().any(|tally| form.is_said(tally));
        form.has_advice = tallies.values().any(|tally| form.is_advice(tally));
        form
    }

    /// What each label means that does not stay as it is.
    fn meanings(&self, tallies: &BTreeMap<String, Tally>) -> BTreeMap<String, Meaning> {
        let meaning = |(word, tally): (&String, &Tally)| Some((word.clone(), self.meaning(tally)?));
        let mut meanings = tallies.iter().filter_map(meaning).collect();
        bracketed(tallies, &mut meanings);
        meanings
    }

    /// What a label means; `None` if it stays as it is.
    fn meaning(&self, tally: &Tally) -> Option<Meaning> {
        let is_remark = matches!(tally.kin, Kin::Listed(Meaning::Remark));
        match tally {
            // `配色：…` on a slide about colours.
            _ if tally.mostly(tally.titled) => None,
            _ if is_remark && (self.is_said(tally) || self.is_remark(tally)) => {
                Some(Meaning::Remark)
            }
            _ if self.is_said(tally) => Some(Meaning::Notes),
            _ if self.is_time(tally) => Some(Meaning::Time),
            _ if self.is_advice(tally) || self.is_look(tally) => Some(Meaning::Advice),
            _ if self.is_answer(tally) => Some(Meaning::Answer),
            _ if self.is_body(tally) => Some(Meaning::Body),
            _ => None,
        }
    }

    /// Whether what stands under a label is said, as it alone tells.
    fn is_said(&self, tally: &Tally) -> bool {
        match tally.kin {
            // `话术：` between `套路：` and `识破：` is what the slide tells.
            Kin::Listed(Meaning::Notes) => !(self.recurs(tally) && tally.is_content_like()),
            Kin::Compound(Meaning::Notes) => self.is_evident && !tally.is_content_like(),
            // `过渡：…`, once, below all that a slide shows.
            Kin::Stem(Meaning::Notes) if tally.slides == 1 => {
                self.is_evident && tally.is_below() && tally.mostly(tally.sentences)
            }
            Kin::Listed(Meaning::Remark) => {
                // What is quoted may be a remark to whoever reads the slide.
                let is_apart = tally.quoted == 0
                    || self.is_on_most(tally)
                    || self.is_evident && tally.last == tally.times;
                let is_below = tally.last > 1 || tally.mostly(tally.spoken);
                tally.slides > 1 && is_below && is_apart && !self.is_of_reveal(tally)
            }
            Kin::Stem(Meaning::Notes) => {
                let agrees =
                    self.is_evident || tally.mostly(tally.last) || tally.mostly(tally.spoken);
                self.recurs(tally) && agrees && !tally.nearly_always(tally.names)
            }
            Kin::Stem(Meaning::Remark) => {
                self.recurs(tally) && (tally.mostly(tally.last) || tally.mostly(tally.spoken))
            }
            Kin::Hint(Meaning::Notes) => self.recurs(tally) && tally.mostly(tally.spoken),
            // `讲师：请一名员工上台。` is no name.
            Kin::Listed(Meaning::Person) => {
                let is_last = self.is_on_most(tally) && tally.is_below();
                let speaks = tally.mostly(tally.spoken) || is_last && !tally.mostly(tally.names);
                self.recurs(tally) && speaks
            }
            Kin::Unknown => {
                // What stands in brackets and is sentences is said.
                let is_said = tally.nearly_always(tally.spoken)
                    || tally.is_bracket && tally.nearly_always(tally.sentences);
                self.is_evident
                    && self.is_on_most(tally)
                    && is_said
                    && tally.nearly_always(tally.last)
                    && !tally.mostly(tally.only)
            }
            _ => false,
        }
    }

    /// Whether a label that may be a remark of the slide is one for the speaker, as others of its kind are.
    fn is_remark(&self, tally: &Tally) -> bool {
        self.has_notes && tally.items == 0 && !self.is_of_reveal(tally)
    }

    /// Whether a label is one of reveal.js's.
    fn is_of_reveal(&self, tally: &Tally) -> bool {
        self.is_reveal && tally.is_ascii
    }

    /// Whether a label is of advice about the look, as it alone tells.
    fn is_advice(&self, tally: &Tally) -> bool {
        match tally.kin {
            Kin::Listed(Meaning::Advice) => true,
            Kin::Compound(Meaning::Advice) => self.is_evident && !tally.is_content_like(),
            // `Animation: fade in`, once, below all that a slide shows; but `计算机视觉：…` is one of its points.
            Kin::Stem(Meaning::Advice) if tally.slides == 1 => {
                self.is_evident
                    && tally.mostly(tally.looks)
                    && tally.is_below()
                    && !tally.mostly(tally.among)
            }
            Kin::Listed(Meaning::Look) | Kin::Stem(Meaning::Advice) => {
                let agrees = self.is_evident || tally.mostly(tally.looks);
                let is_apart = !tally.is_content_like() || self.is_on_half(tally);
                self.recurs(tally) && agrees && is_apart
            }
            // `Diagram: the cycle`, once, in a line of its own.
            Kin::Hint(Meaning::Advice) if tally.slides == 1 && tally.is_picture => {
                self.is_evident
                    && tally.items == 0
                    && tally.is_below()
                    && !tally.mostly(tally.among)
            }
            Kin::Hint(Meaning::Advice) => {
                self.recurs(tally) && tally.mostly(tally.looks) && !tally.is_content_like()
            }
            // `On screen: four small maps` is how it should look.
            Kin::Listed(Meaning::Body) | Kin::Stem(Meaning::Body) => {
                self.recurs(tally) && tally.mostly(tally.looks) && tally.is_below()
            }
            _ => false,
        }
    }

    /// Whether a label that stands once, and may be about the look, is one of several that are.
    fn is_look(&self, tally: &Tally) -> bool {
        tally.kin == Kin::Listed(Meaning::Look)
            && (self.has_advice || self.is_evident)
            && !tally.is_content_like()
    }

    /// Whether a label is of the time that a slide takes.
    fn is_time(&self, tally: &Tally) -> bool {
        let may_be = matches!(tally.kin, Kin::Stem(Meaning::Time) | Kin::Listed(Meaning::Date));
        may_be && tally.nearly_always(tally.durations) && (self.recurs(tally) || self.times > 1)
    }

    /// Whether a label is of the answers to what a slide asks, below all of it.
    fn is_answer(&self, tally: &Tally) -> bool {
        let is_answer =
            |kin: Kin| matches!(kin, Kin::Listed(Meaning::Answer) | Kin::Compound(Meaning::Answer));
        is_answer(tally.kin) && self.is_evident && tally.is_below()
    }

    /// Whether a label says that its text is what the slide shows, as all slides do.
    fn is_body(&self, tally: &Tally) -> bool {
        match tally.kin {
            // Beside labels of other kinds, one is enough.
            Kin::Listed(Meaning::Body) | Kin::Stem(Meaning::Body)
                if tally.is_of_page && self.is_evident && (self.has_advice || self.has_notes) =>
            {
                true
            }
            Kin::Listed(Meaning::Body) => {
                self.bodies >= self.slides.div_ceil(3).max(2)
                    || tally.slides > 1 && self.has_advice && self.has_notes
                    || self.is_evident
                        && (tally.is_framed(self.has_notes) || tally.leads == tally.times)
            }
            Kin::Stem(Meaning::Body) => tally.slides > 1,
            Kin::Compound(Meaning::Body) => {
                self.recurs(tally) && (self.has_advice || self.has_notes) || self.is_frame(tally)
            }
            Kin::Listed(Meaning::Subtitle) => self.is_evident,
            _ => self.frames == 1 && self.is_frame(tally),
        }
    }

    /// Whether a label frames the text of most slides: `**今日看点：**`, alone on its line.
    fn is_frame(&self, tally: &Tally) -> bool {
        tally.frames == tally.times
            && tally.slides * 3 >= self.slides * 2
            && tally.slides >= FEWEST_UNKNOWN
    }

    /// Whether a label stands on so many slides that it is a field: two in what is plainly a chatbot's answer.
    fn recurs(&self, tally: &Tally) -> bool {
        tally.slides > 1 && (self.is_evident || self.is_on_most(tally))
    }

    /// Whether a label stands on half of the slides.
    fn is_on_half(&self, tally: &Tally) -> bool {
        tally.slides * 2 >= self.slides
    }

    /// The same, where nothing is known of its word.
    fn is_on_most(&self, tally: &Tally) -> bool {
        tally.slides >= FEWEST_UNKNOWN && self.is_on_half(tally)
    }
}
