//! Dates as pages write them.

/// The day `2024-05-01` in a time such as `2024-05-01T08:00:00+08:00`; `None` if it is not one.
pub(in crate::article) fn day(text: &str) -> Option<String> {
    let text = text.trim();
    let numbers: Vec<&str> = text.split(|c: char| !c.is_ascii_digit()).collect();
    let [year, month, day, ..] = numbers.as_slice() else { return None };
    let number = |text: &str| text.parse::<u32>().ok();
    let (y, m, d) = (number(year)?, number(month)?, number(day)?);
    let fits = year.len() == 4 && (1..=12).contains(&m) && (1..=31).contains(&d);
    fits.then(|| format!("{y:04}-{m:02}-{d:02}"))
}

/// The date in a text, as it is written: `2024年5月1日`, `2024-05-01`, `May 1, 2024`, `5/1/2024`.
pub(in crate::article) fn written_date(text: &str) -> Option<&str> {
    numeric_date(text).or_else(|| english_date(text)).or_else(|| slashed_date(text))
}

/// A date with its year at the end, between slashes.
fn slashed_date(text: &str) -> Option<&str> {
    let words = text.split(|c: char| !c.is_ascii_digit() && c != '/');
    let is_date = |word: &&str| {
        let numbers: Vec<Option<u32>> = word.split('/').map(|part| part.parse().ok()).collect();
        let [Some(one), Some(other), Some(year)] = numbers.as_slice() else { return false };
        let days = [one, other].into_iter().all(|day| (1..=31).contains(day));
        days && *one.min(other) <= 12 && (1900..2100).contains(year)
    };
    words.into_iter().find(is_date)
}

fn numeric_date(text: &str) -> Option<&str> {
    for (at, _) in text.match_indices(|c: char| c.is_ascii_digit()) {
        let rest = &text[at..];
        let before = text[..at].chars().next_back();
        if before.is_some_and(|c| c.is_ascii_digit()) {
            continue;
        }
        if let Some(length) = date_length(rest) {
            return Some(&rest[..length]);
        }
    }
    None
}

/// Bytes of a date at the start of a text.
fn date_length(text: &str) -> Option<usize> {
    let digits = |text: &str| text.bytes().take_while(u8::is_ascii_digit).count();
    let mark = |text: &str| {
        let blanks = text.len() - text.trim_start_matches(' ').len();
        let c = text[blanks..].chars().next()?;
        let length = blanks + c.len_utf8();
        let after = &text[length..];
        matches!(c, '-' | '/' | '.' | '年' | '月' | '日')
            .then_some((c, length + after.len() - after.trim_start_matches(' ').len()))
    };
    if digits(text) != 4 || !(text.starts_with("19") || text.starts_with("20")) {
        return None;
    }
    let (first, length) = mark(&text[4..])?;
    let mut at = 4 + length;
    let month = digits(&text[at..]);
    if !(1..=2).contains(&month) || !(1..=12).contains(&text[at..at + month].parse::<u32>().ok()?) {
        return None;
    }
    at += month;
    let (second, length) = mark(&text[at..])?;
    if first == '年' && second != '月' || first != '年' && second != first {
        return None;
    }
    at += length;
    let day = digits(&text[at..]);
    if !(1..=2).contains(&day) {
        return (first == '年').then(|| text[..at].trim_end().len());
    }
    at += day;
    let sign = text[at..].trim_start_matches(' ');
    Some(sign.strip_prefix('日').map_or(at, |rest| text.len() - rest.len()))
}

fn english_date(text: &str) -> Option<&str> {
    const MONTHS: [&str; 12] =
        ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
    let words: Vec<(usize, &str)> = text
        .split(|c: char| c.is_whitespace() || c == ',' || c == '.')
        .filter(|word| !word.is_empty())
        .map(|word| (word.as_ptr() as usize - text.as_ptr() as usize, word))
        .collect();
    let month = |word: &str| {
        let lower = word.to_ascii_lowercase();
        lower.len() >= 3 && lower.len() <= 9 && MONTHS.iter().any(|name| lower.starts_with(name))
    };
    let day = |word: &str| {
        let number = word.trim_end_matches(|c: char| c.is_ascii_alphabetic());
        (1..=2).contains(&number.len())
            && number.parse::<u32>().is_ok_and(|n| (1..=31).contains(&n))
    };
    let year = |word: &str| {
        word.len() == 4 && word.parse::<u32>().is_ok_and(|n| (1900..2100).contains(&n))
    };
    words.windows(3).find_map(|three| {
        let [(start, first), (_, second), (last, third)] = three else { return None };
        let ordered = month(first) && day(second) || day(first) && month(second);
        (ordered && year(third)).then(|| &text[*start..last + third.len()])
    })
}

#[cfg(test)]
mod tests {
    use super::{day, written_date};

    #[test]
    fn dates_are_found_as_they_are_written() {
        for (text, date) in [
            ("发布于 2024年5月1日 10:00", Some("2024年5月1日")),
            ("于 2024-05-01 12:00:03 发布", Some("2024-05-01")),
            ("By Ann Lee, March 5, 2024", Some("March 5, 2024")),
            ("5 Mar 2024 · 8 min", Some("5 Mar 2024")),
            ("Ann Lee. 03/05/2024", Some("03/05/2024")),
            ("13/14/2024", None),
            ("3/4 of 2024", None),
            ("编号 20240501", None),
            ("3 天前", None),
            ("2024年5月", Some("2024年5月")),
            ("2024", None),
            ("1990s - 2012", None),
        ] {
            assert_eq!(written_date(text), date, "{text}");
        }
        assert_eq!(day("2024-05-01T08:00:00+08:00").as_deref(), Some("2024-05-01"));
        assert_eq!(day("yesterday"), None);
    }
}
