//! Runs the cases in `tests/cases/STAGE/*.case`: text in, text out. A file holds many:
//!
//! ```text
//! --- name of the case
//! input
//! --- expect
//! output
//! ```
//!
//! A line `%40 - item %n` of the input stands for forty, numbered from 1.
//!
//! `BLESS=1 cargo test --release --test cases [FILTER]` writes what came out; read `git diff`, and look at
//! `target/tmp/blessed.html`, which has the old and the new pictures side by side.
//! Cases of the stage `pages` have no text to expect: their pages are compared with
//! `tests/ref/THEME/NAME-PAGE.png`, in every theme.

#![allow(clippy::disallowed_methods, reason = "a test sets up files of its own")]
#![allow(clippy::print_stderr, reason = "whoever blesses is told where to look")]

mod review;

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::{env, fs};

use libtest_mimic::{Arguments, Failed, Trial};
use llmslides::stages;
use review::Review;
use similar::TextDiff;

/// Width of reference pictures in pixels.
const WIDTH: u32 = 320;
/// Width of the pictures of the gallery.
const GALLERY_WIDTH: u32 = 288;
/// Most bytes of a reference picture.
const MAX_BYTES: usize = 20 << 10;

/// A stage from text to text, with the folder that pictures are in.
type Stage = fn(&str, &Path) -> String;

/// The stages whose cases are text.
const STAGES: [(&str, Stage); 12] = [
    ("article", stages::article),
    ("check", stages::check),
    ("deck", stages::deck),
    ("diag", stages::diag),
    ("draft", stages::draft),
    ("emit", stages::emit),
    ("fit", stages::fit),
    ("fix", stages::fix),
    ("latex", stages::latex),
    ("notes", stages::notes),
    ("steps", stages::steps),
    ("wild", stages::wild),
];

/// One case.
struct Case {
    /// Its name.
    name: String,
    /// What goes in.
    input: String,
    /// What must come out; `None` where pages are compared.
    expect: Option<String>,
}

fn main() {
    let arguments = Arguments::from_args();
    let bless = env::var_os("BLESS").is_some();
    let filter = arguments.filter.clone().unwrap_or_default();
    if bless {
        let mut review = Review::default();
        bless_all(&filter, &mut review);
        if "docs/findings.md".contains(&filter) {
            fs::write(findings(), stages::findings_page()).expect("a writable document");
        }
        if "docs/deck.md has the keys".contains(&filter) {
            fs::write(repository("docs/deck.md"), with_keys()).expect("a writable document");
        }
        if "docs/gallery.md".contains(&filter) {
            gallery(Some(&mut review)).expect("a gallery");
        }
        if let Some(page) = review.write() {
            eprintln!("old and new pictures: {}", page.display());
        }
    }
    let mut trials = Vec::new();
    for (stage, run) in STAGES {
        for file in files(stage) {
            for case in parse(&read(&file)) {
                let name = trial_name(stage, &file, &case.name);
                trials.push(Trial::test(name, move || text_case(run, &case)));
            }
        }
    }
    for page in page_cases() {
        trials.push(Trial::test(page.trial.clone(), move || pages_case(&page)));
    }
    for theme in stages::themes() {
        let name = format!("guards/the colours of {theme} can be read, whatever the accent");
        trials.push(Trial::test(name, move || colours_can_be_read(theme)));
    }
    trials.push(Trial::test("guards/every layout has a pages case", every_layout_has_a_case));
    trials.push(Trial::test("guards/every reference has a case", every_reference_has_a_case));
    trials.push(Trial::test("guards/every rule fires and is silent", every_rule_has_cases));
    trials.push(Trial::test("guards/docs/findings.md is the manual", findings_are_the_manual));
    trials.push(Trial::test("guards/docs/deck.md has the keys", keys_are_documented));
    trials.push(Trial::test("guards/docs/gallery.md is the gallery deck", || gallery(None)));
    trials.push(Trial::test("guards/the gallery has every layout", gallery_has_every_layout));
    libtest_mimic::run(&arguments, trials).exit();
}

