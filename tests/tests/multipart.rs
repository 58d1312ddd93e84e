//! Multipart bodies: `multipart/form-data` of `bodies/openapi.yaml`.

use std::io::Cursor;
use std::process::{Command, Stdio};

use bodies::endpoints::Request as AnyRequest;
use bodies::endpoints::pictures::{
    AddPicture, AddPictureMultipart, ChangePicture, ChangePictureContent, ChangePictureMultipart, ReplacePictures,
    ReplacePicturesMultipart,
};
use bodies::types::{Address, PictureUploadSettings, StringOrInteger};
use bytes::Bytes;
use http::Request;
use typewright_runtime::Integer;
use typewright_runtime::endpoint::{
    Descriptor, Endpoint, FilePart, Limits, Rejection, Source, multipart_with_boundary,
};
use typewright_runtime::http::{RequestError, receive, receive_with, to_http};

#[allow(dead_code, missing_docs)]
mod bodies {
    include!(concat!(env!("OUT_DIR"), "/bodies/mod.rs"));
}

/// A picture, as it is received again.
fn picture() -> FilePart {
    let file = FilePart::new("a \"b\"\r\n€.png", [0x89, b'P', 0, b'\r', b'\n', b'-', b'-', b'x']);
    file.media_type("image/png").header("X-Camera", "C 1")
}

fn upload() -> AddPictureMultipart {
    AddPictureMultipart::new(picture(), "Ü & co")
}

fn written(body: &AddPictureMultipart) -> String {
    let upload = multipart_with_boundary(body, AddPicture::METADATA, "x").expect("all values have a text form");
    assert_eq!(upload.content_type(), "multipart/form-data; boundary=x");
    let mut text = String::new();
    for segment in upload.open().expect("all is in memory") {
        match segment {
            typewright_runtime::endpoint::Opened::Bytes(bytes) => text.push_str(&String::from_utf8_lossy(&bytes)),
            _ => panic!("all is in memory"),
        }
    }
    text
}

fn sent(request: &AddPicture) -> Request<Bytes> {
    to_http(request, None, None).unwrap_or_else(|error| panic!("{error}"))
}

/// Why a body is not sent: the pointer and the keyword of each violation.
fn refused(request: &impl Endpoint) -> Vec<String> {
    let violations = request.validate().expect_err("it is invalid");
    let shown = violations.iter();
    shown
        .map(|found| format!("{} {}", found.pointer(), found.keyword()))
        .collect()
}

fn received(method: &str, body: &str) -> Result<AnyRequest, Rejection> {
    let request = Request::builder().method(method).uri("/v1/pictures");
    let request = request.header("content-type", "multipart/form-data; boundary=\"x\"");
    receive(&request.body(body.replace('\n', "\r\n")).expect("a request"))
}

/// Why a server rejects a body with these parts.
fn rejected(method: &str, parts: &[&str]) -> String {
    let rejection = received(method, &of_parts(parts)).expect_err("it is invalid");
    assert_eq!(rejection.status() / 100, 4);
    rejection.to_string()
}

fn of_parts(parts: &[&str]) -> String {
    let parts: Vec<String> = parts
        .iter()
        .map(|part| format!("--x\nContent-Disposition: form-data; {part}\n"))
        .collect();
    format!("{}--x--\n", parts.concat())
}

const PICTURE: &str = "name=picture; filename=a.png\nContent-Type: image/png\nX-Camera: c\n\nPNG";
const TITLE: &str = "name=title\n\nt";

