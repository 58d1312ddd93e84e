//! JSON objects.

use std::collections::HashMap;
use std::fmt;
use std::hash::{Hash, Hasher};

use super::Json;

/// From this number of properties, keys are looked up in an index.
const INDEXED: usize = 16;

/// A JSON object: properties in the order in which they were written, with unique keys.
///
/// Two objects with the same properties are equal, regardless of their order.
///
/// ```
/// use typewright_runtime::json::{Json, JsonObject};
///
/// let mut object = JsonObject::new();
/// object.insert("b", 1);
/// object.insert("a", true);
/// assert_eq!(object.get("a"), Some(&Json::Bool(true)));
/// assert_eq!(Json::from(object).to_string(), r#"{"b":1,"a":true}"#);
/// ```
#[derive(Clone, Default)]
pub struct JsonObject {
    entries: Vec<(String, Json)>,
    /// The position of each key in `entries`, if there are many.
    #[expect(clippy::box_collection, reason = "most objects have none, and `Json` stays small")]
    index: Option<Box<HashMap<String, usize>>>,
}

/// An iterator over the properties of an object in order, created by [`JsonObject::iter`].
pub type Properties<'a> =
    std::iter::Map<std::slice::Iter<'a, (String, Json)>, fn(&'a (String, Json)) -> (&'a str, &'a Json)>;

impl JsonObject {
    /// Creates an object without properties.
    pub fn new() -> JsonObject {
        JsonObject::default()
    }

    /// Returns the number of properties.
    pub fn len(&self) -> usize {
        self.entries.len()
    }

    /// Whether there are no properties.
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// Returns the value of a property.
    pub fn get(&self, key: &str) -> Option<&Json> {
        let (_, value) = self.entries.get(self.position(key)?)?;
        Some(value)
    }

    /// Returns a mutable reference to the value of a property.
    pub fn get_mut(&mut self, key: &str) -> Option<&mut Json> {
        let position = self.position(key)?;
        let (_, value) = self.entries.get_mut(position)?;
        Some(value)
    }

    /// Whether the object has a property with this key.
    pub fn contains_key(&self, key: &str) -> bool {
        self.position(key).is_some()
    }

    /// Sets a property, and returns its previous value. A new property is added at the end; an existing one keeps its
    /// position.
    pub fn insert(&mut self, key: impl Into<String>, value: impl Into<Json>) -> Option<Json> {
        self.set(key.into(), value.into())
    }

    /// Removes a property. The properties after it move up, in linear time.
    pub fn remove(&mut self, key: &str) -> Option<Json> {
        let position = self.position(key)?;
        let (_, value) = self.entries.remove(position);
        if let Some(index) = &mut self.index {
            index.remove(key);
            index.values_mut().filter(|at| **at > position).for_each(|at| *at -= 1);
        }
        Some(value)
    }

    /// Returns an iterator over the properties in order.
    pub fn iter(&self) -> Properties<'_> {
        self.entries.iter().map(|(key, value)| (key, value))
    }

    /// Returns an iterator over the properties in order, with mutable values.
    pub fn iter_mut(&mut self) -> impl DoubleEndedIterator<Item = (&str, &mut Json)> {
        self.entries.iter_mut().map(|(key, value)| (key.as_str(), value))
    }

    /// Returns an iterator over the keys in order.
    pub fn keys(&self) -> impl DoubleEndedIterator<Item = &str> + ExactSizeIterator {
        self.entries.iter().map(|(key, _)| key.as_str())
    }

    /// Returns an iterator over the values in order.
    pub fn values(&self) -> impl DoubleEndedIterator<Item = &Json> + ExactSizeIterator {
        self.entries.iter().map(|(_, value)| value)
    }

    fn set(&mut self, key: String, value: Json) -> Option<Json> {
        if let Some(old) = self.get_mut(&key) {
            return Some(std::mem::replace(old, value));
        }
        let position = self.entries.len();
        if position == INDEXED && self.index.is_none() {
            let keys = self.entries.iter().map(|(key, _)| key.clone());
            self.index = Some(Box::new(keys.zip(0..).collect()));
        }
        if let Some(index) = &mut self.index {
            index.insert(key.clone(), position);
        }
        self.entries.push((key, value));
        None
    }

    fn position(&self, key: &str) -> Option<usize> {
        match &self.index {
            Some(index) => index.get(key).copied(),
            None => self.entries.iter().position(|(at, _)| at == key),
        }
    }
}

