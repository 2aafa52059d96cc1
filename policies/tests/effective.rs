//! Whatever a caller asks for, a policy only gets tighter.
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing)]

use policies::{
    Bound, ByteCount, Constraints, Limits, Policy, PolicyDocument, Preset, TimeSpan, effective,
};
use proptest::prelude::*;

/// Small numbers, so that they meet; and the largest.
fn amount() -> impl Strategy<Value = u64> {
    prop_oneof![0..8u64, Just(u64::MAX - 1), Just(u64::MAX)]
}

fn count() -> impl Strategy<Value = u32> {
    prop_oneof![0..8u32, Just(u32::MAX)]
}

fn bound<T: std::fmt::Debug + Clone>(
    value: impl Strategy<Value = T>,
) -> impl Strategy<Value = Bound<T>> {
    prop_oneof![3 => value.prop_map(Bound::Finite), 1 => Just(Bound::Unlimited)]
}

prop_compose! {
    fn limits()(
        time in bound(amount().prop_map(TimeSpan::from_millis)),
        (memory, file_size, disk, output, stdin, written) in (
            bound(amount().prop_map(ByteCount::new)),
            bound(amount().prop_map(ByteCount::new)),
            bound(amount().prop_map(ByteCount::new)),
            bound(amount().prop_map(ByteCount::new)),
            bound(amount().prop_map(ByteCount::new)),
            bound(amount().prop_map(ByteCount::new)),
        ),
        stack in (16..=128u32).prop_map(ByteCount::kib),
        inodes in bound(amount()),
        (descriptors, processes) in (bound(count()), bound(count())),
        name_length in 10..=255u32,
        path_length in 12..=4095u32,
        depth in 2..=256u32,
        symlink_length in 0..=4095u32,
    ) -> Limits {
        Limits {
            time, memory, stack, file_size, disk, inodes, descriptors, output, stdin, written,
            processes, name_length, path_length, depth, symlink_length,
        }
    }
}

fn policy() -> impl Strategy<Value = Policy> {
    limits().prop_map(|limits| {
        let document = Policy::preset(Preset::Standard).unwrap().to_document();
        PolicyDocument { limits, ..document }.validate().unwrap()
    })
}

fn constraints() -> impl Strategy<Value = Constraints> {
    let option = proptest::option::of::<BoxedStrategy<u64>>;
    (
        option(amount().boxed()),
        option(amount().boxed()),
        option(amount().boxed()),
        proptest::option::of(count()),
    )
        .prop_map(|(time, memory, file_size, processes)| {
            Constraints::from_record(time, memory, file_size, processes)
        })
}

/// The dimension is the smaller of what the policy gives and what was asked for, if anything was.
fn is_tightest<T: Copy + Ord>(result: Bound<T>, given: Bound<T>, asked: Option<T>) -> bool {
    result == asked.map_or(given, |asked| given.min(Bound::Finite(asked)))
        && result <= given
        && asked.is_none_or(|asked| result <= Bound::Finite(asked))
}

proptest! {
    #[test]
    fn every_dimension_is_within_the_policy_and_the_constraint(
        policy in policy(),
        constraints in constraints(),
    ) {
        let result = effective(&policy, &constraints);
        let (limits, given) = (result.limits(), policy.limits());
        prop_assert!(is_tightest(limits.time, given.time, constraints.time));
        prop_assert!(is_tightest(limits.memory, given.memory, constraints.memory));
        prop_assert!(is_tightest(limits.file_size, given.file_size, constraints.file_size));
        prop_assert!(is_tightest(limits.processes, given.processes, constraints.max_processes));
        // All other dimensions, and everything else, are the policy's own.
        let others = Limits {
            time: given.time,
            memory: given.memory,
            file_size: given.file_size,
            processes: given.processes,
            ..limits.clone()
        };
        prop_assert_eq!(&others, given);
        let document = PolicyDocument { limits: given.clone(), ..result.to_document() };
        prop_assert_eq!(document, policy.to_document());
    }

    #[test]
    fn constraining_again_changes_nothing_and_the_order_does_not_matter(
        policy in policy(),
        first in constraints(),
        second in constraints(),
    ) {
        let once = effective(&policy, &first);
        prop_assert_eq!(&effective(&once, &first), &once);
        prop_assert_eq!(effective(&once, &second), effective(&effective(&policy, &second), &first));
    }

    #[test]
    fn the_tightest_of_two_limits_is_within_both(a in limits(), b in limits()) {
        let both = a.tightest(&b);
        prop_assert_eq!(&both.tightest(&a), &both);
        prop_assert_eq!(&both.tightest(&b), &both);
        prop_assert_eq!(&both, &b.tightest(&a));
        for name in policies::LimitName::ALL {
            let value = both.value(*name);
            prop_assert!(value == a.value(*name) || value == b.value(*name), "{}", name);
        }
    }

    #[test]
    fn an_effective_policy_survives_its_document(policy in policy(), constraints in constraints()) {
        let result = effective(&policy, &constraints);
        let json = result.to_document().to_json();
        prop_assert_eq!(Policy::parse(&json, None), Ok(result));
    }

    #[test]
    fn an_effective_policy_survives_the_environment(policy in policy(), constraints in constraints()) {
        let result = effective(&policy, &constraints);
        let text = result.to_environment();
        let read = Policy::from_environment(|name| (name == "EXEC_POLICY").then(|| text.clone()));
        prop_assert_eq!(read, Ok(result));
    }
}

#[test]
fn zero_is_none_of_it_and_absent_is_the_policys() {
    let policy = Policy::preset(Preset::Standard).unwrap();
    let none = effective(
        &policy,
        &Constraints::from_record(Some(0), Some(0), Some(0), Some(0)),
    );
    assert_eq!(none.limits().time, Bound::Finite(TimeSpan::ZERO));
    assert_eq!(none.limits().memory, Bound::Finite(ByteCount::ZERO));
    assert_eq!(none.limits().file_size, Bound::Finite(ByteCount::ZERO));
    assert_eq!(none.limits().processes, Bound::Finite(0));
    assert_eq!(effective(&policy, &Constraints::default()), policy);
}
