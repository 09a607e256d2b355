//! clausebook: official circulars in, a site in which every clause has an address out.

pub mod cli;
pub mod config;
pub mod corpus;
pub mod diagnostic;
pub mod model;
pub mod page;
pub mod parse;
pub mod pipeline;
pub mod render;
pub mod repair;
pub mod search;
pub mod serve;
pub mod site;
pub mod source;
