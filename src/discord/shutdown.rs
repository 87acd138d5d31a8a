//! Ending cleanly: nothing new is taken, what is under way is finished, the gateway is told goodbye.

/// Waits for SIGTERM or Ctrl-C.
pub(crate) async fn asked_to_stop() {
    let interrupt = async {
        // Without a handler for Ctrl-C there is still SIGTERM.
        if tokio::signal::ctrl_c().await.is_err() {
            std::future::pending::<()>().await;
        }
    };
    tokio::select! {
        () = interrupt => {}
        () = terminate() => {}
    }
}

#[cfg(unix)]
async fn terminate() {
    use tokio::signal::unix::{SignalKind, signal};
    match signal(SignalKind::terminate()) {
        Ok(mut signal) => {
            signal.recv().await;
        }
        Err(_) => std::future::pending().await,
    }
}

#[cfg(not(unix))]
async fn terminate() {
    std::future::pending().await
}
