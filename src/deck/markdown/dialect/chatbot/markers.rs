//! `**第 3 页：绿茶**`, `Slide 3 – Green`, `### 【幻灯片 3】绿茶`: what is slide and title there, and what
//! only says so. Markers recur and count up; what does not is content.

mod named;

use std::collections::BTreeSet;
use std::ops::Range;

use super::answer::Answer;
use super::conventions::{CONVENTIONS, Meaning, starts};
use super::division::is_title;
use super::form::{
    bold, counter, heading, is_decoration, is_divider, is_line_of, item, keycap, number, plain,
    ruled, title_of, unheaded, unmarked,
};
use super::labels::{Label, colon};
use super::{sections, titles};

/// What is said of a marker.
const MESSAGE: &str = "the marker of a slide is left out: the slide is numbered anyway";
/// What is said of a slide that broke off.
const BROKE_OFF: &str = "a slide that broke off stands below as a whole";
/// Most characters of a title behind a marker that nothing sets off.
const MOST_TITLE: usize = 60;

/// A marker.
#[derive(Debug, PartialEq)]
pub(super) struct Marker {
    /// The number of the slide.
    pub(super) number: usize,
    /// What stands behind it: the title, or nothing.
    pub(super) title: String,
    /// The level of the heading that it stands in; 0 for none.
    pub(super) level: usize,
    /// The signs before it that set it off.
    signs: String,
    /// Whether it stands behind the title.
    is_behind: bool,
}

/// Makes headings of the markers; the lines where slides begin by them.
pub(super) fn settle(answer: &mut Answer) -> Vec<usize> {
    let mut marked = found(answer);
    if marked.is_empty() {
        return Vec::new();
    }
    lower_on_cover(answer, &marked);
    level_others(answer, &mut marked);
    raise_sections(answer, &marked);
    lower_inside(answer, &marked);
    let below =
        Below { titles: titles_below(answer, &marked), labels: labels_below(answer, &marked) };
    let mut begins = Vec::new();
    // From the last to the first: lines above stay where they are.
    for (at, marker) in marked.into_iter().rev() {
        let length = answer.lines.len();
        let begin = head(answer, at, &marker, &below);
        begins.iter_mut().for_each(|below| *below = *below + answer.lines.len() - length);
        begins.push(begin);
    }
    begins.reverse();
    begins
}

/// Makes a heading of a marker; the line where its slide begins then.
fn head(answer: &mut Answer, at: usize, marker: &Marker, below: &Below) -> usize {
    let number = answer.lines[at].number;
    if marker.level == 0 && is_underline(answer.text(at + 1)) {
        answer.replace(at + 1..at + 2, &[""]);
    }
    let (level, title) = title(answer, at, marker, below);
    let is_untitled = title.is_empty() || title.starts_with('{');
    if is_untitled && matches!(marker.level, 1 | 2) {
        return at;
    }
    answer.say("chat-scaffolding", MESSAGE, number);
    let heading =
        if is_untitled { "---".to_owned() } else { format!("{} {title}", "#".repeat(level)) };
    let before = at > 0 && !answer.is_blank(at - 1);
    let texts: &[&str] = if before { &["", &heading, ""] } else { &[&heading, ""] };
    answer.replace(at..at + 1, texts);
    at + usize::from(before)
}

/// The title of the talk in a heading below a label, `**PPT 内容**`, on a slide that is called a cover: it opens no other
/// slide.
fn lower_on_cover(answer: &mut Answer, marked: &[(usize, Marker)]) {
    let Some((at, _)) = marked.iter().find(|(_, one)| CONVENTIONS.name.cover.has(&one.title))
    else {
        return;
    };
    let is_label = |at: &usize| {
        let line = answer.text(*at);
        !is_divider(line)
            && heading(line).is_none_or(|(level, _)| level > 2)
            && Label::any(line).is_some_and(|label| label.rest.is_empty())
    };
    let Some(label) = answer.shown_from(at + 1).filter(is_label) else { return };
    let Some(below) = answer.shown_from(label + 1) else { return };
    if let Some((1 | 2, text)) = heading(answer.text(below))
        && !marked.iter().any(|(at, _)| *at == below)
    {
        answer.lines[below].text = format!("### {text}");
    }
}

