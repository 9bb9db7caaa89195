//! Connectors to the upstreams over HTTP.
