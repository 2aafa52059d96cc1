//! The reader and the JSON Schema know the same fields, and presets, examples and rights agree
//! with it.
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing)]

use std::collections::{BTreeMap, BTreeSet};

use policies::{Policy, Problem, Right, Rights};
use serde_json::Value;

/// A document with a field that nobody knows in every table.
const STRANGE: &str = r#"{
  "version": 1, "x": 0,
  "grants": [{ "x": 0, "path": "/workspace", "layer": "scratch", "rights": ["all"], "quota": { "x": 0 } }],
  "limits": { "x": 0 },
  "environment": { "x": 0 },
  "modules": { "x": 0, "javascript": { "x": 0 }, "python": { "x": 0 } },
  "clock": { "x": 0, "mode": "real" },
  "random": { "x": 0, "mode": "real" },
  "sessions": { "x": 0 }
}"#;

/// Which type of the schema stands at which path of the document.
const TYPES: &[(&str, &str)] = &[
    ("", ""),
    ("grants[0]", "GrantDocument"),
    ("grants[0].quota", "Quota"),
    ("limits", "Limits"),
    ("environment", "Environment"),
    ("modules", "Modules"),
    ("modules.javascript", "ModuleRule"),
    ("modules.python", "ModuleRule"),
    ("clock", "Clock"),
    ("random", "Random"),
    ("sessions", "Sessions"),
];

fn schema() -> Value {
    serde_json::from_str(policies::SCHEMA).unwrap()
}

/// The fields of a type: its own, or those of all its variants.
fn properties(definition: &Value) -> BTreeSet<String> {
    let variants = definition["oneOf"]
        .as_array()
        .cloned()
        .unwrap_or(vec![definition.clone()]);
    let keys = |variant: &Value| {
        let properties = variant["properties"].as_object().unwrap().clone();
        assert_eq!(variant["additionalProperties"], false);
        properties.into_iter().map(|(name, _)| name)
    };
    variants.iter().flat_map(keys).collect()
}

#[test]
fn the_reader_knows_the_fields_of_the_schema() {
    let errors = Policy::parse(STRANGE, None).unwrap_err();
    let known: BTreeMap<&str, BTreeSet<String>> = errors
        .iter()
        .map(|error| match error.problem() {
            Problem::UnknownField { known, .. } => (
                error.path(),
                known.iter().map(|name| (*name).to_owned()).collect(),
            ),
            other => panic!("{}: {other}", error.path()),
        })
        .collect();
    assert_eq!(known.len(), TYPES.len());
    let schema = schema();
    for (path, name) in TYPES {
        let definition = if name.is_empty() {
            &schema
        } else {
            &schema["$defs"][name]
        };
        assert_eq!(known[path], properties(definition), "fields of `{path}`");
    }
}

#[test]
fn every_table_of_the_schema_is_compared() {
    let schema = schema();
    let compared: BTreeSet<_> = TYPES.iter().map(|(_, name)| *name).collect();
    for (name, definition) in schema["$defs"].as_object().unwrap() {
        let tables = definition.to_string().contains("\"properties\"");
        assert_eq!(tables, compared.contains(name.as_str()), "{name}");
    }
}

#[test]
fn the_schema_names_every_right() {
    let schema = schema();
    let names: Vec<_> = schema["$defs"]["Rights"]["items"]["enum"]
        .as_array()
        .unwrap()
        .iter()
        .map(|name| name.as_str().unwrap())
        .collect();
    let known = Rights::NAMES
        .iter()
        .chain(Rights::SETS)
        .map(|(name, _)| *name);
    assert_eq!(names, known.collect::<Vec<_>>());
}

#[test]
fn rights_have_names_bits_and_descriptions_of_their_own() {
    assert_eq!(Right::ALL.len(), 12);
    let mut all = Rights::empty();
    for (right, (name, set)) in Right::ALL.iter().zip(Rights::NAMES) {
        assert_eq!(right.name(), *name);
        assert_eq!(Rights::from(*right), *set);
        assert!(!all.intersects(*set), "{name} shares a bit");
        assert!(right.description().ends_with('.') || right.description().contains(';'));
        assert_eq!(name.parse(), Ok(*right));
        all |= *set;
    }
    assert_eq!(all, Rights::all());
    assert_eq!(Rights::READ_ONLY.to_string(), "read, list, stat");
    let json = serde_json::to_string(&Rights::READ_ONLY).unwrap();
    assert_eq!(json, r#"["read","list","stat"]"#);
    assert_eq!(
        serde_json::from_str::<Rights>(r#"["all"]"#).unwrap(),
        Rights::all()
    );
    assert!(serde_json::from_str::<Rights>(r#"["raed"]"#).is_err());
}
