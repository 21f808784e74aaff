//! What a line begins with: a bullet, a number in one of the many habits of Chinese pages, or none.

/// Most Han or Arabic digits of a number.
const MOST_DIGITS: usize = 3;
/// Characters of Han numbers.
const HAN_DIGITS: &str = "零〇一二三四五六七八九十百";
/// The same as sums of money and formal outlines have them, in three scripts.
const CAPITALS: [&str; 3] =
    ["壹贰叁肆伍陆柒捌玖拾", "壹貳參肆伍陸柒捌玖拾", "壱弐参四五六七八九拾"];
/// Bullets that need no blank behind them.
const BULLETS: &str = "•●○▪■□◆◇▶►➤★☆✓✔※◎☞・";
/// Marks that are bullets with a blank behind them.
const DASHES: &str = "-–*+·";

/// How lines are marked. Lines of one style are on one level.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Style {
    /// `•`, `-` and their like.
    Bullet(char),
    /// `一、`
    HanComma,
    /// `壹、`
    HanCapital,
    /// `（一）`
    HanBracket,
    /// `第3章`, `Chapter 3`
    Chapter,
    /// `第3节`
    Section,
    /// `第3讲`, `第3课`
    Lecture,
    /// `第一步`, `步骤一`, `Step 1`
    Step,
    /// `1、`
    Comma,
    /// `1.`
    Dot,
    /// `1.1` has two numbers, `1.1.1` three.
    Dotted(usize),
    /// `(1)`
    Bracket,
    /// `1)`
    HalfBracket,
    /// `①`
    Circled,
    /// `Q1：`, `问题1：`
    Question,
    /// `【…】` around the whole line.
    Boxed,
    /// `[1]` before a source.
    Source,
}

impl Style {
    /// Whether such a line is a heading wherever it is short.
    pub(crate) fn heads(self) -> bool {
        use Style::{Boxed, Chapter, Dotted, Lecture, Question, Section};
        matches!(self, Chapter | Section | Lecture | Dotted(_) | Question | Boxed)
    }

    /// Whether its number says something that the heading would lack without it.
    pub(crate) fn is_spoken(self) -> bool {
        matches!(self, Style::Step)
    }
}

/// What a line begins with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Marker {
    /// How it is marked.
    pub(crate) style: Style,
    /// The number; 0 if there is none, or if it is of no use.
    pub(crate) number: usize,
    /// Bytes of the marker, with the blanks behind it.
    pub(crate) length: usize,
}

/// The text of a heading without its number: the agenda and the slides have numbers of their own.
pub(crate) fn unnumbered(heading: &str) -> &str {
    let heading = heading.trim();
    let marker = marker(heading).filter(|marker| !marker.style.is_spoken());
    let own = || programmers(heading).or_else(|| roman(heading));
    let length = marker.map(|marker| marker.length).or_else(own);
    let text = &heading[length.unwrap_or(0)..];
    if matches!(marker, Some(Marker { style: Style::Boxed, .. })) {
        text.trim_end_matches('】')
    } else {
        text
    }
}

/// Bytes of `0x01` and `2-1.` in front of a heading: elsewhere they are an address and a score.
fn programmers(heading: &str) -> Option<usize> {
    let number = |text: &str| (1..=2).contains(&text.len()) && is_arabic(text);
    let (first, rest) = heading.split_at(heading.find([' ', '\t', '：', ':', '.', '、'])?);
    let hex = first.strip_prefix("0x").filter(|digits| digits.len() == 2);
    let is_hex = hex.is_some_and(|digits| digits.bytes().all(|b| b.is_ascii_hexdigit()));
    let is_pair = !rest.starts_with([' ', '\t'])
        && first.split_once('-').is_some_and(|(a, b)| number(a) && number(b));
    let rest = rest.trim_start_matches([' ', '\t', '：', ':', '.', '、']);
    (is_hex || is_pair).then_some(heading.len() - rest.len()).filter(|_| !rest.is_empty())
}

/// Bytes of `II) ` and `III-A) ` in front of a heading.
fn roman(heading: &str) -> Option<usize> {
    let (number, rest) = heading.split_once([')', '）'])?;
    let (digits, part) = number.split_once('-').unwrap_or((number, "A"));
    let is_roman = (1..=5).contains(&digits.len()) && digits.chars().all(|c| "IVX".contains(c));
    let is_part = part.len() == 1 && part.chars().all(|c| c.is_ascii_alphanumeric());
    let rest = rest.trim_start();
    (is_roman && is_part && !rest.is_empty()).then(|| heading.len() - rest.len())
}

