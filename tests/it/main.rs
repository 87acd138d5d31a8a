//! Integration tests: one binary, one module a concern.

mod reading;
