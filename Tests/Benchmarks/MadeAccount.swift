import Policies
import Foundation
import PolicyCore
import TestSupport

/// An account as the API would answer it, page by page; the same each time.
struct MadeAccount: Sendable {
  enum Shape: Sendable {
    /// Of twenty policies fifteen addresses, three domains, a network and an expression; some 430 bytes each.
    case mixed
    /// The same with two expressions instead of one, of all the usual forms.
    case manyExpressions
    /// Addresses at one domain.
    case oneDomain
    /// Expressions of the usual forms.
    case expressions
  }

  static let pageSize = 1000

  let shape: Shape
  let policies: Int

  init(_ shape: Shape, policies: Int) {
    self.shape = shape
    self.policies = policies
  }

  var pages: Int { (policies + Self.pageSize - 1) / Self.pageSize }

  /// The pages are counted from 1.
  func page(_ number: Int) -> Data {
    let first = (number - 1) * Self.pageSize
    let rows = first..<min(first + Self.pageSize, policies)
    var text = #"{"success":true,"errors":[],"messages":[],"result":["#
    text.reserveCapacity(450 * rows.count)
    for row in rows {
      if row > first { text += "," }
      write(row, to: &text)
    }
    text += #"],"result_info":{"page":\#(number),"per_page":\#(Self.pageSize),"count":\#(rows.count),"#
    text += #""total_count":\#(policies)}}"#
    return Data(text.utf8)
  }

  private func write(_ row: Int, to text: inout String) {
    let (pattern, type, isRegex) = pattern(row)
    let isTrusted = row % 7 == 0
    let modified = "2026-\(two(1 + row % 9))-\(two(1 + row % 28))T03:04:05Z"
    text += #"{"id":"\#(id(row))","pattern":"\#(pattern)","pattern_type":"\#(type)","is_regex":\#(isRegex),"#
    text += #""is_trusted_sender":\#(isTrusted),"is_acceptable_sender":\#(!isTrusted),"is_exempt_recipient":false,"#
    text += #""verify_sender":\#(row % 3 != 0),"comments":"SEC-\#(row) requested by team \#(row % 50) for vendor "#
    text += #"onboarding","created_at":"2025-\#(two(1 + row % 12))-\#(two(1 + row % 28))T03:04:05.123456Z","#
    text += #""last_modified":"\#(modified)","modified_at":"\#(modified)"}"#
  }

  private func pattern(_ row: Int) -> (pattern: String, type: String, isRegex: Bool) {
    switch shape {
    case .oneDomain: return ("user\(row)@vendor.example", "EMAIL", false)
    case .expressions: return (expression(row), "EMAIL", true)
    case .manyExpressions where row % 10 == 9: return (expression(row / 10 % 5, of: row), "EMAIL", true)
    case .mixed, .manyExpressions: break
    }
    return switch row % 20 {
    case 3, 7, 11: ("vendor\(row).example", "DOMAIN", false)
    case 5: ("\(1 + row % 200).\(row / 200 % 250).\(row / 50_000).\(row % 250)", "IP", false)
    case 9: (expression(0, of: row), "EMAIL", true)
    default: ("user\(row)@vendor\(row % 977).example", "EMAIL", false)
    }
  }

  private func expression(_ row: Int) -> String { expression(row % 5, of: row) }

  /// With its backslashes as JSON has them.
  private func expression(_ form: Int, of row: Int) -> String {
    switch form {
    case 0: #"^.*@vendor\#(row)\\.example$"#
    case 1: #".*@([a-z0-9-]+\\.)*vendor\#(row)\\.example"#
    case 2: #"^(billing|invoices)@vendor\#(row)\\.example$"#
    case 3: #"(?i)^bounce[-+].*@vendor\#(row)\\.example$"#
    default: #"^user[0-9]+@vendor\#(row % 977)\\.example$"#
    }
  }

  private func id(_ row: Int) -> String {
    var random = SeededGenerator(seed: UInt64(row))
    let digits = [random.next(), random.next()].map { number in
      let text = String(number, radix: 16)
      return String(repeating: "0", count: 16 - text.count) + text
    }.joined()
    let ends = [8, 12, 16, 20, 32]
    let parts = zip([0] + ends, ends).map { digits.dropFirst($0).prefix($1 - $0) }
    return parts.joined(separator: "-")
  }

  private func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
}

extension MadeAccount {
  /// What a client makes of all pages.
  func table() throws -> PolicyTable { try Self.table(of: (1...pages).map { page($0) }) }

  static func table(of pages: [Data]) throws -> PolicyTable {
    PolicyTable(
      joining: try pages.map { page in
        guard case .list(let policies, leftOut: 0) = try AnsweredPolicies(page).result else {
          throw Unexpected("a page is no list")
        }
        return policies
      }
    )
  }
}
