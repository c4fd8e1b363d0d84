import Foundation
import GRDB
import Glibc
import Values

/// Sets a damaged state file aside, and puts a new one with what can still be read of it in its place.
///
/// Nobody else may have the file open. A rescue that is killed leaves either the old file or the new one in place, or
/// is taken back by ``takeBackUnfinished(in:)`` at the next start.
struct Rescue {
  private static let suffixes = ["", "-wal", "-shm"]
  private static let scratchSuffix = ".rescue"

  private let path: String
  private let damage: Damage
  private let setAside: String

  init(of path: String, because damage: Damage, at now: Date = .now) {
    self.path = path
    self.damage = damage
    let time = now.formatted(Date.ISO8601FormatStyle(timeSeparator: .colon)).replacing(":", with: "-")
    let plain = "\(path).damaged-\(time)"
    // Two in one second: the first must not be overwritten.
    let names = [plain] + (2..<100).map { "\(plain)-\($0)" }
    setAside = names.first { access($0, F_OK) != 0 } ?? "\(plain)-\(UUID().uuidString)"
  }

  func run() throws(Problem) -> Recovery {
    let scratch = setAside + Self.scratchSuffix
    do {
      let folder = try PrivateFolder(scratch)
      let new = try folder.file("new.sqlite")
      let rescued = try fill(new, using: folder)
      try exchange(for: new)
      DamageMark(of: path).clear()
      try? FileManager.default.removeItem(atPath: scratch)
      return Recovery(of: path, because: damage, setAside: setAside, rescued)
    } catch {
      try? FileManager.default.removeItem(atPath: scratch)
      throw Self.failed(Problem(error, in: path), path, damage)
    }
  }

  /// Everything up to here is done beside the files, so that it can be begun again.
  private func fill(_ new: String, using scratch: PrivateFolder) throws -> RescueCount {
    try Self.makeEmpty(new)
    let copy = "\(scratch.path)/old.sqlite"
    for suffix in ["", "-wal"] where access(path + suffix, F_OK) == 0 {
      try FileManager.default.copyItem(atPath: path + suffix, toPath: copy + suffix)
    }
    let old = try DamagedCopy(copy, firstPage: Data(contentsOf: URL(filePath: new)).prefix(DamagedCopy.pageSize)).open()
    let file = try DatabaseFile(new, synchronous: .full)
    // Not in a transaction, which could not end well: SQLite refuses to commit after damage, even what was only read.
    let rescued = try old.writeWithoutTransaction { old in
      // A file that cannot tell what version wrote it cannot be told from one of this version.
      let isNewer = (try? StateSchema.migrator.hasBeenSuperseded(old)) ?? false
      if isNewer { throw Problem.tooNew(path) }
      return try file.connection.writeWithoutTransaction { new in
        try new.transaction(.immediate) { new in
          var rescue = RowRescue(from: old, into: new)
          try rescue.copy()
          return rescue.count
        }
      }
    }
    try old.close()
    // Closing the only connection brings the log into the file, on the disk, and takes the log away.
    try file.connection.close()
    return rescued
  }

  private static func makeEmpty(_ new: String) throws {
    let file = try DatabaseFile(new, synchronous: .full)
    try StateSchema.migrator.migrate(file.connection)
    try file.connection.close()
  }

  /// The file goes first and the log after it: while the file is in its place, nothing has been moved.
  private func exchange(for new: String) throws(Problem) {
    for suffix in Self.suffixes where access(path + suffix, F_OK) == 0 {
      try Self.move(path + suffix, to: setAside + suffix)
    }
    // A log of the old file would be taken for one of the new file.
    try Self.move(new, to: path)
    let folder = open(URL(filePath: path).deletingLastPathComponent().path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard folder >= 0 else { return }
    fsync(folder)
    close(folder)
  }

  private static func move(_ old: String, to new: String) throws(Problem) {
    guard rename(old, new) == 0 else { throw Problem.cannotUse(file: new, because: errno) }
  }

  // MARK: - After a rescue that was killed

  /// Puts the damaged file back where a rescue was killed between moving it away and putting the new one in its place.
  ///
  /// The rescue then begins anew.
  static func takeBackUnfinished(in folder: PrivateFolder) throws(Problem) {
    let path = "\(folder.path)/\(StateFile.name)"
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
    for name in names where name.hasPrefix("\(StateFile.name).damaged-") && name.hasSuffix(scratchSuffix) {
      let setAside = "\(folder.path)/\(name.dropLast(scratchSuffix.count))"
      if access(path, F_OK) != 0 {
        for suffix in suffixes.reversed() where access(setAside + suffix, F_OK) == 0 {
          try move(setAside + suffix, to: path + suffix)
        }
      }
      try? FileManager.default.removeItem(atPath: "\(folder.path)/\(name)")
    }
  }

  private static func failed(_ problem: Problem, _ path: String, _ damage: Damage) -> Problem {
    guard problem != .tooNew(path) else { return problem }
    return Problem(
      .storage,
      what: "\(path) is damaged (\(damage.words)), and could not be rescued: \(problem.what)",
      advice: "Mend that, then start again; the file was left as it is.",
      retry: .safe
    )
  }
}
