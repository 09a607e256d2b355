//! The blocks of a circular as it is held: a large collection has millions of clauses, and is in memory as a whole.

use super::{Anchor, Block, BlockRef, Clause, ClauseRef, LabelRef, Role, Table, Unit};

/// Blocks in reading order, packed: their words one after the other in one string, beside it a row for each. What is read
/// of it, [`BlockRef`], is as the [`Block`]s of which it was made. It takes 60 bytes a clause and the words; a list of
/// `Block`s three times as much, in five pieces each.
#[derive(Debug, Clone, PartialEq, Hash, Default)]
pub struct Blocks {
    /// Of each block: number, number as printed, heading where it does not open the text, text.
    words: Box<str>,
    rows: Box<[Row]>,
    /// Those of the clauses.
    anchors: Box<[Anchor]>,
    /// `also` of all clauses, then parents that are no clause's.
    others: Box<[Anchor]>,
    /// By the place of their clause.
    tables: Box<[(u32, Table)]>,
    /// Lines of a source, one a block; none at all where they are not known.
    lines: Box<[u32]>,
}

/// One block. Numbers are bytes of the words and numbers of anchors.
#[derive(Debug, Clone, Copy, PartialEq, Hash)]
struct Row {
    kind: Kind,
    /// Where the parts begin.
    number: u32,
    printed: u32,
    heading: u32,
    heading_end: u32,
    /// It ends where the next block begins.
    text: u32,
    /// Of a line, that of the next clause.
    anchor: u32,
    /// `NONE` for none. Others are numbered after all of the clauses.
    parent: u32,
    /// Where its other anchors end; they begin where those of the block before do.
    others: u32,
}

#[derive(Debug, Clone, Copy, PartialEq, Hash)]
enum Kind {
    Line(Role),
    Clause { label: Option<Unit>, table: bool },
}

const NONE: u32 = u32::MAX;

impl Blocks {
    pub fn len(&self) -> usize {
        self.rows.len()
    }

    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    pub fn get(&self, at: usize) -> Option<BlockRef<'_>> {
        Some(self.read(at, self.rows.get(at)?))
    }

    /// The clause at a place among the blocks.
    pub fn clause(&self, at: usize) -> Option<ClauseRef<'_>> {
        self.get(at)?.as_clause()
    }

    pub fn iter(&self) -> impl DoubleEndedIterator<Item = BlockRef<'_>> + ExactSizeIterator + Clone {
        self.rows.iter().enumerate().map(|(at, row)| self.read(at, row))
    }

    /// The anchors of the clauses.
    pub fn anchors(&self) -> &[Anchor] {
        &self.anchors
    }

    /// All anchors that land on a clause: those of the clauses, then the others that they have.
    pub fn landings(&self) -> impl Iterator<Item = &Anchor> {
        let others = self.rows.last().map_or(0, |row| row.others as usize);
        self.anchors.iter().chain(self.others.iter().take(others))
    }

    /// An anchor by its number among [`Blocks::landings`].
    pub fn landing(&self, number: usize) -> Option<&Anchor> {
        match number.checked_sub(self.anchors.len()) {
            None => self.anchors.get(number),
            Some(number) => self.others.get(number),
        }
    }

    /// The clause, by its number among the clauses, on which the anchor with a number among [`Blocks::landings`] lands.
    pub fn landed(&self, number: usize) -> usize {
        match number.checked_sub(self.anchors.len()) {
            None => number,
            Some(other) => {
                let row = self.rows.partition_point(|row| row.others as usize <= other);
                self.rows.get(row).map_or(0, |row| row.anchor as usize)
            }
        }
    }

    /// A clause by its number among the clauses.
    pub fn nth_clause(&self, number: usize) -> Option<ClauseRef<'_>> {
        // Lines before it have its number too.
        let after = self.rows.partition_point(|row| row.anchor as usize <= number);
        self.clause(after.checked_sub(1)?)
    }

    /// Has them changed.
    pub fn edit(&mut self, change: impl FnOnce(&mut Vec<Block>)) {
        let mut blocks = self.to_vec();
        change(&mut blocks);
        *self = Blocks::from(blocks);
    }

    /// As they were given.
    pub fn to_vec(&self) -> Vec<Block> {
        self.iter().map(BlockRef::to_block).collect()
    }

    fn words(&self, from: u32, to: u32) -> &str {
        self.words.get(from as usize..to as usize).unwrap_or_default()
    }

    #[inline]
    fn read<'c>(&'c self, at: usize, row: &Row) -> BlockRef<'c> {
        let end = self.rows.get(at + 1).map_or(NONE, |next| next.number).min(small(self.words.len()));
        let text = self.words(row.text, end);
        let line = self.lines.get(at).map_or(0, |line| *line as usize);
        let (label, has_table, anchor) = match (row.kind, self.anchors.get(row.anchor as usize)) {
            (Kind::Clause { label, table }, Some(anchor)) => (label, table, anchor),
            (Kind::Line(role), _) => return BlockRef::Line { role, text, line },
            // There is none: each clause has its anchor.
            (Kind::Clause { .. }, None) => return BlockRef::Line { role: Role::Other, text, line },
        };
        let others = at.checked_sub(1).and_then(|before| self.rows.get(before)).map_or(0, |row| row.others);
        let table = has_table.then(|| self.tables.binary_search_by_key(&at, |(of, _)| *of as usize).ok());
        BlockRef::Clause(ClauseRef {
            anchor,
            also: self.others.get(others as usize..row.others as usize).unwrap_or_default(),
            parent: self.landing(row.parent as usize),
            label: label.map(|unit| LabelRef {
                unit,
                number: self.words(row.number, row.printed),
                printed: self.words(row.printed, row.heading),
            }),
            heading: self.words(row.heading, row.heading_end),
            text,
            table: table.flatten().and_then(|at| self.tables.get(at)).map(|(_, table)| table),
            line,
        })
    }
}

