import CPCRE2
import Foundation
import Languages
import TestSupport
import Testing

/// How much the random loops do: few pairs as a rule, many where `POSTERN_LANGUAGE_PAIRS` asks for them.
enum LanguagePairs {
  static let count = ProcessInfo.processInfo.environment["POSTERN_LANGUAGE_PAIRS"].flatMap(Int.init) ?? 3000
  /// For loops that do not count in pairs.
  static let factor = max(1, count / 3000)
}

@Suite("Random expressions")
struct RandomExpressionTests {
  static let bounds = Bounds(states: 2000, steps: 200_000)

  @Test("match what trying all ways matches")
  func backtracking() throws {
    var random = RandomExpressions(SeededGenerator.announced("expressions against trying"))
    var pairs = 0
    var decided = 0
    while pairs < LanguagePairs.count {
      let expression = random.expression()
      let isCaseless = pairs % 3 == 0
      for extent in [Reading.Extent.anywhere, .whole] {
        pairs += 10
        let language: Language
        do {
          language = try Language(source: expression.source, Reading(extent, caseless: isCaseless), within: Self.bounds)
        } catch {
          if case .mistake(let words, _) = error { Issue.record("\(expression.source): \(words)") }
          continue
        }
        for _ in 0..<10 {
          let text = random.text(upTo: 8)
          let isMatch = Backtracker.matches(expression, text, whole: extent == .whole, caseless: isCaseless)
          if isMatch != nil { decided += 1 }
          #expect(
            isMatch == nil || language.contains(text) == isMatch,
            "\(expression.source) on \(text.debugDescription)"
          )
        }
      }
    }
    #expect(decided > pairs / 2)
  }

  @Test("within tight bounds there is the same language or none")
  func tight() throws {
    var random = RandomExpressions(SeededGenerator.announced("expressions within tight bounds"))
    var thinned = 0
    for _ in 0..<LanguagePairs.count {
      // What is repeated up to a number has threads of which one is enough.
      let source =
        random.expression().source
        + ["", "{0,4}", ".{3}", "[a-c]{2,5}b"][Int.random(in: 0..<4, using: &random.generator)]
      for extent in [Reading.Extent.anywhere, .whole] {
        guard let language = try? Language(source: source, Reading(extent), within: Self.bounds) else { continue }
        for spare in [1, 2, 4] {
          let bounds = Bounds(states: language.stateCount + spare, steps: Self.bounds.steps)
          guard let other = try? Language(source: source, Reading(extent), within: bounds) else { continue }
          thinned += 1
          #expect(other == language, "\(source), \(extent), \(spare)")
        }
      }
    }
    #expect(thinned > 0)
  }

  /// Where PCRE2 and Java mean the same: no class within a class, no `\b` and `\w` beyond ASCII, no U+2028 before `$`
  /// and after `.`, no properties (Unicode's version), no `\s` and `\S` (the vertical tab aside, which no text has).
  @Test("match what PCRE2 matches, where it means the same")
  func pcre() throws {
    var random = RandomExpressions(SeededGenerator.announced("expressions against PCRE2"), hasAssertions: false)
    let differing = ["&&", "[a[", #"\p"#, #"\P"#, "_>"]
    var pairs = 0
    while pairs < LanguagePairs.count {
      let source = random.expression().source
      if differing.contains(where: source.contains) { continue }
      for extent in [Reading.Extent.anywhere, .whole] {
        guard let language = try? Language(source: source, Reading(extent), within: Self.bounds) else { continue }
        let engine = try #require(PCRE(source, isWhole: extent == .whole))
        for _ in 0..<10 {
          let text = String(random.text(upTo: 8).unicodeScalars.filter { $0.value != 0x2028 })
          pairs += 1
          #expect(language.contains(text) == engine.matches(text), "\(source) on \(text.debugDescription)")
        }
      }
    }
  }

  @Test("no source makes the reader fall")
  func hostile() {
    var generator = SeededGenerator.announced("hostile sources")
    let pieces = [
      "(", ")", "[", "]", "{", "}", "*", "+", "?", "|", "\\", "^", "$", "&&", "-", ",", "(?", "(?<", "(?<=", "(?!",
      "\\Q", "\\E", "\\p{", "\\x{", "\\u", "\\c", "\\0", "\\N{", "\\k<", "\\b{", "(?x)", "(?iu)", "#", " ", "a", "é",
      "9", "{2,", "{99999999999", "\u{0}", "\n", "😀", "[^", "[:", "<n>", "!", "=", ":", "\\ud83d", "\\pL",
    ]
    for _ in 0..<LanguagePairs.count {
      let source: String
      if Bool.random(using: &generator) {
        source = generator.text(of: pieces, upTo: 12)
      } else {
        let bytes = (0..<Int.random(in: 0...40, using: &generator)).map { _ in
          UInt8.random(in: 0...255, using: &generator)
        }
        source = String(decoding: bytes, as: UTF8.self)
      }
      do {
        _ = try Language(source: source, .anywhere, within: Bounds(states: 200, steps: 20_000))
      } catch {
        guard case .mistake(_, let range) = error else { continue }
        #expect(range.lowerBound >= 0 && range.upperBound <= source.unicodeScalars.count, "\(source.debugDescription)")
      }
    }
  }
}

/// One expression of PCRE2's, in UTF-8, looking for a match anywhere or at both ends.
private final class PCRE {
  private let code: OpaquePointer
  private let data: OpaquePointer

  init?(_ source: String, isWhole: Bool) {
    var error: Int32 = 0
    var offset = 0
    // Its short cuts are off: one of them misses matches after `{0,0}` (10.42).
    var options = PCRE2_UTF | PCRE2_NO_START_OPTIMIZE | PCRE2_NO_AUTO_POSSESS
    if isWhole { options |= PCRE2_ANCHORED | PCRE2_ENDANCHORED }
    let bytes = Array(source.utf8)
    guard let code = pcre2_compile_8(bytes, bytes.count, options, &error, &offset, nil),
      let data = pcre2_match_data_create_8(1, nil)
    else { return nil }
    self.code = code
    self.data = data
  }

  deinit {
    pcre2_match_data_free_8(data)
    pcre2_code_free_8(code)
  }

  func matches(_ text: String) -> Bool {
    let bytes = Array(text.utf8)
    // 0: matched, with more groups than there is room for.
    return pcre2_match_8(code, bytes, bytes.count, 0, 0, data, nil) >= 0
  }
}
