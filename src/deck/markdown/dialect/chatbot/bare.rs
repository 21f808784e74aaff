//! Labels without colons, as they are copied from a page that shows them apart: `标题` on a line of its own, and
//! below it what it is the label of.

use super::answer::Answer;
use super::conventions::Meaning;
use super::form::{is_decoration, item};
use super::labels::Label;
use super::markers::Marker;

/// Fewest slides with a title that such a label names.
const FEWEST: usize = 3;

/// Gives labels their colons, where those of titles or of what is said recur.
pub(super) fn settle(answer: &mut Answer) {
    let found: Vec<(usize, Label)> =
        answer.written().filter_map(|at| Some((at, bare(answer.text(at))?))).collect();
    let count = |is: &dyn Fn(&Label) -> bool| found.iter().filter(|(_, one)| is(one)).count();
    let titles = count(&|one| one.meaning == Meaning::Title);
    // Without titles, it takes one that recurs.
    let recurs = |one: &Label| count(&|other| other.key() == one.key()) >= FEWEST;
    let is_note = |one: &Label| one.meaning == Meaning::Notes && recurs(one);
    let is_label = |(_, one): &&(usize, Label)| titles >= FEWEST || is_note(one);
    let mut end = answer.lines.len();
    for (at, label) in found.iter().filter(is_label).rev() {
        let value = only_line(answer, at + 1, end);
        if let Some(value) = value {
            let text = answer.text(value).trim().to_owned();
            answer.remove(at + 1..value + 1);
            answer.replace(*at..at + 1, &["", &format!("{}：{text}", label.word)]);
        } else {
            answer.replace(*at..at + 1, &["", &format!("{}：", label.word)]);
        }
        end = *at;
    }
}

/// The label that a line would be with a colon, if it is nothing else.
fn bare(line: &str) -> Option<Label> {
    let word = line.trim().trim_end_matches(is_decoration);
    let label = Label::named(word).filter(|label| label.word == word)?;
    (item(line).is_none() && label.meaning <= Meaning::Date).then_some(label)
}

/// The line that is all a label has before the next one, or the marker of a slide.
fn only_line(answer: &Answer, from: usize, end: usize) -> Option<usize> {
    let ends = |at: &usize| {
        *at < end
            && !answer.divides(*at)
            && Marker::of(answer.text(*at), answer.is_apart(*at)).is_none()
    };
    let mut shown = (from..end).take_while(ends).filter(|at| !answer.is_blank(*at));
    let first = shown.next().filter(|at| item(answer.text(*at)).is_none())?;
    shown.next().is_none().then_some(first)
}
