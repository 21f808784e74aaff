//! Builds a deck repeatedly in a child process, as a server does.

use std::path::Path;

use clap::Parser;

use crate::args::{Cli, Command};
use crate::worker::{COMMAND, Request, Worker};

/// A deck and the child that builds it.
pub struct Rebuilt(Worker);

/// The result of a build.
pub struct Build {
    /// The files of the outputs, by format and name.
    pub files: Vec<(String, String, Vec<u8>)>,
    /// What was found, as people read it.
    pub said: String,
    /// What was found, as data.
    pub findings: serde_json::Value,
    /// The files that were read or looked up in vain.
    pub reads: Vec<String>,
}

impl Rebuilt {
    /// A deck, by the arguments of a command. `program`: where the program is.
    pub fn new(program: &Path, arguments: &[&str]) -> Self {
        let all = ["llmslides", COMMAND].into_iter().chain(arguments.iter().copied());
        match Cli::parse_from(all).command {
            Command::Worker(deck) => Self(Worker::new(program.to_path_buf(), &deck)),
            _ => unreachable!("the command is given"),
        }
    }

    /// Builds it as these formats.
    ///
    /// # Errors
    /// What the child said when it ended.
    pub fn build(&mut self, formats: &[&str]) -> Result<Build, String> {
        let formats = formats.iter().map(|&format| format.to_owned()).collect();
        let request = Request { formats, ..Request::default() };
        let answer = self.0.build(&request).map_err(|ended| ended.said)?;
        let files = answer.outputs.into_iter().flat_map(|output| {
            let format = output.format;
            output.files.into_iter().map(move |file| (format.clone(), file.name, file.bytes))
        });
        let reads = answer.reads.iter().map(|path| path.display().to_string()).collect();
        Ok(Build {
            files: files.collect(),
            said: answer.said.concat(),
            findings: answer.findings,
            reads,
        })
    }

    /// A function that ends the child, callable from any thread.
    pub fn stopper(&self) -> impl Fn() + Send + 'static {
        let stopper = self.0.stopper();
        move || stopper.stop()
    }
}
