//! Where a record is: its circular, its catalogue shard, its text.

use super::answer::SearchError;
use super::catalogue::{self, Base, Part};
use super::query::{Head, Reader};
use super::texts::{self, Text};
use super::vocabulary::Vocabulary;
use std::rc::Rc;

impl<L: Fn(&str) -> Option<Vec<u8>>> Reader<L> {
    /// Which catalogue shard a record is in.
    pub(super) fn part_of(&self, record: u32) -> usize {
        let bases = &self.head.catalogue.bases;
        let Head { titles, headings, .. } = self.head;
        if record < titles {
            return record as usize / self.head.catalogue.every;
        }
        let at = if record < titles + headings {
            bases.partition_point(|base| base[0] <= record - titles)
        } else {
            bases.partition_point(|base| base[1] <= record - titles - headings)
        };
        at.saturating_sub(1)
    }

    pub(super) fn part(&self, at: usize) -> Result<Rc<Part>, SearchError> {
        if let Some(part) = self.parts.borrow().get(&at) {
            return Ok(part.clone());
        }
        let [headings, clauses] = self.head.catalogue.bases.get(at).copied().unwrap_or_default();
        let titles = (at * self.head.catalogue.every) as u32;
        let base = Base { titles, headings, clauses };
        let part = catalogue::read(&self.bytes(&format!("c/{at}"))?, base, &self.columns);
        let part = Rc::new(part);
        self.parts.borrow_mut().insert(at, part.clone());
        Ok(part)
    }

    /// The circular of a record, and the catalogue shard that knows it.
    pub(super) fn circular(&self, record: u32) -> Result<(usize, Rc<Part>), SearchError> {
        let at = self.part_of(record);
        let part = self.part(at)?;
        let Head { titles, headings, .. } = self.head;
        let local = if record < titles {
            record as usize % self.head.catalogue.every
        } else if record < titles + headings {
            part.headings.partition_point(|start| *start <= record - titles).saturating_sub(1)
        } else {
            part.clauses.partition_point(|start| *start <= record - titles - headings).saturating_sub(1)
        };
        Ok((at * self.head.catalogue.every + local, part))
    }

    /// What texts are written in.
    fn vocabulary(&self) -> Result<Rc<Vocabulary>, SearchError> {
        if let Some(vocabulary) = self.vocabulary.borrow().as_ref() {
            return Ok(vocabulary.clone());
        }
        let vocabulary = Rc::new(Vocabulary::read(&self.bytes("v")?));
        self.vocabulary.borrow_mut().replace(vocabulary.clone());
        Ok(vocabulary)
    }

    pub(super) fn text(&self, record: u32) -> Result<Text, SearchError> {
        let (name, kind, nth) = self.text_place(record)?;
        let held = self.texts.borrow().get(&name).cloned();
        let texts = match held {
            Some(texts) => texts,
            None => {
                let texts = Rc::new(texts::read(&self.vocabulary()?.decode(&self.bytes(&name)?)));
                self.texts.borrow_mut().insert(name.clone(), texts.clone());
                texts
            }
        };
        texts.iter().filter(|text| text.kind() == kind).nth(nth).cloned().ok_or(SearchError::Damaged(name))
    }

    /// The text shard of a record, its kind ([`Text::kind`]), and which of these there it is.
    fn text_place(&self, record: u32) -> Result<(String, usize, usize), SearchError> {
        let Head { titles, headings, .. } = self.head;
        let (kind, number) = match record {
            title if title < titles => (0, title),
            heading if heading < titles + headings => (1, heading - titles),
            other => (2, other - titles - headings),
        };
        let found = match &self.text_starts {
            Some(starts) => starts.find(kind, number).and_then(|(at, nth)| Some((starts.shard(at)?, nth))),
            None => {
                let at = self.part_of(record);
                self.part(at)?.texts.find(kind, number).map(|(shard, nth)| ((at, shard), nth))
            }
        };
        let ((at, shard), nth) = found.ok_or_else(|| SearchError::Damaged("root".into()))?;
        Ok((format!("t/{at}-{shard}"), kind, nth))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Alone;
    use crate::search::index::build_sized;
    use crate::search::sizes::{SIZES, Sizes};
    use crate::search::{SearchCircular, SearchClause};
    use std::collections::HashMap;

    #[test]
    fn texts_are_found_by_the_root_or_by_the_catalogue() {
        let slugs: Vec<String> = (0..23).map(|nth| format!("2020/{nth}")).collect();
        let words: Vec<String> = (0..9).map(|nth| format!("第{nth}处茶场应当登记")).collect();
        let anchors: Vec<String> = (0..9).map(|nth| format!("art_{nth}")).collect();
        let circulars = || -> Vec<SearchCircular<'_>> {
            let of = |(nth, slug)| SearchCircular {
                slug,
                title: slug,
                clauses: (0..nth % 10)
                    .map(|at: usize| SearchClause {
                        anchor: &anchors[at],
                        number: "",
                        words: &words[at],
                        heading: at % 4 == nth % 3,
                    })
                    .collect(),
                ..SearchCircular::default()
            };
            slugs.iter().map(String::as_str).enumerate().map(of).collect()
        };
        let open = |starts| {
            let mut files = HashMap::new();
            let mut give = |output: crate::model::Output| drop(files.insert(output.path, output.bytes));
            let sizes = Sizes { every: 4, starts, text: 200, ..SIZES };
            build_sized(&sizes, circulars(), &Alone, &mut give, &mut |_, _| ());
            Reader::open(move |name: &str| files.get(&format!("search/{name}.js")).cloned()).unwrap()
        };
        let (told, not_told) = (open(6), open(5));
        assert!(told.text_starts.is_some() && not_told.text_starts.is_none());
        let Head { titles, headings, clauses, .. } = told.head;
        assert!((titles, headings > 10, clauses > 40) == (23, true, true));
        let of = |record| (told.text(record).unwrap(), not_told.text(record).unwrap());
        let all = (0..titles + headings + clauses).map(of);
        let wrong: Vec<_> = all.filter(|(one, other)| one != other).collect();
        assert!(wrong.is_empty(), "{wrong:?}");
    }
}
