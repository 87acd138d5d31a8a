//! Who may do what: every call by everybody, as one table.

use sparring::classroom::{Extension, Scope};
use sparring::host::UserError;
use sparring::host::classroom::{Actor, BoardAsk, Edit, ShowAs, Staff, Table, Verdict};
use sparring::session::Input;

use super::{DAY, START, School, admin, draft, learner, person, teacher};
use crate::databases::on_sqlite;

/// What everybody gets for a call: `ok`, or the code of the refusal.
const TABLE: &str = "
call               ann              ben               olaf              tess             stranger            head
challenge          ok               ok                ok                ok               unknown_challenge   ok
own_status         ok               ok                ok                ok               unknown_challenge   ok
may_play           over_limit       ok                not_eligible      not_eligible     unknown_challenge   not_eligible
status             not_allowed      not_allowed       ok                ok               unknown_challenge   ok
results            not_allowed      not_allowed       ok                ok               unknown_challenge   ok
review             not_allowed      not_allowed       ok                ok               unknown_attempt     ok
notes              ok               not_allowed       ok                ok               unknown_attempt     ok
disputes           ok               not_allowed       ok                ok               unknown_attempt     ok
open_disputes      not_allowed      not_allowed       ok                ok               ok                  ok
board              ok               ok                ok                ok               ok                  ok
board of it        ok               ok                ok                ok               unknown_challenge   ok
board_page         not_allowed      not_allowed       ok                ok               ok                  ok
show_on_boards     ok               ok                ok                ok               ok                  ok
staff              not_allowed      not_allowed       ok                ok               ok                  ok
persona_versions   not_allowed      not_allowed       ok                ok               ok                  ok
persona_file       not_allowed      not_allowed       not_allowed       ok               unknown_persona     ok
log                not_allowed      not_allowed       not_allowed       ok               ok                  ok
create             not_allowed      not_allowed       not_allowed       ok               ok                  ok
edit               not_allowed      not_allowed       not_allowed       ok               unknown_challenge   ok
extend_for         not_allowed      not_allowed       not_allowed       ok               unknown_challenge   ok
extend_all         not_allowed      not_allowed       not_allowed       ok               unknown_challenge   ok
write_note         not_allowed      not_allowed       not_allowed       ok               unknown_attempt     ok
dispute            disputed         not_yours         not_yours         not_yours        unknown_attempt     not_yours
rule               not_allowed      not_allowed       not_allowed       ok               unknown_dispute     ruled
upload             not_allowed      not_allowed       not_allowed       ok               ok                  ok
retire             not_allowed      not_allowed       not_allowed       unknown_persona  unknown_persona     unknown_persona
name_staff         not_allowed      not_allowed       not_allowed       not_allowed      not_allowed         ok
set_retention      not_allowed      not_allowed       not_allowed       not_allowed      not_allowed         ok
close              not_allowed      not_allowed       not_allowed       ok               unknown_challenge   ok
";

#[tokio::test]
async fn everybody_may_do_what_the_table_says() {
    on_sqlite(async |url| {
        let school = School::open(&url).await;
        let host = &school.host;
        let mut terms = draft();
        terms.attempts = 1;
        let challenge = host.create_challenge(&teacher(), terms, START).await.unwrap().id;
        let session = school.play(&learner("ann"), &challenge).await.unwrap().id;
        school.hear(&session, "ann", Input::Say("How did you get to that number?".into())).await;
        school.hear(&session, "ann", Input::Accept(None)).await;
        let rows = host.resume(&session).await.unwrap().sealed.unwrap().rows;
        let row = (rows.first().expect("a row to dispute").concept, None);
        let dispute = host.dispute(&learner("ann"), &session, row, "I did ask.", START).await.unwrap().id;
        // An instructor of another server, with the same roles.
        let stranger = Actor { guild: "999".into(), ..teacher() };
        let staff = Staff { instructors: vec!["teachers".into()], observers: Vec::new() };
        host.name_staff(&Actor { guild: "999".into(), ..admin() }, &staff, START).await.unwrap();
        let everybody = [learner("ann"), learner("ben"), person("olaf", &["guests"]), teacher(), stranger, admin()];

        let mut told = String::from("\n");
        for line in TABLE.trim().lines() {
            let call = line[..19].trim();
            told += &format!("{call:<19}");
            let mut cells = Vec::new();
            for who in &everybody {
                cells.push(match call {
                    "call" => {
                        if who.guild == "999" {
                            "stranger".to_owned()
                        } else {
                            who.id.clone()
                        }
                    }
                    _ => outcome(&school, call, who, (&challenge, &session, &dispute), row).await,
                });
            }
            for (cell, width) in cells.iter().zip([17, 18, 18, 17, 20, 0]) {
                told += &format!("{cell:<width$}");
            }
            told = told.trim_end().to_owned() + "\n";
        }
        assert_eq!(told, TABLE);
    })
    .await;
}

