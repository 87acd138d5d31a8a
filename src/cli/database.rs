//! Where sessions are kept.

use std::path::PathBuf;

use clap::Args;

use crate::host::UserError;
use crate::store::Store;

/// The option that names a database, before or after a command.
#[derive(Debug, Clone, Default, Args)]
pub struct DatabaseArguments {
    /// Where talks and classes are kept: sqlite:FILE, a file's path, or postgres://… [default: DATABASE_URL, else a file
    /// in your data folder]
    #[arg(long = "database", value_name = "URL", global = true)]
    url: Option<String>,
}

/// Opens the database, and makes it first where there is none.
///
/// # Errors
/// When it can't be opened.
pub(super) async fn open(arguments: &DatabaseArguments) -> Result<Store, UserError> {
    let named = arguments.url.clone().or_else(|| std::env::var("DATABASE_URL").ok());
    let url = match named.filter(|url| !url.trim().is_empty()) {
        Some(url) => url,
        None => in_data_folder(),
    };
    Store::open(&url).await.map_err(|error| {
        UserError::new(
            "database",
            error.to_string(),
            "Name another with --database, for example --database sparring.db.",
        )
    })
}

/// The default file. The store makes its folder, for this user alone.
fn in_data_folder() -> String {
    let folder = dirs::data_dir().unwrap_or_else(|| PathBuf::from(".")).join("sparring");
    folder.join("sparring.db").to_string_lossy().into_owned()
}
