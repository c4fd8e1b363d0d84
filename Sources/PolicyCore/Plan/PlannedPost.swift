import Foundation
import Policies
import Values

/// Makes new policies for a plan so that the same file gives the same bytes on every machine.
///
/// The id is a UUID of version 8 (RFC 9562): of the SHA-256 of the account, the content and the number among equals,
/// the first 122 bits. The time is the newest in the account's list. The server replaces both.
struct PlannedPosts {
  private let account: AccountKey
  private let time: String
  private var numbers: [PolicyFields: Int] = [:]

  init(account: AccountKey, list: PolicyList) {
    self.account = account
    time = Self.newestTime(in: list)
  }

  /// Throws a ``Problem`` where nothing on this machine can make the hash.
  mutating func policy(_ fields: PolicyFields) throws(Problem) -> NewPolicy {
    let number = numbers[fields, default: 0]
    numbers[fields] = number + 1
    return NewPolicy(placeholderID: try id(of: fields, number), queuedAt: time, fields: fields)
  }

  private func id(of fields: PolicyFields, _ number: Int) throws(Problem) -> PolicyID {
    var bytes = Data()
    func add(_ text: String) {
      // With its length before it, no text can pass for two others.
      bytes.append(contentsOf: "\(text.utf8.count) ".utf8)
      bytes.append(contentsOf: text.utf8)
    }
    add("postern new policy")
    add(account.baseURL)
    add(account.accountID)
    for field in PolicyField.allCases {
      switch fields[field] {
      case .text(let text): add(text)
      case .type(let type): add(type.rawValue)
      case .flag(let flag): add(flag ? "1" : "0")
      case nil: add("")
      }
    }
    add(String(number))
    var digest = try SHA256.digest(of: bytes)
    digest[6] = digest[6] & 0x0F | 0x80
    digest[8] = digest[8] & 0x3F | 0x80
    var digits = digest.prefix(16).map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()[...]
    let parts = [8, 4, 4, 4, 12].map { count in
      defer { digits = digits.dropFirst(count) }
      return String(digits.prefix(count))
    }
    return PolicyID(parts.joined(separator: "-"))
  }

  /// The newest time of a list, written in one way whatever the server's is; of one without times a fixed one.
  static func newestTime(in list: PolicyList) -> String {
    let columns = list.table.columns
    let newest = list.indices.lazy.map { max(columns.lastChange($0), columns.moment(.created, $0)) }.max()
    guard let newest, newest.microseconds > 0 else { return "2000-01-01T00:00:00Z" }
    let spelling: TimeSpelling = newest.microseconds.isMultiple(of: 1_000_000) ? .seconds : .microseconds
    return spelling.text(of: newest.microseconds)
  }
}
