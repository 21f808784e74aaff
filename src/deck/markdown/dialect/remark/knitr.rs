//! What R says: the names of pictures in a line, and in `output:` whether there is a title slide.

use crate::deck::markdown::yaml::{Node, Value};

/// A line in which R says where a picture is, with the file name that it says; `None` where it says none.
/// The rest of the path is known to R alone.
pub(super) fn named(line: &str) -> Option<String> {
    const OPEN: &str = "](`r ";
    const CLOSE: &str = "`)";
    let (mut out, mut rest) = (String::new(), line);
    while let Some((before, behind)) = rest.split_once(OPEN) {
        let (code, after) = behind.split_once(CLOSE)?;
        out += &format!("{before}](<{}>)", last_string(code)?);
        rest = after;
    }
    (!out.is_empty()).then(|| out + rest)
}

/// The picture that R puts in the place of a line, `` `r include_graphics("a.png")` ``; `None` if it does not.
pub(super) fn pictured(line: &str) -> Option<String> {
    let code = line.trim().strip_prefix("`r ")?.strip_suffix('`')?;
    let arguments = code.trim_start_matches("knitr::").strip_prefix("include_graphics(")?;
    Some(format!("![](<{}>)", last_string(arguments)?))
}

/// How names of emoji end that have a colour of skin.
const TONES: [&str; 5] = ["_medium_light", "_medium_dark", "_light", "_medium", "_dark"];

/// A line with the emoji that R would put in it, `` `r emo::ji("dragon")` ``, by their names; `None` if there
/// are none.
pub(super) fn emoji(line: &str) -> Option<String> {
    const OPEN: &str = "`r emo::ji(";
    let (mut out, mut rest) = (String::new(), line);
    while let Some((before, behind)) = rest.split_once(OPEN) {
        let (code, after) = behind.split_once(")`")?;
        // The name of a colour of skin stands behind that of the picture.
        let name = last_string(code)?.trim_end_matches("_skin_tone");
        let name = TONES.iter().find_map(|tone| name.strip_suffix(tone)).unwrap_or(name);
        out += &format!("{before}:{name}:");
        rest = after;
    }
    (!out.is_empty()).then(|| out + rest)
}

/// Whether an output format has `seal: false`: the deck has a title slide of its own.
pub(super) fn leaves_title_out(output: &Node) -> bool {
    let Value::Map(pairs) = &output.value else { return false };
    pairs.iter().any(|(key, value)| match key.text().as_deref() {
        Some("seal") => matches!(value.value, Value::Bool(false)),
        _ => leaves_title_out(value),
    })
}

/// The last string in a piece of code.
fn last_string(code: &str) -> Option<&str> {
    let close = code.rfind(['"', '\''])?;
    let open = code[..close].rfind(&code[close..=close])?;
    Some(&code[open + 1..close])
}

#[cfg(test)]
mod tests {
    use super::{emoji, named};

    #[test]
    fn pictures_have_the_names_that_r_says() {
        for (line, expected) in [
            (r#"![:scale 9%](`r file.path(dir, "a b.png")`) x"#, Some("![:scale 9%](<a b.png>) x")),
            (r#"![](`r here("i", 'b.png')`)![](`r "c"`)"#, Some("![](<b.png>)![](<c>)")),
            ("![](`r path`)", None),
            ("a `r 1 + 1` b", None),
        ] {
            assert_eq!(named(line).as_deref(), expected, "{line}");
        }
    }

    #[test]
    fn emoji_have_their_names() {
        let line = r#"`r emo::ji("dragon")` x `r emo::ji('eyes')`"#;
        assert_eq!(emoji(line).as_deref(), Some(":dragon: x :eyes:"));
        let toned = r#"`r emo::ji("wave_medium_dark_skin_tone")`"#;
        assert_eq!(emoji(toned).as_deref(), Some(":wave:"));
        assert_eq!(emoji("`r x`"), None);
    }
}
