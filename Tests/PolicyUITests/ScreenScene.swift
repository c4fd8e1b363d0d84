import Canvas
import Foundation
import PolicyCore
import PolicyUI
import TestSupport
import Testing
import Theming

/// One screen as a person comes to see it.
struct ScreenScene: Sendable, CustomTestStringConvertible {
  let name: String
  var sizes = standard
  let draw: @Sendable (ScreenCast, Size) throws -> Fixture

  var testDescription: String { name }

  static let standard = [Size(rows: 24, columns: 80), Size(rows: 40, columns: 120)]

  init(
    _ name: String,
    sizes: [Size] = standard,
    _ draw: @escaping @Sendable (inout Fixture, ScreenCast) throws -> Void
  ) {
    self.name = name
    self.sizes = sizes
    self.draw = { cast, size in
      var fixture = try Self.table(cast, size)
      try draw(&fixture, cast)
      return fixture
    }
  }

  /// The table with the draft, as after the first load.
  private static func table(_ cast: ScreenCast, _ size: Size) throws -> Fixture {
    var fixture = try Fixture(size)
    fixture.state = AppState(account: cast.account, theme: .plain, size: size, now: fixture.state.now)
    fixture.send(.draftRead(cast.draft))
    let list = PolicyList(cast.policies, revision: 1)
    fixture.send(.loaded(LoadedPolicies(list: list, isComplete: true, loadedAt: fixture.state.now)))
    return fixture
  }

  static let all = table + forms + reviews + submissions + lists
}

// MARK: - The table

extension ScreenScene {
  private static let table: [ScreenScene] = [
    ScreenScene("browse", sizes: standard + [Size(rows: 10, columns: 40), Size(rows: 80, columns: 300)]) {
      fixture,
      _ in
      fixture.press("j", "j")
    },
    ScreenScene("browse-filtering") { fixture, cast in
      fixture.press("/")
      fixture.send(.input(.paste(cast.filter)))
      fixture.type(" type:")
    },
    ScreenScene("browse-mistake") { fixture, cast in
      fixture.press("/")
      fixture.type("trusted:perhaps")
    },
    ScreenScene("browse-marked") { fixture, cast in
      fixture.press("space", "space", "j", "space", "/")
      fixture.send(.input(.paste(cast.filter)))
      fixture.press("enter")
    },
    ScreenScene("browse-right") { fixture, _ in fixture.press("p", "j") },
    ScreenScene("browse-no-details") { fixture, _ in fixture.press("p", "p") },
    ScreenScene("browse-empty") { fixture, _ in
      fixture.send(.draftRead(DraftSnapshot(revision: 90)))
      let none = LoadedPolicies(list: PolicyList([], revision: 2), isComplete: true, loadedAt: fixture.state.now)
      fixture.send(.loaded(none))
    },
    ScreenScene("browse-loading") { fixture, _ in
      fixture.press("R")
      fixture.send(.loadProgressed(loaded: 40, total: 88))
    },
    ScreenScene("browse-offline") { fixture, cast in
      fixture.press("R")
      fixture.send(.clockTicked(fixture.state.now.addingTimeInterval(3_000)))
      let advice = "Look at the network; the list of before stays on the screen."
      fixture.send(
        .loadFailed(Problem(.unreachable, what: "\(cast.host) could not be reached.", advice: advice, retry: .safe))
      )
    },
    ScreenScene("too-small", sizes: [Size(rows: 9, columns: 40), Size(rows: 5, columns: 20)]) { _, _ in },
  ]
}

// MARK: - Forms

extension ScreenScene {
  private static let forms: [ScreenScene] = [
    ScreenScene("form-new", sizes: standard + [Size(rows: 10, columns: 40)]) { fixture, _ in fixture.press("n") },
    ScreenScene("form-new-findings") { fixture, cast in
      fixture.press("n")
      fixture.send(.input(.paste("Bob <bob@\(cast.newPattern)>")))
      fixture.press("tab", "e", "tab", "tab", "space")
    },
    ScreenScene("form-new-mistake") { fixture, _ in
      fixture.press("n")
      fixture.type("no such address")
      fixture.press("tab", "i", "enter")
    },
    ScreenScene("form-edit", sizes: standard + [Size(rows: 10, columns: 40)]) { fixture, cast in
      fixture.select(cast.policies[0].id)
      fixture.press("enter", "tab", "tab", "tab", "space")
    },
    ScreenScene("form-edit-unknown-type") { fixture, cast in
      fixture.select(cast.policies[9 % cast.policies.count].id)
      fixture.press("enter", "tab")
    },
    ScreenScene("form-leave") { fixture, cast in
      fixture.select(cast.policies[5].id)
      fixture.press("enter", "backspace", "esc")
    },
    ScreenScene("bulk-edit") { fixture, _ in
      fixture.press("*", "enter", "down", "down", "down", "space", "down")
      fixture.type("SEC-9")
    },
    ScreenScene("bulk-new") { fixture, cast in fixture.send(.input(.paste(cast.pasted))) },
  ]
}

