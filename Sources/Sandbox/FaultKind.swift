extension Fault {
  /// What goes wrong; the raw value is its name in text.
  package enum Kind: String, CaseIterable, Sendable {
    /// The request is carried out, and the connection closed without an answer.
    case applyThenCut = "apply-then-cut"
    /// The connection is closed without an answer, and nothing was done.
    case cutBeforeApply = "cut-before-apply"
    /// The request is taken, the client is left without its answer, and the request carried out after the delay.
    ///
    /// A sandbox that is stopped before that does not carry it out.
    case applyLate = "apply-late"
    /// Status 500 with an error of the API.
    case error500 = "500"
    /// A proxy's page comes instead of the answer: status 502 and HTML.
    case html502 = "html-502"
    /// The answer's body ends in the middle, short of its content-length.
    case truncated
    /// Status 200, and a body that is not what the contract says.
    case badJSON = "bad-json"
    /// Status 400 with an error that points into the body; nothing was done.
    case refuse
    /// The request is taken and never answered; the connection stays open.
    case neverAnswers = "never-answers"
    /// Status 429 with `retry-after`; the first two requests, unless told otherwise.
    case rateLimited = "429"
    /// Each request waits before it is carried out.
    case slow
    /// The request is carried out at once, and answered late: time to kill a client in between.
    case answerLate = "answer-late"
    /// Just before a request is carried out, another admin edits a policy, once and after one request unless told
    /// otherwise.
    ///
    /// Without an id it is the policy that the request names (of a batch the first that it patches, puts or deletes),
    /// and else the oldest.
    case editBehind = "edit-behind"
    /// Just before a page after the first is read, another admin deletes the first policy of the page before it, once
    /// unless told otherwise; each policy behind it moves up one place, and the client misses one.
    case deleteBetweenPages = "delete-between-pages"
    /// Status 403: the credentials are good, and not for this.
    case forbidden = "403"
    /// A search for messages is taken with status 202, and has to be asked for so many times until it is finished.
    case searching = "202"
    /// The answer to a search names the cursor that it was asked with as the next one.
    case repeatedCursor = "repeated-cursor"
    /// The search never ends: behind the last page come empty ones, each with a new cursor.
    case endlessCursor = "endless-cursor"

    /// What this fault does, in a line for a help text.
    package var summary: String {
      switch self {
      case .applyThenCut: "applies the batch, then cuts the connection"
      case .cutBeforeApply: "cuts the connection and applies nothing"
      case .applyLate: "cuts the connection, applies the batch later"
      case .error500: "answers 500 with an error of the API"
      case .html502: "answers 502 with a proxy's HTML page"
      case .truncated: "cuts the answer in the middle of its body"
      case .badJSON: "answers 200 with a body that is not the contract's"
      case .refuse: "answers 400 with an error at that place"
      case .neverAnswers: "takes the request and never answers"
      case .rateLimited: "answers 429 with that retry-after, twice"
      case .slow: "waits before each request is carried out"
      case .answerLate: "applies the batch at once and answers late"
      case .editBehind: "another admin edits a policy after K requests"
      case .deleteBetweenPages: "another admin deletes a row between two pages"
      case .forbidden: "answers 403 to whoever searches for messages"
      case .searching: "lets a search be asked for K times"
      case .repeatedCursor: "gives a search's cursor once more"
      case .endlessCursor: "lets a search never end"
      }
    }

    /// Whether this fault strikes beside others: it lets the request be carried out, and leaves its answer alone.
    package var isCompanion: Bool {
      switch self {
      case .slow, .answerLate, .editBehind, .deleteBetweenPages, .repeatedCursor, .endlessCursor: true
      case .applyThenCut, .cutBeforeApply, .applyLate, .error500, .html502, .truncated, .badJSON, .refuse,
        .neverAnswers, .rateLimited, .forbidden, .searching:
        false
      }
    }
  }
}

// MARK: - What each kind takes

extension Fault.Kind {
  /// The parts of a fault that have a name of their own in text.
  enum Key: String {
    case on, after, first, delay, commits, ending, id, set
  }

  /// The part that the text after the colon gives.
  enum Argument {
    /// The delay, in seconds.
    case seconds
    /// Whether the request is carried out: `before` it is not, `after` it is.
    case moment
    case pointer
    case form
    /// How many requests pass first.
    case count
    /// How often a search is asked for.
    case polls
  }

  var argument: Argument? {
    switch self {
    case .applyLate, .rateLimited, .slow, .answerLate: .seconds
    case .error500, .html502, .truncated, .neverAnswers: .moment
    case .refuse: .pointer
    case .badJSON: .form
    case .editBehind: .count
    case .searching: .polls
    case .applyThenCut, .cutBeforeApply, .deleteBetweenPages, .forbidden, .repeatedCursor, .endlessCursor: nil
    }
  }

  /// The name with a word for what may follow it, for a help text: `apply-late:SECONDS`.
  package var usage: String {
    switch argument {
    case nil: rawValue
    case .seconds: rawValue + ":SECONDS"
    case .moment: rawValue + ":WHEN"
    case .pointer: rawValue + ":POINTER"
    case .form: rawValue + ":FORM"
    case .count, .polls: rawValue + ":K"
    }
  }

  var keys: Set<Key> {
    switch self {
    case .applyThenCut, .cutBeforeApply, .refuse: [.on, .after, .first]
    case .applyLate: [.on, .after, .first, .delay, .ending]
    case .error500, .html502, .truncated, .badJSON, .neverAnswers: [.on, .after, .first, .commits]
    case .rateLimited, .slow, .answerLate: [.on, .after, .first, .delay]
    case .editBehind: [.on, .after, .first, .id, .set]
    case .deleteBetweenPages: [.after, .first, .id]
    case .forbidden: [.on, .after, .first]
    case .searching, .repeatedCursor, .endlessCursor: [.after, .first]
    }
  }
}

// MARK: - Defaults

extension Fault.Kind {
  var scope: Fault.Scope {
    switch self {
    case .applyThenCut, .cutBeforeApply, .applyLate, .error500, .badJSON, .refuse, .answerLate: .batch
    case .deleteBetweenPages: .list
    case .forbidden, .searching, .repeatedCursor, .endlessCursor: .messages
    case .html502, .truncated, .neverAnswers, .rateLimited, .slow, .editBehind: .any
    }
  }

  var first: Int? {
    switch self {
    case .rateLimited: 2
    case .editBehind, .deleteBetweenPages, .searching: 1
    default: nil
    }
  }

  var delay: Duration {
    switch self {
    case .slow: .milliseconds(300)
    case .answerLate, .applyLate: .seconds(3)
    case .rateLimited: .seconds(1)
    default: .zero
    }
  }

  var commits: Bool {
    switch self {
    case .cutBeforeApply, .error500, .html502, .refuse, .neverAnswers, .rateLimited, .forbidden, .searching: false
    case .applyThenCut, .applyLate, .truncated, .badJSON, .slow, .answerLate, .editBehind, .deleteBetweenPages,
      .repeatedCursor, .endlessCursor:
      true
    }
  }
}
