use std::time::Duration;

use losant::types::{ApplicationJobLogOutput, DevicesExportPost, ExportFormat, ObjectId};
use losant::{Client, Finished, Uri, WaitError, WaitOptions};

async fn export(client: &Client, application: ObjectId) -> Result<Vec<Uri>, Box<dyn std::error::Error>> {
    let call = client.devices(application).export_call();
    let call = call.with(|request| request.body(DevicesExportPost::new().format(ExportFormat::Csv)));
    let options = WaitOptions::new().timeout(Duration::from_secs(60 * 60));
    match call.wait_with(options).await {
        Ok(Finished::Job(job)) => match job.output {
            Some(ApplicationJobLogOutput::Object(output)) => Ok(output.download_urls.unwrap_or_default()),
            _ => Ok(Vec::new()),
        },
        Ok(_) => Err("the export did not become a job".into()),
        Err(WaitError::Failed(job)) => Err(format!("the export has failed: {:?}", job.error).into()),
        Err(error) => Err(error.to_string().into()),
    }
}
