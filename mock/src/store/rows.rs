//! The rows of data tables.

use std::collections::BTreeMap;

use losant::types::{DataTableRow, ObjectId};
use serde::Serialize;
use serde_json::Error;

use super::{NOW, converted};

/// The rows of all data tables, in the order in which they were inserted. Every table exists, and is empty at first.
#[derive(Debug, Default)]
pub struct Rows {
    tables: BTreeMap<(String, String), Vec<DataTableRow>>,
    inserted: u64,
}

impl Rows {
    /// Inserts a row with these columns.
    pub fn insert(
        &mut self,
        application: &ObjectId,
        table: &ObjectId,
        columns: &impl Serialize,
    ) -> Result<DataTableRow, Error> {
        self.inserted += 1;
        let row: DataTableRow = converted(columns)?;
        let row = row
            .id(converted::<ObjectId>(&format!("596fbb70{:016x}", self.inserted))?)
            .maybe_created_at(Some(now()?))
            .maybe_updated_at(Some(now()?));
        self.of(application, table).push(row.clone());
        Ok(row)
    }

    /// The rows of a table.
    pub fn of(&mut self, application: &ObjectId, table: &ObjectId) -> &mut Vec<DataTableRow> {
        let lower = |id: &ObjectId| id.as_str().to_ascii_lowercase();
        self.tables.entry((lower(application), lower(table))).or_default()
    }
}

fn now() -> Result<losant::Timestamp, Error> {
    converted(&NOW)
}
