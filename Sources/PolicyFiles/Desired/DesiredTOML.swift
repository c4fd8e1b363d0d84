import Foundation
import JSONText
import Policies
import PolicyCore
import TOMLKit
import TOMLText
import Values

/// Reads a TOML file that says what should be: a table `[[policies]]` for each policy.
struct DesiredTOML {
  private var content = DesiredFile.Content()
  private let lines: KeyLines
  /// The lines of the headers, where there is one for each table.
  private let headers: [Int]

  static func content(of data: Data) throws(ImportMistake) -> DesiredFile.Content {
    guard data.count <= PolicyCSV.maximumSize, let text = String(validating: data, as: UTF8.self) else {
      throw ImportMistake(
        line: 1,
        column: 1,
        what: "The file is not UTF-8, or has more than the \(PolicyCSV.maximumSize) bytes that are read.",
        advice: "Save it as UTF-8."
      )
    }
    do throws(TOMLMistake) {
      let parsed = try TOMLText(text)
      var reader = DesiredTOML(parsed, text)
      reader.read(parsed.table)
      return reader.content
    } catch {
      throw ImportMistake(
        line: error.line,
        column: error.column,
        what: "This is not TOML: \(error.what).",
        advice: "Correct this line."
      )
    }
  }

  private init(_ parsed: TOMLText, _ text: String) {
    lines = parsed.lines
    let rows = text.split(omittingEmptySubsequences: false) { $0 == "\n" || $0 == "\r\n" }
    headers = rows.enumerated().filter { $1.drop { $0 == " " || $0 == "\t" }.hasPrefix("[[policies]]") }.map {
      $0.offset + 1
    }
  }

  private mutating func read(_ file: TOMLTable) {
    for key in file.keys.sorted() where key != "policies" {
      report(key, "\(key.shortened) means nothing here.", advice: "A file has tables [[policies]] and nothing else.")
    }
    guard let value = file["policies"] else { return }
    guard let list = value.array else {
      return report(
        "policies",
        "policies must be tables.",
        advice: "Write [[policies]] on a line of its own before each."
      )
    }
    let isHeadered = headers.count == list.count
    for (number, item) in list.enumerated() {
      let key = "policies.\(number)"
      guard let table = item.table else {
        report(key, "policies must be tables.", advice: "Write [[policies]] on a line of its own before each.")
        continue
      }
      read(table, key, line: lines[key] ?? (isHeadered ? headers[number] : 1))
    }
  }

  private mutating func read(_ table: TOMLTable, _ key: String, line: Int) {
    var fields = PolicyFields()
    var id: PolicyID?
    var seen: [DesiredColumn] = []
    let before = content.mistakes.count
    for name in table.keys.sorted() {
      guard let value = table[name] else { continue }
      do throws(DesiredColumn.Misnomer) {
        let column = try DesiredColumn(named: name, beside: seen)
        seen.append(column)
        switch column {
        case .id: id = try Self.id(value)
        case .field(let field): fields[field] = try Self.value(value, of: field, name)
        case .made: break
        case .own: if !content.ownColumns.contains(name) { content.ownColumns.append(name) }
        }
      } catch {
        report("\(key).\(name)", error.what, advice: error.advice, orLine: line)
      }
    }
    guard content.mistakes.count == before else { return }
    content.rows.append(DesiredRow(line: line, id: id, fields: fields))
  }

  private mutating func report(_ key: String, _ what: String, advice: String, orLine line: Int = 1) {
    content.mistakes.append(ImportMistake(line: lines[key] ?? line, column: 1, what: what, advice: advice))
  }

  // MARK: - Values

  private static func id(_ value: any TOMLValueConvertible) throws(DesiredColumn.Misnomer) -> PolicyID? {
    if let text = value.string { return text.isEmpty ? nil : PolicyID(text) }
    if let number = value.int { return PolicyID(String(number)) }
    throw DesiredColumn.Misnomer(what: "id must be a text.", advice: "Put it in quotation marks.")
  }

  private static func value(
    _ value: any TOMLValueConvertible,
    of field: PolicyField,
    _ name: String
  ) throws(DesiredColumn.Misnomer) -> FieldValue {
    switch field {
    case .pattern, .comments, .patternType:
      guard let text = value.string else {
        throw DesiredColumn.Misnomer(what: "\(name) must be a text.", advice: "Put it in quotation marks.")
      }
      if field == .pattern, text.isEmpty {
        throw DesiredColumn.Misnomer(what: "\(name) is empty.", advice: "Write what the policy is to match.")
      }
      return field == .patternType ? .type(try DesiredValues.type(text, name)) : .text(text)
    case .isRegex, .isTrustedSender, .isAcceptableSender, .isExemptRecipient, .verifySender:
      guard let flag = value.bool else {
        throw DesiredColumn.Misnomer(
          what: "\(name) must be true or false.",
          advice: "Write it without quotation marks."
        )
      }
      return .flag(flag)
    }
  }
}

/// What texts mean in the forms that have types of their own.
enum DesiredValues {
  /// The type, by any of its words; one that this version does not know is kept where it is written as the API's are.
  static func type(_ text: String, _ name: String) throws(DesiredColumn.Misnomer) -> PatternType {
    do throws(ImportedRowReader.Refusal) {
      return try ImportedRowReader.type(text)
    } catch {
      let isLikeOne = !text.isEmpty && text.utf8.allSatisfy { (0x41...0x5A).contains($0) || $0 == UInt8(ascii: "_") }
      if isLikeOne, Spelling.nearest(to: text, among: PatternType.writable.map(\.label)) == nil {
        return PatternType(rawValue: text)
      }
      throw DesiredColumn.Misnomer(what: "\(name) \(error.what)", advice: error.advice)
    }
  }
}
