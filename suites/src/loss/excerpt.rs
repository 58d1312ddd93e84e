//! Cuts a large document down to what one of its members needs, so that it is generated in milliseconds.

use std::collections::{BTreeMap, BTreeSet, HashMap, VecDeque};

use serde_json::{Map, Value};

/// The members of a path item that hold actions.
const METHODS: [&str; 8] = ["get", "put", "post", "delete", "options", "head", "patch", "trace"];

/// A part of a document that is kept or left out as a whole: a component, or an action. Its pointer identifies it.
type Part = String;

/// How a document holds together.
pub struct Index {
    /// The parts that each part refers to.
    targets: HashMap<Part, BTreeSet<Part>>,
    /// For each component, the part through which the nearest action reaches it.
    users: HashMap<Part, Part>,
    /// All actions, in the order of the document.
    actions: Vec<Part>,
    /// The first action of each tag.
    tags: BTreeMap<String, Part>,
    /// The action of each `operationId`.
    ids: HashMap<String, Part>,
}

impl Index {
    /// Reads a document.
    pub fn new(document: &Value) -> Self {
        let mut index = Self {
            targets: HashMap::new(),
            users: HashMap::new(),
            actions: Vec::new(),
            tags: BTreeMap::new(),
            ids: HashMap::new(),
        };
        for (path, item) in members(document, "/paths") {
            for method in METHODS.iter().filter(|method| item.get(*method).is_some()) {
                let part = format!("/paths/{}/{method}", escaped(path));
                let action = &item[*method];
                if let Some(id) = action["operationId"].as_str() {
                    index.ids.insert(id.to_owned(), part.clone());
                }
                for tag in action["tags"]
                    .as_array()
                    .into_iter()
                    .flatten()
                    .filter_map(Value::as_str)
                {
                    index.tags.entry(tag.to_owned()).or_insert_with(|| part.clone());
                }
                index.actions.push(part);
            }
        }
        let sections = members(document, "/components");
        let components = sections.flat_map(|(section, _)| {
            let section = format!("/components/{}", escaped(section));
            members(document, &section).map(move |(name, _)| format!("{section}/{}", escaped(name)))
        });
        let parts: Vec<Part> = index.actions.iter().cloned().chain(components).collect();
        for part in parts {
            let targets = index.targets_of(document, &part);
            index.targets.insert(part, targets);
        }
        let mut queue: VecDeque<Part> = index.actions.iter().cloned().collect();
        while let Some(part) = queue.pop_front() {
            for target in &index.targets[&part] {
                if target.starts_with("/components/") && !index.users.contains_key(target) {
                    index.users.insert(target.clone(), part.clone());
                    queue.push_back(target.clone());
                }
            }
        }
        index
    }

    /// Returns the parts that a part refers to. An action also needs what its path item says for all actions.
    fn targets_of(&self, document: &Value, part: &Part) -> BTreeSet<Part> {
        let mut found = BTreeSet::new();
        let mut add = |pointer: &str| {
            found.extend(part_of(pointer).filter(|target| document.pointer(target).is_some()));
        };
        let path = part.rsplit_once('/').filter(|_| part.starts_with("/paths/"));
        for (name, shared) in path.iter().flat_map(|(path, _)| members(document, path)) {
            if !METHODS.contains(&name) {
                references(shared, &mut add);
            }
        }
        let Some(value) = document.pointer(part) else {
            return found;
        };
        references(value, &mut add);
        let mut ids = Vec::new();
        linked(value, &mut ids);
        found.extend(ids.into_iter().filter_map(|id| self.ids.get(id)).cloned());
        found
    }

    /// Returns a document with the member at `pointer`, an action that uses it, and what these need. References end
    /// after `depth` steps; what is behind is any value.
    pub fn excerpt(&self, document: &Value, pointer: &str, depth: usize) -> Value {
        let mut kept: BTreeSet<Part> = BTreeSet::new();
        let mut part = self.owner(document, pointer);
        while let Some(next) = part {
            let user = self.users.get(&next).cloned();
            kept.insert(next);
            part = user;
        }
        let mut border = kept.clone();
        for _ in 0..depth {
            let targets = border.iter().filter_map(|part| self.targets.get(part)).flatten();
            border = targets.filter(|target| !kept.contains(*target)).cloned().collect();
            if border.is_empty() {
                break;
            }
            kept.extend(border.iter().cloned());
        }
        let targets = border.iter().filter_map(|part| self.targets.get(part)).flatten();
        let stubs: BTreeSet<Part> = targets.filter(|target| !kept.contains(*target)).cloned().collect();
        cut(document, pointer, &kept, &stubs)
    }

    /// Returns the part that a member belongs to, or for one that belongs to none, an action that it has an effect on.
    fn owner(&self, document: &Value, pointer: &str) -> Option<Part> {
        let steps: Vec<&str> = pointer.split('/').collect();
        match steps[..] {
            ["", "paths", path, ..] => {
                let path = format!("/paths/{path}/");
                let own = part_of(pointer).filter(|part| self.actions.contains(part));
                own.or_else(|| self.actions.iter().find(|action| action.starts_with(&path)).cloned())
            }
            ["", "components", "securitySchemes", name, ..] => {
                let is_user = |action: &&Part| document.pointer(action).is_some_and(|action| requires(action, name));
                self.actions.iter().find(is_user).or(self.actions.first()).cloned()
            }
            ["", "components", ..] => part_of(pointer),
            ["", "tags", ..] => {
                let tag = document.pointer(&steps[..3.min(steps.len())].join("/"));
                let tag = tag.and_then(|tag| tag["name"].as_str());
                let tagged = tag.and_then(|tag| self.tags.get(tag));
                tagged.or(self.actions.first()).cloned()
            }
            _ => {
                let is_plain = |action: &&Part| {
                    let action = document.pointer(action);
                    action.is_some_and(|action| action.get("security").is_none() && action.get("servers").is_none())
                };
                self.actions.iter().find(is_plain).or(self.actions.first()).cloned()
            }
        }
    }
}

