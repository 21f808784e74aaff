//! A project as its team meets it: a new folder, its settings, its templates, its themes.
#![allow(clippy::disallowed_methods, reason = "tests set up their own folders")]

mod program;

use std::fs;
use std::path::Path;

use program::{llmslides, said, stderr, with_deck};
use serde_json::Value;

/// What a run that works wrote to standard output.
fn data(folder: &Path, arguments: &[&str]) -> String {
    let output = llmslides(folder, arguments);
    assert_eq!(output.status.code(), Some(0), "{arguments:?}: {}", stderr(&output));
    String::from_utf8(output.stdout).expect("text")
}

fn write(folder: &Path, path: &str, text: &str) {
    let path = folder.join(path);
    fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
    fs::write(path, text).expect("a file");
}

fn names(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).expect("a folder");
    let name = |entry: std::io::Result<fs::DirEntry>| {
        entry.expect("an entry").file_name().to_string_lossy().into_owned()
    };
    let mut names: Vec<String> = entries.map(name).collect();
    names.sort();
    names
}

/// A layout of one's own.
const ROADMAP: &str = "/*---\nsummary = \"What comes when\"\n\
    slots = [{ name = \"items\", takes = \"items\", count = \"2..6\" }]\n---*/\n\
    #import \"/theme/slide.typ\": *\n\
    #let layout(slide, title: none, items: ()) = slide-of(slide, title, {\n  \
    for it in items [#part(it, \"term\") #part(it, \"text\") \\ ]\n})\n";

#[test]
fn a_new_talk_has_nothing_to_complain_about_in_any_theme() {
    let folder = tempfile::tempdir().expect("a folder");
    for theme in llmslides::stages::themes() {
        let text = said(folder.path(), &["new", theme, "--theme", theme], 0);
        assert!(text.ends_with(&format!("next: cd {theme} && llmslides build\n")), "{text}");
        let talk = folder.path().join(theme);
        assert_eq!(names(&talk), ["assets", "deck.md", "llmslides.toml"]);
        let text = said(&talk, &["check", "--deny", "warnings"], 0);
        assert!(text.starts_with("nothing found: 8 slides on 11 pages"), "{text}");
        said(&talk, &["build", "-q"], 0);
        let built = [format!("{theme}.notes.md"), format!("{theme}.pdf")];
        assert!(built.iter().all(|name| talk.join(name).is_file()), "{:?}", names(&talk));
        assert!(data(&talk, &["themes", "show"]).starts_with(&format!("{theme}: ")));
    }
}

#[test]
fn every_layout_of_the_bundled_themes_holds_too_much_and_too_little() {
    let folder = tempfile::tempdir().expect("a folder");
    let check = |theme| {
        let found = data(folder.path(), &["themes", "check", theme, "--format", "short"]);
        assert_eq!(found, "", "{theme}");
    };
    std::thread::scope(|scope| {
        for theme in llmslides::stages::themes() {
            scope.spawn(move || check(theme));
        }
    });
}

#[test]
fn a_new_talk_says_the_defaults() {
    let folder = tempfile::tempdir().expect("a folder");
    said(folder.path(), &["new", "talk", "-q"], 0);
    let settings = folder.path().join("talk/llmslides.toml");
    let text = fs::read_to_string(&settings).expect("settings");
    let is_key = |line: &str| {
        let key = line.split(" = ").next().unwrap_or_default();
        line.contains(" = ") && key.chars().all(|c| c.is_ascii_lowercase() || c == '-')
    };
    let bare = |line: &str| match line.strip_prefix("# ") {
        Some(rest) if is_key(rest) => format!("{rest}\n"),
        _ => format!("{line}\n"),
    };
    let all: String = text.lines().map(bare).collect();
    assert!(all.contains("\naccent = ") && all.contains("\ntopic-title = "), "{all}");
    fs::write(&settings, all).expect("settings");
    let talk = folder.path().join("talk");
    said(&talk, &["build", "-q"], 0);
    let theme: Value =
        serde_json::from_str(&data(&talk, &["themes", "show", "-f", "json"])).expect("JSON");
    let set = theme["tokens"].as_array().expect("tokens");
    let set = set.iter().filter(|token| token["from"] != "theme" && token["name"] != "logo");
    let set: Vec<&Value> = set.collect();
    assert!(set.len() >= 8, "{set:?}");
    set.iter().for_each(|token| assert_eq!(token["value"], token["default"], "{token}"));
}