/// The number in front of a heading with nothing but a blank behind it, and its bytes: `一 背景`,
/// `1 Introduction`. Whether it is one, its fellows tell.
pub(crate) fn bare_number(heading: &str) -> Option<(usize, usize)> {
    let (number, rest) = heading.split_at(heading.find([' ', '\t', '\u{3000}'])?);
    let is_number = is_han_number(number) || number.len() <= 2 && is_arabic(number);
    is_number.then(|| (value(number), heading.len() - rest.trim_start().len()))
}

/// What a line, without its indentation, begins with.
pub(crate) fn marker(line: &str) -> Option<Marker> {
    bullet(line)
        .or_else(|| boxed(line))
        .or_else(|| source(line))
        .or_else(|| circled(line))
        .or_else(|| bracketed(line))
        .or_else(|| ordinal(line))
        .or_else(|| question(line))
        .or_else(|| english(line))
        .or_else(|| han(line))
        .or_else(|| capital(line))
        .or_else(|| arabic(line))
}

fn found(line: &str, style: Style, number: usize, rest: &str) -> Option<Marker> {
    let rest = rest.trim_start_matches([' ', '\t', '\u{3000}', '\u{a0}']);
    (!rest.is_empty()).then_some(Marker { style, number, length: line.len() - rest.len() })
}

fn bullet(line: &str) -> Option<Marker> {
    let mark = line.chars().next()?;
    let rest = &line[mark.len_utf8()..];
    let spaced = rest.starts_with([' ', '\t', '\u{3000}', '\u{a0}']);
    let glued = mark == '·' && rest.starts_with(|c: char| !c.is_ascii());
    let is_bullet = BULLETS.contains(mark) || DASHES.contains(mark) && (spaced || glued);
    found(line, Style::Bullet(mark), 0, rest).filter(|_| is_bullet)
}

fn boxed(line: &str) -> Option<Marker> {
    let inner = line.strip_prefix('【')?.strip_suffix('】')?;
    let whole = !inner.is_empty() && !inner.contains('】');
    whole.then_some(Marker { style: Style::Boxed, number: 0, length: '【'.len_utf8() })
}

/// `[1]`
fn source(line: &str) -> Option<Marker> {
    let (number, rest) = line.strip_prefix('[')?.split_once(']')?;
    found(line, Style::Source, value(number), rest).filter(|_| is_arabic(number))
}

fn circled(line: &str) -> Option<Marker> {
    let mark = line.chars().next()?;
    found(line, Style::Circled, circled_number(mark)?, &line[mark.len_utf8()..])
}

/// The number in a circle, `③`.
pub(crate) fn circled_number(sign: char) -> Option<usize> {
    const CIRCLED: [(char, char); 3] = [('①', '⑳'), ('❶', '❿'), ('➀', '➉')];
    let (first, _) = CIRCLED.into_iter().find(|(first, last)| (*first..=*last).contains(&sign))?;
    Some(sign as usize - first as usize + 1)
}

/// `（一）`, `(1)`
fn bracketed(line: &str) -> Option<Marker> {
    let rest = line.strip_prefix(['(', '（'])?;
    let (inner, rest) = rest.split_once([')', '）'])?;
    let inner = inner.trim();
    let style = match () {
        () if is_han_number(inner) => Style::HanBracket,
        () if is_arabic(inner) => Style::Bracket,
        () => return None,
    };
    found(line, style, value(inner), rest.trim_start_matches(['、', '.', '：', ':']))
}

/// `第3章`, `第一节`, `第2步`
fn ordinal(line: &str) -> Option<Marker> {
    let rest = line.strip_prefix('第')?.trim_start();
    let end = rest.find(|c: char| !c.is_ascii_digit() && !HAN_DIGITS.contains(c))?;
    let (number, rest) = rest.split_at(end);
    let rest = rest.trim_start();
    let (unit, style) = [
        ("部分", Style::Chapter),
        ("章", Style::Chapter),
        ("篇", Style::Chapter),
        ("卷", Style::Chapter),
        ("编", Style::Chapter),
        ("节", Style::Section),
        ("節", Style::Section),
        ("讲", Style::Lecture),
        ("講", Style::Lecture),
        ("课", Style::Lecture),
        ("課", Style::Lecture),
        ("回", Style::Lecture),
        ("步", Style::Step),
    ]
    .into_iter()
    .find(|(unit, _)| rest.starts_with(unit))?;
    if number.is_empty() || number.chars().count() > MOST_DIGITS {
        return None;
    }
    let rest = &rest[unit.len()..];
    let parted = rest.starts_with([' ', '\t', '\u{3000}', '：', ':', '、', '.', '，', '—', '-']);
    let rest = rest.trim_start_matches([' ', '\u{3000}', '：', ':', '、', '.', '，', '—', '-']);
    // 第一步是… is a sentence.
    let short = style != Style::Step || parted;
    found(line, style, value(number), rest).filter(|_| short)
}

