package import Foundation
import JSONText
package import PolicyCore
import TOMLKit
import TOMLText
package import Values

/// Accepted findings in a file beside the policies: TOML with a table `[[silences]]` for each.
///
/// A silence has a rule, the whole pattern of the policies that it is for, a reason, and perhaps `until`, its last day.
package struct SilenceFile: Sendable {
  /// Many times what a person would judge.
  package static let maximumSize = 4 * 1024 * 1024

  package let silences: [Silence]

  /// Reads a file's bytes.
  ///
  /// Throws a ``Problem`` of kind `invalid` that names the line of each mistake.
  package init(_ data: Data) throws(Problem) {
    guard data.count <= Self.maximumSize, let text = String(validating: data, as: UTF8.self) else {
      throw Self.problem(["It is not UTF-8, or too large."])
    }
    let parsed: TOMLText
    do throws(TOMLMistake) {
      parsed = try TOMLText(text)
    } catch {
      throw Self.problem(["Line \(error.line), column \(error.column): this is not TOML: \(error.what)."])
    }
    var reader = Reader(parsed)
    reader.read()
    guard reader.mistakes.isEmpty else { throw Self.problem(reader.mistakes) }
    silences = reader.silences
  }

  private static func problem(_ mistakes: [String]) -> Problem {
    let more = mistakes.count > 1 ? " (and \((mistakes.count - 1).counted("more mistake")))" : ""
    return Problem(
      .invalid,
      what: "The file of silences cannot be used. \(mistakes[0])\(more)",
      advice: "Each is a table [[silences]] with rule, pattern and reason, and perhaps until = \"2026-12-31\"."
    )
  }

  /// The file of some silences, ordered by rule and pattern.
  package static func text(of silences: [Silence]) -> String {
    let ordered = silences.sorted { first, second in
      first.rule == second.rule
        ? first.pattern.precedesByBytes(second.pattern) : first.rule.rawValue < second.rule.rawValue
    }
    return ordered.map { silence in
      let until = silence.until.map { "until = \(TOMLString.basic($0))\n" } ?? ""
      return """
        [[silences]]
        rule = \(TOMLString.basic(silence.rule.rawValue))
        pattern = \(TOMLString.basic(silence.pattern))
        reason = \(TOMLString.basic(silence.reason))
        \(until)
        """
    }.joined(separator: "\n")
  }

  /// The bytes of a file with one more silence at its end; what is in it stays as it is, to the byte.
  ///
  /// Throws a ``Problem`` of kind `invalid` where the file cannot be used, or takes no table at its end.
  package static func adding(_ silence: Silence, to data: Data) throws(Problem) -> Data {
    let count = try SilenceFile(data).silences.count
    let lineEnd = data.suffix(2) == Data("\r\n".utf8) ? "\r\n" : "\n"
    let gap = data.isEmpty ? "" : data.last == UInt8(ascii: "\n") ? lineEnd : lineEnd + lineEnd
    let longer = data + Data((gap + text(of: [silence]).replacing("\n", with: lineEnd)).utf8)
    guard let read = try? SilenceFile(longer).silences, read.count == count + 1, let last = read.last,
      last.key == silence.key, last.reason == silence.reason
    else { throw problem(["Nothing can be added at its end."]) }
    return longer
  }

  private struct Reader {
    private let table: TOMLTable
    private let lines: KeyLines
    private(set) var silences: [Silence] = []
    private(set) var mistakes: [String] = []

    init(_ text: TOMLText) {
      table = text.table
      lines = text.lines
    }

    mutating func read() {
      for key in table.keys.sorted() where key != "silences" {
        report(key, "\(key.shortened) means nothing here")
      }
      guard let value = table["silences"] else { return }
      guard let list = value.array else { return report("silences", "silences must be tables") }
      for (number, item) in list.enumerated() {
        let key = "silences.\(number)"
        guard let table = item.table else {
          report(key, "silences must be tables")
          continue
        }
        read(table, key)
      }
    }

    private mutating func report(_ key: String, _ what: String) {
      let place = lines[key].map { "Line \($0)" } ?? "Under \(key)"
      mistakes.append("\(place): \(what).")
    }

    private mutating func read(_ table: TOMLTable, _ key: String) {
      let known = ["rule", "pattern", "reason", "until"]
      for name in table.keys.sorted() where !known.contains(name) {
        let near = Spelling.nearest(to: name, among: known).map { " (did you mean \($0)?)" } ?? ""
        report("\(key).\(name)", "\(name.shortened) means nothing here\(near)")
      }
      let texts = known.map { name in table[name]?.string ?? "" }
      for (name, text) in zip(known, texts) where text.trimmed.isEmpty && (name != "until" || table[name] != nil) {
        report("\(key).\(name)", "\(name) must be a text in quotation marks that is not empty")
        return
      }
      let until = texts[3].isEmpty ? nil : texts[3]
      guard let rule = Rule.named(RuleName(rawValue: texts[0])) else {
        return report("\(key).rule", "there is no rule \(texts[0].shortened)")
      }
      guard rule.level != .error, rule.subject != .batch else {
        return report("\(key).rule", "\(texts[0]) cannot be silenced")
      }
      if let until, Silence.end(of: until) == nil {
        return report("\(key).until", "until must be a day such as 2026-12-31")
      }
      silences.append(
        Silence(rule: rule.name, pattern: texts[1], reason: texts[2], until: until, line: lines[key] ?? 1)
      )
    }
  }
}

/// Texts as TOML 1.0 writes them.
enum TOMLString {
  /// A basic string.
  static func basic(_ text: String) -> String {
    var bytes: [UInt8] = []
    append(text, to: &bytes)
    return String(decoding: bytes, as: UTF8.self)
  }

  static func append(_ text: String, to bytes: inout [UInt8]) {
    bytes.append(UInt8(ascii: "\""))
    for byte in text.utf8 {
      switch byte {
      case UInt8(ascii: "\""): bytes += "\\\"".utf8
      case UInt8(ascii: "\\"): bytes += "\\\\".utf8
      case 0x09: bytes += "\\t".utf8
      case 0x0A: bytes += "\\n".utf8
      case 0x0D: bytes += "\\r".utf8
      case 0..<0x20, 0x7F: bytes += "\\u00\(byte < 16 ? "0" : "")\(String(byte, radix: 16, uppercase: true))".utf8
      default: bytes.append(byte)
      }
    }
    bytes.append(UInt8(ascii: "\""))
  }
}
