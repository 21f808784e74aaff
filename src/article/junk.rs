//! What pages carry beside their text: a line → why it is no part of it.

use super::Reason;

/// Most characters of a line that is a link or a button. A sentence about likes is longer.
const MOST_CHARS: usize = 60;

/// What menus and breadcrumbs begin with.
const TRAIL: &[&str] = &[
    "当前位置", "您的位置", "您当前的位置", "你的位置", "当前所在位置", "所在位置", "目前位置",
    "首页 >", "首页>",
];
/// What stands before links to other articles of a series.
const TURN: &[&str] = &[
    "上一篇", "下一篇", "上一页", "下一页", "上一章", "下一章", "上一節", "下一節", "返回顶部",
    "返回首页", "回到顶部", "previous:",
];
/// What lists of other articles are called.
const RELATED: &[&str] = &[
    "相关文章", "相关推荐", "相关阅读", "相关内容", "相关链接", "推荐阅读", "延伸阅读", "猜你喜欢",
    "热门文章", "热门推荐", "热门阅读", "最新文章", "最新发布", "精选文章", "为你推荐", "更多文章",
    "更多推荐", "更多内容", "往期回顾", "往期推荐", "往期精彩", "相關文章", "相關閱讀", "延伸閱讀",
    "推薦閱讀", "関連記事", "おすすめ記事", "related posts", "related articles",
    "recommended reading",
];
/// What is said about copying. Each is a sign on its own.
const COPYRIGHT: &[&str] = &[
    "版权声明", "版權聲明", "著作权归", "著作權歸", "版权归", "转载请注明", "轉載請註明",
    "未经允许", "未经授权", "禁止转载", "严禁转载", "原文链接", "原文地址", "本文链接",
    "本文为博主", "本文由博客", "cc by", "all rights reserved", "copyright ©", "©", "遵循 cc",
    "版权协议", "版权所有", "版權所有",
];
/// What buttons and counters say. A line of nothing else is one.
const SHARE: &[&str] = &[
    "点赞", "收藏", "评论", "分享", "关注", "打赏", "赞赏", "举报", "转发", "在看", "投币", "订阅",
    "取消", "复制链接", "扫一扫", "喜欢", "浏览", "阅读", "查看", "人气", "赞", "按讚", "讚",
    "收藏本文", "留言", "回复", "写评论", "发表评论", "阅读全文", "展开全文", "展开阅读全文",
    "显示全部", "加载更多", "阅读更多", "查看更多", "like", "share", "follow", "subscribe",
    "comments", "tweet", "pin",
];
/// Invitations that are sentences.
const INVITATIONS: &[&str] = &[
    "点赞收藏", "点赞、收藏", "一键三连", "关注公众号", "关注我的公众号", "扫码关注", "微信扫一扫",
    "长按识别", "欢迎关注", "喜欢的话请点赞", "点个赞", "求关注", "点击关注", "记得点赞",
];
/// Advertisements.
const ADVERTISEMENT: &[&str] = &["广告", "廣告", "推广", "advertisement", "sponsored"];
/// What menus list.
const MENU: &[&str] = &[
    "首页", "登录", "注册", "搜索", "博客", "论坛", "下载", "会员", "关于我们", "联系我们",
    "隐私政策", "使用条款", "home", "login", "sign in", "menu",
];

/// Why a line by itself is no part of the text; `None` for a line of text.
pub(super) fn reason(line: &str) -> Option<Reason> {
    let line = line.trim().trim_start_matches(['•', '·', '-', '*', '«', '»', '‹', '›', ' ']).trim();
    if line.is_empty() {
        return None;
    }
    let short = line.chars().count() <= MOST_CHARS;
    let lower = line.to_lowercase();
    let begins = |words: &[&str]| words.iter().any(|word| lower.starts_with(word));
    let bare = lower.trim_matches(|c: char| !c.is_alphanumeric());
    if is_address(line) {
        return Some(Reason::Address);
    }
    if short && (begins(TRAIL) || is_trail(line) || is_menu(&lower)) {
        return Some(Reason::Navigation);
    }
    if begins(TURN) && line.chars().count() <= 2 * MOST_CHARS {
        return Some(Reason::Navigation);
    }
    if is_copyright(&lower) {
        return Some(Reason::Copyright);
    }
    if short && ADVERTISEMENT.contains(&bare) {
        return Some(Reason::Advertisement);
    }
    if is_share(&lower) || short && INVITATIONS.iter().any(|words| lower.contains(words)) {
        return Some(Reason::Share);
    }
    None
}

