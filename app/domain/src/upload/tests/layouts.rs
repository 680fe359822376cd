//! The layouts of other programs, and files that are not files of users.

use super::super::column::UploadColumn;
use super::super::error::FileError;
use super::super::error::ROWS_MAX;
use super::super::file::UploadFile;
use super::super::layout::Layout;
use super::super::write::{Format, failed_header, template};
use super::{cells, read, shared, text_of};

#[test]
fn the_admin_centers_file_is_read() {
    let Some(bytes) = shared("m365-admin-center-import-multiple-users.csv") else { return };
    let file = UploadFile::read(&text_of(&bytes)).unwrap();
    assert_eq!((file.layout, file.rows.len()), (Layout::AdminCenter, 5));
    let columns = [
        UploadColumn::Email,
        UploadColumn::DisplayName,
        UploadColumn::JobTitle,
        UploadColumn::Department,
        UploadColumn::Location,
    ];
    let expected = ["chris@contoso.com", "Chris Green", "IT Manager", "Information Technology", "United States"];
    assert_eq!(cells(&file, 0, &columns), expected);
    assert_eq!(file.rows[4].number, 6);
    assert_eq!((file.ignored.len(), file.ignored[0].as_str()), (8, "Office Number"));
}

#[test]
fn entras_file_is_read_without_its_version_example_and_passwords() {
    let Some(mut bytes) = shared("entra-bulk-create-RECONSTRUCTED.csv") else { return };
    assert_eq!(UploadFile::read(&text_of(&bytes)), Err(FileError::NoRows));
    bytes.extend(b"Zoe,zoe@contoso.com,Secret-1234,Yes,Zoe,,,,SK\r\n");
    let file = UploadFile::read(&text_of(&bytes)).unwrap();
    assert_eq!((file.layout, file.rows.len(), file.has_passwords), (Layout::Entra, 1, true));
    let columns = [UploadColumn::DisplayName, UploadColumn::Email, UploadColumn::BlockSignIn, UploadColumn::Location];
    assert_eq!(cells(&file, 0, &columns), ["Zoe", "zoe@contoso.com", "Yes", "SK"]);
    assert!(!format!("{file:?}").contains("Secret"));
    assert_eq!(file.rows[0].number, 4);
}

#[test]
fn partner_centers_file_is_read() {
    let Some(mut bytes) = shared("partner-center-upload-users-RECONSTRUCTED.csv") else { return };
    bytes.extend(b"Zoe,Ann,\"Ann, Zoe\",zoe@contoso.com,Failed\r\n");
    let file = UploadFile::read(&text_of(&bytes)).unwrap();
    assert_eq!((file.layout, file.ignored.len()), (Layout::PartnerCenter, 0));
    assert_eq!(cells(&file, 0, &[UploadColumn::DisplayName, UploadColumn::Email]), ["Ann, Zoe", "zoe@contoso.com"]);
}

#[test]
fn headers_of_other_programs_are_known_without_their_files() {
    let entra = "version:v1.0,,,,,,,,\r\n\
        Name [displayName] Required,User name [userPrincipalName] Required,Initial password [passwordProfile] Required,\
        Block sign in (Yes/No) [accountEnabled] Required,First name [givenName],Last name [surname],Job title [jobTitle],\
        Department [department],Usage location [usageLocation]";
    let admin_center = "User Name,First Name,Last Name,Display Name,Job Title,Department,Office Number,Office Phone,\
        Mobile Phone,Fax,Address,City,State or Province,ZIP or Postal Code,Country or Region";
    let partner_center = "First name,Last name,Display name,Email,Status update";
    for (layout, header, row, location) in [
        (Layout::Entra, entra, "Zoe Ann,zoe@x.com,Secret-1234,No,Zoe,Ann,Boss,Sales,SK", "SK"),
        (Layout::AdminCenter, admin_center, "zoe@x.com,Zoe,Ann,Zoe Ann,Boss,Sales,,,,,,,,,SK", "SK"),
        (Layout::PartnerCenter, partner_center, "Zoe,Ann,Zoe Ann,zoe@x.com,", ""),
    ] {
        let file = read(&format!("{header}\r\n{row}\r\n"));
        assert_eq!((file.layout, file.rows.len()), (layout, 1));
        let columns = [
            UploadColumn::FirstName,
            UploadColumn::LastName,
            UploadColumn::DisplayName,
            UploadColumn::Email,
            UploadColumn::Location,
        ];
        assert_eq!(cells(&file, 0, &columns), ["Zoe", "Ann", "Zoe Ann", "zoe@x.com", location], "{layout:?}");
    }
}

