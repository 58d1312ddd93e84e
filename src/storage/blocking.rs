//! The storage with the blocking client.

use core::time::Duration;

#[cfg(feature = "files")]
use typewright_runtime::client::blocking::Call;
use typewright_runtime::client::blocking::{Client, Download};
use typewright_runtime::client::{BuildError, ClientBuilder, reqwest};
#[cfg(feature = "files")]
use typewright_runtime::endpoint::FilePart;
use typewright_runtime::http::{CallError, Response};

use super::{CONNECT_TIMEOUT, Content, USER_AGENT};
#[cfg(feature = "files")]
use super::{Form, UPLOAD_IDLE_TIMEOUT, UPLOAD_TIMEOUT, UploadError};
#[cfg(feature = "files")]
use crate::types::FileUploadPostResponse;

/// Uploads and downloads the content of files, without a token. Clones share their connections.
///
/// ```
/// # fn run(client: losant::blocking::Client, application: losant::types::ObjectId) -> Result<(), Box<dyn std::error::Error>> {
/// use losant::endpoint::FilePart;
/// use losant::types::{FilePost, FileType};
/// use losant::blocking::Storage;
///
/// let storage = Storage::new()?;
/// let file = FilePost::new("report.csv", FileType::File).content_type("text/csv");
/// let file = client.files(application).post(file)?;
/// storage.upload(&file, FilePart::from_path("report.csv"))?;
///
/// let url = file.url.ok_or("the file has no URL")?;
/// storage.download(url)?.into_body().save("copy.csv")?;
/// # Ok(())
/// # }
/// ```
#[derive(Debug, Clone)]
pub struct Storage {
    client: Client,
}

impl Storage {
    /// Creates a client of the storage.
    ///
    /// # Errors
    /// If `reqwest` cannot set up TLS.
    ///
    /// # Panics
    /// If it is called in an async runtime.
    pub fn new() -> Result<Self, BuildError> {
        let http = reqwest::blocking::Client::builder()
            .connect_timeout(CONNECT_TIMEOUT)
            // Of the wait for a response, and of each read of its body.
            .timeout(Duration::from_secs(60))
            .user_agent(USER_AGENT)
            .build()
            .map_err(BuildError::Http)?;
        Self::with_http_client(http)
    }

    /// Creates a client of the storage from one of `reqwest`, which has a proxy or certificates of its own. Its headers are sent to
    /// the storage.
    ///
    /// # Errors
    /// See [`new`](Self::new).
    pub fn with_http_client(http: reqwest::blocking::Client) -> Result<Self, BuildError> {
        let client = ClientBuilder::new(USER_AGENT).http_client(http).build()?;
        Ok(Self { client })
    }

    /// Uploads content with the form of a response of `files.post`, `file.patch`, `privateFiles.post` or `privateFile.patch`.
    /// Content that is not in memory is read while it is sent.
    ///
    /// # Errors
    /// [`UploadError`]: the response has no form, or the call failed.
    #[cfg(feature = "files")]
    pub fn upload(&self, response: &FileUploadPostResponse, file: impl Into<FilePart>) -> Result<(), UploadError> {
        Ok(self.upload_call(response, file)?.send()?)
    }

    /// Returns the call that [`upload`](Self::upload) sends. Its timeout is an hour, and it fails if nothing moves for two minutes
    /// ([`Call::idle_timeout`]).
    ///
    /// # Errors
    /// If the response has no form.
    #[cfg(feature = "files")]
    pub fn upload_call(
        &self,
        response: &FileUploadPostResponse,
        file: impl Into<FilePart>,
    ) -> Result<Call<'_, Form>, UploadError> {
        let call = Call::new(&self.client, Form::new(response, file)?);
        Ok(call.timeout(UPLOAD_TIMEOUT).idle_timeout(UPLOAD_IDLE_TIMEOUT))
    }

    /// Downloads the content at a URL. It is a reader, which need not fit in memory.
    ///
    /// # Errors
    /// [`CallError`]: the URL is invalid, the transport failed, or the storage refused to return the content.
    pub fn download(&self, url: impl AsRef<str>) -> Result<Response<Download>, CallError<()>> {
        self.client.download(&Content::new(url))
    }
}
