//! What the elements of a page do to its lines.

use super::embedded;
use scraper::node::Element;

/// How an element stands in the flow of lines.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Flow {
    /// Nothing of it is seen.
    Hidden,
    /// Begins and ends a line.
    Block,
    /// Part of a line.
    Inline,
}

pub(super) fn flow_of(element: &Element) -> Flow {
    match element.name() {
        "head" | "script" | "style" | "noscript" | "template" | "iframe" | "noframes" | "noembed"
        | "canvas" | "audio" | "video" | "datalist" | "title" => return Flow::Hidden,
        _ if element.attr("hidden").is_some() => return Flow::Hidden,
        _ => {}
    }
    if let Some(style) = element.attr("style") {
        let style: String =
            style.chars().filter(|c| !c.is_whitespace()).collect::<String>().to_ascii_lowercase();
        if style.contains("display:none") || style.contains("visibility:hidden") {
            return Flow::Hidden;
        }
        if style.contains("display:block") {
            return Flow::Block;
        }
    }
    if is_block(element.name()) { Flow::Block } else { Flow::Inline }
}

fn is_block(name: &str) -> bool {
    matches!(
        name,
        "address"
            | "article"
            | "aside"
            | "blockquote"
            | "body"
            | "button"
            | "caption"
            | "center"
            | "dd"
            | "details"
            | "dialog"
            | "dir"
            | "div"
            | "dl"
            | "dt"
            | "fieldset"
            | "figcaption"
            | "figure"
            | "footer"
            | "form"
            | "h1"
            | "h2"
            | "h3"
            | "h4"
            | "h5"
            | "h6"
            | "header"
            | "hgroup"
            | "hr"
            | "html"
            | "legend"
            | "li"
            | "main"
            | "menu"
            | "nav"
            | "ol"
            | "option"
            | "p"
            | "pre"
            | "search"
            | "section"
            | "select"
            | "summary"
            | "table"
            | "tbody"
            | "td"
            | "textarea"
            | "tfoot"
            | "th"
            | "thead"
            | "tr"
            | "ul"
    )
}

/// The address that an image names, None when it names none.
pub(super) fn image_address(element: &Element) -> Option<&str> {
    // Pages that load images late keep the true address in another attribute.
    let names = ["data-original", "data-src", "data-lazy-src", "src"];
    names.iter().find_map(|name| element.attr(name).map(str::trim).filter(|address| !address.is_empty()))
}

/// Where an image stands, fit for one `[img …]`; None when the element names no file.
pub(super) fn image_source(element: &Element) -> Option<String> {
    let address = image_address(element)?;
    if embedded::is_embedded(address) {
        return Some(embedded::name(address));
    }
    let mut path = String::with_capacity(address.len());
    for c in address.chars() {
        match c {
            ' ' => path.push_str("%20"),
            '[' => path.push_str("%5B"),
            ']' => path.push_str("%5D"),
            c if c.is_whitespace() || c.is_control() => {}
            c => path.push(c),
        }
    }
    Some(path)
}
