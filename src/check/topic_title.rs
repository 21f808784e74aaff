//! A title that names a topic and states nothing.

use super::Context;
use super::words::WORDS;
use crate::deck::block::plain_text;
use crate::diag::Diagnostics;

/// Reports each such title.
pub(super) fn check(context: &Context, findings: &mut Diagnostics) {
    for view in context.slides.iter().filter(|view| view.has_content()) {
        let title = plain_text(&view.slide.title);
        if is_topic(&title) {
            let message = format!("`{}` names a topic and states nothing", title.trim());
            let hint = "say what there is to know about it, in a sentence";
            findings.push(view.finding("topic-title", message).hint(hint));
        }
    }
}

/// Whether a title is one topic or two, with or without a number in front.
fn is_topic(title: &str) -> bool {
    let title = title.trim();
    // Numbered like `一、背景`.
    let numbered = title.split_once('、').filter(|(number, _)| {
        !number.is_empty() && number.chars().all(|c| "一二三四五六七八九十".contains(c))
    });
    let title = numbered.map_or(title, |(_, title)| title);
    let bare = title.trim_matches(|c: char| !c.is_alphabetic()).to_lowercase();
    let is_known = |topic: &str| WORDS.topic.has(topic.trim());
    is_known(&bare)
        || WORDS
            .joint
            .iter()
            .any(|joint| bare.split_once(joint).is_some_and(|(a, b)| is_known(a) && is_known(b)))
}
