//! What `--schemas` takes: a folder, a file, or standard input; as JSON or YAML.

use std::fs;
use std::io::Write as _;
use std::path::Path;
use std::process::{Command, Output, Stdio};

use crate::support::{Folder, tree};
use crate::{API, DEVICE, assert_code, run, stderr};

const YAML_API: &str = "openapi: 3.1.0
servers:
  - url: https://api.example.com
paths:
  /pets/{id}:
    get:
      operationId: pets.get
      parameters:
        - {name: id, in: path, required: true, schema: {type: string}}
      responses:
        200:
          description: It.
          content:
            application/json:
              schema: {$ref: '#/components/schemas/Pet'}
components:
  schemas:
    Pet:
      type: object
      properties:
        born: {type: string, enum: [2024-01-31, no]}
";

fn piped(folder: &Folder, arguments: &str, input: &str) -> Output {
    let mut child = Command::new(env!("CARGO_BIN_EXE_typewright"))
        .args(arguments.split_whitespace())
        .current_dir(folder.path())
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("typewright");
    let mut stdin = child.stdin.take().expect("standard input");
    stdin.write_all(input.as_bytes()).expect("the document");
    drop(stdin);
    child.wait_with_output().expect("typewright")
}

fn generated(folder: &Folder, file: &str) -> String {
    fs::read_to_string(folder.path().join("generated").join(file)).expect("a generated file")
}

#[test]
fn yaml_gives_the_same_code_as_json() {
    let json = Folder::with(&[("device.json", DEVICE), ("openapi.json", API)]);
    assert_code(&run(&json, "generate"), 0);
    let device = "description: A thing that reports.\ntype: object\nproperties:\n  name: {type: string}\n  status:\n    type: string\n    enum: ['on', off]\n";
    let api = API.replace("device.json", "device.yaml");
    let yaml = Folder::with(&[("device.yaml", device), ("openapi.yml", &api)]);
    assert_code(&run(&yaml, "generate"), 0);
    let code = |folder: &Folder| {
        let mut files = tree(&folder.path().join("generated"));
        files.remove("typewright.lock");
        files
            .into_iter()
            .map(|(name, text)| {
                let text = text.replace("device.yaml", "device.json");
                (name, text)
            })
            .collect::<Vec<_>>()
    };
    assert_eq!(code(&json), code(&yaml));
}

#[test]
fn yaml_beside_json_is_read_too() {
    let folder = Folder::with(&[
        ("device.json", DEVICE),
        ("pet.yaml", "type: object\nproperties:\n  device: {$ref: device.json}\n"),
    ]);
    assert_code(&run(&folder, "generate"), 0);
    let types = generated(&folder, "types.rs");
    assert!(
        types.contains("pub struct Device") && types.contains("pub struct Pet"),
        "{types}"
    );
}

#[test]
fn a_file_that_is_no_document_is_ignored() {
    let folder = Folder::with(&[("device.json", DEVICE), ("README.md", "# Schemas"), ("logo.png", "PNG")]);
    assert_code(&run(&folder, "generate"), 0);
}

#[test]
fn a_single_file_is_read_with_the_names_file_beside_it() {
    let folder = Folder::with(&[("pets.yaml", YAML_API), ("broken.json", "{"), ("other.yaml", YAML_API)]);
    assert_code(&run(&folder, "generate --schemas schemas/pets.yaml"), 0);
    assert!(generated(&folder, "endpoints/pets.rs").contains("pub struct Get"));
    let names = fs::read_to_string(folder.schemas().join("pets.names.lock")).expect("a names file");
    assert!(
        names.contains("\"pets.yaml#/components/schemas/Pet\": \"Pet\""),
        "{names}"
    );
    assert!(!folder.schemas().join("names.lock").exists());
    assert_code(&run(&folder, "generate --schemas schemas/pets.yaml --check"), 0);
    // A name is kept from there.
    fs::write(
        folder.schemas().join("pets.names.lock"),
        names.replace("\"Pet\"", "\"Animal\""),
    )
    .expect("an edit");
    assert_code(&run(&folder, "generate --schemas schemas/pets.yaml"), 0);
    assert!(generated(&folder, "types.rs").contains("pub struct Animal"));
}

#[test]
fn a_single_file_in_the_current_folder_needs_no_folder_in_its_path() {
    let folder = Folder::with(&[]);
    fs::write(folder.path().join("pets.yaml"), YAML_API).expect("a file");
    assert_code(&run(&folder, "generate --schemas pets.yaml"), 0);
    assert!(folder.path().join("pets.names.lock").exists());
}

#[test]
fn standard_input_is_read_as_json_or_yaml() {
    let json = r#"{"type": "object", "properties": {"a": {"type": "string"}}}"#;
    for (input, file, item) in [
        (YAML_API, "endpoints/pets.rs", "pub struct Get"),
        (json, "types.rs", "pub struct Stdin"),
        (
            "{type: object, properties: {a: {type: string}}}",
            "types.rs",
            "pub struct Stdin",
        ),
    ] {
        let folder = Folder::with(&[]);
        assert_code(&piped(&folder, "generate --schemas -", input), 0);
        assert!(generated(&folder, file).contains(item));
        assert!(tree(&folder.schemas()).is_empty() && !folder.path().join("names.lock").exists());
        assert_code(&piped(&folder, "generate --schemas - --check", input), 0);
    }
}

