use losant::types::{AdvancedDeviceQuery, ObjectId};
use losant::{Client, query};

async fn names(client: &Client, application: ObjectId) -> Result<Vec<String>, Box<dyn std::error::Error>> {
    let pumps = AdvancedDeviceQuery::new()
        .name(query::starts_with("pump").ci(true))
        .tags(query::tag("floor", "8"));
    let call = client.devices(application).get_call();
    let mut devices = call.with(|request| request.query_(pumps).per_page(100)).items();
    let mut names = Vec::new();
    while let Some(device) = devices.next().await {
        names.extend(device?.name);
    }
    Ok(names)
}