impl From<Vec<Block>> for Blocks {
    fn from(blocks: Vec<Block>) -> Blocks {
        let mut packing = Packing::of(&blocks);
        blocks.into_iter().for_each(|block| packing.add(block));
        packing.finish()
    }
}

impl FromIterator<Block> for Blocks {
    fn from_iter<I: IntoIterator<Item = Block>>(blocks: I) -> Blocks {
        Blocks::from(Vec::from_iter(blocks))
    }
}

impl Clause {
    /// A heading that does not open the text.
    fn own_heading(&self) -> &str {
        if self.text.starts_with(&self.heading) { "" } else { &self.heading }
    }
}

/// Blocks as they are packed.
#[derive(Default)]
struct Packing {
    words: String,
    rows: Vec<Row>,
    anchors: Vec<Anchor>,
    others: Vec<Anchor>,
    tables: Vec<(u32, Table)>,
    lines: Vec<u32>,
    /// Parents that were no anchor yet when they were named, with the rows that name them.
    unknown: Vec<(usize, Anchor)>,
}

impl Packing {
    /// With room for `blocks`, and no more: an allocator that is asked to shrink what is more than half full leaves it as it is.
    fn of(blocks: &[Block]) -> Packing {
        let (mut words, mut anchors, mut others) = (0, 0, 0);
        for block in blocks {
            match block {
                Block::Line { text, .. } => words += text.len(),
                Block::Clause(clause) => {
                    let number = clause.label.as_ref().map_or(0, |label| label.number.len());
                    words += number + clause.printed_number().len() + clause.own_heading().len();
                    words += clause.text.len();
                    anchors += 1;
                    others += clause.also.len();
                }
            }
        }
        Packing {
            words: String::with_capacity(words),
            rows: Vec::with_capacity(blocks.len()),
            anchors: Vec::with_capacity(anchors),
            others: Vec::with_capacity(others),
            ..Packing::default()
        }
    }

    fn add(&mut self, block: Block) {
        let begin = self.end();
        match block {
            Block::Line { role, text, line } => {
                self.words.push_str(&text);
                let row = Row {
                    kind: Kind::Line(role),
                    number: begin,
                    printed: begin,
                    heading: begin,
                    heading_end: begin,
                    text: begin,
                    anchor: small(self.anchors.len()),
                    parent: NONE,
                    others: small(self.others.len()),
                };
                self.rows.push(row);
                self.line(line);
            }
            Block::Clause(clause) => self.add_clause(clause),
        }
    }

    fn add_clause(&mut self, clause: Clause) {
        let number = self.end();
        let unit = clause.label.as_ref().map(|label| label.unit);
        self.words.push_str(clause.label.as_ref().map_or("", |label| &label.number));
        let printed = self.end();
        self.words.push_str(clause.printed_number());
        let heading = self.end();
        self.words.push_str(clause.own_heading());
        let text = self.end();
        self.words.push_str(&clause.text);
        let anchor = small(self.anchors.len());
        let parent = clause.parent.as_ref().map_or(Some(NONE), |parent| self.known(parent));
        if let (None, Some(parent)) = (parent, clause.parent) {
            self.unknown.push((self.rows.len(), parent));
        }
        self.anchors.push(clause.anchor);
        self.others.extend(clause.also);
        let has_table = clause.table.is_some();
        self.tables.extend(clause.table.map(|table| (small(self.rows.len()), *table)));
        self.rows.push(Row {
            kind: Kind::Clause { label: unit, table: has_table },
            number,
            printed,
            heading,
            heading_end: heading + small(clause.heading.len()),
            text,
            anchor,
            parent: parent.unwrap_or(NONE),
            others: small(self.others.len()),
        });
        self.line(clause.line);
    }

    /// Notes the line of the block added last.
    fn line(&mut self, line: usize) {
        if line > 0 || !self.lines.is_empty() {
            self.lines.resize(self.rows.len() - 1, 0);
            self.lines.push(small(line));
        }
    }

    /// The place of an anchor. Most stand under what the clause before stands under, or under that clause.
    fn known(&self, parent: &Anchor) -> Option<u32> {
        let above = self.rows.iter().rev().find(|row| row.parent != NONE).map(|row| row.parent);
        let is_above = |at: &u32| self.anchors.get(*at as usize) == Some(parent);
        above.filter(is_above).or_else(|| self.anchors.iter().rposition(|a| a == parent).map(small))
    }

    fn end(&self) -> u32 {
        small(self.words.len())
    }

    fn finish(mut self) -> Blocks {
        for (row, parent) in self.unknown {
            let known = self.anchors.iter().position(|anchor| *anchor == parent);
            let at = known.unwrap_or_else(|| {
                self.others.push(parent);
                self.anchors.len() + self.others.len() - 1
            });
            if let Some(row) = self.rows.get_mut(row) {
                row.parent = small(at);
            }
        }
        Blocks {
            words: self.words.into(),
            rows: self.rows.into(),
            anchors: self.anchors.into(),
            others: self.others.into(),
            tables: self.tables.into(),
            lines: self.lines.into(),
        }
    }
}

/// No page has four thousand million bytes.
pub(super) fn small(n: usize) -> u32 {
    u32::try_from(n).unwrap_or(NONE)
}

#[cfg(test)]
mod tests;
