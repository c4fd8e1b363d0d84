import MailLog
import Policies
import Synchronization
import Values

@testable import PolicyCore

/// Keeps mail of one account in memory, and counts how often it was saved and read.
final class MemoryMailArchive: MailArchive {
  private struct State {
    var days: [Int: MailDay] = [:]
    var saves = 0
    var reads = 0
    var isClaimed = false
  }

  private let state = Mutex(State())

  var saves: Int { state.withLock(\.saves) }
  var reads: Int { state.withLock(\.reads) }
  func claimByAnother() { state.withLock { $0.isClaimed = true } }

  func heads(of account: AccountKey) async throws(Problem) -> [MailDayHead] {
    state.withLock { state in
      state.days.values.sorted { $0.day < $1.day }.map {
        MailDayHead(day: $0.day, count: $0.log.count, bytes: 0, reads: $0.reads)
      }
    }
  }

  func day(_ day: Int, of account: AccountKey) async throws(Problem) -> MailDay? {
    state.withLock { state in
      state.reads += 1
      return state.days[day]
    }
  }

  func save(_ day: MailDay, of account: AccountKey) async throws(Problem) {
    state.withLock { state in
      state.days[day.day] = day
      state.saves += 1
    }
  }

  func claim(_ account: AccountKey) async throws(Problem) -> (any Sendable)? {
    state.withLock { $0.isClaimed ? nil : 1 }
  }

  func forget(_ account: AccountKey) async throws(Problem) -> Int { 0 }
  func forget(before day: Int) async throws(Problem) {}
}
