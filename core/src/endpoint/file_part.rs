//! A file among the parts of a multipart body.

use std::borrow::Cow;
use std::path::PathBuf;

use crate::endpoint::Source;

/// A file in a multipart body: its content, with its name, its media type and further headers.
///
/// ```
/// use typewright_runtime::endpoint::{FilePart, Source};
///
/// let text = FilePart::new("notes.txt", "some text").media_type("text/plain");
/// let video = FilePart::from_path("holiday/video.mp4").media_type("video/mp4");
/// assert_eq!(video.file_name(), Some("video.mp4"));
/// let pipe = FilePart::new("log.txt", Source::reader(std::io::stdin())).header("X-Origin", "stdin");
/// # let _ = (text, pipe);
/// ```
#[derive(Debug, Clone, PartialEq)]
pub struct FilePart {
    pub(super) source: Source,
    pub(super) file_name: Option<String>,
    pub(super) media_type: Option<Cow<'static, str>>,
    pub(super) headers: Vec<(String, String)>,
}

impl FilePart {
    /// Creates a file from its name and its content.
    #[inline]
    pub fn new(file_name: impl Into<String>, content: impl Into<Source>) -> Self {
        let mut file = Self::unnamed(content);
        file.file_name = Some(file_name.into());
        file
    }

    /// Creates a file from one on disk, which is opened when the request is sent. Its name is the last part of the path.
    #[inline]
    pub fn from_path(path: impl Into<PathBuf>) -> Self {
        let path = path.into();
        let file_name = path.file_name().map(|name| name.to_string_lossy().into_owned());
        let mut file = Self::unnamed(Source::path(path));
        file.file_name = file_name;
        file
    }

    /// Creates a part without a file name. Many servers take it for text rather than for a file.
    #[inline]
    pub fn unnamed(content: impl Into<Source>) -> Self {
        Self {
            source: content.into(),
            file_name: None,
            media_type: None,
            headers: Vec::new(),
        }
    }

    /// Sets the media type. Default: the documented one, or `application/octet-stream` if there is none.
    #[must_use]
    #[inline]
    pub fn media_type(mut self, media_type: impl Into<Cow<'static, str>>) -> Self {
        self.media_type = Some(media_type.into());
        self
    }

    /// Adds a header of the part. `Content-Disposition` and `Content-Type` are written from the other values.
    #[must_use]
    #[inline]
    pub fn header(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.headers.push((name.into(), value.into()));
        self
    }

    /// Returns the name of the file. It is chosen by the sender: never use it as a path without checking it.
    #[inline]
    pub fn file_name(&self) -> Option<&str> {
        self.file_name.as_deref()
    }

    /// Returns the media type, if it is set. That of a received file is.
    #[inline]
    pub fn content_type(&self) -> Option<&str> {
        self.media_type.as_deref()
    }

    /// Returns the value of a header of the part, other than `Content-Disposition` and `Content-Type`.
    #[inline]
    pub fn header_value(&self, name: &str) -> Option<&str> {
        let mut headers = self.headers.iter();
        headers.find_map(|(known, value)| known.eq_ignore_ascii_case(name).then_some(value.as_str()))
    }

    /// Returns the content.
    #[inline]
    pub fn content(&self) -> &Source {
        &self.source
    }

    /// Returns the content, if it is in memory. That of a received file is.
    #[inline]
    pub fn bytes(&self) -> Option<&[u8]> {
        self.source.as_bytes()
    }
}
