//! `clausebook completions SHELL`

use super::Exit;
use super::args::{Arguments, CompletionsArgs};
use clap::CommandFactory;
use std::io::stdout;

pub fn run(args: &CompletionsArgs) -> anyhow::Result<Exit> {
    clap_complete::generate(args.shell, &mut Arguments::command(), "clausebook", &mut stdout());
    Ok(Exit::Fine)
}
