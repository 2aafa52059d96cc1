//! The policies that come with the crate.
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing)]

use policies::{Bound, Limits, Policy, Preset, Rights};

#[test]
fn every_preset_is_valid() {
    for preset in Preset::ALL {
        let policy = Policy::preset(*preset);
        assert!(policy.is_ok(), "{preset}: {}", policy.unwrap_err());
    }
}

#[test]
fn standard_has_the_default_limits() {
    let policy = Policy::preset(Preset::Standard).unwrap();
    assert_eq!(*policy.limits(), Limits::default());
    assert_eq!(policy.sessions(), policies::Sessions::default());
}

#[test]
fn every_preset_has_a_workspace_and_a_writable_tmp() {
    for preset in Preset::ALL {
        let policy = Policy::preset(*preset).unwrap();
        let paths: Vec<_> = policy
            .grants()
            .iter()
            .map(|grant| grant.path().as_str())
            .collect();
        assert_eq!(paths, ["/workspace", "/tmp"], "{preset}");
        assert_eq!(
            policy.working_directory().as_str(),
            "/workspace",
            "{preset}"
        );
        assert_eq!(policy.grants()[1].rights(), Rights::all(), "{preset}");
        assert_eq!(policy.sources().count(), 0, "{preset}");
    }
}

#[test]
fn presets_are_finite_and_ordered() {
    let [strict, standard, trusted] =
        [Preset::Strict, Preset::Standard, Preset::Trusted].map(|p| Policy::preset(p).unwrap());
    for (tighter, wider) in [(&strict, &standard), (&standard, &trusted)] {
        assert_eq!(tighter.limits().tightest(wider.limits()), *tighter.limits());
        for (tight, wide) in tighter.grants().iter().zip(wider.grants()) {
            assert!(wide.rights().contains(tight.rights()));
        }
    }
    for name in policies::LimitName::ALL {
        assert_ne!(
            trusted.limits().value(*name),
            Bound::<u32>::UNLIMITED,
            "{name}"
        );
    }
}

#[test]
fn strict_reads_its_own_files_and_gets_no_environment() {
    let strict = Policy::preset(Preset::Strict).unwrap();
    assert_eq!(strict.grants()[0].rights(), Rights::READ_ONLY);
    assert!(!strict.environment().permits("LANG"));
    assert!(
        Policy::preset(Preset::Standard)
            .unwrap()
            .environment()
            .permits("LANG")
    );
}

#[test]
fn a_misspelt_preset_is_suggested() {
    let error = "standrad".parse::<Preset>().unwrap_err();
    assert_eq!(
        error.to_string(),
        "no preset is called `standrad`; did you mean `standard`?"
    );
    let error = "lax".parse::<Preset>().unwrap_err();
    assert_eq!(
        error.to_string(),
        "no preset is called `lax`; expected one of strict, standard, trusted"
    );
}
