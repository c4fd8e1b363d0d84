import Foundation
import Mail
import PolicyFiles
import Values

/// Messages in the files that a person names: `.eml`, folders of them, mbox, CSV.
struct MessageFiles {
  private let servers: TrustedServers

  init(_ servers: TrustedServers) {
    self.servers = servers
  }

  private static let pieceSize = 1 << 20

  /// Hands over the messages of a file or folder one by one; gives what is to be said of it, in sentences.
  ///
  /// An mbox file is read in pieces, and of a message only the header.
  func read(_ path: String, _ take: (NamedMessage) -> Void) throws(Problem) -> [String] {
    if path != "-", isFolder(path) { return try readFolder(path, take) }
    do {
      guard path != "-" else { return try read(.standardInput, named: "-", take) }
      let file = try FileHandle(forReadingFrom: URL(filePath: path))
      defer { try? file.close() }
      return try read(file, named: path, take)
    } catch let problem as Problem {
      throw problem
    } catch {
      throw InputFile.unreadable(path)
    }
  }

  private func isFolder(_ path: String) -> Bool {
    var isFolder: ObjCBool = false
    return FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) && isFolder.boolValue
  }

  /// The `.eml` files of a folder and of those in it, by name.
  private func readFolder(_ path: String, _ take: (NamedMessage) -> Void) throws(Problem) -> [String] {
    guard let names = FileManager.default.subpaths(atPath: path) else { throw InputFile.unreadable(path) }
    let messages = names.filter { $0.lowercased().hasSuffix(".eml") }.sorted()
    for name in messages { _ = try read(path.hasSuffix("/") ? path + name : "\(path)/\(name)", take) }
    return messages.isEmpty ? ["There is no .eml file in \(path)."] : []
  }

  private func read(_ file: FileHandle, named path: String, _ take: (NamedMessage) -> Void) throws -> [String] {
    let first = try piece(of: file)
    if MboxReader.isMbox(first) {
      try readMbox(file, first, named: path, take)
      return []
    }
    if path.lowercased().hasSuffix(".csv") || (path == "-" && Self.isTable(first)) {
      return try readTable(file, first, named: path, take)
    }
    let message = MailMessage(header: first[...], trusting: servers)
    take(NamedMessage(name: path, message: message))
    return MailMessage.Field.allCases.allSatisfy { message.texts(of: $0).isEmpty }
      ? ["Nothing in \(path) reads like the header of a message."] : []
  }

  /// Whether the first line is a row of names rather than a field of a header.
  private static func isTable(_ bytes: [UInt8]) -> Bool {
    !bytes.prefix { $0 != 0x0A && $0 != 0x0D }.contains(UInt8(ascii: ":"))
  }

  private func readMbox(
    _ file: FileHandle,
    _ first: [UInt8],
    named path: String,
    _ take: (NamedMessage) -> Void
  ) throws {
    var reader = MboxReader()
    var number = 0
    let read = { (header: ArraySlice<UInt8>) in
      number += 1
      take(NamedMessage(name: "\(path)#\(number)", message: MailMessage(header: header, trusting: servers)))
    }
    var bytes = first
    while !bytes.isEmpty {
      reader.read(bytes, read)
      bytes = try piece(of: file)
    }
    reader.finish(read)
  }

  private func readTable(
    _ file: FileHandle,
    _ first: [UInt8],
    named path: String,
    _ take: (NamedMessage) -> Void
  ) throws -> [String] {
    var data = Data(first)
    // What is larger is refused by the reader, in its own words.
    while data.count <= PolicyCSV.maximumSize {
      let bytes = try piece(of: file)
      if bytes.isEmpty { break }
      data += bytes
    }
    let table = try MessageCSV(data)
    for row in table.rows { take(NamedMessage(name: "\(path):\(row.line)", message: row.message)) }
    let ignored = table.ignored.prefix(8).map { "“\($0)”" }.joined(separator: ", ")
    return ignored.isEmpty ? [] : ["Columns of \(path) that mean nothing here: \(ignored)."]
  }

  /// Throws once somebody has asked the program to stop.
  private static func goOn() throws(Problem) {
    guard Task.isCancelled else { return }
    throw Problem(.interrupted, what: "Interrupted.", advice: "", retry: .safe)
  }

  /// As much as was asked for, where the file has it: a pipe gives less at a time.
  private func piece(of file: FileHandle) throws -> [UInt8] {
    try Self.goOn()
    var bytes: [UInt8] = []
    while bytes.count < Self.pieceSize, let more = try file.read(upToCount: Self.pieceSize - bytes.count), !more.isEmpty
    {
      bytes += more
    }
    return bytes
  }
}
