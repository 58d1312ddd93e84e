//! Enums of integers, and values that the constructor sets.

use losant::{Exact, Integer};

use crate::extra::types::{Levels, LevelsLevel, LevelsState};

fn read(level: &str) -> LevelsLevel {
    serde_json::from_str(level).expect("it is an integer")
}

fn write(level: &LevelsLevel) -> String {
    serde_json::to_string(level).expect("it is JSON")
}

#[test]
fn an_integer_is_a_documented_value_however_it_is_written() {
    for text in ["3", "3.0", "30e-1"] {
        assert_eq!(read(text), LevelsLevel::High, "{text}");
    }
    assert_eq!(write(&LevelsLevel::Off), "-1");
    assert_eq!(
        LevelsLevel::KNOWN,
        [LevelsLevel::High, LevelsLevel::Low, LevelsLevel::Off]
    );
    assert_eq!(LevelsState::from(3), LevelsState::Value3);
    assert_eq!(LevelsState::from(2), LevelsState::Running);
}

#[test]
fn an_unknown_integer_of_any_size_is_preserved_and_reported() {
    for text in ["2", "-7.0", "12345678901234567890123", "1e400"] {
        let level = read(text);
        assert!(matches!(level, LevelsLevel::Unknown(_)), "{text}");
        assert_eq!(write(&level), text);
        assert!(Levels::new(level).validate().is_err(), "{text}");
    }
    for other in ["1.5", "\"3\"", "null", "[]"] {
        assert!(serde_json::from_str::<LevelsLevel>(other).is_err(), "{other}");
    }
}

#[test]
fn an_enum_of_integers_converts_from_and_into_integers() {
    assert_eq!(LevelsLevel::from(3), LevelsLevel::High);
    assert_eq!(LevelsLevel::from(Integer::from(1)), LevelsLevel::Low);
    assert_eq!(i64::try_from(LevelsLevel::Off), Ok(-1));
    assert_eq!(Integer::from(LevelsLevel::from(7)), 7);
    assert_eq!(LevelsLevel::from(7).as_i64(), Some(7));
    assert_eq!(read("1e400").as_i64(), None);
    assert!(i64::try_from(read("1e400")).is_err());
    assert!(LevelsLevel::Off < LevelsLevel::Low && LevelsLevel::from(2) < LevelsLevel::High);
}

#[test]
fn an_enum_of_integers_is_parsed_and_displayed_as_a_number() {
    assert_eq!("-1".parse(), Ok(LevelsLevel::Off));
    assert_eq!(LevelsLevel::High.to_string(), "3");
    let error = "2"
        .parse::<LevelsLevel>()
        .expect_err("it is not documented")
        .to_string();
    assert_eq!(error, "\"2\" is not a documented value; these are: 3, 1, -1");
    assert!("high".parse::<LevelsLevel>().is_err());
}

#[test]
fn setters_take_literals_and_constructors_set_constants() {
    let levels = Levels::new(1).priority(2).history([0, 1]).state(LevelsState::Waiting);
    assert_eq!(levels.validate(), Ok(()));
    assert_eq!(
        serde_json::to_string(&levels).expect("it is JSON"),
        r#"{"level":1,"state":1,"priority":2,"history":[0,1],"kind":"job","version":5000000000,"ratio":-1.5,"nothing":null}"#
    );
}