/// A folder of `tests/`.
fn folder(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests").join(name)
}

/// A file that must be there.
fn read(path: &Path) -> String {
    fs::read_to_string(path).unwrap_or_else(|e| panic!("{}: {e}", path.display()))
}

/// The case files of a stage, sorted.
fn files(stage: &str) -> Vec<PathBuf> {
    let folder = folder("cases").join(stage);
    let entries = fs::read_dir(&folder).unwrap_or_else(|e| panic!("{}: {e}", folder.display()));
    let mut files: Vec<PathBuf> = entries.map(|entry| entry.expect("an entry").path()).collect();
    files.retain(|path| path.extension().is_some_and(|extension| extension == "case"));
    files.sort();
    files
}

/// `stage/file/case`.
fn trial_name(stage: &str, file: &Path, case: &str) -> String {
    let stem = file.file_stem().unwrap_or_default().to_string_lossy();
    format!("{stage}/{stem}/{case}")
}

/// A case of the stage `pages` in a theme.
struct PageCase {
    /// Name of the trial.
    trial: String,
    /// What goes in.
    input: String,
    /// The theme.
    theme: &'static str,
    /// The reference of each page without its number and ending, below `tests/ref`.
    reference: String,
}

impl PageCase {
    /// The pages, drawn.
    fn pages(&self) -> Result<Vec<Vec<u8>>, String> {
        stages::pages(&self.input, self.theme, &folder("assets"), WIDTH)
    }

    /// The reference of a page, from 0.
    fn path(&self, index: usize) -> PathBuf {
        folder("ref").join(format!("{}-{}.png", self.reference, index + 1))
    }
}

/// Every case of the stage `pages` in every theme.
fn page_cases() -> Vec<PageCase> {
    let mut cases = Vec::new();
    for file in files("pages") {
        for case in parse(&read(&file)) {
            for theme in stages::themes() {
                cases.push(PageCase {
                    trial: format!("{}, {theme}", trial_name("pages", &file, &case.name)),
                    input: case.input.clone(),
                    theme,
                    reference: format!("{theme}/{}", reference_stem(&file, &case.name)),
                });
            }
        }
    }
    cases
}

/// `layouts.case`, case `timeline` → `timeline`; any other file's name goes in front.
fn reference_stem(file: &Path, case: &str) -> String {
    let stem = file.file_stem().unwrap_or_default().to_string_lossy();
    let case = case.replace(' ', "-");
    if stem == "layouts" { case } else { format!("{stem}-{case}") }
}

/// The cases of a file.
fn parse(text: &str) -> Vec<Case> {
    let mut cases: Vec<Case> = Vec::new();
    let mut expecting = false;
    for line in text.split_inclusive('\n') {
        match line.strip_prefix("--- ").map(str::trim_end) {
            Some("expect") => {
                expecting = true;
                cases.last_mut().expect("a case").expect = Some(String::new());
            }
            Some(name) => {
                expecting = false;
                cases.push(Case { name: name.to_owned(), input: String::new(), expect: None });
            }
            None => {
                let case = cases.last_mut().expect("a case begins with `--- name`");
                match case.expect.as_mut().filter(|_| expecting) {
                    Some(expect) => expect.push_str(line),
                    None => case.input.push_str(line),
                }
            }
        }
    }
    cases
}

/// Without the blank lines and trailing blanks that only keep a case file readable.
fn trimmed(text: &str) -> String {
    text.trim_end().lines().map(str::trim_end).collect::<Vec<_>>().join("\n")
}

/// The input with `%40 - item %n` written out.
fn expanded(input: &str) -> String {
    let mut out = String::new();
    for line in input.split_inclusive('\n') {
        let repeated = line.strip_prefix('%').and_then(|rest| rest.split_once(' '));
        match repeated.and_then(|(count, rest)| Some((count.parse::<usize>().ok()?, rest))) {
            Some((count, rest)) => {
                (1..=count).for_each(|n| out.push_str(&rest.replace("%n", &n.to_string())));
            }
            None => out.push_str(line),
        }
    }
    out
}

