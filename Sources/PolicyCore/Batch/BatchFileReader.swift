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
  /// They are whole only if there are no mistakes.
  var items: [BatchFile.Item] { OperationKind.allCases.flatMap { itemsByKind[$0] ?? [] } }

  init(_ bytes: [UInt8]) throws(JSONSyntaxError) {
    self.bytes = bytes
    tokens = try JSONTokens(bytes)
  }

  mutating func read() throws(JSONSyntaxError) {
    let first = try tokens.next()
    let start = tokens.offset
    let arrays = OperationKind.allCases.map(\.arrayName)
    guard first == .beginObject else {
      note("", at: start, "must be an object with the arrays \(arrays.joined(separator: ", ")), not \(first.shown)")
      try tokens.skip(first)
      _ = try tokens.next()
      return
    }
    var seen: Set<String> = []
    while case .name(let name) = try tokens.next() {
      let pointer = "/\(pointerPart(name))"
      guard let kind = OperationKind.allCases.first(where: { $0.arrayName == name }) else {
        note(pointer, at: tokens.offset, "is no array of a batch" + suggestion(for: name, among: arrays))
        try skipValue()
        continue
      }
      guard seen.insert(name).inserted else {
        try skipRepeated(pointer)
        continue
      }
      try readArray(of: kind, at: pointer)
    }
    // Throws where more than white space follows.
    _ = try tokens.next()
    for array in arrays where !seen.contains(array) {
      note("/\(array)", at: start, "is missing: all four arrays must be there, empty where unused")
    }
  }

  private mutating func readArray(of kind: OperationKind, at pointer: String) throws(JSONSyntaxError) {
    let first = try tokens.next()
    guard first == .beginArray else {
      note(pointer, at: tokens.offset, "must be an array, not \(first.shown)")
      return try tokens.skip(first)
    }
    var index = 0
    while true {
      let token = try tokens.next()
      if token == .endArray { return }
      let itemPointer = "\(pointer)/\(index)"
      if token == .beginObject {
        let item = try readItem(of: kind, at: itemPointer)
        itemsByKind[kind, default: []].append(item)
      } else {
        note(itemPointer, at: tokens.offset, "must be an object, not \(token.shown)")
        try tokens.skip(token)
      }
      index += 1
    }
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
      let place = "\(pointer)/\(pointerPart(name))"
      if !shape.members.contains(name) {
        note(place, at: tokens.offset, unknown(name, in: kind, shape))
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
      note("\(pointer)/\(name)", at: start, "is missing: \(shape.reason)")
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

  private mutating func readText(at pointer: String, mayBeEmpty: Bool) throws(JSONSyntaxError) -> String? {
    let token = try tokens.next()
    if case .string(let text) = token, mayBeEmpty || !text.isEmpty { return text }
    return try refuse(token, at: pointer, because: mayBeEmpty ? "must be a text" : "must be a text that is not empty")
  }

  private mutating func readValue(of field: PolicyField, at pointer: String) throws(JSONSyntaxError) -> FieldValue? {
    let token = try tokens.next()
    switch field {
    case .pattern:
      if case .string(let text) = token { return .text(text) }
      return try refuse(token, at: pointer, because: "must be a text")
    case .comments:
      if case .string(let text) = token { return .text(text) }
      // The API's own way to write that there is none.
      if token == .null { return .text("") }
      return try refuse(token, at: pointer, because: "must be a text, or null for none")
    case .patternType:
      if case .string(let text) = token, let type = PatternType.onTheWire(text) { return .type(type) }
      let types = PatternType.writable.map(\.rawValue).joined(separator: ", ")
      return try refuse(token, at: pointer, because: "must be one of \(types)")
    case .isRegex, .isTrustedSender, .isAcceptableSender, .isExemptRecipient, .verifySender:
      if case .bool(let flag) = token { return .flag(flag) }
      return try refuse(token, at: pointer, because: "must be true or false")
    }
  }

  private mutating func refuse<Value>(
    _ token: JSONToken,
    at pointer: String,
    because expectation: String
  ) throws(JSONSyntaxError) -> Value? {
    note(pointer, at: tokens.offset, "\(expectation), not \(token.shown)")
    try tokens.skip(token)
    return nil
  }

  private mutating func skipValue() throws(JSONSyntaxError) {
    try tokens.skip(try tokens.next())
  }

  private mutating func skipRepeated(_ pointer: String) throws(JSONSyntaxError) {
    note(pointer, at: tokens.offset, "stands here a second time, and readers differ in which of the two they take")
    try skipValue()
  }

  // MARK: - Mistakes

  private mutating func note(_ pointer: String, at offset: Int, _ what: String) {
    mistakeCount += 1
    guard mistakes.count < Self.keptMistakes else { return }
    mistakes.append(BatchFileMistake(pointer, at: offset, of: bytes, what))
  }

  private func unknown(_ name: String, in kind: OperationKind, _ shape: BatchItemShape) -> String {
    if let successor = BatchItemShape.successors[name] {
      return "is at its end of life" + (shape.members.contains(successor) ? ": use \(successor)" : "")
    }
    if shape.members.count == 1 { return "is no member of a \(kind.rawValue), which has only \(shape.members[0])" }
    return "is no member of a \(kind.rawValue)" + suggestion(for: name, among: shape.members)
  }

  private func suggestion(for name: String, among names: [String]) -> String {
    // No name that is much longer than these can be near to one, and comparing takes time.
    guard name.utf8.count < 40, let nearest = Spelling.nearest(to: name, among: names) else { return "" }
    return " (did you mean \(nearest)?)"
  }

  /// Source: RFC 6901, section 3.
  private func pointerPart(_ name: String) -> String {
    name.shortened.replacing("~", with: "~0").replacing("/", with: "~1")
  }
}

extension PatternType {
  /// The type that the API writes so, byte by byte: some texts that differ are equal to Swift.
  fileprivate static func onTheWire(_ text: String) -> PatternType? {
    (writable + [unknown]).first { $0.rawValue.utf8.elementsEqual(text.utf8) }
  }
}

extension JSONToken {
  /// What stands there, in words.
  fileprivate var shown: String {
    switch self {
    case .beginObject: "an object"
    case .beginArray: "an array"
    case .string(""), .name(""): "an empty text"
    case .string(let text), .name(let text): "the text \"\(text.shortened)\""
    case .number(let text): "the number \(text.shortened)"
    case .bool(let flag): flag ? "true" : "false"
    case .null: "null"
    case .endObject, .endArray, .end: "nothing"
    }
  }
}

extension String {
  /// As much of it as an error can show; in code points, as one character may be megabytes long.
  fileprivate var shortened: String {
    guard let end = unicodeScalars.index(startIndex, offsetBy: 60, limitedBy: endIndex), end != endIndex else {
      return self
    }
    return String(self[..<end]) + "…"
  }
}
