//! The body of a request as it is sent.

use core::fmt;
use std::borrow::Cow;
use std::path::PathBuf;

use super::RawBody;
use super::source::{OpenError, Opened, Source};

/// The body of a request that is not JSON: its media type and its content, which need not be in memory.
///
/// ```
/// use typewright_runtime::endpoint::{RawBody, Source, Upload};
///
/// let bytes: Upload = RawBody::new("image/png", [1, 2, 3]).into();
/// assert_eq!(bytes.bytes(), Some(&[1, 2, 3][..]));
/// let file = Upload::from_path("video/mp4", "video.mp4");
/// let pipe = Upload::new("text/csv", Source::reader(std::io::stdin()));
/// assert_eq!((file.bytes(), pipe.content_type()), (None, "text/csv"));
/// ```
#[derive(Clone, PartialEq)]
pub struct Upload {
    content_type: Cow<'static, str>,
    segments: Vec<Source>,
}

impl Upload {
    /// Creates a body from its content and the value of `Content-Type`. A range such as `image/*` is rejected before it is
    /// sent.
    #[inline]
    pub fn new(content_type: impl Into<Cow<'static, str>>, content: impl Into<Source>) -> Self {
        Self::of_segments(content_type, vec![content.into()])
    }

    /// Creates a body from a file, which is opened when the request is sent.
    #[inline]
    pub fn from_path(content_type: impl Into<Cow<'static, str>>, path: impl Into<PathBuf>) -> Self {
        Self::new(content_type, Source::path(path))
    }

    /// Creates a body whose segments follow each other.
    #[inline]
    pub(super) fn of_segments(content_type: impl Into<Cow<'static, str>>, segments: Vec<Source>) -> Self {
        Self {
            content_type: content_type.into(),
            segments,
        }
    }

    /// Returns the value of `Content-Type`.
    #[inline]
    pub fn content_type(&self) -> &str {
        &self.content_type
    }

    /// Returns the bytes, if they are in memory. Those of a received request are.
    #[inline]
    pub fn bytes(&self) -> Option<&[u8]> {
        match &self.segments[..] {
            [] => Some(&[]),
            [only] => only.as_bytes(),
            _ => None,
        }
    }

    /// Opens the content, so that it can be sent. Adjacent bytes are joined.
    ///
    /// # Errors
    /// [`OpenError`].
    #[doc(hidden)]
    #[inline]
    pub fn open(self) -> Result<Vec<Opened>, OpenError> {
        let mut opened: Vec<Opened> = Vec::new();
        for segment in self.segments {
            match (opened.last_mut(), segment.open()?) {
                (Some(Opened::Bytes(before)), Opened::Bytes(bytes)) => before.extend_from_slice(&bytes),
                (_, segment) => opened.push(segment),
            }
        }
        Ok(opened)
    }
}

impl From<RawBody> for Upload {
    #[inline]
    fn from(body: RawBody) -> Self {
        let content_type = body.content_type_cow().clone();
        Self::new(content_type, body.into_bytes())
    }
}

/// Shows no bytes.
impl fmt::Debug for Upload {
    #[inline]
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Upload")
            .field("content_type", &self.content_type)
            .field("content", &self.segments)
            .finish()
    }
}
