//! The plan of the site to disk: whole or not at all.
