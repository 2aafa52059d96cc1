//! Small components, each wrong in one way.
#![allow(clippy::unwrap_used)]

use super::*;

const LARGEST: Sizes = Sizes {
    code: 100_000,
    whole: 100_000,
};

/// A component with the right exports for its flavour, and `extra` before them.
fn component_of(flavour: Flavour, extra: &str) -> Vec<u8> {
    let exports: String = exports(flavour)
        .into_iter()
        .map(|name| format!("(export \"{name}\" (instance $empty))"))
        .collect();
    let text = format!("(component {extra} (instance $empty) {exports})");
    wat::parse_str(text).unwrap()
}

fn component(extra: &str) -> Vec<u8> {
    component_of(Flavour::Wasi02, extra)
}

fn violations(extra: &str) -> Vec<Violation> {
    check(&component(extra), Flavour::Wasi02, LARGEST).unwrap()
}

#[test]
fn every_interface_on_the_list_may_be_imported_in_any_version_of_wasi_0_2() {
    for interface in IMPORTS {
        for version in ["0.2.0", "0.2.12"] {
            let import = format!("(import \"{interface}@{version}\" (instance))");
            assert_eq!(violations(&import), [], "{import}");
        }
    }
}

#[test]
fn no_other_interface_may_be_imported() {
    for name in [
        "wasi:filesystem/types@0.2.12",
        "wasi:filesystem/preopens@0.2.0",
        "wasi:sockets/tcp@0.2.0",
        "wasi:http/outgoing-handler@0.2.0",
        "wasi:cli/stdout@0.2.0",
        "wasi:cli/environment@0.3.0",
        "wasi:random/insecure@0.2.0",
        "wasi:random/randomness@0.2.0",
        "golem:api/host@1.1.7",
    ] {
        let import = format!("(import \"{name}\" (instance))");
        assert_eq!(violations(&import), [Violation::Import(name.into())]);
    }
}

#[test]
fn a_bare_function_may_not_be_imported() {
    assert_eq!(
        violations("(import \"f\" (func))"),
        [Violation::Import("f (a bare Func)".into())]
    );
}

#[test]
fn what_an_inner_component_imports_is_its_own_affair() {
    let inner = "(component (import \"wasi:filesystem/types@0.2.0\" (instance)))";
    assert_eq!(violations(inner), []);
}

#[test]
fn exports_are_exactly_the_interface() {
    let empty = wat::parse_str("(component)").unwrap();
    assert_eq!(
        check(&empty, Flavour::Wasi02, LARGEST).unwrap(),
        exports(Flavour::Wasi02)
            .into_iter()
            .map(Violation::MissingExport)
            .collect::<Vec<_>>()
    );
    let more = "(instance $more) (export \"golem:exec/debug@1.0.0\" (instance $more))";
    assert_eq!(
        violations(more),
        [Violation::Export("golem:exec/debug@1.0.0".into())]
    );
}

#[test]
fn features_that_golem_does_not_run_are_refused() {
    for (module, reason) in [
        ("(core module (tag))", "exceptions proposal not enabled"),
        (
            "(core module (memory i64 1))",
            "memory64 must be enabled for 64-bit memories",
        ),
        (
            "(core module (memory 1 1 shared))",
            "threads must be enabled for shared memories",
        ),
        ("(core module (type (struct)))", "without the gc feature"),
        (
            "(core func (canon task.cancel))",
            "requires the component model async feature",
        ),
    ] {
        let found = violations(module);
        assert!(
            matches!(found.as_slice(), [Violation::Invalid(why)] if why.contains(reason)),
            "{module}: {found:?}"
        );
    }
}

#[test]
fn the_largest_size_is_allowed_and_one_byte_more_is_not() {
    let component = component("");
    let bytes = component.len();
    let whole = |whole| Sizes { whole, ..LARGEST };
    assert_eq!(
        check(&component, Flavour::Wasi02, whole(bytes)).unwrap(),
        []
    );
    let largest = bytes - 1;
    assert_eq!(
        check(&component, Flavour::Wasi02, whole(largest)).unwrap(),
        [Violation::TooLarge { bytes, largest }]
    );
}

#[test]
fn the_code_of_all_modules_counts_and_their_data_does_not() {
    let module = "(core module (memory 1) (data (i32.const 0) \"many bytes\") (func) (func))";
    let component = component(&format!("{module} {module}"));
    // Each a count, and two bodies of a length, no locals and an end.
    let bytes = 2 * (1 + 2 * 3);
    let code = |code| Sizes { code, ..LARGEST };
    assert_eq!(check(&component, Flavour::Wasi02, code(bytes)).unwrap(), []);
    let largest = bytes - 1;
    assert_eq!(
        check(&component, Flavour::Wasi02, code(largest)).unwrap(),
        [Violation::TooMuchCode { bytes, largest }]
    );
}

#[test]
fn a_core_module_is_not_a_component() {
    let module = wat::parse_str("(module)").unwrap();
    assert_eq!(
        check(&module, Flavour::Wasi02, LARGEST).unwrap(),
        [Violation::NotAComponent]
    );
}

#[test]
fn streams_have_a_flavour_of_their_own() {
    let wait = "(import \"wasi:clocks/monotonic-clock@0.3.0\" (instance))";
    let asynchronous = "(core func (canon task.cancel))";
    for extra in [wait, asynchronous] {
        let streaming = check(
            &component_of(Flavour::Wasi03, extra),
            Flavour::Wasi03,
            LARGEST,
        )
        .unwrap();
        assert_eq!(streaming, [], "{extra}");
        assert_ne!(violations(extra), [], "{extra}");
    }
    let other = "(import \"wasi:clocks/system-clock@0.3.0\" (instance))";
    assert_eq!(
        check(
            &component_of(Flavour::Wasi03, other),
            Flavour::Wasi03,
            LARGEST
        )
        .unwrap(),
        [Violation::Import("wasi:clocks/system-clock@0.3.0".into())]
    );
}
