//! Objects of CPython's, held by what Rust's owners hold things by.

use std::cell::Cell;
use std::ffi::CStr;
use std::ptr::NonNull;

use pyo3_ffi as ffi;

use super::exception::{Exception, Result};

/// A Python object, which is held: one reference to it is ours.
pub(crate) struct Object(NonNull<ffi::PyObject>);

impl Object {
    /// What a function of CPython's has returned: a reference that is ours now, or null with an exception
    /// set.
    ///
    /// # Safety
    /// `returned` is such a reference, or null.
    pub(crate) unsafe fn returned(returned: *mut ffi::PyObject) -> Result<Self> {
        // SAFETY: the caller's promise.
        unsafe { Self::given(returned) }.ok_or_else(Exception::take)
    }

    /// A reference that is ours now; none for null.
    ///
    /// # Safety
    /// `given` is such a reference, or null.
    pub(crate) unsafe fn given(given: *mut ffi::PyObject) -> Option<Self> {
        NonNull::new(given).map(Self)
    }

    /// One more reference to an object that somebody else holds; none for null.
    ///
    /// # Safety
    /// `lent` is an object that is held at the moment, or null.
    pub(crate) unsafe fn lent(lent: *mut ffi::PyObject) -> Option<Self> {
        let object = NonNull::new(lent)?;
        // SAFETY: the object is alive, by the caller's promise.
        unsafe { ffi::Py_INCREF(object.as_ptr()) };
        Some(Self(object))
    }

    /// The object's address, for a call that borrows it.
    pub(crate) fn as_ptr(&self) -> *mut ffi::PyObject {
        self.0.as_ptr()
    }

    /// Gives the reference to whoever takes the address.
    pub(crate) fn into_ptr(self) -> *mut ffi::PyObject {
        std::mem::ManuallyDrop::new(self).as_ptr()
    }

    /// `None`.
    pub(crate) fn none() -> Self {
        // SAFETY: it is always there, and never freed: no count is kept of it (PEP 683).
        Self(unsafe { NonNull::new_unchecked(ffi::Py_None()) })
    }

    /// A text as the file system encoding has it, whatever its bytes.
    pub(crate) fn path(bytes: &[u8]) -> Result<Self> {
        // SAFETY: the bytes are there for as long as is said, and the result is a new reference.
        unsafe {
            Self::returned(ffi::PyUnicode_DecodeFSDefaultAndSize(
                bytes.as_ptr().cast(),
                signed(bytes.len()),
            ))
        }
    }

    /// A `str`.
    pub(crate) fn text(text: &str) -> Result<Self> {
        // SAFETY: as in `path`.
        unsafe {
            Self::returned(ffi::PyUnicode_FromStringAndSize(
                text.as_ptr().cast(),
                signed(text.len()),
            ))
        }
    }

    /// A `bytes`.
    pub(crate) fn bytes(bytes: &[u8]) -> Result<Self> {
        // SAFETY: as in `path`.
        unsafe {
            Self::returned(ffi::PyBytes_FromStringAndSize(
                bytes.as_ptr().cast(),
                signed(bytes.len()),
            ))
        }
    }

    /// The `int` that these bytes are, the lowest one first.
    pub(crate) fn integer(bytes: &[u8]) -> Result<Self> {
        // SAFETY: as in `path`.
        unsafe {
            Self::returned(ffi::PyLong_FromUnsignedNativeBytes(
                bytes.as_ptr().cast(),
                bytes.len(),
                ffi::Py_ASNATIVEBYTES_LITTLE_ENDIAN,
            ))
        }
    }

    /// The number that an `int` is.
    pub(crate) fn to_u64(&self) -> Result<u64> {
        // SAFETY: the object is alive; CPython looks whether it is an `int`.
        let number = unsafe { ffi::PyLong_AsUnsignedLongLong(self.as_ptr()) };
        // SAFETY: the interpreter has been started.
        if number == u64::MAX && unsafe { !ffi::PyErr_Occurred().is_null() } {
            return Err(Exception::take());
        }
        Ok(number)
    }

    /// A new module.
    pub(crate) fn module(name: &CStr) -> Result<Self> {
        // SAFETY: the name is a C string, and the result is a new reference.
        unsafe { Self::returned(ffi::PyModule_New(name.as_ptr())) }
    }

    /// An attribute.
    pub(crate) fn attribute(&self, name: &CStr) -> Result<Self> {
        // SAFETY: the object is alive, and the result is a new reference.
        unsafe { Self::returned(ffi::PyObject_GetAttrString(self.as_ptr(), name.as_ptr())) }
    }

    /// Sets an attribute.
    pub(crate) fn set_attribute(&self, name: &CStr, value: &Self) -> Result<()> {
        // SAFETY: both objects are alive.
        done(unsafe { ffi::PyObject_SetAttrString(self.as_ptr(), name.as_ptr(), value.as_ptr()) })
    }

