import JSONText
import Policies
import PolicyCore
import Values

/// Holds a JSON text against the shape of the batch request, and notes all that does not fit.
///
/// What a person could not see in a review does not fit either: unknown members, and members that stand twice, of which
/// one reader takes the first and another the last.
struct BatchFileReader {
  /// More mistakes than this are only counted.
  static let keptMistakes = 20

  private var tokens: JSONTokens
  private let bytes: [UInt8]
  private var itemsByKind: [OperationKind: [BatchFile.Item]] = [:]
  private(set) var mistakes: [BatchFileMistake] = []
  private(set) var mistakeCount = 0

  /// In the order of execution.
  ///
  /// They are all there only if there are no mistakes.
  var items: [BatchFile.Item] { OperationKind.allCases.flatMap { itemsByKind[$0] ?? [] } }

  init(_ bytes: [UInt8]) throws(JSONSyntaxError) {
    self.bytes = bytes
    tokens = try JSONTokens(bytes)
  }

  mutating func read() throws(JSONSyntaxError) {
    let arrays = OperationKind.allCases.map(\.arrayName)
    let first = try tokens.next()
    if first == .beginObject {
      try readArrays(arrays)
    } else {
      note("", "must be an object with the arrays \(arrays.joined(separator: ", ")), not \(first.shown)")
      try tokens.skip(first)
    }
    // Throws where more than white space follows.
    _ = try tokens.next()
  }

  private mutating func readArrays(_ arrays: [String]) throws(JSONSyntaxError) {
    let start = tokens.offset
    var seen: Set<String> = []
    while case .name(let name) = try tokens.next() {
      let pointer = JSONPointer(to: name)
      guard let kind = OperationKind.allCases.first(where: { $0.arrayName == name }) else {
        note(pointer.text, "is no array of a batch" + Self.suggestion(for: name, among: arrays))
        try skipValue()
        continue
      }
      if seen.insert(name).inserted { try readArray(of: kind) } else { try skipRepeated(pointer) }
    }
    for array in arrays where !seen.contains(array) {
      note(JSONPointer(to: array).text, "is missing: all four arrays must be there, empty where unused", at: start)
    }
  }

  private mutating func readArray(of kind: OperationKind) throws(JSONSyntaxError) {
    let first = try tokens.next()
    guard first == .beginArray else {
      note(JSONPointer(to: kind.arrayName).text, "must be an array, not \(first.shown)")
      return try tokens.skip(first)
    }
    var items: [BatchFile.Item] = []
    var index = 0
    while true {
      let token = try tokens.next()
      if token == .endArray { break }
      let pointer = "/\(kind.arrayName)/\(index)"
      if token == .beginObject {
        let item = try readItem(of: kind, at: pointer)
        if mistakeCount == 0 { items.append(item) }
      } else {
        note(pointer, "must be an object, not \(token.shown)")
        try tokens.skip(token)
      }
      index += 1
    }
    itemsByKind[kind] = items
  }

  private mutating func readItem(
    of kind: OperationKind,
    at pointer: String
  ) throws(JSONSyntaxError) -> BatchFile.Item {
    let start = tokens.offset
    let shape = BatchItemShape.of(kind)
    var seen: Set<String> = []
    var fields = PolicyFields()
    var texts: [String: String] = [:]
    while case .name(let name) = try tokens.next() {
      let place = JSONPointer(to: name, in: pointer)
      if !shape.members.contains(name) {
        note(place.text, Self.unknown(name, in: kind, shape))
        try skipValue()
      } else if !seen.insert(name).inserted {
        try skipRepeated(place)
      } else if let field = PolicyField(rawValue: name) {
        fields[field] = try readValue(of: field, at: place)
      } else {
        texts[name] = try readText(at: place, mayBeEmpty: name != "id")
      }
    }
    for name in shape.required where !seen.contains(name) {
      note(JSONPointer(to: name, in: pointer).text, "is missing: \(shape.reason)", at: start)
    }
    return BatchFile.Item(
      kind: kind,
      pointer: pointer,
      id: texts["id"].map(PolicyID.init),
      fields: fields,
      createdAt: texts["created_at"],
      lastModified: texts["last_modified"],
      modifiedAt: texts["modified_at"]
    )
  }

