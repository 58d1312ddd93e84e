//! The received fields of a form, by name and by the path in brackets.

use std::collections::HashMap;

use super::error::FormError;
use crate::endpoint::encoding::{Encoding, FieldForm, form_of};
use crate::endpoint::pairs::{decode_form, raw_pairs};

/// How deeply values in brackets may be nested, as JSON text may be.
const DEEPEST: usize = 128;

/// A field, or a value in brackets.
#[derive(Debug)]
pub(super) enum Node<'t> {
    /// The values of all occurrences, still percent-encoded.
    Texts(Vec<&'t str>),
    /// Values by the next step in brackets.
    Branch(Branch<'t>),
}

/// Values by name, in the order in which they were received.
#[derive(Debug, Default)]
pub(super) struct Branch<'t> {
    children: Vec<(String, Node<'t>)>,
    index: HashMap<String, usize>,
}

impl<'t> Branch<'t> {
    /// Reads the fields of a form.
    #[inline]
    pub(super) fn parse(text: &'t str, encodings: &[Encoding]) -> Result<Self, FormError> {
        let mut root = Self::default();
        for (name, value) in raw_pairs(text) {
            let name = decode_form(name).ok_or(FormError::Encoding)?;
            match path(&name, encodings) {
                Some((field, steps)) => {
                    let node = root.child(field, || Node::Branch(Self::default()));
                    add(node, &steps, value).ok_or(FormError::Ambiguous {
                        name: field_name(encodings, field),
                    })?;
                }
                None => {
                    let node = root.child(&name, || Node::Texts(Vec::new()));
                    add(node, &[], value).ok_or(FormError::Ambiguous {
                        name: field_name(encodings, &name),
                    })?;
                }
            }
        }
        Ok(root)
    }

    /// Reads the values of one name, with their paths in brackets. The names are decoded.
    #[inline]
    pub(super) fn of_name(
        name: &'static str,
        pairs: impl Iterator<Item = (&'t str, &'t str)>,
    ) -> Result<Self, FormError> {
        let mut root = Self::default();
        let encodings = [Encoding::new(name, FieldForm::Brackets)];
        for (found, value) in pairs {
            if let Some((field, steps)) = path(found, &encodings) {
                let node = root.child(field, || Node::Branch(Self::default()));
                add(node, &steps, value).ok_or(FormError::Ambiguous { name })?;
            } else if found == name {
                let node = root.child(name, || Node::Texts(Vec::new()));
                add(node, &[], value).ok_or(FormError::Ambiguous { name })?;
            }
        }
        Ok(root)
    }

    #[inline]
    pub(super) fn get(&self, name: &str) -> Option<&Node<'t>> {
        let (_, node) = self.children.get(*self.index.get(name)?)?;
        Some(node)
    }

    #[inline]
    pub(super) fn len(&self) -> usize {
        self.children.len()
    }

    #[inline]
    pub(super) fn iter(&self) -> impl Iterator<Item = (&str, &Node<'t>)> {
        self.children.iter().map(|(name, node)| (&**name, node))
    }

    /// The values in the order of their indices, if the names are the indices of an array.
    #[inline]
    pub(super) fn items(&self) -> Option<Vec<&Node<'t>>> {
        (0..self.len()).map(|index| self.get(&index.to_string())).collect()
    }

    /// The child of this name, created if there is none.
    #[inline]
    fn child(&mut self, name: &str, new: impl FnOnce() -> Node<'t>) -> &mut Node<'t> {
        let at = match self.index.get(name) {
            Some(at) => *at,
            None => {
                let at = self.children.len();
                self.index.insert(name.to_owned(), at);
                self.children.push((name.to_owned(), new()));
                at
            }
        };
        &mut self.children[at].1
    }
}

/// Adds a value at a path below a node. Returns `None` if a value is there that contradicts the path.
#[inline]
fn add<'t>(node: &mut Node<'t>, steps: &[&str], value: &'t str) -> Option<()> {
    match (node, steps.split_first()) {
        (Node::Texts(texts), None) => {
            texts.push(value);
            Some(())
        }
        (Node::Branch(branch), Some((step, rest))) => {
            // Of `a[][b]=1&a[][c]=2`, nobody knows whether these are one item or two.
            if step.is_empty() && !rest.is_empty() {
                return None;
            }
            let child = branch.child(step, || match rest {
                [] => Node::Texts(Vec::new()),
                _ => Node::Branch(Branch::default()),
            });
            add(child, rest, value)
        }
        (Node::Texts(_), Some(_)) | (Node::Branch(_), None) => None,
    }
}

/// Splits a name such as `a[b][0]` into the field and the steps, if the field is written in brackets.
#[inline]
fn path<'n>(name: &'n str, encodings: &[Encoding]) -> Option<(&'n str, Vec<&'n str>)> {
    let (field, rest) = name.split_once('[')?;
    if form_of(encodings, field) != FieldForm::Brackets {
        return None;
    }
    let steps: Vec<&str> = rest.strip_suffix(']')?.split("][").take(DEEPEST + 1).collect();
    (steps.len() <= DEEPEST).then_some((field, steps))
}

/// The documented name of a field; errors show no other.
#[inline]
fn field_name(encodings: &[Encoding], name: &str) -> &'static str {
    let known = encodings.iter().find(|encoding| encoding.name == name);
    known.map_or("", |encoding| encoding.name)
}
