/// Addresses that have nothing to do with one another, to see what an expression lets through.
enum Witnesses {
  /// No letter is in all of them, and the names and top-level domains differ in length.
  static let addresses = [
    "kim@bcf.jp", "anna@elo.se", "uwe@ghz.info", "tiv@qdry.com", "gus@nwm.org", "bob@xkcp.edu", "o@p.museum",
    "lee@fahrt.de",
  ]

  /// Local parts that share nothing, for a domain that is given.
  static let localParts = ["kim", "zq7", "jane.doe", "x", "billing-2026"]
}

extension PatternRegex {
  /// Whether it lets through every one of a few unrelated mailboxes at a domain: then it is a policy for the domain.
  package func takesWholeDomain(_ domain: String) -> Match {
    matchesAll(Witnesses.localParts.map { "\($0)@\(domain)" })
  }

  /// Matched if all are, not matched if one is not, else the limit.
  func matchesAll(_ texts: [String], _ extent: Extent = .part) -> Match {
    var answer = Match.matched
    for text in texts {
      switch match(text, extent) {
      case .matched: continue
      case .notMatched: return .notMatched
      case .limitReached: answer = .limitReached
      }
    }
    return answer
  }
}
