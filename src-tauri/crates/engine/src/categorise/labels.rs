//! Which of a person's categories a trade belongs to, told from the categories' names.

use domain::text::fold;

use super::trade::Trade;

/// What people name categories by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[rustfmt::skip]
enum Label {
    Groceries, EatingOut, Coffee, Bars, Food, Household,
    Fuel, Car, PublicTransport, Taxi, Parking, Transport, Flights, Lodging, Travel, Bicycle,
    Energy, Water, Waste, Utilities, Internet, Phone, PhoneInternet, Subscriptions, Streaming, Software, Media,
    Insurance, Fees, Interest, Taxes, Government, Finance, Legal,
    Doctor, Pharmacy, Health, PersonalCare, Fitness, Sport, Pets,
    Clothing, OnlineShopping, Shopping, Electronics, HomeImprovement, Maintenance, Furniture, Garden, Home, Cleaning,
    Books, News, Hobbies, Toys, Children, Childcare, Education, Training, Entertainment, Office, Postage, Printing, Gifts, GiftsCharity, Charity,
    Salary, Pension, Benefits, Dividends, Refunds, InterestIncome, Income,
    Rent, Mortgage, Housing, Loans, Transfers, CardPayment, Savings, Investments, Cash, Advertising, Services, Other,
}

impl Label {
    /// Broad words stand in the names of narrower categories, too.
    fn is_broad(self) -> bool {
        use Label as L;
        matches!(
            self,
            L::Transport
                | L::Car
                | L::Home
                | L::Food
                | L::Services
                | L::Other
                | L::Travel
                | L::Cash
        )
    }
}

