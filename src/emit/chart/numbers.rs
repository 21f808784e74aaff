//! Numbers as a chart writes them.

/// A number on an axis, a bar or a point. Large round ones are said in words: 3 亿, 20M.
pub(super) fn written(value: f64, lang: &str) -> String {
    let units: &[(f64, &str)] = match lang {
        "zh" => &[(1e12, " 万亿"), (1e8, " 亿"), (1e4, " 万")],
        "ja" => &[(1e12, " 兆"), (1e8, " 億"), (1e4, " 万")],
        _ => &[(1e12, "T"), (1e9, "B"), (1e6, "M")],
    };
    // Below that, digits are read as fast, and stay comparable with their neighbours.
    let unit = units.iter().filter(|_| value.abs() >= 1e5);
    let unit = { unit }.find(|(size, _)| value.abs() >= *size && is_short(value / size));
    match unit {
        Some((size, name)) => format!("{}{name}", plain(value / size)),
        None => plain(value),
    }
}

/// Whether a number has at most two decimals.
fn is_short(value: f64) -> bool {
    let hundredths = value * 100.0;
    (hundredths - hundredths.round()).abs() < 1e-6 * hundredths.abs().max(1.0)
}

/// A number in digits, in groups of three from ten thousand on.
fn plain(value: f64) -> String {
    let digits = format!("{}", (value * 1e9).round() / 1e9);
    let (sign, digits) = match digits.strip_prefix('-') {
        Some(rest) => ("−", rest),
        None => ("", digits.as_str()),
    };
    let (whole, fraction) = digits.split_once('.').map_or((digits, ""), |(w, f)| (w, f));
    let mut grouped = String::new();
    for (index, digit) in whole.chars().enumerate() {
        if index > 0 && whole.len() > 4 && (whole.len() - index).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    match fraction {
        "" => format!("{sign}{grouped}"),
        fraction => format!("{sign}{grouped}.{fraction}"),
    }
}

#[cfg(test)]
mod tests {
    use super::written;

    #[test]
    fn numbers_are_written_as_people_say_them() {
        for (value, chinese, english) in [
            (0.0, "0", "0"),
            (0.25, "0.25", "0.25"),
            (-3.0, "−3", "−3"),
            (1750.0, "1750", "1750"),
            (12_345.0, "12,345", "12,345"),
            (117_000_000.0, "1.17 亿", "117M"),
            (1e12, "1 万亿", "1T"),
            (24_000.0, "24,000", "24,000"),
            (200_000.0, "20 万", "200,000"),
        ] {
            assert_eq!(
                (written(value, "zh").as_str(), written(value, "en").as_str()),
                (chinese, english)
            );
        }
    }
}
