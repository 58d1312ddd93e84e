//! Overlays: what they change, and those that are refused.

use typewright::{Generator, Output, Severity};

use crate::support::{Folder, Refusal, accept, generate, refuse, refuse_folder, text};

const API: &str = r##"openapi: 3.1.0
info: {title: Pets, version: 1.0.0}
servers: [{url: "https://api.example.com"}]
paths:
  /pets:
    get:
      operationId: pets.list
      summary: List pets.
      parameters:
        - {name: limit, in: query, schema: {type: integer}}
        - {name: tag, in: query, schema: {type: string}}
      responses:
        200:
          description: Pets.
          content: {application/json: {schema: {$ref: "#/components/schemas/Pet"}}}
components:
  schemas:
    Pet: {type: object, properties: {name: {type: string}}}
"##;

fn overlay(actions: &str) -> String {
    format!("overlay: 1.1.0\ninfo: {{title: Corrections, version: 1.0.0}}\nactions:\n{actions}")
}

fn with(actions: &str) -> Output {
    accept(&[("openapi.yaml", API), ("docs.overlay.yaml", &overlay(actions))])
}

fn without(actions: &str) -> Refusal {
    refuse(&[("openapi.yaml", API), ("docs.overlay.yaml", &overlay(actions))])
}

#[test]
fn an_update_merges_objects_appends_to_arrays_and_replaces_primitive_values() {
    let output = with(
        r"  - target: $.components.schemas.Pet
    update: {description: Somebody's pet., properties: {age: {type: integer, format: int32}}}
  - target: $.paths['/pets'].get.parameters
    update: {name: owner, in: query, schema: {type: string}}
  - target: $.paths['/pets'].get.parameters
    update: [{name: since, in: query, schema: {type: string}}]
  - target: $.paths.*.get.summary
    update: Returns all pets.
",
    );
    let types = text(&output, "types.rs");
    assert!(
        types.contains("Somebody's pet.") && types.contains("pub age: Option<i64>"),
        "{types}"
    );
    let list = text(&output, "endpoints/pets.rs");
    for said in ["Returns all pets.", "pub owner:", "pub since:", "pub limit:"] {
        assert!(list.contains(said), "{said}: {list}");
    }
}

#[test]
fn what_is_selected_is_removed_and_the_rest_stays() {
    let output =
        with("  - {target: \"$.paths.*.*.parameters[?@.name == 'limit' || @.name == 'none']\", remove: true}\n");
    let list = text(&output, "endpoints/pets.rs");
    assert!(!list.contains("limit") && list.contains("pub tag:"), "{list}");
}

#[test]
fn a_copy_is_merged_into_its_target_after_the_actions_before_it() {
    let output = with(
        "  - {target: $.components.schemas, update: {Cat: {description: Purrs.}}}
  - {target: $.components.schemas.Cat, copy: $.components.schemas.Pet}
",
    );
    let types = text(&output, "types.rs");
    assert!(types.contains("/// Purrs.\n"), "{types}");
    assert!(types.contains("pub struct Cat"), "{types}");
}

#[test]
fn overlays_of_a_folder_apply_by_name_and_the_given_ones_after_them() {
    let summary = |text: &str| overlay(&format!("  - {{target: $.paths.*.get.summary, update: {text}}}\n"));
    let folder = Folder::with(&[
        ("openapi.yaml", API),
        ("b.overlay.yaml", &summary("From b.")),
        ("a.overlay.yml", &summary("From a.")),
    ]);
    let output = folder.generate().expect("both apply");
    assert!(text(&output, "endpoints/pets.rs").contains("From b."));
    // An overlay of the folder that is given is applied once, when its turn has come.
    let given = Generator::new(folder.schemas()).overlay(folder.schemas().join("a.overlay.yml"));
    let output = generate(&given).expect("both apply");
    assert!(text(&output, "endpoints/pets.rs").contains("From a."));
}

#[test]
fn a_single_file_has_the_overlay_beside_it() {
    let folder = Folder::with(&[
        ("pets.yaml", API),
        (
            "pets.overlay.yaml",
            &overlay("  - {target: $.info.title, update: Cats}\n"),
        ),
        ("other.overlay.yaml", "no overlay"),
    ]);
    let output = generate(&Generator::new(folder.schemas().join("pets.yaml"))).expect("the overlay applies");
    assert!(text(&output, "mod.rs").contains("Cats") || text(&output, "endpoints.rs").contains("Cats"));
}

#[test]
fn an_overlay_extends_the_schema_that_it_names() {
    let device = r#"{"type": "object", "properties": {"name": {"type": "string"}}}"#;
    let patch = "overlay: 1.0.0\ninfo: {title: x, version: '1'}\nextends: device.json\nactions:\n  - target: $.properties\n    update: {id: {$ref: tag.json}}\n";
    let output = accept(&[
        ("device.json", device),
        ("x.overlay.yaml", patch),
        ("tag.json", r#"{"type": "string"}"#),
    ]);
    let types = text(&output, "types.rs");
    assert!(types.contains("pub id:") && types.contains("struct Tag"), "{types}");
}

#[test]
fn an_action_applies_to_the_document_that_it_names() {
    let device = (
        "device.json",
        r#"{"type": "object", "properties": {"name": {"type": "string"}}}"#,
    );
    let of_device = |target: &str| {
        overlay(&format!(
            "  - {{target: $.info, update: {{title: Pets}}}}\n  - target: {target}\n    x-extends: device.json\n    update: \
             {{description: Name of the device.}}\n"
        ))
    };
    let patch = of_device("$.properties.name");
    let output = accept(&[device, ("openapi.yaml", API), ("x.overlay.yaml", &patch)]);
    assert!(text(&output, "types.rs").contains("Name of the device."));
    let refusal = refuse(&[
        device,
        ("openapi.yaml", API),
        ("x.overlay.yaml", &of_device("$.properties.label")),
    ]);
    assert_eq!(refusal.only().pointer, "/actions/1/target");
    let refusal = refuse(&[("openapi.yaml", API), ("x.overlay.yaml", &patch)]);
    assert_eq!(refusal.only().pointer, "/actions/1/x-extends");
    let refusal = without("  - {target: $.info, x-extends: 1, update: {title: Cats}}\n");
    assert_eq!(refusal.only().pointer, "/actions/0/x-extends");
}

#[test]
fn a_target_that_matches_nothing_is_refused() {
    let refusal =
        without("  - {target: $.info.title, update: Cats}\n  - target: $.paths['/cats'].get\n    remove: true\n");
    insta::assert_snapshot!(refusal.text, @"
    error: the target $.paths['/cats'].get matches nothing in the document
     --> schemas/docs.overlay.yaml:5:13 (/actions/1/target)
      |
    5 |   - target: $.paths['/cats'].get
      |             ^^^^^^^
      |
      = help: the document has changed, or the path is misspelled: correct the target, or remove the action

    1 error; no files were written
    ");
}

#[test]
fn a_diagnostic_about_what_an_overlay_added_points_to_the_overlay() {
    let refusal = without("  - target: $.components.schemas.Pet.properties\n    update:\n      age: {type: integr}\n");
    insta::assert_snapshot!(refusal.text, @r#"
    error: unknown type "integr"
     --> schemas/docs.overlay.yaml:6:19 (/actions/0/update/age/type)
      |
    6 |       age: {type: integr}
      |                   ^^^^^^
      |
      = help: use one of null, boolean, integer, number, string, array, object

    1 error; no files were written
    "#);
}

#[test]
fn an_action_with_an_added_error_is_left_out_when_the_run_keeps_going() {
    let actions = "  - target: $.paths\n    update:\n      /cats: {get: {operationId: cats.list, responses: [no]}}\n";
    let folder = Folder::with(&[("openapi.yaml", API), ("docs.overlay.yaml", &overlay(actions))]);
    let output = generate(&Generator::new(folder.schemas()).keep_going()).expect("the rest is generated");
    assert!(output.files.iter().any(|file| file.path == "endpoints/pets.rs"));
    assert!(!output.files.iter().any(|file| file.path == "endpoints/cats.rs"));
    let mut errors = output.diagnostics.iter().filter(|one| one.severity == Severity::Error);
    assert!(errors.all(|error| error.file.ends_with("docs.overlay.yaml") && error.pointer.starts_with("/actions/0/")));
}

#[test]
fn what_is_no_overlay_is_refused_with_its_place() {
    for (actions, line, said) in [
        (
            "  - {target: '$.paths[', remove: true}\n",
            4,
            "not a JSONPath expression",
        ),
        ("  - {target: $.info.title}\n", 4, "changes nothing"),
        (
            "  - {target: $.info.title, update: a, remove: true}\n",
            4,
            "more than one of",
        ),
        (
            "  - {target: $.info.title, updat: a, remove: true}\n",
            4,
            "unknown field `updat`",
        ),
        ("  - {update: a}\n", 4, "has no `target`"),
        ("  - {target: $, remove: true}\n", 4, "removes the whole document"),
        (
            "  - {target: $.info, update: a}\n",
            4,
            "a string cannot be merged into an object",
        ),
        (
            "  - {target: $.info, update: {title: []}}\n",
            4,
            "an array cannot be merged into a string",
        ),
        (
            "  - {target: $.info, copy: $.paths.*.*}\n  - {target: $.info, copy: $.none}\n",
            5,
            "must select one value",
        ),
        (
            "  - {target: '$.info.*', update: a}\n  - {target: '$.*', update: {}}\n",
            5,
            "different kinds",
        ),
        ("  []\n", 4, "at least one action"),
    ] {
        let refusal = without(actions);
        let found = &refusal.diagnostics[0];
        assert_eq!(
            (&*found.file, found.line),
            ("schemas/docs.overlay.yaml", line),
            "{}",
            refusal.text
        );
        assert!(refusal.text.contains(said), "{said}: {}", refusal.text);
    }
}

#[test]
fn copies_that_would_fill_the_memory_are_refused() {
    let twice = "  - {target: $, update: {x-all: {}}}\n  - {target: \"$['x-all']\", copy: $}\n";
    let refusal = without(&twice.repeat(40));
    assert!(refusal.text.contains("add more than"), "{}", refusal.text);
}

#[test]
fn all_actions_together_may_not_add_too_much() {
    let members: Vec<String> = (0..400).map(|n| format!("\"p{n}\": {{}}")).collect();
    let schema = format!(r#"{{"type": "object", "x-a": {{{}}}}}"#, members.join(", "));
    let copy = |name: &str| format!("  - {{target: \"$['x-a'].*\", copy: \"$['x-a']\", x-extends: {name}}}\n");
    let (first, second) = (copy("device.json"), copy("gadget.json"));
    let files = |actions: &str| {
        let folder = Folder::with(&[("device.json", &schema), ("gadget.json", &schema)]);
        folder.add("x.overlay.yaml", overlay(actions));
        folder.generate().map_err(|diagnostics| diagnostics.to_string())
    };
    assert!(files(&first).is_ok());
    let refused = files(&[first, second].concat()).expect_err("each of them is more than half of what is allowed");
    assert!(refused.contains("add more than"), "{refused}");
}

#[test]
fn the_actions_for_one_document_apply_in_their_order_whatever_they_call_it() {
    let output = with(
        r"  - {target: $.components.schemas, x-extends: openapi.yaml, update: {Cat: {description: First.}}}
  - {target: $.components.schemas.Cat, update: {description: Second.}}
  - {target: $.components.schemas.Cat, x-extends: ./openapi.yaml, update: {description: Third.}}
  - {target: $.components.schemas.Cat.description, x-extends: openapi.yaml, update: Last.}
",
    );
    let types = text(&output, "types.rs");
    assert!(types.contains("/// Last.\n"), "{types}");
}

#[test]
fn an_overlay_without_its_document_is_refused() {
    let device = ("device.json", r#"{"type": "object"}"#);
    let action = overlay("  - {target: $, update: {}}\n");
    let refusal = refuse(&[device, ("x.overlay.yaml", &action)]);
    assert!(refusal.text.contains("there is none"), "{}", refusal.text);
    let named = format!("extends: gadget.json\n{action}");
    let refusal = refuse(&[device, ("x.overlay.yaml", &named)]);
    assert_eq!(refusal.only().pointer, "/extends");
    let refusal = refuse(&[("openapi.yaml", API), ("x.yaml", &action)]);
    assert!(refusal.text.contains("rename it to x.overlay.yaml"), "{}", refusal.text);
    let folder = Folder::with(&[("openapi.yaml", API)]);
    folder.add("x.overlay.json", "{");
    assert_eq!(refuse_folder(&folder).only().file, "schemas/x.overlay.json");
    let given = Generator::new(folder.schemas()).overlay(folder.path().join("none.yaml"));
    assert!(generate(&given).is_err());
}

#[test]
fn parameters_of_every_action_can_be_given_by_an_overlay() {
    let output = with(
        r##"  - target: $.components
    update: {parameters: {Limit: {name: limit, in: query, schema: {type: integer}}}}
  - target: $
    update: {x-global-parameters: [{$ref: "#/components/parameters/Limit"}]}
  - target: $.paths['/pets'].get.parameters[0]
    remove: true
  - target: $.paths['/pets'].get.parameters
    update: {$ref: "#/components/parameters/Limit"}
"##,
    );
    let list = text(&output, "endpoints/pets.rs");
    assert!(!list.contains("limit") && list.contains("pub tag:"), "{list}");
    let globals = text(&output, "endpoints/global_parameters.rs");
    assert!(
        globals.contains("pub limit: Option<::typewright_runtime::Integer>"),
        "{globals}"
    );
}
