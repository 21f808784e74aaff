//! What titles say that is none of them: how long a slide takes, `（约3分钟）`, how many a section has, `(2
//! slides)`, and what the text is, `茶的种类 - 答辩PPT大纲`.

use super::answer::Answer;
use super::conventions::{CONVENTIONS, Meaning, Words, unsaid};
use super::form::{heading, is_divider, title_of, unmarked};
use super::labels::{Label, any_word};

/// What is said of remarks.
const REMARKS: &str = "what titles say of time and pages is left out; the time goes to the notes";
/// What is said of a title that is none.
const NAMES: &str = "a title that says what the text is is left out";
/// What is said of what several titles have in common.
const COMMON: &str = "what many titles have in common is left out of them";
/// Most titles of which one with a remark on time is as good as all.
const FEWEST_TITLES: usize = 4;
/// Most characters of a remark.
const MOST_REMARK: usize = 24;

/// Takes remarks off the titles.
pub(super) fn settle(answer: &mut Answer) {
    part_remarks(answer);
    remarks(answer);
    if answer.is_evident() {
        recurring(answer);
        kinds(answer);
    }
    about_talk(answer);
    if !answer.said.is_empty() {
        talk(answer);
    }
}

/// Remarks on time and pages, where titles have them throughout or a chatbot wrote them.
fn remarks(answer: &mut Answer) {
    let titles: Vec<usize> = answer.headings().into_iter().map(|(at, _)| at).collect();
    let is_with = |at: &usize| remark(answer.text(*at)).is_some();
    let with: Vec<usize> = titles.iter().copied().filter(is_with).collect();
    let throughout = with.len() >= 3 && with.len() * 2 >= titles.len();
    // `练习（5分钟）`, alone among all titles, says something.
    let is_lone = with.len() == 1
        && remark(answer.text(with[0])).is_some_and(|(_, said)| is_time(said))
        && titles.len() > FEWEST_TITLES;
    if !throughout && answer.said.is_empty() || is_lone {
        return;
    }
    for at in with.into_iter().rev() {
        let Some((title, said)) = remark(answer.text(at)) else { continue };
        let (title, said) = (title.to_owned(), said.to_owned());
        take_remark(answer, at, &title, &said);
    }
}

/// `收益（第 7 页，以一家店为例）` among titles with such remarks: what else stands in the brackets belongs to the title.
pub(super) fn part_remarks(answer: &mut Answer) {
    const FEWEST: usize = 3;
    let titles = || answer.headings().into_iter().map(|(at, _)| at);
    let others = titles().filter(|at| remark(answer.text(*at)).is_some()).count();
    if others < FEWEST {
        return;
    }
    let of = |at| without_count(answer.text(at)).map(|(title, said)| (at, title, said));
    let found: Vec<(usize, String, String)> = titles().filter_map(of).collect();
    for (at, title, said) in found.into_iter().rev() {
        take_remark(answer, at, &title, &said);
    }
}

/// Takes a remark off a title: one on time goes to the notes.
fn take_remark(answer: &mut Answer, at: usize, title: &str, said: &str) {
    answer.say("chat-scaffolding", REMARKS, answer.lines[at].number);
    let comment = format!("<!-- {said} -->");
    let texts: &[&str] = if is_time(said) { &[title, "", &comment, ""] } else { &[title] };
    answer.replace(at..at + 1, texts);
}

/// A title without the count of time or pages that its brackets begin with, before a comma; the count.
fn without_count(title: &str) -> Option<(String, String)> {
    let (before, inner) = aside(title)?;
    let open = inner.chars().next()?;
    let (said, rest) = inner[open.len_utf8()..].split_once(['，', ',', '、'])?;
    let close = title.trim_end().chars().next_back()?;
    is_counted(said).then(|| (format!("{before}{open}{}{close}", rest.trim()), said.to_owned()))
}

/// Parts a title into what it says and what it may have in common with others.
type Part = fn(&str) -> Option<(&str, &str)>;