/// Names of each label, folded, in several languages.
#[rustfmt::skip]
const NAMES: &[(Label, &[&str])] = &[
    (Label::Groceries, &["groceries", "grocery", "supermarket", "supermarkets", "food groceries", "purchases food", "food shopping", "lebensmittel", "courses", "alimentation", "supermercado", "alimentacion", "spesa", "alimentari", "boodschappen", "matvarer", "livsmedel", "dagligvarer", "zakupy spozywcze", "potraviny", "supermarche"]),
    (Label::EatingOut, &["eating out", "dining out", "restaurant", "restaurants", "dining", "takeaway", "takeaways", "fast food", "hospitality", "essen gehen", "gastronomie", "gastronomia", "restaurantes", "ristoranti", "uit eten", "horeca", "restauranger", "restauracje", "restaurace", "meals out", "food out", "cafes restaurants", "restaurantbesuche", "auswarts essen"]),
    (Label::Coffee, &["coffee", "coffee snacks", "cafe", "cafes", "bar cafe", "coffee shops", "kaffee", "snacks"]),
    (Label::Bars, &["bars", "alcohol", "bars alcohol", "pub", "pubs", "drinks", "nightlife", "going out", "sorties", "ausgehen"]),
    (Label::Food, &["food", "food drink", "food drinks", "food beverages", "essen trinken", "nourriture", "comida", "cibo", "eten drinken", "mat", "jedzenie", "jidlo", "verpflegung"]),
    (Label::Household, &["household", "haushalt", "huishouden", "drogerie", "home supplies", "household supplies"]),
    (Label::Fuel, &["fuel", "vehicle fuel", "petrol", "gasoline", "gas station", "gas fuel", "auto fuel", "tanken", "benzin", "carburant", "essence", "gasolina", "combustible", "carburante", "benzina", "brandstof", "bensin", "drivstoff", "paliwo", "palivo", "sprit", "kraftstoff"]),
    (Label::Car, &["car", "car maintenance", "auto", "vehicle", "vehicle costs", "car expenses", "motoring", "auto transport", "voiture", "coche", "macchina", "bil", "samochod", "vehicle running costs", "fahrzeug", "kfz", "automobile", "car repair", "vehicle maintenance"]),
    (Label::PublicTransport, &["public transport", "transit", "public transportation", "bus rail", "train", "trains", "bus", "travel bus rail", "offentlicher nahverkehr", "opnv", "bahn", "transports en commun", "transporte publico", "trasporto pubblico", "trasporti pubblici", "openbaar vervoer", "kollektivtrafik", "komunikacja", "mhd", "rail"]),
    (Label::Taxi, &["taxi", "taxis", "taxi ride share", "ride share", "rideshare", "cabs", "travel taxis", "taksowki"]),
    (Label::Parking, &["parking", "parking tolls", "car parking", "tolls", "parken", "stationnement", "peage", "aparcamiento", "parcheggio", "parkeren", "parkering"]),
    (Label::Transport, &["transport", "transportation", "mobility", "mobilitat", "verkehr", "transports", "transporte", "trasporti", "vervoer", "doprava", "travel transport", "getting around", "deplacements"]),
    (Label::Flights, &["flights", "flight", "airfare", "air travel", "airlines", "fluge", "vols"]),
    (Label::Lodging, &["lodging", "hotel", "hotels", "accommodation", "unterkunft", "hebergement"]),
    (Label::Travel, &["travel", "holiday", "holidays", "vacation", "travel foreign", "trips", "reisen", "urlaub", "voyage", "voyages", "vacances", "viajes", "vacaciones", "viaggi", "vacanze", "reizen", "vakantie", "resor", "reiser", "rejser", "podroze", "cestovani", "hotel travel"]),
    (Label::Bicycle, &["bicycle", "bike", "fahrrad", "velo", "fiets"]),
    (Label::Energy, &["energy", "electricity", "gas electricity", "gas electric", "power", "energy heating", "strom", "heizung", "strom gas", "energie", "electricite", "electricidad", "luz", "elettricita", "luce gas", "el", "prad", "elektrina"]),
    (Label::Water, &["water", "water services", "wasser", "eau", "agua", "acqua", "vatten", "woda", "voda"]),
    (Label::Waste, &["waste", "refuse", "trash", "mull", "dechets", "rifiuti"]),
    (Label::Utilities, &["utilities", "bills", "bills utilities", "household bills", "utility", "nebenkosten", "factures", "charges", "suministros", "facturas", "bollette", "utenze", "nutsvoorzieningen", "rakningar", "rachunki", "energie", "gas water electricity"]),
    (Label::Internet, &["internet", "broadband", "internet tv", "cable"]),
    (Label::Phone, &["phone", "mobile", "mobile phone", "telephone", "telephones", "cell phone", "mobiles", "handy", "telefon", "telephonie", "telefono", "movil", "mobil", "telefoon"]),
    (Label::PhoneInternet, &["phone internet", "internet phone", "telecom", "telecoms", "communication", "communications", "telekommunikation", "telecommunications", "telefon internet", "telefonia"]),
    (Label::Subscriptions, &["subscriptions", "subscription", "memberships", "abos", "abonnements", "suscripciones", "abbonamenti", "abonnementen", "abonnemang"]),
    (Label::Streaming, &["streaming", "tv streaming", "tv", "music streaming"]),
    (Label::Software, &["software", "apps", "software apps", "computing", "it", "cloud"]),
    (Label::Media, &["books media", "media", "medien", "medias"]),
    (Label::Insurance, &["insurance", "insurances", "versicherung", "versicherungen", "assurance", "assurances", "seguros", "seguro", "assicurazione", "assicurazioni", "verzekering", "verzekeringen", "forsakring", "forsakringar", "forsikring", "ubezpieczenia", "pojisteni"]),
    (Label::Fees, &["fees", "bank fees", "fees charges", "bank charges", "charges fees", "gebuhren", "bankgebuhren", "frais bancaires", "frais", "comisiones", "commissioni", "kosten", "bankkosten", "avgifter", "gebyrer", "oplaty", "poplatky"]),
    (Label::Interest, &["interest", "interest paid", "loan interest", "zinsen", "interets"]),
    (Label::Taxes, &["taxes", "tax", "taxes government", "steuern", "steuer", "impots", "taxes impots", "impuestos", "tasse", "imposte", "belasting", "belastingen", "skatt", "skat", "podatki", "dane"]),
    (Label::Government, &["government", "public services", "fines", "licences permits", "licences", "behorden"]),
    (Label::Finance, &["finance", "financial", "bank", "banking", "finanzen", "finances", "finanzas", "finanza", "financien"]),
    (Label::Legal, &["legal", "professional services", "professional fees", "legal fees"]),
    (Label::Doctor, &["doctor", "medical", "doctors", "arzt", "medecin", "dentist", "healthcare"]),
    (Label::Pharmacy, &["pharmacy", "medicine", "apotheke", "pharmacie", "farmacia", "apotheek", "apotek"]),
    (Label::Health, &["health", "health wellness", "gesundheit", "sante", "salud", "salute", "gezondheid", "halsa", "helse", "sundhed", "zdrowie", "zdravi", "medical health", "health medical", "health fitness", "wellness"]),
    (Label::PersonalCare, &["personal care", "beauty", "cosmetics", "personal", "hairdresser", "korperpflege", "pflege", "soins", "beaute", "cuidado personal", "cura personale", "verzorging", "hygiene", "personal needs", "drugstore", "toiletries"]),
    (Label::Fitness, &["fitness", "gym", "sport fitness"]),
    (Label::Sport, &["sport", "sports", "sport hobbies", "deporte", "deportes", "sport freizeit", "sports hobbies"]),
    (Label::Pets, &["pets", "pet", "haustiere", "animaux", "mascotas", "animali", "huisdieren", "husdjur", "zwierzeta", "pet care"]),
    (Label::Clothing, &["clothing", "clothes", "clothing shoes", "clothing uniforms", "clothes shoes", "fashion", "apparel", "kleidung", "bekleidung", "mode", "vetements", "habillement", "ropa", "abbigliamento", "vestiti", "kleding", "klader", "klaer", "toj", "ubrania", "odziez", "obleceni"]),
    (Label::OnlineShopping, &["online shopping", "internet shopping", "amazon", "onlineshopping"]),
    (Label::Shopping, &["shopping", "general merchandise", "merchandise", "general shopping", "einkaufe", "einkaufen", "achats", "compras", "acquisti", "winkelen", "zakupy", "nakupy", "retail"]),
    (Label::Electronics, &["electronics", "electronics software", "computer", "computers", "elektronik", "technik", "electronique", "high tech", "electronica", "elettronica", "elektronica", "elektronika", "it equipment"]),
    (Label::HomeImprovement, &["diy", "home diy", "home improvement", "home garden", "house garden", "haus garten", "maison jardin", "maison", "bricolage", "heimwerken", "hogar", "casa", "huis tuin", "hem", "dom ogrod", "bydleni zahrada", "home"]),
    (Label::Maintenance, &["maintenance", "home maintenance", "repairs", "repairs maintenance", "building maintenance", "building repairs", "reparaturen", "entretien"]),
    (Label::Furniture, &["furniture", "furnishings", "mobel", "meubles", "muebles", "arredamento", "meubels", "mobler", "furniture fittings"]),
    (Label::Garden, &["garden", "gardening", "garten", "jardin", "giardino", "tuin", "grounds maintenance"]),
    (Label::Home, &["home household", "household goods", "wohnen", "logement", "hogar casa", "housing home"]),
    (Label::Cleaning, &["cleaning", "cleaning materials", "laundry", "reinigung"]),
    (Label::Books, &["books", "book", "bucher", "livres", "libros", "libri", "boeken", "bocker", "ksiazki", "knihy"]),
    (Label::News, &["news", "newspapers", "magazines", "newspapers magazines", "newspapers periodicals", "zeitungen", "presse", "n papers periodicals"]),
    (Label::Hobbies, &["hobbies", "hobby", "leisure hobbies", "crafts"]),
    (Label::Toys, &["toys", "toys games", "spielzeug", "jouets"]),
    (Label::Children, &["children", "kids", "family", "kinder", "familie", "enfants", "ninos", "bambini", "kinderen", "barn", "dzieci", "deti", "baby"]),
    (Label::Childcare, &["childcare", "child care", "nursery", "kinderbetreuung", "kita", "creche", "garde d enfants"]),
    (Label::Education, &["education", "school", "school education", "bildung", "schule", "scolarite", "educacion", "istruzione", "onderwijs", "utbildning", "utdanning", "edukacja", "vzdelani", "tuition", "study"]),
    (Label::Training, &["training", "courses training", "weiterbildung", "formation", "formacion"]),
    (Label::Entertainment, &["entertainment", "leisure", "fun", "recreation", "freizeit", "unterhaltung", "loisirs", "divertissement", "ocio", "entretenimiento", "svago", "tempo libero", "intrattenimento", "vrije tijd", "ontspanning", "noje", "underholdning", "fritid", "rozrywka", "zabava", "culture", "kultur", "visits", "outings"]),
    (Label::Office, &["office", "office supplies", "stationery", "equip office", "buro", "papeterie", "stationery office"]),
    (Label::Postage, &["postage", "postage shipping", "post", "shipping", "mail", "porto", "versand", "frais postaux", "correo", "spedizioni", "postage delivery"]),
    (Label::Printing, &["printing", "photocopying", "printing copying", "photo"]),
    (Label::Gifts, &["gifts", "gift", "presents", "geschenke", "cadeaux", "regalos", "regali", "cadeaus", "presenter", "gaver", "prezenty", "darky"]),
    (Label::GiftsCharity, &["gifts charity", "gifts donations", "geschenke spenden", "giving", "charity gifts"]),
    (Label::Charity, &["charity", "donations", "donation", "spenden", "dons", "donaciones", "donazioni", "donaties", "giften", "charitable giving"]),
    (Label::Salary, &["salary", "wages", "paycheck", "salary wages", "pay", "gehalt", "lohn", "salaire", "nomina", "sueldo", "stipendio", "salaris", "lon", "wynagrodzenie", "mzda"]),
    (Label::Pension, &["pension", "rente", "retraite"]),
    (Label::Benefits, &["benefits", "state benefits", "kindergeld", "allocations"]),
    (Label::Dividends, &["dividends", "dividend", "dividenden", "dividendes"]),
    (Label::Refunds, &["refunds", "refund", "reimbursements", "erstattung", "remboursements"]),
    (Label::InterestIncome, &["interest income", "interest received", "zinsertrage", "interest dividends"]),
    (Label::Income, &["income", "einkommen", "einnahmen", "revenus", "ingresos", "entrate", "inkomsten", "inkomst", "inntekt", "indkomst", "przychody", "prijmy", "earnings", "other income"]),
    (Label::Rent, &["rent", "miete", "loyer", "alquiler", "affitto", "huur", "hyra", "husleie", "czynsz", "najem", "rent mortgage"]),
    (Label::Mortgage, &["mortgage", "hypothek", "hypotheek", "mutuo", "hipoteca", "rent mortgage", "mortgage rent"]),
    (Label::Housing, &["housing", "house", "accommodation costs", "wohnen", "logement", "vivienda", "abitazione", "wonen", "boende", "bolig", "mieszkanie", "bydleni", "home housing"]),
    (Label::Loans, &["loans", "loan", "loan payment", "debt", "loan payments", "kredit", "kredite", "prets", "credits", "prestamos", "prestiti", "leningen", "lan"]),
    (Label::Transfers, &["transfers", "transfer", "internal transfer", "umbuchung", "umbuchungen", "ubertrage", "virements", "transferencias", "trasferimenti", "overboekingen", "overforingar", "przelewy", "prevody", "payments"]),
    (Label::CardPayment, &["card payment", "credit card payment", "credit card"]),
    (Label::Savings, &["savings", "sparen", "epargne", "ahorro", "risparmi", "risparmio", "sparande", "oszczednosci"]),
    (Label::Investments, &["investments", "investment", "investing", "savings investments", "geldanlage", "anlage", "placements", "investissements", "inversiones", "investimenti", "beleggingen", "investeringar", "inwestycje", "investice"]),
    (Label::Cash, &["cash", "cash withdrawal", "atm", "bargeld", "especes", "retraits", "efectivo", "contanti", "contant", "kontanter", "gotowka", "hotovost", "withdrawal"]),
    (Label::Advertising, &["advertising", "marketing", "werbung", "publicite"]),
    (Label::Services, &["services", "other services", "dienstleistungen", "service"]),
    (Label::Other, &["other", "miscellaneous", "misc", "general", "sonstiges", "andere", "divers", "autres", "otros", "varios", "altro", "varie", "overig", "diversen", "ovrigt", "annet", "andet", "inne", "ostatni", "uncategorised", "uncategorized", "everything else"]),
];

