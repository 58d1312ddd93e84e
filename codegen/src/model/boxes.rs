//! What a type holds on the heap: whatever leads back to it, and whatever is large.
//!
//! A type that held everything in place could be as large as a whole document: hundreds of kilobytes that are copied with
//! every move and overflow a stack. What is boxed depends on the type that is held alone, never on what stands beside it.

use std::collections::BTreeSet;

use crate::model::shape::{Definition, DefinitionId, Field, Kind, Shape};

/// From how many bytes on a type is held in a box.
const LARGE: u64 = 512;

/// Boxes what has to be boxed.
pub fn box_up(definitions: &mut [Definition]) {
    box_cycles(definitions);
    box_large(definitions);
}

/// Boxes what a type holds if that leads back to it: first in enums and newtypes, then in structs whatever still does.
fn box_cycles(definitions: &mut [Definition]) {
    // In the order of the documents, so that a cycle is cut at the same place whatever leads to it, and from where.
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
        // One field after the other: a box can cut the cycle of the next.
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

/// Whether a value of this shape holds, without a heap allocation between, a value of the definition.
fn reaches(definitions: &[Definition], shape: &Shape, wanted: DefinitionId) -> bool {
    let mut seen = BTreeSet::new();
    let mut waiting = vec![shape];
    while let Some(shape) = waiting.pop() {
        match shape {
            Shape::Nullable(inner) => waiting.push(inner),
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
                    Kind::Open | Kind::Strings(..) | Kind::Text | Kind::Checked(_) => {}
                }
            }
            _ => {}
        }
    }
    false
}

/// Boxes the large types in structs and enums.
fn box_large(definitions: &mut [Definition]) {
    let mut sizes = Sizes {
        definitions,
        known: vec![None; definitions.len()],
    };
    let ids = (0..definitions.len()).map(DefinitionId::new);
    let large: Vec<bool> = ids.map(|id| sizes.of(id) > LARGE).collect();
    let is_large = |shape: &Shape| match shape.core() {
        Shape::Named(definition) => large[definition.index()],
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

/// How many bytes types take in place, about, on a 64-bit machine.
struct Sizes<'a> {
    definitions: &'a [Definition],
    known: Vec<Option<u64>>,
}

impl Sizes<'_> {
    const POINTER: u64 = 8;
    /// A `String`, a `Vec` or a map.
    const BUFFER: u64 = 24;
    const NUMBER: u64 = 32;

    fn of(&mut self, id: DefinitionId) -> u64 {
        if let Some(known) = self.known[id.index()] {
            return known;
        }
        // A type that leads back to itself does so through a box.
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
            Kind::Open | Kind::Strings(..) | Kind::Text | Kind::Checked(_) => Self::NUMBER,
        };
        self.known[id.index()] = Some(size);
        size
    }

    /// What a shape takes in a struct or an enum: a large one stands in a box.
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
            Shape::Named(definition) => self.of(*definition),
        }
    }
}
