//! Exact parsing and the exact check against an oracle, the validator `jsonschema`.
//!
//! For each schema thousands of instances are made: valid ones, and valid ones broken in one place. Whatever an instance
//! was meant to be, the oracle says what it is, and the generated type has to say the same. The schemas are those of
//! the User OAuth Token and some others of the project, and those of `tests/schemas/`, which together use every keyword of draft-07.
//!
//! A failure names the seed that reproduces it: `LOSANT_TEST_SEED=… cargo test -p losant-tests --test oracle`.

mod breakages;
mod folder;
mod instances;
mod levels;
#[path = "../support/percent.rs"]
mod percent;
mod tags;
mod texts;
mod trial;
mod tuples;
mod widths;

use std::collections::BTreeSet;

use losant::types as losant_types;
use serde_json::Value;

use breakages::KEYWORDS;
use folder::Folder;
use trial::Trial;

/// The types of `tests/schemas/`, as `build.rs` made them.
#[allow(clippy::pedantic, dead_code)]
mod extra {
    include!(concat!(env!("OUT_DIR"), "/generated/mod.rs"));
}

/// The folder of the project's own schemas, and that of the schemas that are there for this test.
const PROJECT: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../schemas");
const EXTRA: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/schemas");

/// A test for each schema: its name, its file, its type.
macro_rules! agrees {
    ($folder:expr, $of:expr; $($test:ident: $file:literal => $type:ty;)*) => {
        $(
            #[test]
            fn $test() {
                let of: fn(Trial<$type>) -> Trial<$type> = $of;
                of(Trial::of($folder, $file)).run();
            }
        )*
    };
}

mod project {
    use super::{PROJECT, Trial, losant_types as types};

    agrees! { PROJECT, Trial::plain;
        error: "error.json" => types::Error;
        success: "success.json" => types::Success;
        user_oauth_token: "userOauthToken.json" => types::UserOauthToken;
        user_oauth_token_patch: "userOauthTokenPatch.json" => types::UserOauthTokenPatch;
        device_credentials: "deviceCredentials.json" => types::DeviceCredentials;
        device_state: "deviceState.json" => types::DeviceState;
        advanced_device_query: "advancedDeviceQuery.json" => types::AdvancedDeviceQuery;
        time_series_query: "timeSeriesQuery.json" => types::TimeSeriesQuery;
        data_table_row: "dataTableRow.json" => types::DataTableRow;
    }
}

macro_rules! extras {
    ($($test:ident: $file:literal => $type:ident;)*) => {
        mod extras {
            use super::{EXTRA, Trial, extra::types};

            agrees! { EXTRA, |trial| trial; $($test: $file => types::$type;)* }

            pub const FILES: &[&str] = &[$($file),*];
        }
    };
}

extras! {
    all_of: "allOf.json" => AllOf;
    alternatives: "alternatives.json" => Alternatives;
    always: "always.json" => Always;
    annotated: "annotated.json" => Annotated;
    amount: "amount.json" => Amount;
    any_of: "anyOf.json" => AnyOf;
    arrays: "arrays.json" => Arrays;
    booleans: "booleans.json" => Booleans;
    conditions: "conditions.json" => Conditions;
    constants: "constants.json" => Constants;
    dependencies: "dependencies.json" => Dependencies;
    dictionary: "dictionary.json" => Dictionary;
    document: "document.json" => Document;
    empty: "empty.json" => Empty;
    enums: "enums.json" => Enums;
    expression: "expression.json" => Expression;
    formats: "formats.json" => Formats;
    heap: "heap.json" => Heap;
    hidden: "hidden.json" => Hidden;
    large: "large.json" => Large;
    identifier: "identifier.json" => Identifier;
    kinds: "kinds.json" => Kinds;
    label: "label.json" => Label;
    levels: "levels.json" => Levels;
    list: "list.json" => List;
    lookalikes: "lookalikes.json" => Lookalikes;
    maps: "maps.json" => Maps;
    maybe_label: "maybeLabel.json" => MaybeLabel;
    moments: "moments.json" => Moments;
    names: "names.json" => Names;
    narrowed: "narrowed.json" => Narrowed;
    nesting: "nesting.json" => Nesting;
    never: "never.json" => Never;
    not: "not.json" => Not;
    notes: "notes.json" => Notes;
    nothing: "nothing.json" => Nothing;
    numbers: "numbers.json" => Numbers;
    objects: "objects.json" => Objects;
    one_of: "oneOf.json" => OneOf;
    order: "order.json" => Order;
    pattern_map: "patternMap.json" => PatternMap;
    ping: "ping.json" => Ping;
    pong: "pong.json" => Pong;
    references: "references.json" => References;
    texts: "texts.json" => Texts;
    tree: "tree.json" => Tree;
    tuples: "tuples.json" => Tuples;
    unions: "unions.json" => Unions;
    untyped: "untyped.json" => Untyped;
    widths: "widths.json" => Widths;
}

#[test]
fn every_schema_has_a_test() {
    for file in Folder::read(EXTRA).files() {
        assert!(
            extras::FILES.contains(&file),
            "{EXTRA}/{file} has no test: add it to the list in oracle/main.rs"
        );
    }
}

#[test]
fn every_keyword_of_draft_07_is_in_some_schema() {
    const OTHERS: [&str; 13] = [
        "$id",
        "$schema",
        "$ref",
        "$comment",
        "title",
        "description",
        "default",
        "readOnly",
        "writeOnly",
        "examples",
        "definitions",
        "allOf",
        "anyOf",
    ];
    let folder = Folder::read(EXTRA);
    let mut used = BTreeSet::new();
    for file in folder.files() {
        note_keys(folder.root(file).schema, &mut used);
    }
    for keyword in KEYWORDS.iter().chain(&OTHERS) {
        assert!(used.contains(keyword), "no schema in tests/schemas/ uses {keyword:?}");
    }
}

fn note_keys(schema: &'static Value, used: &mut BTreeSet<&'static str>) {
    match schema {
        Value::Object(members) => {
            for (name, member) in members {
                used.insert(name);
                note_keys(member, used);
            }
        }
        Value::Array(items) => items.iter().for_each(|item| note_keys(item, used)),
        _ => {}
    }
}
