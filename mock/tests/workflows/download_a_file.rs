use std::fs::File;
use std::io::Write;
use std::path::PathBuf;

use losant::types::ObjectId;
use losant::{Client, reqwest};

async fn download(
    client: &Client,
    application: ObjectId,
    id: ObjectId,
    target: PathBuf,
) -> Result<(), Box<dyn std::error::Error>> {
    let file = client.file(application, id).get().await?;
    let url = file.url.ok_or("the file has no content")?;
    // The URL needs no token, and is not one of the API.
    let mut response = reqwest::get(url).await?.error_for_status()?;
    let mut target = File::create(target)?;
    while let Some(chunk) = response.chunk().await? {
        target.write_all(&chunk)?;
    }
    Ok(())
}
