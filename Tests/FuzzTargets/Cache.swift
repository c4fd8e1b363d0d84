import Foundation
import PolicyCore

@testable import PolicyStore

extension FuzzTarget {
  /// A page of the cache: damaged bytes are no page, and what is one is written back as the same policies.
  static let cache = FuzzTarget("cache") { bytes in
    var policies: [AllowPolicy] = []
    guard PolicyStore.PolicyPage.decode(Data(bytes), into: &policies) else { return }
    try isKept(policies)
  }

  /// Whether the cache gives back what it is given.
  static func isKept(_ policies: [AllowPolicy]) throws {
    var again: [AllowPolicy] = []
    let isRead = PolicyStore.PolicyPage.decode(PolicyStore.PolicyPage.encode(policies), into: &again)
    try promise(isRead && again == policies, "the cache gives back something else")
  }
}
