//! A line by itself → the reason to set it aside, as far as its words tell. The lists of words are
//! in `words.toml`.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use serde::Deserialize;

use crate::article::Reason;
use crate::locale::lists;

/// Most characters of a line that is a link or a button. Longer lines are sentences about such
/// things.
const MOST_CHARS: usize = 60;
/// Most characters of a line about copying.
const MOST_COPYRIGHT: usize = 160;

/// The lists of words.
pub(super) static WORDS: LazyLock<Words> = LazyLock::new(|| lists(include_str!("words.toml")));

/// The lists, by what they recognise.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Words {
    place: List,
    home: List,
    turn: List,
    pub(super) menu: List,
    pub(super) entrance: List,
    related: List,
    contents: List,
    copyright: List,
    claim: List,
    pub(super) share: List,
    invitation: List,
    advertisement: List,
    pub(super) furniture: List,
    pub(super) photograph: List,
    pub(super) remarks: List,
    pub(super) portrait: List,
    pub(super) author: List,
    pub(super) editor: List,
    pub(super) dated: List,
    pub(super) field: List,
    pub(super) counter: List,
    pub(super) credit: List,
}

/// Words of one kind in all languages.
#[derive(Deserialize)]
pub(super) struct List {
    /// The reason to set aside what they recognise.
    pub(super) reason: Reason,
    #[serde(flatten)]
    by_language: BTreeMap<String, Vec<String>>,
}

impl List {
    /// The words of all languages.
    pub(super) fn iter(&self) -> impl Iterator<Item = &str> {
        self.by_language.values().flatten().map(String::as_str)
    }

    /// Whether a text is one of the words.
    pub(super) fn has(&self, text: &str) -> bool {
        self.iter().any(|word| word == text)
    }

    /// Whether a text begins with one of the words.
    pub(super) fn begins(&self, text: &str) -> bool {
        self.iter().any(|word| text.starts_with(word))
    }

    fn stands_in(&self, text: &str) -> bool {
        self.iter().any(|word| text.contains(word))
    }
}

/// The reason to set a line aside; `None` for text.
pub(super) fn reason(line: &str) -> Option<Reason> {
    let line = line.trim().trim_start_matches(['•', '·', '-', '*', '«', '»', '‹', '›', ' ']).trim();
    let (count, lower) = (line.chars().count(), line.to_lowercase());
    let short = count <= MOST_CHARS;
    let found = |list: &List, is: bool| is.then_some(list.reason);
    let words = &*WORDS;
    if count == 0 {
        return None;
    }
    found(&words.place, short && (words.place.begins(&lower) || is_trail(&lower)))
        .or_else(|| is_address(line).then_some(Reason::Address))
        .or_else(|| found(&words.menu, short && is_menu(&lower)))
        .or_else(|| found(&words.turn, count <= 2 * MOST_CHARS && is_turn(&lower)))
        .or_else(|| found(&words.copyright, count <= MOST_COPYRIGHT && is_copyright(&lower)))
        .or_else(|| found(&words.advertisement, words.advertisement.has(bare(&lower))))
        .or_else(|| found(&words.share, is_share(&lower)))
        .or_else(|| found(&words.invitation, short && words.invitation.stands_in(&lower)))
}

/// Whether a picture is that of a person by its alternative text and its address, in letters and digits.
pub(in crate::article) fn names_portrait(alt: &str, path: &str) -> bool {
    WORDS.portrait.has(alt) || WORDS.portrait.stands_in(path)
}

/// Whether a line introduces a list of other articles.
pub(super) fn opens_related(line: &str) -> bool {
    let line = line.trim().trim_end_matches(['：', ':', ' ', '>', '»', '…', '.']).to_lowercase();
    WORDS.related.has(line.trim_start_matches(|c: char| !c.is_alphanumeric()))
}

/// Whether a line introduces a table of contents.
pub(in crate::article) fn opens_contents(line: &str) -> bool {
    let letters = line.chars().filter(|c| c.is_alphanumeric()).collect::<String>();
    WORDS.contents.has(&letters.to_lowercase())
}

/// A line without the signs around it.
pub(super) fn bare(line: &str) -> &str {
    line.trim_matches(|c: char| !c.is_alphanumeric())
}

/// A line that is nothing but an address.
fn is_address(line: &str) -> bool {
    let line = line.trim_matches(['<', '>', ' ']);
    let scheme = line.starts_with("http://") || line.starts_with("https://");
    scheme && !line.contains(char::is_whitespace)
}