#[test]
fn a_new_talk_overwrites_nothing() {
    let folder = with_deck("## 一\n\n甲\n");
    write(folder.path(), "there/file", "");
    fs::create_dir(folder.path().join("empty")).expect("a folder");
    for (arguments, message) in [
        (&["new", "there"][..], "`there` is not empty: nothing was written"),
        (&["new", "talk.md"], "`talk.md` is there already, and is no folder"),
        (&["new", "x", "--theme", "stge"], "did you mean `stage`?"),
        (&["new", "talk.md/x"], "cannot write `talk.md/x`"),
        (&["new", "x", "--from", "none.md"], "none.md"),
    ] {
        let text = said(folder.path(), arguments, 2);
        assert!(text.contains(message), "{arguments:?}: {text}");
    }
    said(folder.path(), &["new", "empty"], 0);
    assert_eq!(names(folder.path()), ["empty", "talk.md", "there"]);
    assert_eq!(names(&folder.path().join("empty")).len(), 3);
}

#[test]
fn who_says_what_a_token_is() {
    let folder = tempfile::tempdir().expect("a folder");
    let here = folder.path();
    write(here, "deck.md", "---\ntokens:\n  ink: \"#111111\"\n---\n\n## 一\n\n甲\n");
    let settings = "[theme]\nname = \"paper\"\naccent = \"teal\"\nink = \"#222222\"\nfooter = \"组\"\n\n\
                    [deck]\nauthor = [\"甲\", \"乙\"]\nduration = 20\n";
    write(here, "llmslides.toml", settings);
    let shown = data(here, &["themes", "show", "--set", "radius=9", "-f", "json"]);
    let theme: Value = serde_json::from_str(&shown).expect("JSON");
    assert_eq!(theme["name"], "paper");
    let from = |name: &str| {
        let tokens = theme["tokens"].as_array().expect("tokens");
        let token = tokens.iter().find(|token| token["name"] == name).expect("a token");
        (token["value"].as_str().expect("a value"), token["from"].as_str().expect("a place"))
    };
    assert_eq!(from("accent"), ("teal", "llmslides.toml:3"));
    assert_eq!(from("ink"), ("#111111", "deck.md:3"));
    assert_eq!(from("radius"), ("9pt", "--set"));
    assert_eq!(from("muted").1, "theme");
    assert_eq!(from("footer"), ("组", "llmslides.toml:5"));
    let deck: Value =
        serde_json::from_str(&data(here, &["build", "--format", "json", "-o", "-"])).expect("JSON");
    let meta = &deck["meta"];
    assert_eq!((&meta["footer"], &meta["theme"]), (&"组".into(), &"paper".into()));
    assert_eq!(meta["author"], serde_json::json!(["甲", "乙"]));
    for what in ["theme", "config"] {
        let schema: Value = serde_json::from_str(&data(here, &["schema", what])).expect("JSON");
        let tokens = if what == "theme" { "tokens" } else { "theme" };
        let accent = &schema["properties"][tokens]["properties"]["accent"]["description"];
        assert!(accent.as_str().is_some_and(|text| !text.is_empty()), "{what}");
    }
}

