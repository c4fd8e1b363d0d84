package import Languages

/// One way in which the server may read what its documentation leaves open.
///
/// None of them is the careful one for every question, so questions about what gets through are asked in all of them.
package struct ServerReading: Hashable, Sendable {
  /// Whether an expression has to match the whole text, or is looked for anywhere in it.
  package var extent: Reading.Extent
  /// Whether upper and lower case are the same, in expressions and before the `@`.
  ///
  /// After the `@` they always are.
  package var ignoresCase: Bool
  /// Whether a policy for a domain is one for the names below it.
  package var coversSubdomains: Bool
  /// Whether an expression is held against the IP address and the server's name too, or only against what its type says.
  package var seesServers: Bool

  package init(_ extent: Reading.Extent, ignoresCase: Bool, coversSubdomains: Bool, seesServers: Bool) {
    self.extent = extent
    self.ignoresCase = ignoresCase
    self.coversSubdomains = coversSubdomains
    self.seesServers = seesServers
  }

  /// What a reading decides.
  package enum Aspect: CaseIterable, Hashable, Sendable {
    case extent
    case letterCase
    case subdomains
    case servers
  }

  /// The reading in which most matches: shown first, unless the configuration names another.
  package static let widest = ServerReading(.anywhere, ignoresCase: true, coversSubdomains: true, seesServers: true)

  /// All of them that differ in these aspects, beginning with one; in the others they are like it.
  package static func all(
    differingIn aspects: Set<Aspect> = Set(Aspect.allCases),
    first: ServerReading = widest
  ) -> [ServerReading] {
    var readings = [first]
    for aspect in Aspect.allCases where aspects.contains(aspect) {
      readings += readings.map { $0.turned(aspect) }
    }
    return readings
  }

  /// The other reading in one aspect.
  package func turned(_ aspect: Aspect) -> ServerReading {
    var other = self
    switch aspect {
    case .extent: other.extent = extent == .anywhere ? .whole : .anywhere
    case .letterCase: other.ignoresCase.toggle()
    case .subdomains: other.coversSubdomains.toggle()
    case .servers: other.seesServers.toggle()
    }
    return other
  }

  /// How it reads an aspect, as a clause that follows "if".
  package func clause(on aspect: Aspect) -> String {
    switch aspect {
    case .extent:
      extent == .anywhere
        ? "the server looks for the expression anywhere in the text" : "the expression has to match the whole text"
    case .letterCase:
      ignoresCase ? "the server takes upper and lower case for the same" : "the server minds upper and lower case"
    case .subdomains:
      coversSubdomains ? "a domain covers the names below it" : "a domain does not cover the names below it"
    case .servers:
      seesServers
        ? "expressions are held against the IP address and the server's name too" : "expressions see addresses only"
    }
  }

  /// How it reads an expression.
  var expressionReading: Reading { Reading(extent, caseless: ignoresCase) }
}
