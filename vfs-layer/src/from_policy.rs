//! From a policy to a namespace: the one place where this crate and `policies` meet.

use std::sync::Arc;

use policies::{Bound, ByteCount, GuestPath, LayerName, LimitName, Limits, Policy, Right, Rule};
use thiserror::Error;

use crate::audit::{Denial, DenialPlace, DenialReason};
use crate::error::Limit;
use crate::layer::LowerLayer;
use crate::mount::{Layer, MountSpec};
use crate::namespace::{Namespace, NamespaceBuilder};
use crate::quota::{MountQuota, Quota};
use crate::rights::Rights;

/// A layer that a policy names and the platform does not have.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error(
    "the grant of {path:?} needs the layer {source_name:?}, which the platform does not supply"
)]
pub struct MissingLayer {
    /// Where the grant is.
    pub path: String,
    /// The layer that it names.
    pub source_name: String,
}

impl NamespaceBuilder {
    /// A builder with a policy's limits, and a mount for each of its grants. `layers` finds the shared trees by name. Further
    /// mounts of the platform's own, such as a language's library, can be added.
    ///
    /// ```
    /// use policies::{Policy, Preset};
    /// use vfs_layer::NamespaceBuilder;
    /// let policy = Policy::preset(Preset::Standard)?;
    /// let namespace = NamespaceBuilder::from_policy(&policy, |_| None)?.build()?;
    /// assert_eq!(namespace.mounts().count(), policy.grants().len());
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    /// A grant whose layer `layers` does not find.
    pub fn from_policy(
        policy: &Policy,
        layers: impl Fn(&LayerName) -> Option<Arc<LowerLayer>>,
    ) -> Result<Self, MissingLayer> {
        let mut builder = Namespace::builder(Quota::from(policy.limits()));
        for grant in policy.grants() {
            let path = grant.path().as_str();
            let find = |source: &LayerName| {
                layers(source).ok_or_else(|| MissingLayer {
                    path: path.to_owned(),
                    source_name: source.as_str().to_owned(),
                })
            };
            let layer = match grant.layer() {
                policies::Layer::Scratch => Layer::Scratch,
                policies::Layer::ReadOnly { source } => Layer::ReadOnly(find(source)?),
                policies::Layer::Overlay { source } => Layer::Overlay(find(source)?),
            };
            let spec = MountSpec {
                layer,
                rights: Rights::from(grant.rights()),
                quota: MountQuota::from(grant.quota()),
            };
            builder = builder.mount(path, spec);
        }
        Ok(builder)
    }
}

impl From<Right> for Rights {
    fn from(right: Right) -> Self {
        match right {
            Right::Read => Self::READ,
            Right::Write => Self::WRITE,
            Right::Append => Self::APPEND,
            Right::Create => Self::CREATE,
            Right::Truncate => Self::TRUNCATE,
            Right::Delete => Self::DELETE,
            Right::Rename => Self::RENAME,
            Right::Link => Self::LINK,
            Right::Symlink => Self::SYMLINK,
            Right::List => Self::LIST,
            Right::Stat => Self::STAT,
            Right::SetTimes => Self::SET_TIMES,
        }
    }
}

impl From<policies::Rights> for Rights {
    fn from(rights: policies::Rights) -> Self {
        rights.each().map(Self::from).collect()
    }
}

impl From<&Limits> for Quota {
    fn from(limits: &Limits) -> Self {
        Self {
            file_bytes: bytes(limits.file_size),
            total_bytes: bytes(limits.disk),
            inodes: limits.inodes.finite().unwrap_or(u64::MAX),
            descriptors: limits.descriptors.finite().unwrap_or(u32::MAX),
            name_bytes: limits.name_length,
            path_bytes: limits.path_length,
            depth: limits.depth,
            symlink_bytes: limits.symlink_length,
            written_bytes: bytes(limits.written),
        }
    }
}

impl From<policies::Quota> for MountQuota {
    fn from(quota: policies::Quota) -> Self {
        let all = Self::default();
        Self {
            file_bytes: all.file_bytes,
            total_bytes: quota.bytes.map_or(all.total_bytes, ByteCount::get),
            inodes: quota.inodes.unwrap_or(all.inodes),
        }
    }
}

impl From<Limit> for LimitName {
    /// What a policy calls the limit.
    fn from(limit: Limit) -> Self {
        match limit {
            Limit::FileBytes => Self::FileSize,
            Limit::TotalBytes => Self::Disk,
            Limit::Inodes => Self::Inodes,
            Limit::Descriptors => Self::Descriptors,
            Limit::NameBytes => Self::NameLength,
            Limit::PathBytes => Self::PathLength,
            Limit::Depth => Self::Depth,
            Limit::SymlinkBytes => Self::SymlinkLength,
            Limit::WrittenBytes => Self::Written,
        }
    }
}

