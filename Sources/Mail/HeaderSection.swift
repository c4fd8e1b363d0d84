/// The header section of a message: its fields in order, each on one line.
///
/// Source: RFC 5322 section 2.2. Lines that are no field are passed over, and so is the line that an mbox file puts
/// before a message.
struct HeaderSection {
  struct Field {
    /// In lower case.
    let name: [UInt8]
    /// Without line breaks.
    let value: [UInt8]
  }

  private(set) var fields: [Field] = []
  /// Whether there is more of it than is read.
  private(set) var isCut: Bool

  /// No message needs more, and what has more must not fill the memory.
  static let mostBytes = 256 << 10
  static let mostFields = 1000

  init(_ bytes: ArraySlice<UInt8>) {
    var rest = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? bytes.dropFirst(3) : bytes
    isCut = false
    var read = 0
    var lines: [ArraySlice<UInt8>] = []
    while !rest.isEmpty {
      let end = rest.firstIndex(of: 0x0A) ?? rest.endIndex
      var line = rest[rest.startIndex..<end]
      read += line.count + 1
      rest = rest[min(end + 1, rest.endIndex)...]
      if line.last == 0x0D { line.removeLast() }
      guard !line.isEmpty else { break }
      guard read <= Self.mostBytes, fields.count < Self.mostFields else {
        isCut = true
        return
      }
      if !MailBytes.isBlank(line[line.startIndex]) {
        take(lines)
        lines = []
      }
      lines.append(line)
    }
    take(lines)
  }

  /// The values of all fields of a name, the topmost first; the name in lower case.
  func values(of name: String) -> [[UInt8]] {
    fields.filter { $0.name.elementsEqual(name.utf8) }.map(\.value)
  }

  private mutating func take(_ lines: [ArraySlice<UInt8>]) {
    guard let first = lines.first, let colon = first.firstIndex(of: UInt8(ascii: ":")) else { return }
    var name = first[..<colon]
    while let last = name.last, MailBytes.isBlank(last) { name.removeLast() }
    guard !name.isEmpty, name.allSatisfy({ 0x21...0x7E ~= $0 }) else { return }
    let value = [first[(colon + 1)...]] + lines.dropFirst()
    fields.append(Field(name: name.map(MailBytes.lower), value: Array(value.joined())))
  }
}
