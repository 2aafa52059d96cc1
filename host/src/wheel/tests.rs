//! What is taken for a wheel, and what is not.
#![allow(clippy::indexing_slicing, clippy::unwrap_used)]

use std::io::Write;

use miniz_oxide::deflate::compress_to_vec;
use rawzip::path::EntryPath;
use rawzip::{CompressionMethod, ZipArchiveWriter};

use super::*;

const NAME: &str = "greet-1.0-py3-none-any.whl";
const PURE: (&str, &str) = (
    "greet-1.0.dist-info/WHEEL",
    "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
);

/// An archive with these files, deflated, of this mode as Unix has it.
fn archive_of(entries: &[(&str, &str)], mode: u32) -> Vec<u8> {
    let mut writer = ZipArchiveWriter::new(Vec::new());
    for (name, content) in entries {
        let file = writer.new_file(EntryPath::verbatim(name.as_bytes()));
        let (mut entry, config) = file
            .compression_method(CompressionMethod::DEFLATE)
            .unix_permissions(mode)
            .start()
            .unwrap();
        let mut plain = config.wrap(Vec::new());
        plain.write_all(content.as_bytes()).unwrap();
        let (plain, descriptor) = plain.finish().unwrap();
        entry.write_all(&compress_to_vec(&plain, 6)).unwrap();
        entry.finish(descriptor).unwrap();
    }
    writer.finish().unwrap()
}

fn archive(entries: &[(&str, &str)]) -> Vec<u8> {
    archive_of(entries, 0o644)
}

fn refusal(name: &str, entries: &[(&str, &str)]) -> String {
    Wheel::read(name, &archive(entries))
        .unwrap_err()
        .to_string()
}

#[test]
fn unpacks_what_belongs_to_the_packages() {
    let bytes = archive(&[
        ("greet/__init__.py", "hello = 1"),
        ("greet-1.0.data/purelib/more.py", "x = 2"),
        ("greet-1.0.data/scripts/greet", "#!python"),
        PURE,
    ]);
    let wheel = Wheel::read(NAME, &bytes).unwrap();
    let files: Vec<(String, &[u8])> = wheel.uploads().collect();
    assert_eq!(
        files,
        [
            (
                ".site-packages/greet-1.0.dist-info/WHEEL".to_owned(),
                PURE.1.as_bytes()
            ),
            (".site-packages/greet/__init__.py".to_owned(), b"hello = 1"),
            (".site-packages/more.py".to_owned(), b"x = 2"),
        ]
    );
}

#[test]
fn names_say_what_a_wheel_is_for() {
    for name in [NAME, "a-1-2-py2.py3-none-any.whl", "a-1-py36-none-any.whl"] {
        assert!(Wheel::read(name, &archive(&[PURE])).is_ok(), "{name}");
    }
    assert_eq!(
        refusal("greet.zip", &[PURE]),
        "\"greet.zip\" is no name of a wheel; expected NAME-VERSION-PYTHON-ABI-PLATFORM.whl"
    );
    assert_eq!(
        refusal("a-1-cp313-cp313-manylinux_2_17_x86_64.whl", &[PURE]),
        "a-1-cp313-cp313-manylinux_2_17_x86_64.whl: made for `cp313-cp313-manylinux_2_17_x86_64`; \
         only pure wheels for Python 3 (py3-none-any) can be used"
    );
}

#[test]
fn names_that_lead_elsewhere_are_refused() {
    for (entry, reason) in [
        ("../evil.py", "the name has a segment `.` or `..`"),
        ("a/../../evil.py", "the name has a segment `.` or `..`"),
        (
            "/evil.py",
            "the name is absolute; names are relative to the working directory",
        ),
        ("a\\..\\evil.py", "the name contains a backslash"),
        ("a//evil.py", "the name has an empty segment"),
    ] {
        assert_eq!(
            refusal(NAME, &[PURE, (entry, "")]),
            format!("{NAME}: {entry:?}: {reason}")
        );
    }
}

#[test]
fn symbolic_links_are_refused() {
    let bytes = archive_of(&[("greet/passwd", "/etc/passwd")], 0o120_777);
    let error = Wheel::read(NAME, &bytes).unwrap_err().to_string();
    assert_eq!(error, format!("{NAME}: \"greet/passwd\": a symbolic link"));
}

#[test]
fn names_are_there_once() {
    let twice = [PURE, ("greet.py", "a = 1"), ("greet.py", "a = 2")];
    assert_eq!(
        refusal(NAME, &twice),
        format!("{NAME}: \"greet.py\": there twice")
    );
}

#[test]
fn bombs_are_not_unpacked() {
    let bytes = archive(&[PURE, ("zeros.py", &"0".repeat(1 << 20))]);
    assert!(bytes.len() < 4096, "{}", bytes.len());
    let error = archive::unpack(NAME, &bytes, 64 << 10).unwrap_err();
    assert_eq!(
        error.to_string(),
        format!("{NAME}: unpacks to more than 65536 bytes")
    );
}

#[test]
fn broken_data_is_refused() {
    let mut bytes = archive(&[PURE, ("greet.py", "hello = 1")]);
    // The checksum of the last file, in the central directory and behind its data.
    let directory = bytes
        .windows(4)
        .rposition(|part| part == b"PK\x01\x02")
        .unwrap();
    bytes[directory + 16] ^= 1;
    let data = bytes
        .windows(4)
        .rposition(|part| part == b"PK\x07\x08")
        .unwrap();
    bytes[data + 4] ^= 1;
    let error = Wheel::read(NAME, &bytes).unwrap_err().to_string();
    assert!(
        error.starts_with(&format!("{NAME}: \"greet.py\": ")),
        "{error}"
    );
}

#[test]
fn machine_code_is_refused() {
    for entry in [
        "a.cpython-313-x86_64-linux-gnu.so",
        "b/c.PYD",
        "lib/libz.so.1",
    ] {
        assert_eq!(
            refusal(NAME, &[PURE, (entry, "")]),
            format!("{NAME}: {entry:?}: machine code, which cannot be loaded")
        );
    }
}

#[test]
fn metadata_has_to_say_that_it_is_pure() {
    let with = |text| refusal(NAME, &[("greet-1.0.dist-info/WHEEL", text)]);
    assert_eq!(
        refusal(NAME, &[("a.py", "")]),
        format!("{NAME}: has not one .dist-info/WHEEL")
    );
    assert_eq!(
        with("Wheel-Version: 1.0\nRoot-Is-Purelib: false\n"),
        format!("{NAME}: greet-1.0.dist-info/WHEEL: Root-Is-Purelib is not true")
    );
    assert_eq!(
        with("Wheel-Version: 2.0\nRoot-Is-Purelib: true\n"),
        format!("{NAME}: greet-1.0.dist-info/WHEEL: Wheel-Version \"2.0\" is not known")
    );
    assert_eq!(
        refusal(NAME, &[PURE, ("greet-1.0.data/platlib/a.py", "")]),
        format!("{NAME}: \"greet-1.0.data/platlib/a.py\": made for one kind of machine")
    );
}

#[test]
fn what_is_no_archive_is_refused() {
    assert!(matches!(
        Wheel::read(NAME, b"PK\x03\x04 and nothing more"),
        Err(WheelError::Archive { .. })
    ));
}
