//! The HTML file: what is in it, and what must not be.
#![allow(clippy::disallowed_methods, reason = "tests set up their own folders")]

mod program;

use std::fs;
use std::path::Path;

use program::{names, said, with_deck};

const DECK: &str = "---\nlang: zh-CN\n---\n## 定义 {#def}\n\n一段话，它足够长，长到非换行不可：大语言模型是参数规模巨大的语言模型，\
    它在海量文本上训练，学会预测下一个词。见[下一页](#next)和[网站](https://example.com/?a=1&b=2)，还有 $x^2$。\n\n\
    <!-- 秘密的**备注** </script><script>alert(1)</script> -->\n\n## 图与步骤 {.incremental #next}\n\n![一张图](a.png)\n\n- 甲\n- 乙\n";

/// The file of a deck.
fn html(folder: &Path, more: &[&str]) -> String {
    image(folder);
    said(folder, &[&["build", "talk.md", "-f", "html"], more].concat(), 0);
    fs::read_to_string(folder.join("talk.html")).expect("a file")
}

/// A picture of one pixel.
fn image(folder: &Path) {
    let png = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x01\0\0\0\x01\x08\x06\0\0\0\x1f\x15\xc4\x89\0\0\0\rIDATx\x9cc\xf8\xcf\xc0\xf0\x1f\0\x05\0\x01\xff\x89\x99=\x1d\0\0\0\0IEND\xaeB`\x82";
    fs::write(folder.join("a.png"), png).expect("a picture");
}

/// A page by its address.
fn page<'a>(html: &'a str, address: &str) -> &'a str {
    let at = html.find(&format!("<section id=\"{address}\"")).expect("a page");
    html[at..].split("</section>").next().expect("an end")
}

#[test]
fn what_is_seen_can_be_read_and_followed() {
    let folder = with_deck(DECK);
    let html = html(folder.path(), &[]);
    let first = page(&html, "1");
    assert!(first.contains("role=\"heading\" aria-level=\"1\"><tspan"), "{first}");
    assert!(first.contains("href=\"#2\" aria-label=\"下"), "{first}");
    assert!(first.contains("href=\"https://example.com/?a=1&amp;b=2\""), "{first}");
    assert!(first.contains("role=\"math\" aria-label="), "{first}");
    assert!(first.contains("<g aria-hidden=\"true\">"), "the page's number: {first}");
    // A paragraph is one element, and its letters are those that are typed.
    let paragraph = first.split("<text").find(|text| text.contains("一段话")).expect("a paragraph");
    let plain: String = paragraph
        .split('<')
        .filter_map(|part| part.split_once('>'))
        .map(|(_, text)| text)
        .collect();
    assert!(plain.contains("大语言模型是参数规模巨大的语言模型，它在海量文本上训练"), "{plain}");
    assert!(page(&html, "2.2").contains("role=\"img\" aria-label=\"一张图\""));
    assert!(html.contains("\"words\":{") && html.contains("演讲者视图"));
}

#[test]
fn it_loads_nothing_and_runs_nothing_of_the_deck() {
    let folder = with_deck(DECK);
    let html = html(folder.path(), &[]);
    assert!(html.contains("default-src 'none'"));
    for loads in ["<link", "src=\"http", "@import", "href=\"http://", "url(http"] {
        assert!(!html.contains(loads), "{loads}");
    }
    assert_eq!(html.matches("</script>").count(), 2, "only ours end");
    assert!(html.contains("秘密的<strong>备注<\\/strong>"));
}

#[test]
fn the_same_deck_gives_the_same_file() {
    let folder = with_deck(DECK);
    assert_eq!(html(folder.path(), &[]), html(folder.path(), &[]));
}

#[test]
fn without_notes_no_output_has_any() {
    let folder = with_deck(DECK);
    image(folder.path());
    let formats = "pdf,notes,handout,pdfpc,html,json";
    said(folder.path(), &["build", "talk.md", "--no-notes", "-o", "out/", "-f", formats], 0);
    said(folder.path(), &["build", "talk.md", "--no-notes", "-o", "more/"], 0);
    assert_eq!(names(&folder.path().join("more")), ["talk.pdf"]);
    for name in names(&folder.path().join("out")) {
        let bytes = fs::read(folder.path().join("out").join(&name)).expect("a file");
        assert!(!String::from_utf8_lossy(&bytes).contains("秘密"), "{name}");
    }
}
