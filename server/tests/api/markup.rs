//! A minimal HTML parser that reads a page like a browser: tags with attributes, scripts, text.

/// A piece of a page.
#[derive(Debug)]
pub enum Piece {
    /// A start tag or an end tag. The name of an end tag begins with a slash.
    Tag {
        /// In lower case.
        name: String,
        /// The names of the attributes.
        attributes: Vec<String>,
    },
    /// The content of a script.
    Script(String),
    /// Text, with escapes decoded.
    Text(String),
}

impl Piece {
    /// The text or script.
    pub fn text(&self) -> &str {
        match self {
            Self::Tag { .. } => "",
            Self::Script(text) | Self::Text(text) => text,
        }
    }
}

/// The pieces of a page, without comments.
pub fn pieces(page: &str) -> Vec<Piece> {
    let (mut found, mut rest) = (Vec::new(), page);
    while let Some(at) = rest.find('<') {
        found.push(Piece::Text(read(&rest[..at])));
        rest = &rest[at..];
        if let Some(comment) = rest.strip_prefix("<!--") {
            rest = comment.find("-->").map_or("", |end| &comment[end + 3..]);
        } else if rest[1..].starts_with(|c: char| c.is_ascii_alphabetic() || c == '/' || c == '!') {
            let (name, attributes, behind) = tag(&rest[1..]);
            rest = behind;
            // Inside these elements only their own end tag counts.
            let inside = ["script", "style", "title", "textarea"].contains(&name.as_str()).then(|| {
                let end = rest.to_ascii_lowercase().find(&format!("</{name}")).unwrap_or(rest.len());
                let inside = &rest[..end];
                rest = &rest[end..];
                if name == "title" || name == "textarea" {
                    Piece::Text(read(inside))
                } else {
                    Piece::Script(inside.into())
                }
            });
            found.push(Piece::Tag { name, attributes });
            found.extend(inside);
        } else {
            found.push(Piece::Text("<".into()));
            rest = &rest[1..];
        }
    }
    found.push(Piece::Text(read(rest)));
    found
}

/// A tag's name, its attributes' names, and the rest of the page.
fn tag(text: &str) -> (String, Vec<String>, &str) {
    let end = text.find(|c: char| c.is_whitespace() || c == '>').unwrap_or(text.len());
    let (name, mut rest) = text.split_at(end);
    let mut attributes = Vec::new();
    loop {
        rest = rest.trim_start_matches(|c: char| c.is_whitespace() || c == '/');
        if rest.is_empty() || rest.starts_with('>') {
            return (name.trim_end_matches('/').to_ascii_lowercase(), attributes, rest.get(1..).unwrap_or_default());
        }
        let end = rest.find(|c: char| c.is_whitespace() || c == '>' || c == '=').unwrap_or(rest.len());
        // An attribute that begins with an equals sign still has a name.
        let (attribute, behind) = rest.split_at(end.max(1));
        attributes.push(attribute.to_ascii_lowercase());
        rest = match behind.strip_prefix('=') {
            Some(value) if value.starts_with(['"', '\'']) => {
                value[1..].split_once(&value[..1]).map_or("", |(_, behind)| behind)
            }
            Some(value) => value.trim_start_matches(|c: char| !c.is_whitespace() && c != '>'),
            None => behind,
        };
    }
}

fn read(text: &str) -> String {
    [("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&#39;", "'"), ("&#x27;", "'"), ("&amp;", "&")]
        .iter()
        .fold(text.to_owned(), |text, (escaped, read)| text.replace(escaped, read))
}