#[test]
fn exports_of_other_programs_are_known_with_what_they_say_of_signing_in() {
    let admin_center = "Block credential,City,Country/Region,Department,DirSyncEnabled,Display name,First name,\
        Last name,Licenses,Object Id,Proxy addresses,Title,Usage location,User principal name,When created\r\n\
        True,,Ireland,Yard,,Zoe Ann,Zoe,Ann,Microsoft 365 E3+Power BI Pro,x,SMTP:zoe@x.com,Boss,IE,zoe@x.com,2025-03-02";
    let entra = "userPrincipalName,displayName,surname,mail,givenName,id,userType,jobTitle,department,accountEnabled,\
        usageLocation,streetAddress,state,country,directorySynced,createdDateTime\r\n\
        zoe@x.com,Zoe Ann,Ann,zoe@x.com,Zoe,x,Member,Boss,Yard,True,IE,,,,,2025-03-02";
    for (layout, text, column, says, ignored) in [
        (Layout::AdminCenterExport, admin_center, UploadColumn::BlockSignIn, "True", 6),
        (Layout::EntraDownload, entra, UploadColumn::AccountEnabled, "True", 8),
    ] {
        let file = read(text);
        assert_eq!((file.layout, file.rows.len(), file.ignored.len()), (layout, 1, ignored), "{:?}", file.ignored);
        let columns =
            [UploadColumn::Email, UploadColumn::DisplayName, UploadColumn::JobTitle, UploadColumn::Location, column];
        assert_eq!(cells(&file, 0, &columns), ["zoe@x.com", "Zoe Ann", "Boss", "IE", says]);
    }
    assert_eq!(cells(&read(admin_center), 0, &[UploadColumn::Assign]), ["Microsoft 365 E3+Power BI Pro"]);
}

#[test]
fn our_template_is_read_and_its_example_skipped() {
    assert_eq!(UploadFile::read(&template(Format::Csv).concat()), Err(FileError::NoRows));
    let file = read(&format!("{}Zoe,,Zoe,zoe@x.com,Slovakia,,,SPE_E3,\r\n", template(Format::Csv).concat()));
    assert_eq!((file.layout, file.rows.len(), file.ignored.len()), (Layout::Own, 1, 0));
    assert_eq!(cells(&file, 0, &[UploadColumn::Assign]), ["SPE_E3"]);
    let failed = read(&format!("{}Add,Zoe,,Zoe,zoe@x.com,,,,,,,,Because\r\n", failed_header(Format::Csv)));
    assert_eq!((failed.layout, failed.ignored.len()), (Layout::Own, 0));
}

#[test]
fn columns_may_stand_anywhere_and_others_are_told() {
    let file = read("Shoe size;EMAIL;;display name\r\n42;a@x.com;x;Ann\r\n;;;\r\n43;b@x.com;;Bea;\r\n");
    assert_eq!(file.ignored, ["Shoe size"]);
    assert_eq!(
        cells(&file, 1, &[UploadColumn::DisplayName, UploadColumn::Email, UploadColumn::Location]),
        ["Bea", "b@x.com", ""]
    );
    assert_eq!((file.rows[1].number, file.rows[1].surplus), (4, false));
    assert!(read("Email,Name\na@x.com,Ann,Berg\n").rows[0].surplus);
}

#[test]
fn the_separator_is_found_or_named() {
    for text in [
        "Email,Name\na@x.com,\"A;B\tC\"\n",
        "Email;Name\na@x.com;\"A;B\tC\"\n",
        "Email\tName\na@x.com\t\"A;B\tC\"\n",
        "sep=;\r\nEmail;Name\na@x.com;\"A;B\tC\"\n",
    ] {
        assert_eq!(cells(&read(text), 0, &[UploadColumn::DisplayName]), ["A;B\tC"], "{text:?}");
    }
}

#[test]
fn files_that_are_none_are_refused_with_what_to_do() {
    let refused = |text: &str| UploadFile::read(text).unwrap_err();
    assert_eq!(refused("Adele,adele@x.com\n"), FileError::NoHeader);
    assert_eq!(refused("First name,Display name\nAdele,Adele\n"), FileError::Missing(vec![UploadColumn::Email]));
    assert_eq!(refused("Email,Display name\n"), FileError::NoRows);
    assert_eq!(refused("Email,Name\n\"a@x.com,Ann\n"), FileError::Unclosed(2));
    assert_eq!(
        FileError::Missing(vec![UploadColumn::Email]).to_string(),
        "This file has no column “Email”. Add it, or use the template."
    );
}

#[test]
fn ten_thousand_rows_are_read_and_one_more_is_not() {
    let rows = |count: usize| {
        let rows: String = (0..count).map(|row| format!("user{row}@x.com,User {row}\n")).collect();
        UploadFile::read(&format!("Email,Name\n{rows}"))
    };
    assert_eq!(rows(ROWS_MAX).unwrap().rows.len(), ROWS_MAX);
    assert_eq!(rows(ROWS_MAX + 1), Err(FileError::TooManyRows(ROWS_MAX + 1)));
}
