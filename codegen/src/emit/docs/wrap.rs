//! Wraps Markdown.

/// Wraps the inline content of a paragraph, in Markdown, to a width. No line starts with a block marker, such as that of a
/// heading, a list or a table. A line break in the text is kept.
pub fn wrap_to(text: &str, width: usize) -> String {
    let lines: Vec<String> = text.split('\n').map(|line| wrap_line(line, width)).collect();
    lines.join("\n")
}

fn wrap_line(text: &str, width: usize) -> String {
    let mut wrapped = String::new();
    let mut column = 0;
    // The number of back-ticks that close the code span around the current word; 0 outside of a code span.
    let mut fence = 0;
    let mut behind_gap = true;
    for (index, word) in text.split(' ').enumerate() {
        let length = word.chars().count();
        // In a code span, spaces are significant and escapes are not supported.
        let movable = !word.is_empty()
            && !behind_gap
            && fence < 3
            && !word.starts_with("```")
            && (fence == 0 || !(block_marker(word).is_some() || word.starts_with(['<', '>', '*', '_', '`', '['])));
        let breaks = movable && column + 1 + length > width;
        if breaks {
            wrapped.push('\n');
            column = 0;
        } else if index > 0 {
            wrapped.push(' ');
            column += 1;
        }
        match block_marker(word) {
            Some(at) if fence == 0 && (breaks || index == 0) => {
                let (before, marker) = word.split_at(at);
                wrapped.extend([before, "\\", marker]);
                column += 1;
            }
            _ => wrapped.push_str(word),
        }
        column += length;
        behind_gap = word.is_empty();
        fence = fence_behind(word, fence);
    }
    wrapped
}

/// Returns the index of the character that would turn the word into a block marker at the start of a line.
fn block_marker(word: &str) -> Option<usize> {
    let digits = word.len() - word.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    let marker = word.get(digits..)?.chars().next()?;
    match marker {
        '.' | ')' if digits > 0 => Some(digits),
        // Struck text starts with two tildes, a fence with three.
        '~' if word.starts_with("~~") && !word.starts_with("~~~") => None,
        '#' | '+' | '-' | '~' | '=' | '|' | '>' if digits == 0 => Some(0),
        ':' if word.starts_with(":-") => Some(0),
        _ => None,
    }
}

/// Returns the fence after a word, given the fence before it.
fn fence_behind(word: &str, mut fence: usize) -> usize {
    let mut rest = word;
    while let Some(c) = rest.chars().next() {
        let ticks = back_ticks(rest);
        let length = match c {
            '`' if fence == 0 => {
                fence = ticks;
                ticks
            }
            '`' => {
                if ticks == fence {
                    fence = 0;
                }
                ticks
            }
            // An escaped back-tick does not open a code span.
            '\\' if fence == 0 => 1 + rest.chars().nth(1).map_or(0, char::len_utf8),
            c => c.len_utf8(),
        };
        rest = rest.get(length..).unwrap_or_default();
    }
    fence
}

/// Returns the number of leading back-ticks.
fn back_ticks(text: &str) -> usize {
    text.len() - text.trim_start_matches('`').len()
}
