//! Runs work on a deck as a job of the compiler, with messages for when it reaches its limits.

use super::last_words;
use crate::diag::{Diagnostic, Diagnostics};
use crate::engine::job::{Job, Limits};
use crate::fs;

/// Does `work` within `limits`, on threads with deep stacks: everything that reads what a deck or an
/// article says, and whatever is made of it. `None`: the usual limits, where no option sets them.
///
/// # Errors
/// Those of the work; and if the system has no room for the threads.
pub(crate) fn job<T: Send>(
    limits: Option<Limits>,
    work: impl FnOnce(&Job) -> Result<T, Diagnostics> + Send,
) -> Result<T, Diagnostics> {
    let words = match limits {
        Some(limits) => last_words::of_deck(limits),
        None => last_words::without_options(Limits::default()),
    };
    Job::run(limits.unwrap_or_default(), words, work).map_err(|error| {
        let message = format!("cannot start a thread ({})", fs::reason(&error));
        Diagnostic::usage(message).hint("`ulimit -v unlimited` lifts a limit on memory")
    })?
}
