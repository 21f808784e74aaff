//! The date in a heading or at the front of an item: `深度学习的兴起（2012–2017）`, `2017年：…`.

use std::ops::Range;

use super::WORDS;

/// What stands between the ends of a period.
const DASHES: &str = "-–—~～至到";
/// What the end of a period may be called.
const OPEN_ENDS: &[&str] =
    &["至今", "今", "现在", "目前", "迄今", "now", "present", "Present", "today"];

/// The place of a date, and of the text without it.
#[derive(Debug, PartialEq)]
pub(crate) struct Dated {
    /// The date.
    pub(crate) date: Range<usize>,
    /// The rest.
    pub(crate) rest: Range<usize>,
}

/// Where an entry with a label and a text has its date.
#[derive(Debug, PartialEq)]
pub(crate) enum DateOf {
    /// The whole label is one.
    Label,
    /// It stands in the label.
    InLabel(Dated),
    /// The text begins with it.
    InText(Dated),
}

/// The date of an entry of a list; its label may be empty.
pub(crate) fn of_entry(label: &str, text: &str) -> Option<DateOf> {
    if label.is_empty() {
        return in_front(text).or_else(|| time_in_front(text)).map(DateOf::InText);
    }
    let is_whole =
        || in_front(&format!("{label}：x")).is_some_and(|dated| dated.date == (0..label.len()));
    if is_time(label) || is_whole() {
        return Some(DateOf::Label);
    }
    dated(label).map(DateOf::InLabel)
}

/// `9月 宣讲`, `3 月　定稿`, `09:30 站会`, `79 CE – Vesuvius`, `D1 出发`: a time as plans have them, before a blank.
fn time_in_front(text: &str) -> Option<Dated> {
    const SIGNS: [char; 9] = ['-', '–', '—', '~', '|', '｜', ':', '：', '→'];
    let signs = |c: char| c.is_whitespace() || SIGNS.contains(&c);
    let blanks = text.char_indices().filter(|(_, c)| c.is_whitespace()).map(|(at, _)| at);
    let times = blanks.map(|at| text[..at].trim_end_matches(signs));
    let times = times.take_while(|time| time.chars().count() <= MOST_OF_TIME);
    let is_set = |time: &&str| time.contains(|c: char| is_digit(c)) && is_time(time);
    // `2022 元` is a number, and a lone month may be the first word of a sentence.
    let is_number = |time: &&str| time.parse::<f64>().is_ok();
    let time = times.filter(|time| is_set(time) && !is_number(time)).last()?;
    let rest = text[time.len()..].trim_start_matches(signs);
    (!rest.is_empty())
        .then(|| Dated { date: 0..time.len(), rest: text.len() - rest.len()..text.len() })
}

/// Whether dates follow each other, or go back, as far as they have years.
pub(crate) fn are_in_order(dates: &[String]) -> bool {
    let years: Option<Vec<u32>> = dates.iter().map(|date| month(date)).collect();
    years.is_none_or(|years| years.is_sorted() || years.is_sorted_by(|a, b| a >= b))
}

/// The year and the month of a date as one number; `None` if it has no year.
fn month(date: &str) -> Option<u32> {
    let mut numbers = date.split(|c: char| !c.is_ascii_digit()).filter(|part| !part.is_empty());
    let year: u32 = numbers.next()?.parse().ok().filter(|year| (1000..2200).contains(year))?;
    let month = numbers.next().and_then(|month| month.parse().ok()).filter(|month| *month <= 12);
    Some(year * 100 + month.unwrap_or(0))
}

/// The date that a text ends with, in brackets, or begins with.
pub(crate) fn dated(text: &str) -> Option<Dated> {
    in_brackets(text).or_else(|| in_front(text))
}

/// Most characters of a time.
const MOST_OF_TIME: usize = 20;

/// Whether a text is nothing but a time as plans have them: `三月`, `Q2 2026`, `第3周`, `Week 1–2`, `09:30`,
/// `D2–D3`.
pub(crate) fn is_time(text: &str) -> bool {
    let lower = text.trim().to_lowercase();
    let is_short = !lower.is_empty() && lower.chars().count() <= MOST_OF_TIME;
    let mut parts =
        lower.split(|c| DASHES.contains(c)).map(str::trim).filter(|part| !part.is_empty());
    is_short
        && (is_point_or_period(&lower)
            || parts.clone().count() > 1 && parts.all(is_point_or_period))
}

