//! Text → the units that a line should not part: words of Chinese, phrases of Japanese. Pure.
//!
//! Origin and licences of the data: `README.md` beside the files; how it was made: `recipe/`.

mod chinese;
mod japanese;

pub use chinese::{is_han, torn, words};
pub use japanese::{parts, phrases};
