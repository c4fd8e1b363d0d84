/// The parameters of a control sequence: numbers between `;`, each with parts between `:`.
///
/// A terminal, or whoever writes to one, may send anything: what is longer or larger than any sequence that means
/// something is none.
struct SequenceParameters: Hashable {
  /// What stands before the numbers of a sequence of the terminal's own: one of `<=>?`.
  let marker: UInt8?
  /// The parts of each parameter; nil for one that was left out.
  private let fields: [[Int?]]

  private static let longest = 1024
  private static let mostDigits = 7

  /// Nil where this is not numbers alone.
  init?(_ bytes: [UInt8]) {
    guard bytes.count <= Self.longest else { return nil }
    let first = bytes.first.flatMap { (UInt8(ascii: "<")...UInt8(ascii: "?")).contains($0) ? $0 : nil }
    marker = first
    let numbers = first == nil ? bytes[...] : bytes.dropFirst()
    var fields: [[Int?]] = []
    guard !numbers.isEmpty else {
      self.fields = []
      return
    }
    for field in numbers.split(separator: UInt8(ascii: ";"), omittingEmptySubsequences: false) {
      var parts: [Int?] = []
      for part in field.split(separator: UInt8(ascii: ":"), omittingEmptySubsequences: false) {
        guard let number = Self.number(part) else { return nil }
        parts.append(number)
      }
      fields.append(parts)
    }
    self.fields = fields
  }

  var count: Int { fields.count }

  /// A part of a parameter; nil where it was left out.
  func number(_ field: Int, part: Int = 0) -> Int? {
    guard fields.indices.contains(field), fields[field].indices.contains(part) else { return nil }
    return fields[field][part]
  }

  /// The parts of a parameter that were not left out.
  func parts(_ field: Int) -> [Int] { fields.indices.contains(field) ? fields[field].compactMap(\.self) : [] }

  /// Nil for what is no number, and a number that is nil for nothing.
  private static func number(_ digits: ArraySlice<UInt8>) -> Int?? {
    if digits.isEmpty { return .some(nil) }
    guard digits.count <= mostDigits else { return nil }
    var value = 0
    for digit in digits {
      guard (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(digit) else { return nil }
      value = value * 10 + Int(digit - UInt8(ascii: "0"))
    }
    return value
  }
}
