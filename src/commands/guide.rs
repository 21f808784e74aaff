//! The guides in `docs/`, section by section, for the terminal.

/// The guide to writing a deck.
const DECK: &str = include_str!("../../docs/deck.md");
/// The guide to presenting.
const PRESENTING: &str = include_str!("../../docs/presenting.md");
/// The guide to themes.
const THEMES: &str = include_str!("../../docs/themes.md");

/// A section of a guide.
pub(super) struct Topic {
    /// Its name in the terminal.
    pub(super) name: &'static str,
    /// Synonyms, and words that it explains.
    words: &'static [&'static str],
    /// The guide.
    guide: &'static str,
    /// Its heading there.
    pub(super) heading: &'static str,
}

/// All topics. Layouts and findings with the same name take precedence.
pub(super) static TOPICS: [Topic; 18] = [
    Topic::new(
        "front-matter",
        DECK,
        "Front matter",
        &["author", "date", "duration", "footer", "lang"],
    ),
    Topic::new("slides", DECK, "Slides", &["headings", "rulers", "split"]),
    Topic::new("notes", DECK, "Speaker notes", &["comments", "rate", "speaker-notes"]),
    Topic::new(
        "markdown",
        DECK,
        "Content",
        &["footnotes", "formulas", "lists", "pictures", "tables"],
    ),
    Topic::new("charts", DECK, "Charts", &["bar", "csv", "line", "stacked"]),
    Topic::new(
        "incremental",
        DECK,
        "Steps",
        &["handout", "nonincremental", "pause", "reveal", "v-click", "v-clicks"],
    ),
    Topic::new("include", DECK, "Several files", &["files", "parts", "src"]),
    Topic::new("fit", DECK, "Slides that are too full", &["continued", "shrink"]),
    Topic::new("themes", DECK, "Themes", &["theme", "brand", "classroom", "paper", "stage"]),
    Topic::new(
        "tokens",
        THEMES,
        "A new colour in a minute",
        &["accent", "colour", "color", "logo"],
    ),
    Topic::new("templates", THEMES, "A template in ten minutes", &["template", "typst"]),
    Topic::new("fonts", DECK, "Fonts", &["font", "font-han", "font-latin"]),
    Topic::new(
        "html",
        PRESENTING,
        "From the HTML file",
        &["keys", "presenting", "presenter", "viewer"],
    ),
    Topic::new("present", PRESENTING, "From `present`", &["phone", "remote"]),
    Topic::new("rehearse", PRESENTING, "Rehearsing", &["learnt", "rehearsal", "timing"]),
    Topic::new("watch", PRESENTING, "While writing: `watch`", &["editor", "preview", "server"]),
    Topic::new("check", DECK, "When something is wrong", &["allow", "deny", "warn"]),
    Topic::new("json", DECK, "JSON, for scripts", &["exit-codes", "schema", "scripts"]),
];

impl Topic {
    const fn new(
        name: &'static str,
        guide: &'static str,
        heading: &'static str,
        words: &'static [&'static str],
    ) -> Self {
        Self { name, words, guide, heading }
    }

    /// The text of its section.
    pub(super) fn page(&self) -> String {
        format!("{}: {}\n\n{}\n", self.name, self.heading, section(self.guide, self.heading))
    }
}

/// The topic with this name or word.
pub(super) fn topic(word: &str) -> Option<&'static Topic> {
    TOPICS.iter().find(|topic| topic.name == word || topic.words.contains(&word))
}

/// Every word that there is a topic for.
pub(super) fn words() -> impl Iterator<Item = &'static str> {
    TOPICS.iter().flat_map(|topic| topic.words.iter().copied().chain([topic.name]))
}

/// The section below a heading of a guide, up to the next heading of the same or a higher level;
/// empty if there is no such heading.
fn section<'a>(guide: &'a str, heading: &str) -> &'a str {
    let mut code = false;
    let mut found: Option<(usize, usize)> = None;
    let mut at = 0;
    for line in guide.split_inclusive('\n') {
        code ^= line.starts_with("```");
        let level = line.len() - line.trim_start_matches('#').len();
        let title = line[level..].strip_prefix(' ').filter(|_| level > 0 && !code);
        match (found, title) {
            (Some((start, own)), Some(_)) if level <= own => return guide[start..at].trim(),
            (None, Some(title)) if title.trim() == heading => {
                found = Some((at + line.len(), level))
            }
            _ => {}
        }
        at += line.len();
    }
    found.map_or("", |(start, _)| guide[start..].trim())
}

#[cfg(test)]
mod tests {
    use super::{TOPICS, section, topic};

    #[test]
    fn every_topic_is_in_the_guide() {
        for topic in &TOPICS {
            assert!(section(topic.guide, topic.heading).len() > 100, "{}", topic.heading);
        }
        let steps = topic("pause").expect("a topic").page();
        assert!(steps.contains("{.incremental}") && !steps.contains("\n## Themes"), "{steps}");
    }
}
