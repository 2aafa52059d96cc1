//! URLs of the WHATWG standard, by the crate `url`.

use rquickjs::{Ctx, Exception, Object, Result};
use url::{Url, quirks};

use super::define;

pub(super) fn functions<'js>(ctx: &Ctx<'js>) -> Result<Object<'js>> {
    let urls = Object::new(ctx.clone())?;
    define(
        ctx,
        &urls,
        "parse",
        |text: String, base: Option<String>| -> Option<Vec<String>> {
            let base = base.map(|base| Url::parse(&base)).transpose().ok()?;
            let parsed = Url::options().base_url(base.as_ref()).parse(&text).ok()?;
            Some(parts(&parsed))
        },
    )?;
    define(
        ctx,
        &urls,
        "change",
        |ctx: Ctx<'js>, href: String, part: String, value: String| -> Result<Option<Vec<String>>> {
            let mut url =
                Url::parse(&href).map_err(|_| Exception::throw_type(&ctx, "Invalid URL"))?;
            // What a part cannot be is ignored, except for the whole.
            let changed = match part.as_str() {
                "href" => quirks::set_href(&mut url, &value).map_err(|_| ()),
                "protocol" => quirks::set_protocol(&mut url, &value).or(Ok(())),
                "username" => quirks::set_username(&mut url, &value).or(Ok(())),
                "password" => quirks::set_password(&mut url, &value).or(Ok(())),
                "host" => quirks::set_host(&mut url, &value).or(Ok(())),
                "hostname" => quirks::set_hostname(&mut url, &value).or(Ok(())),
                "port" => quirks::set_port(&mut url, &value).or(Ok(())),
                "pathname" => {
                    quirks::set_pathname(&mut url, &value);
                    Ok(())
                }
                "search" => {
                    quirks::set_search(&mut url, &value);
                    Ok(())
                }
                "hash" => {
                    quirks::set_hash(&mut url, &value);
                    Ok(())
                }
                _ => Err(()),
            };
            Ok(changed.ok().map(|()| parts(&url)))
        },
    )?;
    define(ctx, &urls, "toAscii", |domain: String| {
        quirks::domain_to_ascii(&domain)
    })?;
    define(ctx, &urls, "toUnicode", |domain: String| {
        quirks::domain_to_unicode(&domain)
    })?;
    Ok(urls)
}

/// In the order of `js/internal/url.js`.
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
