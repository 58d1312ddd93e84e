//! Which finding causes a change of the Rust API.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use typewright_core::json::pointer::unescape;

use super::changes::{RustChange, Whole};
use super::items::{Items, Member};
use super::renames::Renames;
use crate::diff::finding::{Finding, Place};
use crate::diff::rules::{Area, rule};
use crate::diff::side::Side;
use crate::diff::verdict::Verdict;
use crate::input::document::step;
use crate::schema::keywords::SchemaId;

/// Adds each change to the finding that causes it, and the others as findings of their own.
pub(super) fn attach(
    (old, new): (&Side, &Side),
    renames: &Renames,
    actions: &BTreeMap<String, String>,
    changes: Vec<RustChange>,
    findings: &mut Vec<Finding>,
) {
    for (name, rename) in &renames.by_old {
        let message = format!("`types::{name}` is called `types::{}` now", rename.new);
        // A renamed file or component is a finding already.
        let known = findings.iter_mut().find(|finding| {
            let is_around = |place: &Place| is_inside(&rename.place, &key(place));
            finding.rule.id == "type-renamed" && finding.old.as_ref().is_some_and(is_around)
        });
        match known {
            Some(finding) => note(finding, message, true),
            None => {
                let mut finding = Finding::new(rule("type-renamed"), message.clone());
                finding.old = place(old, &rename.place);
                finding.new = place(new, &rename.place);
                note(&mut finding, message, true);
                findings.push(finding);
            }
        }
    }
    let causes = Causes::of(findings, actions);
    let mut left: BTreeMap<String, Vec<RustChange>> = BTreeMap::new();
    for change in changes {
        let cause = match change.path.strip_prefix("types::") {
            Some(_) => causes.of_type(&change, old, new, findings),
            None => causes.of_action(&change, &old.items, &new.items, findings),
        };
        match cause {
            Some(index) => note(&mut findings[index], change.message, change.breaks),
            None => left.entry(change.path.clone()).or_default().push(change),
        }
    }
    let mut users: HashMap<String, usize> = HashMap::new();
    for (index, finding) in findings.iter().enumerate() {
        for change in &finding.rust_changes {
            add_words(&mut users, change, index);
        }
    }
    for (path, changes) in left {
        // A type without a place is called after its content: it comes and goes with what uses it.
        let name = path.strip_prefix("types::");
        let name = name.filter(|_| changes.iter().all(|change| change.whole.is_some()));
        let Some(index) = name.and_then(|name| users.get(name).copied()) else {
            findings.push(remaining(&path, changes, old, new));
            continue;
        };
        for change in changes {
            add_words(&mut users, &change.message, index);
            note(&mut findings[index], change.message, change.breaks);
        }
    }
}

/// Notes which finding a message belongs to, by the words in it.
fn add_words(users: &mut HashMap<String, usize>, message: &str, finding: usize) {
    for word in message.split(|c: char| !c.is_alphanumeric() && c != '_') {
        if !users.contains_key(word) {
            users.insert(word.to_owned(), finding);
        }
    }
}

fn note(finding: &mut Finding, message: String, breaks: bool) {
    if breaks {
        finding.rust = Verdict::Breaks;
    }
    finding.rust_changes.push(message);
}

/// A finding for the changes of one item that no other finding causes.
fn remaining(path: &str, changes: Vec<RustChange>, old: &Side, new: &Side) -> Finding {
    let breaks = changes.iter().any(|change| change.breaks);
    let message = match (&changes[..], breaks) {
        ([only], _) => only.message.clone(),
        (_, true) => format!("`{path}` changed in {} ways", changes.len()),
        (_, false) => format!("`{path}` has {} new members", changes.len()),
    };
    let mut finding = Finding::new(rule(if breaks { "rust-changed" } else { "rust-added" }), message);
    if let Some(name) = path.strip_prefix("types::") {
        let at = |side: &Side| side.places_of(name).first().and_then(|found| place(side, found));
        (finding.old, finding.new) = (at(old), at(new));
    } else {
        let action = |side: &Side| {
            let id = changes.first().and_then(|change| operation(&side.items, change))?;
            let request = side.run.api.requests().find(|operation| operation.id == id)?;
            Some((side.place_in(request.location.file, &request.location.pointer), id))
        };
        let (before, after) = (action(old), action(new));
        finding
            .actions
            .extend(after.as_ref().or(before.as_ref()).map(|(_, id)| id.clone()));
        (finding.old, finding.new) = (before.map(|(place, _)| place), after.map(|(place, _)| place));
    }
    for change in changes {
        note(&mut finding, change.message, change.breaks);
    }
    finding
}

