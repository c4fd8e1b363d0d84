import Foundation
import JSONText
import Policies
import PolicyCore

/// Reads a JSON file that says what should be: the array of policies that an export prints.
struct DesiredJSON {
  private var tokens: JSONTokens
  private var places: TextPlaces
  private var content = DesiredFile.Content()

  static func content(of data: Data) throws(ImportMistake) -> DesiredFile.Content {
    guard data.count <= PolicyCSV.maximumSize else {
      throw ImportMistake(
        line: 1,
        column: 1,
        what: "The file has more than the \(PolicyCSV.maximumSize) bytes that are read.",
        advice: "Split it by a scope."
      )
    }
    let bytes = [UInt8](data)
    do throws(JSONSyntaxError) {
      var reader = DesiredJSON(try JSONTokens(bytes), TextPlaces(bytes))
      try reader.read()
      return reader.content
    } catch {
      var places = TextPlaces(bytes)
      let place = places.place(of: error.offset)
      throw ImportMistake(
        line: place.line,
        column: place.column,
        what: "The file is not JSON: \(error.what).",
        advice: "Write it as `postern export` does: an array of policies."
      )
    }
  }

  private init(_ tokens: JSONTokens, _ places: TextPlaces) {
    self.tokens = tokens
    self.places = places
  }

  private mutating func read() throws(JSONSyntaxError) {
    let first = try tokens.next()
    guard first == .beginArray else {
      report("The file must be an array of policies, not \(first.shown).", advice: Self.advice)
      return
    }
    while true {
      let token = try tokens.next()
      if token == .endArray { break }
      guard token == .beginObject else {
        report("A policy must be an object, not \(token.shown).", advice: Self.advice)
        try tokens.skip(token)
        continue
      }
      try readPolicy()
      if content.mistakes.count > PolicyCSV.maximumInvalidRows { return }
    }
    // Throws where more than white space follows.
    _ = try tokens.next()
  }

  private static let advice = "Write it as `postern export` does."

  private mutating func report(_ what: String, advice: String) {
    let place = places.place(of: tokens.offset)
    content.mistakes.append(ImportMistake(line: place.line, column: place.column, what: what, advice: advice))
  }

  private mutating func readPolicy() throws(JSONSyntaxError) {
    let start = places.place(of: tokens.offset)
    var fields = PolicyFields()
    var id: PolicyID?
    var modifiedAt: String?
    var seen: [DesiredColumn] = []
    let before = content.mistakes.count
    while case .name(let name) = try tokens.next() {
      let column = column(name, beside: seen)
      if let column { seen.append(column) }
      let token = try tokens.next()
      do throws(DesiredColumn.Misnomer) {
        switch column {
        case .id: id = try Self.id(token)
        case .field(let field): fields[field] = try Self.value(token, of: field, name)
        case .made:
          if name == "modified_at", case .string(let text) = token { modifiedAt = AllowPolicy.time(text) }
        case .own, nil: break
        }
      } catch {
        report(error.what, advice: error.advice)
      }
      try tokens.skip(token)
    }
    guard content.mistakes.count == before else { return }
    content.rows.append(
      DesiredRow(line: start.line, column: start.column, id: id, fields: fields, modifiedAt: modifiedAt)
    )
  }

  private mutating func column(_ name: String, beside others: [DesiredColumn]) -> DesiredColumn? {
    do throws(DesiredColumn.Misnomer) {
      let column = try DesiredColumn(named: name, beside: others)
      // More of them than a person would have are not told.
      if column == .own, content.ownColumns.count < 100, !content.ownColumns.contains(name) {
        content.ownColumns.append(name)
      }
      return column
    } catch {
      report(error.what, advice: error.advice)
      return nil
    }
  }

  // MARK: - Values

  private static func id(_ token: JSONToken) throws(DesiredColumn.Misnomer) -> PolicyID? {
    switch token {
    case .string(let text): return text.isEmpty ? nil : PolicyID(text)
    // An integer years ago.
    case .number(let text): return PolicyID(text)
    case .null: return nil
    default: throw DesiredColumn.Misnomer(what: "id must be a text, not \(token.shown).", advice: advice)
    }
  }

  /// Null says nothing, but of comments that there is none.
  private static func value(
    _ token: JSONToken,
    of field: PolicyField,
    _ name: String
  ) throws(DesiredColumn.Misnomer) -> FieldValue? {
    switch (field, token) {
    case (.comments, .null): return .text("")
    case (_, .null): return nil
    case (.pattern, .string(let text)), (.comments, .string(let text)): return .text(text)
    case (.patternType, .string(let text)): return .type(try DesiredValues.type(text, name))
    case (.isRegex, .bool(let flag)), (.isTrustedSender, .bool(let flag)), (.isAcceptableSender, .bool(let flag)),
      (.isExemptRecipient, .bool(let flag)), (.verifySender, .bool(let flag)):
      return .flag(flag)
    default:
      let isText = [PolicyField.pattern, .comments, .patternType].contains(field)
      throw DesiredColumn.Misnomer(
        what: "\(name) must be \(isText ? "a text" : "true or false"), not \(token.shown).",
        advice: advice
      )
    }
  }
}
