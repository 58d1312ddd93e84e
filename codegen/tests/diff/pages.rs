//! The pages of the rules.

use std::fs;
use std::path::Path;

use typewright::diff::{RULES, rule_index};

#[test]
fn the_pages_of_the_rules_are_up_to_date() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs/rules");
    let mut pages: Vec<(String, String)> = RULES
        .iter()
        .map(|rule| (format!("{}.md", rule.id), rule.page()))
        .collect();
    pages.push(("README.md".to_owned(), rule_index()));
    if std::env::var_os("INSTA_UPDATE").is_some_and(|value| value == "always") {
        fs::create_dir_all(&folder).expect("the folder of the pages");
        for (name, text) in &pages {
            fs::write(folder.join(name), text).expect("a page");
        }
    }
    for (name, text) in &pages {
        let found = fs::read_to_string(folder.join(name)).unwrap_or_default();
        assert!(
            found == *text,
            "docs/rules/{name} is stale: run the test with INSTA_UPDATE=always"
        );
    }
    let files = fs::read_dir(&folder).expect("the folder of the pages");
    let files: Vec<String> = files
        .map(|file| file.expect("a file").file_name().to_string_lossy().into_owned())
        .collect();
    for file in files {
        assert!(
            pages.iter().any(|(name, _)| *name == file),
            "docs/rules/{file} belongs to no rule"
        );
    }
}

#[test]
fn each_rule_has_a_name_of_its_own() {
    for (index, rule) in RULES.iter().enumerate() {
        assert!(
            RULES.iter().skip(index + 1).all(|other| other.id != rule.id),
            "{}",
            rule.id
        );
    }
}
