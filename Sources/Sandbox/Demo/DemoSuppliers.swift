/// What the sound policies of the demonstration are made of; all of it is invented.
enum DemoSuppliers {
  struct Work {
    /// How names of this trade end.
    let domain: String
    let senders: [String]
    let reason: String
  }

  static let names = [
    "umbrel", "corvid", "dunelm", "eastgate", "fjordtec", "granite", "hexaline", "ivoryhill", "juniper", "lumenor",
    "marlowe", "nordwerk", "pinewood", "redfern", "saltmarsh", "tidewater", "ullswater", "westbrook", "xylotec",
    "yarrow", "zephyria", "almstead", "birchline", "cobaltic", "drumlin", "elmstone", "farrow", "gantry", "ironquay",
    "jasperton", "kilnworks", "larkfield", "moorgate", "nimbusly", "oakhurst", "quarrystone", "ridgeback",
    "silverbirch", "thornbury", "underwell", "wrenfield",
  ]

  static let works: [Work] = [
    Work(
      domain: "-steelworks.de",
      senders: ["rechnung", "versand", "auftrag"],
      reason: "Rechnungen und Lieferscheine"
    ),
    Work(domain: "-payroll.com", senders: ["payslips", "noreply"], reason: "monthly payslips, were held as bulk"),
    Work(domain: "-tooling.co.uk", senders: ["orders", "dispatch", "accounts"], reason: "order confirmations"),
    Work(domain: "-scanners.net", senders: ["scan"], reason: "scanners on the third floor, cannot sign"),
    Work(domain: "-legalaid.fr", senders: ["dossiers", "facturation"], reason: "cabinet d'avocats, dossiers urgents"),
    Work(domain: "-newsroom.com", senders: ["briefing"], reason: "press review for the board"),
    Work(domain: "-freightdesk.nl", senders: ["tracking", "claims"], reason: "shipment tracking"),
    Work(domain: "-timesheets.io", senders: ["reminder", "export"], reason: "timesheet reminders"),
    Work(domain: "-helpdesk.com", senders: ["tickets", "status", "oncall"], reason: "tickets of the help desk"),
    Work(domain: "-papermill.eu", senders: ["faktury", "zamowienia"], reason: "dostawca papieru, faktury"),
  ]

  /// For a second policy in the name of a group of companies.
  static let offices = ["-north", "-south", "-group"]

  static let people = ["Priya", "Tomas", "K. Brandt", "Lena", "Okafor", "Deniz", "Yuki", "M. Rossi"]
}
