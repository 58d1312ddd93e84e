//! What a property of a struct means in the places that share the struct: equal inline schemas are one type, although their
//! authors may have described them differently.

use std::collections::HashSet;
use std::rc::Rc;

use crate::emit::docs;
use crate::emit::rust_type::Scope;
use crate::model::shape::{DefinitionId, Field, Use};
use crate::schema::keywords::SchemaId;
use crate::schema::resolve::SchemaSet;

/// What a property means.
pub struct Meaning<'s> {
    /// The distinct descriptions.
    pub texts: Vec<&'s str>,
    /// Where it means that: the name of a type, or a path of properties.
    pub place: String,
}

/// Returns what a property of a struct means, if it is described: once for each place where that differs.
pub fn meanings<'s>(id: DefinitionId, field: &Field, set: &'s SchemaSet, scope: &Scope<'_>) -> Vec<Meaning<'s>> {
    let mut uses = scope.uses_of(id);
    if let (Some((name, [_])), None) = (uses.next(), uses.next()) {
        let meaning = Meaning {
            texts: descriptions(&field.schemas(), field, set),
            place: name.to_owned(),
        };
        return [meaning]
            .into_iter()
            .filter(|meaning| !meaning.texts.is_empty())
            .collect();
    }
    let mut meanings: Vec<Meaning<'_>> = Vec::new();
    for (name, uses) in scope.uses_of(id) {
        let mut of_name: Vec<Meaning<'_>> = Vec::new();
        for used in uses {
            let texts = descriptions(&schemas_of(used.schema, field, set), field, set);
            if !texts.is_empty() && of_name.iter().all(|known| known.texts != texts) {
                let place = path(used);
                of_name.push(Meaning { texts, place });
            }
        }
        if let [only] = &mut of_name[..] {
            name.clone_into(&mut only.place);
        }
        of_name.retain(|new| meanings.iter().all(|known| known.texts != new.texts));
        meanings.extend(of_name);
    }
    meanings
}

/// The descriptions of the fields of a struct, each with the index of its field.
pub type Known = HashSet<(usize, String)>;

/// Returns all descriptions of the fields of a struct.
pub fn known(id: DefinitionId, fields: &[Field], set: &SchemaSet, scope: &Scope<'_>) -> Rc<Known> {
    scope.known_descriptions(id, || {
        let fields = fields.iter().enumerate();
        let texts = fields.flat_map(|(index, field)| {
            let meanings = meanings(id, field, set, scope).into_iter();
            let texts = meanings.flat_map(|meaning| meaning.texts);
            texts.map(move |text| (index, text.to_owned())).collect::<Vec<_>>()
        });
        texts.collect()
    })
}

/// Returns the schemas of a property in a schema that is equivalent to that of the struct.
fn schemas_of(schema: SchemaId, field: &Field, set: &SchemaSet) -> Vec<SchemaId> {
    let parts = set.gathered(schema).into_iter();
    let properties = parts.flat_map(|part| &set.keywords(part).object.properties);
    let properties = properties.filter(|(name, _)| *name == field.wire);
    properties.map(|(_, schema)| *schema).collect()
}

/// Returns the distinct descriptions of a property in some schemas. Those of the schemas that it refers to are used only if it
/// has none.
pub fn descriptions<'s>(schemas: &[SchemaId], field: &Field, set: &'s SchemaSet) -> Vec<&'s str> {
    let described = |schema: SchemaId| set.keywords(schema).notes.description.as_deref();
    let named = |schema: SchemaId| described(schema).or(set.keywords(schema).notes.title.as_deref());
    let distinct = |texts: Vec<Option<&'s str>>| {
        let mut distinct: Vec<&str> = Vec::new();
        for text in texts.into_iter().flatten() {
            if docs::says_more(text, &field.wire) && !distinct.contains(&text) {
                distinct.push(text);
            }
        }
        distinct
    };
    let in_place = schemas.iter().flat_map(|schema| set.in_place(*schema));
    let own = in_place.map(|part| {
        if schemas.contains(&part) {
            named(part)
        } else {
            described(part)
        }
    });
    let own = distinct(own.collect());
    if !own.is_empty() {
        return own;
    }
    distinct(schemas.iter().map(|schema| named(set.deref(*schema))).collect())
}

fn path(used: &Use) -> String {
    let words: Vec<String> = used.path.words(false).into_iter().map(|(word, _)| word).collect();
    words.join(".")
}
