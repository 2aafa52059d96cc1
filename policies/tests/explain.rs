//! Decisions, as policies give and tell them.
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing)]

use policies::{Policy, Right, Rights, explain};

const POLICY: &str = r#"
version = 1

[[grants]]
path = "/workspace"
layer = "scratch"
rights = ["all"]

[[grants]]
path = "/workspace/report"
layer = "scratch"
rights = ["read-only", "append"]

[[grants]]
path = "/srv/data"
layer = "read-only"
source = "dataset"
rights = ["read", "stat"]
"#;

fn told(path: &str, right: Right) -> String {
    let policy = Policy::parse(POLICY, None).unwrap();
    explain(&policy, &path.parse().unwrap(), right).to_string()
}

#[test]
fn a_grant_gives_its_rights_below_its_path() {
    assert_eq!(
        told("/workspace/a/b.txt", Right::Write),
        "allowed: `write` on `/workspace/a/b.txt`: grants[0] `/workspace` (scratch) gives it"
    );
}

#[test]
fn the_inner_grant_decides_for_its_subtree() {
    assert_eq!(
        told("/workspace/report/a.txt", Right::Write),
        "denied: `write` on `/workspace/report/a.txt`: grants[1] `/workspace/report` (scratch) \
         gives only read, append, list, stat\nneeded: `write` in grants[1].rights"
    );
    assert!(told("/workspace/reports", Right::Write).starts_with("allowed"));
}

#[test]
fn a_read_only_layer_needs_an_overlay() {
    assert_eq!(
        told("/srv/data/x.csv", Right::Truncate),
        "denied: `truncate` on `/srv/data/x.csv`: grants[2] `/srv/data` (read-only layer \
         `dataset`) gives only read, stat\nneeded: layer = \"overlay\" in grants[2], and \
         `truncate` in its rights"
    );
    assert_eq!(
        told("/srv/data", Right::List),
        "denied: `list` on `/srv/data`: grants[2] `/srv/data` (read-only layer `dataset`) \
         gives only read, stat\nneeded: `list` in grants[2].rights"
    );
}

#[test]
fn what_no_grant_holds_is_not_there() {
    assert_eq!(
        told("/etc/passwd", Right::Read),
        "denied: `read` on `/etc/passwd`: no grant holds it, so for the program it is not there\n\
         needed: a grant of `/etc`, or of a folder around it, with `read`"
    );
    assert_eq!(
        told("/notes.txt", Right::Create),
        "denied: `create` on `/notes.txt`: no grant holds it, so for the program it is not there\n\
         needed: a grant of `/notes.txt`, or of a folder around it, with `create`"
    );
}

#[test]
fn the_way_to_a_grant_can_be_listed_and_nothing_else() {
    for folder in ["/", "/srv"] {
        for right in Right::ALL {
            let allowed = matches!(right, Right::List | Right::Stat);
            assert_eq!(
                told(folder, *right).starts_with("allowed"),
                allowed,
                "{right} on {folder}"
            );
        }
    }
    assert_eq!(
        told("/", Right::Write),
        "denied: `write` on `/`: `/` only holds the grants"
    );
    assert!(told("/sr", Right::List).starts_with("denied"));
}

#[test]
fn where_a_grant_begins_stays() {
    for right in [Right::Delete, Right::Rename] {
        assert_eq!(
            told("/workspace", right),
            format!(
                "denied: `{right}` on `/workspace`: grants[0] begins here, and stays where it is"
            )
        );
    }
    assert_eq!(
        told("/workspace/a", Right::Rename),
        "allowed: `rename` on `/workspace/a`: grants[0] `/workspace` (scratch) gives it\n\
         the other side of the operation needs `rename` too"
    );
}

/// Every right against every set of one right: a grant gives what it names, and nothing more.
#[test]
fn each_right_is_its_own() {
    for given in Right::ALL {
        let text = format!(
            "version = 1\n[[grants]]\npath = \"/workspace\"\nlayer = \"scratch\"\nrights = [\"{given}\"]\n"
        );
        let policy = Policy::parse(&text, None).unwrap();
        assert_eq!(policy.grants()[0].rights(), Rights::from(*given));
        for asked in Right::ALL {
            let decision = explain(&policy, &"/workspace/x".parse().unwrap(), *asked);
            assert_eq!(
                decision.is_allowed(),
                given == asked,
                "{asked} where {given} is given"
            );
            assert_eq!(decision.needed().is_none(), decision.is_allowed());
        }
    }
}
