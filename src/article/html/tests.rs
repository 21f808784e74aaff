//! What holds for every page: no word of it vanishes, none comes twice, and reading it ends.

use std::fmt::Write;

use proptest::prelude::*;

use crate::article::{Article, Options, Syntax, decode, read};
use crate::deck::Block;
use crate::diag::{Diagnostics, FileId};

fn article(source: &str, options: Options) -> Article {
    read(source, FileId(0), Syntax::Html, options, &mut Diagnostics::default())
}

/// Everything that an article says, wherever it stands.
fn everything(article: &Article) -> String {
    let mut all = serde_json::to_string(&article.blocks).expect("JSON");
    for text in article.title.iter().chain(&article.subtitle).chain(&article.contents) {
        let _ = write!(all, "\n{}", text.value);
    }
    for aside in &article.aside {
        let _ = write!(all, "\n{}", aside.text);
    }
    all
}

/// A piece of a page. `%` stands for a word.
fn piece() -> impl Strategy<Value = String> {
    const AROUND: [&str; 66] = [
        "<p>*</p>",
        "<p>*",
        "<div>*</div>",
        "<div>*",
        "*</div>",
        "<b>*</b>",
        "<b>*",
        "<i>*</i>",
        "<em>*</p></em>",
        "<span>*</span>",
        "<span class='nick'>*</span>",
        "<ul><li>*</ul>",
        "<ul>*</ul>",
        "<ol><li>*<li>*</ol>",
        "<li>*",
        "<table><tr><td>*<td>*</table>",
        "<table>*</table>",
        "<table><tr><th>*</th></tr><tr><td>*</td></tr></table>",
        "<table><caption>*</caption><tr><td>*<td>*<tr><td>*<td>*</table>",
        "<tr><td>*",
        "<h1>*</h1>",
        "<h2>*</h2>",
        "<h3>*",
        "<blockquote>*</blockquote>",
        "<pre>*</pre>",
        "<pre><code class='language-x'>*\n*</code></pre>",
        "<pre>*<button>*</button></pre>",
        "<code>*</code>",
        "<a href='https://a.example'>*</a>",
        "<a href='#x'>*</a>",
        "<a class='headerlink' href='#x'>*</a>",
        "<nav>*</nav>",
        "<header>*</header>",
        "<footer>*</footer>",
        "<aside>*</aside>",
        "<main>*</main>",
        "<article>*</article>",
        "<div class='entry-content'>*</div>",
        "<div class='comments'>*</div>",
        "<div class='share'>*</div>",
        "<div class='toc'>*</div>",
        "<div class='meta'>*</div>",
        "<div class='admonition tip'><p class='admonition-title'>*</p>*</div>",
        "<div class='footnotes'>*</div>",
        "<p style='display:none'>*</p>",
        "<div hidden>*</div>",
        "<form>*</form>",
        "<button>*</button>",
        "<label>*</label>",
        "<select><option>*</select>",
        "<textarea>*</textarea>",
        "<details><summary>*</summary>*</details>",
        "<dl><dt>*<dd>*</dl>",
        "<dl><div><dt>*</dt><dd>*</dd></div>*</dl>",
        "<figure>*<figcaption>*</figcaption></figure>",
        "<figure><img src='a.png'><figcaption>*</figcaption></figure>",
        "<ruby>*<rt>*</rt></ruby>",
        "<sup>*</sup>",
        "<sub>*</sub>",
        "<q>*</q>",
        "<svg><text>*</text></svg>",
        "<video src='v.mp4'>*</video>",
        "<noscript>*</noscript>",
        "<my-card>*</my-card>",
        "<center><font size='5'>*</font></center>",
        "<hgroup>*</hgroup>",
    ];
    const LEAVES: [&str; 16] = [
        "%",
        "% %",
        "%.",
        "%<br>%",
        "%<br><br>%",
        "<br>",
        "% &amp; %",
        "<!-- no -->",
        "<hr>",
        "<script>no()</script>",
        "<style>no{}</style>",
        "<img src='p.png'>",
        "，%。",
        "\n%\n",
        "% % % %, % % % % % % % %.",
        "<template>no</template>",
    ];
    let leaf = prop::sample::select(LEAVES.to_vec()).prop_map(str::to_owned);
    leaf.prop_recursive(6, 48, 6, |inner| {
        let around = prop::sample::select(AROUND.to_vec());
        (around, prop::collection::vec(inner, 1..4)).prop_map(|(around, inner)| {
            let mut inner = inner.into_iter().cycle();
            let many = around.matches('*').count();
            let mut out = around.to_owned();
            for _ in 0..many {
                out = out.replacen('*', &inner.next().unwrap_or_default(), 1);
            }
            out
        })
    })
}

