//! The handles of the clients: `client.devices("app")` takes the parameters that all actions of a resource share.
//!
//! The names file records these parameters. An action that is added later without them does not change the handle; it is
//! a method of a second handle, `client.devices_unscoped()`.

use std::collections::BTreeMap;

use proc_macro2::TokenStream;
use typewright_core::json::pointer::escape;

use super::{Action, Endpoints, Resource};
use crate::model::identifier::{pascal, snake};
use crate::openapi::Operation;

/// A handle of a client.
#[derive(Debug)]
pub struct Handle {
    /// The name of its type.
    pub name: String,
    /// The method of the client that returns it.
    pub accessor: String,
    /// The name and type of each parameter, which all its actions share.
    pub shared: Vec<(String, TokenStream)>,
    /// The indices of its actions in the resource.
    pub actions: Vec<usize>,
    /// If this is the handle of the actions that lack the parameters of the first handle: these parameters.
    pub lacks: Vec<String>,
}

impl Endpoints<'_> {
    /// Adds the handles of each resource.
    pub(super) fn name_handles(&self, by_tag: &BTreeMap<String, Vec<&Operation>>, resources: &mut [Resource]) {
        let places: Vec<String> = by_tag.keys().map(|tag| self.handle_place(tag)).collect();
        let words = resources.iter().map(|resource| match &resource.module {
            module if NAMES.contains(&&*pascal(module)) => format!("{module} actions"),
            module => module.clone(),
        });
        let words: Vec<String> = words.collect();
        let names = self.decided_names(&places, "name", &words, &NAMES);
        let mut unscoped: Vec<usize> = Vec::new();
        for (index, (resource, name)) in resources.iter_mut().zip(&names).enumerate() {
            let place = &places[index];
            let (shared, is_scoped) = self.shared(place, &resource.actions);
            let indices = |wanted: bool| {
                let indices = is_scoped
                    .iter()
                    .enumerate()
                    .filter(move |(_, scoped)| **scoped == wanted);
                indices.map(|(index, _)| index).collect::<Vec<usize>>()
            };
            let (scoped, others) = (indices(true), indices(false));
            let lacks = shared.iter().map(|(name, _)| name.clone()).collect();
            self.scope.names.members.decide(place, PARAMETERS, text(&shared));
            resource.handles = vec![Handle {
                name: name.clone(),
                accessor: accessor(&resource.module),
                shared,
                actions: scoped,
                lacks: Vec::new(),
            }];
            if !others.is_empty() {
                unscoped.push(index);
                resource.handles.push(Handle {
                    name: String::new(),
                    accessor: String::new(),
                    shared: Vec::new(),
                    actions: others,
                    lacks,
                });
            }
        }
        let reserved: Vec<&str> = NAMES.into_iter().chain(names.iter().map(String::as_str)).collect();
        let places: Vec<String> = unscoped.iter().map(|index| places[*index].clone()).collect();
        let words: Vec<String> = unscoped
            .iter()
            .map(|index| format!("{} unscoped", words[*index]))
            .collect();
        let names = self.decided_names(&places, UNSCOPED, &words, &reserved);
        for (index, name) in unscoped.iter().zip(names) {
            if let Some(handle) = resources[*index].handles.last_mut() {
                handle.accessor = accessor(&snake(&name));
                handle.name = name;
            }
        }
    }

    /// Returns the method that an earlier run has generated for the second handle of a tag.
    pub(super) fn unscoped_accessor(&self, tag: &str) -> Option<String> {
        let name = self.scope.names.members.decided(&self.handle_place(tag), UNSCOPED);
        name.map(snake)
    }

    /// Returns the location of the decisions on a handle in the names file.
    fn handle_place(&self, tag: &str) -> String {
        format!("{}#/tags/{}/handle", self.document(), escape(tag))
    }

    /// Returns the parameters of the handle, and whether each action takes them. These are the parameters that an earlier
    /// run has recorded as long as an action takes them, otherwise those that all actions share.
    fn shared(&self, place: &str, actions: &[Action]) -> (Vec<(String, TokenStream)>, Vec<bool>) {
        let recorded = self.scope.names.members.decided(place, PARAMETERS);
        if let Some(recorded) = recorded
            && let Some(shared) = actions.iter().find_map(|action| first(action, recorded))
        {
            let is_scoped = actions.iter().map(|action| first(action, recorded).is_some());
            return (shared.to_vec(), is_scoped.collect());
        }
        (leading(actions).to_vec(), vec![true; actions.len()])
    }
}

/// The keys of the decisions on a handle.
const PARAMETERS: &str = "parameters";
const UNSCOPED: &str = "unscoped";

/// What separates parameters in the names file. A type contains none: it would be followed by a space.
const SEPARATOR: &str = "; ";

/// Returns parameters as the names file records them.
fn text(parameters: &[(String, TokenStream)]) -> String {
    let parameters = parameters
        .iter()
        .map(|(name, ty)| format!("{name}: {}", ty.to_string().replace(' ', "")));
    parameters.collect::<Vec<_>>().join(SEPARATOR)
}

/// Returns the first path parameters of an action, if they are those that the names file has recorded.
fn first<'a>(action: &'a Action, recorded: &str) -> Option<&'a [(String, TokenStream)]> {
    let length = recorded.split(SEPARATOR).filter(|part| !part.is_empty()).count();
    let parameters = action.needs.get(..action.parameters)?;
    parameters.get(..length).filter(|first| text(first) == recorded)
}

/// Returns the leading parameters that all actions share.
fn leading(actions: &[Action]) -> &[(String, TokenStream)] {
    let Some((first, rest)) = actions.split_first() else {
        return &[];
    };
    let text = |action: &Action, at: usize| action.needs.get(at).map(|(name, ty)| (name.clone(), ty.to_string()));
    let same = |at: usize| {
        let need = text(first, at);
        rest.iter()
            .all(|action| at < action.parameters && text(action, at) == need)
    };
    let length = (0..first.parameters).take_while(|at| same(*at)).count();
    &first.needs[..length]
}

/// Returns the method of the client for a handle. It differs from the methods that every client has.
fn accessor(word: &str) -> String {
    match word {
        "builder" | "clone" | "new" | "send" | "send_response" => format!("{word}_"),
        _ => word.to_owned(),
    }
}

/// Names used by the code of a client. A handle must not have one of these names.
const NAMES: [&str; 25] = [
    "AsyncClient",
    "BlockingClient",
    "Box",
    "BuildError",
    "Call",
    "CallError",
    "Client",
    "ClientBuilder",
    "Clone",
    "Debug",
    "Endpoint",
    "HttpOptions",
    "Into",
    "InvalidToken",
    "Option",
    "Response",
    "Result",
    "Self",
    "Settings",
    "String",
    "Token",
    "Transport",
    "TransportBuildError",
    "TryInto",
    "Vec",
];
