import Foundation
import PolicyCore
import PolicyUI
import TestSupport
import Policies

/// What is to be seen on the screens: an account, its policies, a draft over them, and words that others wrote.
struct ScreenCast: Sendable {
  var accountName = "Acme Corp"
  var host = "api.cloudflare.com"
  /// The draft works on the first four; at least six.
  var policies: [AllowPolicy]
  /// The pattern and the comment of the policy that the draft adds.
  var newPattern = "partner-mail.example"
  var newComment = "onboarding, SEC-1201"
  /// What the draft writes into the comment of the third policy.
  var editedComment = "office Hamburg, reviewed by Ada"
  var editedPattern = "billing@acme1.example"
  var serverMessage = "verify_sender cannot be turned off while the domain publishes no DMARC record"
  var problem = "The server refused the batch."
  var rayID = "8f3a91c204be55d1-FRA"
  var user = "ada"
  var reason = "SEC-1201, approved by Bob"
  var fileName = "postern-7f3a91c204be55d1.json"
  var themeNames: [String]?
  var filter = "acme"
  var pasted = """
    ann@vendor.example
    Bob <bob@vendor.example>
    HTTPS://news.vendor.example/
    not a pattern!
    198.51.100.9
    203.0.113.0/24
    """

  /// The draft: a deletion, a patch that widens, a put, a pattern that goes elsewhere, and a new policy.
  ///
  /// Not queued through the draft's own gate, which lets no hostile pattern in: a damaged file could hold one.
  var operations: [DraftOperation] {
    let created = PolicyFields(
      pattern: newPattern,
      patternType: .domain,
      isRegex: false,
      isTrustedSender: true,
      isAcceptableSender: false,
      isExemptRecipient: false,
      verifySender: false,
      comments: newComment
    )
    let intents: [DraftOperation.Intent] = [
      .delete(base: policies[1], suspended: nil),
      .edit(base: policies[0], PolicyEdit(changes: PolicyFields(verifySender: false))),
      .edit(base: policies[2], PolicyEdit(changes: PolicyFields(comments: editedComment), replacesWhole: true)),
      .edit(base: policies[3], PolicyEdit(changes: PolicyFields(pattern: editedPattern))),
      .create(NewPolicy(placeholderID: "new-1", queuedAt: "2026-09-21T13:00:00Z", fields: created)),
    ]
    return intents.enumerated().map { DraftOperation(intent: $0.element, position: $0.offset) }
  }

  var draft: DraftSnapshot {
    let title = DraftEdit.delete([policies[1]]).title
    return DraftSnapshot(draft: Draft(operations), revision: 5, undoTitle: title, redoTitle: nil)
  }

  /// What the changes that led to the draft are called.
  var titles: [String] {
    let edits: [DraftEdit] = [
      .delete([policies[1]]),
      .edit([DraftEdit.FieldEdit(policy: policies[0], set: PolicyFields(verifySender: false))]),
      .edit([DraftEdit.FieldEdit(policy: policies[2], set: PolicyFields(comments: editedComment))]),
      .edit([DraftEdit.FieldEdit(policy: policies[3], set: PolicyFields(pattern: editedPattern))]),
    ]
    return edits.map(\.title) + ["new " + newPattern]
  }

  var account: Account {
    Account(
      key: AccountKey(baseURL: "https://\(host)/client/v4", accountID: "5a4db0c5a4db0c5a4db0c5a4db0c5a4d"),
      name: accountName,
      environment: .live
    )
  }
}

extension ScreenCast {
  /// An account as there are many: eighty-eight policies, of which a person wrote the first and a supplier list the rest.
  static let ordinary = ScreenCast(policies: written + listed)

  private static let written: [AllowPolicy] = [
    row(
      1,
      "billing@acme1.com",
      .email,
      [.acceptable, .verify],
      "vendor acme, approved by security",
      "2026-09-14T09:12"
    ),
    row(2, "198.51.100.0/24", .ip, [.acceptable], "office Berlin, closed in spring", "2026-09-12T10:00"),
    row(3, "203.0.113.7", .ip, [.acceptable], "office Hamburg", "2026-09-11T16:30"),
    row(4, "billing@acme.example", .email, [.acceptable, .verify], "vendor acme", "2026-09-10T08:00"),
    row(5, #"(.*\.)?news\.globex\.io"#, .domain, [.acceptable, .verify], "newsletters", "2026-09-09T08:00", true),
    row(6, "abuse@acme.example", .email, [.exempt], "報告 📮 Meldestelle", "2026-08-01T00:00"),
    row(7, "partner.example.org", .domain, [.trusted], "", "2026-07-21T11:45"),
    row(8, "ann@partner.example.org", .email, [.trusted, .verify], "known since 2019", "2026-07-20T11:45"),
    row(
      9,
      "a-very-long-mailbox-name.accounts-receivable@subsidiary.of.a.conglomerate.example",
      .email,
      [.acceptable, .verify],
      "the pattern is longer than its column",
      "2026-06-03T07:01"
    ),
    row(10, "legacy-import", PatternType(rawValue: "UNKNOWN"), [.trusted], "from the old gateway", "2024-02-29T10:00"),
    row(11, "2001:db8:4::/48", .ip, [.trusted, .verify], "data centre", "2026-05-30T22:15"),
    row(12, "gmail.com", .domain, [.trusted], "temporary!!", "2026-05-29T22:15"),
    row(13, "zahlung@müller.example", .email, [], "", "2026-05-28T22:15"),
  ]

  private static let listed: [AllowPolicy] = (0..<75).map { number in
    let kinds: [(String, PatternType)] = [
      ("orders@supplier\(number).example", .email), ("supplier\(number).example", .domain),
      ("192.0.2.\(number + 10)", .ip),
    ]
    let (pattern, type) = kinds[number % 3]
    let flags: [PolicyFlag] = number % 4 == 0 ? [.acceptable] : [.acceptable, .verify]
    let day = "2025-\(number % 12 < 9 ? "0" : "")\(number % 12 + 1)-\(number % 19 + 10)T06:00"
    return row(100 + number, pattern, type, Set(flags), "supplier list, line \(number + 1)", day)
  }

  static func row(
    _ number: Int,
    _ pattern: String,
    _ type: PatternType,
    _ flags: Set<PolicyFlag>,
    _ comments: String,
    _ modified: String,
    _ isRegex: Bool = false
  ) -> AllowPolicy {
    let digits = String(number, radix: 16)
    let id = "3f2c8e4a-0000-4000-8000-" + String(repeating: "0", count: 12 - digits.count) + digits
    return Fixture.policy(id, pattern, type, flags, comments, modified + ":00Z", isRegex)
  }
}
