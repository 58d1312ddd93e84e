//! What a finding is about, apart from its place.

/// What a finding is about, apart from its place.
#[derive(Debug, Clone)]
pub(super) struct Sameness {
    /// What messages call the place.
    pub(super) subject: String,
    /// What changed, without the place.
    pub(super) detail: String,
    /// The property at the place, with the steps below it.
    pub(super) property: String,
    /// The schemas before and after the change: equal ones share a table, whose address this is.
    pub(super) schemas: (usize, usize),
}

impl Sameness {
    /// The message of a finding.
    pub(super) fn message(&self) -> String {
        format!("`{}`: {}", self.subject, self.detail)
    }
}
