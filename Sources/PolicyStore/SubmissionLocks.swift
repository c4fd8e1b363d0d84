import Glibc
import PolicyCore
import Synchronization
import Values

/// Who may change the drafts now: a submission holds its account's file exclusively, a change shared.
///
/// So either a change has been written before the submission's lock is taken, and the submission sees it, or it is
/// refused. Accounts go by their numbers in the state file, which make file names that no base URL can break.
final class SubmissionLocks: Sendable {
  private let folder: PrivateFolder
  private let patience: Duration
  /// Those that this store gave out; whoever lets go of one releases it.
  private let held = Mutex<[Int64: HeldLock]>([:])

  /// `patience` is how long a submission waits for changes that are just being written.
  init(in folder: PrivateFolder, patience: Duration = .seconds(2)) {
    self.folder = folder
    self.patience = patience
  }

  private struct HeldLock {
    weak var lock: AccountLock?
  }

  /// Leave to change a draft, until it is let go of.
  struct Leave: Sendable {
    /// Whether it was given because this store holds the submission lock.
    let isHolder: Bool
    fileprivate let file: FileLock
  }

  /// Leave to change the account's draft, to be kept until the change is on the disk.
  ///
  /// Throws a problem of kind `locked` while another store holds the submission lock.
  func leaveToChange(_ account: Int64) throws(Problem) -> Leave {
    let path = try path(of: account)
    return try held.withLock { held throws(Problem) in
      // Where the lock is released meanwhile, it goes on to be held until the change is written.
      if let file = held[account]?.lock?.file { return Leave(isHolder: true, file: file) }
      guard let file = try FileLock(path, .shared) else { throw Problem.isSubmitting(path, .change) }
      return Leave(isHolder: false, file: file)
    }
  }

  /// Takes the account's submission lock, or throws a problem of kind `locked` at once where another one holds it.
  ///
  /// Changes that are just being written are waited for.
  func lock(_ account: Int64) async throws(Problem) -> any SubmissionLock {
    let path = try path(of: account)
    let deadline = ContinuousClock.now + patience
    while true {
      if let lock = try attempt(account, path) { return lock }
      guard ContinuousClock.now < deadline else { throw Problem.isBeingChanged }
      do {
        try await Task.sleep(for: .milliseconds(.random(in: 2...10)))
      } catch {
        throw Problem.cancelledBeforeLock
      }
    }
  }

  /// Nil where only changes are in the way.
  private func attempt(_ account: Int64, _ path: String) throws(Problem) -> AccountLock? {
    try held.withLock { held throws(Problem) in
      if let file = try FileLock(path) {
        let lock = AccountLock(file)
        held[account] = HeldLock(lock: lock)
        return lock
      }
      guard try FileLock(path, .shared) != nil else { throw Problem.isSubmitting(path, .submission) }
      return nil
    }
  }

  private func path(of account: Int64) throws(Problem) -> String {
    try folder.file("submission-\(account).lock")
  }
}

/// The submission lock of an account.
final class AccountLock: SubmissionLock {
  private let state: Mutex<FileLock?>

  /// Nil once it was released.
  var file: FileLock? { state.withLock(\.self) }

  init(_ file: FileLock) {
    state = Mutex(file)
  }

  func release() {
    state.withLock { $0 = nil }
  }
}

extension Problem {
  enum Refused {
    case change
    case submission
  }

  fileprivate static func isSubmitting(_ path: String, _ refused: Refused) -> Problem {
    let who =
      switch FileLock.holder(of: path) {
      case getpid(): "This Postern (process \(getpid()))"
      case let holder?: "Another Postern (process \(holder))"
      case nil: "Another Postern"
      }
    let (what, advice) =
      switch refused {
      case .change: ("nothing was changed", "Do it again when that submission is over: that is safe.")
      case .submission: ("nothing was sent from here", "Wait until that submission is over.")
      }
    return Problem(.locked, what: "\(who) is submitting on this account; \(what).", advice: advice, retry: .safe)
  }

  fileprivate static let isBeingChanged = Problem(
    .locked,
    what: "The draft is being changed without a pause; nothing was sent.",
    advice: "Wait until the other Postern is done with it, then try again.",
    retry: .safe
  )

  fileprivate static let cancelledBeforeLock = Problem(
    .interrupted,
    what: "Cancelled before anything was sent.",
    advice: "The draft is as it was.",
    retry: .safe
  )
}
