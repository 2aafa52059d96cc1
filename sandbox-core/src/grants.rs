//! From a policy's grants to a namespace.

use std::sync::Arc;

use policies::{Bound, ByteCount, Layer, LayerName, Limits, Policy};
use vfs_layer::{LowerLayer, MountQuota, MountSpec, Namespace, NamespaceBuilder, Quota, Rights};

/// A namespace as the policy has it; `layer` finds the layers that its grants name.
///
/// # Errors
/// A grant's layer that nobody supplies.
pub(crate) fn builder(
    policy: &Policy,
    layer: impl Fn(&str) -> Option<Arc<LowerLayer>>,
) -> Result<NamespaceBuilder, String> {
    let mut builder = Namespace::builder(quota(policy.limits()));
    for grant in policy.grants() {
        let find = |name: &LayerName| {
            layer(name.as_str()).ok_or_else(|| {
                format!("the grant {} names the layer `{}`, which nobody supplies", grant.path(), name.as_str())
            })
        };
        let spec = match grant.layer() {
            Layer::Scratch => MountSpec::scratch(),
            Layer::ReadOnly { source } => MountSpec::read_only(find(source)?),
            Layer::Overlay { source } => MountSpec::overlay(find(source)?),
        };
        let rights = Rights::from_bits_truncate(grant.rights().bits());
        let own = MountQuota {
            total_bytes: grant.quota().bytes.map_or(u64::MAX, ByteCount::get),
            inodes: grant.quota().inodes.unwrap_or(u64::MAX),
            ..MountQuota::default()
        };
        builder = builder.mount(grant.path().as_str(), spec.rights(rights).quota(own));
    }
    Ok(builder)
}

fn quota(limits: &Limits) -> Quota {
    Quota {
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

fn bytes(bound: Bound<ByteCount>) -> u64 {
    bound.finite().map_or(u64::MAX, ByteCount::get)
}
