//! Names the members of types and of the API, such as the values of an enum. A name that was given once stays.
//!
//! Only one of the members `open` and `OPEN` can be called `Open`. So that adding the other one later changes nothing,
//! the names file records names. Most names are in one style, such as `snake_case`, and two names in the same style
//! never collide. It is enough to record the style, and the names that differ from it.

use std::cell::RefCell;
use std::collections::{BTreeMap, HashMap, HashSet};

use heck::{ToKebabCase, ToLowerCamelCase, ToShoutySnakeCase, ToSnakeCase, ToUpperCamelCase};

use crate::input::names_file::{self, NamesFile, STYLE};
use crate::model::identifier::{distinct, pascal, screaming, snake};
use crate::model::shape::EnumValue;

/// A kind of members.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Space {
    /// The properties of a struct.
    Fields,
    /// The values of an enum of strings.
    Values,
    /// The values of an enum of integers.
    Integers,
    /// The branches of a union.
    Branches,
    /// The parameters of an action.
    Parameters,
    /// The headers of the responses of an action.
    Headers,
    /// The parts of the multipart body of an action.
    Parts,
    /// The actions of a tag.
    Actions,
    /// The tags of an API.
    Tags,
    /// The servers of an API.
    Servers,
    /// The security schemes of an API.
    SecuritySchemes,
}

impl Space {
    /// The last part of the location of such members.
    fn key(self) -> &'static str {
        match self {
            Self::Fields => "properties",
            Self::Values => "enum",
            Self::Integers => "integers",
            Self::Branches => "variants",
            Self::Parameters => "parameters",
            Self::Headers => "headers",
            Self::Parts => "parts",
            Self::Actions => "actions",
            Self::Tags => "tags",
            Self::Servers => "servers",
            Self::SecuritySchemes => "securitySchemes",
        }
    }

    fn case(self) -> fn(&str) -> String {
        match self {
            Self::Fields | Self::Parameters | Self::Headers | Self::Parts | Self::Tags => snake,
            Self::Values | Self::Integers | Self::Branches | Self::Actions => pascal,
            Self::SecuritySchemes | Self::Servers => screaming,
        }
    }
}

/// A member to be named.
#[derive(Debug, Clone)]
pub struct Member {
    /// Identifies the member among the others of the same location.
    pub key: String,
    /// The words from which its name is derived.
    pub word: String,
}

impl Member {
    /// Creates a member that is identified by its words.
    pub fn of(word: &str) -> Self {
        Self {
            key: word.to_owned(),
            word: word.to_owned(),
        }
    }

    /// Creates the member for a value of an enum.
    pub fn value(value: &EnumValue<String>) -> Self {
        Self {
            key: value.value.clone(),
            word: value.words(),
        }
    }

    /// Creates members that are identified by their words.
    pub fn all(words: &[&str]) -> Vec<Self> {
        words.iter().copied().map(Self::of).collect()
    }
}

/// The members to be named together.
pub struct Group<'a> {
    /// Their locations. The first one is the main one.
    pub places: &'a [String],
    /// Their kind.
    pub space: Space,
    /// The members, in the order of the document.
    pub members: &'a [Member],
    /// Names that no member can have.
    pub reserved: &'a [&'a str],
    /// Names that generated items have unless a member has them. A member that is added later does not get them.
    pub claimed: &'a [String],
    /// Whether a generated item could have a name, so that the member that has it is recorded.
    pub is_claimable: fn(&str) -> bool,
    /// Whether an earlier run has generated the items.
    pub is_known: bool,
}

impl Group<'_> {
    /// Returns the keys that several members have. Such members are numbered in their order.
    fn repeated(&self) -> HashSet<&str> {
        let mut seen = HashSet::new();
        let keys = self.members.iter().map(|member| member.key.as_str());
        keys.filter(|key| !seen.insert(*key)).collect()
    }
}

