//! Every kind of chart: its picture, its bounds, its geometry, its export.

mod bounds;
mod export;
mod geometry;
mod parts;
mod pictures;
mod samples;
