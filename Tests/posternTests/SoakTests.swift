import Canvas
import Foundation
import Policies
import PolicyCore
import PolicyQuery
import PolicyStore
import PolicyUI
import Terminal
import TestSupport
import Testing
import Theming
import Values

@testable import postern

/// A long day at the screen, with everything real but the terminal and the server.
///
/// Random keys, changes of size and of other people's policies, and refreshes; the draft is held against a second one
/// that was given the same orders. The standard size is short; `POSTERN_SOAK_KEYS` and `POSTERN_SOAK_POLICIES` make it
/// long, and then its figures say something: of a release build
/// (`swift test -c release -Xswiftc -enable-testing --filter SoakTests`).
@Suite("A long day at the screen")
struct SoakTests {
  private static let keys = [
    "j", "j", "j", "k", "k", "G", "g", "ctrl-d", "ctrl-u", "space", "t", "a", "v", "d", "d", "u", "u", "ctrl-r", "esc",
    "esc", "p", "f", "r", "1", "2", "3", "s", "?", "enter", "tab", "left", "right", "up", "down", "ctrl-s",
  ]
  private static let filters = ["user1", "trusted:yes", "finding:danger", "vendor7 -user", "type:domain", "op:any", ""]

  private static func size(_ name: String, _ standard: Int) -> Int {
    ProcessInfo.processInfo.environment[name].flatMap { Int($0) } ?? standard
  }

  @Test(
    "after any keys the draft is what was ordered, the rows are those of the list, and the frame is the one drawn afresh"
  )
  func soak() async throws {
    var generator = SeededGenerator.announced("a long day at the screen")
    var day = try await Day(policies: Self.size("POSTERN_SOAK_POLICIES", 1500), using: &generator)
    let count = Self.size("POSTERN_SOAK_KEYS", 1500)
    for number in 0..<count {
      switch Int.random(in: 0..<1000, using: &generator) {
      case 0..<4:
        day.send(
          .input(
            .resize(
              Size(rows: .random(in: 10...60, using: &generator), columns: .random(in: 40...160, using: &generator))
            )
          )
        )
      case 4..<6: day.changeElsewhere(using: &generator)
      case 6..<8: day.send(.load(.failed(Problem(.unreachable, what: "Offline.", advice: ""))))
      case 8..<20:
        day.press("esc", "esc", "/")
        day.type(Self.filters.randomElement(using: &generator) ?? "")
        day.press("enter")
      default: day.press(Self.keys.randomElement(using: &generator) ?? "j")
      }
      if number.isMultiple(of: 500) {
        try await day.rest()
        try await day.follow()
      }
      if number == count / 4 { day.noteMemory() }
    }
    day.press("esc", "esc", "esc", "esc", "esc")
    try await day.rest()
    day.press("R")
    try await day.rest()
    try await day.check()
    print(day.report)
  }
}

/// The screen's loop without a terminal, and what it ordered.
private struct Day {
  private var state: AppState
  private let runner: EffectRunner
  private let mailbox: Mailbox<AppAction>
  private let workspace: Workspace
  private let service: FakePolicyService
  private let folder: TestSupport.TemporaryFolder
  private let pictures = RowPictures()
  /// The orders that change the draft, in their order.
  private var orders: [DraftOrder] = []
  /// Has carried out as many of them, with nothing changing around it.
  private let model: Workspace
  private var modelled = 0
  private var changes = 0
  private var frames: [Duration] = []
  private var isOver = false
  private var memoryAtQuarter = 0

  init(policies count: Int, using generator: inout SeededGenerator) async throws {
    let policies = (0..<count).map { number in
      AllowPolicy(
        id: PolicyID(Self.id(number)),
        fields: PolicyFields(
          pattern: number.isMultiple(of: 6) ? "vendor\(number).example" : "user\(number)@vendor\(number % 977).example",
          patternType: number.isMultiple(of: 6) ? .domain : .email,
          isRegex: false,
          isTrustedSender: Bool.random(using: &generator),
          isAcceptableSender: Bool.random(using: &generator),
          isExemptRecipient: false,
          verifySender: Bool.random(using: &generator),
          comments: "SEC-\(number)"
        ),
        createdAt: "2025-01-02T03:04:05Z",
        modifiedAt: "2026-0\(1 + number % 9)-1\(number % 10)T03:04:05Z"
      )
    }
    folder = try TestSupport.TemporaryFolder()
    service = FakePolicyService(policies)
    let account = Account.sample()
    workspace = Workspace(
      account: account,
      service: service,
      store: MemoryDraftStore(),
      cache: PolicyFileCache(folder: folder.path("cache"))
    )
    model = Workspace(account: account, service: service, store: MemoryDraftStore(), cache: MemoryPolicyCache())
    mailbox = Mailbox<AppAction>(waker: try Waker())
    runner = EffectRunner(
      workspace: workspace,
      mailbox: mailbox,
      memory: ScreenMemoryFile(folder: folder.path)
    )
    let theme = try ThemeLibrary.shipped.theme(named: "mono", depth: .none)
    state = AppState(account: account, theme: theme, size: Size(rows: 40, columns: 120), now: Date())
    send(.started)
    try await rest()
  }

