//! The actions as an OpenAPI document. The pages in `docs/` say what each takes and answers; how it goes over the wire
//! stands in the package's code.

use std::fs;
use std::path::Path;

use serde_json::{Map, Value, json};
use typewright_suites::{Failure, folders};

/// Writes the document; how many actions it has.
pub fn extract(losant: &Path) -> Result<usize, Failure> {
    let package = losant.join("package");
    let mut pages: Vec<String> = fs::read_dir(package.join("docs"))?
        .filter_map(|entry| Some(folders::stem(&entry.ok()?.path())))
        .filter(|resource| !resource.starts_with('_'))
        .collect();
    pages.sort();
    let mut document = Document::default();
    for resource in &pages {
        let page = folders::read(&package.join(format!("docs/{resource}.md")))?;
        let code = folders::read(&package.join(format!("lib/api/{resource}.js")))?;
        document.page(resource, &page, &code)?;
    }
    let count = document.count;
    if count == 0 {
        return Err("the pages have no actions: are they laid out in another way now?".into());
    }
    let text = serde_json::to_string_pretty(&document.into_json())?;
    folders::write(&losant.join("openapi.json"), &text)?;
    Ok(count)
}

#[derive(Default)]
struct Document {
    tags: Vec<Value>,
    paths: Map<String, Value>,
    count: usize,
}

impl Document {
    fn into_json(self) -> Value {
        json!({
            "openapi": "3.1.0",
            "info": {"title": "Losant", "version": "1"},
            "servers": [{"url": "https://api.losant.com"}],
            "tags": self.tags,
            "paths": self.paths,
            "components": {"securitySchemes": {"token": {"type": "http", "scheme": "bearer"}}},
        })
    }

    fn page(&mut self, resource: &str, page: &str, code: &str) -> Result<(), Failure> {
        let mut sections = page.split("\n## ");
        let title = sections.next().and_then(|head| between(head, "# ", " Actions"));
        let title = title.ok_or_else(|| format!("{resource}.md has no title"))?;
        self.tags.push(json!({"name": title}));
        for section in sections {
            let call = format!("client.{resource}.");
            let Some(action) = between(section, &call, "(") else {
                continue;
            };
            let id = format!("{resource}.{action}");
            let start = format!("\n  internals.{action} = function");
            let code = between(code, &start, "\n  };").ok_or_else(|| format!("{id} has no code"))?;
            let (path, method, operation) =
                operation(&id, title, section, code).ok_or_else(|| format!("{id} is laid out in another way"))?;
            let item = self.paths.entry(path.clone()).or_insert_with(|| json!({}));
            if item.get(&method).is_some() {
                return Err(format!("{method} {path} stands there twice").into());
            }
            item[&method] = operation;
            self.count += 1;
        }
        Ok(())
    }
}

/// Path, method and what the document says of them.
fn operation(id: &str, tag: &str, section: &str, code: &str) -> Option<(String, String, Value)> {
    let path = between(code, "uriTemplate.parse('", "'")?.to_owned();
    let method = between(code, "method: '", "'")?.to_lowercase();
    let summary = section.lines().skip(1).map(str::trim).find(|line| !line.is_empty())?;
    let mut operation = json!({
        "operationId": id,
        "tags": [tag],
        "summary": summary,
        "security": security(section),
    });
    let mut parameters = Vec::new();
    for [name, kind, required, description, _, example] in rows::<6>(section) {
        let place = Place::of(&name, code);
        let schema = schema(&kind);
        match place {
            Place::Body if code.contains("opts.multipart = true") => {
                operation["requestBody"] = json!({
                    "required": true,
                    "content": {"multipart/form-data": {"schema": {"type": "object"}}},
                });
            }
            Place::Body => {
                operation["requestBody"] = json!({
                    "required": required == "Y",
                    "content": {"application/json": {"schema": schema}},
                });
            }
            Place::Parameter(place) => {
                let mut parameter = json!({
                    "name": name,
                    "in": place,
                    "required": place == "path" || required == "Y",
                    "description": description,
                });
                if code.contains(&format!("JSON.stringify(params.{name})")) {
                    parameter["content"] = json!({"application/json": {"schema": schema}});
                } else {
                    parameter["schema"] = schema;
                }
                if !example.is_empty() && !example.starts_with('[') {
                    parameter["example"] = json!(example);
                }
                parameters.push(parameter);
            }
            Place::Nowhere => {}
        }
    }
    operation["parameters"] = json!(parameters);
    let mut responses = Map::new();
    for [status, kind, description] in rows::<3>(section) {
        let mut response = json!({"description": description});
        let schema = schema(&kind);
        if schema.get("$ref").is_some() {
            response["content"] = json!({"application/json": {"schema": schema}});
        }
        responses.insert(status, response);
    }
    operation["responses"] = Value::Object(responses);
    Some((path, method, operation))
}

