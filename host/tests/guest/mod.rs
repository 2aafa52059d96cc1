//! Small components that misbehave on purpose, written in the WebAssembly text format and encoded
//! as the real ones are.

#![allow(dead_code, reason = "each test uses some of it")]

use std::fs;
use std::path::{Path, PathBuf};

use wit_component::{ComponentEncoder, StringEncoding, embed_component_metadata};
use wit_parser::{Resolve, UnresolvedPackageGroup};

/// The parts of WASI that the guests use.
const WASI: &str = "
package wasi:io@0.2.12 {
    interface error { resource error; }
    interface poll { resource pollable { block: func(); } }
    interface streams {
        use error.{error};
        variant stream-error { last-operation-failed(error), closed }
        resource output-stream {
            blocking-write-and-flush: func(contents: list<u8>) -> result<_, stream-error>;
        }
    }
}
package wasi:cli@0.2.12 {
    interface stderr {
        use wasi:io/streams@0.2.12.{output-stream};
        get-stderr: func() -> output-stream;
    }
    interface stdout {
        use wasi:io/streams@0.2.12.{output-stream};
        get-stdout: func() -> output-stream;
    }
}
package wasi:clocks@0.2.12 {
    interface monotonic-clock {
        use wasi:io/poll@0.2.12.{pollable};
        subscribe-duration: func(when: u64) -> pollable;
    }
}
";

const WORLD: &str = "
world guest {
    import wasi:cli/stderr@0.2.12;
    import wasi:cli/stdout@0.2.12;
    import wasi:io/streams@0.2.12;
    import wasi:io/poll@0.2.12;
    import wasi:clocks/monotonic-clock@0.2.12;
    export types;
    export executor;
}
";

/// What a guest does when it is run, and what else its module holds.
#[derive(Debug, Clone, Default)]
pub(crate) struct Guest {
    run: String,
    upload: String,
    imports: String,
    fields: String,
    frames: Vec<u8>,
}

/// Where answers lie: zeroes there are `ok` with nothing in it.
const ANSWER: u32 = 1024;

/// Where frames lie.
const FRAMES: u32 = 2048;

impl Guest {
    /// A guest whose `run` executes `body`, and then answers what lies at 1024.
    pub(crate) fn new(body: &str) -> Self {
        Self {
            run: body.to_owned(),
            ..Self::default()
        }
    }

    /// Adds fields to the module.
    pub(crate) fn with(mut self, fields: &str) -> Self {
        self.fields.push_str(fields);
        self
    }

    /// Adds imports to the module.
    pub(crate) fn importing(mut self, imports: &str) -> Self {
        self.imports.push_str(imports);
        self
    }

    /// What `session.upload` executes.
    pub(crate) fn on_upload(mut self, body: &str) -> Self {
        self.upload = body.to_owned();
        self
    }

    /// Bytes that `call $say` writes to standard error.
    pub(crate) fn saying(mut self, frames: &[u8]) -> Self {
        self.frames = frames.to_vec();
        self
    }

    /// Writes the component to a file in `folder`.
    pub(crate) fn write(&self, folder: &Path) -> PathBuf {
        let file = folder.join("guest.wasm");
        fs::write(&file, self.encode()).unwrap();
        file
    }

    fn encode(&self) -> Vec<u8> {
        let mut module = wat::parse_str(self.module()).unwrap();
        let wit = Path::new(env!("CARGO_MANIFEST_DIR")).join("../wit/p2/golem-exec.wit");
        let text = fs::read_to_string(&wit).unwrap() + WASI + WORLD;
        let mut resolve = Resolve::default();
        let group = UnresolvedPackageGroup::parse(wit, &text).unwrap();
        let package = resolve.push_group(group).unwrap();
        let world = resolve.select_world(&[package], Some("guest")).unwrap();
        embed_component_metadata(&mut module, &resolve, world, StringEncoding::UTF8).unwrap();
        ComponentEncoder::default()
            .validate(true)
            .module(&module)
            .unwrap()
            .encode()
            .unwrap()
    }

    fn module(&self) -> String {
        let Self {
            run,
            upload,
            imports,
            fields,
            frames,
        } = self;
        let length = frames.len();
        let data: String = frames.iter().map(|byte| format!("\\{byte:02x}")).collect();
        let executor = "golem:exec/executor@1.0.0";
        format!(
            r#"(module
    (import "wasi:cli/stderr@0.2.12" "get-stderr" (func $stderr (result i32)))
    (import "wasi:io/streams@0.2.12" "[method]output-stream.blocking-write-and-flush"
        (func $write (param i32 i32 i32 i32)))
    (import "wasi:io/poll@0.2.12" "[method]pollable.block" (func $block (param i32)))
    (import "wasi:clocks/monotonic-clock@0.2.12" "subscribe-duration"
        (func $after (param i64) (result i32)))
    (import "[export]{executor}" "[resource-new]session" (func $session (param i32) (result i32)))
    {imports}
    (memory (export "memory") 4)
    (global $heap (mut i32) (i32.const 131072))
    (data (i32.const {FRAMES}) "{data}")
    {fields}
    (func $say (call $write
        (call $stderr) (i32.const {FRAMES}) (i32.const {length}) (i32.const 512)))
    (func (export "cabi_realloc") (param i32 i32 i32 i32) (result i32)
        (local $at i32)
        (local.set $at (i32.and
            (i32.add (global.get $heap) (i32.const 15)) (i32.const -16)))
        (global.set $heap (i32.add (local.get $at) (local.get 3)))
        (local.get $at))
    (func $run (param i32) (result i32) {run} (i32.const {ANSWER}))
    (func (export "{executor}#run") (param i32) (result i32) (call $run (local.get 0)))
    (func (export "{executor}#[constructor]session") (param i32 i32 i32 i32) (result i32)
        (call $session (i32.const 7)))
    (func (export "{executor}#[method]session.upload")
        (param i32 i32 i32 i32 i32 i32 i32) (result i32)
        {upload} (i32.const {ANSWER}))
    (func (export "{executor}#[method]session.run") (param i32) (result i32)
        (call $run (local.get 0)))
    (func (export "{executor}#[method]session.download") (param i32 i32 i32) (result i32)
        (i32.const {ANSWER}))
    (func (export "{executor}#[method]session.list-files") (param i32 i32 i32) (result i32)
        (i32.const {ANSWER}))
    (func (export "{executor}#[method]session.set-working-dir") (param i32 i32 i32) (result i32)
        (i32.const {ANSWER}))
    (func (export "{executor}#[method]session.close") (param i32))
)"#
        )
    }
}
