//! Charts: plotters drawn through our own back end, with geometry for reading.
