//! The language of an article, guessed from its letters.

use super::Article;
use crate::deck::block::{plain_text, visit_blocks};
use crate::deck::{Block, Spanned};

/// Characters of everyday words that are written in another way in simplified Chinese.
const TRADITIONAL: &str =
    "國們這個來說時會對學為過發經動現實開關數據機訓練語圖網資訊應該讓還種與從後點樣問題";
/// The same in simplified Chinese.
const SIMPLIFIED: &str =
    "国们这个来说时会对学为过发经动现实开关数据机训练语图网资讯应该让还种与从后点样问题";
/// Share of kana among letters from which on a text is Japanese.
const JAPANESE: f64 = 0.1;
/// Share of Han among letters from which on a text is Chinese: many of its terms are Latin.
const CHINESE: f64 = 0.2;

/// The language of the blocks as a BCP 47 tag.
pub(super) fn guess(article: &Article) -> &'static str {
    let mut count = Count::default();
    if let Some(title) = &article.title {
        count.add(title);
    }
    count.add_blocks(&article.blocks);
    count.language()
}

/// Letters by kind.
#[derive(Default)]
struct Count {
    letters: f64,
    han: f64,
    kana: f64,
    hangul: f64,
    traditional: usize,
    simplified: usize,
}

impl Count {
    fn add_blocks(&mut self, blocks: &[Spanned<Block>]) {
        visit_blocks(blocks, &mut |block| match &block.value {
            Block::Paragraph(content) | Block::Heading { content, .. } => {
                self.add(&plain_text(content));
            }
            Block::Table(table) => {
                for cell in table.head.iter().chain(table.rows.iter().flatten()) {
                    self.add(&plain_text(cell));
                }
            }
            _ => {}
        });
    }

    fn add(&mut self, text: &str) {
        for c in text.chars().filter(|c| c.is_alphabetic()) {
            self.letters += 1.0;
            match c {
                '\u{3041}'..='\u{30ff}' => self.kana += 1.0,
                '\u{ac00}'..='\u{d7a3}' => self.hangul += 1.0,
                '\u{3400}'..='\u{9fff}' => {
                    self.han += 1.0;
                    let differs = |one: &str, other: &str| one.contains(c) && !other.contains(c);
                    self.traditional += usize::from(differs(TRADITIONAL, SIMPLIFIED));
                    self.simplified += usize::from(differs(SIMPLIFIED, TRADITIONAL));
                }
                _ => {}
            }
        }
    }

    fn language(&self) -> &'static str {
        let share = |count: f64| count / self.letters.max(1.0);
        match () {
            () if self.letters == 0.0 => "zh",
            () if share(self.kana) >= JAPANESE => "ja",
            () if share(self.hangul) >= CHINESE => "ko",
            () if share(self.han) < CHINESE => "en",
            () if self.traditional > self.simplified => "zh-TW",
            () => "zh",
        }
    }
}
