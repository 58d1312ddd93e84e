//! What an action is called where a framework has made its `operationId`, and the group of an action without a tag.

use std::collections::{BTreeMap, HashMap, HashSet};

use heck::{ToLowerCamelCase as _, ToSnakeCase as _};
use typewright_core::endpoint::Method;

use super::{Api, METHODS};
use crate::input::document::Node;

/// What the actions of a document are called.
#[derive(Debug, Default)]
pub struct ActionNames {
    /// What an `operationId` says beside its path and method: `list_items` of `list_items_items_get`.
    short: HashMap<String, String>,
    /// The same, by `operationId`, with the tag where several tags have such an action. Each is unique in the document.
    unique: HashMap<String, String>,
    /// The bodies that a framework has put among the components, by component, each with the name of its action.
    bodies: BTreeMap<String, String>,
    /// The tags of actions, by their words.
    tags: HashMap<String, String>,
}

impl ActionNames {
    /// Finds the names in a document.
    pub(super) fn of(document: &Node) -> Self {
        let paths = document.get("paths").map(Node::members).unwrap_or_default();
        let all = paths.iter().flat_map(|path| {
            let own = path.value.members().iter().filter_map(|member| {
                let (_, method) = METHODS.iter().find(|(name, _)| *name == member.name)?;
                Some((path.name.as_str(), *method, &member.value))
            });
            own.collect::<Vec<_>>()
        });
        let all: Vec<(&str, Method, &Node)> = all.collect();
        let with_ids = all.iter().filter_map(|(path, method, node)| {
            let id = node.get("operationId").and_then(Node::as_str)?;
            Some((*path, *method, id, *node))
        });
        let actions: Vec<(&str, Method, &str, &Node)> = with_ids.collect();
        let ids: HashSet<&str> = actions.iter().map(|(_, _, id, _)| *id).collect();
        let tag_of = |id: &str, path: &str, node: &Node| {
            let tag = node.get("tags").and_then(|tags| tags.items().first()?.as_str());
            tag.map_or_else(|| group(id, path), str::to_owned)
        };
        let routes: Vec<(&str, &str)> = actions.iter().map(|(path, _, id, _)| (*id, *path)).collect();
        let starts_with_route = start_with_routes(&routes);
        let tags: Vec<String> = actions
            .iter()
            .map(|(path, _, id, node)| tag_of(id, path, node))
            .collect();
        let prefix = common_prefix(&ids, &tags);
        let mut names = Self::default();
        let mut candidates: Vec<(String, [String; 2])> = Vec::new();
        for ((path, method, id, _), tag) in actions.iter().zip(&tags) {
            let of_all = || {
                if starts_with_route {
                    after_route(id, path)
                } else {
                    id.strip_prefix(prefix.as_deref()?)
                }
            };
            let Some(short) = short(id, path, *method, &ids).or_else(of_all) else {
                continue;
            };
            candidates.push(((*id).to_owned(), [short.to_owned(), format!("{tag} {short}")]));
            names.short.insert((*id).to_owned(), short.to_owned());
            names.bodies.insert(format!("Body_{id}"), (*id).to_owned());
        }
        for (path, method, node) in &all {
            let tag = node.get("tags").and_then(|tags| tags.items().first()?.as_str());
            if let Some(tag) = tag {
                names.tags.entry(tag.to_snake_case()).or_insert_with(|| tag.to_owned());
            }
            if node.get("operationId").is_none() {
                let id = derived(*method, path);
                candidates.push((id.clone(), [derived(*method, without_prefix(path)), id]));
            }
        }
        let mut taken: HashMap<String, usize> = HashMap::new();
        let others = ids.iter().filter(|id| !names.short.contains_key(**id)).copied();
        let all = candidates
            .iter()
            .flat_map(|(_, names)| names.iter().map(String::as_str));
        for name in others.chain(all) {
            *taken.entry(name.to_snake_case()).or_default() += 1;
        }
        for (id, wanted) in &candidates {
            let free = wanted.iter().find(|name| taken.get(&name.to_snake_case()) == Some(&1));
            names.unique.extend(free.map(|name| (id.clone(), name.clone())));
        }
        names
    }
}

