//! Order within a session. The library starts a task for every event, so that two messages of a thread may overtake
//! each other; here each session has a lane of its own, in which work is done in the order of the snowflakes.

use std::collections::HashMap;
use std::future::Future;
use std::pin::Pin;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tokio::sync::mpsc::{UnboundedReceiver, UnboundedSender, unbounded_channel};
use tokio_util::task::TaskTracker;

/// How long a lane waits for stragglers before it begins: far beyond what tasks of one process need to overtake each
/// other, and too short for a person to notice.
const SETTLE: Duration = Duration::from_millis(120);

/// A lane without work for this long is given up.
const IDLE: Duration = Duration::from_secs(60);

type Work = Pin<Box<dyn Future<Output = ()> + Send>>;
type Lanes = Arc<Mutex<HashMap<String, UnboundedSender<(u64, Work)>>>>;

/// All lanes of this process.
#[derive(Clone, Default)]
pub(crate) struct Queues {
    lanes: Lanes,
    running: TaskTracker,
}

impl Queues {
    /// Puts work into a lane. `order` is the snowflake of what brought it; 0 goes first.
    pub(crate) fn push(&self, lane: &str, order: u64, work: impl Future<Output = ()> + Send + 'static) {
        let mut lanes = locked(&self.lanes);
        let work: (u64, Work) = (order, Box::pin(work));
        let work = match lanes.get(lane) {
            Some(open) => match open.send(work) {
                Ok(()) => return,
                Err(returned) => returned.0,
            },
            None => work,
        };
        let (sender, receiver) = unbounded_channel();
        // The receiver is still here, so that this can't fail.
        let _ = sender.send(work);
        lanes.insert(lane.to_owned(), sender);
        self.running.spawn(run(lane.to_owned(), self.lanes.clone(), receiver));
    }

    /// Does what is in the lanes, takes nothing new, and returns when all is done.
    pub(crate) async fn finish(&self) {
        locked(&self.lanes).clear();
        self.running.close();
        self.running.wait().await;
    }
}

async fn run(name: String, lanes: Lanes, mut lane: UnboundedReceiver<(u64, Work)>) {
    while let Some(first) = next(&name, &lanes, &mut lane).await {
        tokio::time::sleep(SETTLE).await;
        let mut batch = vec![first];
        while let Ok(more) = lane.try_recv() {
            batch.push(more);
        }
        batch.sort_by_key(|(order, _)| *order);
        for (_, work) in batch {
            work.await;
        }
    }
}

/// The next work; none when the lane was closed, or has idled and was taken down.
async fn next(name: &str, lanes: &Lanes, lane: &mut UnboundedReceiver<(u64, Work)>) -> Option<(u64, Work)> {
    if let Ok(work) = tokio::time::timeout(IDLE, lane.recv()).await {
        return work;
    }
    let mut lanes = locked(lanes);
    // Work that arrived in this very moment keeps the lane; pushing needs the same lock.
    lane.try_recv().ok().or_else(|| {
        lanes.remove(name);
        None
    })
}

fn locked(lanes: &Lanes) -> MutexGuard<'_, HashMap<String, UnboundedSender<(u64, Work)>>> {
    lanes.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[tokio::test(start_paused = true)]
    async fn work_of_a_lane_is_done_in_the_order_of_its_snowflakes() {
        let queues = Queues::default();
        let done = Arc::new(Mutex::new(Vec::new()));
        for (lane, order) in [("a", 3), ("b", 9), ("a", 1), ("a", 0), ("b", 2)] {
            let done = done.clone();
            queues.push(lane, order, async move { done.lock().unwrap().push((lane, order)) });
        }
        queues.finish().await;
        let done = done.lock().unwrap();
        let of = |lane: &str| done.iter().filter(|(l, _)| *l == lane).map(|(_, o)| *o).collect::<Vec<_>>();
        assert_eq!((of("a"), of("b")), (vec![0, 1, 3], vec![2, 9]));
    }

    #[tokio::test(start_paused = true)]
    async fn a_lane_that_idled_away_takes_work_again() {
        let queues = Queues::default();
        let (sender, mut receiver) = unbounded_channel();
        for order in [1, 2] {
            let sender = sender.clone();
            queues.push("a", order, async move { sender.send(order).unwrap() });
            assert_eq!(receiver.recv().await, Some(order));
            tokio::time::sleep(IDLE * 2).await;
        }
    }
}
