//! The program: the exit code is all that is decided here.

use clap::Parser;
use std::process::ExitCode;

fn main() -> ExitCode {
    clausebook::cli::run(clausebook::cli::Arguments::parse()).into()
}