#[test]
fn a_layout_beside_the_deck_works_at_once() {
    let folder = with_deck("## 路线图 {.roadmap}\n\n- **一季度** 先量\n- **二季度** 再改\n");
    let here = folder.path();
    write(here, "templates/layouts/roadmap.typ", ROADMAP);
    said(here, &["check", "talk.md", "--deny", "warnings"], 0);
    let page = data(here, &["explain", "roadmap"]);
    assert!(page.contains("Your own: templates/layouts/roadmap.typ"), "{page}");
    assert!(page.contains("items         2 to 6 items"), "{page}");
    write(here, "templates/layouts/roadmap.typ", "broken");
    assert!(data(here, &["explain", "overfull"]).starts_with("overfull: "));
    let place = "templates/layouts/roadmap.typ:";
    for (right, wrong, messages) in [
        ("takes = \"items\"", "takes = \"itms\"", ["3:", "did you mean `items`?"]),
        ("count = \"2..6\"", "count = \"6..2\"", ["3:", "has the count `6..2`"]),
        ("summary =", "sumary =", ["2:", "a declaration has no key `sumary`"]),
        ("items: ()", "itmes: ()", ["3:", "has no argument `items:` for the slot `items`"]),
        (", title: none", "", ["6:", "has no argument `title:`"]),
        ("#let layout", "#let lay", ["1:", "the file defines no function `layout`"]),
        ("/*---", "/*--", ["1:", "a layout begins with a declaration"]),
        ("for it", "foo\n  for it", ["7:", "unknown variable: foo"]),
        ("for it", "while 2 > 1 { }\n  for it", ["7:", "condition is always true"]),
        ("#let lay", "#let f(x) = f(x)\n#let y = f(1)\n#let lay", ["6:", "depth exceeded"]),
        ("for it", "image(\"x.svg\")\n  for it", ["7:", "`/assets/logo.svg`"]),
    ] {
        write(here, "templates/layouts/roadmap.typ", &ROADMAP.replacen(right, wrong, 1));
        let text = said(here, &["build", "talk.md"], 1);
        assert!(text.contains(&format!("{place}{}", messages[0])), "{wrong}: {text}");
        assert!(text.contains(messages[1]), "{wrong}: {text}");
        assert!(!text.contains("internal error"), "{wrong}: {text}");
    }
    let endless = "for i in range(100000000) { for j in range(100000000) { } }\n  for it";
    write(here, "templates/layouts/roadmap.typ", &ROADMAP.replacen("for it", endless, 1));
    let text = said(here, &["build", "talk.md", "--time-limit", "1"], 1);
    assert!(text.contains(&format!("{place}6:1")), "{text}");
    assert!(!here.join("talk.pdf").exists());
}

#[test]
fn a_header_and_a_footer_beside_the_deck() {
    let folder = with_deck("## 一\n\n甲\n");
    let here = folder.path();
    let footer = "#import \"furniture.typ\": *\n#let footer(slide, on) = \
                  place(bottom + left, dx: margin, dy: -20pt, text(fill: on.soft)[内部])\n";
    for (text, code, message) in [
        (footer.to_owned(), 0, "talk.pdf"),
        (footer.replace("(slide, on)", "(slide)"), 1, "templates/footer.typ:2:12"),
        (footer.replace("footer(", "foter("), 1, "defines no function `footer`"),
        (footer.replace("on.soft", "on.sft"), 1, "templates/footer.typ:2:"),
    ] {
        write(here, "templates/footer.typ", &text);
        let said = said(here, &["build", "talk.md"], code);
        assert!(said.contains(message) && !said.contains("internal error"), "{text}: {said}");
    }
    write(here, "templates/footer.typ", footer);
    assert_eq!(fs::read(here.join("talk.pdf")).expect("a PDF").get(..5), Some(&b"%PDF-"[..]));
    write(here, "templates/foter.typ", footer);
    let text = said(here, &["check", "talk.md"], 0);
    assert!(text.contains("warning[unused-template]") && text.contains("`footer.typ`"), "{text}");
}

