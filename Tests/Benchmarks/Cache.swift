import Policies
import Foundation
import PolicyCore
import PolicyStore
import TestSupport

extension Benchmark {
  /// The policies last seen, in their file.
  static let caching = [
    Benchmark("cache/write", "the file written anew") { count in
      let kept = try await Kept(count)
      return Work { try await kept.save() }
    },
    Benchmark("cache/read", "all of the file, as a table") { count in
      let kept = try await Kept(count)
      return Work {
        let policies = try await kept.cache.policies(of: kept.account)?.policies
        try Unexpected.unless(policies?.count == count, "the file was not taken")
      }
    },
    Benchmark("cache/head", "the first 200 rows as they were shown, with their signs") { count in
      let kept = try await Kept(count)
      return Work(times: 10) {
        for _ in 0..<10 {
          let head = try await kept.cache.head(of: kept.account)
          try Unexpected.unless(head?.policies.count == min(count, 200), "the file was not taken")
        }
      }
    },
  ]
}

/// A file with policies, in a folder that goes with it.
private struct Kept: Sendable {
  let folder: TemporaryFolder
  let cache: PolicyFileCache
  let account = Account.sample().key
  private static let loadedAt = Date(timeIntervalSince1970: 1_790_000_000)
  let table: PolicyTable

  init(_ count: Int) async throws {
    folder = try TemporaryFolder()
    cache = PolicyFileCache(folder: folder.path)
    table = try MadeAccount(.mixed, policies: count).table()
    try await save()
    let first = PolicyTable(Array(table.prefix(CachedHead.rows)))
    let signs = first.map { _ in RowSigns() }
    let head = CachedHead(policies: first, signs: signs, order: "-modified", count: count, loadedAt: Self.loadedAt)
    try await cache.save(head, of: account)
  }

  func save() async throws {
    try await cache.save(CachedPolicies(policies: table, loadedAt: Self.loadedAt), of: account)
  }
}
