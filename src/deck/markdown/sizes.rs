//! How large an author wants a picture: attributes, a style or classes of UnoCSS → its width and height, in
//! what means the same on our page as on that of the tool.

use super::Reader;
use super::html_columns::declared;
use crate::contract::Aspect;
use crate::deck::Image;

impl Reader<'_, '_> {
    /// Gives a picture the size that its attributes ask for, where nothing else has said it.
    pub(super) fn take_size(&self, image: &mut Image, attribute: impl Fn(&str) -> Option<String>) {
        let style = attribute("style").unwrap_or_default();
        let classes = attribute("class").unwrap_or_default();
        let asked = |names: [&str; 2], letter: &str| {
            let of_style = || names.iter().find_map(|name| declared(&style, name));
            let of_style = || of_style().filter(|length| length != "100%");
            attribute(names[0]).or_else(of_style).or_else(|| of_classes(&classes, letter))
        };
        image.width = image.width.take().or_else(|| asked(["width", "max-width"], "w"));
        image.height = image.height.take().or_else(|| asked(["height", "max-height"], "h"));
        image.width.take_if(|width| width == "auto");
        // A share of the height is one of a box whose height nobody knows.
        image.height.take_if(|height| height == "auto" || height.ends_with('%'));
        for length in [&mut image.width, &mut image.height].into_iter().flatten() {
            *length = self.on_our_page(length);
        }
    }

    /// A length in pixels of the tool's page as one on ours; others are as they are.
    pub(super) fn on_our_page(&self, length: &str) -> String {
        let pixels = length.trim_end_matches("px").trim();
        match (pixels.parse::<f64>(), self.dialect.manner().page_pixels) {
            (Ok(pixels), Some(page)) => {
                let points = pixels * Aspect::Wide.width() / page;
                format!("{}pt", (points * 10.0).round() / 10.0)
            }
            _ => length.to_owned(),
        }
    }
}

/// The length in a class of UnoCSS or Tailwind: `w-40` is forty quarters of 16 pixels, `w-1/2` a share,
/// `w-[200px]` and `w-200px` what they say.
fn of_classes(classes: &str, letter: &str) -> Option<String> {
    /// Pixels of a step of their scale.
    const STEP: f64 = 4.0;
    let length = |class: &str| {
        let class = class.strip_prefix("max-").or(class.strip_prefix("!")).unwrap_or(class);
        let value = class.strip_prefix(letter)?.strip_prefix('-')?;
        let value = value.strip_prefix('[').and_then(|it| it.strip_suffix(']')).unwrap_or(value);
        if let Some((part, whole)) = value.split_once('/') {
            let share = part.parse::<f64>().ok()? / whole.parse::<f64>().ok()?;
            return Some(format!("{}%", (share * 100.0).round()));
        }
        match value.parse::<f64>() {
            Ok(steps) => Some(format!("{}px", steps * STEP)),
            Err(_) => value.starts_with(|c: char| c.is_ascii_digit()).then(|| value.to_owned()),
        }
    };
    classes.split_whitespace().find_map(length)
}

#[cfg(test)]
mod tests {
    use super::of_classes;

    #[test]
    fn classes_say_lengths() {
        for (classes, width) in [
            ("rounded w-40 shadow", Some("160px")),
            ("w-1/2", Some("50%")),
            ("max-w-[300px]", Some("300px")),
            ("w-20rem", Some("20rem")),
            ("w-full h-40 flow-2", None),
        ] {
            assert_eq!(of_classes(classes, "w").as_deref(), width, "{classes}");
        }
    }
}
