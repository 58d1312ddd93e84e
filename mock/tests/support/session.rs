//! A mock with a token in it, and a client that talks to it.

use losant::types::ObjectId;
use losant_mock::{Mock, sample};

/// The id of the token, which is the one of the documentation.
pub fn id() -> ObjectId {
    "575ec7417ae143cd83dc4a95".parse().expect("it is an id")
}

/// A mock that has the token.
#[allow(dead_code)] // not every test needs it
pub async fn mock() -> Mock {
    let mock = Mock::start().await.expect("there is a port");
    mock.insert(&id(), sample().expect("it is right by the schema"));
    mock
}

/// A client for the mock.
#[allow(dead_code)] // not every test needs it
pub fn client(mock: &Mock) -> losant::Client {
    let builder = losant::Client::builder().token(mock.token()).base_url(mock.url());
    builder.build().expect("it is a client")
}
