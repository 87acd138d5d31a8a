//! A database's address, and how it is shown without its password.

use std::fmt;

/// Which database, as the user wrote it. Shown, also in `Debug`, without password and parameters.
#[derive(Clone, PartialEq, Eq)]
pub struct Address {
    url: String,
    kind: Kind,
}

/// The kinds of database.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// A file, or memory.
    Sqlite,
    /// A server that speaks Postgres' protocol.
    Postgres,
}

impl Address {
    /// Reads `postgres://…`, `postgresql://…`, `sqlite:…` or a plain file path. `None` for any other scheme.
    pub fn read(url: &str) -> Option<Self> {
        let url = url.trim();
        let (url, kind) = if url.starts_with("postgres://") || url.starts_with("postgresql://") {
            (url.to_owned(), Kind::Postgres)
        } else if url.starts_with("sqlite:") {
            (url.to_owned(), Kind::Sqlite)
        } else if url.is_empty() || url.contains("://") {
            return None;
        } else {
            (format!("sqlite:{}", percent_encoded(url)), Kind::Sqlite)
        };
        Some(Self { url, kind })
    }

    /// The kind of database it names.
    pub fn kind(&self) -> Kind {
        self.kind
    }

    /// The whole URL, password included: for connecting, never for showing.
    pub(super) fn secret(&self) -> &str {
        &self.url
    }
}

impl fmt::Display for Address {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&without_password(&self.url))
    }
}

impl fmt::Debug for Address {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "Address({self})")
    }
}

/// A plain path may hold what means something else in a URL.
fn percent_encoded(path: &str) -> String {
    path.replace('%', "%25").replace('?', "%3F").replace('#', "%23")
}

/// `url` as it may be shown: all up to the last `@` may belong to a password, even one that was not encoded properly,
/// and parameters may carry secrets too.
pub(super) fn without_password(url: &str) -> String {
    let (scheme, rest) = match url.split_once("://") {
        Some((scheme, rest)) => (format!("{scheme}://"), rest),
        None => (String::new(), url),
    };
    let (login, place) = match rest.rsplit_once('@') {
        Some((login, place)) if !scheme.is_empty() => (Some(login), place),
        _ => (None, rest),
    };
    let place = place.split(['?', '#']).next().unwrap_or_default();
    match login {
        None => format!("{scheme}{place}"),
        Some(login) => match login.split_once(':') {
            Some((user, _)) => format!("{scheme}{user}:***@{place}"),
            None if login.contains(['/', '?']) => format!("{scheme}***@{place}"),
            None => format!("{scheme}{login}@{place}"),
        },
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn a_password_is_never_shown() {
        for (url, shown) in [
            ("postgres://ann:s3cret@db.example:5432/sparring", "postgres://ann:***@db.example:5432/sparring"),
            ("postgres://ann:s3cret@db/x?sslmode=require&password=s3cret", "postgres://ann:***@db/x"),
            ("postgresql://ann:s3/c?r@e#t@db/x", "postgresql://ann:***@db/x"),
            ("postgres:///x?host=/tmp&password=s3cret", "postgres:///x"),
            ("postgres:///x?password=s3cret&user=me@home", "postgres://***@home"),
            ("postgres://ann@db/x", "postgres://ann@db/x"),
            ("sqlite:/home/ann@work/a.db", "sqlite:/home/ann@work/a.db"),
            ("sqlite://a.db?mode=ro", "sqlite://a.db"),
        ] {
            let address = Address::read(url).unwrap();
            assert_eq!(address.to_string(), shown);
            assert_eq!(format!("{address:?}"), format!("Address({shown})"));
        }
    }

    #[test]
    fn a_path_is_a_file_and_an_unknown_scheme_is_nothing() {
        assert_eq!(Address::read("my runs 50%?.db").unwrap().secret(), "sqlite:my runs 50%25%3F.db");
        assert_eq!(Address::read("a.db").unwrap().kind(), Kind::Sqlite);
        assert_eq!(Address::read("mysql://localhost/x"), None);
        assert_eq!(Address::read("postgre://localhost/x"), None);
        assert_eq!(Address::read("  "), None);
    }
}
