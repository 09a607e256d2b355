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
        let base = Base { headings, clauses };
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
        let (circular, part) = self.circular(record)?;
        let at = circular / self.head.catalogue.every;
        let local = circular % self.head.catalogue.every;
        let Head { titles, headings, .. } = self.head;
        let of = |list: &[u32], at: usize| list.get(at).copied().unwrap_or(0);
        let (heads, bodies) = (of(&part.headings, local), of(&part.clauses, local));
        // Before it in its part: titles, headings and clauses of the circulars before …
        let before = local as u32 + heads - of(&part.headings, 0) + bodies - of(&part.clauses, 0);
        // … and of its own.
        let own = if record < titles {
            0
        } else if record < titles + headings {
            1 + record - titles - heads
        } else {
            1 + of(&part.headings, local + 1) - heads + (record - titles - headings - bodies)
        };
        let nth = before + own;
        let shard = part.texts.partition_point(|first| *first <= nth).saturating_sub(1);
        let name = format!("t/{at}-{shard}");
        let first = part.texts.get(shard).copied().unwrap_or(0);
        let held = self.texts.borrow().get(&name).cloned();
        let texts = match held {
            Some(texts) => texts,
            None => {
                let texts = Rc::new(texts::read(&self.vocabulary()?.decode(&self.bytes(&name)?)));
                self.texts.borrow_mut().insert(name.clone(), texts.clone());
                texts
            }
        };
        texts.get((nth - first) as usize).cloned().ok_or(SearchError::Damaged(name))
    }
}
