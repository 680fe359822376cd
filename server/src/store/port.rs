//! The store port, implemented: each method is one line, the work is in the module of its matter.

use crate::store::SqlStore;
use crate::store::engine::fetch::Execute;
use async_trait::async_trait;
use domain::access::{Actor, CustomerScope};
use domain::console::accounts::{AccountsRequest, Who};
use domain::console::activity::{ActivityQuery, ActivityRow, Person};
use domain::console::chain::Verification;
use domain::console::entries::{Entries, EntriesRequest, FailedEntry, UpnHolder};
use domain::console::errors::ErrorsOf;
use domain::console::operation::{ChangeRow, Operation, OutcomeRow, OutcomeTab, RunningOperation, UserChange};
use domain::console::passwords::{HandedOut, Handover};
use domain::console::purchase::{BuyReply, BuyRequest, Order};
use domain::console::reason::ReasonPolicy;
use domain::console::save::{SaveReply, SaveRequest, UndoRequest};
use domain::console::security::{SecurityEvent, SecurityEventRow};
use domain::console::selection::{SelectionChange, SelectionReply};
use domain::directory::customer::{Customer, CustomerRow};
use domain::directory::deleted_user::{DeletedUserRow, DeletedUsersQuery};
use domain::directory::found::Found;
use domain::directory::page::{Count, Page, PageSize, Place};
use domain::directory::password::Random;
use domain::directory::profile::ProfileValues;
use domain::directory::user::{UserDetail, UserRow};
use domain::directory::user_template::{TemplateReply, UserTemplate};
use domain::ids::{
    ChangeId, CustomerId, OperationId, OrderId, PartnerId, PartnerUserId, SecurityEventId, SelectionId, SkuId,
    TemplateId, UserId,
};
use domain::rules::accounts::{AccountChange, Accounts};
use domain::rules::entries::UserEntry;
use domain::rules::restore::NewUpns;
use domain::rules::snapshot::Snapshot;
use domain::rules::undo::Done;
use domain::store::{
    CustomerQuery, DeletedUsers, DoneSnapshot, FilterChoices, PartnerUserSecret, SelectionSnapshot, Stamp, Store,
    StoreError, UserQuery,
};
use std::collections::BTreeMap;

type Result<T> = std::result::Result<T, StoreError>;

#[async_trait]
impl DeletedUsers for SqlStore {
    async fn deleted_users(
        &self,
        scope: CustomerScope,
        query: &DeletedUsersQuery,
        now: i64,
    ) -> Result<Page<DeletedUserRow>> {
        self.deleted_users_page(scope, query, now).await
    }

    async fn count_deleted_users(&self, scope: CustomerScope) -> Result<Count> {
        self.deleted_users_count(scope).await
    }

    async fn purge_deleted_users(&self, deleted_before: i64, stamps: fn() -> Stamp) -> Result<u64> {
        self.purge_deleted(deleted_before, stamps).await
    }
}

#[async_trait]
impl Store for SqlStore {
    async fn ready(&self) -> Result<()> {
        sqlx::query("SELECT 1").run(&self.vital).await.map(|_| ())
    }

    async fn partner_user_secret(&self, sign_in_name: &str) -> Result<Option<PartnerUserSecret>> {
        self.secret_of(sign_in_name).await
    }

    async fn partner_user(&self, id: PartnerUserId) -> Result<Option<PartnerUserSecret>> {
        self.secret_by_id(id).await
    }

    async fn note_security(&self, event: &SecurityEvent) {
        self.note_event(event).await;
    }

    async fn security_events(
        &self,
        actor: &Actor,
        place: Place<SecurityEventId>,
        size: PageSize,
    ) -> Result<Page<SecurityEventRow>> {
        self.security_events_of(actor.partner, place, size).await
    }

    async fn reason_policy(&self, actor: &Actor) -> Result<ReasonPolicy> {
        self.partner_choice(actor.partner).await
    }

    async fn partner_of(&self, customer: CustomerId) -> Result<Option<PartnerId>> {
        self.partner_of_customer(customer).await
    }

    async fn customers(&self, actor: &Actor, query: &CustomerQuery) -> Result<Page<CustomerRow>> {
        self.customers_page(actor, query).await
    }