#[test]
fn templates_are_ejected_and_compared() {
    let folder = with_deck("# 一\n\n## 页\n\n甲\n");
    let here = folder.path();
    for (arguments, message) in [
        (&["themes", "eject", "clasroom"][..], "did you mean `classroom`?"),
        (&["themes", "eject", "classroom", "foter"], "did you mean `footer`?"),
        (&["themes", "diff"], "there are no ejected templates here"),
        (&["themes", "show", "stge"], "did you mean `stage`?"),
    ] {
        let text = said(here, arguments, 2);
        assert!(text.contains(message), "{arguments:?}: {text}");
    }
    assert_eq!(names(here), ["talk.md"]);
    said(here, &["themes", "eject", "classroom", "section", "footer"], 0);
    let text = said(here, &["themes", "eject", "classroom", "section", "header"], 2);
    assert!(text.contains("is there already: nothing was written"), "{text}");
    assert_eq!(names(&here.join("templates")), ["footer.typ", "layouts"]);
    assert_eq!(data(here, &["themes", "diff"]), "");
    said(here, &["themes", "eject", "stage"], 0);
    assert!(data(here, &["themes", "list"]).contains("themes/stage, in place of the bundled one"));
    said(here, &["check", "talk.md", "-t", "stage", "--deny", "warnings"], 0);

    let section = here.join("templates/layouts/section.typ");
    let copy = fs::read_to_string(&section).expect("a copy");
    let (stamp, rest) = copy.split_once('\n').expect("a stamp");
    let (before, hash) = stamp.rsplit_once(' ').expect("a hash");
    fs::write(&section, format!("{before} 0123456789abcdef\n{rest}// mine\n")).expect("a file");
    let text = said(here, &["check", "talk.md"], 0);
    assert!(text.contains("warning[stale-template]"), "{text}");
    assert!(text.contains("templates/layouts/section.typ:1:1"), "{text}");
    let diff = data(here, &["themes", "diff"]);
    assert!(diff.contains("\n-// mine\n") && diff.contains(hash), "{diff}");
    said(here, &["themes", "eject", "classroom", "section", "--force"], 0);
    assert_eq!(fs::read_to_string(&section).expect("a copy"), copy);
}

#[test]
fn a_theme_is_drawn_and_tried() {
    let folder = tempfile::tempdir().expect("a folder");
    let here = folder.path();
    said(here, &["themes", "preview", "stage"], 0);
    said(here, &["themes", "preview", "paper", "-f", "png", "-o", "out/sheet.png"], 0);
    assert_eq!(names(here), ["out", "stage-preview.pdf"]);
    let sheet = image::open(here.join("out/sheet.png")).expect("a picture");
    assert!(sheet.width() == 16 + 4 * (480 + 16) && sheet.height() > 4 * 270);

    write(here, "ours/theme.toml", "[tokens]\nacent = \"#123456\"\n");
    let text = said(here, &["themes", "check", "ours"], 1);
    assert!(
        text.contains("ours/theme.toml:2:1") && text.contains("did you mean `accent`?"),
        "{text}"
    );
    write(here, "ours/theme.toml", "");
    let broken = "/*---\nsummary = \"x\"\nslots = [{ name = \"body\", takes = \"blocks\", count = \"1..\" }]\n\
                  ---*/\n#import \"/theme/slide.typ\": *\n\
                  #let layout(slide, title: none, body: none) = slide-of(slide, title, { v(900pt); body })\n";
    write(here, "ours/layouts/tall.typ", broken);
    let output = llmslides(here, &["themes", "check", "ours", "-f", "json"]);
    assert_eq!(output.status.code(), Some(1), "{}", stderr(&output));
    let found: Value = serde_json::from_slice(&output.stdout).expect("JSON");
    let tall = found["findings"].as_array().expect("findings").iter();
    let tall =
        tall.filter(|found| found["file"].as_str().is_some_and(|name| name.contains("tall")));
    assert!(tall.clone().count() > 0, "{found}");
}

/// The blocks of a language in the guide, in its order.
fn blocks(language: &str) -> Vec<String> {
    let guide = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/themes.md");
    let guide = fs::read_to_string(guide).expect("the guide");
    let fence = format!("\n```{language}\n");
    let block = |rest: &str| rest.split_once("\n```").map(|(block, _)| format!("{block}\n"));
    guide.split(&fence).skip(1).filter_map(block).collect()
}

/// Takes the `#` away in front of a setting and gives it a value, as the guide says.
fn set(settings: &str, line: &str) -> String {
    let key = line.split(" = ").next().expect("a key");
    let is_it = |old: &&str| old.trim_start_matches("# ").starts_with(&format!("{key} = "));
    let old = settings.lines().find(is_it).unwrap_or_else(|| panic!("no `{key}`: {settings}"));
    settings.replacen(old, line, 1)
}

