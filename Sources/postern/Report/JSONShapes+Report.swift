import Foundation
import JSONText
import MailLog
import PolicyCore
import PolicyQuery
import PolicyUI
import Policies
import Values

/// What `report` prints: members in the order of their names, and recipients shortened as everywhere in it.
extension JSONShapes {
  static func report(_ report: Report) -> OrderedJSON {
    var members = [
      Member("account", account(report.account)),
      Member("environment", .string(report.account.environment == .live ? "live" : "sandbox")),
      Member("fingerprint", .string(report.fingerprint)),
      Member("guards", guards(report.guards)),
      Member("made_at", .string(Timestamp.text(of: report.madeAt))),
      Member("read_at", .string(Timestamp.text(of: report.readAt))),
      Member("version", .string(report.version)),
    ]
    switch report.content {
    case .account(let overview, let dangers):
      members += [
        Member("subject", .string("account")), Member("policies", .integer(overview.policies)),
        Member("sections", .array(overview.sections.map(section))),
        Member("dangers", .array(dangers.map(danger))),
        Member("mail", overview.mail.map(mail) ?? .null),
      ]
    case .draft(let draft):
      members += [
        Member("subject", .string("draft")),
        Member("review", reviewWithoutRequest(draft)),
        Member("effects", .object(Effect.allCases.map { Member($0.rawValue, .integer(draft.review.count(of: $0))) })),
        Member("replay", draft.replay.map(replay) ?? .null),
        Member("usage", .array(draft.usage.map(usage))),
      ]
    }
    return OrderedJSON.object(members).arranged(report.shortener)
  }

  /// What `review` prints but for the request, whose bytes cannot be shortened; its fingerprint stands for it.
  private static func reviewWithoutRequest(_ draft: Report.Draft) -> OrderedJSON {
    guard case .object(let members) = review(draft.review, conflicts: draft.conflicts) else { return .null }
    return .object(members.filter { $0.name != "request" })
  }

  private static func section(_ section: Overview.Section) -> OrderedJSON {
    .object([
      Member("kind", .string(section.kind.name)),
      Member("title", .string(section.kind.title)),
      Member("counts", .string(section.kind.nouns.many)),
      Member("whole", .integer(section.whole)),
      Member("others", .integer(section.others)),
      Member(
        "bars",
        .array(
          section.bars.map { bar in
            .object([
              Member("label", .string(bar.label)),
              Member("count", .integer(bar.count)),
              Member("filter", .string(bar.filter)),
              Member("level", bar.level.map { .string($0.rawValue) } ?? .null),
            ])
          }
        )
      ),
    ])
  }

  private static func danger(_ danger: Report.Danger) -> OrderedJSON {
    .object([
      Member("rule", .string(danger.rule.rawValue)),
      Member("level", .string(danger.level.rawValue)),
      Member("policies", .integer(danger.count)),
      Member("examples", .array(danger.examples.map { finding($0, place: nil) })),
    ])
  }

  private static func mail(_ mail: Overview.Mail) -> OrderedJSON {
    let passed = mail.passed
    return .object([
      Member("period", period(passed.coverage)),
      Member("messages", .integer(passed.messages)),
      Member("let_through", .integer(passed.passed)),
      Member("graver_than_bulk", .integer(passed.grave)),
      Member("policies_used", .integer(mail.used)),
      Member("by_no_policy", .integer(mail.strangers)),
      Member("without_day", .integer(passed.undated)),
      Member("gaps", .array(passed.coverage.gaps.map(OrderedJSON.string))),
      Member(
        "days",
        .array(
          passed.days.map { day in
            .object([
              Member("day", .string(day.text)), Member("let_through", .integer(day.count)),
              Member("graver_than_bulk", .integer(day.grave)),
            ])
          }
        )
      ),
    ])
  }

  private static func usage(_ used: Report.Usage) -> OrderedJSON {
    .object([
      Member("pattern", .string(used.pattern)),
      Member("messages", .integer(used.use.count)),
      Member("last", used.use.last == 0 ? .null : .string(MailText.time(Int(used.use.last)))),
      Member("shared_with", .integer(max(0, used.use.sharers - 1))),
      Member(
        "by_verdict",
        .object(used.use.byVerdict.map { Member($0.verdict.rawValue, .integer($0.count)) })
      ),
    ])
  }
}

extension Overview.Section.Kind {
  /// Which scripts rely on.
  fileprivate var name: String {
    switch self {
    case .grants: "grants"
    case .ages: "ages"
    case .findings: "findings"
    case .domains: "domains"
    case .dangerDomains: "domains_in_danger"
    case .mailDomains: "domains_by_mail"
    case .mailPolicies: "policies_by_mail"
    }
  }
}

extension OrderedJSON {
  /// The same with the members of every object in the order of their names, and recipients shortened in texts that may
  /// tell one.
  fileprivate func arranged(_ shortener: RecipientShortener, isWhole: Bool = false) -> OrderedJSON {
    switch self {
    case .string(let text): .string(isWhole ? text : shortener(text))
    case .array(let items): .array(items.map { $0.arranged(shortener, isWhole: isWhole) })
    case .object(let members):
      .object(
        members.map { member in
          Member(member.name, member.value.arranged(shortener, isWhole: Self.whole.contains(member.name)))
        }.sorted { $0.name < $1.name }
      )
    case .bool, .integer, .null, .verbatim: self
    }
  }

  /// The members whose texts tell no recipient: numbers, times, and names of ours or of the API.
  private static let whole: Set = [
    "account_id", "base_url", "counts", "day", "effect", "environment", "field", "filter",
    "fingerprint", "grants", "id", "ip", "kind", "last", "level", "made_at", "needs", "pointer", "policies",
    "policy_id", "read_at", "rule", "scanned_at", "subject", "title", "verdict", "version",
  ]
}
