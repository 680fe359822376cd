//! Names of invented people, in several scripts.

use unicode_normalization::UnicodeNormalization;

/// First names in Latin letters. No two are equal without their accents.
#[rustfmt::skip]
pub(super) const GIVEN: &[&str] = &[
    "Agnieszka", "Aisha", "Amélie", "Andrés", "Anna", "Beatriz", "Benjamin", "Björn", "Brigitte", "Camille", "Carlos",
    "Caoimhe", "Charlotte", "Ciarán", "Clément", "Daniela", "David", "Dieter", "Dominik", "Elena", "Eoin", "Erik",
    "Fatima", "Felix", "Fiona", "Françoise", "Gabriel", "Giulia", "Grace", "Hannah", "Henrik", "Hugo", "Inés", "Ivan",
    "Jana", "Jérôme", "Jorge", "Julia", "Karin", "Kevin", "Klára", "Laura", "Léa", "Lucía", "Lukas", "Magdaléna",
    "Marek", "María", "Matthias", "Milan", "Mónica", "Natalia",
    "Nicolás", "Niamh", "Noémie", "Olga", "Oliver", "Omar", "Orla", "Oskar", "Pablo", "Patricia", "Paul", "Pavol",
    "Pedro", "Petra", "Philippa", "Pía", "Quentin", "Rachel", "Rafael", "Raquel", "Rebecca", "Renée", "Richard",
    "Róisín", "Rosa", "Ruth", "Sabine", "Samir", "Sandra", "Sebastián", "Siobhán", "Sofia", "Sören", "Stefan", "Susan",
    "Sylvie", "Tamara", "Tereza", "Thérèse", "Tim", "Tomáš", "Ulrike", "Valentina", "Vera", "Viktor", "Walter",
    "Wiebke", "William", "Xavier", "Yara", "Yvonne", "Zdeněk", "Zoë", "Zuzana",
    "Ágnes", "Álvaro", "Åsa", "Élodie", "Émile", "Łukasz", "Ľubica", "Özlem", "Øyvind", "Šimon", "Štěpán", "Žofia",
];

/// Last names in Latin letters. No two are equal without their accents.
#[rustfmt::skip]
pub(super) const LAST: &[&str] = &[
    "Adams", "Ahmed", "Álvarez", "Andersson", "Bačík", "Baker", "Balog", "Bauer", "Beck", "Benítez", "Björk", "Blanc",
    "Böhm", "Brady", "Braun", "Brown", "Byrne", "Campbell", "Castillo", "Čech", "Chevalier", "Clarke", "Collins",
    "Cortés", "Dąbrowski", "Davies", "Díaz", "Dietrich", "Doyle", "Dubois", "Dunne", "Dvořák", "Edwards", "Engel",
    "Eriksen", "Evans", "Fernández", "Fischer", "Fitzgerald", "Flores", "Foster", "Fournier", "Frank", "Gallagher",
    "García", "Garnier", "Girard", "Gómez", "Graf", "Green", "Gutiérrez", "Haas", "Hall", "Hansen", "Harris", "Hartmann",
    "Hernández", "Hoffmann", "Horák", "Hughes", "Ibáñez", "Iglesias", "Jackson", "Jansen", "Jiménez", "Johansson",
    "Jones", "Jørgensen", "Kaiser", "Keller", "Kelly", "Kowalski", "Kováč", "Krüger", "Kučera", "Lambert", "Lang",
    "Larsen", "Lefèvre", "Leroy", "Lewis", "López", "Lynch", "Maier", "Marín", "Martínez", "Mayer", "McCarthy",
    "Méndez", "Meyer", "Moreau", "Moreno", "Murphy", "Nagy", "Navarro", "Nielsen", "Novák", "Núñez", "O'Brien",
    "O'Connor", "Olsen", "Ortega", "Peña", "Pérez", "Peters", "Petit", "Pokorný", "Popescu", "Quinn", "Ramírez",
    "Reyes", "Richter", "Robinson", "Romero", "Roth", "Rousseau", "Ruiz", "Ryan", "Sánchez", "Sauer", "Schäfer",
    "Schmidt", "Schröder", "Scott", "Simon", "Smith", "Sørensen", "Straße", "Suárez", "Svensson", "Szabó", "Taylor",
    "Thompson", "Torres", "Tóth", "Turner", "Urban", "Varga", "Vidal", "Vogel", "Wagner", "Walsh", "Weber", "Weiß",
    "White", "Williams", "Winkler", "Wójcik", "Wright", "Yılmaz", "Young", "Zapata", "Žák", "Ziegler",
];

/// The names of a non-Latin script, each as written and in ASCII letters for the email.
pub(super) struct Script {
    pub given: &'static [(&'static str, &'static str)],
    pub last: &'static [(&'static str, &'static str)],
    /// Whether the last name comes first, without a space.
    pub last_name_first: bool,
}

