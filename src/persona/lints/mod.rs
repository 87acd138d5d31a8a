//! Checks.
use super::economics::Economics;
use super::finding::Findings;
use super::model::Persona;
use super::shape::Shape;

pub(super) fn file(_shape: &Shape, _stem: &str, _findings: &mut Findings) {}

pub(super) fn persona(_shape: &Shape, _persona: &Persona, _findings: &mut Findings) -> Option<Economics> {
    None
}
