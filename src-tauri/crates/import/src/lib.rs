//! Bank files: bytes to candidate rows, one module per format.
