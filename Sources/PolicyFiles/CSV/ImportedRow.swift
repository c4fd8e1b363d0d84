import JSONText
package import Policies
import Values

/// A row of a file of allow policies, as far as it can be judged alone.
package struct ImportedRow: Hashable, Sendable {
  /// The line in which it begins, counted from 1.
  package let line: Int
  /// What the row says of a policy.
  ///
  /// A field that the dialect does not have is missing; with mistakes also what could not be read.
  package let fields: PolicyFields
  /// Empty for a row that can be taken.
  package let mistakes: [ImportMistake]
  /// Where it begins in the file, in bytes.
  let offset: Int
}

/// Makes policies of rows, by the columns of one header.
struct ImportedRowReader {
  let header: CSVHeader
  let text: CSVText
  let form: ImportForm

  /// What the row's own column says that it does, where that is not to allow something; nil where it allows.
  func otherAction(of row: CSVRow) -> String? {
    guard let place = header.actionPlace, place < row.fields.count else { return nil }
    let action = row.fields[place].text
    return action.lowercased().hasPrefix("allow") ? nil : action
  }

  /// A header in the middle of the file whose columns are not those of the first.
  func secondHeader(_ row: CSVRow) -> ImportMistake {
    text.mistake(
      at: row.offset,
      line: row.line,
      "A second header with other columns stands here, as where two files were joined.",
      advice: "Take the file apart there, and import the two one after the other."
    )
  }

  func read(_ row: CSVRow) -> ImportedRow {
    if let mistake = wrongCount(of: row) {
      // The pattern is only there to be shown beside the mistake.
      let place = header.place(of: .pattern) ?? 0
      let pattern = place < row.fields.count ? FormulaGuard.removed(from: row.fields[place].text) : nil
      return ImportedRow(
        line: row.line,
        fields: PolicyFields(pattern: pattern),
        mistakes: [mistake],
        offset: row.offset
      )
    }
    var fields = PolicyFields()
    var mistakes: [ImportMistake] = []
    for (column, cell) in zip(header.columns, row.fields) {
      guard let column else { continue }
      do throws(Refusal) {
        fields[column.field] = try Self.value(of: cell.text, for: column.field)
      } catch {
        mistakes.append(
          text.mistake(
            at: cell.offset,
            line: cell.line,
            "\(column.name) \(error.what)",
            advice: error.advice,
            field: column.field
          )
        )
      }
    }
    return ImportedRow(line: row.line, fields: form.completed(fields), mistakes: mistakes, offset: row.offset)
  }

  /// Says which columns lack a field, or which field lacks a column; nil if each has its own.
  private func wrongCount(of row: CSVRow) -> ImportMistake? {
    let expected = header.columns.count
    let advice = "Put texts that have commas in them between quotation marks, and leave no field out."
    guard row.fields.count >= expected else {
      let missing = header.columns[row.fields.count...].map { $0?.name ?? "a column" }.joined(separator: " and ")
      let what = "The row has \(row.fields.count) of \(expected) fields: \(missing) would be missing."
      return text.mistake(at: row.fields[0].offset, line: row.line, what, advice: advice)
    }
    // Spreadsheets write commas for columns that were once there.
    guard let extra = row.fields[expected...].first(where: { !$0.isBlank }) else { return nil }
    let what = "The row has \(row.fields.count.counted("field")), and the header \(expected)"
    if row.fields.contains(where: { CSVCurlyQuote.isMark($0.text.unicodeScalars.first) }) {
      return text.mistake(
        at: extra.offset,
        line: extra.line,
        "\(what): the curly quotation marks around a text do not hold it together.",
        advice: "Write straight ones (\"), or let these be read as such (--curly-quotes)."
      )
    }
    return text.mistake(at: extra.offset, line: extra.line, "\(what).", advice: advice)
  }

  // MARK: - Values

  /// Why a field's text is no value of it: the rest of a sentence that begins with the column's name.
  struct Refusal: Error {
    let what: String
    let advice: String
  }

  private static func value(of text: String, for field: PolicyField) throws(Refusal) -> FieldValue {
    switch field {
    case .pattern:
      guard !text.isEmpty else {
        throw Refusal(what: "is empty.", advice: "Write what the policy is to match, or take the row out.")
      }
      return .text(FormulaGuard.removed(from: text))
    case .comments: return .text(FormulaGuard.removed(from: text))
    case .patternType: return .type(try type(text))
    case .isRegex, .isTrustedSender, .isAcceptableSender, .isExemptRecipient, .verifySender:
      return .flag(try flag(text))
    }
  }

  /// What people and their spreadsheets write: English, German, French, Italian, Spanish and Portuguese.
  private static let yes: Set<String> = [
    "true", "yes", "y", "on", "1", "wahr", "ja", "j", "ein", "vrai", "oui", "o", "vero", "verdadero", "sí", "si", "s",
    "verdadeiro", "sim",
  ]
  private static let no: Set<String> = [
    "false", "no", "n", "off", "0", "falsch", "nein", "aus", "faux", "non", "falso", "não", "nao",
  ]

  private static func flag(_ text: String) throws(Refusal) -> Bool {
    // Nearly all are written so, and folding takes time.
    if text == "true" { return true }
    if text == "false" { return false }
    let word = text.utf8.count < 40 ? text.lowercased() : ""
    switch word {
    case _ where Self.yes.contains(word): return true
    case _ where Self.no.contains(word): return false
    default:
      // An empty field may mean either to the person who left it so, and one of the two opens a door.
      throw Refusal(
        what: text.isEmpty
          ? "is empty, and must be true or false." : "must be true or false, not \"\(text.shortened)\".",
        advice: Spelling.nearest(to: word, among: ["true", "false"]).map { "Did you mean \($0)?" }
          ?? "Write true or false."
      )
    }
  }

  static func type(_ text: String) throws(Refusal) -> PatternType {
    let word = text.utf8.count < 40 ? text.lowercased() : ""
    switch word {
    // The plurals are the words of the dashboard's form.
    case "email", "email address", "email addresses": return .email
    case "domain", "domains": return .domain
    case "ip", "ip address", "ip addresses": return .ip
    case "unknown": return .unknown
    default:
      let known = PatternType.writable.map(\.rawValue).joined(separator: ", ")
      if word.contains("regex") || word.contains("regular expression") {
        throw Refusal(
          what: "must be one of \(known), not \"\(text.shortened)\".",
          advice: "Write the type, and true in the column Is Regex, which the newest header has."
        )
      }
      throw Refusal(
        what: text.isEmpty
          ? "is empty, and must be one of \(known)." : "must be one of \(known), not \"\(text.shortened)\".",
        advice: Spelling.nearest(to: word, among: PatternType.writable.map(\.label))
          .map { "Did you mean \($0.uppercased())?" } ?? "Write one of them."
      )
    }
  }
}