/// Where all markers stand in headings of the first level, and there are none of the second, the others of the first
/// open slides, too: `# 备用 A` behind `# 11｜结尾`.
fn level_others(answer: &mut Answer, marked: &mut [(usize, Marker)]) {
    let level = |at: usize| answer.heading(at).map(|(level, _)| level);
    let is_even = marked.len() > 2
        && marked.iter().all(|(_, marker)| marker.level == 1)
        && !(0..answer.lines.len()).any(|at| level(at) == Some(2));
    if !is_even {
        return;
    }
    let first = marked[0].0;
    let is_marked = |at: usize| marked.iter().any(|(marker, _)| *marker == at);
    let is_other = |at: &usize| {
        let title = title_of(answer.text(*at));
        level(*at) == Some(1) && !is_marked(*at) && sections::section(title).is_none()
    };
    let others: Vec<usize> = (first..answer.lines.len()).filter(is_other).collect();
    let is_below_ruler = |answer: &Answer, at: usize| {
        answer.shown_before(at).is_some_and(|above| is_divider(answer.text(above)))
    };
    let is_ruled = marked.iter().skip(1).all(|(at, _)| is_below_ruler(answer, *at));
    for at in others.into_iter().rev() {
        let title = format!("#{}", answer.text(at));
        let is_bare = is_ruled && !is_below_ruler(answer, at);
        let texts: &[&str] = if is_bare { &["---", "", &title] } else { &[&title] };
        answer.replace(at..at + 1, texts);
        let below = marked.iter_mut().filter(|(marker, _)| *marker > at);
        below.for_each(|(marker, _)| *marker += texts.len() - 1);
    }
}

/// The lines of the markers, if there are any. Where they begin to count anew, what looks as those of the
/// longest run do, and has something below, marks slides, too: each section may count its own.
fn found(answer: &Answer) -> Vec<(usize, Marker)> {
    let runs = runs(answer);
    let Some(longest) = runs.iter().rev().max_by_key(|run| run.len()).filter(|run| run.len() >= 2)
    else {
        return Vec::new();
    };
    let (begin, look) = (longest[0].0, longest[1].1.look());
    let starts: Vec<usize> = runs.iter().flatten().map(|(at, _)| *at).collect();
    let holds = |(at, _): &&(usize, Marker)| {
        let next = starts.iter().copied().find(|next| next > at).unwrap_or(answer.lines.len());
        answer.shown_from(at + 1).is_some_and(|below| below < next)
    };
    let is_marking = |run: &Vec<(usize, Marker)>| {
        let is_alike = run.iter().all(|(_, marker)| marker.look() == look);
        let held = run.iter().filter(holds).count();
        run[0].0 == begin || is_alike && held * 3 >= run.len() * 2
    };
    let marks: Vec<bool> = runs.iter().map(is_marking).collect();
    runs.into_iter().zip(marks).filter(|(_, marks)| *marks).flat_map(|(run, _)| run).collect()
}

/// Leaves out markers that say that their slide goes on, `Slide 2 (continued)`, and slides that broke off and stand
/// below once more.
pub(super) fn join(answer: &mut Answer) {
    let all = all(answer);
    let mut end = answer.lines.len();
    for pair in all.windows(2).rev() {
        let [(above, one), (at, other)] = pair else { continue };
        if one.number == other.number && broke_off(answer, *above + 1..*at, *at + 1..end) {
            answer.say_left_out("text-outside-deck", BROKE_OFF, *above..*at);
            answer.remove(*above..*at);
        } else if one.goes_on_in(other) {
            go_on(answer, *above, *at);
        }
        end = *at;
    }
}

