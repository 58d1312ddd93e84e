use std::time::Duration;

use losant::types::{AdvancedDeviceQuery, AggregationMethodOrNone, Key, ObjectId, Scalar, TimeSeriesQuery};
use losant::{Client, query};

async fn voltages(client: &Client, application: ObjectId) -> Result<Vec<String>, Box<dyn std::error::Error>> {
    let voltage: Key = "voltage".parse()?;
    let query = TimeSeriesQuery::last(Duration::from_secs(60 * 60))
        .every(Duration::from_secs(5 * 60))
        .aggregation(AggregationMethodOrNone::Mean)
        .attributes([voltage])
        .device_query(AdvancedDeviceQuery::new().tags(query::tag("floor", "8")));
    let data = client.data(application).time_series_query(query).await?;
    let mut lines = Vec::new();
    for device in data.devices.values() {
        for point in &device.points {
            if let Some(Scalar::Number(volts)) = point.data.get("voltage") {
                lines.push(format!("{} {}: {volts}", device.name, point.time));
            }
        }
    }
    Ok(lines)
}