/// Where the code puts something that an action takes.
enum Place {
    Parameter(&'static str),
    Body,
    Nowhere,
}

impl Place {
    fn of(name: &str, code: &str) -> Self {
        let set = format!("typeof params.{name}) {{ ");
        let target = between(code, &set, " = ").unwrap_or_default();
        let place = |owner: &str, place| target.starts_with(owner).then_some(Self::Parameter(place));
        place("pathParams.", "path")
            .or_else(|| place("req.params.", "query"))
            .or_else(|| place("req.headers.", "header"))
            .or_else(|| target.starts_with("req.data").then_some(Self::Body))
            .unwrap_or(Self::Nowhere)
    }
}

/// The scopes of which a token needs one.
fn security(section: &str) -> Value {
    if !section.contains("must be configured with a valid") {
        return json!([]);
    }
    let list = between(section, "at least one of the following scopes:", "\n\n").unwrap_or_default();
    let scopes: Vec<Value> = list
        .trim()
        .trim_end_matches('.')
        .split(',')
        .map(|scope| scope.trim().trim_start_matches("or ").trim())
        .filter(|scope| !scope.is_empty())
        .map(|scope| json!({"token": [scope]}))
        .collect();
    if scopes.is_empty() {
        json!([{"token": []}])
    } else {
        json!(scopes)
    }
}

/// What a page says of a type: the file of a schema, or a word.
fn schema(kind: &str) -> Value {
    match between(kind, "../lib/schemas/", ")") {
        Some(file) => json!({"$ref": file}),
        None if kind == "array" => json!({"type": "array", "items": {"type": "string"}}),
        None => json!({"type": "string"}),
    }
}

/// The rows of all tables of a section that have so many columns, without their heads.
fn rows<const COLUMNS: usize>(section: &str) -> impl Iterator<Item = [String; COLUMNS]> {
    section
        .lines()
        .filter(|line| line.starts_with('|'))
        .filter_map(|line| {
            let line = line.replace("\\|", "\u{0}");
            let cells = line.trim().trim_start_matches('|').trim_end_matches('|').split('|');
            let cells: Vec<String> = cells.map(|cell| plain(&cell.trim().replace('\u{0}', "|"))).collect();
            cells.try_into().ok()
        })
        .filter(|cells: &[String; COLUMNS]| !matches!(cells[0].as_str(), "Name" | "Code" | "----"))
}

/// Text without the entities that the pages are written with.
fn plain(text: &str) -> String {
    [
        ("&#x27;", "'"),
        ("&quot;", "\""),
        ("&lt;", "<"),
        ("&gt;", ">"),
        ("&amp;", "&"),
    ]
    .iter()
    .fold(text.to_owned(), |text, (entity, sign)| text.replace(entity, sign))
}

fn between<'t>(text: &'t str, before: &str, after: &str) -> Option<&'t str> {
    let (_, rest) = text.split_once(before)?;
    rest.split_once(after).map(|(found, _)| found)
}