  private static func id(_ number: Int) -> String {
    let digits = String(number, radix: 16)
    return "3f2c8d1e-0000-4000-8000-" + String(repeating: "0", count: 12 - digits.count) + digits
  }

  // MARK: - The loop

  mutating func press(_ names: String...) {
    for name in names { if let key = KeyPress(name: name) { send(.input(.key(key))) } }
  }

  mutating func type(_ text: String) {
    for character in text { send(.input(.key(KeyPress(character)))) }
  }

  mutating func send(_ action: AppAction) {
    guard !isOver else { return }
    let clock = ContinuousClock()
    let start = clock.now
    take(action)
    for answer in mailbox.drain() { take(answer) }
    _ = view(state, reusing: pictures)
    frames.append(clock.now - start)
  }

  private mutating func take(_ action: AppAction) {
    for effect in reduce(&state, action) {
      switch effect {
      case .terminal: break
      case .draft(.create), .draft(.createAll), .draft(.undoSubmission), .work(.submit), .work(.export): break
      case .draft(let order):
        orders.append(order)
        runner.run(order)
      case .work(let order): runner.run(order)
      }
    }
  }

  /// Somebody else changes a policy that is not queued here; a refresh follows.
  mutating func changeElsewhere(using generator: inout SeededGenerator) {
    let id = PolicyID(Self.id(Int.random(in: 0..<service.stored.count, using: &generator)))
    guard state.draft.draft[id] == nil else { return }
    changes += 1
    service.change(id) { $0.fields.comments = "changed elsewhere \(changes)" }
    send(.input(.key(KeyPress(name: "esc") ?? KeyPress("j"))))
    send(.input(.key(KeyPress("R"))))
  }

  /// Lets everything that was ordered come to its end.
  mutating func rest() async throws {
    let deadline = ContinuousClock.now + .seconds(120)
    var quiet = 0
    while quiet < 30, ContinuousClock.now < deadline {
      try await Task.sleep(for: .milliseconds(5))
      let answers = mailbox.drain()
      let ticks = answers.allSatisfy { if case .clockTicked = $0 { true } else { false } }
      for answer in answers { take(answer) }
      if case .loading = state.browse.load { quiet = 0 } else { quiet = ticks ? quiet + 1 : 0 }
    }
    _ = view(state, reusing: pictures)
  }

  // MARK: - What came of it

  mutating func check() async throws {
    try await follow()
    let kept = try await workspace.draft().draft.operations.map(Self.words)
    #expect(state.draft.draft.operations.map(Self.words) == kept)
    #expect(state.browse.list.elementsEqual(service.stored))
    let rows = try PolicyFilter.rows(
      of: state.browse.list,
      draft: state.draft.draft,
      query: Query(parsing: state.browse.filter.text),
      order: state.browse.order,
      findings: state.findings.rows
    )
    #expect(state.browse.rows.elementsEqual(rows))
    #expect(view(state, reusing: pictures) == view(state))
  }

  /// Carries out in the model what was ordered since the last time, and compares.
  mutating func follow() async throws {
    let news = orders[modelled...]
    modelled = orders.count
    for order in news {
      switch order {
      case .change(let edit): _ = try? await model.perform(edit)
      case .undo: _ = try? await model.undo()
      case .redo: _ = try? await model.redo()
      case .jump(let sequence): _ = try? await model.jump(to: sequence)
      case .create, .createAll, .undoSubmission: break
      }
    }
    let expected = try await model.draft().draft.operations.map(Self.words)
    let kept = try await workspace.draft().draft.operations.map(Self.words)
    let differences = kept.difference(from: expected).prefix(4).map { "\($0)" }
    #expect(differences == [], "after \(modelled) orders, the last being \(news.suffix(40))")
    if !differences.isEmpty { isOver = true }
  }

  /// What an operation does, without what it was judged against: that follows the list.
  private static func words(_ operation: DraftOperation) -> String {
    switch operation.intent {
    case .edit(_, let edit): "\(operation.id) \(operation.kind) \(edit.changes)"
    default: "\(operation.id) \(operation.kind)"
    }
  }

  private var memory: Int {
    let status = (try? String(contentsOfFile: "/proc/self/statm", encoding: .utf8)) ?? ""
    return (status.split(separator: " ").dropFirst().first.flatMap { Int($0) } ?? 0) * 4096 / 1_048_576
  }

  mutating func noteMemory() { memoryAtQuarter = memory }

  var report: String {
    let sorted = frames.sorted()
    func part(_ share: Double) -> Double {
      sorted[min(sorted.count - 1, Int(Double(sorted.count) * share))] / .milliseconds(1)
    }
    let long = sorted.count { $0 > .milliseconds(50) }
    return """
      \(frames.count) frames over \(state.browse.list.count) policies, \(orders.count) orders to the draft, \(changes) \
      changes elsewhere; a frame takes \(part(0.5)) ms (p50), \(part(0.99)) ms (p99), \(part(1)) ms (longest), \(long) over \
      50 ms; \(memoryAtQuarter) MB after a quarter, \(memory) MB at the end
      """
  }
}