/// Takes the marker out of a slide that goes on, between the line above it and the one that broke off.
fn go_on(answer: &mut Answer, above: usize, at: usize) {
    answer.say("chat-scaffolding", MESSAGE, answer.lines[at].number);
    let ruler = answer.shown_before(at).filter(|at| is_divider(answer.text(*at)));
    let mut lines = ruler.unwrap_or(at)..at + 1;
    // The line that broke off stands below once more, as a whole.
    let begun = answer.shown_before(lines.start).filter(|begun| *begun > above);
    if let (Some(begun), Some(whole)) = (begun, answer.shown_from(at + 1))
        && answer.text(whole).starts_with(answer.text(begun).trim_end())
    {
        lines = begun..whole;
    }
    let is_begun = lines.end > at + 1;
    answer.replace(lines, if is_begun { &[] } else { &[""] });
}

/// Whether a slide ends within what another one says from its beginning on; what a chat says there may stand below.
fn broke_off(answer: &Answer, slide: Range<usize>, again: Range<usize>) -> bool {
    const FEWEST: usize = 2;
    let lines = |lines: Range<usize>| {
        answer.shown(lines).map(|at| answer.text(at).trim()).collect::<Vec<_>>()
    };
    let (slide, again) = (lines(slide), lines(again));
    let same = slide.iter().zip(&again).take_while(|(one, other)| one == other).count();
    let is_begun = || {
        let (one, other) = (slide.get(same), again.get(same));
        one.zip(other).is_some_and(|(one, other)| other.starts_with(*one))
    };
    same >= FEWEST && (same == slide.len() || is_begun())
}

/// All markers of an answer. One that nothing sets off needs room above, but a page that was copied may
/// have lost its blank lines: what counts up without a gap is none by chance.
fn all(answer: &Answer) -> Vec<(usize, Marker)> {
    const FEWEST: usize = 3;
    let lines = answer.written();
    let mut all: Vec<(usize, Marker)> =
        lines.filter_map(|at| Some((at, Marker::of(answer.text(at), true)?))).collect();
    let count_up = all.windows(2).all(|pair| pair[0].1.number + 1 == pair[1].1.number);
    if all.len() < FEWEST || !count_up {
        let is_sure = |at: usize| Marker::of(answer.text(at), answer.is_apart(at)).is_some();
        all.retain(|(at, _)| is_sure(*at));
    }
    all
}

/// The markers of an answer, in runs that count up.
pub(super) fn runs(answer: &Answer) -> Vec<Vec<(usize, Marker)>> {
    let all = all(answer);
    // Where others stand before titles, `（第 4–5 页）` behind one says how long a section is.
    let before = all.iter().filter(|(_, marker)| !marker.is_behind).count();
    let fits = |marker: &Marker| before < 2 || !marker.is_behind;
    let mut runs: Vec<Vec<(usize, Marker)>> = Vec::new();
    for (at, marker) in all.into_iter().filter(|(_, marker)| fits(marker)) {
        match runs.last_mut() {
            Some(run) if run.last().is_some_and(|(_, last)| last.number < marker.number) => {
                run.push((at, marker));
            }
            _ => runs.push(vec![(at, marker)]),
        }
    }
    named::add(answer, &mut runs);
    runs
}

/// Headings with nothing but a number before their titles, `## 3. 绿茶`, which count up from the first.
pub(super) fn counted(answer: &Answer) -> Vec<(usize, Marker)> {
    let mut found: Vec<(usize, Marker)> = Vec::new();
    for (at, level) in answer.headings().into_iter().filter(|(_, level)| *level == 2) {
        let next = found.len() + 1;
        let counted = counter(title_of(answer.text(at))).filter(|(number, _)| *number == next);
        if let Some((number, title)) = counted {
            let title = title.to_owned();
            let signs = String::new();
            found.push((at, Marker { number, title, level, signs, is_behind: false }));
        }
    }
    found
}

