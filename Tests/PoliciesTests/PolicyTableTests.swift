import Foundation
import JSONText
import TestSupport
import Testing

@testable import PolicyCore
@testable import Policies
@testable import Values

@Suite("The table of policies")
struct PolicyTableTests {
  private static func policies(_ count: Int, seed: UInt64) -> [AllowPolicy] {
    var generator = SeededGenerator(seed: seed)
    return (0..<count).map { number in
      let id: String =
        number.isMultiple(of: 3)
        ? "id-\(number)" : "\(UUID(uuid: UUID().uuid).uuidString.lowercased())"
      let policy = AllowPolicy.random(id: id, using: &generator)
      return number.isMultiple(of: 7) ? policy.odd(using: &generator) : policy
    }
  }

  @Test("gives back what was put in, row by row and by id", arguments: 1...20 as ClosedRange<UInt64>)
  func identity(seed: UInt64) {
    let policies = Self.policies(60, seed: seed)
    let table = PolicyTable(policies)
    #expect(Array(table) == policies, "seed \(seed)")
    for (row, policy) in policies.enumerated() {
      #expect(table.index(of: policy.id) == row)
      #expect(table.id(at: row) == policy.id && table.fields(at: row) == policy.fields)
    }
    #expect(table.index(of: "nobody") == nil)
    #expect(table.index(of: PolicyID(UUID().uuidString.lowercased())) == nil)
  }

  @Test("a row written as JSON is its policy written as JSON, to the byte", arguments: 1...20 as ClosedRange<UInt64>)
  func written(seed: UInt64) {
    let policies = Self.policies(60, seed: seed)
    let table = PolicyTable(policies)
    for (row, policy) in policies.enumerated() {
      var writer = JSONWriter()
      writer.policy(table, row: row)
      #expect(Data(writer.bytes) == OrderedJSON(policy).data, "seed \(seed), row \(row)")
    }
  }

  @Test("tables behind each other are one, and the first of several with one id stays")
  func joined() {
    let policies = Self.policies(50, seed: 7)
    let parts = [policies[..<20], policies[10..<30], policies[30...]].map { PolicyTable(Array($0)) }
    let table = PolicyTable(joining: parts)
    #expect(Array(table) == policies)
    #expect(table.repeats == 10)
    #expect(PolicyTable(joining: []).isEmpty)
  }

  @Test(
    "an id is the same by its bytes only",
    arguments: [
      "3F2C8D1E-0000-4000-8000-000000000001", "3f2c8d1e-0000-4000-8000-000000000001", "3f2c8d1e00004000800000000000000",
      "00000000-0000-0000-0000-000000000000", "3f2c8d1e-0000-4000-8000-00000000000g",
      " 3f2c8d1e-0000-4000-8000-00000000000",
      "ffffffff-ffff-ffff-ffff-ffffffffffff", "",
    ]
  )
  func ids(text: String) {
    let table = PolicyTable([AllowPolicy(id: PolicyID(text), fields: PolicyFields())])
    #expect(table[0].id.text == text)
    #expect(table.index(of: PolicyID(text)) == 0)
  }

  @Test(
    "a time keeps its spelling to the byte",
    arguments: [
      "2026-08-14T09:12:00Z", "2026-08-14T09:12:00.5Z", "2026-08-14T09:12:00.123Z", "2026-08-14T09:12:00.123456Z",
      "2026-08-14T09:12:00.123000Z", "2026-08-14T09:12:00+00:00", "2026-08-14t09:12:00z", "2026-12-31T23:59:60Z",
      "0000-01-01T00:00:00Z", "9999-12-31T23:59:59.999999Z", "2000-02-29T00:00:00Z", "1969-12-31T23:59:59.999999Z",
      "1900-03-01T12:34:56.789Z", "2026-08-14T09:12:00.12345678Z", "yesterday", "",
    ]
  )
  func times(text: String) {
    let policy = AllowPolicy(id: "a", fields: PolicyFields(), createdAt: text, modifiedAt: text, lastModified: "x")
    #expect(PolicyTable([policy])[0] == policy)
  }

  @Test("every day of four centuries is spelled as it was")
  func days() {
    var moment = Instant(rfc3339: "1890-01-01T00:00:00Z")?.microseconds ?? 0
    for _ in 0..<150_000 {
      let text = TimeSpelling.seconds.text(of: moment)
      #expect(TimeSpelling.of(text) == (.seconds, moment), "\(text)")
      moment += 86_400_000_000 + 61_000_000
    }
  }

  // MARK: - Answers, beside another reader

  @Test("a well-typed answer says the same to Foundation's reader", arguments: 1...40 as ClosedRange<UInt64>)
  func differential(seed: UInt64) throws {
    struct Frame: Codable {
      var success = true
      var errors: [String] = []
      var result: [AllowPolicy]
    }
    var generator = SeededGenerator(seed: seed)
    let policies = (0..<40).map { AllowPolicy.random(id: "\($0)-☂️\"\\", using: &generator) }
    let encoder = JSONEncoder()
    if seed.isMultiple(of: 2) { encoder.outputFormatting = [.prettyPrinted, .withoutEscapingSlashes] }
    let data = try encoder.encode(Frame(result: policies))
    guard case .list(let table, 0) = try AnsweredPolicies(data).result else { throw Stop() }
    #expect(Array(table) == (try JSONDecoder().decode(Frame.self, from: data).result), "seed \(seed)")
  }

  @Test("a text that is cut anywhere is no JSON")
  func cut() throws {
    let data = Data(
      #"{"success": true, "result": [{"id": "a", "x": [1.5e3, {"y": null}], "comments": "\u00e9"}], "n": -0}"#.utf8
    )
    _ = try AnsweredPolicies(data)
    for length in 0..<data.count {
      #expect(throws: NoJSON.self, "\(length)") { try AnsweredPolicies(data.prefix(length)) }
    }
  }

  @Test(
    "what is no JSON is none",
    arguments: [
      #"{"success": true,}"#, #"{"success": tru}"#, #"{"success": true, "a": 01}"#, #"{"success": true, "a": [1,]}"#,
      #"{"success": true "a": 1}"#, #"{success: true}"#, #"{"success": true, "a": 1.}"#, #"{"success": true, "a": +1}"#,
      #"{"success": true, "a": {"b"}}"#, #"{"success": true, "a": 'x'}"#, #"{"success": true, "a": NaN}"#, "",
      #"{"success": true}}"#, "{\"success\": true}\u{0}",
    ]
  )
  func noJSON(text: String) {
    #expect(throws: NoJSON.self) { try AnsweredPolicies(Data(text.utf8)) }
  }

  private struct Stop: Error {}
}
