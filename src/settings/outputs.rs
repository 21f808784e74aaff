//! The outputs that are asked for → the files to write.

use std::path::{Path, PathBuf};

use super::Input;
use crate::diag::Diagnostic;
use crate::export::{EXPORTERS, Exporter, Shape, Unasked};
use crate::fs;

/// An output that is asked for.
type Format = &'static Exporter;

/// Extensions of files that other programs write.
const FOREIGN: [&str; 17] = [
    "doc", "docx", "gif", "htm", "jpeg", "jpg", "key", "md", "odp", "ppt", "pptx", "svg", "tex",
    "txt", "typ", "webp", "xml",
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

impl Target {
    /// The path from its folder to that of a deck, empty or with a slash at its end.
    pub(crate) fn way_to(&self, input: &Input) -> String {
        let here = PathBuf::from("-");
        let own = match self {
            Self::Path(path) | Self::Pages(path) => path,
            Self::Stdout => &here,
        };
        input.root().map(|root| fs::way(own, &root.join("deck"))).unwrap_or_default()
    }
}

/// The formats to write, each once: those asked for; else the one that the output's name implies;
/// else the default ones, of which `notes` says whether notes are wanted.
///
/// # Errors
/// A name that contradicts the content of the file.
pub(super) fn formats(
    asked: Option<&[Format]>,
    output: Option<&Path>,
    notes: bool,
) -> Result<Vec<Format>, Diagnostic> {
    let file = output.filter(|output| !names_folder(output) && !fs::is_folder(output));
    let named = file.and_then(named);
    let wanted = |format: &Format| match format.unasked {
        Unasked::Written => true,
        Unasked::WithNotes => notes,
        Unasked::Omitted => false,
    };
    let by_default = || EXPORTERS.iter().copied().filter(wanted).collect();
    let formats: Vec<Format> = match (asked, named) {
        (Some(asked), _) => asked.to_vec(),
        (None, Some(format)) if format.unasked == Unasked::Omitted => vec![format],
        (None, _) => by_default(),
    };
    let other = named.filter(|named| !formats.contains(named));
    match file {
        Some(file) if other.is_some() || (named.is_none() && is_foreign(file, &formats)) => {
            Err(misnamed(file, other))
        }
        _ => {
            let first = |(at, format): &(usize, &Format)| !formats[..*at].contains(format);
            Ok(formats.iter().enumerate().filter(first).map(|(_, format)| *format).collect())
        }
    }
}

/// The format that a file name implies.
fn named(file: &Path) -> Option<Format> {
    let name = file.to_string_lossy().to_lowercase();
    let tells = |format: &Format| name.ends_with(&format!(".{}", format.ending));
    // `talk.handout.pdf` has the endings of handouts and of slides; the longest one counts.
    EXPORTERS.iter().copied().filter(tells).max_by_key(|format| format.ending.len())
}

/// Whether a file has the extension of another program's format. Notes alone may be called `x.md`.
fn is_foreign(file: &Path, formats: &[Format]) -> bool {
    let ending = ending(file);
    let ours = matches!(formats, [format] if format.ending.ends_with(&format!(".{ending}")));
    FOREIGN.contains(&ending.as_str()) && !ours
}

/// The extension of a file, in lower case.
fn ending(file: &Path) -> String {
    file.extension().unwrap_or_default().to_string_lossy().to_lowercase()
}

/// The error about a file name that implies a format which is not written, or `other`, which was
/// not asked for.
fn misnamed(file: &Path, other: Option<Format>) -> Diagnostic {
    let (path, ending) = (file.display(), ending(file));
    let names: Vec<String> = EXPORTERS.iter().map(|format| format!("`{}`", format.name)).collect();
    match other {
        Some(Exporter { name: other, .. }) => {
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

/// The target for a pipe or a device, which is written to directly; `None` for files and folders.
fn stream(output: &Path) -> Option<Target> {
    match fs::is_stdout(output) {
        true => Some(Target::Stdout),
        false => fs::is_stream(output).then(|| Target::Path(output.to_path_buf())),
    }
}

/// The one format that is written into a stream.
///
/// # Errors
/// Several formats, or one that is a folder.
fn streamed(formats: &[Format], output: &Path) -> Result<Format, Diagnostic> {
    match formats {
        [Exporter { name, shape: Shape::Folder(_), .. }] => {
            Err(Diagnostic::usage(format!("`--format {name}` writes a folder, not a pipe")))
        }
        [format] => Ok(*format),
        _ => Err(Diagnostic::usage(format!("`-o {}` takes one format", output.display()))),
    }
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
        let target = |&format: &Format| {
            let path = folder.join(format!("{name}.{}", format.ending));
            let pages = matches!(format.shape, Shape::Pages);
            (format, if pages { Target::Pages(path) } else { Target::Path(path) })
        };
        formats.iter().map(target).collect()
    };
    let Some(output) = output else { return Ok(beside(Path::new(""), &super::output_name(input))) };
    if let Some(target) = stream(output) {
        let format = if explicit { streamed(formats, output)? } else { EXPORTERS[0] };
        return Ok(vec![(format, target)]);
    }
    let slash = names_folder(output);
    let again = match formats {
        [Exporter { shape: Shape::Folder(names), .. }] => fs::is_file(&output.join(names.main)),
        _ => false,
    };
    let as_folder = slash || fs::is_folder(output) && !again;
    if as_folder {
        return Ok(beside(output, &super::output_name(input)));
    }
    if let [format] = formats {
        return Ok(vec![(*format, Target::Path(output.to_path_buf()))]);
    }
    let folder = output.parent().unwrap_or(Path::new(""));
    let name = output.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let ending = named(output).filter(|format| formats.contains(format));
    let stem = name.len() - ending.map_or(0, |format| format.ending.len() + 1);
    Ok(beside(folder, &name[..stem]))
}
