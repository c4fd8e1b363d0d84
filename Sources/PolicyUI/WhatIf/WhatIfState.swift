package import Canvas
package import Mail
import Policies
package import PolicyCore
import Values

/// A message that is being put together, to see what lets it through today and after the draft.
package struct WhatIfState: Equatable, Sendable {
  package var texts: [MailMessage.Field: TextField] = [:]
  /// Whether the message passes authentication; nil while that is not known.
  package var passes: Bool?
  package var focus = MailMessage.Field.from
  /// The first line of the answer that is to be seen.
  package var scroll = ScrollOffset()
  /// What was asked last; nil while the policies are not known.
  fileprivate(set) var asked: WhatIfQuestion?
  /// The newest answer there is.
  package private(set) var answer: WhatIfAnswer?
  /// What it answers.
  private var answered: WhatIfQuestion?

  /// The field whose text is an example that nobody has touched yet: what is typed there takes its place.
  private var proposed: MailMessage.Field?

  /// The text of the address that a message which arrived has first.
  private var firstIP = ""
  /// The others that it has: which of them a policy is held against is not documented.
  private var otherIPs: [IPAddress] = []

  /// Begins with an example of what a policy matches, if there is one.
  package init(_ example: MatchingExample?) {
    for field in MailMessage.Field.allCases where field != .authentication { texts[field] = TextField(limit: 1024) }
    guard let example else { return }
    texts[example.field] = TextField(example.text, limit: 1024)
    focus = example.field
    proposed = example.field
  }

  /// Begins with a message that arrived.
  package init(_ message: MailMessage) {
    for field in MailMessage.Field.allCases where field != .authentication {
      let texts = message.texts(of: field)
      // The field of the address takes one; of several the first is shown, and the others are asked with it.
      let text = field == .ip ? texts.prefix(1).joined() : texts.map { $0.isEmpty ? "<>" : $0 }.joined(separator: ", ")
      self.texts[field] = TextField(text, limit: 1024)
    }
    passes = message.passesAuthentication.value
    firstIP = texts[.ip]?.text ?? ""
    otherIPs = message.otherIPs
  }

  /// The addresses that are asked with the one in the field, as long as that is the one that came with them.
  var addressesBeside: [IPAddress] { texts[.ip]?.text == firstIP ? otherIPs : [] }

  /// Takes the example out of the field for what is typed or pasted there; a key that moves in it keeps it.
  mutating func touch(typing: Bool) {
    if typing, proposed == focus { texts[focus] = TextField(limit: 1024) }
    proposed = nil
  }

  /// Whether something else was asked since the answer that is there.
  package var isOld: Bool { answered != asked }

  mutating func take(_ answer: WhatIfAnswer, to question: WhatIfQuestion) {
    self.answer = answer
    answered = question
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
    message.otherIPs = addressesBeside
    if let passes { message.passesAuthentication = .given(passes) }
    return (message, mistakes)
  }
}

/// A message, and the list and the draft of which it is asked what becomes of it.
package struct WhatIfQuestion: Equatable, Sendable {
  package let message: MailMessage
  private let list: Int?
  private let draft: Int

  init(_ message: MailMessage, _ findings: AccountFindings) {
    self.message = message
    list = findings.listRevision
    draft = findings.draftRevision
  }
}

extension AppState {
  /// Asks what becomes of the message in the window, where it, the list or the draft is another than was asked last.
  ///
  /// Called after everything that happens: what is typed, pasted, clicked or judged anew may change the question.
  mutating func askWhatIf() -> [AppEffect] {
    guard findings.knowPolicies, let place = layers.lastIndex(where: { $0.content is WhatIfState }),
      case .whatIf(var whatIf) = layers[place]
    else { return [] }
    let question = WhatIfQuestion(whatIf.message.message, findings)
    guard question != whatIf.asked else { return [] }
    whatIf.asked = question
    layers[place] = .whatIf(whatIf)
    return [.work(.answerWhatIf(question, findings))]
  }
}
