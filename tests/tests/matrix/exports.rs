//! The interface itself: what is exported under which name and type, and what is asked of a host.

use wasmtime::Module;
use wasmtime::component::Component;
use wasmtime::component::types::ComponentItem;

use crate::case::{LANGUAGES, unhurried};
use crate::host::Guest;
use crate::host::golem_like::{Worker, engine};
use crate::host::interface::{EXECUTOR, LOAD, PULL, RESTORE, SAVE};

/// The functions of the executor, by their names on the wire.
const FUNCTIONS: &[&str] = &[
    "[constructor]session",
    "[method]session.close",
    "[method]session.download",
    "[method]session.list-files",
    "[method]session.run",
    "[method]session.set-working-dir",
    "[method]session.upload",
    "run",
];

/// The functions of `pull`.
const PULL_FUNCTIONS: &[&str] = &[
    "[method]exec-stream.next",
    "[method]exec-stream.next-batch",
    "run-streaming",
    "session-run-streaming",
];

/// What a component may import: clocks, random bytes, its environment, and a stream for its log.
const ALLOWED_IMPORTS: &[&str] = &[
    "wasi:cli/environment",
    "wasi:cli/stderr",
    "wasi:clocks/monotonic-clock",
    "wasi:clocks/wall-clock",
    "wasi:io/error",
    "wasi:io/poll",
    "wasi:io/streams",
    "wasi:random/random",
];

const COMPONENTS: [Guest; 2] = [Guest::JavaScript, Guest::Python];

#[test]
fn the_interfaces_export_their_functions_and_no_others() {
    for guest in COMPONENTS {
        let component = Component::from_file(engine(), guest.artifact()).unwrap();
        let exports = component.component_type();
        let names: Vec<&str> = exports.exports(engine()).map(|(name, _)| name).collect();
        let types = "golem:exec/types@1.0.0";
        assert_eq!(names, [SAVE, LOAD, types, EXECUTOR, PULL, RESTORE]);
        for (interface, expected) in [
            (EXECUTOR, FUNCTIONS),
            (PULL, PULL_FUNCTIONS),
            (RESTORE, &["id", "load", "save", "take"]),
            (SAVE, &["save"]),
            (LOAD, &["load"]),
        ] {
            let instance = exports.get_export(engine(), interface).unwrap();
            let ComponentItem::ComponentInstance(instance) = instance.ty else {
                panic!("{interface} is no instance");
            };
            let mut functions: Vec<&str> = instance
                .exports(engine())
                .filter(|(_, item)| matches!(item.ty, ComponentItem::ComponentFunc(_)))
                .map(|(name, _)| name)
                .collect();
            functions.sort_unstable();
            assert_eq!(functions, expected);
        }
    }
}

#[test]
fn the_types_are_the_interfaces() {
    for guest in COMPONENTS {
        let component = Component::from_file(engine(), guest.artifact()).unwrap();
        let exports = component.component_type();
        let types = exports
            .get_export(engine(), "golem:exec/types@1.0.0")
            .unwrap();
        let ComponentItem::ComponentInstance(types) = types.ty else {
            panic!("the types are no instance");
        };
        let shape = |name: &str| match types.get_export(engine(), name).map(|item| item.ty) {
            Some(ComponentItem::Type(shape)) => describe(&shape),
            _ => panic!("no type `{name}`"),
        };
        assert_eq!(shape("language"), "record { kind: enum, version: option }");
        assert_eq!(shape("language-kind"), "enum { javascript, python }");
        assert_eq!(shape("encoding"), "enum { utf8, base64, hex }");
        assert_eq!(
            shape("file"),
            "record { name: string, content: list, encoding: option }"
        );
        assert_eq!(
            shape("limits"),
            "record { time-ms: option, memory-bytes: option, file-size-bytes: option, \
             max-processes: option }"
        );
        assert_eq!(
            shape("stage-result"),
            "record { stdout: string, stderr: string, exit-code: option, signal: option }"
        );
        assert_eq!(
            shape("result"),
            "record { compile: option, run: record, time-ms: option, memory-bytes: option }"
        );
        assert_eq!(
            shape("error"),
            "variant { unsupported-language, compilation-failed: record, runtime-failed: record, \
             timeout, resource-exceeded, internal: string }"
        );
        assert_eq!(
            shape("exec-event"),
            "variant { stdout-chunk: list, stderr-chunk: list, finished: record, failed: variant }"
        );
    }
}

/// The functions' own types are checked where [`Worker::new`] looks them up.
#[test]
fn every_export_is_found_by_its_full_name() {
    for guest in COMPONENTS {
        let worker = Worker::new(guest, &unhurried());
        let session = worker.session(guest);
        session.close();
        assert!(worker.memory() > 0);
    }
    assert!(LANGUAGES.iter().all(|guest| COMPONENTS.contains(guest)));
}

#[test]
fn nothing_but_the_allowed_interfaces_is_imported() {
    for guest in COMPONENTS {
        let component = Component::from_file(engine(), guest.artifact()).unwrap();
        for (name, _) in component.component_type().imports(engine()) {
            let (interface, version) = name.split_once('@').unwrap();
            assert!(ALLOWED_IMPORTS.contains(&interface), "{name}");
            assert!(version.starts_with("0.2."), "{name}");
        }
    }
}

/// Golem refuses these; so must the engine that stands for it.
#[test]
fn the_engine_takes_no_more_than_golems() {
    const HEADER: [u8; 8] = *b"\0asm\x01\0\0\0";
    let accepts = |sections: &[u8]| {
        let module = [&HEADER[..], sections].concat();
        Module::validate(engine(), &module).is_ok()
    };
    assert!(accepts(&[]), "an empty module");
    assert!(accepts(&[5, 3, 1, 0, 1]), "a memory");
    assert!(
        !accepts(&[1, 4, 1, 0x60, 0, 0, 13, 3, 1, 0, 0]),
        "a tag: exceptions"
    );
    assert!(!accepts(&[1, 3, 1, 0x5f, 0]), "a structure: GC");
    assert!(!accepts(&[5, 4, 1, 3, 1, 1]), "a shared memory: threads");
    assert!(!accepts(&[5, 3, 1, 4, 1]), "a 64-bit memory");
}

fn describe(shape: &wasmtime::component::Type) -> String {
    use wasmtime::component::Type;
    let list = |parts: Vec<String>| parts.join(", ");
    match shape {
        Type::Record(record) => {
            let fields = record
                .fields()
                .map(|field| format!("{}: {}", field.name, kind(&field.ty)));
            format!("record {{ {} }}", list(fields.collect()))
        }
        Type::Enum(cases) => {
            format!(
                "enum {{ {} }}",
                list(cases.names().map(str::to_owned).collect())
            )
        }
        Type::Variant(variant) => {
            let cases = variant.cases().map(|case| match &case.ty {
                Some(payload) => format!("{}: {}", case.name, kind(payload)),
                None => case.name.to_owned(),
            });
            format!("variant {{ {} }}", list(cases.collect()))
        }
        other => kind(other).to_owned(),
    }
}

const fn kind(shape: &wasmtime::component::Type) -> &'static str {
    use wasmtime::component::Type;
    match shape {
        Type::String => "string",
        Type::List(_) => "list",
        Type::Record(_) => "record",
        Type::Variant(_) => "variant",
        Type::Enum(_) => "enum",
        Type::Option(_) => "option",
        _ => "another type",
    }
}
