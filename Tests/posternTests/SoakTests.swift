import Canvas
import Foundation
import Policies
import PolicyCore
import PolicyQuery
import PolicyStore
import PolicyUI
import TestSupport
import Testing
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
    "esc", "p", "f", "r", "1", "2", "3", "s", "?", "enter", "tab", ".", "left", "right", "up", "down", "ctrl-s",
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
        day.clearDesk()
      }
      if number.isMultiple(of: max(1, count / 8)) { day.noteMemory() }
    }
    day.press("esc", "esc", "esc", "esc", "esc")
    try await day.rest()
    day.press("R")
    try await day.rest()
    // What was changed has stayed where it was until now.
    day.press(".")
    try await day.rest()
    try await day.check()
    print(day.report)
  }
}

/// What is done at the screen, beside a draft that is given the same orders with nothing changing around it.
private struct Day {
  private let screen: ScreenLoop
  private let model: Workspace
  /// How many of the orders the model has carried out.
  private var modelled = 0
  private var changes = 0
  /// In MB, at each eighth of the day.
  private var memories: [Int] = []

  init(policies count: Int, using generator: inout SeededGenerator) async throws {
    screen = try ScreenLoop(ScreenLoop.policies(count, using: &generator))
    model = Workspace(
      account: Account.sample(),
      service: screen.service,
      store: try SQLiteDraftStore(folder: screen.folder.path("model")),
      cache: MemoryPolicyCache()
    )
    try await rest()
  }

  func press(_ names: String...) { screen.press(names) }

  func type(_ text: String) { screen.type(text) }

  func send(_ action: AppAction) { screen.send(action) }

  /// Lets everything that was ordered come to its end.
  func rest() async throws { try await screen.rest() }

  /// Gives up what is queued where that is more than anybody reviews.
  func clearDesk() {
    let ids = screen.state.draft.draft.operations.map(\.id)
    if ids.count > 300 { screen.run(.change(.drop(ids))) }
  }

  /// Somebody else changes a policy that is not queued here; a refresh follows.
  mutating func changeElsewhere(using generator: inout SeededGenerator) {
    let id = ScreenLoop.id(Int.random(in: 0..<screen.service.stored.count, using: &generator))
    guard screen.state.draft.draft[id] == nil else { return }
    changes += 1
    screen.service.change(id) { $0.fields.comments = "changed elsewhere \(changes)" }
    press("esc", "R")
  }

  // MARK: - What came of it

  /// Carries out in the model what was ordered since the last time, and compares.
  mutating func follow() async throws {
    let news = screen.orders[modelled...]
    modelled = screen.orders.count
    for order in news {
      switch order {
      case .change(let edit): _ = try? await model.perform(edit)
      case .undo: _ = try? await model.undo()
      case .redo: _ = try? await model.redo()
      case .jump(let sequence): _ = try? await model.jump(to: sequence)
      case .create, .createAll, .importRows, .undoSubmission, .suppress, .unsuppress: break
      }
    }
    let expected = try await model.draft().draft.operations.map(Self.words)
    let kept = try await screen.workspace.draft().draft.operations.map(Self.words)
    let differences = kept.difference(from: expected).prefix(4).map { "\($0)" }
    #expect(differences == [], "after \(modelled) orders, the last being \(news.suffix(40))")
    if !differences.isEmpty { screen.isOver = true }
  }

  mutating func check() async throws {
    try await follow()
    let state = screen.state
    let kept = try await screen.workspace.draft().draft.operations.map(Self.words)
    #expect(state.draft.draft.operations.map(Self.words) == kept)
    #expect(state.browse.list.elementsEqual(screen.service.stored))
    let rows = try PolicyFilter.rows(
      of: state.browse.list,
      draft: state.draft.draft,
      query: Query(parsing: state.browse.filter.text),
      order: state.browse.order,
      findings: state.findings.rows
    )
    #expect(state.browse.rows.elementsEqual(rows))
    #expect(screen.draw() == view(state))
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

  mutating func noteMemory() {
    memories.append(memory)
    print("\(screen.frames.count) frames, \(screen.orders.count) orders, \(memory) MB")
  }

  var report: String {
    let turns = screen.frames
    let sorted = turns.map(\.own).sorted()
    func part(_ share: Double) -> Double {
      sorted[min(sorted.count - 1, Int(Double(sorted.count) * share))] / .milliseconds(1)
    }
    let limit = Duration.milliseconds(50)
    return """
      \(turns.count) frames over \(screen.state.browse.list.count) policies, \(screen.orders.count) orders to the draft, \
      \(changes) changes elsewhere; a frame takes \(part(0.5)) ms (p50), \(part(0.99)) ms (p99), \(part(1)) ms (longest), \
      \(sorted.count { $0 > limit }) over 50 ms; with the time in which the machine had no core for it \
      \(turns.count { $0.whole > limit }) over 50 ms; memory in MB at each eighth: \(memories), \(memory) at the end
      \(turns.compactMap(\.what).joined(separator: "\n"))
      """
  }
}
