//! Integration tests, one module a concern.

mod report;
