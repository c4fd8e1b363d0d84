import Dispatch

/// Does asynchronous work from a thread that has to wait for it: the screen's, or the argument parser's.
///
/// After `limit` it waits no longer; the work goes on.
func waitUntil(
  atMost limit: DispatchTimeInterval? = nil,
  _ body: @escaping @Sendable () async -> Void
) {
  let done = DispatchSemaphore(value: 0)
  Task.detached {
    await body()
    done.signal()
  }
  if let limit { _ = done.wait(timeout: .now() + limit) } else { done.wait() }
}
