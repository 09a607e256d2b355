//! `clausebook init DIR`

use super::args::InitArgs;
use super::{Exit, Outlet};
use crate::site::{StartError, start};

pub fn run(args: &InitArgs, outlet: &Outlet) -> anyhow::Result<Exit> {
    match start(&args.folder) {
        Ok(files) => {
            for file in files {
                outlet.say(file.display());
            }
            let folder = args.folder.display();
            outlet.say(format!(
                "\nA site is ready in {folder}. Put texts into {folder}/content/sources, then:\n  clausebook --site {folder} build"
            ));
            Ok(Exit::Fine)
        }
        Err(error @ StartError::Occupied(_)) => {
            outlet.failure(&anyhow::Error::new(error).context("nothing is overwritten"));
            Ok(Exit::Usage)
        }
        Err(error) => Err(error.into()),
    }
}