// MARK: - Review

extension ScreenScene {
  private static let reviews: [ScreenScene] = [
    ScreenScene("review", sizes: standard + [Size(rows: 10, columns: 40)]) { fixture, _ in try fixture.review() },
    ScreenScene("review-unfolded") { fixture, _ in
      try fixture.review()
      fixture.press("z")
    },
    ScreenScene("review-findings") { fixture, _ in
      try fixture.review()
      fixture.press("2")
    },
    ScreenScene("review-conflicts") { fixture, cast in
      try fixture.drift(cast)
      try fixture.review()
      fixture.press("3")
    },
    ScreenScene("review-request") { fixture, _ in
      try fixture.review()
      fixture.press("4")
    },
    ScreenScene("review-export") { fixture, _ in
      try fixture.review()
      fixture.press("E")
    },
    ScreenScene("review-refused") { fixture, cast in
      try fixture.review()
      try fixture.confirm(cast)
      var problem = Problem(.refused, what: cast.problem, advice: "Mend it and submit again.", rayID: cast.rayID)
      problem.serverErrors = [
        ServerError(
          code: 11_001,
          message: cast.serverMessage,
          documentationURL: "https://\(cast.host)/docs",
          pointer: "/patches/0/verify_sender"
        ),
        ServerError(code: 10_000, message: cast.serverMessage),
      ]
      fixture.send(.submissionEnded(SubmissionReport(outcome: .refused, problem: problem)))
      try fixture.answerReview()
    },
  ]
}

// MARK: - Submission

extension ScreenScene {
  private static let submissions: [ScreenScene] = [
    ScreenScene("submit-typed", sizes: standard + [Size(rows: 10, columns: 40)]) { fixture, cast in
      try fixture.review()
      fixture.press("S")
      fixture.type("5 Acme")
    },
    ScreenScene("submit-yes") { fixture, cast in
      fixture.send(.draftRead(DraftSnapshot(draft: Draft(Array(cast.operations.prefix(1))), revision: 9)))
      try fixture.review()
      fixture.press("S", "tab")
      fixture.type("SEC-7")
    },
    ScreenScene("submit-checking") { fixture, cast in
      try fixture.review()
      try fixture.confirm(cast)
      fixture.send(.submissionStepped(.checking(done: 2, total: 4)))
    },
    ScreenScene("submit-waiting") { fixture, cast in
      try fixture.review()
      try fixture.confirm(cast)
      let reason = Problem(.rateLimited, what: "\(cast.host) asks for fewer requests.", advice: "")
      fixture.send(.submissionStepped(.waiting(seconds: 12, reason: reason)))
    },
    ScreenScene("submit-sending") { fixture, cast in
      try fixture.review()
      try fixture.confirm(cast)
      fixture.send(.submissionStepped(.sending))
      fixture.press("esc")
    },
    ScreenScene("submit-looking") { fixture, cast in
      try fixture.review()
      try fixture.confirm(cast)
      fixture.send(.submissionStepped(.looking(elapsed: 7, atMost: 60)))
    },
    ScreenScene("submit-applied") { fixture, cast in try fixture.end(cast, .applied) },
    ScreenScene("submit-not-seen") { fixture, cast in try fixture.end(cast, .notSeen) },
    ScreenScene("submit-unknown", sizes: standard + [Size(rows: 10, columns: 40)]) { fixture, cast in
      try fixture.end(cast, .unknown)
    },
    ScreenScene("submit-unknown-many") { fixture, cast in
      let operations = cast.policies.prefix(30).enumerated().map { place, policy in
        DraftOperation(intent: .delete(base: policy, suspended: nil), position: place)
      }
      fixture.send(.draftRead(DraftSnapshot(draft: Draft(operations), revision: 9)))
      try fixture.end(cast, .unknown)
    },
    ScreenScene("submit-failed") { fixture, cast in
      try fixture.review()
      try fixture.confirm(cast)
      let advice = "Wait until it has ended, or look at what it does."
      fixture.send(
        .submissionFailed(Problem(.locked, what: "\(cast.user) is submitting this draft already.", advice: advice))
      )
    },
  ]
}