/// What a stage makes of a case, wherever the repository is.
fn outcome(run: Stage, case: &Case) -> String {
    let assets = folder("assets");
    let root = format!("{}{}", assets.display(), std::path::MAIN_SEPARATOR);
    trimmed(&run(&expanded(&case.input), &assets).replace(&root, ""))
}

/// Compares what a stage makes of a case with what is expected.
fn text_case(run: Stage, case: &Case) -> Result<(), Failed> {
    let found = outcome(run, case);
    let expected = trimmed(case.expect.as_deref().unwrap_or_default());
    if found == expected {
        return Ok(());
    }
    let diff = TextDiff::from_lines(&expected, &found);
    Err(diff.unified_diff().header("expected", "found").to_string().into())
}

/// Compares the pages of a case with their references.
fn pages_case(case: &PageCase) -> Result<(), Failed> {
    for (index, page) in case.pages()?.iter().enumerate() {
        let path = case.path(index);
        if page.len() > MAX_BYTES {
            return Err(format!("{} has {} bytes", path.display(), page.len()).into());
        }
        let reference =
            fs::read(&path).map_err(|e| format!("{}: {e}; BLESS=1 writes it", path.display()))?;
        if !alike(&reference, page) {
            let stem = case.reference.replace('/', "-");
            let found = env::temp_dir().join(format!("{stem}-{}.png", index + 1));
            fs::write(&found, page).map_err(|e| e.to_string())?;
            let message = format!("{} differs from {}", found.display(), path.display());
            return Err(message.into());
        }
    }
    Ok(())
}

/// Whether two pictures differ by at most 1 in each channel.
fn alike(a: &[u8], b: &[u8]) -> bool {
    let decode = |bytes| image::load_from_memory(bytes).map(|image| image.to_rgba8());
    let (Ok(a), Ok(b)) = (decode(a), decode(b)) else { return false };
    a.dimensions() == b.dimensions() && a.iter().zip(b.iter()).all(|(a, b)| a.abs_diff(*b) <= 1)
}

/// Writes what comes out of every chosen case.
fn bless_all(filter: &str, review: &mut Review) {
    for (stage, run) in STAGES {
        for file in files(stage) {
            bless_file(stage, run, &file, filter);
        }
    }
    for case in page_cases().iter().filter(|case| case.trial.contains(filter)) {
        let pages = case.pages().unwrap_or_else(|errors| panic!("{}: {errors}", case.trial));
        for (index, page) in pages.iter().enumerate() {
            let path = case.path(index);
            let same = fs::read(&path).is_ok_and(|reference| alike(&reference, page));
            if !same {
                review.replace(&path, page);
            }
        }
    }
}

/// Writes the expectations of one file.
fn bless_file(stage: &str, run: Stage, file: &Path, filter: &str) {
    let mut text = String::new();
    for case in parse(&read(file)) {
        let chosen = trial_name(stage, file, &case.name).contains(filter);
        let expect = match case.expect {
            Some(expect) if !chosen => expect.trim_end().to_owned(),
            _ => outcome(run, &case),
        };
        let input = case.input.trim_end_matches('\n');
        text.push_str(&format!("--- {}\n{input}\n--- expect\n{expect}\n\n", case.name));
    }
    fs::write(file, text.trim_end().to_owned() + "\n").expect("a writable case file");
}

/// Prints what is text in a theme and what it stands on, and what had to be changed to be read.
const COLOURS: &str = r##"
```{=typst alt="colours"}
#import "/theme/theme.typ" as t
#let on-panel = (t.ink, t.muted, t.accent-text, t.good, t.warn, t.danger)
#let pairs = on-panel.map(c => (c, t.panel)) + on-panel.map(c => (c, t.paper))
#let pairs = pairs + t.code-colours.values().map(c => (c, t.panel))
#let pairs = pairs + t.code-colours.values().map(c => (c, t.accent-mark))
#let pairs = pairs + ((t.ink, t.accent-mark), (t.on-accent, t.accent), (t.on-accent-soft, t.accent))
#for (a, b) in pairs [#(a.to-hex() + b.to-hex() + ";")]
#for token in t.adjusted.keys() [adjusted:#token;]
```
"##;

