/// Cuts an mbox file into the header sections of its messages, piece by piece as it is read.
///
/// A message begins with a line such as `From ann@acme.example Fri Nov 27 21:00:00 2026`, at the beginning of the file or
/// behind an empty line; lines of a text that look like it have a `>` before them in the forms that are called mboxo and
/// mboxrd. Bodies are passed over, so the memory that is needed does not grow with the file.
package struct MboxReader {
  private var header: [UInt8] = []
  private var line: [UInt8] = []
  private var place = Place.outside
  private var isBehindEmptyLine = true

  private enum Place {
    /// Before the first message.
    case outside
    case header
    case body
  }

  /// Of a longer line only so much is looked at, and it is no beginning of a message.
  private static let longestLine = HeaderSection.mostBytes + 2

  package init() {}

  /// Whether bytes begin as such a file does.
  package static func isMbox(_ bytes: some Collection<UInt8>) -> Bool { bytes.starts(with: "From ".utf8) }

  /// Takes the next bytes, and hands over each header section that ends in them.
  package mutating func read(_ bytes: [UInt8], _ take: (ArraySlice<UInt8>) -> Void) {
    var rest = bytes[...]
    while let end = rest.firstIndex(of: 0x0A) {
      append(rest[...end])
      endLine(take)
      rest = rest[(end + 1)...]
    }
    append(rest)
  }

  /// Hands over the last message at the end of the file.
  package mutating func finish(_ take: (ArraySlice<UInt8>) -> Void) {
    endLine(take)
    if place == .header { take(header[...]) }
    self = MboxReader()
  }

  private mutating func append(_ bytes: ArraySlice<UInt8>) {
    line += bytes.prefix(max(0, Self.longestLine - line.count))
  }

  private mutating func endLine(_ take: (ArraySlice<UInt8>) -> Void) {
    defer { line.removeAll(keepingCapacity: true) }
    guard !line.isEmpty else { return }
    let isEmpty = line.first == 0x0A || line.starts(with: [0x0D, 0x0A])
    if isBehindEmptyLine, Self.isBeginning(line) {
      if place == .header { take(header[...]) }
      header.removeAll(keepingCapacity: true)
      place = .header
    } else if place == .header {
      if isEmpty {
        take(header[...])
        place = .body
      } else if header.count <= HeaderSection.mostBytes {
        header += line
      }
    }
    isBehindEmptyLine = isEmpty
  }

  /// Whether a line begins a message: it has a time of day, as a sentence that begins with "From" has not.
  private static func isBeginning(_ line: [UInt8]) -> Bool {
    guard line.starts(with: "From ".utf8), line.count <= 1024 else { return false }
    let isDigit = line.map { 0x30...0x39 ~= $0 }
    return line.indices.dropFirst(2).dropLast(2).contains {
      line[$0] == UInt8(ascii: ":") && isDigit[$0 - 2] && isDigit[$0 - 1] && isDigit[$0 + 1] && isDigit[$0 + 2]
    }
  }
}
