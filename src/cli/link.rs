//! `clausebook link`

use super::import::{exit, refused};
use super::{Exit, Outlet};
use crate::config::Site;
use crate::pipeline;

pub fn run(site: &Site, outlet: &Outlet) -> anyhow::Result<Exit> {
    match pipeline::link(site, outlet) {
        Ok(linked) => {
            outlet.say(format!("{} pages, {} with other links than before", linked.pages, linked.changed));
            outlet.problems(&linked.problems);
            Ok(exit(&linked.problems))
        }
        Err(failure) => Ok(refused(failure, outlet)),
    }
}
