//! The JSON Schema of documents, from the same types that hold them.

use std::borrow::Cow;

use schemars::generate::SchemaSettings;
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};

use crate::{
    Bound, ByteCount, GuestPath, LayerName, NamePattern, PolicyDocument, Rights, TimeSpan,
    Timestamp,
};

/// Generates the text of [`crate::SCHEMA`].
#[must_use]
pub fn generate_schema() -> String {
    let schema = SchemaSettings::draft2020_12()
        .into_generator()
        .into_root_schema_for::<PolicyDocument>();
    let mut text = serde_json::to_string_pretty(&schema).unwrap_or_default();
    text.push('\n');
    text
}

/// A type that documents write as a string of a certain form.
macro_rules! written_as_text {
    ($($kind:ty: $name:literal, $description:literal, $pattern:expr;)+) => {$(
        impl JsonSchema for $kind {
            fn schema_name() -> Cow<'static, str> {
                $name.into()
            }

            fn json_schema(_: &mut SchemaGenerator) -> Schema {
                json_schema!({
                    "type": "string",
                    "description": $description,
                    "pattern": $pattern,
                })
            }
        }
    )+};
}

written_as_text! {
    ByteCount: "ByteCount", "An amount of bytes, such as `64MiB`.", "^[0-9]+(B|KiB|MiB|GiB|TiB)$";
    TimeSpan: "TimeSpan", "A length of time, such as `2s` or `500ms`.", "^[0-9]+(ms|s|m|h|d)$";
    GuestPath: "GuestPath", "An absolute path, such as `/workspace`.", "^/([^/]+(/[^/]+)*)?$";
    LayerName: "LayerName", "The name of a layer that the platform supplies.",
        "^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$";
    NamePattern: "NamePattern", "A name, or the beginning of names with `*`.", "^[^*=\\s]*\\*?$";
    Timestamp: "Timestamp", "A date, time and offset as in RFC 3339; bare in TOML.",
        "^[0-9]{4}-[0-9]{2}-[0-9]{2}[Tt ][0-9]{2}:[0-9]{2}(:[0-9]{2}([.][0-9]+)?)?([Zz]|[+-][0-9]{2}:[0-9]{2})$";
}

/// The names of rights and of sets of them.
impl JsonSchema for Rights {
    fn schema_name() -> Cow<'static, str> {
        "Rights".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        let names: Vec<_> = Self::NAMES
            .iter()
            .chain(Self::SETS)
            .map(|(name, _)| *name)
            .collect();
        json_schema!({
            "type": "array",
            "description": "Rights by name; `all` and `read-only` stand for several.",
            "minItems": 1,
            "items": { "enum": names },
        })
    }
}

impl<T: JsonSchema> JsonSchema for Bound<T> {
    fn schema_name() -> Cow<'static, str> {
        format!("BoundOf{}", T::schema_name()).into()
    }

    fn inline_schema() -> bool {
        true
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        let value = generator.subschema_for::<T>();
        json_schema!({ "anyOf": [value, { "const": Self::UNLIMITED }] })
    }
}
