//! `clausebook check [--strict]`

use super::args::CheckArgs;
use super::import::{counted, exit, refused};
use super::{Exit, Outlet};
use crate::config::Site;
use crate::diagnostic::{Diagnostic, Severity};
use crate::pipeline;

pub fn run(site: &Site, args: &CheckArgs, outlet: &Outlet) -> anyhow::Result<Exit> {
    let found = match pipeline::check(site, outlet) {
        Ok(found) => found,
        Err(failure) => return Ok(refused(failure, outlet)),
    };
    outlet.problems(&found);
    let count = |severity: Severity| found.iter().filter(|d: &&Diagnostic| d.severity == severity).count();
    let (errors, warnings, notes) = (count(Severity::Error), count(Severity::Warning), count(Severity::Note));
    outlet.say(format!(
        "{}, {}, {}",
        counted(errors, "error"),
        counted(warnings, "warning"),
        counted(notes, "note")
    ));
    Ok(if args.strict && warnings > 0 { Exit::Problems } else { exit(&found) })
}
