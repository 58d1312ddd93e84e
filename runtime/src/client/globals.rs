//! Parameters that belong to every action, of a client and of a single call.

use http::{HeaderMap, HeaderName, HeaderValue};
use reqwest::Url;
use typewright_core::endpoint::{Globals, Metadata, ParameterPlace, pairs};
use typewright_core::http::{RequestError, parameter_header};

/// Valid parameters, as they are sent.
#[derive(Debug, Clone, Default)]
pub(super) struct GlobalParameters {
    /// The decoded name of each pair of the query, and the pair.
    query: Vec<(String, String)>,
    headers: Vec<(HeaderName, HeaderValue)>,
}

impl GlobalParameters {
    /// Validates parameters.
    ///
    /// # Errors
    /// If one of them violates its schema, or is not a valid header.
    pub(super) fn of(parameters: &dyn Globals) -> Result<Self, RequestError> {
        parameters.validate().map_err(RequestError::Invalid)?;
        let query = parameters.query();
        let raw = query.split('&').filter(|pair| !pair.is_empty()).map(str::to_owned);
        let header =
            |(name, value): (&'static str, String)| parameter_header(name, &value).ok_or(RequestError::Header { name });
        Ok(Self {
            query: pairs(&query).map(|(name, _)| name).zip(raw).collect(),
            headers: parameters.headers().into_iter().map(header).collect::<Result<_, _>>()?,
        })
    }

    /// Returns these parameters with those of a call in place of those of the same names.
    pub(super) fn with(&self, call: Self) -> Self {
        let is_kept_pair = |name: &str| call.query.iter().all(|(other, _)| other != name);
        let is_kept_header = |name: &HeaderName| call.headers.iter().all(|(other, _)| other != name);
        let query = self.query.iter().filter(|(name, _)| is_kept_pair(name)).cloned();
        let headers = self.headers.iter().filter(|(name, _)| is_kept_header(name)).cloned();
        Self {
            query: query.chain(call.query.iter().cloned()).collect(),
            headers: headers.chain(call.headers.iter().cloned()).collect(),
        }
    }

    /// Adds the parameters to a request, other than those that the action has itself.
    pub(super) fn apply(&self, action: &Metadata, url: &mut Url, headers: &mut HeaderMap) {
        let mut query = url.query().unwrap_or_default().to_owned();
        for (name, pair) in &self.query {
            let mut own = action.parameters_in(ParameterPlace::Query);
            if own.any(|own| own.name == name) {
                continue;
            }
            if !query.is_empty() {
                query.push('&');
            }
            query.push_str(pair);
        }
        if !query.is_empty() {
            url.set_query(Some(&query));
        }
        for (name, value) in &self.headers {
            let mut own = action.parameters_in(ParameterPlace::Header);
            if own.any(|own| own.name.eq_ignore_ascii_case(name.as_str())) {
                continue;
            }
            headers.insert(name.clone(), value.clone());
        }
    }
}
