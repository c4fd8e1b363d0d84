package import MailLog
import Policies
package import Values

/// What a draft would have done with the mail that was read, with examples.
package struct ReplayReport: Sendable {
  package let result: ReplayResult
  package let mail: KeptMail
  package let more: [Example]
  package let less: [Example]
  /// Those of which it is undecided, and the policies that may make the difference.
  package let undecided: [Example]

  /// A message that changes, and the policies by which it does.
  package struct Example: Sendable {
    package let message: LoggedMessage
    package let policies: [WhatIfMatch]
  }

  /// So many of each kind, unless told otherwise.
  package static let examples = 10

  /// Replays mail.
  ///
  /// Throws a ``Problem`` of kind `interrupted` if its task is cancelled.
  package init(of whatIf: WhatIf, over mail: KeptMail, examples: Int = Self.examples) async throws(Problem) {
    do throws(CancellationError) {
      self.init(try await MailReplay(whatIf).run(over: mail.log), of: whatIf, over: mail, examples: examples)
    } catch {
      throw Problem(
        .interrupted,
        what: "The replay was stopped before it was finished.",
        advice: "Nothing was changed; start it again when it suits.",
        retry: .safe
      )
    }
  }

  package init(_ result: ReplayResult, of whatIf: WhatIf, over mail: KeptMail, examples: Int = Self.examples) {
    self.result = result
    self.mail = mail
    func some(_ change: BypassChange) -> [Example] {
      result.rows(change, atMost: examples).map { Example(of: result.log[$0], change, whatIf) }
    }
    more = some(.more)
    less = some(.less)
    undecided = some(.undecided)
  }
}

extension ReplayReport.Example {
  /// Of more the policies that let it through once the draft has run, of less those that did before it; of what is
  /// undecided those that grant it one thing before and another after.
  package init(of message: LoggedMessage, _ change: BypassChange, _ whatIf: WhatIf) {
    let answer = whatIf.answer(to: message.message)
    let gained = Self.differing(answer.after.matches, from: answer.before.matches)
    let lost = Self.differing(answer.before.matches, from: answer.after.matches)
    let policies =
      switch change {
      case .more, .same: gained
      case .less: lost
      case .undecided: gained + lost.filter { match in !gained.contains { $0.id == match.id } }
      }
    self.init(message: message, policies: policies)
  }

  /// Those that may grant something which their likes among the others do not.
  private static func differing(_ matches: [WhatIfMatch], from others: [WhatIfMatch]) -> [WhatIfMatch] {
    let known = Dictionary(others.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
    return matches.filter { match in
      guard match.grants > .none, match.honoured != false else { return false }
      guard let other = known[match.id] else { return true }
      return other.honoured != match.honoured || other.grants < match.grants
    }
  }
}
