//! What `sparring doctor` finds: can the bot run, and what is still to be done.

use serenity::all::{ApplicationFlags, Http};

use super::gateway::{http, refused_token};
use super::settings::{self, Settings};
use super::{invite, messages};
use crate::host::Host;

/// How serious a finding is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Severity {
    /// All is well.
    Fine,
    /// It works, but less well than it could.
    Warning,
    /// It won't work.
    Error,
}

/// One thing that was looked at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// How serious it is.
    pub severity: Severity,
    /// What was found.
    pub message: String,
    /// What to do, if anything.
    pub fix: String,
}

impl Finding {
    /// Nothing to do.
    pub fn fine(message: impl Into<String>) -> Self {
        Finding { severity: Severity::Fine, message: message.into(), fix: String::new() }
    }

    /// Something that could be better.
    pub fn warning(message: impl Into<String>, fix: impl Into<String>) -> Self {
        Finding { severity: Severity::Warning, message: message.into(), fix: fix.into() }
    }

    /// Something that has to be mended.
    pub fn error(message: impl Into<String>, fix: impl Into<String>) -> Self {
        Finding { severity: Severity::Error, message: message.into(), fix: fix.into() }
    }
}

/// Looks at the database and the personas behind a host.
pub async fn examine_host(host: &Host) -> Vec<Finding> {
    let mut findings = vec![match host.ping().await {
        Ok(()) => Finding::fine("The database answers."),
        Err(error) => Finding::error(error.message, error.hint),
    }];
    findings.push(match host.menu().len() {
        0 => Finding::error("There is no counterpart to play with.", "Check the folder given with --personas."),
        count => Finding::fine(format!("{count} counterparts are ready.")),
    });
    let faulty = |file: String| {
        Finding::warning(
            format!("{file} has errors, so nobody can play with it."),
            "sparring check names each, with its line and what to do.",
        )
    };
    findings.extend(host.faulty().into_iter().map(faulty));
    findings
}

/// Looks at Discord: token, application, intents, gateway, servers. The token goes where it goes in service, nowhere else.
pub async fn examine_discord(settings: &Settings) -> Vec<Finding> {
    let http = http(settings);
    let application = match http.get_current_application_info().await {
        Ok(application) => application,
        Err(serenity::Error::Http(error)) if error.status_code().is_some_and(|status| status.as_u16() == 401) => {
            let refused = refused_token();
            return vec![Finding::error(refused.message, refused.hint)];
        }
        Err(_) => {
            return vec![Finding::error(
                "Discord doesn't answer.",
                "Check the network, and DISCORD_PROXY if it is set.",
            )];
        }
    };
    let mut findings = vec![Finding::fine(format!("Discord knows this bot as {}.", application.name))];
    let flags = application.flags.unwrap_or_default();
    let granted = ApplicationFlags::GATEWAY_MESSAGE_CONTENT | ApplicationFlags::GATEWAY_MESSAGE_CONTENT_LIMITED;
    findings.push(if flags.intersects(granted) {
        Finding::fine("The message content intent is granted: people can write freely in their threads.")
    } else {
        Finding::warning(
            "The message content intent is not granted: people have to use the Say… form or mention the bot.",
            "Developer portal, your application, Bot, Privileged Gateway Intents, Message Content Intent; then restart.",
        )
    });
    findings.push(match http.get_gateway().await {
        Ok(gateway) => match settings::gateway(&gateway.url, settings.proxy.is_some()) {
            Ok(()) => Finding::fine(format!("The gateway is at {}.", gateway.url)),
            Err(refused) => Finding::error(refused.message, refused.hint),
        },
        Err(_) => Finding::error("Discord doesn't tell where its gateway is.", "Try again in a moment."),
    });
    let invite = invite(application.id.get());
    findings.extend(servers(&http).await);
    findings.push(Finding { fix: invite, ..Finding::fine("This link invites it with everything it needs:") });
    findings
}

/// The servers it is in, and what its role lacks there. Channels may take more away: `/setup check` tells.
async fn servers(http: &Http) -> Vec<Finding> {
    let Ok(servers) = http.get_guilds(None, Some(SERVERS)).await else {
        return vec![Finding::warning("Discord doesn't tell which servers the bot is in.", "Try again in a moment.")];
    };
    if servers.is_empty() {
        return vec![Finding::fine("The bot is in no server yet: the link below is the next step.")];
    }
    let mut findings = vec![Finding::fine(format!(
        "The bot is in {} server{}.",
        servers.len(),
        if servers.len() == 1 { "" } else { "s" }
    ))];
    findings.extend(servers.iter().filter_map(|server| {
        let lacking = messages::lacking(server.permissions);
        (!lacking.is_empty()).then(|| {
            let fix = "Grant that to its role under Server Settings, Roles, or invite it again; /setup check tells more about a channel.";
            Finding::warning(format!("In {} its role lacks {}.", server.name, lacking.join(", ")), fix)
        })
    }));
    findings
}

/// As many servers as Discord names at once.
const SERVERS: u64 = 200;
