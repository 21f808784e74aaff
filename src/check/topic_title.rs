//! A title that names a topic and states nothing.

use super::Context;
use crate::deck::block::plain_text;
use crate::diag::Diagnostics;

/// Titles that could stand on a slide of any deck.
const TOPICS: [&str; 61] = [
    "背景", "研究背景", "项目背景", "背景介绍", "介绍", "简介", "引言", "前言", "概述", "概览",
    "总览", "总结", "小结", "结论", "结语", "现状", "问题", "挑战", "方法", "结果", "分析", "讨论",
    "展望", "未来展望", "应用", "特点", "优势", "其他", "说明", "动机", "意义", "目标", "目的",
    "相关工作", "实验", "实验结果", "案例", "建议", "计划", "下一步", "overview", "introduction",
    "intro", "background", "motivation", "summary", "conclusion", "conclusions", "results",
    "discussion", "method", "methods", "analysis", "outlook", "goals", "related work",
    "experiments", "evaluation", "future work", "challenges", "next steps",
];

/// What joins two topics in one title.
const JOINTS: [&str; 6] = ["与", "和", "及", "、", " and ", " & "];

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
    let is_known = |topic: &str| TOPICS.contains(&topic.trim());
    is_known(&bare)
        || JOINTS
            .iter()
            .any(|joint| bare.split_once(joint).is_some_and(|(a, b)| is_known(a) && is_known(b)))
}
