//! The statements of Python and Basic, and what they write down: texts, numbers, lists and records.

use std::collections::BTreeMap;

use super::super::json::{DEEPEST, Value};

/// What names stand for.
pub(super) type Names = BTreeMap<String, Value>;

/// What a function is given, with the names that say what each is for.
pub(super) type Arguments = Vec<(Option<String>, Value)>;

/// A statement.
pub(super) struct Statement {
    /// How far it stands to the right.
    depth: usize,
    pub(super) text: String,
}

/// The statements of a program: lines, as far as their brackets and continuations reach, without comments.
pub(super) fn statements(source: &str) -> Vec<Statement> {
    let mut found: Vec<Statement> = Vec::new();
    let mut open: Option<Statement> = None;
    for line in source.lines() {
        let code = uncommented(line);
        let (code, goes_on) = match code.strip_suffix(" _").or_else(|| code.strip_suffix('\\')) {
            Some(code) => (code, true),
            None => (code, false),
        };
        let mut one = open.take().unwrap_or_else(|| Statement {
            depth: line.len() - line.trim_start().len(),
            text: String::new(),
        });
        one.text += code.trim();
        one.text.push('\n');
        if goes_on || nesting(&one.text) > 0 {
            open = Some(one);
        } else if !one.text.trim().is_empty() {
            one.text = one.text.trim().to_owned();
            found.push(one);
        }
    }
    found.extend(open);
    found
}

/// A line without the comment behind it; `'` begins one in Basic, but a text in Python.
fn uncommented(line: &str) -> &str {
    let text = line.trim_start();
    if text.starts_with(['#', '\'']) && !text.starts_with("'''") {
        return "";
    }
    let mut quote = None;
    for (at, c) in line.char_indices() {
        match quote {
            Some(sign) if c == sign => quote = None,
            None if matches!(c, '"' | '\'') => quote = Some(c),
            None if c == '#' => return line[..at].trim_end(),
            _ => {}
        }
    }
    line.trim_end()
}

/// How many brackets and long texts a text leaves open.
fn nesting(text: &str) -> usize {
    let mut depth = 0usize;
    let mut rest = text;
    while let Some(at) = rest.find(['"', '\'', '(', '[', '{', ')', ']', '}']) {
        rest = &rest[at..];
        if let Some((_, behind)) = string(rest) {
            rest = behind;
            continue;
        }
        match rest.as_bytes()[0] {
            b'(' | b'[' | b'{' => depth += 1,
            b')' | b']' | b'}' => depth = depth.saturating_sub(1),
            _ if rest.starts_with("\"\"\"") || rest.starts_with("'''") => return depth + 1,
            _ => {}
        }
        rest = &rest[1..];
    }
    depth
}

impl Statement {
    /// Where the block ends that a statement begins: what stands further right, in Basic up to `End Sub`.
    pub(super) fn end_of_block(&self, all: &[Statement], at: usize) -> usize {
        let lower = self.text.to_lowercase();
        let is_basic = ["sub ", "function "].iter().any(|word| lower.contains(word))
            && !self.text.ends_with(':');
        let ends = |one: &Statement| match is_basic {
            true => one.text.to_lowercase().starts_with("end "),
            false => one.depth <= self.depth,
        };
        (at + 1..all.len()).find(|at| ends(&all[*at])).unwrap_or(all.len())
    }

    /// The name of the function that a statement begins, and the names of what it is given.
    pub(super) fn function(&self) -> Option<(String, Vec<String>)> {
        let words = ["def ", "Private Sub ", "Public Sub ", "Sub ", "Function "];
        let rest = words.iter().find_map(|word| self.text.strip_prefix(word))?;
        let (name, rest) = rest.split_once('(')?;
        let names = rest.rsplit_once(')').map_or(rest, |(names, _)| names).split(',');
        let name_of = |text: &str| {
            let text = text.trim().trim_start_matches('*');
            let text = text.strip_prefix("ByVal ").or(text.strip_prefix("ByRef ")).unwrap_or(text);
            let end = text.find(|c: char| !(c.is_alphanumeric() || c == '_')).unwrap_or(text.len());
            text[..end].to_owned()
        };
        Some((name.trim().to_owned(), names.map(name_of).filter(|name| !name.is_empty()).collect()))
    }

