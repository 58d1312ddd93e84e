//! The form with which content is uploaded.

use core::error::Error as StdError;
use core::fmt;

use typewright_runtime::Json;
use typewright_runtime::endpoint::{
    Descriptor, Endpoint, Fields, FilePart, Metadata, Method, MultipartBody, Outgoing, Part, PartForm, Parts,
    ReceivedParts, Rejection, RequestBody, Response, Status,
};
use typewright_runtime::http::CallError;
use typewright_runtime::schema::Schema;

use crate::types::FileUploadPostResponse;

/// A request that uploads content with the form of a response of `files.post`, `file.patch`, `privateFiles.post` or
/// `privateFile.patch`.
#[derive(Clone, PartialEq)]
#[must_use = "a request does nothing until it is sent"]
pub struct Form {
    url: String,
    body: Body,
}

/// The fields of the form, and the content behind them: the storage ignores fields that follow it.
#[derive(Clone, PartialEq)]
struct Body {
    fields: Vec<(String, FilePart)>,
    file: FilePart,
}

impl Form {
    /// Creates the request from the response, and the content with the name of the file.
    ///
    /// # Errors
    /// [`UploadError::NoForm`] or [`UploadError::Field`], if the response has no complete form.
    pub fn new(response: &FileUploadPostResponse, file: impl Into<FilePart>) -> Result<Self, UploadError> {
        let upload = response.upload.as_ref().ok_or(UploadError::NoForm)?;
        let url = upload.url.clone().ok_or(UploadError::NoForm)?;
        let mut fields = Vec::new();
        let mut add = |name: &str, value: &str| fields.push((name.to_owned(), FilePart::unnamed(value)));
        if let Some(form) = &upload.fields {
            for (name, value) in [("key", &form.key), ("bucket", &form.bucket)] {
                if let Some(value) = value {
                    add(name, value);
                }
            }
            for (name, value) in &form.additional_properties {
                match value {
                    Json::String(value) => add(name, value),
                    _ => return Err(UploadError::Field { name: name.clone() }),
                }
            }
        }
        let body = Body {
            fields,
            file: file.into(),
        };
        Ok(Self { url, body })
    }
}

impl MultipartBody for Body {
    fn fields<'a>(&'a self, fields: &mut Fields<'a>) {
        fields.additional(&self.fields);
        fields.file("file", &self.file, Schema::ANY);
    }

    fn receive(received: &mut ReceivedParts<'_>) -> Result<Self, Rejection> {
        Ok(Self {
            file: received.file("file", Schema::ANY)?,
            fields: received.additional(),
        })
    }
}

impl Descriptor for Form {
    type Response = ();
    type Error = ();
    const RESPONSE: &'static Schema = Schema::ANY;
    const ERROR: &'static Schema = Schema::ANY;
    const METADATA: &'static Metadata = &Metadata::new("storage.upload", Method::Post, "", "")
        .summary("Uploads content")
        .request_body(
            RequestBody::new("Body", "multipart/form-data")
                .required()
                .parts(&[Part::new("file", PartForm::File).required()]),
        )
        .successes(&[Response::new(Status::Class(2), "The content was stored.")]);
}

impl Endpoint for Form {
    fn write(&self, request: &mut Outgoing) {
        request.multipart(&self.body);
    }

    /// The URL with its query, which may be signed and must stay as it is.
    fn path(&self) -> String {
        self.url.clone()
    }

    /// No server of the API serves this.
    fn receive(_: &Parts<'_>) -> Result<Self, Rejection> {
        Err(Rejection::UnknownPath)
    }
}

/// Shows neither the URL nor the fields: whoever has them may upload content.
impl fmt::Debug for Form {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Form").finish_non_exhaustive()
    }
}

/// Why content was not uploaded.
#[derive(Debug)]
#[non_exhaustive]
pub enum UploadError {
    /// The response has no form, for example because the file is a directory. Nothing was sent.
    NoForm,
    /// A field of the form is not a string. Nothing was sent.
    Field {
        /// The name of the field.
        name: String,
    },
    /// The call failed. What the storage responds with is undocumented, unless it has accepted the content.
    Call(CallError<()>),
}

impl From<CallError<()>> for UploadError {
    fn from(error: CallError<()>) -> Self {
        Self::Call(error)
    }
}

impl fmt::Display for UploadError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NoForm => f.write_str("the response has no form with which content can be uploaded"),
            Self::Field { name } => write!(f, "the field {name:?} of the form is not a string"),
            Self::Call(error) => error.fmt(f),
        }
    }
}

impl StdError for UploadError {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        match self {
            Self::NoForm | Self::Field { .. } => None,
            Self::Call(error) => Some(error),
        }
    }
}
