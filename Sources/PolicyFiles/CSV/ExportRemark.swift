import JSONText
package import Policies

/// What a CSV file cannot say of a policy, or will not say to everybody.
package struct ExportRemark: Hashable, Sendable, CustomStringConvertible {
  package enum Matter: Hashable, Sendable {
    // Left out of the file:
    case noPattern
    /// The server said something of these fields that is no value of them.
    case unread([PolicyField])
    /// None, or one that this version does not know.
    case noType(PatternType?)
    /// A character of value zero, which no reader of text files takes.
    case nullCharacter
    /// More bytes in one row than a part may have.
    case tooLong(limit: Int)
    // In the file:
    case unknownType
    /// Written as false.
    case missingFlags([PolicyField])
    /// The apostrophe that keeps spreadsheets from calculating is read back here, but not by the dashboard.
    case guardedPattern
    /// An IPv6 address or a network.
    case notIPv4
  }

  package let policyID: PolicyID
  package let pattern: String
  package let matter: Matter

  package var isLeftOut: Bool {
    switch matter {
    case .noPattern, .unread, .noType, .nullCharacter, .tooLong: true
    case .unknownType, .missingFlags, .guardedPattern, .notIPv4: false
    }
  }

  /// One sentence about the policy.
  package var description: String {
    let name = pattern.isEmpty ? "The policy \(policyID)" : "\(pattern.shortened) (\(policyID))"
    return "\(name) \(clause)."
  }

  private var clause: String {
    switch matter {
    case .noPattern: "is left out: it has no pattern"
    case .unread(let fields):
      "is left out: what the server said of \(fields.map(\.label).joined(separator: ", ")) cannot be read"
    case .noType(nil): "is left out: it has no type"
    case .noType(let type?): "is left out: its type \(type.rawValue) has no name in such a file"
    case .nullCharacter: "is left out: it contains a character of value zero"
    case .tooLong(let limit): "is left out: its row has more than the \(limit) bytes of a part"
    case .unknownType: "has the type UNKNOWN, which the dashboard may refuse and no new policy may have"
    case .missingFlags(let fields):
      "does not say \(fields.map(\.label).joined(separator: ", ")), which the file has as false"
    case .guardedPattern:
      "is written with an apostrophe before it, for spreadsheets; the dashboard would take that for part of the pattern"
    case .notIPv4: "is no single IPv4 address, and the dashboard takes no others"
    }
  }
}

extension ExportRemark {
  /// The flags that a row has to say.
  private static let flags: [PolicyField] = [
    .isRegex, .verifySender, .isTrustedSender, .isExemptRecipient, .isAcceptableSender,
  ]

  private static func hasNull(_ text: String) -> Bool {
    var text = text
    return text.withUTF8 { $0.contains(CSVByte.null) }
  }

  /// All there is to say of one policy.
  static func matters(of fields: PolicyFields) -> [Matter] {
    guard fields.unread.isEmpty else { return [.unread(PolicyField.allCases.filter { fields.unread[$0] != nil })] }
    guard let pattern = fields.pattern, !pattern.isEmpty else { return [.noPattern] }
    guard let type = fields.patternType, type.isWritable || type == .unknown else {
      return [.noType(fields.patternType)]
    }
    if hasNull(pattern) || fields.comments.map(hasNull) == true {
      return [.nullCharacter]
    }
    var matters: [Matter] = []
    if type == .unknown { matters.append(.unknownType) }
    let missing = flags.filter { fields[$0] == nil }
    if !missing.isEmpty { matters.append(.missingFlags(missing)) }
    if FormulaGuard.isDangerous(pattern) { matters.append(.guardedPattern) }
    let signs = [UInt8(ascii: ":"), UInt8(ascii: "/")]
    if type == .ip, fields.isRegex != true, pattern.utf8.contains(where: signs.contains) { matters.append(.notIPv4) }
    return matters
  }
}
