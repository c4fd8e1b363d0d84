import Foundation
import TestSupport
import Testing

@testable import PolicyCore
@testable import Policies

@Suite("A policy as the server sends it")
struct WireTests {
  private func decode(_ json: String) throws -> AllowPolicy { try #require(try AllowPolicy.answered(json)) }

  @Test("every field is read under its name")
  func everyField() throws {
    let policy = try decode(
      """
      {
        "id": "3f2c8d1e-0000-4000-8000-000000000001",
        "pattern": "billing@partner.example",
        "pattern_type": "EMAIL",
        "is_regex": true,
        "is_trusted_sender": true,
        "is_acceptable_sender": false,
        "is_exempt_recipient": true,
        "verify_sender": false,
        "comments": "vendor",
        "created_at": "2023-01-01T00:00:00Z",
        "modified_at": "2026-08-14T09:12:00.123456Z",
        "last_modified": "2026-08-14T09:12:00Z"
      }
      """
    )
    let expected = AllowPolicy(
      id: PolicyID("3f2c8d1e-0000-4000-8000-000000000001"),
      fields: PolicyFields(
        pattern: "billing@partner.example",
        patternType: .email,
        isRegex: true,
        isTrustedSender: true,
        isAcceptableSender: false,
        isExemptRecipient: true,
        verifySender: false,
        comments: "vendor"
      ),
      createdAt: "2023-01-01T00:00:00Z",
      modifiedAt: "2026-08-14T09:12:00.123456Z",
      lastModified: "2026-08-14T09:12:00Z"
    )
    #expect(policy == expected)
  }

  @Test(
    "a time that is none is not known, and never echoed",
    arguments: [
      #""""#, "null", "7", #""0001-01-01T00:00:00Z""#, #""1970-01-01T00:00:00Z""#, #""2026-08-14 09:12:00Z""#,
      #""yesterday""#, #""2026-13-01T00:00:00Z""#,
    ]
  )
  func noTime(text: String) throws {
    let policy = try decode(#"{"id":"p1","created_at":\#(text),"modified_at":\#(text),"last_modified":\#(text)}"#)
    #expect(policy == AllowPolicy(id: "p1", fields: PolicyFields()))
  }

  @Test(
    "a time with an offset is read, and kept as it was sent",
    arguments: ["2026-08-14T09:12:00+02:00", "2026-08-14t09:12:00.5z"]
  )
  func offset(text: String) throws {
    #expect(try decode(#"{"id":"p1","created_at":"\#(text)"}"#).createdAt == text)
  }

  @Test(
    "a field that is missing, null or unknown is no obstacle",
    arguments: [
      #"{"id": "p1"}"#,
      #"{"id": "p1", "colour": "red", "nested": {"a": [1, 2]}}"#,
      """
      {"id": "p1", "pattern": null, "pattern_type": null, "is_regex": null, "is_trusted_sender": null,
       "is_acceptable_sender": null, "is_exempt_recipient": null, "verify_sender": null, "comments": null,
       "created_at": null, "modified_at": null, "last_modified": null,
       "is_sender": null, "is_recipient": null, "is_spoof": null}
      """,
    ]
  )
  func missing(json: String) throws {
    #expect(try decode(json) == AllowPolicy(id: PolicyID("p1"), fields: PolicyFields()))
  }

  @Test(
    "only the id is demanded",
    arguments: [
      "{}", #"{"id": null}"#, #"{"id": true}"#, #"{"pattern": "a"}"#, #"{"id": ""}"#, #"{"id": ["a"]}"#, "7", "[]",
      "null",
      #"{"id": "a", "id": "b"}"#, #"{"id": "\uD800"}"#,
    ]
  )
  func noID(json: String) throws {
    #expect(try AllowPolicy.answered(json) == nil)
  }

  @Test(
    "an id is a text, and a number is kept as its text",
    arguments: [
      (#""3f2c""#, "3f2c"), (#""0042""#, "0042"), ("42", "42"), ("9007199254740993", "9007199254740993"),
      (
        "123456789012345678901234567890123456789012345678901234567890",
        "123456789012345678901234567890123456789012345678901234567890"
      ),
      ("-1", "-1"), ("1.50", "1.50"),
    ]
  )
  func id(json: String, text: String) throws {
    #expect(try decode(#"{"id": \#(json)}"#).id == PolicyID(text))
  }

  @Test("an unknown type is kept as its text", arguments: ["UNKNOWN", "HASH", "email", ""])
  func patternType(text: String) throws {
    let policy = try decode(#"{"id": "p1", "pattern_type": "\#(text)"}"#)
    #expect(policy.fields.patternType?.rawValue == text)
    #expect(policy.fields.patternType?.isWritable == false)
  }

  @Test(
    "timestamps stay the server's own texts",
    arguments: ["2025-01-02T03:04:05Z", "2025-01-02T03:04:05.123456Z", "2025-01-02T03:04:05.100+02:00"]
  )
  func timestamps(text: String) throws {
    let policy = try decode(#"{"id": "p1", "created_at": "\#(text)", "modified_at": "\#(text)"}"#)
    #expect(policy.createdAt == text)
    #expect(policy.modifiedAt == text)
    #expect(policy.lastModified == nil)
    let written = String(decoding: try JSONEncoder().encode(policy), as: UTF8.self)
    #expect(written.contains("\"\(text)\""))
  }

  @Test(
    "the last change is told by the best timestamp there is",
    arguments: [
      (["created_at": 1, "modified_at": 2, "last_modified": 3], 2), (["created_at": 1, "last_modified": 3], 3),
      (["created_at": 1], 1), ([:], nil),
    ] as [([String: Int], Int?)]
  )
  func lastChange(years: [String: Int], expected: Int?) throws {
    let members = years.map { ", \"\($0)\": \"200\($1)-01-02T03:04:05Z\"" }.joined()
    #expect(try decode("{\"id\": \"p1\"\(members)}").lastChange == expected.map { "200\($0)-01-02T03:04:05Z" })
  }

  @Test("a policy that is written and read again is the same", arguments: 1...200 as ClosedRange<UInt64>)
  func identity(seed: UInt64) throws {
    var generator = SeededGenerator(seed: seed)
    var policy = AllowPolicy.random(id: "p\(seed)", using: &generator)
    if seed % 4 == 0 { policy = policy.odd(using: &generator) }
    let data = try JSONEncoder().encode(policy)
    #expect(try JSONDecoder().decode(AllowPolicy.self, from: data) == policy, "seed \(seed)")
    #expect(!String(decoding: data, as: UTF8.self).contains("null"), "seed \(seed): a missing field is left out")
  }
}

extension AllowPolicy {
  /// The policy that an answer of the API says in these words.
  static func answered(_ json: String) throws -> AllowPolicy? {
    guard case .one(let policy) = try AnsweredPolicies(Data(#"{"success":true,"result":\#(json)}"#.utf8)).result else {
      return nil
    }
    return policy
  }
}

@Suite("The deprecated flags")
struct WireDeprecatedFlagTests {
  /// A deprecated name, its successor's, and how to read both from a policy.
  struct Pair: Sendable, CustomTestStringConvertible {
    let old: String
    let new: String
    let flag: PolicyFlag
    let remembered: @Sendable (DeprecatedFlags) -> Bool?

    var testDescription: String { "\(old) became \(new)" }

    static let all = [
      Pair(old: "is_sender", new: "is_trusted_sender", flag: .trusted) { $0.isSender },
      Pair(old: "is_recipient", new: "is_exempt_recipient", flag: .exempt) { $0.isRecipient },
      Pair(old: "is_spoof", new: "is_acceptable_sender", flag: .acceptable) { $0.isSpoof },
    ]
  }

  private func decode(_ pair: Pair, old: String, new: String?) throws -> AllowPolicy {
    let successor = new.map { #", "\#(pair.new)": \#($0)"# } ?? ""
    let json = #"{"id": "p1", "\#(pair.old)": \#(old)\#(successor)}"#
    return try #require(try AllowPolicy.answered(json))
  }

  @Test("are read where the successor is absent or null", arguments: Pair.all, [nil, "null"])
  func alone(pair: Pair, new: String?) throws {
    for value in [true, false] {
      let policy = try decode(pair, old: "\(value)", new: new)
      #expect(policy.fields[pair.flag.field] == .flag(value))
      #expect(policy.fields.present == [pair.flag.field])
      #expect(policy.deprecatedFlags == nil)
    }
  }

  @Test("are forgotten where they agree", arguments: Pair.all)
  func agree(pair: Pair) throws {
    for value in [true, false] {
      let policy = try decode(pair, old: "\(value)", new: "\(value)")
      #expect(policy.fields[pair.flag.field] == .flag(value))
      #expect(policy.deprecatedFlags == nil)
    }
  }

  @Test("are remembered where they disagree, and the successor counts", arguments: Pair.all)
  func disagree(pair: Pair) throws {
    for value in [true, false] {
      let policy = try decode(pair, old: "\(value)", new: "\(!value)")
      #expect(policy.fields[pair.flag.field] == .flag(!value))
      let flags = try #require(policy.deprecatedFlags)
      #expect(pair.remembered(flags) == value)
    }
  }
}
