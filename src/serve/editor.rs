//! Opens a line of a deck in the editor of whoever writes it.

use std::process::{Command, Stdio};
use std::{io, thread};

/// A command that opens a line. It is not run by a shell: its words are separated by spaces.
#[derive(Debug, Clone)]
pub(crate) struct Editor(Vec<String>);

impl Editor {
    /// Parses a command; `None` if it is empty.
    pub(crate) fn read(command: &str) -> Option<Self> {
        let words: Vec<String> = command.split_whitespace().map(str::to_owned).collect();
        (!words.is_empty()).then_some(Self(words))
    }

    /// Opens a line without waiting.
    ///
    /// # Errors
    /// If the command cannot be started.
    pub(super) fn open(&self, file: &str, line: usize) -> io::Result<()> {
        let words = self.words(file, line);
        let mut command = Command::new(&words[0]);
        // Its messages go to the terminal.
        let command = command.args(&words[1..]).stdin(Stdio::null()).stdout(Stdio::null());
        let mut child = command.spawn()?;
        thread::spawn(move || child.wait());
        Ok(())
    }

    /// The words of the command for a line.
    fn words(&self, file: &str, line: usize) -> Vec<String> {
        // A file name that begins with a hyphen would be taken for an option.
        let file = if file.starts_with('-') { format!("./{file}") } else { file.to_owned() };
        let Self(words) = self;
        if !words.iter().any(|word| word.contains("{file}")) {
            return words.iter().cloned().chain([format!("{file}:{line}")]).collect();
        }
        let line = line.to_string();
        words.iter().map(|word| word.replace("{line}", &line).replace("{file}", &file)).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::Editor;

    #[test]
    fn a_line_goes_where_the_command_has_a_place_for_it() {
        for (command, file, words) in [
            ("code -g", "talk.md", vec!["code", "-g", "talk.md:7"]),
            ("vi +{line} {file}", "我的 课.md", vec!["vi", "+7", "我的 课.md"]),
            ("idea --line {line}", "-x.md", vec!["idea", "--line", "{line}", "./-x.md:7"]),
        ] {
            let editor = Editor::read(command).expect("a command");
            assert_eq!(editor.words(file, 7), words, "{command}");
        }
        assert!(Editor::read("  ").is_none());
    }
}
