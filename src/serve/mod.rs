//! A server for the desk: watches, builds, reloads.