/// Whether a line opens a list of other articles.
pub(super) fn opens_related(line: &str) -> bool {
    let bare = line.trim().trim_end_matches(['：', ':', ' ', '>', '»', '…', '.']);
    let bare = bare.trim_start_matches(|c: char| !c.is_alphanumeric()).to_lowercase();
    RELATED.contains(&bare.as_str())
}

/// Whether a line opens a table of contents.
pub(super) fn opens_contents(line: &str) -> bool {
    let bare: String = line.chars().filter(|c| c.is_alphanumeric()).collect::<String>();
    matches!(
        bare.to_lowercase().as_str(),
        "目录"
            | "目錄"
            | "文章目录"
            | "文章目錄"
            | "本文目录"
            | "内容目录"
            | "目次"
            | "contents"
            | "tableofcontents"
            | "toc"
    )
}

/// A line that is nothing but an address.
fn is_address(line: &str) -> bool {
    let line = line.trim_matches(['<', '>', ' ']);
    let scheme = line.starts_with("http://") || line.starts_with("https://");
    scheme && !line.contains(char::is_whitespace)
}

/// `首页 > news > 正文`: names parted by signs that lead from one to the next.
fn is_trail(line: &str) -> bool {
    let signs = [" > ", ">>", "»", " › ", " / "];
    let parts = signs.iter().map(|sign| line.split(sign).count()).max().unwrap_or(0);
    let starts = ["首页", "主页", "home", "博客园", "首頁", "トップ"];
    parts >= 2 && starts.iter().any(|word| line.to_lowercase().starts_with(word))
}

/// Several words of menus and nothing else.
fn is_menu(lower: &str) -> bool {
    let words: Vec<&str> =
        lower.split(['|', ' ', '\t', '·', '/']).filter(|w| !w.is_empty()).collect();
    words.len() >= 2 && words.iter().all(|word| MENU.contains(word))
}

fn is_copyright(lower: &str) -> bool {
    const MOST: usize = 160;
    let sign = COPYRIGHT.iter().any(|words| match *words {
        // A sign of its own only at the front: `© 2024 …`.
        "©" | "cc by" => lower.starts_with(words),
        words => lower.contains(words),
    });
    (sign || is_claim(lower)) && lower.chars().count() <= MOST
}

/// `Copyright (c) 2024 …`, `Copyright 2020-2024 …`: the word and a year, or its sign.
fn is_claim(lower: &str) -> bool {
    let year = |text: &str| text.starts_with(|c: char| c.is_ascii_digit());
    let claim =
        lower.strip_prefix("copyright").map(|rest| rest.trim_start_matches([':', '：', ' ']));
    match claim {
        Some(rest) => rest.starts_with("(c)") || rest.starts_with('©') || year(rest),
        None => lower.strip_prefix("(c)").is_some_and(|rest| year(rest.trim_start())),
    }
}

/// Words of buttons with their counters: `点赞 12 收藏 3`, `阅读(1.2k)`, `赞`.
fn is_share(lower: &str) -> bool {
    let is_count = |word: &str| {
        word.chars().all(|c| {
            c.is_ascii_digit()
                || matches!(c, '.' | 'k' | 'w' | '万' | '+' | '次' | '数' | '量' | '人')
        })
    };
    let parts = |c: char| c.is_whitespace() || "()（）:：|｜·,，、[]【】".contains(c);
    let mut words = 0;
    for word in lower.split(parts).filter(|word| !word.is_empty()) {
        let bare = word.trim_end_matches(is_counter);
        if SHARE.contains(&word) || SHARE.contains(&bare) {
            words += 1;
        } else if !is_count(word) {
            return false;
        }
    }
    words > 0
}

fn is_counter(c: char) -> bool {
    c.is_ascii_digit() || matches!(c, '数' | '量' | '次' | '.' | 'k' | 'w' | '万' | '+')
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
            "Copyright and Machine Learning. 2021.",
        ] {
            assert_eq!(reason(line), None, "{line}");
        }
    }
}
