//! Clauses to a search index that a browser reads without a server.
