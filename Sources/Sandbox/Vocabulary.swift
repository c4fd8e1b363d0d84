/// The words that generated policies are made of.
///
/// The vendors are invented; names that are reserved for examples (RFC 2606 and RFC 6761) are mixed in, and most invented
/// names carry a number, so that hardly any of them belongs to somebody.
enum Vocabulary {
  static let stems = [
    "acme", "globex", "umbrel", "corvid", "dunelm", "eastgate", "fjordtec", "granite", "hexaline", "ivoryhill",
    "juniper", "kestrel", "lumenor", "marlowe", "nordwerk", "orchard", "pinewood", "quillpay", "redfern", "saltmarsh",
    "tidewater", "ullswater", "vantage", "westbrook", "xylotec", "yarrow", "zephyria", "almstead", "birchline",
    "cobaltic", "drumlin", "elmstone", "farrow", "gantry", "harborlight", "ironquay", "jasperton", "kilnworks",
    "larkfield", "moorgate", "nimbusly", "oakhurst", "pebblepay", "quarrystone", "ridgeback", "silverbirch",
    "thornbury",
    "underwell", "valemont", "wrenfield",
  ]

  static let trades = [
    "", "", "", "mail", "pay", "cloud", "hr", "logistik", "freight", "travel", "billing", "crm", "survey", "events",
    "news", "print", "energy", "legal", "bank", "health", "learn", "sign", "desk", "soft",
  ]

  static let suffixes = [
    "com", "com", "com", "com", "net", "io", "de", "co.uk", "fr", "eu", "nl", "example", "example", "co.jp", "com.au",
    "test",
  ]

  static let reservedDomains = ["example.com", "example.net", "example.org", "partner.example.org", "vendor.example"]

  static let subdomains = ["mail", "news", "mta1", "bounce", "em", "send", "notify", "eu-west", "alerts", "smtp"]

  static let senders = [
    "billing", "invoices", "noreply", "no-reply", "newsletter", "alerts", "notifications", "support", "orders",
    "rechnung", "dispatch", "security-training", "hr", "payroll", "booking", "info", "statements", "marketing",
    "scan-to-mail", "monitoring", "einkauf", "events",
  ]

  static let mailboxes = [
    "phish", "abuse", "spam-report", "soc", "quarantine", "phishing", "postmaster", "dmarc-reports",
  ]

  static let firstNames = [
    "anna", "bob", "carla", "deniz", "emre", "fatima", "giulia", "hana", "ivan", "jun", "katrin", "liam", "mei", "nora",
    "oskar", "priya", "quentin", "rosa", "sven", "tomas", "yuki", "zoe",
  ]

  static let lastNames = [
    "almeida", "becker", "chen", "dubois", "eriksson", "ferrari", "garcia", "hoffmann", "ito", "jansen", "kowalski",
    "lopez", "meyer", "novak", "okafor", "patel", "rossi", "schmidt", "tanaka", "weber", "o'brien",
  ]

  static let remarks = [
    "vendor %v, approved by security", "newsletters", "invoices of %v", "phishing simulation, do not remove",
    "requested by HR", "false positives since the migration", "temporary until %v fixes its SPF record",
    "subprocessor, see contract", "onboarding", "owner: mail team", "Approved by CISO", "was blocked as bulk",
    "scanner on the third floor", "ticketing system", "legacy rule, owner unknown", "migrated from the old gateway",
    "Rechnungen von %v, freigegeben durch die IT-Sicherheit", "Müller & Söhne GmbH, Bestellbestätigungen",
    "fournisseur agréé, à revoir chaque trimestre", "dostawca: faktury, zgłoszenie działu księgowości",
    "日本支社の取引先", "重要: 請求書メール", "供应商通知邮件", "협력사 뉴스레터", "поставщик, счета",
    "رسائل المورد", "ok ✅", "🔒 verify stays on", "👩‍💻 dev team's build alerts", "café déjà vu e\u{301}te\u{301}",
    "says \"allow all\"\nsecond line: see C:\\mail\\rules", "column\tseparated", "check again!!!", "?", "  ",
  ]

  static let tickets = ["SEC-", "INC00", "CHG-", "HELP-", "RITM0"]
}
