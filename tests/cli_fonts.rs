//! Fonts that the user brings, and pages as pictures.
#![allow(clippy::disallowed_methods, reason = "tests set up their own folders")]

mod program;

use std::fs;
use std::path::{Path, PathBuf};

use program::{llmslides, said, with_deck};

/// Two characters that no bundled font has, and one that all have.
const RARE: &str = "## 罕见字\n\n𪚥与㐃\n";

fn asset(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/assets/fonts").join(name)
}

fn names(folder: &Path, ending: &str) -> Vec<String> {
    let entries = fs::read_dir(folder).expect("a folder");
    let names = entries.map(|e| e.expect("an entry").file_name().into_string().expect("UTF-8"));
    let mut names: Vec<String> = names.filter(|name| name.ends_with(ending)).collect();
    names.sort();
    names
}

fn stdout(folder: &Path, arguments: &[&str]) -> String {
    let output = llmslides(folder, arguments);
    assert_eq!(output.status.code(), Some(0), "{}", program::stderr(&output));
    String::from_utf8(output.stdout).expect("text")
}

#[test]
fn a_folder_beside_the_deck_is_found_and_stands_behind_the_bundled_fonts() {
    let folder = with_deck(RARE);
    let build = ["build", "talk.md"];
    assert!(said(folder.path(), &build, 0).contains("no font has `𪚥`"));
    fs::create_dir(folder.path().join("fonts")).expect("a folder");
    fs::copy(asset("CaseSans.ttf"), folder.path().join("fonts/Case.ttf")).expect("a font");
    let text = said(folder.path(), &build, 0);
    assert!(text.contains("warning[font-fallback]"), "{text}");
    assert!(text.contains("no font for `𪚥`, `㐃`: set in `Case Sans`"), "{text}");
    // Named in the theme, it is no surprise any more; the bundled one still comes first.
    let named = ["build", "talk.md", "--set", "font-han=Slides Sans SC, Case Sans"];
    let text = said(folder.path(), &named, 0);
    assert!(!text.contains("warning"), "{text}");
    let text = stdout(folder.path(), &["fonts", "talk.md"]);
    let line = |family: &str| text.lines().find(|line| line.starts_with(family)).map(str::to_owned);
    let own = line("Case Sans").expect("the own font");
    assert!(own.contains("𪚥㐃") && own.contains("fonts/Case.ttf"), "{text}");
    assert!(line("Slides Sans SC").is_some_and(|line| line.contains("罕见字与")), "{text}");
}

#[test]
fn a_path_is_a_folder_a_font_or_a_collection() {
    let folder = with_deck(RARE);
    for path in [asset("CaseSans.ttf"), asset("Case.ttc"), asset("")] {
        let path = path.display().to_string();
        let text = said(folder.path(), &["build", "talk.md", "--font-path", &path], 0);
        assert!(text.contains("set in `Case "), "{text}");
    }
    let collection = asset("Case.ttc").display().to_string();
    let list = stdout(folder.path(), &["fonts", "--list", "--font-path", &collection]);
    assert!(list.contains("Case One") && list.contains("Case Two"), "{list}");
}

#[test]
fn a_run_of_missing_characters_names_only_those_that_are() {
    let folder = with_deck("## 字\n\n\u{20bb8}㐃\n");
    let font = asset("CaseSans.ttf").display().to_string();
    let text = said(folder.path(), &["build", "talk.md", "--font-path", &font], 0);
    assert!(text.contains("no font has `\u{20bb8}` (U+20BB8 CJK Extension B)"), "{text}");
    assert!(!text.contains("U+3403"), "{text}");
}

#[test]
fn the_letters_of_a_script_come_from_the_font_that_can_write_it() {
    let folder = with_deck("## 文字\n\nمرحبا\n");
    let font = asset("CaseSans.ttf").display().to_string();
    let text = said(folder.path(), &["build", "talk.md", "--font-path", &font], 0);
    assert!(text.contains("set in `Case Sans`"), "{text}");
}

