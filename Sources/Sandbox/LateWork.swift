import Synchronization

/// Work that is due later, whatever becomes of the connection that asked for it.
final class LateWork: Sendable {
  private struct State {
    var tasks: [Int: Task<Void, Never>] = [:]
    var last = 0
    var isOver = false
  }

  private let state = Mutex(State())

  /// Does something after a time; it is told whether its time has come, or the sandbox ended first.
  func schedule(after time: Duration, _ work: @escaping @Sendable (_ isDue: Bool) async -> Void) {
    state.withLock { state in
      state.last += 1
      let number = state.last
      let task = Task {
        let isDue = (try? await Task.sleep(for: time)) != nil
        await work(isDue)
        self.forget(number)
      }
      state.tasks[number] = task
      if state.isOver { task.cancel() }
    }
  }

  /// Ends what waits, and returns when nothing is under way any more.
  func end() async {
    let tasks = state.withLock { state in
      state.isOver = true
      return Array(state.tasks.values)
    }
    for task in tasks { task.cancel() }
    for task in tasks { await task.value }
  }

  private func forget(_ number: Int) {
    state.withLock { $0.tasks[number] = nil }
  }
}