#[test]
fn errors_of_standard_input_have_their_place() {
    let folder = Folder::with(&[]);
    let output = piped(
        &folder,
        "generate --schemas -",
        "type: object\nproperties:\n  a: {type: strng}\n",
    );
    assert_code(&output, 2);
    assert!(
        stderr(&output).contains("--> stdin:3:13 (/properties/a/type)"),
        "{}",
        stderr(&output)
    );
    // It looks like JSON, so it is reported as such only if it is not YAML either.
    let output = piped(&folder, "generate --schemas -", "{\"type\": \"object\" 1}");
    assert!(stderr(&output).contains("invalid JSON"), "{}", stderr(&output));
    let output = piped(&folder, "generate --schemas -", "properties: {a: {$ref: a.json}}");
    assert_code(&output, 2);
    assert!(
        stderr(&output).contains("unresolved `$ref` \"a.json\""),
        "{}",
        stderr(&output)
    );
}

#[test]
fn an_openapi_document_is_recognised_by_its_content() {
    let api = API.replace("device.json", "thing.json");
    let folder = Folder::with(&[("thing.json", DEVICE), ("petshop.json", &api)]);
    assert_code(&run(&folder, "generate"), 0);
    assert!(generated(&folder, "endpoints/device.rs").contains("pub struct Get"));
    assert!(!generated(&folder, "types.rs").contains("Petshop"));
    // A schema may have any name.
    let folder = Folder::with(&[("openapi.json", DEVICE)]);
    assert_code(&run(&folder, "generate"), 0);
    assert!(generated(&folder, "types.rs").contains("pub struct Openapi"));
}

#[test]
fn two_openapi_documents_in_a_folder_are_refused_and_each_can_be_named() {
    let folder = Folder::with(&[("device.json", DEVICE), ("a.json", API), ("b.yaml", YAML_API)]);
    let output = run(&folder, "generate");
    assert_code(&output, 2);
    for part in [
        "this folder holds several OpenAPI documents: a.json and b.yaml",
        "--> schemas/b.yaml:1:10 (/openapi)",
        "name one of them instead of the folder, schemas/a.json or schemas/b.yaml (`generate` takes it as --schemas)",
    ] {
        assert!(stderr(&output).contains(part), "{part}: {}", stderr(&output));
    }
    assert_code(&run(&folder, "generate --schemas schemas/b.yaml"), 0);
    assert!(generated(&folder, "endpoints/pets.rs").contains("pub struct Get"));
}

#[test]
fn an_unsupported_version_has_a_way_out() {
    for (file, text, found, help) in [
        (
            "a.yaml",
            "swagger: '2.0'\npaths: {}\n",
            "`swagger: \"2.0\"`",
            "swagger2openapi",
        ),
        (
            "a.yaml",
            "openapi: 3.2.0\npaths: {}\n",
            "`openapi: \"3.2.0\"`",
            "uses nothing that is newer",
        ),
        ("a.yaml", "openapi: 3.1\npaths: {}\n", "`openapi: 3.1`", "as a string"),
        (
            "a.json",
            "{\"info\": {}, \"paths\": {}}",
            "no `openapi`",
            "write \"openapi\": \"3.1.0\"",
        ),
    ] {
        let folder = Folder::with(&[(file, text)]);
        let output = run(&folder, "generate");
        assert_code(&output, 2);
        for part in [found, help] {
            assert!(stderr(&output).contains(part), "{part}: {}", stderr(&output));
        }
    }
}

#[test]
fn a_path_that_is_neither_file_nor_folder_is_refused() {
    let folder = Folder::with(&[]);
    let output = run(&folder, "generate --schemas missing.yaml");
    assert_code(&output, 2);
    assert!(
        stderr(&output).contains("error: cannot read this folder"),
        "{}",
        stderr(&output)
    );
    assert!(!Path::new("missing.yaml").exists());
}

#[test]
fn a_changed_overlay_makes_the_generated_code_stale() {
    let folder = Folder::with(&[("device.json", DEVICE), ("openapi.json", API)]);
    let overlay = |title: &str| {
        format!(
            "overlay: 1.1.0\ninfo: {{title: x, version: '1'}}\nactions:\n  - target: $\n    update: {{info: {{title: {title}}}}}\n"
        )
    };
    folder.add("docs.overlay.yaml", overlay("One"));
    assert_code(&run(&folder, "generate"), 0);
    assert_code(&run(&folder, "generate --check"), 0);
    assert!(generated(&folder, "typewright.lock").contains(" docs.overlay.yaml"));
    folder.add("docs.overlay.yaml", overlay("Two"));
    assert_code(&run(&folder, "generate --check"), 1);
    // One from elsewhere applies after it.
    fs::write(folder.path().join("last.yaml"), overlay("Three")).expect("an overlay");
    assert_code(&run(&folder, "generate --overlay last.yaml"), 0);
    assert!(!generated(&folder, "typewright.lock").contains("last.yaml"));
    assert!(generated(&folder, "endpoints.rs").contains("Three"));
}
