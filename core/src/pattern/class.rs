//! Sets of code points: what a class, a class escape or `.` matches.

/// A Unicode property as a function; `false` negates it.
type Property = (fn(char) -> bool, bool);

/// A set of code points under construction.
#[derive(Clone, Default)]
pub(super) struct Set {
    ranges: Vec<(u32, u32)>,
    properties: Vec<Property>,
}

/// A set of code points, ready for lookups.
#[derive(Clone)]
pub(super) struct Class {
    /// Membership of the ASCII characters, one bit each.
    ascii: u128,
    /// In ascending order, disjoint and not adjacent.
    ranges: Vec<(u32, u32)>,
    properties: Vec<Property>,
    negated: bool,
}

impl Class {
    pub(super) fn new(set: Set, negated: bool) -> Class {
        // A complement of ranges is ranges again; only properties need negation at lookup.
        let ask_negated = negated && !set.properties.is_empty();
        let ranges = merged(set.ranges);
        let ranges = if negated && !ask_negated {
            complement(&ranges)
        } else {
            ranges
        };
        let mut class = Class {
            ascii: 0,
            ranges,
            properties: set.properties,
            negated: ask_negated,
        };
        for byte in 0..128u8 {
            class.ascii |= u128::from(class.look_up(char::from(byte))) << byte;
        }
        class
    }

    pub(super) fn contains(&self, c: char) -> bool {
        if c.is_ascii() {
            self.ascii >> u32::from(c) & 1 == 1
        } else {
            self.look_up(c)
        }
    }

    /// The class as one bit for each ASCII character, if it contains no other characters.
    pub(super) fn only_ascii(&self) -> Option<u128> {
        let is_ascii = self.properties.is_empty() && self.ranges.last().is_none_or(|&(_, high)| high < 128);
        is_ascii.then_some(self.ascii)
    }

    /// Whether the classes are known to contain the same characters.
    #[inline]
    pub(super) fn is_same(&self, other: &Class) -> bool {
        let mut properties = self.properties.iter().zip(&other.properties);
        self.ranges == other.ranges
            && self.negated == other.negated
            && self.properties.len() == other.properties.len()
            && properties
                .all(|((one, holds), (other, also_holds))| core::ptr::fn_addr_eq(*one, *other) && holds == also_holds)
    }

    /// The code points at which membership changes.
    pub(super) fn boundaries(&self) -> Vec<u32> {
        let mut boundaries: Vec<u32> = self.ranges.iter().flat_map(|&(low, high)| [low, high + 1]).collect();
        if !self.properties.is_empty() {
            // Only a walk over all characters tells where a property changes.
            let mut before = false;
            for c in '\0'..=char::MAX {
                let now = self.contains(c);
                if now != before {
                    boundaries.push(u32::from(c));
                    before = now;
                }
            }
        }
        boundaries
    }

    fn look_up(&self, c: char) -> bool {
        let code = u32::from(c);
        let after = self.ranges.partition_point(|&(low, _)| low <= code);
        let in_range = self.ranges[..after].last().is_some_and(|&(_, high)| code <= high);
        let found = in_range || self.properties.iter().any(|&(has, wanted)| has(c) == wanted);
        found != self.negated
    }
}

impl Set {
    /// Adds a range, both ends included.
    pub(super) fn add_range(&mut self, low: u32, high: u32) {
        self.ranges.push((low, high));
    }

    pub(super) fn add(&mut self, other: Set) {
        self.ranges.extend(other.ranges);
        self.properties.extend(other.properties);
    }

    /// The set that `\d`, `\w` or `\s` matches; a capital letter is the complement.
    pub(super) fn shorthand(letter: char) -> Option<Set> {
        let set = Set::of(match letter.to_ascii_lowercase() {
            'd' => &[(0x30, 0x39)],
            'w' => &[(0x30, 0x39), (0x41, 0x5a), (0x5f, 0x5f), (0x61, 0x7a)],
            // WhiteSpace (with Unicode's Zs) and LineTerminator of ECMA-262.
            's' => &[
                (0x9, 0xd),
                (0x20, 0x20),
                (0xa0, 0xa0),
                (0x1680, 0x1680),
                (0x2000, 0x200a),
                (0x2028, 0x2029),
                (0x202f, 0x202f),
                (0x205f, 0x205f),
                (0x3000, 0x3000),
                (0xfeff, 0xfeff),
            ],
            _ => return None,
        });
        Some(if letter.is_ascii_uppercase() {
            set.inverted()
        } else {
            set
        })
    }

    /// The set that `.` matches: everything except line terminators.
    pub(super) fn dot() -> Set {
        Set::of(&[(0xa, 0xa), (0xd, 0xd), (0x2028, 0x2029)]).inverted()
    }

