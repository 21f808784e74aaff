//! An outline as a tree, in a fence as mind maps have it or with the signs of Word: the root is the talk, each
//! branch a slide.

use std::ops::Range;

use super::super::answer::Answer;
use super::super::conventions::{CONVENTIONS, Meaning};
use super::super::form::{bullet, indent};
use super::super::labels::Label;
use super::super::lists::Depths;
use super::Slide;
use super::objects::{cover_name, labelled};

/// Fewest branches.
const FEWEST: usize = 4;

/// A line of the tree: how deep it stands, and its text.
struct Node {
    depth: usize,
    text: String,
}

/// The lines of the tree, and the deck that it means.
pub(super) fn read(answer: &Answer) -> Option<(Range<usize>, Vec<String>)> {
    [fenced, listed].into_iter().find_map(|find| {
        let (lines, nodes) = find(answer)?;
        Some((lines, deck(&nodes)?))
    })
}

/// A tree in a fence without a word, by how far its lines stand to the right.
fn fenced(answer: &Answer) -> Option<(Range<usize>, Vec<Node>)> {
    const WORDS: [&str; 4] = ["", "text", "plaintext", "mindmap"];
    let listings = answer.listings(|_| true);
    let [listing] = &listings[..] else { return None };
    let is_plain = !answer.listings(|words| WORDS.contains(&words)).is_empty();
    let inside = listing.start + 1..listing.end - 1;
    let lines = || inside.clone().filter(|at| !answer.is_blank(*at)).map(|at| answer.text(at));
    let depth = |line: &str| {
        let drawn = line.find(|c: char| !(c.is_whitespace() || "│├└─┬|`".contains(c))).unwrap_or(0);
        line[..drawn].chars().map(|c| if c == '\t' { 4 } else { 1 }).sum::<usize>()
    };
    let depths = Depths::of(lines().map(depth));
    let nodes = lines().map(|line| {
        let text = line.trim_start_matches(|c: char| c.is_whitespace() || "│├└─┬|`".contains(c));
        let text = bullet(text).map_or(text, |(_, text)| text);
        Node { depth: depths.level(depth(line)), text: text.trim().to_owned() }
    });
    is_plain.then(|| (listing.clone(), nodes.collect()))
}

/// The signs of Word's lists, each before a tab; the letter `o` is one of them.
const SIGNS: [&str; 5] = ["•\t", "o\t", "\u{f0a7}\t", "§\t", "\u{f0b7}\t"];

/// A list as Word copies it, below the title of the talk.
fn listed(answer: &Answer) -> Option<(Range<usize>, Vec<Node>)> {
    let sign =
        |at: usize| SIGNS.iter().find(|sign| answer.text(at).trim_start().starts_with(**sign));
    let first = (0..answer.lines.len()).find(|at| sign(*at).is_some())?;
    let title = answer.shown_before(first)?;
    let last = (first..answer.lines.len()).rfind(|at| sign(*at).is_some())?;
    let top = sign(first)?;
    let mut nodes = vec![Node { depth: 0, text: answer.text(title).trim().to_owned() }];
    let mut depths: Vec<&str> = vec![top];
    for at in (first..last + 1).filter(|at| !answer.is_blank(*at)) {
        let line = answer.text(at).trim_start();
        let found = sign(at).and_then(|sign| depths.iter().position(|one| one == sign));
        let depth = match (sign(at), found) {
            (Some(_), Some(depth)) => depth + 1,
            (Some(sign), None) => {
                depths.push(sign);
                depths.len()
            }
            (None, _) if indent(answer.text(at)) > 0 => depths.len() + 1,
            (None, _) => return None,
        };
        let text = line.trim_start_matches(|c: char| !c.is_alphanumeric() && c != '《' && c != '“');
        let text = sign(at).map_or(text, |sign| line[sign.len()..].trim());
        nodes.push(Node { depth, text: text.to_owned() });
    }
    Some((title..last + 1, nodes))
}

/// The deck of a tree: a single root, with branches that hold something.
fn deck(nodes: &[Node]) -> Option<Vec<String>> {
    let (root, below) = nodes.split_first()?;
    let branches = below.iter().filter(|node| node.depth == 1).count();
    let is_tree = root.depth == 0 && below.iter().all(|node| node.depth > 0);
    if !is_tree || branches < FEWEST || below.len() < branches * 2 {
        return None;
    }
    let mut slides: Vec<Slide> = Vec::new();
    for node in below {
        match (node.depth, slides.last_mut()) {
            (1, _) => slides.push(Slide { title: node.text.clone(), ..Slide::default() }),
            (depth, Some(slide)) => {
                slide.shown.push(format!("{}- {}", "  ".repeat(depth - 2), node.text));
            }
            (_, None) => return None,
        }
    }
    cover(&mut slides, &root.text);
    let mut deck = Vec::new();
    slides.iter().enumerate().for_each(|(at, slide)| slide.write(at + 1, &mut deck));
    Some(deck)
}

/// The root is the title; where a branch is the cover and has one, it is what stands below.
fn cover(slides: &mut Vec<Slide>, root: &str) {
    let has_cover = slides.first().is_some_and(|slide| CONVENTIONS.name.cover.has(&slide.title));
    if !has_cover {
        slides.insert(0, Slide { title: cover_name(), ..Slide::default() });
    }
    let Some(cover) = slides.first_mut() else { return };
    let is_title = |line: &String| Label::of_kind(line, &[Meaning::Title]).is_some();
    let is_titled = cover.shown.iter().any(is_title);
    let meaning = if is_titled { Meaning::Subtitle } else { Meaning::Title };
    cover.shown.insert(0, labelled(meaning, root));
}
