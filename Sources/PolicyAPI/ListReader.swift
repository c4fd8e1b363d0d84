import PolicyCore
import Policies
import Values

/// Reads the whole list of policies, page by page, and again where it changed meanwhile.
struct ListReader: Sendable {
  let page: @Sendable (Int) async throws(Problem) -> PolicyPage
  let progress: @Sendable (LoadProgress) -> Void

  /// How many pages are asked for at a time, once it is known how many there are.
  static let atATime = 4
  /// How often the list is read again because it changed.
  static let rereads = 2

  func listing() async throws(Problem) -> PolicyListing {
    var reported = IDSet()
    var previous: ListPass.Verdict?
    var pass = ListPass()
    for _ in 0...Self.rereads {
      pass = try await onePass(reported: reported)
      if pass.stopped != nil { break }
      let verdict = pass.verdict
      if verdict == .complete { return pass.listing(isComplete: true) }
      // A count that is off by the same number twice, while every page agrees on it, will not come right.
      if verdict == .unproven || (verdict == previous && verdict.isSteady) { break }
      previous = verdict
      reported.formUnion(pass.seen)
    }
    return pass.listing(isComplete: false)
  }

  /// Page 1 alone; the rest side by side once the total is known, else one after the other.
  private func onePass(reported: IDSet) async throws(Problem) -> ListPass {
    do {
      return try await withThrowingTaskGroup(of: (Int, PolicyPage).self) { group in
        var pass = ListPass()
        var next = 1
        var pending = 0
        repeat {
          while pending < (pass.total == nil ? 1 : Self.atATime), pass.wants(next) {
            let number = next
            group.addTask { (number, try await page(number)) }
            next += 1
            pending += 1
          }
          guard let (number, arrived) = try await group.next() else { break }
          pending -= 1
          var fresh = pass.add(arrived, number: number)
          if reported.count > 0 { fresh = PolicyTable(fresh.filter { !reported.contains($0.id) }) }
          progress(LoadProgress(arrived: fresh, loaded: pass.seen.count, total: pass.total))
        } while pending > 0 || pass.wants(next)
        return pass
      }
    } catch {
      throw error as? Problem ?? Diagnosis.interrupted
    }
  }
}

extension ListPass {
  fileprivate func listing(isComplete: Bool) -> PolicyListing {
    PolicyListing(policies: policies, isComplete: isComplete, stopped: stopped, leftOut: leftOut)
  }
}

extension ListPass.Verdict {
  fileprivate var isSteady: Bool {
    if case .changed(_, _, steadily: true) = self { true } else { false }
  }
}
