//! The file operations of a run, so that tests can fail each of them.

use std::fs;
use std::io::{self, Write as _};
use std::path::Path;

/// The operations that change something on disk.
pub trait Disk {
    /// Creates a folder whose parent exists.
    fn create_folder(&self, path: &Path) -> io::Result<()>;
    /// Creates or replaces a file. Its content is on the disk when this returns.
    fn write(&self, path: &Path, content: &[u8]) -> io::Result<()>;
    /// Moves a file to a path, in place of a file that is there.
    fn rename(&self, from: &Path, to: &Path) -> io::Result<()>;
    /// Removes a file.
    fn remove(&self, path: &Path) -> io::Result<()>;
    /// Removes an empty folder.
    fn remove_folder(&self, path: &Path) -> io::Result<()>;
}

/// The disk of this machine.
pub struct LocalDisk;

impl Disk for LocalDisk {
    fn create_folder(&self, path: &Path) -> io::Result<()> {
        fs::create_dir(path)
    }

    fn write(&self, path: &Path, content: &[u8]) -> io::Result<()> {
        let mut file = fs::File::create(path)?;
        file.write_all(content)?;
        // A file system may report a full disk only now, and closing the file would not return the error.
        file.sync_data()
    }

    fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
        fs::rename(from, to)
    }

    fn remove(&self, path: &Path) -> io::Result<()> {
        fs::remove_file(path)
    }

    fn remove_folder(&self, path: &Path) -> io::Result<()> {
        fs::remove_dir(path)
    }
}