/// A page, and how many words are in it.
fn page() -> impl Strategy<Value = (String, usize)> {
    prop::collection::vec(piece(), 1..8).prop_map(|pieces| {
        let mut source = String::new();
        let mut words = 0;
        for part in pieces.concat().split_inclusive('%') {
            source.push_str(part.trim_end_matches('%'));
            if part.ends_with('%') {
                let _ = write!(source, "w{words}q");
                words += 1;
            }
        }
        (source, words)
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn every_word_is_somewhere_and_once((source, words) in page(), keep_all in any::<bool>()) {
        let article = article(&source, Options { keep_all, keep_punctuation: true });
        let all = everything(&article);
        for word in 0..words {
            let count = all.matches(&format!("w{word}q")).count();
            prop_assert_eq!(count, 1, "w{}q of {}\n{}", word, source, all);
        }
        let raw = source.contains("<textarea") || source.contains("<svg");
        prop_assert!(raw || !all.contains("no"), "{}", all);
    }

    #[test]
    fn places_are_true((source, _) in page()) {
        let article = article(&source, Options { keep_all: false, keep_punctuation: true });
        let one_word = |text: &str| {
            text.matches('w').count() == 1 && text.chars().all(|c| c.is_ascii_alphanumeric())
        };
        for aside in article.aside.iter().filter(|aside| one_word(&aside.text)) {
            let place = source.get(aside.span.range());
            let picture = place.is_some_and(|place| place.contains("<img"));
            prop_assert!(picture || place == Some(aside.text.as_str()), "{:?} {:?}", aside, place);
        }
    }
}

#[test]
fn a_button_in_a_listing_is_no_part_of_its_place() {
    let caption = "<table><caption><pre>w0q<button>w1q</button></pre></caption><tr><td>w2q<td>\
        <pre>w3q<button>w4q</button></pre><tr><td>w5q<td><pre>w6q<button>w7q</button></pre>\
        </table><p><h1>w8q</h1></p>";
    let heading = "<h2><pre>\nw0q\n<button>\nw1q\n</button></pre></h2><h1>w2q</h1>";
    for source in [caption, heading] {
        let article = article(source, Options { keep_all: false, keep_punctuation: true });
        let aside = article.aside.iter().find(|aside| aside.text == "w0q");
        let aside = aside.unwrap_or_else(|| panic!("{source}: {article:#?}"));
        assert_eq!(source.get(aside.span.range()), Some("w0q"), "{source}");
    }
}

#[test]
fn everything_is_kept_on_request() {
    let source = "<nav><a href='/'>Menu</a></nav><p>Text of the page.</p><p>点赞 12</p>";
    let options = Options { keep_all: true, keep_punctuation: true };
    let article = article(source, options);
    assert!(article.aside.is_empty(), "{:?}", article.aside);
    assert_eq!(article.blocks.len(), 3);
}

#[test]
fn a_page_says_its_encoding() {
    let page = "<html><head><meta charset=\"gb2312\"><title>大模型简史</title></head><body>\
        <h1>大模型简史</h1><p>二〇一七年，一篇论文改变了一切。</p></body></html>";
    let bytes = encoding_rs::GB18030.encode(page).0.into_owned();
    let decoded = decode::decode(&bytes, None).expect("a text");
    let article = article(&decoded.text, Options::default());
    assert_eq!(article.title.expect("a title").value, "大模型简史");
    let Block::Paragraph(content) = &article.blocks[0].value else { panic!("a paragraph") };
    assert_eq!(crate::deck::block::plain_text(content), "二〇一七年，一篇论文改变了一切。");
}

/// Pages that make a parser slow, or deep. Each would end in a crash if anything went as deep as the
/// page, and would take minutes if anything was quadratic.
#[test]
fn hostile_pages_end() {
    let many = 40_000;
    let fonts: String = (0..2_000).map(|n| format!("<font id={n}>")).collect();
    let anchors: String = (0..many).map(|n| format!("<a href='#n{n}' id='n{n}'>x</a>")).collect();
    for page in [
        format!("{}text{}", "<div>".repeat(many), "</div>".repeat(many)),
        format!("{}text", "<span>".repeat(many)),
        format!("{fonts}{}", "<p>x".repeat(many)),
        format!("{}text", "<table><tr><td>".repeat(many)),
        format!("<table><tr>{}</tr>{}</table>", "<td>x".repeat(many), "<tr><td>y".repeat(many)),
        format!("<table><tr>{}", "<td rowspan=65534 colspan=1000>x".repeat(many)),
        format!("{}text", "<ul><li>".repeat(many)),
        format!("{}text", "<blockquote><p>".repeat(many)),
        "x<br>".repeat(many),
        format!("<div class=footnotes>{anchors}</div>{anchors}"),
        "&amp;&lt;&#x4e2d;".repeat(many),
        format!("<script src=mathjax.js></script>{}", "\\( $$ ".repeat(many)),
        format!("<p class='{}'>text", "ad ".repeat(many)),
        "<".repeat(many),
        format!("<math>{}x", "<mfrac><mi>".repeat(many)),
        "<a href=https://a.example>x".repeat(many),
        "<select><option>x".repeat(many),
        format!("{}x", "<ruby>x<rt>".repeat(many)),
        "<div class=comment>x</div>".repeat(many),
    ] {
        drop(article(&page, Options::default()));
    }
}
