//! The policy of a deployment, from its environment variables.
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing)]

use policies::{Bound, ByteCount, Policy, PolicyErrors, Preset, TimeSpan};

fn policy(variables: &[(&str, &str)]) -> Result<Policy, PolicyErrors> {
    Policy::from_environment(|name| {
        let found = variables.iter().find(|(known, _)| *known == name);
        found.map(|(_, value)| (*value).to_owned())
    })
}

fn message(variables: &[(&str, &str)]) -> String {
    policy(variables).unwrap_err().to_string()
}

fn preset(preset: Preset) -> Policy {
    Policy::preset(preset).unwrap()
}

const INLINE: &str = "version = 1\n[[grants]]\npath = \"/workspace\"\nlayer = \"scratch\"\nrights = [\"all\"]\n[limits]\ntime = \"3s\"\n";

#[test]
fn nothing_set_is_the_standard_preset() {
    let policy = policy(&[]).unwrap();
    assert_eq!(policy, preset(Preset::Standard));
    assert_eq!(
        policy.limits().time,
        Bound::Finite(TimeSpan::from_millis(5000))
    );
}

#[test]
fn without_a_policy_the_figures_replace_the_standard_ones() {
    let policy = policy(&[
        ("EXEC_TIMEOUT_MS", "60000"),
        ("EXEC_MEMORY_LIMIT_MB", "512"),
    ])
    .unwrap();
    assert_eq!(policy.limits().time, Bound::Finite(TimeSpan::from_secs(60)));
    assert_eq!(policy.limits().memory, Bound::Finite(ByteCount::mib(512)));
    assert_eq!(policy.limits().disk, preset(Preset::Standard).limits().disk);
    assert_eq!(policy.grants(), preset(Preset::Standard).grants());
}

#[test]
fn a_preset_is_named() {
    for named in Preset::ALL {
        assert_eq!(
            policy(&[("EXEC_POLICY", named.name())]).unwrap(),
            preset(*named)
        );
    }
    assert_eq!(
        policy(&[("EXEC_POLICY", " strict\t")]).unwrap(),
        preset(Preset::Strict)
    );
}

#[test]
fn a_document_is_inline_in_either_format() {
    let toml = policy(&[("EXEC_POLICY", INLINE)]).unwrap();
    assert_eq!(toml.limits().time, Bound::Finite(TimeSpan::from_secs(3)));
    let json = toml.to_document().to_json();
    assert_eq!(policy(&[("EXEC_POLICY", &json)]).unwrap(), toml);
}

#[test]
fn a_policy_is_handed_on_in_few_words() {
    for &name in Preset::ALL {
        assert_eq!(preset(name).to_environment(), name.name());
    }
    let constraints = policies::Constraints {
        time: Some(TimeSpan::from_secs(3)),
        ..Default::default()
    };
    let text = preset(Preset::Standard)
        .tightened(&constraints)
        .to_environment();
    let fields: serde_json::Map<String, serde_json::Value> = serde_json::from_str(&text).unwrap();
    assert_eq!(fields["limits"], serde_json::json!({"time": "3s"}));
    assert_eq!(fields["version"], 1);
    assert!(!fields.contains_key("clock"), "{text}");
}

#[test]
fn with_a_policy_the_figures_only_tighten() {
    let figures = [("EXEC_TIMEOUT_MS", "60000"), ("EXEC_MEMORY_LIMIT_MB", "1")];
    let policy = policy(&[("EXEC_POLICY", INLINE), figures[0], figures[1]]).unwrap();
    assert_eq!(policy.limits().time, Bound::Finite(TimeSpan::from_secs(3)));
    assert_eq!(policy.limits().memory, Bound::Finite(ByteCount::mib(1)));
}

#[test]
fn zero_is_none_of_it() {
    let policy = policy(&[("EXEC_TIMEOUT_MS", "0")]).unwrap();
    assert_eq!(policy.limits().time, Bound::Finite(TimeSpan::ZERO));
}

#[test]
fn everything_malformed_is_an_error_and_all_are_told() {
    assert_eq!(
        message(&[
            ("EXEC_POLICY", "standrad"),
            ("EXEC_TIMEOUT_MS", "5s"),
            ("EXEC_MEMORY_LIMIT_MB", "18446744073709551615"),
        ]),
        "EXEC_POLICY: no preset is called `standrad`; did you mean `standard`?\n\
         EXEC_TIMEOUT_MS: `5s`: expected a whole number, at most 18446744073709551615\n\
         EXEC_MEMORY_LIMIT_MB: 18446744073709551615 MiB are too many: at most 17592186044415"
    );
    for value in [
        "",
        " ",
        "-1",
        "+1",
        "1.5",
        "1e3",
        "0x10",
        "٣",
        "18446744073709551616",
        "1 ",
    ] {
        assert_eq!(
            message(&[("EXEC_TIMEOUT_MS", value)]),
            format!(
                "EXEC_TIMEOUT_MS: `{value}`: expected a whole number, at most 18446744073709551615"
            )
        );
    }
}

#[test]
fn a_broken_policy_never_falls_open() {
    assert_eq!(
        message(&[("EXEC_POLICY", "")]),
        "EXEC_POLICY: set but empty: expected a preset's name or a document"
    );
    assert_eq!(
        message(&[("EXEC_POLICY", "version = 1\nlimits.time = 5")]),
        "EXEC_POLICY:1:1: working-directory: no grant holds the working directory `/workspace`, \
         where a program's files are put; add one: path = \"/workspace\", layer = \"scratch\", \
         rights = [\"all\"]\n\
         EXEC_POLICY:2:15: limits.time: expected a time such as \"2s\", found a whole number"
    );
    assert_eq!(
        message(&[("EXEC_POLICY", "{")]),
        "EXEC_POLICY:1:1: JSON: EOF while parsing an object"
    );
    assert_eq!(
        message(&[("EXEC_POLICY", "/etc/policy.toml")]),
        "EXEC_POLICY: no preset is called `/etc/policy.toml`; expected one of strict, standard, trusted"
    );
}
