import Canvas
import Foundation
import Policies
import PolicyCore
import PolicyStore
import PolicyUI
import Terminal
import TestSupport
import Theming
import Values

@testable import postern

/// How long a turn of the loop took.
struct Turn {
  /// From its beginning to its end.
  let whole: Duration
  /// The part in which the thread could run and the machine had no core for it.
  let waited: Duration
  /// What it was about, where it was long.
  var what: String?

  /// What the program itself needed.
  var own: Duration { max(.zero, whole - waited) }
}

/// The screen's loop with everything real but the terminal and the server.
final class ScreenLoop {
  private(set) var state: AppState
  let service: FakePolicyService
  let workspace: Workspace
  /// The orders that change the draft, in their order.
  private(set) var orders: [DraftOrder] = []
  /// How long each turn took, with its frame.
  private(set) var frames: [Turn] = []
  /// Then nothing that is sent is heard any more.
  var isOver = false
  private let runner: EffectRunner
  private let mailbox: Mailbox<AppAction>
  /// Where everything is kept until the loop is gone.
  let folder: TestSupport.TemporaryFolder
  private let pictures = RowPictures()

  init(_ policies: [AllowPolicy], size: Size = Size(rows: 40, columns: 120)) throws {
    folder = try TestSupport.TemporaryFolder()
    service = FakePolicyService(policies)
    let account = Account.sample()
    workspace = Workspace(
      account: account,
      service: service,
      store: try SQLiteDraftStore(folder: folder.path("state")),
      cache: PolicyFileCache(folder: folder.path("cache"))
    )
    mailbox = Mailbox<AppAction>(waker: try Waker())
    runner = EffectRunner(
      workspace: workspace,
      mailbox: mailbox,
      memory: ScreenMemoryFile(folder: folder.path),
      views: ViewsDisk(path: folder.path + "/views.toml")
    )
    let theme = try ThemeLibrary.shipped.theme(named: "mono", depth: .none)
    // No clock is looked at while it runs: what is shown of ages is the same whenever that is.
    state = AppState(account: account, theme: theme, size: size, now: Date())
    send(.started)
  }

  static func id(_ number: Int) -> PolicyID {
    let digits = String(number, radix: 16)
    return PolicyID("3f2c8d1e-0000-4000-8000-" + String(repeating: "0", count: 12 - digits.count) + digits)
  }

  /// Addresses and domains of many vendors, with flags as they fall.
  static func policies(_ count: Int, using generator: inout SeededGenerator) -> [AllowPolicy] {
    (0..<count).map { number in
      AllowPolicy(
        id: id(number),
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
  }

  // MARK: - The loop

  func press(_ names: [String]) {
    for name in names { if let key = KeyPress(name: name) { send(.input(.key(key))) } }
  }

  func type(_ text: String) {
    for character in text { send(.input(.key(KeyPress(character)))) }
  }

  func send(_ action: AppAction) {
    guard !isOver else { return }
    let clock = ContinuousClock()
    let waited = Self.waitedForCore()
    let start = clock.now
    take(action)
    for answer in mailbox.drain() { take(answer) }
    _ = draw()
    let whole = clock.now - start
    var turn = Turn(whole: whole, waited: Self.waitedForCore() - waited)
    if turn.own > .milliseconds(50) { turn.what = "\(turn.own): \(String(describing: action).prefix(80))" }
    frames.append(turn)
  }

  /// How long this thread has waited for a core since it began, as the kernel counts it (`sched-stats.rst`, the second
  /// figure of `schedstat`); nothing where it does not.
  private static func waitedForCore() -> Duration {
    guard let file = fopen("/proc/thread-self/schedstat", "r") else { return .zero }
    defer { fclose(file) }
    var line = [CChar](repeating: 0, count: 96)
    guard fgets(&line, Int32(line.count), file) != nil else { return .zero }
    let figures = String(decoding: line.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
      .split(separator: " ")
    return figures.count > 1 ? .nanoseconds(Int64(figures[1]) ?? 0) : .zero
  }

  /// Takes several keys in one turn, as a terminal sends what was typed ahead.
  func send(together names: [String]) {
    guard !isOver else { return }
    for name in names { if let key = KeyPress(name: name) { take(.input(.key(key))) } }
    for answer in mailbox.drain() { take(answer) }
    _ = draw()
  }

  func draw() -> Buffer { view(state, reusing: pictures) }

  private func take(_ action: AppAction) {
    for effect in reduce(&state, action) {
      switch effect {
      case .terminal(.listThemes): take(.outside(.themesListed([])))
      case .terminal: break
      case .work(.submit), .work(.export): break
      case .draft(let order): run(order)
      case .work(let order): runner.run(order)
      case .files(.export), .files(.writeRest):
        take(.files(.failed(Problem(.storage, what: "Nothing is written here.", advice: ""))))
      case .files(let order): runner.run(order)
      case .mail(let order): runner.run(order)
      }
    }
  }

  /// Orders a change of the draft, as a key would.
  func run(_ order: DraftOrder) {
    orders.append(order)
    runner.run(order)
  }

  /// Lets everything that was ordered come to its end: the load, and whatever a key would have to wait for.
  func rest() async throws {
    let deadline = ContinuousClock.now + .seconds(120)
    var quiet = 0
    while quiet < 30, ContinuousClock.now < deadline {
      try await Task.sleep(for: .milliseconds(5))
      let answers = mailbox.drain()
      let ticks = answers.allSatisfy { if case .clockTicked = $0 { true } else { false } }
      for answer in answers { take(answer) }
      let isBusy = if case .loading = state.browse.load { true } else { state.outstanding != Outstanding() }
      quiet = isBusy || !ticks ? 0 : quiet + 1
    }
    _ = draw()
  }

  /// Waits until no key has to wait any more.
  func settle() async throws {
    let deadline = ContinuousClock.now + .seconds(60)
    repeat {
      for answer in mailbox.drain() { take(answer) }
      guard state.outstanding != Outstanding() || !state.held.isEmpty else { break }
      try await Task.sleep(for: .milliseconds(1))
    } while ContinuousClock.now < deadline
    _ = draw()
  }
}
