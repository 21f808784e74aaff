//! The faces for Japan, Taiwan, Hong Kong and Korea, and for rare Han, that llmslides embeds beside those of
//! `llmslides-fonts`, as plain TrueType bytes. Nothing here parses them.
//!
//! A face has only what the faces behind it draw in another way: a deck in Japanese takes `Slides Sans JP` first,
//! and `Slides Sans SC` for all the rest. Origin and licences: `README.md` beside the files.

macro_rules! faces {
    ($($file:literal),+ $(,)?) => {
        /// File name and content of each embedded face, in the order in which fallback tries them.
        pub static FACES: &[(&str, &[u8])] =
            &[$(($file, include_bytes!(concat!(env!("OUT_DIR"), "/", $file)))),+];
    };
}

faces!["SlidesSansHan-VF.ttf", "SlidesSansTC-VF.ttf", "SlidesSansJP-VF.ttf", "SlidesSansKR-VF.ttf",];

/// By the family of a region, the Han that its readers write in another way than the face that stands in for it.
pub static LACKING: &[(&str, &str)] = &[
    ("Slides Sans TC", include_str!("../lacking-TC.txt")),
    ("Slides Sans JP", include_str!("../lacking-JP.txt")),
];