/// The place of an entry of the names file.
fn place(side: &Side, entry: &str) -> Option<Place> {
    let (file, pointer) = entry.split_once('#')?;
    let Some(id) = action_of(entry) else {
        return Some(side.place_in(side.run.sources.named(file)?, pointer));
    };
    let operation = side.run.api.requests().find(|operation| operation.id == id)?;
    let location = match *pointer.split('/').skip(1).collect::<Vec<&str>>() {
        ["parameters", name, ..] => {
            let mut parameters = operation.parameters.iter();
            let found = parameters.find(|parameter| parameter.name == unescape(name));
            found.map_or(&operation.location, |parameter| &parameter.location)
        }
        _ => &operation.location,
    };
    Some(side.place_in(location.file, &location.pointer))
}

/// A place as the names file writes it.
pub(super) fn key(place: &Place) -> String {
    format!("{}#{}", place.name, place.pointer)
}

/// Whether a place is a schema file, a component or a definition as a whole, or a keyword in there.
fn is_whole(place: &Place) -> bool {
    let place = normal(&key(place));
    let Some((_, pointer)) = place.split_once('#') else {
        return false;
    };
    let mut steps: Vec<&str> = pointer.split('/').skip(1).collect();
    // Arrays and maps have no type of their own.
    while let ["items" | "additionalProperties"] = steps[steps.len().saturating_sub(1)..] {
        steps.pop();
    }
    matches!(
        steps[..],
        [] | ["definitions" | "$defs", _] | ["components", "schemas", _]
    )
}

/// Whether a schema is written in place in an action, or in a part that actions share.
fn is_in_action(place: &Place) -> bool {
    const PARTS: [&str; 9] = [
        "/paths/",
        "/webhooks/",
        "/x-webhooks/",
        "/components/callbacks/",
        "/components/headers/",
        "/components/parameters/",
        "/components/pathItems/",
        "/components/requestBodies/",
        "/components/responses/",
    ];
    PARTS.iter().any(|part| place.pointer.starts_with(part))
}

/// The findings by what they are about.
struct Causes<'a> {
    /// The new `operationId` of each action that has another one.
    renamed: &'a BTreeMap<String, String>,
    /// The places of the old and the new version, without keywords, with the index of the finding.
    places: Vec<(String, usize)>,
    /// Findings that change no shape, except that of the very schema that they are about.
    without_shape: BTreeSet<usize>,
    /// The actions.
    actions: Vec<(String, usize)>,
    /// The schemas that stand in an action, by action.
    inline: Vec<(String, usize)>,
    /// The schemas that an action refers to, by action.
    whole: Vec<(String, usize)>,
    /// The servers and the security schemes, by the type that has a constant for each.
    constants: Vec<(&'static str, usize)>,
    /// The webhooks that came or went: the enum of all webhooks comes and goes with them.
    webhooks: Vec<usize>,
}

impl<'a> Causes<'a> {
    fn of(findings: &[Finding], renamed: &'a BTreeMap<String, String>) -> Self {
        const WITHOUT_SHAPE: [&str; 10] = [
            "access-changed",
            "contains-changed",
            "default-changed",
            "dependencies-changed",
            "limit-loosened",
            "limit-tightened",
            "multiple-of-changed",
            "pattern-changed",
            "property-names-changed",
            "schema-deprecated",
        ];
        const WITHOUT_API: [&str; 12] = [
            "action-deprecated",
            "parameter-deprecated",
            "event-stream-changed",
            "scope-added",
            "scope-removed",
            "scopes-replaced",
            "security-flow-changed",
            "security-scheme-changed",
            "server-added",
            "server-changed",
            "server-removed",
            "server-variable-changed",
        ];
        let mut without_shape = BTreeSet::new();
        let mut places = Vec::new();
        let mut actions = Vec::new();
        let mut inline = Vec::new();
        let mut whole = Vec::new();
        let mut constants = Vec::new();
        let mut webhooks = Vec::new();
        for (index, finding) in findings.iter().enumerate() {
            match finding.rule.id {
                id if id.starts_with("server-") => constants.push(("endpoints::Servers", index)),
                id if id.starts_with("security-") => constants.push(("endpoints::Security", index)),
                "webhook-added" | "webhook-removed" => webhooks.push(index),
                _ => {}
            }
            if WITHOUT_SHAPE.contains(&finding.rule.id) {
                without_shape.insert(index);
            }
            match finding.rule.area {
                Area::Schema | Area::Names => {
                    // A reference of an action decides the types in the signatures of its methods.
                    if finding.rule.id == "reference-changed" {
                        actions.extend(finding.actions.iter().map(|action| (action.clone(), index)));
                    }
                    let both = [&finding.old, &finding.new].into_iter().flatten();
                    if both.clone().any(is_in_action) {
                        inline.extend(finding.actions.iter().map(|action| (action.clone(), index)));
                    }
                    if !without_shape.contains(&index) && both.clone().any(is_whole) {
                        whole.extend(finding.actions.iter().map(|action| (action.clone(), index)));
                    }
                    places.extend(both.map(|place| (normal(&key(place)), index)));
                }
                Area::Action | Area::Response if WITHOUT_API.contains(&finding.rule.id) => {}
                Area::Action | Area::Parameter | Area::RequestBody | Area::Response => {
                    let requests = finding.actions.iter().chain(&finding.callbacks);
                    actions.extend(requests.map(|action| (action.clone(), index)));
                }
                Area::Text => {}
            }
        }
        Self {
            renamed,
            places,
            without_shape,
            actions,
            inline,
            whole,
            constants,
            webhooks,
        }
    }