/// What stands below the markers of an answer.
struct Below {
    /// Whether a line below each bare one is its title.
    titles: bool,
    /// The labels that say so of titles. One that stands here and there is a point: `主题：…`
    labels: BTreeSet<String>,
}

/// The labels of titles right below most markers.
fn labels_below(answer: &Answer, marked: &[(usize, Marker)]) -> BTreeSet<String> {
    let of = |(at, _): &(usize, Marker)| {
        let line = answer.text(answer.shown_from(at + 1)?);
        Label::of_kind(line, &[Meaning::Title]).map(|label| label.key())
    };
    let found: Vec<String> = marked.iter().filter_map(of).collect();
    let is_on_most =
        |key: &&String| found.iter().filter(|other| other == key).count() * 2 > marked.len();
    found.iter().filter(is_on_most).cloned().collect()
}

/// The title of a slide: behind its marker, in a pair below it, or in a heading below it. What is
/// taken from below leaves its place.
fn title(answer: &mut Answer, at: usize, marker: &Marker, below: &Below) -> (usize, String) {
    if let Some(title) = section_title(answer, at, marker) {
        return (1, title);
    }
    let next = answer.shown_from(at + 1).unwrap_or(at + 1);
    let line = answer.text(next).to_owned();
    let is_cover = CONVENTIONS.name.cover.has(&marker.title);
    let names = &CONVENTIONS.name;
    let label = Label::of_kind(&line, &[Meaning::Title]).filter(|_| !is_cover);
    // `开场` says what the slide does.
    let is_titled = marker.title.is_empty()
        || names.stage.has(&marker.title)
        || marker.number > 1
            && label.as_ref().is_some_and(|label| below.labels.contains(&label.key()));
    if let Some(label) = label.filter(|label| !label.rest.is_empty() && is_titled) {
        return (2, labelled_title(answer, next, marker, &label));
    }
    let bold = bold(&line).filter(|_| Label::of(&line).is_none());
    // `第1页：开场` says what the slide does.
    let is_stage = CONVENTIONS.name.stage.has(&marker.title) && bold.is_some_and(is_title);
    if let Some(bold) = bold.filter(|_| marker.title.is_empty() || is_stage) {
        answer.remove(next..next + 1);
        return (2, bold.to_owned());
    }
    match heading(&line) {
        Some((level, text))
            if level <= marker.level.max(2) + 1
                && marker.title.is_empty()
                && Label::of(&line).is_none() =>
        {
            let title = (level.min(2), text.to_owned());
            answer.remove(next..next + 1);
            title
        }
        None if below.titles && marker.title.is_empty() && is_plain_title(answer, next) => {
            let title = (2, line.trim().to_owned());
            answer.remove(next..next + 1);
            title
        }
        _ => (2, marker.title.clone()),
    }
}

/// The title of a slide with another one behind a label below its marker: the label says so, and what the marker
/// says is said to whoever gives the talk, unless the title says it as well.
fn labelled_title(answer: &mut Answer, at: usize, marker: &Marker, label: &Label) -> String {
    let title = unmarked(label.text());
    let is_same = title.contains(&marker.title) || marker.title.contains(&title);
    let comment = format!("<!-- {} -->", marker.title);
    let texts: &[&str] = if is_same { &[] } else { &["", &comment, ""] };
    answer.replace(at..at + 1, texts);
    title
}

/// The title of a slide that says to be the divider of a section, `第3页：过渡页`, behind that or below.
fn section_title(answer: &mut Answer, at: usize, marker: &Marker) -> Option<String> {
    let names = &CONVENTIONS.name.divider;
    let behind = |length: usize| marker.title[length..].trim_start_matches(closes).to_owned();
    let title = names.begins(&marker.title).map(behind)?;
    if !title.is_empty() || !names.has(&marker.title) {
        return Some(title).filter(|title| !title.is_empty());
    }
    let next = answer.shown_from(at + 1)?;
    let line = answer.text(next);
    let text = unheaded(line);
    let label = Label::of_kind(text, &[Meaning::Title]);
    let title = label.map_or(text.to_owned(), |label| label.text().to_owned());
    let title = Some(unmarked(&title)).filter(|title| is_title(title) && item(line).is_none())?;
    answer.remove(next..next + 1);
    Some(title)
}

