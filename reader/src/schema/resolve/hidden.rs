//! The schemas whose values are secret: those with `format: password` or `writeOnly: true`.

use super::SchemaSet;
use crate::input::by_id::ById;
use crate::schema::keywords::SchemaId;

impl SchemaSet {
    /// Finds the schemas whose values are secret, or contain secret values.
    pub(super) fn find_hidden(&mut self) {
        let is_noted = |id: SchemaId| {
            let notes = &self.keywords(id).notes;
            notes.password || notes.write_only
        };
        let noted: Vec<SchemaId> = self.schemas.ids().filter(|id| is_noted(*id)).collect();
        // A schema is about the same value as the target of its reference, and as its parts.
        let same = |id: SchemaId| {
            let keywords = self.keywords(id);
            let target = keywords.reference.as_ref().and_then(|reference| reference.target);
            match &keywords.reference {
                Some(_) => target.into_iter().collect(),
                None => keywords.all_of.clone(),
            }
        };
        let inside = |id: SchemaId| {
            self.keywords(id)
                .children()
                .into_iter()
                .map(|(_, child)| child)
                .collect()
        };
        let hidden = self.users_of(&noted, same);
        let contains_hidden = self.users_of(&noted, inside);
        self.hidden = hidden;
        self.contains_hidden = contains_hidden;
    }

    /// Returns some schemas, and all those that lead to them.
    fn users_of(&self, wanted: &[SchemaId], leads_to: impl Fn(SchemaId) -> Vec<SchemaId>) -> ById<SchemaId, bool> {
        let mut users: ById<SchemaId, Vec<SchemaId>> = ById::same(&self.schemas, Vec::new());
        for id in self.schemas.ids() {
            for target in leads_to(id) {
                users[target].push(id);
            }
        }
        let mut found = ById::same(&self.schemas, false);
        let mut waiting = wanted.to_vec();
        while let Some(id) = waiting.pop() {
            if !std::mem::replace(&mut found[id], true) {
                waiting.extend(&users[id]);
            }
        }
        found
    }

    /// Whether the value of a schema is secret: by the schema, by the target of its reference, or by a part of it.
    pub fn is_hidden(&self, id: SchemaId) -> bool {
        self.hidden[id]
    }

    /// Whether the values of a schema may contain secret values, at any depth.
    pub fn contains_hidden(&self, id: SchemaId) -> bool {
        self.contains_hidden[id]
    }
}
