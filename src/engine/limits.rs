//! Bounds for compiling: time, memory, depth. What the compiler does not stop by itself (loops
//! over enormous ranges, strings repeated a billion times, sources nested without end) ends here
//! with a message, and nothing has been written by then.

use std::sync::OnceLock;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering::Relaxed};
use std::time::Duration;
use std::{io, thread};

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

impl Default for Limits {
    /// The defaults of `--time-limit` and `--memory-limit`.
    fn default() -> Self {
        Self { time: Duration::from_secs(60), memory: 4096 << 20 }
    }
}

/// What is said when a limit is reached.
#[derive(Debug)]
pub(crate) struct LastWords {
    /// When there is no time left.
    pub(crate) time: String,
    /// When there is no memory left.
    pub(crate) memory: String,
}

/// What is said when nothing better is known.
static LAST_WORDS: OnceLock<LastWords> = OnceLock::new();
/// What is said while a file is being compiled, with its path; sorted by path.
static FILES: OnceLock<Vec<(String, LastWords)>> = OnceLock::new();
/// Index into `FILES` of the file that the compiler turned to last; beyond its end: none.
static CURRENT: AtomicUsize = AtomicUsize::new(usize::MAX);
static DONE: AtomicBool = AtomicBool::new(false);

/// Runs `work` on a thread with a deep stack and returns what it returns; `None` if it panics.
///
/// # Errors
/// If the system has no room for the stack.
pub(crate) fn with_deep_stack<T: Send + 'static>(
    work: impl FnOnce() -> T + Send + 'static,
) -> io::Result<Option<T>> {
    // Fails if a pool exists already, as it may in tests; that one then keeps its stack.
    let _ = rayon::ThreadPoolBuilder::new().stack_size(POOL_STACK).build_global();
    Ok(thread::Builder::new().stack_size(STACK).spawn(work)?.join().ok())
}

/// Holds the process to `limits` from now on. Has effect once in a process.
pub(crate) fn arm(limits: Limits, words: LastWords) {
    if LAST_WORDS.set(words).is_err() {
        return;
    }
    budget::set_limit(limits.memory);
    thread::spawn(move || {
        thread::sleep(limits.time);
        if !DONE.load(Relaxed) {
            budget::die(last_words(|words| &words.time));
        }
    });
}

/// As [`arm`], for what has no options to set the limits.
pub(crate) fn arm_default(limits: Limits) {
    let say = |what: String| format!("error: compiling takes more than {what}\n");
    let time = say(format!("{} s", limits.time.as_secs()));
    let memory = say(format!("{} MiB of memory", limits.memory >> 20));
    arm(limits, LastWords { time, memory });
}

/// Adds what is said while the files with these paths are being compiled.
pub(crate) fn name_files(mut files: Vec<(String, LastWords)>) {
    files.sort_by(|a, b| a.0.cmp(&b.0));
    let _ = FILES.set(files);
}

/// Ends the watch: what follows is our own work.
pub(crate) fn disarm() {
    DONE.store(true, Relaxed);
    budget::set_limit(usize::MAX);
}

/// Remembers that the compiler turned to a file.
pub(super) fn note_file(path: &str) {
    if let Some(files) = FILES.get()
        && let Ok(index) = files.binary_search_by(|(file, _)| file.as_str().cmp(path))
    {
        CURRENT.store(index, Relaxed);
    }
}

/// Ends the process because the memory budget is used up.
pub(super) fn stop_for_memory() -> ! {
    budget::die(last_words(|words| &words.memory))
}

fn last_words(which: impl Fn(&LastWords) -> &String) -> &'static [u8] {
    let file = FILES.get().and_then(|files| files.get(CURRENT.load(Relaxed)));
    let words = file.map(|(_, words)| words).or_else(|| LAST_WORDS.get());
    words.map_or(b"error: out of bounds\n", |words| which(words).as_bytes())
}

#[cfg(test)]
mod tests {
    use super::with_deep_stack;

    #[test]
    fn a_panic_ends_the_work_and_not_the_process() {
        assert_eq!(with_deep_stack(|| 7).unwrap(), Some(7));
        let none: Option<()> = with_deep_stack(|| panic!("a bug")).unwrap();
        assert_eq!(none, None);
    }
}