    async fn find(&self, actor: &Actor, text: &str) -> Result<Found> {
        self.found(actor, text).await
    }

    async fn customer(&self, scope: CustomerScope) -> Result<Customer> {
        self.one_customer(scope).await
    }

    async fn users(&self, scope: CustomerScope, query: &UserQuery) -> Result<Page<UserRow>> {
        self.users_page(scope, query).await
    }

    async fn count_users(&self, scope: CustomerScope, query: &UserQuery) -> Result<Count> {
        self.users_count(scope, query).await
    }

    async fn user(&self, scope: CustomerScope, user: UserId) -> Result<Option<UserDetail>> {
        self.user_detail(scope, user).await
    }

    async fn user_changes(&self, scope: CustomerScope, user: UserId) -> Result<Vec<UserChange>> {
        self.changes_of_user(scope, user).await
    }

    async fn filter_choices(&self, scope: CustomerScope) -> Result<FilterChoices> {
        self.choices(scope).await
    }

    async fn change_selection(
        &self,
        scope: CustomerScope,
        selection: SelectionId,
        change: &SelectionChange,
        now: i64,
    ) -> Result<SelectionReply> {
        self.apply_to_selection(scope, selection, change, now).await
    }

    async fn selection_count(&self, scope: CustomerScope, selection: SelectionId) -> Result<i64> {
        self.count_selected(scope, selection).await
    }

    async fn selected_among(
        &self,
        scope: CustomerScope,
        selection: SelectionId,
        users: &[UserId],
    ) -> Result<Vec<UserId>> {
        self.selected_of(scope, selection, users).await
    }

    async fn select_failed(
        &self,
        scope: CustomerScope,
        selection: SelectionId,
        operation: OperationId,
        now: i64,
    ) -> Result<SelectionReply> {
        self.select_failed_of(scope, selection, operation, now).await
    }

    async fn purge_selections(&self, untouched_since: i64) -> Result<u64> {
        self.purge_old_selections(untouched_since).await
    }

    async fn snapshot(&self, scope: CustomerScope, selection: SelectionId) -> Result<SelectionSnapshot> {
        self.selection_snapshot(scope, selection).await
    }

    async fn holders(
        &self,
        scope: CustomerScope,
        selection: SelectionId,
        sku: SkuId,
        place: Place<UserId>,
    ) -> Result<Page<UserRow>> {
        let filter = domain::directory::filter::UserFilter { any_of: vec![sku], ..Default::default() };
        let query = UserQuery { filter, within: Some(selection), place, ..UserQuery::default() };
        self.users_page(scope, &query).await
    }

    async fn save(&self, scope: CustomerScope, request: &SaveRequest, stamp: Stamp) -> Result<SaveReply> {
        self.save_change(scope, request, stamp).await
    }

    async fn failed(&self, scope: CustomerScope, operation: OperationId) -> Result<SelectionSnapshot> {
        self.failed_snapshot(scope, operation).await
    }

    async fn done(&self, scope: CustomerScope, operation: OperationId) -> Result<DoneSnapshot> {
        let mut connection = self.reader().await?;
        self.load_done(&mut connection, scope, operation).await
    }

    async fn undo(&self, scope: CustomerScope, request: &UndoRequest, stamp: Stamp) -> Result<SaveReply> {
        self.undo_operation(scope, request, stamp).await
    }

    async fn accounts(&self, scope: CustomerScope, who: &Who, change: &AccountChange) -> Result<Accounts> {
        self.accounts_of(scope, who, change).await
    }

    async fn accounts_changed(
        &self,
        scope: CustomerScope,
        operation: OperationId,
        done: &[Done],
        upns: &NewUpns,
    ) -> Result<Accounts> {
        self.accounts_changed_by(scope, operation, done, upns).await
    }

    async fn change_accounts(
        &self,
        scope: CustomerScope,
        request: &AccountsRequest,
        stamp: Stamp,
    ) -> Result<SaveReply> {
        self.change_accounts_of(scope, request, stamp).await
    }

    async fn company(&self, scope: CustomerScope) -> Result<Snapshot> {
        self.company_of(scope).await
    }

