//! Routing of a request to its action.

use super::pairs::pairs;
use super::{Endpoint, Metadata, ParameterPlace, ParameterStyle, Parts, Rejection};

/// All requests of an API as one type.
pub trait AnyRequest: Sized {
    /// The actions, in the order of the variants.
    const ENDPOINTS: &'static [&'static Metadata];

    /// Creates the typed request of the action with this index.
    ///
    /// # Errors
    /// See [`Endpoint::receive`]; also [`Rejection::UnknownPath`] if the index is out of range.
    fn receive(index: usize, parts: &Parts<'_>) -> Result<Self, Rejection>;

    /// Passes the request to a visitor as a value of its own type.
    fn visit<V: RequestVisitor>(self, visitor: V) -> V::Output;
}

/// A function that accepts the request of any action, such as one that forwards it to another server. A closure cannot be
/// generic, so it is a trait.
pub trait RequestVisitor {
    /// The result of the function.
    type Output;

    /// Calls the function.
    fn visit<E: Endpoint + Clone + Send + Sync + 'static>(self, request: E) -> Self::Output;
}

/// The action that a path belongs to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Route<'p> {
    /// The index of the action.
    pub index: usize,
    /// The names and values of the path parameters. The values are still percent-encoded.
    pub parameters: Vec<(&'static str, &'p str)>,
}

/// Finds the action for a method and a path. Pass the path with its query if the query distinguishes actions.
///
/// A literal segment takes precedence over a parameter, and a template with a query over one without. If the server of
/// an action has a path, the request path must start with it.
///
/// # Errors
/// [`Rejection::UnknownPath`] or [`Rejection::WrongMethod`].
#[inline]
pub fn route<'p>(endpoints: &[&'static Metadata], method: &str, target: &'p str) -> Result<Route<'p>, Rejection> {
    let (path, query) = target.split_once('?').unwrap_or((target, ""));
    let mut found: Option<(usize, Route<'p>)> = None;
    let mut allowed = Vec::new();
    for (index, endpoint) in endpoints.iter().enumerate() {
        let Some(parameters) = fit(endpoint, path) else {
            continue;
        };
        let Some(pairs) = fit_query(endpoint, query) else {
            continue;
        };
        if endpoint.method.as_str() != method {
            if !allowed.contains(&endpoint.method) {
                allowed.push(endpoint.method);
            }
            continue;
        }
        let is_better = found.as_ref().is_none_or(|(most, route)| {
            let fewest = route.parameters.len();
            parameters.len() < fewest || (parameters.len() == fewest && pairs > *most)
        });
        if is_better {
            found = Some((pairs, Route { index, parameters }));
        }
    }
    match found {
        Some((_, route)) => Ok(route),
        None if allowed.is_empty() => Err(Rejection::UnknownPath),
        None => Err(Rejection::WrongMethod { allowed }),
    }
}

/// Matches a path against a template. Returns the parameter values, still percent-encoded.
#[inline]
fn fit<'p>(endpoint: &'static Metadata, path: &'p str) -> Option<Vec<(&'static str, &'p str)>> {
    let path = path.strip_prefix(endpoint.server_path())?;
    let mut values = Vec::new();
    let mut segments = path.split('/');
    let template = endpoint.path.split('?').next().unwrap_or_default();
    for template in template.split('/') {
        fit_segment(endpoint, template, segments.next()?, &mut values)?;
    }
    segments.next().is_none().then_some(values)
}

/// The number of parts in the query of a template, if a query contains all of them.
#[inline]
fn fit_query(endpoint: &'static Metadata, query: &str) -> Option<usize> {
    let Some((_, wanted)) = endpoint.path.split_once('?') else {
        return Some(0);
    };
    let given: Vec<(String, String)> = pairs(query).collect();
    let mut count = 0;
    for pair in pairs(wanted) {
        count += 1;
        if !given.contains(&pair) {
            return None;
        }
    }
    Some(count)
}

/// Splits a segment of a path into the values of its parameters, as the server side does.
#[inline]
pub(super) fn split_segment<'p>(
    endpoint: &'static Metadata,
    template: &'static str,
    segment: &'p str,
) -> Option<Vec<(&'static str, &'p str)>> {
    let mut values = Vec::new();
    fit_segment(endpoint, template, segment, &mut values)?;
    Some(values)
}

/// Matches one segment, such as `{id}` or `{name}.json`. A parameter matches at least one character.
#[inline]
fn fit_segment<'p>(
    endpoint: &'static Metadata,
    mut template: &'static str,
    mut segment: &'p str,
    values: &mut Vec<(&'static str, &'p str)>,
) -> Option<()> {
    while let Some((before, rest)) = template.split_once('{') {
        let (name, rest) = rest.split_once('}')?;
        segment = segment.strip_prefix(before)?;
        // What introduces a value may also follow it.
        let start = usize::from(introduction(endpoint, name).is_some());
        // What follows the last parameter is the end of the segment, even if the value contains it, too.
        let end = match rest.split_once('{') {
            Some(("", next)) => end_before(endpoint, next, segment, start)?,
            Some((next, _)) => start + segment.get(start..)?.find(next)?,
            None => segment.strip_suffix(rest)?.len(),
        };
        let (value, left) = segment.split_at_checked(end)?;
        if value.is_empty() {
            return None;
        }
        values.push((name, value));
        (template, segment) = (rest, left);
    }
    (template == segment).then_some(())
}

