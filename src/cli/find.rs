//! `clausebook find PHRASE [--count]`

use super::args::FindArgs;
use super::{Exit, Outlet};
use crate::config::Site;
use crate::pipeline::{self, Silent};

pub fn run(site: &Site, args: &FindArgs, outlet: &Outlet) -> anyhow::Result<Exit> {
    let (hits, problems) = pipeline::find(site, &args.phrase, &Silent)?;
    if args.count {
        outlet.result(hits.len());
    } else {
        let mut slug = None;
        for hit in &hits {
            if slug.replace(&hit.slug) != Some(&hit.slug) {
                outlet.say(format!("《{}》", hit.title));
            }
            let words = hit.words.replace('\n', " ");
            outlet.result(format!("{}:{}: #{}: {words}", hit.file.display(), hit.line, hit.anchor));
        }
    }
    outlet.problems(&problems);
    Ok(if hits.is_empty() { Exit::Problems } else { Exit::Fine })
}
