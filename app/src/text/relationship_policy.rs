//! Words about where admin relationships are needed.

use crate::format::counted;
use domain::access::relationship_policy::RelationshipPolicy;
use domain::access::relationship_policy_rules::RelationshipCounts;

/// Heading of the section.
pub const HEADING: &str = "Where admin relationships are needed";
/// Explains the choice.
pub const LEAD: &str = "A customer grants an admin relationship to your organization. Where it is needed, your people can do with that customer's users only the actions that its roles allow through their groups. The choice holds for all your people, beginning with their next click. It does not change the permissions at Microsoft.";
/// Names the choice.
pub const CHOICE: &str = "Relationships are";
/// It was saved.
pub const SAVED: &str = "The choice was saved.";

/// The name of a policy.
pub fn name(policy: RelationshipPolicy) -> &'static str {
    match policy {
        RelationshipPolicy::WhereRecorded => "Needed where one was recorded (default)",
        RelationshipPolicy::Advised => "Advised",
        RelationshipPolicy::Required => "Required",
    }
}

/// The meaning of a policy.
pub fn means(policy: RelationshipPolicy) -> &'static str {
    match policy {
        RelationshipPolicy::WhereRecorded => {
            "At customers where a relationship was in force at any time, it is needed, also after it has ended. At other customers nothing is refused, and warnings name the actions that Microsoft may refuse."
        }
        RelationshipPolicy::Advised => "Nothing is refused. Warnings say what Microsoft may refuse.",
        RelationshipPolicy::Required => "At every customer it is needed.",
    }
}

/// The effect of a policy: the number of customers that it concerns, and the number of those where everything about
/// users is refused.
pub fn concerns(policy: RelationshipPolicy, counts: RelationshipCounts) -> String {
    let (needed, refused) = (counts.needed(policy), counts.refused(policy));
    match (needed, refused) {
        (0, _) => "It concerns no customer now.".to_owned(),
        (needed, 0) => format!("It concerns {}. At each of them somebody can see users.", customers(needed)),
        (needed, refused) => format!(
            "It concerns {}. At {refused} of them no relationship lets anybody see users now, so nobody would see or change users there.",
            customers(needed)
        ),
    }
}

fn customers(count: i64) -> String {
    counted(count, "customer")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_is_told_how_many_customers_would_refuse() {
        let counts = RelationshipCounts { customers: 5, recorded: 2, granted: 1 };
        let told = |policy| concerns(policy, counts);
        assert_eq!(told(RelationshipPolicy::Advised), "It concerns no customer now.");
        assert!(
            told(RelationshipPolicy::WhereRecorded)
                .starts_with("It concerns 2 customers. At 1 of them no relationship")
        );
        assert!(
            told(RelationshipPolicy::Required).starts_with("It concerns 5 customers. At 4 of them no relationship")
        );
        let all = RelationshipCounts { customers: 1, recorded: 1, granted: 1 };
        let told = concerns(RelationshipPolicy::Required, all);
        assert_eq!(told, "It concerns 1 customer. At each of them somebody can see users.");
    }
}
