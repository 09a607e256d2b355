//! `clausebook completions SHELL`

use super::Exit;
use super::args::{Arguments, CompletionsArgs};
use clap::CommandFactory;
use std::io::{ErrorKind, Write, stdout};

pub fn run(args: &CompletionsArgs) -> anyhow::Result<Exit> {
    // Into memory first: whoever reads the script may close the pipe early.
    let mut script = Vec::new();
    clap_complete::generate(args.shell, &mut Arguments::command(), "clausebook", &mut script);
    match stdout().write_all(&script) {
        Err(error) if error.kind() != ErrorKind::BrokenPipe => Err(error.into()),
        _ => Ok(Exit::Fine),
    }
}
