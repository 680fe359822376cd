//! Proxy addresses: only those for mail, each once.

use super::graph::{adele, read_users};

/// The addresses of a user with these `proxyAddresses` in JSON.
fn addresses(json: &str) -> Vec<String> {
    let fields =
        format!(r#""displayName": "Adele", "accountEnabled": true, "assignedLicenses": [], "proxyAddresses": {json}"#);
    let import = read_users(&adele(&fields)).unwrap();
    import.users[0].addresses.clone()
}

#[test]
fn the_primary_address_and_others_lose_what_says_their_kind() {
    let told = addresses(r#"["SMTP:Adele@fabrikam.com", "smtp:a.vance@fabrikam.com", "Smtp: sales@fabrikam.com"]"#);
    assert_eq!(told, ["Adele@fabrikam.com", "a.vance@fabrikam.com", "sales@fabrikam.com"]);
}

#[test]
fn addresses_of_other_kinds_are_left_out() {
    let told = addresses(
        r#"["X500:/o=ExchangeLabs/ou=Group/cn=Recipients/cn=adele", "SIP:adele@fabrikam.com", "x400:c=US;a= ;p=Fabrikam",
            "SPO:SPO_1@SPO_2", "EUM:1234;phone-context=fabrikam.com", "adele@fabrikam.com", "ſmtp:a@fabrikam.com",
            "smtp", "", "smtp:a@fabrikam.com"]"#,
    );
    assert_eq!(told, ["a@fabrikam.com"]);
}

#[test]
fn an_address_that_comes_twice_is_one() {
    let told =
        addresses(r#"["smtp:a@fabrikam.com", "SMTP:A@Fabrikam.com", "smtp:b@fabrikam.com", "smtp:a@fabrikam.com"]"#);
    assert_eq!(told, ["a@fabrikam.com", "b@fabrikam.com"]);
}

#[test]
fn invisible_characters_are_no_part_of_an_address() {
    let told = addresses(
        r#"["\u200bSMTP:a\u200d@fabrikam.com", "s\u00admtp:\ufeffb@fabrikam.com", "smtp:\u200b", "smtp:a@fabrikam.com"]"#,
    );
    assert_eq!(told, ["a@fabrikam.com", "b@fabrikam.com"]);
}

#[test]
fn no_addresses_and_what_is_no_text_are_nothing() {
    for json in ["null", "[]", "[null, 7, {}]"] {
        assert_eq!(addresses(json), [""; 0], "{json}");
    }
}
