//! A site for tests: the router over a fresh store with one partner and one small customer, and a browser.

use super::anna::{HASH, NAME, PASSWORD, add_anna};
use super::products::{owned, product, sku};
use super::support::people::{add_partner_of, new_person};
use super::support::{arrivals, customers, stores, users};
use super::tables;
use app::services::{LinkPost, Services};
use app::shell::Assets;
use axum::Router;
use axum::body::Body;
use axum::http::{HeaderMap, Request, StatusCode, header};
use domain::access::Actor;
use domain::access::proof::PROOF_SECONDS;
use domain::directory::day::Day;
use domain::directory::license::{License, Source};
use domain::ids::CustomerId;
use domain::import::customer::ImportedUser;
use serde_json::Value;
use server::hasher::Hasher;
use server::http::device::cookie_name;
use server::http::router::router;
use server::http::session_limits::SessionLimits;
use server::http::state::AppState;
use server::http::transport::Transport;
use server::oidc::Providers;
use server::oidc::allowed_hosts::AllowedHosts;
use server::oidc::checks::ProviderChecks;
use server::store::SqlStore;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use tower::ServiceExt;
use uuid::Uuid;

/// The folder with the database and the pages, removed on drop.
struct Folder(PathBuf);

impl Drop for Folder {
    fn drop(&mut self) {
        drop(std::fs::remove_dir_all(&self.0));
    }
}

pub struct Site {
    pub router: Router,
    pub store: SqlStore,
    /// The customer of the signed-in person's partner.
    pub customer: CustomerId,
    /// A customer of another partner.
    pub foreign: CustomerId,
    /// The URL of the database.
    pub url: String,
    /// The transport between browser and site.
    pub transport: Transport,
    /// Whether browsers use only TLS for subdomains too.
    pub hsts_subdomains: bool,
    /// The hosts of identity providers that may be asked.
    pub provider_hosts: AllowedHosts,
    /// Hashes passwords, for sites served from now on.
    pub hasher: Hasher,
    /// The public origin, for sites served from now on.
    pub origin: Option<String>,
    folder: Folder,
}

pub struct Reply {
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub body: String,
}

impl Reply {
    pub fn header(&self, name: impl header::AsHeaderName) -> &str {
        self.headers.get(name).map_or("", |value| value.to_str().unwrap())
    }

    /// The name of a downloaded file, up to its day.
    pub fn file_name(&self) -> &str {
        let header = self.header(header::CONTENT_DISPOSITION);
        let name = header.strip_prefix("attachment; filename=\"").and_then(|rest| rest.split_once('"'));
        let name = name.unwrap_or_else(|| panic!("{header}")).0;
        let (name, day) = name.strip_suffix(".csv").and_then(|name| name.rsplit_once(' ')).unwrap();
        assert!(day.parse::<Day>().is_ok(), "{header}");
        name
    }

    pub fn json(&self) -> Value {
        serde_json::from_str(&self.body).unwrap()
    }

    /// The target of a redirect.
    pub fn leads_to(&self) -> &str {
        assert_eq!(self.status, StatusCode::SEE_OTHER, "{}", self.body);
        self.header(header::LOCATION)
    }
}

impl Site {
    /// A site with a partner, its person Anna, and two customers.
    pub async fn open() -> Self {
        Self::open_in(&std::env::temp_dir()).await
    }

    /// The same, with all files in this folder.
    pub async fn open_in(within: &Path) -> Self {
        let mut site = Self::empty_in(within).await;
        let anna = add_anna(&site.store).await;
        let stranger = new_person(Uuid::from_u128(2), "Stranger", &HASH, 1);
        let stranger = add_partner_of(&site.store, &stranger).await;
        site.customer = customer(&site.store, &anna, 11).await;
        site.foreign = customer(&site.store, &stranger, 12).await;
        site
    }

    /// A site without people.
    pub async fn empty() -> Self {
        Self::empty_in(&std::env::temp_dir()).await
    }

