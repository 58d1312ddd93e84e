//! An in-memory Losant for tests and examples.
//!
//! It serves the actions of the User OAuth Token on a port of the loopback device. What comes in goes through the
//! exact check of the bindings, and what goes out is a documented answer that passes it too.
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
