import Languages
package import MailLog
import Patterns
package import Policies
import Values

/// What mail is to be read.
package struct MailPlan: Sendable {
  /// Counted from 1970, in UTC; the last is today.
  package var days: ClosedRange<Int>
  /// Up to when, in seconds since 1970.
  package var now: Int
  /// All mail, or detections.
  package var base: MailQuery
  /// Whose mail is asked for besides, whatever was found.
  package var others: [MailQuery]
  package var bounds: MailBounds
  /// How many patterns there are of which nobody can be named whose mail to ask for.
  package var unnamed: Int { unnamedPatterns.count }
  private var unnamedPatterns: Set<ByBytes<String>> = []

  /// The last days of mail up to a moment.
  package init(days: Int, now: Int, readingAll: Bool, bounds: MailBounds = MailBounds()) {
    let today = MailDay.day(of: now)
    self.days = today - max(1, days) + 1...today
    self.now = now
    base = readingAll ? .all : .detections
    others = []
    self.bounds = bounds
  }

  /// Asks for the mail of the policies that operations touch too, as they are and as they will be.
  package mutating func add(_ operations: [DraftOperation]) {
    add(operations.flatMap { [$0.base?.fields, $0.result].compactMap(\.self) })
  }

  /// Asks for the mail of these policies too.
  package mutating func add(_ policies: [PolicyFields]) {
    guard base != .all else { return }
    var known = Set(others)
    for fields in policies {
      guard let queries = MailQuery.mail(of: fields) else {
        unnamedPatterns.insert(ByBytes(fields.pattern ?? ""))
        continue
      }
      others += queries.filter { known.insert($0).inserted }
    }
  }
}

/// How much is read at most.
package struct MailBounds: Hashable, Sendable {
  package var messages = 1_000_000
  package var requests = 6000
  /// In seconds.
  package var time: Double = 3600

  package init() {}
}

extension MailQuery {
  /// The mail that a policy may let through; nil where nobody can be named whose mail it is.
  ///
  /// Only a part of it: the search looks for senders in fewer places than policies may.
  static func mail(of fields: PolicyFields) -> [MailQuery]? {
    let reach = PolicyReach(fields)
    guard !reach.grants.isEmpty else { return [] }
    let isForSender = !reach.grants.isDisjoint(with: Grants.asSender)
    let isForRecipient = !reach.grants.isDisjoint(with: Grants.asRecipient)
    func named(_ name: String, _ sender: (String) -> MailQuery) -> [MailQuery] {
      (isForSender ? [sender(name)] : []) + (isForRecipient ? [.recipient(name)] : [])
    }
    if let address = reach.address { return named("\(address)", MailQuery.sender) }
    if let domain = reach.domain { return named(domain.ascii, MailQuery.domain) }
    if let network = reach.network { return network.isSingleAddress ? [.helo("\(network.address)")] : nil }
    guard let source = reach.expression, let kind = PatternKind(fields.patternType), kind != .ip,
      let decided = ExpressionJudgement.of(source, kind).verdict.decided, decided.hole == nil,
      (1...mostDomains).contains(decided.domains.count)
    else { return nil }
    return decided.domains.flatMap { named($0.name, MailQuery.domain) }
  }

  /// An expression that opens more of them is not asked for domain by domain.
  private static let mostDomains = 5
}
