//! A strict parser for JSON text.

use super::{Json, JsonError, JsonObject, REPEATED};
use crate::number::Number;

/// The maximum nesting of values in text from other sources.
pub(crate) const DEPTH: usize = 128;

/// Parses a complete text with at most `depth` levels of nesting.
pub(super) fn parse(text: &str, depth: usize) -> Result<Json, JsonError> {
    let mut parser = Parser { text, at: 0 };
    parser.skip_blanks();
    let result = parser.value(depth).and_then(|value| match parser.peek() {
        None => Ok(value),
        Some(_) => parser.fail("more text after the JSON value"),
    });
    result.map_err(|failure| {
        let Failure { message, at, path } = *failure;
        JsonError::new(message, text, at, &path)
    })
}

struct Parser<'a> {
    text: &'a str,
    at: usize,
}

struct Failure {
    message: &'static str,
    at: usize,
    /// The path, innermost step first.
    path: Vec<String>,
}

/// Boxed, since every value returns a result.
type Parsed<T> = Result<T, Box<Failure>>;

impl Parser<'_> {
    /// Parses a value and the white space after it.
    fn value(&mut self, depth: usize) -> Parsed<Json> {
        let value = match self.peek() {
            Some(b'{') => Json::Object(self.object(self.deeper(depth)?)?),
            Some(b'[') => Json::Array(self.array(self.deeper(depth)?)?),
            Some(b'"') => Json::String(self.string()?),
            Some(b'-' | b'0'..=b'9') => Json::Number(self.number()?),
            Some(b't') => self.word("true", Json::Bool(true))?,
            Some(b'f') => self.word("false", Json::Bool(false))?,
            Some(b'n') => self.word("null", Json::Null)?,
            Some(_) => return self.fail("expected a JSON value"),
            None => return self.fail("the text ends where a JSON value is expected"),
        };
        self.skip_blanks();
        Ok(value)
    }

    fn deeper(&self, depth: usize) -> Parsed<usize> {
        match depth.checked_sub(1) {
            Some(depth) => Ok(depth),
            None => self.fail("nested too deep"),
        }
    }

    fn object(&mut self, depth: usize) -> Parsed<JsonObject> {
        let mut object = JsonObject::new();
        self.advance();
        if self.skip(b'}') {
            return Ok(object);
        }
        loop {
            let start = self.at;
            if self.peek() != Some(b'"') {
                return self.fail("expected a property name in quotes");
            }
            let key = self.string()?;
            if object.contains_key(&key) {
                return fail_at(start, REPEATED).map_err(within(&key));
            }
            self.skip_blanks();
            if !self.skip(b':') {
                return self.fail("expected `:`").map_err(within(&key));
            }
            let value = self.value(depth).map_err(within(&key))?;
            object.insert(key, value);
            if self.skip(b'}') {
                return Ok(object);
            }
            if !self.skip(b',') {
                return self.fail("expected `,` or `}`");
            }
        }
    }

    fn array(&mut self, depth: usize) -> Parsed<Vec<Json>> {
        let mut array = Vec::new();
        self.advance();
        if self.skip(b']') {
            return Ok(array);
        }
        loop {
            let value = self.value(depth).map_err(|failure| within(&array.len())(failure))?;
            array.push(value);
            if self.skip(b']') {
                return Ok(array);
            }
            if !self.skip(b',') {
                return self.fail("expected `,` or `]`");
            }
        }
    }

    fn string(&mut self) -> Parsed<String> {
        let mut string = String::new();
        self.at += 1;
        loop {
            let start = self.at;
            // All bytes that end a run are ASCII, so the run ends at a character boundary.
            while !matches!(self.peek(), None | Some(b'"' | b'\\' | ..0x20)) {
                self.at += 1;
            }
            string += self.text.get(start..self.at).unwrap_or_default();
            match self.peek() {
                Some(b'"') => {
                    self.at += 1;
                    return Ok(string);
                }
                Some(b'\\') => string.push(self.escape()?),
                Some(_) => return self.fail("a control character in a string is not escaped"),
                None => return self.fail("the text ends within a string"),
            }
        }
    }

    fn escape(&mut self) -> Parsed<char> {
        let start = self.at;
        self.at += 2;
        Ok(match self.text.as_bytes().get(start + 1) {
            Some(b'"') => '"',
            Some(b'\\') => '\\',
            Some(b'/') => '/',
            Some(b'b') => '\x08',
            Some(b'f') => '\x0c',
            Some(b'n') => '\n',
            Some(b'r') => '\r',
            Some(b't') => '\t',
            Some(b'u') => return self.unicode_escape(start),
            _ => return fail_at(start, "no such escape in JSON"),
        })
    }

    fn unicode_escape(&mut self, start: usize) -> Parsed<char> {
        let high = self.hex(start)?;
        let code = match high {
            0xD800..0xDC00 => {
                if self.text.as_bytes().get(self.at..self.at + 2) != Some(b"\\u") {
                    return fail_at(start, "half of a surrogate pair");
                }
                self.at += 2;
                match self.hex(self.at - 2)? {
                    low @ 0xDC00..0xE000 => 0x10000 + ((high - 0xD800) << 10) + (low - 0xDC00),
                    _ => return fail_at(start, "half of a surrogate pair"),
                }
            }
            code => code,
        };
        match char::from_u32(code) {
            Some(char) => Ok(char),
            None => fail_at(start, "half of a surrogate pair"),
        }
    }

    /// Parses the four digits of an escape that starts at `start`.
    fn hex(&mut self, start: usize) -> Parsed<u32> {
        let digits = self.text.as_bytes().get(self.at..self.at + 4).unwrap_or_default();
        let push = |code: u32, digit: &u8| Some(code << 4 | char::from(*digit).to_digit(16)?);
        match digits.iter().try_fold(0, push) {
            Some(code) if digits.len() == 4 => {
                self.at += 4;
                Ok(code)
            }
            _ => fail_at(start, "`\\u` needs four hex digits"),
        }
    }

    fn number(&mut self) -> Parsed<Number> {
        let start = self.at;
        while matches!(self.peek(), Some(b'0'..=b'9' | b'-' | b'+' | b'.' | b'e' | b'E')) {
            self.at += 1;
        }
        match self.text.get(start..self.at).and_then(Number::from_json_text) {
            Some(number) => Ok(number),
            None => fail_at(start, "not a number as JSON writes it"),
        }
    }

    fn word(&mut self, word: &str, value: Json) -> Parsed<Json> {
        let rest = self.text.get(self.at..).unwrap_or_default();
        if !rest.starts_with(word) {
            return self.fail("expected a JSON value");
        }
        self.at += word.len();
        Ok(value)
    }

    /// Skips the byte if it is next, and the white space after it.
    fn skip(&mut self, byte: u8) -> bool {
        let found = self.peek() == Some(byte);
        if found {
            self.advance();
        }
        found
    }

    fn advance(&mut self) {
        self.at += 1;
        self.skip_blanks();
    }

    fn skip_blanks(&mut self) {
        while matches!(self.peek(), Some(b' ' | b'\n' | b'\r' | b'\t')) {
            self.at += 1;
        }
    }

    fn peek(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    fn fail<T>(&self, message: &'static str) -> Parsed<T> {
        fail_at(self.at, message)
    }
}

