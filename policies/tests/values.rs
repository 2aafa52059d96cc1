//! The values that documents are made of.
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing)]

use policies::{
    Bound, ByteCount, Clock, Denial, Environment, GuestPath, LayerName, LimitName, NamePattern,
    Right, Rule, TimeSpan, Timestamp,
};
use proptest::prelude::*;

#[test]
fn byte_counts_are_written_with_the_largest_unit_that_divides_them() {
    for (bytes, text) in [
        (0, "0B"),
        (1, "1B"),
        (1023, "1023B"),
        (1024, "1KiB"),
        (1536, "1536B"),
        (64 << 20, "64MiB"),
        (3 << 30, "3GiB"),
        (1 << 50, "1024TiB"),
        (u64::MAX, "18446744073709551615B"),
    ] {
        assert_eq!(ByteCount::new(bytes).to_string(), text);
        assert_eq!(text.parse(), Ok(ByteCount::new(bytes)));
    }
    for text in [
        "",
        "MiB",
        "-1B",
        "+1B",
        "1 MiB",
        "1mib",
        "1k",
        "1.5MiB",
        "16777216TiB",
        "٣B",
    ] {
        assert!(text.parse::<ByteCount>().is_err(), "{text}");
    }
}

#[test]
fn time_spans_are_written_with_the_largest_unit_that_divides_them() {
    for (millis, text) in [
        (0, "0s"),
        (1, "1ms"),
        (1500, "1500ms"),
        (2000, "2s"),
        (90_000, "90s"),
        (120_000, "2m"),
        (86_400_000, "1d"),
        (u64::MAX, "18446744073709551615ms"),
    ] {
        assert_eq!(TimeSpan::from_millis(millis).to_string(), text);
        assert_eq!(text.parse(), Ok(TimeSpan::from_millis(millis)));
    }
    for text in [
        "",
        "s",
        "-1s",
        "1 s",
        "1S",
        "1.5s",
        "1us",
        "18446744073709551616ms",
        "1000000000000000d",
    ] {
        assert!(text.parse::<TimeSpan>().is_err(), "{text}");
    }
}

#[test]
fn timestamps_are_those_of_the_gregorian_calendar() {
    const SECOND: u64 = 1_000_000_000;
    for (nanos, text) in [
        (0, "1970-01-01T00:00:00Z"),
        (951_782_400 * SECOND, "2000-02-29T00:00:00Z"),
        (951_868_800 * SECOND, "2000-03-01T00:00:00Z"),
        (1_767_225_600 * SECOND, "2026-01-01T00:00:00Z"),
        (
            4_107_542_399 * SECOND + 500_000_000,
            "2100-02-28T23:59:59.5Z",
        ),
        (4_107_542_400 * SECOND, "2100-03-01T00:00:00Z"),
        (u64::MAX, "2554-07-21T23:34:33.709551615Z"),
    ] {
        assert_eq!(Timestamp::from_nanos(nanos).to_string(), text);
        assert_eq!(text.parse(), Ok(Timestamp::from_nanos(nanos)));
    }
    let offset: Timestamp = "2026-01-01T02:00:00+02:00".parse().unwrap();
    assert_eq!(offset.to_string(), "2026-01-01T00:00:00Z");
    for text in [
        "2026-01-01",
        "2026-01-01T00:00:00",
        "1969-12-31T23:59:59Z",
        "2026-02-30T00:00:00Z",
        "2554-07-21T23:34:34Z",
        "now",
    ] {
        assert!(text.parse::<Timestamp>().is_err(), "{text}");
    }
}

#[test]
fn guest_paths_have_one_form() {
    for path in [
        "/",
        "/workspace",
        "/a/b c/d",
        "/...",
        "/.hidden",
        "/données",
    ] {
        assert_eq!(GuestPath::new(path).unwrap().as_str(), path);
    }
    let long = format!("/{}", "n".repeat(256));
    let deep = "/n".repeat(2048);
    for path in [
        "", "a", "//", "/a/", "/a//b", "/.", "/a/..", "/../a", "/a\0", "/a\nb", "C:/", &long, &deep,
    ] {
        assert!(GuestPath::new(path).is_err(), "{path:?}");
    }
}

#[test]
fn guest_paths_know_what_lies_within() {
    let path = |text: &str| GuestPath::new(text).unwrap();
    assert!(path("/a/b").is_within(&path("/a")));
    assert!(path("/a").is_within(&path("/a")));
    assert!(path("/a").is_within(&GuestPath::root()));
    assert!(!path("/ab").is_within(&path("/a")));
    assert!(!path("/a").is_within(&path("/a/b")));
    assert_eq!(path("/a/b").parent(), Some(path("/a")));
    assert_eq!(path("/a").parent(), Some(GuestPath::root()));
    assert_eq!(GuestPath::root().parent(), None);
    assert_eq!(path("/a/b").names().collect::<Vec<_>>(), ["a", "b"]);
    assert_eq!((GuestPath::root().depth(), path("/a/b").depth()), (0, 2));
}