    async fn empty_in(within: &Path) -> Self {
        let site = Self::on(within, async |file| tables::write_file(file).await).await;
        site.store.ensure_catalog().await.unwrap();
        site
    }

    /// A site with the database of another, which stood in this file.
    pub async fn with_file(database: &[u8]) -> Self {
        Self::on(&std::env::temp_dir(), async |file| std::fs::write(file, database).unwrap()).await
    }

    /// The SQLite file with all that was written.
    pub async fn file(&self) -> Vec<u8> {
        let copy = self.folder.0.join("copy.sqlite");
        let into = sqlx::query("VACUUM INTO ?").bind(copy.display().to_string());
        into.execute(self.store.read_pool()).await.unwrap();
        std::fs::read(copy).unwrap()
    }

    async fn on(within: &Path, write: impl AsyncFnOnce(&Path)) -> Self {
        let folder = Folder(within.join(format!("tenantry-api-{}", Uuid::new_v4().simple())));
        let pkg = folder.0.join("site/pkg");
        std::fs::create_dir_all(&pkg).unwrap();
        std::fs::write(pkg.join("tenantry.0123.css"), "body {}").unwrap();
        let file = folder.0.join("tenantry.sqlite");
        write(&file).await;
        let url = format!("sqlite://{}", file.display());
        let store = stores::open(&url).await;
        let nobody = CustomerId::new(Uuid::nil());
        let transport = Transport::Tls;
        let hasher = Hasher::default();
        let (router, origin) = (Router::new(), None);
        let mut site = Self {
            router,
            store,
            url,
            hasher,
            origin,
            customer: nobody,
            foreign: nobody,
            transport,
            hsts_subdomains: false,
            provider_hosts: AllowedHosts::default(),
            folder,
        };
        site.serve(site.store.clone(), server::time::now);
        site
    }

    /// Serves the same pages from this store with this clock.
    pub fn serve(&mut self, store: SqlStore, now: fn() -> i64) {
        self.serve_with(store, now, None);
    }

    /// Serves the same over plain HTTP.
    pub fn serve_on_loopback(&mut self) {
        self.transport = Transport::Loopback;
        self.serve(self.store.clone(), server::time::now);
    }

    /// The same with a sender for one-time links.
    pub fn serve_with(&mut self, store: SqlStore, now: fn() -> i64, post: Option<Arc<dyn LinkPost>>) {
        let assets = Assets {
            js: "/pkg/tenantry.0123.js".into(),
            link: "/pkg/tenantry-link.0123.js".into(),
            wasm: "/pkg/tenantry.0123.wasm".into(),
            css: "/pkg/tenantry.0123.css".into(),
        };
        let origin = self.origin.as_deref().map(|origin| origin.parse().unwrap());
        let providers = Providers::new(origin, self.transport == Transport::Loopback, self.provider_hosts.clone());
        let checks = ProviderChecks::new(store.clone(), providers.clone());
        let identity = Some(Arc::new(checks) as _);
        let passwords = Arc::new(self.hasher.clone());
        let services = Services { store: Arc::new(store.clone()), now, post, passwords, identity };
        let state = AppState {
            services,
            store,
            hasher: self.hasher.clone(),
            assets: Arc::new(assets),
            transport: self.transport,
            hsts_subdomains: self.hsts_subdomains,
            limits: SessionLimits { hours: 12, idle_minutes: 30, proof_seconds: PROOF_SECONDS },
            providers,
        };
        self.router = router(state, &self.folder.0.join("site"));
    }

    pub async fn send(&self, request: Request<Body>) -> Reply {
        let response = self.router.clone().oneshot(request).await.unwrap();
        let (parts, body) = response.into_parts();
        let bytes = axum::body::to_bytes(body, 64 << 20).await.unwrap();
        // Files for Excel are UTF-16.
        let body = match bytes.strip_prefix(b"\xFF\xFE") {
            Some(utf_16) => {
                let units = utf_16.chunks_exact(2).map(|pair| u16::from_le_bytes([pair[0], pair[1]]));
                String::from_utf16(&units.collect::<Vec<_>>()).unwrap()
            }
            None => String::from_utf8(bytes.into()).unwrap(),
        };
        Reply { status: parts.status, headers: parts.headers, body }
    }
}