// MARK: - Lists over the table

extension ScreenScene {
  private static let lists: [ScreenScene] = [
    ScreenScene("findings", sizes: standard + [Size(rows: 10, columns: 40)]) { fixture, cast in
      fixture.select(cast.policies[7 % cast.policies.count].id)
      fixture.press("f")
    },
    ScreenScene("findings-silencing") { fixture, cast in
      fixture.select(cast.policies[7 % cast.policies.count].id)
      fixture.press("f", "s")
      fixture.send(.input(.paste(cast.reason)))
    },
    ScreenScene("findings-silenced") { fixture, cast in
      let policy = cast.policies[7 % cast.policies.count].id
      let rules = fixture.state.findings.findings(on: policy).map(\.rule)
      fixture.suppressions = rules.map { Suppression(policyID: policy, rule: $0, reason: cast.reason) }
      var draft = fixture.state.draft
      draft.revision += 1
      fixture.send(.draftRead(draft))
      fixture.select(policy)
      fixture.press("f")
    },
    ScreenScene("history", sizes: standard + [Size(rows: 10, columns: 40)]) { fixture, cast in
      fixture.press("H")
      fixture.send(.historyRead(try fixture.records(cast)))
    },
    ScreenScene("history-opened") { fixture, cast in
      fixture.press("H")
      fixture.send(.historyRead(try fixture.records(cast)))
      fixture.press("enter")
    },
    ScreenScene("changes") { fixture, cast in
      fixture.press("U")
      let entries = cast.titles.enumerated().map { place, title in
        ChangeLog.Entry(
          sequence: place + 1,
          at: fixture.state.now.addingTimeInterval(Double(place) * 61),
          title: title
        )
      }
      fixture.send(.changesRead(ChangeLog(entries: entries, cursor: 3)))
    },
    ScreenScene("picker-sort") { fixture, _ in fixture.press("s", "g", "space") },
    ScreenScene("picker-columns") { fixture, _ in fixture.press(",", "j", "space") },
    ScreenScene("picker-themes") { fixture, cast in
      fixture.press("T")
      let shipped = ThemeLibrary.shipped.names
      let options = try (cast.themeNames ?? shipped).enumerated().map { place, name in
        ThemeOption(name: name, theme: try ThemeLibrary.shipped.theme(named: shipped[place % shipped.count]))
      }
      fixture.send(.themesListed(options))
      fixture.press("j", "j")
    },
    ScreenScene("theme-chosen") { fixture, cast in
      fixture.press("T")
      let names = cast.themeNames ?? ["gruvbox-dark"]
      fixture.send(.themesListed(names.map { ThemeOption(name: $0, theme: .plain) }))
      fixture.press("enter")
    },
    ScreenScene("picker-accounts") { fixture, cast in
      fixture.state.accounts = [
        AccountEntry(label: "acme", name: cast.accountName, environment: .live, host: cast.host, isCurrent: true),
        AccountEntry(label: "try", name: "Trial", environment: .sandbox, host: "127.0.0.1:8787", isCurrent: false),
      ]
      fixture.press("A", "j")
    },
    ScreenScene("picker-copy") { fixture, cast in
      fixture.select(cast.policies[4].id)
      fixture.press("Y", "j")
    },
    ScreenScene("palette", sizes: standard + [Size(rows: 10, columns: 40)]) { fixture, _ in fixture.press(":") },
    ScreenScene("palette-found") { fixture, cast in
      fixture.press(":")
      fixture.send(.input(.paste("undo")))
    },
    ScreenScene("help", sizes: standard + [Size(rows: 10, columns: 40)]) { fixture, _ in fixture.press("?") },
    ScreenScene("help-search") { fixture, _ in
      fixture.press("?", "/")
      fixture.type("mark")
    },
    ScreenScene("log") { fixture, cast in
      fixture.send(.exported(to: cast.fileName))
      fixture.send(.copyFailed(Problem(.terminal, what: cast.problem, advice: cast.serverMessage)))
      fixture.press("y", "L")
    },
  ]
}

// MARK: - Steps

