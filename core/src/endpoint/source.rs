//! The content of a body or of a part of it: in memory, in a file, or read while it is sent.

use core::fmt;
use core::task::{Context, Poll};
use std::fs::File;
use std::io::{self, Read};
use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};

/// Bytes to be sent: in memory, in a file, or from a reader or a stream.
///
/// A file is opened when the request is sent. A reader and a stream can be sent once; a clone shares them.
///
/// ```
/// use typewright_runtime::endpoint::Source;
///
/// assert_eq!(Source::from("text").as_bytes(), Some(&b"text"[..]));
/// let file = Source::path("video.mp4");
/// let pipe = Source::reader(std::io::stdin());
/// assert_eq!((file.as_bytes(), pipe.as_bytes()), (None, None));
/// ```
#[derive(Clone)]
pub struct Source(Kind);

#[derive(Clone)]
enum Kind {
    Bytes(Vec<u8>),
    Path(PathBuf),
    Once(Once, Option<u64>),
}

/// What can be read only once.
#[derive(Clone)]
enum Once {
    Reader(Shared<dyn Read + Send>),
    Chunks(Shared<dyn Chunks>),
}

/// `None` once it has been taken.
type Shared<T> = Arc<Mutex<Option<Box<T>>>>;

/// Bytes that arrive in chunks, for async clients. The async client makes one of a `Stream` or an `AsyncRead`.
pub trait Chunks: Send {
    /// Polls the next chunk; `None` after the last one.
    fn poll_chunk(&mut self, context: &mut Context<'_>) -> Poll<Option<io::Result<Vec<u8>>>>;
}

impl Source {
    /// Creates a source from a file, which is opened when the request is sent.
    #[inline]
    pub fn path(path: impl Into<PathBuf>) -> Self {
        Self(Kind::Path(path.into()))
    }

    /// Creates a source from a reader whose length is not known.
    ///
    /// The async client reads it on a thread for blocking work.
    #[inline]
    pub fn reader(reader: impl Read + Send + 'static) -> Self {
        Self::once(Once::Reader(shared(Box::new(reader))), None)
    }

    /// Creates a source from a reader with a number of bytes. Sending fails if the reader has fewer or more.
    #[inline]
    pub fn sized_reader(reader: impl Read + Send + 'static, length: u64) -> Self {
        Self::once(Once::Reader(shared(Box::new(reader))), Some(length))
    }

    /// Creates a source from chunks, with the number of bytes if it is known. Only an async client can send it.
    #[inline]
    pub fn chunks(chunks: impl Chunks + 'static, length: Option<u64>) -> Self {
        Self::once(Once::Chunks(shared(Box::new(chunks))), length)
    }

    #[inline]
    fn once(once: Once, length: Option<u64>) -> Self {
        Self(Kind::Once(once, length))
    }

    /// Returns the bytes, if they are in memory.
    #[inline]
    pub fn as_bytes(&self) -> Option<&[u8]> {
        match &self.0 {
            Kind::Bytes(bytes) => Some(bytes),
            Kind::Path(_) | Kind::Once(..) => None,
        }
    }

