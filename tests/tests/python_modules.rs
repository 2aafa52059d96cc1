//! Which modules of Python's standard library can be imported: `docs/conformance/python-modules.md` lists
//! them all, and this keeps it true.
#![allow(clippy::expect_used, clippy::panic)]

use std::collections::BTreeMap;
use std::path::Path;

use golem_exec::policies::{Policy, Preset};
use golem_exec::{Language, OutcomeKind, Request, Sandbox};

const PROGRAM: &str = include_str!("../fixtures/python_modules/imports.py");
const DOCUMENT: &str = "../docs/conformance/python-modules.md";
const START: &str = "<!-- imported -->\n";
const END: &str = "<!-- end of imported -->\n";

/// What is said of each module: nothing of one that is imported.
type Modules = BTreeMap<String, Option<String>>;

#[test]
fn the_document_lists_every_module_and_how_its_import_ends() {
    let modules = imported();
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(DOCUMENT);
    let text = std::fs::read_to_string(&path).expect("the document is there");

    let absent: BTreeMap<&str, &str> = modules
        .iter()
        .filter_map(|(name, said)| Some((name.as_str(), said.as_deref()?)))
        .collect();
    assert_eq!(
        rows(&text),
        absent,
        "the table of absent modules is of others"
    );

    let (before, rest) = text.split_once(START).expect("the list has a start");
    let (list, after) = rest.split_once(END).expect("the list has an end");
    let new = list_of(&modules);
    if list != new && std::env::var_os("UPDATE_EXPECTED").is_some() {
        std::fs::write(&path, format!("{before}{START}{new}{END}{after}"))
            .expect("the document can be written");
        return;
    }
    assert_eq!(list, new, "UPDATE_EXPECTED=1 writes the list");
}

/// Imports all of them, in one program of our host.
fn imported() -> Modules {
    let policy = Policy::preset(Preset::Trusted).expect("a preset is valid");
    let sandbox = Sandbox::builder()
        .policy(policy)
        .build()
        .expect("the host is ready");
    let outcome = sandbox
        .run(Request::new(Language::Python, "imports.py", PROGRAM))
        .expect("the program is run");
    assert_eq!(outcome.kind, OutcomeKind::Ok, "{outcome:?}");
    serde_json::from_slice(&outcome.stdout).expect("the program prints JSON")
}

/// The rows of the table: a module, what its import says, and why.
fn rows(document: &str) -> BTreeMap<&str, &str> {
    document
        .lines()
        .filter_map(|line| {
            let mut cells = line.strip_prefix("| `")?.strip_suffix(" |")?.split(" | ");
            let name = cells.next()?.strip_suffix('`')?;
            let said = cells.next()?;
            let why = cells.next().unwrap_or_default();
            assert!(why.len() > 10, "{name}: the document does not say why");
            Some((name, said))
        })
        .collect()
}

fn list_of(modules: &Modules) -> String {
    modules
        .iter()
        .filter(|(_, said)| said.is_none())
        .map(|(name, _)| format!("- `{name}`\n"))
        .collect()
}