/// Whether markers stand by themselves, each above a line that is the title of its slide.
fn titles_below(answer: &Answer, marked: &[(usize, Marker)]) -> bool {
    const FEWEST: usize = 3;
    let bare = marked.iter().filter(|(_, marker)| marker.title.is_empty());
    let next = |at: usize| answer.shown_from(at + 1);
    let titled =
        bare.clone().filter(|(at, _)| next(*at).is_some_and(|at| is_plain_title(answer, at)));
    let (titled, bare) = (titled.count(), bare.count());
    bare >= FEWEST && bare * 3 >= marked.len() * 2 && titled * 4 >= bare * 3
}

/// Whether a line is a short text without markup.
fn is_plain_title(answer: &Answer, at: usize) -> bool {
    let line = answer.text(at);
    is_title(line.trim())
        && line.starts_with(|c: char| c.is_alphanumeric() || "《“「『\"".contains(c))
        && item(line).is_none()
        && Label::of(line).is_none()
}

/// A line of signs that makes a heading of the line above.
fn is_underline(line: &str) -> bool {
    ['-', '='].into_iter().any(|sign| is_line_of(line, sign, 4))
}

/// A heading right below a marker with a title opens no slide of its own.
fn lower_inside(answer: &mut Answer, marked: &[(usize, Marker)]) {
    let names = &CONVENTIONS.name;
    for (at, marker) in marked {
        let is_named = names.cover.has(&marker.title) || names.divider.has(&marker.title);
        let next = answer.shown_from(at + 1);
        let Some(next) = next.filter(|_| !marker.title.is_empty() && !is_named) else { continue };
        if let Some((1 | 2, text)) = heading(answer.text(next))
            && !marked.iter().any(|(at, _)| *at == next)
            && sections::section(text).is_none()
        {
            answer.lines[next].text = format!("### {text}");
        }
    }
}

/// Where markers stand in lower headings, those above them are sections.
fn raise_sections(answer: &mut Answer, marked: &[(usize, Marker)]) {
    let Some(level) =
        marked.iter().map(|(_, marker)| marker.level).min().filter(|level| *level > 2)
    else {
        return;
    };
    for (at, found) in answer.headings() {
        if (2..level).contains(&found) && !marked.iter().any(|(marker, _)| *marker == at) {
            answer.lines[at].text = format!("# {}", title_of(answer.text(at)));
        }
    }
}

impl Marker {
    /// The marker that a line is; one that nothing sets off needs room above, and no sentence behind it.
    pub(super) fn of(line: &str, is_apart: bool) -> Option<Self> {
        let ends = |marker: &Self| {
            marker.title.chars().count() > MOST_TITLE || marker.title.ends_with(['。', '；', '，'])
        };
        Self::before_text(line, is_apart).filter(|marker| marker.is_set_off() || !ends(marker))
    }

