//! The actions of the rows of data tables.

use core::cmp::Ordering;

use bytes::Bytes;
use http::{Response, StatusCode};
use losant::Integer;
use losant::endpoint::Endpoint;
use losant::endpoints::data_table_row as row;
use losant::endpoints::data_table_rows::{Delete, Get, Post, Query, Truncate};
use losant::types::{
    AdvancedQuery, DataTableRow, DataTableRowInsert, DataTableRowInsertResult, DataTableRowInsertResultCount,
    DataTableRows, DataTableRowsDelete, ObjectId, SortOrder, Success,
};
use serde_json::Value;

use super::{change, index, not_evaluated, not_found};
use crate::answer::{broken, success};
use crate::store::{Store, order, selects};

const KIND: &str = "row";

/// The parameters of a list that the store evaluates.
const LISTED: [&str; 4] = ["sortColumn", "sortDirection", "limit", "offset"];

/// How many rows are listed, and how.
struct Listing<'r> {
    table: (&'r ObjectId, &'r ObjectId),
    query: Option<&'r AdvancedQuery>,
    sort: (Option<&'r str>, Option<&'r SortOrder>),
    limit: Option<&'r Integer>,
    offset: Option<&'r Integer>,
}

pub fn list(store: &mut Store, request: &Get) -> Response<Bytes> {
    let listing = Listing {
        table: (&request.application_id, &request.data_table_id),
        query: None,
        sort: (request.sort_column.as_deref(), request.sort_direction.as_ref()),
        limit: request.limit.as_ref(),
        offset: request.offset.as_ref(),
    };
    listed(store, request, &listing)
}

pub fn query(store: &mut Store, request: &Query) -> Response<Bytes> {
    let listing = Listing {
        table: (&request.application_id, &request.data_table_id),
        query: request.body.as_ref(),
        sort: (request.sort_column.as_deref(), request.sort_direction.as_ref()),
        limit: request.limit.as_ref(),
        offset: request.offset.as_ref(),
    };
    listed(store, request, &listing)
}

pub fn insert(store: &mut Store, request: &Post) -> Response<Bytes> {
    let (application, table) = (&request.application_id, &request.data_table_id);
    let result = match &request.body {
        DataTableRowInsert::Array(rows) => {
            let inserted = rows.iter().map(|row| store.rows.insert(application, table, row));
            inserted.collect::<Result<Vec<DataTableRow>, _>>().map(|rows| {
                let count = DataTableRowInsertResultCount::new()
                    .maybe_created_at(rows.first().and_then(|row| row.created_at.clone()))
                    .count(rows.len())
                    .row_ids(rows.into_iter().filter_map(|row| row.id));
                DataTableRowInsertResult::Count(count)
            })
        }
        row => {
            let row = store.rows.insert(application, table, row);
            row.map(DataTableRowInsertResult::DataTableRow)
        }
    };
    match result {
        Ok(result) => success::<Post>(StatusCode::CREATED, &result),
        Err(error) => broken(&error),
    }
}

pub fn delete_selected(store: &mut Store, request: &Delete) -> Response<Bytes> {
    if let Some(answer) = not_evaluated(request, &[]) {
        return answer;
    }
    let rows = store.rows.of(&request.application_id, &request.data_table_id);
    let before = rows.len();
    match selected(rows, request.body.as_ref(), false) {
        Ok(left) => {
            let removed = DataTableRowsDelete::new().removed(before.saturating_sub(left.len()));
            *rows = left;
            success::<Delete>(StatusCode::OK, &removed)
        }
        Err(error) => broken(&error),
    }
}

pub fn truncate(store: &mut Store, request: &Truncate) -> Response<Bytes> {
    store.rows.of(&request.application_id, &request.data_table_id).clear();
    success::<Truncate>(StatusCode::OK, &Success::new().success())
}

pub fn get(store: &mut Store, request: &row::Get) -> Response<Bytes> {
    let rows = store.rows.of(&request.application_id, &request.data_table_id);
    match position(rows, &request.row_id).and_then(|position| rows.get(position)) {
        Some(row) => success::<row::Get>(StatusCode::OK, row),
        None => not_found::<row::Get>(KIND, request.row_id.as_str()),
    }
}

pub fn patch(store: &mut Store, request: &row::Patch) -> Response<Bytes> {
    let rows = store.rows.of(&request.application_id, &request.data_table_id);
    let stored = position(rows, &request.row_id).and_then(|position| rows.get_mut(position));
    change::<row::Patch, _>(stored, &request.body, (KIND, request.row_id.as_str()))
}

pub fn delete(store: &mut Store, request: &row::Delete) -> Response<Bytes> {
    let rows = store.rows.of(&request.application_id, &request.data_table_id);
    match position(rows, &request.row_id) {
        Some(position) => {
            rows.remove(position);
            success::<row::Delete>(StatusCode::OK, &Success::new().success())
        }
        None => not_found::<row::Delete>(KIND, request.row_id.as_str()),
    }
}

fn listed<E: Endpoint<Response = DataTableRows>>(
    store: &mut Store,
    request: &E,
    listing: &Listing<'_>,
) -> Response<Bytes> {
    if let Some(answer) = not_evaluated(request, &LISTED) {
        return answer;
    }
    let (application, table) = listing.table;
    match sorted(store.rows.of(application, table), listing) {
        Ok(rows) => {
            let total = rows.len();
            let limit = index(listing.limit).unwrap_or(1000);
            let offset = index(listing.offset).unwrap_or(0);
            let items: Vec<DataTableRow> = rows.into_iter().skip(offset).take(limit).collect();
            let rows = DataTableRows::new()
                .count(items.len())
                .items(items)
                .total_count(total)
                .limit(limit)
                .offset(offset)
                .data_table_id(table.clone())
                .application_id(application.clone());
            success::<E>(StatusCode::OK, &rows)
        }
        Err(error) => broken(&error),
    }
}

/// The rows of a listing, sorted by a column, otherwise in the order of their insertion.
fn sorted(rows: &[DataTableRow], listing: &Listing<'_>) -> Result<Vec<DataTableRow>, serde_json::Error> {
    let mut rows = selected(rows, listing.query, true)?;
    let (column, direction) = listing.sort;
    if let Some(column) = column {
        let value = |row: &DataTableRow| serde_json::to_value(row).ok()?.get(column).cloned();
        rows.sort_by(|one, other| match (value(one), value(other)) {
            (Some(one), Some(other)) => order(&one, &other).unwrap_or(Ordering::Equal),
            (one, other) => one.is_some().cmp(&other.is_some()),
        });
    }
    if direction == Some(&SortOrder::Desc) {
        rows.reverse();
    }
    Ok(rows)
}

/// The rows that a query selects, or those that it does not select. Without a query, all rows are selected.
fn selected(
    rows: &[DataTableRow],
    query: Option<&AdvancedQuery>,
    wanted: bool,
) -> Result<Vec<DataTableRow>, serde_json::Error> {
    let query = query.map_or(Ok(Value::Object(serde_json::Map::new())), serde_json::to_value)?;
    let mut found = Vec::new();
    for row in rows {
        if selects(&query, &serde_json::to_value(row)?) == wanted {
            found.push(row.clone());
        }
    }
    Ok(found)
}

fn position(rows: &[DataTableRow], id: &ObjectId) -> Option<usize> {
    let is_it = |row: &DataTableRow| {
        let known = row.id.as_ref();
        known.is_some_and(|known| known.as_str().eq_ignore_ascii_case(id.as_str()))
    };
    rows.iter().position(is_it)
}
