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
const AUTHOR: &[&str] = &["作者", "文/", "文 /", "文｜", "撰文", "编辑", "by ", "author"];
/// What else a byline says.
const OTHER: &[&str] =
    &["来源", "阅读", "浏览", "分类", "标签", "版权", "原创", "字数", "阅读时长", "专栏"];

/// A line that says who wrote it, or when.
#[derive(Debug, Default, PartialEq)]
pub(super) struct Byline {
    author: Option<String>,
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
    if width(line) > WIDEST || line.ends_with(['。', '；']) {
        return None;
    }
    let mut found = Byline::default();
    let mut known = false;
    // `来源：晨报 2025年9月12日 记者 王敏` parts its fields by blanks.
    let labelled = OTHER.iter().chain(AUTHOR).any(|label| line.starts_with(label));
    let blank = if labelled { " " } else { "  " };
    for field in line.split(['|', '｜', '·', '\t', '•']).flat_map(|part| part.split(blank)) {
        let field = field.trim();
        let lower = field.to_lowercase();
        let label = |words: &[&str]| {
            words.iter().find_map(|word| lower.strip_prefix(word).map(|_| &field[word.len()..]))
        };
        let value = |rest: &str| rest.trim_start_matches(['：', ':', ' ', '/']).trim().to_owned();
        if field.is_empty() {
            continue;
        } else if let Some(rest) =
            label(AUTHOR).filter(|rest| !rest.is_empty() && width(rest) <= 12.0)
        {
            found.author = Some(value(rest)).filter(|name| !name.is_empty());
            known = true;
        } else if let Some(date) = date(field) {
            let alone = width(field) <= width(&date) + 8.0;
            if !alone {
                return None;
            }
            found.date = Some(date);
            known = true;
        } else if label(OTHER).is_some() && width(field) <= 14.0 {
            known = true;
        } else if known && width(field) <= 8.0 {
            // The name of a column or a site beside what is known.
        } else {
            return None;
        }
    }
    known.then_some(found)
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
    if let Some(gap) = after.find(|c: char| c.is_ascii_digit()).filter(|gap| *gap <= 4)
        && matches!(after[..gap].trim(), "-" | "/" | "." | "月")
        && let Some((_, digits)) = number(&after[gap..]).filter(|(day, _)| (1..=31).contains(day))
    {
        end += gap + digits;
        if rest[end..].starts_with('日') {
            end += '日'.len_utf8();
        }
    } else if rest[end..].starts_with('月') {
        end += '月'.len_utf8();
    } else {
        return None;
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
        assert!(byline("2017年，谷歌提出了新的结构").is_none());
        assert!(byline("大模型的应用").is_none());
        assert!(byline("作者认为，模型的规模不是唯一的因素").is_none());
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
