//! The reports that wait to be sent.

use std::collections::VecDeque;

use tokio::sync::oneshot;

use super::builder::Reporting;
use super::error::ReportError;
use crate::types::DeviceState;

/// Tells a [`Report`](super::Report) how it ended.
pub(super) type Outcome = oneshot::Sender<Result<(), ReportError>>;

/// A report to send, and who waits for it.
pub(super) struct Batch {
    pub(super) state: DeviceState,
    outcomes: Vec<Outcome>,
}

/// Reports that wait to be sent, no more than there is room for.
pub(super) struct Buffer {
    reporting: Reporting,
    /// The maximum number of reports, or of attributes in a report of the latest values.
    capacity: usize,
    batches: VecDeque<Batch>,
}

impl Buffer {
    pub(super) fn new(reporting: Reporting, capacity: usize) -> Self {
        Self {
            reporting,
            capacity,
            batches: VecDeque::new(),
        }
    }

    pub(super) fn is_empty(&self) -> bool {
        self.batches.is_empty()
    }

    /// The number of reports to send.
    pub(super) fn len(&self) -> u64 {
        self.batches.len() as u64
    }

    /// Adds a report, or gives it back if there is no room.
    pub(super) fn push(&mut self, state: DeviceState, outcome: Outcome) -> Option<(DeviceState, Outcome)> {
        let is_full = self.batches.len() >= self.capacity;
        match (self.reporting, self.batches.back_mut()) {
            (Reporting::Latest, Some(waiting)) => {
                let is_new = |name: &&String| !waiting.state.data.contains_key(*name);
                let new = state.data.keys().filter(is_new).count();
                if new > 0 && waiting.state.data.len() + new > self.capacity {
                    return Some((state, outcome));
                }
                waiting.supersede(state, outcome);
            }
            _ if is_full => return Some((state, outcome)),
            _ => self.batches.push_back(Batch {
                state,
                outcomes: vec![outcome],
            }),
        }
        None
    }

    /// Takes the next report to send.
    pub(super) fn take(&mut self) -> Option<Batch> {
        self.batches.pop_front()
    }

    /// Adds what was reported in the meantime to a report that is to be sent again.
    pub(super) fn update(&mut self, batch: &mut Batch) {
        if self.reporting == Reporting::Latest
            && let Some(newer) = self.batches.pop_front()
        {
            batch.merge(newer.state);
            batch.outcomes.extend(newer.outcomes);
        }
    }
}

impl Batch {
    fn supersede(&mut self, newer: DeviceState, outcome: Outcome) {
        self.merge(newer);
        // Who has stopped waiting is forgotten, so that the number of reports does not matter.
        if self.outcomes.len() == self.outcomes.capacity() {
            self.outcomes.retain(|outcome| !outcome.is_closed());
        }
        self.outcomes.push(outcome);
    }

    fn merge(&mut self, newer: DeviceState) {
        self.state.data.extend(newer.data);
        self.state.unknown_properties.extend(newer.unknown_properties);
        self.state.flow_version = newer.flow_version.or(self.state.flow_version.take());
        self.state.time = newer.time.or(self.state.time.take());
        self.state.meta = newer.meta.or(self.state.meta.take());
    }

    /// Tells everyone who waits how the report ended. Returns whether there was anyone.
    pub(super) fn finish(self, result: &Result<(), ReportError>) -> bool {
        let told = self
            .outcomes
            .into_iter()
            .map(|outcome| outcome.send(result.clone()).is_ok());
        told.fold(false, |any, was_told| any | was_told)
    }
}

#[cfg(test)]
mod tests {
    use tokio::sync::oneshot;
    use typewright_runtime::json::to_json;

    use super::{Batch, Buffer};
    use crate::device_session::Reporting;
    use crate::types::DeviceState;

    fn push(buffer: &mut Buffer, state: DeviceState) -> bool {
        buffer.push(state, oneshot::channel().0).is_none()
    }

    fn json(batch: Option<Batch>) -> String {
        to_json(&batch.expect("a report").state)
            .expect("it is JSON")
            .to_string()
    }

    #[test]
    fn the_latest_value_of_each_attribute_is_kept() {
        let mut buffer = Buffer::new(Reporting::Latest, 2);
        assert!(push(
            &mut buffer,
            DeviceState::new([("a", 1)]).time("first").meta("kept")
        ));
        assert!(push(&mut buffer, DeviceState::new([("b", 2)]).time("second")));
        assert!(push(&mut buffer, DeviceState::new([("a", 3)])));
        assert!(
            !push(&mut buffer, DeviceState::new([("c", 4)])),
            "there is room for two attributes"
        );
        let mut batch = buffer.take().expect("a report");
        assert!(push(&mut buffer, DeviceState::new([("a", 5)])));
        buffer.update(&mut batch);
        assert!(buffer.is_empty());
        assert_eq!(
            json(Some(batch)),
            r#"{"time":"second","meta":"kept","data":{"a":5,"b":2}}"#
        );
    }

    #[test]
    fn each_report_is_kept_in_order() {
        let mut buffer = Buffer::new(Reporting::Each, 2);
        for (value, fits) in [(1, true), (2, true), (3, false)] {
            assert_eq!(push(&mut buffer, DeviceState::new([("a", value)])), fits);
        }
        let mut first = buffer.take().expect("a report");
        buffer.update(&mut first);
        assert_eq!(json(Some(first)), r#"{"data":{"a":1}}"#);
        assert_eq!(json(buffer.take()), r#"{"data":{"a":2}}"#);
    }

    #[test]
    fn reports_that_nobody_waits_for_take_no_memory() {
        let mut buffer = Buffer::new(Reporting::Latest, 1);
        for value in 0..10_000 {
            assert!(push(&mut buffer, DeviceState::new([("a", value)])));
        }
        let batch = buffer.take().expect("a report");
        assert!(batch.outcomes.capacity() < 10, "{}", batch.outcomes.capacity());
    }
}
