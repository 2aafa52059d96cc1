//! URLs of the WHATWG standard, by the crate `url`.

use std::rc::Rc;

use rquickjs::{CString, Ctx, Exception, Object, Result, String as Text};
use url::{Url, quirks};

use super::{afford, define, utf8};
use crate::machine::Machine;
use crate::work;

/// How many bytes parsing makes of each byte of a URL at most, beside the engine's heap: three where it is escaped,
/// once in the whole and once in its parts, and the characters of a domain.
const MADE_OF_A_BYTE: usize = 12;

type Conversion = fn(&str) -> String;

/// What a domain is turned into, by the names of the functions.
const CONVERSIONS: [(&str, Conversion); 2] = [
    ("toAscii", quirks::domain_to_ascii),
    ("toUnicode", quirks::domain_to_unicode),
];

pub(super) fn functions<'js>(ctx: &Ctx<'js>, machine: &Rc<Machine>) -> Result<Object<'js>> {
    let urls = Object::new(ctx.clone())?;
    let m = Rc::clone(machine);
    define(
        ctx,
        &urls,
        "parse",
        move |ctx: Ctx<'js>,
              text: Text<'js>,
              base: Option<Text<'js>>|
              -> Result<Option<Vec<String>>> {
            let base = base.map(|base| read(&ctx, &m, base)).transpose()?;
            let text = read(&ctx, &m, text)?;
            let base = base.as_ref().map(utf8).transpose()?;
            Ok(parse(utf8(&text)?, base))
        },
    )?;
    let m = Rc::clone(machine);
    define(
        ctx,
        &urls,
        "change",
        move |ctx: Ctx<'js>,
              href: Text<'js>,
              part: String,
              value: Text<'js>|
              -> Result<Option<Vec<String>>> {
            let href = read(&ctx, &m, href)?;
            let value = read(&ctx, &m, value)?;
            let mut url =
                Url::parse(utf8(&href)?).map_err(|_| Exception::throw_type(&ctx, "Invalid URL"))?;
            let changed = change(&mut url, &part, utf8(&value)?);
            Ok(changed.ok().map(|()| parts(&url)))
        },
    )?;
    for (name, convert) in CONVERSIONS {
        let m = Rc::clone(machine);
        define(ctx, &urls, name, move |ctx: Ctx<'js>, domain: Text<'js>| {
            let domain = read(&ctx, &m, domain)?;
            utf8(&domain).map(convert)
        })?;
    }
    Ok(urls)
}

/// A text to parse, if there is room for what is made of it.
fn read<'js>(ctx: &Ctx<'js>, machine: &Machine, text: Text<'js>) -> Result<CString<'js>> {
    let text = text.to_cstring()?;
    let length = text.len();
    work::charge_parsing(length);
    afford(ctx, machine, length.saturating_mul(MADE_OF_A_BYTE))?;
    Ok(text)
}

fn parse(text: &str, base: Option<&str>) -> Option<Vec<String>> {
    let base = base.map(Url::parse).transpose().ok()?;
    let parsed = Url::options().base_url(base.as_ref()).parse(text).ok()?;
    Some(parts(&parsed))
}

/// Changes a part. What a part cannot be is ignored, except for the whole.
fn change(url: &mut Url, part: &str, value: &str) -> std::result::Result<(), ()> {
    match part {
        "href" => quirks::set_href(url, value).map_err(|_| ()),
        "protocol" => quirks::set_protocol(url, value).or(Ok(())),
        "username" => quirks::set_username(url, value).or(Ok(())),
        "password" => quirks::set_password(url, value).or(Ok(())),
        "host" => quirks::set_host(url, value).or(Ok(())),
        "hostname" => quirks::set_hostname(url, value).or(Ok(())),
        "port" => quirks::set_port(url, value).or(Ok(())),
        "pathname" => {
            quirks::set_pathname(url, value);
            Ok(())
        }
        "search" => {
            quirks::set_search(url, value);
            Ok(())
        }
        "hash" => {
            quirks::set_hash(url, value);
            Ok(())
        }
        _ => Err(()),
    }
}

fn parts(url: &Url) -> Vec<String> {
    vec![
        quirks::href(url).to_owned(),
        quirks::origin(url),
        quirks::protocol(url).to_owned(),
        quirks::username(url).to_owned(),
        quirks::password(url).to_owned(),
        quirks::host(url).to_owned(),
        quirks::hostname(url).to_owned(),
        quirks::port(url).to_owned(),
        quirks::pathname(url).to_owned(),
        quirks::search(url).to_owned(),
        quirks::hash(url).to_owned(),
    ]
}
