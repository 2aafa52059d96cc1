//! Calls as `golem worker invoke` makes them: an export by its full name, arguments and answer in
//! WAVE, the text encoding of WebAssembly's values.

use std::borrow::Cow;

use wasm_wave::value::{Type as WaveType, Value};
use wasm_wave::wasm::WasmValue as _;
use wasmtime::component::types::ComponentItem;
use wasmtime::component::{Component, Instance, ResourceAny, Type, Val};
use wasmtime::{Store, StoreContextMut};

/// The interfaces that a component exports, by their names.
pub(crate) fn interfaces(component: &Component) -> Vec<String> {
    let exports = component.component_type();
    let names = exports
        .exports(component.engine())
        .map(|(name, _)| name.to_owned());
    names.collect()
}

/// The functions that a component exports, by their full names.
pub(crate) fn functions(component: &Component) -> Vec<String> {
    let engine = component.engine();
    let mut functions = Vec::new();
    for (interface, item) in component.component_type().exports(engine) {
        let ComponentItem::ComponentInstance(instance) = item.ty else {
            panic!("{interface} is no interface");
        };
        for (name, item) in instance.exports(engine) {
            if matches!(item.ty, ComponentItem::ComponentFunc(_)) {
                functions.push(format!("{interface}.{{{name}}}"));
            }
        }
    }
    functions
}

/// Stands for the handle that the last call with one answered. Golem has a URN here.
pub(crate) const HANDLE: &str = "<handle>";

/// The parts of an export's full name, as an instance exports it.
#[derive(Debug, PartialEq, Eq)]
struct Name {
    interface: String,
    version: Option<String>,
    function: String,
}

impl Name {
    /// `golem:exec/executor@1.0.0.{[method]session.run}`, or as other versions of Golem spell it:
    /// `golem:exec/executor.{session.run}`, `{session.new}`, `{session.drop}`.
    fn parse(full: &str) -> Self {
        let (path, function) = full.split_once(".{").expect(full);
        let function = function.strip_suffix('}').expect(full);
        let (interface, version) = match path.split_once('@') {
            Some((interface, version)) => (interface, Some(version)),
            None => (path, None),
        };
        let function = match function.split_once('.') {
            _ if function.starts_with('[') => function.to_owned(),
            Some((resource, "new")) => format!("[constructor]{resource}"),
            Some((resource, "drop")) => format!("[drop]{resource}"),
            Some((resource, method)) => format!("[method]{resource}.{method}"),
            None => function.to_owned(),
        };
        Self {
            interface: interface.to_owned(),
            version: version.map(str::to_owned),
            function,
        }
    }

    /// The instance's own name for the interface; without a version, the one that it has.
    fn interface(&self, exported: &[String]) -> String {
        let matches = |name: &&String| match (name.split_once('@'), &self.version) {
            (Some((interface, version)), Some(asked)) => {
                interface == self.interface && version == asked
            }
            (Some((interface, _)), None) => interface == self.interface,
            (None, _) => **name == self.interface,
        };
        let found = exported.iter().find(matches);
        found.unwrap_or_else(|| panic!("no {self:?}")).clone()
    }
}

/// The caller's side of the handles.
#[derive(Default)]
pub(crate) struct Handles(Vec<ResourceAny>);

impl Handles {
    /// Calls an export; nothing in the answer is left out but what it answers with a handle.
    pub(crate) fn invoke<T>(
        &mut self,
        store: &mut Store<T>,
        instance: &Instance,
        exported: &[String],
        full: &str,
        arguments: &[&str],
    ) -> String {
        let name = Name::parse(full);
        if name.function.starts_with("[drop]") {
            assert_eq!(arguments, [HANDLE]);
            self.0.pop().expect(full).resource_drop(store).unwrap();
            return String::new();
        }
        let mut context = wasmtime::AsContextMut::as_context_mut(store);
        let function = look_up(&mut context, instance, &name, exported);
        let shape = function.ty(&context);
        assert_eq!(shape.params().len(), arguments.len(), "{full}");
        let parameters: Vec<Val> = shape
            .params()
            .zip(arguments)
            .map(|((_, shape), text)| self.argument(&shape, text))
            .collect();
        let mut answers = vec![Val::Bool(false); shape.results().len()];
        let called = function.call(&mut context, &parameters, &mut answers);
        called.unwrap_or_else(|trap| panic!("{full} trapped: {trap:?}"));
        let answered = shape.results().zip(answers);
        let texts: Vec<String> = answered
            .map(|(shape, answer)| self.answer(&shape, answer))
            .collect();
        texts.join(", ")
    }

    fn argument(&self, shape: &Type, text: &str) -> Val {
        if matches!(shape, Type::Own(_) | Type::Borrow(_)) {
            assert_eq!(text, HANDLE);
            return Val::Resource(*self.0.last().expect("no handle"));
        }
        let parsed = wasm_wave::from_str::<Value>(&wave_type(shape), text);
        value(&parsed.unwrap_or_else(|error| panic!("{text}: {error}")))
    }

    fn answer(&mut self, shape: &Type, answer: Val) -> String {
        match (shape, answer) {
            (Type::Own(_), Val::Resource(handle)) => {
                self.0.push(handle);
                HANDLE.to_owned()
            }
            (Type::Result(inner), Val::Result(Ok(Some(answer)))) if is_handle(inner.ok()) => {
                let ok = inner.ok().expect("a handle");
                format!("ok({})", self.answer(&ok, *answer))
            }
            (Type::Result(inner), Val::Result(Err(Some(error)))) if is_handle(inner.ok()) => {
                let err = inner.err().expect("an error");
                format!("err({})", self.answer(&err, *error))
            }
            (shape, answer) => {
                let wave = wave_value(&wave_type(shape), answer);
                wasm_wave::to_string(&wave).unwrap()
            }
        }
    }
}

