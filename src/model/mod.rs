//! The nouns of the field. No IO, and nothing here imports another stage.

mod anchor;
mod blocks;
mod circular;
mod citation;
mod clause;
mod comparison;
mod corpus;
mod date;
mod held;
mod label;
mod naming;
mod numeral;
mod overrides;
mod page;
mod record;
mod relation;
mod repair;
mod repaired;
mod script;
mod text;
mod workers;

pub use anchor::{Anchor, Token};
pub use blocks::Blocks;
pub use circular::{Circular, Dates, Evidence, Extent, Language, Level, Metadata, Origin, Source, Status};
pub use citation::{Citation, Mention, Quoted, Step, Target, Tier, Which, WorkName};
pub use clause::{Block, Clause, Role, Table, run_in_heading};
pub use comparison::{Change, Comparison, Ground, Pair, Row, Side};
pub use corpus::{
    Backlink, Corpus, Entry, Event, Incoming, NotHeld, Parallel, ParallelPlace, Parallels, Standing, Ties,
    Variant, Version,
};
pub use date::PartialDate;
pub use held::{BlockRef, ClauseRef, LabelRef};
pub use label::{Label, Unit};
pub use naming::Naming;
pub use numeral::{chinese_number, number_in_chinese};
pub use overrides::{Accepted, Correction, Override, SettledDate, SettledDates, SettledFields};
pub use page::{Document, Output, Page};
pub use record::{Doubt, ImportRecord};
pub use relation::{Relation, Verb};
pub use repair::{Certainty, Repair, RepairKind};
pub use repaired::RepairedText;
pub use script::{in_simplified, in_traditional, simplified_char, simplified_pairs};
pub use text::{Edit, Format, LineIndex, SourceText, Span};
pub use workers::{AHEAD, Alone, Workers};
