//! The faces that llmslides embeds, as plain TrueType or OpenType bytes. Nothing here parses them.
//!
//! Origin, versions and licences: `README.md` beside the files; how they were made: `recipe/`.

macro_rules! faces {
    ($($file:literal),+ $(,)?) => {
        /// File name and content of each embedded face, in the order in which fallback tries them.
        pub static FACES: &[(&str, &[u8])] =
            &[$(($file, include_bytes!(concat!(env!("OUT_DIR"), "/", $file)))),+];
    };
}

faces![
    "SlidesSansSC-VF.ttf",
    "SlidesSans-VF.ttf",
    "SlidesSans-Italic-VF.ttf",
    "SlidesKaiSC.ttf",
    "SlidesMono-Regular.ttf",
    "SlidesMono-Bold.ttf",
    "NewCMMath-Book.otf",
    "SlidesSansMath.ttf",
    "SlidesSymbols.ttf",
    "SlidesEmoji.ttf",
];