#[test]
fn each_part_is_written_as_it_is_documented() {
    let body = upload()
        .rating(5)
        .public(true)
        .place(Address::new().city("Rome"))
        .settings(PictureUploadSettings::new().theme("dark"))
        .caption("c")
        .level(StringOrInteger::Integer(Integer::from(7)))
        .additional_part("more", FilePart::unnamed("m"));
    let expected = "--x\n\
        Content-Disposition: form-data; name=\"picture\"; filename=\"a %22b%22%0D%0A€.png\"\n\
        Content-Type: image/png\nX-Camera: C 1\n\n\u{fffd}P\0\n--x\n\
        Content-Disposition: form-data; name=\"title\"\n\nÜ & co\n--x\n\
        Content-Disposition: form-data; name=\"rating\"\n\n5\n--x\n\
        Content-Disposition: form-data; name=\"public\"\n\ntrue\n--x\n\
        Content-Disposition: form-data; name=\"place\"\nContent-Type: application/json\n\n{\"city\":\"Rome\"}\n--x\n\
        Content-Disposition: form-data; name=\"settings\"\nContent-Type: application/json\n\n{\"theme\":\"dark\"}\n--x\n\
        Content-Disposition: form-data; name=\"caption\"\nContent-Type: text/plain; charset=utf-8\n\nc\n--x\n\
        Content-Disposition: form-data; name=\"level\"\n\n7\n--x\n\
        Content-Disposition: form-data; name=\"more\"\n\nm\n--x--\n";
    let body = AddPictureMultipart {
        picture: FilePart::new("a \"b\"\r\n€.png", [0x89, b'P', 0])
            .media_type("image/png")
            .header("X-Camera", "C 1"),
        ..body
    };
    assert_eq!(written(&body), expected.replace('\n', "\r\n"));
}

#[test]
fn what_is_sent_is_what_is_received() {
    let body = upload()
        .rating(5)
        .public(false)
        .place(Address::new().city("Rome"))
        .settings(PictureUploadSettings::new().theme("dark"))
        .caption("")
        .note("5")
        .level(StringOrInteger::String("x".to_owned()))
        .additional_part("more\"", FilePart::new("a\\b", "m").media_type("a/b"))
        .additional_part("more\"", FilePart::unnamed(""));
    let request = AddPicture::new(body);
    let Ok(AnyRequest::PicturesAddPicture(again)) = receive(&sent(&request)) else {
        panic!("it is received")
    };
    assert_eq!(again, request);

    let file = |content: &str| FilePart::new("f", content).media_type("application/octet-stream");
    let body = ReplacePicturesMultipart::new([file("1"), file("")])
        .tags(["a,b".to_owned(), "c".to_owned()])
        .places([Address::new().city("Rome"), Address::new().city("Paris")]);
    for request in [ReplacePictures::new(), ReplacePictures::new().body(body)] {
        let http = to_http(&request, None, None).expect("it is valid");
        let Ok(AnyRequest::PicturesReplacePictures(again)) = receive(&http) else {
            panic!("it is received")
        };
        assert_eq!(again, request);
    }
}

#[test]
fn a_multipart_body_may_be_one_of_several() {
    let file = FilePart::new("a", "1").media_type("application/octet-stream");
    for content in [
        ChangePictureContent::Multipart(ChangePictureMultipart::new().picture(file)),
        ChangePictureContent::Json(Address::new().city("Rome")),
    ] {
        let request = ChangePicture::new(content);
        let http = to_http(&request, None, None).expect("it is valid");
        let Ok(AnyRequest::PicturesChangePicture(again)) = receive(&http) else {
            panic!("it is received")
        };
        assert_eq!(again, request);
    }
}

#[test]
fn no_error_about_a_header_shows_its_value() {
    let png = || FilePart::new("a", "1").media_type("image/png").header("X-Camera", "c");
    for (name, value, expected) in [
        (
            "Authorization",
            "s3cret\n",
            "a valid value of the header \"Authorization\"",
        ),
        ("Authorization: s3cret", "", "the name of a header"),
        (
            "Content-Type",
            "s3cret",
            "no header that is written from other values (headers), found \"Content-Type\"",
        ),
    ] {
        let request = AddPicture::new(AddPictureMultipart::new(png().header(name, value), "t"));
        let error = to_http(&request, None, None).expect_err("the header is invalid");
        let (said, details) = (error.to_string(), format!("{error:?}"));
        assert!(said.contains(expected), "{said}");
        assert!(
            !said.contains("s3cret") && !details.contains("s3cret"),
            "{said}\n{details}"
        );
    }
}

