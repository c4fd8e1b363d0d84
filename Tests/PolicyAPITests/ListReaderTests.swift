import PolicyCore
import Synchronization
import Testing

@testable import PolicyAPI
import Policies
import Values

@Suite("Reading the list, page by page")
struct ListReaderTests {
  /// A list that may change between two pages.
  final class Server: Sendable {
    struct State {
      var ids: [Int]
      var asked: [Int] = []
      var inFlight = 0
      var most = 0
      var mostDuringFirst = 0
    }

    let state: Mutex<State>
    let size: Int
    /// What the server adds to its count; nil where it counts nothing.
    let excess: Int?
    let beforePage: @Sendable (Int, inout [Int]) -> Void

    init(
      _ ids: some Sequence<Int>,
      size: Int = 3,
      excess: Int? = 0,
      beforePage: @escaping @Sendable (Int, inout [Int]) -> Void = { _, _ in }
    ) {
      state = Mutex(State(ids: Array(ids)))
      self.size = size
      self.excess = excess
      self.beforePage = beforePage
    }

    /// `asked` counts requests from 1, whatever their page.
    func page(_ number: Int) -> PolicyPage {
      state.withLock { state in
        state.asked.append(number)
        beforePage(state.asked.count, &state.ids)
        let rows = state.ids.dropFirst((number - 1) * size).prefix(size)
        return PolicyPage(
          policies: rows.map { AllowPolicy(id: Answers.id($0), fields: PolicyFields(pattern: "\($0)")) },
          info: PageInfo(totalCount: excess.map { $0 + state.ids.count }, perPage: size)
        )
      }
    }

    var asked: [Int] { state.withLock { $0.asked } }
  }

  private func listing(
    of server: Server,
    progress: @escaping @Sendable (LoadProgress) -> Void = { _ in }
  ) async throws -> PolicyListing {
    let reader = ListReader(
      page: { (number) async throws(Problem) -> PolicyPage in server.page(number) },
      progress: progress
    )
    return try await reader.listing()
  }

  @Test("all pages come in order, each once, and the listing is complete", arguments: [0, 1, 2, 3, 4, 6, 7, 29, 30])
  func wholeList(count: Int) async throws {
    let server = Server(0..<count)
    let listing = try await listing(of: server)
    #expect(listing.policies.map(\.pattern) == (0..<count).map(String.init))
    #expect(listing.isComplete)
    #expect(server.asked.sorted() == Array(1...max(1, (count + 2) / 3)))
  }

  @Test("without a total, pages are read one after the other until a short one", arguments: [0, 2, 3, 7, 9])
  func withoutTotal(count: Int) async throws {
    let server = Server(0..<count, excess: nil)
    let listing = try await listing(of: server)
    #expect(listing.policies.count == count)
    #expect(server.asked == Array(1...(count / 3 + 1)))
    // Only a single page is a snapshot; between two, a policy may have slipped through unseen.
    #expect(listing.isComplete == (count < 3))
  }

  @Test("page 1 is read alone, and never more than four pages at a time")
  func parallelism() async throws {
    let server = Server(0..<60)
    let reader = ListReader(
      page: { (number) async throws(Problem) -> PolicyPage in
        server.state.withLock { state in
          state.inFlight += 1
          state.most = max(state.most, state.inFlight)
        }
        for _ in 0..<20 { await Task.yield() }
        return server.state.withLock { state in
          if number == 1 { state.mostDuringFirst = state.most }
          state.inFlight -= 1
          let rows = state.ids.dropFirst((number - 1) * 3).prefix(3)
          return PolicyPage(
            policies: rows.map { AllowPolicy(id: Answers.id($0), fields: PolicyFields()) },
            info: PageInfo(totalCount: 60, perPage: 3)
          )
        }
      },
      progress: { _ in }
    )
    #expect(try await reader.listing().policies.count == 60)
    #expect(server.state.withLock { $0.mostDuringFirst } == 1)
    #expect(server.state.withLock { $0.most } == 4)
  }

  @Test("a policy that appears between two pages is found, after reading again")
  func growth() async throws {
    let server = Server(0..<6) { asked, ids in
      if asked == 2 { ids.append(99) }
    }
    let listing = try await listing(of: server)
    #expect(listing.policies.last?.pattern == "99")
    #expect(listing.isComplete)
  }

  @Test("a policy that a deletion pushed onto an earlier page is found, after reading again")
  func shrinkage() async throws {
    let server = Server(0..<9) { asked, ids in
      if asked == 2 { ids.removeFirst() }
    }
    let listing = try await listing(of: server)
    #expect(listing.policies.map(\.pattern) == (1..<9).map(String.init))
    #expect(listing.isComplete)
  }

