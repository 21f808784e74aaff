//! What is said, slide by slide, with nothing that is shown: such an answer is no deck yet. It becomes an
//! article, with a heading where a slide begins, of which slides are drafted.

use std::ops::Range;

use super::answer::{Answer, Line};
use super::conventions::{CONVENTIONS, bare, unsaid};
use super::form::{is_divider, is_text};
use super::labels::Label;
use super::pictures::wish;
use super::titles;
use crate::deck::arrange::width;

/// What is said of it.
const MESSAGE: &str = "nothing here is to be shown: slides are drafted of what is said";
/// What is said of advice on the look, which has no slide to stand on.
const LEFT: &str = "advice about the look of a slide is left out: the slides are drafted";
/// Fewest parts of a talk.
const FEWEST: usize = 3;
/// Narrowest text that is a talk, in Han characters.
const NARROWEST: f64 = 20.0;
/// Widest heading that is taken out of a sentence.
const WIDEST: f64 = 18.0;
/// The same in Latin letters.
const WIDEST_LATIN: f64 = 30.0;

/// What belongs to a slide.
#[derive(Default)]
struct Part {
    title: String,
    /// Whether its title is that of the talk.
    is_title: bool,
    /// The line that it begins with.
    number: usize,
    /// What is said, line by line.
    said: Vec<Line>,
    /// Whether it was labelled as such.
    is_labelled: bool,
    /// Whatever else stands there, line by line.
    shown: Vec<Line>,
    /// Pictures that are wanted.
    pictures: Vec<Line>,
    /// The lines of other advice.
    advice: Vec<usize>,
    /// The lines of text that nothing labels: said, where nothing is labelled; else shown.
    unlabelled: usize,
}

/// Makes the article of an answer that only says; whether it is one. `above`: how the answer begins.
pub(super) fn settle(answer: &mut Answer, above: &str, has_markers: bool) -> bool {
    let parts = parts(answer);
    if !answer.is_evident() || !is_talk(&parts, above, has_markers) {
        return false;
    }
    let left: Vec<usize> = parts.iter().flat_map(|part| part.advice.iter().copied()).collect();
    let number = parts[0].number;
    answer.lines = article(answer, parts, above).into();
    answer.said.retain(|said| said.message != super::notes::ADVICE);
    answer.say("chat-scaffolding", MESSAGE, number);
    left.into_iter().for_each(|number| answer.say("chat-scaffolding", LEFT, number));
    true
}

/// The parts as an article.
fn article(answer: &Answer, parts: Vec<Part>, above: &str) -> Vec<Line> {
    let front = answer.front_matter().unwrap_or(0..0);
    let mut lines: Vec<Line> = answer.lines[front].to_vec();
    let paragraph = |line: Line| {
        let blank = Line { text: String::new(), number: line.number };
        [line, blank]
    };
    let number = parts[0].number;
    if let Some(title) = title(&parts, above) {
        lines.extend(paragraph(Line { text: format!("# {title}"), number }));
    }
    for (at, part) in parts.into_iter().enumerate() {
        // What the talk begins with is said to its title.
        let opens =
            part.is_title || at == 0 && part.said.first().is_some_and(|line| greets(&line.text));
        if let Some(heading) = part.heading().filter(|_| !opens) {
            lines.extend(paragraph(Line { text: format!("## {heading}"), number: part.number }));
        }
        lines.extend(part.pictures.into_iter().chain(part.said).flat_map(paragraph));
        let end = part.shown.last().map(|line| line.number);
        lines.extend(part.shown);
        lines.extend(end.map(|number| Line { text: String::new(), number }));
    }
    lines
}

/// Whether what the parts say is all there is: it is labelled, or the answer says that it is a script, or
/// nothing but markers divides it.
fn is_talk(parts: &[Part], above: &str, has_markers: bool) -> bool {
    // Beside what is labelled as said, all other text is shown.
    let is_labelled = parts.iter().any(|part| part.is_labelled);
    let shows = |part: &Part| !part.shown.is_empty() || is_labelled && part.unlabelled > 0;
    let full: Vec<&Part> =
        parts.iter().filter(|part| shows(part) || !part.said.is_empty()).collect();
    let says = |part: &&&Part| {
        let wide: f64 = part.said.iter().map(|line| width(&line.text)).sum();
        let ends = |line: &Line| line.text.contains(['。', '！', '？', '.', '!', '?']);
        !shows(part) && wide >= NARROWEST && part.said.iter().any(ends)
    };
    let spoken: Vec<&&Part> = full.iter().filter(says).collect();
    let is_script = CONVENTIONS.speech.kind.stands_in(above);
    let is_evident =
        |part: &&&Part| part.is_labelled || is_script || has_markers && part.title.is_empty();
    spoken.len() >= FEWEST
        && spoken.len() == full.len()
        && spoken.iter().filter(|part| is_evident(part)).count() * 3 >= spoken.len() * 2
}