/// The names of all members.
#[derive(Debug, Default)]
pub struct MemberNames {
    recorded: BTreeMap<String, names_file::Members>,
    styles: BTreeMap<String, String>,
    given: RefCell<BTreeMap<(Space, String), Vec<Given>>>,
    recorded_decisions: BTreeMap<String, names_file::Decisions>,
    decisions: RefCell<BTreeMap<String, names_file::Decisions>>,
}

#[derive(Debug, Clone)]
struct Given {
    member: Member,
    name: String,
    /// Whether the name follows from the words of the member and is not claimed.
    is_plain: bool,
}

impl MemberNames {
    /// Creates the names, with those that earlier runs recorded.
    pub fn new(file: &NamesFile) -> Self {
        Self {
            recorded: file.members.clone(),
            styles: file.styles.clone(),
            given: RefCell::default(),
            recorded_decisions: file.decisions.clone(),
            decisions: RefCell::default(),
        }
    }

    /// Returns what an earlier run has decided at a location, by key.
    pub fn decided(&self, place: &str, key: &str) -> Option<&str> {
        Some(self.recorded_decisions.get(place)?.get(key)?.as_str())
    }

    /// Records a decision, so that later runs keep it.
    pub fn decide(&self, place: &str, key: &str, value: impl Into<String>) {
        let mut decisions = self.decisions.borrow_mut();
        decisions
            .entry(place.to_owned())
            .or_default()
            .insert(key.to_owned(), value.into());
    }

    /// Whether an earlier run has recorded names of this kind.
    pub fn has(&self, space: Space) -> bool {
        self.style(space).is_some()
    }

    /// Returns the name of each member of a group.
    pub fn assign(&self, group: &Group<'_>) -> Vec<String> {
        let case = group.space.case();
        let cased: Vec<String> = group.members.iter().map(|member| case(&member.word)).collect();
        let (names, repeated) = (self.names(group, &cased), group.repeated());
        let given: Vec<Given> = group
            .members
            .iter()
            .zip(&names)
            .zip(&cased)
            .filter(|((member, _), _)| !repeated.contains(member.key.as_str()))
            .map(|((member, name), cased)| Given {
                member: member.clone(),
                name: name.clone(),
                is_plain: name == cased && !(group.is_claimable)(name),
            })
            .collect();
        if given.is_empty() {
            return names;
        }
        let mut all = self.given.borrow_mut();
        for place in group.places {
            all.insert((group.space, place.clone()), given.clone());
        }
        names
    }

    /// Returns the name of each member of a group. `cased` has what the words of each become.
    fn names(&self, group: &Group<'_>, cased: &[String]) -> Vec<String> {
        let case = group.space.case();
        let repeated = group.repeated();
        let is_reserved = |name: &str| group.reserved.contains(&name);
        let mut names: Vec<Option<String>> = vec![None; group.members.len()];
        let mut taken: HashSet<String> = HashSet::new();
        let key = |place: &String| format!("{place}/{}", group.space.key());
        let recorded = group.places.iter().find_map(|place| self.recorded.get(&key(place)));
        for (member, given) in group.members.iter().zip(&mut names) {
            let recorded = recorded.filter(|_| !repeated.contains(member.key.as_str()));
            let kept = recorded.and_then(|recorded| recorded.get(&member.key));
            *given = kept
                .filter(|name| !is_reserved(name) && taken.insert((*name).clone()))
                .cloned();
        }
        if group.is_known {
            taken.extend(group.claimed.iter().cloned());
        }
        if let Some(style) = self.style(group.space) {
            for ((member, given), name) in group.members.iter().zip(&mut names).zip(cased) {
                if given.is_none() && !repeated.contains(member.key.as_str()) && style.implies(member, name) {
                    *given = (!is_reserved(name) && taken.insert(name.clone())).then(|| name.clone());
                }
            }
        }
        let others = group.members.iter().zip(&names).filter(|(_, name)| name.is_none());
        let words: Vec<&str> = others.map(|(member, _)| member.word.as_str()).collect();
        let taken = taken.iter().map(String::as_str).chain(group.reserved.iter().copied());
        let taken: Vec<&str> = taken.collect();
        let mut others = distinct(&words, case, &taken).into_iter();
        names
            .into_iter()
            .filter_map(|name| name.or_else(|| others.next()))
            .collect()
    }

