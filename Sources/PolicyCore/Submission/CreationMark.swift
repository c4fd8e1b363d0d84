import Foundation
package import Policies
import Values

/// The newest policies just before a batch was sent: what the server made afterwards may be the batch's doing.
///
/// It is made of the server's own times, never of this machine's clock.
package struct CreationMark: Hashable, Sendable, Codable {
  /// The newest `created_at` there was, as the server wrote it; nil where it wrote none, or had no policy.
  package var createdAt: String?
  /// Policies that were there by then and may not be older: none of them is the batch's doing.
  package var known: [PolicyID]

  package init(createdAt: String? = nil, known: [PolicyID] = []) {
    self.createdAt = createdAt
    self.known = known
  }

  /// The mark of rows that the server gave as its newest.
  package init(newest rows: [AllowPolicy]) {
    let dated = rows.compactMap { row in row.createdAt.flatMap { Timestamp.date(of: $0) }.map { (date: $0, row: row) } }
    let newest = dated.max { $0.date < $1.date }
    self.init(
      createdAt: newest?.row.createdAt,
      known: newest.map { newest in dated.filter { $0.date == newest.date }.map(\.row.id) } ?? rows.map(\.id)
    )
  }

  /// Whether a policy is older than the newest there was; false where its age is not told.
  package func isAfter(_ policy: AllowPolicy) -> Bool {
    guard let mark = createdAt.flatMap({ Timestamp.date(of: $0) }), let made = madeAt(policy) else { return false }
    return made < mark
  }

  /// Those of the rows that were made since, as far as can be told.
  package func made(among rows: [AllowPolicy]) -> [AllowPolicy] {
    let known = Set(known)
    let mark = createdAt.flatMap { Timestamp.date(of: $0) }
    return rows.filter { row in
      guard !known.contains(row.id) else { return false }
      guard let mark else { return true }
      // Where the others have an age, one without is no sign of anything.
      return madeAt(row).map { $0 >= mark } ?? false
    }
  }

  private func madeAt(_ policy: AllowPolicy) -> Date? {
    policy.createdAt.flatMap { Timestamp.date(of: $0) }
  }
}

/// Whether policies come with the newest first, as they were asked for.
struct NewestFirst {
  private var last: Date?
  private(set) var isKept = true

  mutating func take(_ policies: [AllowPolicy]) {
    for policy in policies {
      guard let date = policy.createdAt.flatMap({ Timestamp.date(of: $0) }), date <= last ?? date else {
        isKept = false
        return
      }
      last = date
    }
  }
}
