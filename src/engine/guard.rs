//! Panics of the compiler: they end what was being compiled, and nothing else.

use std::any::Any;
use std::panic::{self, AssertUnwindSafe};
use std::sync::atomic::{AtomicUsize, Ordering::Relaxed};

/// How many are guarded now: several, in tests.
static GUARDED: AtomicUsize = AtomicUsize::new(0);

/// Runs `work`. The answer to a panic, on whichever thread of a pool, is what it said.
pub(crate) fn caught<T>(work: impl FnOnce() -> T) -> Result<T, String> {
    GUARDED.fetch_add(1, Relaxed);
    // What is shared with `work` is only read, or knows what a poisoned lock is.
    let result = panic::catch_unwind(AssertUnwindSafe(work));
    GUARDED.fetch_sub(1, Relaxed);
    result.map_err(|payload| said(&*payload))
}

/// Whether a panic will be answered for, so that nobody else has to speak of it.
pub(crate) fn is_on() -> bool {
    GUARDED.load(Relaxed) > 0
}

/// The first line of what a panic says.
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
