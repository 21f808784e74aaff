//! Title, subtitle, author and date, where the head of an article says them.

use super::Article;
use crate::article::width::width;
use crate::deck::Spanned;
use crate::deck::markdown::typography;

/// Widest title that stays whole, in Han characters.
const WIDEST_WHOLE: f64 = 12.0;
/// What parts a title from its second line.
const SEAMS: &[&str] = &["——", "：", ": ", " - "];

/// What stands before an author.
const AUTHOR: &[&str] =
    &["作者", "文：", "文｜", "撰文", "撰稿", "记者", "記者", "by ", "author", "written by "];
/// What stands before those who are named where no author is.
const EDITOR: &[&str] = &["编辑", "整理", "编译", "译者", "翻译"];
/// What stands before a date.
const DATED: &[&str] = &[
    "发布", "发布于", "发布时间", "发布日期", "发表", "发表于", "发表时间", "日期", "时间", "更新",
    "更新于", "更新时间", "最后更新", "创建于", "發布於", "發表於", "date", "published",
    "published on", "posted on", "updated",
];
/// What else a byline says.
const OTHER: &[&str] = &[
    "来源", "阅读", "浏览", "分类", "标签", "版权", "原创", "字数", "阅读时长", "专栏", "出处",
    "公众号", "摄影", "图：", "责编", "责任编辑", "校对", "审核", "來源",
];
/// Counters: they make no byline.
const COUNTS: &[&str] = &["评论", "点赞", "收藏", "分享", "评论数"];
/// What parts the fields of a byline.
const BETWEEN: [char; 7] = ['|', '｜', '·', '\t', '•', '\u{3000}', '/'];
/// Surnames of nine in ten Chinese.
const SURNAMES: &str = "\
    王李张刘陈杨黄赵吴周徐孙马朱胡郭何林罗高郑梁谢宋唐许韩冯邓曹彭曾萧肖田董袁潘于蒋蔡余杜叶程\
    苏魏吕丁任沈姚卢姜崔钟谭陆汪范金石廖贾夏韦傅方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚\
    邵万钱严覃武戴莫孔向汤張劉陳楊黃趙吳馬鄭謝許韓馮鄧葉蘇魏呂盧鍾譚陸賈韋鄒賀顧龔萬錢嚴湯";

/// A line that says who wrote it, or when.
#[derive(Debug, Default, PartialEq)]
pub(super) struct Byline {
    /// Who wrote it.
    pub(super) author: Option<String>,
    /// When.
    date: Option<String>,
}

impl Byline {
    /// Notes what it says, where nothing is known yet.
    pub(super) fn note(self, article: &mut Article) {
        if article.authors.is_empty() {
            article.authors.extend(self.author);
        }
        article.date = article.date.take().or(self.date);
    }
}

/// The title behind `标题：`, and whether there was such a label.
pub(super) fn labelled_title(line: &str) -> (bool, &str) {
    let labels = ["标题：", "标题:", "題目：", "题目：", "题目:", "Title:", "title:"];
    match labels.iter().find_map(|label| line.strip_prefix(label)) {
        Some(title) if !title.trim().is_empty() => (true, title.trim()),
        _ => (false, line),
    }
}

/// Whether a line at the end says who made the page: `责任编辑：周航`.
pub(super) fn is_credit(line: &str) -> bool {
    let words = [
        "责任编辑", "编辑：", "编辑:", "责编", "校对", "审核", "排版", "文字：", "図：",
        "责任编校", "記者：", "編輯：",
    ];
    width(line) <= 20.0 && words.iter().any(|word| line.starts_with(word)) && !line.ends_with('。')
}

/// Reads a line as a byline; `None` for any other.
pub(super) fn byline(line: &str) -> Option<Byline> {
    const WIDEST: f64 = 45.0;
    if width(line) > WIDEST || line.contains(['。', '；', '！', '？']) {
        return None;
    }
    let date = date(line);
    // The date may have blanks in it, and it parts what stands around it.
    let rest = date.as_ref().map_or_else(|| line.to_owned(), |date| line.replacen(date, "|", 1));
    let mut known = date.is_some();
    let (mut author, mut editor, mut name) = (None, None, None);
    for field in fields(&rest) {
        let value = |labels: &[&str]| behind(&field, labels).map(|rest| rest.to_owned());
        let is_name = |name: &String| !name.is_empty() && width(name) <= 12.0;
        let narrow = |most: f64| width(&field) <= most && !field.contains(['，', ',', '、']);
        if let Some(found) = value(AUTHOR).filter(is_name) {
            author = author.or(Some(found));
            known = true;
        } else if let Some(found) = value(EDITOR).filter(is_name) {
            editor = editor.or(Some(found));
            known = true;
        } else if behind(&field, OTHER).is_some() && narrow(14.0) {
            known = true;
        } else if behind(&field, COUNTS).is_some() && narrow(14.0) {
            // Whoever counts says nothing of the text.
        } else if known && narrow(8.0) {
            // When it was, or the name of the author, of a column or of a site.
            name = name.or(Some(field).filter(|name| is_person(name)));
        } else {
            return None;
        }
    }
    known.then_some(Byline { author: author.or(name).or(editor), date })
}

