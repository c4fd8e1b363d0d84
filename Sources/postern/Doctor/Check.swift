import Values

/// One thing that the doctor looked at: what it found, and what to do about it.
struct Check: Hashable, Sendable {
  /// The names that scripts know checks by; in this order they are made and printed.
  enum Name: String, CaseIterable, Sendable {
    case terminal
    case term
    case size
    case colors
    case locale
    case configuration
    case keys
    case themes
    case stateFolder = "state-folder"
    case cacheFolder = "cache-folder"
    case state
    case history
    case account
    case credentials
    case connection
    case permission
  }

  enum Status: String, CaseIterable, Sendable {
    case ok
    /// It works, but not as well as it could.
    case warning
    case failed
    /// Something that it depends on failed, or nobody asked for it.
    case skipped
  }

  let name: Name
  let status: Status
  /// In sentences.
  let found: String
  /// What to do, in sentences; empty where there is nothing to be done.
  let advice: String

  static func ok(_ name: Name, _ found: String, advice: String = "") -> Check {
    Check(name: name, status: .ok, found: found, advice: advice)
  }

  static func warning(_ name: Name, _ found: String, advice: String) -> Check {
    Check(name: name, status: .warning, found: found, advice: advice)
  }

  static func failed(_ name: Name, _ found: String, advice: String) -> Check {
    Check(name: name, status: .failed, found: found, advice: advice)
  }

  static func failed(_ name: Name, _ problem: Problem) -> Check {
    .failed(name, problem.what, advice: problem.advice)
  }

  /// `reason` is a sentence.
  static func skipped(_ name: Name, because reason: String) -> Check {
    Check(name: name, status: .skipped, found: reason, advice: "")
  }
}

extension [Check] {
  static func skipped(_ names: [Check.Name], because reason: String) -> [Check] {
    names.map { .skipped($0, because: reason) }
  }

  func count(of status: Check.Status) -> Int { count { $0.status == status } }

  /// A warning is no failure, but without an account nothing else works.
  var exitStatus: ExitStatus {
    if count(of: .failed) > 0 { return .failed }
    return contains { $0.name == .account && $0.status == .warning } ? .usage : .done
  }
}
