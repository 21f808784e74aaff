//! Lines that name a slide and are dressed as the markers around them are: `【封面】` above `【第1页】绿茶`,
//! `**Title slide**` above `**Slide 2 – Tea**`. They mark slides, too, and have no number.

use super::super::answer::Answer;
use super::super::conventions::{CONVENTIONS, Meaning, Words};
use super::super::division::is_title;
use super::super::form::{heading, is_decoration, is_divider};
use super::super::labels::Label;
use super::Marker;

/// Fewest markers that show how slides are marked.
const FEWEST: usize = 3;

/// Puts such lines into the longest run, each in its place.
pub(super) fn add(answer: &Answer, runs: &mut [Vec<(usize, Marker)>]) {
    let longest = (0..runs.len()).rev().max_by_key(|at| runs[*at].len());
    let Some(longest) = longest.filter(|at| runs[*at].len() >= FEWEST) else { return };
    let (before, behind) = runs.split_at(longest);
    let start = before.last().and_then(|run| run.last()).map_or(0, |(at, _)| at + 1);
    let end = behind.get(1).map_or(answer.lines.len(), |run| run[0].0);
    let run = &runs[longest];
    if run[1].1.is_behind {
        return;
    }
    let dress = Dress::of(answer.text(run[1].0));
    let numbered: Vec<usize> = run.iter().map(|(at, _)| *at).collect();
    // Nothing else between the markers is dressed so.
    let inside = numbered[0]..numbered[numbered.len() - 1];
    let is_pure = !answer.written().any(|at| {
        inside.contains(&at)
            && numbered.binary_search(&at).is_err()
            && dress.other(answer.text(at)).is_some()
    });
    let of = |at: usize| {
        let place = numbered.binary_search(&at).err()?;
        let name = dress.name(answer.text(at), place == 0);
        let is_outside = place == 0 || place == numbered.len();
        let title =
            name.or_else(|| dress.other(answer.text(at)).filter(|_| is_outside && is_pure))?;
        // The title of a slide whose marker has none stands below it.
        let is_title =
            answer.shown_before(at).is_some_and(|at| numbered.binary_search(&at).is_ok());
        let next = numbered.get(place).copied().unwrap_or(end);
        let is_full = answer
            .shown_from(at + 1)
            .is_some_and(|below| below < next && !is_divider(answer.text(below)));
        let is_one = dress.is_sure() || is_full;
        (answer.is_apart(at) && !is_title && is_one).then(|| (at, dress.marker(title)))
    };
    let lines = answer.written().filter(|at| (start..end).contains(at));
    let mut named: Vec<(usize, Marker)> = lines.filter_map(of).collect();
    let all: Vec<String> = named.iter().map(|(_, one)| one.title.clone()).collect();
    // What recurs is a label.
    named.retain(|(_, one)| {
        let is_divider = CONVENTIONS.name.divider.has(&one.title);
        is_divider || all.iter().filter(|title| **title == one.title).count() == 1
    });
    runs[longest].extend(named);
    runs[longest].sort_by_key(|(at, _)| *at);
}

/// What markers look like.
struct Dress {
    level: usize,
    /// What stands before them, with a sign for all pictures of things.
    opened: String,
}

impl Dress {
    /// That of a marker.
    fn of(line: &str) -> Self {
        let (level, text) = heading(line).unwrap_or((0, line.trim()));
        Self { level, opened: opened(text) }
    }

    /// Whether it sets lines off as bold, which stands in slides, too, does not.
    fn is_sure(&self) -> bool {
        self.level > 0 || self.opened.contains(|c: char| !matches!(c, '*' | '_'))
    }

    /// The name of a slide that a line in such a dress is; those of covers stand before all markers.
    fn name(&self, line: &str, is_first: bool) -> Option<String> {
        let (level, text) = heading(line).unwrap_or((0, line.trim()));
        if level != self.level || opened(text) != self.opened {
            return None;
        }
        let names = &CONVENTIONS.name;
        let text = text.trim_start_matches(opens);
        // `【封面】绿茶`
        let (name, rest) = text.split_once(['】', ']', '〕']).unwrap_or((text, ""));
        let name = name.trim_end_matches(|c: char| c.is_whitespace() || "*_=-—─：:".contains(c));
        let rest = rest.trim_matches(|c: char| c.is_whitespace() || "*_：:".contains(c));
        let has = |lists: &[&Words]| lists.iter().any(|words| words.has(name));
        let others = [&names.agenda, &names.closing, &names.questions, &names.divider];
        let is_plain = self.level == 0 && self.opened.is_empty();
        let is_label = || CONVENTIONS.label[&Meaning::Title].has(name) && !rest.is_empty();
        let is_cover = is_first && has(&[&names.cover]) && !is_label();
        match (is_cover, rest) {
            (true, "") => Some(name.to_owned()),
            (true, rest) => Some(format!("{name}：{rest}")),
            // `【封底】谢谢大家`
            (false, rest) if !rest.is_empty() => {
                (has(&[&names.closing]) && is_title(rest)).then(|| rest.to_owned())
            }
            _ => (!is_plain && has(&others)).then(|| name.to_owned()),
        }
    }

    /// What a line by itself says in brackets, or between rulers, as markers do; no label of what is said or advised.
    fn other(&self, line: &str) -> Option<String> {
        let text = line.trim();
        let is_whole = self.level == 0
            && opened(text) == self.opened
            && text.trim_end_matches('*').ends_with(['】', ']', '〕', '=', '-', '—', '─']);
        let title = text.trim_matches(|c: char| opens(c) || "】]）)〕".contains(c));
        let words = &*CONVENTIONS;
        let is_beside = || {
            let label = Label::of(&format!("{title}："));
            label.is_some_and(|label| label.meaning <= Meaning::Body)
                || words.beside.stands_in(title)
                || words.advising.begins(title).is_some()
        };
        (is_whole && self.is_sure() && is_title(title) && !is_beside()).then(|| title.to_owned())
    }

    /// A marker in this dress.
    fn marker(&self, title: String) -> Marker {
        let signs = self.opened.replace(PICTURE, "");
        Marker { number: 0, title, level: self.level, signs, is_behind: false }
    }
}

/// Stands for any picture of a thing.
const PICTURE: char = '◇';

/// Signs that open a line or set it off.
const SIGNS: &str = "*_【[（(「=-〔—─";

/// Whether a sign is one of these, or the picture of a thing.
fn opens(c: char) -> bool {
    is_decoration(c) || SIGNS.contains(c)
}

/// What stands before the words of a line.
fn opened(text: &str) -> String {
    let opened = &text[..text.len() - text.trim_start_matches(opens).len()];
    let mut signs = String::new();
    for c in opened.chars().filter(|c| !c.is_whitespace() && *c != '\u{fe0f}') {
        let is_sign = SIGNS.contains(c);
        if is_sign || !signs.ends_with(PICTURE) {
            signs.push(if is_sign { c } else { PICTURE });
        }
    }
    signs
}