#[cold]
fn fail_at<T>(at: usize, message: &'static str) -> Parsed<T> {
    Err(Box::new(Failure {
        message,
        at,
        path: Vec::new(),
    }))
}

/// Records that the error is in the value of this key.
fn within(key: &dyn ToString) -> impl FnOnce(Box<Failure>) -> Box<Failure> {
    move |mut failure| {
        failure.path.push(key.to_string());
        failure
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn failure(text: &str) -> (String, usize, String) {
        let error = Json::parse(text).unwrap_err();
        (error.message().to_owned(), error.column(), error.pointer().to_owned())
    }

    #[test]
    fn text_comes_back_in_compact_form() {
        for (text, compact) in [
            (" null ", "null"),
            ("[ true,\tfalse\r\n]", "[true,false]"),
            (
                "{ \"b\" : 1.0 , \"a\" : { } , \"\" : [ ] }",
                "{\"b\":1.0,\"a\":{},\"\":[]}",
            ),
            (r#""\u0041\n\/\ud83d\ude00ä""#, "\"A\\n/😀ä\""),
            ("1E400", "1E400"),
            ("\"\u{7f}\u{2028}\"", "\"\u{7f}\u{2028}\""),
        ] {
            assert_eq!(Json::parse(text).unwrap().to_string(), compact);
        }
    }

    #[test]
    fn what_is_not_strict_json_is_refused() {
        for text in [
            "",
            " ",
            "nul",
            "truex",
            "tru",
            "True",
            "[1,]",
            "[,1]",
            "{\"a\":1,}",
            "{a:1}",
            "{'a':1}",
            "[1 2]",
            "{\"a\" 1}",
            "\"",
            "\"\\\"",
            "\"\\x\"",
            "\"\\u12\"",
            "\"\\u12g4\"",
            "\"\t\"",
            "\"\n\"",
            "01",
            "+1",
            "1.",
            ".5",
            "-",
            "NaN",
            "[",
            "{",
            "]",
            "}",
            "// x\n1",
            "1 1",
            "\u{feff}1",
            "[1]]",
            "\"a\"b",
            "{\"a\":}",
            "\u{a0}1",
            "\"\\u+123\"",
            "{1:2}",
            "[\"\\",
            "[1}",
            "{\"a\":1]",
            "--1",
            "1e5e",
            "nullnull",
            "\"\\",
        ] {
            assert!(Json::parse(text).is_err(), "{text}");
        }
    }

    #[test]
    fn half_a_surrogate_pair_is_refused() {
        for inner in [
            r"\ud83d",
            r"\ude00",
            r"\ud83dx",
            r"\ud83d\n",
            r"\ud83d\ud83d",
            r"\ude00\ud83d",
            r"\ud83d\u0041",
            r"\ud83d\u",
            r"\ud83d\ude0",
        ] {
            assert!(Json::parse(&format!("\"{inner}\"")).is_err(), "{inner}");
        }
        assert_eq!(
            failure(r#"["a", "\ud83d"]"#),
            ("half of a surrogate pair".into(), 8, "/1".into())
        );
    }

    #[test]
    fn a_duplicate_key_is_refused_where_it_is() {
        assert_eq!(
            failure(r#"{"x": {"a":1, "\u0061":2}}"#),
            (REPEATED.into(), 15, "/x/a".into())
        );
    }

    #[test]
    fn nesting_is_limited() {
        let nested = |depth: usize| format!("{}{}", "[".repeat(depth), "]".repeat(depth));
        assert!(Json::parse(&nested(DEPTH)).is_ok());
        let error = Json::parse(&nested(DEPTH + 1)).unwrap_err();
        assert_eq!(error.message(), "nested too deep");
        assert_eq!(error.column(), DEPTH + 1);
        assert!(Json::parse(&"[".repeat(1_000_000)).is_err());
        assert!(Json::parse(&"{\"a\":".repeat(1_000_000)).is_err());
    }

    #[test]
    fn places_are_told_by_pointer() {
        assert_eq!(failure(r#"{"a/b": [0, x]}"#).2, "/a~1b/1");
        assert_eq!(
            failure("[1] x"),
            ("more text after the JSON value".into(), 5, String::new())
        );
        assert_eq!(failure("{\"a\"}"), ("expected `:`".into(), 5, "/a".into()));
    }

    #[test]
    fn a_big_object_takes_linear_time() {
        let entries: Vec<_> = (0..200_000).map(|i| format!("\"{i}\":0")).collect();
        let json = Json::parse(&format!("{{{}}}", entries.join(","))).unwrap();
        assert_eq!(json.as_object().map(JsonObject::len), Some(200_000));
    }
}