    /// The list that a loop goes over.
    pub(super) fn list(&self, names: &Names) -> Option<Value> {
        let (_, list) = self.text.strip_prefix("for ")?.split_once(" in ")?;
        let list = list.trim_end_matches(':').trim();
        let list = list.strip_prefix("enumerate(").map_or(list, |inner| {
            inner.trim_end_matches(')').split(", start").next().unwrap_or(inner)
        });
        literal(list, names).map(|(value, _)| value).filter(|value| value.as_list().is_some())
    }
}

/// What stands left and right of the sign that assigns.
pub(super) fn assigned(text: &str) -> Option<(&str, &str)> {
    let text = text.strip_prefix("Set ").unwrap_or(text);
    let (left, right) = text.split_once('=')?;
    let is_name =
        !left.contains(['"', '\'']) && !right.starts_with('=') && !left.ends_with(['!', '<', '>']);
    is_name.then(|| (left.trim(), right.trim()))
}

/// The row and the column of a cell: `table.cell(0, 1).text`.
pub(super) fn cell(target: &str) -> Option<(usize, usize)> {
    let (_, rest) = target.split_once("cell(")?;
    let (row, column) = rest.split_once(')')?.0.split_once(',')?;
    Some((row.trim().parse().ok()?, column.trim().parse().ok()?))
}

/// What a function is given, with or without brackets around it.
pub(super) fn arguments(text: &str, names: &Names) -> Arguments {
    let text = text.trim();
    let mut rest = text.strip_prefix('(').unwrap_or(text);
    let mut found = Vec::new();
    loop {
        rest = rest.trim_start();
        let end = rest.find(|c: char| !(c.is_alphanumeric() || c == '_')).unwrap_or(rest.len());
        let behind = rest[end..].trim_start();
        let is_named = end > 0 && behind.starts_with('=') && !behind.starts_with("==");
        let name = is_named.then(|| rest[..end].to_owned());
        let Some((value, behind)) = literal(if is_named { &behind[1..] } else { rest }, names)
        else {
            return found;
        };
        found.push((name, value));
        match behind.strip_prefix(',') {
            Some(behind) => rest = behind,
            None => return found,
        }
    }
}

/// What a text begins with, and what follows: anything that is not written down is nothing.
pub(super) fn literal<'t>(text: &'t str, names: &Names) -> Option<(Value, &'t str)> {
    value(text, names, 0)
}

/// The same, inside so many others.
fn value<'t>(text: &'t str, names: &Names, depth: usize) -> Option<(Value, &'t str)> {
    let text = text.trim_start();
    let first = text.chars().next().filter(|_| depth < DEEPEST)?;
    if let Some((mut said, mut rest)) = string(text) {
        // Texts one behind the other are one.
        loop {
            let joined = rest.trim_start().trim_start_matches(['+', '&']).trim_start();
            let end = ["vbCrLf", "vbNewLine", "vbCr", "vbLf", "Chr(13)", "Chr(10)"];
            if let Some(end) = end.into_iter().find(|end| joined.starts_with(end)) {
                said.push('\n');
                rest = &joined[end.len()..];
            } else if let Some((more, behind)) = string(joined) {
                said += &more;
                rest = behind;
            } else {
                return Some((Value::Text(said), rest.trim_start()));
            }
        }
    }
    if let Some(close) = [('[', ']'), ('(', ')')].into_iter().find(|(open, _)| *open == first) {
        let (list, had_comma, rest) = entries(&text[1..], close.1, names, depth + 1)?;
        let is_group = first == '(' && list.len() == 1 && !had_comma;
        let value = if is_group { list.into_iter().next()? } else { Value::List(list) };
        return Some((value, rest));
    }
    if first == '{' {
        return object(&text[1..], names, depth + 1);
    }
    let end = end_of_expression(text);
    let word = text[..end].trim();
    let value = match word.parse::<f64>() {
        Ok(_) => Value::Number(word.to_owned()),
        Err(_) => names.get(word).cloned().unwrap_or(Value::Other),
    };
    (end > 0).then(|| (value, text[end..].trim_start()))
}

