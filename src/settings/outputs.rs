//! What is asked for and where it shall go → the files that are written.

use std::path::{Path, PathBuf};

use clap::ValueEnum;

use super::Input;
use crate::args::Format;
use crate::diag::Diagnostic;
use crate::fs;

/// What is written when nothing is asked for.
const DEFAULT_FORMATS: [Format; 2] = [Format::Pdf, Format::Notes];

/// Endings of files that only other programs write.
const FOREIGN: [&str; 18] = [
    "doc", "docx", "gif", "htm", "html", "jpeg", "jpg", "key", "md", "odp", "ppt", "pptx", "svg",
    "tex", "txt", "typ", "webp", "xml",
];

/// Where an output goes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Target {
    /// A file, or for Typst a folder.
    Path(PathBuf),
    /// A file for each page: the number goes before the ending.
    Pages(PathBuf),
    /// Standard output.
    Stdout,
}

impl Format {
    /// What a file of this format ends in.
    fn extension(self) -> &'static str {
        match self {
            Format::Pdf => "pdf",
            Format::Notes => "notes.md",
            Format::Pdfpc => "pdfpc",
            Format::Typst => "typst",
            Format::Json => "json",
            Format::Png => "png",
        }
    }
}

/// The formats that are written, each once: those that are asked for, or else what the name of the
/// output tells, or else slides and notes.
///
/// # Errors
/// A name that says something else than what would be in the file.
pub(super) fn formats(
    asked: Option<&[Format]>,
    output: Option<&Path>,
) -> Result<Vec<Format>, Diagnostic> {
    let file = output.filter(|output| !names_folder(output) && !fs::is_folder(output));
    let named = file.and_then(named);
    let formats = match (asked, named) {
        (Some(asked), _) => asked,
        (None, Some(format @ (Format::Pdfpc | Format::Typst | Format::Json | Format::Png))) => {
            &[format]
        }
        (None, _) => &DEFAULT_FORMATS,
    };
    let other = named.filter(|named| !formats.contains(named));
    match file {
        Some(file) if other.is_some() || (named.is_none() && is_foreign(file, formats)) => {
            Err(misnamed(file, other))
        }
        _ => {
            let first = |(at, format): &(usize, &Format)| !formats[..*at].contains(format);
            Ok(formats.iter().enumerate().filter(first).map(|(_, format)| *format).collect())
        }
    }
}

/// The format that the name of a file tells.
fn named(file: &Path) -> Option<Format> {
    let name = file.to_string_lossy().to_lowercase();
    let all = Format::value_variants().iter();
    all.copied().find(|format| name.ends_with(&format!(".{}", format.extension())))
}

/// Whether a file is called as if another program had written it. Notes are Markdown.
fn is_foreign(file: &Path, formats: &[Format]) -> bool {
    let ending = ending(file);
    FOREIGN.contains(&ending.as_str()) && !(ending == "md" && formats == [Format::Notes])
}

/// What the name of a file ends in.
fn ending(file: &Path) -> String {
    file.extension().unwrap_or_default().to_string_lossy().to_lowercase()
}

/// A file whose name tells a format that is not written, or `other`, which was not asked for.
fn misnamed(file: &Path, other: Option<Format>) -> Diagnostic {
    let (path, ending) = (file.display(), ending(file));
    let names = Format::value_variants().iter().filter_map(Format::to_possible_value);
    let names: Vec<String> = names.map(|name| format!("`{}`", name.get_name())).collect();
    match other.and_then(|format| format.to_possible_value()) {
        Some(other) => {
            let other = other.get_name();
            Diagnostic::usage(format!("cannot write `{path}`: `--format` does not ask for {other}"))
                .hint(format!("`--format {other}`, or a name that ends in what it asks for"))
        }
        None => Diagnostic::usage(format!("cannot write `{path}`: there is no format `{ending}`"))
            .hint(format!("formats are {}", names.join(", "))),
    }
}

/// Whether an output can only be a folder.
fn names_folder(output: &Path) -> bool {
    output.to_string_lossy().ends_with(['/', '\\'])
}

/// Where each format goes. `explicit`: whether it was asked for.
///
/// # Errors
/// Several formats, or a folder, into one pipe.
pub(super) fn outputs(
    input: &Input,
    output: Option<&Path>,
    formats: &[Format],
    explicit: bool,
) -> Result<Vec<(Format, Target)>, Diagnostic> {
    let beside = |folder: &Path, name: &str| -> Vec<(Format, Target)> {
        formats
            .iter()
            .map(|&format| {
                let file = format!("{name}.{}", format.extension());
                let path = folder.join(file);
                let target = if format == Format::Png { Target::Pages } else { Target::Path };
                (format, target(path))
            })
            .collect()
    };
    let Some(output) = output else { return Ok(beside(Path::new(""), &input.name())) };
    if output == Path::new("-") {
        // A pipe takes one thing: what was asked for, or else the slides.
        let format = match formats {
            _ if !explicit => Format::Pdf,
            [Format::Typst] => {
                return Err(Diagnostic::usage("`--format typst` writes a folder, not a pipe"));
            }
            [format] => *format,
            _ => return Err(Diagnostic::usage("`-o -` takes one format")),
        };
        return Ok(vec![(format, Target::Stdout)]);
    }
    let slash = names_folder(output);
    // A folder of Typst is built again where it was built before.
    let again = formats == [Format::Typst] && !slash && fs::is_file(&output.join("main.typ"));
    let as_folder = (fs::is_folder(output) || slash) && !again;
    if as_folder {
        return Ok(beside(output, &input.name()));
    }
    if let [format] = formats {
        return Ok(vec![(*format, Target::Path(output.to_path_buf()))]);
    }
    let folder = output.parent().unwrap_or(Path::new(""));
    let name = output.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let ending = named(output).filter(|format| formats.contains(format));
    let stem = name.len() - ending.map_or(0, |format| format.extension().len() + 1);
    Ok(beside(folder, &name[..stem]))
}