/// The parts of an answer, by rulers and headings.
fn parts(answer: &Answer) -> Vec<Part> {
    let texts = answer.is_text();
    let mut parts = vec![Part::default()];
    let mut at = answer.front_matter().map_or(0, |front| front.end);
    while at < answer.lines.len() {
        let number = answer.lines[at].number;
        let title = answer.heading(at);
        let begins = texts[at] && (is_divider(answer.text(at)) || title.is_some());
        let is_begun = parts.last().is_some_and(|part| !part.is_empty());
        if begins && (is_begun || parts.len() == 1) {
            parts.push(Part { number, ..Part::default() });
        }
        let Some(part) = parts.last_mut() else { break };
        if let Some((level, title)) = title {
            part.title = without_class(title).to_owned();
            part.is_title = level == 1;
        }
        at = if begins { at + 1 } else { part.take(answer, at, &texts) };
    }
    parts.retain(|part| !part.is_empty());
    parts
}

/// A title without the layout that it was given.
fn without_class(title: &str) -> &str {
    title.split_once(" {.").map_or(title, |(title, _)| title)
}

impl Part {
    /// Its title, or what it is about.
    fn heading(&self) -> Option<String> {
        match self.title.is_empty() {
            true => self.said.first().and_then(|line| topic(&line.text)).map(str::to_owned),
            false => Some(self.title.clone()),
        }
    }

    fn is_empty(&self) -> bool {
        self.title.is_empty()
            && self.said.is_empty()
            && self.pictures.is_empty()
            && self.shown.is_empty()
    }

    /// Takes the line at a place, or the comment that begins there; where the next one begins.
    fn take(&mut self, answer: &Answer, at: usize, texts: &[bool]) -> usize {
        let line = answer.text(at).trim();
        if line.starts_with("<!--") {
            let closes = (at..answer.lines.len()).find(|at| answer.text(*at).contains("-->"));
            let end = closes.map_or(answer.lines.len(), |at| at + 1);
            self.comment(answer, at..end);
            return end;
        }
        match (line.is_empty(), texts[at] && (is_text(line) || line.is_empty())) {
            (true, true) => {}
            // In a listing.
            (true, false) => self.shown.push(answer.lines[at].clone()),
            (false, true) => {
                self.unlabelled += 1;
                self.said.push(answer.lines[at].clone());
            }
            (false, false) if line.starts_with("![") && line.ends_with("]()") => {
                self.pictures.push(answer.lines[at].clone());
            }
            (false, false) => self.shown.push(answer.lines[at].clone()),
        }
        at + 1
    }

    /// Takes what stands in a comment: it is said, or advice.
    fn comment(&mut self, answer: &Answer, lines: Range<usize>) {
        for line in &answer.lines[lines] {
            let text = line.text.trim().trim_start_matches("<!--").trim_end_matches("-->").trim();
            let advice = Label::of(text).filter(|label| label.meaning.is_advice());
            match advice {
                _ if text.is_empty() => {}
                Some(label)
                    if CONVENTIONS.speech.seen.stands_in(&label.word) && !label.rest.is_empty() =>
                {
                    self.pictures.push(Line { text: wish(&label.rest), number: line.number });
                }
                Some(_) => self.advice.push(line.number),
                None if titles::is_time(text) && width(text) < NARROWEST => {
                    self.advice.push(line.number)
                }
                None => {
                    self.is_labelled = true;
                    self.said.push(Line { text: text.to_owned(), number: line.number });
                }
            }
        }
    }
}

/// The title of a talk: that of its cover, or the one that it names at its beginning.
fn title(parts: &[Part], above: &str) -> Option<String> {
    if let Some(cover) =
        parts.iter().find(|part| part.is_title && !titles::is_scaffold(&part.title))
    {
        return Some(titles::without_scaffold(&cover.title));
    }
    let opening = parts.first().into_iter().flat_map(|part| &part.said).take(2);
    let named = |line: &Line| {
        let words = CONVENTIONS.speech.topic.iter();
        words.filter_map(|word| line.text.find(word)).min().and_then(|at| quoted(&line.text[at..]))
    };
    opening.filter_map(named).next().or_else(|| quoted(above))
}

/// The first title in quotation marks.
fn quoted(text: &str) -> Option<String> {
    const PAIRS: [(char, char); 4] = [('《', '》'), ('『', '』'), ('「', '」'), ('“', '”')];
    let inner = |(open, close): (char, char)| {
        let rest = &text[text.find(open)? + open.len_utf8()..];
        rest.find(close).map(|end| rest[..end].to_owned())
    };
    PAIRS.into_iter().find_map(inner).filter(|title| title.chars().count() > 1)
}

/// Whether a text begins as a talk does.
fn greets(text: &str) -> bool {
    let text = bare(text).to_lowercase();
    let head: String = text.chars().take(24).collect();
    CONVENTIONS.speech.greets.begins(&text).is_some() || CONVENTIONS.speech.greets.stands_in(&head)
}

/// What a text is about, by the sentence that it begins with.
fn topic(text: &str) -> Option<&str> {
    let ends = |(at, c): &(usize, char)| match c {
        '。' | '！' | '？' | '：' | '!' | '?' => true,
        // `1.5` goes on.
        '.' => text[at + 1..].starts_with([' ', '\n']) || text.len() == at + 1,
        _ => false,
    };
    let end = text.char_indices().find(ends).map_or(text.len(), |(at, _)| at);
    let rest = unsaid(&text[..end], &[&CONVENTIONS.speech.opening]).trim();
    let clause = rest.split(['，', '；']).next().unwrap_or(rest).trim();
    let widest = if rest.is_ascii() { WIDEST_LATIN } else { WIDEST };
    let fits = |text: &&str| (2.0..=widest).contains(&width(text));
    [rest, clause, text[..end].trim()].into_iter().find(fits)
}
