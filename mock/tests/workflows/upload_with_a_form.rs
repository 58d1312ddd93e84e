use std::path::PathBuf;

use losant::endpoint::FilePart;
use losant::types::{FilePost, FileType, ObjectId};
use losant::{Client, Storage};

async fn upload(
    client: &Client,
    storage: &Storage,
    application: ObjectId,
    report: PathBuf,
) -> Result<(), Box<dyn std::error::Error>> {
    let file = FilePost::new("report.csv", FileType::File).content_type("text/csv");
    let file = client.files(application).post(file).await?;
    storage.upload(&file, FilePart::from_path(report)).await?;
    Ok(())
}