/// What several titles have in common says what they are, not what they are called: `（内容页）` behind them,
/// `Slide:` or `▋` before them.
fn recurring(answer: &mut Answer) {
    const FEWEST: usize = 3;
    let titles = answer.headings().into_iter().filter(|(_, level)| *level == 2);
    let titles: Vec<usize> = titles.map(|(at, _)| at).collect();
    for part in [aside as Part, label, sign] {
        let of = |at: &usize| {
            let (title, common) = part(heading(answer.text(*at))?.1)?;
            Some((*at, title.to_owned(), common.to_owned()))
        };
        let found: Vec<(usize, String, String)> = titles.iter().filter_map(of).collect();
        let is_common = |common: &str| {
            let count = found.iter().filter(|(.., one)| one == common).count();
            count >= FEWEST && count * 3 >= titles.len()
        };
        for (at, title, _) in found.iter().filter(|(.., common)| is_common(common)) {
            answer.say("chat-scaffolding", COMMON, answer.lines[*at].number);
            answer.lines[*at].text = format!("## {title}");
        }
    }
}

/// `作者简介页` is of a page that shows the author: the title says no more than that.
fn kinds(answer: &mut Answer) {
    for (at, level) in answer.headings().into_iter().filter(|(_, level)| *level < 3) {
        let kind = kind(title_of(answer.text(at)));
        let Some(kind) = kind.map(|kind| format!("{} {kind}", "#".repeat(level))) else { continue };
        answer.say("chat-scaffolding", COMMON, answer.lines[at].number);
        answer.lines[at].text = kind;
    }
}

/// The kind of page that a title says it is, unless it has a name of its own.
fn kind(title: &str) -> Option<&str> {
    let words = &*CONVENTIONS;
    let is_named =
        [&words.name.cover, &words.name.agenda, &words.name.closing, &words.name.divider]
            .iter()
            .any(|names| names.has(title));
    let ends = |word: &str| {
        let at = title.len().checked_sub(word.len())?;
        let (kind, end) = (title.get(..at)?, title.get(at..)?);
        end.eq_ignore_ascii_case(word).then(|| kind.trim_end())
    };
    let kind = words.page.iter().filter_map(ends).min_by_key(|kind| kind.len())?;
    let lower = kind.to_lowercase();
    let is_kind = words.page_kind.iter().any(|one| match one.is_ascii() {
        true => lower == one,
        false => lower.ends_with(one),
    });
    (is_kind && !is_named).then_some(kind)
}

/// `绿茶（内容页）`: the title, and what stands in brackets behind it.
pub(super) fn aside(title: &str) -> Option<(&str, &str)> {
    let inner = title.trim_end().strip_suffix(['）', ')', '】', ']'])?;
    let open = inner.rfind(['（', '(', '【', '['])?;
    let before = title[..open].trim_end();
    (!before.is_empty()).then_some((before, &inner[open..]))
}

/// `Slide: Tea`: the title, and the word before it.
fn label(title: &str) -> Option<(&str, &str)> {
    let at = title.find([':', '：'])?;
    let rest = title[at..].trim_start_matches([':', '：']).trim();
    (!rest.is_empty()).then_some((rest, &title[..at]))
}

/// `▋茶`: the title, and the bar before it. Pictures of things say something.
fn sign(title: &str) -> Option<(&str, &str)> {
    let sign = title.chars().next().filter(|c| ('\u{2580}'..='\u{25ff}').contains(c))?;
    let (sign, rest) = title.split_at(sign.len_utf8());
    (!rest.trim().is_empty()).then_some((rest.trim_start(), sign))
}

/// A title without the remark at its end, and the remark: `绿茶（2分钟）`, `绿茶 ⏱ 2分钟`.
pub(super) fn remark(title: &str) -> Option<(&str, &str)> {
    in_brackets(title).or_else(|| behind_sign(title))
}

