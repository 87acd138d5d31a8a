//! What a member of the server does: speak, type commands, press, pick and fill in.

use super::{Console, show};
use crate::standin::answer::{Answer, Asked};
use crate::standin::ids::Id;
use crate::standin::model::Attachment;
use crate::standin::posted::Posted;
use crate::standin::posting::{Draft, Upload};
use serde_json::Value;
use serenity::all::Permissions;
use std::path::Path;

impl Console {
    pub(super) fn become_(&mut self, name: &str) -> Result<String, String> {
        let found = self.people.iter().position(|one| one.name.eq_ignore_ascii_case(name));
        self.me = found.ok_or_else(|| self.list_people())?;
        Ok(format!("You are {}, in {}.", self.me().name, self.label(self.me().here().id)))
    }

    pub(super) fn list_people(&self) -> String {
        let line = |one: &crate::standin::person::Person| {
            format!("  {}{}", one.name, if one.id == self.people[0].id { " (owns the server)" } else { "" })
        };
        format!("In Practice Club:\n{}", self.people.iter().map(line).collect::<Vec<_>>().join("\n"))
    }

    /// Makes a role and gives it to members, as an administrator does under Server Settings.
    pub(super) fn role(&mut self, words: &str) -> Result<String, String> {
        let (name, members) = words.split_once(':').unwrap_or((words, ""));
        let name = name.trim().trim_start_matches('@');
        if name.is_empty() {
            return Err("name the role and who holds it: :role class: Ann, Ben".into());
        }
        let wanted: Vec<&str> = members.split(',').map(str::trim).filter(|member| !member.is_empty()).collect();
        let find = |wanted: &&str| {
            let found = self.people.iter().find(|one| one.name.eq_ignore_ascii_case(wanted));
            found.map(|one| one.id).ok_or_else(|| self.list_people())
        };
        let holders = wanted.iter().map(find).collect::<Result<Vec<Id>, String>>()?;
        let role = self.world.role(self.guild, name, Permissions::empty());
        holders.iter().for_each(|member| self.world.hold(self.guild, *member, role));
        Ok(format!("@{name} is held by {}.", if wanted.is_empty() { "nobody yet".into() } else { wanted.join(", ") }))
    }

    fn label(&self, place: Id) -> String {
        self.world.look(|state| state.channel_label(place))
    }

    /// Channels and threads that this person can open.
    fn places(&self) -> Vec<Id> {
        self.world.look(|state| {
            let open = state.channels.values().filter(|place| place.guild.is_some() && state.sees(self.me().id, place));
            open.map(|place| place.id).collect()
        })
    }

    pub(super) fn list_places(&self) -> String {
        let line = |place: &Id| format!("  {}", self.label(*place));
        format!("{} can open:\n{}", self.me().name, self.places().iter().map(line).collect::<Vec<_>>().join("\n"))
    }

    pub(super) fn go(&mut self, wanted: &str) -> Result<String, String> {
        let plain = wanted.trim_start_matches('#').to_lowercase();
        let fits = |place: &&Id| self.label(**place).to_lowercase().contains(&plain);
        // The newest, when several tables have one name.
        let place = self.places().iter().rev().find(fits).copied();
        let place = place.ok_or_else(|| self.list_places())?;
        self.me().go_to(place);
        Ok(format!("You are {}, in {}.", self.me().name, self.label(place)))
    }

    pub(super) async fn slash(&mut self, line: &str) -> Result<String, String> {
        let asked = match self.me().file_named(line) {
            Some((option, path, line)) => {
                let file = self.file_at(&path).map_err(|why| format!("{option}:{path} can't be read: {why}"))?;
                self.me().try_command(&line, Some((&option, file)), false)?
            }
            None => self.me().try_command(line, None, false)?,
        };
        self.answered(&asked).await
    }

    /// A file of this machine, uploaded under the name that Discord gives it. A path that was dragged into a terminal may
    /// stand in quotes.
    fn file_at(&self, path: &str) -> std::io::Result<Attachment> {
        let path = Path::new(path.trim_matches(['\'', '"']));
        let name = path.file_name().map(|name| name.to_string_lossy().replace(' ', "_")).unwrap_or_default();
        Ok(self.me().offers_file(&name, &std::fs::read(path)?))
    }

    pub(super) async fn suggest(&mut self, line: &str) -> Result<String, String> {
        let asked = self.me().try_command(line, None, true)?;
        self.answered(&asked).await
    }

    pub(super) async fn writes(&mut self, draft: Draft) -> Result<String, String> {
        let written = self.me().try_write(&self.me().here(), draft)?;
        let (told, revision) =
            self.world.look(|state| (show::message(state, written.id, false), state.messages[&written.id].revision));
        self.shown.insert((self.me().id, written.id), revision);
        self.settle().await;
        Ok(told)
    }