    /// The same, whatever stands behind it.
    pub(super) fn before_text(line: &str, is_apart: bool) -> Option<Self> {
        let (level, text) = heading(line).unwrap_or((0, line.trim()));
        let of = |number, title, signs: &str, is_behind| {
            Some(Self { number, title, level, signs: signs.to_owned(), is_behind })
        };
        if let Some(number) = ruled(text).and_then(whole_count) {
            return of(number, String::new(), "=", false);
        }
        let text = ruled(text).unwrap_or(text);
        let opens = |c: char| is_decoration(c) || "*_【[（(「=-`".contains(c);
        let inner = uncapped(text.trim_start_matches(opens), opens);
        let opened = &text[..text.len() - inner.len()];
        let is_item = ["- ", "* ", "+ "].iter().any(|mark| text.starts_with(mark));
        let is_set_off = level > 0 || is_set_off(opened);
        if is_item || !is_set_off && !is_apart {
            return None;
        }
        if let Some((number, title)) = at_end(text).filter(|_| level > 0) {
            return of(number, title.to_owned(), "", true);
        }
        let signs = opened.trim_matches(|c: char| !"*_【[（(「=-".contains(c));
        let bare = || barred(inner).or_else(|| of_count(inner)).filter(|_| is_set_off);
        let (number, behind) = pattern(inner).or_else(bare)?;
        let behind = of_all(behind);
        if let Some(title) = named_in_brackets(behind) {
            return of(number, title, if signs.is_empty() { "【" } else { signs }, false);
        }
        let title = behind.trim_start_matches(closes);
        let title = if is_aside(title) { "" } else { title };
        let skipped = &behind[..behind.len() - title.len()];
        // `第3页的图`, `Slide rules`, `P1级`.
        let is_parted = skipped.contains(|c: char| !c.is_whitespace())
            || title.is_empty()
            || skipped.contains([' ', '　']);
        if is_parted { of(number, unmarked(title), signs, false) } else { None }
    }
}

impl Marker {
    /// Whether it is a heading, in bold, or set off otherwise.
    fn is_set_off(&self) -> bool {
        self.level > 0 || is_set_off(&self.signs)
    }

    /// What it looks like.
    pub(super) fn look(&self) -> (usize, &str, bool) {
        (self.level, &self.signs, self.is_behind)
    }

    /// Whether another marker is that of the same slide once more.
    fn goes_on_in(&self, other: &Self) -> bool {
        let (title, _) = titles::aside(&other.title).unwrap_or((&other.title, ""));
        let is_same = !title.is_empty() && self.title.starts_with(title);
        self.number == other.number && (is_same || CONVENTIONS.continued.stands_in(&other.title))
    }
}

/// `1️⃣ Slide 1` without the number on keycaps: the marker says it, too.
fn uncapped(text: &str, opens: impl Fn(char) -> bool) -> &str {
    let behind = keycap(text).map(|(_, behind)| behind.trim_start_matches(opens));
    behind.filter(|behind| pattern(behind).is_some()).unwrap_or(text)
}

/// Whether signs before a marker set it off from text.
fn is_set_off(signs: &str) -> bool {
    signs.contains(['*', '_', '【', '[', '=', '-'])
}

/// `[Layout: Two Column]`, and nothing else: how the slide should look.
fn is_aside(title: &str) -> bool {
    let inner = title.strip_suffix([']', '】', '）', ')']).unwrap_or(title);
    let inner = inner.trim_start_matches(['[', '【', '（', '(']);
    let is_advice = CONVENTIONS.stem[&Meaning::Advice].stands_in(inner);
    inner.len() < title.len() && is_advice && inner.contains([':', '：'])
}

/// `1 / 13`, and nothing else: the number, where it is said how many there are.
fn whole_count(text: &str) -> Option<usize> {
    let (number, rest) = number(text)?;
    (rest.trim().is_empty() && text.contains(['/', '／'])).then_some(number)
}

/// The number of `01 | 绿茶`, and what follows.
fn barred(text: &str) -> Option<(usize, &str)> {
    let (number, rest) = plain(text)?;
    rest.trim_start().starts_with(['|', '｜']).then_some((number, rest))
}

/// The number of `3 / 10 绿茶`, and what follows.
fn of_count(text: &str) -> Option<(usize, &str)> {
    let (_, count) = plain(text)?;
    let (count, behind) = plain(count.trim_start().strip_prefix(['/', '／'])?.trim_start())?;
    let (number, _) = plain(text).filter(|(number, _)| *number <= count)?;
    behind.starts_with([' ', '　']).then_some((number, behind))
}