/// Returns the document without the other parts.
fn cut(document: &Value, pointer: &str, kept: &BTreeSet<Part>, stubs: &BTreeSet<Part>) -> Value {
    let is_kept = |part: &str| kept.contains(part);
    let mut rest = Map::new();
    for (name, value) in document.as_object().into_iter().flatten() {
        let value = match name.as_str() {
            "paths" => {
                let items = members(document, "/paths").map(|(path, item)| {
                    let at = format!("/paths/{}", escaped(path));
                    let is_action = |name: &str| METHODS.contains(&name);
                    let own =
                        members(document, &at).filter(|(name, _)| !is_action(name) || is_kept(&format!("{at}/{name}")));
                    let own: Map<String, Value> = own.map(|(name, value)| (name.to_owned(), value.clone())).collect();
                    let has_action = own.keys().any(|name| is_action(name)) || !item.is_object();
                    (
                        path.to_owned(),
                        has_action || pointer.starts_with(&format!("{at}/")),
                        own,
                    )
                });
                let items = items.filter(|(_, is_kept, _)| *is_kept);
                Value::Object(items.map(|(path, _, own)| (path, Value::Object(own))).collect())
            }
            "components" => {
                let sections = members(document, "/components").map(|(section, value)| {
                    let at = format!("/components/{}", escaped(section));
                    let own = members(document, &at).filter_map(|(name, value)| {
                        let part = format!("{at}/{}", escaped(name));
                        let is_whole = is_kept(&part) || section == "securitySchemes";
                        let value = if is_whole { Some(value.clone()) } else { None };
                        let stub = || stubs.contains(&part).then(|| stub(section, name)).flatten();
                        Some((name.to_owned(), value.or_else(stub)?))
                    });
                    let own = if value.is_object() {
                        Value::Object(own.collect())
                    } else {
                        value.clone()
                    };
                    (section.to_owned(), own)
                });
                Value::Object(sections.filter(|(_, own)| *own != Value::Object(Map::new())).collect())
            }
            "webhooks" | "x-webhooks" => {
                let at = format!("/{name}");
                let own =
                    members(document, &at).filter(|(name, _)| pointer.starts_with(&format!("{at}/{}/", escaped(name))));
                Value::Object(own.map(|(name, value)| (name.to_owned(), value.clone())).collect())
            }
            "tags" => {
                let tags = value.as_array().into_iter().flatten().enumerate();
                let used = tags.map(|(index, tag)| {
                    let is_own = pointer.starts_with(&format!("/tags/{index}/"));
                    let is_used = kept
                        .iter()
                        .filter_map(|part| document.pointer(part))
                        .any(|part| part["tags"].as_array().is_some_and(|tags| tags.contains(&tag["name"])));
                    if is_own || is_used { Some(tag.clone()) } else { None }
                });
                // The others keep their places.
                Value::Array(
                    used.enumerate()
                        .map(|(index, tag)| tag.unwrap_or_else(|| serde_json::json!({"name": format!("t{index}")})))
                        .collect(),
                )
            }
            _ => value.clone(),
        };
        rest.insert(name.clone(), value);
    }
    Value::Object(rest)
}

/// Returns what takes the place of a component that is left out. Only schemas may be any value.
fn stub(section: &str, name: &str) -> Option<Value> {
    (section == "schemas").then(|| serde_json::json!({"description": format!("Left out: {name}.")}))
}

/// Whether an action requires a security scheme.
fn requires(action: &Value, scheme: &str) -> bool {
    let alternatives = action["security"].as_array().into_iter().flatten();
    alternatives.into_iter().any(|schemes| schemes.get(scheme).is_some())
}

/// Visits the local pointers that a value refers to: of `$ref`, and of anything else that looks like one, such as the
/// mapping of a discriminator.
pub fn references(value: &Value, visit: &mut impl FnMut(&str)) {
    match value {
        Value::String(text) => {
            if let Some(pointer) = text.strip_prefix('#').filter(|pointer| pointer.starts_with('/')) {
                visit(pointer);
            }
        }
        Value::Array(items) => items.iter().for_each(|item| references(item, visit)),
        Value::Object(members) => members.values().for_each(|member| references(member, visit)),
        _ => {}
    }
}

/// Collects the ids of the actions that the links of an action lead to.
fn linked<'a>(value: &'a Value, ids: &mut Vec<&'a str>) {
    match value {
        Value::Array(items) => items.iter().for_each(|item| linked(item, ids)),
        Value::Object(members) => {
            for (name, member) in members {
                if name == "links" {
                    let links = member.as_object().into_iter().flatten();
                    ids.extend(links.filter_map(|(_, link)| link["operationId"].as_str()));
                }
                linked(member, ids);
            }
        }
        _ => {}
    }
}

/// Returns the part that a place is in.
fn part_of(pointer: &str) -> Option<Part> {
    let steps: Vec<&str> = pointer.split('/').take(4).collect();
    (steps.len() == 4 && ["paths", "components"].contains(&steps[1])).then(|| steps.join("/"))
}

fn members<'a>(document: &'a Value, pointer: &str) -> impl Iterator<Item = (&'a str, &'a Value)> + use<'a> {
    let object = document.pointer(pointer).and_then(Value::as_object);
    object.into_iter().flatten().map(|(name, value)| (name.as_str(), value))
}

fn escaped(name: &str) -> String {
    name.replace('~', "~0").replace('/', "~1")
}