fn is_digit(c: char) -> bool {
    c.is_ascii_digit() || "一二三四五六七八九十".contains(c)
}

fn is_point_or_period(lower: &str) -> bool {
    let is_clock = lower.split_once([':', '：']).is_some_and(|(hour, minute)| {
        let digits = |text: &str| !text.is_empty() && text.chars().all(|c| c.is_ascii_digit());
        digits(hour) && digits(minute.get(..2).unwrap_or(minute))
    });
    let signs = |c: char| {
        c.is_whitespace() || DASHES.contains(c) || ".,/、第年个個起初末底上中下半q".contains(c)
    };
    let rest: String = lower.chars().filter(|c| !is_digit(*c) && !signs(*c)).collect();
    let has_unit = WORDS.time_unit.has(&rest);
    let by_unit = lower.contains(is_digit) && (rest.is_empty() || has_unit);
    let word = |name: &str| rest == name || name.chars().take(3).eq(rest.chars());
    let first = lower.split(|c: char| !c.is_ascii_digit()).next().unwrap_or_default();
    let is_year = rest.is_empty() && first.len() == 4 && first.starts_with(['1', '2']);
    let quarter = lower.contains('q') && rest.is_empty();
    is_clock
        || WORDS.time_name.iter().any(word)
        || by_unit && (has_unit || lower.contains('年') || quarter || is_year)
}

fn in_brackets(text: &str) -> Option<Dated> {
    let inner = text.trim_end().strip_suffix(['）', ')'])?;
    let open = inner.rfind(['（', '('])?;
    let start = open + inner[open..].chars().next()?.len_utf8();
    let date = inner[start..].trim();
    let offset = start + inner[start..].find(date)?;
    // `（2012—）` goes on.
    let closed = date.trim_end_matches(|c: char| DASHES.contains(c) || c.is_whitespace());
    let whole = [date.len(), closed.len()].contains(&period(date)?);
    let rest = text[..open].trim_end();
    (whole && !rest.is_empty())
        .then(|| Dated { date: offset..offset + date.len(), rest: 0..rest.len() })
}

fn in_front(text: &str) -> Option<Dated> {
    let end = period(text)?;
    let after = &text[end..];
    let rest =
        after.trim_start_matches(['：', ':', '，', ',', ' ', '　', '—', '-', '–', '｜', '|']);
    // `1750 亿` is a number, and so is one with nothing but a blank behind it that is no year of ours.
    let year = text[..end].parse::<u32>().ok();
    let number = year.is_some_and(|year| !(1800..2100).contains(&year) && after.starts_with(' '))
        || rest.starts_with(['亿', '万', '个', '台', '次', '条', '页', '人', '元', '多', '余']);
    let unit = text[..end].ends_with(['年', '月', '日', '代', '今']);
    let parted = !number && rest.len() < after.len() || unit;
    let start = end + after.len() - rest.len();
    (parted && !rest.is_empty()).then_some(Dated { date: 0..end, rest: start..text.len() })
}

/// A date in a sentence, the rest of the sentence, and when it is.
#[derive(Debug, PartialEq)]
pub(crate) struct Event {
    /// The date, with `Around` and the like, without `In`.
    pub(crate) date: Range<usize>,
    /// The rest.
    pub(crate) rest: Range<usize>,
    /// The year; before our era it is negative.
    pub(crate) year: f64,
}

/// The date that a sentence begins or ends with.
pub(crate) fn event(text: &str) -> Option<Event> {
    if let Some(dated) = in_front(text) {
        let digits: String = text
            .chars()
            .skip_while(|c| !c.is_ascii_digit())
            .take_while(char::is_ascii_digit)
            .collect();
        let year = digits.parse().ok()?;
        return Some(Event { date: dated.date, rest: dated.rest, year });
    }
    english_front(text).or_else(|| english_ago(text))
}

/// `In 1857, …`, `Around 1500 BC, …`
fn english_front(text: &str) -> Option<Event> {
    const WORDS: [(&str, bool); 7] = [
        ("In ", false),
        ("By ", true),
        ("Around ", true),
        ("About ", true),
        ("In about ", false),
        ("Since ", true),
        ("On ", false),
    ];
    let (word, kept) = WORDS.iter().rev().find(|(word, _)| text.starts_with(word))?;
    let (date, _) = text.split_once(',')?;
    let inner = &date[word.len()..];
    let year = year_in(inner)?;
    let start = if *kept { 0 } else { word.len() };
    let rest =
        date.len() + 1 + (text[date.len() + 1..].len() - text[date.len() + 1..].trim_start().len());
    Some(Event { date: start..date.len(), rest: rest..text.len(), year })
}

