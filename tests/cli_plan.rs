//! A plan for an article: what there is to choose from, what a plan makes of it, what is refused.
#![allow(clippy::disallowed_methods, reason = "tests set up their own folders")]

mod program;

use std::fs;
use std::path::Path;

use program::{llmslides, said, stderr};
use serde_json::{Value, json};
use tempfile::TempDir;

const ARTICLE: &str = "# 桥\n\n## 什么是桥\n\n桥是一种让人过河的建筑。大家知道，人们都害怕河水，走得很慢，而且常常掉进水里。\
    因此人们学会了造桥。\n\n## 木桥\n\n木桥造得快，花钱少，但是怕火。看这段代码：\n\n```\nbridge build --wood\n```\n\n\
    ## 石桥\n\n石桥耐久，可以用几百年。它的造价是木桥的十倍。\n";

fn article() -> TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    fs::write(folder.path().join("bridge.md"), ARTICLE).expect("an article");
    folder
}

fn outline(folder: &Path) -> Value {
    let output = llmslides(folder, &["import", "bridge.md", "--outline"]);
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    serde_json::from_slice(&output.stdout).expect("JSON")
}

/// Writes a plan with these slides, carries it out, and says what was said.
fn plan(folder: &Path, slides: Value, code: i32) -> String {
    let plan = json!({"plan": 1, "article": outline(folder)["article"], "slides": slides});
    fs::write(folder.join("plan.json"), plan.to_string()).expect("a plan");
    let arguments = ["import", "bridge.md", "--plan", "plan.json", "-o", "talk.md", "--force"];
    said(folder, &arguments, code)
}

#[test]
fn an_outline_says_what_there_is() {
    let folder = article();
    let outline = outline(folder.path());
    assert_eq!(outline["headings"][1]["text"], "木桥");
    let units = outline["units"].as_array().expect("units");
    let ids: Vec<&str> = units.iter().filter_map(|unit| unit["id"].as_str()).collect();
    assert_eq!(ids, ["s1", "s2", "s3", "s4", "s5", "c6", "s7", "s8"]);
    assert_eq!(units[0]["role"], "definition");
    assert_eq!((&units[5]["shown"], &units[5]["needs"]), (&json!(true), &json!(["s5"])));
    // 大家知道 is left out by the rules; 人们… may stand alone.
    let cuts = units[1]["cuts"].as_array().expect("cuts");
    assert!(cuts.contains(&json!([5, 12])), "{cuts:?}");
}

#[test]
fn a_plan_decides_what_is_shown() {
    let folder = article();
    let slides = json!([
        {"title": "h1", "show": ["s1", {"id": "s2", "cut": [5, 12]}]},
        {"title": "s4", "layout": "code", "show": ["s4", "s5", "c6"]},
        {"show": ["s8"]},
    ]);
    plan(folder.path(), slides, 0);
    let deck = fs::read_to_string(folder.path().join("talk.md")).expect("a deck");
    for part in [
        "## 什么是桥 {.definition}",
        "\n人们都害怕河水\n",
        "## 木桥造得快，花钱少，但是怕火 {.code}\n\n看这段代码：\n",
        "## 石桥 {.statement}\n\n它的造价是木桥的十倍\n",
        // What no slide shows is said.
        "石桥耐久，可以用几百年。它的造价是木桥的十倍。",
    ] {
        assert!(deck.contains(part), "{part}\n{deck}");
    }
    assert!(!deck.contains("人们学会了造桥\n"), "{deck}");
}

#[test]
fn what_the_rules_choose_is_a_plan() {
    let folder = article();
    let run = |arguments: &[&str]| said(folder.path(), arguments, 0);
    run(&["import", "bridge.md", "-o", "rules.md", "--plan-out", "plan.json"]);
    run(&["import", "bridge.md", "-o", "again.md", "--plan", "plan.json", "--plan-out", "2.json"]);
    let read = |name: &str| fs::read_to_string(folder.path().join(name)).expect("a file");
    assert_eq!(read("rules.md"), read("again.md"));
    assert_eq!(read("plan.json"), read("2.json"));
}

#[test]
fn what_a_plan_leaves_out_is_said() {
    let folder = article();
    plan(folder.path(), json!([{"show": ["s1"]}]), 0);
    let deck = fs::read_to_string(folder.path().join("talk.md")).expect("a deck");
    let (_, notes) = deck.split_once("<!--").expect("notes");
    assert!(notes.contains("```"), "{deck}");
}

#[test]
fn what_a_plan_cannot_have_is_refused_all_at_once() {
    let folder = article();
    let refused = |slides: Value, whys: &[&str]| {
        let text = plan(folder.path(), slides, 1);
        for why in whys {
            assert!(text.contains(why) && text.contains("plan.json:1:"), "{why}\n{text}");
        }
        assert!(!folder.path().join("talk.md").exists());
    };
    refused(
        json!([{"show": ["s1", "s99"]}, {"show": ["s4", "c6"]}, {"show": ["s4"]}]),
        &["there is no unit `s99`", "`s4` is shown twice"],
    );
    refused(json!([{"show": ["s3", "s1"]}, {"show": ["c6"]}]), &["slides keep the order"]);
    refused(json!([{"title": "h9", "show": ["c6"]}]), &["there is no heading and no unit `h9`"]);
    refused(
        json!([{"title": "s1", "show": ["c6"]}]),
        &["a title of a slide that does not show it"],
    );
    let cut = |cut: [usize; 2]| json!([{"show": [{"id": "s2", "cut": cut}]}, {"show": ["c6"]}]);
    refused(cut([6, 12]), &["does not begin and end where a clause does"]);
    refused(cut([5, 99]), &["it has no characters 5 to 99"]);
    let clause = json!([{"show": [{"id": "s4", "cut": [6, 9]}]}, {"show": ["c6"]}]);
    refused(clause, &["says nothing by itself"]);
    refused(
        json!([{"show": ["s1", "s2", "s3", "c6"]}]),
        &["a slide shows what stands below one heading"],
    );
    refused(
        json!([{"layout": "timeline", "show": ["s4", "s5", "c6"]}]),
        &["these units make the layout `code`, not `timeline`"],
    );
}

#[test]
fn a_plan_for_another_article_is_refused() {
    let folder = article();
    plan(folder.path(), json!([{"show": ["s4", "s5", "c6"]}]), 0);
    fs::write(folder.path().join("bridge.md"), ARTICLE.replace("十倍", "九倍")).expect("a file");
    let arguments = ["import", "bridge.md", "--plan", "plan.json", "-o", "other.md"];
    let text = said(folder.path(), &arguments, 1);
    assert!(text.contains("the plan is for another article"), "{text}");
    fs::write(folder.path().join("plan.json"), "{\"plan\": 1, \"slidez\": []}").expect("a file");
    let text = said(folder.path(), &arguments, 1);
    assert!(text.contains("this is no plan: unknown field `slidez`"), "{text}");
}
