//! How contents are written down. Our library takes bytes, so only the interface knows encodings.

use crate::case::{LANGUAGES, check_control, control, unhurried};
use crate::host::golem_like::Worker;
use crate::host::{Call, Encoding, Ending, File, SessionCall};
use crate::programs;

/// Contents of each encoding, and the bytes that they stand for.
fn written() -> Vec<(Encoding, Vec<u8>, Vec<u8>)> {
    use Encoding::{Base64, Hex, Utf8};
    let every_byte: Vec<u8> = (0..=255).collect();
    let hex = |upper: bool| {
        let digits = every_byte
            .iter()
            .map(|byte| format!("{byte:02x}"))
            .collect::<String>();
        if upper { digits.to_uppercase() } else { digits }
    };
    vec![
        (Utf8, "smörgås 🦀\n".into(), "smörgås 🦀\n".into()),
        (Utf8, every_byte.clone(), every_byte.clone()),
        (Utf8, Vec::new(), Vec::new()),
        (Base64, "aGVsbG8=".into(), "hello".into()),
        (Base64, "AP8=".into(), vec![0, 255]),
        (Base64, "+/+/".into(), vec![0xfb, 0xff, 0xbf]),
        (Base64, Vec::new(), Vec::new()),
        (Hex, hex(false).into(), every_byte.clone()),
        (Hex, hex(true).into(), every_byte.clone()),
        (Hex, Vec::new(), Vec::new()),
    ]
}

/// Contents that do not decode, and why.
const MALFORMED: &[(Encoding, &str, &str)] = &[
    (
        Encoding::Base64,
        "AAAAAAAAAAAA!AAA",
        "invalid base64 at byte 12",
    ),
    (
        Encoding::Base64,
        "AAA",
        "invalid base64: 3 bytes are not a whole number of groups",
    ),
    (Encoding::Base64, "AA==AAAA", "invalid base64 at byte 2"),
    (Encoding::Base64, "AAAA\n", "invalid base64 at byte 4"),
    (Encoding::Base64, "-_-_", "invalid base64 at byte 0"),
    (Encoding::Base64, "AB==", "invalid base64 at byte 1"),
    (Encoding::Hex, "0g", "invalid hex at byte 1"),
    (
        Encoding::Hex,
        "000",
        "invalid hex: 3 bytes are not a whole number of groups",
    ),
    (Encoding::Hex, "0x00", "invalid hex at byte 1"),
    (Encoding::Hex, "00 0", "invalid hex at byte 2"),
];

#[test]
fn every_encoding_arrives_as_bytes() {
    for &guest in LANGUAGES {
        let worker = Worker::new(guest, &unhurried());
        for (encoding, content, bytes) in written() {
            let session = worker.session(guest);
            session
                .upload(&File::encoded("data.bin", content, encoding))
                .unwrap();
            assert_eq!(session.download("data.bin").unwrap(), bytes, "{encoding:?}");
        }
    }
}

/// The program sees the same bytes, in `run` and in a session, and what it writes comes back.
#[test]
fn a_program_sees_the_bytes() {
    for &guest in LANGUAGES {
        let worker = Worker::new(guest, &unhurried());
        for (encoding, content, bytes) in written() {
            let numbers: Vec<String> = bytes.iter().map(u8::to_string).collect();
            let expected = format!("{}\n", numbers.join(" "));
            let data = File::encoded("data.bin", content, encoding);
            let mut files = programs::files(guest, "prints_bytes");
            files.push(data.clone());
            let observed = worker.run(&Call::new(guest, files.clone()));
            assert_eq!(observed.stdout.as_ref(), Some(&expected), "{encoding:?}");

            let session = worker.session(guest);
            for file in &files {
                session.upload(file).unwrap();
            }
            let observed = session.run(&SessionCall {
                entrypoint: programs::entry(guest),
                ..SessionCall::default()
            });
            assert_eq!(observed.stdout.as_ref(), Some(&expected), "{encoding:?}");
            assert_eq!(session.download("copy.bin").unwrap(), bytes, "{encoding:?}");
        }
    }
}

/// The program itself may be encoded too.
#[test]
fn an_encoded_program_runs() {
    for &guest in LANGUAGES {
        let worker = Worker::new(guest, &unhurried());
        let mut call = control(guest);
        let digits: String = call.files[0]
            .content
            .iter()
            .map(|b| format!("{b:02x}"))
            .collect();
        call.files[0].content = digits.into();
        call.files[0].encoding = Some(Encoding::Hex);
        check_control("golem-like", &worker.run(&call));
    }
}

#[test]
fn what_does_not_decode_says_which_file_and_where() {
    for &guest in LANGUAGES {
        let worker = Worker::new(guest, &unhurried());
        let session = worker.session(guest);
        for &(encoding, content, reason) in MALFORMED {
            let file = File::encoded("x.bin", content, encoding);
            let mut call = control(guest);
            call.files.push(file.clone());
            let message = format!("files[1] \"x.bin\": {reason}");
            assert_eq!(
                worker.run(&call).ending,
                Ending::Internal(message),
                "{content:?}"
            );
            let message = format!("upload \"x.bin\": {reason}");
            assert_eq!(
                session.upload(&file),
                Err(Ending::Internal(message)),
                "{content:?}"
            );
        }
        assert_eq!(session.list_files("."), Ok(Vec::new()));
        check_control("golem-like", &worker.run(&control(guest)));
    }
}
