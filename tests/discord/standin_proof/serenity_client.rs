//! A small, well-behaved serenity bot in the stand-in's world. Its requests are the ones that are checked against
//! Discord's API description.

use crate::standin::events::Order;
use crate::standin::ids::Id;
use crate::standin::person::Person;
use crate::standin::world::World;
use serenity::all::*;
use std::sync::Arc;
use tokio::task::JoinHandle;

struct Tiny {
    guild: GuildId,
}

fn start_buttons() -> Vec<CreateActionRow> {
    let brief = CreateButton::new("v1:brief:1").label("My brief");
    let open = CreateButton::new("v1:thread:1").label("Start").style(ButtonStyle::Success);
    let choice = CreateSelectMenuOption::new("Tough", "tough").description("Gives little");
    let kind = CreateSelectMenuKind::String { options: vec![CreateSelectMenuOption::new("Easy", "easy"), choice] };
    vec![
        CreateActionRow::Buttons(vec![brief, open]),
        CreateActionRow::SelectMenu(CreateSelectMenu::new("v1:temper:1", kind).placeholder("Temper")),
    ]
}

fn commands() -> Vec<CreateCommand> {
    let persona = CreateCommandOption::new(CommandOptionType::String, "persona", "With whom").set_autocomplete(true);
    let start = CreateCommandOption::new(CommandOptionType::SubCommand, "start", "Begin").add_sub_option(persona);
    let price =
        CreateCommandOption::new(CommandOptionType::Integer, "price", "Your price").min_int_value(0).required(true);
    let offer = CreateCommandOption::new(CommandOptionType::SubCommand, "offer", "Make an offer").add_sub_option(price);
    let file = CreateCommandOption::new(CommandOptionType::Attachment, "file", "A persona file").required(true);
    let check = CreateCommandOption::new(CommandOptionType::SubCommand, "check", "Check a file").add_sub_option(file);
    let form = CreateCommandOption::new(CommandOptionType::SubCommand, "say", "Say something in a form");
    let spar =
        CreateCommand::new("spar").description("Practise a negotiation").contexts(vec![InteractionContext::Guild]);
    vec![spar.add_option(start).add_option(offer).add_option(check).add_option(form)]
}

fn says(text: impl Into<String>) -> CreateInteractionResponseMessage {
    CreateInteractionResponseMessage::new().content(text).allowed_mentions(CreateAllowedMentions::new())
}

impl Tiny {
    async fn command(&self, ctx: &Context, command: CommandInteraction) -> serenity::Result<()> {
        let part = &command.data.options[0];
        let CommandDataOptionValue::SubCommand(values) = &part.value else { return Ok(()) };
        let answer = match part.name.as_str() {
            "start" => {
                let persona = values.first().and_then(|value| value.value.as_str()).unwrap_or("anybody");
                let embed = CreateEmbed::new().title("The hatchback").description(format!("You meet {persona}."));
                CreateInteractionResponse::Message(says("Ready?").embed(embed).components(start_buttons()))
            }
            "offer" => {
                command.defer(ctx).await?;
                let price = values[0].value.as_i64().unwrap_or_default();
                let edit = EditInteractionResponse::new().content(format!("You offer {price}."));
                command.edit_response(ctx, edit).await?;
                let more = CreateInteractionResponseFollowup::new().content("And a private word.").ephemeral(true);
                command.create_followup(ctx, more).await?;
                return Ok(());
            }
            "check" => {
                let file = command.data.resolved.attachments.values().next().expect("a file");
                let text = String::from_utf8(file.download().await?).expect("text");
                CreateInteractionResponse::Message(says(format!("{} holds {text}", file.filename)).ephemeral(true))
            }
            _ => {
                let input = CreateInputText::new(InputTextStyle::Paragraph, "Your words", "words").max_length(200);
                let modal = CreateModal::new("v1:say:1", "Say…").components(vec![CreateActionRow::InputText(input)]);
                CreateInteractionResponse::Modal(modal)
            }
        };
        command.create_response(ctx, answer).await
    }

