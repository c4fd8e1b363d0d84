/// Something that goes wrong on purpose, so that a client can be tried against it.
///
/// In text a fault is its name, followed by what narrows it: `html-502,on=batch,first=1`.
/// - `first=N`: only the first N requests that it applies to.
/// - `on=any`, `on=batch` or `on=list`: which requests it applies to.
/// - `delay=MILLISECONDS`: how long `slow` and `answer-late` wait.
/// - `commits=yes` or `commits=no`: whether the request is carried out although its answer is spoilt.
package struct Fault: Sendable, Equatable {
  package enum Kind: String, CaseIterable, Sendable {
    /// The request is taken and never answered; the connection stays open.
    case neverAnswers = "never-answers"
    /// A proxy's page comes instead of the answer: status 502 and HTML.
    case html502 = "html-502"
    /// The answer's body ends in the middle, short of its content-length.
    case truncated
    /// The request is carried out, and the connection closed without an answer.
    case commitThenCut = "commit-then-cut"
    /// The connection is closed without an answer, and nothing was done.
    case cutBeforeCommit = "cut-before-commit"
    /// Each request waits before it is carried out.
    case slow
    /// Status 429 with `retry-after: 1`; the first two requests, unless told otherwise.
    case rateLimited = "rate-limited"
    /// The request is carried out at once, and answered late: time to kill a client in between.
    case answerLate = "answer-late"

    /// What this fault does, in a line for a help text.
    package var summary: String {
      switch self {
      case .neverAnswers: "takes the request and never answers"
      case .html502: "answers with a proxy's HTML page and status 502"
      case .truncated: "cuts the answer in the middle of its body"
      case .commitThenCut: "carries the batch out, then closes the connection without an answer"
      case .cutBeforeCommit: "closes the connection without an answer and does nothing"
      case .slow: "waits before each request is carried out"
      case .rateLimited: "answers 429 with retry-after: 1"
      case .answerLate: "carries the batch out at once and answers late"
      }
    }
  }

  /// The requests that a fault applies to.
  package enum Scope: String, CaseIterable, Sendable {
    case any
    /// The batch POST alone.
    case batch
    /// The list of policies alone.
    case list
  }

  package var kind: Kind
  package var scope: Scope
  /// Only the first so many requests in the scope; nil means every one.
  package var first: Int?
  /// How long `slow` and `answerLate` wait.
  package var delay: Duration
  /// Whether the request is carried out; the kinds that say so in their name, `slow` and `rateLimited` ignore it.
  package var commits: Bool

  /// Makes a fault; what is left out takes the kind's own default.
  ///
  /// By default the faults about a commit and `answerLate` apply to the batch, the others to every request.
  package init(
    _ kind: Kind,
    on scope: Scope? = nil,
    first: Int? = nil,
    delay: Duration? = nil,
    commits: Bool? = nil
  ) {
    self.kind = kind
    self.first = first ?? (kind == .rateLimited ? 2 : nil)
    self.delay = delay ?? (kind == .answerLate ? .seconds(3) : .milliseconds(300))
    switch kind {
    case .commitThenCut, .answerLate:
      self.scope = scope ?? .batch
      self.commits = true
    case .cutBeforeCommit:
      self.scope = scope ?? .batch
      self.commits = false
    case .truncated, .slow:
      self.scope = scope ?? .any
      self.commits = commits ?? true
    case .neverAnswers, .html502, .rateLimited:
      self.scope = scope ?? .any
      self.commits = commits ?? false
    }
  }
}

extension Fault: RawRepresentable {
  /// Reads a fault from its text form; nil when the name or a part of the rest is not known.
  package init?(rawValue: String) {
    let parts = rawValue.split(separator: ",", omittingEmptySubsequences: false)
    guard let name = parts.first, let kind = Kind(rawValue: String(name)) else { return nil }
    var scope: Scope?
    var first: Int?
    var delay: Duration?
    var commits: Bool?
    for part in parts.dropFirst() {
      let halves = part.split(separator: "=", maxSplits: 1).map(String.init)
      guard halves.count == 2 else { return nil }
      switch (halves[0], halves[1]) {
      case ("on", let value):
        guard let given = Scope(rawValue: value) else { return nil }
        scope = given
      case ("first", let value):
        guard let given = Int(value), given > 0 else { return nil }
        first = given
      case ("delay", let value):
        guard let given = Int(value), given >= 0 else { return nil }
        delay = .milliseconds(given)
      case ("commits", "yes"): commits = true
      case ("commits", "no"): commits = false
      default: return nil
      }
    }
    self.init(kind, on: scope, first: first, delay: delay, commits: commits)
  }

  /// The text form, with every part written out.
  package var rawValue: String {
    let milliseconds = delay.components.seconds * 1000 + delay.components.attoseconds / 1_000_000_000_000_000
    return kind.rawValue + ",on=\(scope.rawValue)" + (first.map { ",first=\($0)" } ?? "")
      + ",delay=\(milliseconds),commits=\(commits ? "yes" : "no")"
  }
}
