//! The text of an imported file. It is read in reviews, so what fits on a line is on one.

use typewright_core::Json;

const WIDTH: usize = 120;

/// The JSON text of a file.
pub fn text(json: &Json) -> String {
    let mut text = String::new();
    write(json, 0, 0, &mut text);
    text.push('\n');
    text
}

/// Writes a value that begins behind so many characters of its line and has so many characters behind it.
fn write(json: &Json, indent: usize, around: usize, text: &mut String) {
    let line = one_line(json);
    if indent + around + line.len() <= WIDTH {
        text.push_str(&line);
        return;
    }
    let inner = indent + 2;
    let mut first = true;
    let mut next = |text: &mut String| {
        text.push_str(if first { "\n" } else { ",\n" });
        text.extend(std::iter::repeat_n(' ', inner));
        first = false;
    };
    match json {
        Json::Array(items) => {
            text.push('[');
            for item in items {
                next(text);
                write(item, inner, 1, text);
            }
        }
        Json::Object(members) => {
            text.push('{');
            for (name, value) in members {
                next(text);
                let name = Json::String(name.to_owned()).to_string();
                text.push_str(&name);
                text.push_str(": ");
                write(value, inner, name.len() + 3, text);
            }
        }
        _ => return text.push_str(&line),
    }
    text.push('\n');
    text.extend(std::iter::repeat_n(' ', indent));
    text.push(if matches!(json, Json::Array(_)) { ']' } else { '}' });
}

fn one_line(json: &Json) -> String {
    match json {
        Json::Array(items) => {
            let items: Vec<String> = items.iter().map(one_line).collect();
            format!("[{}]", items.join(", "))
        }
        Json::Object(members) => {
            let members = members.iter();
            let members = members.map(|(name, value)| {
                let name = Json::String(name.to_owned());
                format!("{name}: {}", one_line(value))
            });
            format!("{{{}}}", members.collect::<Vec<_>>().join(", "))
        }
        _ => json.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use typewright_core::Json;

    use super::text;

    #[test]
    fn what_fits_on_a_line_is_on_one() {
        let long = "x".repeat(100);
        let json = Json::parse(&format!(r#"{{"a":[1,2],"b":{{"c":"{long}","d":[]}}}}"#)).expect("it is JSON");
        let expected = format!("{{\n  \"a\": [1, 2],\n  \"b\": {{\n    \"c\": \"{long}\",\n    \"d\": []\n  }}\n}}\n");
        assert_eq!(text(&json), expected);
    }
}
