//! The reader is bounded, and no text makes it panic.
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing)]

use policies::{Format, Policy, PolicyErrors, Preset};
use proptest::prelude::*;

const WORKSPACE: &str =
    "[[grants]]\npath = \"/workspace\"\nlayer = \"scratch\"\nrights = [\"all\"]\n";

fn refused(text: &str, format: Format) -> String {
    Policy::parse(text, Some(format)).unwrap_err().to_string()
}

#[test]
fn the_source_has_at_most_64_kib() {
    let filled = |length: usize| {
        let document = format!("version = 1\n{WORKSPACE}");
        format!("{document}#{}", "x".repeat(length - document.len() - 1))
    };
    assert!(Policy::parse(&filled(64 * 1024), None).is_ok());
    assert_eq!(
        refused(&filled(64 * 1024 + 1), Format::Toml),
        "too large: 65537 bytes, at most 65536"
    );
    assert_eq!(
        refused(&" ".repeat(1 << 20), Format::Json),
        "too large: 1048576 bytes, at most 65536"
    );
}

#[test]
fn there_are_at_most_64_grants() {
    let document = |count: usize| {
        let more = (1..count).map(|i| {
            format!("[[grants]]\npath = \"/g{i}\"\nlayer = \"scratch\"\nrights = [\"read\"]\n")
        });
        format!("version = 1\n{WORKSPACE}{}", more.collect::<String>())
    };
    assert_eq!(
        Policy::parse(&document(64), None).unwrap().grants().len(),
        64
    );
    assert_eq!(
        refused(&document(65), Format::Toml),
        "2:1: grants: too large: 65 grants, at most 64"
    );
}

#[test]
fn a_list_has_at_most_1024_entries() {
    let document = |count: usize| {
        let names = "\"a\",".repeat(count);
        format!("version = 1\n{WORKSPACE}[environment]\nallow = [{names}]\n")
    };
    assert!(Policy::parse(&document(1024), None).is_ok());
    assert_eq!(
        refused(&document(1025), Format::Toml),
        "7:9: environment.allow: too large: 1025 entries, at most 1024"
    );
}

#[test]
fn a_table_has_at_most_1024_fields() {
    let document = |count: usize| {
        let variables: String = (0..count).map(|i| format!("V{i} = \"\"\n")).collect();
        format!("version = 1\n{WORKSPACE}[environment.set]\n{variables}")
    };
    assert!(Policy::parse(&document(1024), None).is_ok());
    assert_eq!(
        refused(&document(1025), Format::Toml),
        "6:1: environment.set: too large: 1025 entries, at most 1024"
    );
}

#[test]
fn a_string_has_at_most_4096_bytes() {
    let document = |length: usize| {
        let value = "x".repeat(length);
        format!("version = 1\n{WORKSPACE}[environment.set]\nV = \"{value}\"\n")
    };
    assert!(Policy::parse(&document(4096), None).is_ok());
    assert_eq!(
        refused(&document(4097), Format::Toml),
        "7:5: environment.set.V: too large: 4097 bytes, at most 4096"
    );
}

#[test]
fn nesting_is_bounded_however_it_is_written() {
    let deep = 20_000;
    for text in [
        format!("a = {}", "[".repeat(deep)),
        format!("a = {}", "{a = ".repeat(deep / 2)),
        format!("{}a = 1", "a.".repeat(deep)),
        format!("[{}a]", "a.".repeat(deep)),
        format!("[[{}a]]", "a.".repeat(deep)),
    ] {
        assert!(Policy::parse(&text, Some(Format::Toml)).is_err());
    }
    for text in [
        "[".repeat(deep),
        "{\"a\":".repeat(deep / 2),
        format!("{}1{}", "[".repeat(deep), "]".repeat(deep)),
        format!("{}1{}", "{\"a\":".repeat(8000), "}".repeat(8000)),
    ] {
        assert!(Policy::parse(&text, Some(Format::Json)).is_err());
    }
}

#[test]
fn at_most_100_errors_are_kept_and_the_rest_is_counted() {
    let names = "\"x y\",".repeat(250);
    let text = format!("version = 1\n{WORKSPACE}[environment]\nallow = [{names}]\n");
    let errors = Policy::parse(&text, None).unwrap_err();
    assert_eq!(errors.count(), 250);
    assert_eq!(errors.iter().count(), PolicyErrors::MAX_KEPT);
    assert!(errors.to_string().ends_with("\nand 150 more"), "{errors}");
}

#[test]
fn messages_repeat_little_of_what_was_written() {
    let text = format!(
        "version = 1\n{WORKSPACE}[limits]\ntime = \"{}\"\n",
        "z".repeat(4000)
    );
    let quoted = "z".repeat(64);
    assert_eq!(
        refused(&text, Format::Toml),
        format!(
            "7:8: limits.time: `{quoted}…`: expected a whole number and a unit, such as `2s` or `500ms`"
        )
    );
    let text = format!(
        "version = 1\n{WORKSPACE}[environment.set]\n\"{}\" = 1\n",
        "k".repeat(4000)
    );
    assert!(refused(&text, Format::Toml).len() < 200);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2000))]

    #[test]
    fn any_text_is_read_or_refused(text in "\\PC{0,200}") {
        for format in [Format::Toml, Format::Json] {
            let _ = Policy::parse(&text, Some(format));
        }
    }

    /// Documents with a few bytes changed, which get further into the reader.
    #[test]
    fn any_changed_document_is_read_or_refused(
        preset in proptest::sample::select(Preset::ALL),
        json in any::<bool>(),
        changes in proptest::collection::vec((any::<prop::sample::Index>(), 0..128u8), 1..4),
    ) {
        let text = match json {
            true => Policy::preset(preset).unwrap().to_document().to_json(),
            false => preset.text().to_owned(),
        };
        let mut bytes = text.into_bytes();
        for (index, byte) in changes {
            let index = index.index(bytes.len());
            bytes[index] = byte;
        }
        let text = String::from_utf8(bytes).unwrap();
        if let Err(errors) = Policy::parse(&text, None) {
            prop_assert!(!errors.to_string().chars().any(|c| c.is_control() && c != '\n'));
        }
    }
}