/// The character with which the values of a path parameter begin.
#[inline]
fn introduction(endpoint: &'static Metadata, name: &str) -> Option<char> {
    let mut parameters = endpoint.parameters_in(ParameterPlace::Path);
    let parameter = parameters.find(|parameter| parameter.name == name)?;
    match parameter.style? {
        ParameterStyle::Label => Some('.'),
        ParameterStyle::Matrix => Some(';'),
        _ => None,
    }
}

/// Where a value ends if another parameter follows immediately: before what introduces the value of that one, else after
/// one character.
#[inline]
fn end_before(endpoint: &'static Metadata, next: &str, segment: &str, start: usize) -> Option<usize> {
    let (next, _) = next.split_once('}')?;
    if let Some(mark) = introduction(endpoint, next) {
        return Some(start + segment.get(start..)?.find(mark)?);
    }
    let rest = segment.get(start..)?;
    let escaped = rest.strip_prefix('%').and_then(|rest| rest.get(..2));
    let first = escaped.and_then(|digits| u8::from_str_radix(digits, 16).ok());
    let length = match first {
        // A character of several bytes is several escapes (RFC 3629, 3).
        Some(byte) => 3 * byte.leading_ones().clamp(1, 4) as usize,
        None => rest.chars().next()?.len_utf8(),
    };
    Some(start + length)
}

#[cfg(test)]
mod tests {
    use super::{Route, route};
    use crate::endpoint::{Metadata, Method, Rejection};

    const THINGS: &Metadata = &Metadata::new("thing.list", Method::Get, "https://example.com/v1", "/things");
    const THING: &Metadata = &Metadata::new("thing.get", Method::Get, "https://example.com/v1", "/things/{id}");
    const PATCH: &Metadata = &Metadata::new("thing.patch", Method::Patch, "https://example.com/v1", "/things/{id}");
    const COUNT: &Metadata = &Metadata::new("thing.count", Method::Get, "https://example.com/v1", "/things/count");
    const FILE: &Metadata = &Metadata::new("file.get", Method::Get, "https://example.com", "/{name}.{kind}/raw");
    const HERE: &Metadata = &Metadata::new("here.get", Method::Get, "/api/v2", "/here");
    const RULES: &Metadata = &Metadata::new(
        "thing.rules",
        Method::Get,
        "https://example.com/v1",
        "/things/{id}?rules",
    );
    const ENDED: &Metadata = &Metadata::new(
        "thing.ended",
        Method::Get,
        "https://example.com/v1",
        "/things/{id}?rules&at=the%20end",
    );
    const ALL: [&Metadata; 8] = [THINGS, THING, PATCH, COUNT, FILE, HERE, RULES, ENDED];

    fn found<'p>(method: &str, path: &'p str) -> Option<(usize, Vec<(&'static str, &'p str)>)> {
        let Route { index, parameters } = route(&ALL, method, path).ok()?;
        Some((index, parameters))
    }

    #[test]
    fn a_path_is_matched_to_its_template() {
        assert_eq!(found("GET", "/v1/things"), Some((0, vec![])));
        assert_eq!(found("PATCH", "/v1/things/a%2Fb"), Some((2, vec![("id", "a%2Fb")])));
        let file = vec![("name", "report"), ("kind", "pdf")];
        assert_eq!(found("GET", "/report.pdf/raw"), Some((4, file)));
        let twice = super::split_segment(FILE, "{name}.json", "a.json.json");
        assert_eq!(twice, Some(vec![("name", "a.json")]));
        assert_eq!(found("GET", "/api/v2/here"), Some((5, vec![])));
    }

    #[test]
    fn words_go_before_parameters() {
        assert_eq!(found("GET", "/v1/things/count"), Some((3, vec![])));
        assert_eq!(found("GET", "/v1/things/counts"), Some((1, vec![("id", "counts")])));
    }

    #[test]
    fn the_query_of_a_template_tells_actions_apart() {
        let id = || vec![("id", "a")];
        for (path, index) in [
            ("/v1/things/a", 1),
            ("/v1/things/a?", 1),
            ("/v1/things/a?rule&at=the%20end", 1),
            ("/v1/things/a?rules=no", 1),
            ("/v1/things/a?rules", 6),
            ("/v1/things/a?page=1&rules=", 6),
            ("/v1/things/a?at=the+end&rules", 7),
        ] {
            assert_eq!(found("GET", path), Some((index, id())), "{path}");
        }
        // A literal segment takes precedence over the query.
        assert_eq!(found("GET", "/v1/things/count?rules"), Some((3, vec![])));
    }

    #[test]
    fn what_is_no_path_of_the_api_is_turned_down() {
        for path in [
            "",
            "/",
            "/things",
            "/v1/things/",
            "/v1/things/a/b",
            "/v1//things/a",
            "/v1/thing",
            "/here",
        ] {
            assert!(
                matches!(route(&ALL, "GET", path), Err(Rejection::UnknownPath)),
                "{path}"
            );
        }
    }

    #[test]
    fn another_method_is_told_which_ones_there_are() {
        let Err(Rejection::WrongMethod { allowed }) = route(&ALL, "PUT", "/v1/things/a") else {
            panic!("PUT must be turned down");
        };
        assert_eq!(allowed, [Method::Get, Method::Patch]);
    }
}
