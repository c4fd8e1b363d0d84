import CCurl
import Foundation
import Glibc
import Synchronization

/// What a server is asked, and how long it may take.
struct TransferOrder: Sendable {
  var url: String
  var headers: [(name: String, value: String)]
  /// What makes it a POST, over a connection that serves nothing else; nil for a GET.
  var body: GatedBody?
  /// From asking to the last byte.
  var limit: Duration

  /// The path of the URL, without the query.
  var path: String {
    let server = url.drop { $0 != "/" }.dropFirst(2)
    return String(server.drop { $0 != "/" }.prefix { $0 != "?" })
  }
}

/// Carries requests out side by side, through libcurl, on a thread of its own.
///
/// The thread begins with the first request and ends with ``shutdown()``. Nothing is repeated or redirected, neither
/// here nor by the library.
final class Transport: Sendable {
  typealias Completion = CheckedContinuation<Result<HTTPAnswer, ConnectionFailure>, Never>

  /// What other threads say of a transfer, for the transport's thread to read when it is woken.
  final class Signals: Sendable {
    enum Body {
      case undecided
      case mayLeave
      case mayNotLeave
    }

    private struct State {
      var isCancelled = false
      var body = Body.undecided
    }

    private let state = Mutex(State())

    var isCancelled: Bool { state.withLock { $0.isCancelled } }
    var body: Body { state.withLock { $0.body } }
    func cancel() { state.withLock { $0.isCancelled = true } }
    func decide(_ body: Body) { state.withLock { $0.body = body } }
  }

  private struct Waiting: Sendable {
    let order: TransferOrder
    let signals: Signals
    let completion: Completion
  }

  private struct State {
    var waiting: [Waiting] = []
    var hasThread = false
    var isOver = false
    /// libcurl's handle, while the thread runs: for waking it.
    var multi: OpaquePointer?
    var leavers: [CheckedContinuation<Void, Never>] = []
  }

  let settings: TransferSettings
  private let state = Mutex(State())

  init(_ settings: TransferSettings) {
    self.settings = settings
  }

  /// Gives the answer as far as it came; cancelling ends the request at once.
  func answer(to order: TransferOrder) async throws(ConnectionFailure) -> HTTPAnswer {
    let signals = Signals()
    let result = await withTaskCancellationHandler {
      await withCheckedContinuation { completion in
        enqueue(Waiting(order: order, signals: signals, completion: completion))
      }
    } onCancel: {
      signals.cancel()
      wake()
    }
    return try result.get()
  }

  /// Ends what is under way, closes every connection, and refuses whatever is asked from now on.
  func shutdown() async {
    await withCheckedContinuation { continuation in
      let isRunning = state.withLock { state in
        state.isOver = true
        if state.hasThread { state.leavers.append(continuation) }
        return state.hasThread
      }
      if isRunning { wake() } else { continuation.resume() }
    }
  }

  /// Makes the thread look at what was said; does nothing before it runs.
  func wake() {
    state.withLock { state in
      if let multi = state.multi { _ = ccurl_multi_wake(multi) }
    }
  }

  private func enqueue(_ waiting: Waiting) {
    let (isOver, isFirst) = state.withLock { state in
      guard !state.isOver else { return (true, false) }
      state.waiting.append(waiting)
      defer { state.hasThread = true }
      return (false, !state.hasThread)
    }
    if isOver { return waiting.completion.resume(returning: .failure(.cancelled)) }
    if isFirst { Thread.detachNewThread { [self] in run() } } else { wake() }
  }

  // MARK: - On the thread

  private func run() {
    Self.ignoreClosedPipes()
    if let reason = HTTPLibrary.problem {
      end(.noLibrary(reason))
    } else if let multi = ccurl_multi_init() {
      carryOut(over: multi)
      state.withLock { $0.multi = nil }
      ccurl_multi_cleanup(multi)
      end(.cancelled)
    } else {
      end(.other("libcurl has no memory"))
    }
  }

  /// How long the thread sleeps where nothing wakes it.
  private static let longestSleep: Int32 = 60_000

  private func carryOut(over multi: OpaquePointer) {
    let bits = UInt(bitPattern: multi)
    state.withLock { $0.multi = OpaquePointer(bitPattern: bits) }
    var transfers: [OpaquePointer: Transfer] = [:]
    while true {
      let (waiting, isOver) = state.withLock { state in
        defer { state.waiting = [] }
        return (state.waiting, state.isOver)
      }
      for waiting in waiting {
        guard let transfer = begin(waiting, over: multi) else { continue }
        transfers[transfer.easy] = transfer
      }
      for transfer in transfers.values {
        if isOver || transfer.signals.isCancelled {
          transfers[transfer.easy] = nil
          finish(transfer, over: multi, .failure(.cancelled))
        } else {
          transfer.obeySignals()
        }
      }
      if isOver { return }
      _ = ccurl_multi_perform(multi)
      var code: Int32 = 0
      while let easy = ccurl_multi_finished(multi, &code) {
        guard let transfer = transfers.removeValue(forKey: easy) else { continue }
        finish(transfer, over: multi, transfer.result(code))
      }
      _ = ccurl_multi_wait(multi, Self.longestSleep)
    }
  }

  private func begin(_ waiting: Waiting, over multi: OpaquePointer) -> Transfer? {
    let transfer: Transfer
    do throws(ConnectionFailure) {
      guard !waiting.signals.isCancelled else { throw .cancelled }
      transfer = try Transfer(waiting.order, settings, waiting.signals, completion: waiting.completion) { [weak self] in
        self?.wake()
      }
      guard ccurl_multi_add(multi, transfer.easy) == 0 else { throw .other("libcurl does not take the request") }
    } catch {
      waiting.completion.resume(returning: .failure(error))
      return nil
    }
    return transfer
  }

  private func finish(_ transfer: Transfer, over multi: OpaquePointer, _ result: Result<HTTPAnswer, ConnectionFailure>)
  {
    _ = ccurl_multi_remove(multi, transfer.easy)
    transfer.completion.resume(returning: result)
  }

  /// Refuses what came since, and whatever will come.
  private func end(_ failure: ConnectionFailure) {
    let (waiting, leavers) = state.withLock { state in
      defer { (state.waiting, state.leavers, state.hasThread) = ([], [], false) }
      return (state.waiting, state.leavers)
    }
    for waiting in waiting { waiting.completion.resume(returning: .failure(failure)) }
    for leaver in leavers { leaver.resume() }
  }

  /// TLS writes with a plain `write`: into a connection that the server has closed, that would end the program.
  ///
  /// The signal belongs to the thread that wrote, so that blocking it here changes nothing for standard output.
  private static func ignoreClosedPipes() {
    var signals = sigset_t()
    sigemptyset(&signals)
    sigaddset(&signals, SIGPIPE)
    pthread_sigmask(SIG_BLOCK, &signals, nil)
  }
}
