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
  /// What an expression lets through of texts that are unrelated.
  package enum Breadth: Hashable, Sendable {
    /// It matches the empty text, and so some part of every text.
    case empty
    /// It matches every one of a fixed set of unrelated addresses.
    case unrelated
    /// It leaves at least one of them out.
    case limited
    /// The engine gave up before an answer.
    case unknown

    package var isEverything: Bool { self == .empty || self == .unrelated }
  }

  /// Looks for a match in part of the text, which is the wider reading of the two.
  package func breadth() -> Breadth {
    switch match("") {
    case .matched: return .empty
    case .limitReached: return .unknown
    case .notMatched: break
    }
    return switch matchesAll(Witnesses.addresses) {
    case .matched: .unrelated
    case .notMatched: .limited
    case .limitReached: .unknown
    }
  }

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
