import Foundation
import PolicyFiles
import Values

/// A file that a person names on the command line.
enum InputFile {
  /// Whether bytes are meant as JSON; all else is taken for CSV.
  static func isJSON(_ data: Data) -> Bool {
    // A byte order mark is refused later, with a reason that fits.
    let first = data.first { byte in !" \t\r\n\u{FEFF}".utf8.contains(byte) }
    return first == UInt8(ascii: "{") || first == UInt8(ascii: "[")
  }

  /// Whether bytes are meant as what an export writes, as JSON or as TOML.
  static func isExport(_ data: Data) -> Bool {
    switch DesiredFile.form(of: data) {
    case .csv: false
    case .toml: true
    case .json: data.first { !" \t\r\n".utf8.contains($0) } == UInt8(ascii: "[")
    }
  }

  /// One byte more than any reader here takes, so that each refuses what is larger in its own words.
  private static let mostBytes = PolicyCSV.maximumSize + 1

  /// The bytes of a file, or of standard input where the name is `-`; of what has no end, the first of them.
  static func read(_ path: String) throws(Problem) -> Data {
    do {
      guard path != "-" else { return try bytes(of: .standardInput) }
      // Not by its size: a pipe or a process substitution has none.
      let file = try FileHandle(forReadingFrom: URL(filePath: path))
      defer { try? file.close() }
      return try bytes(of: file)
    } catch {
      throw unreadable(path)
    }
  }

  /// That a file, or standard input where the name is `-`, cannot be read.
  static func unreadable(_ path: String) -> Problem {
    let name = path == "-" ? "Standard input" : path
    return Problem(
      .usage,
      what: "\(name) cannot be read.",
      advice: "Check the name and who may read it.",
      retry: .safe
    )
  }

  private static func bytes(of file: FileHandle) throws -> Data {
    var data = Data()
    while data.count < mostBytes, let more = try file.read(upToCount: min(1 << 20, mostBytes - data.count)),
      !more.isEmpty
    { data += more }
    return data
  }
}
