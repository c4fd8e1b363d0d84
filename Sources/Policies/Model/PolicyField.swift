package import Values

/// A field of a policy that its owner can write.
///
/// The raw value is the API's name for it.
///
/// The order of the cases is the order in which fields are sent, compared and shown.
package enum PolicyField: String, CaseIterable, Hashable, Sendable, Codable, CodingKey {
  case pattern
  case patternType = "pattern_type"
  case isRegex = "is_regex"
  case isTrustedSender = "is_trusted_sender"
  case isAcceptableSender = "is_acceptable_sender"
  case isExemptRecipient = "is_exempt_recipient"
  case verifySender = "verify_sender"
  case comments

  /// The word for it on screens and in messages.
  package var label: String {
    switch self {
    case .pattern: "pattern"
    case .patternType: "type"
    case .isRegex: "regular expression"
    case .isTrustedSender: "trusted sender"
    case .isAcceptableSender: "acceptable sender"
    case .isExemptRecipient: "exempt recipient"
    case .verifySender: "verify sender"
    case .comments: "comments"
    }
  }
}

/// One of the four booleans that decide what a policy lets through.
package enum PolicyFlag: CaseIterable, Hashable, Sendable {
  case trusted
  case acceptable
  case exempt
  case verify

  package var field: PolicyField {
    switch self {
    case .trusted: .isTrustedSender
    case .acceptable: .isAcceptableSender
    case .exempt: .isExemptRecipient
    case .verify: .verifySender
    }
  }
}

/// The value of one field, in a form that any field's value fits into.
package enum FieldValue: Hashable, Sendable, CustomStringConvertible {
  case text(String)
  case type(PatternType)
  case flag(Bool)

  /// The value as people read it: `on` and `off` for flags, the type in lower case, a text as it is.
  package var description: String {
    switch self {
    case .text(let text): text
    case .type(let type): type.label
    case .flag(let flag): flag ? "on" : "off"
    }
  }

  /// Texts are the same where their bytes are.
  package static func == (left: FieldValue, right: FieldValue) -> Bool {
    switch (left, right) {
    case (.text(let text), .text(let other)): text.hasSameBytes(as: other)
    case (.type(let type), .type(let other)): type == other
    case (.flag(let flag), .flag(let other)): flag == other
    case (.text, _), (.type, _), (.flag, _): false
    }
  }

  package func hash(into hasher: inout Hasher) {
    switch self {
    case .text(let text): text.hashBytes(into: &hasher)
    case .type(let type): hasher.combine(type)
    case .flag(let flag): hasher.combine(flag)
    }
  }
}

extension ErrorPointer {
  /// The field of the item that it names, if it is one that can be written.
  package var field: PolicyField? {
    member.flatMap { PolicyField(rawValue: $0) }
  }
}
