//! Formulas that stand in a text three times, as they are copied from a page that shows them: as they are read, `x2`, as
//! their source, `x^2`, and as they are drawn, `x2`.

/// Most characters of a formula as it is read.
const MOST: usize = 80;
/// Most characters of its source.
const MOST_SOURCE: usize = 300;

/// A line with the source of such formulas in their place; `None` if it has none.
pub(in super::super) fn untripled(line: &str) -> Option<String> {
    if !line.contains(['\\', '^', '_', '=']) || line.contains(['$', '`']) {
        return None;
    }
    let is_invisible =
        |c: &char| ('\u{200b}'..='\u{200d}').contains(c) || ('\u{2060}'..='\u{2064}').contains(c);
    let chars: Vec<char> = line.chars().filter(|c| !is_invisible(c)).collect();
    let (mut out, mut at, mut found) = (String::new(), 0, false);
    while at < chars.len() {
        match formula(&chars[at..]) {
            Some((source, length)) => {
                out += &format!("${}$", source.trim());
                at += length;
                found = true;
            }
            None => {
                out.push(chars[at]);
                at += 1;
            }
        }
    }
    found.then_some(out)
}

/// The source of the formula that a text begins with, and how long the three are.
fn formula(text: &[char]) -> Option<(String, usize)> {
    let is_part = |c: &char| {
        !c.is_whitespace() && !matches!(c, '\u{2e80}'..='\u{9fff}' | '，' | '\\' | '^' | '_')
    };
    let longest = text.iter().take(MOST).take_while(|c| is_part(c)).count();
    (1..=longest).rev().find_map(|length| {
        let (read, rest) = text.split_at(length);
        let letters: Vec<char> = read.iter().copied().filter(|c| c.is_alphanumeric()).collect();
        let source = source(&letters, read, rest).filter(|_| !letters.is_empty())?;
        let drawn = drawn(&letters, read, &rest[source..])?;
        Some((rest[..source].iter().collect(), length + source + drawn))
    })
}

/// How long the source of a formula is, which a text begins with: it has the same letters, and a sign of TeX.
fn source(letters: &[char], read: &[char], text: &[char]) -> Option<usize> {
    let (mut at, mut known) = (0, 0);
    while known < letters.len() {
        let c = *text.get(at).filter(|_| at < MOST_SOURCE)?;
        at += 1;
        match c {
            '\\' => {
                let run = text[at..].iter().take_while(|c| c.is_ascii_alphabetic()).count();
                // Behind the last command the formula may begin anew.
                let begin = letters.iter().take_while(|c| c.is_ascii_alphabetic()).count();
                let begins = |end: &usize| text[at + end..].starts_with(&letters[..begin]);
                let is_last = begin > 0 && known + 1 == letters.len();
                let name = (1..run).rfind(|end| is_last && begins(end)).unwrap_or(run);
                let is_word = letters[known..].starts_with(&text[at..at + name]);
                known += match letters[known] {
                    _ if is_word => name,
                    letter if !letter.is_ascii() => 1,
                    _ => 0,
                };
                at += name;
            }
            c if c == letters[known] => known += 1,
            c if c.is_alphanumeric() => return None,
            _ => {}
        }
    }
    // What closes it belongs to it.
    let opens = |sign: char| text[..at].iter().filter(|c| **c == sign).count();
    let mut open = opens('{').saturating_sub(opens('}'));
    while open > 0 && text.get(at) == Some(&'}') {
        (at, open) = (at + 1, open - 1);
    }
    let tail = read.iter().rev().take_while(|c| !c.is_alphanumeric()).count();
    if text[at..].starts_with(&read[read.len() - tail..]) {
        at += tail;
    }
    let is_source = text[..at].iter().any(|c| "\\^_".contains(*c))
        || text[..at].contains(&' ') && text[..at].contains(&'=');
    is_source.then_some(at)
}

/// How long the formula is as it is drawn, which a text begins with: a fraction may have its parts the other way round.
fn drawn(letters: &[char], read: &[char], text: &[char]) -> Option<usize> {
    let mut sorted = letters.to_vec();
    sorted.sort_unstable();
    let (mut at, mut found) = (0, Vec::new());
    while found.len() < letters.len() {
        let c = *text.get(at).filter(|c| at < read.len() + 3 && !"\\^_{".contains(**c))?;
        found.extend(c.is_alphanumeric().then_some(c));
        at += 1;
    }
    found.sort_unstable();
    let tail = read.iter().rev().take_while(|c| !c.is_alphanumeric()).count();
    let closes = tail > 0 && text[at..].starts_with(&read[read.len() - tail..]);
    (found == sorted).then_some(if closes { at + tail } else { at })
}

#[cfg(test)]
mod tests {
    use super::untripled;

    #[test]
    fn formulas_are_found_in_their_three_forms() {
        for (line, clean) in [
            ("系数 x2x^2x2 与 αα\\alphaα", "系数 $x^2$ 与 α$\\alpha$"),
            ("E=mc2E = mc^2E=mc2，其中", "$E = mc^2$，其中"),
            ("xv=−b2ax_v = -\\frac{b}{2a}xv\u{200b}=−2ab\u{200b}", "$x_v = -\\frac{b}{2a}$"),
            ("f(x)=x+1f(x) = x+1f(x)=x+1.", "$f(x) = x+1$."),
            ("sin⁡θ\\sin\\thetasinθ", "$\\sin\\theta$"),
        ] {
            assert_eq!(untripled(line).as_deref(), Some(clean), "{line}");
        }
        for line in ["x^2", "a = b = c", "哈哈哈", "snake_case_name", "1, 1, 1", "C:\\a\\a\\a"] {
            assert_eq!(untripled(line), None, "{line}");
        }
    }
}
