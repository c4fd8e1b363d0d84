import Patterns

/// Which of some domains a pattern lets through as a whole.
enum DomainReach {
  /// The first of these domains, in the order of the alphabet, of which the pattern takes every address.
  static func first(of domains: Set<String>, takenBy policy: PolicyFacts) -> String? {
    if let name = policy.wholeDomain { return domains.contains(name.ascii) ? name.ascii : nil }
    guard let regex = policy.reading.regex, policy.kind != .ip else { return nil }
    return domains.filter { couldTake(regex.shape, $0) && regex.takesWholeDomain($0) == .matched }.min()
  }

  /// Whether an expression takes every address of some domain.
  static func takesSomeWholeDomain(_ regex: PatternRegex) -> Bool {
    regex.shape.takesAnything
      || regex.shape.domains.contains { $0.takesEveryAddress || regex.takesWholeDomain($0.name) == .matched }
      || regex.breadth().isEverything
  }

  /// A quick look that spares the engine: a text that the expression takes holds one of the names it ends in.
  private static func couldTake(_ shape: RegexShape, _ domain: String) -> Bool {
    guard shape.everyWayNamesDomain else { return true }
    let text = Array(domain.utf8)
    return shape.domains.contains { named in
      let name = Array(named.name.utf8)
      guard name.count <= text.count else { return false }
      return (0...(text.count - name.count)).contains { start in
        name.indices.allSatisfy { name[$0] == text[start + $0] || (name[$0] == 0x2e && !named.looseDots.isEmpty) }
      }
    }
  }
}