    /// Calls the object.
    pub(crate) fn call(&self, arguments: &[&Self]) -> Result<Self> {
        let addresses: Vec<_> = arguments.iter().map(|object| object.as_ptr()).collect();
        // SAFETY: everything that is passed is alive, there are as many arguments as is said, and the
        // result is a new reference.
        unsafe {
            Self::returned(ffi::PyObject_Vectorcall(
                self.as_ptr(),
                addresses.as_ptr(),
                addresses.len(),
                std::ptr::null_mut(),
            ))
        }
    }

    /// Calls a method.
    pub(crate) fn call_method(&self, name: &CStr, arguments: &[&Self]) -> Result<Self> {
        self.attribute(name)?.call(arguments)
    }

    /// Whether Python takes it for true.
    pub(crate) fn is_true(&self) -> Result<bool> {
        // SAFETY: the object is alive.
        truth(unsafe { ffi::PyObject_IsTrue(self.as_ptr()) })
    }

    /// Whether it is `None`.
    pub(crate) fn is_none(&self) -> bool {
        // SAFETY: two addresses are compared.
        unsafe { ffi::Py_IsNone(self.as_ptr()) != 0 }
    }

    /// Its type.
    pub(crate) fn class(&self) -> Self {
        // SAFETY: a live object holds its type, which is an object.
        Self(unsafe {
            let class = NonNull::new_unchecked(ffi::Py_TYPE(self.as_ptr()).cast());
            ffi::Py_INCREF(class.as_ptr());
            class
        })
    }

    /// What a dictionary has under a name. Nothing where it is no dictionary: CPython looks.
    pub(crate) fn item(&self, name: &CStr) -> Option<Self> {
        // SAFETY: the object is alive, and so is what a dictionary lends.
        unsafe { Self::lent(ffi::PyDict_GetItemString(self.as_ptr(), name.as_ptr())) }
    }

    /// What a dictionary has under a key.
    pub(crate) fn item_of(&self, key: &Self) -> Option<Self> {
        // SAFETY: as above.
        let item = unsafe {
            let item = ffi::PyDict_GetItemWithError(self.as_ptr(), key.as_ptr());
            Self::lent(item)
        };
        if item.is_none() {
            super::exception::clear();
        }
        item
    }

    /// Puts something into a dictionary.
    pub(crate) fn set_item(&self, key: &Self, value: &Self) -> Result<()> {
        // SAFETY: the objects are alive; CPython looks whether the first one is a dictionary.
        done(unsafe { ffi::PyDict_SetItem(self.as_ptr(), key.as_ptr(), value.as_ptr()) })
    }

    /// Takes something out of a dictionary.
    pub(crate) fn remove_item(&self, key: &Self) -> Result<()> {
        // SAFETY: as above.
        done(unsafe { ffi::PyDict_DelItem(self.as_ptr(), key.as_ptr()) })
    }

    /// Empties a dictionary.
    pub(crate) fn clear_items(&self) {
        // SAFETY: as above.
        unsafe { ffi::PyDict_Clear(self.as_ptr()) }
    }

    /// The keys that a dictionary has now.
    pub(crate) fn keys(&self) -> Result<Vec<Self>> {
        // SAFETY: as above, and the result is a new reference.
        let keys = unsafe { Self::returned(ffi::PyDict_Keys(self.as_ptr()))? };
        Ok(keys.listed())
    }

    /// The keys under which a dictionary has what is `chosen`, without asking any of the objects.
    pub(crate) fn keys_of(&self, chosen: impl Fn(&Self) -> bool) -> Vec<Self> {
        let (mut position, mut key, mut value) = (0, std::ptr::null_mut(), std::ptr::null_mut());
        let mut keys = Vec::new();
        // SAFETY: the object is alive; CPython looks whether it is a dictionary, lends what that holds, and
        // nothing is done meanwhile that could change it.
        unsafe {
            while ffi::PyDict_Next(
                self.as_ptr(),
                &raw mut position,
                &raw mut key,
                &raw mut value,
            ) != 0
            {
                let chosen = Self::lent(value).is_some_and(|value| chosen(&value));
                keys.extend(chosen.then(|| Self::lent(key)).flatten());
            }
        }
        keys
    }

    /// A new dictionary.
    pub(crate) fn dict() -> Result<Self> {
        // SAFETY: the result is a new reference.
        unsafe { Self::returned(ffi::PyDict_New()) }
    }

    /// What a tuple or a list holds now; nothing where it is neither.
    pub(crate) fn items(&self) -> Result<Vec<Self>> {
        // SAFETY: the object is alive.
        let is_any = unsafe {
            ffi::PyTuple_Check(self.as_ptr()) != 0 || ffi::PyList_Check(self.as_ptr()) != 0
        };
        if !is_any {
            return Ok(Vec::new());
        }
        // SAFETY: as above, and the result is a new reference.
        let list = unsafe { Self::returned(ffi::PySequence_List(self.as_ptr()))? };
        Ok(list.listed())
    }

