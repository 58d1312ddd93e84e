//! Resources behind Cargo features: what is emitted for them, that it compiles with each of them, and what is refused.

#[path = "../support/mod.rs"]
mod support;

use support::package::{Package, runtime};
use support::{Folder, accept, refuse, text};
use typewright::{Generator, Severity};

/// An API with a resource that is always there and three behind features. They share types, tables and patterns, and one waits
/// for a job of another.
const YARD: &str = include_str!("yard.yaml");

#[test]
fn what_resources_share_is_compiled_if_one_of_them_is() {
    let output = accept(&[("openapi.yaml", YARD)]);
    let files = [
        "endpoints.rs",
        "endpoints/client.rs",
        "endpoints/jobs.rs",
        "endpoints/shared.rs",
        "types.rs",
        "types/common.rs",
        "types/common/wire.rs",
        "types/common/schema.rs",
        "types/devices/schema.rs",
        "types/schema.rs",
        "types/schema/to.rs",
    ];
    let shown = files.map(|file| {
        let lines = text(&output, file).lines();
        // The characters of a Unicode property are a single long line.
        let lines = lines.filter(|line| line.len() < 1000);
        format!("== {file}\n{}", lines.collect::<Vec<_>>().join("\n"))
    });
    let mut settings = insta::Settings::clone_current();
    settings.set_omit_expression(true);
    settings.bind(|| insta::assert_snapshot!("yard", shown.join("\n\n")));
}

#[test]
fn a_document_without_features_has_no_conditions() {
    let without: String = YARD.lines().map(|line| without_feature(line) + "\n").collect();
    let output = accept(&[("openapi.yaml", &without)]);
    for file in &output.files {
        assert!(!file.text.contains("cfg(feature"), "{}", file.path);
    }
    assert!(
        output.files.iter().all(|file| file.path != "types/common.rs"),
        "one file has room for all types"
    );
}

fn without_feature(line: &str) -> String {
    match line.split_once(", x-feature:") {
        Some((start, _)) => format!("{start}}}"),
        None => line.to_owned(),
    }
}

#[test]
fn each_feature_compiles_alone_and_with_others_without_a_warning() {
    let package = Package::with(&[("openapi.yaml", YARD)], &runtime(), &[]);
    assert!(
        package
            .read("Cargo.toml")
            .contains("\nfull = [\"devices\", \"exports\", \"jobs\"]\ndevices = []\n")
    );
    let all = ["", "devices", "exports", "jobs", "full"].map(|features| format!("{features},client,blocking,schemars"));
    for features in all.iter().map(String::as_str).chain(["", "devices"]) {
        if let Err(said) = package.cargo(&["check", "--features", features]) {
            panic!("the generated crate does not compile with the features {features:?}:\n{said}");
        }
    }
}

/// Makes a package compile the code for some features, as a build script does.
fn emit_for(package: &Package, features: &[&str]) {
    let generator = Generator::new(package.schemas().schemas()).features(features);
    let output = generator.generate().expect("the document is valid");
    for file in &output.files {
        package.write(&format!("src/api/{}", file.path), &file.text);
    }
    package.write("src/lib.rs", "pub mod api;\n");
}

#[test]
fn a_build_script_emits_only_what_is_compiled() {
    let package = Package::with(&[("openapi.yaml", YARD)], &runtime(), &[]);
    let clients = |features: &[&str]| format!("{},client,blocking,schemars", features.join(","));
    for features in [
        &[][..],
        &["exports"],
        &["devices", "jobs"],
        &["devices", "exports", "full", "jobs"],
    ] {
        emit_for(&package, features);
        for features in [features.join(","), clients(features)] {
            if let Err(said) = package.cargo(&["check", "--features", &features]) {
                panic!("the code for the features {features:?} does not compile with them:\n{said}");
            }
        }
    }
    // Cargo tells a build script names in capitals.
    emit_for(&package, &["EXPORTS"]);
    package.cargo(&["check", "--features", "exports"]).expect("the feature");
    let said = package.cargo(&["check", "--features", "devices"]);
    let said = said.expect_err("the code for devices is missing");
    assert!(
        said.contains("this code was generated without the feature `devices`"),
        "{said}"
    );
}

#[test]
fn code_without_any_resource_compiles() {
    let behind = YARD.replace("- {name: me}", "- {name: me, x-feature: me}");
    let package = Package::with(&[("openapi.yaml", &behind)], &runtime(), &[]);
    emit_for(&package, &[]);
    for features in ["", "client,blocking,schemars"] {
        package.cargo(&["check", "--features", features]).expect("no resource");
    }
}

#[test]
fn names_do_not_depend_on_the_features_that_code_is_emitted_for() {
    let folder = Folder::with(&[("openapi.yaml", YARD)]);
    let names = |features: &[&str]| {
        let generator = Generator::new(folder.schemas()).features(features);
        generator.generate().expect("the document is valid").names
    };
    let all = folder.generate().expect("the document is valid").names;
    assert_eq!(names(&[]), all);
    assert_eq!(names(&["jobs"]), all);
}

#[test]
fn a_consumer_reaches_what_its_features_need() {
    let package = Package::with(&[("openapi.yaml", YARD)], &runtime(), &[]);
    let uses = |items: &str| {
        package.write("tests/consumer.rs", &format!("#![allow(unused_imports)]\n{items}\n"));
    };
    uses("use odd_schemas::types::{Error, Me};");
    package.cargo(&["check", "--tests"]).expect("what is always there");
    uses("use odd_schemas::{endpoints::{exports, jobs}, types::{Export, Job, Place}};");
    package
        .cargo(&["check", "--tests", "--features", "exports"])
        .expect("the action that tells the state of a job comes with the one that starts it");
    let missing = package.cargo(&["check", "--tests", "--features", "devices"]);
    let missing = missing.expect_err("exports are behind a feature of their own");
    assert!(
        missing.contains("the item is gated behind the `exports` feature"),
        "{missing}"
    );
}