#[test]
fn the_guide_can_be_followed() {
    let folder = tempfile::tempdir().expect("a folder");
    let commands = blocks("sh");
    for command in commands[0].lines().filter(|line| line.starts_with("llmslides new")) {
        said(folder.path(), &command.split(' ').skip(1).collect::<Vec<_>>(), 0);
    }
    let talk = &folder.path().join("team-talk");
    let (toml, typst, deck) = (blocks("toml"), blocks("typst"), blocks("markdown"));
    let mut settings = fs::read_to_string(talk.join("llmslides.toml")).expect("settings");
    for line in toml[0].lines().filter(|line| line.contains(" = ")) {
        settings = set(&settings, line);
    }
    write(talk, "llmslides.toml", &settings);
    said(talk, &["build", "-q"], 0);
    said(talk, &commands[1].trim().split(' ').skip(1).collect::<Vec<_>>(), 0);
    write(talk, "templates/layouts/roadmap.typ", &typst[0]);
    let slides = fs::read_to_string(talk.join("deck.md")).expect("a deck");
    write(talk, "deck.md", &format!("{slides}\n{}", deck[0]));
    let text = said(talk, &["check", "--deny", "warnings"], 0);
    assert!(text.starts_with("nothing found: 9 slides on 12 pages"), "{text}");
    let found = llmslides(talk, &["themes", "check", "-f", "short"]).stdout;
    assert!(!String::from_utf8_lossy(&found).contains("roadmap"));
    write(talk, "themes/ours/theme.toml", &toml[1]);
    write(talk, "llmslides.toml", &set(&settings, "name = \"ours\""));
    said(talk, &["themes", "eject", "brand", "title"], 0);
    fs::create_dir(talk.join("themes/ours/layouts")).expect("a folder");
    let title = talk.join("templates/layouts/title.typ");
    fs::rename(title, talk.join("themes/ours/layouts/title.typ")).expect("a layout");
    said(talk, &["check", "--deny", "warnings"], 0);
    let shown = data(talk, &["themes", "show"]);
    assert!(shown.starts_with("ours: The look of our house"), "{shown}");
    assert!(shown.contains("(themes/ours/layouts/title.typ)"), "{shown}");
}

#[test]
fn a_key_can_be_set_wherever_it_makes_sense() {
    let folder = tempfile::tempdir().expect("a folder");
    let here = folder.path();
    write(here, "talk.md", "## 甲\n\n文字\n\n## 乙\n\n文字\n");
    let build = |set: &str, code: i32| said(here, &["build", "talk.md", "--set", set], code);
    assert!(build("split=rulers", 0).contains("1 page "));
    assert!(build("split=headings", 0).contains("2 pages "));
    assert!(build("check.no-notes=deny", 0).contains("talk.pdf"));
    assert!(build("split=ruler", 2).contains("expects `auto`, `headings` or `rulers`"));
    assert!(build("include=a.md", 2).contains("`include` can only stand in the front matter"));
    assert!(build("tokens=x", 2).contains("`tokens` expects lines"));
}

#[test]
fn several_files_make_one_deck() {
    let folder = tempfile::tempdir().expect("a folder");
    let here = folder.path();
    write(here, "a.md", "---\ntitle: 课\n---\n\n# 一\n\n## 甲\n\n文字\n");
    write(here, "more/b.md", "---\ntitle: 别的\n---\n\n# 二\n\n## 乙\n\n![点](dot.svg)\n");
    let svg = "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"9\" height=\"9\"/>";
    write(here, "more/dot.svg", svg);
    said(here, &["build", "a.md", "more/b.md", "-q"], 0);
    assert_eq!(names(here), ["a.md", "a.notes.md", "a.pdf", "more"]);
    let notes = fs::read_to_string(here.join("a.notes.md")).expect("notes");
    assert!(notes.contains("# 课") && notes.contains("乙") && !notes.contains("别的"), "{notes}");
    write(here, "more/b.md", "## 乙,丙\n\n![点](none.svg)\n");
    let text = said(here, &["build", "a.md", "more/b.md"], 0);
    assert!(text.contains("more/b.md:3:1"), "{text}");
    write(here, "more/b.md", "## 乙,丙\n\n文字\n");
    said(here, &["check", "a.md", "more/b.md", "--fix"], 0);
    let text = fs::read_to_string(here.join("more/b.md")).expect("a part");
    assert!(text.starts_with("## 乙，丙\n"), "{text}");
    let text = said(here, &["build", "a.md", "-"], 2);
    assert!(text.contains("`-` cannot be one of several inputs"), "{text}");
}

