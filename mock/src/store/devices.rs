//! The devices that there are, with their states and commands.

use std::collections::BTreeMap;

use losant::types::{Device, DeviceCommand, DevicePost, DeviceState, ObjectId};
use serde_json::Error;

use super::{NOW, converted};

/// The devices of all applications, in the order in which they were created.
#[derive(Debug, Default)]
pub struct Devices {
    all: BTreeMap<(String, String), Stored>,
    created: u64,
}

/// A device with what it has reported and received.
#[derive(Debug)]
pub struct Stored {
    pub device: Device,
    /// The reported states, the oldest first.
    pub states: Vec<DeviceState>,
    /// The commands for the device, the oldest first.
    pub commands: Vec<DeviceCommand>,
}

impl Stored {
    /// Adds a state; one without a time is from now.
    pub fn report(&mut self, mut state: DeviceState) -> Result<(), Error> {
        if state.time.is_none() {
            state.time = Some(converted(&NOW)?);
        }
        self.states.push(state);
        Ok(())
    }

    /// Adds a command; one without a time is from now.
    pub fn command(&mut self, mut command: DeviceCommand) -> Result<(), Error> {
        if command.time.is_none() {
            command.time = Some(converted(&NOW)?);
        }
        self.commands.push(command);
        Ok(())
    }
}

/// IDs are hexadecimal numbers, so upper and lower case are the same.
fn key(application: &ObjectId, device: &ObjectId) -> (String, String) {
    let lower = |id: &ObjectId| id.as_str().to_ascii_lowercase();
    (lower(application), lower(device))
}

impl Devices {
    /// Creates a device.
    pub fn create(&mut self, application: &ObjectId, post: &DevicePost) -> Result<Device, Error> {
        self.created += 1;
        let id: ObjectId = converted(&format!("575ecf88{:016x}", self.created))?;
        let mut device: Device = converted(post)?;
        device.id = Some(id.clone());
        device.device_id = Some(id.clone());
        device.application_id = Some(application.clone());
        device.creation_date = Some(converted(&NOW)?);
        device.last_updated = Some(converted(&NOW)?);
        let stored = Stored {
            device: device.clone(),
            states: Vec::new(),
            commands: Vec::new(),
        };
        self.all.insert(key(application, &id), stored);
        Ok(device)
    }

    /// The device with this ID.
    pub fn get(&mut self, application: &ObjectId, device: &ObjectId) -> Option<&mut Stored> {
        self.all.get_mut(&key(application, device))
    }

    /// The device with this ID, whatever its application.
    pub fn find(&self, device: &ObjectId) -> Option<&Device> {
        let id = device.as_str().to_ascii_lowercase();
        let found = self.all.iter().find(|((_, known), _)| *known == id);
        found.map(|(_, stored)| &stored.device)
    }

    /// The devices of an application.
    pub fn of<'d>(&'d self, application: &ObjectId) -> impl Iterator<Item = &'d Device> + use<'d> {
        let application = application.as_str().to_ascii_lowercase();
        let all = self.all.iter().filter(move |((owner, _), _)| *owner == application);
        all.map(|(_, stored)| &stored.device)
    }

    /// Removes a device.
    pub fn remove(&mut self, application: &ObjectId, device: &ObjectId) -> Option<Stored> {
        self.all.remove(&key(application, device))
    }
}
