/// The script that a letter belongs to, as far as a host name needs it.
///
/// Digits, hyphens and combining marks belong to no script of their own. The ranges follow Unicode's blocks, which is
/// coarser than its Scripts.txt; a letter of a script that is not listed is `other`.
package enum WritingSystem: String, Hashable, Sendable {
  case latin = "Latin"
  case greek = "Greek"
  case cyrillic = "Cyrillic"
  case armenian = "Armenian"
  case hebrew = "Hebrew"
  case arabic = "Arabic"
  case devanagari = "Devanagari"
  case bengali = "Bengali"
  case thai = "Thai"
  case georgian = "Georgian"
  case cherokee = "Cherokee"
  case hangul = "Hangul"
  case han = "Han"
  case hiragana = "Hiragana"
  case katakana = "Katakana"
  case bopomofo = "Bopomofo"
  case other = "another script"

  /// The script of a letter; nil for what all scripts share.
  package init?(_ scalar: Unicode.Scalar) {
    guard scalar.properties.isAlphabetic else { return nil }
    switch scalar.value {
    case 0x41...0x5a, 0x61...0x7a, 0xaa, 0xba, 0xc0...0x2af, 0x1d00...0x1d25, 0x1e00...0x1eff, 0x2c60...0x2c7f,
      0xa720...0xa7ff, 0xab30...0xab64, 0xff21...0xff3a, 0xff41...0xff5a:
      self = .latin
    case 0x370...0x3ff, 0x1f00...0x1fff: self = .greek
    case 0x400...0x52f, 0x1c80...0x1c8f, 0x2de0...0x2dff, 0xa640...0xa69f: self = .cyrillic
    case 0x530...0x58f: self = .armenian
    case 0x590...0x5ff: self = .hebrew
    case 0x600...0x6ff, 0x750...0x77f, 0x8a0...0x8ff: self = .arabic
    case 0x900...0x97f: self = .devanagari
    case 0x980...0x9ff: self = .bengali
    case 0xe00...0xe7f: self = .thai
    case 0x10a0...0x10ff, 0x1c90...0x1cbf, 0x2d00...0x2d2f: self = .georgian
    case 0x13a0...0x13ff, 0xab70...0xabbf: self = .cherokee
    case 0x1100...0x11ff, 0x3130...0x318f, 0xa960...0xa97f, 0xac00...0xd7ff: self = .hangul
    case 0x3005, 0x3007, 0x3400...0x4dbf, 0x4e00...0x9fff, 0xf900...0xfaff, 0x20000...0x3ffff: self = .han
    case 0x3041...0x309f: self = .hiragana
    // The prolonged sound mark belongs to both kana.
    case 0x30fc: return nil
    case 0x30a0...0x30ff, 0x31f0...0x31ff: self = .katakana
    case 0x3100...0x312f, 0x31a0...0x31bf: self = .bopomofo
    case 0x300...0x36f: return nil
    default: self = .other
    }
  }

  /// The sets of scripts that are written together in one word (UTS 39, "highly restrictive").
  private static let usualMixtures: [Set<WritingSystem>] = [
    [.latin, .han, .hiragana, .katakana],
    [.latin, .han, .bopomofo],
    [.latin, .han, .hangul],
  ]

  /// Whether these scripts are not usually found in one word, as Latin and Cyrillic.
  static func isUnusualMixture(_ scripts: Set<WritingSystem>) -> Bool {
    scripts.count > 1 && !usualMixtures.contains { scripts.isSubset(of: $0) }
  }
}