    async fn component(&self, ctx: &Context, component: ComponentInteraction) -> serenity::Result<()> {
        match component.data.custom_id.as_str() {
            "v1:brief:1" => {
                let brief = says("Your limit is 5,200.").ephemeral(true);
                component.create_response(ctx, CreateInteractionResponse::Message(brief)).await
            }
            "v1:temper:1" => {
                let ComponentInteractionDataKind::StringSelect { values } = &component.data.kind else { return Ok(()) };
                let changed = says(format!("Ready? ({})", values[0])).components(vec![]);
                component.create_response(ctx, CreateInteractionResponse::UpdateMessage(changed)).await
            }
            _ => {
                component.create_response(ctx, CreateInteractionResponse::Acknowledge).await?;
                let new = CreateThread::new("Hatchback with Ana").kind(ChannelType::PrivateThread).invitable(false);
                let thread = component.channel_id.create_thread(ctx, new).await?;
                thread.id.add_thread_member(ctx, component.user.id).await?;
                let picture = CreateAttachment::bytes(b"a picture".to_vec(), "chart.png").description("Your offers");
                let embed = CreateEmbed::new().title("Begin").attachment("chart.png");
                let hello = CreateMessage::new().content("Make me an offer.").embed(embed).add_file(picture);
                let nonce = Nonce::String("session-1-0".into());
                thread.id.send_message(ctx, hello.nonce(nonce).enforce_nonce(true)).await?;
                let edit = EditInteractionResponse::new().content("Started.").components(vec![]);
                component.edit_response(ctx, edit).await?;
                Ok(())
            }
        }
    }
}

#[async_trait]
impl EventHandler for Tiny {
    async fn ready(&self, ctx: Context, ready: Ready) {
        assert_eq!(ready.guilds.len(), 1);
        self.guild.set_commands(&ctx, commands()).await.expect("commands are registered");
    }

    async fn interaction_create(&self, ctx: Context, interaction: Interaction) {
        let done = match interaction {
            Interaction::Command(command) => self.command(&ctx, command).await,
            Interaction::Component(component) => self.component(&ctx, component).await,
            Interaction::Autocomplete(typing) => {
                let typed = typing.data.autocomplete().map(|option| option.value.to_string()).unwrap_or_default();
                let answer = CreateAutocompleteResponse::new().add_string_choice(format!("{typed}chback"), "hatchback");
                typing.create_response(&ctx, CreateInteractionResponse::Autocomplete(answer)).await
            }
            Interaction::Modal(modal) => {
                let ActionRowComponent::InputText(input) = &modal.data.components[0].components[0] else { return };
                let text = format!("You said: {}", input.value.as_deref().unwrap_or_default());
                modal.create_response(&ctx, CreateInteractionResponse::Message(says(text))).await
            }
            _ => Ok(()),
        };
        done.expect("the stand-in takes what a well-behaved bot sends");
    }

    async fn message(&self, ctx: Context, message: Message) {
        if message.author.bot || message.kind != MessageType::Regular {
            return;
        }
        let again = message.channel_id.message(&ctx, message.id).await.expect("a message can be read again");
        let typing = message.channel_id.broadcast_typing(&ctx).await;
        typing.expect("typing is allowed");
        let answer = CreateMessage::new().content(format!("I heard: {}", again.content)).reference_message(&message);
        let quiet = answer.allowed_mentions(CreateAllowedMentions::new());
        let posted = message.channel_id.send_message(&ctx, quiet).await;
        // The thread may be gone by now, which is for the test to say.
        let Ok(mut posted) = posted else { return };
        if message.content == "bye" {
            posted.edit(&ctx, EditMessage::new().content("Goodbye.")).await.expect("own messages can be edited");
            let close = EditThread::new().archived(true);
            message.channel_id.edit_thread(&ctx, close).await.expect("own threads can be closed");
        }
    }
}

struct Running {
    task: JoinHandle<serenity::Result<()>>,
    shards: Arc<ShardManager>,
}

impl Running {
    async fn stop(self) {
        self.shards.shutdown_all().await;
        self.task.await.unwrap().unwrap();
    }
}

async fn client(world: &World, guild: Id) -> Client {
    let token = world.token();
    let http = HttpBuilder::new(&token).proxy(world.url()).ratelimiter_disabled(true);
    let http = http.application_id(ApplicationId::new(world.bot_id())).build();
    let intents = GatewayIntents::GUILDS | GatewayIntents::GUILD_MESSAGES | GatewayIntents::MESSAGE_CONTENT;
    let handler = Tiny { guild: GuildId::new(guild) };
    let client = ClientBuilder::new_with_http(http, intents).event_handler(handler).await.unwrap();
    assert_eq!(*client.ws_url.lock().await, world.gateway(), "the library found the stand-in's gateway");
    client
}

