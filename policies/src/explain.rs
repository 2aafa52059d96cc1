//! Why a program may, or may not, do something to a place.

use std::fmt;

use crate::{GuestPath, Layer, Policy, Right, Rights};

/// The answer to "may a program do this here?". Displayed for people.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Decision {
    path: GuestPath,
    right: Right,
    verdict: Verdict,
}

/// How a [`Decision`] came about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// A grant gives the right.
    Granted {
        /// The grant's place in the document, from 0.
        index: usize,
        /// The grant's path.
        grant: GuestPath,
        /// What the grant's files are made of.
        layer: Layer,
    },
    /// The place is `/` or a folder on the way to a grant, which anybody may list and stat.
    Skeleton,
    /// A grant holds the place and does not give the right.
    Lacking {
        /// The grant's place in the document, from 0.
        index: usize,
        /// The grant's path.
        grant: GuestPath,
        /// What the grant's files are made of.
        layer: Layer,
        /// What the grant gives.
        rights: Rights,
    },
    /// The place is where a grant begins, which can be neither removed nor renamed.
    Root {
        /// The grant's place in the document, from 0.
        index: usize,
    },
    /// No grant holds the place: it does not exist for the program.
    NoGrant,
}

impl Decision {
    /// Whether the program may.
    #[must_use]
    pub fn is_allowed(&self) -> bool {
        matches!(self.verdict, Verdict::Granted { .. } | Verdict::Skeleton)
    }

    /// The place asked about.
    #[must_use]
    pub fn path(&self) -> &GuestPath {
        &self.path
    }

    /// The right asked about.
    #[must_use]
    pub fn right(&self) -> Right {
        self.right
    }

    /// How the decision came about.
    #[must_use]
    pub fn verdict(&self) -> &Verdict {
        &self.verdict
    }
}

/// Whether `policy` lets a program use `right` on `path`, by which grant, and what would be needed.
///
/// It decides about the path as written. A symbolic link is decided by the path of its target.
#[must_use]
pub fn explain(policy: &Policy, path: &GuestPath, right: Right) -> Decision {
    Decision {
        path: path.clone(),
        right,
        verdict: verdict(policy, path, right),
    }
}

fn verdict(policy: &Policy, path: &GuestPath, right: Right) -> Verdict {
    let grants = policy.grants.iter().enumerate();
    let innermost = grants
        .filter(|(_, grant)| path.is_within(grant.path()))
        .max_by_key(|(_, grant)| grant.path().depth());
    let Some((index, grant)) = innermost else {
        let on_the_way = path.is_root() || policy.grants.iter().any(|g| g.path().is_within(path));
        return match right {
            Right::List | Right::Stat if on_the_way => Verdict::Skeleton,
            _ => Verdict::NoGrant,
        };
    };
    if grant.path() == path && matches!(right, Right::Delete | Right::Rename) {
        return Verdict::Root { index };
    }
    let (layer, rights) = (grant.layer().clone(), grant.rights());
    let grant = grant.path().clone();
    if rights.has(right) {
        Verdict::Granted {
            index,
            grant,
            layer,
        }
    } else {
        Verdict::Lacking {
            index,
            grant,
            layer,
            rights,
        }
    }
}

impl fmt::Display for Decision {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{}",
            if self.is_allowed() {
                "allowed"
            } else {
                "denied"
            }
        )
    }
}
