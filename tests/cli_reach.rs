//! How far a deck reaches: its project, and nothing else, whatever it, its theme or its settings name.
#![cfg(unix)]
#![allow(clippy::disallowed_methods, reason = "tests set up their own folders")]

mod program;

use std::fs;
use std::os::unix::fs::symlink;
use std::path::Path;
use std::process::{Command, Stdio};

use program::{command, said, stderr};
use tempfile::TempDir;

/// What stands outside of the project, in every file there.
const SECRET: &str = "geheim";

fn write(folder: &Path, path: &str, text: &str) {
    let path = folder.join(path);
    fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
    fs::write(path, text).expect("a file");
}

/// A project in `project`, with a deck in `project/talk`, and a theme beside the project.
fn place(deck: &str) -> TempDir {
    let place = tempfile::tempdir().expect("a folder");
    let at = place.path();
    write(at, "project/package.json", "{}");
    write(at, "project/talk/talk.md", deck);
    write(at, "outside/theme.toml", &format!("{SECRET} = ["));
    write(at, "outside/layouts/content.typ", SECRET);
    write(at, "outside/llmslides.toml", &format!("[{SECRET}"));
    write(at, "outside/part.md", SECRET);
    place
}

/// Builds the deck; nothing of what is outside may be said.
fn built(place: &TempDir, arguments: &[&str]) -> String {
    let arguments = [&["build", "talk.md", "-f", "pdf"], arguments].concat();
    let text = said(&place.path().join("project/talk"), &arguments, 0);
    assert!(!text.contains(SECRET), "{text}");
    text
}

#[test]
fn a_theme_lies_in_the_project() {
    let outside = tempfile::tempdir().expect("a folder");
    write(outside.path(), "theme.toml", SECRET);
    for theme in ["../../outside", outside.path().to_str().expect("a path"), "linked", "./linked"] {
        let place = place(&format!("---\ntheme: {theme}\n---\n\n## 一\n"));
        let themes = place.path().join("project/talk/themes");
        fs::create_dir(&themes).expect("a folder");
        symlink(place.path().join("outside"), themes.join("linked")).expect("a link");
        symlink(place.path().join("outside"), place.path().join("project/talk/linked"))
            .expect("a link");
        let text = built(&place, &[]);
        assert!(text.contains("warning[unknown-theme]"), "{text}");
    }
    let place = place("---\ntheme: ../ours\n---\n\n## 一\n");
    write(place.path(), "project/ours/theme.toml", "");
    assert!(!built(&place, &[]).contains("warning"));
}

#[test]
fn a_theme_of_json_and_of_standard_input_lies_in_the_project() {
    let place = place("");
    let decks = [
        "---\ntheme: ../../outside\n---\n\n## 一\n".to_owned(),
r#"{"meta": {"theme": "../../outside"}, "sections": [{"slides": [{"title": [{"text": "一"}],
            "layout": "content", "blocks": [{"paragraph": [{"text": "甲"}]}]}]}]}"#
            .to_owned(),
    ];
    for deck in decks {
        write(place.path(), "project/talk/stdin", &deck);
        let input = fs::File::open(place.path().join("project/talk/stdin")).expect("a file");
        let mut build = command(&place.path().join("project/talk"), &["build", "-", "-f", "pdf"]);
        let text = stderr(&build.stdin(input).output().expect("the program runs"));
        assert!(text.contains("unknown-theme") && !text.contains(SECRET), "{text}");
    }
}

#[test]
fn templates_and_settings_lie_in_the_project() {
    let place = place("## 一\n");
    let talk = place.path().join("project/talk");
    symlink(place.path().join("outside"), talk.join("templates")).expect("a link");
    symlink(place.path().join("outside/llmslides.toml"), talk.join("llmslides.toml"))
        .expect("a link");
    let text = built(&place, &[]);
    assert_eq!(text.matches("warning[unread-file]").count(), 2, "{text}");
    fs::remove_file(talk.join("templates")).expect("a link");
    fs::create_dir_all(talk.join("templates/layouts")).expect("a folder");
    let layout = place.path().join("outside/layouts/content.typ");
    symlink(layout, talk.join("templates/layouts/content.typ")).expect("a link");
    assert_eq!(built(&place, &[]).matches("warning[unread-file]").count(), 2);
}

#[test]
fn a_pipe_is_never_opened() {
    let place = place("## 一\n\n{{< include pipe.md >}}\n\n![图](pipe.png)\n");
    for name in ["pipe.md", "pipe.png", "llmslides.toml"] {
        let pipe = place.path().join("project/talk").join(name);
        let made = Command::new("mkfifo").arg(pipe).stdout(Stdio::null()).status();
        assert!(made.expect("mkfifo runs").success());
    }
    let text = said(&place.path().join("project/talk"), &["build", "talk.md", "-f", "pdf"], 1);
    assert_eq!(text.matches("it is no ordinary file").count(), 3, "{text}");
}

#[test]
fn the_root_can_be_told() {
    let place = place("## 一\n\n![图](../x.svg)\n\n{{< include ../../part.md >}}\n");
    let picture = "<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 9 9'/>";
    write(place.path(), "project/x.svg", picture);
    write(place.path(), "part.md", "- 一\n");
    assert!(!built(&place, &["--root", "../.."]).contains("warning"));
    let text = said(&place.path().join("project/talk"), &["build", "talk.md", "--root", "."], 1);
    assert_eq!(text.matches("it is outside the project").count(), 2, "{text}");
    let text = said(&place.path().join("project/talk"), &["build", "talk.md", "--root", "/usr"], 2);
    assert!(text.contains("the deck is not in that folder"), "{text}");
}