    /// Opens the source, so that it can be sent.
    ///
    /// # Errors
    /// [`OpenError`].
    #[inline]
    pub fn open(self) -> Result<Opened, OpenError> {
        match self.0 {
            Kind::Bytes(bytes) => Ok(Opened::Bytes(bytes)),
            Kind::Path(path) => match open(&path) {
                Ok((file, length)) => Ok(Opened::Reader(Exactly::new(Box::new(file), Some(length)))),
                Err(error) => Err(OpenError::File { path, error }),
            },
            Kind::Once(Once::Reader(reader), length) if is_left(&reader) => {
                Ok(Opened::Reader(Exactly::new(Box::new(Lazy::Shared(reader)), length)))
            }
            Kind::Once(Once::Chunks(chunks), length) if is_left(&chunks) => Ok(Opened::Chunks(OpenChunks {
                chunks,
                length,
                taken: None,
            })),
            Kind::Once(..) => Err(OpenError::Consumed),
        }
    }
}

#[inline]
fn shared<T: ?Sized>(value: Box<T>) -> Shared<T> {
    Arc::new(Mutex::new(Some(value)))
}

#[inline]
fn take<T: ?Sized>(shared: &Shared<T>) -> Option<Box<T>> {
    shared.lock().unwrap_or_else(PoisonError::into_inner).take()
}

#[inline]
fn is_left<T: ?Sized>(shared: &Shared<T>) -> bool {
    shared.lock().unwrap_or_else(PoisonError::into_inner).is_some()
}

#[inline]
fn open(path: &PathBuf) -> io::Result<(File, u64)> {
    // To open a named pipe would wait for somebody who writes.
    if !std::fs::metadata(path)?.is_file() {
        return Err(io::Error::new(io::ErrorKind::InvalidInput, "it is not a regular file"));
    }
    let file = File::open(path)?;
    let length = file.metadata()?.len();
    Ok((file, length))
}

/// A source that is open, for transports.
#[doc(hidden)]
pub enum Opened {
    /// Bytes in memory.
    Bytes(Vec<u8>),
    /// A file or a reader.
    Reader(Exactly),
    /// Chunks.
    Chunks(OpenChunks),
}

impl Opened {
    /// The number of bytes, if it is known.
    #[inline]
    pub fn length(&self) -> Option<u64> {
        match self {
            Self::Bytes(bytes) => u64::try_from(bytes.len()).ok(),
            Self::Reader(reader) => reader.length,
            Self::Chunks(chunks) => chunks.length,
        }
    }
}

/// A reader that must have as many bytes as it was announced with.
#[doc(hidden)]
pub struct Exactly {
    reader: Box<dyn Read + Send>,
    length: Option<u64>,
    /// How many bytes are missing.
    rest: Option<u64>,
}

impl Exactly {
    #[inline]
    fn new(reader: Box<dyn Read + Send>, length: Option<u64>) -> Self {
        Self {
            reader,
            length,
            rest: length,
        }
    }
}

impl Read for Exactly {
    #[inline]
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let count = self.reader.read(buffer)?;
        let Some(rest) = self.rest else { return Ok(count) };
        if buffer.is_empty() {
            return Ok(0);
        }
        let left = rest.checked_sub(u64::try_from(count).unwrap_or(u64::MAX));
        let left = left.ok_or_else(too_long)?;
        if count == 0 && left > 0 {
            return Err(too_short(left));
        }
        // Once all bytes are sent, nobody reads on. What follows them must be found before.
        if left == 0 && count > 0 {
            let mut next = Vec::new();
            // It reads again if it is interrupted, since the caller would lose what was read.
            if self.reader.by_ref().take(1).read_to_end(&mut next)? > 0 {
                return Err(too_long());
            }
        }
        self.rest = Some(left);
        Ok(count)
    }
}

#[inline]
fn too_long() -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, "the content is longer than announced")
}

#[inline]
fn too_short(missing: u64) -> io::Error {
    let message = format!("the content is {missing} bytes shorter than announced");
    io::Error::new(io::ErrorKind::UnexpectedEof, message)
}

/// A shared reader that is taken when it is read for the first time: until then, the request can be sent again.
enum Lazy {
    Shared(Shared<dyn Read + Send>),
    Taken(Box<dyn Read + Send>),
}

impl Read for Lazy {
    #[inline]
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        loop {
            match self {
                Self::Taken(reader) => return reader.read(buffer),
                Self::Shared(shared) => *self = Self::Taken(take(shared).ok_or_else(consumed)?),
            }
        }
    }
}

#[inline]
fn consumed() -> io::Error {
    io::Error::other("the content was read before")
}

/// Open chunks, which must have as many bytes as they were announced with.
#[doc(hidden)]
pub struct OpenChunks {
    chunks: Shared<dyn Chunks>,
    length: Option<u64>,
    /// The chunks once they are polled, with how many bytes are missing.
    taken: Option<(Box<dyn Chunks>, Option<u64>)>,
}

impl Chunks for OpenChunks {
    #[inline]
    fn poll_chunk(&mut self, context: &mut Context<'_>) -> Poll<Option<io::Result<Vec<u8>>>> {
        let (chunks, rest) = match &mut self.taken {
            Some(taken) => taken,
            None => match take(&self.chunks) {
                Some(chunks) => self.taken.insert((chunks, self.length)),
                None => return Poll::Ready(Some(Err(consumed()))),
            },
        };
        let polled = chunks.poll_chunk(context);
        match (&polled, rest) {
            (Poll::Ready(Some(Ok(chunk))), Some(rest)) => {
                match rest.checked_sub(u64::try_from(chunk.len()).unwrap_or(u64::MAX)) {
                    Some(left) => *rest = left,
                    None => return Poll::Ready(Some(Err(too_long()))),
                }
            }
            (Poll::Ready(None), Some(rest)) if *rest > 0 => return Poll::Ready(Some(Err(too_short(*rest)))),
            _ => {}
        }
        polled
    }
}