/// The same, where a sign of time parts them.
fn behind_sign(title: &str) -> Option<(&str, &str)> {
    let signs = CONVENTIONS.form_sign.get(&Meaning::Time)?;
    let (at, sign) = signs.iter().filter_map(|sign| Some((title.rfind(sign)?, sign))).max()?;
    let said = title[at + sign.len()..].trim_matches(['\u{fe0f}', ' ', '*']);
    let before = title[..at].trim_end();
    let is_remark = is_counted(said) && !before.trim_matches(['#', '*', ' ']).is_empty();
    is_remark.then_some((before, said))
}

/// Whether a text is a count of time or pages.
fn is_counted(said: &str) -> bool {
    said.contains(|c: char| c.is_ascii_digit() || "一二两三四五六七八九十".contains(c))
        && said.chars().count() <= MOST_REMARK
        && rest_of_count(&said.to_lowercase()).is_empty()
        && (said.contains(|c: char| c.is_alphabetic() && !"一二两三四五六七八九十".contains(c))
            || said.matches([':', '：']).count() == 2)
}

/// The same, where brackets do.
fn in_brackets(title: &str) -> Option<(&str, &str)> {
    let (before, said) = aside(title.trim_end().trim_end_matches('*'))?;
    let said = said.trim_start_matches(['（', '(', '【', '[']).trim();
    (is_counted(said) && !before.trim_matches(['#', '*', ' ']).is_empty()).then_some((before, said))
}

/// What of a remark is neither a number nor what is counted.
fn rest_of_count(text: &str) -> &str {
    let mut rest = text;
    loop {
        let next = unsaid(rest, &[&CONVENTIONS.counted]).trim_start_matches([
            '一', '二', '两', '三', '四', '五', '六', '七', '八', '九', '十', '半',
        ]);
        if next.len() == rest.len() {
            return next;
        }
        rest = next;
    }
}

/// Whether a text is nothing but a number and what is counted.
pub(super) fn is_count(text: &str) -> bool {
    rest_of_count(&text.to_lowercase()).is_empty()
}

/// Whether a remark is about time.
pub(super) fn is_time(said: &str) -> bool {
    ["分", "秒", "min", "sec", ":", "：", "小时", "小時", "hour"]
        .iter()
        .any(|word| said.contains(word))
}

/// The title of the talk, and what stands below it, without what says what the text is.
fn talk(answer: &mut Answer) {
    let level = |at: usize| answer.heading(at).map(|(level, _)| level);
    let text = || answer.written().filter(|at| !answer.is_blank(*at));
    let headings: Vec<usize> = text().filter(|at| level(*at).is_some()).collect();
    let Some(first) = headings.first().copied().filter(|at| level(*at) == Some(1)) else { return };
    // `## 答辩PPT大纲` right below, with nothing of its own.
    let names_text = |at: usize| {
        let next = text().find(|next| *next > at);
        let is_empty =
            next.is_none_or(|next| is_divider(answer.text(next)) || level(next).is_some());
        is_empty && heading(answer.text(at)).is_some_and(|(_, title)| is_scaffold(title))
    };
    let second = headings.get(1).copied().filter(|at| names_text(*at));
    let title = title_of(answer.text(first)).to_owned();
    if let Some(at) = second {
        answer.say("chat-scaffolding", NAMES, answer.lines[at].number);
        answer.remove(at..at + 1);
    }
    match is_scaffold(&title) {
        true if headings.len() > 2 => {
            answer.say("chat-scaffolding", NAMES, answer.lines[first].number);
            answer.remove(first..first + 1);
        }
        true => {}
        false => answer.lines[first].text = format!("# {}", without_scaffold(&title)),
    }
}

