import Synchronization

/// The faults of a running sandbox, and how often each has struck.
final class FaultPlan: Sendable {
  private struct Entry {
    let fault: Fault
    /// The requests in its scope so far.
    var seen = 0
    var struck = 0

    var isDue: Bool {
      guard seen > fault.after else { return false }
      return fault.first.map { struck < $0 } ?? true
    }
  }

  private let entries: Mutex<[Entry]>

  init(_ faults: [Fault]) {
    entries = Mutex(faults.map { Entry(fault: $0) })
  }

  /// Replaces all faults; counting begins anew.
  func replace(with faults: [Fault]) {
    entries.withLock { $0 = faults.map { Entry(fault: $0) } }
  }

  /// Gives the faults that strike a request, and counts them: all companions that are due, and the first of the others.
  ///
  /// The route is nil off the API's paths; the page is that of a list.
  func take(for route: Route?, page: Int = 1) -> [Fault] {
    entries.withLock { entries in
      var isTaken = false
      var strikes: [Fault] = []
      for index in entries.indices where entries[index].fault.applies(to: route, page: page) {
        entries[index].seen += 1
        let fault = entries[index].fault
        guard entries[index].isDue, fault.kind.isCompanion || !isTaken else { continue }
        if !fault.kind.isCompanion { isTaken = true }
        entries[index].struck += 1
        strikes.append(fault)
      }
      return strikes
    }
  }
}
