//! The limits of a received request.

/// What a server accepts in a request at most.
///
/// The server that reads a body limits its length. Parsing takes time linear in that length, also for a form with very many
/// fields. These limits are for what takes many times its length in memory.
///
/// ```
/// use typewright_runtime::endpoint::Limits;
///
/// let limits = Limits::new().parts(20).part_headers(1024);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct Limits {
    pub(super) parts: usize,
    pub(super) part_headers: usize,
}

impl Limits {
    /// Creates the default limits.
    #[inline]
    pub const fn new() -> Self {
        Self {
            parts: 1000,
            part_headers: 16 * 1024,
        }
    }

    /// Sets how many parts a multipart body may have. Default: 1,000.
    #[must_use]
    #[inline]
    pub const fn parts(mut self, parts: usize) -> Self {
        self.parts = parts;
        self
    }

    /// Sets how many bytes the headers of each part of a multipart body may have. Default: 16 KiB.
    #[must_use]
    #[inline]
    pub const fn part_headers(mut self, bytes: usize) -> Self {
        self.part_headers = bytes;
        self
    }
}

impl Default for Limits {
    #[inline]
    fn default() -> Self {
        Self::new()
    }
}