#[test]
fn each_part_is_checked_before_it_is_sent() {
    let with = |picture: FilePart| refused(&AddPicture::new(AddPictureMultipart::new(picture, "t")));
    let png = || FilePart::new("a", "1").media_type("image/png");
    assert_eq!(with(png()), ["/body/picture headers"], "a required header");
    let camera = || png().header("x-camera", "c");
    for (file, violation) in [
        (camera().media_type("image/gif"), "/body/picture contentMediaType"),
        (camera().media_type("image/*"), "/body/picture contentMediaType"),
        (
            camera().media_type("image/png\r\nX-A: b"),
            "/body/picture contentMediaType",
        ),
        (
            FilePart::new("a", "1").header("X-Camera", "c"),
            "/body/picture contentMediaType",
        ),
        (camera().header("X-A", "b\r\nX-B: c"), "/body/picture headers"),
        (camera().header("X A", "b"), "/body/picture headers"),
        (camera().header("Content-Type", "a/b"), "/body/picture headers"),
        (camera().header("X-B", " b"), "/body/picture headers"),
    ] {
        assert_eq!(with(file), [violation]);
    }
    let with = |body: AddPictureMultipart| refused(&AddPicture::new(body));
    let mut long = upload();
    long.title = "t".repeat(21);
    assert_eq!(with(long), ["/body/title maxLength"]);
    assert_eq!(with(upload().rating(0)), ["/body/rating minimum"]);
    assert_eq!(
        with(upload().level(StringOrInteger::String("5".to_owned()))),
        ["/body/level encoding"],
        "it would be read as a number"
    );
    for name in ["a%22", "a\\"] {
        let file = FilePart::unnamed("1");
        let at = format!("/body/{name} encoding");
        assert_eq!(with(upload().additional_part(name, file)), [at]);
    }
    assert_eq!(
        with(upload().additional_part("title", FilePart::unnamed("t"))),
        ["/body/title additionalProperties"]
    );
    let files = |count: usize| ReplacePicturesMultipart::new(vec![FilePart::new("a", "1"); count]);
    let with = |body: ReplacePicturesMultipart| refused(&ReplacePictures::new().body(body));
    assert_eq!(with(files(1)), ["/body/files minItems"]);
    assert_eq!(with(files(0)), ["/body/files encoding"]);
    assert_eq!(with(files(2).tags([])), ["/body/tags encoding"]);
    let second = FilePart::new("b", "2").media_type("*/*");
    let body = ReplacePicturesMultipart::new([FilePart::new("a", "1"), second]);
    assert_eq!(with(body), ["/body/files/1 contentMediaType"]);
}

#[test]
fn a_server_rejects_what_the_document_does_not_allow() {
    for (method, parts, message) in [
        (
            "POST",
            &[TITLE][..],
            "invalid body: /body: expected the part \"picture\" (required), found none",
        ),
        ("POST", &[PICTURE, TITLE, TITLE], "the part title is repeated"),
        (
            "POST",
            &[PICTURE, "name=title\nContent-Type: text/plain; charset=latin1\n\nt"],
            "invalid UTF-8 in the body",
        ),
        (
            "POST",
            &["name=picture; filename=a\nContent-Type: image/gif\n\nGIF", TITLE],
            "unsupported media type: expected image/png, image/jpeg, found image/gif",
        ),
        (
            "POST",
            &["name=picture; filename=a\nContent-Type: image/png\n\nPNG", TITLE],
            "invalid body: /body/picture: expected the header \"X-Camera\" (headers), found none",
        ),
        (
            "POST",
            &[PICTURE, TITLE, "name=rating\n\n0"],
            "invalid body: /body/rating: expected at least 1 (minimum), found 0",
        ),
        (
            "POST",
            &[PICTURE, TITLE, "name=settings\n\n{\"theme\":"],
            "invalid body: the text ends where a JSON value is expected",
        ),
        (
            "POST",
            &[PICTURE, TITLE, "name=settings\nContent-Type: text/plain\n\n{}"],
            "unsupported media type: expected application/json, found text/plain",
        ),
        (
            "PUT",
            &["name=files\n\n1", "name=files\n\n2", "name=other\n\n1"],
            "invalid body: /body/other: expected no other part (additionalProperties), found \"other\"",
        ),
        (
            "PUT",
            &["name=files\n\n1"],
            "invalid body: /body/files: expected at least 2 items (minItems), found ",
        ),
        (
            "PUT",
            &["name=\"files\n\n1"],
            "invalid multipart body: a part has no valid `Content-Disposition",
        ),
    ] {
        let found = rejected(method, parts);
        assert!(found.starts_with(message), "{parts:?}\n{found}");
    }
    let body = of_parts(&[PICTURE, TITLE]);
    for end in 0..body.len() - 5 {
        let rejection = received("POST", &body[..end]).expect_err("it is cut");
        assert!(matches!(rejection, Rejection::Multipart(_)), "{end}: {rejection}");
    }
}

