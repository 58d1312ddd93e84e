//! Signing in with the blocking client.

use std::thread::sleep;

use typewright_runtime::client::Needed;
use typewright_runtime::client::blocking::Credentials;
use typewright_runtime::http::{Token, Tokens};

use crate::device_session::error::ConnectError;
use crate::device_session::login::{Attempts, Login, token};
use crate::endpoints::blocking::Client;
use crate::types::AuthedDevice;

impl Login<Client> {
    /// Signs in, and returns the device with its token. If the API is busy, this waits and signs in again.
    pub(super) fn authenticate(&self) -> Result<(AuthedDevice, Token), ConnectError> {
        let mut attempts = Attempts::new();
        let device = loop {
            match self.client.auth().authenticate_device(self.credentials.clone()) {
                Ok(device) => break device,
                Err(error) => sleep(attempts.repeat(error)?),
            }
        };
        let token = token(&device)?;
        Ok((device, token))
    }
}

impl Credentials for Login<Client> {
    type Error = ConnectError;

    fn tokens(&self, _: Needed) -> Result<Tokens, ConnectError> {
        let (_, token) = self.authenticate()?;
        Ok(Tokens::new().with_other(token))
    }
}