#[test]
fn a_type_that_belongs_to_no_resource_is_compiled_with_all_of_them() {
    let folder = Folder::with(&[("openapi.yaml", YARD)]);
    let first = folder.generate().expect("the document is valid");
    let export = "#[cfg(feature = \"full\")]\npub use self::common::{Tree, TreeLeaf};";
    assert!(
        text(&first, "types.rs").contains(export),
        "{}",
        text(&first, "types.rs")
    );
    assert!(first.names.contains(r#""compiled": "full""#), "{}", first.names);
    // Whoever has the type has all features, so one of them is enough for an action that is added.
    folder.add("names.lock", &first.names);
    let body = "{schema: {$ref: \"#/components/schemas/Export\"}}";
    folder.add("openapi.yaml", YARD.replace(body, &body.replace("Export", "Tree")));
    let second = folder.generate().expect("the document is valid");
    let export = "#[cfg(feature = \"exports\")]\npub use self::exports::{";
    let found = text(&second, "types.rs");
    let of_exports = found.split_once(export).map(|(_, rest)| rest.split(';').next());
    assert!(
        of_exports.flatten().is_some_and(|names| names.contains("Tree")),
        "{found}"
    );
    // Earlier versions compiled such a type always, and their names files say so.
    folder.add(
        "names.lock",
        first.names.replace(r#""compiled": "full""#, r#""compiled": "*""#),
    );
    folder.add("openapi.yaml", YARD);
    let third = folder.generate().expect("the document is valid");
    let export = ";\npub use self::common::{Error, Place, Tree, TreeLeaf};";
    assert!(
        text(&third, "types.rs").contains(export),
        "{}",
        text(&third, "types.rs")
    );
}

#[test]
fn an_action_that_is_added_takes_no_type_away() {
    let folder = Folder::with(&[("openapi.yaml", YARD)]);
    let first = folder.generate().expect("the document is valid");
    let exports = |output: &typewright::Output| text(output, "types.rs").to_owned();
    let note = "#[cfg(feature = \"devices\")]\npub use self::devices::{Device, DeviceList, DeviceNote, DevicePatch};";
    assert!(exports(&first).contains(note), "{}", exports(&first));
    folder.add("names.lock", &first.names);
    let body = "{schema: {$ref: \"#/components/schemas/Export\"}}";
    folder.add(
        "openapi.yaml",
        YARD.replace(body, &body.replace("Export", "DeviceNote")),
    );
    let second = folder.generate().expect("the document is valid");
    let both = "#[cfg(any(feature = \"devices\", feature = \"exports\"))]\npub use self::";
    let found = exports(&second);
    let of_both = found
        .split("\n#[cfg")
        .find(|export| format!("#[cfg{export}").starts_with(both) && export.contains("DeviceNote"));
    assert!(of_both.is_some(), "{found}");
}

#[test]
fn a_feature_that_cannot_be_one_is_refused_at_its_place() {
    for (feature, message) in [
        ("7", "expected a string, found a number"),
        ("\"time series\"", "\"time series\" is not the name of a Cargo feature"),
        ("\"\"", "\"\" is not the name of a Cargo feature"),
        ("client", "the feature \"client\" has another meaning"),
        ("full", "the feature \"full\" has another meaning"),
        (
            "Devices",
            "the features \"devices\" and \"Devices\" differ only in their spelling",
        ),
    ] {
        let document = YARD.replace("x-feature: jobs", &format!("x-feature: {feature}"));
        let refusal = refuse(&[("openapi.yaml", &document)]);
        let only = refusal.only();
        assert_eq!(
            (only.line, &*only.pointer),
            (7, "/tags/2/x-feature"),
            "{}",
            refusal.text
        );
        assert!(only.message.contains(message), "{}", refusal.text);
    }
}

#[test]
fn a_feature_of_a_tag_without_actions_is_a_warning() {
    let document = YARD.replace("tags: [exports]", "tags: [jobs, exports]");
    let output = accept(&[("openapi.yaml", &document)]);
    let warnings = output
        .diagnostics
        .iter()
        .filter(|diagnostic| diagnostic.severity == Severity::Warning);
    let warnings: Vec<&str> = warnings.map(|warning| &*warning.pointer).collect();
    assert_eq!(warnings, ["/tags/3/x-feature"], "{:?}", output.diagnostics);
}

#[test]
fn an_overlay_adds_a_feature() {
    let overlay = "overlay: 1.1.0\ninfo: {title: Features, version: 1.0.0}\nactions:\n\
                   - {target: \"$.tags[?@.name == 'me']\", update: {x-feature: account}}\n";
    let output = accept(&[("openapi.yaml", YARD), ("features.overlay.yaml", overlay)]);
    assert!(text(&output, "endpoints.rs").contains("#[cfg(feature = \"account\")]\npub mod me;"));
}

#[test]
fn a_document_with_errors_that_keeps_going_is_not_a_fault_of_typewright() {
    let document = YARD.replace("x-feature: jobs", "x-feature: 7");
    let folder = Folder::with(&[("openapi.yaml", &document)]);
    let generator = typewright::Generator::new(folder.schemas()).keep_going();
    let diagnostics = support::generate(&generator).expect_err("the document has nothing without its tags");
    assert!(
        diagnostics.to_string().contains("expected a string, found a number"),
        "{diagnostics}"
    );
}
