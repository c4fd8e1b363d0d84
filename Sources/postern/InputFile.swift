import Foundation
import PolicyCore

/// A file that a person names on the command line.
enum InputFile {
  /// Whether bytes are meant as JSON; all else is taken for CSV.
  static func isJSON(_ data: Data) -> Bool {
    // A byte order mark is refused later, with a reason that fits.
    let first = data.first { byte in !" \t\r\n\u{FEFF}".utf8.contains(byte) }
    return first == UInt8(ascii: "{") || first == UInt8(ascii: "[")
  }

  /// The bytes of a file, or of standard input where the name is `-`.
  static func read(_ path: String) throws(Problem) -> Data {
    do {
      guard path != "-" else { return try FileHandle.standardInput.readToEnd() ?? Data() }
      // Not by its size: a pipe or a process substitution has none.
      let file = try FileHandle(forReadingFrom: URL(filePath: path))
      defer { try? file.close() }
      return try file.readToEnd() ?? Data()
    } catch {
      let name = path == "-" ? "Standard input" : path
      throw Problem(
        .usage,
        what: "\(name) cannot be read.",
        advice: "Check the name and who may read it.",
        retry: .safe
      )
    }
  }
}
