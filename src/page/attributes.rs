//! The `{#anchor}` or `{.role}` that a block ends in.

use crate::model::{Anchor, Role};

/// Every role and the name under which pages write it.
const ROLES: [(Role, &str); 15] = [
    (Role::Title, "title"),
    (Role::CoverTitle, "cover-title"),
    (Role::Number, "number"),
    (Role::HistoryNote, "history-note"),
    (Role::Recipients, "recipients"),
    (Role::Contents, "contents"),
    (Role::AttachmentList, "attachment-list"),
    (Role::Signature, "signature"),
    (Role::Date, "date"),
    (Role::Note, "note"),
    (Role::CopiedTo, "copied-to"),
    (Role::Imprint, "imprint"),
    (Role::Caption, "caption"),
    (Role::Image, "image"),
    (Role::Other, "other"),
];

/// What a block is: exactly one of clause and line.
#[derive(Debug, Clone, PartialEq)]
pub enum Attributes {
    Clause {
        anchor: Anchor,
        /// The text opens like a number and has none (`.unnumbered`).
        unnumbered: bool,
        /// Header rows of a table, where the table itself does not tell (`header=2`).
        header: Option<usize>,
    },
    Line(Role),
}

/// Why a group in braces is no attribute.
#[derive(Debug, Clone, PartialEq)]
pub enum Malformed {
    Anchor(String),
    Role(String),
    Other(String),
}

impl Attributes {
    /// As written at the end of a block, braces included.
    pub fn write(&self) -> String {
        match self {
            Attributes::Clause { anchor, unnumbered, header } => {
                let unnumbered = if *unnumbered { " .unnumbered" } else { "" };
                let header = header.map(|n| format!(" header={n}")).unwrap_or_default();
                format!("{{#{anchor}{unnumbered}{header}}}")
            }
            Attributes::Line(role) => {
                let name = ROLES.iter().find(|(r, _)| r == role).map_or("other", |(_, name)| name);
                format!("{{.{name}}}")
            }
        }
    }

    /// Reads what stands between the braces.
    pub fn parse(inner: &str) -> Result<Attributes, Malformed> {
        let mut clause = None;
        let mut role = None;
        let (mut unnumbered, mut header) = (false, None);
        for word in inner.split_ascii_whitespace() {
            if let Some(anchor) = word.strip_prefix('#') {
                let anchor = Anchor::parse(anchor).ok_or_else(|| Malformed::Anchor(anchor.to_owned()))?;
                if clause.replace(anchor).is_some() {
                    return Err(Malformed::Other("two anchors".to_owned()));
                }
            } else if word == ".unnumbered" {
                unnumbered = true;
            } else if let Some(name) = word.strip_prefix('.') {
                let found = ROLES.iter().find(|(_, n)| *n == name).map(|(role, _)| *role);
                role = Some(found.ok_or_else(|| Malformed::Role(name.to_owned()))?);
            } else if let Some(rows) = word.strip_prefix("header=").and_then(|n| n.parse().ok()) {
                header = Some(rows);
            } else {
                return Err(Malformed::Other(format!("“{word}”")));
            }
        }
        match (clause, role) {
            (Some(anchor), None) => Ok(Attributes::Clause { anchor, unnumbered, header }),
            (None, Some(role)) => Ok(Attributes::Line(role)),
            (Some(_), Some(_)) => Err(Malformed::Other("an anchor and a role".to_owned())),
            (None, None) => Err(Malformed::Other("neither an anchor nor a role".to_owned())),
        }
    }

    /// The names of all roles, for messages.
    pub fn role_names() -> String {
        ROLES.map(|(_, name)| name).join(", ")
    }
}

/// The attribute group at the end of a block's Markdown: where the content
/// before it ends (one blank or line end less), and what stands in the braces.
pub fn split_suffix(markdown: &str) -> Option<(usize, &str)> {
    let body = markdown.trim_end().strip_suffix('}')?;
    let open = body.rfind('{')?;
    let inner = &body[open + 1..];
    let content = &body[..open];
    if !inner.starts_with(['#', '.']) || inner.contains('\n') || content.ends_with('\\') {
        return None;
    }
    let cut = content.strip_suffix([' ', '\n']).unwrap_or(content).len();
    Some((cut, inner))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_what_it_writes() {
        for text in
            ["{#art_12}", "{#para_1 .unnumbered}", "{#att_1__table_1 header=2}", "{.cover-title}", "{.image}"]
        {
            let parsed = Attributes::parse(&text[1..text.len() - 1]).unwrap();
            assert_eq!(parsed.write(), text);
        }
        for text in ["#art", ".nothing", "#art_1 #art_2", "#art_1 .title", "#art_1 x"] {
            assert!(Attributes::parse(text).is_err(), "{text}");
        }
    }

    #[test]
    fn role_names_are_those_of_the_model() {
        for (role, name) in ROLES {
            assert_eq!(serde_json::to_value(role).unwrap(), name);
        }
    }

    #[test]
    fn takes_the_last_group_only() {
        assert_eq!(split_suffix("甲 {#x} {#art_1}\n"), Some(("甲 {#x}".len(), "#art_1")));
        assert_eq!(split_suffix("甲{#art_1}"), Some((3, "#art_1")));
        assert_eq!(split_suffix("甲\n{#art_1}"), Some((3, "#art_1")));
        for text in ["甲 {乙}", "甲 \\{#art_1}", "甲 {#art_1} 乙", "{"] {
            assert_eq!(split_suffix(text), None, "{text}");
        }
    }
}
