//! A handshake of TLS 1.3: a record a row, time downwards, and what a listener hears of each.

use super::{Drawing, Picture, Scene, Size, cut};

/// The row.
pub const PICTURE: Picture = Picture {
    name: "handshake",
    summary: "A handshake of TLS 1.3, a record a row: who sends it, where keys change, and what a listener hears.",
    fits: |scene| !stops(scene).is_empty(),
    sizes: &[Size::Small, Size::Large],
    stops,
    draw,
    say,
    across: None,
    changes: false,
};

/// The most records that are drawn.
const MOST: usize = 200;
/// The messages by their first byte.
const MESSAGES: [(u8, &str); 11] = [
    (1, "ClientHello"),
    (2, "ServerHello"),
    (4, "NewSessionTicket"),
    (5, "EndOfEarlyData"),
    (RETRY, "HelloRetryRequest"),
    (8, "EncryptedExtensions"),
    (11, "Certificate"),
    (13, "CertificateRequest"),
    (15, "CertificateVerify"),
    (20, "Finished"),
    (24, "KeyUpdate"),
];
/// The byte by which drafts of TLS 1.3 named a HelloRetryRequest; since then its first byte is that of a ServerHello.
const RETRY: u8 = 6;
/// The length of a header.
const HEADER: u64 = 5;

/// A record.
struct Row {
    address: String,
    is_client: bool,
    /// Whether a listener can read it.
    readable: bool,
    /// The first bytes of the messages in it, where it is of the handshake and not hidden.
    messages: Vec<u8>,
    /// Its type.
    kind: i64,
    /// How many bytes follow its header.
    length: u64,
}
impl Row {
    fn of(scene: &dyn Scene, root: &str, side: &str, index: usize) -> Option<Row> {
        let address = format!("{root}/{side}/record[{index}]");
        let at = |below: &str| format!("/{address}/{below}");
        if !scene.has(&format!("/{address}")) {
            return None;
        }
        let kind = scene.number(&at("type")).unwrap_or_default();
        let messages = if kind == 22 { starts(&scene.bytes(&at("plaintext"))) } else { Vec::new() };
        let header = scene.bytes(&at("header"));
        let length = header.get(3..5).map_or(0, |length| u64::from(length[0]) << 8 | u64::from(length[1]));
        Some(Row { is_client: side == "client", readable: !scene.has(&at("nonce")), messages, kind, length, address })
    }
    fn has(&self, message: u8) -> bool {
        self.messages.contains(&message)
    }
    /// The name of its content.
    fn name(&self) -> String {
        let name = |code: &u8| MESSAGES.iter().find(|(known, _)| known == code).map_or("a message", |(_, name)| name);
        match self.kind {
            20 => "ChangeCipherSpec".into(),
            21 => "alert".into(),
            23 => "data".into(),
            _ if self.messages.is_empty() => "record".into(),
            _ => self.messages.iter().map(name).collect::<Vec<_>>().join(", "),
        }
    }
}
/// The first bytes of the messages that some bytes are.
fn starts(bytes: &[u8]) -> Vec<u8> {
    let (mut found, mut at) = (Vec::new(), 0);
    while let Some([code, a, b, c]) = bytes.get(at..at + 4) {
        found.push(*code);
        at += 4 + (usize::from(*a) << 16 | usize::from(*b) << 8 | usize::from(*c));
    }
    found
}

