//! What crosses to the page: commands, types, error codes, cache tags.