impl Api {
    /// Returns the name of an action among those with its tag, if it is not the `operationId`.
    pub fn short_name(&self, id: &str) -> Option<&str> {
        self.names.short.get(id).map(String::as_str)
    }

    /// Returns the name of an action among all others, from which the types in it are named.
    pub fn unique_name<'n>(&'n self, id: &'n str) -> &'n str {
        self.names.unique.get(id).map_or(id, String::as_str)
    }

    /// Returns the group of an action without a tag: the tag of other actions that has the same words, if there is one.
    pub(super) fn group(&self, id: &str, path: &str) -> String {
        let group = group(id, path);
        self.names.tags.get(&group.to_snake_case()).cloned().unwrap_or(group)
    }

    /// Returns the words for a component that a framework has named after the action that has it as its body.
    pub fn body_words(&self, component: &str) -> Option<String> {
        let id = self.names.bodies.get(component)?;
        Some(format!("{} body", self.unique_name(id)))
    }
}

/// Returns the group of an action without a tag: what stands before the dot of `device.get`, the controller of
/// `CatsController_findAll`, or the first segment of the path that says something.
fn group(id: &str, path: &str) -> String {
    if let Some((group, _)) = id.split_once('.').filter(|(group, _)| !group.is_empty()) {
        return group.to_owned();
    }
    match controller(id) {
        Some((group, _)) => group.to_owned(),
        None => segments(path).next().unwrap_or("root").to_owned(),
    }
}

/// Returns the id of an operation without an `operationId`: `getDevicesId` for GET `/devices/{id}`.
pub(super) fn derived(method: Method, path: &str) -> String {
    format!("{} {path}", method.as_str().to_lowercase()).to_lower_camel_case()
}

/// Returns the name of an action without an `operationId` among those of its group: `get by id` for GET `/pets/{id}`,
/// `post toys` for POST `/pets/{id}/toys`.
pub(super) fn nameless(method: Method, path: &str) -> String {
    let path = path.split('?').next().unwrap_or_default();
    let mut words = vec![method.as_str().to_lowercase()];
    words.extend(segments(path).skip(1).map(str::to_owned));
    let last = path.rsplit('/').find(|segment| !segment.is_empty());
    let parameter = last.and_then(|last| last.strip_prefix('{')?.strip_suffix('}'));
    words.extend(parameter.map(|name| format!("by {name}")));
    // A dot would separate the resource from the action.
    words.join(" ").replace('.', " ")
}

/// Returns the segments of a path that say something: no parameters, and no `/api/v1` at the start.
fn segments(path: &str) -> impl Iterator<Item = &str> {
    let path = path.split('?').next().unwrap_or_default();
    let literal = path
        .split('/')
        .filter(|segment| !segment.is_empty() && !segment.contains('{'));
    literal.skip_while(|segment| is_prefix(segment))
}

/// Returns a path without `/api/v1` at the start, unless it is all that there is.
fn without_prefix(path: &str) -> &str {
    let mut rest = path;
    while let Some((_, after)) = rest.trim_start_matches('/').split_once('/')
        && is_prefix(rest.trim_start_matches('/').split('/').next().unwrap_or_default())
    {
        rest = after;
    }
    rest
}

/// Whether the first segment of a path says nothing of the resource.
fn is_prefix(segment: &str) -> bool {
    let segment = segment.to_ascii_lowercase();
    let version = segment.strip_prefix('v').unwrap_or_default();
    let is_version = version.starts_with(|first: char| first.is_ascii_digit())
        && version.chars().all(|c| c.is_ascii_alphanumeric() || c == '.');
    is_version || matches!(&*segment, "api" | "apis" | "rest")
}