  // MARK: - Values

  private mutating func readText(at pointer: JSONPointer, mayBeEmpty: Bool) throws(JSONSyntaxError) -> String? {
    let token = try tokens.next()
    if case .string(let text) = token, mayBeEmpty || !text.isEmpty { return text }
    return try refuse(token, at: pointer, mayBeEmpty ? "must be a text" : "must be a text that is not empty")
  }

  private mutating func readValue(
    of field: PolicyField,
    at pointer: JSONPointer
  ) throws(JSONSyntaxError) -> FieldValue? {
    let token = try tokens.next()
    switch (field, token) {
    case (.pattern, .string(let text)), (.comments, .string(let text)):
      return .text(text)
    case (.comments, .null):
      // The API's own way to write that there is none.
      return .text("")
    case (.patternType, .string(let text)):
      if let type = PatternType.onTheWire(text) { return .type(type) }
    case (.isRegex, .bool(let flag)), (.isTrustedSender, .bool(let flag)), (.isAcceptableSender, .bool(let flag)),
      (.isExemptRecipient, .bool(let flag)), (.verifySender, .bool(let flag)):
      return .flag(flag)
    default:
      break
    }
    return try refuse(token, at: pointer, field.expectation)
  }

  private mutating func refuse<Value>(
    _ token: JSONToken,
    at pointer: JSONPointer,
    _ expectation: String
  ) throws(JSONSyntaxError) -> Value? {
    note(pointer.text, "\(expectation), not \(token.shown)")
    try tokens.skip(token)
    return nil
  }

  private mutating func skipValue() throws(JSONSyntaxError) {
    try tokens.skip(try tokens.next())
  }

  private mutating func skipRepeated(_ pointer: JSONPointer) throws(JSONSyntaxError) {
    note(pointer.text, "stands here a second time, and readers differ in which of the two they take")
    try skipValue()
  }

  // MARK: - Mistakes

  /// Notes what is wrong at the last step, or at another place.
  ///
  /// The texts are made only where they are kept: a file may be nothing but mistakes.
  private mutating func note(
    _ pointer: @autoclosure () -> String,
    _ what: @autoclosure () -> String,
    at offset: Int? = nil
  ) {
    mistakeCount += 1
    guard mistakes.count < Self.keptMistakes else { return }
    mistakes.append(BatchFileMistake(pointer(), at: offset ?? tokens.offset, of: bytes, what()))
  }

  private static func unknown(_ name: String, in kind: OperationKind, _ shape: BatchItemShape) -> String {
    if let successor = BatchItemShape.successors[name], shape.members.contains(successor) {
      return "is past its end of life: use \(successor)"
    }
    let what = "is no member of a \(kind.rawValue)"
    if shape.members.count == 1 { return what + ", which has only \(shape.members[0])" }
    return what + suggestion(for: name, among: shape.members)
  }

  private static func suggestion(for name: String, among names: [String]) -> String {
    // No name that is much longer than these can be near to one, and comparing takes time.
    guard name.utf8.count < 40, let nearest = Spelling.nearest(to: name, among: names) else { return "" }
    return " (did you mean \(nearest)?)"
  }
}

extension PatternType {
  /// The type that the API writes so, byte by byte: some texts that differ are equal to Swift.
  fileprivate static func onTheWire(_ text: String) -> PatternType? {
    (writable + [unknown]).first { $0 == PatternType(rawValue: text) }
  }
}

extension PolicyField {
  fileprivate var expectation: String {
    switch self {
    case .pattern: "must be a text"
    case .comments: "must be a text, or null for none"
    case .patternType: "must be one of \(PatternType.writable.map(\.rawValue).joined(separator: ", "))"
    case .isRegex, .isTrustedSender, .isAcceptableSender, .isExemptRecipient, .verifySender: "must be true or false"
    }
  }
}
