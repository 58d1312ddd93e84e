//! A file that is being written.

use std::fs::{self, File};
use std::io::{self, Write};
use std::path::PathBuf;
use std::sync::atomic::{AtomicU64, Ordering};

/// A file beside another one, whose place it takes when it is complete. Otherwise it is removed.
pub(super) struct Partial {
    file: File,
    path: PathBuf,
    target: PathBuf,
    is_complete: bool,
}

impl Partial {
    pub(super) fn create(target: PathBuf) -> io::Result<Self> {
        static COUNT: AtomicU64 = AtomicU64::new(0);
        let name = target.file_name().ok_or(io::ErrorKind::InvalidFilename)?;
        let mut name = name.to_owned();
        let count = COUNT.fetch_add(1, Ordering::Relaxed);
        name.push(format!(".{}-{count}.part", std::process::id()));
        let path = target.with_file_name(name);
        let file = File::create_new(&path)?;
        Ok(Self {
            file,
            path,
            target,
            is_complete: false,
        })
    }

    pub(super) fn finish(mut self) -> io::Result<()> {
        self.file.sync_all()?;
        fs::rename(&self.path, &self.target)?;
        self.is_complete = true;
        Ok(())
    }
}

impl Write for Partial {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.file.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.file.flush()
    }
}

impl Drop for Partial {
    fn drop(&mut self) {
        if !self.is_complete {
            // Nobody can be told of a failure here, and the file is named after what it is.
            let _ = fs::remove_file(&self.path);
        }
    }
}
