//! Actions whose response is a page of a longer list.

use core::fmt;
use std::collections::HashSet;

use serde_core::Serialize;

use super::response_header::HeaderSource;
use super::{Endpoint, JsonTextError};
use crate::exact::FastCheck;
use crate::wire::{Written, from_slice};

/// An action whose successful response is a page: a part of a longer list. The description says how the next page is
/// requested ([`Pagination`]).
pub trait PagedEndpoint: Endpoint {
    /// The type of an item.
    type Item;

    /// How the next page is requested.
    const PAGINATION: Pagination;

    /// Returns the items of a page.
    fn items(page: Self::Response) -> Vec<Self::Item>;

    /// Returns the number of items of a page.
    fn count(page: &Self::Response) -> usize;

    /// Returns a value of a page as text; `None` if it is absent, `null` or not documented.
    #[inline]
    fn page_value(page: &Self::Response, value: PageValue) -> Option<String> {
        let _ = (page, value);
        None
    }

    /// Returns the value of the parameter that selects the page, if the request has one.
    #[inline]
    fn position(&self) -> Option<String> {
        None
    }

    /// Sets the parameter that selects the page.
    ///
    /// # Errors
    /// If the parameter has another type.
    #[inline]
    fn set_position(&mut self, position: &str) -> Result<(), JsonTextError> {
        let _ = position;
        Ok(())
    }
}

/// How the next page of a list is requested.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Pagination {
    /// With the number of the page.
    #[non_exhaustive]
    Page {
        /// The number of the first page.
        first: i64,
    },
    /// With the number of items before the page.
    #[non_exhaustive]
    Offset,
    /// With a value of the page before.
    #[non_exhaustive]
    Cursor,
    /// At a URL in the body of the page before.
    #[non_exhaustive]
    NextLink,
    /// At a URL in the header `Link` of the page before (RFC 8288).
    #[non_exhaustive]
    LinkHeader {
        /// The relation of the link.
        relation: &'static str,
    },
}

impl Pagination {
    /// Creates [`Page`](Self::Page) with the number of the first page.
    #[inline]
    pub const fn page(first: i64) -> Self {
        Self::Page { first }
    }

    /// Creates [`Offset`](Self::Offset).
    #[inline]
    pub const fn offset() -> Self {
        Self::Offset
    }

    /// Creates [`Cursor`](Self::Cursor).
    #[inline]
    pub const fn cursor() -> Self {
        Self::Cursor
    }

    /// Creates [`NextLink`](Self::NextLink).
    #[inline]
    pub const fn next_link() -> Self {
        Self::NextLink
    }

    /// Creates [`LinkHeader`](Self::LinkHeader) with the relation of the link.
    #[inline]
    pub const fn link_header(relation: &'static str) -> Self {
        Self::LinkHeader { relation }
    }
}

/// A value of a page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum PageValue {
    /// The cursor or the URL of the next page.
    Next,
    /// The number of items of the whole list.
    Total,
    /// The number of pages of the whole list.
    Pages,
    /// Whether there are more pages.
    More,
}

/// What follows a page.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum NextPage {
    /// [`Pager::request`] requests the next page.
    Request,
    /// The request has to be sent to this URL, which may be relative. It must not be sent to another host: it would get
    /// the credentials.
    Link(String),
    /// The page was the last one.
    End,
}

/// Follows the pages of a list, independent of any HTTP client.
#[derive(Debug, Clone)]
pub struct Pager<E> {
    request: E,
    /// The cursors and links so far.
    seen: HashSet<String>,
    /// The number of items so far, if the list is read from its start.
    received: Option<u64>,
    /// How many pages in a row had no items.
    empty: usize,
    /// The page before, if nothing else tells that pages repeat.
    before: Option<String>,
}

impl<E: PagedEndpoint> Pager<E> {
    /// How many pages in a row may have no items although another page follows.
    pub const EMPTY_PAGES: usize = 100;

    /// Starts with the page that a request selects.
    #[inline]
    pub fn new(request: E) -> Self {
        let position = request.position();
        let is_start = match E::PAGINATION {
            Pagination::Page { first } => position.is_none_or(|position| position.parse() == Ok(first)),
            Pagination::Offset => position.is_none_or(|position| position == "0"),
            Pagination::Cursor | Pagination::NextLink | Pagination::LinkHeader { .. } => position.is_none(),
        };
        Self {
            seen: request.position().into_iter().collect(),
            request,
            received: is_start.then_some(0),
            empty: 0,
            before: None,
        }
    }