/// Whether a line is a breadcrumb trail: `首页 > news > 正文`. A button may stand before it.
fn is_trail(lower: &str) -> bool {
    let parted = [" > ", ">>", "»", " › ", " / "].iter().any(|sign| lower.contains(sign));
    let starts = |word: &str| WORDS.home.begins(word);
    let led =
        |home: &str| lower.contains(&format!("{home}>")) || lower.contains(&format!("{home} >"));
    let sentence = lower.contains(['，', '。', '、', '“']);
    parted && starts(lower)
        || !sentence && WORDS.home.iter().any(led) && lower.split(' ').take(2).any(starts)
}

/// Whether a line consists of several menu words.
fn is_menu(lower: &str) -> bool {
    let words: Vec<&str> =
        lower.split(['|', ' ', '\t', '·', '/']).filter(|w| !w.is_empty()).collect();
    words.len() >= 2 && words.iter().all(|word| WORDS.menu.has(word))
}

/// Whether a line turns to another article: `下一篇：…`. In `上一篇我们讲了……，` the author speaks.
fn is_turn(lower: &str) -> bool {
    const SEAMS: &[char] =
        &['：', ':', '>', '→', '»', '|', '｜', '-', '—', '《', '[', '【', '（', '('];
    WORDS.turn.iter().filter_map(|word| lower.strip_prefix(word)).any(|rest| {
        let parted = rest.starts_with(SEAMS) || rest.starts_with(char::is_whitespace);
        rest.is_empty()
            || parted
            || rest.chars().count() <= 20 && !rest.contains(['，', '。', ',', '.'])
    })
}

/// Whether a line is a copyright notice: `Copyright (c) 2024 …`, `Copyright 2020-2024 …`, or one of
/// the words.
fn is_copyright(lower: &str) -> bool {
    let year = |text: &str| text.starts_with(|c: char| c.is_ascii_digit());
    let claim =
        lower.strip_prefix("copyright").map(|rest| rest.trim_start_matches([':', '：', ' ']));
    let claimed = match claim {
        Some(rest) => rest.starts_with("(c)") || rest.starts_with('©') || year(rest),
        None => lower.strip_prefix("(c)").is_some_and(|rest| year(rest.trim_start())),
    };
    claimed || WORDS.claim.begins(lower) || WORDS.copyright.stands_in(lower)
}

/// Whether a line consists of buttons with counters: `点赞 12 收藏 3`, `阅读(1.2k)`, `赞`.
fn is_share(lower: &str) -> bool {
    let counts = |c: char| c.is_ascii_digit() || "数量次.kw万+".contains(c);
    let is_count = |word: &str| word.chars().all(|c| counts(c) || c == '人');
    let parts = |c: char| c.is_whitespace() || "()（）:：|｜·,，、[]【】".contains(c);
    let mut words = 0;
    for word in lower.split(parts).filter(|word| !word.is_empty()) {
        if WORDS.share.has(word) || WORDS.share.has(word.trim_end_matches(counts)) {
            words += 1;
        } else if !is_count(word) {
            return false;
        }
    }
    words > 0
}
#[cfg(test)]
mod tests {
    use super::reason;
    use crate::article::Reason;

    #[test]
    fn junk_is_told_from_text() {
        let junk = [
            ("当前位置: 首页 > news >正文", Reason::Navigation),
            ("首页 » 技术 » 大模型", Reason::Navigation),
            ("上一篇：向量数据库入门", Reason::Navigation),
            ("下一节 过河的办法", Reason::Navigation),
            ("Next post: How rivers bend", Reason::Navigation),
            ("阅读原文", Reason::Share),
            ("如需转载，请联系作者。", Reason::Copyright),
            ("https://example.org/p/1.html", Reason::Address),
            ("版权声明：本文为博主原创文章，转载请附上原文出处。", Reason::Copyright),
            ("Copyright (c) 2024 某某网", Reason::Copyright),
            ("Copyright 2020-2024 某某网", Reason::Copyright),
            ("(c) 2024 某某网", Reason::Copyright),
            ("点赞 12 收藏 3 评论(0)", Reason::Share),
            ("阅读 1.2w", Reason::Share),
            ("广告", Reason::Advertisement),
            ("首页 | 登录 | 注册", Reason::Navigation),
        ];
        for (line, expected) in junk {
            assert_eq!(reason(line), Some(expected), "{line}");
        }
        for line in [
            "模型在阅读理解任务上的表现",
            "用户点赞与收藏的数据可以用来训练推荐模型，再由人工复核。",
            "见 https://example.org/paper 的第三节",
            "• 自然语言处理：文本生成、自动翻译",
            "输入 > 输出",
            "上一篇我们讲了桥，这一篇讲河。",
            "次の記事を参考にしました。",
            "用户扫描二维码，就能过桥。",
            "Copyright and Machine Learning. 2021.",
        ] {
            assert_eq!(reason(line), None, "{line}");
        }
    }
}
