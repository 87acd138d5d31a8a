//! `sparring simulate --report`: what the reference learners score on a persona, for people and as the file it ships with.

use std::fs;
use std::path::Path;

use crate::host::UserError;
use crate::score::Dials;
use crate::simulate::Calibration;

/// Writes every calibration into the folder, one file a persona.
pub(super) fn write(folder: &Path, calibrations: &[Calibration]) -> Result<(), UserError> {
    let unwritten = |error: String| {
        let message = format!("The calibration can't be written to {}: {error}.", folder.display());
        UserError::new("output", message, "Name a folder that you may write to.")
    };
    fs::create_dir_all(folder).map_err(|error| unwritten(error.to_string()))?;
    for calibration in calibrations {
        let text = serde_json::to_string_pretty(calibration).map_err(|error| unwritten(error.to_string()))? + "\n";
        let file = folder.join(format!("{}.json", calibration.persona));
        fs::write(file, text).map_err(|error| unwritten(error.to_string()))?;
    }
    Ok(())
}

/// A table for people, the best learner first.
pub(super) fn text(calibrations: &[Calibration]) -> String {
    calibrations.iter().map(table).collect::<Vec<String>>().join("\n")
}

fn table(calibration: &Calibration) -> String {
    let mut out = format!(
        "{}: par {:.0}, scores spread over {:.0} points ({} sessions a learner)\n{:<20} {:>6} {:>6} {:>6} {:>4}  {}\n",
        calibration.persona,
        calibration.par,
        calibration.spread(),
        calibration.runs,
        "learner",
        "agreed",
        "gain",
        "score",
        "±sd",
        "outcome information process closing relationship"
    );
    let mut learners: Vec<_> = calibration.learners.iter().collect();
    learners.sort_by(|a, b| b.score.total_cmp(&a.score));
    for learner in learners {
        out += &format!(
            "{:<20} {:>5.0}% {:>6.2} {:>6.1} {:>4.0}  {}\n",
            learner.learner,
            100.0 * learner.agreed,
            learner.gain,
            learner.score,
            learner.deviation,
            dials(&learner.dials)
        );
    }
    let steps: Vec<String> =
        calibration.percentiles.iter().map(|(percent, score)| format!("{percent} % {score:.0}")).collect();
    out + &format!("percentiles over all learners: {}\n", steps.join(", "))
}

fn dials(dials: &Dials) -> String {
    let all =
        [(dials.outcome, 7), (dials.information, 11), (dials.process, 7), (dials.closing, 7), (dials.relationship, 12)];
    let shown = all.map(|(dial, width)| {
        let figure = dial.map_or_else(|| "-".to_owned(), |dial| format!("{dial:.0}"));
        format!("{figure:>width$}")
    });
    shown.join(" ")
}
