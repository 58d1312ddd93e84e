//! What a change of schemas breaks: on the wire, in the exact check, and in code that uses the bindings.
//!
//! Both versions go through the stages of the pipeline. Schemas that belong together are compared keyword by keyword; what
//! a difference means is decided by containment of the schemas, so that a finding is proved, or shown by a value. The Rust
//! verdict compares the code that would be generated.

mod actions;
mod branches;
mod change;
mod compare;
mod decide;
mod finding;
mod format;
mod graph;
mod ignore;
mod input;
mod merge;
mod owners;
mod page;
mod properties;
mod rules;
mod rust;
mod sameness;
pub(crate) mod scratch;
mod side;
mod subject;
mod verdict;
mod widened;

use std::io;
use std::path::PathBuf;
use std::thread;

use crate::contains::judge::Judge;
use crate::generator::Generator;
use crate::report::Diagnostics;
use crate::report::fault;
pub use finding::{Elsewhere, Finding, Place, Witness};
pub use format::Format;
pub use ignore::Ignore;
pub use input::Input;
use input::Ready;
pub use page::index as rule_index;
pub use rules::{Area, Example, RULES, Rule};
use side::Side;
pub use verdict::{Direction, Semver, Verdict};

/// Compares two versions of a folder of schemas.
#[derive(Debug, Clone)]
pub struct Comparison {
    old: Input,
    new: Input,
    /// The overlays of the old and of the new version.
    overlays: [Vec<PathBuf>; 2],
    keep_going: bool,
    url_folders: Vec<(String, PathBuf)>,
    format_annotates: bool,
}

/// The result of a comparison.
#[derive(Debug)]
#[non_exhaustive]
pub struct Report {
    /// The findings, from harmful to harmless, then by place.
    pub findings: Vec<Finding>,
    /// The bump of the version that the new bindings need.
    pub semver: Semver,
}

impl Report {
    /// Removes the findings that an ignore file accepts.
    ///
    /// # Errors
    /// The entries that are expired, and those that no finding belongs to.
    pub fn ignore(&mut self, ignore: &Ignore) -> Result<(), Diagnostics> {
        ignore.apply(&mut self.findings)?;
        self.semver = semver(&self.findings);
        Ok(())
    }
}

impl Comparison {
    /// Compares two versions.
    pub fn new(old: Input, new: Input) -> Self {
        Self {
            old,
            new,
            overlays: [Vec::new(), Vec::new()],
            keep_going: false,
            url_folders: Vec::new(),
            format_annotates: false,
        }
    }

    /// Applies an overlay to both versions, as [`Generator::overlay`] does.
    #[must_use]
    pub fn overlay(mut self, file: impl Into<PathBuf>) -> Self {
        let file = file.into();
        self.overlays[0].push(file.clone());
        self.overlays[1].push(file);
        self
    }

    /// Applies an overlay to the old version only.
    #[must_use]
    pub fn old_overlay(mut self, file: impl Into<PathBuf>) -> Self {
        self.overlays[0].push(file.into());
        self
    }

    /// Applies an overlay to the new version only.
    #[must_use]
    pub fn new_overlay(mut self, file: impl Into<PathBuf>) -> Self {
        self.overlays[1].push(file.into());
        self
    }

    /// Leaves out what cannot be generated instead of failing.
    #[must_use]
    pub fn keep_going(mut self) -> Self {
        self.keep_going = true;
        self
    }

    /// Maps `$ref`s with a base URL to a local folder.
    #[must_use]
    pub fn map_url(mut self, url: impl Into<String>, folder: impl Into<PathBuf>) -> Self {
        self.url_folders.push((url.into(), folder.into()));
        self
    }

    /// Treats `format` as an annotation.
    #[must_use]
    pub fn formats_as_annotations(mut self) -> Self {
        self.format_annotates = true;
        self
    }

