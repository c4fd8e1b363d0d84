package import Foundation
import Patterns
package import Policies
import Values

/// What the configuration and the clock say to the rules.
package struct RuleSettings: Sendable {
  /// What is to become of a rule's findings.
  package enum Choice: Hashable, Sendable {
    case off
    case level(FindingLevel)
  }

  /// Levels by rule.
  ///
  /// Not heeded for errors; and no rule is raised to an error, which is what the API refuses.
  package var choices: [RuleName: Choice]
  /// Findings that somebody has judged and accepted; errors cannot be.
  package var suppressions: [Suppression] {
    didSet { reasons = Self.reasons(of: suppressions) }
  }
  /// What a file beside the policies accepts; what has run out has no effect.
  package var silences: [Silence] = [] {
    didSet { silenced = Self.silenced(by: silences, at: now) }
  }
  /// What must stay true, whatever is submitted.
  package var guards: [Guard] = []
  /// In which reading of what is not documented about the server an example is shown, where they differ.
  ///
  /// It changes nothing of what is judged.
  package var firstReading = ServerReading.widest
  /// What the policies let through of the mail that was read; nil where none was.
  package var usage: PolicyUsage?
  /// After how many days without a change a policy is stale.
  package var staleDays: Int
  /// The organisation's own domains, in any spelling.
  package var ownDomains: [String] {
    didSet { own = Self.own(ownDomains) }
  }
  /// The own domains as DNS writes them, with all below them.
  private(set) var own: HostTable
  private(set) var now: Instant
  private(set) var reasons: [Suppression.Key: String]
  private var silenced: [Silence.Key: String] = [:]

  package init(
    choices: [RuleName: Choice] = [:],
    suppressions: [Suppression] = [],
    staleDays: Int = 365,
    ownDomains: [String] = [],
    now: Date = Date()
  ) {
    self.choices = choices
    self.suppressions = suppressions
    self.staleDays = staleDays
    self.ownDomains = ownDomains
    own = Self.own(ownDomains)
    self.now = Instant(now)
    reasons = Self.reasons(of: suppressions)
  }

  /// The same at another moment: what is stale depends on it.
  func at(_ now: Date) -> RuleSettings {
    var other = self
    other.now = Instant(now)
    other.silenced = Self.silenced(by: silences, at: other.now)
    return other
  }

  /// Why somebody accepted a finding; nil where nobody did.
  func reason(_ rule: RuleName, of id: PolicyID?, _ pattern: String) -> String? {
    if !reasons.isEmpty, let id, let reason = reasons[Suppression.Key(policyID: id, rule: rule)] { return reason }
    // What is about no policy has no pattern, and cannot be silenced.
    return silenced.isEmpty || pattern.isEmpty ? nil : silenced[Silence.Key(rule, pattern)]
  }

  /// The patterns of which a file accepts something.
  var silencedPatterns: Set<ByBytes<String>> { Set(silenced.keys.map(\.pattern)) }

  private static func silenced(by silences: [Silence], at now: Instant) -> [Silence.Key: String] {
    let given = silences.filter { !$0.isOver(at: now) }
    return Dictionary(given.map { ($0.key, $0.reason) }, uniquingKeysWith: { _, last in last })
  }

  /// The level of a finding; nil where the rule is switched off.
  func level(of rule: Rule, observed: FindingLevel?) -> FindingLevel? {
    let own = observed ?? rule.level
    guard rule.level != .error else { return own }
    switch choices[rule.name] {
    case .off: return nil
    case .level(let level): return min(level, .danger)
    case nil: return own
    }
  }

  private static func own(_ domains: [String]) -> HostTable {
    HostTable(Set(domains.map { (try? HostName.parse($0))?.ascii ?? $0.lowercased() }), includesBelow: true)
  }

  private static func reasons(of suppressions: [Suppression]) -> [Suppression.Key: String] {
    let given = suppressions.filter { !$0.reason.allSatisfy(\.isWhitespace) }
    return Dictionary(given.map { ($0.key, $0.reason) }, uniquingKeysWith: { _, last in last })
  }
}

/// That the findings of one rule on one policy are known and accepted, and why.
///
/// One without a reason has no effect.
package struct Suppression: Hashable, Sendable, Codable {
  package var policyID: PolicyID
  package var rule: RuleName
  package var reason: String

  package init(policyID: PolicyID, rule: RuleName, reason: String) {
    self.policyID = policyID
    self.rule = rule
    self.reason = reason
  }

  struct Key: Hashable, Sendable {
    let policyID: PolicyID
    let rule: RuleName
  }

  var key: Key { Key(policyID: policyID, rule: rule) }
}
