//! Pages and corpus to HTML and data.
