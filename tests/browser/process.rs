//! Programs that run beside the tests and end with them.

use std::io::{BufRead, BufReader};
use std::path::PathBuf;
use std::process::{Child, ChildStdout, Command, Stdio};

/// A program in the background; dropping it ends it.
pub struct Process {
    child: Child,
    /// Kept open: a program may fail when nobody reads what it says.
    out: BufReader<ChildStdout>,
}

impl Process {
    /// Starts `command` and gives what `wanted` makes of the first line it makes something of.
    pub fn start<T>(command: &mut Command, wanted: impl Fn(&str) -> Option<T>) -> (Process, T) {
        let child = command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::null()).spawn();
        let mut child = child.unwrap_or_else(|error| panic!("{command:?}: {error}"));
        let out = BufReader::new(child.stdout.take().expect("its output is piped"));
        let mut process = Process { child, out };
        let mut line = String::new();
        while process.out.read_line(&mut line).expect("lines of UTF-8") > 0 {
            if let Some(found) = wanted(line.trim_end()) {
                return (process, found);
            }
            line.clear();
        }
        panic!("{command:?} ended without a word of where to find it");
    }
}

impl Process {
    /// Its number in the system.
    #[allow(dead_code, reason = "only the bench asks")]
    pub fn id(&self) -> u32 {
        self.child.id()
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        // It may have ended by itself.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Where a program is.
pub fn on_path(name: &str) -> Option<PathBuf> {
    let folders = std::env::var_os("PATH")?;
    std::env::split_paths(&folders).map(|folder| folder.join(name)).find(|file| file.is_file())
}
