//! `clausebook explain CODE`

use super::Exit;
use super::args::ExplainArgs;
use crate::diagnostic::{codes, explain};
use std::io::{Write, stderr, stdout};

pub fn run(args: &ExplainArgs) -> anyhow::Result<Exit> {
    let Some(code) = &args.code else {
        for code in codes() {
            let first = explain(code).and_then(|text| text.lines().next()).unwrap_or_default();
            writeln!(stdout(), "{code}\n    {first}")?;
        }
        return Ok(Exit::Fine);
    };
    match explain(code) {
        Some(text) => {
            writeln!(stdout(), "{text}")?;
            Ok(Exit::Fine)
        }
        None => {
            writeln!(stderr(), "error: there is no code {code}; `clausebook explain` lists all")?;
            Ok(Exit::Usage)
        }
    }
}
