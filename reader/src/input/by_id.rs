//! Vectors indexed by typed ids, so that ids of different kinds, such as files and schemas, cannot be mixed up.

use std::fmt;
use std::marker::PhantomData;
use std::ops::{Index, IndexMut};

/// The id of an item in a [`ById`].
pub trait Id: Copy + fmt::Debug {
    /// Returns the id of the item at an index.
    fn from_index(index: u32) -> Self;

    /// Returns the index of the item.
    fn index(self) -> u32;
}

/// A vector indexed by id. This is the only place where an id is converted to an index.
#[derive(Debug, Clone)]
pub struct ById<I, T> {
    items: Vec<T>,
    ids: PhantomData<I>,
}

impl<I, T> Default for ById<I, T> {
    fn default() -> Self {
        Self {
            items: Vec::new(),
            ids: PhantomData,
        }
    }
}

impl<I: Id, T> ById<I, T> {
    /// Creates a vector with the same item for each id of another vector.
    pub fn same<U>(other: &ById<I, U>, item: T) -> Self
    where
        T: Clone,
    {
        Self {
            items: vec![item; other.items.len()],
            ids: PhantomData,
        }
    }

    /// Appends an item and returns its id.
    pub fn push(&mut self, item: T) -> I {
        let id = self.next_id();
        self.items.push(item);
        id
    }

    /// Returns the id of the next item to be added.
    pub fn next_id(&self) -> I {
        id(self.items.len())
    }

    /// Returns all ids, in order.
    pub fn ids(&self) -> impl Iterator<Item = I> + use<I, T> {
        (0..self.items.len()).map(id)
    }

    /// Returns the ids from `first` on, in order.
    pub fn ids_from(&self, first: I) -> impl Iterator<Item = I> + use<I, T> {
        (first.index() as usize..self.items.len()).map(id)
    }

    /// Returns all items with their ids.
    pub fn iter(&self) -> impl Iterator<Item = (I, &T)> {
        self.items.iter().enumerate().map(|(index, item)| (id(index), item))
    }

    /// Returns all items.
    pub fn items(&self) -> &[T] {
        &self.items
    }

    /// Maps each item and keeps its id.
    pub fn map<U>(&self, item: impl FnMut((I, &T)) -> U) -> ById<I, U> {
        ById {
            items: self.iter().map(item).collect(),
            ids: PhantomData,
        }
    }
}

fn id<I: Id>(index: usize) -> I {
    match u32::try_from(index) {
        Ok(index) => I::from_index(index),
        Err(_) => unreachable!("a list of more than {} items", u32::MAX),
    }
}

impl<I: Id, T> Index<I> for ById<I, T> {
    type Output = T;

    fn index(&self, id: I) -> &T {
        match self.items.get(id.index() as usize) {
            Some(item) => item,
            None => unreachable!("{id:?} belongs to another list"),
        }
    }
}

impl<I: Id, T> IndexMut<I> for ById<I, T> {
    fn index_mut(&mut self, id: I) -> &mut T {
        match self.items.get_mut(id.index() as usize) {
            Some(item) => item,
            None => unreachable!("{id:?} belongs to another list"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{ById, Id};

    #[derive(Debug, Clone, Copy, PartialEq)]
    struct Word(u32);

    impl Id for Word {
        fn from_index(index: u32) -> Self {
            Self(index)
        }

        fn index(self) -> u32 {
            self.0
        }
    }

    #[test]
    fn an_item_is_found_by_the_id_that_it_got() {
        let mut words = ById::default();
        let (first, second): (Word, Word) = (words.push("a"), words.push("b"));
        assert_eq!((words[first], words[second]), ("a", "b"));
        assert_eq!(words.ids().collect::<Vec<_>>(), [first, second]);
    }

    #[test]
    #[should_panic(expected = "belongs to another list")]
    fn an_id_of_another_list_is_refused() {
        let words: ById<Word, &str> = ById::default();
        let _ = words[Word(0)];
    }
}