#[test]
fn a_private_character_is_shown_by_the_font_that_was_brought_for_it() {
    let folder = with_deck("## 图标\n\n\u{e000}\n");
    let font = asset("CaseSans.ttf").display().to_string();
    said(folder.path(), &["build", "talk.md", "--font-path", &font], 0);
    assert!(said(folder.path(), &["build", "talk.md"], 0).contains("U+E000 private use"));
}

#[test]
fn what_is_no_font_is_said() {
    let folder = with_deck("## 一\n\n甲\n");
    let fonts = folder.path().join("fonts");
    fs::create_dir(&fonts).expect("a folder");
    let build = ["build", "talk.md"];
    assert!(said(folder.path(), &build, 0).contains("no font in `fonts`"));
    fs::write(fonts.join("web.woff2"), "wOF2").expect("a file");
    assert!(said(folder.path(), &build, 0).contains("have to be converted"));
    fs::write(fonts.join("broken.ttf"), "x").expect("a file");
    fs::write(fonts.join("empty.otf"), "").expect("a file");
    let text = said(folder.path(), &build, 0);
    assert!(text.contains("cannot use `fonts/broken.ttf`: it is no font, or damaged"), "{text}");
    assert!(text.contains("cannot use `fonts/empty.otf`"), "{text}");
    for (path, why) in [
        ("none", "`--font-path none`: no such file or folder"),
        ("talk.md", "`--font-path talk.md`: it is no font, or damaged"),
        (".", "cannot use"),
    ] {
        let code = if path == "." { 0 } else { 2 };
        let text = said(folder.path(), &["build", "talk.md", "--font-path", path], code);
        assert!(text.contains(why), "{text}");
    }
}

#[test]
#[cfg(unix)]
fn fonts_of_a_deck_stay_in_its_folder() {
    let folder = with_deck(RARE);
    let fonts = folder.path().join("fonts");
    fs::create_dir(&fonts).expect("a folder");
    std::os::unix::fs::symlink(asset("CaseSans.ttf"), fonts.join("Case.ttf")).expect("a link");
    std::os::unix::fs::symlink("..", fonts.join("circle")).expect("a link");
    let text = said(folder.path(), &["build", "talk.md"], 0);
    assert!(text.contains("`fonts/Case.ttf` leads out of the deck's folder"), "{text}");
}

#[test]
fn nothing_changes_for_a_deck_that_needs_no_font() {
    let folder = with_deck("## 一\n\n甲 A ★ $x$ `y`\n");
    let pdf = |arguments: &[&str]| {
        said(folder.path(), arguments, 0);
        fs::read(folder.path().join("talk.pdf")).expect("a PDF")
    };
    let font = asset("CaseSans.ttf").display().to_string();
    let plain = pdf(&["build", "talk.md"]);
    assert!(plain == pdf(&["build", "talk.md", "--font-path", &font]));
}

#[test]
fn fonts_are_listed_as_data() {
    let folder = with_deck(RARE);
    let text = stdout(folder.path(), &["fonts", "talk.md", "--format", "json"]);
    let list: serde_json::Value = serde_json::from_str(&text).expect("JSON");
    assert_eq!(list["missing"], "𪚥㐃");
    assert_eq!(list["faces"][0]["family"], "Slides Sans SC");
    assert_eq!(list["faces"][0]["used"]["distinct"], "罕见字与");
    let schema = stdout(folder.path(), &["schema", "fonts"]);
    let schema: serde_json::Value = serde_json::from_str(&schema).expect("JSON");
    for key in list["faces"][0].as_object().expect("an object").keys() {
        assert!(schema["$defs"]["FaceEntry"]["properties"].get(key).is_some(), "{key}");
    }
}