    /// The finding that changes a type.
    fn of_type(&self, change: &RustChange, old: &Side, new: &Side, findings: &[Finding]) -> Option<usize> {
        let own = change.path.strip_prefix("types::")?;
        // A type comes from its own places first, and then from those of the types that it stood or stands for.
        let names = std::iter::once(own).chain(change.related.iter().map(String::as_str));
        names
            .map(|name| self.of_type_at(name, change, old, new, findings))
            .find(Option::is_some)?
    }

    /// The finding that changes a type, at the places of a name.
    fn of_type_at(
        &self,
        name: &str,
        change: &RustChange,
        old: &Side,
        new: &Side,
        findings: &[Finding],
    ) -> Option<usize> {
        let entries: Vec<&String> = old.places_of(name).iter().chain(new.places_of(name)).collect();
        let mut places: Vec<String> = entries.iter().map(|place| normal(place)).collect();
        // The members of `allOf` give a type its fields.
        places.extend([old, new].into_iter().flat_map(|side| parts(side, name)));
        // A member is changed by what is at its property, or by what is in there.
        if let Some(member) = &change.member {
            for place in &places {
                for name in self::names(change, member, [&old.items, &new.items]) {
                    let property = format!("{place}{}", step("/properties", &name));
                    if let Some(found) = self.at_or_below(&property) {
                        return Some(found);
                    }
                }
            }
        }
        let is_removed = |index: &usize| findings[*index].rule.id.ends_with("removed");
        if let Some(whole) = change.whole {
            // An inline type comes and goes with the property around it.
            let around = places.iter().filter_map(|place| self.at_or_above(place));
            let around: Vec<usize> = around.collect();
            let cause = around.iter().find(|index| is_removed(index) == (whole == Whole::Gone));
            if let Some(found) = cause.or(around.first()) {
                return Some(*found);
            }
        }
        // A constructor is changed by the properties that are required, and there is a default without one.
        let is_constructor = match &change.member {
            Some(Member::Method(name)) => name == "new",
            Some(Member::Trait(name)) => name == "Default",
            _ => false,
        };
        if is_constructor {
            const REQUIRED: [&str; 4] = [
                "property-required",
                "property-optional",
                "required-property-removed",
                "access-changed",
            ];
            let found = places.iter().find_map(|place| {
                let inside = self.places.iter().filter(|(at, _)| is_inside(at, place));
                inside
                    .map(|(_, index)| *index)
                    .find(|index| REQUIRED.contains(&findings[*index].rule.id))
            });
            if found.is_some() {
                return found;
            }
        }
        let of_action = || {
            let id = entries.iter().find_map(|entry| action_of(entry))?;
            let of = |list: &[(String, usize)]| -> Vec<usize> {
                let found = list.iter().filter(|(action, _)| *action == id);
                found.map(|(_, index)| *index).collect()
            };
            let (inline, own) = (of(&self.inline), of(&self.actions));
            let has_name = |index: &&usize| {
                entries.iter().any(|entry| {
                    let name = entry.rsplit('/').next().unwrap_or_default();
                    mentions(&findings[**index].message, &Member::Field(unescape(name)))
                })
            };
            let named = inline.iter().find(has_name).or_else(|| own.iter().find(has_name));
            named.or(inline.first()).or(own.first()).copied()
        };
        places
            .iter()
            .find_map(|place| self.exactly(place))
            .or_else(|| places.iter().find_map(|place| self.at_or_below(place)))
            .or_else(of_action)
    }

