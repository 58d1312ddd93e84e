//! `--check`: is the generated code that is there the code that would be written?

use std::fs;
use std::io::{self, Write as _};
use std::path::Path;

use similar::TextDiff;
use typewright::Output;

use super::{DONE, MessageFormat, STALE, message};

/// Prints what would change as a unified diff on standard output.
pub(crate) fn check(output: &Output, folder: &Path, format: MessageFormat) -> u8 {
    let mut stale = false;
    for file in &output.files {
        let path = folder.join(&file.path);
        let old = match there(&path) {
            Ok(old) => old,
            Err(problem) => {
                message::problem(&problem, format);
                return STALE;
            }
        };
        if old != file.text {
            stale = true;
            if let Err(error) = print(&path, &old, &file.text) {
                return unwritten(&error, format);
            }
        }
    }
    let left_over = output.left_over(folder).map_err(|error| error.to_string());
    let left_over = left_over.and_then(|paths| {
        let texts = paths.into_iter().map(|path| Ok((there(&path)?, path)));
        texts.collect::<Result<Vec<_>, String>>()
    });
    match left_over {
        Ok(files) => {
            for (old, path) in files {
                stale = true;
                if let Err(error) = print(&path, &old, "") {
                    return unwritten(&error, format);
                }
            }
        }
        Err(problem) => {
            message::problem(&problem, format);
            return STALE;
        }
    }
    if stale {
        message::problem(
            &format!(
                "{} is not up to date; run the same command without --check to refresh it",
                folder.display()
            ),
            format,
        );
        STALE
    } else {
        DONE
    }
}

/// The text of a file, which may not be there yet.
fn there(path: &Path) -> Result<String, String> {
    match fs::read(path) {
        // What is no text is shown as far as it is one; it differs in any case.
        Ok(bytes) => Ok(String::from_utf8_lossy(&bytes).into_owned()),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(String::new()),
        Err(error) => Err(format!("{} cannot be read: {error}", path.display())),
    }
}

fn print(path: &Path, old: &str, new: &str) -> io::Result<()> {
    let name = path.display().to_string();
    let diff = TextDiff::from_lines(old, new);
    let mut out = io::stdout().lock();
    write!(out, "{}", diff.unified_diff().header(&name, &name))?;
    out.flush()
}

/// The difference could not be shown. A reader that has seen enough, such as `head`, is no problem.
fn unwritten(error: &io::Error, format: MessageFormat) -> u8 {
    if error.kind() != io::ErrorKind::BrokenPipe {
        message::problem(&format!("cannot write the difference: {error}"), format);
    }
    STALE
}
