import Foundation
import PolicyCore
import TestSupport
import Policies

/// Text as nobody should send it, and as everybody may.
enum HostileText {
  /// What would reach a terminal, or the eyes of a person, as something else than what it is.
  static let fragments: [String] = [
    "\u{1B}]0;PWNED\u{07}", "\u{1B}[2J\u{1B}[H", "\u{1B}[31m", "\u{1B}P+q\u{1B}\\", "\u{1B}c", "\u{9B}2J",
    "\u{9D}0;PWNED\u{9C}", "\u{90}q\u{9C}", "\u{85}", "\u{8D}", "\u{202E}gro.evil@bob", "\u{2066}a\u{2069}", "\u{200F}",
    "\u{61C}", "\u{0}", "\u{7F}", "\u{8}\u{8}\u{8}", "\r", "\n", "\r\n", "\t", "\u{B}", "\u{C}", "\u{E}", "\u{F}",
    "a\u{200B}b\u{200D}c\u{2060}d\u{FEFF}e", "e" + String(repeating: "\u{301}", count: 40), "\u{301}alone",
    "Z\u{351}\u{36B}\u{343}\u{36A}\u{302}\u{36B}", "👩‍👩‍👧‍👦", "👍🏽", "🇩🇪🇩", "❤️", "1️⃣", "\u{FE0F}", "\u{1F3FD}",
    "مرحبا", "שלום", "報告", "ｆｕｌｌ", "ก็็็็็", "नमस्ते", "한글\u{1100}\u{1161}", "\u{1F}", "\u{E000}", "\u{10FFFD}", "\u{FFFE}",
    "\u{2028}", "\u{2029}", "\u{AD}", "\u{A0}", "\u{3000}", "\u{2800}", "\u{3164}", "\u{115F}", "\u{E0041}", "\u{378}",
    "\u{FFF9}\u{FFFB}", "<b>&amp;", "%s%n", "$(reboot)", "\\u{1B}[0m",
  ]

  /// What is hostile by its length.
  static let long: [String] = [
    String(repeating: "x", count: 10_000), String(repeating: "界\u{202E}", count: 500),
    String(repeating: "\u{301}", count: 500),
  ]

  /// Of what must never be in a cell or in the bytes for a terminal: why, or nil where the scalar is harmless.
  ///
  /// Written from the standards and not from the program's own list, so that it can tell a hole in that.
  static func harm(of scalar: Unicode.Scalar) -> String? {
    switch scalar.value {
    case 0x00...0x1F, 0x7F: "control (ECMA-48, C0)"
    case 0x80...0x9F: "control (ECMA-48, C1)"
    case 0x61C, 0x200E, 0x200F, 0x202A...0x202E, 0x2066...0x2069: "bidirectional control (UAX 9)"
    case 0xAD, 0x200B...0x200D, 0x2060...0x2065, 0x206A...0x206F, 0xFEFF, 0xFFF9...0xFFFB, 0xE0000...0xE0FFF:
      "invisible format"
    case 0x2028, 0x2029: "line or paragraph separator"
    case 0xE000...0xF8FF, 0xF0000...0x10FFFF: "private use"
    case 0xFFFE, 0xFFFF: "noncharacter"
    default: nil
    }
  }

  /// What a text would do to a terminal if it got there as it is.
  static func harms(in text: String) -> [String] { text.unicodeScalars.compactMap { harm(of: $0) } }
}

extension ScreenCast {
  /// The same screens where everything that others wrote is hostile: other mixtures for each seed.
  static func hostile(seed: UInt64) -> ScreenCast {
    var random = SeededGenerator(seed: seed)
    func text(_ count: Int = 4) -> String {
      (0..<count).map { _ in HostileText.fragments.randomElement(using: &random) ?? "" }.joined(separator: "y")
    }
    let types: [PatternType] = [.email, .ip, .domain, .email]
    let policies = (0..<16).map { number in
      row(
        number,
        text(),
        number < types.count ? types[number] : PatternType(rawValue: text(1)),
        Set(PolicyFlag.allCases.shuffled(using: &random).prefix(number % 4)),
        number < HostileText.long.count ? text(6) + HostileText.long[number] : text(6),
        "2026-0\(number % 9 + 1)-11T06:00",
        number % 7 == 0
      )
    }
    var cast = ScreenCast(policies: policies)
    cast.accountName = "Acme" + text(2)
    cast.host = text(1)
    cast.newPattern = text()
    cast.newComment = text()
    cast.editedComment = text()
    cast.editedPattern = text()
    cast.serverMessage = text()
    cast.problem = text()
    cast.rayID = text(1)
    cast.user = text(1)
    cast.reason = text()
    cast.fileName = text()
    cast.themeNames = [text(1), text(2), text(3)]
    cast.filter = text(1)
    cast.pasted = (0..<6).map { _ in text() }.joined(separator: "\n")
    return cast
  }

  /// Each fragment once, in the pattern, the comment, the type and the dates of a policy.
  static let everyFragment: ScreenCast = {
    let policies = (HostileText.fragments + HostileText.long).enumerated().map { number, fragment in
      var policy = row(number, fragment, PatternType(rawValue: fragment), [.trusted], fragment, fragment)
      if number < 4 { policy.fields.patternType = .email }
      policy.createdAt = fragment
      return policy
    }
    return ScreenCast(policies: policies)
  }()
}