/// What is said of the talk below its title, `**Audience:** parents`, is said to whoever gives it.
pub(super) fn about_talk(answer: &mut Answer) {
    if answer.said.is_empty() {
        return;
    }
    let texts = answer.is_text();
    let Some((title, 1)) = answer.headings().first().copied() else { return };
    let end = (title + 1..answer.lines.len())
        .find(|at| answer.divides(*at))
        .unwrap_or(answer.lines.len());
    let is_about = |at: &usize| {
        let label = Label::with(answer.text(*at), any_word);
        let word = label.map(|label| label.word.to_lowercase()).unwrap_or_default();
        let talk = &CONVENTIONS.talk;
        texts[*at]
            && !word.is_empty()
            && talk.iter().any(|one| word == one || !one.is_ascii() && word.ends_with(one))
    };
    let found: Vec<usize> = (title + 1..end).filter(is_about).collect();
    for at in found.into_iter().rev() {
        let text = answer.text(at).trim().trim_end_matches('\\').replace("**", "");
        answer.say("chat-scaffolding", REMARKS, answer.lines[at].number);
        answer.replace(at..at + 1, &["", &format!("<!-- {text} -->"), ""]);
        let above = answer.text(at - 1).trim_end_matches('\\').to_owned();
        answer.lines[at - 1].text = above;
    }
}

/// Whether a title says what the text is, and nothing else.
pub(super) fn is_scaffold(title: &str) -> bool {
    let title = remark(title).map_or(title, |(title, _)| title).to_lowercase();
    let words = &*CONVENTIONS;
    words.scaffold_sign.stands_in(&title)
        && unsaid(&title, &[&words.scaffold, &words.scaffold_kind]).is_empty()
}

/// Whether a title says which text it is, `大纲`, `完整版`; that it is one need not be said.
pub(super) fn is_plan(title: &str) -> bool {
    let words = &*CONVENTIONS;
    let title = title.to_lowercase();
    title.contains(char::is_alphabetic)
        && unsaid(&title, &[&words.scaffold, &words.scaffold_kind]).is_empty()
}

/// `茶的种类 - 答辩PPT大纲`, `PPT大纲：茶的种类`, `茶的种类 PPT大纲` without what says what the text is.
pub(super) fn without_scaffold(title: &str) -> String {
    const MARKS: [&str; 10] = ["：", ": ", " - ", " – ", " — ", "——", "──", "—", "｜", " | "];
    if title.ends_with('}') {
        return title.to_owned();
    }
    let title = remark(title).map_or(title, |(title, _)| title).trim();
    // `【PPT标题】绿茶`
    let label = Label::of_kind(title, &[Meaning::Title]);
    let labelled = label.map(|label| label.text().to_owned()).filter(|rest| !rest.is_empty());
    let mut title = labelled.as_deref().unwrap_or(title);
    for mark in MARKS {
        if let Some((_, rest)) = title.split_once(mark).filter(|(head, _)| is_scaffold(head)) {
            title = rest.trim();
        }
        if let Some((head, _)) = title.rsplit_once(mark).filter(|(_, tail)| is_scaffold(tail)) {
            title = head.trim();
        }
    }
    // `绿茶（PPT大纲）`
    let title = aside(title).filter(|(_, tail)| is_scaffold(tail)).map_or(title, |(head, _)| head);
    let title = without_tail(title);
    let inner = title.strip_prefix('《').and_then(|title| title.strip_suffix('》'));
    unmarked(inner.filter(|inner| !inner.contains('《')).unwrap_or(title))
}

/// `茶的种类PPT大纲` without its last words; Latin ones are taken if there are two.
fn without_tail(title: &str) -> &str {
    let (mut rest, mut signs, mut taken) = (title, false, 0);
    let ends = |text: &str, words: &Words| {
        let lower = text.to_lowercase();
        let same = lower.len() == text.len();
        words.iter().filter(|word| same && lower.ends_with(word)).map(str::len).max()
    };
    while let Some(length) = ends(rest, &CONVENTIONS.scaffold) {
        let word = &rest[rest.len() - length..];
        signs |= CONVENTIONS.scaffold_sign.has(word);
        taken += if word.is_ascii() { 1 } else { 2 };
        rest = rest[..rest.len() - length].trim_end();
    }
    let rest = rest.trim_end_matches(['-', '–', '—', '：', ':', '的', ' ', '（', '(']);
    let is_enough = signs && (taken > 1 || !rest.is_ascii()) && rest.chars().count() > 1;
    if is_enough { rest } else { title }
}