    fn exactly(&self, place: &str) -> Option<usize> {
        self.places.iter().find(|(at, _)| at == place).map(|(_, index)| *index)
    }

    /// The finding at a place, or the nearest one inside of it.
    fn at_or_below(&self, place: &str) -> Option<usize> {
        let has_shape = |at: &str, index: &usize| at == place || !self.without_shape.contains(index);
        let inside = self
            .places
            .iter()
            .filter(|(at, index)| is_inside(at, place) && has_shape(at, index));
        inside
            .min_by_key(|(at, index)| (at.len(), self.without_shape.contains(index)))
            .map(|(_, index)| *index)
    }

    /// The finding at a place, or the nearest one around it.
    fn at_or_above(&self, place: &str) -> Option<usize> {
        let around = self
            .places
            .iter()
            .filter(|(at, index)| is_inside(place, at) && !self.without_shape.contains(index));
        around.max_by_key(|(at, _)| at.len()).map(|(_, index)| *index)
    }

    /// The finding that changes an action.
    fn of_action(&self, change: &RustChange, old: &Items, new: &Items, findings: &[Finding]) -> Option<usize> {
        if let Some((_, index)) = self.constants.iter().find(|(path, _)| *path == change.path) {
            return Some(*index);
        }
        let before = operation(old, change).map(|id| self.renamed.get(&id).cloned().unwrap_or(id));
        let Some(id) = before.or_else(|| operation(new, change)) else {
            let is_enum = change.path == "webhooks::Webhook";
            return self.webhooks.first().filter(|_| is_enum).copied();
        };
        let of = |list: &[(String, usize)]| -> Vec<usize> {
            let found = list.iter().filter(|(action, _)| *action == id);
            found.map(|(_, index)| *index).collect()
        };
        let (own, inline) = (of(&self.actions), of(&self.inline));
        let is_about = |index: &&usize| {
            let member = change.member.as_ref();
            member.is_some_and(|member| mentions(&findings[**index].message, member))
        };
        let has_shape = |index: &&usize| findings[**index].rule.id != "parameter-default-changed";
        let is_needed = |index: &&usize| {
            let is_constructor = matches!(&change.member, Some(Member::Method(name)) if name == "new");
            is_constructor && NEEDED.contains(&findings[**index].rule.id)
        };
        let about = own.iter().filter(has_shape).find(is_about);
        let about = about.or_else(|| inline.iter().find(is_about));
        let found = about.or_else(|| own.iter().find(is_needed));
        let found = found.or_else(|| own.iter().find(|index| is_about(index)));
        // The types of required parts are in the signature of the constructor.
        let parts = if change.breaks {
            [&inline, &own]
        } else {
            [&own, &inline]
        };
        let mut parts = parts.into_iter().flatten().copied();
        let found = found.copied().or_else(|| parts.next());
        found.or_else(|| of(&self.whole).first().copied())
    }
}

/// The rules by which a request needs other parts than before.
const NEEDED: [&str; 9] = [
    "action-path-changed",
    "body-optional",
    "body-removed",
    "body-required",
    "parameter-moved",
    "parameter-optional",
    "parameter-removed",
    "parameter-required",
    "parameter-required-added",
];

/// Whether a message names a parameter or a property that is a member: `x?sortField` names `sort_field`.
fn mentions(message: &str, member: &Member) -> bool {
    let wanted = plain(member.name());
    message.split('`').skip(1).step_by(2).any(|word| {
        let name = match word.split_once('?') {
            Some((_, path)) => path.split(['.', '[', '/']).next().unwrap_or_default(),
            None => word,
        };
        plain(name) == wanted
    })
}

/// A text in which `sort_field` and `sortField` are the same.
fn plain(text: &str) -> String {
    let text = text.strip_prefix("maybe_").unwrap_or(text);
    let letters = text.chars().filter(|c| c.is_alphanumeric());
    letters.flat_map(char::to_lowercase).collect()
}

/// The places of the schemas with a name that `allOf` adds to a type.
fn parts(side: &Side, name: &str) -> Vec<String> {
    let set = &side.run.set;
    let at = |entry: &String| {
        let (file, pointer) = entry.split_once('#')?;
        set.at(side.run.sources.named(file)?, pointer)
    };
    let mut waiting: Vec<SchemaId> = side.places_of(name).iter().filter_map(at).collect();
    let mut seen = BTreeSet::new();
    let mut found = Vec::new();
    while let Some(schema) = waiting.pop() {
        for member in &set.keywords(set.deref(schema)).all_of {
            let member = set.deref(*member);
            if seen.insert(member) {
                let place = format!("{}#{}", side.file_name(member), set.schemas[member].pointer);
                found.push(normal(&place));
                waiting.push(member);
            }
        }
    }
    found
}

