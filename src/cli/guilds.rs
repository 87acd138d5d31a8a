//! The Discord servers that a database holds classes of, told apart where there are several.

use crate::host::UserError;
use crate::store::Store;

/// The server that was named, or the only one there is.
pub(super) async fn one_guild(store: &Store, named: Option<&str>) -> Result<String, UserError> {
    if let Some(guild) = named {
        return Ok(guild.to_owned());
    }
    let mut guilds = store.guilds().await?;
    match guilds.len() {
        0 => Err(UserError::new(
            "no_class",
            "This database holds no challenge yet.",
            "An instructor makes one in Discord with /class create.",
        )),
        1 => Ok(guilds.remove(0)),
        count => Err(UserError::new(
            "which_guild",
            format!("This database holds the classes of {count} servers."),
            format!("Name one with --guild: {}.", guilds.join(", ")),
        )),
    }
}

/// The server that has a challenge of this id; none where the id is no challenge's.
pub(super) async fn guild_with(store: &Store, id: &str, named: Option<&str>) -> Result<Option<String>, UserError> {
    let mut guilds = store.guilds_with(id).await?;
    if let Some(named) = named {
        guilds.retain(|guild| guild == named);
    }
    match guilds.len() {
        0 => Ok(None),
        1 => Ok(Some(guilds.remove(0))),
        _ => Err(UserError::new(
            "which_guild",
            format!("Several servers have a challenge called {id:?}."),
            format!("Name one with --guild: {}.", guilds.join(", ")),
        )),
    }
}
