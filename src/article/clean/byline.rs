//! A line → author and date of a text, if it is a byline.

use super::words::{List, WORDS};
use crate::article::date::written_date;
use crate::article::{Article, Reason};
use crate::deck::arrange::width;

/// Widest byline, in Han characters.
const WIDEST: f64 = 45.0;
/// Widest name, in Han characters.
const WIDEST_NAME: f64 = 12.0;
/// Most characters of a line of credits.
const LONGEST_CREDIT: usize = 80;
/// Separators between the fields of a byline.
const BETWEEN: [char; 7] = ['|', '｜', '·', '\t', '•', '\u{3000}', '/'];
/// The surnames of nine in ten Chinese people.
const SURNAMES: &str = "\
    王李张刘陈杨黄赵吴周徐孙马朱胡郭何林罗高郑梁谢宋唐许韩冯邓曹彭曾萧肖田董袁潘于蒋蔡余杜叶程\
    苏魏吕丁任沈姚卢姜崔钟谭陆汪范金石廖贾夏韦傅方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚\
    邵万钱严覃武戴莫孔向汤張劉陳楊黃趙吳馬鄭謝許韓馮鄧葉蘇魏呂盧鍾譚陸賈韋鄒賀顧龔萬錢嚴湯";

/// What a byline says.
#[derive(Debug, Default, PartialEq)]
pub(super) struct Byline {
    /// The author.
    pub(super) author: Option<String>,
    /// The editor or translator.
    editor: Option<String>,
    /// The date.
    date: Option<String>,
}

/// Takes author and date from bylines that were set aside, unless they are already known. An editor
/// or translator counts as the author if nobody else is named.
pub(in crate::article) fn note(article: &mut Article) {
    let lines = article.aside.iter().filter(|aside| aside.reason == Reason::Byline);
    let mut editor = None;
    for line in lines {
        if article.date.is_none() {
            article.date = written_date(&line.text).map(str::to_owned);
        }
        let said = byline(&line.text).unwrap_or_default();
        editor = editor.or(said.editor);
        if article.authors.is_empty() {
            article.authors.extend(said.author.or_else(|| labelled(&line.text)));
        }
    }
    if article.authors.is_empty() {
        article.authors.extend(editor);
    }
}

/// The name behind `作者：` somewhere in a line of several fields.
fn labelled(text: &str) -> Option<String> {
    let leads = ["作者：", "作者:", "作者 ", "文/", "文｜", "By ", "by "];
    let (at, lead) = leads.iter().filter_map(|lead| Some((text.find(lead)?, lead))).min()?;
    let rest = text[at + lead.len()..].trim_start();
    let rest = rest.find("http").map_or(rest, |at| rest[..at].trim_end());
    // The blank inside a Latin name is not a separator.
    let latin = |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphabetic() || c == '.');
    let within = |at: usize| {
        rest[at..].starts_with(' ')
            && latin(rest[..at].chars().next_back())
            && latin(rest[at + 1..].chars().next())
    };
    let mut seams = rest.match_indices([' ', '　', '，', ',', '|', '｜', '·']);
    let end = seams.find(|(at, _)| !within(*at)).filter(|_| !rest.is_ascii());
    let name = rest[..end.map_or(rest.len(), |(at, _)| at)].trim_matches([',', ' ']);
    let plain = !name.contains(|c: char| c.is_ascii_digit()) && !name.contains("://");
    (plain && !name.is_empty() && width(name) <= WIDEST_NAME).then(|| name.to_owned())
}

/// Whether a line is a credit: a source, or somebody who worked on the text, as in `责任编辑：周航`.
pub(super) fn is_credit(line: &str) -> bool {
    let lower = line.trim_start_matches(|c: char| !c.is_alphanumeric()).to_lowercase();
    let Some((label, rest)) = lower.split_once(['：', ':']) else { return false };
    let sentence = rest.trim_end_matches(['。', '.']).contains(['。', '！', '；']);
    WORDS.credit.has(label.trim())
        && !rest.trim().is_empty()
        && !sentence
        // A long address does not make the line long.
        && lower.split("://").next().is_some_and(|text| text.chars().count() <= LONGEST_CREDIT)
}

