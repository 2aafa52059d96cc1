//! Runs a test262 tree through the built JavaScript component, with quickjs-ng's own configuration: a line for
//! each test that fails, and one for the sum.
//!
//! `test262 DIR CONFIGURATION COMPONENT [STEP]`, where DIR has `test` and `harness`; with a STEP, every STEPth test
//! in the order of their names.
#![allow(
    clippy::print_stdout,
    clippy::print_stderr,
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "its output is its interface, and what it cannot read ends it"
)]

mod configuration;
mod test;

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;
use std::time::Duration;

use golem_exec::policies::Policy;
use golem_exec::{Language, Outcome, OutcomeKind, Request, Sandbox};

use configuration::Configuration;
use test::Description;

const PROGRAM: &str = include_str!("main.js");

/// More time and memory than any test needs: what is measured is the language.
const POLICY: &str = "version = 1\n[[grants]]\npath = \"/workspace\"\nlayer = \"scratch\"\nrights = [\"all\"]\n\
                      [limits]\ntime = \"2m\"\nmemory = \"1GiB\"\n";

/// What a program in the sandbox has not, and no test can have without: other realms, threads, a call
/// that collects garbage, an object that stands for `document.all`.
const HOST_FEATURES: [&str; 5] = [
    "createRealm",
    "$262.agent",
    "IsHTMLDDA",
    "$262.gc",
    "AbstractModuleSource",
];

/// How a test went.
enum Verdict {
    Passed,
    Failed(String),
    /// Left out, and why.
    Skipped(String),
}

struct Suite {
    root: PathBuf,
    configuration: Configuration,
    sandbox: Sandbox,
}

fn main() -> ExitCode {
    let arguments: Vec<PathBuf> = std::env::args_os().skip(1).map(PathBuf::from).collect();
    let [root, configuration, component, step @ ..] = arguments.as_slice() else {
        eprintln!("usage: test262 DIR CONFIGURATION COMPONENT [STEP]");
        return ExitCode::from(64);
    };
    let configuration = fs::read_to_string(configuration).expect("the configuration can be read");
    let suite = Suite {
        root: root.clone(),
        configuration: Configuration::parse(&configuration),
        sandbox: Sandbox::builder()
            .component(Language::JavaScript, component.clone())
            .policy(Policy::parse(POLICY, None).expect("the policy is valid"))
            .build()
            .expect("the component can be loaded"),
    };
    let mut tests = Vec::new();
    collect(&suite.root.join("test"), &mut tests);
    tests.sort();
    let step = step.first().and_then(|step| step.to_str()?.parse().ok());
    let tests: Vec<PathBuf> = tests.into_iter().step_by(step.unwrap_or(1)).collect();
    suite.run_all(&tests)
}

/// All tests below a folder: `_FIXTURE` is in the name of what only tests import.
fn collect(folder: &Path, tests: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).expect("the folder can be read") {
        let path = entry.expect("the folder can be read").path();
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        if path.is_dir() {
            collect(&path, tests);
        } else if name.ends_with(".js") && !name.contains("_FIXTURE") {
            tests.push(path);
        }
    }
}

impl Suite {
    fn run_all(&self, tests: &[PathBuf]) -> ExitCode {
        let next = AtomicUsize::new(0);
        let failed = Mutex::new(BTreeMap::new());
        let skipped = Mutex::new(BTreeMap::<String, usize>::new());
        let passed = AtomicUsize::new(0);
        thread::scope(|scope| {
            for _ in 0..thread::available_parallelism().map_or(1, usize::from) {
                scope.spawn(|| {
                    while let Some(path) = tests.get(next.fetch_add(1, Ordering::Relaxed)) {
                        match self.run(path) {
                            Verdict::Passed => {
                                passed.fetch_add(1, Ordering::Relaxed);
                            }
                            Verdict::Failed(why) => {
                                failed.lock().unwrap().insert(self.name(path), why);
                            }
                            Verdict::Skipped(why) => {
                                *skipped.lock().unwrap().entry(why).or_default() += 1;
                            }
                        }
                    }
                });
            }
        });
        let failed = failed.into_inner().unwrap();
        for (name, why) in &failed {
            println!("FAILED {name}: {why}");
        }
        let skipped = skipped.into_inner().unwrap();
        for (why, count) in &skipped {
            println!("skipped {count}: {why}");
        }
        let left_out: usize = skipped.values().sum();
        println!(
            "{} passed, {} failed, {left_out} left out",
            passed.load(Ordering::Relaxed),
            failed.len()
        );
        if failed.is_empty() {
            ExitCode::SUCCESS
        } else {
            ExitCode::FAILURE
        }
    }

