//! A test262 tree, and how one of its tests is run.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;
use std::time::Duration;

use golem_exec::{Language, Outcome, OutcomeKind, Request, Sandbox};

use crate::configuration::Configuration;
use crate::differences::Differences;
use crate::native::Native;
use crate::report::{Report, Verdict};
use crate::test::Description;

const PROGRAM: &str = include_str!("main.js");

/// More time and memory than any test needs: what is measured is the language.
pub(crate) const POLICY: &str = "version = 1\n[[grants]]\npath = \"/workspace\"\nlayer = \"scratch\"\nrights = [\"all\"]\n\
                                 [limits]\ntime = \"2m\"\nmemory = \"1GiB\"\n";

/// What a program in the sandbox has not, and no test can have without, by what names it in a test.
const ABSENT: [(&str, &str); 5] = [
    ("createRealm", "another realm (`$262.createRealm`)"),
    ("$262.agent", "an agent, which is a thread (`$262.agent`)"),
    (
        "IsHTMLDDA",
        "an object like `document.all` (`$262.IsHTMLDDA`)",
    ),
    ("$262.gc", "a call that collects garbage (`$262.gc`)"),
    (
        "AbstractModuleSource",
        "a source of modules (`$262.AbstractModuleSource`)",
    ),
];

/// After so many tests a line says how far the run is.
const SAY_EVERY: usize = 1000;

pub(crate) struct Suite {
    pub(crate) root: PathBuf,
    pub(crate) configuration: Configuration,
    pub(crate) sandbox: Sandbox,
    pub(crate) native: Native,
    pub(crate) differences: Differences,
}

impl Suite {
    /// Every `step`th test in the order of their names.
    pub(crate) fn run_all(&self, step: usize, progress: impl Fn(usize, usize) + Sync) -> Report {
        let mut tests = Vec::new();
        collect(&self.root.join("test"), &mut tests);
        tests.sort();
        let tests: Vec<PathBuf> = tests.into_iter().step_by(step).collect();
        let next = AtomicUsize::new(0);
        let report = Mutex::new(Report::default());
        thread::scope(|scope| {
            for _ in 0..thread::available_parallelism().map_or(1, usize::from) {
                scope.spawn(|| {
                    loop {
                        let index = next.fetch_add(1, Ordering::Relaxed);
                        let Some(path) = tests.get(index) else { break };
                        if index.is_multiple_of(SAY_EVERY) {
                            progress(index, tests.len());
                        }
                        let (name, verdict) = (self.name(path), self.run(path));
                        let mut report = report.lock().unwrap();
                        report.add(name, verdict, &self.native, &self.differences);
                    }
                });
            }
        });
        report.into_inner().unwrap()
    }

    /// A test as the configuration names it.
    fn name(&self, path: &Path) -> String {
        let below = path.strip_prefix(&self.root).unwrap_or(path);
        format!("test262/{}", below.display())
    }

    fn run(&self, path: &Path) -> Verdict {
        if self.configuration.excludes(&self.name(path)) {
            return Verdict::Excluded("named in its list".to_owned());
        }
        let Ok(source) = fs::read_to_string(path) else {
            return Verdict::Failed("the test is not UTF-8".to_owned());
        };
        let description = Description::parse(&source);
        if let Some(feature) = self.configuration.lacks(&description.features) {
            return Verdict::Excluded(format!("feature {feature}"));
        }
        let needs = |what: &str| {
            let mut includes = description.includes.iter();
            source.contains(what)
                || includes.any(|file| self.harness(file).is_some_and(|text| text.contains(what)))
        };
        if let Some((_, what)) = ABSENT.iter().find(|(sign, _)| needs(sign)) {
            return Verdict::Absent(what);
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
        // Scripts of their own, before the test's: for tests that are to be run as they are (`raw`) as well, since some
        // name what is in them, and quickjs-ng's runner has them there.
        let own = ["assert.js", "sta.js"].map(str::to_owned);
        let done = description
            .has_flag("async")
            .then(|| "doneprintHandle.js".to_owned());
        let files = own.into_iter().chain(done);
        let harness: Option<Vec<(String, String)>> = files
            .chain(description.includes.clone())
            .map(|file| Some((file.clone(), self.harness(&file)?)))
            .collect();
        let harness = harness?;
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
