//! The actions that issue access tokens.

use bytes::Bytes;
use http::{Response, StatusCode};
use losant::endpoint::Descriptor as _;
use losant::endpoints::auth::{AuthenticateDevice, AuthenticateUser};
use losant::types::{AuthedDevice, AuthedUser, DeviceClass, ObjectId};

use crate::answer::{broken, failure, problem, success};
use crate::store::Store;

/// The user of the documentation.
const USER: &str = "575ed70c7ae143cd83dc4aa9";

/// Issues a token for a device of the store. There are no access keys, so every key and every secret is accepted.
pub fn device(store: &mut Store, request: &AuthenticateDevice) -> Response<Bytes> {
    let id = &request.body.device_id;
    let device = store.devices.find(id);
    let application = device.and_then(|device| device.application_id.clone());
    let (Some(device), Some(application)) = (device, application) else {
        let status = StatusCode::UNAUTHORIZED;
        let problem = problem(status, format!("device {id} has no access"));
        return failure(Some(AuthenticateDevice::METADATA), status, &problem);
    };
    let class = device.device_class.clone().unwrap_or(DeviceClass::Standalone);
    let token = store.access.issue(vec!["all.Device".to_owned()]);
    let device = AuthedDevice::new(application, id.clone(), class, token);
    success::<AuthenticateDevice>(StatusCode::OK, &device)
}

/// Issues a token for the user of the documentation. Every email address and every password is accepted.
pub fn user(store: &mut Store) -> Response<Bytes> {
    match USER.parse::<ObjectId>() {
        Ok(user) => {
            let token = store.access.issue(vec!["all.User".to_owned()]);
            success::<AuthenticateUser>(StatusCode::OK, &AuthedUser::new(user, token))
        }
        Err(error) => broken(&error),
    }
}
