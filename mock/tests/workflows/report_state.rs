use losant::DeviceSession;
use losant::types::DeviceState;

async fn report(session: &DeviceSession, voltages: &[f64]) -> Result<(), Box<dyn std::error::Error>> {
    for voltage in voltages {
        // Accepted at once, and sent in the background.
        session.report(DeviceState::new([("voltage", *voltage)])).await?;
    }
    // This waits until the API has accepted one.
    let report = session.report(DeviceState::new([("isOn", false)])).await?;
    report.sent().await?;
    // This sends what is left, and returns what has failed.
    session.close().await?;
    Ok(())
}