    /// Returns the request for the next page. A page at a link has the same headers, at another URL.
    #[inline]
    pub fn request(&self) -> &E {
        &self.request
    }

    /// Takes note of a page, with the headers of its response.
    ///
    /// # Errors
    /// [`PageError`] if the pages would never end.
    #[inline]
    pub fn advance(&mut self, page: &E::Response, headers: &impl HeaderSource) -> Result<NextPage, PageError> {
        let count = E::count(page);
        self.received = self.received.map(|received| received.saturating_add(count as u64));
        self.empty = if count == 0 { self.empty + 1 } else { 0 };
        let value = |value| E::page_value(page, value);
        if value(PageValue::More).as_deref() == Some("false") {
            return Ok(NextPage::End);
        }
        let total = value(PageValue::Total).and_then(|total| total.parse::<u64>().ok());
        if let (Some(received), Some(total)) = (self.received, total)
            && received >= total
        {
            return Ok(NextPage::End);
        }
        let total_ends = total.is_some() && self.received.is_some();
        match E::PAGINATION {
            Pagination::Page { first } => {
                let number = self.number(first)?;
                let pages = value(PageValue::Pages).and_then(|pages| pages.parse::<i64>().ok());
                let is_last = pages.is_some_and(|pages| number.saturating_sub(first) >= pages.saturating_sub(1));
                if is_last || count == 0 {
                    return Ok(NextPage::End);
                }
                if !total_ends && pages.is_none() {
                    self.assert_differs(page)?;
                }
                self.go_to(&number.saturating_add(1).to_string())
            }
            Pagination::Offset => {
                if count == 0 {
                    return Ok(NextPage::End);
                }
                if !total_ends {
                    self.assert_differs(page)?;
                }
                let offset = self.number(0)?;
                self.go_to(&offset.saturating_add_unsigned(count as u64).to_string())
            }
            Pagination::Cursor => match self.next(value(PageValue::Next), PageError::RepeatedCursor)? {
                Some(cursor) => self.go_to(&cursor),
                None => Ok(NextPage::End),
            },
            Pagination::NextLink => self.link(value(PageValue::Next)),
            Pagination::LinkHeader { relation } => {
                let links = headers.text("link");
                self.link(links.and_then(|links| linked(&links, relation)))
            }
        }
    }

    /// Returns the number that selects the current page.
    #[inline]
    fn number(&self, first: i64) -> Result<i64, PageError> {
        match self.request.position() {
            None => Ok(first),
            Some(position) => position.parse().map_err(|_| PageError::Position),
        }
    }

    /// Rejects a page that is the same as the one before it: the API ignores the parameter.
    #[inline]
    fn assert_differs(&mut self, page: &E::Response) -> Result<(), PageError> {
        let text = serde_json::to_string(&Shown(page)).map_err(|_| PageError::Position)?;
        if self.before.as_ref() == Some(&text) {
            return Err(PageError::RepeatedPage);
        }
        self.before = Some(text);
        Ok(())
    }

    #[inline]
    fn link(&mut self, link: Option<String>) -> Result<NextPage, PageError> {
        let link = self.next(link, PageError::RepeatedLink)?;
        Ok(link.map_or(NextPage::End, NextPage::Link))
    }

    /// Returns a cursor or a link, unless it is empty.
    #[inline]
    fn next(&mut self, next: Option<String>, repeated: PageError) -> Result<Option<String>, PageError> {
        let Some(next) = next.filter(|next| !next.is_empty()) else {
            return Ok(None);
        };
        if self.empty >= Self::EMPTY_PAGES {
            return Err(PageError::EmptyPages { pages: self.empty });
        }
        if !self.seen.insert(next.clone()) {
            return Err(repeated);
        }
        Ok(Some(next))
    }

    #[inline]
    fn go_to(&mut self, position: &str) -> Result<NextPage, PageError> {
        self.request.set_position(position).map_err(|_| PageError::Position)?;
        Ok(NextPage::Request)
    }
}

/// A page as JSON.
struct Shown<'p, P>(&'p P);

impl<P: super::Payload> Serialize for Shown<'_, P> {
    #[inline]
    fn serialize<S: serde_core::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.0.show(serializer)
    }
}

