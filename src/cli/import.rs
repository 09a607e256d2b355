//! `clausebook import [PATHS] [--report]`

use super::args::ImportArgs;
use super::{Exit, Outlet};
use crate::config::Site;
use crate::diagnostic::{Diagnostic, Severity};
use crate::model::{ImportRecord, RepairKind};
use crate::pipeline::{self, Failure, Imported, Outcome};

pub fn run(site: &Site, args: &ImportArgs, outlet: &Outlet) -> anyhow::Result<Exit> {
    match pipeline::import(site, &args.paths, outlet) {
        Ok(imported) => {
            if args.report {
                report(&imported, outlet);
            }
            say(&imported, outlet);
            outlet.problems(&imported.problems);
            Ok(exit(&imported.problems))
        }
        Err(failure) => Ok(refused(failure, outlet)),
    }
}

/// One line a file that changed, then the counts.
pub fn say(imported: &Imported, outlet: &Outlet) {
    for file in &imported.files {
        let what = match file.outcome {
            Outcome::New => "new",
            Outcome::Renewed => "renewed",
            Outcome::Same => continue,
            Outcome::Beside => "beside the edited page",
            Outcome::Kept => "edited page kept",
            Outcome::Failed => {
                outlet.say(format!("{}: no page", file.source));
                continue;
            }
        };
        outlet.say(format!("{}: {what}: {} ({} clauses)", file.source, file.slug, file.clauses));
    }
    let repairs: Vec<String> =
        imported.repairs().iter().map(|(kind, n)| format!("{n} {}", kind.name())).collect();
    if !repairs.is_empty() {
        outlet.say(format!("repairs: {}", repairs.join(", ")));
    }
    let read = imported.files.len();
    outlet.say(format!("{read} read, {} unchanged", imported.unchanged));
}

/// Exit code for a run whose input had `problems`.
pub fn exit(problems: &[Diagnostic]) -> Exit {
    if problems.iter().any(|p| p.severity == Severity::Error) { Exit::Problems } else { Exit::Fine }
}

/// A number of things, as a person says it.
pub fn counted(number: usize, thing: &str) -> String {
    format!("{number} {thing}{}", if number == 1 { "" } else { "s" })
}

/// Prints why nothing was written.
pub fn refused(failure: Failure, outlet: &Outlet) -> Exit {
    let problems = failure.into_diagnostics();
    outlet.problems(&problems);
    let errors = problems.iter().filter(|p| p.severity == Severity::Error).count();
    let errors = counted(errors, "error");
    outlet.failure(&anyhow::anyhow!("nothing was written ({errors}); what was there stands"));
    Exit::Refused
}

/// What was read, found, repaired, dropped and doubted in each source, those included that have not changed.
fn report(imported: &Imported, outlet: &Outlet) {
    for file in &imported.files {
        outlet.result(format!("\n{}", file.source));
        let Some(record) = &file.record else {
            outlet.result("  no page was made; the messages say why");
            continue;
        };
        report_reading(record, outlet);
        outlet.result(format!("  found 《{}》, {} clauses, page {}", file.title, file.clauses, file.slug));
        report_record(record, outlet);
    }
    for (slug, record) in
        imported.unchanged_slugs.iter().filter_map(|slug| imported.records.get_key_value(slug))
    {
        outlet.result(format!("\n{}", record.source));
        report_reading(record, outlet);
        outlet.result(format!("  page {slug}, unchanged"));
        report_record(record, outlet);
    }
}

fn report_reading(record: &ImportRecord, outlet: &Outlet) {
    let format = serde_json::to_value(record.format).unwrap_or_default();
    outlet.result(format!("  read as {}, {}", format.as_str().unwrap_or_default(), record.encoding));
    if record.override_sha256.is_some() {
        outlet.result("  settled by its override file");
    }
}

fn report_record(record: &ImportRecord, outlet: &Outlet) {
    for kind in RepairKind::ALL {
        let of_kind: Vec<_> = record.repairs.iter().filter(|r| r.kind == kind).collect();
        if of_kind.is_empty() {
            continue;
        }
        let verb = if kind == RepairKind::Chrome { "dropped" } else { "repaired" };
        outlet.result(format!("  {verb}, {}: {}", kind.name(), of_kind.len()));
        for repair in of_kind {
            let (line, column) = repair.at.unwrap_or_default();
            let after = if kind == RepairKind::Chrome {
                String::new()
            } else {
                format!(" → {:?}", short(&repair.after))
            };
            let note = repair.note.as_ref().map(|note| format!(" ({note})")).unwrap_or_default();
            outlet.result(format!("    {line}:{column} {:?}{after}{note}", short(&repair.before)));
        }
    }
    for doubt in &record.doubts {
        let place = doubt.anchor.as_ref().map(|anchor| format!(", #{anchor}")).unwrap_or_default();
        let words =
            if doubt.words.is_empty() { String::new() } else { format!(": {:?}", short(&doubt.words)) };
        outlet.result(format!(
            "  unsure, line {}{place}: {} ({}){words}",
            doubt.line, doubt.message, doubt.code
        ));
    }
}

/// Of a long piece, its beginning shows what it was.
fn short(text: &str) -> String {
    const SHOWN: usize = 40;
    let flat = text.replace('\n', "⏎");
    match flat.char_indices().nth(SHOWN) {
        Some((at, _)) => format!("{}…", flat.get(..at).unwrap_or_default()),
        None => flat,
    }
}
