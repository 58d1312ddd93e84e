//! Actions that start a job.

use core::fmt;

use super::{Descriptor, Endpoint};

/// An action whose successful response may be that a job has been started. The description names the action that tells the
/// state of the job.
pub trait WaitEndpoint: Endpoint {
    /// The action that tells the state of the job.
    type Poll: Endpoint;

    /// The states of a job that has ended.
    const STATES: JobStates;

    /// Returns the request for the state of the job; `None` if the response is the result itself.
    ///
    /// # Errors
    /// If the response does not say which job has been started.
    fn job(&self, response: &Self::Response) -> Result<Option<Self::Poll>, UnknownJob>;

    /// Returns the state that a response tells.
    fn state(response: &<Self::Poll as Descriptor>::Response) -> Option<String>;
}

/// The states of a job that has ended. In any other state, the job has not ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct JobStates {
    /// The job was successful.
    pub done: &'static [&'static str],
    /// The job has failed.
    pub failed: &'static [&'static str],
}

impl JobStates {
    /// Creates the states.
    #[inline]
    pub const fn new(done: &'static [&'static str], failed: &'static [&'static str]) -> Self {
        Self { done, failed }
    }
}

/// The response does not say which job has been started.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct UnknownJob;

impl fmt::Display for UnknownJob {
    #[inline]
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the response does not say which job has been started")
    }
}

impl core::error::Error for UnknownJob {}
