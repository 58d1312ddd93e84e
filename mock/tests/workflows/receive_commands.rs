use losant::DeviceSession;
use losant::device_session::CommandError;

async fn obey(session: &DeviceSession) -> Result<Vec<String>, CommandError> {
    let mut done = Vec::new();
    let mut commands = session.commands();
    while let Some(command) = commands.next().await {
        match command {
            Ok(command) if command.name == "stop" => break,
            Ok(command) => done.push(format!("{} {:?}", command.name, command.payload)),
            // Only this event is not a command; others follow.
            Err(CommandError::Data(error)) => eprintln!("{error}"),
            Err(error) => return Err(error),
        }
    }
    Ok(done)
}
