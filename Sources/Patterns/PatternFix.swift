/// One thing that `PatternCleanup` put right; `description` says what was wrong with the text.
package enum PatternFix: String, CaseIterable, Hashable, Sendable, CustomStringConvertible {
  case surroundingSpace
  case innerSpace
  case hiddenCharacter
  case quotes
  case angleBrackets
  case brackets
  case displayName
  case trailingPunctuation
  case defanged
  case mailto
  case scheme
  case userInfo
  case port
  case path
  case leadingAt
  case leadingDot
  case wildcard
  case trailingDot
  case fullStop
  case upperCase
  case netmask
  case longForm
  case typographic
  case label
  case zone
  case leadingZeros
  case range
  case shorthand

  package var description: String {
    switch self {
    case .surroundingSpace: "there is space before or after it"
    case .innerSpace: "there is space inside it"
    case .hiddenCharacter: "it contains characters that do not show"
    case .quotes: "it stands between quotes"
    case .angleBrackets: "it stands between angle brackets"
    case .brackets: "it stands between brackets"
    case .displayName: "a name stands beside the address"
    case .trailingPunctuation: "a comma or the like follows it"
    case .defanged: "its dots or its @ were written so that nobody can click it"
    case .mailto: "it begins with mailto:"
    case .scheme: "it begins as a link does"
    case .userInfo: "a user name stands before the host"
    case .port: "it ends with a port"
    case .path: "a path follows it"
    case .leadingAt: "it begins with @"
    case .leadingDot: "it begins with a dot"
    case .wildcard: "it begins with a wildcard"
    case .trailingDot: "it ends with a dot"
    case .fullStop: "another script's full stop stands in place of a dot"
    case .upperCase: "it is in upper case"
    case .netmask: "the network is written with a mask"
    case .longForm: "the address is not in its short form"
    case .typographic: "it has typographic or full-width characters"
    case .label: "it begins with IPv6:"
    case .zone: "it has a zone id"
    case .leadingZeros: "a part of it begins with a zero"
    case .range: "the network is written as a range"
    case .shorthand: "the network is written without its last parts"
    }
  }
}

/// A cleaned text, and what was wrong with the one that was typed or pasted.
package struct PatternSuggestion: Hashable, Sendable {
  package let text: String
  /// In the order in which they were put right; never empty.
  package let fixes: [PatternFix]

  /// Whether both texts are the same pattern, and only its spelling is not the usual one (case, a final dot, space).
  package let isSpellingOnly: Bool
}
