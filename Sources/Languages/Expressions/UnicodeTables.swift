/// What Unicode says of characters, as Java 17 knows it: its version 13, in which later characters are unassigned.
///
/// The tables are made when something asks for them first, from those of the standard library. A letter in an ASCII
/// expression never does.
enum UnicodeTables {
  /// The version of Unicode that Java 17 has.
  private static let version = (major: 13, minor: 0)

  /// Characters beyond these planes are unassigned or private.
  private static let looked: [ClosedRange<UInt32>] = [0...0xD7FF, 0xE000...0x323AF, 0xE0000...0xE01EF]

  static let categories: [Unicode.GeneralCategory: ScalarSet] = {
    var ranges: [Unicode.GeneralCategory: [ClosedRange<UInt32>]] = [:]
    for range in looked {
      var start = range.lowerBound
      var current = category(of: start)
      for scalar in range.dropFirst() {
        let next = category(of: scalar)
        if next != current {
          ranges[current, default: []].append(start...(scalar - 1))
          (start, current) = (scalar, next)
        }
      }
      ranges[current, default: []].append(start...range.upperBound)
    }
    ranges[.surrogate, default: []].append(0xD800...0xDFFF)
    ranges[.unassigned, default: []] += [0x323B0...0xDFFFF, 0xE01F0...0xEFFFF, 0xFFFFE...0xFFFFF, 0x10FFFE...0x10FFFF]
    ranges[.privateUse, default: []] += [0xF0000...0xFFFFD, 0x100000...0x10FFFD]
    return ranges.mapValues { ScalarSet($0) }
  }()

  private static func isKnown(_ properties: Unicode.Scalar.Properties) -> Bool {
    guard let age = properties.age else { return false }
    return (age.major, age.minor) <= version
  }

  private static func category(of value: UInt32) -> Unicode.GeneralCategory {
    guard let properties = Unicode.Scalar(value)?.properties, isKnown(properties) else { return .unassigned }
    return properties.generalCategory
  }

  static func union(_ wanted: [Unicode.GeneralCategory]) -> ScalarSet {
    ScalarSet(wanted.flatMap { categories[$0]?.ranges ?? [] })
  }

  /// All characters of Java's Unicode with a property.
  static func scalars(where holds: (Unicode.Scalar.Properties) -> Bool) -> ScalarSet {
    var found = ScalarSet()
    for range in looked {
      for value in range {
        if let properties = Unicode.Scalar(value)?.properties, holds(properties), isKnown(properties) {
          found.insert(value...value)
        }
      }
    }
    return found
  }

  // MARK: - Words

  static let lettersAndDigits = union([
    .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter, .decimalNumber,
  ])
  private static let nonSpacingMarks = union([.nonspacingMark])
  private static let near = ScalarSet(0...0xFFFF)

  /// What `\b` asks for: characters of words, those that carry marks, marks, and marks that Java looks back over.
  static let wordSets = [
    lettersAndDigits.union(ScalarSet(0x5F)), lettersAndDigits.intersection(near), nonSpacingMarks,
    nonSpacingMarks.intersection(near),
  ]

  // MARK: - Case

  /// What a character becomes, one for one, in upper case and in lower case.
  private static func simpleUpper(_ scalar: Unicode.Scalar) -> Unicode.Scalar {
    // Greek with the iota below: the full mapping has two characters, Java's takes the precomposed one.
    switch scalar.value {
    case 0x1F80...0x1F87, 0x1F90...0x1F97, 0x1FA0...0x1FA7: return Unicode.Scalar(scalar.value + 8) ?? scalar
    case 0x1FB3, 0x1FC3, 0x1FF3: return Unicode.Scalar(scalar.value + 9) ?? scalar
    default: break
    }
    let mapped = scalar.properties.uppercaseMapping.unicodeScalars
    return mapped.count == 1 ? mapped.first ?? scalar : scalar
  }

  private static func simpleLower(_ scalar: Unicode.Scalar) -> Unicode.Scalar {
    if scalar.value == 0x130 { return "i" }
    let mapped = scalar.properties.lowercaseMapping.unicodeScalars
    return mapped.count == 1 ? mapped.first ?? scalar : scalar
  }

  /// A character whose case counts, with its upper case and with that in lower case, by which Java compares.
  private struct Cased {
    let scalar: UInt32
    let upper: UInt32
    let key: UInt32
  }

  private static let cased: [Cased] = {
    var found: [Cased] = []
    for range in looked {
      for value in range {
        guard let scalar = Unicode.Scalar(value), isKnown(scalar.properties) else { continue }
        let upper = simpleUpper(scalar)
        let key = simpleLower(upper)
        if upper != scalar || key != scalar {
          found.append(Cased(scalar: value, upper: upper.value, key: key.value))
        }
      }
    }
    return found
  }()

  /// What matches a set where case does not matter and `UNICODE_CASE` is on.
  static func folded(_ set: ScalarSet) -> ScalarSet {
    if set.ranges.count == 1, let range = set.ranges.first, range.count == 1 {
      let key = cased.first { $0.scalar == range.lowerBound }?.key ?? range.lowerBound
      return ScalarSet([key...key, range] + cased.filter { $0.key == key }.map { $0.scalar...$0.scalar })
    }
    let reached = cased.filter { set.contains($0.upper) || set.contains($0.key) }
    return ScalarSet(set.ranges + reached.map { $0.scalar...$0.scalar })
  }
}
