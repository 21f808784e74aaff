//! The protocol between a worker and its child. A request is a line of JSON; an answer is a line of
//! JSON followed by the bytes of its files, in the order of the line.

use std::io::{self, BufRead};
use std::path::PathBuf;

use serde::{Deserialize, Serialize};

use crate::export::png::Picture;
use crate::export::{Content, PageChoice, Shape};

/// Asks for a deck.
#[derive(Debug, Default, Serialize, Deserialize)]
pub(crate) struct Request {
    /// The names of the outputs to write.
    pub(crate) formats: Vec<String>,
    /// How pages become pictures.
    #[serde(default)]
    pub(crate) pages: PageChoice,
    /// The path from the folder of the outputs to the deck's, empty or with a slash at its end.
    #[serde(default)]
    pub(crate) way: String,
}

/// A deck that was built.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Answer {
    /// The outputs in the order of the request; empty if there is no deck to show.
    pub(crate) outputs: Vec<Written>,
    /// The findings, as the document of `check --format json`.
    pub(crate) findings: serde_json::Value,
    /// The findings as text, in the same order.
    pub(crate) said: Vec<String>,
    /// Whether errors are among it.
    pub(crate) has_errors: bool,
    /// Whether a finding forbids writing outputs; showing them is allowed.
    pub(crate) forbids_output: bool,
    /// Every file and folder that was read or looked up in vain: a change there may change the
    /// deck.
    pub(crate) reads: Vec<PathBuf>,
}

/// An output that was written.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Written {
    /// Its name.
    pub(crate) format: String,
    /// Its files: name and bytes. A single one has no name.
    pub(crate) files: Vec<File>,
}

impl Written {
    /// The content of an output of this shape. For pages, all must have been requested.
    pub(crate) fn content(self, shape: Shape) -> Content {
        let mut files = self.files.into_iter();
        match shape {
            Shape::File => Content::File(files.next().map(|file| file.bytes).unwrap_or_default()),
            Shape::Folder(_) => {
                Content::Folder(files.map(|file| (file.name, file.bytes)).collect())
            }
            Shape::Pages => {
                let picture = |file: File| {
                    Some(Picture { number: file.name.parse().ok()?, bytes: file.bytes })
                };
                let pages: Vec<Picture> = files.filter_map(picture).collect();
                let total = pages.len();
                Content::Pages(pages, total)
            }
        }
    }
}

/// A file of an output.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct File {
    /// Its name.
    pub(crate) name: String,
    /// How many bytes follow.
    length: usize,
    /// These bytes.
    #[serde(skip)]
    pub(crate) bytes: Vec<u8>,
}

impl File {
    /// A file with these bytes.
    pub(super) fn new(name: String, bytes: Vec<u8>) -> Self {
        Self { name, length: bytes.len(), bytes }
    }
}

/// A request as it is sent.
pub(super) fn request(request: &Request) -> Vec<u8> {
    line(request)
}

/// An answer as it is sent.
pub(super) fn answer(answer: &Answer) -> Vec<u8> {
    let files = answer.outputs.iter().flat_map(|output| &output.files);
    files.fold(line(answer), |mut sent, file| {
        sent.extend(&file.bytes);
        sent
    })
}

/// A message and the end of its line.
fn line(message: &impl Serialize) -> Vec<u8> {
    let mut line = serde_json::to_vec(message).expect("plain data with names for keys");
    line.push(b'\n');
    line
}

/// Reads an answer.
///
/// # Errors
/// If the pipe ends before the answer does, or it is none.
pub(super) fn receive(from: &mut impl BufRead) -> io::Result<Answer> {
    let mut line = String::new();
    from.read_line(&mut line)?;
    let mut answer: Answer = serde_json::from_str(&line)?;
    for file in answer.outputs.iter_mut().flat_map(|output| &mut output.files) {
        file.bytes = vec![0; file.length];
        from.read_exact(&mut file.bytes)?;
    }
    Ok(answer)
}

#[cfg(test)]
mod tests {
    use super::{Answer, File, Written, answer, receive};

    #[test]
    fn an_answer_arrives_as_it_was_sent() {
        let file = |name: &str, bytes: &[u8]| File::new(name.to_owned(), bytes.to_vec());
        let files = vec![file("a", b"1\n2"), file("", b""), file("b", &[0, 255])];
        let sent = Answer {
            outputs: vec![Written { format: "png".to_owned(), files }],
            findings: serde_json::json!({ "version": 1 }),
            said: vec!["一\n".to_owned()],
            has_errors: true,
            forbids_output: false,
            reads: vec!["talk.md".into()],
        };
        let bytes = answer(&sent);
        let received = receive(&mut &bytes[..]).unwrap();
        assert_eq!(answer(&received), bytes);
        assert_eq!(received.outputs[0].files[2].bytes, [0, 255]);
        assert!(receive(&mut &bytes[..bytes.len() - 1]).is_err());
        assert!(receive(&mut &b""[..]).is_err());
    }
}