extension Fixture {
  /// Moves to a row by its policy's id.
  fileprivate mutating func select(_ id: PolicyID) {
    guard let place = state.browse.rows.position(of: id) else { return }
    press("g")
    for _ in 0..<place { press("j") }
  }

  /// Opens the review, as its own key and the workspace's answer would.
  fileprivate mutating func review() throws {
    press("r")
    try answerReview()
  }

  fileprivate mutating func answerReview() throws {
    let policies = PolicySet(state.browse.list)
    let settings = RuleSettings(now: state.now)
    send(
      .reviewed(try Review(of: state.draft.draft.operations, for: state.account, against: policies, settings: settings))
    )
  }

  /// Confirms as strongly as it takes.
  fileprivate mutating func confirm(_ cast: ScreenCast) throws {
    press("S")
    if case .review(let review) = state.layers.last {
      // Errors stand against a hostile batch; the screens behind the question are to be seen all the same.
      state.layers.append(.submission(SubmissionState(confirming: review.review)))
    }
    guard case .submission(let submission) = state.layers.last, case .confirming(let confirmation) = submission.phase
    else {
      Issue.record("no question was asked:\n\(text)")
      return
    }
    switch confirmation {
    case .enter: press("enter")
    case .yes: press("y")
    case .typed(let text):
      type(text)
      press("enter")
    }
  }

  /// The second policy was changed elsewhere, the third in the same field, and the fourth is gone.
  fileprivate mutating func drift(_ cast: ScreenCast) throws {
    var drift = DraftDrift()
    for operation in state.draft.draft.operations {
      var now: AllowPolicy? = operation.base
      switch operation.id {
      case cast.policies[1].id: now?.fields.isTrustedSender = true
      case cast.policies[2].id: now?.fields.comments = "theirs: " + cast.editedComment
      case cast.policies[3].id: now = nil
      default: continue
      }
      if case .conflict(let conflict) = Drift.of(operation, now: now) { drift.conflicts.append(conflict) }
    }
    send(.drifted(drift))
  }

  fileprivate func record(
    _ id: String,
    _ recordState: SubmissionRecord.State,
    _ cast: ScreenCast,
    _ operations: [DraftOperation]
  ) throws -> SubmissionRecord {
    let review = try Review(of: operations, for: state.account)
    var record = SubmissionRecord(
      id: id,
      account: state.account.key,
      startedAt: state.now.addingTimeInterval(-Double(60 * id.count * id.count)),
      user: cast.user,
      reason: cast.reason,
      fingerprint: review.fingerprint.hex,
      encoding: .documented,
      operations: operations,
      request: review.request.body,
      state: recordState
    )
    record.rayID = cast.rayID
    return record
  }

  fileprivate func records(_ cast: ScreenCast) throws -> [SubmissionRecord] {
    let operations = cast.operations
    var refused = try record("s22", .refused, cast, operations)
    refused.detail = cast.problem
    refused.serverErrors = [ServerError(code: 11_001, message: cast.serverMessage, pointer: "/patches/0/verify_sender")]
    refused.response =
      Data((#"{"success":false,"errors":[{"message":""# + cast.serverMessage + "\"}]}").utf8) + [0xFF, 0x9B]
    var applied = try record("s333", .applied, cast, Array(operations.prefix(2)))
    applied.createdIDs = ["c1"]
    return [refused, applied, try record("s4444", .unknown, cast, operations)]
  }

  /// A submission that ended like this.
  fileprivate mutating func end(_ cast: ScreenCast, _ outcome: SubmissionOutcome) throws {
    try review()
    try confirm(cast)
    let operations = state.draft.draft.operations
    let problem = Problem(.outcomeUnknown, what: "The connection to \(cast.host) was lost.", advice: "")
    var report = SubmissionReport(outcome: outcome, problem: outcome == .applied ? nil : problem)
    switch outcome {
    case .applied:
      report.record = try record("s1", .applied, cast, operations)
      report.draft = DraftSnapshot(revision: 90)
      report.recognised = ["c1"]
    case .notSeen: report.record = try record("s1", .notSeen, cast, operations)
    default:
      report.record = try record("s1", .unknown, cast, operations)
      report.verdicts = operations.indices.map { [.applied, .notSeen, .cannotTell][$0 % 3] }
      for operation in operations {
        var seen = operation.base
        seen?.fields.comments = cast.serverMessage
        if let base = operation.base { report.seen[base.id] = seen }
      }
    }
    send(.submissionEnded(report))
  }
}