/// Text of a theme is told from its ground by everybody, and no colour of its own needs mending.
fn colours_can_be_read(theme: &str) -> Result<(), Failed> {
    const LEAST: f64 = 4.5;
    for accent in [None].into_iter().chain(stages::accents().into_iter().map(Some)) {
        let tokens = accent.map(|name| format!("tokens:\n  accent: {name}\n"));
        let front = format!("---\ntheme: {theme}\n{}---\n## x\n", tokens.unwrap_or_default());
        let pages = stages::page_texts(&(front + COLOURS), &folder("assets"))?;
        let text: String = pages.concat().split_whitespace().collect();
        let pairs: Vec<(&str, &str)> = text
            .split(';')
            .filter_map(|pair| pair.split_at_checked(pair.len().checked_sub(7)?))
            .filter(|(_, ground)| ground.starts_with('#'))
            .collect();
        assert!(pairs.len() > 20, "{theme}: {text}");
        for (over, ground) in pairs {
            let over = &over[over.len() - 7..];
            let found = stages::contrast(over, ground).ok_or(format!("{over} on {ground}?"))?;
            if found < LEAST {
                return Err(format!("{theme}, {accent:?}: {over} on {ground}: {found:.2}").into());
            }
        }
        let mut adjusted = text.split("adjusted:").skip(1);
        // A faint ground of another accent may ask for darker code.
        if let Some(token) = adjusted.find(|t| accent.is_none() || !t.starts_with("code-")) {
            return Err(format!("{theme}, {accent:?}: {token} cannot be read as it is").into());
        }
    }
    Ok(())
}

/// A layout without a reference picture could change unseen.
fn every_layout_has_a_case() -> Result<(), Failed> {
    let cases = parse(&read(&folder("cases/pages/layouts.case")));
    for (layout, _) in stages::layouts() {
        if !cases.iter().any(|case| case.name.split(' ').next() == Some(layout.as_str())) {
            return Err(format!("no case for the layout `{layout}`").into());
        }
    }
    Ok(())
}

/// A rule that never fires, or always, is none. Its cases stand in a file of its own.
fn every_rule_has_cases() -> Result<(), Failed> {
    for rule in stages::rules() {
        let cases = parse(&read(&folder("cases/check").join(format!("{rule}.case"))));
        for (begins, fires) in [("fires", true), ("silent", false)] {
            let mut own = cases.iter().filter(|case| case.name.starts_with(begins)).peekable();
            own.peek().ok_or_else(|| format!("no case of `{rule}` that {begins}"))?;
            let found = |case: &Case| {
                case.expect.as_ref().is_some_and(|text| text.contains(&format!("[{rule}]")))
            };
            if let Some(case) = own.find(|case| found(case) != fires) {
                return Err(format!("`{rule}`: the case `{}` does otherwise", case.name).into());
            }
        }
    }
    Ok(())
}

/// Where the manual stands as a document.
fn findings() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/findings.md")
}

/// The document and the pages of `explain` say the same.
fn findings_are_the_manual() -> Result<(), Failed> {
    if fs::read_to_string(findings()).is_ok_and(|text| text == stages::findings_page()) {
        return Ok(());
    }
    Err("docs/findings.md is out of date: `BLESS=1 cargo test --release --test cases findings`"
        .into())
}

