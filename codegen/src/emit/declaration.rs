//! Declarations of modules.

use crate::emit::condition::Condition;

/// Returns the declaration of a module whose file is in a folder beside the declaring file.
pub fn declaration(condition: &Condition, visibility: &str, folder: &str, module: &str) -> String {
    condition.line("") + &plain(visibility, folder, module)
}

fn plain(visibility: &str, folder: &str, module: &str) -> String {
    if module.is_ascii() {
        format!("{visibility}mod {module};\n")
    } else {
        // Rust derives the file name of a module from its name only if the name is ASCII.
        format!("#[path = \"{folder}{module}.rs\"]\n{visibility}mod {module};\n")
    }
}