impl From<&Denial> for policies::Denial {
    /// The record that platforms read. It has no count: the caller has it.
    fn from(denial: &Denial) -> Self {
        let subject = match &denial.place {
            DenialPlace::Path(path) => path.clone(),
            place @ DenialPlace::Descriptor(_) => place.to_string(),
        };
        let (rule, missing) = match &denial.reason {
            DenialReason::Descriptor(missing) => (Rule::Descriptor, *missing),
            DenialReason::Mount { mount, missing } => {
                let grant = GuestPath::new(mount.clone())
                    .ok()
                    .filter(|path| !path.is_root());
                (
                    grant.map_or(Rule::NoGrant, |path| Rule::Grant { path }),
                    *missing,
                )
            }
            DenialReason::NotGranted => (Rule::NoGrant, denial.operation.required_rights()),
            DenialReason::Escape => (Rule::Escape, Rights::empty()),
            DenialReason::Widening => (Rule::Widening, Rights::empty()),
        };
        let record = Self::new(denial.operation.name(), &subject, rule);
        let needed = |right: &&Right| missing.contains(Rights::from(**right));
        match Right::ALL.iter().find(needed) {
            Some(right) => record.needing(*right),
            None => record,
        }
    }
}

fn bytes(bound: Bound<ByteCount>) -> u64 {
    bound.finite().map_or(u64::MAX, ByteCount::get)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    const POLICY: &str = r#"
        version = 1
        [[grants]]
        path = "/workspace"
        layer = "scratch"
        rights = ["all"]
        quota = { bytes = "1MiB", inodes = 7 }
        [[grants]]
        path = "/workspace/data"
        layer = "read-only"
        source = "dataset"
        rights = ["read", "list"]
        [limits]
        disk = "2MiB"
        inodes = "unlimited"
        depth = 9
    "#;

    #[test]
    fn every_right_has_the_same_name_on_both_sides() {
        assert_eq!(Rights::from(policies::Rights::all()), Rights::all());
        for right in Right::ALL {
            let name = right.name().replace('-', "_").to_uppercase();
            assert_eq!(Rights::from(*right).to_string(), name);
        }
    }

    #[test]
    fn a_policy_becomes_mounts_and_limits() {
        let policy = Policy::parse(POLICY, None).unwrap();
        let dataset = LowerLayer::builder().file("f", &b"1"[..]).unwrap().build();
        let dataset = Arc::new(dataset);
        let find = |name: &LayerName| (name.as_str() == "dataset").then(|| Arc::clone(&dataset));
        let namespace = NamespaceBuilder::from_policy(&policy, find)
            .unwrap()
            .build()
            .unwrap();
        let mounts: Vec<_> = namespace
            .mounts()
            .map(|mount| (mount.path, mount.rights))
            .collect();
        let reading = Rights::READ | Rights::LIST;
        assert_eq!(
            mounts,
            [("/workspace", Rights::all()), ("/workspace/data", reading)]
        );
        let quota = namespace.quota();
        assert_eq!(
            (quota.total_bytes, quota.inodes, quota.depth),
            (2 << 20, u64::MAX, 9)
        );
        let scratch = namespace.mounts().next().unwrap();
        assert_eq!(
            (scratch.quota.total_bytes, scratch.quota.inodes),
            (1 << 20, 7)
        );
        assert_eq!(namespace.read_file("/workspace/data/f").unwrap(), b"1");
    }

    #[test]
    fn a_layer_that_is_not_supplied_is_named() {
        let policy = Policy::parse(POLICY, None).unwrap();
        let missing = NamespaceBuilder::from_policy(&policy, |_| None).unwrap_err();
        assert_eq!(
            missing.to_string(),
            "the grant of \"/workspace/data\" needs the layer \"dataset\", which the platform does not supply"
        );
    }

    #[test]
    fn a_denial_becomes_the_record_that_platforms_read() {
        let policy = Policy::parse(POLICY, None).unwrap();
        let layer = Arc::new(LowerLayer::builder().build());
        let find = |_: &LayerName| Some(Arc::clone(&layer));
        let mut namespace = NamespaceBuilder::from_policy(&policy, find)
            .unwrap()
            .build()
            .unwrap();
        for path in ["workspace/data/new", "etc/new", ".."] {
            namespace.make_directory(crate::ROOT_FD, path).unwrap_err();
        }
        let records: Vec<policies::Denial> = namespace.denials().iter().map(Into::into).collect();
        let path = GuestPath::new("/workspace/data").unwrap();
        let record = |subject, rule| policies::Denial::new("make a directory", subject, rule);
        assert_eq!(
            records,
            [
                record("/workspace/data/new", Rule::Grant { path }).needing(Right::Create),
                record("/etc/new", Rule::NoGrant).needing(Right::Create),
                record("/..", Rule::Escape),
            ]
        );
    }

    #[test]
    fn every_limit_has_a_name_in_policies() {
        for limit in Limit::ALL {
            assert!(LimitName::ALL.contains(&LimitName::from(*limit)));
        }
    }
}
