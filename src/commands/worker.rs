//! `llmslides worker`: the process that a server starts to rebuild a deck on request. Not for
//! people.

use crate::args::DeckArgs;
use crate::diag::Diagnostics;
use crate::report::Reporter;
use crate::{settings, worker};

/// Answers requests until there are no more.
pub(super) fn run(args: DeckArgs, reporter: Reporter) -> Result<(), Diagnostics> {
    let settings = settings::resolve_deck(args, None)?;
    worker::serve(&settings, reporter)
}