    /// What a list holds that nobody else has.
    fn listed(&self) -> Vec<Self> {
        // SAFETY: the object is alive, and lends what it holds; CPython looks whether it is a list.
        unsafe {
            (0..ffi::PyList_Size(self.as_ptr()))
                .filter_map(|index| Self::lent(ffi::PyList_GetItem(self.as_ptr(), index)))
                .collect()
        }
    }

    /// A new set of what an iterable has.
    pub(crate) fn set_of(iterable: &Self) -> Result<Self> {
        // SAFETY: the object is alive, and the result is a new reference.
        unsafe { Self::returned(ffi::PySet_New(iterable.as_ptr())) }
    }

    /// Whether a set has `key`.
    pub(crate) fn contains(&self, key: &Self) -> Result<bool> {
        // SAFETY: the objects are alive; CPython looks whether the first one is a set.
        truth(unsafe { ffi::PySet_Contains(self.as_ptr(), key.as_ptr()) })
    }

    /// A new list.
    pub(crate) fn list(items: &[Self]) -> Result<Self> {
        // SAFETY: the result is a new reference.
        let list = unsafe { Self::returned(ffi::PyList_New(0))? };
        for item in items {
            // SAFETY: both are alive, and the one is a list.
            done(unsafe { ffi::PyList_Append(list.as_ptr(), item.as_ptr()) })?;
        }
        Ok(list)
    }

    /// Puts something at a list's beginning.
    pub(crate) fn prepend(&self, item: &Self) -> Result<()> {
        // SAFETY: the objects are alive; CPython looks whether the first one is a list.
        done(unsafe { ffi::PyList_Insert(self.as_ptr(), 0, item.as_ptr()) })
    }

    /// Whether it is a `str` of this text.
    pub(crate) fn is_text(&self, text: &CStr) -> bool {
        // SAFETY: the object is alive, and known to be a `str` when it is compared.
        unsafe {
            ffi::PyUnicode_Check(self.as_ptr()) != 0
                && ffi::PyUnicode_EqualToUTF8(self.as_ptr(), text.as_ptr()) != 0
        }
    }

    /// The text of a `str`, where UTF-8 can hold it.
    pub(crate) fn to_text(&self) -> Result<String> {
        let mut length = 0;
        // SAFETY: the object is alive; CPython looks whether it is a `str`.
        let bytes = unsafe { ffi::PyUnicode_AsUTF8AndSize(self.as_ptr(), &raw mut length) };
        if bytes.is_null() {
            return Err(Exception::take());
        }
        let length = usize::try_from(length).unwrap_or_default();
        // SAFETY: the bytes are the object's, as many as CPython said, and copied before anything else
        // happens to it.
        let bytes = unsafe { std::slice::from_raw_parts(bytes.cast::<u8>(), length) };
        Ok(String::from_utf8_lossy(bytes).into_owned())
    }
}

impl Drop for Object {
    fn drop(&mut self) {
        // SAFETY: the reference is ours, and given back this once.
        unsafe { ffi::Py_DECREF(self.as_ptr()) }
    }
}

/// What a function means that returns -1 with an exception set, or 0.
pub(crate) fn done(status: std::ffi::c_int) -> Result<()> {
    truth(status).map(drop)
}

/// What a function means that returns -1 with an exception set, 0 for no, or 1 for yes.
fn truth(status: std::ffi::c_int) -> Result<bool> {
    match status {
        ..0 => Err(Exception::take()),
        0 => Ok(false),
        _ => Ok(true),
    }
}

/// A length as CPython has it. Nothing in memory is longer than that.
fn signed(length: usize) -> ffi::Py_ssize_t {
    ffi::Py_ssize_t::try_from(length).unwrap_or(ffi::Py_ssize_t::MAX)
}

/// An object that is kept between two calls of ours. The variable lies among C's, and is put back with the
/// memory that it is about: what was kept before the image was made is there in every run, what a
/// program had kept is not.
pub(crate) struct Kept(Cell<Option<NonNull<ffi::PyObject>>>);

// SAFETY: the component has one thread.
unsafe impl Sync for Kept {}

impl Kept {
    pub(crate) const fn nothing() -> Self {
        Self(Cell::new(None))
    }

    pub(crate) fn keep(&self, object: Object) {
        let kept = std::mem::ManuallyDrop::new(object).0;
        drop(self.0.replace(Some(kept)).map(Object));
    }

    pub(crate) fn get(&self) -> Option<Object> {
        let kept = self.0.get()?;
        // SAFETY: the reference that was kept is still ours.
        unsafe { Object::lent(kept.as_ptr()) }
    }
}
