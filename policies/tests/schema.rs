//! The checked-in JSON Schema follows the types.
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing)]
// Tests read the documents beside them.
#![allow(clippy::disallowed_methods)]

/// Run with `UPDATE_EXPECTED=1` to write the schema anew.
#[test]
fn the_checked_in_schema_is_the_generated_one() {
    let generated = policies::generate_schema();
    if std::env::var_os("UPDATE_EXPECTED").is_some() {
        let path = concat!(env!("CARGO_MANIFEST_DIR"), "/schema/policy-v1.json");
        std::fs::write(path, &generated).unwrap();
        return;
    }
    assert_eq!(
        policies::SCHEMA,
        generated,
        "schema/policy-v1.json is out of date"
    );
}