#[test]
fn a_deck_has_the_shapes_of_its_region() {
    for (lang, family, text) in [
        ("ja", "Slides Sans JP", "直角"),
        ("zh-TW", "Slides Sans TC", "骨與"),
        ("zh-HK", "Slides Sans TC", "冇嘅"),
        ("ko", "Slides Sans KR", "한국"),
        ("zh", "Slides Sans SC", "直角骨"),
        ("zh", "Slides Sans Han", "鿔𫟷"),
        ("en", "Slides Sans KR", "한국"),
    ] {
        let deck = format!("---\nlang: {lang}\n---\n## A\n\n{text}\n\n```\n{text}\n```\n");
        let folder = with_deck(&deck);
        let text_of = stdout(folder.path(), &["fonts", "talk.md", "--format", "json"]);
        let list: serde_json::Value = serde_json::from_str(&text_of).expect("JSON");
        let faces = list["faces"].as_array().expect("faces");
        let face = faces.iter().find(|face| face["family"] == family).expect(family);
        assert_eq!(face["used"]["distinct"], text, "{lang}: {text_of}");
        assert!(list["missing"].is_null() && face["used"]["fallback"].is_null(), "{text_of}");
    }
}

#[test]
fn pages_become_pictures() {
    let folder = with_deck("## 一\n\n甲\n\n## 二\n\n乙\n\n## 三\n\n丙\n");
    let at = folder.path();
    let text = said(at, &["build", "talk.md", "-f", "png", "-o", "out/"], 0);
    assert!(text.contains("out/talk-01.png … out/talk-03.png  3 pages · 1920 × 1080"), "{text}");
    assert_eq!(names(&at.join("out"), ".png"), ["talk-01.png", "talk-02.png", "talk-03.png"]);
    said(at, &["build", "talk.md", "-f", "pdf,png", "--pages", "1,3-", "--ppi", "36"], 0);
    assert_eq!(names(at, ".png"), ["talk-01.png", "talk-03.png"]);
    let picture = image::open(at.join("talk-03.png")).expect("a picture");
    assert_eq!((picture.width(), picture.height()), (480, 270));
    said(at, &["build", "talk.md", "-f", "png", "--pages", "2", "-o", "one.png"], 0);
    let output = llmslides(at, &["build", "talk.md", "-f", "png", "--pages", "2", "-o", "-"]);
    assert!(output.stdout == fs::read(at.join("one.png")).expect("a picture"));
}

#[test]
fn pictures_that_cannot_be_are_refused() {
    let folder = with_deck("## 一\n\n甲\n\n## 二\n\n乙\n");
    for (arguments, why) in [
        (&["-f", "png", "-o", "x.png"][..], "`-o x.png` takes one page, and there are 2"),
        (&["-f", "png", "-o", "-"][..], "`-o -` takes one page, and there are 2"),
        (&["-f", "png", "--pages", "3"][..], "there is no page 3, the deck has 2 pages"),
        (&["-f", "png", "--pages", "2-1"][..], "expected page numbers such as `3,5-7`"),
        (&["-f", "png", "--ppi", "1200"][..], "page 1 is too large for `--ppi 1200`"),
        (&["--pages", "1"][..], "`--pages` is only for `--format png`"),
        (&["-f", "pdf", "--ppi", "72"][..], "`--ppi` is only for `--format png`"),
    ] {
        let text = said(folder.path(), &[&["build", "talk.md"][..], arguments].concat(), 2);
        assert!(text.contains(why), "{text}");
    }
    assert!(names(folder.path(), ".png").is_empty());
}

#[test]
fn pictures_of_an_earlier_build_stay_and_are_named() {
    let folder = with_deck("## 一\n\n甲\n");
    for name in ["talk-02.png", "talk-007.png", "talk-x.png", "other-02.png"] {
        fs::write(folder.path().join(name), "").expect("a file");
    }
    let text = said(folder.path(), &["build", "talk.md", "-f", "png", "--ppi", "36"], 0);
    assert!(text.contains("left from an earlier build: talk-007.png, talk-02.png\n"), "{text}");
    assert_eq!(names(folder.path(), ".png").len(), 5);
}
