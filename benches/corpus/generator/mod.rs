//! Makes a library of circulars of the invented 云岭省, of any size, always the same for one seed: documents of the
//! usual shapes and lengths that cite, restate, amend and repeal each other.
//!
//! 1. All documents are planned (`plan`): who issues what, when, and which others it is about.
//! 2. Each is then written for itself (`paper`, `body`), from a grammar and a stock of words (`voice`), and
//!    put into the form in which such texts arrive (`coat`). Nothing of one stays in memory for the next.

mod body;
pub mod chance;
mod coat;
mod grammar;
mod numeral;
mod paper;
mod places;
mod plan;
mod voice;
mod words;

use grammar::Grammar;
use places::Region;
use plan::{Plan, Planner};
use words::Words;

/// What every document is made from.
pub struct Stock {
    words: Words,
    grammar: Grammar,
    regions: Vec<Region>,
}

pub struct Library {
    stock: Stock,
    plans: Vec<Plan>,
    seed: u64,
}

impl Library {
    pub fn new(size: usize, seed: u64) -> Library {
        let words = Words::new();
        let regions = places::regions(&words, seed);
        let stock = Stock { words, grammar: Grammar::new(), regions };
        let plans = Planner::new(&stock, seed).plans(size);
        Library { stock, plans, seed }
    }

    /// Path below `content/sources/` and text of one document.
    pub fn document(&self, id: usize) -> (String, String) {
        let plan = &self.plans[id];
        let (ending, text) = coat::dress(plan, &paper::lines(self, id));
        // Names of files end at 255 bytes; a folder a thousand.
        let title: String = plan.title.chars().filter(|c| !c.is_control() && *c != '/').take(60).collect();
        (format!("{:03}/{id:06}_{title}.{ending}", id / 1000), text)
    }

    pub fn len(&self) -> usize {
        self.plans.len()
    }
}
