//! Styles, as far as they say what is printed: numbers and hidden text.

use crate::source::xml::Element;
use std::collections::HashMap;

#[derive(Default)]
pub(super) struct Styles {
    styles: HashMap<String, Style>,
    /// The paragraph style of paragraphs that name none.
    default: Option<String>,
}

#[derive(Default)]
struct Style {
    based_on: Option<String>,
    list: Option<String>,
    level: Option<usize>,
    hidden: Option<bool>,
}

/// Styles that may stand on each other.
const CHAIN_LIMIT: usize = 20;

impl Styles {
    pub(super) fn new(part: Option<&Element>) -> Self {
        let mut styles = Styles::default();
        for style in part.into_iter().flat_map(|part| part.named("style")) {
            let Some(id) = style.attr("styleId") else { continue };
            let number = style.at(&["pPr", "numPr"]);
            if style.attr("type") == Some("paragraph")
                && on(style.attr("default"))
                && style.attr("default").is_some()
            {
                styles.default = Some(id.to_owned());
            }
            styles.styles.insert(
                id.to_owned(),
                Style {
                    based_on: style.value("basedOn").map(str::to_owned),
                    list: number.and_then(|number| number.value("numId")).map(str::to_owned),
                    level: number
                        .and_then(|number| number.value("ilvl"))
                        .and_then(|level| level.parse().ok()),
                    hidden: style.at(&["rPr", "vanish"]).map(|vanish| on(vanish.attr("val"))),
                },
            );
        }
        styles
    }

    /// The list that a style puts its paragraphs in: the style of the chain that says so, list, level.
    pub(super) fn list(&self, style: Option<&str>) -> Option<(&str, &str, Option<usize>)> {
        let mut id = style.or(self.default.as_deref())?;
        for _ in 0..CHAIN_LIMIT {
            let (key, style) = self.styles.get_key_value(id)?;
            if let Some(list) = &style.list {
                return Some((key, list, style.level));
            }
            id = style.based_on.as_deref()?;
        }
        None
    }

    /// Whether text of that style is hidden.
    pub(super) fn is_hidden(&self, style: Option<&str>) -> bool {
        let mut next = style;
        for _ in 0..CHAIN_LIMIT {
            let Some(style) = next.and_then(|id| self.styles.get(id)) else { return false };
            if let Some(hidden) = style.hidden {
                return hidden;
            }
            next = style.based_on.as_deref();
        }
        false
    }
}

/// An on/off value: absent means on (ISO/IEC 29500-1, 17.17.4).
pub(super) fn on(value: Option<&str>) -> bool {
    !matches!(value, Some("0" | "false" | "off"))
}
