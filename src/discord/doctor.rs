//! What `sparring doctor` finds: can the bot run, and what is still to be done.

use serenity::all::ApplicationFlags;

use super::gateway::{http, refused_token};
use super::invite;
use super::settings::{self, Settings};
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

/// Looks at the database and the personas behind a host and, with settings, at Discord: token, application, intents,
/// gateway. The token goes where it goes in service, nowhere else.
pub async fn examine(host: &Host, settings: Option<&Settings>) -> Vec<Finding> {
    let mut findings = vec![match host.ping().await {
        Ok(()) => Finding::fine("The database answers."),
        Err(error) => Finding::error(error.message, error.hint),
    }];
    findings.push(match host.menu().len() {
        0 => Finding::error("There is no counterpart to play with.", "Check the folder given with --personas."),
        count => Finding::fine(format!("{count} counterparts are ready.")),
    });
    if let Some(settings) = settings {
        findings.extend(discord(settings).await);
    }
    findings
}

async fn discord(settings: &Settings) -> Vec<Finding> {
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
    findings.push(Finding::fine(format!("Invite it with everything it needs: {}", invite(application.id.get()))));
    findings
}
