//! Writes lists of imports.

use crate::emit::format::WIDTH;

/// Returns a `use` of several items of a module, as rustfmt would write it. `names` are sorted.
pub(super) fn list<'n>(prefix: &str, names: impl IntoIterator<Item = &'n str>) -> String {
    let names: Vec<&str> = names.into_iter().collect();
    if let [only] = names[..] {
        return format!("{prefix}::{only};");
    }
    let line = format!("{prefix}::{{{}}};", names.join(", "));
    if line.chars().count() <= WIDTH {
        return line;
    }
    let mut text = format!("{prefix}::{{\n");
    let mut line = String::new();
    for name in names {
        if !line.is_empty() && line.chars().count() + name.chars().count() + 6 > WIDTH {
            text.extend(["    ", &line, "\n"]);
            line.clear();
        }
        let space = if line.is_empty() { "" } else { " " };
        line.extend([space, name, ","]);
    }
    text + &format!("    {line}\n}};")
}
