import Policies

/// How many policies could grant what to a text of which nothing is known but its kind.
struct GrantCounts: Sendable {
  /// By kind, level and whether verification is on.
  private var counts = [Int](repeating: 0, count: MatchedText.Kind.allCases.count * 4)

  init() {}

  init(_ index: PolicyIndex, rows: some Sequence<Int>) {
    for row in rows { add(row, of: index, 1) }
  }

  /// The same without some of the rows.
  func without(_ rows: some Sequence<Int>, of index: PolicyIndex) -> GrantCounts {
    var counts = self
    for row in rows { counts.add(row, of: index, -1) }
    return counts
  }

  static func + (left: GrantCounts, right: GrantCounts) -> GrantCounts {
    var sum = left
    for place in sum.counts.indices { sum.counts[place] += right.counts[place] }
    return sum
  }

  private static func place(_ kind: MatchedText.Kind, _ level: Bypass, isVerified: Bool) -> Int {
    let row = MatchedText.Kind.allCases.firstIndex(of: kind) ?? 0
    return row * 4 + (level == .all ? 2 : 0) + (isVerified ? 1 : 0)
  }

  /// The most that one of them grants to a text of a kind.
  func most(for kind: MatchedText.Kind, _ mail: Outcomes.Mail) -> Bypass {
    [Bypass.all, .spamSpoofBulk].first { level in
      [false, true].contains { isVerified in
        mail.heeds(kind, isVerified: isVerified) && counts[Self.place(kind, level, isVerified: isVerified)] > 0
      }
    } ?? .none
  }

  private mutating func add(_ row: Int, of index: PolicyIndex, _ step: Int) {
    let grants = index.grants[row]
    guard !grants.isEmpty else { return }
    let bits = index.members.table.columns.bits[row]
    for kind in MatchedText.Kind.allCases where Self.mayMatch(kind, bits) {
      let level = grants.level(for: kind)
      guard level > .none else { continue }
      let isVerified = bits.flag(.verifySender) == true
      counts[Self.place(kind, level, isVerified: isVerified)] += step
    }
  }

  /// An expression may see any text; of an unknown type nothing is known.
  private static func mayMatch(_ kind: MatchedText.Kind, _ bits: RowBits) -> Bool {
    if bits.flag(.isRegex) == true || bits.isUnread(.isRegex) { return true }
    return switch bits.type {
    case .email, .domain: kind == .sender || kind == .recipient
    case .ip: kind == .ip
    default: true
    }
  }
}

extension Grants {
  /// What is granted to texts of a kind, if verification stands in nobody's way.
  func level(for kind: MatchedText.Kind) -> Bypass {
    switch kind {
    case .recipient: contains(.recipientVerified) ? .all : .none
    // What an exempt recipient is where a policy is for IP addresses is not documented: as much as trusting them.
    case .ip where contains(.recipientVerified): .all
    case .sender, .ip, .server:
      contains(.trustedVerified) ? .all : contains(.acceptableVerified) ? .spamSpoofBulk : .none
    }
  }
}
