//! `clausebook serve [--host HOST] [--port PORT]`

use super::args::ServeArgs;
use super::build::say_built;
use super::import::refused;
use super::{Exit, Outlet};
use crate::config::Site;
use crate::diagnostic::{Diagnostic, Severity};
use crate::pipeline;
use crate::serve::{Listeners, News, Server, Watch};
use std::path::Path;

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
    build(&site, outlet, None);
    outlet.result(format!("serving {} (stop with Ctrl-C)", server.address()));
    let listeners = server.listeners();
    std::thread::scope(|scope| {
        scope.spawn(|| server.run());
        loop {
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
                    build(&now, outlet, Some(&listeners));
                }
                Err(error) => tell(&error.into_diagnostics(), outlet, &listeners),
            }
        }
    })
}

/// Builds and tells the open pages: to reload when something in the site changed, else what is wrong.
fn build(site: &Site, outlet: &Outlet, listeners: Option<&Listeners>) {
    match pipeline::build(site, outlet) {
        Ok(built) => {
            say_built(site, &built, outlet);
            let Some(listeners) = listeners else { return };
            if built.written.written + built.written.removed > 0 {
                listeners.tell(&News::Reload);
            }
            let problems: Vec<_> = built.imported.problems.into_iter().chain(built.problems).collect();
            show(&problems, listeners);
        }
        Err(failure) => match listeners {
            Some(listeners) => tell(&failure.into_diagnostics(), outlet, listeners),
            None => {
                refused(failure, outlet);
            }
        },
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