/// Reads a line as a byline; `None` for any other.
pub(super) fn byline(line: &str) -> Option<Byline> {
    if width(line) > WIDEST || line.contains(['。', '；', '！', '？']) {
        return None;
    }
    let date = written_date(line);
    // The date is taken out first: it may contain blanks, and separates what stands around it.
    let rest = date.map_or_else(|| line.to_owned(), |date| line.replacen(date, "|", 1));
    let around = date.map_or_else(|| line.to_owned(), |date| line.replacen(date, "", 1));
    // A date followed by a word may be a heading, so separators are required.
    let mut parted = around.contains(BETWEEN) || around.contains("  ");
    parted |= WORDS.dated.iter().any(|word| line.to_lowercase().starts_with(word));
    let mut known = date.is_some();
    let (mut author, mut editor, mut name) = (None, None, None);
    for field in fields(&rest) {
        let value = |list: &List| {
            let found = behind(&field, list)?.trim_matches([',', '，', ' ']).to_owned();
            (!found.is_empty() && width(&found) <= WIDEST_NAME).then_some(found)
        };
        let narrow = |most: f64| width(&field) <= most && !field.contains(['，', ',', '、']);
        if let Some(found) = value(&WORDS.author) {
            author = author.or(Some(found));
            (known, parted) = (true, true);
        } else if let Some(found) = value(&WORDS.editor) {
            editor = editor.or(Some(found));
            (known, parted) = (true, true);
        } else if behind(&field, &WORDS.field).is_some() && narrow(14.0) {
            (known, parted) = (true, true);
        } else if behind(&field, &WORDS.counter).is_some() && narrow(14.0) {
            // A field that counts or names a person tells nothing about the text.
        } else if date.is_some() && is_latin_name(field.trim_end_matches('.')) {
            name = name.or(Some(field.trim_end_matches('.').to_owned()));
        } else if known && narrow(8.0) && (parted || is_count(&field) || is_person(&field)) {
            // What remains is a time, or the name of the author, a column or a site.
            name = name.or(Some(field).filter(|name| is_person(name)));
        } else {
            return None;
        }
    }
    known.then(|| Byline { author: author.or(name), editor, date: date.map(str::to_owned) })
}

/// The fields of a line. If one of them has a label, single blanks separate them as well: `来源：晨报
/// 2025年9月12日 记者 王敏`.
fn fields(line: &str) -> Vec<String> {
    let words = &*WORDS;
    let labels = || {
        [&words.author, &words.editor, &words.dated, &words.field].into_iter().flat_map(List::iter)
    };
    // `文/张三` has a slash in place of the colon.
    let line = line.replace("文 /", "文/").replace("文/", "文：").replace("图/", "图：");
    let dated =
        line.starts_with('|') && labels().any(|label| line.contains(&format!(" {label}：")));
    let labelled = !line.is_ascii() && labels().any(|label| line.starts_with(label)) || dated;
    let blank = if labelled { " " } else { "  " };
    let mut fields: Vec<String> = Vec::new();
    for field in line.split(BETWEEN).flat_map(|part| part.split(blank)).map(str::trim) {
        let open = fields.last().is_some_and(|last| {
            last.ends_with(['：', ':']) || labels().any(|label| label.trim() == last)
        });
        match fields.last_mut().filter(|_| open) {
            // Including a label whose date was taken out.
            _ if field.is_empty() || behind(field, &words.dated).is_some_and(str::is_empty) => {}
            Some(last) => *last = format!("{}：{field}", last.trim_end_matches(['：', ':'])),
            None => fields.push(field.to_owned()),
        }
    }
    fields
}

/// The text behind the label that a field begins with, if it is one of these. `阅读理解` has no label.
fn behind<'f>(field: &'f str, labels: &List) -> Option<&'f str> {
    labels.iter().find_map(|label| {
        let (start, rest) = field.split_at_checked(label.len())?;
        let apart =
            |c: char| matches!(c, '：' | ':' | ' ' | '｜' | '（' | '(') || c.is_ascii_digit();
        let ends = label.ends_with([' ', '：', '｜']) || rest.is_empty() || rest.starts_with(apart);
        let is_label =
            start.to_lowercase() == *label && (ends || label == "作者" && is_person(rest));
        is_label.then(|| rest.trim_start_matches(['：', ':', ' ', '｜']).trim())
    })
}

