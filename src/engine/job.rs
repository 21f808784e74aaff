//! A job: the work for one deck, within bounds of time, memory and depth. What the compiler does
//! not stop by itself (loops over enormous ranges, strings repeated a billion times, endless
//! nesting) ends the process with a message before anything is written.

use std::sync::atomic::{AtomicUsize, Ordering::Relaxed};
use std::sync::mpsc::{self, RecvTimeoutError, Sender};
use std::sync::{Arc, PoisonError, RwLock};
use std::time::Duration;
use std::{io, thread};

use super::budget;

/// Stack of each thread that works on a job, in bytes. Reserved, not used: the system maps what is
/// touched. 100,000 nested operators or SVG groups need some 300 MB.
const STACK: usize = 512 << 20;

/// How many times its limit a job may take if the processor was busy with others, or the job waited.
pub(crate) const PATIENCE: u32 = 10;

/// The shortest time after which a timer looks again.
const LEAST: Duration = Duration::from_millis(100);

/// What a job may use.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Limits {
    /// Time by the clock on the wall, as long as the processor worked for as long: what other programs
    /// take from it does not count, up to [`PATIENCE`] times as much.
    pub(crate) time: Duration,
    /// Memory in bytes, in addition to what was in use at the start.
    pub(crate) memory: usize,
}

impl Default for Limits {
    /// The defaults of `--time-limit` and `--memory-limit`.
    fn default() -> Self {
        Self { time: Duration::from_secs(60), memory: 4096 << 20 }
    }
}

/// The messages for reached limits.
#[derive(Debug)]
pub(crate) struct LastWords {
    /// For the time limit.
    pub(crate) time: String,
    /// For the memory limit.
    pub(crate) memory: String,
}

/// A running job.
#[derive(Clone, Default)]
pub(crate) struct Job(Option<Arc<Held>>);

/// The state of a job with limits.
pub(super) struct Held {
    /// The messages when no file is known.
    words: LastWords,
    /// The messages while a file is being compiled, with its path; sorted by path.
    files: RwLock<Vec<(String, LastWords)>>,
    /// Index of the file that the compiler turned to last; beyond the end: none of these.
    current: AtomicUsize,
}

impl Job {
    /// Does `work` on threads with deep stacks, within `limits`. A process does one job at a time: its
    /// memory is counted as a whole.
    ///
    /// # Errors
    /// If the system has no room for the stacks.
    pub(crate) fn run<T: Send>(
        limits: Limits,
        words: LastWords,
        work: impl FnOnce(&Self) -> T + Send,
    ) -> io::Result<T> {
        let threads = rayon::ThreadPoolBuilder::new().stack_size(STACK).build();
        let threads = threads.map_err(io::Error::other)?;
        let files = RwLock::new(Vec::new());
        let held = Arc::new(Held { words, files, current: AtomicUsize::new(usize::MAX) });
        let job = Self(Some(Arc::clone(&held)));
        let _memory = budget::hold(limits.memory, Arc::clone(&held));
        let _time = Clock::of_work(limits.time, move || held.end_for_time());
        Ok(threads.install(|| work(&job)))
    }

    /// Sets the messages while the files with these paths are being compiled.
    pub(crate) fn name_files(&self, mut files: Vec<(String, LastWords)>) {
        let Some(held) = &self.0 else { return };
        files.sort_by(|a, b| a.0.cmp(&b.0));
        held.current.store(usize::MAX, Relaxed);
        *held.files.write().unwrap_or_else(PoisonError::into_inner) = files;
    }

    /// Records that the compiler turned to a file.
    pub(super) fn turn_to(&self, path: &str) {
        let Some(held) = &self.0 else { return };
        let files = held.files.read().unwrap_or_else(PoisonError::into_inner);
        if let Ok(index) = files.binary_search_by(|(file, _)| file.as_str().cmp(path)) {
            held.current.store(index, Relaxed);
        }
    }
}

impl Held {
    /// Ends the process because the time is over.
    fn end_for_time(&self) -> ! {
        self.end(|words| &words.time)
    }

    /// Ends the process because the memory is used up.
    pub(super) fn end_for_memory(&self) -> ! {
        self.end(|words| &words.memory)
    }

    /// Ends the process with the current message. Allocates nothing.
    fn end(&self, which: impl Fn(&LastWords) -> &String) -> ! {
        let files = self.files.read().unwrap_or_else(PoisonError::into_inner);
        let words = files.get(self.current.load(Relaxed)).map_or(&self.words, |(_, words)| words);
        budget::die(which(words).as_bytes())
    }
}

/// A timer that acts when time is up, unless it is dropped before.
pub(crate) struct Clock {
    /// Dropping it stops the timer.
    _stop: Sender<()>,
}

impl Clock {
    /// Starts a timer.
    pub(crate) fn start(time: Duration, at_its_end: impl FnOnce() + Send + 'static) -> Self {
        Self::again(time, || None, at_its_end)
    }

    /// Starts a timer for the work of this process: it goes on while the processor has worked less than
    /// `time`, up to [`PATIENCE`] times as long.
    fn of_work(time: Duration, at_its_end: impl FnOnce() + Send + 'static) -> Self {
        let start = budget::processor_time();
        let (mut waited, most) = (time, time.saturating_mul(PATIENCE));
        let more = move || {
            let missing = time.checked_sub(budget::processor_time()? - start?)?;
            let more = missing.max(LEAST).min(most.saturating_sub(waited));
            waited += more;
            (!missing.is_zero() && !more.is_zero()).then_some(more)
        };
        Self::again(time, more, at_its_end)
    }

    /// Starts a timer that is set anew as often as `more` says for how long.
    fn again(
        mut time: Duration,
        mut more: impl FnMut() -> Option<Duration> + Send + 'static,
        at_its_end: impl FnOnce() + Send + 'static,
    ) -> Self {
        let (_stop, stopped) = mpsc::channel::<()>();
        thread::spawn(move || {
            while stopped.recv_timeout(time) == Err(RecvTimeoutError::Timeout) {
                match more() {
                    Some(longer) => time = longer,
                    None => return at_its_end(),
                }
            }
        });
        Self { _stop }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::mpsc;
    use std::time::{Duration, Instant};

    use super::{Clock, Job, LastWords, Limits};

    #[test]
    fn a_panic_is_handed_on() {
        let words = || LastWords { time: String::new(), memory: String::new() };
        assert_eq!(Job::run(Limits::default(), words(), |_| 7).unwrap(), 7);
        let run = || Job::run(Limits::default(), words(), |_| panic!("a bug"));
        assert!(std::panic::catch_unwind(run).is_err());
    }

    #[test]
    fn a_clock_that_is_dropped_does_nothing() {
        let (done, at_end) = mpsc::channel();
        let late = done.clone();
        drop(Clock::start(Duration::from_millis(50), move || late.send(1).unwrap()));
        let _clock = Clock::start(Duration::from_millis(100), move || done.send(2).unwrap());
        assert_eq!(at_end.iter().collect::<Vec<_>>(), [2]);
    }

    #[test]
    fn who_waits_is_ended_as_well() {
        let (done, at_end) = mpsc::channel();
        let start = Instant::now();
        let _clock = Clock::of_work(Duration::from_millis(20), move || done.send(()).unwrap());
        at_end.recv_timeout(Duration::from_secs(60)).unwrap();
        assert!(start.elapsed() >= Duration::from_millis(20));
    }
}