async fn start(world: &World, guild: Id) -> Running {
    let mut client = client(world, guild).await;
    let shards = client.shard_manager.clone();
    let task = tokio::spawn(async move { client.start().await });
    world.bot_is_ready().await;
    world.wait_for("commands", |state| (!state.commands.is_empty()).then_some(())).await;
    Running { task, shards }
}

async fn class() -> (World, Id, Person, Person, Running) {
    let world = World::start().await;
    let guild = world.guild("Class");
    world.channel(guild, "practice");
    let ana = world.member("Ana", guild);
    let ben = world.member("Ben", guild);
    let bot = start(&world, guild).await;
    (world, guild, ana, ben, bot)
}

#[tokio::test]
async fn a_small_bot_lives_through_a_session() {
    let (world, _, ana, ben, bot) = class().await;
    assert_eq!(ana.suggestions("/spar start persona:hat").await[0].0, "hatchback");
    let offer = ana.slash("/spar start persona:hatchback").await;
    assert!(!offer.is_ephemeral());
    let offer = offer.message();
    assert_eq!(offer.text(), "Ready?\nThe hatchback\nYou meet hatchback.");
    assert_eq!(
        (offer.buttons(), offer.options()),
        (vec!["My brief".into(), "Start".into()], vec!["Easy".into(), "Tough".into()])
    );

    let brief = ana.click(&offer, "My brief").await;
    assert!(brief.is_ephemeral() && brief.text().contains("5,200"));
    world.nobody_saw(&["5200"], &[ana.id]);
    assert_eq!(ana.select(&offer, &["Tough"]).await.text(), "Ready? (tough)\nThe hatchback\nYou meet hatchback.");

    let offer = ana.slash("/spar start").await.message();
    let silent = ana.click(&offer, "Start").await;
    assert!(matches!(silent, crate::standin::answer::Answer::Silent));
    let thread = ana.next_thread().await;
    assert!(thread.is_private_thread() && ben.threads().is_empty());
    let hello = thread.next_message().await;
    assert_eq!(
        (hello.content().as_str(), hello.files()[0].description.as_deref()),
        ("Make me an offer.", Some("Your offers"))
    );
    assert_eq!(offer.next_edit().await.content(), "Started.");

    ana.says(&thread, "I can do 6,140");
    assert_eq!(thread.next_message().await.content(), "I heard: I can do 6,140");
    let asked = ana.ask_slash("/spar offer price:6140");
    assert_eq!(asked.answer().await.text(), "You offer 6140.");
    assert!(asked.follow_up().await.is_ephemeral());
    let form = ana.slash("/spar say").await.modal();
    assert_eq!(ana.submit(&form, &[("Your words", "deal?")]).await.text(), "You said: deal?");
    let checked = ana.slash_with_file("/spar check", "file", "mine.yaml", b"id: mine").await;
    assert_eq!(checked.text(), "mine.yaml holds id: mine");
    ana.says(&thread, "bye");
    assert_eq!(thread.next_message().await.next_edit().await.content(), "Goodbye.");
    thread.until_archived().await;
    assert!(thread.is_archived() && thread.name() == "Hatchback with Ana");
    assert!(!ben.could_read("deal?"));
    bot.stop().await;
    assert_eq!(world.invalid_requests(), 0);
}

#[tokio::test]
async fn the_library_resumes_and_hears_what_it_missed() {
    let (world, _, ana, _, bot) = class().await;
    let place = ana.here();
    ana.says(&place, "one");
    assert_eq!(place.next_message().await.content(), "I heard: one");
    world.close_gateway(4000);
    ana.says(&place, "two");
    assert_eq!(place.next_message().await.content(), "I heard: two");
    assert!(world.dump().contains("RESUME: 1 missed events replayed"), "{}", world.dump());
    world.deliver_twice(1);
    ana.says(&place, "three");
    assert_eq!(place.next_message().await.content(), "I heard: three");
    assert_eq!(place.next_message().await.content(), "I heard: three", "a second delivery is a second event");
    world.hold_events();
    ana.says(&place, "four");
    world.release(Order::AsHappened);
    assert_eq!(place.next_message().await.content(), "I heard: four");
    bot.stop().await;
}

#[tokio::test]
async fn the_library_tells_that_its_intents_are_refused() {
    let world = World::with().without_message_content().start().await;
    let guild = world.guild("Class");
    let outcome = client(&world, guild).await.start().await;
    assert!(matches!(outcome, Err(serenity::Error::Gateway(GatewayError::DisallowedGatewayIntents))), "{outcome:?}");
}
