//! The command line: every command, its options, and the help that teaches them.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand};

/// Set-up, builds, tests and gates of this workspace.
///
/// Each command first sets up what it needs, so any of them works in a clean clone on a bare
/// machine. The first one takes minutes, the next ones seconds.
#[derive(Debug, Parser)]
#[command(
    name = "cargo xtask",
    bin_name = "cargo xtask",
    disable_version_flag = true
)]
pub(crate) struct Cli {
    #[command(subcommand)]
    pub(crate) command: Task,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Task {
    /// Install what is missing: Rust targets, clang 19, the C library and runtime for WebAssembly
    ///
    /// On Debian and its relatives the packages come from apt (through sudo when you are not root).
    /// Elsewhere set WASI_SDK to an unpacked wasi-sdk 25 or later; what is missing is named, with
    /// where it was looked for. Running it again checks the versions and changes nothing.
    ///
    /// The result is a folder in the cache, laid out as a wasi-sdk, and a link `.toolchain` to it, so
    /// that plain `cargo build --target wasm32-wasip1` works too. The cache is $GOLEM_EXEC_CACHE, else
    /// $XDG_CACHE_HOME/golem-exec, else ~/.cache/golem-exec.
    Setup,

    /// Build the components into dist/ and the host into target/release/golem-exec
    ///
    /// Three stages: the guests for wasm32-wasip1; their core modules packed into WASI 0.2
    /// components, optimised and stripped; the host with the components inside it. What is up to
    /// date is not done again.
    Build(BuildArgs),

    /// Build, then run a real program in the sandbox, and one that it stops
    Demo,

    /// Everything that must hold: format, lints, tests, gates, documentation, licences
    ///
    /// Builds first. A failed step does not hide the others: all run, and the list at the end says
    /// how each went and how long it took. A missing artifact is a failure.
    Test(TestArgs),

    /// Opt-in checks, each too slow or too demanding for every test run
    Check(CheckArgs),

    /// Run the benchmarks, alone or beside what else runs such programs, or for as long as you like
    Bench(BenchArgs),

    /// Remove what was built: dist/, .toolchain and cargo's build folder
    Clean {
        /// The cache too: the tool chain, and CI's build folder
        #[arg(long)]
        cache: bool,
    },
}

#[derive(Debug, Args)]
pub(crate) struct BuildArgs {
    /// Stop after dist/: do not build the host
    #[arg(long)]
    pub(crate) components_only: bool,
}

#[derive(Debug, Args)]
pub(crate) struct BenchArgs {
    /// Compare with other sandboxes and interpreters, and write what comes out to docs/benchmarks.md
    ///
    /// Fetched into the cache: pyeryx and pydantic-monty from PyPI, quickjs-emscripten and isolated-vm
    /// from npm. Built for this machine: CPython and QuickJS from the sources that the components are made
    /// of. All run the same programs in turn, in one run of about 10 minutes. A wrong answer of any of
    /// them is an error. The tables have medians, 99th percentiles and ratios; their pictures are in
    /// docs/img.
    #[arg(long, conflicts_with_all = ["soak", "arguments"])]
    pub(crate) peers: bool,

    /// With --peers: few rounds, to see that all works; docs/ is left as it is
    #[arg(long, requires = "peers")]
    pub(crate) quick: bool,

    /// Run harmless and hostile programs of both languages on 2 threads for so many minutes
    ///
    /// The outcome of each run must be exactly the expected one, the memory of the process must not grow,
    /// and the last runs must be as fast as the first ones: anything else is an error. 0.5 is half a
    /// minute; shorter ones say little about memory.
    #[arg(long, value_name = "MINUTES", conflicts_with = "arguments")]
    pub(crate) soak: Option<f64>,

    /// Arguments for cargo bench, for example `-p vfs-layer`, or `-p golem-exec --bench starts`
    #[arg(
        trailing_var_arg = true,
        allow_hyphen_values = true,
        value_name = "ARGS"
    )]
    pub(crate) arguments: Vec<String>,
}

#[derive(Debug, Args)]
pub(crate) struct TestArgs {
    /// Run only the steps whose name contains one of these words, for example `gates` or `clippy`
    #[arg(value_name = "STEP")]
    pub(crate) steps: Vec<String>,
}

#[derive(Debug, Args)]
#[command(arg_required_else_help = true)]
#[group(required = true, multiple = true)]
pub(crate) struct CheckArgs {
    /// Build the components again, elsewhere and from nothing: they must be the same bytes
    #[arg(long)]
    pub(crate) reproducible: bool,

    /// Build the components with cargo-component 0.21, installed into the cache if need be, and run a
    /// program in each
    #[arg(long)]
    pub(crate) cargo_component: bool,

    /// Check licences, banned crates and sources with cargo-deny, installing it if need be
    #[arg(long)]
    pub(crate) deny: bool,

    /// Compare Node's modules with the `node` of this machine, and write docs/conformance/node.md
    #[arg(long)]
    pub(crate) node_platform: bool,

    /// Run a folder in the layout of WebAssembly/wasi-testsuite on the sandbox's preview1
    #[arg(long, value_name = "DIR")]
    pub(crate) wasi_testsuite: Option<PathBuf>,

    /// Run a test262 tree, DIR/test with DIR/harness, through the JavaScript component, and write
    /// docs/conformance/javascript.md
    #[arg(long, value_name = "DIR")]
    pub(crate) test262: Option<PathBuf>,

    /// Measure what each part of exec-javascript.wasm weighs, and write docs/weights.md
    #[arg(long)]
    pub(crate) weights: bool,

    /// Check Golem's manifests against its JSON Schemas, DIR/1.3.0.json and so on
    #[arg(long, value_name = "DIR")]
    pub(crate) manifest_schemas: Option<PathBuf>,

    /// Import everything in a pure-Python wheel in the sandbox, such as one from `pip download`. Can be
    /// repeated
    #[arg(long, value_name = "FILE")]
    pub(crate) wheel: Vec<PathBuf>,

    /// Run modules of CPython's own tests in the sandbox: these, or all that must do as documented
    ///
    /// The result, with a reason for every failure, is docs/conformance/python.md. UPDATE_EXPECTED=1
    /// writes its table of results.
    #[arg(long, value_name = "MODULE", num_args = 0..)]
    pub(crate) cpython_suite: Option<Vec<String>>,

    /// Run each fuzz target of vfs-layer for so many seconds; needs a C++ compiler
    #[arg(long, value_name = "SECONDS")]
    pub(crate) fuzz: Option<u64>,

    /// Run the unit tests of vfs-layer under Miri; needs a nightly toolchain that has it
    #[arg(long)]
    pub(crate) miri: bool,

    /// Check one component file against the gates: imports, exports, features, size
    #[arg(long, value_name = "FILE")]
    pub(crate) component: Option<PathBuf>,
}
