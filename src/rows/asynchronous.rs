//! Rows with the async client.

use core::fmt;
use core::marker::PhantomData;
use core::pin::Pin;
use core::task::{Context, Poll};

use futures_core::Stream;
use serde_core::Serialize;
use serde_core::de::DeserializeOwned;
use typewright_runtime::client::Items;

use super::{RowError, convert, read};
use crate::endpoints::client::DataTableRows;
use crate::endpoints::data_table_rows::Query;
use crate::types::{AdvancedQuery, DataTableRowInsert, DataTableRowInsertResult};

impl DataTableRows<'_> {
    /// Returns the rows that a query selects, all pages of them, each as a `T`.
    ///
    /// ```
    /// # async fn run(client: losant::Client, application: losant::types::ObjectId, table: losant::types::ObjectId)
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
    /// tanks.insert(&Tank { name: "north".to_owned(), level: 0.5 }).await?;
    ///
    /// let mut low = tanks.rows::<Tank>(AdvancedQuery::new().column("level", query::less_than(0.2)));
    /// while let Some(tank) = low.next().await {
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
    pub async fn insert<T: Serialize + ?Sized + Sync>(&self, row: &T) -> Result<DataTableRowInsertResult, RowError> {
        let row: DataTableRowInsert = convert(row).map_err(RowError::Serialize)?;
        Ok(self.post(row).await?)
    }
}

/// The rows of a data table: a [`Stream`], with the method [`next`](Self::next). It requests a page when it is needed.
pub struct Rows<T> {
    items: Items<Query>,
    row: PhantomData<fn() -> T>,
}

impl<T: DeserializeOwned> Rows<T> {
    /// Waits for the next row; `None` after the last one.
    pub async fn next(&mut self) -> Option<Result<T, RowError>> {
        self.items.next().await.map(read)
    }
}

impl<T: DeserializeOwned> Stream for Rows<T> {
    type Item = Result<T, RowError>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        Pin::new(&mut self.items).poll_next(context).map(|row| row.map(read))
    }
}

impl<T> fmt::Debug for Rows<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Rows").finish_non_exhaustive()
    }
}
