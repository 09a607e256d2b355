//! Where words go: results to standard output, problems to standard error, progress as bars on a
//! terminal and as plain lines in a pipe.

use crate::diagnostic::{Diagnostic, Severity};
use crate::pipeline::Progress;
use indicatif::{ProgressBar, ProgressStyle};
use std::fmt::Display;
use std::io::{IsTerminal, Write, stderr, stdout};
use std::sync::{Mutex, PoisonError};

/// The ways out of the program.
pub struct Outlet {
    quiet: bool,
    terminal: bool,
    bar: Mutex<Option<ProgressBar>>,
}

impl Outlet {
    pub fn new(quiet: bool) -> Self {
        Outlet { quiet, terminal: stderr().is_terminal(), bar: Mutex::new(None) }
    }

    /// A line about what was done; not when quiet.
    pub fn say(&self, line: impl Display) {
        if !self.quiet {
            self.result(line);
        }
    }

    /// A line that was asked for, quiet or not. A reader that closed the pipe (`| head`) is no error.
    pub fn result(&self, line: impl Display) {
        let _ = writeln!(stdout(), "{line}");
    }

    /// Problems, the worst last, where a reader looks first; notes not when quiet.
    pub fn problems(&self, all: &[Diagnostic]) {
        let mut shown: Vec<&Diagnostic> =
            all.iter().filter(|d| !self.quiet || d.severity > Severity::Note).collect();
        shown.sort_by_key(|d| d.severity);
        for diagnostic in shown {
            let _ = writeln!(stderr(), "{diagnostic}");
        }
    }

    /// Why the program stops.
    pub fn failure(&self, error: &anyhow::Error) {
        let _ = writeln!(stderr(), "error: {error:#}");
    }
}

impl Progress for Outlet {
    fn begin(&self, stage: &'static str, total: usize) {
        if self.quiet || total == 0 {
            return;
        }
        if self.terminal {
            // A template without unknown keys can't fail; the plain style stands in all the same.
            let style = ProgressStyle::with_template("{prefix:>10} {bar:30} {pos}/{len} {eta}")
                .unwrap_or_else(|_| ProgressStyle::default_bar());
            let bar = ProgressBar::new(total as u64).with_style(style).with_prefix(stage);
            *self.bar.lock().unwrap_or_else(PoisonError::into_inner) = Some(bar);
        } else {
            let _ = writeln!(stderr(), "{stage} {total}");
        }
    }

    fn step(&self) {
        if let Some(bar) = self.bar.lock().unwrap_or_else(PoisonError::into_inner).as_ref() {
            bar.inc(1);
        }
    }

    fn end(&self) {
        if let Some(bar) = self.bar.lock().unwrap_or_else(PoisonError::into_inner).take() {
            bar.finish_and_clear();
        }
    }
}
