//! JavaScript: its programs, and its peers: node, and QuickJS as npm's quickjs-emscripten packs it.

use std::fs;
use std::sync::OnceLock;

use golem_exec::Language;
use serde_json::{Value, json};

use crate::ours::Ours;
use crate::peer::{Lines, Peer, Program, Task, node_modules};

const MODULES: usize = 1_000;

/// The sandbox first: the others are told as multiples of it.
pub(crate) fn peers() -> Vec<Box<dyn Peer>> {
    let mut peers: Vec<Box<dyn Peer>> = vec![Box::new(Ours::new(
        Language::JavaScript,
        "main.js",
        wrapped,
    ))];
    match Lines::start("node", "node", "node.mjs", node) {
        Some(node) => peers.push(Box::new(node)),
        None => eprintln!("node is not here: left out"),
    }
    let quickjs = node_modules().and_then(|_| {
        Lines::start(
            "quickjs-emscripten",
            "node",
            "quickjs_emscripten.mjs",
            emscripten,
        )
    });
    match quickjs {
        Some(quickjs) => peers.push(Box::new(quickjs)),
        None => eprintln!("quickjs-emscripten is not here: `cargo xtask bench` fetches it"),
    }
    peers
}

/// The rows.
pub(crate) fn programs() -> &'static [Program] {
    static PROGRAMS: OnceLock<Vec<Program>> = OnceLock::new();
    PROGRAMS.get_or_init(|| {
        let script = |name, task, source: &str| Program {
            name,
            task,
            source: source.to_owned(),
            modules: Vec::new(),
        };
        let timed = |name, source| script(name, Task::Timed, source);
        vec![
            script("fresh run", Task::Fresh, "globalThis.found = 1 + 1"),
            script("repeated run", Task::Repeated, "globalThis.found = 1 + 1"),
            timed("fib(27)", include_str!("javascript/fib.js")),
            timed("JSON", include_str!("javascript/json.js")),
            timed("regular expressions", include_str!("javascript/regex.js")),
            timed("strings", include_str!("javascript/string.js")),
            timed("sort", include_str!("javascript/sort.js")),
            thousand_modules(),
        ]
    })
}

fn thousand_modules() -> Program {
    let modules: Vec<_> = (0..MODULES)
        .map(|index| {
            let text = format!("export const value{index} = {index};\n");
            (format!("m{index}.mjs"), text)
        })
        .collect();
    let imports: String = (0..MODULES)
        .map(|index| format!("import {{ value{index} }} from \"./m{index}.mjs\";\n"))
        .collect();
    Program {
        name: "1,000 modules",
        task: Task::Modules,
        source: format!("{imports}globalThis.found = value{};\n", MODULES - 1),
        modules,
    }
}

/// What the sandbox runs: a timed program prints its milliseconds.
fn wrapped(program: &Program) -> String {
    match program.task {
        Task::Timed => format!(
            "const start = Date.now();\n(function () {{\n{}\n}})();\nconsole.log(Date.now() - start);\n",
            program.source
        ),
        _ => program.source.clone(),
    }
}

/// As a script whose value is its milliseconds.
fn script(program: &Program) -> String {
    match program.task {
        Task::Timed => format!(
            "(function () {{ const start = Date.now();\n(function () {{\n{}\n}})();\n\
             return Date.now() - start; }})()",
            program.source
        ),
        _ => program.source.clone(),
    }
}

fn emscripten(program: &Program) -> Value {
    let modules: serde_json::Map<_, _> = program
        .modules
        .iter()
        .map(|(name, text)| (name.clone(), text.clone().into()))
        .collect();
    let modules = (!modules.is_empty()).then_some(modules);
    json!({ "source": script(program), "modules": modules })
}

/// node caches modules by their path: each round has a folder of its own.
fn node(program: &Program) -> Value {
    if program.task != Task::Modules {
        return json!({ "source": script(program) });
    }
    let folder = tempfile::tempdir().unwrap().keep();
    for (name, text) in &program.modules {
        fs::write(folder.join(name), text).unwrap();
    }
    let main = folder.join("main.mjs");
    fs::write(&main, &program.source).unwrap();
    json!({ "main": main, "folder": folder })
}
