//! Rows with the blocking client.

use core::fmt;
use core::marker::PhantomData;

use serde_core::Serialize;
use serde_core::de::DeserializeOwned;
use typewright_runtime::client::blocking::Items;

use super::{RowError, convert, read};
use crate::endpoints::blocking::DataTableRows;
use crate::endpoints::data_table_rows::Query;
use crate::types::{AdvancedQuery, DataTableRowInsert, DataTableRowInsertResult};

impl DataTableRows<'_> {
    /// Returns the rows that a query selects, all pages of them, each as a `T`.
    ///
    /// ```
    /// # fn run(client: losant::blocking::Client, application: losant::types::ObjectId, table: losant::types::ObjectId)
    /// # -> Result<(), Box<dyn std::error::Error>> {
    /// use losant::query;
    /// use losant::types::AdvancedQuery;
    /// use serde::{Deserialize, Serialize};
    ///
    /// #[derive(Serialize, Deserialize)]
    /// struct Tank {
    ///     name: String,
    ///     level: f64,
    /// }
    ///
    /// let tanks = client.data_table_rows(application, table);
    /// tanks.insert(&Tank { name: "north".to_owned(), level: 0.5 })?;
    ///
    /// let low = tanks.rows::<Tank>(AdvancedQuery::new().column("level", query::less_than(0.2)));
    /// for tank in low {
    ///     println!("{} is low", tank?.name);
    /// }
    /// # Ok(())
    /// # }
    /// ```
    pub fn rows<T: DeserializeOwned>(&self, query: impl Into<AdvancedQuery>) -> Rows<T> {
        Rows {
            items: self.query_call().with(|request| request.body(query)).items(),
            row: PhantomData,
        }
    }

    /// Inserts a row: an object whose properties are columns. An array of such objects inserts several rows.
    ///
    /// # Errors
    /// [`RowError`] if the value is not a row, or the call fails.
    pub fn insert<T: Serialize + ?Sized>(&self, row: &T) -> Result<DataTableRowInsertResult, RowError> {
        let row: DataTableRowInsert = convert(row).map_err(RowError::Serialize)?;
        Ok(self.post(row)?)
    }
}

/// The rows of a data table: an iterator. It requests a page when it is needed.
pub struct Rows<T> {
    items: Items<Query>,
    row: PhantomData<fn() -> T>,
}

impl<T: DeserializeOwned> Iterator for Rows<T> {
    type Item = Result<T, RowError>;

    fn next(&mut self) -> Option<Self::Item> {
        self.items.next().map(read)
    }
}

impl<T> fmt::Debug for Rows<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Rows").finish_non_exhaustive()
    }
}