    /// The set that `\p{name}` matches, if the standard library provides exactly that.
    pub(super) fn property(name: &str) -> Option<Set> {
        let category = name
            .strip_prefix("General_Category=")
            .or_else(|| name.strip_prefix("gc="));
        let has: fn(char) -> bool = match (category, name) {
            (Some("N" | "Number"), _) | (None, "N" | "Number") => char::is_numeric,
            (Some("Cc" | "Control" | "cntrl"), _) | (None, "Cc" | "Control" | "cntrl") => char::is_control,
            (None, "Alphabetic" | "Alpha") => char::is_alphabetic,
            (None, "Lowercase" | "Lower") => char::is_lowercase,
            (None, "Uppercase" | "Upper") => char::is_uppercase,
            (None, "White_Space" | "space") => char::is_whitespace,
            (None, "ASCII_Hex_Digit" | "AHex") => |c| c.is_ascii_hexdigit(),
            (None, "ASCII") => |c| c.is_ascii(),
            (None, "Any") => |_| true,
            _ => return None,
        };
        Some(Set {
            ranges: Vec::new(),
            properties: vec![(has, true)],
        })
    }

    /// The ranges given by their first and last characters, in turn.
    pub(super) fn of_pairs(pairs: &str) -> Set {
        let (mut set, mut pairs) = (Set::default(), pairs.chars());
        while let (Some(low), Some(high)) = (pairs.next(), pairs.next()) {
            set.add_range(u32::from(low), u32::from(high));
        }
        set
    }

    /// The complement of a set that consists of ranges only or of one property, as every escape does.
    pub(super) fn inverted(self) -> Set {
        match self.properties[..] {
            [(has, wanted)] => Set {
                ranges: Vec::new(),
                properties: vec![(has, !wanted)],
            },
            _ => Set::of(&complement(&merged(self.ranges))),
        }
    }

    fn of(ranges: &[(u32, u32)]) -> Set {
        Set {
            ranges: ranges.to_vec(),
            properties: Vec::new(),
        }
    }
}

/// The same code points as ascending ranges that are disjoint and not adjacent.
fn merged(mut ranges: Vec<(u32, u32)>) -> Vec<(u32, u32)> {
    ranges.sort_unstable();
    ranges.dedup_by(|next, last| {
        let joins = next.0 <= last.1.saturating_add(1);
        if joins {
            last.1 = last.1.max(next.1);
        }
        joins
    });
    ranges
}

/// The gaps between merged ranges.
fn complement(ranges: &[(u32, u32)]) -> Vec<(u32, u32)> {
    let mut gaps = Vec::with_capacity(ranges.len() + 1);
    let mut from = 0;
    for &(low, high) in ranges {
        if from < low {
            gaps.push((from, low - 1));
        }
        from = high + 1;
    }
    if from <= 0x10_ffff {
        gaps.push((from, 0x10_ffff));
    }
    gaps
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ranges_are_merged_and_complemented() {
        let ranges = merged(vec![(5, 9), (1, 2), (10, 12), (6, 7), (20, 20)]);
        assert_eq!(ranges, [(1, 2), (5, 12), (20, 20)]);
        assert_eq!(complement(&ranges), [(0, 0), (3, 4), (13, 19), (21, 0x10_ffff)]);
        assert_eq!(complement(&complement(&ranges)), ranges);
        assert_eq!(complement(&[(0, 0x10_ffff)]), []);
    }

    #[test]
    fn range_ends_belong_to_the_class() {
        let class = Class::new(Set::of(&[(0x61, 0x63), (0xe9, 0x1f600)]), false);
        for (c, found) in [
            ('`', false),
            ('a', true),
            ('c', true),
            ('d', false),
            ('è', false),
            ('é', true),
            ('😀', true),
            ('😁', false),
        ] {
            assert_eq!(class.contains(c), found, "{c}");
        }
    }

    #[test]
    fn properties_join_ranges_and_are_negated_with_them() {
        let mut set = Set::property("Uppercase").unwrap_or_default();
        set.add_range(0x62, 0x62);
        let (class, negated) = (Class::new(set.clone(), false), Class::new(set, true));
        for (c, found) in [('A', true), ('É', true), ('b', true), ('a', false), ('é', false)] {
            assert_eq!((class.contains(c), negated.contains(c)), (found, !found), "{c}");
        }
    }

    #[test]
    fn complement_within_ascii_is_ascii() {
        let above = Set::of(&[(0x80, 0x10_ffff)]);
        assert_eq!(Class::new(above, true).only_ascii(), Some(u128::MAX));
    }
}
