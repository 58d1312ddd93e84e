//! Queries for rows of a data table.

use typewright_runtime::json::to_json;

use crate::Json;
use crate::types::{AdvancedQuery, StringQueryChoice};

impl AdvancedQuery {
    /// Selects rows by the value of a column. For no value, pass [`Json::Null`] to
    /// [`additional_properties`](Self#structfield.additional_properties).
    ///
    /// ```
    /// use losant::query;
    /// use losant::types::AdvancedQuery;
    ///
    /// let low = AdvancedQuery::new().column("level", query::less_than(5)).column("open", true);
    /// assert_eq!(serde_json::to_string(&low)?, r#"{"level":{"$lt":5},"open":true}"#);
    /// # Ok::<(), serde_json::Error>(())
    /// ```
    #[must_use]
    pub fn column(mut self, name: impl Into<String>, condition: impl Into<StringQueryChoice>) -> Self {
        let condition: StringQueryChoice = condition.into();
        // Only a number that JSON does not have cannot be written. The check of the request reports it.
        let condition = to_json(&condition).unwrap_or_else(|_| Json::Number(f64::NAN.into()));
        self.additional_properties.insert(name.into(), condition);
        self
    }
}
