//! Titles: taken from sentences that announce what follows, or the few words that a deck has beside
//! those of its article.

use std::ops::Range;

use super::runs::Run;
use crate::article::width::width;
use crate::deck::{Inline, Inlines, Spanned};
use crate::diag::Span;
use crate::locale::Words;

/// Widest title from a sentence, in Han characters.
const WIDEST: f64 = 20.0;
/// Narrowest title that says something.
const NARROWEST: f64 = 4.0;
/// What announcing sentences begin with.
const BEFORE: &[&str] = &[
    "以下是", "下面是", "以下列出", "下面列出", "下面介绍", "接下来介绍", "接下来是", "这里是",
    "如下是", "下面来看", "下面看看", "我们来看", "here are ", "the following are ",
];
/// What they end with.
const AFTER: &[&str] = &[
    "主要有以下几个方面",
    "主要包括以下几个方面",
    "有以下几个方面",
    "包括以下几个方面",
    "体现在以下几个方面",
    "主要体现在以下几个方面",
    "主要有以下几点",
    "有以下几点",
    "包括以下几点",
    "如下几点",
    "主要有以下几种",
    "有以下几种",
    "主要有以下",
    "主要包括以下",
    "包括以下",
    "分为以下几类",
    "可以分为以下几类",
    "分为以下几个阶段",
    "分为以下几步",
    "如下所示",
    "如下图所示",
    "如下表所示",
    "如下表",
    "如下图",
    "如下",
    "包括",
    "主要有",
    "主要包括",
    "分为",
    "可以分为",
    "有以下",
    "以下几点",
    "以下几个方面",
    "的代码",
];
/// How headings of last sections are called.
const CONCLUSIONS: &[&str] = &[
    "结束语", "结语", "总结", "小结", "结论", "后记", "写在最后", "写在后面", "最后的话",
    "总结与展望", "结论与展望", "總結", "結語", "結論", "まとめ", "おわりに", "最後に",
    "conclusion", "conclusions", "summary", "wrap-up", "final thoughts",
];

/// The part of a sentence that says what follows it, if it announces something.
pub(super) fn announced(run: &Run, sentence: Range<usize>) -> Option<Range<usize>> {
    let text = run.text[sentence.clone()].trim_end();
    if !text.ends_with(['：', ':']) {
        return None;
    }
    let last = run.clauses(sentence).pop()?;
    let clause = &run.text[last.clone()];
    let lower = clause.to_lowercase();
    let before =
        BEFORE.iter().filter(|word| lower.starts_with(**word)).map(|word| word.len()).max();
    let start = last.start + before.unwrap_or(0);
    let rest = &run.text[start..last.end];
    let after = AFTER.iter().filter(|word| rest.ends_with(**word)).map(|word| word.len()).max();
    let end = last.end - after.unwrap_or(0);
    let title = run.text[start..end].trim_end_matches(['的', '，', '、', ' ']);
    let wide = width(title);
    let sure = before.is_some() || after.is_some();
    (sure && (NARROWEST..=WIDEST).contains(&wide)).then(|| start..start + title.len())
}

/// Whether a heading is that of a conclusion.
pub(super) fn is_conclusion(heading: &str) -> bool {
    let bare = heading.trim().trim_end_matches(['：', ':', '。', '.']).to_lowercase();
    CONCLUSIONS.contains(&bare.as_str())
}

/// Whether a heading is that of a list of sources.
pub(super) fn is_sources(heading: &str) -> bool {
    let bare = heading.trim().trim_end_matches(['：', ':']).to_lowercase();
    let names = [
        "参考文献", "参考资料", "参考链接", "参考", "參考文獻", "參考資料", "引用", "references",
        "bibliography", "sources", "further reading",
    ];
    names.contains(&bare.as_str())
}

/// A title with its part: `标题（1/2）`.
pub(super) fn numbered(title: &Inlines, number: usize, of: usize, language: &Words) -> Inlines {
    let mut title = title.clone();
    title.push(Spanned::new(Inline::Text(language.part(number, of)), Span::DETACHED));
    title
}

/// Plain text as a run without a place.
pub(super) fn plain(text: &str) -> Inlines {
    vec![Spanned::new(Inline::Text(text.to_owned()), Span::DETACHED)]
}
