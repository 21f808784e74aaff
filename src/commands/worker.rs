//! `llmslides worker`: what a server starts to build a deck again and again. Not for people.

use crate::args::DeckArgs;
use crate::diag::Diagnostics;
use crate::report::Reporter;
use crate::{settings, worker};

/// Answers requests until there are no more.
pub(super) fn run(args: DeckArgs, reporter: Reporter) -> Result<(), Diagnostics> {
    let settings = settings::resolve_deck(args, None)?;
    worker::serve(&settings, reporter)
}
