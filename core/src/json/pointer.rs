//! JSON Pointers (RFC 6901).

use super::Json;

impl Json {
    /// Returns the value at a JSON Pointer.
    ///
    /// ```
    /// use typewright_runtime::json::Json;
    ///
    /// let json = Json::parse(r#"{"a/b": [1, 2]}"#)?;
    /// assert_eq!(json.pointer("/a~1b/1"), Some(&Json::from(2)));
    /// assert_eq!(json.pointer(""), Some(&json));
    /// # Ok::<(), typewright_runtime::json::JsonError>(())
    /// ```
    pub fn pointer(&self, pointer: &str) -> Option<&Json> {
        if pointer.is_empty() {
            return Some(self);
        }
        let tokens = pointer.strip_prefix('/')?.split('/');
        tokens.map(unescape).try_fold(self, |json, token| match json {
            Json::Object(object) => object.get(&token),
            Json::Array(array) => array.get(array_index(&token)?),
            _ => None,
        })
    }
}

/// Appends a step to a JSON Pointer: the name of a property, or an index.
pub fn push(pointer: &mut String, step: &str) {
    pointer.push('/');
    if step.contains(['~', '/']) {
        pointer.push_str(&escape(step));
    } else {
        pointer.push_str(step);
    }
}

/// Returns the name of a property as it stands in a JSON Pointer.
pub fn escape(name: &str) -> String {
    name.replace('~', "~0").replace('/', "~1")
}

/// Returns the name of the property that a step of a JSON Pointer stands for.
pub fn unescape(step: &str) -> String {
    step.replace("~1", "/").replace("~0", "~")
}

/// Only the canonical form is valid: `01` and `+1` match no item.
fn array_index(token: &str) -> Option<usize> {
    let plain = token == "0" || token.starts_with(|first| matches!(first, '1'..='9'));
    token.parse().ok().filter(|_| plain)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pointers_follow_the_rfc() {
        let json = Json::parse(r#"{"": 0, "a": [10, {"~1": 11}], "m~n": 8, "/": 9}"#).unwrap();
        for (pointer, number) in [("/", 0), ("/a/0", 10), ("/a/1/~01", 11), ("/m~0n", 8), ("/~1", 9)] {
            assert_eq!(json.pointer(pointer), Some(&Json::from(number)), "{pointer}");
        }
        for pointer in ["a", "/a/00", "/a/+1", "/a/2", "/a/-", "/b", "//", "/a/0/x"] {
            assert_eq!(json.pointer(pointer), None, "{pointer}");
        }
    }
}