/// The fields of a line. One that begins with a label parts them by single blanks, too:
/// `来源：晨报 2025年9月12日 记者 王敏`.
fn fields(line: &str) -> Vec<String> {
    let labels = || [AUTHOR, EDITOR, DATED, OTHER].into_iter().flatten();
    // A word before a slash is a label: `文/张三`.
    let line = line.replace("文 /", "文/").replace("文/", "文：").replace("图/", "图：");
    let labelled = !line.is_ascii() && labels().any(|label| line.starts_with(label));
    let blank = if labelled { " " } else { "  " };
    let mut fields: Vec<String> = Vec::new();
    for field in line.split(BETWEEN).flat_map(|part| part.split(blank)).map(str::trim) {
        let open = fields.last().is_some_and(|last| {
            last.ends_with(['：', ':']) || labels().any(|label| label.trim() == last)
        });
        match fields.last_mut().filter(|_| open) {
            // Also a label whose date was taken out.
            _ if field.is_empty() || behind(field, DATED).is_some_and(str::is_empty) => {}
            Some(last) => *last = format!("{}：{field}", last.trim_end_matches(['：', ':'])),
            None => fields.push(field.to_owned()),
        }
    }
    fields
}

/// What stands behind the first of these labels that a field begins with. `阅读理解` has none.
fn behind<'f>(field: &'f str, labels: &[&str]) -> Option<&'f str> {
    labels.iter().find_map(|label| {
        let (start, rest) = field.split_at_checked(label.len())?;
        let apart =
            |c: char| matches!(c, '：' | ':' | ' ' | '｜' | '（' | '(') || c.is_ascii_digit();
        let ends = label.ends_with([' ', '：', '｜']) || rest.is_empty() || rest.starts_with(apart);
        let is_label =
            start.to_lowercase() == *label && (ends || *label == "作者" && is_person(rest));
        is_label.then(|| rest.trim_start_matches(['：', ':', ' ', '｜']).trim())
    })
}

/// Whether a field can only be the name of a person.
fn is_person(field: &str) -> bool {
    let mut characters = field.chars();
    let surname = characters.next().is_some_and(|first| SURNAMES.contains(first));
    let given: Vec<char> = characters.collect();
    surname
        && (1..=2).contains(&given.len())
        && given.iter().all(|c| width(c.encode_utf8(&mut [0; 4])) == 1.0 && c.is_alphabetic())
}

/// The date in a text: `2024-05-01`, `2024年5月1日`, `2024/5/1`.
pub(super) fn date(text: &str) -> Option<String> {
    let start = text.match_indices(|c: char| c.is_ascii_digit()).map(|(at, _)| at).find(|at| {
        let digits = text[*at..].bytes().take_while(u8::is_ascii_digit).count();
        let before = text[..*at].chars().next_back();
        digits == 4 && !before.is_some_and(|c| c.is_ascii_digit())
    })?;
    let rest = &text[start..];
    let year: u32 = rest[..4].parse().ok().filter(|year| (1900..2200).contains(year))?;
    let mut parts = rest[4..].splitn(2, |c: char| c.is_ascii_digit());
    let seam = parts.next()?.trim();
    if !matches!(seam, "-" | "/" | "." | "年") {
        return None;
    }
    let number = |text: &str| -> Option<(u32, usize)> {
        let digits = text.bytes().take_while(u8::is_ascii_digit).count();
        text[..digits].parse().ok().map(|number| (number, digits))
    };
    let month_at = rest[4..].find(|c: char| c.is_ascii_digit())? + 4;
    let (month, digits) =
        number(&rest[month_at..]).filter(|(month, _)| (1..=12).contains(month))?;
    let mut end = month_at + digits;
    let after = &rest[end..];
    let sign = |end: usize, sign: char| {
        let tail = rest[end..].trim_start_matches(' ');
        tail.starts_with(sign).then(|| rest.len() - tail.len() + sign.len_utf8())
    };
    if let Some(gap) = after.find(|c: char| c.is_ascii_digit()).filter(|gap| *gap <= 5)
        && matches!(after[..gap].trim(), "-" | "/" | "." | "月")
        && let Some((_, digits)) = number(&after[gap..]).filter(|(day, _)| (1..=31).contains(day))
    {
        end += gap + digits;
        end = sign(end, '日').unwrap_or(end);
    } else {
        end = sign(end, '月')?;
    }
    let _ = (year, month);
    Some(rest[..end].to_owned())
}

/// Parts a long title at a dash or a colon.
pub(super) fn split_title(article: &mut Article) {
    let Some(title) = &mut article.title else { return };
    title.value = typography::cleaned(title.value.trim());
    if article.subtitle.is_some() || width(&title.value) <= WIDEST_WHOLE {
        return;
    }
    for seam in SEAMS {
        let Some((first, second)) = title.value.split_once(seam) else { continue };
        let (first, second) = (first.trim().to_owned(), second.trim().to_owned());
        if width(&first) >= 2.0 && width(&second) >= 2.0 {
            article.subtitle = Some(Spanned::new(second, title.span));
            title.value = first;
            return;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{byline, date};

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
            ("发布时间：2024-05-01 10:20  来源：某网", None, Some("2024-05-01")),
        ] {
            let found = byline(line).unwrap_or_else(|| panic!("{line}"));
            let found = (found.author.as_deref(), found.date.as_deref());
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

    #[test]
    fn dates_are_found() {
        for (text, found) in [
            ("发布于 2024-05-01 10:20", Some("2024-05-01")),
            ("2024年5月1日", Some("2024年5月1日")),
            ("2024年5月", Some("2024年5月")),
            ("2024", None),
            ("1990s - 2012", None),
        ] {
            assert_eq!(date(text).as_deref(), found, "{text}");
        }
    }
}