/// The entries up to a bracket, whether one has a comma behind it, and what follows.
fn entries<'t>(
    text: &'t str,
    close: char,
    names: &Names,
    depth: usize,
) -> Option<(Vec<Value>, bool, &'t str)> {
    let (mut rest, mut list, mut had_comma) = (text.trim_start(), Vec::new(), false);
    loop {
        if let Some(behind) = rest.strip_prefix(close) {
            return Some((list, had_comma, behind.trim_start()));
        }
        let (value, behind) = value(rest, names, depth)?;
        list.push(value);
        rest = behind;
        if let Some(behind) = rest.strip_prefix(',') {
            had_comma = true;
            rest = behind.trim_start();
        } else if !rest.starts_with(close) {
            return None;
        }
    }
}

/// The fields up to a brace, and what follows.
fn object<'t>(text: &'t str, names: &Names, depth: usize) -> Option<(Value, &'t str)> {
    let (mut rest, mut fields) = (text.trim_start(), Vec::new());
    loop {
        if let Some(behind) = rest.strip_prefix('}') {
            return Some((Value::Object(fields), behind.trim_start()));
        }
        let (name, behind) = string(rest)?;
        let (value, behind) = value(behind.trim_start().strip_prefix(':')?, names, depth)?;
        fields.push((name, value));
        rest = behind.strip_prefix(',').unwrap_or(behind).trim_start();
    }
}

/// Where an expression ends that is none of these: at a comma or a bracket that it did not open.
fn end_of_expression(text: &str) -> usize {
    let (mut depth, mut at) = (0usize, 0);
    while let Some(c) = text[at..].chars().next() {
        if let Some((_, behind)) = string(&text[at..]) {
            at = text.len() - behind.len();
            continue;
        }
        match c {
            '(' | '[' | '{' => depth += 1,
            ')' | ']' | '}' | ',' if depth == 0 => break,
            ')' | ']' | '}' => depth -= 1,
            _ => {}
        }
        at += c.len_utf8();
    }
    at
}

/// The string that a text begins with, and what follows.
fn string(text: &str) -> Option<(String, &str)> {
    let inner = text.trim_start_matches(['f', 'r', 'u', 'b', 'F', 'R']);
    let is_prefixed = text.len() - inner.len() <= 2;
    let quote = ["\"\"\"", "'''", "\"", "'"].into_iter().find(|quote| inner.starts_with(quote));
    let quote = quote.filter(|_| is_prefixed)?;
    let (mut said, mut rest) = (String::new(), &inner[quote.len()..]);
    loop {
        if let Some(behind) = rest.strip_prefix(quote) {
            // In Basic, two marks are one.
            let doubled = behind.strip_prefix('"').filter(|_| quote == "\"" && !said.is_empty());
            let Some(behind) = doubled else { return Some((said, behind)) };
            said.push('"');
            rest = behind;
            continue;
        }
        let mut letters = rest.chars();
        let c = match (letters.next()?, quote.len()) {
            ('\n', 1) => return None,
            ('\\', _) => match letters.next()? {
                'n' => '\n',
                't' => '\t',
                other => other,
            },
            (other, _) => other,
        };
        said.push(c);
        rest = letters.as_str();
    }
}

#[cfg(test)]
mod tests {
    use super::{Names, literal};

    #[test]
    fn lists_in_lists_are_read_as_deep_as_records_are() {
        let nested = |depth: usize| ["[".repeat(depth), "]".repeat(depth)].concat();
        assert!(literal(&nested(100), &Names::new()).is_some());
        assert!(literal(&nested(100_000), &Names::new()).is_none());
    }
}