/// A person's browser: keeps cookies, and marks requests as coming from our own pages.
pub struct Browser<'a> {
    pub site: &'a Site,
    pub cookie: Option<String>,
    /// The device cookie of an earlier sign-in.
    pub device: Option<String>,
}

impl<'a> Browser<'a> {
    pub fn of(site: &'a Site) -> Self {
        Self::with_cookie(site, None)
    }

    pub fn with_cookie(site: &'a Site, cookie: Option<String>) -> Self {
        Self { site, cookie, device: None }
    }

    pub async fn signed_in(site: &'a Site) -> Self {
        let mut browser = Self::of(site);
        let reply = browser.sign_in(NAME, PASSWORD).await;
        assert_eq!(reply.leads_to(), "/customers");
        browser
    }

    pub async fn get(&mut self, path: &str) -> Reply {
        self.send(Request::get(path).body(Body::empty()).unwrap()).await
    }

    pub async fn post(&mut self, path: &str, form: &str) -> Reply {
        let request = Request::post(path)
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
            .header(header::CONTENT_LENGTH, form.len());
        self.send(request.body(form.to_owned().into()).unwrap()).await
    }

    pub async fn sign_in(&mut self, name: &str, password: &str) -> Reply {
        self.post("/sign-in", &format!("sign_in_name={name}&password={}", password.replace(' ', "+"))).await
    }

    /// Calls a server function.
    pub async fn call(&mut self, function: &str, arguments: impl ToString) -> Reply {
        let arguments = arguments.to_string();
        let request = Request::post(format!("/api/{function}"))
            .header(header::CONTENT_TYPE, "application/json")
            .header(header::CONTENT_LENGTH, arguments.len())
            .header(header::ACCEPT, "application/json");
        self.send(request.body(arguments.into()).unwrap()).await
    }

    /// Sends a request like one of our own pages, with the cookies.
    pub async fn send(&mut self, mut request: Request<Body>) -> Reply {
        request.headers_mut().insert("sec-fetch-site", "same-origin".parse().unwrap());
        let (session, device) = (self.site.transport.cookie(), cookie_name(self.site.transport));
        for (name, value) in [(session, &self.cookie), (device, &self.device)] {
            if let Some(value) = value {
                request.headers_mut().append(header::COOKIE, format!("{name}={value}").parse().unwrap());
            }
        }
        let reply = self.site.send(request).await;
        for set in reply.headers.get_all(header::SET_COOKIE) {
            let (name, rest) = set.to_str().unwrap().split_once('=').unwrap();
            let value = rest.split(';').next().filter(|value| !value.is_empty()).map(String::from);
            if name == session {
                self.cookie = value;
            } else if name == device {
                self.device = value;
            } else {
                panic!("a cookie {name}");
            }
        }
        reply
    }
}

/// A customer with two seats of Visio and three users. One name looks like a formula of a spreadsheet.
async fn customer(store: &SqlStore, actor: &Actor, number: u128) -> CustomerId {
    let visio = sku("VISIOCLIENT");
    let license = License { sku_id: visio, source: Source::Direct, disabled: Default::default(), error: None };
    let user = |number, name: &str, licenses| ImportedUser {
        location: "SK".parse().ok(),
        licenses,
        ..users::user(number, name)
    };
    let id = CustomerId::new(Uuid::from_u128(number));
    let mut directory = customers::empty(id, &format!("Fabrikam {number}"));
    directory.products = vec![owned(product("VISIOCLIENT"), 2)];
    directory.users = vec![
        user(1, "Adele \"Del\" Vance", vec![license]),
        user(2, "=HYPERLINK(1)", Vec::new()),
        ImportedUser { mail: Some("li@elsewhere.example".into()), ..user(3, "李静", Vec::new()) },
    ];
    customers::write(store, arrivals::local(actor.partner, 1), &directory).await;
    id
}
