//! Calls typify, and handles definitions that typify does not support.

use std::collections::BTreeMap;

use schemars::schema::Schema;
use serde_json::{Value, json};
use typify::{TypeSpace, TypeSpaceSettings};

use super::convert::{Members, PlainType};
use crate::report::fault;

/// A definition that typify does not support.
#[derive(Debug)]
pub struct Fault {
    /// The index of the type.
    pub index: usize,
    /// The message of typify.
    pub message: String,
}

/// Emits the items of all types with typify. A type on which typify fails becomes a `serde_json::Value`.
pub fn run(types: &mut [PlainType]) -> (Vec<syn::Item>, Vec<Fault>) {
    run_with(types, typify)
}

type Definitions = BTreeMap<String, Value>;

fn run_with<T>(types: &mut [PlainType], backend: impl Fn(&Definitions) -> Result<T, String>) -> (T, Vec<Fault>) {
    let mut faults: Vec<Fault> = Vec::new();
    loop {
        match backend(&definitions(types, types.len())) {
            Ok(done) => return (done, faults),
            Err(message) => {
                let index = first_fault(types, &backend);
                let any = json!({});
                let Some(fault) = types.get_mut(index).filter(|fault| fault.definition != any) else {
                    unreachable!("typify accepts a definition that is any JSON: {message}");
                };
                fault.definition = any;
                fault.members = Members::Nothing;
                let message = message.lines().next().unwrap_or_default().to_owned();
                faults.push(Fault { index, message });
            }
        }
    }
}

/// Returns the last definition of the shortest prefix of the list on which typify fails. The definitions after the
/// prefix accept any JSON.
fn first_fault<T>(types: &[PlainType], backend: &impl Fn(&Definitions) -> Result<T, String>) -> usize {
    let (mut good, mut bad) = (0, types.len());
    while bad - good > 1 {
        let middle = good.midpoint(bad);
        match backend(&definitions(types, middle)) {
            Ok(_) => good = middle,
            Err(_) => bad = middle,
        }
    }
    good
}

/// Returns the definitions for typify. Only the first `count` of them have their real schema.
fn definitions(types: &[PlainType], count: usize) -> Definitions {
    let all = types.iter().enumerate();
    all.map(|(index, one)| {
        let definition = if index < count {
            one.definition.clone()
        } else {
            json!({})
        };
        (one.key.clone(), definition)
    })
    .collect()
}

fn typify(definitions: &Definitions) -> Result<Vec<syn::Item>, String> {
    let mut settings = TypeSpaceSettings::default();
    settings.with_map_type("::std::collections::BTreeMap");
    let stream = fault::catch(|| {
        let schemas = definitions.iter().map(|(name, definition)| {
            let schema: Schema = serde_json::from_value(definition.clone()).map_err(|error| error.to_string())?;
            Ok((name, schema))
        });
        let schemas = schemas.collect::<Result<Vec<_>, String>>()?;
        let mut types = TypeSpace::new(&settings);
        types.add_ref_types(schemas).map_err(|error| error.to_string())?;
        Ok::<_, String>(types.to_stream())
    });
    let stream = stream.map_err(|panic| format!("it panicked: {panic}"))??;
    let file: syn::File = syn::parse2(stream).map_err(|error| error.to_string())?;
    Ok(file.items)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::{Definitions, run_with, typify};
    use crate::input::by_id::Id as _;
    use crate::plain::convert::{Members, PlainType};
    use crate::schema::keywords::SchemaId;

    fn types(names: &[&str]) -> Vec<PlainType> {
        let one = |name: &&str| PlainType {
            name: (*name).to_owned(),
            key: (*name).to_owned(),
            schema: SchemaId::from_index(0),
            docs: Vec::new(),
            definition: json!({"type": "string", "title": name}),
            members: Members::Nothing,
        };
        names.iter().map(one).collect()
    }

    /// Fails on every definition with one of these titles.
    fn failing<'a>(titles: &'a [&'a str]) -> impl Fn(&Definitions) -> Result<usize, String> + 'a {
        move |definitions| {
            let mut all = definitions.values();
            match all.find(|one| titles.iter().any(|title| one["title"] == *title)) {
                Some(one) => Err(format!("cannot do {}", one["title"])),
                None => Ok(definitions.len()),
            }
        }
    }

    #[test]
    fn only_the_definition_at_fault_is_degraded() {
        let mut types = types(&["A", "B", "C", "D", "E"]);
        let (count, faults) = run_with(&mut types, failing(&["C", "E"]));
        assert_eq!(count, 5);
        let indexes: Vec<usize> = faults.iter().map(|fault| fault.index).collect();
        assert_eq!(indexes, [2, 4]);
        assert_eq!(types[2].definition, json!({}));
        assert_eq!(types[3].definition["title"], "D");
    }

    #[test]
    fn a_panic_of_typify_is_caught() {
        let unresolved = json!({"allOf": [{"$ref": "#/definitions/Missing"}, {"type": "string"}]});
        let definitions = Definitions::from([("A".to_owned(), unresolved)]);
        let message = typify(&definitions).err();
        assert!(message.is_some_and(|message| message.contains("panicked")));
    }
}