impl PartialEq for JsonObject {
    fn eq(&self, other: &JsonObject) -> bool {
        self.len() == other.len() && self.iter().all(|(key, value)| other.get(key) == Some(value))
    }
}

impl Eq for JsonObject {}

impl Hash for JsonObject {
    fn hash<H: Hasher>(&self, state: &mut H) {
        let mut entries: Vec<_> = self.entries.iter().collect();
        entries.sort_unstable_by(|(a, _), (b, _)| a.cmp(b));
        entries.hash(state);
    }
}

impl fmt::Debug for JsonObject {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_map().entries(self.iter()).finish()
    }
}

impl<K: Into<String>, V: Into<Json>> FromIterator<(K, V)> for JsonObject {
    fn from_iter<I: IntoIterator<Item = (K, V)>>(entries: I) -> JsonObject {
        let mut object = JsonObject::new();
        object.extend(entries);
        object
    }
}

impl<K: Into<String>, V: Into<Json>> Extend<(K, V)> for JsonObject {
    fn extend<I: IntoIterator<Item = (K, V)>>(&mut self, entries: I) {
        for (key, value) in entries {
            self.set(key.into(), value.into());
        }
    }
}

impl<'a> IntoIterator for &'a JsonObject {
    type Item = (&'a str, &'a Json);
    type IntoIter = Properties<'a>;

    fn into_iter(self) -> Properties<'a> {
        self.iter()
    }
}

impl IntoIterator for JsonObject {
    type Item = (String, Json);
    type IntoIter = std::vec::IntoIter<(String, Json)>;

    fn into_iter(self) -> Self::IntoIter {
        self.entries.into_iter()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashSet;

    fn numbered(count: usize) -> JsonObject {
        (0..count).map(|i| (format!("k{i}"), i)).collect()
    }

    #[test]
    fn properties_keep_their_order_and_place() {
        let mut object = numbered(40);
        assert_eq!(object.insert("k3", "new"), Some(Json::from(3)));
        assert_eq!(object.remove("k5"), Some(Json::from(5)));
        assert_eq!(object.remove("k5"), None);
        object.insert("k5", 5);
        let mut keys: Vec<_> = (0..40).filter(|i| *i != 5).map(|i| format!("k{i}")).collect();
        keys.push("k5".into());
        assert!(object.keys().eq(keys.iter()));
        for key in &keys {
            assert!(object.contains_key(key));
        }
        assert_eq!(object.get("k3"), Some(&Json::from("new")));
        assert_eq!(object.get("k39"), Some(&Json::from(39)));
    }

    #[test]
    fn order_does_not_matter_to_equality_or_hash() {
        for count in [0, 1, 5, 16, 17, 100] {
            let object = numbered(count);
            let reversed: JsonObject = numbered(count).into_iter().rev().collect();
            let set: HashSet<_> = [object.clone(), reversed.clone()].into();
            assert_eq!(object, reversed);
            assert_eq!(set.len(), 1);
        }
        assert_ne!(numbered(3), numbered(4));
    }

    #[test]
    fn an_object_emptied_below_the_index_still_works() {
        let mut object = numbered(20);
        for i in 0..20 {
            object.remove(&format!("k{i}"));
        }
        assert!(object.is_empty());
        for i in 0..20 {
            object.insert(format!("k{i}"), i);
        }
        assert_eq!(object, numbered(20));
    }
}
