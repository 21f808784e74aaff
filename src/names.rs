//! The names that decks write and themes answer to. Both know them from here: a deck needs no theme
//! to be read, and a theme no deck.

/// The layouts that every theme has, in the order in which they are listed.
pub(crate) const LAYOUTS: [&str; 23] = [
    "title", "agenda", "section", "content", "statement", "definition", "columns", "compare",
    "cards", "timeline", "steps", "table", "chart", "code", "math", "image", "quote", "quiz",
    "team", "summary", "qa", "closing", "references",
];

/// The themes that the program brings along.
pub(crate) const THEMES: [&str; 4] = ["brand", "classroom", "paper", "stage"];
