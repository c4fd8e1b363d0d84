import Foundation
import Glibc
import PolicyCore
import Policies
import Values

/// The first rows of an account's policies as they were shown last, in a file beside that of the policies: small, so
/// that a first screen costs the same whatever the number of policies.
///
/// A file of its own, since another order is another head and the same table.
struct HeadFile: Codable {
  private static let version = 1
  private static let mostBytes = 1 << 20

  private let version: Int
  private let account: String
  private let loadedAt: Double
  private let count: Int
  private let order: String
  /// Of which rules the bits of the signs are.
  private let rules: UInt64
  private let rows: Data
  /// Nine bytes a row: which rules hold, and which levels they have.
  private let signs: Data
  private let checksum: UInt64

  init(_ head: CachedHead, loadedAt: Double, of account: AccountKey) {
    version = Self.version
    self.account = Self.name(of: account)
    self.loadedAt = loadedAt
    count = head.count
    order = head.order
    rules = RowSigns.catalogue
    rows = Data(TableBlock.encode(head.policies, rows: head.policies.indices))
    signs = Data(head.signs.flatMap(\.bytes))
    checksum = Self.checksum(of: rows, signs, order)
  }

  /// Nil where there is none, or it is damaged, of another version or account, or not of the policies that were loaded
  /// at that time.
  static func read(_ path: String, of account: AccountKey, loadedAt: Double, count: Int) -> CachedHead? {
    guard let bytes = readFile(path), let file = try? JSONDecoder().decode(HeadFile.self, from: bytes),
      file.version == Self.version, file.account == name(of: account), file.loadedAt == loadedAt, file.count == count,
      file.rules == RowSigns.catalogue, file.checksum == checksum(of: file.rows, file.signs, file.order),
      let table = PolicyTable(blocks: [file.rows]), let signs = RowSigns.all(from: Array(file.signs)),
      signs.count == table.count, table.count <= count
    else { return nil }
    return CachedHead(
      policies: table,
      signs: signs,
      order: file.order,
      count: count,
      loadedAt: Date(stored: loadedAt)
    )
  }

  private static func readFile(_ path: String) -> Data? {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { return nil }
    defer { close(descriptor) }
    var bytes = [UInt8](repeating: 0, count: mostBytes)
    var count = 0
    while count < bytes.count {
      let more = bytes.withUnsafeMutableBytes {
        Glibc.read(descriptor, $0.baseAddress?.advanced(by: count), mostBytes - count)
      }
      if more < 0, errno == EINTR { continue }
      guard more > 0 else { break }
      count += more
    }
    return count < mostBytes ? Data(bytes.prefix(count)) : nil
  }

  private static func name(of account: AccountKey) -> String { "\(account.baseURL)\u{0}\(account.accountID)" }

  private static func checksum(of rows: Data, _ signs: Data, _ order: String) -> UInt64 {
    var sum = Checksum()
    sum.add(rows)
    sum.add(signs)
    sum.add(Array(order.utf8))
    return sum.value
  }
}
