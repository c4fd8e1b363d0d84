import Patterns

/// Which of some domains a pattern lets through as a whole.
enum DomainReach {
  /// The first of these domains, in the order of the alphabet, of which the pattern takes every address.
  static func first(of domains: Set<String>, takenBy policy: PolicyFacts) -> String? {
    if let name = policy.wholeDomain { return domains.contains(name.ascii) ? name.ascii : nil }
    guard let regex = policy.reading.regex, policy.kind != .ip else { return nil }
    return domains.lazy.filter { couldTake(regex.shape, $0) && regex.takesWholeDomain($0) == .matched }.min()
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
    return shape.domains.contains { stands($0.name, in: domain, dotsAreLoose: !$0.looseDots.isEmpty) }
  }

  /// Whether a name stands somewhere in a text; a loose dot is any character.
  private static func stands(_ name: String, in text: String, dotsAreLoose: Bool) -> Bool {
    let (name, text) = (name.utf8.span, text.utf8.span)
    guard name.count <= text.count else { return false }
    for start in 0...(text.count - name.count) {
      var length = 0
      while length < name.count,
        name[length] == text[start + length] || (dotsAreLoose && name[length] == UInt8(ascii: "."))
      {
        length += 1
      }
      if length == name.count { return true }
    }
    return false
  }
}
