import Foundation
import PolicyCore
import TestSupport
import Testing

@testable import PolicyStore
import Policies
import Values

@Suite("The cache of policies")
struct PolicyCacheTests {
  private let folder: TemporaryFolder
  private let path: String
  private let loadedAt = Date(timeIntervalSince1970: 1_790_000_000.25)

  init() throws {
    folder = try TemporaryFolder()
    path = folder.path("cache")
  }

  private var cache: PolicyFileCache { PolicyFileCache(folder: path) }

  private func policies(_ count: Int, seed: UInt64 = 1) -> [AllowPolicy] {
    var generator = SeededGenerator(seed: seed)
    return (0..<count).map { number in
      let policy = AllowPolicy.random(id: "id-\(number)", using: &generator)
      return number.isMultiple(of: 9) ? policy.odd(using: &generator) : policy
    }
  }

  private func files() throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: path).filter { !$0.hasSuffix(".lock") }.sorted()
  }

  private func file() throws -> URL { URL(filePath: "\(path)/\(try #require(try files().first))") }

  @Test("an account that was never loaded has none")
  func nothing() async throws {
    #expect(try await cache.policies(of: acme) == nil)
    #expect(try await cache.first(10, of: acme) == nil)
    #expect(!FileManager.default.fileExists(atPath: path))
  }

  @Test("the policies come back in their order after a restart", arguments: [0, 1, 4095, 4096, 4097, 9000])
  func roundTrip(count: Int) async throws {
    let policies = policies(count)
    try await cache.save(CachedPolicies(policies: policies, loadedAt: loadedAt), of: acme)
    let cached = try await cache.policies(of: acme)
    #expect(cached?.all == policies)
    #expect(cached?.loadedAt == loadedAt)
  }

  @Test("a later save replaces everything, and an older list replaces nothing")
  func replaces() async throws {
    let (first, second) = (policies(2500), policies(100, seed: 2))
    try await cache.save(CachedPolicies(policies: first, loadedAt: loadedAt), of: acme)
    try await cache.save(CachedPolicies(policies: second, loadedAt: loadedAt + 60), of: acme)
    #expect(try await cache.policies(of: acme)?.all == second)
    try await cache.save(CachedPolicies(policies: first, loadedAt: loadedAt), of: acme)
    #expect(try await cache.policies(of: acme)?.all == second)
    #expect(try files().count == 1)
  }

  @Test("the first of them come without the rest", arguments: [0, 1, 4096, 4097, 9999])
  func first(limit: Int) async throws {
    let policies = policies(9000)
    try await cache.save(CachedPolicies(policies: policies, loadedAt: loadedAt), of: acme)
    // The last block is rubbish, which only a call that reads it can notice.
    var bytes = try Data(contentsOf: file())
    bytes[bytes.count - 1] ^= 1
    try bytes.write(to: file())
    if limit > 8192 {
      await #expect(throws: Problem.self) { try await cache.first(limit, of: acme) }
    } else {
      let head = try await cache.first(limit, of: acme)
      #expect(head.map { Array($0.policies) } == Array(policies.prefix(limit)))
      #expect(head?.loadedAt == loadedAt)
    }
  }

  private func head(_ count: Int, of all: Int) -> CachedHead {
    let policies = policies(count, seed: 5)
    let signs = policies.indices.map { RowSigns.sample($0) }
    return CachedHead(policies: PolicyTable(policies), signs: signs, order: "-modified", count: all, loadedAt: loadedAt)
  }

  private func headFile() throws -> URL {
    URL(filePath: "\(path)/\(try #require(try files().first { $0.hasSuffix(".head") }))")
  }

  @Test("the first rows as they were shown come back with their signs, and with the time of their list")
  func shownRows() async throws {
    let head = head(200, of: 500)
    try await cache.save(head, of: acme)
    #expect(try await cache.head(of: acme) == nil)
    try await cache.save(CachedPolicies(policies: PolicyTable(policies(500)), loadedAt: loadedAt), of: acme)
    try await cache.save(head, of: acme)
    let read = try #require(try await cache.head(of: acme))
    #expect(Array(read.policies) == Array(head.policies) && read.signs == head.signs)
    #expect(read.order == head.order && read.count == 500 && read.loadedAt == loadedAt)
    let mode = try FileManager.default.attributesOfItem(atPath: headFile().path)[.posixPermissions] as? Int
    #expect(mode == 0o600)
    #expect(try await cache.head(of: globex) == nil)
  }

  @Test("a newer list has no first rows until they are kept, and rows of another list are not kept")
  func shownRowsOfOthers() async throws {
    try await cache.save(CachedPolicies(policies: PolicyTable(policies(500)), loadedAt: loadedAt), of: acme)
    try await cache.save(head(20, of: 500), of: acme)
    try await cache.save(CachedPolicies(policies: PolicyTable(policies(500)), loadedAt: loadedAt + 1), of: acme)
    #expect(try await cache.head(of: acme) == nil)
    try await cache.save(head(20, of: 499), of: acme)
    #expect(try await cache.head(of: acme) == nil)
    // As many policies, and of an earlier load: another process has saved its own since.
    try await cache.save(head(20, of: 500), of: acme)
    #expect(try await cache.head(of: acme) == nil)
  }

  @Test("first rows that are damaged anywhere, cut, empty or endless count as none")
  func damagedRows() async throws {
    try await cache.save(CachedPolicies(policies: PolicyTable(policies(60)), loadedAt: loadedAt), of: acme)
    let kept = head(60, of: 60)
    try await cache.save(kept, of: acme)
    let bytes = try Data(contentsOf: headFile())
    var generator = SeededGenerator.announced("damaged first rows")
    for _ in 0..<200 {
      var damaged = bytes
      switch Int.random(in: 0..<3, using: &generator) {
      case 0:
        damaged[Int.random(in: 0..<damaged.count, using: &generator)] ^= UInt8.random(in: 1...255, using: &generator)
      case 1: damaged = damaged.prefix(Int.random(in: 0..<damaged.count, using: &generator))
      default: damaged.append(contentsOf: [UInt8](repeating: 0x20, count: 1 << 20))
      }
      try damaged.write(to: headFile())
      guard let read = try await cache.head(of: acme) else { continue }
      // A byte of the layout between members may be another blank.
      #expect(Array(read.policies) == Array(kept.policies) && read.signs == kept.signs && read.order == kept.order)
    }
  }

  @Test("accounts share nothing, and one's file is not taken for another's")
  func accounts() async throws {
    try await cache.save(CachedPolicies(policies: [.sample("a")], loadedAt: loadedAt), of: acme)
    let bytes = try Data(contentsOf: file())
    try await cache.save(CachedPolicies(policies: [.sample("b")], loadedAt: loadedAt), of: globex)
    #expect(try await cache.policies(of: acme)?.all == [.sample("a")])
    #expect(try await cache.policies(of: globex)?.all == [.sample("b")])
    for name in try files() { try bytes.write(to: URL(filePath: "\(path)/\(name)")) }
    let problem = await #expect(throws: Problem.self) { try await cache.policies(of: globex) }
    #expect(problem?.kind == .storage && problem?.retry == .safe)
  }

  @Test("nobody else can read it, and nothing else is left in the folder")
  func permissions() async throws {
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    for suffix in ["", "-wal", "-shm"] { try Data([1]).write(to: URL(filePath: "\(path)/cache.sqlite\(suffix)")) }
    chmod(path, 0o700)
    try await cache.save(CachedPolicies(policies: [.sample()], loadedAt: loadedAt), of: acme)
    let name = try #require(try files().first)
    #expect(try files() == [name] && name.hasSuffix(".policies"))
    for (file, mode) in [("", 0o700), ("/\(name)", 0o600), ("/\(name).lock", 0o600)] {
      let attributes = try FileManager.default.attributesOfItem(atPath: path + file)
      #expect(attributes[.posixPermissions] as? Int == mode, "\(file)")
    }
  }

  @Test("a time that no clock can have told is held to what can be reckoned with", arguments: [1e300, -1e300, .nan])
  func oddTime(seconds: Double) async throws {
    try await cache.save(CachedPolicies(policies: policies(3), loadedAt: loadedAt), of: acme)
    let table = PolicyTable(policies(3))
    try PolicyFile.write(table, loadedAt: seconds, of: acme, to: file().path)
    let head = try #require(try await cache.first(2, of: acme))
    #expect(head.loadedAt == .distantPast || head.loadedAt == .distantFuture)
  }

  @Test("two who save at the same time leave one whole list")
  func together() async throws {
    let lists = (0..<6).map { policies(500, seed: $0) }
    try await withThrowingTaskGroup(of: Void.self) { group in
      for (number, list) in lists.enumerated() {
        group.addTask {
          try await PolicyFileCache(folder: path)
            .save(CachedPolicies(policies: list, loadedAt: loadedAt + Double(number)), of: acme)
        }
      }
      try await group.waitForAll()
    }
    let found = try #require(try await cache.policies(of: acme))
    #expect(lists.contains(found.all))
  }

  @Test("a folder that cannot be used is a problem of storage")
  func unusable() async throws {
    try Data().write(to: URL(filePath: folder.path("plain")))
    let cache = PolicyFileCache(folder: folder.path("plain/cache"))
    let problem = await #expect(throws: Problem.self) {
      try await cache.save(CachedPolicies(policies: [.sample()], loadedAt: loadedAt), of: acme)
    }
    #expect(problem?.kind == .storage)
    #expect(try await cache.policies(of: acme) == nil)
  }
}

extension RowSigns {
  fileprivate static func sample(_ number: Int) -> RowSigns {
    let finding = Finding(
      rule: Rule.all[number % Rule.all.count].name,
      level: FindingLevel.allCases[number % 4],
      policyID: "a",
      pattern: "",
      field: nil,
      message: "",
      why: ""
    )
    return RowFindings([finding], in: PolicyList([.sample("a")])).signs(ofRow: 0)
  }
}
