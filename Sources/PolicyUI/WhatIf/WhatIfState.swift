package import Canvas
package import Mail
import Policies
package import PolicyCore

/// A message that is being put together, to see what lets it through today and after the draft.
package struct WhatIfState: Equatable, Sendable {
  package var texts: [MailMessage.Field: TextField] = [:]
  /// Whether the message passes authentication; nil while that is not known.
  package var passes: Bool?
  package var focus = MailMessage.Field.from
  /// The first line of the answer that is to be seen.
  package var scroll = ScrollOffset()

  /// Begins with an example of what a policy matches, if there is one.
  package init(_ example: MatchingExample?) {
    for field in MailMessage.Field.allCases where field != .authentication { texts[field] = TextField(limit: 1024) }
    guard let example else { return }
    texts[example.field] = TextField(example.text, limit: 1024)
    focus = example.field
  }

  /// The message so far, and why some of what is typed is no part of one: that counts as not given.
  var message: (message: MailMessage, mistakes: [MailMessage.Field: String]) {
    var message = MailMessage()
    var mistakes: [MailMessage.Field: String] = [:]
    for (field, text) in texts {
      do throws(TypedPartProblem) {
        try message.set(field, to: text.text)
      } catch {
        mistakes[field] = error.description
      }
    }
    if let passes { message.passesAuthentication = .given(passes) }
    return (message, mistakes)
  }
}
