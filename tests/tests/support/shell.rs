//! Commands for a POSIX shell.

/// Returns the words of a command: single quotes, backslashes before a character, and backslashes at the end of lines. A character
/// that means something else to a shell must be quoted.
pub fn words(command: &str) -> Vec<String> {
    let (mut words, mut word, mut quoted) = (Vec::new(), None::<String>, false);
    let command = command.replace("\\\n", " ");
    let mut characters = command.chars();
    while let Some(character) = characters.next() {
        match character {
            '\'' => {
                quoted = !quoted;
                word.get_or_insert_default();
            }
            '\\' if !quoted => word.get_or_insert_default().extend(characters.next()),
            ' ' | '\n' if !quoted => words.extend(word.take()),
            '"' | '$' | '`' | '&' | '|' | ';' | '*' | '?' if !quoted => {
                panic!("{character:?} is not quoted in {command}")
            }
            other => word.get_or_insert_default().push(other),
        }
    }
    assert!(!quoted, "a quote is left open in {command}");
    words.extend(word);
    words
}
