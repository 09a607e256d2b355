//! Exit codes, documented in `--help`.

use std::process::ExitCode;

/// How a command went, the better first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Exit {
    /// All done.
    Fine,
    /// Done as far as the input allowed: it has errors, or `find` found nothing.
    Problems,
    /// The command line or `site.toml` is wrong; nothing was done.
    Usage,
    /// Nothing was written; what stood there before stands.
    Refused,
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> ExitCode {
        ExitCode::from(match exit {
            Exit::Fine => 0,
            Exit::Problems => 1,
            Exit::Usage => 2,
            Exit::Refused => 3,
        })
    }
}
