//! The nesting depth of types. rustc rejects types that are nested too deeply.

use std::collections::BTreeSet;

use crate::input::Sources;
use crate::model::names::Names;
use crate::model::normalise::Shapes;
use crate::model::shape::{Definition, DefinitionId, Extra, Kind, Shape};
use crate::report::Report;
use crate::schema::SchemaSet;

/// The maximum nesting depth of containers. rustc follows 128 containers to find the drop glue of a type
/// (`recursion_limit`). The code around the types needs some of them.
const DEEPEST: usize = 118;

/// Reports an error for a type that is nested too deeply.
pub fn refuse(shapes: &Shapes, names: &Names, set: &SchemaSet, sources: &Sources, report: &mut Report) {
    if let Some(definition) = too_deep(&shapes.definitions) {
        report.error(
            &set.place(shapes.definitions[definition].schema, sources),
            format!(
                "types::{} nests types more than {DEEPEST} deep, which rustc does not compile",
                names.types[definition]
            ),
            "write `true` for one of the schemas on the way: its values are then represented as raw JSON",
        );
    }
}

/// Returns the first type that is nested deeper than [`DEEPEST`].
fn too_deep(definitions: &[Definition]) -> Option<DefinitionId> {
    let held: Vec<Vec<Held>> = definitions.iter().map(held).collect();
    let mut longest = vec![None; held.len()];
    (0..held.len())
        .map(DefinitionId::new)
        .find(|start| longest_way(*start, &held, &mut longest) > DEEPEST && reaches_too_deep(*start, &held))
}

/// Returns the length of the longest path of containers from a type; `usize::MAX` if the path has a cycle. This is a
/// cheap upper bound: rustc never goes deeper.
fn longest_way(definition: DefinitionId, held: &[Vec<Held>], known: &mut [Option<usize>]) -> usize {
    if let Some(known) = known[definition.index()] {
        return known;
    }
    known[definition.index()] = Some(usize::MAX);
    let ways = held[definition.index()].iter().map(|held_here| {
        let inner = held_here.definition.map_or(0, |inner| longest_way(inner, held, known));
        inner.saturating_add(held_here.containers.len())
    });
    let longest = ways.max().unwrap_or_default();
    known[definition.index()] = Some(longest);
    longest
}

/// A type contained in another one.
struct Held {
    /// The containers around the type, innermost first.
    containers: Vec<Container>,
    /// The definition in the containers, if it is a generated type.
    definition: Option<DefinitionId>,
}

#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Container {
    Option,
    Box,
    Vec,
    Map,
    /// The node of a map.
    Node,
    /// `typewright_runtime::Tuple`
    Tuple,
    /// The Rust tuple in it.
    Items,
}

/// Searches in the order of rustc: one container at a time, visiting each container once, on the first path to it.
fn reaches_too_deep(start: DefinitionId, held: &[Vec<Held>]) -> bool {
    let mut seen = BTreeSet::from([(start, &[][..])]);
    let mut waiting = vec![(start, &[][..], 0)];
    while let Some((definition, containers, depth)) = waiting.pop() {
        if depth > DEEPEST {
            return true;
        }
        let inside = match containers {
            [] => contents(definition, held),
            containers => vec![(Some(definition), containers)],
        };
        for (inner, containers) in inside {
            let Some(inner) = inner else {
                if depth + containers.len() > DEEPEST {
                    return true;
                }
                continue;
            };
            let rest = containers.split_last().map_or(&[][..], |(_, rest)| rest);
            if seen.insert((inner, rest)) {
                waiting.push((inner, rest, depth + 1));
            }
        }
    }
    false
}

/// Returns what a definition holds in containers. A definition held without a container is part of its holder.
fn contents(definition: DefinitionId, held: &[Vec<Held>]) -> Vec<(Option<DefinitionId>, &[Container])> {
    let mut found = Vec::new();
    let mut seen = BTreeSet::from([definition]);
    let mut waiting = vec![definition];
    while let Some(part) = waiting.pop() {
        for next in &held[part.index()] {
            match next.definition {
                Some(inner) if next.containers.is_empty() => {
                    if seen.insert(inner) {
                        waiting.push(inner);
                    }
                }
                inner => found.push((inner, &*next.containers)),
            }
        }
    }
    found
}

/// Returns what a definition holds in its fields or variants.
fn held(definition: &Definition) -> Vec<Held> {
    match &definition.kind {
        Kind::Struct(fields, extra) => {
            let fields = fields.iter().flat_map(|field| {
                let around = field.presence.is_optional().then_some(Container::Option);
                within(&field.shape, around)
            });
            let extra = match extra {
                Extra::Kept(shape) => within(&Shape::Map(Box::new(shape.clone())), None),
                Extra::Closed => within(&Shape::Map(Box::new(Shape::Json)), None),
            };
            fields.chain(extra).collect()
        }
        Kind::Choice(choice) => {
            let variants = choice.variants.iter();
            let variants = variants.flat_map(|variant| within(&variant.shape, variant.boxed.then_some(Container::Box)));
            variants.collect()
        }
        Kind::Strings(_, variants) => variants
            .iter()
            .flat_map(|variant| within(&variant.shape, None))
            .collect(),
        Kind::Wrapper(shape) => within(shape, None),
        Kind::Open | Kind::Integers(_) | Kind::Text | Kind::Checked(_) => Vec::new(),
    }
}

/// Returns what a shape holds. `around` is the container around the shape.
fn within(shape: &Shape, around: Option<Container>) -> Vec<Held> {
    let mut found = Vec::new();
    collect(shape, around.into_iter().collect(), &mut found);
    found
}

/// Collects what a shape holds. `containers` are those around the shape, outermost first.
fn collect(shape: &Shape, mut containers: Vec<Container>, found: &mut Vec<Held>) {
    let inner = match shape {
        Shape::Nullable(inner) => {
            containers.push(Container::Option);
            inner
        }
        Shape::Boxed(inner) => {
            containers.push(Container::Box);
            inner
        }
        Shape::List(inner) => {
            containers.push(Container::Vec);
            inner
        }
        Shape::Map(inner) => {
            containers.extend([Container::Map, Container::Node]);
            inner
        }
        Shape::Tuple(items) => {
            containers.extend([Container::Tuple, Container::Items]);
            for item in items {
                collect(item, containers.clone(), found);
            }
            return;
        }
        Shape::Named(_)
        | Shape::Json
        | Shape::Object
        | Shape::Null
        | Shape::Bool
        | Shape::Int64
        | Shape::Float64
        | Shape::Integer
        | Shape::Number
        | Shape::String
        | Shape::Formatted(_) => {
            containers.reverse();
            let definition = match shape {
                Shape::Named(definition) => Some(*definition),
                _ => None,
            };
            found.push(Held { containers, definition });
            return;
        }
    };
    collect(inner, containers, found);
}