fn is_handle(shape: Option<Type>) -> bool {
    matches!(shape, Some(Type::Own(_)))
}

fn look_up<T>(
    store: &mut StoreContextMut<'_, T>,
    instance: &Instance,
    name: &Name,
    exported: &[String],
) -> wasmtime::component::Func {
    let interface = name.interface(exported);
    let index = instance.get_export_index(&mut *store, None, &interface);
    let index = index.unwrap_or_else(|| panic!("no {interface}"));
    let function = instance.get_export_index(&mut *store, Some(&index), &name.function);
    let function = function.unwrap_or_else(|| panic!("no {} in {interface}", name.function));
    instance.get_func(store, function).expect("a function")
}

/// The kinds of types in the interface, as WAVE knows them. A handle in another value is none.
fn wave_type(shape: &Type) -> WaveType {
    let inner = |shape: Option<Type>| shape.map(|shape| wave_type(&shape));
    match shape {
        Type::U8 => WaveType::U8,
        Type::U32 => WaveType::U32,
        Type::U64 => WaveType::U64,
        Type::S32 => WaveType::S32,
        Type::String => WaveType::STRING,
        Type::List(list) => WaveType::list(wave_type(&list.ty())),
        Type::Option(option) => WaveType::option(wave_type(&option.ty())),
        Type::Result(result) => WaveType::result(inner(result.ok()), inner(result.err())),
        Type::Enum(cases) => WaveType::enum_ty(cases.names()).unwrap(),
        Type::Tuple(tuple) => {
            let types: Vec<_> = tuple.types().map(|shape| wave_type(&shape)).collect();
            WaveType::tuple(types).unwrap()
        }
        Type::Record(record) => {
            let fields = record.fields();
            WaveType::record(fields.map(|field| (field.name, wave_type(&field.ty)))).unwrap()
        }
        Type::Variant(variant) => {
            let cases = variant.cases().map(|case| (case.name, inner(case.ty)));
            WaveType::variant(cases).unwrap()
        }
        other => panic!("{other:?} is not in the interface"),
    }
}

/// A value for the component.
fn value(wave: &Value) -> Val {
    use wasm_wave::wasm::WasmTypeKind as Kind;
    let own = |inner: Cow<'_, Value>| value(&inner);
    let boxed = |inner: Option<Cow<'_, Value>>| inner.map(|inner| Box::new(own(inner)));
    match wave.kind() {
        Kind::U8 => Val::U8(wave.unwrap_u8()),
        Kind::U32 => Val::U32(wave.unwrap_u32()),
        Kind::U64 => Val::U64(wave.unwrap_u64()),
        Kind::S32 => Val::S32(wave.unwrap_s32()),
        Kind::String => Val::String(wave.unwrap_string().into_owned()),
        Kind::List => Val::List(wave.unwrap_list().map(own).collect()),
        Kind::Tuple => Val::Tuple(wave.unwrap_tuple().map(own).collect()),
        Kind::Option => Val::Option(boxed(wave.unwrap_option())),
        Kind::Enum => Val::Enum(wave.unwrap_enum().into_owned()),
        Kind::Record => {
            let fields = wave.unwrap_record();
            Val::Record(
                fields
                    .map(|(name, field)| (name.into_owned(), own(field)))
                    .collect(),
            )
        }
        other => panic!("no parameter is a {other}"),
    }
}

/// A value of the component's, of the type that it has in WAVE.
fn wave_value(shape: &WaveType, answer: Val) -> Value {
    use wasm_wave::wasm::WasmType as _;
    let boxed = |shape: Option<WaveType>, value: Option<Box<Val>>| {
        value.map(|value| wave_value(&shape.expect("a payload has a type"), *value))
    };
    match answer {
        Val::U8(number) => Value::make_u8(number),
        Val::U32(number) => Value::make_u32(number),
        Val::U64(number) => Value::make_u64(number),
        Val::S32(number) => Value::make_s32(number),
        Val::String(text) => Value::make_string(text.into()),
        Val::List(values) => {
            let element = shape.list_element_type().unwrap();
            let values = values.into_iter().map(|value| wave_value(&element, value));
            Value::make_list(shape, values).unwrap()
        }
        Val::Option(some) => {
            let some = boxed(shape.option_some_type(), some);
            Value::make_option(shape, some).unwrap()
        }
        Val::Result(result) => {
            let (ok, error) = shape.result_types().unwrap();
            let result = match result {
                Ok(value) => Ok(boxed(ok, value)),
                Err(value) => Err(boxed(error, value)),
            };
            Value::make_result(shape, result).unwrap()
        }
        Val::Record(fields) => {
            let shapes: Vec<_> = shape.record_fields().collect();
            let fields: Vec<_> = fields
                .into_iter()
                .zip(&shapes)
                .map(|((name, value), (_, shape))| (name, wave_value(shape, value)))
                .collect();
            let fields = fields
                .iter()
                .map(|(name, value)| (name.as_str(), value.clone()));
            Value::make_record(shape, fields).unwrap()
        }
        Val::Variant(name, payload) => {
            let case = shape.variant_cases().find(|(case, _)| *case == name);
            let payload = boxed(case.unwrap().1, payload);
            Value::make_variant(shape, &name, payload).unwrap()
        }
        Val::Enum(name) => Value::make_enum(shape, &name).unwrap(),
        other => panic!("no answer is {other:?}"),
    }
}
