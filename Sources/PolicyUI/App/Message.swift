import Theming
package import Values

/// One line that answers what the person did last.
///
/// It goes with the next key.
package struct Message: Hashable, Sendable {
  package enum Tone: Hashable, Sendable {
    case plain
    case warning
    case error
  }

  package let text: String
  package let tone: Tone

  package init(_ text: String, tone: Tone = .plain) {
    self.text = text
    self.tone = tone
  }

  /// What happened and what to do, in one line.
  package init(_ problem: Problem) {
    self.init("\(problem.what) \(problem.advice)", tone: problem.kind == .interrupted ? .warning : .error)
  }
}

extension Message.Tone {
  var role: Role {
    switch self {
    case .plain: .text
    case .warning: .levelWarning
    case .error: .levelError
    }
  }
}
