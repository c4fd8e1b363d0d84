import Synchronization

/// The waits that faults ask for, which end with the sandbox.
final class Pauses: Sendable {
  private struct State {
    var tasks: [Int: Task<Void, Never>] = [:]
    var last = 0
    var isOver = false
  }

  private let state = Mutex(State())

  /// Waits so long, but no longer than the sandbox runs.
  func wait(_ time: Duration) async {
    let (number, task) = state.withLock { state in
      state.last += 1
      let task = Task { () -> Void in try? await Task.sleep(for: time) }
      state.tasks[state.last] = task
      if state.isOver { task.cancel() }
      return (state.last, task)
    }
    await withTaskCancellationHandler {
      await task.value
    } onCancel: {
      task.cancel()
    }
    state.withLock { $0.tasks[number] = nil }
  }

  func end() {
    state.withLock { state in
      state.isOver = true
      for task in state.tasks.values { task.cancel() }
    }
  }
}
