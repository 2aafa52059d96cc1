//! The interface `restore`, which a component may have: sessions as bytes.

use wasmtime::component::{
    Component, ComponentNamedList, Instance, Lift, Lower, ResourceAny, TypedFunc,
};

use crate::bindings::types;
use crate::state::GuestStore;

const INTERFACE: &str = "golem:exec/restore@1.0.0";

/// The functions of `restore` that the host calls.
#[derive(Clone, Copy)]
pub(crate) struct Restore {
    pub(crate) save: TypedFunc<(), (Vec<u8>,)>,
    pub(crate) load: TypedFunc<(Vec<u8>,), (Result<(), String>,)>,
    pub(crate) take: TypedFunc<(String,), (Result<ResourceAny, types::Error>,)>,
}

impl Restore {
    /// Whether a component's instances will have the functions.
    pub(crate) fn is_in(component: &Component) -> bool {
        component.get_export_index(None, INTERFACE).is_some()
    }

    /// The functions of an instance; none of a component that has no such interface, as other
    /// people's need not.
    pub(crate) fn of(store: &mut GuestStore, instance: &Instance) -> Option<Self> {
        Some(Self {
            save: function(store, instance, "save")?,
            load: function(store, instance, "load")?,
            take: function(store, instance, "take")?,
        })
    }
}

fn function<P, R>(
    store: &mut GuestStore,
    instance: &Instance,
    name: &str,
) -> Option<TypedFunc<P, R>>
where
    P: ComponentNamedList + Lower,
    R: ComponentNamedList + Lift,
{
    let interface = instance.get_export_index(&mut *store, None, INTERFACE)?;
    let function = instance.get_export_index(&mut *store, Some(&interface), name)?;
    instance.get_typed_func(store, function).ok()
}