#[test]
fn a_server_chooses_how_many_parts_it_accepts() {
    let body = of_parts(&[PICTURE, TITLE, "name=rating\n\n5"]).replace('\n', "\r\n");
    let request = Request::post("/v1/pictures").header("content-type", "multipart/form-data; boundary=x");
    let request = request.body(body).expect("a request");
    let received = |limits: Limits| receive_with::<AnyRequest>(&request, limits);
    assert!(received(Limits::new().parts(3)).is_ok());
    for (limits, message) in [
        (Limits::new().parts(2), "the body has more than 2 parts"),
        (
            Limits::new().part_headers(40),
            "the headers of a part are longer than 40 bytes",
        ),
    ] {
        let rejection = received(limits).expect_err(message);
        assert_eq!(rejection.status(), 413);
        assert!(rejection.to_string().ends_with(message), "{rejection}");
    }
}

#[test]
fn other_clients_may_write_a_body_in_other_ways() {
    // As curl does: JSON without a media type, and a number in quotes is a string.
    let parts = [
        PICTURE,
        TITLE,
        "name=place\n\n{\"city\": \"Rome\"}",
        "name=note\n\n5",
        "name=rating\n\n5",
    ];
    let Ok(AnyRequest::PicturesAddPicture(request)) = received("POST", &of_parts(&parts)) else {
        panic!("it is received")
    };
    assert_eq!(request.body.place, Some(Address::new().city("Rome")));
    assert_eq!(request.body.note.as_deref(), Some("5"));
    assert_eq!(request.body.rating, Some(Integer::from(5)));
    assert_eq!(request.body.picture.file_name(), Some("a.png"));
    assert_eq!(request.body.picture.bytes(), Some(&b"PNG"[..]));
    assert_eq!(request.body.picture.header_value("x-camera"), Some("c"));
}

#[test]
fn a_file_and_a_reader_are_sent_like_bytes() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("a.png");
    std::fs::write(&path, "PNG").expect("it can be written");
    let of = |file: FilePart| {
        let file = file.media_type("image/png").header("X-Camera", "c");
        AddPicture::new(AddPictureMultipart::new(file, "t"))
    };
    let expected = of(FilePart::new("a.png", "PNG"));
    for file in [
        FilePart::from_path(&path),
        FilePart::new("a.png", Source::reader(Cursor::new("PNG"))),
        FilePart::new("a.png", Source::sized_reader(Cursor::new("PNG"), 3)),
    ] {
        let Ok(AnyRequest::PicturesAddPicture(received)) = receive(&sent(&of(file))) else {
            panic!("it is received")
        };
        assert_eq!(received, expected);
    }
    let missing = of(FilePart::from_path(folder.path().join("b.png")));
    let error = to_http(&missing, None, None).expect_err("there is no such file");
    assert!(
        matches!(&error, RequestError::Content(_)) && error.to_string().contains("b.png"),
        "{error}"
    );
    let once = of(FilePart::new("a.png", Source::reader(Cursor::new("PNG"))));
    assert!(to_http(&once, None, None).is_ok());
    assert!(matches!(to_http(&once, None, None), Err(RequestError::Consumed)));
}