    pub(super) async fn attach(&mut self, filename: &str) -> Result<String, String> {
        let upload = Upload {
            field: "files[0]".into(),
            filename: filename.into(),
            content_type: "application/octet-stream".into(),
            bytes: b"a file".to_vec(),
        };
        self.writes(Draft { uploads: vec![(upload, None)], ..Draft::default() }).await
    }

    /// Messages here that this person can see, newest first.
    fn here(&self) -> Vec<Posted> {
        let (me, place) = (self.me(), self.me().here().id);
        let ids: Vec<Id> = self.world.look(|state| {
            let here = state.messages.values().rev().filter(|message| message.channel == place);
            here.map(|message| message.id).filter(|id| me.can_see(state, *id)).collect()
        });
        ids.into_iter().map(|id| Posted::new(me, id)).collect()
    }

    pub(super) async fn press(&mut self, label: &str) -> Result<String, String> {
        let wanted = label.to_lowercase();
        let fits = |one: &String| one.to_lowercase().starts_with(&wanted);
        let all = self.here();
        let found = all.iter().find_map(|message| Some((message, message.buttons().into_iter().find(&fits)?)));
        let Some((message, label)) = found else {
            let there: Vec<String> = all.iter().flat_map(Posted::buttons).collect();
            return Err(format!(
                "there is no button {label:?} in {}; there are {there:?}",
                self.label(self.me().here().id)
            ));
        };
        let asked = self.me().ask_click(message, &label);
        self.answered(&asked).await
    }

    pub(super) async fn pick(&mut self, labels: &str) -> Result<String, String> {
        let wanted: Vec<&str> = labels.split('|').map(str::trim).collect();
        let all = self.here();
        let has = |message: &&Posted| wanted.iter().all(|label| message.options().iter().any(|option| option == label));
        let Some(message) = all.iter().find(has) else {
            let there: Vec<String> = all.iter().flat_map(Posted::options).collect();
            return Err(format!("no list here has {wanted:?}; there are {there:?}"));
        };
        let asked = self.me().try_select(message, &wanted)?;
        self.answered(&asked).await
    }

    pub(super) async fn fill(&mut self, words: &str) -> Result<String, String> {
        let Some((_, modal)) = self.form.take_if(|(whose, _)| *whose == self.me) else {
            return Err("no form is open; a button opens it".into());
        };
        let pairs = words.split('|').map(str::trim).filter(|pair| !pair.is_empty());
        let pairs: Vec<(&str, &str)> = pairs.map(|pair| pair.split_once('=').unwrap_or((pair, ""))).collect();
        let label_of = |name: &str| {
            let fits = |input: &&&Value| show::text(&input["label"]).eq_ignore_ascii_case(name.trim());
            modal
                .inputs()
                .iter()
                .find(fits)
                .map_or(name.trim().to_owned(), |input| show::text(&input["label"]).to_owned())
        };
        let values: Vec<(String, &str)> = pairs.iter().map(|(name, value)| (label_of(name), value.trim())).collect();
        let values: Vec<(&str, &str)> = values.iter().map(|(name, value)| (name.as_str(), *value)).collect();
        match self.me().try_submit(&modal, &values) {
            Ok(asked) => self.answered(&asked).await,
            Err(why) => {
                self.form = Some((self.me, modal));
                Err(why)
            }
        }
    }

    /// Waits for the answer to what was asked. Messages among it are told as news.
    async fn answered(&mut self, asked: &Asked) -> Result<String, String> {
        let told = match asked.outcome().await.map_err(|why| self.failed(&why))? {
            Answer::Modal(modal) => {
                let told = show::form(&modal);
                self.form = Some((self.me, modal));
                return Ok(told);
            }
            Answer::Choices(list) => {
                let line = |(name, value): &(String, Value)| format!("  {name}  →  {}", show::text(value));
                return Ok(format!("Discord suggests:\n{}", list.iter().map(line).collect::<Vec<_>>().join("\n")));
            }
            _ => String::new(),
        };
        self.settle().await;
        Ok(told)
    }

    /// What Discord shows where no answer came.
    fn failed(&self, why: &str) -> String {
        let bot = if self.world.connected() == 0 { " No bot is connected: `sparring serve` starts it." } else { "" };
        format!("This interaction failed. {why}.{bot}")
    }

    /// Everything that stands here, as this person sees it.
    pub(super) fn look(&mut self) -> String {
        let (me, here) = (self.me().id, self.here());
        let seen = self
            .world
            .look(|state| here.iter().map(|one| ((me, one.id), state.messages[&one.id].revision)).collect::<Vec<_>>());
        self.shown.extend(seen);
        let told = self
            .world
            .look(|state| here.iter().rev().map(|one| show::message(state, one.id, false)).collect::<Vec<_>>());
        if told.is_empty() { "Nothing stands here yet.".into() } else { told.join("\n") }
    }
}
