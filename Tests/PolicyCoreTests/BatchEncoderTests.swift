import JSONText
import Foundation
import PolicyCore
import TestSupport
import Testing
import Policies
import Values

@Suite("The batch request")
struct BatchEncoderTests {
  private func text(_ operations: [DraftOperation], _ encoding: BatchEncoding = .documented) throws -> String {
    String(decoding: try BatchEncoder(encoding).body(for: operations).data, as: UTF8.self)
  }

  private func items(
    _ array: String,
    of operations: [DraftOperation],
    _ encoding: BatchEncoding = .documented
  ) throws -> [[String: Any]] {
    try RequestItems(of: operations, encoding)[array]
  }

  @Test("all four arrays are there when nothing is in them", arguments: BatchEncoding.allCases)
  func empty(encoding: BatchEncoding) throws {
    let expected = """
      {
        "deletes": [],
        "patches": [],
        "puts": [],
        "posts": []
      }
      """
    #expect(try text([], encoding) == expected)
  }

  @Test("one of each, to the byte, as documented")
  func documented() throws {
    let expected = #"""
      {
        "deletes": [
          {
            "id": "d1"
          }
        ],
        "patches": [
          {
            "id": "p1",
            "verify_sender": false,
            "comments": "Zoë said \"yes\"",
            "created_at": "2025-01-02T03:04:05Z",
            "last_modified": "2025-01-02T03:04:05Z"
          }
        ],
        "puts": [
          {
            "id": "r1",
            "pattern": "billing@partner.example",
            "pattern_type": "EMAIL",
            "is_regex": false,
            "is_trusted_sender": true,
            "is_acceptable_sender": true,
            "is_exempt_recipient": false,
            "verify_sender": true,
            "comments": "",
            "created_at": "2025-01-02T03:04:05Z",
            "last_modified": "2025-01-02T03:04:05Z"
          }
        ],
        "posts": [
          {
            "id": "new-1",
            "pattern": ".*@news\\.globex\\.io",
            "pattern_type": "EMAIL",
            "is_regex": true,
            "is_trusted_sender": false,
            "is_acceptable_sender": true,
            "is_exempt_recipient": false,
            "verify_sender": true,
            "created_at": "2026-05-06T07:08:09Z",
            "last_modified": "2026-05-06T07:08:09Z",
            "modified_at": "2026-05-06T07:08:09Z"
          }
        ]
      }
      """#
    #expect(try text(Self.oneOfEach) == expected)
  }

  @Test("one of each, to the byte, without the server's own fields")
  func lean() throws {
    let expected = #"""
      {
        "deletes": [
          {
            "id": "d1"
          }
        ],
        "patches": [
          {
            "id": "p1",
            "verify_sender": false,
            "comments": "Zoë said \"yes\""
          }
        ],
        "puts": [
          {
            "id": "r1",
            "pattern": "billing@partner.example",
            "pattern_type": "EMAIL",
            "is_regex": false,
            "is_trusted_sender": true,
            "is_acceptable_sender": true,
            "is_exempt_recipient": false,
            "verify_sender": true,
            "comments": ""
          }
        ],
        "posts": [
          {
            "pattern": ".*@news\\.globex\\.io",
            "pattern_type": "EMAIL",
            "is_regex": true,
            "is_trusted_sender": false,
            "is_acceptable_sender": true,
            "is_exempt_recipient": false,
            "verify_sender": true
          }
        ]
      }
      """#
    #expect(try text(Self.oneOfEach, .lean) == expected)
  }

  /// In another order than the server's, to see that the arrays stand in hers.
  static let oneOfEach: [DraftOperation] = [
    .post(
      "new-1",
      PolicyFields(
        pattern: #".*@news\.globex\.io"#,
        patternType: .email,
        isRegex: true,
        isAcceptableSender: true,
        verifySender: true
      ),
      at: 0
    ),
    .edit(of: .sample("r1"), PolicyFields(isTrustedSender: true), whole: true, at: 1),
    .edit(of: .sample("p1"), PolicyFields(verifySender: false, comments: #"Zoë said "yes""#), at: 2),
    .deletion(of: .sample("d1"), at: 3),
  ]

  @Test("operations of one kind keep the order in which they were queued")
  func order() throws {
    let operations: [DraftOperation] = [
      .deletion(of: .sample("c"), at: 0),
      .edit(of: .sample("x"), PolicyFields(comments: "1"), at: 1),
      .deletion(of: .sample("a"), at: 2),
      .deletion(of: .sample("b"), at: 3),
    ]
    #expect(try items("deletes", of: operations).map { $0["id"] as? String } == ["c", "a", "b"])
  }

  @Test("a patch carries only what changed", arguments: PolicyField.allCases)
  func patch(field: PolicyField) throws {
    var changes = PolicyFields()
    changes[field] =
      switch field {
      case .pattern, .comments: .text("other.example")
      case .patternType: .type(.domain)
      case .isRegex, .isTrustedSender, .isExemptRecipient: .flag(true)
      case .isAcceptableSender, .verifySender: .flag(false)
      }
    let operation = DraftOperation.edit(of: .sample(), changes)
    #expect(try items("patches", of: [operation], .lean).map { Set($0.keys) } == [["id", field.rawValue]])
    let documented = try items("patches", of: [operation])
    #expect(documented.map { Set($0.keys) } == [["id", field.rawValue, "created_at", "last_modified"]])
  }

  @Test("a put carries every writable field, base plus edits", arguments: BatchEncoding.allCases)
  func put(encoding: BatchEncoding) throws {
    let base = AllowPolicy.sample(comments: "kept")
    let operation = DraftOperation.edit(of: base, PolicyFields(pattern: "new@partner.example"), whole: true)
    let item = try #require(try items("puts", of: [operation], encoding).first)
    #expect(Set(item.keys).isSuperset(of: PolicyField.allCases.map(\.rawValue)))
    #expect(item["pattern"] as? String == "new@partner.example")
    #expect(item["comments"] as? String == "kept")
    #expect(item["verify_sender"] as? Bool == true)
  }

  @Test(
    "a policy of which the server left out a field can only be patched",
    arguments: PolicyField.allCases.filter { $0 != .comments }
  )
  func gapInBase(field: PolicyField) throws {
    var base = AllowPolicy.sample()
    base.fields[field] = nil
    let put = DraftOperation.edit(of: base, PolicyFields(comments: "x"), whole: true)
    for encoding in BatchEncoding.allCases {
      let problem = try #require(throws: Problem.self) { try BatchEncoder(encoding).body(for: [put]) }
      #expect(problem.kind == .invalid)
      #expect(problem.what.contains(field.label))
      #expect(problem.advice.contains("patch"))
    }
    let patch = DraftOperation.edit(of: base, PolicyFields(comments: "x"))
    #expect(try items("patches", of: [patch]).count == 1)
  }

  @Test("the gap is closed by an edit that fills it")
  func filledGap() throws {
    var base = AllowPolicy.sample()
    base.fields.verifySender = nil
    let put = DraftOperation.edit(of: base, PolicyFields(verifySender: true), whole: true)
    #expect(try items("puts", of: [put]).first?["verify_sender"] as? Bool == true)
  }

  @Test("deprecated flags are never sent", arguments: BatchEncoding.allCases)
  func deprecated(encoding: BatchEncoding) throws {
    var base = AllowPolicy.sample()
    base.deprecatedFlags = DeprecatedFlags(isSender: true, isRecipient: true, isSpoof: false)
    let operations: [DraftOperation] = [
      .edit(of: base, PolicyFields(comments: "x"), at: 0),
      .edit(of: base, PolicyFields(comments: "x"), whole: true, at: 1),
    ]
    let body = try text(operations, encoding)
    for name in ["is_sender", "is_recipient", "is_spoof"] { #expect(!body.contains("\"\(name)\"")) }
  }

  @Test("a type that may not be sent is an error, in whichever form", arguments: ["UNKNOWN", "HASH"])
  func unknownType(name: String) throws {
    let type = PatternType(rawValue: name)
    let forbidden: [DraftOperation] = [
      .edit(of: .sample(), PolicyFields(patternType: type)),
      .edit(of: .sample(type: type), PolicyFields(comments: "x"), whole: true),
      .post("new", PolicyFields(pattern: "a.example", patternType: type)),
    ]
    for operation in forbidden {
      let problem = try #require(throws: Problem.self) { try BatchEncoder(.documented).body(for: [operation]) }
      #expect(problem.kind == .invalid)
      #expect(problem.what.contains(name))
    }
    let patch = DraftOperation.edit(of: .sample(type: type), PolicyFields(comments: "x"))
    #expect(try !text([patch]).contains("pattern_type"))
  }

  @Test("a post without a pattern or a type is an error")
  func incompletePost() throws {
    for fields in [PolicyFields(pattern: "a.example"), PolicyFields(patternType: .domain)] {
      let problem = try #require(throws: Problem.self) { try BatchEncoder(.lean).body(for: [.post("new", fields)]) }
      #expect(problem.kind == .invalid)
    }
  }

  @Test("a post's empty comment is left out, and its missing flags are off")
  func plainPost() throws {
    let fields = PolicyFields(pattern: "a.example", patternType: .domain, comments: "")
    let item = try #require(try items("posts", of: [.post("new", fields)], .lean).first)
    #expect(item["comments"] == nil)
    for name in ["is_regex", "is_trusted_sender", "is_acceptable_sender", "is_exempt_recipient", "verify_sender"] {
      #expect(item[name] as? Bool == false)
    }
  }
}
