import Foundation
import GRDB
import Glibc
import Values

/// How `state.sqlite` is opened: looked at, brought up to date, and put right where it is damaged.
///
/// Used under a lock that lets only one process open the file at a time.
struct StateFile {
  static let name = "state.sqlite"
  /// Up to this many bytes all of the file is checked at every start: about a millisecond for each megabyte.
  static let alwaysChecked = 4 << 20

  let folder: PrivateFolder
  /// Tells others that somebody has the file open, for as long as it is.
  let presence: FileLock
  /// Whether nobody else has the file open.
  ///
  /// Only then may it be looked at from outside, or be set aside.
  let isAlone: Bool

  /// The open file, and what happened to an earlier one that was damaged.
  func open() throws(Problem) -> (file: DatabaseFile, recovery: Recovery?) {
    if isAlone { try Rescue.takeBackUnfinished(in: folder) }
    let path = try folder.file(Self.name)
    do {
      return (try opened(path), nil)
    } catch {
      guard isAlone, let damage = Damage(error) else { throw Problem(error, in: path) }
      let recovery = try Rescue(of: path, because: damage).run()
      do {
        return (try opened(path), recovery)
      } catch {
        throw Problem(error, in: path)
      }
    }
  }

  private func opened(_ path: String) throws -> DatabaseFile {
    let mark = DamageMark(of: path)
    if isAlone { try Self.checkFromOutside(path) }
    let file = try DatabaseFile(path, synchronous: .full, keeping: presence)
    do {
      let migrator = StateSchema.migrator
      guard try !file.connection.read(migrator.hasBeenSuperseded) else { throw Problem.tooNew(path) }
      if isAlone {
        let isMarked = mark.isSet
        try file.connection.read { database in
          let check = StateCheck(database: database)
          if isMarked { try check.everything() } else if try check.size() <= Self.alwaysChecked { try check.pages() }
        }
      }
      try migrator.migrate(file.connection)
    } catch {
      try? file.connection.close()
      throw error
    }
    if isAlone { mark.clear() }
    return file
  }

  /// What SQLite would not say, or not call damage.
  ///
  /// It takes a file of one byte for an empty one, deletes a log that lies beside an empty file, and takes a format
  /// that it does not know for a lack of rights.
  static func checkFromOutside(_ path: String) throws {
    guard let handle = FileHandle(forReadingAtPath: path) else { return }
    let header = try handle.read(upToCount: 100) ?? Data()
    try handle.close()
    let log = try WriteAheadLog(of: path)
    if header.isEmpty, log != nil { throw Damage("it is empty, but its log is not") }
    if let damage = log?.damage { throw damage }
    guard !header.isEmpty else { return }
    guard header.count == 100, header.starts(with: Data("SQLite format 3\0".utf8)) else {
      throw Damage("file is not a database")
    }
    let isKnown = header[18] <= 2 && header[19] <= 2 && header[44..<47].allSatisfy { $0 == 0 } && header[47] <= 4
    if !isKnown { throw Damage("its header is not sound") }
  }
}