/// Labels of a trade, the nearest first.
#[rustfmt::skip]
fn labels(trade: Trade) -> &'static [Label] {
    use Label as L;
    match trade {
        Trade::Supermarket => &[L::Groceries, L::Food, L::Household, L::Shopping],
        Trade::FoodShop => &[L::Groceries, L::Food, L::EatingOut, L::Shopping],
        Trade::Restaurant | Trade::FastFood => &[L::EatingOut, L::Food, L::Entertainment, L::Groceries],
        Trade::Coffee => &[L::Coffee, L::EatingOut, L::Food, L::Entertainment],
        Trade::Bar => &[L::Bars, L::EatingOut, L::Food, L::Entertainment],
        Trade::Drinks => &[L::Bars, L::Groceries, L::Food, L::Shopping],
        Trade::Tobacco => &[L::Groceries, L::Shopping, L::Other],
        Trade::Fuel => &[L::Fuel, L::Car, L::Transport],
        Trade::Charging => &[L::Fuel, L::Car, L::Energy, L::Transport],
        Trade::Rail | Trade::Transit => &[L::PublicTransport, L::Transport, L::Travel],
        Trade::Taxi => &[L::Taxi, L::PublicTransport, L::Transport, L::Travel],
        Trade::Parking | Trade::Toll => &[L::Parking, L::Car, L::Transport],
        Trade::Garage | Trade::Motoring => &[L::Car, L::Transport, L::Fuel, L::Other],
        Trade::VehicleTax => &[L::Taxes, L::Government, L::Car, L::Transport],
        Trade::CarHire => &[L::Travel, L::Transport, L::Car],
        Trade::Bicycle => &[L::Bicycle, L::Sport, L::Transport, L::Shopping],
        Trade::Airline => &[L::Flights, L::Travel, L::Transport],
        Trade::Hotel => &[L::Lodging, L::Travel, L::Entertainment],
        Trade::Travel | Trade::Ferry => &[L::Travel, L::Transport],
        Trade::Energy => &[L::Energy, L::Utilities, L::Housing],
        Trade::Water => &[L::Water, L::Utilities, L::Housing],
        Trade::Waste => &[L::Waste, L::Utilities, L::Housing],
        Trade::Internet => &[L::Internet, L::PhoneInternet, L::Phone, L::Utilities],
        Trade::Phone => &[L::Phone, L::PhoneInternet, L::Internet, L::Utilities],
        Trade::Streaming => &[L::Streaming, L::Subscriptions, L::Entertainment, L::Media],
        Trade::Software => &[L::Software, L::Subscriptions, L::Electronics, L::Entertainment, L::Shopping],
        Trade::Broadcast => &[L::Subscriptions, L::Entertainment, L::Utilities, L::Taxes],
        Trade::Insurance => &[L::Insurance, L::Finance],
        Trade::BankFee => &[L::Fees, L::Finance],
        Trade::Interest => &[L::InterestIncome, L::Interest, L::Fees, L::Finance],
        Trade::Tax => &[L::Taxes, L::Government, L::Finance],
        Trade::Government => &[L::Government, L::Taxes, L::Fees, L::Other],
        Trade::Legal => &[L::Legal, L::Services, L::Fees, L::Other],
        Trade::Doctor | Trade::Optician | Trade::CareGoods => &[L::Doctor, L::Health, L::PersonalCare],
        Trade::Pharmacy => &[L::Pharmacy, L::Health, L::PersonalCare],
        Trade::Vet | Trade::PetShop => &[L::Pets, L::Home, L::Shopping, L::Other],
        Trade::Gym => &[L::Fitness, L::Sport, L::Health, L::Entertainment],
        Trade::Beauty | Trade::Drugstore => &[L::PersonalCare, L::Household, L::Health, L::Shopping],
        Trade::Clothing | Trade::Sportswear => &[L::Clothing, L::Shopping],
        Trade::Jeweller => &[L::Shopping, L::Gifts, L::Clothing],
        Trade::Department | Trade::Bargains | Trade::Marketplace => &[L::OnlineShopping, L::Shopping, L::Household, L::HomeImprovement, L::Other],
        Trade::Electronics => &[L::Electronics, L::Shopping, L::HomeImprovement],
        Trade::Diy | Trade::Builders => &[L::HomeImprovement, L::Maintenance, L::Home, L::Household, L::Housing, L::Shopping],
        Trade::Furniture => &[L::Furniture, L::HomeImprovement, L::Home, L::Household, L::Shopping],
        Trade::Garden => &[L::Garden, L::HomeImprovement, L::Home, L::Shopping],
        Trade::Cleaning => &[L::Cleaning, L::Household, L::HomeImprovement, L::Home],
        Trade::Laundry => &[L::Cleaning, L::Clothing, L::PersonalCare, L::Household],
        Trade::Locksmith | Trade::Security => &[L::Maintenance, L::HomeImprovement, L::Home, L::Services],
        Trade::Books => &[L::Books, L::Media, L::Hobbies, L::Entertainment, L::Shopping],
        Trade::News => &[L::News, L::Books, L::Media, L::Subscriptions, L::Entertainment],
        Trade::Stationery | Trade::Office => &[L::Office, L::Shopping, L::Education],
        Trade::Printing => &[L::Printing, L::Office, L::Shopping, L::Services],
        Trade::Toys => &[L::Toys, L::Children, L::Shopping, L::GiftsCharity, L::Gifts],
        Trade::Crafts => &[L::Hobbies, L::Shopping, L::Entertainment],
        Trade::Music | Trade::Games => &[L::Hobbies, L::Entertainment, L::Media, L::Shopping],
        Trade::Cinema | Trade::Attraction | Trade::Tickets | Trade::Betting => &[L::Entertainment, L::Hobbies],
        Trade::Sport => &[L::Sport, L::Fitness, L::Entertainment, L::Health],
        Trade::School => &[L::Education, L::Children, L::Training],
        Trade::Childcare => &[L::Childcare, L::Children, L::Education],
        Trade::Training => &[L::Training, L::Education],
        Trade::Charity => &[L::Charity, L::GiftsCharity, L::Gifts, L::Other],
        Trade::Gifts => &[L::Gifts, L::GiftsCharity, L::Shopping],
        Trade::Post => &[L::Postage, L::Services, L::Shopping, L::Other],
        Trade::Conference => &[L::Training, L::Education, L::Travel, L::Entertainment],
        Trade::Advertising => &[L::Advertising, L::Services, L::Other],
        Trade::Storage => &[L::Housing, L::Home, L::Services, L::Other],
        Trade::Salary => &[L::Salary, L::Income],
        Trade::Pension => &[L::Pension, L::Income, L::Savings],
        Trade::Benefits => &[L::Benefits, L::Income],
        Trade::Dividends => &[L::Dividends, L::InterestIncome, L::Income, L::Investments],
        Trade::Refund => &[L::Refunds, L::Income],
        Trade::Rent => &[L::Rent, L::Housing],
        Trade::Mortgage => &[L::Mortgage, L::Housing, L::Loans],
        Trade::Loan => &[L::Loans, L::Finance, L::Fees],
        Trade::Transfer => &[L::Transfers],
        Trade::CardPayment => &[L::CardPayment, L::Transfers],
        Trade::Savings => &[L::Savings, L::Transfers, L::Investments],
        Trade::Brokerage => &[L::Investments, L::Savings, L::Transfers],
        Trade::Cash => &[L::Cash, L::Transfers, L::Other],
    }
}

