import Foundation
import GRDB
import Glibc
import Values

extension Problem {
  /// What SQLite or a decoder says about the file at `path`, in the program's own words.
  ///
  /// A problem stays what it is. Every transaction that fails is rolled back, so trying again never does half of
  /// something twice.
  init(_ error: any Error, in path: String) {
    if let damage = Damage(error) {
      self = .damaged(path, damage)
      return
    }
    switch error {
    case let problem as Problem: self = problem
    case let error as DatabaseError: self.init(error, in: path)
    case let error as CocoaError where error.code == .fileWriteOutOfSpace: self = .noRoom(for: path)
    default: self.init(.storage, what: "\(path) cannot be used: \(error).", advice: "Look at that file and its disk.")
    }
  }

  private init(_ error: DatabaseError, in path: String) {
    let words = error.message ?? "\(error.resultCode)"
    switch error.resultCode {
    case .SQLITE_FULL:
      self = .noRoom(for: path)
    // Where it cannot make room for its index of the log, SQLite does not say why.
    case .SQLITE_IOERR where FolderFacts.hasNoRoom(path):
      self = .noRoom(for: path)
    case .SQLITE_BUSY, .SQLITE_LOCKED:
      self.init(
        .storage,
        what: "Another process has kept \(path) to itself for \(Int(DatabaseFile.patience)) seconds.",
        advice: "Try again; if that does not help, look for a Postern that hangs.",
        retry: .safe
      )
      isTemporary = true
    case .SQLITE_READONLY, .SQLITE_CANTOPEN, .SQLITE_PERM, .SQLITE_AUTH:
      self.init(
        .storage,
        what: "\(path) cannot be written: \(words).",
        advice: "Give yourself the right to write that file and its folder.",
        retry: .safe
      )
    default:
      self.init(
        .storage,
        what: "\(path) cannot be used: \(words).",
        advice: "Look at that file and its disk, then try again.",
        retry: .safe
      )
    }
  }

  private static func noRoom(for path: String) -> Problem {
    Problem(
      .storage,
      what: "There is no room left on the disk for \(path).",
      advice: "Make room on the disk and do it again.",
      retry: .safe
    ).temporary
  }

  /// The same of a change, which was rolled back and can be made once there is room, or the right to write.
  var ofChange: Problem {
    guard kind == .storage, retry == .safe, what.hasSuffix(".") else { return self }
    var problem = self
    problem.what = what.dropLast() + "; the change was not kept."
    return problem
  }

  static func damaged(_ path: String, _ damage: Damage) -> Problem {
    Problem(
      .storage,
      what: "\(path) is damaged: \(damage.words).",
      advice: "End every Postern that runs, then start one: it sets that file aside and rescues what can still be read."
    )
  }

  static func tooNew(_ path: String) -> Problem {
    Problem(
      .storage,
      what: "\(path) was written by a newer version of Postern, which this one cannot read.",
      advice: "Start that version or a newer one; the file was left as it is."
    )
  }

  static func cannotUse(folder path: String, because code: Int32) -> Problem {
    Problem(
      .storage,
      what: "The folder \(path) cannot be written: \(words(for: code)).",
      advice: "Make it a folder that you can write, or choose another.",
      retry: .safe
    )
  }

  static func cannotUse(file path: String, because code: Int32) -> Problem {
    Problem(
      .storage,
      what: "The file \(path) cannot be made or opened: \(words(for: code)).",
      advice: "Give yourself the right to write it and its folder.",
      retry: .safe
    )
  }

  private static func words(for code: Int32) -> String {
    String(cString: strerror(code))
  }
}
