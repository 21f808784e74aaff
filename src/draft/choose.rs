//! Which clauses of a text stand on a slide: by place, by what they say, by how they begin and end.
//! Clauses are taken whole and next to each other; not a word is altered.

use std::ops::Range;

use super::runs::Run;
use super::weights::Weights;
use crate::article::width::width;

/// Narrowest clause that says something by itself, in Han characters.
const NARROWEST: f64 = 5.0;
/// Widest clause that is weighed against narrower ones: about two lines of a card.
const WIDE: f64 = 34.0;
/// What refers back: a clause that begins so says little alone.
const BACK: &[&str] = &[
    "是因为", "是由于", "就是", "不是", "也", "还", "又", "则", "就", "都", "从而", "进而", "使得",
    "使", "以及", "以", "例如", "如", "比如", "其中", "这", "它", "其", "该", "他", "她", "他们",
    "它们", "即", "或", "此后", "之后", "那么", "and ", "but ", "or ", "which ", "it ", "this ",
    "these ", "they ", "so ",
];
/// What links a clause to the one before and is no part of it.
const LINKS: &[&str] = &[
    "但是", "但", "然而", "不过", "而且", "并且", "因此", "所以", "此外", "同时", "另外", "而",
    "并", "且", "and ", "but ", "so ", "however ", "thus ",
];
/// What begins a clause that another one completes.
const DEPENDENT: &[&str] = &[
    "虽然", "尽管", "如果", "若", "由于", "因为", "为了", "随着", "除了", "不仅", "不但", "一方面",
    "无论", "只要", "只有", "即使", "即便", "对于", "关于", "根据", "针对", "按照", "although ",
    "if ", "while ", "because ", "when ",
];
/// What completes it.
const COMPLETING: &[&str] = &[
    "但", "而且", "还", "也", "就", "都", "才", "另一方面", "所以", "因此", "从而", "，", ", ",
    "then ", "but ", "并",
];
/// What says where or when, and how a clause ends that says no more.
const SETTING: &[&str] = &["在", "当", "从", "到", "自"];
const SETTING_ENDS: &[&str] = &[
    "中", "时", "时候", "后", "之后", "前", "之前", "下", "上", "里", "来说", "而言", "方面",
    "之间", "以来", "来看", "看", "情况下", "开始", "起",
];
/// Clauses that fill.
const FILLERS: &[&str] = &[
    "其实", "事实上", "实际上", "总之", "总的来说", "总而言之", "一般来说", "简单来说", "换句话说",
    "首先", "其次", "最后", "当然", "显然", "众所周知", "可以说", "本报讯", "据了解", "据悉",
    "据介绍", "值得注意的是", "需要注意的是", "however", "in fact",
];

/// What ends a clause that says whose opinion the next one is: alone, it would be a fact.
const OPINIONS: &[&str] = &[
    "认为", "以为", "相信", "据说", "听说", "传说", "声称", "宣称", "假设", "怀疑", "猜测", "主张",
    "担心", "認為", "以為", "believed that", "claimed that", "thought that",
];
/// What begins a clause that takes back something of the one before.
const TURNS: &[&str] =
    &["但", "却", "不过", "然而", "可是", "只是", "卻", "不過", "but ", "however", "yet "];

/// What was chosen.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Pick {
    /// The part of the run's text.
    pub(super) range: Range<usize>,
    /// How good it is.
    pub(super) score: f64,
    /// Why, for people.
    pub(super) why: String,
    /// Whether it is a question.
    pub(super) asks: bool,
}

/// What is chosen from, and what for.
pub(super) struct Wish<'a> {
    /// Width there is, in Han characters.
    pub(super) room: f64,
    /// Widest that can be, in Han characters.
    pub(super) most: f64,
    /// What the slide says already, in lower case.
    pub(super) known: &'a str,
    /// What the words of the article weigh.
    pub(super) weights: &'a Weights,
}

impl Wish<'_> {
    /// The same with a bound.
    pub(super) fn at_most(self, most: f64) -> Self {
        Self { most, ..self }
    }
}

/// The best clauses of a part of a run; `None` if all are far too wide.
pub(super) fn best(run: &Run, part: Range<usize>, wish: &Wish) -> Option<Pick> {
    let mut candidates = Vec::new();
    for (number, sentence) in sentences_in(run, &part).into_iter().enumerate() {
        let clauses = run.clauses(sentence);
        for first in 0..clauses.len() {
            for last in first..clauses.len() {
                let range = clauses[first].start..clauses[last].end;
                if width(&run.text[range.clone()]) > wish.most {
                    break;
                }
                let place = (number, first, last + 1 == clauses.len());
                candidates.push(rated(run, range.clone(), place, wish));
                if let Some(length) = link(&run.text[range.clone()]) {
                    candidates.push(rated(run, range.start + length..range.end, place, wish));
                }
            }
        }
    }
    let by_score =
        |a: &&Pick, b: &&Pick| a.score.total_cmp(&b.score).then(b.range.start.cmp(&a.range.start));
    let best = candidates.iter().filter(|pick| wide(run, pick) <= WIDE).max_by(by_score);
    let narrowest = || candidates.iter().min_by(|a, b| wide(run, a).total_cmp(&wide(run, b)));
    best.or_else(narrowest).cloned()
}