    async fn upn_holders(&self, scope: CustomerScope, upns: &[String]) -> Result<Vec<UpnHolder>> {
        self.upn_holders_of(scope, upns).await
    }

    async fn profiles(&self, scope: CustomerScope, users: &[UserId]) -> Result<BTreeMap<UserId, ProfileValues>> {
        self.profiles_of(scope, users).await
    }

    async fn entries(&self, scope: CustomerScope, entries: &Entries) -> Result<(Accounts, Vec<UserEntry>)> {
        self.entries_of(scope, entries).await
    }

    async fn save_entries(&self, scope: CustomerScope, request: &EntriesRequest, stamp: Stamp) -> Result<SaveReply> {
        self.save_entries_of(scope, request, stamp).await
    }

    async fn failed_entries(&self, scope: CustomerScope, operation: OperationId) -> Result<Vec<FailedEntry>> {
        self.failed_entries_of(scope, operation).await
    }

    async fn templates(&self, scope: CustomerScope) -> Result<Vec<UserTemplate>> {
        self.templates_of(scope).await
    }

    async fn save_template(
        &self,
        scope: CustomerScope,
        template: &UserTemplate,
        stamp: Stamp,
    ) -> Result<TemplateReply> {
        self.save_template_of(scope, template, stamp).await
    }

    async fn delete_template(&self, scope: CustomerScope, template: TemplateId, stamp: Stamp) -> Result<()> {
        self.delete_template_of(scope, template, stamp).await
    }

    async fn hand_out(
        &self,
        scope: CustomerScope,
        operation: OperationId,
        how: Handover,
        random: Random,
        stamp: Stamp,
    ) -> Result<Option<HandedOut>> {
        self.hand_out_for(scope, operation, how, random, stamp).await
    }

    async fn delete_planned_users(&self, due: i64, stamps: fn() -> Stamp) -> Result<u64> {
        self.delete_due(due, stamps).await
    }

    async fn operation(&self, scope: CustomerScope, id: OperationId) -> Result<Option<Operation>> {
        self.operation_of(scope, id).await
    }

    async fn outcomes(
        &self,
        scope: CustomerScope,
        id: OperationId,
        tab: OutcomeTab,
        place: Place<i64>,
        size: PageSize,
    ) -> Result<Page<OutcomeRow>> {
        self.outcomes_page(scope, id, tab, place, size).await
    }

    async fn changes(&self, scope: CustomerScope, place: Place<ChangeId>, size: PageSize) -> Result<Page<ChangeRow>> {
        self.changes_page(scope, place, size).await
    }

    async fn dismiss_errors(&self, scope: CustomerScope, of: &ErrorsOf, stamp: Stamp) -> Result<i64> {
        self.dismiss(scope, of, stamp).await
    }

    async fn running_operations(&self, actor: &Actor) -> Result<Vec<RunningOperation>> {
        self.jobs_running(actor).await
    }

    async fn cancel_operation(&self, scope: CustomerScope, id: OperationId, stamp: Stamp) -> Result<()> {
        self.cancel_job(scope, id, stamp).await
    }

    async fn buy(&self, scope: CustomerScope, request: &BuyRequest, stamp: Stamp) -> Result<BuyReply> {
        self.buy_seats(scope, request, stamp).await
    }

    async fn confirm_order(&self, scope: CustomerScope, order: OrderId, stamp: Stamp) -> Result<Option<Order>> {
        self.confirm(scope, order, stamp).await
    }

    async fn open_orders(&self, scope: CustomerScope) -> Result<Vec<Order>> {
        self.orders_open(scope).await
    }

    async fn activity(&self, scope: CustomerScope, query: &ActivityQuery) -> Result<Page<ActivityRow>> {
        self.activity_of_customer(scope, query).await
    }

    async fn partner_activity(&self, actor: &Actor, query: &ActivityQuery) -> Result<Page<ActivityRow>> {
        self.activity_of_partner(actor, query).await
    }

    async fn people(&self, actor: &Actor) -> Result<Vec<Person>> {
        self.people_of(actor).await
    }

    async fn verify_activity(&self, scope: CustomerScope, first: i64, last: i64) -> Result<Verification> {
        self.verify_range(scope, first, last).await
    }
}
