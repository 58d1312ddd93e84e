//! Divides the types into modules, none of which is too long unless a single type is.

use std::collections::{BTreeMap, BTreeSet};

use super::Piece;
use crate::emit::format::Block;
use crate::emit::wire::WireCode;
use crate::model::identifier::{distinct, pascal, snake};

/// The number of lines that the items of a file may have, unless a single type has more. With its header and its imports, a file
/// then has fewer than 2,500.
const LINES: usize = 2_300;

/// The number of lines from which on a part of a module may have a file of its own.
const PART: usize = 60;

/// A module of types.
#[derive(Debug)]
pub(super) struct Module {
    /// The name.
    pub name: String,
    /// What it contains.
    pub about: String,
    /// The positions of its pieces, in order.
    pub pieces: Vec<usize>,
    /// Whether it was too long for another module.
    is_part: bool,
}

/// What is left of a module that is too long, while its parts are moved out of it.
struct Rest<'m> {
    lines: Lines,
    moved: BTreeSet<usize>,
    modules: &'m mut Vec<Module>,
}

impl Module {
    /// Creates the module of a part of another one.
    fn part(pieces: &[Piece], part: Vec<usize>) -> Self {
        let first = &pieces[part[0]];
        let mut units = part.iter().map(|&index| pieces[index].home.path.get(1));
        let is_single = units.all(|unit| unit == first.home.path.get(1));
        let (name, about) = if is_single {
            (snake(&first.name), format!("`{}`, and the types in it.", first.name))
        } else {
            let word = first.home.path.first().map(String::as_str).unwrap_or_default();
            (
                snake(word),
                format!("The types whose names begin with `{}`.", pascal(word)),
            )
        };
        Self {
            name,
            about,
            pieces: part,
            is_part: true,
        }
    }

    /// Creates the module of the short parts of another one whose names begin with the same letters.
    fn of_initials(name: &str, initials: &str, parts: &[Self]) -> Self {
        let mut pieces: Vec<usize> = parts.iter().flat_map(|part| part.pieces.iter().copied()).collect();
        pieces.sort_unstable();
        Self {
            name: format!("{name}_{}", initials.trim_end_matches('_')),
            about: format!("The types whose names begin with `{}`.", pascal(initials)),
            pieces,
            is_part: true,
        }
    }

    fn lines(&self, lines: &[Lines]) -> Lines {
        self.pieces.iter().map(|&index| lines[index]).sum()
    }
}

/// The lines that a piece takes in each kind of file: its types, its wire table and its constraint table.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Lines([usize; 3]);

impl Lines {
    /// Counts the lines of a piece, with those of its condition.
    fn of(piece: &Piece) -> Self {
        let condition = piece.condition.line("").lines().count();
        let of_block = |block: &Block| block.lines(condition) + 1;
        let of_wire = |wire: &WireCode| wire.text(&piece.condition).lines().count() + 1;
        Self([
            piece.items.as_ref().map_or(0, of_block),
            piece.wire.as_ref().map_or(0, of_wire),
            // The table is listed by its name once more.
            piece
                .table
                .as_ref()
                .map_or(0, |table| of_block(&table.item) + 1 + condition),
        ])
    }

    /// Whether a file of each kind has room for them.
    fn fit(self) -> bool {
        self.longest() <= LINES
    }

    fn without(self, other: Self) -> Self {
        Self(std::array::from_fn(|index| self.0[index] - other.0[index]))
    }

    fn longest(self) -> usize {
        self.0.into_iter().max().unwrap_or_default()
    }
}

impl std::iter::Sum for Lines {
    fn sum<I: Iterator<Item = Self>>(all: I) -> Self {
        let add = |left: Self, right: Self| Self(std::array::from_fn(|index| left.0[index] + right.0[index]));
        all.fold(Self::default(), add)
    }
}

/// Returns the modules, sorted by name. There are none if a single file has room for all types and may have all of them.
pub(super) fn modules(pieces: &[Piece], has_features: bool) -> Vec<Module> {
    let lines: Vec<Lines> = pieces.iter().map(Lines::of).collect();
    if !has_features && lines.iter().copied().sum::<Lines>().fit() {
        return Vec::new();
    }
    let mut homes: BTreeMap<Option<&str>, Vec<usize>> = BTreeMap::new();
    for (index, piece) in pieces.iter().enumerate() {
        homes.entry(piece.home.resource.as_deref()).or_default().push(index);
    }
    // A script without capital letters has the same name for a type and for a module.
    let types = pieces.iter().map(|piece| piece.name.as_str());
    let reserved: Vec<&str> = types
        .filter(|name| snake(name) == **name)
        .chain(["schema", "wire"])
        .collect();
    let resources: Vec<&str> = homes.keys().map(|resource| resource.unwrap_or("common")).collect();
    let names = distinct(&resources, snake, &reserved);
    let mut modules = Vec::new();
    for ((resource, pieces_of_home), name) in homes.iter().zip(names) {
        let about = match resource {
            Some(resource) => format!("The types of the resource `{resource}`."),
            None => "The types of several resources.".to_owned(),
        };
        let module = Module {
            name,
            about,
            pieces: pieces_of_home.clone(),
            is_part: false,
        };
        divide(pieces, &lines, module, 0, &mut modules);
    }
    name_apart(modules, &reserved)
}