/// `（背景）` behind a marker is the title; a remark on time or pages is none.
fn named_in_brackets(behind: &str) -> Option<String> {
    let text = behind.trim().trim_end_matches('*').trim_end();
    let (open, close) =
        [('（', '）'), ('(', ')')].into_iter().find(|(open, _)| text.starts_with(*open))?;
    let (name, rest) = text[open.len_utf8()..].split_once(close)?;
    let rest = rest.trim_matches(closes);
    let is_remark = titles::remark(&format!("P{text}")).is_some();
    let name = name.trim();
    (!name.is_empty() && !is_remark).then(|| match rest {
        "" => name.to_owned(),
        rest => format!("{name}{}{}", colon(name, text), unmarked(rest)),
    })
}

/// Without `of 12` at the front.
fn of_all(text: &str) -> &str {
    let count = text.trim_start().strip_prefix("of ").map(str::trim_start).and_then(plain);
    count.map_or(text, |(_, rest)| rest)
}

/// The number that a text begins with as markers do, and what follows.
fn pattern(text: &str) -> Option<(usize, &str)> {
    let found = CONVENTIONS.marker.iter().filter_map(|pattern| {
        let (number, rest) = numbered(text, pattern)?;
        // `P5-P7`
        let more = rest.trim_start().strip_prefix(['-', '–', '~', '～', '—']);
        let more = more.and_then(|rest| numbered(rest.trim_start(), pattern));
        Some((number, more.filter(|(last, _)| *last > number).map_or(rest, |(_, rest)| rest)))
    });
    found.min_by_key(|(_, rest)| rest.len())
}

/// The number of the page that a text is the marker of, and nothing else: `P10`.
pub(super) fn page(text: &str) -> Option<usize> {
    pattern(text.trim()).filter(|(_, rest)| rest.trim().is_empty()).map(|(number, _)| number)
}

/// The slides that a text speaks of, by their markers: `第 5 页不要出现排名`.
pub(super) fn mentioned(text: &str) -> Vec<usize> {
    /// A text that speaks of slides does so early.
    const MOST: usize = 1000;
    let is_letter = |c: char| c.is_ascii_alphanumeric();
    let starts = text.char_indices().take(MOST);
    let starts = starts.filter(|(at, c)| !is_letter(*c) || !text[..*at].ends_with(is_letter));
    starts.filter_map(|(at, _)| pattern(&text[at..])).map(|(number, _)| number).collect()
}

/// `需求分析（P4）`: a marker behind the title, in brackets; its number and the title.
fn at_end(text: &str) -> Option<(usize, &str)> {
    let inner = text.trim_end_matches(['*', ' ']).strip_suffix(['）', ')', '】', ']'])?;
    let open = inner.rfind(['（', '(', '【', '['])?;
    let marker = inner[open..].trim_start_matches(['（', '(', '【', '[']);
    let (number, rest) = pattern(marker)?;
    let title = text[..open].trim_end();
    let is_range = |c: char| c.is_ascii_digit() || "Pp~～–-、, ".contains(c);
    (!title.is_empty() && rest.chars().all(is_range)).then_some((number, title))
}

/// Signs between a marker and its title.
fn closes(c: char) -> bool {
    c.is_whitespace() || "：:-–—｜|】]）)」*_.、·=`".contains(c)
}

/// The number in a text that begins as a pattern says, and what follows.
pub(super) fn numbered<'t>(text: &'t str, pattern: &str) -> Option<(usize, &'t str)> {
    let (before, after) = pattern.split_once("{n}")?;
    let before = before.trim_end();
    if !starts(text, before) {
        return None;
    }
    let rest = text[before.len()..].trim_start();
    let (number, rest) = number(rest)?;
    let rest = if after.is_empty() { rest } else { rest.trim_start() };
    starts(rest, after).then(|| (number, &rest[after.len()..]))
}