#[test]
fn layouts_of_an_answer_are_explained_and_can_be_left_out() {
    let answer = "好的，以下是PPT大纲：\n\n## 第1页：潮汐\n- 月亮：隔着很远的路把海水一天两次拉起来\n- 太阳：也拉着海水，只有月亮一半的力气\n- 风：推着海面上的水，浪因此比潮更高\n\
                  ## 第2页：洋流\n- 风\n";
    let folder = with_deck(answer);
    let here = folder.path();
    let explained = ["build", "talk.md", "--explain", "--no-notes", "-o", "deck.pdf"];
    let why = "slide 「潮汐」\n  3 to 6 labels\n";
    assert!(said(here, &explained, 0).contains(why));
    let plain = [&explained[..], &["--set", "layouts=plain"]].concat();
    assert!(!said(here, &plain, 0).contains(why));
    write(here, "llmslides.toml", "[deck]\nlayouts = \"plain\"\n");
    assert!(!said(here, &explained, 0).contains(why));
    assert!(!data(here, &["import", "talk.md", "-o", "-"]).contains("{.cards}"));
    fs::write(here.join("talk.md"), format!("---\nlayouts: auto\n---\n{answer}")).expect("a deck");
    assert!(said(here, &explained, 0).contains("3 to 6 labels"));
}

#[test]
fn a_talk_that_begins_as_an_article_has_its_pictures() {
    let folder = tempfile::tempdir().expect("a folder");
    let here = folder.path();
    let cat = fs::read(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/assets/cat.png"));
    for path in ["post/图/猫.png", "outside.png"] {
        fs::create_dir_all(here.join(path).parent().expect("a folder")).expect("a folder");
        fs::write(here.join(path), cat.as_ref().expect("a picture")).expect("a picture");
    }
    let text = "# 猫\n\n## 睡觉\n\n猫一天睡十六个小时。\n\n![猫](图/猫.png)\n\n## 玩\n\n它们喜欢玩。\n\n\
                ![外面](../outside.png)\n\n![没有](没有.png)\n";
    write(here, "post/cat.md", text);
    write(here, "llmslides.toml", "");
    let text = said(here, &["new", "talk", "--from", "post/cat.md"], 0);
    assert!(
        text.contains("图/猫.png") && text.contains("`../outside.png` is not copied"),
        "{text}"
    );
    assert!(here.join("talk/图/猫.png").is_file());
    assert!(!here.join("talk/没有.png").exists());
}

#[test]
fn a_deck_as_data_finds_its_pictures_from_where_it_is_written() {
    let folder = with_deck("---\ntheme: ./ours\n---\n\n## 猫\n\n![猫](pics/cat.png)\n");
    let here = folder.path();
    let cat = fs::read(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/assets/cat.png"));
    fs::create_dir_all(here.join("pics")).expect("a folder");
    fs::write(here.join("pics/cat.png"), cat.expect("a picture")).expect("a picture");
    write(here, "ours/theme.toml", "");
    write(here, "llmslides.toml", "");
    said(here, &["build", "talk.md", "-f", "json", "-o", "out/data/"], 0);
    let json = fs::read_to_string(here.join("out/data/talk.json")).expect("a deck");
    assert!(json.contains("\"path\": \"../../pics/cat.png\""), "{json}");
    assert!(json.contains("\"theme\": \"../.././ours\""), "{json}");
    let text = said(here, &["build", "out/data/talk.json", "--root", ".", "-o", "out/"], 0);
    assert!(!text.contains("warning"), "{text}");
}

#[test]
fn a_folder_that_is_missing_is_no_deck_of_the_program() {
    let folder = tempfile::tempdir().expect("a folder");
    let text = said(folder.path(), &["build", "team-talk/"], 2);
    assert!(text.contains("cannot read `team-talk/`"), "{text}");
}
