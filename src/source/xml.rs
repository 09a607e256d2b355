//! The XML parts of packages as small trees. Names are local names: which
//! namespace an element is of is clear from where it stands in these formats.

use super::decode;
use super::error::Problem;
use super::html::declared_encoding;
use quick_xml::escape::resolve_xml_entity;
use quick_xml::events::{BytesStart, Event};
use quick_xml::{Reader, XmlVersion};

const DEPTH_LIMIT: usize = 256;
const ELEMENT_LIMIT: usize = 3_000_000;

pub(super) struct Element {
    pub name: Box<str>,
    attributes: Box<[(Box<str>, Box<str>)]>,
    pub children: Vec<Content>,
}

pub(super) enum Content {
    Element(Element),
    Text(String),
}

impl Element {
    /// The attribute of that local name.
    pub(super) fn attr(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|(key, _)| &**key == name).map(|(_, value)| &**value)
    }

    pub(super) fn elements(&self) -> impl Iterator<Item = &Element> {
        self.children.iter().filter_map(|child| match child {
            Content::Element(element) => Some(element),
            Content::Text(_) => None,
        })
    }

    pub(super) fn named<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a Element> {
        self.elements().filter(move |element| &*element.name == name)
    }

    pub(super) fn child(&self, name: &str) -> Option<&Element> {
        self.elements().find(|element| &*element.name == name)
    }

    /// The element at the end of a path of names.
    pub(super) fn at(&self, path: &[&str]) -> Option<&Element> {
        path.iter().try_fold(self, |element, name| element.child(name))
    }

    /// The first of that name anywhere below.
    pub(super) fn find(&self, name: &str) -> Option<&Element> {
        self.elements().find_map(|child| if &*child.name == name { Some(child) } else { child.find(name) })
    }

    /// `val` of the child of that name.
    pub(super) fn value(&self, child: &str) -> Option<&str> {
        self.child(child)?.attr("val")
    }

    /// Its own text, that of its children left out.
    pub(super) fn text(&self) -> String {
        self.children
            .iter()
            .filter_map(|child| match child {
                Content::Text(text) => Some(text.as_str()),
                Content::Element(_) => None,
            })
            .collect()
    }
}

/// Parses one part. Entities of a document type are not expanded: there is no
/// harm in them then, and no format of ours has any.
pub(super) fn parse(bytes: &[u8], format: &'static str) -> Result<Element, Problem> {
    let damaged = |reason: &str| Problem::damaged(format, reason);
    let decoded = decode::decode(bytes, declared_encoding(bytes)).map_err(|_| damaged("a part is no XML"))?;
    let mut reader = Reader::from_str(&decoded.text);
    reader.config_mut().allow_dangling_amp = true;
    let root = Element { name: "".into(), attributes: Box::default(), children: Vec::new() };
    let mut open = vec![root];
    let mut count = 0usize;
    loop {
        let event = reader.read_event().map_err(|error| Problem::damaged(format, error))?;
        let Some(parent) = open.last_mut() else { return Err(damaged("elements out of order")) };
        match event {
            Event::Start(start) => {
                count += 1;
                if open.len() > DEPTH_LIMIT || count > ELEMENT_LIMIT {
                    return Err(Problem::TooLarge {
                        what: format!(
                            "the XML of a {format} file is nested too deep or has too many elements"
                        ),
                        limit: format!("{DEPTH_LIMIT} levels, {ELEMENT_LIMIT} elements"),
                    });
                }
                open.push(element(&start));
            }
            Event::Empty(start) => {
                count += 1;
                if count > ELEMENT_LIMIT {
                    return Err(damaged("too many elements"));
                }
                parent.children.push(Content::Element(element(&start)));
            }
            Event::End(_) => {
                let Some(done) = open.pop() else { return Err(damaged("elements out of order")) };
                let Some(parent) = open.last_mut() else { return Err(damaged("elements out of order")) };
                parent.children.push(Content::Element(done));
            }
            Event::Text(text) => add_text(parent, &text.xml10_content()),
            Event::CData(text) => add_text(parent, &text.xml10_content()),
            Event::GeneralRef(reference) => match reference.resolve_char_ref() {
                Ok(Some(c)) => add_text(parent, c.encode_utf8(&mut [0; 4])),
                _ => match resolve_xml_entity(&reference) {
                    Some(text) => add_text(parent, text),
                    None => add_text(parent, &format!("&{};", &*reference)),
                },
            },
            Event::Eof => break,
            Event::Comment(_) | Event::Decl(_) | Event::PI(_) | Event::DocType(_) => {}
        }
    }
    if open.len() != 1 {
        return Err(damaged("a part ends too early"));
    }
    let root = open.pop().and_then(|root| {
        root.children.into_iter().find_map(|child| match child {
            Content::Element(element) => Some(element),
            Content::Text(_) => None,
        })
    });
    root.ok_or_else(|| damaged("a part is no XML"))
}

fn element(start: &BytesStart<'_>) -> Element {
    let attributes = start
        .attributes()
        .with_checks(false)
        .flatten()
        .map(|attribute| {
            let value = match attribute.normalized_value(XmlVersion::Implicit1_0) {
                Ok(value) => value.into_owned(),
                Err(_) => attribute.value.clone().into_owned(),
            };
            (attribute.key.local_name().into_inner().into(), value.into())
        })
        .collect();
    Element { name: start.local_name().into_inner().into(), attributes, children: Vec::new() }
}

fn add_text(parent: &mut Element, text: &str) {
    if let Some(Content::Text(last)) = parent.children.last_mut() {
        last.push_str(text);
    } else {
        parent.children.push(Content::Text(text.to_owned()));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_local_and_entities_do_no_harm() {
        let root = parse(
            b"<!DOCTYPE a [<!ENTITY x 'boom'>]><w:a xmlns:w='u'><w:b w:val='&lt;1'/>&#x4E91;&amp;&x;<![CDATA[<]]></w:a>",
            "test",
        )
        .unwrap_or_else(|error| panic!("{error}"));
        assert_eq!((&*root.name, root.value("b"), root.text().as_str()), ("a", Some("<1"), "云&&x;<"));
        assert!(parse("<a>".repeat(300).as_bytes(), "test").is_err());
        assert!(parse(b"<a><b></a>", "test").is_err());
        assert!(parse(b"text", "test").is_err());
    }
}