/// Bytes of the word that links a clause to the one before, if enough stands behind it.
fn link(text: &str) -> Option<usize> {
    let lower = text.to_lowercase();
    let word = LINKS.iter().find(|word| lower.starts_with(**word))?;
    let rest = text[word.len()..].trim_start_matches(['，', ',', '、', ' ']);
    (begins(text, &[*word]) && width(rest) >= NARROWEST).then(|| text.len() - rest.len())
}

fn wide(run: &Run, pick: &Pick) -> f64 {
    width(&run.text[pick.range.clone()])
}

/// The sentences of a run that lie in a part of it.
pub(super) fn sentences_in(run: &Run, part: &Range<usize>) -> Vec<Range<usize>> {
    let clip = |range: Range<usize>| range.start.max(part.start)..range.end.min(part.end);
    let sentences = run.sentences().into_iter().map(clip);
    sentences.filter(|range| range.start < range.end).collect()
}

/// Rates clauses. `place`: the number of their sentence, of the first clause in it, and whether
/// they reach its end.
fn rated(run: &Run, range: Range<usize>, place: (usize, usize, bool), wish: &Wish) -> Pick {
    let text = &run.text[range.clone()];
    let (sentence, first, whole) = place;
    let words = wish.weights.in_text(text, wish.known);
    // The article's main word is in every other clause: it may not decide alone.
    let says: f64 = words.iter().map(|(_, weight)| weight.sqrt()).sum();
    let wide = width(text);
    let mut score = (0.6 + says) * (wide / (wide + 6.0));
    let mut reasons = Vec::new();
    match (sentence, first) {
        (0, 0) => {
            score *= 2.4;
            reasons.push("first clause".to_owned());
        }
        (0, _) => {
            score *= 1.2;
            reasons.push(format!("clause {} of the first sentence", first + 1));
        }
        (_, 0) => reasons.push(format!("first clause of sentence {}", sentence + 1)),
        _ => reasons.push(format!("clause {} of sentence {}", first + 1, sentence + 1)),
    }
    if wide < NARROWEST {
        score *= 0.35;
    }
    if begins(text, BACK) || link(text).is_some() {
        score *= 0.3;
    }
    // Without its mark, a question is a claim.
    let mark = run.text[range.end..].chars().next().filter(|mark| matches!(mark, '？' | '?'));
    if mark.is_some() {
        score *= 0.6;
    }
    let before = run.text[..range.start].trim_end_matches(['，', ',', '：', ':', ' ']);
    if OPINIONS.iter().any(|word| before.ends_with(word)) {
        score *= 0.05;
        reasons.push("somebody's opinion".to_owned());
    }
    let after = run.text[range.end..].trim_start_matches(['，', ',', '；', ';', ' ']);
    let last = text.rsplit(['，', ',']).next().unwrap_or(text).trim_start();
    if begins(after, TURNS) || !whole && begins(last, TURNS) {
        score *= 0.3;
        reasons.push("taken back by what follows".to_owned());
    }
    // What is wider than its share takes room from its neighbours.
    score *= (wish.room / wide).min(1.0);
    score *= if whole && first == 0 { 1.1 } else { completeness(text) };
    if !words.is_empty() {
        let words: Vec<String> =
            words.iter().take(4).map(|(word, weight)| format!("{word} {weight:.2}")).collect();
        reasons.push(words.join(", "));
    }
    let end = range.end + mark.map_or(0, char::len_utf8);
    Pick { range: range.start..end, score, why: reasons.join("; "), asks: mark.is_some() }
}

/// How far a clause says something without its neighbours, from 0 to 1.
fn completeness(text: &str) -> f64 {
    let first = text.split(['，', ',']).next().unwrap_or(text);
    let setting = |clause: &str| {
        begins(clause, SETTING) && SETTING_ENDS.iter().any(|end| clause.ends_with(end))
    };
    if begins(text, DEPENDENT) {
        let rest = &text[text.chars().next().map_or(0, char::len_utf8)..];
        return if COMPLETING.iter().any(|word| rest.contains(word)) { 0.5 } else { 0.2 };
    }
    if text.contains("之所以") && !text.contains("因为") {
        return 0.2;
    }
    if ["不仅", "不但"].iter().any(|word| text.contains(word)) && !text.contains(['还', '也', '而'])
    {
        return 0.2;
    }
    // Who says something, without what.
    if OPINIONS.iter().chain(&["说", "說", "表示", "指出"]).any(|word| text.ends_with(word)) {
        return 0.1;
    }
    if setting(text) {
        return 0.25;
    }
    // What fills costs room.
    if FILLERS.contains(&first.to_lowercase().as_str())
        || setting(first) && first.len() < text.len() && width(first) < 7.0
    {
        return 0.4;
    }
    1.0
}

/// Whether a text begins with a word, and not with a longer one that only begins so.
fn begins(text: &str, words: &[&str]) -> bool {
    const LONGER: &[&str] = &[
        "如今", "如何", "以前", "以上", "以下", "以后", "以来", "就业", "都市", "并行", "并发",
        "其他", "其实", "还原", "使用", "使命", "而今", "在线", "当前", "当代",
    ];
    let lower = text.to_lowercase();
    let english = |word: &str| word.is_ascii();
    words.iter().any(|word| {
        lower.starts_with(word)
            && (!english(word)
                || word.ends_with(' ')
                || lower[word.len()..].starts_with([' ', ',']))
    }) && !LONGER.iter().any(|word| text.starts_with(word))
}