/// Returns the target of the first link with a relation in a header `Link` (RFC 8288, 3).
#[inline]
fn linked(header: &str, relation: &str) -> Option<String> {
    let mut rest = header;
    while let Some((_, after)) = rest.split_once('<') {
        let (target, after) = after.split_once('>')?;
        let (mut parameters, next) = after.split_at(unquoted(',', after));
        rest = next;
        while !parameters.is_empty() {
            let (parameter, more) = parameters.split_at(unquoted(';', parameters));
            if is_rel(parameter, relation) {
                return Some(target.trim().to_owned());
            }
            parameters = more.strip_prefix(';').unwrap_or_default();
        }
    }
    None
}

/// Whether a parameter of a link is its relation.
#[inline]
fn is_rel(parameter: &str, relation: &str) -> bool {
    let Some((name, value)) = parameter.split_once('=') else {
        return false;
    };
    let mut relations = value.trim().trim_matches('"').split_ascii_whitespace();
    name.trim().eq_ignore_ascii_case("rel") && relations.any(|one| one.eq_ignore_ascii_case(relation))
}

/// Returns where a separator stands that is not quoted, or the end.
#[inline]
fn unquoted(separator: char, parameters: &str) -> usize {
    let (mut is_quoted, mut is_escaped) = (false, false);
    for (at, c) in parameters.char_indices() {
        match c {
            _ if is_escaped => is_escaped = false,
            '\\' if is_quoted => is_escaped = true,
            '"' => is_quoted = !is_quoted,
            c if c == separator && !is_quoted => return at,
            _ => {}
        }
    }
    parameters.len()
}

/// Why the pages of a list cannot be followed.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum PageError {
    /// The API sent a cursor again, so the pages would never end.
    RepeatedCursor,
    /// The API sent a link to the next page again, so the pages would never end.
    RepeatedLink,
    /// The API sent the same page again: it ignores the parameter that selects the page.
    RepeatedPage,
    /// Too many pages in a row have no items, although another page follows each.
    EmptyPages {
        /// How many.
        pages: usize,
    },
    /// The cursor or the number of a page does not have the type of the parameter.
    Position,
}

impl fmt::Display for PageError {
    #[inline]
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::RepeatedCursor => f.write_str("the API sent a cursor twice, so its pages would never end"),
            Self::RepeatedLink => {
                f.write_str("the API sent a link to the next page twice, so its pages would never end")
            }
            Self::RepeatedPage => {
                f.write_str("the API sent a page twice: it ignores the parameter that selects the page")
            }
            Self::EmptyPages { pages } => write!(
                f,
                "{pages} pages in a row have no items, although another page follows each"
            ),
            Self::Position => f.write_str("the position of the next page does not have the type of its parameter"),
        }
    }
}

impl core::error::Error for PageError {}

/// Returns a value of a page or a parameter as text; for generated code.
#[doc(hidden)]
#[inline]
pub fn position_text<T: FastCheck>(value: &T) -> Option<String> {
    let text = serde_json::to_string(&Written(value)).ok()?;
    match text.as_str() {
        "null" => None,
        quoted if quoted.starts_with('"') => serde_json::from_str(quoted).ok(),
        _ => Some(text),
    }
}

/// Parses the value of a parameter that selects a page: a literal, or a string; for generated code.
#[doc(hidden)]
#[inline]
pub fn position_value<T: FastCheck>(text: &str, is_string: bool) -> Result<T, JsonTextError> {
    if is_string {
        from_slice(serde_json::to_string(text)?.as_bytes())
    } else {
        from_slice(text.as_bytes())
    }
}

#[cfg(test)]
mod tests {
    use super::linked;

    #[test]
    fn the_link_with_the_relation_is_found() {
        for (header, expected) in [
            (
                "<https://a.test/?page=2>; rel=\"next\", <https://a.test/?page=9>; rel=\"last\"",
                Some("https://a.test/?page=2"),
            ),
            (
                "<?page=1>; rel=prev, <?page=3>; title=\"a, <b>; rel=next\"; REL=\"Last NEXT\"",
                Some("?page=3"),
            ),
            ("<?page=1>; title=\"a; rel=next\"; rel=prev", None),
            ("<?page=1>;rel=prev", None),
            ("<?page=1", None),
            ("", None),
        ] {
            assert_eq!(linked(header, "next").as_deref(), expected, "{header}");
        }
    }
}