/// `Q1：`, `问题1：`, `问：`
fn question(line: &str) -> Option<Marker> {
    let words = ["问题", "面试题", "問題", "问", "問", "Q", "q"];
    let (word, rest) = words.iter().find_map(|word| Some((word, line.strip_prefix(word)?)))?;
    let end = rest.find(|c: char| !c.is_ascii_digit() && !HAN_DIGITS.contains(c))?;
    let (number, rest) = rest.trim_start().split_at(end.min(rest.trim_start().len()));
    let rest = rest.trim_start();
    let mark = rest.chars().next().filter(|c| "：:、.．".contains(*c))?;
    let is_letter = word.len() == 1;
    let sure = !number.is_empty() || mark == '：' || mark == ':' || !is_letter;
    found(line, Style::Question, value(number), &rest[mark.len_utf8()..]).filter(|_| sure)
}

/// `Chapter 3`, `Part II: …`, `Step 1`, `步骤一：`
fn english(line: &str) -> Option<Marker> {
    let words = [
        ("Chapter ", Style::Chapter),
        ("Part ", Style::Chapter),
        ("Lesson ", Style::Lecture),
        ("Lecture ", Style::Lecture),
        ("Step ", Style::Step),
        ("步骤", Style::Step),
        ("步驟", Style::Step),
    ];
    let (rest, style) =
        words.iter().find_map(|(word, style)| Some((line.strip_prefix(word)?, *style)))?;
    let is_number = |c: char| c.is_ascii_digit() || HAN_DIGITS.contains(c) || "IVX".contains(c);
    let end = rest.find(|c: char| !is_number(c)).unwrap_or(rest.len());
    let (number, rest) = rest.split_at(end);
    let mark = rest.chars().next().filter(|c| " ：:.、-—".contains(*c))?;
    let rest = rest[mark.len_utf8()..].trim_start_matches([' ', '：', ':', '.', '-', '—']);
    found(line, style, value(number), rest).filter(|_| !number.is_empty())
}

/// `一、`
fn han(line: &str) -> Option<Marker> {
    let end = line.find(|c: char| !HAN_DIGITS.contains(c))?;
    let (number, rest) = line.split_at(end);
    if !is_han_number(number) {
        return None;
    }
    let rest = rest.strip_prefix(['、', '．', '.'])?;
    found(line, Style::HanComma, value(number), rest)
}

/// `壹、`
fn capital(line: &str) -> Option<Marker> {
    let number: String = line.chars().map_while(plain).collect();
    let end = line.chars().take(number.chars().count()).map(char::len_utf8).sum();
    let rest = line.get(end..)?.strip_prefix(['、', '．', '.'])?;
    found(line, Style::HanCapital, value(&number), rest).filter(|_| is_han_number(&number))
}

/// The plain digit for a formal one.
fn plain(c: char) -> Option<char> {
    let at = CAPITALS.iter().find_map(|digits| digits.chars().position(|digit| digit == c))?;
    HAN_DIGITS.chars().nth(at + 2)
}

/// `1、`, `1.`, `1.1`, `1)`
fn arabic(line: &str) -> Option<Marker> {
    let end = line.find(|c: char| !c.is_ascii_digit() && c != '.' && c != '．')?;
    let (number, rest) = line.split_at(end);
    let parts: Vec<&str> = number.split(['.', '．']).filter(|part| !part.is_empty()).collect();
    let first = parts.first().filter(|part| part.len() <= MOST_DIGITS)?;
    let stopped = number.ends_with(['.', '．']);
    let after = rest.chars().next()?;
    let style = match (parts.len(), after) {
        (1, '、' | '，') if !stopped => {
            return found(line, Style::Comma, value(first), &rest[after.len_utf8()..]);
        }
        (1, ')' | '）') if !stopped => {
            return found(line, Style::HalfBracket, value(first), &rest[after.len_utf8()..]);
        }
        (1, _) if stopped => Style::Dot,
        (2..=5, _) if is_level(&parts, after) && !is_quantity(rest) => Style::Dotted(parts.len()),
        _ => return None,
    };
    let rest = rest.trim_start_matches(['、', ' ', '\t']);
    found(line, style, value(parts.last().unwrap_or(first)), rest)
}

