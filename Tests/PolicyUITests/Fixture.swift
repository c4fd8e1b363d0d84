import Canvas
import Foundation
import PolicyCore
import PolicyUI
import TestSupport
import Theming
import Policies
import PolicyQuery
import Values

/// A small account on a screen, and keys pressed in it by name.
struct Fixture {
  static let policies: [AllowPolicy] = [
    policy("p1", "billing@acme1.com", .email, [.acceptable, .verify], "vendor acme, approved", "2026-08-14T09:12:00Z"),
    policy("p2", "198.51.100.0/24", .ip, [.acceptable], "office Berlin", "2024-02-29T10:00:00Z"),
    policy("p3", "partner.example.org", .domain, [.trusted], "", "2023-05-01T00:00:00Z"),
    policy("p4", #".*@news\.globex\.io"#, .email, [.acceptable, .verify], "newsletters", "2025-11-02T08:00:00Z", true),
    policy("p5", "abuse@acme.example", .email, [.exempt], "報告 📮 Meldestelle", "2022-01-01T00:00:00.123456Z"),
  ]

  var state: AppState
  /// The findings that count as accepted from the next judgement on.
  var suppressions: [Suppression] = []
  /// What the policies let through, from the next judgement on.
  var usage: PolicyUsage?
  /// The orders to keep the first rows: how many there are in all, and the order.
  var heads: [String] = []
  /// Whether what becomes of a message is answered at once; else it is for the test to do.
  var answersWhatIf = true
  /// The mail that was read, for the overview.
  var mail = MailTold.nothing
  /// The other orders given since the last look.
  var effects: [AppEffect] = []

  /// Shows the policies with a draft made of these edits.
  init(_ size: Size = Size(rows: 24, columns: 80), edits: [DraftEdit] = [], isReadOnly: Bool = false) throws {
    state = AppState(
      account: Account(
        key: AccountKey(baseURL: "https://api.example.org/client/v4", accountID: "a"),
        name: "Acme Corp",
        environment: .live
      ),
      isReadOnly: isReadOnly,
      theme: .plain,
      size: size,
      now: Date(timeIntervalSince1970: 1_790_000_000)
    )
    send(.draft(.read(try Self.snapshot(edits))))
    let list = PolicyList(Self.policies, revision: 1)
    send(.load(.loaded(LoadedPolicies(list: list, isComplete: true, loadedAt: state.now))))
  }

  static func snapshot(_ edits: [DraftEdit]) throws -> DraftSnapshot {
    var draft = Draft()
    for edit in edits { _ = try draft.apply(edit) }
    return DraftSnapshot(
      draft: draft,
      revision: edits.count,
      undoTitle: edits.last?.title,
      redoTitle: nil
    )
  }

  static func policy(
    _ id: String,
    _ pattern: String,
    _ type: PatternType,
    _ flags: Set<PolicyFlag>,
    _ comments: String,
    _ modified: String,
    _ isRegex: Bool = false
  ) -> AllowPolicy {
    AllowPolicy(
      id: PolicyID(id),
      fields: PolicyFields(
        pattern: pattern,
        patternType: type,
        isRegex: isRegex,
        isTrustedSender: flags.contains(.trusted),
        isAcceptableSender: flags.contains(.acceptable),
        isExemptRecipient: flags.contains(.exempt),
        verifySender: flags.contains(.verify),
        comments: comments
      ),
      createdAt: "2022-01-01T00:00:00Z",
      modifiedAt: modified,
      lastModified: modified
    )
  }

  /// Applies an action, and computes rows and findings at once where it orders them.
  mutating func send(_ action: AppAction) {
    for effect in reduce(&state, action) {
      switch effect {
      case .work(.arrangeRows(let request)): arrange(request)
      case .work(.countRows(let request)):
        if let frequencies = request.count() { send(.load(.counted(request, frequencies))) }
      case .work(.makeOverview(let request)):
        if let overview = request.overview(mail: mail) {
          send(.load(.overviewMade(request, overview)))
        }
      case .work(.judge(let list, let draft)): judge(list, draft)
      case .work(.keepHead(let list, let order, _)): heads.append("\(list.count) \(order.text)")
      case .work(.answerWhatIf(let question, let findings)) where answersWhatIf:
        if let whatIf = findings.whatIf {
          send(.draft(.whatIfAnswered(question, whatIf.answer(to: question.message))))
        }
      default: effects.append(effect)
      }
    }
    // Nobody carries the other orders out: a test answers them, or looks at them only.
    state.outstanding = Outstanding()
  }

  private mutating func arrange(_ request: RowsRequest) {
    let rows = try? PolicyFilter.rows(
      of: request.list,
      draft: request.draft.draft,
      query: Query(parsing: request.filter),
      order: request.order,
      findings: request.findings?.rows ?? RowFindings(),
      knowing: QueryFacts(now: Instant(request.now), usage: request.findings?.usage)
    )
    if let rows { send(.load(.rowsArranged(RowsAnswer(request: request, rows: rows)))) }
  }

  private mutating func judge(_ list: PolicyList?, _ draft: DraftSnapshot) {
    var settings = RuleSettings(suppressions: suppressions, now: state.now)
    settings.usage = usage
    let findings = list.map { ListFindings(of: $0, settings: settings) }
    send(.draft(.judged(AccountFindings(draft, over: findings, settings: settings))))
  }

  /// Presses keys by the names that the help uses.
  mutating func press(_ names: String...) {
    for name in names {
      if let key = KeyPress(name: name) { send(.input(.key(key))) }
    }
  }

  mutating func type(_ text: String) {
    for character in text { send(.input(.key(KeyPress(character)))) }
  }

  mutating func takeEffects() -> [AppEffect] {
    defer { effects = [] }
    return effects
  }

  /// What the orders would change in the draft.
  mutating func takeEdits() -> [DraftEdit] {
    takeEffects().compactMap { effect in
      if case .draft(.change(let edit)) = effect { edit } else { nil }
    }
  }

  var lines: [String] { view(state).lines() }

  var text: String { lines.joined(separator: "\n") }
}

extension MailTold {
  /// Mail that was read, and what policies let through of it.
  static func sample(of policies: [AllowPolicy]) async throws -> MailTold {
    let mail = KeptMail.sample(of: policies, ending: 1_790_000_000)
    guard let passed = PassedMail(mail) else { return .nothing }
    return .told(passed, try await PolicyUsage(of: PolicySet(PolicyList(policies)), in: mail))
  }
}