    /// Runs the comparison.
    ///
    /// # Errors
    /// All errors in the version that cannot be read.
    pub fn run(&self) -> Result<Report, Diagnostics> {
        let run = fault::catch_with_stack(|| self.compare());
        let run = run.unwrap_or_else(|error| Err(no_thread(&error)));
        run.unwrap_or_else(|fault| Err(Diagnostics(vec![fault::diagnostic("diff", &fault)])))
    }

    fn compare(&self) -> Result<Report, Diagnostics> {
        let (old, new) = input::prepare(&self.old, &self.new).map_err(side::unreadable)?;
        let (mut old, mut new) = self.read(&old, &new)?;
        actions::add_left_out(&mut old);
        actions::add_left_out(&mut new);
        let mut judge = Judge::new(&old.run.set, &new.run.set);
        let (mut owners, mut findings) = owners::pair(&old, &new, &mut judge);
        let mut actions = actions::compare(&old, &new);
        for one in &mut actions.uses {
            one.owner += owners.len();
        }
        owners.append(&mut actions.owners);
        findings.append(&mut actions.findings);
        let graph = graph::Graph::of(&old, &new, &owners, &mut judge);
        let uses = &actions.uses;
        let reached = graph.reached(uses);
        findings.extend(decide::decide(
            (&old, &new),
            &owners,
            uses,
            &actions.defaults,
            &graph,
            &reached,
            &mut judge,
        ));
        rust::add(&old, &new, &actions.renamed, &mut findings);
        findings.retain(|finding| !finding.is_rewording || !finding.rust_changes.is_empty());
        findings.sort_by(|a, b| {
            let key = |finding: &Finding| {
                let harm = std::cmp::Reverse((finding.concern(), finding.wire, finding.rust, finding.check));
                (harm, finding.shown().cloned(), finding.rule.id)
            };
            key(a).cmp(&key(b))
        });
        let findings = merge::merge(findings);
        let semver = semver(&findings);
        Ok(Report { findings, semver })
    }

    /// Reads both versions, at the same time.
    fn read(&self, old: &Ready, new: &Ready) -> Result<(Side, Side), Diagnostics> {
        let [old_overlays, new_overlays] = &self.overlays;
        let read = |one: &Ready, overlays: &[PathBuf]| side::read(&self.generator(&one.path, overlays), one);
        let (old, new) = thread::scope(|scope| {
            let old = scope.spawn(|| fault::catch_with_stack(|| read(old, old_overlays)));
            let new = read(new, new_overlays);
            (old.join(), new)
        });
        let old = match old {
            Ok(Ok(Ok(old))) => old,
            Ok(Ok(Err(fault))) => panic!("{fault}"),
            Ok(Err(error)) => return Err(Diagnostics(vec![fault::diagnostic("diff", &no_thread(&error))])),
            Err(_) => unreachable!("a panic is caught inside the thread"),
        };
        Ok((old?, new?))
    }

    fn generator(&self, path: &std::path::Path, overlays: &[PathBuf]) -> Generator {
        let mut generator = Generator::new(path);
        for overlay in overlays {
            generator = generator.overlay(overlay);
        }
        for (url, folder) in &self.url_folders {
            generator = generator.map_url(url, folder);
        }
        if self.format_annotates {
            generator = generator.formats_as_annotations();
        }
        if self.keep_going {
            generator = generator.keep_going();
        }
        generator
    }
}

fn no_thread(error: &io::Error) -> String {
    format!("no thread could be started: {error}")
}

/// The bump of the version that the new bindings need.
fn semver(findings: &[Finding]) -> Semver {
    let bump = |finding: &Finding| {
        if finding.rust == Verdict::Breaks {
            Semver::Major
        } else if finding.worst() > Verdict::None || !finding.rust_changes.is_empty() {
            Semver::Minor
        } else {
            Semver::Patch
        }
    };
    findings.iter().map(bump).max().unwrap_or(Semver::None)
}
