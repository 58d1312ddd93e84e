//! Decides what a type holds on the heap: recursive parts and large parts.
//!
//! A type that held everything inline could be as large as a whole document. Values of hundreds of kilobytes are slow
//! to move and overflow the stack. Whether a part is boxed depends only on the type of that part, never on its
//! siblings. A type that was small when it was generated first is never boxed for its size, and one that was large
//! always is, because a box is part of the public API: the names file records it.

use std::collections::BTreeSet;

use crate::model::names::Names;
use crate::model::shape::{Definition, DefinitionId, Field, Kind, Shape};

/// Types of at least this many bytes are boxed.
const LARGE: u64 = 512;

/// Boxes the recursive and the large parts of all definitions.
pub fn box_up(definitions: &mut [Definition], names: &Names) {
    box_cycles(definitions);
    box_large(definitions, names);
}

/// Boxes recursive parts: first in enums and newtypes, then in structs where a cycle remains.
fn box_cycles(definitions: &mut [Definition]) {
    // In the order of the documents, so that the same cycle is always cut at the same place.
    let mut order: Vec<DefinitionId> = (0..definitions.len()).map(DefinitionId::new).collect();
    order.sort_by_key(|id| (definitions[*id].schema, definitions[*id].mask));
    for &definition in &order {
        match &definitions[definition].kind {
            Kind::Wrapper(inner) if reaches(definitions, inner, definition) => {
                let boxed = Shape::Boxed(Box::new(inner.clone()));
                definitions[definition].kind = Kind::Wrapper(boxed);
            }
            Kind::Choice(choice) => {
                let variants = choice.variants.iter();
                let boxed: Vec<bool> = variants
                    .map(|variant| reaches(definitions, &variant.shape, definition))
                    .collect();
                box_variants(&mut definitions[definition], &boxed);
            }
            _ => {}
        }
    }
    for &definition in &order {
        let mut index = 0;
        // One field at a time: the box of one field can also cut the cycle of the next.
        while let Kind::Struct(fields, _) = &definitions[definition].kind
            && let Some(field) = fields.get(index)
        {
            let leads_back = reaches(definitions, &field.shape, definition);
            if leads_back
                && let Kind::Struct(fields, _) = &mut definitions[definition].kind
                && let Some(field) = fields.get_mut(index)
            {
                box_field(field);
            }
            index += 1;
        }
    }
}

fn box_variants(definition: &mut Definition, boxed: &[bool]) {
    if let Kind::Choice(choice) = &mut definition.kind {
        for (variant, boxed) in choice.variants.iter_mut().zip(boxed) {
            variant.boxed |= boxed;
        }
    }
}

/// Whether a value of this shape contains a value of the definition without a heap allocation in between.
fn reaches(definitions: &[Definition], shape: &Shape, wanted: DefinitionId) -> bool {
    let mut seen = BTreeSet::new();
    let mut waiting = vec![shape];
    while let Some(shape) = waiting.pop() {
        match shape {
            Shape::Nullable(inner) => waiting.push(inner),
            Shape::Tuple(items) => waiting.extend(items),
            Shape::Named(definition) => {
                if *definition == wanted {
                    return true;
                }
                if !seen.insert(*definition) {
                    continue;
                }
                match &definitions[*definition].kind {
                    Kind::Struct(fields, _) => waiting.extend(fields.iter().map(|field| &field.shape)),
                    Kind::Choice(choice) => {
                        let in_place = choice.variants.iter().filter(|variant| !variant.boxed);
                        waiting.extend(in_place.map(|variant| &variant.shape));
                    }
                    Kind::Wrapper(inner) => waiting.push(inner),
                    Kind::Open | Kind::Strings(..) | Kind::Integers(_) | Kind::Text | Kind::Checked(_) => {}
                }
            }
            _ => {}
        }
    }
    false
}

/// Boxes large types in structs and enums.
fn box_large(definitions: &mut [Definition], names: &Names) {
    let mut sizes = Sizes {
        definitions,
        known: vec![None; definitions.len()],
    };
    let ids = (0..definitions.len()).map(DefinitionId::new);
    let large: Vec<bool> = ids.map(|id| names.is_boxed(id, sizes.of(id) > LARGE)).collect();
    let is_large = |shape: &Shape| match shape.core() {
        Shape::Named(definition) => large[definition.index()],
        Shape::Tuple(items) => items.iter().any(|item| match item.core() {
            Shape::Named(definition) => large[definition.index()],
            _ => false,
        }),
        _ => false,
    };
    for definition in definitions {
        match &mut definition.kind {
            Kind::Struct(fields, _) => {
                for field in fields
                    .iter_mut()
                    .filter(|field| is_large(&field.shape) && !field.shape.is_boxed())
                {
                    box_field(field);
                }
            }
            Kind::Choice(choice) => {
                let boxed: Vec<bool> = choice.variants.iter().map(|variant| is_large(&variant.shape)).collect();
                box_variants(definition, &boxed);
            }
            _ => {}
        }
    }
}

fn box_field(field: &mut Field) {
    let shape = match &mut field.shape {
        Shape::Nullable(inner) => inner,
        other => other,
    };
    *shape = Shape::Boxed(Box::new(shape.clone()));
}

/// Estimates the inline size of types in bytes on a 64-bit machine.
struct Sizes<'a> {
    definitions: &'a [Definition],
    known: Vec<Option<u64>>,
}

impl Sizes<'_> {
    const POINTER: u64 = 8;
    /// The size of a `String`, a `Vec` or a map.
    const BUFFER: u64 = 24;
    const NUMBER: u64 = 32;

    fn of(&mut self, id: DefinitionId) -> u64 {
        if let Some(known) = self.known[id.index()] {
            return known;
        }
        // A recursive type refers to itself through a box.
        self.known[id.index()] = Some(Self::POINTER);
        let size = match &self.definitions[id].kind {
            Kind::Struct(fields, _) => {
                let fields: u64 = fields.iter().map(|field| self.held(&field.shape)).sum();
                fields + Self::BUFFER
            }
            Kind::Choice(choice) => {
                let variants = choice.variants.iter();
                let largest = variants.map(|variant| {
                    if variant.boxed {
                        Self::POINTER
                    } else {
                        self.held(&variant.shape)
                    }
                });
                Self::POINTER + largest.max().unwrap_or_default().max(Self::NUMBER)
            }
            Kind::Wrapper(shape) => self.shape(shape),
            Kind::Open | Kind::Strings(..) | Kind::Integers(_) | Kind::Text | Kind::Checked(_) => Self::NUMBER,
        };
        self.known[id.index()] = Some(size);
        size
    }

    /// Returns the size of a shape in a struct or an enum. A large shape is boxed.
    fn held(&mut self, shape: &Shape) -> u64 {
        match self.shape(shape) {
            size if size > LARGE => Self::POINTER,
            size => size,
        }
    }

    fn shape(&mut self, shape: &Shape) -> u64 {
        match shape {
            Shape::Null => 0,
            Shape::Bool | Shape::Int64 | Shape::Float64 | Shape::Boxed(_) => Self::POINTER,
            Shape::String | Shape::List(_) | Shape::Map(_) | Shape::Object | Shape::Formatted(_) => Self::BUFFER,
            Shape::Json | Shape::Integer | Shape::Number => Self::NUMBER,
            Shape::Nullable(inner) => self.shape(inner),
            Shape::Tuple(items) => items.iter().map(|item| self.shape(item)).sum::<u64>() + Self::BUFFER,
            Shape::Named(definition) => self.of(*definition),
        }
    }
}
