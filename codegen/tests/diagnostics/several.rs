//! Several faults in one run.

use crate::openapi::ID;
use crate::openapi::api;
use crate::support::{Folder, refuse};

#[test]
fn several_problems_in_several_files_come_in_one_run_sorted_by_place() {
    let refusal = refuse(&[
        (
            "device.json",
            "{\n  \"type\": \"objct\",\n  \"properties\": [],\n  \"items\": {\"$ref\": \"tag.json\"}\n}",
        ),
        ("broken.json", "{"),
        ("gadget.json", "{\"required\": \"x\", \"anyOf\": [[]]}"),
        (
            "openapi.json",
            "{\"openapi\": \"3.1.0\", \"paths\": {\"a\": {\"get\": {}}}}",
        ),
    ]);
    assert_eq!(
        refusal.places(),
        [
            ("schemas/broken.json", 1, 1, ""),
            ("schemas/device.json", 2, 11, "/type"),
            ("schemas/device.json", 3, 17, "/properties"),
            ("schemas/device.json", 4, 21, "/items/$ref"),
            ("schemas/gadget.json", 1, 14, "/required"),
            ("schemas/gadget.json", 1, 29, "/anyOf/0"),
            ("schemas/openapi.json", 1, 32, "/paths/a"),
        ],
        "{}",
        refusal.text
    );
    insta::assert_snapshot!(refusal.text);
}

#[test]
fn a_broken_file_does_not_hide_names_that_collide() {
    let refusal = refuse(&[
        ("broken.json", "{\n  \"type\": \"objct\"\n}"),
        ("user-token.json", r#"{"type": "object"}"#),
        ("userToken.json", r#"{"type": "string"}"#),
    ]);
    assert_eq!(
        refusal.places(),
        [
            ("schemas/broken.json", 2, 11, "/type"),
            ("schemas/userToken.json", 1, 1, "")
        ],
        "{}",
        refusal.text
    );
}

#[test]
fn a_broken_file_does_not_hide_what_is_wrong_with_an_endpoint() {
    let operation = format!(
        r#"{{
        "operationId": "device.get",
        "parameters": [{ID}, {{"name": "filter", "in": "query", "schema": {{"type": ["string", "object"]}}}}],
        "responses": {{}}
      }}"#
    );
    let refusal = refuse(&[
        ("broken.json", "{\n  \"type\": \"objct\"\n}"),
        ("openapi.json", &api(&operation)),
    ]);
    let files: Vec<&str> = refusal.diagnostics.iter().map(|diagnostic| &*diagnostic.file).collect();
    assert_eq!(
        files,
        ["schemas/broken.json", "schemas/openapi.json"],
        "{}",
        refusal.text
    );
}

#[test]
fn the_same_input_gives_the_same_report() {
    let files = [
        (
            "device.json",
            "{\"type\": \"objct\", \"items\": {\"$ref\": \"Gadgets.json\"}, \"x\": 1}",
        ),
        ("gadget.json", "{\"required\": \"x\"}"),
        ("gadgets.json", "{\"$ref\": \"#\"}"),
    ];
    let first = refuse(&files).text;
    for _ in 0..5 {
        assert_eq!(refuse(&files).text, first);
    }
}

#[test]
fn generating_in_several_threads_leaves_the_panic_hook_alone() {
    use std::sync::atomic::{AtomicUsize, Ordering};

    const NAME: &str = "generating_in_several_threads_leaves_the_panic_hook_alone";
    static CALLS: AtomicUsize = AtomicUsize::new(0);
    // The hook belongs to the process, so this needs one of its own.
    if std::env::var_os("LOSANT_CODEGEN_HOOK").is_none() {
        let run = std::process::Command::new(std::env::current_exe().unwrap())
            .args(["--exact", NAME])
            .env("LOSANT_CODEGEN_HOOK", "1")
            .output()
            .unwrap();
        assert!(run.status.success(), "{}", String::from_utf8_lossy(&run.stdout));
        return;
    }
    let folder = Folder::with(&[(
        "device.json",
        r#"{"type": "object", "properties": {"x": {"type": "string"}}}"#,
    )]);
    std::panic::set_hook(Box::new(|_| {
        CALLS.fetch_add(1, Ordering::SeqCst);
    }));
    std::thread::scope(|scope| {
        for _ in 0..8 {
            scope.spawn(|| {
                for _ in 0..20 {
                    typewright::Generator::new(folder.schemas()).generate().unwrap();
                }
            });
        }
    });
    let panicked = std::panic::catch_unwind(|| panic!("on purpose"));
    let _ = std::panic::take_hook();
    assert!(panicked.is_err());
    assert_eq!(CALLS.load(Ordering::SeqCst), 1, "the program's own panic hook is gone");
}
