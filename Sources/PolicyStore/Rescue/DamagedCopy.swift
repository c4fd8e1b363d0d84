import Foundation
import GRDB

/// A copy of a damaged database, made so that SQLite opens it and reads what is sound.
struct DamagedCopy {
  /// SQLite's own choice, which the state file never changes.
  static let pageSize = 4096
  private static let magic = Data("SQLite format 3\0".utf8)
  /// More pages than an empty state file has.
  private static let fewest = 64
  /// A gigabyte, which takes no room on the disk: a header may say anything.
  private static let mostAdded = 262_144

  private let path: String
  private let firstPage: Data

  /// `firstPage` is that of an empty state file: it says where the tables begin, which is the same in every state file
  /// that was made by one start of the program.
  init(_ path: String, firstPage: Data) {
    self.path = path
    self.firstPage = firstPage
  }

  func open() throws -> DatabaseQueue {
    if try correctHeader(), let old = try? connect() { return old }
    try replaceFirstPage()
    return try connect()
  }

  /// Throws where the first page is of no use.
  private func connect() throws -> DatabaseQueue {
    var configuration = Configuration()
    configuration.foreignKeysEnabled = false
    configuration.prepareDatabase { try $0.execute(sql: "PRAGMA cell_size_check = ON") }
    let old = try DatabaseQueue(path: path, configuration: configuration)
    guard try old.writeWithoutTransaction({ try $0.tableExists("account") }) else {
      try old.close()
      throw Damage("it does not say where its tables are")
    }
    return old
  }

  /// Makes file and header agree about how long the file is; false where there is no header.
  private func correctHeader() throws -> Bool {
    try update { file in
      let header = try file.read(upToCount: 100) ?? Data()
      guard header.count == 100, header.starts(with: Self.magic) else { return false }
      let pages = header[28..<32].reduce(0) { $0 << 8 | Int($1) }
      try setLength(of: file, atLeast: min(pages, Self.mostAdded), changeCounter: header[24..<28])
      return true
    }
  }

  private func replaceFirstPage() throws {
    try update { file in
      try file.write(contentsOf: firstPage)
      try setLength(of: file, atLeast: 0, changeCounter: firstPage[24..<28])
    }
  }

  private func update<Answer>(_ body: (FileHandle) throws -> Answer) throws -> Answer {
    let file = try FileHandle(forUpdating: URL(filePath: path))
    defer { try? file.close() }
    return try body(file)
  }

  /// Adds what is missing as empty pages, which SQLite takes for damaged ones.
  ///
  /// It reads nothing at all from a file that is shorter than its header says, or lacks the page where a table begins.
  private func setLength(of file: FileHandle, atLeast pages: Int, changeCounter: Data) throws {
    let pages = max(pages, Int(try file.seekToEnd()) / Self.pageSize, Self.fewest)
    try file.truncate(atOffset: UInt64(pages * Self.pageSize))
    try file.seek(toOffset: 28)
    try file.write(contentsOf: withUnsafeBytes(of: UInt32(clamping: pages).bigEndian) { Data($0) })
    // The number of pages counts only where the change counter stands in the header twice.
    try file.seek(toOffset: 92)
    try file.write(contentsOf: changeCounter)
  }
}
