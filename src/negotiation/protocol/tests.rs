#![allow(clippy::unwrap_used)]

use super::*;
use crate::negotiation::Quantity;

fn at(price: i64) -> Package {
    Package([("price".to_owned(), Choice::Number(Quantity::whole(price)))].into())
}

#[test]
fn a_yes_closes_only_what_was_asked() {
    let mut table = Protocol::new(3, at(90));
    assert_eq!(table.confirm(), Err(Refusal::NothingToConfirm));
    table.offer(at(60)).unwrap();
    table.ask(Pending::Deal(at(60))).unwrap();
    assert_eq!(table.confirm(), Ok(Status::Agreed));
    assert_eq!((table.deal(), table.turn()), (Some(&at(60)), 1), "the offer has used its turn already");
    assert_eq!(table.say(), Err(Refusal::Ended { status: Status::Agreed }));
}

#[test]
fn talking_on_answers_an_open_question_with_no() {
    let mut table = Protocol::new(5, at(90));
    table.ask(Pending::Walk).unwrap();
    table.say().unwrap();
    assert_eq!(table.confirm(), Err(Refusal::NothingToConfirm));
    assert_eq!(table.status(), Status::Open);
}

#[test]
fn a_question_in_the_last_turn_can_still_be_answered() {
    let mut table = Protocol::new(1, at(90));
    table.offer(at(60)).unwrap();
    table.ask(Pending::Deal(at(60))).unwrap();
    assert!(!table.expire_when_over());
    assert_eq!(table.offer(at(50)), Err(Refusal::NoTurnsLeft { turns: 1 }));
    table.deny().unwrap();
    assert!(table.expire_when_over());
    assert_eq!(table.status(), Status::Expired);
}

#[test]
fn the_second_of_several_can_be_taken() {
    let mut table = Protocol::new(5, at(90));
    table.say().unwrap();
    table.answer(at(80), vec![at(79)]).unwrap();
    assert_eq!(table.accept(3), Err(Refusal::NoSuchOffer { asked: 3, there: 2 }));
    assert_eq!(table.accept(2), Ok(at(79)));
    assert_eq!(table.status(), Status::Agreed);
}