/// Whether `1.1` is a number of a heading and not a quantity: `3.5亿`, `2.1 GB`.
fn is_level(parts: &[&str], after: char) -> bool {
    let small = parts.iter().all(|part| part.len() <= 2 && !part.starts_with('0'));
    small
        && (after == ' ' || after == '\t' || !after.is_ascii())
        && !"亿万千百倍个年月日%％版本米元美".contains(after)
}

/// Whether a unit stands behind a number.
fn is_quantity(rest: &str) -> bool {
    const UNITS: &[&str] = &[
        "GB", "MB", "KB", "TB", "B", "GHz", "MHz", "Hz", "ms", "s", "kg", "km", "cm", "mm", "GiB",
        "MiB",
    ];
    let word = rest.trim_start().split(|c: char| !c.is_ascii_alphabetic()).next();
    word.is_some_and(|word| UNITS.contains(&word))
}

fn is_han_number(text: &str) -> bool {
    !text.is_empty()
        && text.chars().count() <= MOST_DIGITS
        && text.chars().all(|c| HAN_DIGITS.contains(c))
}

fn is_arabic(text: &str) -> bool {
    !text.is_empty() && text.len() <= MOST_DIGITS && text.bytes().all(|b| b.is_ascii_digit())
}

/// The value of a number; 0 for what is none.
fn value(number: &str) -> usize {
    if let Ok(value) = number.parse() {
        return value;
    }
    let mut value: usize = 0;
    for c in number.chars() {
        let digit = HAN_DIGITS.chars().position(|d| d == c).unwrap_or(0);
        value = match digit {
            // 零〇一…九: their places in the list, less the second zero.
            0 | 1 => value.saturating_mul(10),
            2..=10 if value.is_multiple_of(10) && value > 0 => value + digit - 1,
            2..=10 => value.saturating_mul(10).saturating_add(digit - 1),
            11 => {
                if value == 0 {
                    10
                } else {
                    value.saturating_mul(10)
                }
            }
            _ => {
                if value == 0 {
                    100
                } else {
                    value.saturating_mul(100)
                }
            }
        };
    }
    value
}

#[cfg(test)]
mod tests {
    use super::{Style, marker};

    #[test]
    fn markers_are_found() {
        use Style::*;
        for (line, style, number, rest) in [
            ("1、大模型定义", Comma, 1, "大模型定义"),
            ("一、背景", HanComma, 1, "背景"),
            ("贰、背景", HanCapital, 2, "背景"),
            ("參、背景", HanCapital, 3, "背景"),
            ("十二、结语", HanComma, 12, "结语"),
            ("（三）训练", HanBracket, 3, "训练"),
            ("1.1 注意力", Dotted(2), 1, "注意力"),
            ("2.3.1注意力", Dotted(3), 1, "注意力"),
            ("3. 训练", Dot, 3, "训练"),
            ("第3章 推理", Chapter, 3, "推理"),
            ("第一节：推理", Section, 1, "推理"),
            ("Q1：什么是注意力？", Question, 1, "什么是注意力？"),
            ("问题2：为什么？", Question, 2, "为什么？"),
            ("【训练数据】", Boxed, 0, "训练数据】"),
            ("[1] Vaswani A.", Source, 1, "Vaswani A."),
            ("① 预训练", Circled, 1, "预训练"),
            ("(2) 微调", Bracket, 2, "微调"),
            ("2) 微调", HalfBracket, 2, "微调"),
            ("·自然语言", Bullet('·'), 0, "自然语言"),
            ("• 自然语言", Bullet('•'), 0, "自然语言"),
            ("- 自然语言", Bullet('-'), 0, "自然语言"),
            ("步骤一：准备数据", Step, 1, "准备数据"),
            ("Step 2: train", Step, 2, "train"),
        ] {
            let found = marker(line).unwrap_or_else(|| panic!("{line}"));
            assert_eq!((found.style, found.number, &line[found.length..]), (style, number, rest));
        }
        for line in [
            "2012年，AlexNet",
            "3.5亿参数",
            "-5 度",
            "第一步是准备数据",
            "1.5 GB",
            "大模型",
            "*强调*",
        ] {
            assert_eq!(marker(line).map(|found| found.style), None, "{line}");
        }
    }
}
