//! Waits until a file of a deck has changed, by polling. So it does not matter how an editor saves
//! (write, rename, or remove and write), and it works in network folders and containers, which
//! report no changes.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::thread;
use std::time::Duration;

use crate::fs::{self, Stamp};

/// The polling interval.
const PERIOD: Duration = Duration::from_millis(40);
/// How long files must be unchanged before a change counts as complete.
const QUIET: Duration = Duration::from_millis(12);
/// How many times `QUIET` to wait for a file that is gone.
const PATIENCE: usize = 20;

/// The watched files and their last known states.
#[derive(Default)]
pub(crate) struct Changes(BTreeMap<PathBuf, Option<Stamp>>);

impl Changes {
    /// Watches these files instead. Files that were already watched keep their last known state, so
    /// changes during a build are not missed.
    pub(crate) fn watch(&mut self, paths: Vec<PathBuf>) {
        let old = std::mem::take(&mut self.0);
        let stamp = |path: &PathBuf| old.get(path).copied().unwrap_or_else(|| fs::stamp(path));
        self.0 = paths.into_iter().map(|path| (path.clone(), stamp(&path))).collect();
    }

    /// Waits for a change, and until it is complete.
    pub(crate) fn wait(&mut self) {
        let mut gone = loop {
            match self.look() {
                Some(gone) => break gone,
                None => thread::sleep(PERIOD),
            }
        };
        let mut patience = PATIENCE;
        loop {
            thread::sleep(QUIET);
            match self.look() {
                Some(now) => gone = now,
                // Some editors remove the old file first.
                None if gone && patience > 0 => patience -= 1,
                None => return,
            }
        }
    }

    /// Whether something has changed since the last look.
    pub(crate) fn are_there(&self) -> bool {
        self.0.iter().any(|(path, old)| fs::stamp(path) != *old)
    }

    /// Looks at all files. `None`: nothing has changed; else whether a file is gone.
    fn look(&mut self) -> Option<bool> {
        let mut changed = None;
        for (path, old) in &mut self.0 {
            let now = fs::stamp(path);
            if now != *old {
                changed = Some(changed.unwrap_or_default() || now.is_none());
                *old = now;
            }
        }
        changed
    }
}

#[cfg(test)]
#[allow(clippy::disallowed_methods, reason = "the test writes files of its own")]
mod tests {
    use std::fs;

    use super::Changes;

    #[test]
    fn whatever_happens_to_a_file_is_a_change() {
        let folder = tempfile::tempdir().expect("a folder");
        let [deck, new, missing] = ["a.md", "b.md", "c.png"].map(|name| folder.path().join(name));
        fs::write(&deck, "1").expect("a file");
        let mut changes = Changes::default();
        changes.watch(vec![deck.clone(), missing.clone()]);
        assert_eq!(changes.look(), None);
        fs::write(&deck, "12").expect("a file");
        assert_eq!((changes.look(), changes.look()), (Some(false), None));
        fs::write(&new, "21").expect("a file");
        fs::rename(&new, &deck).expect("the file");
        assert_eq!((changes.look(), changes.look()), (Some(false), None));
        fs::remove_file(&deck).expect("the file");
        assert_eq!((changes.look(), changes.look()), (Some(true), None));
        fs::write(&missing, "").expect("a file");
        assert_eq!((changes.look(), changes.look()), (Some(false), None));
        // A change during a build.
        assert!(!changes.are_there());
        fs::write(&missing, "x").expect("a file");
        assert!(changes.are_there());
        changes.watch(vec![missing.clone()]);
        assert_eq!(changes.look(), Some(false));
    }
}
