//! The commands about relationships: words and requests.

use super::answer::RelationshipAnswer;
use crate::api::relationships::{ask_customer, change_relationship, change_reseller};
use crate::error::ApiError;
use crate::text::relationships as words;
use domain::access::relationship::{AccessAssignment, Relationship};
use domain::access::relationship_rules::RelationshipChange;
use domain::access::reseller::ResellerEvent;
use domain::ids::CustomerId;

/// The button that assigns a group. It gets the focus when a group's row is gone.
pub const ASSIGN_ID: &str = "assign-group";

/// A command.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RelationshipCommand {
    /// Gives the request another link.
    NewLink(Relationship),
    /// Ends the relationship.
    Terminate(Relationship),
    /// Has it go on when it would end, or not.
    AutoExtend(Relationship, bool),
    /// Takes the roles from a group.
    Unassign(Relationship, AccessAssignment),
    /// Changes the reseller relationship.
    Reseller(ResellerEvent),
}

impl RelationshipCommand {
    /// The visible text.
    pub fn label(&self) -> String {
        match self {
            Self::NewLink(_) => words::NEW_LINK.to_owned(),
            Self::Terminate(_) => words::TERMINATE.to_owned(),
            Self::AutoExtend(_, on) => words::switch_auto_extend(*on).to_owned(),
            Self::Unassign(_, assignment) => words::remove_group(&assignment.group_name),
            Self::Reseller(ResellerEvent::Request) => words::REQUEST_RESELLER.to_owned(),
            Self::Reseller(ResellerEvent::Accept) => words::ACCEPT_RESELLER.to_owned(),
            Self::Reseller(ResellerEvent::Remove) => words::REMOVE_RESELLER.to_owned(),
        }
    }

    /// The question before it.
    pub fn question(&self) -> String {
        match self {
            Self::Terminate(one) => words::question(words::TERMINATE, &one.name),
            other => format!("{}?", other.label()),
        }
    }

    /// Its explanation, for the question before it. `None` for a command that doesn't ask first.
    pub fn means(&self) -> Option<String> {
        match self {
            Self::Terminate(one) => {
                let groups: Vec<String> = one.assignments.iter().map(|one| one.group_name.clone()).collect();
                Some(words::terminate_means(&groups))
            }
            Self::Unassign(_, assignment) => Some(words::remove_group_means(&assignment.group_name)),
            Self::Reseller(ResellerEvent::Remove) => Some(words::REMOVE_RESELLER_MEANS.to_owned()),
            Self::NewLink(_) | Self::AutoExtend(..) | Self::Reseller(_) => None,
        }
    }

    /// Whether a question is asked first.
    pub fn asks(&self) -> bool {
        self.means().is_some()
    }

    /// The name of the relationship that gets another link.
    pub fn relationship_name(&self) -> Option<String> {
        match self {
            Self::NewLink(one) => Some(one.name.clone()),
            _ => None,
        }
    }

    /// The message after success.
    pub fn done(&self) -> String {
        match self {
            Self::NewLink(one) => words::asked_again(&one.name),
            Self::Terminate(one) => words::terminated(&one.name),
            Self::AutoExtend(one, on) => words::auto_extend_switched(&one.name, *on),
            Self::Unassign(_, assignment) => words::unassigned(&assignment.group_name),
            Self::Reseller(ResellerEvent::Request) => words::RESELLER_REQUESTED.to_owned(),
            Self::Reseller(ResellerEvent::Accept) => words::RESELLER_ACCEPTED.to_owned(),
            Self::Reseller(ResellerEvent::Remove) => words::RESELLER_REMOVED.to_owned(),
        }
    }

    /// The id of the button that gets the focus afterwards, if the one that was pressed is gone by then.
    pub fn focus_after(&self) -> Option<String> {
        let of_reseller = |event: ResellerEvent| Some(reseller_button(event));
        match self {
            Self::Unassign(..) => Some(ASSIGN_ID.to_owned()),
            Self::Reseller(ResellerEvent::Request) => of_reseller(ResellerEvent::Accept),
            Self::Reseller(ResellerEvent::Accept) => of_reseller(ResellerEvent::Remove),
            Self::Reseller(ResellerEvent::Remove) => of_reseller(ResellerEvent::Request),
            Self::NewLink(_) | Self::Terminate(_) | Self::AutoExtend(..) => None,
        }
    }

    /// Asks the server to carry it out.
    ///
    /// # Errors
    /// [`ApiError`].
    pub async fn send(self, customer: CustomerId) -> Result<RelationshipAnswer, ApiError> {
        match self {
            Self::NewLink(one) => ask_customer(customer, one.id).await.map(RelationshipAnswer::from),
            Self::Terminate(one) => {
                change_relationship(customer, one.id, RelationshipChange::Terminate).await.map(RelationshipAnswer::from)
            }
            Self::AutoExtend(one, on) => change_relationship(customer, one.id, RelationshipChange::AutoExtend(on))
                .await
                .map(RelationshipAnswer::from),
            Self::Unassign(one, assignment) => {
                let change = RelationshipChange::Unassign(assignment.id);
                change_relationship(customer, one.id, change).await.map(RelationshipAnswer::from)
            }
            Self::Reseller(event) => change_reseller(customer, event).await.map(RelationshipAnswer::from),
        }
    }
}

/// The id of the button of a command about the reseller relationship.
pub fn reseller_button(event: ResellerEvent) -> String {
    format!("reseller-{event:?}")
}
