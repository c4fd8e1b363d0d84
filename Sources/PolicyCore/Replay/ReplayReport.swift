package import MailLog
import Policies

/// What a draft would have done with the mail that was read, with examples.
package struct ReplayReport: Sendable {
  package let result: ReplayResult
  package let mail: KeptMail
  package let more: [Example]
  package let less: [Example]

  /// A message that changes, and the policies by which it does.
  package struct Example: Sendable {
    package let message: LoggedMessage
    package let policies: [WhatIfMatch]
  }

  /// So many of each kind, unless told otherwise.
  package static let examples = 10

  package init(_ result: ReplayResult, of whatIf: WhatIf, over mail: KeptMail, examples: Int = Self.examples) {
    self.result = result
    self.mail = mail
    func some(_ change: BypassChange) -> [Example] {
      result.rows(change, atMost: examples).map { Example(of: result.log[$0], change, whatIf) }
    }
    more = some(.more)
    less = some(.less)
  }
}

extension ReplayReport.Example {
  /// Of more the policies that let it through once the draft has run, of less those that did before it.
  package init(of message: LoggedMessage, _ change: BypassChange, _ whatIf: WhatIf) {
    let answer = whatIf.answer(to: message.message)
    let (from, to) = change == .less ? (answer.after, answer.before) : (answer.before, answer.after)
    let known = Dictionary(from.matches.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
    self.init(
      message: message,
      policies: to.matches.filter { match in
        guard match.grants > .none, match.honoured != false else { return false }
        guard let other = known[match.id] else { return true }
        return other.honoured != match.honoured || other.grants < match.grants
      }
    )
  }
}
