//! What can be asked on the command line, and what `--help` teaches.

use clap::{Args, Parser, Subcommand};
use clap_complete::Shell;
use std::path::PathBuf;

const TEACH: &str = "\
The way of a text:
  content/sources/      texts as received; the program never changes them
  content/circulars/    one Markdown page a circular, with an address on every clause; yours to edit
  content/imports/      what import changed between the two, and what it was not sure of
  content/anchors.toml  every address ever published: a build in which one has vanished fails
  public/               the site; open public/index.html, also from a USB stick

Start:
  clausebook init rules && cd rules
  cp ~/Downloads/*.txt content/sources/
  clausebook build
  clausebook serve

Exit codes:
  0  done
  1  done as far as the input allowed: some of it has errors (check: errors found; find: nothing found)
  2  the command line or site.toml is wrong; nothing was done
  3  refused or failed: nothing was written, the site that was there stands";

/// Turns a folder of official circulars into a site in which every clause has an address.
#[derive(Debug, Parser)]
#[command(name = "clausebook", version, after_help = TEACH, max_term_width = 100)]
pub struct Arguments {
    /// The site's folder: the one that holds site.toml
    #[arg(long, global = true, value_name = "DIR", default_value = ".")]
    pub site: PathBuf,
    /// Print nothing but warnings, errors and what was asked for
    #[arg(long, short, global = true)]
    pub quiet: bool,
    #[command(subcommand)]
    pub command: Command,
}

#[derive(Debug, Subcommand)]
pub enum Command {
    Init(InitArgs),
    Import(ImportArgs),
    /// Write the links between held circulars into their pages again
    ///
    /// Citations of a held circular or clause become relative Markdown links with the title 引. Only links with that
    /// title are touched; running it twice changes nothing.
    #[command(after_help = "Example:\n  clausebook link && git diff content/circulars")]
    Link,
    /// Import what is new, link, and write the site for what changed
    ///
    /// The site is written whole or not at all. It is refused (exit code 3) when a link of it would be broken, or when
    /// an address that was published has vanished: `moved` in the page's front matter says where it went.
    ///
    /// When nothing has changed since the last build, that is seen by looking at the files, and nothing is done. When words
    /// of one page were edited, what they reach is made again; the rest stays. What a build remembers for this stands in
    /// `.clausebook/` beside site.toml; when it is deleted, the next build does everything.
    #[command(
        after_help = "Examples:\n  clausebook build\n  clausebook --site ~/rules build --quiet\n  SOURCE_DATE_EPOCH=1704038400 clausebook build   # statuses as of that day"
    )]
    Build,
    Serve(ServeArgs),
    Check(CheckArgs),
    Find(FindArgs),
    Explain(ExplainArgs),
    Completions(CompletionsArgs),
}

/// Make a new site with an example in it
///
/// Writes site.toml, an example source and two hand-written documents into DIR. When one of them is there already,
/// nothing is written. `--site` plays no part here.
#[derive(Debug, Args)]
#[command(after_help = "Example:\n  clausebook init rules && clausebook --site rules build")]
pub struct InitArgs {
    /// The folder; made when it is not there
    #[arg(value_name = "DIR")]
    pub folder: PathBuf,
}

/// Turn sources into pages
///
/// Sources that have not changed since their page was made are passed over. A page that you have edited is never
/// overwritten: when its source changes, the new text is written beside it as SLUG.new.md. Every character of a source is
/// in its page or in a recorded repair, or the page is not written.
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  clausebook import\n  clausebook import content/sources/2024 --report")]
pub struct ImportArgs {
    /// Files or folders in content/sources, named from here or from there; all of it when none is named
    #[arg(value_name = "PATHS")]
    pub paths: Vec<PathBuf>,
    /// Say for each file what was read, repaired, dropped, and what is unsure, with the line
    #[arg(long)]
    pub report: bool,
}

/// Show the site on this machine, built again at every change
///
/// Watches sources, pages, theme and settings; open pages reload by themselves. When a build fails, the last good site
/// stays and the page says why.
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  clausebook serve\n  clausebook serve --port 0   # any free port")]
pub struct ServeArgs {
    /// Address to listen on; others can reach the server when it is not 127.0.0.1
    #[arg(long, default_value = "127.0.0.1")]
    pub host: String,
    /// Port to listen on; 0 takes a free one
    #[arg(long, default_value_t = 4000)]
    pub port: u16,
}

/// List what is doubtful, broken or lost
///
/// Doubts of import with their lines, broken links, vanished addresses, characters of a source that are in no page,
/// pages edited by hand, sources without a page and pages without a source. Nothing is written.
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  clausebook check\n  clausebook check --strict   # in a script: warnings (doubts of import are some) make it fail, too"
)]
pub struct CheckArgs {
    /// Exit with 1 for warnings, too
    #[arg(long)]
    pub strict: bool,
}

/// Print every clause that contains a phrase
///
/// As in the site's search: several words in one argument must all stand in the clause, `"…"` holds words together, `-word`
/// leaves clauses out; Simplified and Traditional, full and half width and punctuation make no difference. Each clause
/// is printed as file:line, address and words. Exits with 1 when there is none.
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  clausebook find 党建带群建\n  clausebook find --count 应当\n  clausebook find '党委 -工会'         # 党委 and not 工会\n  clausebook find -- '-工会 党委'      # after -- when the first word begins with -"
)]
pub struct FindArgs {
    /// The words
    pub phrase: String,
    /// Print how many there are, and nothing else
    #[arg(long)]
    pub count: bool,
}

/// Say what a code means and what to do, as in error[CODE]
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  clausebook explain anchor-vanished\n  clausebook explain   # lists all codes"
)]
pub struct ExplainArgs {
    /// The code; all codes are listed when none is named
    pub code: Option<String>,
}

/// Print a completion script for a shell
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  clausebook completions bash > ~/.local/share/bash-completion/completions/clausebook\n  clausebook completions fish > ~/.config/fish/completions/clausebook.fish"
)]
pub struct CompletionsArgs {
    pub shell: Shell,
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::CommandFactory;

    #[test]
    fn the_commands_are_consistent_and_teach() {
        Arguments::command().debug_assert();
        for command in Arguments::command().get_subcommands() {
            let help = command.clone().render_help().to_string();
            assert!(help.contains("Example"), "`{} --help` has no example", command.get_name());
        }
    }
}
