//! Titles and summaries, derived from names.

use heck::{ToSnakeCase as _, ToTitleCase as _};

/// Words that are not written as others in a title.
const ACRONYMS: [(&str, &str); 9] = [
    ("Api", "API"),
    ("Dcr", "DCR"),
    ("Id", "ID"),
    ("Json", "JSON"),
    ("Jwt", "JWT"),
    ("Mqtt", "MQTT"),
    ("Oauth", "OAuth"),
    ("Sql", "SQL"),
    ("Sso", "SSO"),
];

/// The title of a name: `userOauthToken` is "User OAuth Token".
pub(super) fn title(name: &str) -> String {
    let title = name.to_title_case();
    let words = title.split(' ').map(|word| {
        let acronym = ACRONYMS.iter().find(|(plain, _)| *plain == word);
        acronym.map_or(word, |(_, written)| written)
    });
    words.collect::<Vec<_>>().join(" ")
}

/// The summary of an action: `device.delete` "Deletes a device".
pub(super) fn summary(resource: &str, action: &str) -> String {
    let noun = lower(resource);
    let is_plural = noun.ends_with('s') && !noun.ends_with("status");
    let one = if is_plural { noun.clone() } else { with_article(&noun) };
    let words = lower(action);
    let (verb, rest) = words.split_once(' ').unwrap_or((&words, ""));
    let verb = match verb {
        "get" => "Returns".to_owned(),
        "patch" => "Updates".to_owned(),
        "post" if is_plural => return format!("Creates {}", with_article(&singular(&noun))),
        "post" => "Creates".to_owned(),
        verb => third_person(verb),
    };
    match rest {
        "" => format!("{verb} {one}"),
        rest => format!("{verb} {rest} ({noun})"),
    }
}

/// The words of a name in lower case.
fn lower(name: &str) -> String {
    name.to_snake_case().replace('_', " ")
}

/// "policy" of "policies".
pub(super) fn singular(noun: &str) -> String {
    let stem = |ending: &str| noun.strip_suffix(ending);
    match (stem("ies"), stem("sses"), stem("s")) {
        (Some(stem), _, _) => format!("{stem}y"),
        (_, Some(stem), _) => format!("{stem}ss"),
        (_, _, Some(stem)) if !stem.ends_with(['s', 'u']) => stem.to_owned(),
        _ => noun.to_owned(),
    }
}

fn with_article(noun: &str) -> String {
    let article = if noun.starts_with(['a', 'e', 'i', 'o']) {
        "an"
    } else {
        "a"
    };
    format!("{article} {noun}")
}

/// "sends" of "send".
fn third_person(verb: &str) -> String {
    let mut characters = verb.chars();
    let first = characters
        .next()
        .map(|c| c.to_uppercase().to_string())
        .unwrap_or_default();
    let verb = format!("{first}{}", characters.as_str());
    match verb.strip_suffix('y') {
        Some(stem) if !stem.ends_with(['a', 'e', 'o']) => format!("{stem}ies"),
        _ if verb.ends_with(['s', 'x']) || verb.ends_with("sh") || verb.ends_with("ch") => format!("{verb}es"),
        _ => format!("{verb}s"),
    }
}

#[cfg(test)]
mod tests {
    use super::{summary, title};

    #[test]
    fn titles_and_summaries_are_derived_from_names() {
        assert_eq!(title("userOauthTokenPatch"), "User OAuth Token Patch");
        assert_eq!(summary("device", "delete"), "Deletes a device");
        assert_eq!(summary("devices", "post"), "Creates a device");
        assert_eq!(
            summary("applicationCertificateAuthorities", "post"),
            "Creates an application certificate authority"
        );
        assert_eq!(summary("device", "sendState"), "Sends state (device)");
    }
}
