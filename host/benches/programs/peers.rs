//! The columns: the sandbox first, since the others are told as multiples of it.

mod driver;
mod ours;
mod process;

use std::env;
use std::thread;
use std::time::{Duration, Instant};

use golem_exec::Language;
use serde::Deserialize;

use crate::peer::Peer;
use driver::Driver;
use ours::Ours;
use process::Process;

/// What `cargo xtask bench --peers` installed, as it says in the environment.
#[derive(Debug, Deserialize)]
struct Installed {
    /// CPython, built for this machine.
    python: String,
    /// A folder of Python packages.
    packages: String,
    /// A folder of npm packages.
    modules: String,
    /// quickjs-ng's program, of the sources that the component's engine is made of, without our patches.
    quickjs: String,
}

fn installed() -> Option<Installed> {
    let text = env::var("GOLEM_EXEC_PEERS").ok()?;
    Some(serde_json::from_str(&text).unwrap())
}

pub(crate) fn python() -> Vec<Box<dyn Peer>> {
    let mut peers: Vec<Box<dyn Peer>> = vec![Box::new(Ours::new(Language::Python))];
    let Some(installed) = installed() else {
        return peers;
    };
    let python = installed.python.as_str();
    let packages = ("PEER_PACKAGES", installed.packages.as_str());
    // Beside its own folder, nothing of the user's, and nothing written beside the drivers.
    let driver = |name, file| Driver::new(name, [python, "-E", "-s", "-B"], file, packages);
    let native = driver("CPython", "cpython.py").first([python, "-I", "-c"]);
    peers.push(Box::new(Process::new(native)));
    peers.push(Box::new(driver("pyeryx", "eryx.py")));
    peers.push(Box::new(driver("monty", "monty.py").partial()));
    peers
}

pub(crate) fn javascript() -> Vec<Box<dyn Peer>> {
    let mut peers: Vec<Box<dyn Peer>> = vec![Box::new(Ours::new(Language::JavaScript))];
    let Some(installed) = installed() else {
        return peers;
    };
    let modules = ("NODE_MODULES", installed.modules.as_str());
    let quickjs = [installed.quickjs.as_str()];
    let native = Driver::new("quickjs-ng", quickjs, "quickjs.mjs", modules);
    peers.push(Box::new(Process::new(native)));
    // What isolated-vm 5 and later ask for.
    let driver = |name, file| Driver::new(name, ["node", "--no-node-snapshot"], file, modules);
    peers.push(Box::new(
        driver("node", "node.mjs").first(["node", "--print"]),
    ));
    peers.push(Box::new(driver(
        "quickjs-emscripten",
        "quickjs_emscripten.mjs",
    )));
    peers.push(Box::new(driver("isolated-vm", "isolated_vm.mjs")));
    peers
}

/// How many times a second two threads do `work`, in `span`.
fn rate_of_two(span: Duration, work: impl Fn() + Sync) -> f64 {
    let start = Instant::now();
    let runs: usize = thread::scope(|scope| {
        let each = || {
            let mut runs = 0;
            while start.elapsed() < span {
                work();
                runs += 1;
            }
            runs
        };
        let threads = [scope.spawn(each), scope.spawn(each)];
        threads
            .into_iter()
            .map(|thread| thread.join().unwrap())
            .sum()
    });
    runs as f64 / start.elapsed().as_secs_f64()
}
