use std::path::PathBuf;

use losant::types::ObjectId;
use losant::{Client, Storage};

async fn download(
    client: &Client,
    storage: &Storage,
    application: ObjectId,
    id: ObjectId,
    target: PathBuf,
) -> Result<(), Box<dyn std::error::Error>> {
    let file = client.file(application, id).get().await?;
    let url = file.url.ok_or("the file has no content")?;
    // The URL needs no token, and is not one of the API.
    storage.download(url).await?.into_body().save(target).await?;
    Ok(())
}
