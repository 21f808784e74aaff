//! Bounds for compiling: time, memory, depth. What the compiler does not stop by itself (loops
//! over enormous ranges, strings repeated a billion times, sources nested without end) ends here
//! with a message, and nothing has been written by then.

use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering::Relaxed};
use std::sync::OnceLock;
use std::thread;
use std::time::Duration;

use super::budget;

/// Stack of the thread that compiles, in bytes. Reserved, not used: the system maps what is
/// touched. 100,000 nested operators or SVG groups need some 300 MB.
const STACK: usize = 512 << 20;
/// Stack of each thread of the layout's pool, in bytes.
const POOL_STACK: usize = 256 << 20;

/// What a compilation may use.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Limits {
    /// Wall time.
    pub(crate) time: Duration,
    /// Memory in bytes.
    pub(crate) memory: usize,
}

/// What is said when a limit is reached while a file is being compiled: the file's path, the
/// message about time, the message about memory.
pub(crate) type LastWords = Vec<(String, String, String)>;

static LAST_WORDS: OnceLock<LastWords> = OnceLock::new();
/// Index into the last words of the file that is being compiled.
static CURRENT: AtomicUsize = AtomicUsize::new(0);
static DONE: AtomicBool = AtomicBool::new(false);

/// Runs `work` on a thread with a deep stack and returns what it returns.
pub(crate) fn with_deep_stack<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> T {
    // Fails if a pool exists already, as it may in tests; that one then keeps its stack.
    let _ = rayon::ThreadPoolBuilder::new().stack_size(POOL_STACK).build_global();
    let thread = thread::Builder::new().stack_size(STACK).spawn(work).expect("a thread");
    match thread.join() {
        Ok(value) => value,
        Err(panic) => std::panic::resume_unwind(panic),
    }
}

/// Holds the process to `limits` from now on. The first entry of `words` is for when no file of
/// the others is being compiled. Has effect once in a process.
pub(crate) fn arm(limits: Limits, words: LastWords) {
    if LAST_WORDS.set(words).is_err() {
        return;
    }
    budget::set_limit(limits.memory);
    thread::spawn(move || {
        thread::sleep(limits.time);
        if !DONE.load(Relaxed) {
            budget::die(last_words(|(_, time, _)| time));
        }
    });
}

/// Ends the watch: what follows is our own work.
pub(crate) fn disarm() {
    DONE.store(true, Relaxed);
    budget::set_limit(usize::MAX);
}

/// Remembers that the compiler turned to a file.
pub(super) fn note_file(path: &str) {
    if let Some(words) = LAST_WORDS.get()
        && let Some(index) = words.iter().position(|(file, ..)| file == path)
    {
        CURRENT.store(index, Relaxed);
    }
}

/// Ends the process because the memory budget is used up.
pub(super) fn stop_for_memory() -> ! {
    budget::die(last_words(|(_, _, memory)| memory))
}

fn last_words(which: impl Fn(&(String, String, String)) -> &String) -> &'static [u8] {
    LAST_WORDS
        .get()
        .and_then(|words| words.get(CURRENT.load(Relaxed)))
        .map_or(b"error: out of bounds\n", |words| which(words).as_bytes())
}
