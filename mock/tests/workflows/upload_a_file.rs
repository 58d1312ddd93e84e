use std::path::PathBuf;

use losant::Client;
use losant::endpoint::FilePart;
use losant::endpoints::file::UploadMultipart;
use losant::types::{FilePost, FileType, ObjectId};

async fn upload(
    client: &Client,
    application: ObjectId,
    report: PathBuf,
) -> Result<ObjectId, Box<dyn std::error::Error>> {
    let file = FilePost::new("report.csv", FileType::File)
        .parent_directory("/reports")
        .content_type("text/csv");
    let file = client.files(application.clone()).post(file).await?;
    let id = file.id.ok_or("the file has no ID")?;
    // The file is read while it is sent.
    let content = UploadMultipart::new(FilePart::from_path(report).media_type("text/csv"));
    client.file(application, id.clone()).upload(content).await?;
    Ok(id)
}
