/// The policies of the demonstration that should not be as they are.
enum DemoStories {
  struct Story {
    let pattern: String
    let type: String
    /// `t` trusted sender, `a` acceptable sender, `x` exempt recipient, `v` verify sender, `r` regular expression.
    let flags: String
    /// As people write them; `{` is where the tag of its expiry goes.
    let comment: String
    /// How many days ago.
    let created: Int
    let changed: Int
    /// How many days ago it expired, if it says so.
    var expires: Int?
  }

  static let all: [Story] = [
    // The name was given up, and may belong to whoever wanted it.
    Story(
      pattern: "brightwell-forwarding.com",
      type: "DOMAIN",
      flags: "t",
      comment: "Delivery notes of Brightwell. They went out of business in spring, domain not renewed? (K. Brandt)",
      created: 1_260,
      changed: 1_260
    ),
    // One mailbox at the carrier that is broken into, and everything gets through.
    Story(
      pattern: "harborlight-carriers.com",
      type: "DOMAIN",
      flags: "tv",
      comment: "All mail of Harborlight must arrive, order of the board, SEC-2210",
      created: 700,
      changed: 90
    ),
    // One dot stands for any character.
    Story(
      pattern: #".*@mail.kestrelpay-invoices\.com$"#,
      type: "EMAIL",
      flags: "avr",
      comment: "invoices of KestrelPay, all senders (CHG-4471)",
      created: 410,
      changed: 200
    ),
    // The exercise is over, its door is not.
    Story(
      pattern: "it-support@awareness-drill-mail.com",
      type: "EMAIL",
      flags: "t",
      comment: "phishing simulation, spring campaign. Remove afterwards! (Lena) {",
      created: 560,
      changed: 200,
      expires: 480
    ),
    Story(
      pattern: "198.18.64.0/20",
      type: "IP",
      flags: "t",
      comment: "servers of the phishing simulation, see Lena's ticket SEC-3015",
      created: 560,
      changed: 200
    ),
    // Anybody can have an address there.
    Story(
      pattern: "gmail.com",
      type: "DOMAIN",
      flags: "a",
      comment: "applicants write from private mailboxes, HR asked for it (HELP-8812)",
      created: 330,
      changed: 330
    ),
    // Meant for one mailbox.
    Story(
      pattern: "demo-corp-payments.com",
      type: "DOMAIN",
      flags: "x",
      comment: "SOC wants phishing reports unfiltered",
      created: 150,
      changed: 150
    ),
    // The same twice, once without verification.
    Story(
      pattern: "invoices@quillpay-billing.io",
      type: "EMAIL",
      flags: "av",
      comment: "QuillPay invoices (Priya, SEC-5120)",
      created: 240,
      changed: 60
    ),
    Story(
      pattern: "invoices@quillpay-billing.io",
      type: "EMAIL",
      flags: "a",
      comment: "quillpay invoices were blocked again!!",
      created: 31,
      changed: 31
    ),
    // The domain below lets it in already.
    Story(
      pattern: "orchard-journeys.com",
      type: "DOMAIN",
      flags: "av",
      comment: "travel agency, all of it since June (CHG-6003)",
      created: 170,
      changed: 120
    ),
    Story(
      pattern: "anna.meyer@orchard-journeys.com",
      type: "EMAIL",
      flags: "av",
      comment: "our contact at the travel agency",
      created: 620,
      changed: 310
    ),
    Story(
      pattern: "tickets@valemont-summit.eu",
      type: "EMAIL",
      flags: "av",
      comment: "tickets for the summit, until it is over {",
      created: 200,
      changed: 200,
      expires: 70
    ),
    // The а is Cyrillic: it came with a text that somebody copied.
    Story(
      pattern: "billing@v\u{430}lemont-supplies.com",
      type: "EMAIL",
      flags: "av",
      comment: "copied from the supplier's mail, HELP-9034",
      created: 22,
      changed: 22
    ),
  ]
}
