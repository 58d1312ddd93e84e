//! A program with all versions of the generated code, which receives requests and reads responses.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::io::{BufRead as _, BufReader, Write as _};
use std::path::Path;
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};

use quote::ToTokens as _;
use serde_json::{Value, json};

use super::messages::Message;
use crate::rust::{Bindings, Package, scratch};

/// What became of a message.
#[derive(Debug)]
pub enum Probe {
    /// It was read, as this value.
    Fine(String),
    Failed(String),
}

/// The program, while it runs.
pub struct Probes {
    program: Child,
    input: ChildStdin,
    output: BufReader<ChildStdout>,
    _package: Package,
}

const MAIN: &str = r#"
use std::io::{BufRead as _, Write as _};
use typewright_runtime::http::{CallError, from_http, receive};

fn request(message: &serde_json::Value) -> http::Result<http::Request<Vec<u8>>> {
    let mut request = http::Request::builder()
        .method(message["start"].as_str().unwrap())
        .uri(message["target"].as_str().unwrap());
    for header in message["headers"].as_array().unwrap() {
        request = request.header(header[0].as_str().unwrap(), header[1].as_str().unwrap());
    }
    request.body(message["body"].as_str().unwrap().as_bytes().to_vec())
}

fn response(message: &serde_json::Value) -> http::Response<bytes::Bytes> {
    let status: u16 = message["start"].as_str().unwrap().parse().unwrap();
    let mut response = http::Response::builder().status(status);
    for header in message["headers"].as_array().unwrap() {
        response = response.header(header[0].as_str().unwrap(), header[1].as_str().unwrap());
    }
    response.body(message["body"].as_str().unwrap().to_owned().into()).unwrap()
}

fn main() {
    for line in std::io::stdin().lock().lines() {
        let message: serde_json::Value = serde_json::from_str(&line.unwrap()).unwrap();
        let version = message["version"].as_u64().unwrap();
        let result: Result<String, String> = match message["action"].as_str() {
            None => match (version, request(&message)) {
                (_, Err(error)) => Err(format!("it cannot be sent: {error}")),
                RECEIVE
                _ => unreachable!(),
            },
            Some(action) => match (version, action) {
                READ
                _ => Err(format!("version {version} has no {action}")),
            },
        };
        println!("{}", serde_json::to_string(&result).unwrap());
        std::io::stdout().flush().unwrap();
    }
}
"#;

impl Probes {
    /// Compiles the program, and starts it.
    pub fn new(bindings: &Bindings) -> Self {
        let package = Package::new(
            "mutations",
            &["http"],
            "http = \"1\"\nbytes = \"1\"\nserde_json = \"1\"\n",
        );
        let mut modules = String::from("#![allow(warnings)]\n");
        let (mut receive, mut read) = (String::new(), String::new());
        for index in 0..bindings.len() {
            package.add_version(index, bindings.generated(index));
            let _ = writeln!(modules, "pub mod api_{index};");
            let _ = writeln!(
                receive,
                "({index}, Ok(request)) => receive::<api_{index}::endpoints::Request>(&request).map(|found| format!(\"{{found:?}}\"))\
                 .map_err(|error| format!(\"{{error:?}}\")),"
            );
            for (id, path) in endpoints(bindings.generated(index)) {
                let _ = writeln!(
                    read,
                    "({index}, {id:?}) => match from_http::<api_{index}::endpoints::{path}>(response(&message)) {{ \
                     Ok(found) => Ok(format!(\"{{found:?}}\")), Err(error) => Err(format!(\"{{error:?}}\")) }},"
                );
            }
        }
        package.write(
            "main.rs",
            &(modules + &MAIN.replace("RECEIVE", &receive).replace("READ", &read)),
        );
        let built = package.cargo(&["build", "--quiet"]);
        assert!(built.status.success(), "{}", String::from_utf8_lossy(&built.stderr));
        // A later build may replace the program in its folder.
        let program = package.folder().join("program");
        let name = format!("mutations{}", std::env::consts::EXE_SUFFIX);
        fs::copy(scratch().join("odd-schemas/debug").join(name), &program).expect("the program");
        let mut program = Command::new(program)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .expect("the program");
        Self {
            input: program.stdin.take().expect("its input"),
            output: BufReader::new(program.stdout.take().expect("its output")),
            program,
            _package: package,
        }
    }

    /// Whether the server of a version takes a request.
    pub fn receive(&mut self, version: usize, request: &Message) -> Probe {
        self.ask(version, None, request)
    }

    /// Whether the client of a version reads a response of an action as a success.
    pub fn read(&mut self, version: usize, action: &str, response: &Message) -> Probe {
        self.ask(version, Some(action), response)
    }

    fn ask(&mut self, version: usize, action: Option<&str>, message: &Message) -> Probe {
        let Message {
            start,
            target,
            headers,
            body,
        } = message;
        let line = json!({
            "version": version, "action": action, "start": start, "target": target, "headers": headers, "body": body,
        });
        writeln!(self.input, "{line}").expect("the program reads");
        let mut answer = String::new();
        self.output.read_line(&mut answer).expect("the program answers");
        let answer: Value = serde_json::from_str(&answer).unwrap_or_else(|error| panic!("{error}: {line}"));
        match (answer["Ok"].as_str(), answer["Err"].as_str()) {
            (Some(found), _) => Probe::Fine(found.to_owned()),
            (_, error) => Probe::Failed(error.unwrap_or_default().to_owned()),
        }
    }
}

impl Drop for Probes {
    fn drop(&mut self) {
        // It may have ended on its own.
        let _ = self.program.kill();
        let _ = self.program.wait();
    }
}

/// The request types of generated code, by `operationId`.
fn endpoints(generated: &Path) -> BTreeMap<String, String> {
    let mut found = BTreeMap::new();
    for entry in fs::read_dir(generated.join("endpoints")).expect("the endpoints") {
        let path = entry.expect("an entry").path();
        let module = path.file_stem().expect("a name").to_string_lossy().into_owned();
        if matches!(module.as_str(), "client" | "blocking") || !path.is_file() {
            continue;
        }
        let text = fs::read_to_string(&path).expect("a generated file");
        let file = syn::parse_file(&text).expect("generated code parses");
        for item in file.items {
            let syn::Item::Impl(item) = item else { continue };
            for member in &item.items {
                if let syn::ImplItem::Const(member) = member
                    && member.ident == "METADATA"
                {
                    let text = member.expr.to_token_stream().to_string();
                    let id = text.split('"').nth(1).expect("an operationId").to_owned();
                    found.insert(id, format!("{module}::{}", item.self_ty.to_token_stream()));
                }
            }
        }
    }
    found
}