/// Returns what an `operationId` says beside its path and method, if a framework has added these.
fn short<'i>(id: &'i str, path: &str, method: Method, ids: &HashSet<&str>) -> Option<&'i str> {
    let method = method.as_str();
    let numbered = id.rsplit_once('_').filter(|(_, number)| is_number(number));
    // `getUser_1`, `getUserUsingGET_1`: the second of that name in another controller.
    let base = numbered.map(|(base, _)| base).filter(|base| ids.contains(base));
    let using = format!("Using{method}");
    let whole = base.unwrap_or(id);
    let cut = whole.strip_suffix(&*using).filter(|rest| !rest.is_empty());
    cut.or(base)
        .or_else(|| controller(id).map(|(_, action)| action))
        .or_else(|| without_route(id, path, method))
}

/// Returns the start of an `operationId` that ends in the path and the method: `list_items` of `list_items_items_get`.
fn without_route<'i>(id: &'i str, path: &str, method: &str) -> Option<&'i str> {
    let path: String = path
        .chars()
        .map(|c| if c.is_alphanumeric() { c } else { '_' })
        .collect();
    let route = format!("{path}_{}", method.to_lowercase());
    let rest = id.strip_suffix(&*route)?.trim_end_matches('_');
    Some(rest).filter(|rest| !rest.is_empty())
}

/// Whether the `operationId` of each action is its path and the name of a function: `ItemsItemIdReadItem`.
fn start_with_routes(actions: &[(&str, &str)]) -> bool {
    let rest = |(id, path): &(&str, &str)| after_route(id, path).map(heck::ToSnakeCase::to_snake_case);
    let is_route = |action: &(&str, &str)| !camel(action.1).is_empty();
    let mut rests = actions.iter().filter(|action| is_route(action)).map(rest);
    // A single word may be the action of a resource: `PetsList`.
    actions.len() > 1
        && actions.iter().all(|action| !is_route(action) || rest(action).is_some())
        && rests.any(|rest| rest.is_some_and(|rest| rest.contains('_')))
}

/// Returns the end of an `operationId` that begins with its path.
fn after_route<'i>(id: &'i str, path: &str) -> Option<&'i str> {
    let rest = id.strip_prefix(&*camel(path))?;
    rest.starts_with(|first: char| first.is_uppercase()).then_some(rest)
}

/// Returns the words of a path in camel case: `ItemsItemId` of `/items/{item_id}`.
fn camel(path: &str) -> String {
    let words = path
        .split(['/', '{', '}'])
        .map(heck::ToUpperCamelCase::to_upper_camel_case);
    words.collect()
}

/// Words that say what an action does.
const VERBS: [&str; 16] = [
    "add", "create", "delete", "do", "fetch", "find", "get", "list", "patch", "post", "put", "read", "remove",
    "search", "set", "update",
];

/// Returns what the `operationId`s of all actions begin with, such as the name of the module that has their functions:
/// `shop_api_` of `shop_api_list_items`. It is neither what they do nor their resource.
fn common_prefix(ids: &HashSet<&str>, tags: &[String]) -> Option<String> {
    const FEWEST: usize = 3;
    let mut all = ids.iter().map(|id| id.split('_').collect::<Vec<&str>>());
    let mut common = all.next()?;
    common.pop();
    for words in all {
        let same = common
            .iter()
            .zip(&words[..words.len() - 1])
            .take_while(|(one, other)| one == other);
        common.truncate(same.count());
    }
    let prefix = common.join("_");
    let is_tag = tags.iter().any(|tag| tag.to_snake_case() == prefix.to_snake_case());
    let says_what = common.iter().any(|word| VERBS.contains(word) || word.is_empty());
    (ids.len() >= FEWEST && !prefix.is_empty() && !is_tag && !says_what).then(|| format!("{prefix}_"))
}

