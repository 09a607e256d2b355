//! `clausebook build`

use super::import::{exit, refused, say};
use super::{Exit, Outlet};
use crate::config::Site;
use crate::pipeline::{self, Built, Wish};

pub fn run(site: &Site, outlet: &Outlet) -> anyhow::Result<Exit> {
    match pipeline::build(site, Wish::Site, outlet) {
        Ok(built) => {
            say_built(site, &built, outlet);
            outlet.say(format!("open {}", site.output().join("index.html").display()));
            let exit = exit(&built.imported.problems).max(exit(&built.problems));
            // The program ends here: to free a large collection piece by piece would only take time.
            std::mem::forget(built);
            Ok(exit)
        }
        Err(failure) => Ok(refused(failure, outlet)),
    }
}

/// What a build did, and its problems.
pub fn say_built(site: &Site, built: &Built, outlet: &Outlet) {
    say(&built.imported, outlet);
    let written = built.written;
    outlet.say(format!(
        "{}: {} circulars; {} files written, {} as before, {} removed",
        site.output().display(),
        built.circulars,
        written.written,
        written.unchanged,
        written.removed
    ));
    outlet.problems(&built.imported.problems);
    outlet.problems(&built.problems);
}