#[rustfmt::skip]
pub(super) const GREEK: Script = Script {
    given: &[
        ("Γιώργος", "giorgos"), ("Ελένη", "eleni"), ("Δημήτρης", "dimitris"), ("Μαρία", "maria"), ("Νίκος", "nikos"),
        ("Κατερίνα", "katerina"), ("Παναγιώτης", "panagiotis"), ("Σοφία", "sofia"),
    ],
    last: &[
        ("Παπαδόπουλος", "papadopoulos"), ("Νικολάου", "nikolaou"), ("Οικονόμου", "oikonomou"),
        ("Γεωργίου", "georgiou"), ("Αλεξίου", "alexiou"), ("Δήμου", "dimou"), ("Βλάχου", "vlachou"),
    ],
    last_name_first: false,
};

#[rustfmt::skip]
pub(super) const CHINESE: Script = Script {
    given: &[
        ("静", "jing"), ("伟", "wei"), ("秀英", "xiuying"), ("强", "qiang"), ("洋", "yang"), ("敏", "min"),
        ("晓明", "xiaoming"), ("丽华", "lihua"),
    ],
    last: &[("李", "li"), ("王", "wang"), ("张", "zhang"), ("刘", "liu"), ("陈", "chen"), ("赵", "zhao"), ("欧阳", "ouyang")],
    last_name_first: true,
};

#[rustfmt::skip]
pub(super) const JAPANESE: Script = Script {
    given: &[
        ("太郎", "taro"), ("花子", "hanako"), ("さくら", "sakura"), ("健一", "kenichi"), ("美咲", "misaki"), ("大輔", "daisuke"),
        ("由美", "yumi"), ("翔太", "shota"),
    ],
    last: &[
        ("佐藤", "sato"), ("鈴木", "suzuki"), ("高橋", "takahashi"), ("田中", "tanaka"), ("渡辺", "watanabe"),
        ("伊藤", "ito"), ("山本", "yamamoto"),
    ],
    last_name_first: true,
};

#[rustfmt::skip]
pub(super) const ARABIC: Script = Script {
    given: &[
        ("محمد", "mohammed"), ("فاطمة", "fatma"), ("أحمد", "ahmad"), ("ليلى", "layla"), ("يوسف", "yousef"),
        ("نور", "noor"), ("خالد", "khalid"), ("سارة", "sarah"),
    ],
    last: &[
        ("الهاشمي", "alhashimi"), ("المنصوري", "almansoori"), ("حداد", "haddad"), ("خليل", "khalil"),
        ("السويدي", "alsuwaidi"), ("ناصر", "nasser"), ("منصور", "mansour"),
    ],
    last_name_first: false,
};

/// A display name that is hard for programs, with the part of the email before the `@`.
pub(super) type OddName = (&'static str, &'static str);

/// Names that are long, contain emoji, marks or letters of several scripts, look alike, or look like markup.
pub(super) const ODD: &[OddName] = &[
    ("Wilhelmina Theodora Konstantina von Hohenstein-Sonnenberg-Weisse", "wilhelmina"),
    ("Núria Ñúñez 🎉", "nuria.nunez"),
    ("🦊 Renate Fuchs", "renate.fuchs"),
    ("Nora 👩🏽\u{200d}🚀 Nilsson", "nora.nilsson"),
    ("Thomas Müller", "thomas.mueller"),
    ("Thomas Müller", "thomas.mueller2"),
    ("Rita <b>Bold</b> & \"Sons\"", "rita.bold"),
    ("Nguyễn Thị Minh Khai", "user123"),
    ("Şebnem Işık", "sebnem.isik"),
    ("مريم Marie الحداد", "marie.alhaddad"),
];

/// Names that a spreadsheet would take for formulas.
pub(super) const FORMULAS: &[OddName] =
    &[("=1+1", "user201"), ("+SUM(A1)", "user202"), ("-2+3", "user203"), ("@cmd", "user204")];

/// A Latin name in lower-case ASCII letters, for an email.
pub(super) fn ascii(name: &str) -> String {
    let mut plain = String::with_capacity(name.len());
    for letter in name.nfkd().flat_map(char::to_lowercase) {
        match letter {
            'ø' => plain.push('o'),
            'ł' => plain.push('l'),
            'ı' => plain.push('i'),
            'ß' => plain.push_str("ss"),
            letter if letter.is_ascii_alphanumeric() => plain.push(letter),
            _ => {}
        }
    }
    plain
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn latin_names_differ_without_their_accents() {
        for names in [GIVEN, LAST] {
            let plain: BTreeSet<_> = names.iter().map(|name| ascii(name)).collect();
            assert_eq!(plain.len(), names.len());
        }
    }

    #[test]
    fn names_become_ascii() {
        assert_eq!(
            ["Łukasz", "Sørensen", "Weiß", "O'Brien", "Dvořák"].map(ascii),
            ["lukasz", "sorensen", "weiss", "obrien", "dvorak"]
        );
    }

    #[test]
    fn the_long_name_has_64_characters() {
        assert_eq!(ODD[0].0.chars().count(), 64);
    }
}
