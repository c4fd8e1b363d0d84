import ArgumentParser
import Configuration
import Dispatch
import Foundation
import Policies
import PolicyStore
import Synchronization
import Values

extension DraftName {
  /// Reads the value of `--draft`.
  init(argument text: String) throws {
    guard let name = DraftName(text) else { throw ValidationError("--draft takes \(Self.expected).") }
    self = name
  }

  /// The one that `POSTERN_DRAFT` names, or else the standard one; an empty variable counts as none.
  ///
  /// Throws a ``Problem`` of kind `usage` where that is no name.
  static func chosen(by environment: [String: String]) throws(Problem) -> DraftName {
    guard let text = environment["POSTERN_DRAFT"], !text.isEmpty else { return .standard }
    guard let name = DraftName(text) else {
      throw Problem(
        .usage,
        what: "POSTERN_DRAFT is no name of a draft.",
        advice: "A name is \(expected). Set another, or unset it."
      )
    }
    return name
  }
}

/// The names of drafts for the shell to complete.
enum KnownDrafts {
  private static let patience = DispatchTimeInterval.milliseconds(500)

  /// The names that begin with `prefix`; none where anything is in the way, as nobody wants errors at a tab key.
  static func completions(arguments: [String], index: Int, prefix: String) -> [String] {
    guard let known = KnownAccount(arguments) else { return [] }
    let found = Mutex<[String]>([])
    waitUntil(atMost: patience) {
      guard let store = known.store, let drafts = try? await store.drafts(of: known.key) else { return }
      let names = drafts.map(\.name.text).filter { $0.hasPrefix(prefix) }
      found.withLock { $0 = names }
    }
    return found.withLock { $0 }
  }
}
