//! A written path → the paths that may be meant, in order of precedence. Pure.

use percent_encoding::percent_decode_str;

/// Folders that other tools use as the root of a site: Slidev and Vite, Hugo, Jekyll, Hexo.
const SERVED: [&str; 5] = ["", "public/", "static/", "assets/", "source/"];

/// The paths that a written one may mean, relative to the deck's folder. `above`: the number of
/// folders above it, up to the root of the project.
pub(super) fn candidates(written: &str, above: usize) -> Vec<String> {
    let mut paths = Vec::new();
    for form in forms(written) {
        let bare = form.trim_start_matches('/');
        if bare == form {
            paths.push(form.clone());
        }
        if !bare.starts_with("../") {
            for up in 0..=above {
                paths.extend(SERVED.map(|folder| format!("{}{folder}{bare}", "../".repeat(up))));
            }
        }
        if bare != form {
            // An absolute path may lead into the project.
            paths.push(form);
        }
    }
    paths
}

/// The spellings of a path: as written, with slashes for backslashes, without query and fragment,
/// percent-decoded.
fn forms(written: &str) -> Vec<String> {
    let written = written.trim();
    let written = written.strip_prefix("file://").unwrap_or(written);
    let mut forms = vec![written.to_owned(), written.replace('\\', "/")];
    let cut = |path: &String| path.split(['?', '#']).next().unwrap_or_default().to_owned();
    forms.extend(forms.iter().map(cut).collect::<Vec<_>>());
    let decoded = |path: &String| percent_decode_str(path).decode_utf8().ok().map(Into::into);
    forms.extend(forms.iter().filter_map(decoded).collect::<Vec<String>>());
    let mut seen = Vec::new();
    forms.retain(|form| {
        let is_new = !form.is_empty() && !seen.contains(form);
        seen.push(form.clone());
        is_new
    });
    forms
}

/// The name in the path of a file, wherever it stands.
pub(super) fn name(written: &str) -> Option<String> {
    let plain = forms(written).pop()?;
    plain.rsplit('/').find(|name| !name.is_empty()).map(str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::{candidates, name};

    #[test]
    fn every_spelling_is_tried() {
        assert_eq!(candidates("../a%20b.png?v=1#x", 0).last().unwrap(), "../a b.png");
        assert!(candidates(r"img\a.png", 0).contains(&"img/a.png".to_owned()));
        assert_eq!(name(r"img\a%20b.png?raw=true").unwrap(), "a b.png");
        assert!(name("//").is_none());
    }

    #[test]
    fn a_stroke_in_front_is_the_root_of_a_site() {
        let paths = candidates("/x.png", 1);
        let wanted = ["x.png", "public/x.png", "static/x.png", "assets/x.png", "source/x.png"];
        assert_eq!(paths[..5], wanted);
        assert_eq!(paths[5..7], ["../x.png", "../public/x.png"]);
        assert_eq!(paths.last().unwrap(), "/x.png");
    }
}