/// Whether a field is a time of day or a counter.
fn is_count(field: &str) -> bool {
    field.starts_with(|c: char| c.is_ascii_digit())
}

/// Whether a field is certainly the name of a person.
fn is_person(field: &str) -> bool {
    let mut characters = field.chars();
    let surname = characters.next().is_some_and(|first| SURNAMES.contains(first));
    let given: Vec<char> = characters.collect();
    surname
        && (1..=2).contains(&given.len())
        && given.iter().all(|c| width(c.encode_utf8(&mut [0; 4])) == 1.0 && c.is_alphabetic())
}

/// Whether a field is a name in Latin letters: two to four words with capitals.
fn is_latin_name(field: &str) -> bool {
    let words: Vec<&str> = field.split(' ').collect();
    let is_word = |word: &&str| {
        word.starts_with(|c: char| c.is_uppercase())
            && word.chars().skip(1).all(|c| c.is_lowercase() || "-'’.".contains(c))
    };
    (2..=4).contains(&words.len()) && width(field) <= WIDEST_NAME && words.iter().all(is_word)
}

#[cfg(test)]
mod tests {
    use super::byline;

    #[test]
    fn bylines_are_told_from_text() {
        let line = byline("作者：张三 | 2024-05-01 | 阅读 1234").expect("a byline");
        assert_eq!(line.author.as_deref(), Some("张三"));
        assert_eq!(line.date.as_deref(), Some("2024-05-01"));
        let line = byline("来源：晨报 2025年9月12日 记者 王敏").expect("a byline");
        assert_eq!(line.date.as_deref(), Some("2025年9月12日"));
        assert_eq!(line.author.as_deref(), Some("王敏"));
        assert!(byline("2017年，谷歌提出了新的结构").is_none());
        assert!(byline("大模型的应用").is_none());
        assert!(byline("作者认为，模型的规模不是唯一的因素").is_none());
    }

    #[test]
    fn the_fields_of_a_byline_are_told_apart() {
        for (line, author, date) in [
            ("作者：张三　日期：2024-05-01　来源：某某网", Some("张三"), Some("2024-05-01")),
            ("作者: 张三 日期: 2024-05-01 来源: 某网", Some("张三"), Some("2024-05-01")),
            (
                "作者 张三 发布于 2024 年 5 月 1 日 阅读 123",
                Some("张三"),
                Some("2024 年 5 月 1 日"),
            ),
            ("编辑：李四 作者：张三", Some("张三"), None),
            ("编辑：李四 | 2024-05-01 10:20", Some("李四"), Some("2024-05-01")),
            ("文/张三 图/李四", Some("张三"), None),
            ("文 / 张三 | 2024.5.1", Some("张三"), Some("2024.5.1")),
            ("李四 | 2024-05-01 | 阅读 1234", Some("李四"), Some("2024-05-01")),
            ("某某网 | 2024-05-01", None, Some("2024-05-01")),
            ("By John Smith | 2024-05-01", Some("John Smith"), Some("2024-05-01")),
            ("Ann Miller. 03/05/2024", Some("Ann Miller"), Some("03/05/2024")),
            ("发布时间：2024-05-01 10:20  来源：某网", None, Some("2024-05-01")),
        ] {
            let found = byline(line).unwrap_or_else(|| panic!("{line}"));
            let found = (found.author.or(found.editor), found.date);
            let found = (found.0.as_deref(), found.1.as_deref());
            assert_eq!(found, (author, date), "{line}");
        }
        for line in [
            "2024年5月1日，谷歌发布了模型",
            "时间复杂度",
            "阅读理解",
            "翻译任务",
            "更新参数",
            "来源于生活，高于生活的艺术",
        ] {
            assert_eq!(byline(line), None, "{line}");
        }
    }
}
