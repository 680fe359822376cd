//! The users of a company. Each is made from its number alone, so they can be made one by one, and again.

use super::company::{Company, NamedUser, Trait};
use super::holding::Holding;
use super::item::Shelf;
use super::person::{self, InventedPeople, InventedPerson};
use super::prng::Prng;
use crate::directory::role::AdminRole;
use crate::directory::user::UserType;
use crate::ids::{GroupId, UserId};
use crate::import::customer::ImportedUser;

/// The earliest creation of an account: 1 January 2017 (UTC, epoch milliseconds).
const OLDEST: i64 = 1_483_228_800_000;
/// The time in which accounts were created: eight years in milliseconds.
const AGES: u64 = 8 * 365 * 86_400_000;
/// Per thousand: users who are guests, guests with a location, and members without one.
const GUESTS: u64 = 25;
const GUESTS_WITH_LOCATION: u64 = 200;
const MEMBERS_WITHOUT_LOCATION: u64 = 22;
/// Per thousand users: blocked ones, those with the second domain, and helpdesk administrators.
const BLOCKED: u64 = 30;
const SECOND_DOMAIN: u64 = 80;
const HELPDESK: u64 = 3;
/// The number of users from which a company has an administrator of each kind.
const ALL_ROLES_FROM: usize = 40;

/// The home domains of guests.
const HOMES: [&str; 4] = ["alpineskihouse.com", "lucernepublishing.com", "proseware.com", "vanarsdelltd.com"];

/// Departments with their job titles.
const DEPARTMENTS: [(&str, [&str; 3]); 9] = [
    ("Customer Service", ["Service Agent", "Service Agent", "Team Lead"]),
    ("Engineering", ["Engineer", "Senior Engineer", "Product Manager"]),
    ("Finance", ["Accountant", "Controller", "Financial Analyst"]),
    ("HR", ["HR Specialist", "Recruiter", "HR Manager"]),
    ("IT", ["IT Specialist", "Support Engineer", "Systems Administrator"]),
    ("Legal", ["Paralegal", "Corporate Attorney", "Compliance Officer"]),
    ("Manufacturing", ["Technician", "Shift Lead", "Plant Manager"]),
    ("Marketing", ["Marketing Assistant", "Designer", "Campaign Manager"]),
    ("Sales", ["Sales Rep", "Account Manager", "Sales Director"]),
];

/// A company's users.
#[derive(Debug, Clone)]
pub(super) struct Crowd {
    pub company: Company,
    pub holding: Holding,
    people: InventedPeople,
    seed: u64,
}

impl Crowd {
    pub(super) fn new(company: Company, shelf: Shelf, seed: u64, prng: &mut Prng) -> Self {
        let odd = company.odd.iter().flat_map(|names| names.iter().copied()).collect();
        let people = InventedPeople::new(company.behind, odd, prng);
        let groups = company.groups.iter().map(|_| GroupId::new(prng.guid())).collect();
        Self { holding: Holding { shelf, groups }, people, seed, company }
    }

    /// All users, each made when the iterator reaches it.
    pub(super) fn users(&self) -> impl ExactSizeIterator<Item = ImportedUser> {
        (0..self.company.users).map(|number| self.user(number))
    }

    fn user(&self, number: usize) -> ImportedUser {
        // Stream 0 is for the company itself.
        let mut prng = Prng::of(self.seed, number as u64 + 1);
        match self.company.known.get(number) {
            Some(known) => self.known(known, &mut prng),
            None => self.any(number, &mut prng),
        }
    }

    fn known(&self, known: &NamedUser, prng: &mut Prng) -> ImportedUser {
        let mut user = self.account(person::known(known.name), self.company.domain.to_owned(), prng);
        user.location = known.country.and_then(|country| country.parse().ok());
        user.sign_in_allowed = known.trait_of != Trait::Blocked;
        user.department = Some(known.department.to_owned());
        user.job_title = Some(known.job_title.to_owned());
        user.licenses = self.holding.of_known(&self.company, known.holds, known.trait_of);
        if let Trait::Admin(role) = known.trait_of {
            user.roles = vec![role.template_id()];
        }
        with_mailbox(user)
    }

