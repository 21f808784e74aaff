//! An allocator with a byte budget. Malicious source can ask for any amount of memory, and the code
//! that asks cannot report a failed allocation.
#![allow(unsafe_code, reason = "an allocator cannot be written without")]

use std::alloc::{GlobalAlloc, Layout};
use std::sync::atomic::{AtomicUsize, Ordering::Relaxed};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use super::job::Held;

/// Wraps an allocator; ends the process with a prepared message when the budget is used up.
pub struct Budgeted<A>(pub A);

/// Bytes that are allocated now.
static USED: AtomicUsize = AtomicUsize::new(0);
/// Bytes that may be allocated.
static LIMIT: AtomicUsize = AtomicUsize::new(usize::MAX);

/// The job that the budget is for. A static, because an allocator gets no context.
static HELD: Mutex<Option<Arc<Held>>> = Mutex::new(None);

/// The budget of a job, until it is dropped. Without the allocator, memory is not counted.
pub(super) struct Hold;

/// Allows a job this many bytes in addition to those in use.
pub(super) fn hold(bytes: usize, job: Arc<Held>) -> Hold {
    *held() = Some(job);
    LIMIT.store(USED.load(Relaxed).saturating_add(bytes), Relaxed);
    Hold
}

impl Drop for Hold {
    fn drop(&mut self) {
        LIMIT.store(usize::MAX, Relaxed);
        *held() = None;
    }
}

/// The job that the budget is for. Nothing is allocated while it is locked.
fn held() -> MutexGuard<'static, Option<Arc<Held>>> {
    HELD.lock().unwrap_or_else(PoisonError::into_inner)
}

impl<A> Budgeted<A> {
    fn add(&self, bytes: usize) {
        let used = USED.fetch_add(bytes, Relaxed).wrapping_add(bytes);
        if used > LIMIT.load(Relaxed) {
            // The message itself must not run into the limit again.
            LIMIT.store(usize::MAX, Relaxed);
            if let Some(job) = &*held() {
                job.end_for_memory();
            }
        }
    }
}

// SAFETY: every call is passed on unchanged to the wrapped allocator; counting does not allocate.
unsafe impl<A: GlobalAlloc> GlobalAlloc for Budgeted<A> {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        self.add(layout.size());
        unsafe { self.0.alloc(layout) }
    }

    unsafe fn alloc_zeroed(&self, layout: Layout) -> *mut u8 {
        self.add(layout.size());
        unsafe { self.0.alloc_zeroed(layout) }
    }

    unsafe fn dealloc(&self, pointer: *mut u8, layout: Layout) {
        USED.fetch_sub(layout.size(), Relaxed);
        unsafe { self.0.dealloc(pointer, layout) }
    }

    unsafe fn realloc(&self, pointer: *mut u8, layout: Layout, size: usize) -> *mut u8 {
        self.add(size);
        USED.fetch_sub(layout.size(), Relaxed);
        unsafe { self.0.realloc(pointer, layout, size) }
    }
}

/// The processor time that this process has had, on all of its threads; `None` where the system does not
/// tell.
#[cfg(unix)]
pub(super) fn processor_time() -> Option<Duration> {
    let mut time = libc::timespec { tv_sec: 0, tv_nsec: 0 };
    // SAFETY: a plain system call that writes to a valid structure.
    let result = unsafe { libc::clock_gettime(libc::CLOCK_PROCESS_CPUTIME_ID, &raw mut time) };
    let (seconds, nanos) = (u64::try_from(time.tv_sec).ok()?, u32::try_from(time.tv_nsec).ok()?);
    (result == 0).then(|| Duration::new(seconds, nanos))
}

/// Not told on this system.
#[cfg(not(unix))]
pub(super) fn processor_time() -> Option<Duration> {
    None
}

/// Writes to standard error and ends the process, without allocating or running destructors.
pub(super) fn die(message: &[u8]) -> ! {
    // SAFETY: plain system calls on a valid buffer.
    unsafe {
        libc::write(2, message.as_ptr().cast(), message.len() as _);
        libc::_exit(1)
    }
}