/// `docs/deck.md` with the table of the keys as it has to be.
fn with_keys() -> String {
    let text = read(&repository("docs/deck.md"));
    let (before, rest) = text.split_once("<!-- keys: ").expect("a beginning of the table");
    let (begin, rest) = rest.split_once('\n').expect("a table");
    let (_, after) = rest.split_once("\n<!-- /keys -->").expect("an end of the table");
    format!("{before}<!-- keys: {begin}\n\n{}\n<!-- /keys -->{after}", stages::keys())
}

/// The document has every key, and a new project every one that it can set.
fn keys_are_documented() -> Result<(), Failed> {
    if read(&repository("docs/deck.md")) != with_keys() {
        return Err(
            "docs/deck.md is out of date: `BLESS=1 cargo test --release --test cases keys`".into(),
        );
    }
    let settings = read(&repository("slides/team-talk/llmslides.toml"));
    let named = |name: &str| {
        settings
            .lines()
            .any(|line| line.trim_start_matches("# ").starts_with(&format!("{name} = ")))
    };
    match stages::project_keys().find(|name| !named(name)) {
        Some(name) => Err(format!("slides/team-talk/llmslides.toml has no `{name}`").into()),
        None => Ok(()),
    }
}

/// A file of the repository.
fn repository(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(name)
}

/// The document and its pictures show what the gallery deck says; with a review, they are written.
fn gallery(mut review: Option<&mut Review>) -> Result<(), Failed> {
    const HINT: &str = "`BLESS=1 cargo test --release --test cases gallery` writes it";
    let text = read(&repository("slides/gallery/deck.md"));
    let found = stages::gallery(&text, &repository("slides/gallery"), GALLERY_WIDTH)?;
    let (page, pictures) = (repository("docs/gallery.md"), repository("docs/pictures/gallery"));
    if review.is_some() {
        fs::write(&page, &found.page)?;
    }
    let mut names: BTreeSet<String> = BTreeSet::new();
    for (name, picture) in &found.pictures {
        let path = pictures.join(format!("{name}.png"));
        let same = fs::read(&path).is_ok_and(|reference| alike(&reference, picture));
        if picture.len() > MAX_BYTES {
            return Err(format!("{} has {} bytes", path.display(), picture.len()).into());
        }
        match &mut review {
            _ if same => {}
            Some(review) => review.replace(&path, picture),
            None => return Err(format!("{} is out of date: {HINT}", path.display()).into()),
        }
        names.insert(format!("{name}.png"));
    }
    for entry in fs::read_dir(&pictures)? {
        let name = entry?.file_name().to_string_lossy().into_owned();
        if !names.contains(&name) {
            return Err(format!("docs/pictures/gallery/{name} shows nothing of the gallery").into());
        }
    }
    if read(&page) != found.page {
        return Err(format!("docs/gallery.md is out of date: {HINT}").into());
    }
    Ok(())
}

/// Who looks for a layout in the gallery finds it.
fn gallery_has_every_layout() -> Result<(), Failed> {
    let text = read(&repository("docs/gallery.md"));
    for (layout, _) in stages::layouts() {
        if !text.contains(&format!("\n## {layout}\n")) {
            return Err(format!("the gallery has no slide with the layout `{layout}`").into());
        }
    }
    Ok(())
}

/// A reference that nothing is compared with says nothing.
fn every_reference_has_a_case() -> Result<(), Failed> {
    let cases: BTreeSet<String> = page_cases().into_iter().map(|case| case.reference).collect();
    let entries = |folder: &Path| -> Result<Vec<PathBuf>, Failed> {
        let entries = fs::read_dir(folder).map_err(|e| e.to_string())?;
        Ok(entries.filter_map(|entry| Some(entry.ok()?.path())).collect())
    };
    let root = folder("ref");
    for theme in entries(&root)? {
        for path in entries(&theme)? {
            let name = path.strip_prefix(&root).unwrap_or(&path).display().to_string();
            let stem = name.rsplit_once('-').map_or(name.as_str(), |(stem, _)| stem);
            if !cases.contains(&stem.replace('\\', "/")) {
                return Err(format!("tests/ref/{name} belongs to no case").into());
            }
        }
    }
    Ok(())
}