    /// A test as the configuration names it.
    fn name(&self, path: &Path) -> String {
        let below = path.strip_prefix(&self.root).unwrap_or(path);
        format!("test262/{}", below.display())
    }

    fn run(&self, path: &Path) -> Verdict {
        let name = self.name(path);
        if self.configuration.excludes(&name) {
            return Verdict::Skipped("excluded by quickjs-ng's configuration".to_owned());
        }
        let Ok(source) = fs::read_to_string(path) else {
            return Verdict::Skipped("not UTF-8".to_owned());
        };
        let description = Description::parse(&source);
        if let Some(feature) = self.configuration.lacks(&description.features) {
            return Verdict::Skipped(format!("feature {feature}, which quickjs-ng has not"));
        }
        let needs = |what: &&&str| {
            source.contains(**what)
                || description
                    .includes
                    .iter()
                    .any(|file| self.harness(file).is_some_and(|text| text.contains(**what)))
        };
        if let Some(what) = HOST_FEATURES.iter().find(needs) {
            return Verdict::Skipped(format!("{what}, which the sandbox does not give"));
        }
        let is_async = description.has_flag("async");
        let Some(request) = self.request(path, &source, &description) else {
            return Verdict::Failed("a file of the harness is missing".to_owned());
        };
        match self.sandbox.run(request) {
            Ok(outcome) => judge(&outcome, is_async),
            Err(error) => Verdict::Failed(error.to_string()),
        }
    }

    fn harness(&self, file: &str) -> Option<String> {
        fs::read_to_string(self.root.join("harness").join(file)).ok()
    }

    /// The test as a program: our own script, the test under its own path, and what it may import.
    fn request(&self, path: &Path, source: &str, description: &Description) -> Option<Request> {
        let mut harness = Vec::new();
        if !description.has_flag("raw") {
            let own = ["assert.js", "sta.js"].map(str::to_owned);
            let done = description
                .has_flag("async")
                .then(|| "doneprintHandle.js".to_owned());
            for file in own
                .into_iter()
                .chain(done)
                .chain(description.includes.clone())
            {
                harness.push((file.clone(), self.harness(&file)?));
            }
        }
        let below = path.strip_prefix(&self.root).ok()?.to_string_lossy();
        let settings = serde_json::json!({
            "harness": harness,
            "path": format!("/workspace/{below}"),
            "isModule": description.has_flag("module"),
            "isStrict": description.has_flag("onlyStrict"),
            "negative": description.negative,
        });
        let mut request = Request::new(Language::JavaScript, "main.cjs", PROGRAM)
            .file("settings.json", settings.to_string())
            .file("package.json", "{\"type\":\"module\"}")
            .file(below.to_string(), source)
            .time(Duration::from_secs(60));
        if source.contains("import") || source.contains("export") {
            for (name, file) in imported_by(path) {
                let below = file.strip_prefix(&self.root).ok()?.with_file_name(name);
                request = request.file(below.to_string_lossy(), fs::read(&file).ok()?);
            }
        }
        Some(request)
    }
}

/// The files beside a test that it may import: fixtures, what is no script, and other tests that fixtures
/// name.
fn imported_by(test: &Path) -> Vec<(String, PathBuf)> {
    let entries = test.parent().and_then(|folder| fs::read_dir(folder).ok());
    let mut files: Vec<(String, PathBuf)> = Vec::new();
    for entry in entries.into_iter().flatten().flatten() {
        let name = entry.file_name().to_string_lossy().into_owned();
        if entry.path() != test && entry.path().is_file() {
            files.push((name, entry.path()));
        }
    }
    let is_fixture = |name: &str| name.contains("_FIXTURE") || !name.ends_with(".js");
    let fixtures = files.iter().filter(|(name, _)| is_fixture(name));
    let texts: String = fixtures
        .filter_map(|(_, file)| fs::read_to_string(file).ok())
        .collect();
    files.retain(|(name, _)| is_fixture(name) || texts.contains(name.as_str()));
    files
}

/// Passed, if it ended by itself, and said so where it is asynchronous.
fn judge(outcome: &Outcome, is_async: bool) -> Verdict {
    let stdout = String::from_utf8_lossy(&outcome.stdout);
    if outcome.kind != OutcomeKind::Ok || outcome.exit_code != Some(0) {
        let stderr = String::from_utf8_lossy(&outcome.stderr);
        let said = stderr.lines().find(|line| line.contains("Error"));
        let said = said.or_else(|| stderr.lines().next()).unwrap_or_default();
        return Verdict::Failed(format!("{}: {said}", outcome.kind.name()));
    }
    if is_async && !stdout.contains("Test262:AsyncTestComplete") {
        let said = stdout.lines().last().unwrap_or("$DONE() not called");
        return Verdict::Failed(said.to_owned());
    }
    Verdict::Passed
}
