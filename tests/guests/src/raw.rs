//! The functions as they are imported. Pointers are addresses: any number is an argument.

macro_rules! import {
    ($($name:ident($($argument:ident: $type:ty),*);)*) => {
        // The host checks every address. A guest passes those of its own buffers, or bad ones.
        #[link(wasm_import_module = "wasi_snapshot_preview1")]
        unsafe extern "C" {
            $(
                /// As in the specification.
                pub safe fn $name($($argument: $type),*) -> u32;
            )*
        }
    };
}

for_each_preview1_function!(import);
