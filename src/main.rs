//! The program: the exit code is all that is decided here.

use clap::Parser;
use std::process::ExitCode;

/// A build makes and drops millions of short strings: a sixth of its time with the allocator of the C library.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    // A PDF file is read by the program as a child of its own.
    #[cfg(feature = "pdf")]
    match clausebook::source::serve_pdf_pages() {
        Ok(false) => {}
        Ok(true) => return ExitCode::SUCCESS,
        Err(_) => return ExitCode::FAILURE,
    }
    clausebook::cli::run(clausebook::cli::Arguments::parse()).into()
}