    fn style(&self, space: Space) -> Option<Style> {
        let name = self.styles.get(&style_key(space))?;
        Style::ALL.into_iter().find(|style| style.name() == name)
    }

    /// Adds the names of this run to the content of the names file. `is_partial` keeps the names of members that this
    /// run has not named.
    pub fn record(&self, content: &mut names_file::Content, is_partial: bool) {
        let given = self.given.borrow();
        let mut styles: BTreeMap<Space, Style> = BTreeMap::new();
        let mut counts: HashMap<(Space, Style), usize> = HashMap::new();
        for ((space, _), members) in given.iter() {
            for style in Style::ALL {
                let count = members.iter().filter(|given| given.is_implied(style)).count();
                *counts.entry((*space, style)).or_default() += count;
            }
        }
        for ((space, _), _) in given.iter() {
            let best = Style::ALL
                .into_iter()
                .rev()
                .max_by_key(|style| counts.get(&(*space, *style)));
            styles.extend(self.style(*space).or(best).map(|style| (*space, style)));
        }
        for ((space, place), members) in given.iter() {
            let names = members
                .iter()
                .filter(|given| styles.get(space).is_none_or(|style| !given.is_implied(*style)));
            let names: names_file::Members = names
                .map(|given| (given.member.key.clone(), given.name.clone()))
                .collect();
            if !names.is_empty() {
                content.members.insert(format!("{place}/{}", space.key()), names);
            }
        }
        content.styles.extend(
            styles
                .iter()
                .map(|(space, style)| (style_key(*space), style.name().to_owned())),
        );
        content.decisions.clone_from(&self.decisions.borrow());
        if is_partial {
            let keys = given.keys().map(|(space, place)| format!("{place}/{}", space.key()));
            let named: HashSet<String> = keys.collect();
            for (place, names) in self.recorded.iter().filter(|(place, _)| !named.contains(*place)) {
                content.members.entry(place.clone()).or_insert_with(|| names.clone());
            }
            for (place, decisions) in &self.recorded_decisions {
                let kept = content.decisions.entry(place.clone()).or_default();
                for (key, value) in decisions {
                    kept.entry(key.clone()).or_insert_with(|| value.clone());
                }
            }
            for (place, style) in &self.styles {
                content.styles.entry(place.clone()).or_insert_with(|| style.clone());
            }
        }
    }
}

fn style_key(space: Space) -> String {
    format!("{STYLE}{}", space.key())
}

impl Given {
    /// Whether the name follows from the member and the style.
    fn is_implied(&self, style: Style) -> bool {
        self.is_plain && style.implies(&self.member, &self.name)
    }
}

/// The style of most names of a kind in the documents.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
enum Style {
    Camel,
    Pascal,
    Snake,
    Kebab,
    Shouty,
}

impl Style {
    const ALL: [Self; 5] = [Self::Camel, Self::Pascal, Self::Snake, Self::Kebab, Self::Shouty];

    fn name(self) -> &'static str {
        match self {
            Self::Camel => "camelCase",
            Self::Pascal => "PascalCase",
            Self::Snake => "snake_case",
            Self::Kebab => "kebab-case",
            Self::Shouty => "UPPER_CASE",
        }
    }

    fn apply(self, name: &str) -> String {
        match self {
            Self::Camel => name.to_lower_camel_case(),
            Self::Pascal => name.to_upper_camel_case(),
            Self::Snake => name.to_snake_case(),
            Self::Kebab => name.to_kebab_case(),
            Self::Shouty => name.to_shouty_snake_case(),
        }
    }

    /// Whether the member can be derived from what its words become. Then no other member of this style becomes that.
    fn implies(self, member: &Member, cased: &str) -> bool {
        member.key == member.word && self.apply(cased) == member.word
    }
}
