//! Two runs that write into one folder: the second waits for the first.
//!
//! The lock is on the folder itself, so it leaves no file behind, and it ends with the process that holds it. A build
//! script does without: Cargo runs one at a time for an `OUT_DIR`. Where there is no lock, the stamp still tells that
//! the files of two runs are mixed.

use std::path::Path;

use super::WriteError;

#[cfg(all(unix, feature = "cli"))]
pub fn acquire(folder: &Path) -> Result<Option<std::fs::File>, WriteError> {
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
pub fn acquire(_folder: &Path) -> Result<(), WriteError> {
    Ok(())
}