/// `… more than 10,000 years ago.`
fn english_ago(text: &str) -> Option<Event> {
    let bare = text.trim_end_matches('.');
    let before = bare.strip_suffix(" years ago")?;
    let number = before.rsplit(' ').next()?;
    let ago: f64 = number.replace(',', "").parse().ok()?;
    let mut start = before.len() - number.len();
    for word in ["more than ", "over ", "about ", "some ", "around ", "nearly "] {
        start -= if text[..start].ends_with(word) { word.len() } else { 0 };
    }
    Some(Event {
        date: start..bare.len(),
        rest: 0..text[..start].trim_end().len(),
        year: 2000.0 - ago,
    })
}

/// The year in a short date: `March 1857`, `1500 BC`.
fn year_in(date: &str) -> Option<f64> {
    const MOST_WORDS: usize = 4;
    let words: Vec<&str> = date.split(' ').collect();
    let number = words.iter().find_map(|word| word.parse::<f64>().ok().filter(|n| *n >= 100.0))?;
    let era = words.iter().any(|word| matches!(*word, "BC" | "BCE"));
    let plain = era || (1000.0..2200.0).contains(&number);
    (words.len() <= MOST_WORDS && plain).then_some(if era { -number } else { number })
}

/// A period as it is set: `2012 - 2017` → `2012–2017`.
pub(crate) fn set(date: &str) -> String {
    let parts: Vec<&str> = date
        .split(['-', '–', '—', '~', '～'])
        .map(str::trim)
        .filter(|part| !part.is_empty())
        .collect();
    parts.join("–")
}

/// Length of the date or period at the front of a text.
fn period(text: &str) -> Option<usize> {
    let end = point(text)?;
    let rest = &text[end..];
    if let Some(word) = [" onwards", " onward"].iter().find(|word| rest.starts_with(**word)) {
        return Some(end + word.len());
    }
    let gap = rest.trim_start();
    let dash = gap.trim_start_matches(|c| DASHES.contains(c));
    // `1500 to 2000 people` are numbers.
    let is_last = |to: &&str| point(to).is_some_and(|end| !to[end..].starts_with(' '));
    let joined = || gap.strip_prefix("to ").filter(is_last);
    let to = match dash.len() == gap.len() {
        false => dash.trim_start(),
        true => match joined() {
            Some(to) => to,
            None => return Some(end),
        },
    };
    let length = OPEN_ENDS
        .iter()
        .find(|word| to.starts_with(**word))
        .map(|word| word.len())
        .or_else(|| point(to))
        .or_else(|| short_year(to));
    Some(length.map_or(end, |length| text.len() - to.len() + length))
}

/// Length of the last two digits of a year at the front of a text, as `2021–22` has them.
fn short_year(text: &str) -> Option<usize> {
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    (digits == 2
        && !text[digits..].starts_with(|c: char| c.is_alphanumeric() || "%％.,".contains(c)))
    .then_some(digits)
}

/// Length of the year, month or decade at the front of a text.
fn point(text: &str) -> Option<usize> {
    let century = text.strip_prefix("20世纪").or_else(|| text.strip_prefix("21世纪"));
    if let Some(rest) = century {
        let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
        let unit = if rest[digits..].starts_with("年代") { "年代".len() } else { 0 };
        return Some(text.len() - rest.len() + digits + unit);
    }
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    let year: u32 = text[..digits].parse().ok().filter(|_| digits == 4)?;
    if !(1000..2200).contains(&year) {
        return None;
    }
    let mut end = digits;
    if text[end..].starts_with(" 年") {
        end += 1;
    }
    for unit in ["年代", "年", "s", "后", "前", "初", "末"] {
        if text[end..].starts_with(unit) {
            end += unit.len();
            break;
        }
    }
    let month = text[end..].trim_start_matches([' ', '.', '/']);
    let digits = month.bytes().take_while(u8::is_ascii_digit).count();
    let value: u32 = month[..digits].parse().unwrap_or(0);
    // `2024.05 月销` has its month before the blank.
    let is_pointed = text[end..].starts_with(['.', '/']);
    let unit = if is_pointed { &month[digits..] } else { month[digits..].trim_start() };
    let named = unit.starts_with('月');
    if (1..=12).contains(&value) && digits <= 2 && (named || is_pointed) {
        end = text.len() - month.len() + digits;
        if named {
            end += text[end..].find('月').unwrap_or(0) + '月'.len_utf8();
        }
    }
    Some(end)
}

