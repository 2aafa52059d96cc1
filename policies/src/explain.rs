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
    let Some((index, grant)) = policy.innermost(path) else {
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

impl Decision {
    /// What the policy would need for the answer to be yes; `None` when it is, or never can be.
    #[must_use]
    pub fn needed(&self) -> Option<String> {
        let right = self.right;
        match &self.verdict {
            Verdict::Granted { .. } | Verdict::Skeleton | Verdict::Root { .. } => None,
            Verdict::Lacking {
                index,
                layer: Layer::ReadOnly { .. },
                ..
            } if !Rights::READ_ONLY.has(right) => Some(format!(
                "layer = \"overlay\" in grants[{index}], and `{right}` in its rights"
            )),
            Verdict::Lacking { index, .. } => Some(format!("`{right}` in grants[{index}].rights")),
            Verdict::NoGrant if self.path.is_root() => None,
            Verdict::NoGrant => {
                // A grant is a folder: for a file, the one around it, which cannot be `/`.
                let folder = self.path.parent().filter(|parent| !parent.is_root());
                let folder = folder.as_ref().unwrap_or(&self.path);
                Some(format!(
                    "a grant of `{folder}`, or of a folder around it, with `{right}`"
                ))
            }
        }
    }
}

impl fmt::Display for Decision {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let answer = if self.is_allowed() {
            "allowed"
        } else {
            "denied"
        };
        write!(f, "{answer}: `{}` on `{}`: ", self.right, self.path)?;
        match &self.verdict {
            Verdict::Granted {
                index,
                grant,
                layer,
            } => {
                write!(f, "grants[{index}] `{grant}` ({layer}) gives it")?;
            }
            Verdict::Skeleton => write!(f, "anybody may, on the way to what is granted")?,
            Verdict::Lacking {
                index,
                grant,
                layer,
                rights,
            } => {
                write!(f, "grants[{index}] `{grant}` ({layer}) gives only {rights}")?;
            }
            Verdict::Root { index } => {
                write!(f, "grants[{index}] begins here, and stays where it is")?;
            }
            Verdict::NoGrant if self.path.is_root() => write!(f, "`/` only holds the grants")?,
            Verdict::NoGrant => write!(f, "no grant holds it, so for the program it is not there")?,
        }
        if self.is_allowed() && matches!(self.right, Right::Rename | Right::Link) {
            write!(
                f,
                "\nthe other side of the operation needs `{}` too",
                self.right
            )?;
        }
        match self.needed() {
            Some(needed) => write!(f, "\nneeded: {needed}"),
            None => Ok(()),
        }
    }
}
