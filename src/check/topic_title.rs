//! A title that names a topic and states nothing.

use super::Context;
use crate::deck::block::plain_text;
use crate::diag::Diagnostics;

/// Titles that could stand on a slide of any deck.
const TOPICS: [&str; 43] = [
    "背景", "研究背景", "项目背景", "背景介绍", "介绍", "简介", "引言", "前言", "概述", "概览",
    "总览", "总结", "小结", "结论", "结语", "现状", "问题", "挑战", "方法", "结果", "分析", "讨论",
    "展望", "未来展望", "应用", "特点", "优势", "其他", "说明", "overview", "introduction",
    "intro", "background", "motivation", "summary", "conclusion", "conclusions", "results",
    "discussion", "method", "methods", "analysis", "outlook",
];

/// Reports each.
pub(super) fn check(context: &Context, findings: &mut Diagnostics) {
    for view in context.slides.iter().filter(|view| view.has_content()) {
        let title = plain_text(&view.slide.title);
        let bare = title.trim().trim_start_matches(|c: char| !c.is_alphabetic()).to_lowercase();
        if TOPICS.contains(&bare.as_str()) {
            let message = format!("`{}` names a topic and states nothing", title.trim());
            let hint = "say what there is to know about it, in a sentence";
            findings.push(view.finding("topic-title", message).hint(hint));
        }
    }
}
