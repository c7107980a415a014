//! The built app on a port of its own: a static host that counts what is asked of it and can go offline.

use std::fs;
use std::io;
use std::net::SocketAddr;
use std::path::{Component, Path, PathBuf};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use http_body_util::Full;
use hyper::body::{Bytes, Incoming};
use hyper::header::{CACHE_CONTROL, CONTENT_SECURITY_POLICY, CONTENT_TYPE};
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper::{Request, Response, StatusCode};
use hyper_util::rt::TokioIo;
use tokio::net::TcpListener;
use tokio::task::{JoinHandle, JoinSet};

use crate::problem::{Found, Problem};

/// A static host of one folder; it ends when dropped.
pub struct Site {
    address: SocketAddr,
    shared: Arc<Shared>,
    serving: JoinHandle<()>,
}

struct Shared {
    root: Mutex<PathBuf>,
    /// Where on the host the app is, with a slash at both ends.
    path: &'static str,
    requests: AtomicUsize,
    /// Of these, so many asked for something that is not the app's.
    strange: AtomicUsize,
    is_offline: AtomicBool,
    /// Files that begin so are answered as if they were not there.
    withheld: Mutex<Option<&'static str>>,
}

impl Site {
    /// Serves a folder under a path that begins and ends with a slash.
    ///
    /// # Errors
    /// When the folder has no `index.html` or no port is free.
    pub async fn serve(root: PathBuf, path: &'static str) -> Found<Self> {
        let index = root.join("index.html");
        fs::metadata(&index).map_err(Problem::disk(format!("looking for {}", index.display())))?;
        let listener = TcpListener::bind(("127.0.0.1", 0)).await.map_err(Problem::disk("asking for a free port"))?;
        let address = listener.local_addr().map_err(Problem::disk("asking which port it is"))?;
        let shared = Arc::new(Shared {
            root: Mutex::new(root),
            path,
            requests: AtomicUsize::new(0),
            strange: AtomicUsize::new(0),
            is_offline: AtomicBool::new(false),
            withheld: Mutex::default(),
        });
        let serving = tokio::spawn(listen(listener, shared.clone()));
        Ok(Self { address, shared, serving })
    }

    /// The address of the app.
    #[must_use]
    pub fn address(&self) -> String {
        format!("http://{}{}", self.address, self.shared.path)
    }

    /// How many requests came so far, those while offline included.
    #[must_use]
    pub fn requests(&self) -> usize {
        self.shared.requests.load(Ordering::SeqCst)
    }

    /// How many requests so far asked for something outside of the app's path.
    #[must_use]
    pub fn strange_requests(&self) -> usize {
        self.shared.strange.load(Ordering::SeqCst)
    }

    /// Serves another folder from now on, as a host does when a newer build is put there.
    pub fn publish(&self, root: PathBuf) {
        *self.shared.root.lock().unwrap_or_else(PoisonError::into_inner) = root;
    }

    /// Answers nothing any more: every connection breaks off. The port stays taken, so that requests can be counted.
    pub fn go_offline(&self) {
        self.shared.is_offline.store(true, Ordering::SeqCst);
    }

    /// Answers as if files whose names begin so were not there; nothing is withheld any more where none is given.
    pub fn withhold(&self, prefix: Option<&'static str>) {
        *self.shared.withheld.lock().unwrap_or_else(PoisonError::into_inner) = prefix;
    }
}

impl Drop for Site {
    fn drop(&mut self) {
        self.serving.abort();
    }
}

async fn listen(listener: TcpListener, shared: Arc<Shared>) {
    // Dropped with this task, and every connection with it.
    let mut connections = JoinSet::new();
    while let Ok((stream, _)) = listener.accept().await {
        let shared = shared.clone();
        connections.spawn(async move {
            let answer = service_fn(|request| std::future::ready(answer(&shared, &request)));
            // A connection that breaks off is the browser's to notice; going offline breaks them all off.
            let _ = http1::Builder::new().serve_connection(TokioIo::new(stream), answer).await;
        });
    }
}

/// Answers a request, or breaks off the connection when offline.
fn answer(shared: &Shared, request: &Request<Incoming>) -> Result<Response<Full<Bytes>>, io::Error> {
    shared.requests.fetch_add(1, Ordering::SeqCst);
    if shared.is_offline.load(Ordering::SeqCst) {
        return Err(io::ErrorKind::ConnectionAborted.into());
    }
    let name = match request.uri().path().strip_prefix(shared.path) {
        Some("") => "index.html",
        Some(name) => name,
        None => {
            shared.strange.fetch_add(1, Ordering::SeqCst);
            "" // no file has that name
        }
    };
    let is_inside = Path::new(name).components().all(|part| matches!(part, Component::Normal(_)));
    let withheld = *shared.withheld.lock().unwrap_or_else(PoisonError::into_inner);
    let is_given = is_inside && !withheld.is_some_and(|prefix| name.starts_with(prefix));
    let root = shared.root.lock().unwrap_or_else(PoisonError::into_inner).clone();
    let held = if is_given { fs::read(root.join(name)).ok() } else { None };
    let (status, bytes) = held.map_or((StatusCode::NOT_FOUND, Vec::new()), |bytes| (StatusCode::OK, bytes));
    let response = Response::builder()
        .status(status)
        .header(CONTENT_TYPE, content_type(name))
        .header(CACHE_CONTROL, "no-cache")
        .header(CONTENT_SECURITY_POLICY, POLICY)
        .body(Full::new(Bytes::from(bytes)));
    response.map_err(io::Error::other)
}

fn content_type(name: &str) -> &'static str {
    match Path::new(name).extension().and_then(|extension| extension.to_str()) {
        Some("html") => "text/html; charset=utf-8",
        Some("js") => "text/javascript; charset=utf-8",
        Some("css") => "text/css; charset=utf-8",
        Some("json" | "webmanifest") => "application/json",
        Some("svg") => "image/svg+xml",
        Some("png") => "image/png",
        Some("wasm") => "application/wasm",
        _ => "application/octet-stream",
    }
}

/// What a host adds to the page's own policy: it may not be framed, which only a host can say. Both hold.
const POLICY: &str = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; img-src 'self' data:; \
    connect-src 'self'; worker-src 'self'; manifest-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