/// Parses the body with the standard library of Python, and prints each part.
const PYTHON: &str = r#"
import email.parser, email.policy, sys
head = b"Content-Type: " + sys.argv[1].encode() + b"\r\n\r\n"
message = email.parser.BytesParser(policy=email.policy.HTTP).parsebytes(head + sys.stdin.buffer.read())
assert message.is_multipart() and not message.defects, message.defects
for part in message.iter_parts():
    assert not part.defects, part.defects
    name = part.get_param("name", header="content-disposition")
    print(name, part.get_filename(), part["content-type"], part["x-camera"], part.get_payload(decode=True).hex())
"#;

#[test]
#[ignore = "needs python3"]
fn the_standard_library_of_python_reads_the_same_parts() {
    let request = sent(&AddPicture::new(upload().place(Address::new().city("Rome"))));
    let content_type = request.headers()["content-type"].to_str().expect("ASCII");
    let mut python = Command::new("python3")
        .args(["-c", PYTHON, content_type])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("this test needs python3");
    let mut input = python.stdin.take().expect("it is piped");
    std::io::Write::write_all(&mut input, request.body()).expect("it reads");
    drop(input);
    let output = python.wait_with_output().expect("it ends");
    assert!(output.status.success());
    let hex = |bytes: &[u8]| {
        bytes
            .iter()
            .fold(String::new(), |hex, byte| hex + &format!("{byte:02x}"))
    };
    let expected = format!(
        "picture a %22b%22%0D%0A€.png image/png C 1 {}\ntitle None None None {}\nplace None application/json None {}\n",
        hex(picture().bytes().expect("bytes")),
        hex("Ü & co".as_bytes()),
        hex(br#"{"city":"Rome"}"#),
    );
    assert_eq!(String::from_utf8_lossy(&output.stdout), expected);
}

#[test]
fn a_value_is_sent_and_received_with_its_headers() {
    let file = FilePart::new("a.png", "PNG")
        .media_type("image/png")
        .header("X-Camera", "c");
    let body = AddPictureMultipart::new(file, "A title")
        .caption("Gr\u{fc}ezi")
        .caption_header("X-Language", "de")
        .origin(Address::new().city("Bern"))
        .origin_header("X-Version", "2")
        .origin_header("X-Other", "any");
    let text = written(&body);
    for part in [
        "name=\"caption\"\r\nContent-Type: text/plain; charset=utf-8\r\nX-Language: de\r\n\r\nGr\u{fc}ezi\r\n",
        "name=\"origin\"\r\nContent-Type: application/json\r\nX-Version: 2\r\nX-Other: any\r\n\r\n{\"city\":\"Bern\"}\r\n",
    ] {
        assert!(text.contains(part), "{text}");
    }
    let request = AddPicture::new(body);
    let Ok(AnyRequest::PicturesAddPicture(again)) = receive(&sent(&request)) else {
        panic!("it is received")
    };
    assert_eq!(again, request);
}

#[test]
fn a_value_without_its_required_headers_is_refused() {
    let origin = || upload().origin(Address::new());
    assert_eq!(refused(&AddPicture::new(origin())), ["/body/origin headers"]);
    let headers = origin()
        .origin_header("x-version", "1")
        .origin_header("Content-Type", "a/b");
    assert_eq!(refused(&AddPicture::new(headers)), ["/body/origin headers"]);
    assert_eq!(
        refused(&AddPicture::new(upload().caption_header("X-Language", "de"))),
        ["/body/caption headers"],
        "headers need a value"
    );
    let origin = "name=origin\nContent-Type: application/json\nX-Note: n\n\n{}";
    let said = rejected("POST", &[PICTURE, TITLE, origin]);
    assert!(said.contains("the header \"X-Version\""), "{said}");
}
