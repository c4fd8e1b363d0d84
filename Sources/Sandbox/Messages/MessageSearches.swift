import Synchronization

/// The messages of the sandbox's account, and the searches in them.
///
/// The messages speak of the policies as they were when somebody first searched: what a policy let through stays so when
/// the policy is edited afterwards.
final class MessageSearches: Sendable {
  private struct State {
    var generator: MessageGenerator?
    var pending: [String: Pending] = [:]
    var last = 0
  }

  /// A search that is not finished yet, as far as its client is told.
  private struct Pending {
    var query: String
    var polls: Int
  }

  /// What becomes of a poll.
  enum Poll {
    case notYet
    /// The query of the search that is finished.
    case finished(query: String)
  }

  private static let mostPolicies = 5_000
  private let table: PolicyTable
  private let seed: UInt64
  private let messages: Int
  private let now: @Sendable () -> Int64
  private let state = Mutex(State())

  init(table: PolicyTable, seed: UInt64, messages: Int, now: @escaping @Sendable () -> Int64) {
    self.table = table
    self.seed = seed
    self.messages = messages
    self.now = now
  }

  /// Gives a page of messages, newest first, as the text of a JSON array, with where the next page begins.
  func page(_ parameters: [(name: String, value: String)], _ tricks: CursorTricks) async throws -> String {
    let query = try MessageQuery(parameters, now: now())
    let generator = try await generator()
    let page = Self.page(query, of: generator, now: now())
    var next = page.next
    if tricks.contains(.endless), next == nil {
      next = MessageQuery.Cursor(day: 0, number: (query.cursor.flatMap { $0.day == 0 ? $0.number : nil } ?? 0) + 1)
    }
    if tricks.contains(.repeated), let cursor = query.cursor { next = cursor }
    let cursor = next.map { JSONText.literal(query.text(of: $0)) } ?? "null"
    let info = "{\"count\":\(page.texts.count),\"per_page\":\(query.perPage),\"cursor\":\(cursor)}"
    return "{\"success\":true,\"errors\":[],\"messages\":[],\"result\":[" + page.texts.joined(separator: ",")
      + "],\"result_info\":" + info + "}"
  }

  private static func page(
    _ query: MessageQuery,
    of generator: MessageGenerator,
    now: Int64
  ) -> (texts: [String], next: MessageQuery.Cursor?) {
    let micros = MessageGenerator.microsPerDay
    let newest = min(query.end, now) / micros
    let oldest = max(query.start / micros, now / micros - MessageGenerator.days + 1)
    var texts: [String] = []
    var day = min(newest, query.cursor?.day ?? newest)
    while day >= oldest {
      let count = generator.count(ofDay: day)
      let from = query.cursor.flatMap { $0.day == day ? $0.number - 1 : nil } ?? count - 1
      for number in stride(from: min(from, count - 1), through: 0, by: -1) {
        let time = generator.time(ofDay: day, number)
        // Most of a day is passed over without a look where only a part of it is asked for.
        guard time < min(query.end, now), time >= query.start else { continue }
        let message = generator.message(ofDay: day, number)
        guard query.matches(message) else { continue }
        texts.append(message.rendered())
        if texts.count == query.perPage { return (texts, MessageQuery.Cursor(day: day, number: number)) }
      }
      day -= 1
    }
    return (texts, nil)
  }

  /// For tests: every message of a day that has come to pass.
  func all(ofDay day: Int64) async throws -> [MessageRecord] {
    let generator = try await generator()
    return (0..<generator.count(ofDay: day)).filter { generator.time(ofDay: day, $0) < now() }
      .map { generator.message(ofDay: day, $0) }
  }

  private func generator() async throws -> MessageGenerator {
    if let made = state.withLock({ $0.generator }) { return made }
    let policies = try await table.first(Self.mostPolicies)
    let made = MessageGenerator(seed: seed, messages: messages, policies: policies)
    return state.withLock { state in
      let kept = state.generator ?? made
      state.generator = kept
      return kept
    }
  }

  // MARK: - Searches that take long

  /// Takes a search that is to be asked for so many times; gives the name under which it is.
  func begin(query: String, polls: Int) -> String {
    state.withLock { state in
      state.last += 1
      let name = "search-\(state.last)"
      state.pending[name] = Pending(query: query, polls: polls)
      return name
    }
  }

  /// Gives nil for a name that no search has.
  func poll(_ name: String) -> Poll? {
    state.withLock { state in
      guard let pending = state.pending[name] else { return nil }
      guard pending.polls > 1 else { return .finished(query: pending.query) }
      state.pending[name]?.polls -= 1
      return .notYet
    }
  }
}

/// What faults do to the cursor of an answer.
struct CursorTricks: OptionSet, Sendable {
  let rawValue: UInt8

  static let repeated = CursorTricks(rawValue: 1)
  static let endless = CursorTricks(rawValue: 2)
}
