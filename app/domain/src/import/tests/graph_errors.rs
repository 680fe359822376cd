//! Every error, with messages that name the place and the remedy.

use super::graph::{ADELE, ALEX, TENANT, adele, e3, files, read_users};
use super::*;
use crate::import::graph::{GraphFiles, read};
use crate::import::graph_error::{FieldProblem, GraphFile, ImportError, RowName};

fn field(error: ImportError) -> (GraphFile, String, &'static str, FieldProblem) {
    match error {
        ImportError::Field { file, row, field, problem } => (file, row.to_string(), field, problem),
        other => panic!("{other:?}"),
    }
}

fn user_error(fields: &str) -> (&'static str, FieldProblem) {
    let (file, row, name, problem) = field(read_users(&adele(fields)).unwrap_err());
    assert_eq!((file, row.as_str()), (GraphFile::Users, "entry 1 (adele@fabrikam.com)"));
    (name, problem)
}

#[test]
fn wrong_fields_of_a_user_name_the_user_and_the_field() {
    let mandatory = r#""assignedLicenses": []"#;
    for (fields, name, problem) in [
        (r#""displayName": 5"#, "displayName", FieldProblem::NotText("5".into())),
        (r#""accountEnabled": "True""#, "accountEnabled", FieldProblem::NotYesNo("\"True\"".into())),
        (r#""onPremisesSyncEnabled": 1"#, "onPremisesSyncEnabled", FieldProblem::NotYesNo("1".into())),
        (r#""usageLocation": ["SK"]"#, "usageLocation", FieldProblem::NotText("[\"SK\"]".into())),
    ] {
        assert_eq!(user_error(&format!("{mandatory}, {fields}")), (name, problem), "{fields}");
    }
    assert_eq!(user_error(r#""assignedLicenses": [{}]"#), ("assignedLicenses.skuId", FieldProblem::Missing));
    assert_eq!(
        user_error(r#""licenseAssignmentStates": [{"skuId": "SPE_E3"}]"#),
        ("licenseAssignmentStates.skuId", FieldProblem::NotAnId("“SPE_E3”".into()))
    );
    assert_eq!(
        user_error(&format!(r#""licenseAssignmentStates": [{{"skuId": "{E3}", "assignedByGroup": "Staff"}}]"#)),
        ("licenseAssignmentStates.assignedByGroup", FieldProblem::NotAnId("“Staff”".into()))
    );
    assert_eq!(
        user_error(&format!(r#""licenseAssignmentStates": [{{"skuId": "{E3}", "disabledPlans": [""]}}]"#)),
        ("licenseAssignmentStates.disabledPlans", FieldProblem::Missing)
    );
}

#[test]
fn a_user_without_id_or_upn_is_named_by_place() {
    let good = format!(r#"{{"id": "{ADELE}", "userPrincipalName": "adele@fabrikam.com", "assignedLicenses": []}}"#);
    let error = read_users(&format!(r#"[{good}, {{"id": "{ALEX}"}}]"#)).unwrap_err();
    assert_eq!(
        error.to_string(),
        format!(
            "users.json, entry 2 ({ALEX}): userPrincipalName is missing. The file must hold the answer of {}.",
            GraphFile::Users.request().unwrap()
        )
    );
    let (_, row, name, problem) = field(read_users(&format!("[{good}, {{}}]")).unwrap_err());
    assert_eq!((row.as_str(), name, problem), ("entry 2", "id", FieldProblem::Missing));
    assert_eq!(RowName { number: 2, name: None }.to_string(), "entry 2");
}

#[test]
fn wrong_fields_of_a_product_name_the_product() {
    for (fields, name, problem) in [
        (r#""prepaidUnits": {"enabled": -1}"#, "prepaidUnits.enabled", FieldProblem::NotACount("-1".into())),
        (r#""prepaidUnits": {"warning": 1.5}"#, "prepaidUnits.warning", FieldProblem::NotACount("1.5".into())),
        (r#""prepaidUnits": {"lockedOut": "3"}"#, "prepaidUnits.lockedOut", FieldProblem::NotACount("\"3\"".into())),
        (r#""subscriptionIds": ["A"]"#, "subscriptionIds", FieldProblem::NotAnId("“A”".into())),
        (r#""servicePlans": [{}]"#, "servicePlans.servicePlanId", FieldProblem::Missing),
        (r#""capabilityStatus": true"#, "capabilityStatus", FieldProblem::NotText("true".into())),
    ] {
        let (file, row, found, found_problem) = field(read(files("[]", &e3(fields))).unwrap_err());
        assert_eq!((file, row.as_str()), (GraphFile::SubscribedSkus, "entry 1 (SPE_E3)"));
        assert_eq!((found, found_problem), (name, problem), "{fields}");
    }
}

#[test]
fn two_users_of_one_upn_are_both_named() {
    let user =
        |id: &str, upn: &str| format!(r#"{{"id": "{id}", "userPrincipalName": "{upn}", "assignedLicenses": []}}"#);
    let error =
        read_users(&format!("[{}, {}]", user(ADELE, "A@fabrikam.com"), user(ALEX, "a@Fabrikam.com"))).unwrap_err();
    let (first, second) = (ADELE.parse().unwrap(), ALEX.parse().unwrap());
    assert_eq!(error, ImportError::SameUpn { upn: "a@Fabrikam.com".into(), first, second });
    assert!(error.to_string().contains(ADELE) && error.to_string().contains(ALEX));
}

#[test]
fn users_saved_without_their_licenses_are_refused() {
    // Once without the fields, and once as PowerShell writes fields that were not requested.
    for fields in [
        r#""displayName": "Adele""#,
        r#""assignedLicenses": null, "licenseAssignmentStates": null"#,
        r#""AssignedLicenses": null, "LicenseAssignmentStates": null"#,
    ] {
        let error = read_users(&adele(fields)).unwrap_err();
        assert_eq!(error, ImportError::LicensesNotAsked, "{fields}");
        assert!(error.to_string().contains("licenseAssignmentStates"), "{error}");
    }
}

#[test]
fn files_of_another_shape_are_refused() {
    let file = GraphFile::Users;
    for json in ["", " \n", "\u{FEFF}"] {
        assert_eq!(read_users(json).unwrap_err(), ImportError::Empty { file });
    }
    for json in ["5", "\"users\"", "id,name", "null"] {
        assert_eq!(read_users(json).unwrap_err(), ImportError::NotAList { file }, "{json}");
    }
    for json in ["[5]", "[{]", r#"{"value": 5}"#, "[{}", "{} {}", "[null]"] {
        assert!(matches!(read_users(json).unwrap_err(), ImportError::Json { file: GraphFile::Users, .. }), "{json}");
    }
}

#[test]
fn broken_json_names_line_and_column() {
    let error = read_users("[\n {\"assignedLicenses\": \"@{skuId=1}\"}]").unwrap_err();
    let ImportError::Json { line, ref what, .. } = error else { panic!("{error:?}") };
    assert_eq!((line, what.contains("invalid type: string")), (2, true), "{error}");
    assert!(error.to_string().contains("-Depth 10") && !what.contains(" at line"), "{error}");
}

#[test]
fn a_saved_refusal_is_told_in_microsofts_words() {
    let json = r#"{"error": {"code": "Authorization_RequestDenied", "message": "Insufficient privileges."}}"#;
    assert_eq!(
        read_users(json).unwrap_err().to_string(),
        "users.json holds a refusal of Microsoft Graph, not data: Authorization_RequestDenied: Insufficient privileges."
    );
}

#[test]
fn a_file_whose_last_page_goes_on_is_refused() {
    let page = r#"{"value": [], "@odata.nextLink": "https://graph.microsoft.com/v1.0/users?$skiptoken=x"}"#;
    for json in [page.to_owned(), format!(r#"[{{"value": []}}, {page}]"#)] {
        assert_eq!(read_users(&json).unwrap_err(), ImportError::Incomplete { file: GraphFile::Users }, "{json}");
    }
}

#[test]
fn exactly_one_company_with_a_domain_is_needed() {
    let company = |fields: &str| format!(r#"{{"id": "{TENANT}", "displayName": "Fabrikam"{fields}}}"#);
    let error = |json: &str| read(GraphFiles { organization: json, ..files("[]", "[]") }).unwrap_err();
    assert_eq!(error("[]"), ImportError::NotOneOrganization { found: 0 });
    let two = format!("[{0}, {0}]", company(""));
    assert_eq!(error(&two), ImportError::NotOneOrganization { found: 2 });
    assert_eq!(error(&company("")), ImportError::NoDomain);
    assert_eq!(error(&company(r#", "verifiedDomains": []"#)), ImportError::NoDomain);
    let (file, row, name, _) = field(error(&company(r#", "verifiedDomains": [{"isDefault": true}]"#)));
    assert_eq!((file, row.as_str(), name), (GraphFile::Organization, "entry 1 (Fabrikam)", "verifiedDomains.name"));
    let (.., name, problem) = field(error(r#"{"displayName": "Fabrikam"}"#));
    assert_eq!((name, problem), ("id", FieldProblem::Missing));
}

#[test]
fn groups_and_roles_name_their_file() {
    let base = files("[]", "[]");
    let groups = field(read(GraphFiles { groups: Some(r#"[{"displayName": "Staff"}]"#), ..base }).unwrap_err());
    assert_eq!(groups, (GraphFile::Groups, "entry 1 (Staff)".into(), "id", FieldProblem::Missing));
    let json = r#"[{"displayName": "Own", "roleTemplateId": "x", "members": []}]"#;
    let roles = field(read(GraphFiles { directory_roles: Some(json), ..base }).unwrap_err());
    let problem = FieldProblem::NotAnId("“x”".into());
    assert_eq!(roles, (GraphFile::DirectoryRoles, "entry 1 (Own)".into(), "roleTemplateId", problem));
}
