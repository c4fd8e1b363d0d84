/// A set of characters: exact for ASCII, all or nothing for the rest.
///
/// That is enough to tell whether two parts of an expression compete for the same text.
struct RegexCharacters: Hashable, Sendable {
  private(set) var low: UInt64
  private(set) var high: UInt64
  private(set) var reachesBeyondASCII: Bool

  static let nothing = RegexCharacters(low: 0, high: 0, reachesBeyondASCII: false)
  static let everything = RegexCharacters(low: .max, high: .max, reachesBeyondASCII: true)
  static let digits = RegexCharacters(ranges: ["0"..."9"])
  static let word = RegexCharacters(ranges: ["0"..."9", "A"..."Z", "a"..."z", "_"..."_"])
  static let space = RegexCharacters(ranges: ["\t"..."\r", " "..." "])

  private init(low: UInt64, high: UInt64, reachesBeyondASCII: Bool) {
    self.low = low
    self.high = high
    self.reachesBeyondASCII = reachesBeyondASCII
  }

  init(_ scalar: Unicode.Scalar) {
    self = .nothing
    insert(scalar...scalar)
  }

  private init(ranges: [ClosedRange<Unicode.Scalar>]) {
    self = .nothing
    for range in ranges { insert(range) }
  }

  mutating func insert(_ range: ClosedRange<Unicode.Scalar>) {
    if range.upperBound.value > 127 { reachesBeyondASCII = true }
    guard range.lowerBound.value <= 127 else { return }
    for value in range.lowerBound.value...min(range.upperBound.value, 127) {
      if value < 64 { low |= 1 << UInt64(value) } else { high |= 1 << UInt64(value - 64) }
    }
  }

  func contains(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0..<64: low >> UInt64(scalar.value) & 1 == 1
    case 64..<128: high >> UInt64(scalar.value - 64) & 1 == 1
    default: reachesBeyondASCII
    }
  }

  func union(_ other: RegexCharacters) -> RegexCharacters {
    RegexCharacters(
      low: low | other.low,
      high: high | other.high,
      reachesBeyondASCII: reachesBeyondASCII || other.reachesBeyondASCII
    )
  }

  func overlaps(_ other: RegexCharacters) -> Bool {
    low & other.low != 0 || high & other.high != 0 || (reachesBeyondASCII && other.reachesBeyondASCII)
  }

  /// Everything that is not in the set; outside ASCII a set that has some characters is taken to lack some too.
  var complement: RegexCharacters { RegexCharacters(low: ~low, high: ~high, reachesBeyondASCII: true) }

  /// The one character of the set, where `[oO]` counts as `o`; nil if there are more.
  var single: Unicode.Scalar? {
    guard !reachesBeyondASCII else { return nil }
    let count = low.nonzeroBitCount + high.nonzeroBitCount
    let first = low != 0 ? low.trailingZeroBitCount : 64 + high.trailingZeroBitCount
    guard let scalar = Unicode.Scalar(UInt32(first)), count == 1 || count == 2 else { return nil }
    if count == 1 { return scalar }
    let lower = scalar.properties.lowercaseMapping.unicodeScalars.first
    return lower.flatMap { $0 != scalar && contains($0) ? $0 : nil }
  }

  /// Whether every character of an ordinary local part is in the set, as in `[^@]` and `\S`.
  var holdsLocalParts: Bool {
    reachesBeyondASCII
      && (0x21...0x7e).allSatisfy { value in
        value == 0x40 || Unicode.Scalar(value as UInt32).map(contains) == true
      }
  }
}
