//! The guide to writing a deck, `docs/deck.md`, section by section, for the terminal.

/// The guide.
const GUIDE: &str = include_str!("../../docs/deck.md");

/// A section of the guide.
pub(super) struct Topic {
    /// What it is called in the terminal.
    pub(super) name: &'static str,
    /// Other words for it, and words that it explains.
    words: &'static [&'static str],
    /// Its heading.
    pub(super) heading: &'static str,
}

/// What can be asked for. Layouts and findings go before it.
pub(super) static TOPICS: [Topic; 10] = [
    Topic::new("front-matter", "Front matter", &["author", "date", "duration", "footer", "lang"]),
    Topic::new("slides", "Slides", &["headings", "rulers", "split"]),
    Topic::new("notes", "Speaker notes", &["comments", "rate", "speaker-notes"]),
    Topic::new("markdown", "Content", &["footnotes", "formulas", "lists", "pictures", "tables"]),
    Topic::new("charts", "Charts", &["bar", "csv", "line", "stacked"]),
    Topic::new(
        "incremental",
        "Steps",
        &["handout", "nonincremental", "pause", "reveal", "v-click", "v-clicks"],
    ),
    Topic::new("include", "Several files", &["files", "parts", "src"]),
    Topic::new("fit", "Slides that are too full", &["continued", "shrink"]),
    Topic::new("fonts", "Fonts", &["font-han", "font-latin"]),
    Topic::new("check", "When something is wrong", &["allow", "deny", "warn"]),
];

impl Topic {
    const fn new(
        name: &'static str,
        heading: &'static str,
        words: &'static [&'static str],
    ) -> Self {
        Self { name, words, heading }
    }

    /// What the guide says about it.
    pub(super) fn page(&self) -> String {
        format!("{}: {}\n\n{}\n", self.name, self.heading, section(self.heading))
    }
}

/// The topic with a name, or with a word that it explains.
pub(super) fn topic(word: &str) -> Option<&'static Topic> {
    TOPICS.iter().find(|topic| topic.name == word || topic.words.contains(&word))
}

/// Every word that there is a topic for.
pub(super) fn words() -> impl Iterator<Item = &'static str> {
    TOPICS.iter().flat_map(|topic| topic.words.iter().copied().chain([topic.name]))
}

/// What stands below a heading, up to the next one; nothing if there is none of this name.
fn section(heading: &str) -> &'static str {
    let mut code = false;
    let mut found: Option<(usize, usize)> = None;
    let mut at = 0;
    for line in GUIDE.split_inclusive('\n') {
        code ^= line.starts_with("```");
        let title = line.strip_prefix("### ").or_else(|| line.strip_prefix("## "));
        if let Some(title) = title.filter(|_| !code) {
            match found {
                Some((start, _)) => return GUIDE[start..at].trim(),
                None if title.trim() == heading => found = Some((at + line.len(), GUIDE.len())),
                None => {}
            }
        }
        at += line.len();
    }
    found.map_or("", |(start, end)| GUIDE[start..end].trim())
}

#[cfg(test)]
mod tests {
    use super::{TOPICS, section, topic};

    #[test]
    fn every_topic_is_in_the_guide() {
        for topic in &TOPICS {
            assert!(section(topic.heading).len() > 100, "{}", topic.heading);
        }
        let steps = topic("pause").expect("a topic").page();
        assert!(steps.contains("{.incremental}") && !steps.contains("\n## Themes"), "{steps}");
    }
}
