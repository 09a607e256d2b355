//! In which words the clauses of a circular are named when one cites them.

use super::{Circular, Language, Unit};

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Naming {
    #[default]
    Simplified,
    Traditional,
    /// 項 is the paragraph, 款 the point, numbers are Arabic.
    Taiwan,
    English,
}

impl Naming {
    /// As the search index writes it: nothing for the usual one.
    pub fn code(self) -> &'static str {
        match self {
            Naming::Simplified => "",
            Naming::Traditional => "t",
            Naming::Taiwan => "w",
            Naming::English => "e",
        }
    }
}

impl Circular {
    pub fn naming(&self) -> Naming {
        match self.meta.language {
            None | Some(Language::Simplified) => Naming::Simplified,
            Some(Language::English) => Naming::English,
            Some(Language::Traditional) => {
                let mut labels = self.clauses().filter_map(|clause| clause.label);
                let first = labels.find(|label| label.unit == Unit::Article);
                let is_arabic = first.is_some_and(|l| l.printed.contains(|c: char| c.is_ascii_digit()));
                if is_arabic { Naming::Taiwan } else { Naming::Traditional }
            }
        }
    }
}