#[test]
fn bounds_order_with_unlimited_last() {
    assert_eq!(
        Bound::Finite(5).tightest(Bound::Unlimited),
        Bound::Finite(5)
    );
    assert_eq!(
        Bound::Finite(5).tightest(Bound::Finite(3)),
        Bound::Finite(3)
    );
    assert!(Bound::Unlimited.allows(u64::MAX));
    assert!(Bound::Finite(5).allows(5));
    assert!(!Bound::Finite(5).allows(6));
    assert!(!Bound::Finite(0).allows(1));
}

#[test]
fn patterns_match_whole_names_or_beginnings() {
    let pattern = |text: &str| text.parse::<NamePattern>().unwrap();
    assert!(pattern("LANG").matches("LANG"));
    assert!(!pattern("LANG").matches("LANGUAGE"));
    assert!(!pattern("LANG").matches("lang"));
    assert!(pattern("APP_*").matches("APP_"));
    assert!(!pattern("APP_*").matches("APP"));
    assert!(pattern("*").matches(""));
}

#[test]
fn layers_have_plain_names() {
    for name in ["dataset", "v1.2_b-c", "7"] {
        assert!(name.parse::<LayerName>().is_ok(), "{name}");
    }
    for name in ["", ".hidden", "-x", "a/b", "a b", "é", &"a".repeat(65)] {
        assert!(name.parse::<LayerName>().is_err(), "{name}");
    }
}

#[test]
fn the_policys_variables_cannot_be_replaced() {
    let environment = Environment {
        allow: vec!["LANG".parse().unwrap(), "HO*".parse().unwrap()],
        set: [("HOME".to_owned(), "/workspace".to_owned())].into(),
    };
    let passed = [
        ("LANG", "C"),
        ("HOME", "/root"),
        ("PATH", "/bin"),
        ("LANG", "en"),
    ];
    let admission = environment.admit(passed.map(|(n, v)| (n.to_owned(), v.to_owned())));
    let variables: Vec<_> = admission
        .variables
        .iter()
        .map(|(n, v)| (&**n, &**v))
        .collect();
    assert_eq!(variables, [("HOME", "/workspace"), ("LANG", "en")]);
    assert_eq!(admission.refused, ["HOME", "PATH"]);
}

#[test]
fn denials_are_bounded_escaped_and_written_for_audit() {
    let denial = Denial::new("path_open", "/etc/passwd", Rule::NoGrant).needing(Right::Read);
    assert_eq!(
        denial.to_string(),
        "path_open on `/etc/passwd` denied: no grant holds it (needs `read`)"
    );
    let json = serde_json::to_string(&denial).unwrap();
    assert_eq!(
        json,
        r#"{"operation":"path_open","subject":"/etc/passwd","right":"read","rule":{"kind":"no-grant"}}"#
    );
    assert_eq!(serde_json::from_str::<Denial>(&json).unwrap(), denial);

    let rule = Rule::Limit {
        name: LimitName::FileSize,
    };
    let denial = Denial::new("fd_write", "/tmp/a", rule);
    assert_eq!(
        denial.to_string(),
        "fd_write on `/tmp/a` denied: beyond the limit `file-size`"
    );
    let json = serde_json::to_string(&denial).unwrap();
    assert!(
        json.ends_with(r#""rule":{"kind":"limit","name":"file-size"}}"#),
        "{json}"
    );
    assert_eq!(serde_json::from_str::<Denial>(&json).unwrap(), denial);

    let denial = Denial::new("subprocess.Popen", "\u{1b}[2J", Rule::Processes);
    assert_eq!(
        denial.to_string(),
        "subprocess.Popen on `\\u{1b}[2J` denied: no process may be started"
    );
    let cut = Denial::new("open", &"é".repeat(2000), Rule::NoGrant);
    assert_eq!(cut.subject().len(), Denial::MAX_LENGTH);
    let cut = Denial::new("open", &format!("x{}", "é".repeat(2000)), Rule::NoGrant);
    assert_eq!(cut.subject().len(), Denial::MAX_LENGTH - 1);
}

#[test]
fn clocks_are_told_in_words() {
    let at = "2026-01-01T00:00:00Z".parse().unwrap();
    assert_eq!(
        Clock::Frozen { at }.to_string(),
        "frozen at 2026-01-01T00:00:00Z"
    );
    let resolution = Clock::DEFAULT_RESOLUTION;
    assert_eq!(Clock::Coarse { resolution }.to_string(), "coarse, to 10ms");
}

proptest! {
    #[test]
    fn what_is_printed_is_read_back(number in any::<u64>()) {
        let bytes = ByteCount::new(number);
        prop_assert_eq!(bytes.to_string().parse(), Ok(bytes));
        let span = TimeSpan::from_millis(number);
        prop_assert_eq!(span.to_string().parse(), Ok(span));
        let timestamp = Timestamp::from_nanos(number);
        prop_assert_eq!(timestamp.to_string().parse(), Ok(timestamp));
    }

    #[test]
    fn any_guest_path_is_its_own_normal_form(path in "[/.a\\PC]{0,12}") {
        if let Ok(path) = GuestPath::new(path) {
            let rebuilt: String = path.names().map(|name| format!("/{name}")).collect();
            let rebuilt = if path.is_root() { "/".to_owned() } else { rebuilt };
            prop_assert_eq!(rebuilt, path.as_str());
        }
    }
}
