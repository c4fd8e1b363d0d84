import JSONText

extension AnswerReader {
  // MARK: - What is made of it

  /// Longer than any id; one that is longer is taken for none.
  private static let longestID = 1024

  package func add(_ values: Values, to builder: inout PolicyTableBuilder) -> Bool {
    var row = PolicyTableBuilder.Row()
    guard takeID(values[Member.id.rawValue], into: &row) else { return false }
    takeFlags(values, into: &row)
    takeType(values[Member.patternType.rawValue], into: &row)
    takeTime(.created, values[Member.createdAt.rawValue], into: &row)
    takeTime(.modified, values[Member.modifiedAt.rawValue], into: &row)
    takeTime(.last, values[Member.lastModified.rawValue], into: &row)
    withText(values[Member.pattern.rawValue], .pattern, &row) { row, pattern in
      row.bits.hasPattern = pattern != nil
      withText(values[Member.comments.rawValue], .comments, &row) { row, comments in
        row.bits.hasComments = comments != nil
        let nothing = UnsafeBufferPointer<UInt8>(start: nil, count: 0)
        builder.append(row, pattern: pattern ?? nothing, comments: comments ?? nothing)
      }
    }
    return true
  }

  private func takeID(_ value: Value, into row: inout PolicyTableBuilder.Row) -> Bool {
    guard !value.isRepeated, value.kind == .text || value.kind == .number else { return false }
    if value.kind == .text, !value.needsCare, let uuid = PolicyID.uuid(part(value.start, value.end)) {
      row.uuid = uuid
      return true
    }
    let text = value.needsCare ? try? careful(value.start, value.end).get() : raw(value)
    guard let text, !text.isEmpty, text.utf8.count <= Self.longestID else { return false }
    let id = PolicyID(text)
    if let uuid = id.uuid { row.uuid = uuid } else { row.odd.id = id }
    return true
  }

  private func takeFlags(_ values: Values, into row: inout PolicyTableBuilder.Row) {
    func take(_ member: Member, _ field: PolicyField) {
      let value = values[member.rawValue]
      if let oddity = oddity(value, isRight: value.kind == .yes || value.kind == .no) {
        row.bits.set(field, nil, isUnread: true)
        row.odd.unread[field] = oddity
      } else {
        row.bits.set(field, flag(value))
      }
    }
    take(.isRegex, .isRegex)
    take(.isTrustedSender, .isTrustedSender)
    take(.isAcceptableSender, .isAcceptableSender)
    take(.isExemptRecipient, .isExemptRecipient)
    take(.verifySender, .verifySender)
    var deprecated = DeprecatedFlags()
    var disagrees = false
    /// A deprecated flag counts only where its successor is absent, and is remembered only where the two disagree.
    func settle(_ member: Member, _ field: PolicyField) -> Bool? {
      let value = values[member.rawValue]
      guard value.kind != .absent, value.kind != .null, !row.bits.isUnread(field) else { return flag(value) }
      guard let old = flag(value), !value.isRepeated else {
        if row.bits.flag(field) == nil, let oddity = oddity(value, isRight: false) {
          row.bits.set(field, nil, isUnread: true)
          row.odd.unread[field] = "\(oddity) (as \(member.name))"
        }
        return nil
      }
      if let new = row.bits.flag(field) { disagrees = disagrees || new != old } else { row.bits.set(field, old) }
      return old
    }
    deprecated.isSender = settle(.isSender, .isTrustedSender)
    deprecated.isRecipient = settle(.isRecipient, .isExemptRecipient)
    deprecated.isSpoof = settle(.isSpoof, .isAcceptableSender)
    if disagrees { row.odd.deprecatedFlags = deprecated }
  }

  private func flag(_ value: Value) -> Bool? {
    guard !value.isRepeated else { return nil }
    return value.kind == .yes ? true : value.kind == .no ? false : nil
  }

  private func takeType(_ value: Value, into row: inout PolicyTableBuilder.Row) {
    withText(value, .patternType, &row) { row, text in
      let type = text.map { PatternType(rawValue: String(decoding: $0, as: UTF8.self)) }
      if !row.bits.set(type) { row.odd.type = type }
    }
  }

  private func takeTime(_ column: TimeColumn, _ value: Value, into row: inout PolicyTableBuilder.Row) {
    guard value.kind == .text, !value.isRepeated else { return }
    if !value.needsCare {
      let (spelling, moment) = TimeSpelling.of(part(value.start, value.end))
      if spelling != .odd {
        if moment > 0 { row.take(column, spelling, moment) }
        return
      }
    }
    let text = value.needsCare ? try? careful(value.start, value.end).get() : raw(value)
    guard let time = AllowPolicy.time(text) else { return }
    let (spelling, moment) = TimeSpelling.of(time)
    row.take(column, spelling, moment)
    if spelling == .odd { row.odd.times[column] = time }
  }

  /// Hands over the text's bytes; nil where there is none, which is noted where there is something else.
  private func withText(
    _ value: Value,
    _ field: PolicyField,
    _ row: inout PolicyTableBuilder.Row,
    _ body: (inout PolicyTableBuilder.Row, UnsafeBufferPointer<UInt8>?) -> Void
  ) {
    if let oddity = oddity(value, isRight: value.kind == .text) {
      row.odd.unread[field] = oddity
      return body(&row, nil)
    }
    guard value.kind == .text else { return body(&row, nil) }
    guard value.needsCare else { return body(&row, part(value.start, value.end)) }
    switch careful(value.start, value.end) {
    case .success(var text): text.withUTF8 { body(&row, $0) }
    case .failure(let fault):
      row.odd.unread[field] = "a text that is none (\(fault.what))"
      body(&row, nil)
    }
  }

  /// What stands there in words, where it is nothing that can be read; nil where it is right, or nothing at all.
  private func oddity(_ value: Value, isRight: Bool) -> String? {
    if value.isRepeated { return "two values" }
    guard !isRight else { return nil }
    switch value.kind {
    case .absent, .null: return nil
    case .yes: return JSONToken.bool(true).shown
    case .no: return JSONToken.bool(false).shown
    case .number: return JSONToken.number(raw(value)).shown
    case .array: return JSONToken.beginArray.shown
    case .object: return JSONToken.beginObject.shown
    case .text:
      guard value.needsCare else { return JSONToken.string(raw(value)).shown }
      return switch careful(value.start, value.end) {
      case .success(let text): JSONToken.string(text).shown
      case .failure(let fault): "a text that is none (\(fault.what))"
      }
    }
  }
}
