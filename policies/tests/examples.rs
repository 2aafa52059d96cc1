//! Every document in `examples/` is valid, and means what it says.
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing)]
// Tests read the documents beside them.
#![allow(clippy::disallowed_methods)]

use std::path::Path;

use policies::{Bound, Clock, Language, Policy, ProcessRule, Quota, Random, Rights};

fn example(name: &str) -> Policy {
    let path = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("examples")
        .join(name);
    let text = std::fs::read_to_string(path).unwrap();
    Policy::parse(&text, None).unwrap_or_else(|errors| panic!("{}", errors.within(name)))
}

fn names() -> Vec<String> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples");
    let entries = std::fs::read_dir(folder).unwrap();
    entries
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect()
}

#[test]
fn every_example_is_valid_and_survives_json() {
    let names = names();
    assert!(names.len() >= 5, "{names:?}");
    for name in names {
        let policy = example(&name);
        let json = policy.to_document().to_json();
        assert_eq!(
            Policy::parse(&json, None).as_ref(),
            Ok(&policy),
            "{name} as {json}"
        );
        assert_eq!(
            policy.to_document().validate().as_ref(),
            Ok(&policy),
            "{name}"
        );
    }
}

#[test]
fn minimal_grants_one_folder_and_no_environment() {
    let policy = example("minimal.toml");
    assert_eq!(policy.grants().len(), 1);
    assert_eq!(policy.grants()[0].quota(), Quota::NONE);
    assert!(!policy.environment().permits("LANG"));
    assert_eq!(*policy.limits(), policies::Limits::default());
}

#[test]
fn data_analysis_needs_two_layers_from_the_platform() {
    let policy = example("data-analysis.toml");
    let sources: Vec<_> = policy.sources().map(|source| source.as_str()).collect();
    assert_eq!(sources, ["dataset-2026", "models"]);
    let report = "/workspace/report/a.txt".parse().unwrap();
    let expected = Rights::READ_ONLY | Rights::CREATE | Rights::APPEND;
    assert_eq!(policy.grant_of(&report).unwrap().rights(), expected);
    assert!(policy.environment().permits("ANALYSIS_DEPTH"));
    assert!(!policy.environment().permits("HOME"));
}

#[test]
fn reproducible_has_its_own_time_and_randomness() {
    let policy = example("reproducible.json");
    let at = "2026-01-01T00:00:00Z".parse().unwrap();
    assert_eq!(policy.clock(), Clock::Frozen { at });
    assert_eq!(policy.random(), Random::Seeded { seed: u64::MAX });
}

#[test]
fn batch_spells_what_it_does_not_limit() {
    let policy = example("batch.toml");
    assert_eq!(policy.limits().time, Bound::Unlimited);
    assert_eq!(policy.sessions().age, Bound::Unlimited);
    assert_eq!(policy.processes(), ProcessRule::Refuse);
    assert_eq!(policy.working_directory().as_str(), "/srv/job");
}

#[test]
fn graded_homework_allows_few_modules() {
    let policy = example("graded-homework.toml");
    let modules = policy.modules();
    for allowed in ["fs", "node:fs", "path", "path/posix"] {
        assert!(modules.allows(Language::Javascript, allowed), "{allowed}");
    }
    for denied in [
        "fs/promises",
        "node:fs/promises",
        "child_process",
        "fsx",
        "",
    ] {
        assert!(!modules.allows(Language::Javascript, denied), "{denied}");
    }
    for allowed in ["json", "json.decoder", "math"] {
        assert!(modules.allows(Language::Python, allowed), "{allowed}");
    }
    assert!(modules.python.restricts() && !policies::ModuleRule::default().restricts());
    for denied in ["os", "js", "jsonx", "socket"] {
        assert!(!modules.allows(Language::Python, denied), "{denied}");
    }
}
