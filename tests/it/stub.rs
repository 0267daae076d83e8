//! A server that answers as a test says, for what our own backend never does.

use std::io::Write as _;
use std::net::TcpStream;
use std::sync::Arc;
use std::sync::Mutex;

use crate::acceptor::Acceptor;
use crate::proxy::read_message;

/// An answer.
#[derive(Clone, Debug)]
pub(crate) struct Reply {
    pub(crate) status: u16,
    pub(crate) headers: Vec<(&'static str, String)>,
    pub(crate) body: String,
}

impl Reply {
    pub(crate) fn json(status: u16, body: &serde_json::Value) -> Self {
        Self { status, headers: Vec::new(), body: body.to_string() }
    }

    pub(crate) fn with_header(mut self, name: &'static str, value: &str) -> Self {
        self.headers.push((name, value.to_owned()));
        self
    }
}

type Answer = dyn Fn(&str, usize) -> Reply + Send + Sync;

/// A running server; it ends with its value.
pub(crate) struct Stub {
    acceptor: Acceptor,
    asked: Arc<Mutex<Vec<String>>>,
    heard: Arc<Mutex<Vec<String>>>,
}

impl Stub {
    /// Starts a server; `answer` is given method and path, and how often these came before.
    pub(crate) fn start(answer: impl Fn(&str, usize) -> Reply + Send + Sync + 'static) -> Self {
        let asked: Arc<Mutex<Vec<String>>> = Arc::default();
        let heard: Arc<Mutex<Vec<String>>> = Arc::default();
        let kept = (Arc::clone(&asked), Arc::clone(&heard));
        let acceptor = Acceptor::start(move |client| serve(client, &answer, &kept.0, &kept.1));
        Self { acceptor, asked, heard }
    }

    /// Returns where it listens.
    pub(crate) fn url(&self) -> &str {
        self.acceptor.url()
    }

    /// Returns method and path of each request.
    pub(crate) fn asked(&self) -> Vec<String> {
        self.asked.lock().unwrap().clone()
    }

    /// Returns each request whole, with its headers and body.
    pub(crate) fn heard(&self) -> Vec<String> {
        self.heard.lock().unwrap().clone()
    }
}

fn serve(
    mut client: TcpStream,
    answer: &Answer,
    asked: &Mutex<Vec<String>>,
    heard: &Mutex<Vec<String>>,
) -> std::io::Result<()> {
    loop {
        let request = read_message(&mut client)?;
        let text = String::from_utf8_lossy(&request);
        let line = text.split(" HTTP/").next().unwrap_or_default().to_owned();
        heard.lock().unwrap().push(text.clone().into_owned());
        let before = {
            let mut asked = asked.lock().unwrap();
            let before = asked.iter().filter(|other| **other == line).count();
            asked.push(line.clone());
            before
        };
        let Reply { status, headers, body } = answer(&line, before);
        let headers: String =
            headers.iter().map(|(name, value)| format!("{name}: {value}\r\n")).collect();
        let head = format!(
            "HTTP/1.1 {status} X\r\ncontent-type: application/json\r\n{headers}content-length: {}\r\n\r\n",
            body.len()
        );
        client.write_all(format!("{head}{body}").as_bytes())?;
    }
}
