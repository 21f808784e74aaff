//! The user's fonts: `fonts/` beside the deck, `--font-path`, `--system-fonts` → the faces that the
//! compiler chooses from.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use rayon::prelude::*;
use typst::text::FontInfo;

use crate::diag::{Diagnostic, Diagnostics, Span};
use crate::engine::{FontFile, Fonts, FoundFile, Origin};
use crate::fs;

/// Name of the folder beside a deck in which its fonts are.
const FOLDER: &str = "fonts";
/// The code of findings about fonts that cannot be used.
pub(crate) const BROKEN: &str = "broken-font";
/// The hint about usable formats.
const KINDS: &str = "TrueType or OpenType fonts can be used: `.ttf`, `.otf`, `.ttc`, `.otc`";
/// The hint about web fonts.
const WEB: &str = "fonts for web pages (`.woff`, `.woff2`) have to be converted to `.ttf` first";

/// Where to look for fonts beside the bundled ones.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub(crate) struct FontSources {
    /// The deck's folder, whose `fonts/` is used. `None`: the deck is in the program.
    pub(crate) beside: Option<PathBuf>,
    /// Files and folders that the command line names.
    pub(crate) paths: Vec<PathBuf>,
    /// Whether to use the system's.
    pub(crate) system: bool,
}

impl FontSources {
    /// The folders and files that are searched for fonts, except the system's: a change there may
    /// change the deck.
    pub(crate) fn places(&self) -> Vec<PathBuf> {
        let beside = self.beside.iter().map(|root| root.join(FOLDER));
        let named: Vec<PathBuf> = beside.chain(self.paths.iter().cloned()).collect();
        let folders = named.iter().filter(|path| fs::is_folder(path));
        let found = folders.filter_map(|folder| fs::font_folder(folder, None).ok());
        let files: Vec<PathBuf> = found.flat_map(|found| found.files).collect();
        [named, files].concat()
    }
}

/// Finds the fonts and reads only their properties. `kept`: those of the previous build, whose
/// bytes are reused for unchanged files.
///
/// # Errors
/// A folder that cannot be read; a path of the command line without a font. A broken font in a
/// folder is just a finding, since the others may do.
pub(crate) fn load(
    sources: &FontSources,
    kept: Option<&Fonts>,
    findings: &mut Diagnostics,
) -> Result<Arc<Fonts>, Diagnostic> {
    let mut search = Search { kept, findings };
    let mut files = Vec::new();
    if let Some(root) = &sources.beside {
        files.extend(search.beside(root)?);
    }
    for path in &sources.paths {
        files.extend(search.named(path)?);
    }
    let mut seen = Vec::new();
    files.retain(|file| {
        let path = fs::normalize(file.file.path());
        let new = !seen.contains(&path);
        seen.push(path);
        new
    });
    if sources.system {
        files.extend(search.system());
    }
    Ok(Fonts::with_files(files))
}

/// The search for fonts.
struct Search<'a> {
    kept: Option<&'a Fonts>,
    findings: &'a mut Diagnostics,
}

impl Search<'_> {
    /// The fonts in `fonts/` beside the deck, which like all files of a deck must be in its folder.
    fn beside(&mut self, root: &Path) -> Result<Vec<FoundFile>, Diagnostic> {
        let folder = root.join(FOLDER);
        if !fs::is_folder(&folder) {
            return Ok(Vec::new());
        }
        let found = fs::font_folder(&folder, Some(fs::or_here(root)))?;
        for path in &found.outside {
            let message = format!("`{}` leads out of the deck's folder", path.display());
            self.findings
                .push(broken(message).hint("copy it there, or pass it with `--font-path`"));
        }
        if found.files.is_empty() && found.outside.is_empty() {
            let message =
                format!("no font in `{}`, the folder for the deck's fonts", folder.display());
            self.findings.push(broken(message).hint(if found.web { WEB } else { KINDS }));
        }
        Ok(self.read_all(found.files, Origin::Own))
    }

    /// The fonts that a path of the command line leads to.
    fn named(&mut self, path: &Path) -> Result<Vec<FoundFile>, Diagnostic> {
        if !fs::is_folder(path) {
            let file = self.read(path, Origin::Own);
            return file.map(|file| vec![file]).map_err(|Unusable { why, is_font }| {
                let message = format!("`--font-path {}`: {why}", path.display());
                let hint = (!is_font).then(|| hint(path).to_owned());
                Diagnostic::usage(message).maybe_hint(hint)
            });
        }
        let found = fs::font_folder(path, None)?;
        if found.files.is_empty() {
            let message = format!("no font in `{}`", path.display());
            return Err(Diagnostic::usage(message).hint(if found.web { WEB } else { KINDS }));
        }
        Ok(self.read_all(found.files, Origin::Own))
    }

    /// The system's fonts. Broken ones are ignored, as the author cannot fix them.
    fn system(&mut self) -> Vec<FoundFile> {
        let mut unsaid = Diagnostics::default();
        let mut search = Search { kept: self.kept, findings: &mut unsaid };
        let files = search.read_all(fs::system_fonts(), Origin::System);
        if files.is_empty() {
            let message = "`--system-fonts`: no font is installed here";
            self.findings
                .push(broken(message.to_owned()).hint("`--font-path DIR` names a folder of fonts"));
        }
        files
    }

    /// The fonts in these files; broken ones are findings.
    fn read_all(&mut self, paths: Vec<PathBuf>, origin: Origin) -> Vec<FoundFile> {
        let search = &*self;
        let read = |path: PathBuf| {
            let file = search.read(&path, origin);
            (path, file)
        };
        let read: Vec<(PathBuf, Result<FoundFile, Unusable>)> =
            paths.into_par_iter().map(read).collect();
        let mut files = Vec::new();
        for (path, file) in read {
            match file {
                Ok(file) => files.push(file),
                Err(Unusable { why, is_font }) => {
                    let message = format!("cannot use `{}`: {why}", path.display());
                    let hint = (!is_font).then(|| hint(&path).to_owned());
                    self.findings.push(broken(message).maybe_hint(hint));
                }
            }
        }
        files
    }

    /// The properties of the faces of a file.
    fn read(&self, path: &Path, origin: Origin) -> Result<FoundFile, Unusable> {
        let faces = fs::faces_in(path, FontInfo::new)
            .map_err(|error| Unusable { why: fs::reason(&error), is_font: true })?;
        if faces.is_empty() {
            return Err(Unusable { why: "it is no font, or damaged".to_owned(), is_font: false });
        }
        let version = fs::stamp(path).map_or(0, fs::Stamp::version);
        // Pages of the previous build refer to the bytes they were set with.
        let kept = self.kept.and_then(|fonts| fonts.file(path, version));
        let new =
            || Arc::new(FontFile::new(path.to_path_buf(), version, |path| fs::read(path).ok()));
        let file = kept.unwrap_or_else(new);
        Ok(FoundFile { file, origin, faces })
    }
}

/// A file that cannot be used as a font.
struct Unusable {
    /// Why.
    why: String,
    /// Whether it may be a font nevertheless.
    is_font: bool,
}

fn broken(message: String) -> Diagnostic {
    Diagnostic::warning("broken-font", Span::DETACHED, message)
}

fn hint(path: &Path) -> &'static str {
    let ending = path.extension().unwrap_or_default().to_string_lossy().to_ascii_lowercase();
    if ending.starts_with("woff") { WEB } else { KINDS }
}
