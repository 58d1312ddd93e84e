//! Signing in, and the tokens that come of it.

use core::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use typewright_runtime::client::{Credentials, Needed};
use typewright_runtime::http::{Token, Tokens};

use super::error::ConnectError;
use crate::Json;
use crate::endpoints::client::Client;
use crate::types::{AuthedDevice, DeviceCredentials};

/// The source of the tokens of a session.
pub(super) struct Login {
    client: Client,
    credentials: DeviceCredentials,
}

impl Login {
    pub(super) fn new(client: Client, credentials: DeviceCredentials) -> Self {
        Self { client, credentials }
    }

    /// Signs in, and returns the device with its token.
    pub(super) async fn authenticate(&self) -> Result<(AuthedDevice, Token), ConnectError> {
        let device = self.client.auth().authenticate_device(self.credentials.clone()).await?;
        let token = Token::new(&device.token).map_err(ConnectError::Token)?;
        let token = match lifetime(&device.token) {
            Some(lifetime) => token.expires_in(lifetime),
            None => token,
        };
        Ok((device, token))
    }
}

impl Credentials for Login {
    type Error = ConnectError;

    async fn tokens(&self, _: Needed) -> Result<Tokens, ConnectError> {
        let (_, token) = self.authenticate().await?;
        Ok(Tokens::new().with_other(token))
    }
}

/// How long a token is valid, if it is a JSON Web Token that says so. It is the difference of two times of the server: the
/// clock of a device may be wrong. A token that does not say it is used until the API rejects it.
fn lifetime(token: &str) -> Option<Duration> {
    let claims = URL_SAFE_NO_PAD
        .decode(token.split('.').nth(1)?.trim_end_matches('='))
        .ok()?;
    let claims = Json::parse(core::str::from_utf8(&claims).ok()?).ok()?;
    let seconds = |name| claims.get(name)?.as_number()?.as_f64();
    let lifetime = Duration::try_from_secs_f64(seconds("exp")? - seconds("iat")?).ok()?;
    Some(lifetime).filter(|lifetime| !lifetime.is_zero())
}

#[cfg(test)]
mod tests {
    use core::time::Duration;

    use base64::Engine as _;
    use base64::engine::general_purpose::URL_SAFE_NO_PAD;

    use super::lifetime;

    #[test]
    fn the_lifetime_of_a_token_does_not_depend_on_the_local_clock() {
        let token = |claims: &str| format!("e30.{}.signature", URL_SAFE_NO_PAD.encode(claims));
        assert_eq!(
            lifetime(&token(r#"{"iat":1000,"exp":4600}"#)),
            Some(Duration::from_secs(3600))
        );
        for unknown in [
            "opaque".to_owned(),
            "e30.!.x".to_owned(),
            token(r#"{"exp":4600}"#),
            token(r#"{"iat":4600,"exp":1000}"#),
            token(r#"{"iat":0,"exp":1e300}"#),
            token("[]"),
        ] {
            assert_eq!(lifetime(&unknown), None, "{unknown}");
        }
    }
}
