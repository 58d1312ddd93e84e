//! An in-memory Losant for tests and examples.
//!
//! It serves all actions of the API on a port of the loopback device. What comes in goes through the exact check of the
//! bindings, and what goes out is a documented answer that passes it too:
//!
//! * User OAuth Tokens, the rows of data tables, and devices with their states and commands are stored. The store starts empty.
//! * A login issues an access token. Every key, secret and password is accepted.
//! * An action that starts a job starts one, and the job has ended when its state is asked for the second time.
//! * Every other action is answered with its documented example.
//!
//! A token that the mock has not issued gets 401, one without the scopes of the action 403 (see [`Mock::issue`]).
//!
//! ```
//! use losant::types::ObjectId;
//! use losant_mock::{Mock, sample};
//!
//! # async fn run() -> Result<(), Box<dyn std::error::Error>> {
//! let mock = Mock::start().await?;
//! let id: ObjectId = "575ec7417ae143cd83dc4a95".parse()?;
//! mock.insert(&id, sample()?);
//!
//! let client = losant::Client::builder().token(mock.token()).base_url(mock.url()).build()?;
//! assert_eq!(client.user_oauth_token(id).get().await?, sample()?);
//! println!("{}", mock.exchanges()[0]);
//! # Ok(())
//! # }
//! # tokio::runtime::Runtime::new().unwrap().block_on(run()).unwrap();
//! ```

mod actions;
mod answer;
mod examples;
mod exchange;
mod losant;
mod mock;
mod sample;
mod serve;
mod store;

pub use exchange::Exchange;
pub use mock::Mock;
pub use sample::sample;
pub use serve::BODY_LIMIT;
