//! The command line: one file a command. Commands open the site, call the pipeline and print.

mod args;
mod build;
mod check;
mod completions;
mod exit;
mod explain;
mod find;
mod import;
mod init;
mod link;
mod outlet;
mod serve;

pub use args::{Arguments, Command};
pub use exit::Exit;

use crate::config::Site;
use outlet::Outlet;

/// Does what the command line asks and says how it went.
pub fn run(arguments: Arguments) -> Exit {
    let outlet = Outlet::new(arguments.quiet);
    let result = match &arguments.command {
        Command::Init(args) => init::run(args, &outlet),
        Command::Explain(args) => explain::run(args),
        Command::Completions(args) => completions::run(args),
        Command::Serve(args) => serve::run(&arguments.site, args, &outlet),
        command => match Site::open(&arguments.site) {
            Ok(site) => in_site(command, &site, &outlet),
            Err(error) => {
                outlet.problems(&error.into_diagnostics());
                Ok(Exit::Usage)
            }
        },
    };
    result.unwrap_or_else(|error| {
        outlet.failure(&error);
        Exit::Refused
    })
}

fn in_site(command: &Command, site: &Site, outlet: &Outlet) -> anyhow::Result<Exit> {
    match command {
        Command::Import(args) => import::run(site, args, outlet),
        Command::Link => link::run(site, outlet),
        Command::Build => build::run(site, outlet),
        Command::Check(args) => check::run(site, args, outlet),
        Command::Find(args) => find::run(site, args, outlet),
        Command::Init(_) | Command::Explain(_) | Command::Completions(_) | Command::Serve(_) => {
            Ok(Exit::Fine)
        }
    }
}
