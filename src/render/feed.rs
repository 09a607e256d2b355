//! The timeline as an Atom feed (RFC 4287), newest first.

use super::address;
use super::error::RenderError;
use super::shelf::Shelf;
use crate::model::{Event, Output, PartialDate};
use atom_syndication::{Category, Entry, Feed, FixedDateTime, Generator, Link, Person, Text};
use sha2::{Digest, Sha256};

/// Feed readers take no more at once.
const MOST: usize = 500;

/// `feed.xml`. Ids do not depend on where the site stands, so that moving it makes nothing new.
pub fn feed(shelf: &Shelf) -> Result<Output, RenderError> {
    let config = shelf.config;
    let base = config.base_url.as_deref().map(|b| format!("{}/", b.trim_end_matches('/')));
    let base = base.unwrap_or_default();
    let events: Vec<&Event> = shelf.corpus.timeline.iter().rev().take(MOST).collect();
    let author = if config.publisher.is_empty() { &config.title } else { &config.publisher };
    let link = |href: String, rel: &str| Link { href, rel: rel.to_owned(), ..Link::default() };
    let feed = Feed {
        title: Text::plain(config.title.clone()),
        subtitle: (!config.description.is_empty()).then(|| Text::plain(config.description.clone())),
        id: uuid(&format!("feed:{}", config.title)),
        updated: events.first().map_or_else(epoch, |e| noon(e.date)),
        authors: vec![Person { name: author.clone(), ..Person::default() }],
        generator: Some(Generator { value: "clausebook".into(), ..Generator::default() }),
        links: vec![link(format!("{base}feed.xml"), "self"), link(format!("{base}index.html"), "alternate")],
        entries: events.iter().filter_map(|event| entry(shelf, event, &base)).collect(),
        lang: Some(config.language.clone()),
        ..Feed::default()
    };
    let bytes = feed.write_to(Vec::new()).map_err(|e| RenderError::Feed(e.to_string()))?;
    Ok(Output { path: "feed.xml".into(), bytes })
}

fn entry(shelf: &Shelf, event: &Event, base: &str) -> Option<Entry> {
    let circular = shelf.entry(&event.slug)?.circular();
    let words = shelf.words();
    let what = words.get("event", event.name);
    let issuers = circular.meta.issuers.join("、");
    Some(Entry {
        title: Text::plain(format!("{}（{what}）", circular.name())),
        id: uuid(&format!("{}:{}:{}", event.slug, event.name, event.date)),
        updated: noon(event.date),
        links: vec![Link {
            href: format!("{base}{}", address::encode(&address::circular(&event.slug))),
            rel: "alternate".into(),
            ..Link::default()
        }],
        categories: vec![Category {
            term: event.level.name().into(),
            label: Some(words.get("level", event.level.name()).into()),
            ..Category::default()
        }],
        summary: Some(Text::plain(format!("{} {issuers} {what}", shelf.date(event.date)))),
        ..Entry::default()
    })
}

/// A name-based UUID (RFC 9562, version 8) as URN.
fn uuid(name: &str) -> String {
    let mut bytes = [0u8; 16];
    bytes.iter_mut().zip(Sha256::digest(name.as_bytes())).for_each(|(to, from)| *to = from);
    bytes[6] = bytes[6] & 0x0f | 0x80;
    bytes[8] = bytes[8] & 0x3f | 0x80;
    let hex: String = bytes.iter().map(|b| format!("{b:02x}")).collect();
    format!("urn:uuid:{}-{}-{}-{}-{}", &hex[..8], &hex[8..12], &hex[12..16], &hex[16..20], &hex[20..])
}

/// Noon in China: the same day in most of the world. Atom wants a time.
fn noon(date: PartialDate) -> FixedDateTime {
    let (m, d) = (date.month.unwrap_or(1), date.day.unwrap_or(1));
    format!("{:04}-{m:02}-{d:02}T12:00:00+08:00", date.year).parse().unwrap_or_else(|_| epoch())
}

fn epoch() -> FixedDateTime {
    FixedDateTime::default()
}