/// The `operationId` that an item of the endpoints belongs to.
fn operation(items: &Items, change: &RustChange) -> Option<String> {
    if let Some(id) = items.operations.get(&change.path) {
        return Some(id.clone());
    }
    let item = items.by_path.get(&change.path)?;
    let request = match &change.member {
        Some(Member::Method(name)) => {
            let sent = item.sends.get(name).or_else(|| item.sends.get(&format!("{name}_call")));
            // A method of the client may lead to a resource.
            let signature = item.members.get(&Member::Method(name.clone()));
            sent.cloned().or_else(|| resource(items, change, signature?))
        }
        None if !item.sends.is_empty() => item.sends.values().next().cloned(),
        // The enum of all requests.
        Some(Member::Variant(name)) => {
            let path = item.members.get(&Member::Variant(name.clone()));
            path.map(|path| format!("endpoints::{}", path.trim_matches(['(', ')'])))
        }
        _ => None,
    };
    if let Some(id) = request.and_then(|request| items.operations.get(&request)) {
        return Some(id.clone());
    }
    // An item beside a request is named after it: `GetResponse`.
    let found = items
        .operations
        .iter()
        .filter(|(path, _)| change.path.starts_with(*path));
    found.max_by_key(|(path, _)| path.len()).map(|(_, id)| id.clone())
}

/// A request of the resource that a method of a client returns.
fn resource(items: &Items, change: &RustChange, signature: &str) -> Option<String> {
    let (module, _) = change.path.rsplit_once("::")?;
    let (_, output) = signature.rsplit_once("-> ")?;
    let name = output.split('<').next()?.trim();
    items
        .by_path
        .get(&format!("{module}::{name}"))?
        .sends
        .values()
        .next()
        .cloned()
}

/// The action that the place of an inline schema of a body or a parameter names: `openapi.json#orders.get/…`.
fn action_of(entry: &str) -> Option<String> {
    let (_, rest) = entry.split_once('#')?;
    let first = rest.split('/').next().filter(|first| !first.is_empty())?;
    Some(unescape(first))
}

/// The names in JSON that a member may stand for.
fn names(change: &RustChange, member: &Member, items: [&Items; 2]) -> Vec<String> {
    let name = member.name();
    let bare = name.strip_prefix("maybe_").unwrap_or(name);
    let both = items
        .into_iter()
        .flat_map(|items| [name, bare].map(|name| items.wire.get(&format!("{}.{name}", change.path))));
    let mut names: Vec<String> = both.flatten().cloned().collect();
    names.dedup();
    names
}

/// Whether a place is another one or inside of it.
fn is_inside(place: &str, owner: &str) -> bool {
    place
        .strip_prefix(owner)
        .is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}

/// A place without branches, and without the keyword at its end.
fn normal(place: &str) -> String {
    let (file, pointer) = place.split_once('#').unwrap_or((place, ""));
    let mut steps = pointer.split('/').skip(1);
    let mut normal = format!("{file}#");
    while let Some(name) = steps.next() {
        match name {
            "properties" | "definitions" | "$defs" | "patternProperties" => {
                if let Some(inner) = steps.next() {
                    normal.extend(["/", name, "/", inner]);
                }
            }
            "allOf" | "anyOf" | "oneOf" => {
                steps.next();
            }
            "items" | "additionalProperties" => normal.extend(["/", name]),
            "components" | "paths" | "schemas" | "schema" | "requestBody" | "responses" | "content" | "parameters" => {
                normal.extend(["/", name]);
            }
            name if pointer.starts_with("/components/") && !is_keyword(name) => normal.extend(["/", name]),
            _ => {}
        }
    }
    normal
}

fn is_keyword(name: &str) -> bool {
    const KEYWORDS: [&str; 22] = [
        "type",
        "enum",
        "const",
        "required",
        "minLength",
        "maxLength",
        "pattern",
        "format",
        "minimum",
        "maximum",
        "exclusiveMinimum",
        "exclusiveMaximum",
        "multipleOf",
        "minItems",
        "maxItems",
        "uniqueItems",
        "minProperties",
        "maxProperties",
        "nullable",
        "not",
        "if",
        "propertyNames",
    ];
    KEYWORDS.contains(&name)
}