/// A name without accents, joining words and marks.
fn plain(name: &str) -> Vec<String> {
    fold(name)
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| {
            !word.is_empty()
                && !matches!(
                    *word,
                    "and"
                        | "or"
                        | "the"
                        | "und"
                        | "et"
                        | "y"
                        | "e"
                        | "en"
                        | "och"
                        | "og"
                        | "i"
                        | "a"
                )
        })
        .map(str::to_owned)
        .collect()
}

/// For each label the category that is named so, if one is.
#[derive(Debug, Clone, Default)]
pub(super) struct Chart {
    of: Vec<(Label, u16)>,
}

impl Chart {
    pub(super) fn read<S: AsRef<str>>(names: &[S]) -> Self {
        let names: Vec<Vec<String>> = names.iter().map(|name| plain(name.as_ref())).collect();
        let of = NAMES
            .iter()
            .filter_map(|(label, known)| {
                let mut best: Option<(u32, u16)> = None;
                for (category, name) in names.iter().enumerate() {
                    for (place, synonym) in known.iter().enumerate() {
                        let words: Vec<&str> = synonym
                            .split(' ')
                            .filter(|word| !matches!(*word, "and"))
                            .collect();
                        let held = words.iter().all(|word| name.iter().any(|own| own == word));
                        // The same words are best, then a name that holds these and few others.
                        let score = match (held, name.len().checked_sub(words.len())) {
                            (true, Some(0)) => 1000,
                            (true, Some(more)) if more <= 2 && !label.is_broad() => {
                                500 - 100 * more as u32 + 20 * words.len() as u32
                            }
                            _ => continue,
                        };
                        let score = score - (place as u32).min(19);
                        if best.is_none_or(|(known, _)| score > known) {
                            best = Some((score, category as u16));
                        }
                    }
                }
                best.map(|(_, category)| (*label, category))
            })
            .collect();
        Self { of }
    }

    fn of(&self, label: Label) -> Option<u16> {
        self.of
            .iter()
            .find(|(known, _)| *known == label)
            .map(|(_, category)| *category)
    }

    /// The category of a trade and how near its name is, from nought for the nearest.
    pub(super) fn category(&self, trade: Trade, income: bool) -> Option<(u16, usize)> {
        if income
            && matches!(trade, Trade::Rent | Trade::Refund)
            && let Some(category) = self.of(Label::Income)
        {
            return Some((category, 1));
        }
        labels(trade)
            .iter()
            .enumerate()
            .find_map(|(place, label)| self.of(*label).map(|category| (category, place)))
    }

    /// Where money goes of which nothing else is known.
    pub(super) fn unknown(&self, income: bool) -> Option<u16> {
        if income {
            self.of(Label::Income)
                .or_else(|| self.of(Label::Salary))
                .or_else(|| self.of(Label::Other))
        } else {
            self.of(Label::Other).or_else(|| self.of(Label::Shopping))
        }
    }
}