/// Why a source cannot be sent.
#[doc(hidden)]
#[derive(Debug)]
pub enum OpenError {
    /// The file cannot be opened.
    File {
        /// The path of the file.
        path: PathBuf,
        /// Why.
        error: io::Error,
    },
    /// The reader or the stream was sent before.
    Consumed,
}

impl From<Vec<u8>> for Source {
    #[inline]
    fn from(bytes: Vec<u8>) -> Self {
        Self(Kind::Bytes(bytes))
    }
}

impl From<&[u8]> for Source {
    #[inline]
    fn from(bytes: &[u8]) -> Self {
        bytes.to_vec().into()
    }
}

impl<const N: usize> From<[u8; N]> for Source {
    #[inline]
    fn from(bytes: [u8; N]) -> Self {
        bytes.to_vec().into()
    }
}

impl<const N: usize> From<&[u8; N]> for Source {
    #[inline]
    fn from(bytes: &[u8; N]) -> Self {
        bytes.to_vec().into()
    }
}

impl From<String> for Source {
    #[inline]
    fn from(text: String) -> Self {
        text.into_bytes().into()
    }
}

impl From<&str> for Source {
    #[inline]
    fn from(text: &str) -> Self {
        text.as_bytes().into()
    }
}

/// Bytes are compared; files by their path, and a reader or a stream equals only its clones.
impl PartialEq for Source {
    #[inline]
    fn eq(&self, other: &Self) -> bool {
        match (&self.0, &other.0) {
            (Kind::Bytes(one), Kind::Bytes(other)) => one == other,
            (Kind::Path(one), Kind::Path(other)) => one == other,
            (Kind::Once(Once::Reader(one), _), Kind::Once(Once::Reader(other), _)) => Arc::ptr_eq(one, other),
            (Kind::Once(Once::Chunks(one), _), Kind::Once(Once::Chunks(other), _)) => Arc::ptr_eq(one, other),
            _ => false,
        }
    }
}

/// Shows no bytes.
impl fmt::Debug for Source {
    #[inline]
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.0 {
            Kind::Bytes(bytes) => write!(f, "{} bytes", bytes.len()),
            Kind::Path(path) => write!(f, "file {}", path.display()),
            Kind::Once(once, length) => {
                f.write_str(if matches!(once, Once::Reader(_)) {
                    "reader"
                } else {
                    "stream"
                })?;
                length.map_or(Ok(()), |length| write!(f, " of {length} bytes"))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use std::io::{Cursor, Read as _};

    use super::{OpenError, Opened, Source};

    fn read(source: &Source) -> Result<Vec<u8>, String> {
        let mut bytes = Vec::new();
        match source.clone().open() {
            Ok(Opened::Reader(mut reader)) => match reader.read_to_end(&mut bytes) {
                Ok(_) => Ok(bytes),
                Err(error) => Err(error.to_string()),
            },
            Ok(_) => Err("not a reader".to_owned()),
            Err(error) => Err(format!("{error:?}")),
        }
    }

    #[test]
    fn a_reader_must_have_the_announced_length() {
        let of = |length| read(&Source::sized_reader(Cursor::new("abc"), length));
        assert_eq!(of(3).as_deref(), Ok(&b"abc"[..]));
        assert_eq!(of(2), Err("the content is longer than announced".to_owned()));
        assert_eq!(of(5), Err("the content is 2 bytes shorter than announced".to_owned()));
    }

    #[test]
    fn a_reader_is_consumed_when_it_is_read_and_not_when_it_is_opened() {
        let source = Source::reader(Cursor::new("abc"));
        drop(source.clone().open());
        assert_eq!(read(&source).as_deref(), Ok(&b"abc"[..]));
        assert!(matches!(source.open(), Err(OpenError::Consumed)));
    }

    #[test]
    fn a_folder_is_no_content() {
        assert!(matches!(Source::path("/").open(), Err(OpenError::File { .. })));
        assert!(matches!(
            Source::path("/no/such/file").open(),
            Err(OpenError::File { .. })
        ));
    }
}
