//! What commands and options are called in other languages. A name that is missing stays as it is.

/// A name in each locale that has one of its own.
pub(super) fn elsewhere(name: &str) -> &'static [(&'static str, &'static str)] {
    match name {
        "spar" => &[("de", "verhandeln"), ("fr", "négocier")],
        "start" => &[("de", "beginnen"), ("fr", "commencer")],
        "resume" => &[("de", "fortsetzen"), ("fr", "reprendre")],
        "offer" => &[("de", "angebot"), ("fr", "offre")],
        "say" => &[("de", "sagen"), ("fr", "dire")],
        "accept" => &[("de", "annehmen"), ("fr", "accepter")],
        "walk" => &[("de", "gehen"), ("fr", "partir")],
        "table" => &[("de", "tisch")],
        "brief" => &[("de", "vorgaben"), ("fr", "consignes")],
        "undo" => &[("de", "zurücknehmen"), ("fr", "annuler")],
        "abandon" => &[("de", "abbrechen"), ("fr", "abandonner")],
        "persona" => &[("de", "gegenüber"), ("fr", "adversaire")],
        "list" => &[("de", "alle"), ("fr", "liste")],
        "show" => &[("de", "zeigen"), ("fr", "montrer")],
        "stats" => &[("de", "ergebnisse"), ("fr", "résultats")],
        "privacy" => &[("de", "datenschutz"), ("fr", "confidentialité")],
        "export" => &[("de", "herunterladen"), ("fr", "exporter")],
        "erase" => &[("de", "löschen"), ("fr", "effacer")],
        "upload" => &[("de", "hochladen"), ("fr", "téléverser")],
        "leaderboard" => &[("de", "rangliste"), ("fr", "classement")],
        "report" => &[("de", "bericht"), ("fr", "rapport")],
        "help" => &[("de", "hilfe"), ("fr", "aide")],
        "setup" => &[("de", "einrichtung"), ("fr", "installation")],
        "variant" => &[("de", "variante"), ("fr", "variante")],
        "difficulty" => &[("de", "schwierigkeit"), ("fr", "difficulté")],
        "visibility" => &[("de", "sichtbarkeit"), ("fr", "visibilité")],
        "words" => &[("de", "worte"), ("fr", "mots")],
        _ => &[],
    }
}
