//! A program of somebody else's: an agent in Python, composed with our components. It knows the
//! interface and nothing else; what it looks at is in `consumer-python/agent.py`.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a test ends at the first fault"
)]

use std::path::{Path, PathBuf};

use compiled_code::Wasm;
use wac_graph::types::Package;
use wac_graph::{CompositionGraph, EncodeOptions};
use wasmtime::component::{Component, Linker, ResourceTable};
use wasmtime::{Config, Engine, OptLevel, Store};
use wasmtime_wasi::{WasiCtx, WasiCtxBuilder, WasiCtxView, WasiView};

/// Names the agent, which `cargo xtask test consumer` makes.
const AGENT: &str = "GOLEM_EXEC_AGENT";

struct State {
    wasi: WasiCtx,
    table: ResourceTable,
}

impl WasiView for State {
    fn ctx(&mut self) -> WasiCtxView<'_> {
        WasiCtxView {
            ctx: &mut self.wasi,
            table: &mut self.table,
        }
    }
}

fn built(file: &str) -> PathBuf {
    let dist = std::env::var_os("GOLEM_EXEC_DIST").map_or_else(
        || Path::new(env!("CARGO_MANIFEST_DIR")).join("../dist"),
        PathBuf::from,
    );
    dist.join(file)
}

/// The agent with its import filled by a component of ours: one component.
fn composed(component: &Path) -> Vec<u8> {
    let agent = PathBuf::from(std::env::var_os(AGENT).expect(AGENT));
    let mut graph = CompositionGraph::new();
    let agent = Package::from_file("agent", None, agent, graph.types_mut()).unwrap();
    let ours = Package::from_file("ours", None, component, graph.types_mut()).unwrap();
    let agent = graph.register_package(agent).unwrap();
    let ours = graph.register_package(ours).unwrap();
    wac_graph::plug(&mut graph, vec![ours], agent).unwrap();
    graph.encode(EncodeOptions::default()).unwrap()
}

/// Two interpreters are compiled, and little of either is run: quickly, and not again.
fn compiled(wasm: Vec<u8>) -> Component {
    let mut config = Config::new();
    config.cranelift_opt_level(OptLevel::None);
    let engine = Engine::new(&config).unwrap();
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("consumer");
    let store = compiled_code::Store::open(&folder).unwrap();
    store.component(&engine, &Wasm::new(wasm)).unwrap()
}

fn check(language: &str) {
    let bytes = composed(&built(&format!("exec-{language}.wasm")));
    let component = compiled(bytes);
    let engine = component.engine().clone();
    let imports = component.component_type();
    for (name, _) in imports.imports(&engine) {
        assert!(!name.starts_with("golem:"), "{name} is still imported");
    }
    let mut linker = Linker::new(&engine);
    wasmtime_wasi::p2::add_to_linker_sync(&mut linker).unwrap();
    let mut wasi = WasiCtxBuilder::new();
    wasi.inherit_stderr();
    let state = State {
        wasi: wasi.build(),
        table: ResourceTable::new(),
    };
    let mut store = Store::new(&engine, state);
    let instance = linker.instantiate(&mut store, &component).unwrap();
    let function = instance
        .get_typed_func::<(String,), (Result<String, String>,)>(&mut store, "check")
        .unwrap();
    let (answer,) = function.call(&mut store, (language.to_owned(),)).unwrap();
    assert_eq!(answer, Ok("everything is as it should be".to_owned()));
}

#[test]
#[ignore = "needs the agent: cargo xtask test consumer"]
fn an_agent_in_python_has_javascript_run() {
    check("javascript");
}

#[test]
#[ignore = "needs the agent: cargo xtask test consumer"]
fn an_agent_in_python_has_python_run() {
    check("python");
}
