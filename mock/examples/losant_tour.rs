//! A tour of Losant against an in-memory one: log in, report state, page through devices, send a command, export with a
//! job, query time series, and read rows of a data table.
//!
//! ```sh
//! cargo run --example losant_tour
//! ```

use std::error::Error;
use std::time::Duration;

use losant::types::{
    AdvancedQuery, DeviceCommand, DeviceCredentials, DevicePost, DeviceState, ObjectId, TimeSeriesQuery,
    UserCredentials,
};
use losant::{Client, query};
use losant_mock::Mock;
use serde::{Deserialize, Serialize};

const APPLICATION: &str = "575ec8687ae143cd83dc4a97";
const DATA_TABLE: &str = "596e6ce831761df4231708f1";

/// A row of a data table.
#[derive(Debug, Serialize, Deserialize)]
struct Tank {
    name: String,
    level: f64,
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn Error>> {
    let mock = Mock::start().await?;
    println!("This goes to an in-memory Losant at {}.", mock.url());
    let anonymous = Client::builder().base_url(mock.url()).build()?;

    step("Log in as a user");
    let user = UserCredentials::new("someone@example.com", "a password");
    let user = anonymous.auth().authenticate_user(user).await?;
    show(&mock);
    let client = Client::builder()
        .token(user.token.as_str())
        .base_url(mock.url())
        .build()?;

    step("Create three devices");
    let application: ObjectId = APPLICATION.parse()?;
    let devices = client.devices(application.clone());
    let mut ids = Vec::new();
    for name in ["Boiler", "Chiller", "Pump"] {
        let device = devices.post(DevicePost::new(name)).await?;
        ids.extend(device.id);
    }
    show(&mock);
    let first = ids.first().ok_or("no device has an ID")?;

    step("Log in as the first device, and report its state");
    let credentials = DeviceCredentials::new(first.clone()).key("a key").secret("a secret");
    let session = anonymous.auth().authenticate_device(credentials).await?;
    let gateway = Client::builder()
        .token(session.token.as_str())
        .base_url(mock.url())
        .build()?;
    let device = gateway.device(application.clone(), first.clone());
    device.send_state(DeviceState::new([("temperature", 71.5)])).await?;
    device.get_state().await?;
    show(&mock);

    step("Page through the devices, two at a time");
    let mut pages = devices.get_call().with(|request| request.per_page(2)).pages();
    while let Some(page) = pages.next().await {
        let items = page?.items.unwrap_or_default();
        let names: Vec<&str> = items.iter().filter_map(|device| device.name.as_deref()).collect();
        println!("A page: {}", names.join(", "));
    }
    show(&mock);

    step("Send the device a command, and receive it");
    client
        .device(application.clone(), first.clone())
        .send_command(DeviceCommand::new("restart"))
        .await?;
    let mut commands = device.command_stream_call().events().await?;
    if let Some(command) = commands.next().await {
        println!("Received the command {:?}", command?.data.name);
    }
    drop(commands);
    show(&mock);

    step("Export the devices with a job, and wait for its end");
    devices.export_call().wait().await?;
    show(&mock);

    step("Query the last ten minutes as a time series");
    let query = TimeSeriesQuery::last(Duration::from_secs(600))
        .every(Duration::from_secs(60))
        .attributes(["temperature".parse()?]);
    let series = client.data(application.clone()).time_series_query(query).await?;
    println!("{} devices have points", series.devices.len());
    show(&mock);

    step("Insert rows into a data table, and query them");
    let tanks = client.data_table_rows(application, DATA_TABLE.parse::<ObjectId>()?);
    for (name, level) in [("north", 0.1), ("south", 0.8)] {
        let name = name.to_owned();
        tanks.insert(&Tank { name, level }).await?;
    }
    let mut low = tanks.rows::<Tank>(AdvancedQuery::new().column("level", query::less_than(0.2)));
    while let Some(tank) = low.next().await {
        println!("Low: {:?}", tank?);
    }
    show(&mock);
    Ok(())
}

fn step(title: &str) {
    println!("\n── {title}\n");
}

/// Shows briefly what went over the wire.
fn show(mock: &Mock) {
    for exchange in mock.take_exchanges() {
        println!("{exchange:#}");
    }
}