    /// A user without a fixed name.
    fn any(&self, number: usize, prng: &mut Prng) -> ImportedUser {
        let country = prng.weighted(self.company.countries).unwrap_or(self.company.country);
        let person = self.people.person(number - self.company.known.len(), country, prng);
        let roles = self.roles(number, prng);
        if roles.is_empty() && person.first_name.is_some() && prng.per_mille(GUESTS) {
            return self.guest(person, country, prng);
        }
        let mut user = self.account(person, self.some_domain(prng), prng);
        let (department, job_titles) = prng.pick(&DEPARTMENTS);
        user.department = Some(department.to_owned());
        user.job_title = Some(prng.pick(&job_titles).to_owned());
        user.sign_in_allowed = !roles.is_empty() || !prng.per_mille(BLOCKED);
        user.directory_synced = roles.is_empty() && prng.per_mille(self.company.synced);
        user.roles = roles.into_iter().map(AdminRole::template_id).collect();
        user.roles.sort();
        // Users without a location cannot have licenses.
        if !prng.per_mille(MEMBERS_WITHOUT_LOCATION) {
            user.location = country.parse().ok();
            user.licenses = self.holding.of_any(&self.company, country, prng);
        }
        with_mailbox(user)
    }

    fn guest(&self, person: InventedPerson, country: &str, prng: &mut Prng) -> ImportedUser {
        let home = prng.pick(&HOMES);
        let mail = format!("{}@{home}", person.local_part);
        let person = InventedPerson { local_part: format!("{}_{home}#EXT#", person.local_part), ..person };
        let mut user = self.account(person, self.company.initial_domain(), prng);
        user.mail = Some(mail);
        user.user_type = UserType::Guest;
        if prng.per_mille(GUESTS_WITH_LOCATION) {
            user.location = country.parse().ok();
        }
        user
    }

    fn account(&self, person: InventedPerson, domain: String, prng: &mut Prng) -> ImportedUser {
        ImportedUser {
            id: UserId::new(prng.guid()),
            upn: format!("{}@{domain}", person.local_part),
            mail: None,
            addresses: Vec::new(),
            mail_nickname: Some(person.local_part),
            display_name: person.display_name,
            first_name: person.first_name,
            last_name: person.last_name,
            location: None,
            sign_in_allowed: true,
            user_type: UserType::Member,
            directory_synced: false,
            department: None,
            job_title: None,
            created: Some(OLDEST + prng.below(AGES) as i64),
            licenses: Vec::new(),
            roles: Vec::new(),
        }
    }

    fn some_domain(&self, prng: &mut Prng) -> String {
        let second = self.company.second_domain.filter(|_| prng.per_mille(SECOND_DOMAIN));
        second.unwrap_or(self.company.domain).to_owned()
    }

    /// The first users are administrators, unless the company has users with fixed names.
    fn roles(&self, number: usize, prng: &mut Prng) -> Vec<AdminRole> {
        let all = self.company.users >= ALL_ROLES_FROM;
        match number {
            _ if prng.per_mille(HELPDESK) => vec![AdminRole::Helpdesk, AdminRole::Password],
            _ if !self.company.known.is_empty() => Vec::new(),
            0 => vec![AdminRole::Global],
            1 if all => vec![AdminRole::Billing, AdminRole::UserManagement],
            2 if all => vec![AdminRole::Helpdesk],
            3 if all => vec![AdminRole::Service],
            _ => Vec::new(),
        }
    }
}

/// Users with a license have mail at their user principal name.
fn with_mailbox(mut user: ImportedUser) -> ImportedUser {
    if !user.licenses.is_empty() {
        user.mail = Some(user.upn.clone());
    }
    user
}