/// The address of the capture, where one stands on it or on one of its records.
fn root(scene: &dyn Scene) -> Option<String> {
    let here = scene.here();
    let record = here.split_once("/client/record[").or_else(|| here.split_once("/server/record["));
    let root = match record {
        Some((root, index)) if index.strip_suffix(']').is_some_and(|index| index.parse::<usize>().is_ok()) => root,
        Some(_) => return None,
        None => here,
    };
    (scene.has(&format!("/{root}/client/record[0]")) && scene.has(&format!("/{root}/messages")))
        .then(|| root.to_owned())
}
/// The records in the order in which they make sense: each side waits for what it needs of the other.
fn rows(scene: &dyn Scene) -> Vec<Row> {
    let Some(root) = root(scene) else { return Vec::new() };
    let side = |side| (0..MOST).map_while(|index| Row::of(scene, &root, side, index)).collect::<Vec<_>>();
    let (mut client, mut server) = (side("client"), side("server"));
    let until = |rows: &mut Vec<Row>, message: u8| {
        let end = rows.iter().position(|row| row.has(message)).map_or(rows.len(), |at| at + 1);
        rows.drain(..end).collect::<Vec<_>>()
    };
    let mut all = until(&mut client, 1);
    if scene.has(&format!("/{root}/messages/hello_retry_request"))
        && let Some(first) = server.iter_mut().find(|row| row.has(2))
    {
        first.messages = vec![RETRY];
        all.extend(until(&mut server, RETRY));
        all.extend(until(&mut client, 1));
    }
    all.extend(until(&mut server, 20));
    all.extend(until(&mut client, 20));
    all.extend(client);
    all.extend(server);
    all
}

fn stops(scene: &dyn Scene) -> Vec<String> {
    rows(scene).into_iter().map(|row| row.address).collect()
}

/// The change of keys after a record.
fn change(row: &Row) -> Option<&'static str> {
    match row.is_client {
        false if row.has(2) => Some("keys of the handshake"),
        false if row.has(20) => Some("the server's keys of the data"),
        true if row.has(20) => Some("the client's keys of the data"),
        _ => None,
    }
}
/// The news of a record, for both sides and for a listener.
fn learnt(row: &Row) -> [String; 2] {
    let to = if row.is_client { "server" } else { "client" };
    let both = match () {
        () if row.has(1) => "server: the share, the wanted name".to_owned(),
        () if row.has(2) => "both: ECDHE, keys of the handshake".to_owned(),
        () if row.has(RETRY) => "client: which share the server wants".to_owned(),
        () if row.kind == 20 => "both: nothing".to_owned(),
        () if row.has(20) => format!("{to}: nobody changed a message"),
        () if row.has(15) => format!("{to}: the key of the name is there"),
        () if row.has(11) => format!("{to}: a name and its public key"),
        () => format!("{to}: {}", row.name()),
    };
    let listener = match () {
        () if row.has(1) || row.has(RETRY) => "listener: the same".to_owned(),
        () if row.has(2) => "listener: both shares, no secret".to_owned(),
        () if row.kind == 20 => "listener: nothing".to_owned(),
        () if row.readable => format!("listener: {}", row.name()),
        () => format!("listener: {} bytes, of type 23", row.length),
    };
    [both, listener]
}

