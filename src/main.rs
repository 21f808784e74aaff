//! The `llmslides` program: arguments in, exit code out. Everything else is in the library.

use std::process::ExitCode;

use llmslides::Budgeted;
use mimalloc::MiMalloc;

/// Counts what is allocated, so that a deck cannot ask for all memory.
#[global_allocator]
static ALLOCATOR: Budgeted<MiMalloc> = Budgeted(MiMalloc);

fn main() -> ExitCode {
    llmslides::run()
}
