//! Every message the bot sends is made here, by a named pure function: words in, a [`Post`] out.

mod ask;
mod board;
mod brief;
mod challenge;
mod class;
mod counterparts;
mod debrief;
mod dispute;
mod help;
mod notice;
mod offer;
mod opening;
mod parts;
mod privacy;
mod refusal;
mod reply;
mod review;
mod sealed;
mod setup;
mod shelf;
mod stats;
mod table;

pub(crate) use ask::{ask_abandon, ask_accept, ask_erase, ask_walk, settled};
pub(crate) use board::{PLACES, board, board_page, read_board, shown_as};
pub(crate) use brief::brief;
pub(crate) use challenge::{OwnStanding, announcement, challenge_made, challenges, may_not_play, standing, taken};
pub(crate) use class::{
    LOG_PAGE, ask_close, challenge_closed, class_deals, class_log, class_results, class_status, house_rules, on_page,
    results_sheet,
};
pub(crate) use counterparts::{counterpart, counterparts};
pub(crate) use debrief::{debrief, pick_turn, replayable};
pub(crate) use dispute::{
    dispute_case, dispute_form, dispute_kept, open_disputes, pick_row, read_row, read_verdict, ruling_form,
    ruling_kept, unpack_row,
};
pub(crate) use help::help;
pub(crate) use notice::*;
pub(crate) use offer::{offer_form, pick_terms, read_offer, say_form, terms_of};
pub(crate) use opening::{Opening, Reading, Sitting, Visibility, opening, thread_name};
pub(crate) use parts::{Button, Colour, Embed, File, Form, Look, Post, Row, SelectChoice, TextField};
pub(crate) use privacy::{erased, exported, privacy, shares};
pub(crate) use refusal::{Own, problem, refused, stopped};
pub(crate) use reply::{Echo, counterpart_says, echo, house_note};
pub(crate) use review::{WORDS, attempt_page, note_form, note_written, review};
pub(crate) use sealed::sealed_debrief;
pub(crate) use setup::{all_needed, lacking, missing, setup};
pub(crate) use shelf::{SHORT_HASH, challenge_page, persona_file, retired, talk_page, unfetched, uploaded};
pub(crate) use stats::{PAGE as RESULTS_A_PAGE, stats};
pub(crate) use table::{controls, table};

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used)]
    use std::time::Duration;

    use super::*;
    use crate::discord::roster::{Missing, Roster};
    use crate::host::classroom::{Actor, Draft, Staff, Table};
    use crate::host::{Catalogue, Host, Incoming, Live, Start};
    use crate::negotiation::{Choice, Quantity, Terms};
    use crate::session::{FieldOffer, Input};
    use crate::store::Store;

    const IDLE: Duration = Duration::from_secs(3 * 86_400);

    /// A talk about the hatchback, with these moves made.
    async fn talk(moves: Vec<Input>) -> (Host, Live) {
        let folder = tempfile::tempdir().unwrap();
        let store = Store::open(folder.path().join("talk.db").to_str().unwrap()).await.unwrap();
        let host = Host::new(store, Catalogue::embedded());
        let start = Start {
            owner: "1".into(),
            place: Some("2".into()),
            persona: "hatchback".into(),
            seed: 7,
            id: Some("d2".into()),
            ..Start::default()
        };
        host.start(start, 0).await.unwrap();
        for input in moves {
            host.hear("d2", Incoming { author: "1".into(), message_id: None, input, at: 0 }).await.unwrap();
        }
        let live = host.resume("d2").await.unwrap();
        std::mem::forget(folder);
        (host, live)
    }

    fn offer(price: i64) -> Input {
        let terms = [
            ("price".to_owned(), Choice::Number(Quantity::whole(price))),
            ("winter_tyres".to_owned(), Choice::Option("with".into())),
        ];
        let reason = Some("Two of the same year are listed at £6,200. @everyone".into());
        Input::Offer(FieldOffer {
            offer: Terms(terms.into()),
            reason,
            ask: Some("the *winter* tyres".into()),
            say: None,
        })
    }

    /// A message as one reads it, with its controls.
    fn readable(post: &Post) -> String {
        fits(post);
        let mut lines = vec![post.content.clone()];
        for embed in &post.embeds {
            lines.push(format!("┌ {}", embed.title));
            lines.extend(embed.text.lines().map(|line| format!("│ {line}")));
            lines.extend(embed.fields.iter().map(|field| format!("│ [{}] {}", field.name, field.text)));
            lines.extend(embed.picture.iter().map(|name| format!("│ (picture {name})")));
            lines.push(format!("└ {}", embed.footer));
        }
        lines.extend(post.file.iter().map(|file| format!("file {}: {}", file.name, file.alt)));
        for row in &post.rows {
            lines.push(match row {
                Row::Buttons(buttons) => {
                    buttons.iter().map(|one| format!("({})", one.label)).collect::<Vec<_>>().join(" ")
                }
                Row::Select { hint, choices, .. } => {
                    format!(
                        "<{hint}> {}",
                        choices
                            .iter()
                            .map(|one| format!("{} ({})", one.label, one.about))
                            .collect::<Vec<_>>()
                            .join(" | ")
                    )
                }
                Row::Text(field) => field.label.clone(),
            });
        }
        lines.retain(|line| !line.is_empty());
        lines.join("\n")
    }

    /// What Discord would refuse.
    fn fits(post: &Post) {
        use crate::discord::limits;
        let body = post.body();
        assert!(post.content.chars().count() <= limits::MESSAGE);
        assert!(
            post.embeds.iter().map(Embed::size).sum::<usize>() <= limits::EMBEDS
                && post.embeds.len() <= limits::EMBED_COUNT
        );
        assert!(post.rows.len() <= 5);
        assert_eq!(body["allowed_mentions"], serde_json::json!({ "parse": [] }));
        for row in body["components"].as_array().unwrap() {
            let inside = row["components"].as_array().unwrap();
            assert!((1..=5).contains(&inside.len()));
            assert!(inside.iter().all(|one| one["custom_id"].as_str().unwrap().len() <= limits::CUSTOM_ID));
        }
        let rows = body["components"].as_array().unwrap().iter();
        let ids: Vec<_> =
            rows.flat_map(|row| row["components"].as_array().unwrap()).map(|one| &one["custom_id"]).collect();
        assert!(ids.iter().enumerate().all(|(at, id)| !ids[..at].contains(id)), "Discord refuses the same id twice");
    }

    #[tokio::test]
    async fn the_opening_card_says_what_a_learner_needs_first() {
        let (_, live) = talk(vec![]).await;
        let card = |visibility, reading| {
            readable(&opening(Opening { live: &live, visibility, reading, idle: IDLE, sitting: None }))
        };
        insta::assert_snapshot!("opening_private", card(Visibility::Private, Reading::Thread));
        insta::assert_snapshot!("opening_public_form_only", card(Visibility::Public, Reading::FormOnly));
        insta::assert_snapshot!("opening_whispered", card(Visibility::Whispered, Reading::Thread));
    }

    #[tokio::test]
    async fn the_brief_tells_what_things_are_worth_and_when_to_walk() {
        let (_, live) = talk(vec![]).await;
        insta::assert_snapshot!(readable(&brief(&live)));
    }

    #[tokio::test]
    async fn an_offer_is_shown_as_it_was_made_and_answered() {
        let (_, live) = talk(vec![offer(5_940)]).await;
        let posts = counterpart_says(&live, live.transcript.last().unwrap(), 1, Echo::As("<@1>"));
        let said: Vec<String> = posts.iter().map(readable).collect();
        insta::assert_snapshot!(format!("{}\n\n{}", said.join("\n"), readable(&table(&live))));
    }

    #[tokio::test]
    async fn forms_name_what_can_be_named() {
        let (_, live) = talk(vec![]).await;
        let terms = terms_of(&live).unwrap();
        insta::assert_json_snapshot!(offer_form(&live, &terms).body());
        insta::assert_snapshot!("pick_terms", readable(&pick_terms(&live)));
    }

    #[tokio::test]
    async fn a_form_that_was_filled_in_by_hand_is_read() {
        let (_, live) = talk(vec![]).await;
        let fields = [
            ("term0", "£6,140"),
            ("term1", "with the Winter Tyres"),
            ("term2", "cash"),
            ("ask", " "),
            ("reason", "fair"),
        ];
        let read = read_offer(&live, &fields.map(|(id, text)| (id.to_owned(), text.to_owned())).into());
        let named: Vec<String> = read.offer.0.iter().map(|(id, choice)| format!("{id}={choice:?}")).collect();
        insta::assert_snapshot!(format!("{}\n{:?} {:?}", named.join("\n"), read.ask, read.reason));
    }

    #[tokio::test]
    async fn what_cannot_be_undone_is_asked_first() {
        let (_, live) = talk(vec![]).await;
        let package = live.transcript[0].standing.counterpart.clone().unwrap();
        let all = [
            ask_accept(&live, &package, 0, 0),
            ask_accept(&live, &package, 2, 3),
            ask_walk(&live, 0),
            ask_abandon(&live),
            ask_erase(),
        ];
        insta::assert_snapshot!(all.iter().map(readable).collect::<Vec<_>>().join("\n\n"));
    }

    #[tokio::test]
    async fn the_debrief_has_its_pictures_as_text_too() {
        let (host, live) = talk(vec![
            offer(5_940),
            Input::Say("I can't go over £6,900. How did you get to £7,650?".into()),
            offer(6_300),
            Input::Accept(None),
        ])
        .await;
        let deals = host.deals("d2").await.unwrap();
        let posts = debrief(&live, live.debrief.as_ref().unwrap(), deals.as_ref());
        let pictures: Vec<&File> = posts.iter().filter_map(|post| post.file.as_ref()).collect();
        assert_eq!(pictures.len(), 2);
        assert!(pictures.iter().all(|file| file.bytes.starts_with(b"\x89PNG") && !file.alt.is_empty()));
        let told: Vec<String> = posts.iter().map(readable).collect();
        insta::assert_snapshot!(format!("{}\n\n{}", told.join("\n---\n"), readable(&pick_turn(&live))));
    }

    #[tokio::test]
    async fn menus_and_notices_fit() {
        let (host, live) = talk(vec![]).await;
        let one = host.briefing("hatchback").unwrap();
        let menu: Vec<_> = (0..20).map(|_| one.clone()).collect();
        let all = [
            counterparts(&menu, 1),
            counterpart(&one, &host.variants("hatchback").unwrap()),
            help(true),
            help(false),
            privacy(IDLE),
            setup(serenity::all::Permissions::VIEW_CHANNEL, false, "https://example.org"),
            missing(serenity::all::Permissions::VIEW_CHANNEL),
            cannot_read("d2", "Marta"),
            words_only(),
            idled_out(IDLE),
            stats(&[], 0, false, str::to_owned),
            continue_whispered(&live),
        ];
        insta::assert_snapshot!(all.iter().map(readable).collect::<Vec<_>>().join("\n\n"));
    }

    /// A week, in milliseconds.
    const WEEK: i64 = 7 * 86_400_000;

    #[tokio::test]
    async fn a_class_is_told_what_it_needs_to_know() {
        let (host, _) = talk(vec![]).await;
        let host = host.with_clock(|| 1_000);
        let admin = Actor { id: "9".into(), guild: "5".into(), roles: Vec::new(), admin: true };
        let staff = Staff { instructors: vec!["7".into()], observers: Vec::new() };
        host.name_staff(&admin, &staff, 0).await.unwrap();
        let draft = Draft {
            title: "Week *1*".into(),
            persona: "hatchback".into(),
            roles: vec!["6".into()],
            members: vec!["1".into(), "2".into()],
            opens_at: Some(2_000),
            due_at: WEEK,
            zone: "Europe/London".into(),
            attempts: 3,
            cool_down: 12 * 3_600_000,
            counting: "mean of first 2".parse().unwrap(),
            ..Draft::default()
        };
        let mut challenge = host.create_challenge(&admin, draft, 0).await.unwrap();
        let briefing = host.briefing_of(&admin, &challenge.id).await.unwrap();
        let learner = Actor { id: "1".into(), guild: "5".into(), ..Actor::default() };
        let listed = host.challenges(&learner, 3_000).await.unwrap();
        let own = OwnStanding {
            own: host.own_results(&learner, &challenge.id, 1_000).await.unwrap(),
            may_play: host.may_play(&learner, &challenge.id, 1_000).await.err(),
            challenge: challenge.clone(),
            notes: Vec::new(),
            disputes: Vec::new(),
        };
        let status = host.challenge_status(&admin, &challenge.id, &["3".into()], 1_000).await.unwrap();
        let mut all = vec![
            house_rules(&staff, Some(90)),
            announcement(&challenge, Some(&briefing), 1_000),
            challenge_made(&challenge, None),
            challenges(&listed, 0, 3_000),
            standing(&own).remove(0),
            class_status(&status, 0, Some(Missing::NotAllowed)),
            ask_close(&challenge),
        ];
        challenge.closed_at = Some(WEEK);
        all.push(announcement(&challenge, Some(&briefing), WEEK));
        insta::assert_snapshot!(all.iter().map(readable).collect::<Vec<_>>().join("\n\n"));
    }

    #[tokio::test]
    async fn every_attempt_of_a_page_can_be_picked() {
        let (host, _) = talk(vec![]).await;
        let host = host.with_clock(|| 1_000);
        let admin = Actor { id: "9".into(), guild: "5".into(), roles: Vec::new(), admin: true };
        let members: Vec<String> = (10..21).map(|person| person.to_string()).collect();
        let draft = Draft {
            persona: "hatchback".into(),
            members: members.clone(),
            due_at: WEEK,
            attempts: 3,
            ..Draft::default()
        };
        let challenge = host.create_challenge(&admin, draft, 0).await.unwrap();
        for id in &members {
            let learner = Actor { id: id.clone(), guild: "5".into(), ..Actor::default() };
            for _ in 0..3 {
                let live = host.play_challenge(&learner, &challenge.id, Table::default(), 1_000).await.unwrap();
                host.abandon(&live.id, 1_000).await.unwrap();
            }
        }
        let results = host.results(&admin, &challenge.id, &[], 1_000).await.unwrap();
        let lists = |page| -> Vec<usize> {
            let post = class_results(&results, &Roster::default(), page);
            fits(&post);
            let size = |row: &Row| if let Row::Select { choices, .. } = row { Some(choices.len()) } else { None };
            post.rows.iter().filter_map(size).collect()
        };
        assert_eq!((lists(0), lists(1)), (vec![25, 5], vec![3]));
    }
}
