import Synchronization

/// The faults of a running sandbox, and how often each may still strike.
final class FaultPlan: Sendable {
  private struct Entry {
    var fault: Fault
    var left: Int?
  }

  private let entries: Mutex<[Entry]>

  init(_ faults: [Fault]) {
    entries = Mutex(faults.map { Entry(fault: $0, left: $0.first) })
  }

  /// Replaces all faults; counting begins anew.
  func replace(with faults: [Fault]) {
    entries.withLock { $0 = faults.map { Entry(fault: $0, left: $0.first) } }
  }

  /// Gives the first fault that applies to a request and is not used up, and counts it; route is nil off the API's paths.
  func take(for route: Route?) -> Fault? {
    entries.withLock { entries in
      let struck = entries.indices.first { index in
        entries[index].left != 0 && Self.applies(entries[index].fault.scope, to: route)
      }
      guard let struck else { return nil }
      if let left = entries[struck].left { entries[struck].left = left - 1 }
      return entries[struck].fault
    }
  }

  private static func applies(_ scope: Fault.Scope, to route: Route?) -> Bool {
    switch scope {
    case .any: true
    case .batch: route == .batch
    case .list: route == .list
    }
  }
}
