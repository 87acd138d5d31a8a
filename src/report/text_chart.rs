//! The chart of offers drawn with characters.

use unicode_width::UnicodeWidthStr;

use super::chart::{OfferChart, Side};
use super::text::{Line, Span, Tone, wrap};

/// Lines of the plotting area.
const HEIGHT: usize = 10;
/// The widest plotting area, in columns; beyond it the eye loses the line.
const WIDEST: usize = 66;

/// Draws the chart within `width` columns: learner ●, counterpart ○, deal ◆; upward is better for the learner.
pub fn text_chart(chart: &OfferChart, width: usize) -> Vec<Line> {
    let (low, high) = chart.span();
    let money = chart.money();
    let labels = labels(chart);
    let margin = labels.iter().map(|(_, label)| label.width()).max().unwrap_or(0);
    let columns = width.saturating_sub(margin + 3).clamp(12, WIDEST);
    let mut canvas = Canvas { cells: vec![vec![(' ', Tone::Plain); columns]; HEIGHT] };
    let row = |gain: i64| ((high - gain) as f64 / (high - low) as f64 * (HEIGHT - 1) as f64).round() as usize;
    let column = |turn: u32| 1 + (turn as usize * (columns - 3)) / chart.last_turn() as usize;

    for (gain, _) in &labels {
        canvas.level(row(*gain));
    }
    for side in [Side::Counterpart, Side::Learner] {
        let tone = tone_of(side);
        let spots: Vec<(usize, usize)> = chart.of(side).map(|point| (column(point.turn), row(point.gain))).collect();
        spots.windows(2).for_each(|pair| canvas.connect(pair[0], pair[1], tone));
        spots.iter().for_each(|spot| canvas.put(*spot, if side == Side::Learner { '●' } else { '○' }, tone));
    }
    if let Some((turn, gain)) = chart.deal {
        canvas.put((column(turn), row(gain)), '◆', Tone::Good);
    }

    let label = |at: usize| labels.iter().find(|(gain, _)| row(*gain) == at).map_or("", |(_, label)| label.as_str());
    let mut lines: Vec<Line> = canvas
        .cells
        .iter()
        .enumerate()
        .map(|(at, cells)| {
            let name = label(at);
            let axis = if name.is_empty() { " │" } else { " ┤" };
            let margin = format!("{}{name}{axis}", " ".repeat(margin - name.width()));
            Line([vec![Span::new(margin, Tone::Quiet)], spans(cells)].concat())
        })
        .collect();
    lines.push(turn_axis(chart, margin, columns, &column));
    lines.push(legend(chart));
    if let Some(room) = chart.reach.limit.filter(|limit| *limit > 0) {
        let told = format!("Upward is better for you; {} was the most this talk could give you.", money.gain(room));
        lines.extend(wrap(&told, width.max(20)).into_iter().map(|part| Line::of(part, Tone::Quiet)));
    }
    lines
}

/// The levels worth a label, ends first; one that would share a row with an earlier one is left out.
fn labels(chart: &OfferChart) -> Vec<(i64, String)> {
    let money = chart.money();
    let (low, high) = chart.span();
    let row = |gain: i64| ((high - gain) as f64 / (high - low) as f64 * (HEIGHT - 1) as f64).round() as i64;
    let wanted = [
        (Some(0), "your walk-away".to_owned()),
        (chart.reach.limit, format!("{}'s limit", chart.counterpart)),
        (chart.reach.floor, format!("{}'s floor", chart.counterpart)),
        (Some(high), money.tick(high)),
        (Some(low), money.tick(low)),
    ];
    let mut labels: Vec<(i64, String)> = Vec::new();
    for (gain, label) in wanted {
        if let Some(gain) = gain.filter(|gain| labels.iter().all(|(taken, _)| row(*taken) != row(*gain))) {
            labels.push((gain, label));
        }
    }
    labels
}

fn tone_of(side: Side) -> Tone {
    match side {
        Side::Learner => Tone::Learner,
        Side::Counterpart => Tone::Counterpart,
    }
}

/// The axis with as many turn numbers as fit.
fn turn_axis(chart: &OfferChart, margin: usize, columns: usize, column: &dyn Fn(u32) -> usize) -> Line {
    let mut axis = String::new();
    for turn in 0..=chart.last_turn() {
        let at = column(turn);
        let free = axis.chars().count();
        if free == 0 || at > free {
            axis.push_str(&" ".repeat(at - free));
            axis.push_str(&turn.to_string());
        }
    }
    let word = if axis.chars().count() + 6 <= columns + 1 { "  turn" } else { "" };
    Line::of(format!("{}{axis}{word}", " ".repeat(margin + 2)), Tone::Quiet)
}

fn legend(chart: &OfferChart) -> Line {
    let mut spans = vec![
        Span::new("● you", Tone::Learner),
        Span::new("   ", Tone::Plain),
        Span::new(format!("○ {}", chart.counterpart), Tone::Counterpart),
    ];
    if let Some((_, gain)) = chart.deal {
        spans.push(Span::new(format!("   ◆ the deal, {}", chart.money().gain(gain)), Tone::Good));
    }
    Line(spans)
}

/// The plotting area, a sign and a tone a cell.
struct Canvas {
    cells: Vec<Vec<(char, Tone)>>,
}

impl Canvas {
    fn put(&mut self, (column, row): (usize, usize), sign: char, tone: Tone) {
        if let Some(cell) = self.cells.get_mut(row).and_then(|cells| cells.get_mut(column)) {
            *cell = (sign, tone);
        }
    }

    /// A dashed level over the whole width.
    fn level(&mut self, row: usize) {
        if let Some(cells) = self.cells.get_mut(row) {
            cells.iter_mut().for_each(|cell| *cell = ('┄', Tone::Quiet));
        }
    }

    /// Dots between two offers of one side.
    fn connect(&mut self, from: (usize, usize), to: (usize, usize), tone: Tone) {
        for column in (from.0 + 1)..to.0 {
            let part = (column - from.0) as f64 / (to.0 - from.0) as f64;
            let row = from.1 as f64 + part * (to.1 as f64 - from.1 as f64);
            self.put((column, row.round() as usize), '·', tone);
        }
    }
}

/// Neighbouring cells of one tone as one span.
fn spans(cells: &[(char, Tone)]) -> Vec<Span> {
    let mut spans: Vec<Span> = Vec::new();
    for (sign, tone) in cells {
        match spans.last_mut() {
            Some(last) if last.tone == *tone => last.text.push(*sign),
            _ => spans.push(Span::new(*sign, *tone)),
        }
    }
    spans
}