/// Returns the resource and the action of `CatsController_findAll`.
fn controller(id: &str) -> Option<(&str, &str)> {
    let (controller, action) = id.split_once(['_', '.'])?;
    let resource = controller.strip_suffix("Controller")?;
    (!resource.is_empty() && !action.is_empty()).then_some((resource, action))
}

fn is_number(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use typewright_core::endpoint::Method;

    use super::{common_prefix, group, nameless, short, start_with_routes};

    #[test]
    fn what_frameworks_add_to_an_operation_id_is_cut() {
        let ids = HashSet::from(["list", "list_1", "getUserUsingGET", "getUserUsingGET_1", "step_2"]);
        for (id, path, method, expected) in [
            ("list_items_items__get", "/items/", Method::Get, Some("list_items")),
            (
                "read_items__item_id__get",
                "/items/{item_id}",
                Method::Get,
                Some("read"),
            ),
            ("root__get", "/", Method::Get, Some("root")),
            ("any__any_get", "/any", Method::Get, Some("any")),
            ("items_get", "/items", Method::Get, None),
            ("list_1", "/items", Method::Get, Some("list")),
            ("step_2", "/items", Method::Get, None),
            ("getUserUsingGET", "/users/{id}", Method::Get, Some("getUser")),
            ("getUserUsingGET_1", "/people/{id}", Method::Get, Some("getUser")),
            ("CatsController_findAll", "/cats", Method::Get, Some("findAll")),
            ("repos/list-for-user", "/users/{username}/repos", Method::Get, None),
        ] {
            assert_eq!(short(id, path, method, &ids), expected, "{id}");
        }
    }

    #[test]
    fn ids_that_begin_with_their_paths_are_recognised() {
        let items = [
            ("ItemsListItems", "/items"),
            ("ItemsItemIdReadItem", "/items/{item_id}"),
        ];
        assert!(start_with_routes(&[&items[..], &[("Index", "/")]].concat()));
        assert!(!start_with_routes(&[&items[..], &[("ReadPet", "/pets")]].concat()));
        assert!(!start_with_routes(&[("PetsList", "/pets"), ("PetsCreate", "/pets")]));
    }

    #[test]
    fn what_all_ids_begin_with_is_cut_unless_it_says_something() {
        let prefix = |ids: [&str; 3]| common_prefix(&HashSet::from(ids), &["items".to_owned()]);
        assert_eq!(
            prefix(["shop_api_list_items", "shop_api_get_item", "shop_api_health"]).as_deref(),
            Some("shop_api_")
        );
        assert_eq!(
            prefix(["items_list", "items_create", "items_delete"]),
            None,
            "the resource"
        );
        assert_eq!(prefix(["get_items", "get_pets", "get_users"]), None, "what they do");
        assert_eq!(prefix(["shop_list", "shop_get", "health"]), None, "not all");
        assert_eq!(prefix(["list", "get", "create"]), None);
    }

    #[test]
    fn an_action_without_a_tag_is_grouped_by_its_path() {
        for (id, path, expected) in [
            ("create_pet", "/pets", "pets"),
            ("create_pet", "/api/v1/pets/{id}/toys", "pets"),
            ("create_pet", "/v2.1/{tenant}/pets", "pets"),
            ("device.get", "/things/{id}", "device"),
            ("CatsController_findAll", "/animals", "Cats"),
            ("get", "/{id}", "root"),
        ] {
            assert_eq!(group(id, path), expected, "{path}");
        }
    }

    #[test]
    fn an_action_without_an_id_is_named_within_its_group() {
        for (method, path, expected) in [
            (Method::Get, "/api/pets", "get"),
            (Method::Put, "/api/pets/{id}", "put by id"),
            (Method::Post, "/pets/{id}/toys", "post toys"),
            (Method::Get, "/pets/{id}/toys/{toy}", "get toys by toy"),
        ] {
            assert_eq!(nameless(method, path), expected, "{path}");
        }
    }
}
