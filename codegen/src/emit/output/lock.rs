//! Two runs that write into one folder: the second waits for the first.
//!
//! The lock is on the folder itself, so it leaves no file behind, and it ends with the process that holds it. A build
//! script does without: Cargo runs one at a time for an `OUT_DIR`. Where there is no lock, the stamp still tells that
//! the files of two runs are mixed.

use std::path::Path;

use super::WriteError;

/// Locks folders until the result is dropped.
#[cfg(all(unix, feature = "cli"))]
pub fn acquire<'p>(folders: impl Iterator<Item = &'p Path>) -> Result<Vec<std::fs::File>, WriteError> {
    use std::collections::BTreeSet;

    let resolved = folders.map(|folder| folder.canonicalize().map_err(|error| WriteError::io(folder, error)));
    // Each folder once, since a process waits for its own lock too, and in the same order in every run.
    let folders = resolved.collect::<Result<BTreeSet<_>, _>>()?;
    let locks = folders.iter().map(|folder| lock(folder));
    locks.filter_map(Result::transpose).collect()
}

#[cfg(all(unix, feature = "cli"))]
fn lock(folder: &Path) -> Result<Option<std::fs::File>, WriteError> {
    use rustix::fs::{FlockOperation, flock};
    use rustix::io::{Errno, retry_on_intr};

    let named = |error: std::io::Error| WriteError::io(folder, error);
    let file = std::fs::File::open(folder).map_err(named)?;
    match retry_on_intr(|| flock(&file, FlockOperation::LockExclusive)) {
        Ok(()) => Ok(Some(file)),
        // Some network file systems have no locks for folders.
        Err(Errno::NOTSUP | Errno::NOSYS | Errno::NOLCK | Errno::BADF | Errno::INVAL) => Ok(None),
        Err(error) => Err(named(error.into())),
    }
}

#[cfg(not(all(unix, feature = "cli")))]
#[allow(clippy::unnecessary_wraps)] // as above
pub fn acquire<'p>(_folders: impl Iterator<Item = &'p Path>) -> Result<(), WriteError> {
    Ok(())
}
