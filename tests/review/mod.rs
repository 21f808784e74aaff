//! A page with old and new pictures side by side, for whoever reviews what `BLESS` has written.

use std::fs;
use std::path::{Path, PathBuf};

use base64::prelude::{BASE64_STANDARD, Engine};

/// Pictures that were replaced.
#[derive(Default)]
pub(crate) struct Review(Vec<Change>);

/// A picture that was replaced.
struct Change {
    /// Its file, as it counts from the repository.
    name: String,
    /// The picture that was there; `None`: it is new.
    old: Option<Vec<u8>>,
    new: Vec<u8>,
}

impl Review {
    /// Replaces a picture, and shows both.
    pub(crate) fn replace(&mut self, path: &Path, new: &[u8]) {
        let name = path.strip_prefix(env!("CARGO_MANIFEST_DIR")).unwrap_or(path);
        let (name, old) = (name.display().to_string(), fs::read(path).ok());
        fs::create_dir_all(path.parent().expect("a folder")).expect("a writable folder");
        fs::write(path, new).expect("a writable picture");
        self.0.push(Change { name, old, new: new.to_vec() });
    }

    /// Writes the page, if there is something to see; the answer is where.
    pub(crate) fn write(&self) -> Option<PathBuf> {
        if self.0.is_empty() {
            return None;
        }
        let rows: String = self.0.iter().map(Change::row).collect();
        let page = format!(
            "<!doctype html><meta charset=\"utf-8\"><title>{} pictures</title>\n\
             <style>body {{ font: 14px sans-serif; background: #ddd; margin: 1em }}\n\
             img {{ width: 48vw; image-rendering: auto }} p {{ margin: 1em 0 .2em }}</style>\n\
             <h1>Old and new</h1>\n{rows}",
            self.0.len()
        );
        let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join("blessed.html");
        fs::write(&path, page).expect("a writable page");
        Some(path)
    }
}

impl Change {
    /// Both pictures below their name.
    fn row(&self) -> String {
        let picture = |bytes: &[u8]| {
            let data = BASE64_STANDARD.encode(bytes);
            format!("<img src=\"data:image/png;base64,{data}\" alt=\"\">")
        };
        let old = self.old.as_deref().map_or("<i>new:</i> ".to_owned(), picture);
        format!("<p>{}</p>\n<div>{old} {}</div>\n", self.name, picture(&self.new))
    }
}