#[cfg(test)]
mod tests {
    use super::{DateOf, are_in_order, dated, is_time, of_entry};

    #[test]
    fn entries_have_dates_with_a_colon_and_without() {
        let text = "2017年 Transformer 发表";
        let Some(DateOf::InText(found)) = of_entry("", text) else { panic!("no date") };
        assert_eq!((&text[found.date], &text[found.rest]), ("2017年", "Transformer 发表"));
        let text = "2022 ChatGPT";
        let Some(DateOf::InText(found)) = of_entry("", text) else { panic!("no date") };
        assert_eq!((&text[found.date], &text[found.rest]), ("2022", "ChatGPT"));
        let text = "2024.05 月销破五千";
        let Some(DateOf::InText(found)) = of_entry("", text) else { panic!("no date") };
        assert_eq!((&text[found.date], &text[found.rest]), ("2024.05", "月销破五千"));
        for (text, date, rest) in [
            ("3 月　定稿", "3 月", "定稿"),
            ("79 CE – Vesuvius erupts", "79 CE", "Vesuvius erupts"),
            ("2021–22 — too few chips", "2021–22", "too few chips"),
            ("2024.11—2024.12　开题", "2024.11—2024.12", "开题"),
            ("D1 出发", "D1", "出发"),
            ("1987 onward: growth", "1987 onward", "growth"),
            ("2001 to 2005: ten shops", "2001 to 2005", "ten shops"),
        ] {
            let Some(DateOf::InText(found)) = of_entry("", text) else { panic!("{text}") };
            assert_eq!((&text[found.date], &text[found.rest]), (date, rest));
        }
        assert_eq!(of_entry("", "618 元 起"), None);
        assert_eq!(of_entry("2019.12", "首批用户"), Some(DateOf::Label));
        assert_eq!(of_entry("第3周", "试讲"), Some(DateOf::Label));
        assert!(matches!(of_entry("兴起（2012–2017）", "深度学习"), Some(DateOf::InLabel(_))));
        assert_eq!(of_entry("", "价格 2022 元"), None);
        assert_eq!(of_entry("目标", "2022年完成"), None);
    }

    #[test]
    fn dates_are_in_order_or_are_not() {
        let all = |dates: &[&str]| {
            are_in_order(&dates.iter().map(|d| (*d).to_owned()).collect::<Vec<_>>())
        };
        assert!(all(&["2017年", "2018.3", "2018年10月", "2022"]));
        assert!(all(&["2022", "2020", "2017"]));
        assert!(all(&["三月", "一月"]));
        assert!(!all(&["2017", "2022", "2018"]));
    }

    #[test]
    fn times_of_plans_are_found() {
        for text in [
            "D2–D3", "5 mai", "Juin 1791", "79 CE", "第1-2月", "第4–6个月", "0 h", "公元前60年",
            "三月", "10月", "Q2 2026", "第3周", "Week 1–2", "09:30", "Mar", "October", "2026",
            "2026 年初", "第一阶段",
        ] {
            assert!(is_time(text), "{text}");
        }
        for text in ["3", "12%", "早餐", "May it be", "第一", "100 天内完成全部交付工作"]
        {
            assert!(!is_time(text), "{text}");
        }
    }

    #[test]
    fn dates_are_found() {
        for (text, date, rest) in [
            ("深度学习的兴起（2012 - 2017）", "2012 - 2017", "深度学习的兴起"),
            ("前深度学习时代（1990s - 2012）", "1990s - 2012", "前深度学习时代"),
            ("多模态（2020 - 至今）", "2020 - 至今", "多模态"),
            ("2017年：Transformer 问世", "2017年", "Transformer 问世"),
            ("2018 年 10 月，BERT 发布", "2018 年 10 月", "BERT 发布"),
            ("1986年反向传播", "1986年", "反向传播"),
            ("20世纪80年代：专家系统", "20世纪80年代", "专家系统"),
        ] {
            let found = dated(text).unwrap_or_else(|| panic!("{text}"));
            assert_eq!((&text[found.date], &text[found.rest]), (date, rest));
        }
        for text in ["Transformer（Vaswani）", "1750 亿参数", "2012", "GPT-3（175B）"] {
            assert_eq!(dated(text), None, "{text}");
        }
    }
}
