//! `clausebook serve [--host HOST] [--port PORT]`

use super::args::ServeArgs;
use super::build::say_built;
use super::import::refused;
use super::{Exit, Outlet};
use crate::config::Site;
use crate::diagnostic::{Diagnostic, Severity};
use crate::pipeline::{self, Desk, Wish};
use crate::serve::{Listeners, News, Previews, Server, Watch};
use std::path::Path;
use std::sync::mpsc::channel;
use std::sync::{Mutex, PoisonError};

pub fn run(folder: &Path, args: &ServeArgs, outlet: &Outlet) -> anyhow::Result<Exit> {
    let site = match Site::open(folder) {
        Ok(site) => site,
        Err(error) => {
            outlet.problems(&error.into_diagnostics());
            return Ok(Exit::Usage);
        }
    };
    // Before the build: what changes while it runs must not be missed.
    let mut watch = Watch::new(&site)?;
    let server = Server::bind(&args.host, args.port, site.output())?;
    let first = build(&site, outlet, None);
    outlet.result(format!("serving {} (stop with Ctrl-C)", server.address()));
    let open = Open { listeners: server.listeners(), previews: server.previews() };
    // An edit is shown at once, from what was built last; the build that settles it goes on beside.
    let desk = Mutex::new(first);
    let (order, orders) = channel::<(u64, Site)>();
    std::thread::scope(|scope| {
        scope.spawn(|| server.run());
        scope.spawn({
            let (desk, open) = (&desk, &open);
            move || {
                while let Ok(mut newest) = orders.recv() {
                    newest = orders.try_iter().last().unwrap_or(newest);
                    let (change, now) = newest;
                    if let Some(built) = build(&now, outlet, Some((open, change))) {
                        *desk.lock().unwrap_or_else(PoisonError::into_inner) = Some(built);
                    }
                }
            }
        });
        for change in 1.. {
            let changed = watch.wait()?;
            for file in &changed {
                outlet.say(format!("changed: {}", file.display()));
            }
            match Site::open(folder) {
                Ok(now) => {
                    if now.output() != site.output() {
                        outlet.say("the output folder is another one now: start `clausebook serve` again");
                    }
                    watch.follow(&now)?;
                    let desk = desk.lock().unwrap_or_else(PoisonError::into_inner);
                    let shown =
                        desk.as_ref().map(|desk: &Desk| desk.preview(&now, &changed)).unwrap_or_default();
                    drop(desk);
                    if !shown.is_empty() {
                        for output in shown {
                            open.previews.show(change, output.path, output.bytes);
                        }
                        open.listeners.tell(&News::Reload);
                    }
                    // The builder has gone only when it failed itself, and its thread says so.
                    order.send((change, now))?;
                }
                Err(error) => tell(&error.into_diagnostics(), outlet, &open.listeners),
            }
        }
        Ok(Exit::Fine)
    })
}

/// The pages that are open in browsers.
struct Open {
    listeners: Listeners,
    previews: Previews,
}

/// Builds, and tells the open pages: to reload when something in the site changed, else what is wrong. Previews of
/// changes up to the one that it builds end. What was built, if anything was.
fn build(site: &Site, outlet: &Outlet, open: Option<(&Open, u64)>) -> Option<Desk> {
    let result = pipeline::build(site, Wish::Desk, outlet);
    if let Some((open, change)) = open {
        open.previews.settle(change);
    }
    match (result, open) {
        (Ok(built), open) => {
            say_built(site, &built, outlet);
            if let Some((Open { listeners, .. }, _)) = open {
                if built.written.written + built.written.removed > 0 {
                    listeners.tell(&News::Reload);
                }
                let problems: Vec<_> = built.imported.problems.into_iter().chain(built.problems).collect();
                show(&problems, listeners);
            }
            built.desk
        }
        (Err(failure), Some((open, _))) => {
            tell(&failure.into_diagnostics(), outlet, &open.listeners);
            None
        }
        (Err(failure), None) => {
            refused(failure, outlet);
            None
        }
    }
}

fn tell(problems: &[Diagnostic], outlet: &Outlet, listeners: &Listeners) {
    outlet.problems(problems);
    show(problems, listeners);
}

fn show(problems: &[Diagnostic], listeners: &Listeners) {
    let errors: Vec<String> =
        problems.iter().filter(|p| p.severity == Severity::Error).map(ToString::to_string).collect();
    if !errors.is_empty() {
        listeners.tell(&News::Problem(errors.join("\n")));
    }
}
