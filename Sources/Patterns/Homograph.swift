/// What a reader should know about a label that is not plain ASCII.
package struct LabelReading: Hashable, Sendable {
  /// The label as DNS has it: `xn--pypal-4ve`.
  package let ascii: String
  /// The label as a mail program may show it; equal to `ascii` where it does not decode.
  package let unicode: String
  package let scripts: Set<WritingSystem>
  /// The ASCII name that it looks like, if every letter of it looks like an ASCII one: `paypal`.
  package let confusableASCIISkeleton: String?

  /// Whether it mixes scripts that are not usually written together.
  package var mixesScripts: Bool { WritingSystem.isUnusualMixture(scripts) }

  /// Whether it begins with `xn--` and does not decode, so that nobody can say what it shows.
  package var isUndecodable: Bool { ascii == unicode }

  init(ascii: String, unicode: String) {
    self.ascii = ascii
    self.unicode = unicode
    scripts = Set(unicode.unicodeScalars.compactMap(WritingSystem.init))
    confusableASCIISkeleton = ascii == unicode ? nil : LookAlikes.asciiSkeleton(of: unicode)
  }
}

extension HostName {
  /// The labels that are not plain ASCII, in DNS order; empty for nearly every name.
  package var internationalLabels: [LabelReading] {
    guard isInternational else { return [] }
    return zip(labels, unicode.split(separator: ".")).compactMap { ascii, unicode in
      ascii.hasPrefix("xn--") ? LabelReading(ascii: String(ascii), unicode: String(unicode)) : nil
    }
  }

  /// The ASCII host name that this one reads like, or nil if it does not look like one.
  package var confusableASCIISkeleton: String? {
    guard isInternational else { return nil }
    var skeleton: [String] = []
    for (label, shown) in zip(labels, unicode.split(separator: ".")) {
      if label.hasPrefix("xn--") {
        guard let plain = LookAlikes.asciiSkeleton(of: String(shown)), label != shown else { return nil }
        skeleton.append(plain)
      } else {
        skeleton.append(String(label))
      }
    }
    return skeleton.joined(separator: ".")
  }
}

/// Letters that look like an ASCII letter in most fonts.
enum LookAlikes {
  /// The text with each look-alike replaced, or nil if some character looks like no ASCII one.
  static func asciiSkeleton(of text: String) -> String? {
    var skeleton = ""
    for scalar in text.unicodeScalars {
      if scalar.isASCII {
        skeleton.unicodeScalars.append(scalar)
      } else if let plain = table[scalar] {
        skeleton.unicodeScalars.append(plain)
      } else {
        return nil
      }
    }
    return skeleton
  }

  /// Pairs, the look-alike first, kept to letters that are hard to tell apart: a table of vague likenesses would accuse
  /// ordinary Russian and Greek words.
  private static let pairs: [(String, String)] = [
    // Cyrillic
    ("асԁеһіјкӏорԛѕѵԝхуү", "acdehijklopqsvwxyy"),
    // Greek
    ("αϲικϳνορστυχωγη", "acikjvopotuxwyn"),
    // Armenian
    ("ցհյոօզս", "ghjnoqu"),
    // Latin letters that are not ASCII
    ("ɑɡıɩƅʋᴏ", "agiibvo"),
  ]

  private static let table: [Unicode.Scalar: Unicode.Scalar] = {
    var table: [Unicode.Scalar: Unicode.Scalar] = [:]
    for (from, to) in pairs {
      for (lookAlike, plain) in zip(from.unicodeScalars, to.unicodeScalars) { table[lookAlike] = plain }
    }
    return table
  }()
}