  @Test("a list that changes all the time is read three times, and then called incomplete")
  func neverStill() async throws {
    let server = Server(0..<6) { asked, ids in ids.append(100 + asked) }
    let listing = try await listing(of: server)
    #expect(!listing.isComplete)
    #expect(server.asked.filter { $0 == 1 }.count == 3)
  }

  @Test("a count that is steadily wrong costs one more reading, not two, and is not believed")
  func wrongCount() async throws {
    let server = Server(0..<4, excess: 5)
    let listing = try await listing(of: server)
    #expect(listing.policies.count == 4)
    #expect(!listing.isComplete)
    #expect(server.asked.filter { $0 == 1 }.count == 2)
  }

  @Test("a server that gives the same page for every number is noticed", arguments: [true, false])
  func samePage(counting: Bool) async throws {
    let asked = Mutex(0)
    let reader = ListReader(
      page: { (_) async throws(Problem) -> PolicyPage in
        asked.withLock { $0 += 1 }
        return PolicyPage(
          policies: (0..<3).map { AllowPolicy(id: Answers.id($0), fields: PolicyFields()) },
          info: PageInfo(totalCount: counting ? 3_000_000 : nil, perPage: 3)
        )
      },
      progress: { _ in }
    )
    let listing = try await reader.listing()
    #expect(listing.policies.count == 3)
    #expect(!listing.isComplete)
    #expect(asked.withLock { $0 } <= 12)
  }

  @Test("smaller pages than asked for are not taken for the last one, said or unsaid", arguments: [3, nil])
  func cappedPages(perPage: Int?) async throws {
    let reader = ListReader(
      page: { (number) async throws(Problem) -> PolicyPage in
        let rows = (0..<8).dropFirst((number - 1) * 3).prefix(3)
        return PolicyPage(
          policies: rows.map { AllowPolicy(id: Answers.id($0), fields: PolicyFields()) },
          info: PageInfo(totalCount: 8, perPage: perPage)
        )
      },
      progress: { _ in }
    )
    let listing = try await reader.listing()
    #expect(listing.policies.count == 8)
    #expect(listing.isComplete)
  }

  @Test("progress brings every policy once, also when the list is read again")
  func progressOnce() async throws {
    let reports = Mutex<[LoadProgress]>([])
    let server = Server(0..<9) { asked, ids in
      if asked == 3 { ids.append(50) }
    }
    _ = try await listing(of: server) { report in reports.withLock { $0.append(report) } }
    let arrived = reports.withLock { $0.flatMap(\.arrived).map(\.pattern) }
    #expect(arrived.sorted() == ((0..<9).map(String.init) + ["50"]).sorted())
    #expect(reports.withLock { $0.last?.loaded } == 10)
    #expect(reports.withLock { $0.last?.total } == 10)
  }

  @Test("the first page that fails ends the reading with its problem")
  func failure() async {
    let reader = ListReader(
      page: { (number) async throws(Problem) -> PolicyPage in
        guard number < 3 else { throw Problem(.badAnswer, what: "page \(number)", advice: "") }
        return PolicyPage(
          policies: (0..<3).map { AllowPolicy(id: Answers.id(number * 3 + $0), fields: PolicyFields()) },
          info: PageInfo(totalCount: 9, perPage: 3)
        )
      },
      progress: { _ in }
    )
    await #expect(throws: Problem(.badAnswer, what: "page 3", advice: "")) { try await reader.listing() }
  }

  @Test("whatever happens to the list meanwhile, no policy comes twice, and a quiet end is complete")
  func randomChanges() async throws {
    for seed in UInt64(1)...60 {
      let random = Mutex(SeededGenerator(seed: seed))
      let server = Server(0..<20) { asked, ids in
        guard asked < 12 else { return }
        random.withLock { random in
          switch Int.random(in: 0..<6, using: &random) {
          case 0: ids.append(1000 + asked)
          case 1: ids.remove(at: Int.random(in: ids.indices, using: &random))
          default: break
          }
        }
      }
      let listing = try await listing(of: server)
      let ids = listing.policies.map(\.id)
      #expect(Set(ids).count == ids.count, "seed \(seed)")
      let isQuiet = server.asked.count > 20
      if isQuiet, listing.isComplete {
        #expect(listing.policies.map(\.pattern) == server.state.withLock { $0.ids.map(String.init) }, "seed \(seed)")
      }
    }
  }
}

/// SplitMix64.
struct SeededGenerator: RandomNumberGenerator {
  private var state: UInt64

  init(seed: UInt64) {
    state = seed
  }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var word = state
    word = (word ^ (word >> 30)) &* 0xBF58_476D_1CE4_E5B9
    word = (word ^ (word >> 27)) &* 0x94D0_49BB_1331_11EB
    return word ^ (word >> 31)
  }
}