/// Moves the longest parts of a module into modules of their own until the rest fits. A part has the types of owners whose
/// names begin with the same word. If that is the whole module, it has the types of a single owner, then those behind the
/// first step from it, and so on. Short parts are moved together, by their initials.
fn divide(pieces: &[Piece], lines: &[Lines], mut module: Module, depth: usize, modules: &mut Vec<Module>) {
    let size = module.lines(lines);
    let mut parts: BTreeMap<&[String], Vec<usize>> = BTreeMap::new();
    if !size.fit() {
        for &index in &module.pieces {
            if let Some(start) = pieces[index].home.path.get(..=depth) {
                parts.entry(start).or_default().push(index);
            }
        }
    }
    if parts.is_empty() {
        modules.push(module);
        return;
    }
    let parts = parts.into_values().map(|part| Module::part(pieces, part));
    // The types that the module is called after stay in it.
    let parts = parts.filter(|part| part.name != module.name && part.pieces.len() < module.pieces.len());
    let (mut long, short): (Vec<Module>, Vec<Module>) = parts.partition(|part| part.lines(lines).longest() >= PART);
    long.sort_by_cached_key(|part| (part.lines(lines).longest(), std::cmp::Reverse(part.pieces[0])));
    let mut rest = Rest {
        lines: size,
        moved: BTreeSet::new(),
        modules,
    };
    while !rest.lines.fit()
        && let Some(part) = long.pop()
    {
        rest.without(&part, lines);
        divide(pieces, lines, part, depth + 1, rest.modules);
    }
    rest.move_short(short, lines, &module.name, 1);
    let moved = rest.moved;
    module.pieces.retain(|index| !moved.contains(index));
    if !module.pieces.is_empty() {
        divide(pieces, lines, module, depth + 1, modules);
    }
}

impl Rest<'_> {
    /// Takes the pieces of a part out of the module.
    fn without(&mut self, part: &Module, lines: &[Lines]) {
        self.lines = self.lines.without(part.lines(lines));
        self.moved.extend(part.pieces.iter().copied());
    }

    /// Moves short parts into modules of those whose names begin with the same letters, until the rest fits.
    fn move_short(&mut self, parts: Vec<Module>, lines: &[Lines], name: &str, letters: usize) {
        if self.lines.fit() {
            return;
        }
        let mut groups: BTreeMap<String, Vec<Module>> = BTreeMap::new();
        for part in parts {
            let initials: String = part.name.chars().take(letters).collect();
            groups.entry(initials).or_default().push(part);
        }
        let mut groups: Vec<(Module, Vec<Module>)> = groups
            .into_iter()
            .map(|(initials, parts)| (Module::of_initials(name, &initials, &parts), parts))
            .collect();
        groups.sort_by_cached_key(|(group, _)| group.lines(lines).longest());
        while !self.lines.fit()
            && let Some((mut group, parts)) = groups.pop()
        {
            self.without(&group, lines);
            let mut rest = Rest {
                lines: group.lines(lines),
                moved: BTreeSet::new(),
                modules: self.modules,
            };
            if parts.iter().any(|part| part.name.chars().count() > letters) {
                rest.move_short(parts, lines, name, letters + 1);
            }
            let moved = rest.moved;
            group.pieces.retain(|index| !moved.contains(index));
            self.modules.extend((!group.pieces.is_empty()).then_some(group));
        }
    }
}

/// Gives each module a name of its own. The modules of resources keep theirs.
fn name_apart(mut modules: Vec<Module>, reserved: &[&str]) -> Vec<Module> {
    let whole = modules.iter().filter(|module| !module.is_part);
    let whole = whole.map(|module| module.name.clone());
    let mut taken: BTreeSet<String> = reserved.iter().map(|&name| name.to_owned()).chain(whole).collect();
    for module in modules.iter_mut().filter(|module| module.is_part) {
        while !taken.insert(module.name.clone()) {
            module.name.push_str("_types");
        }
    }
    modules.sort_by(|left, right| left.name.cmp(&right.name));
    modules
}