/// All that the client, the server and a listener know after some records.
fn known(rows: &[Row]) -> [(&'static str, Vec<String>); 3] {
    let (mut client, mut server, mut listener) = (vec!["its private key"], Vec::new(), Vec::new());
    for row in rows {
        let to = if row.is_client { &mut server } else { &mut client };
        let of = |who: [&'static str; 2]| if row.is_client { who[1] } else { who[0] };
        if row.has(1) {
            // A second one comes in the place of the first.
            let share = "the client's share";
            [&mut *to, &mut listener].into_iter().for_each(|who| who.retain(|known| *known != share));
            to.push(share);
            listener.push(share);
        }
        if row.has(11) {
            to.push(of(["the server's certificate", "the client's certificate"]));
        }
        if row.has(15) {
            to.push("that its key is there");
        }
        if row.has(20) {
            to.push("that no message was changed");
        }
        if row.has(2) {
            client.push("the server's share");
            server.push("its private key");
            listener.push("the server's share");
            [&mut client, &mut server].into_iter().for_each(|side| side.extend(["ECDHE", "keys of the handshake"]));
        }
        if row.has(20) && !row.is_client {
            [&mut client, &mut server].into_iter().for_each(|side| side.push("keys of the data"));
        }
    }
    let told = |of: Vec<&str>| of.into_iter().map(str::to_owned).collect::<Vec<_>>();
    let mut listener = told(listener);
    match rows.iter().filter(|row| !row.readable).count() {
        0 => {}
        1 => listener.push("the length of a record".to_owned()),
        count => listener.push(format!("the lengths of {count} records")),
    }
    [("client", told(client)), ("server", told(server)), ("listener", listener)]
}
/// The same in lines of so many columns.
fn lines(rows: &[Row], columns: u16) -> Vec<String> {
    let mut lines = Vec::new();
    for (who, what) in known(rows) {
        let mut line = format!("{who} knows");
        for (place, one) in what.iter().enumerate() {
            let sign = if place + 1 == what.len() { "" } else { "," };
            if line.chars().count() + one.chars().count() + 2 > usize::from(columns) {
                lines.push(std::mem::replace(&mut line, " ".to_owned()));
            }
            line += &format!(" {one}{sign}");
        }
        lines.push(line);
    }
    lines
}

fn draw(scene: &dyn Scene, size: Size) -> Drawing {
    let (rows, columns) = (rows(scene), size.columns());
    let mut drawing = Drawing::new(columns, 0);
    drawing.caption(0, 0, "client");
    drawing.caption(columns - 6, 0, "server");
    let current = rows.iter().position(|row| row.address == scene.here());
    // Where not all have room, those around the current one do.
    let height = |rows: &[Row]| rows.len() + rows.iter().filter(|row| change(row).is_some()).count();
    let below = match (current, size) {
        (None, _) => Vec::new(),
        (Some(at), Size::Small) => learnt(&rows[at]).to_vec(),
        (Some(at), _) => lines(&rows[..=at], columns),
    };
    let words = below.len();
    let room = usize::from(size.rows()) - 1 - words;
    let mut from = 0;
    while height(&rows[from..]) > room && current.is_some_and(|at| height(&rows[from..=at]) > room.div_ceil(2)) {
        from += 1;
    }
    let (mut y, end) = (1, size.rows() - words as u16);
    for row in &rows[from..] {
        if y >= end {
            break;
        }
        let (x, width) = (4, columns - 9);
        let wire = if row.readable { "──" } else { "══" };
        match row.is_client {
            true => drawing.caption(0, y, wire),
            false => drawing.caption(0, y, format!("◂{}", &wire[..wire.len() / 2])),
        }
        let length = row.length.to_string();
        let name = cut(&row.name(), width - 1 - length.len() as u16);
        let gap = usize::from(width).saturating_sub(name.chars().count() + length.len());
        let text = format!("{name}{}{length}", " ".repeat(gap));
        drawing.shown(scene, x, y, width, &format!("/{}", row.address), text);
        let right = columns - 4;
        match row.is_client {
            true => drawing.caption(right + 1, y, format!("{wire}▸")),
            false => drawing.caption(right + 1, y, wire),
        }
        y += 1;
        if let Some(keys) = change(row).filter(|_| y < end) {
            let text = format!("─ {keys} ");
            let rest = usize::from(columns) - text.chars().count();
            drawing.caption(0, y, format!("{text}{}", "─".repeat(rest)));
            y += 1;
        }
    }
    for line in below {
        drawing.caption(0, y, cut(&line, columns));
        y += 1;
    }
    drawing.rows = y;
    drawing
}

fn say(scene: &dyn Scene) -> Vec<String> {
    let line = |row: &Row| {
        let [both, listener] = learnt(row);
        let who = if row.is_client { "The client" } else { "The server" };
        let change = change(row).map_or_else(String::new, |keys| format!(" From here on: {keys}."));
        let length = row.length + HEADER;
        format!("{who} sends {}, {length} bytes with the header. {both}. {listener}.{change}", row.name())
    };
    let rows = rows(scene);
    let mut said: Vec<String> = rows.iter().map(line).collect();
    if let Some(at) = rows.iter().position(|row| row.address == scene.here()) {
        let now = |(who, what): (&str, Vec<String>)| format!("Now the {who} knows {}.", what.join(", "));
        said.extend(known(&rows[..=at]).map(now));
    }
    said
}
