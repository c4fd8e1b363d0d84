import Policies
import Values

/// A sentence on what became of something: the screen gives it a colour, the command line prints it.
package struct Statement: Hashable, Sendable {
  /// How it bears on what was wanted.
  package enum Tone: Hashable, Sendable {
    /// It was done.
    case success
    /// What goes with it.
    case plain
    /// It may have been done, or something is to be known.
    case warning
    /// It was not done.
    case failure
    /// Why it was not done, in the words of whoever stopped it.
    case cause
    /// What was found of one operation; stands further in than the others.
    case detail
  }

  package let text: String
  package let tone: Tone

  package init(_ text: String, _ tone: Tone = .plain) {
    self.text = text
    self.tone = tone
  }
}

extension SubmissionReport {
  /// What became of a batch, sentence by sentence, in the order in which it is read.
  ///
  /// `isEarlier` where it was sent before and this session has found out.
  package func statements(isEarlier: Bool = false) -> [Statement] {
    let subject = isEarlier ? "The earlier submission" : "The batch"
    let cause = problem.map { [Statement($0.what, .cause)] } ?? []
    var statements: [Statement]
    switch outcome {
    case .applied:
      let count = (record?.operations.count ?? 0).counted("operation")
      let earlier = isEarlier ? "The earlier submission went through. " : ""
      statements = [
        Statement("\(earlier)Applied: \(count).", .success),
        Statement("It holds for new mail; quarantined mail is not released."),
      ]
      statements += cause
    case .refused:
      statements = [Statement("\(subject) was refused by the server. Nothing was changed.", .failure)] + cause
    case .conflict:
      statements = [Statement("\(subject) was not sent: policies were changed elsewhere.", .failure)] + cause
    case .notSent:
      statements = [Statement("\(subject) was not sent. The draft is as it was.", .warning)] + cause
    case .notSeen:
      statements = [Statement("\(subject) was not seen: the policies show no trace.", .warning)] + cause
      statements.append(Statement(SubmissionWords.mayStillCommit(self)))
    case .unknown:
      statements = [Statement("It cannot be told what became of \(subject.lowercased()).", .failure)] + cause
      statements += SubmissionWords.verdicts(self).map { Statement($0, .detail) }
    }
    if !twins.isEmpty {
      let ids = twins.map(\.id.text).joined(separator: ", ")
      let text = "Somebody else made the same at that moment: \(ids). One of the two is needless."
      statements.append(Statement(text, .warning))
    }
    if outcome == .applied, !recognised.isEmpty {
      statements.append(Statement(SubmissionWords.recognised(self), .warning))
    }
    return statements
  }
}

extension SubmissionOutcome {
  /// In a word or two, as a heading.
  package var title: String {
    switch self {
    case .applied: "Applied"
    case .notSent: "Not sent"
    case .refused: "Refused"
    case .conflict: "Conflict"
    case .notSeen: "Not seen"
    case .unknown: "Outcome unknown"
    }
  }
}
