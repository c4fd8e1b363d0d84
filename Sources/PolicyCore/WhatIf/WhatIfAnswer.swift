package import Mail
package import Policies

/// What becomes of one message, today and once the draft has run.
package struct WhatIfAnswer: Hashable, Sendable {
  package let message: MailMessage
  package let before: WhatIfSide
  package let after: WhatIfSide
  package let change: BypassChange

  /// What of the message cannot be told and what nobody named, as sentences.
  package var remarks: [String] {
    let untold = MailMessage.Field.allCases.compactMap { field in
      message.reason(for: field).map { "\(field.words.capitalisedFirst) cannot be told. \($0)" }
    }
    let lacking = MailMessage.Field.allCases.filter { $0 != .authentication && message.lacks($0) }.map(\.words)
    let nothing =
      lacking.isEmpty ? [] : ["Not given, so that nothing matches by it: \(lacking.joined(separator: ", "))."]
    return untold + nothing
  }
}

/// What a draft does for one message.
package enum BypassChange: String, CaseIterable, Hashable, Sendable {
  case more
  case less
  case same
  /// It depends on what is not documented, or not known.
  case undecided
}

/// What the policies of one moment do for a message.
package struct WhatIfSide: Hashable, Sendable {
  /// Every policy that matches, or of which that is not decided, in the order of the list.
  package let matches: [WhatIfMatch]
  /// The widest of what they grant; nil where that depends on what is not documented, or not known.
  package let bypass: Bypass?
  /// The least that it is.
  package let least: Bypass
  /// The most that it may be.
  package let most: Bypass

  /// What the message bypasses, as a clause that follows "the message".
  package var words: String {
    guard let bypass else {
      return least == .none
        ? "may or may not pass: at most it \(most.words)" : "\(least.words) at least, and at most it \(most.words)"
    }
    return bypass.words
  }
}

/// One policy beside a message.
package struct WhatIfMatch: Hashable, Sendable {
  package let id: PolicyID
  package let pattern: String
  /// What it grants where it is honoured.
  package let grants: Bypass
  /// Whether it counts for this message; nil where that depends on what is not documented, or not known.
  package let honoured: Bool?
  /// Why or why not, in sentences.
  package let why: String
}

extension String {
  /// With a capital letter in front.
  var capitalisedFirst: String { prefix(1).uppercased() + dropFirst() }
}
