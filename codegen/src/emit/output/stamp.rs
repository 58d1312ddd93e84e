//! The stamp: which inputs the files of a folder were generated from, and what the generator wrote into them.
//!
//! ```text
//! # Written by typewright after all other generated files. Do not edit.
//! typewright 0.1.0
//! input 0b4de16500de47a6 device.json
//! output 85944171f73967e8 types.rs
//! complete
//! ```
//!
//! Before a run touches the first file, it replaces the stamp by one without the last line, which lists what the files
//! contained before as well as what they are going to contain. So a build recognizes an interrupted run, and the next
//! run recognizes the files of both as generated. A stamp in which a merge left conflict markers is read the same way.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Component, Path};

use crate::emit::format::File;
use crate::input::digest::digest;

/// The name of the stamp in the folder of the generated code.
pub const STAMP: &str = "typewright.lock";

const FIRST_LINE: &str = "# Written by typewright after all other generated files. Do not edit.";
const COMPLETE: &str = "complete";

/// A file that the code was generated from.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Input {
    /// Its name in the folder of schemas.
    pub name: String,
    /// The digest of its content.
    pub digest: String,
}

/// What the stamp of a folder says about the generated files in it.
#[derive(Debug, Default)]
pub struct Stamp {
    /// The digests that a generated file may have, by its path in the folder.
    outputs: BTreeMap<String, BTreeSet<String>>,
}

impl Stamp {
    /// Reads a stamp; `None` if the text is not one.
    pub fn parse(text: &str) -> Option<Self> {
        let mut lines = text.lines();
        if lines.next() != Some(FIRST_LINE) {
            return None;
        }
        let mut stamp = Self::default();
        let outputs = lines.filter_map(|line| line.strip_prefix("output ")?.split_once(' '));
        // A path that leads out of the folder is not one that a run has written.
        for (digest, path) in outputs.filter(|(_, path)| stays_inside(path)) {
            stamp.add(path, digest.to_owned());
        }
        Some(stamp)
    }

    /// Whether the generator wrote this content to this path.
    pub fn knows(&self, path: &str, content: &[u8]) -> bool {
        self.outputs
            .get(path)
            .is_some_and(|digests| digests.contains(&digest(content)))
    }

    /// Whether the generator wrote a file to this path.
    pub fn lists(&self, path: &str) -> bool {
        self.outputs.contains_key(path)
    }

    /// The paths of the generated files.
    pub fn paths(&self) -> impl Iterator<Item = &str> {
        self.outputs.keys().map(String::as_str)
    }

    /// The stamp to put in place while these files are written.
    pub fn while_writing(mut self, inputs: &[Input], files: &[File]) -> String {
        for file in files {
            self.add(&file.path, digest(file.text.as_bytes()));
        }
        self.body(inputs)
    }

    fn add(&mut self, path: &str, digest: String) {
        self.outputs.entry(path.to_owned()).or_default().insert(digest);
    }

    fn body(&self, inputs: &[Input]) -> String {
        let mut lines = vec![
            FIRST_LINE.to_owned(),
            format!("typewright {}", env!("CARGO_PKG_VERSION")),
        ];
        let inputs: BTreeSet<&Input> = inputs.iter().collect();
        lines.extend(
            inputs
                .iter()
                .map(|input| format!("input {} {}", input.digest, on_one_line(&input.name))),
        );
        for (path, digests) in &self.outputs {
            lines.extend(digests.iter().map(|digest| format!("output {digest} {path}")));
        }
        lines.join("\n") + "\n"
    }
}

/// The stamp of files that were written completely.
pub fn complete(inputs: &[Input], files: &[File]) -> String {
    let body = Stamp::default().while_writing(inputs, files);
    format!("{body}{COMPLETE}\n")
}

fn stays_inside(path: &str) -> bool {
    let mut parts = Path::new(path).components();
    !path.is_empty() && parts.all(|part| matches!(part, Component::Normal(_)))
}

/// The name of an input is not ours; a line break in it must not start a line.
fn on_one_line(name: &str) -> String {
    name.replace('\\', "\\\\").replace('\n', "\\n").replace('\r', "\\r")
}

#[cfg(test)]
mod tests {
    use super::{Input, STAMP, Stamp, complete};
    use crate::emit::format::File;

    fn file(path: &str, text: &str) -> File {
        File {
            path: path.to_owned(),
            text: text.to_owned(),
        }
    }

    #[test]
    fn a_stamp_is_read_back() {
        let inputs = [Input {
            name: "a\nb.json".to_owned(),
            digest: "0".repeat(16),
        }];
        let text = complete(&inputs, &[file("types.rs", "mod x;"), file("types/wire.rs", "")]);
        assert!(text.ends_with("\ncomplete\n"), "{text}");
        assert!(text.contains("\ninput 0000000000000000 a\\nb.json\n"), "{text}");
        let stamp = Stamp::parse(&text).expect(STAMP);
        assert!(stamp.knows("types.rs", b"mod x;") && !stamp.knows("types.rs", b"mod y;"));
        assert_eq!(stamp.paths().collect::<Vec<_>>(), ["types.rs", "types/wire.rs"]);
    }

    #[test]
    fn a_stamp_while_writing_knows_both_contents_and_is_not_complete() {
        let old = complete(&[], &[file("types.rs", "old"), file("gone.rs", "gone")]);
        let stamp = Stamp::parse(&old).expect(STAMP);
        let text = stamp.while_writing(&[], &[file("types.rs", "new")]);
        assert!(!text.contains("complete"), "{text}");
        let both = Stamp::parse(&text).expect(STAMP);
        assert!(both.knows("types.rs", b"old") && both.knows("types.rs", b"new") && both.knows("gone.rs", b"gone"));
    }

    #[test]
    fn conflict_markers_leave_the_files_of_both_sides_known() {
        let ours = complete(&[], &[file("types.rs", "ours")]);
        let theirs = complete(&[], &[file("types.rs", "theirs")]);
        let (head, ours) = ours.split_once("output").expect("an output");
        let (_, theirs) = theirs.split_once("output").expect("an output");
        let merged = format!("{head}<<<<<<< HEAD\noutput{ours}=======\noutput{theirs}>>>>>>> main\n");
        let stamp = Stamp::parse(&merged).expect(STAMP);
        assert!(stamp.knows("types.rs", b"ours") && stamp.knows("types.rs", b"theirs"));
    }

    #[test]
    fn paths_that_leave_the_folder_are_ignored() {
        let text = complete(
            &[],
            &[file("../x", ""), file("/x", ""), file("a/../../x", ""), file("x", "")],
        );
        let stamp = Stamp::parse(&text).expect(STAMP);
        assert_eq!(stamp.paths().collect::<Vec<_>>(), ["x"]);
    }

    #[test]
    fn another_file_of_that_name_is_not_a_stamp() {
        assert!(Stamp::parse("").is_none());
        assert!(Stamp::parse("output 85944171f73967e8 types.rs\n").is_none());
    }
}