async fn outcome(
    school: &School,
    call: &str,
    who: &Actor,
    (challenge, session, dispute): (&str, &str, &str),
    row: (u32, Option<u32>),
) -> String {
    let (host, at) = (&school.host, START + 1);
    let code = |error: UserError| error.code.to_owned();
    fn ok<T>(_: T) -> String {
        "ok".to_owned()
    }
    let extension = || Extension { person: "ben".into(), due_at: START + 8 * DAY, attempts: 0 };
    let board = |scope| BoardAsk { scope, ..BoardAsk::default() };
    let of_it = || Scope::Challenge(challenge.to_owned());
    match call {
        "challenge" => host.challenge(who, challenge).await.map_or_else(code, ok),
        "own_status" => host.own_status(who, challenge, at).await.map_or_else(code, ok),
        "may_play" => match host.may_play(who, challenge, at).await {
            // What may be begun is refused in the same words when it is begun.
            Err(error) => {
                let begun = host.play_challenge(who, challenge, Table::default(), at).await;
                assert_eq!(begun.unwrap_err().code, error.code);
                code(error)
            }
            Ok(_) => "ok".to_owned(),
        },
        "status" => host.challenge_status(who, challenge, &[], at).await.map_or_else(code, ok),
        "results" => host.results(who, challenge, &[], at).await.map_or_else(code, ok),
        "review" => host.review(who, session, at).await.map_or_else(code, ok),
        "notes" => host.notes(who, session).await.map_or_else(code, ok),
        "disputes" => host.disputes(who, session).await.map_or_else(code, ok),
        "open_disputes" => host.open_disputes(who).await.map_or_else(code, |open| {
            assert_eq!(open.is_empty(), who.guild == "999", "nothing crosses servers");
            ok(open)
        }),
        "board" => host.board(who, &board(Scope::All), at).await.map_or_else(code, ok),
        "board of it" => host.board(who, &board(of_it()), at).await.map_or_else(code, ok),
        "board_page" => host.board_page(who, &board(Scope::All), (10, None), at).await.map_or_else(code, ok),
        "show_on_boards" => host.show_on_boards(who, &ShowAs::Alias, at).await.map_or_else(code, ok),
        "staff" => host.staff(who).await.map_or_else(code, ok),
        "persona_versions" => host.persona_versions(who).await.map_or_else(code, ok),
        "persona_file" => {
            let theirs = include_bytes!("../../fixtures/visitor.yaml").to_vec();
            let kept = host.upload_persona(&teacher(), ("visitor.yaml", theirs), at).await.unwrap();
            assert!(kept.kept, "{:?}", kept.findings);
            host.persona_file(who, "visitor", None).await.map_or_else(code, ok)
        }
        "log" => host.log(who, 100, None).await.map_or_else(code, |log| {
            assert!(who.guild != "999" || log.iter().all(|entry| entry.action == "staff.name"), "{log:?}");
            ok(log)
        }),
        "create" => host.create_challenge(who, draft(), START).await.map_or_else(code, ok),
        "edit" => {
            let edit = Edit { title: Some("Week 1".into()), ..Edit::default() };
            host.edit_challenge(who, challenge, edit, at).await.map_or_else(code, ok)
        }
        "extend_for" => {
            host.extend_for(who, challenge, (extension(), &["class".to_owned()]), at).await.map_or_else(code, ok)
        }
        "extend_all" => host.extend_all(who, challenge, (START + 7 * DAY, 0), at).await.map_or_else(code, ok),
        "write_note" => host.write_note(who, session, "Well asked.", at).await.map_or_else(code, ok),
        "dispute" => host.dispute(who, session, row, "Again.", at).await.map_or_else(code, ok),
        "rule" => host.rule(who, dispute, (Verdict::Keep, "It stands."), at).await.map_or_else(code, ok),
        "upload" => {
            let theirs = include_bytes!("../../fixtures/visitor.yaml").to_vec();
            host.upload_persona(who, ("visitor.yaml", theirs), at).await.map_or_else(code, ok)
        }
        "retire" => host.retire_persona(who, "nobody", at).await.map_or_else(code, ok),
        "name_staff" => {
            let staff = Staff { instructors: vec!["teachers".into()], observers: vec!["guests".into()] };
            host.name_staff(who, &staff, at).await.map_or_else(code, ok)
        }
        "set_retention" => host.set_retention(who, Some(365), at).await.map_or_else(code, ok),
        "close" => host.close_challenge(who, challenge, at).await.map_or_else(code, ok),
        other => panic!("no such call: {other}"),
    }
}

#[tokio::test]
async fn nobody_rules_on_the_own_attempt() {
    on_sqlite(async |url| {
        let school = School::open(&url).await;
        let both = person("tom", &["teachers", "class"]);
        let id = school.host.create_challenge(&teacher(), draft(), START).await.unwrap().id;
        let session = school.play(&both, &id).await.unwrap().id;
        school.hear(&session, "tom", Input::Say("How did you get to that number?".into())).await;
        school.hear(&session, "tom", Input::Accept(None)).await;
        let review = school.host.review(&both, &session, START).await.unwrap();
        assert!(review.live.debrief.is_none(), "an office unseals nothing of one's own");
        let row = (review.live.sealed.unwrap().rows[0].concept, None);
        let dispute = school.host.dispute(&both, &session, row, "It was fine.", START).await.unwrap();
        let verdict = (Verdict::Change(Some(2)), "Of course.");
        let refused = school.host.rule(&both, &dispute.id, verdict, START).await.unwrap_err();
        assert_eq!(refused.code, "own_attempt");
    })
    .await;
}
