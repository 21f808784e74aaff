//! Catches panics of the compiler, so that they end only what was being compiled.

use std::any::Any;
use std::panic::{self, AssertUnwindSafe};
use std::sync::atomic::{AtomicUsize, Ordering::Relaxed};

/// The number of active guards; in tests there are several.
static GUARDED: AtomicUsize = AtomicUsize::new(0);

/// Runs `work`; a panic on any thread of a pool becomes an error with its message.
pub(crate) fn caught<T>(work: impl FnOnce() -> T) -> Result<T, String> {
    GUARDED.fetch_add(1, Relaxed);
    // Shared state is only read, or handles poisoned locks.
    let result = panic::catch_unwind(AssertUnwindSafe(work));
    GUARDED.fetch_sub(1, Relaxed);
    result.map_err(|payload| said(&*payload))
}

/// Whether a panic will be caught, so that nobody else should report it.
pub(crate) fn is_on() -> bool {
    GUARDED.load(Relaxed) > 0
}

/// The first line of a panic's message.
fn said(payload: &(dyn Any + Send)) -> String {
    let text = payload.downcast_ref::<String>().map(String::as_str);
    let text = text.or_else(|| payload.downcast_ref::<&str>().copied());
    text.and_then(|text| text.lines().next()).unwrap_or("unknown").to_owned()
}

#[cfg(test)]
mod tests {
    use super::caught;

    #[test]
    fn a_panic_is_an_answer() {
        assert_eq!(caught(|| 7), Ok(7));
        assert_eq!(caught(|| -> u8 { panic!("{} bugs", 2) }), Err("2 bugs".to_owned()));
    }
}
