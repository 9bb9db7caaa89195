//! The banks that one can connect to, each with a temper of its own.

/// What happens when somebody connects.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Temper {
    /// Login and code are enough.
    Happy,
    /// A code comes by SMS.
    Otp,
    /// The person approves in the bank's own app.
    Decoupled,
    /// The person signs in on the bank's own page.
    Webauth,
    /// Whatever is typed is refused.
    WrongPass,
    /// The bank's site is closed.
    Down,
    /// The bank has been asked too often.
    RateLimited,
    /// The person must do something on the bank's site first.
    ActionNeeded,
    /// No bank, but a provider of documents.
    Documents,
}

/// One field of a bank's form.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Field {
    pub(crate) name: &'static str,
    pub(crate) label: &'static str,
    /// `text`, `password`, `list`, `date` or `hidden`.
    pub(crate) kind: &'static str,
    pub(crate) regex: Option<&'static str>,
    /// Label and value of each choice.
    pub(crate) values: &'static [(&'static str, &'static str)],
    /// What the practice bank takes.
    pub(crate) right: &'static str,
}

/// One bank or provider.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Connector {
    pub(crate) id: u64,
    pub(crate) uuid: &'static str,
    pub(crate) name: &'static str,
    pub(crate) slug: &'static str,
    pub(crate) code: Option<&'static str>,
    pub(crate) color: &'static str,
    pub(crate) temper: Temper,
    pub(crate) fields: &'static [Field],
    pub(crate) countries: &'static [&'static str],
    pub(crate) beta: bool,
}

impl Connector {
    /// `credentials` or `webauth`.
    pub(crate) fn mechanism(&self) -> &'static str {
        if self.temper == Temper::Webauth {
            "webauth"
        } else {
            "credentials"
        }
    }

    /// `bank` or `document`.
    pub(crate) fn capability(&self) -> &'static str {
        if self.temper == Temper::Documents {
            "document"
        } else {
            "bank"
        }
    }

    /// Where its data comes from.
    pub(crate) fn source(&self) -> &'static str {
        if self.temper == Temper::Webauth {
            "openapi"
        } else {
            "directaccess"
        }
    }
}

const LOGIN: Field = Field {
    name: "login",
    label: "Identifiant",
    kind: "text",
    regex: Some("^[0-9]{8}$"),
    values: &[],
    right: "12345678",
};
const PASSWORD: Field = Field {
    name: "password",
    label: "Code secret",
    kind: "password",
    regex: Some("^[0-9]{6}$"),
    values: &[],
    right: "123456",
};
const BRANCH: Field = Field {
    name: "website",
    label: "Type de compte",
    kind: "list",
    regex: None,
    values: &[("Particuliers", "par"), ("Professionnels", "pro")],
    right: "par",
};
const BIRTHDAY: Field = Field {
    name: "birthday",
    label: "Date de naissance",
    kind: "date",
    regex: Some("^[0-9]{4}-[0-9]{2}-[0-9]{2}$"),
    values: &[],
    right: "1984-02-29",
};

/// The code that comes by SMS, wherever one is asked for.
pub(crate) const OTP: Field = Field {
    name: "otp",
    label: "Code reçu par SMS",
    kind: "text",
    regex: Some("^[0-9]{6}$"),
    values: &[],
    right: "424242",
};

/// The bank of the household's own connection.
pub(crate) const HAPPY: u64 = 40;

const fn bank(
    id: u64,
    uuid: &'static str,
    name: &'static str,
    slug: &'static str,
    color: &'static str,
    temper: Temper,
    fields: &'static [Field],
) -> Connector {
    Connector {
        id,
        uuid,
        name,
        slug,
        code: Some("17999"),
        color,
        temper,
        fields,
        countries: &["fr"],
        beta: false,
    }
}

/// Every bank and provider of the domain.
pub(crate) const ALL: [Connector; 10] = [
    bank(
        HAPPY,
        "0d4c8b52-7d1e-5f3a-9a6b-5c1d0e2f4a01",
        crate::aggregated::BANK,
        "BDC",
        "1f6f78",
        Temper::Happy,
        &[LOGIN, PASSWORD],
    ),
    bank(
        41,
        "0d4c8b52-7d1e-5f3a-9a6b-5c1d0e2f4a02",
        "Caisse des Dranses",
        "CDD",
        "8a4b2d",
        Temper::Otp,
        &[BRANCH, LOGIN, PASSWORD],
    ),
    bank(
        42,
        "0d4c8b52-7d1e-5f3a-9a6b-5c1d0e2f4a03",
        "Crédit Lacustre",
        "CLA",
        "2b5aa0",
        Temper::Decoupled,
        &[LOGIN, PASSWORD, BIRTHDAY],
    ),
    bank(
        43,
        "0d4c8b52-7d1e-5f3a-9a6b-5c1d0e2f4a04",
        "Banque Ouverte du Léman",
        "BOL",
        "5b3f8c",
        Temper::Webauth,
        &[],
    ),
    bank(
        44,
        "0d4c8b52-7d1e-5f3a-9a6b-5c1d0e2f4a05",
        "Banque Méfiante",
        "BME",
        "9c2f3f",
        Temper::WrongPass,
        &[LOGIN, PASSWORD],
    ),
    bank(
        45,
        "0d4c8b52-7d1e-5f3a-9a6b-5c1d0e2f4a06",
        "Banque en Travaux",
        "BTX",
        "6b6b6b",
        Temper::Down,
        &[LOGIN, PASSWORD],
    ),
    bank(
        46,
        "0d4c8b52-7d1e-5f3a-9a6b-5c1d0e2f4a07",
        "Banque Débordée",
        "BDE",
        "b07a16",
        Temper::RateLimited,
        &[LOGIN, PASSWORD],
    ),
    bank(
        47,
        "0d4c8b52-7d1e-5f3a-9a6b-5c1d0e2f4a08",
        "Banque Formaliste",
        "BFO",
        "2e7d4f",
        Temper::ActionNeeded,
        &[LOGIN, PASSWORD],
    ),
    Connector {
        countries: &["fr", "ch"],
        beta: true,
        code: None,
        ..bank(
            48,
            "0d4c8b52-7d1e-5f3a-9a6b-5c1d0e2f4a09",
            "Banque Ouverte Suisse",
            "BOS",
            "444a9e",
            Temper::Webauth,
            &[],
        )
    },
    Connector {
        code: None,
        ..bank(
            60,
            "0d4c8b52-7d1e-5f3a-9a6b-5c1d0e2f4a10",
            "Électricité des Alpages",
            "EDA",
            "e0a800",
            Temper::Documents,
            &[LOGIN, PASSWORD],
        )
    },
];

/// The bank or provider with a number or a uuid.
pub(crate) fn find(reference: &str) -> Option<&'static Connector> {
    ALL.iter()
        .find(|connector| connector.uuid == reference || reference.parse() == Ok(connector.id))
}

/// The bank or provider with this number.
pub(crate) fn numbered(id: u64) -> &'static Connector {
    ALL.iter()
        .find(|connector| connector.id == id)
        .unwrap_or(&ALL[0])
}
