import PolicyFiles
import Foundation
import PolicyCore
import TestSupport
import Testing
import Policies

@Suite("A batch file")
struct BatchFileTests {
  private static let documented = #"""
    {
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
          "last_modified": "2026-05-06T07:08:10Z",
          "modified_at": "2026-05-06T07:08:11Z"
        },
        {
          "comments": "Ticket 7",
          "verify_sender": false, "is_exempt_recipient": true, "is_acceptable_sender": false,
          "is_trusted_sender": false, "is_regex": false, "pattern_type": "DOMAIN", "pattern": "acme.example"
        }
      ],
      "puts": [
        {
          "id": "r1",
          "pattern": "192.0.2.0/24",
          "pattern_type": "IP",
          "is_regex": false,
          "is_trusted_sender": true,
          "is_acceptable_sender": false,
          "is_exempt_recipient": false,
          "verify_sender": false,
          "comments": null
        }
      ],
      "patches": [
        {"id": "p1", "verify_sender": false, "created_at": "2025-01-02", "last_modified": "2025-01-03"}
      ],
      "deletes": [{"id": "d1"}, {"id": "d2"}]
    }
    """#

  @Test("its items come in the order of execution, each with what it sends and no more")
  func items() throws {
    let file = try BatchFile(Data(Self.documented.utf8))
    #expect(file.items.map(\.pointer) == ["/deletes/0", "/deletes/1", "/patches/0", "/puts/0", "/posts/0", "/posts/1"])
    #expect(file.items.map(\.kind) == [.delete, .delete, .patch, .put, .post, .post])
    #expect(file.items.map(\.id?.text) == ["d1", "d2", "p1", "r1", "new-1", nil])
    #expect(
      file.items.map(\.fields) == [
        PolicyFields(),
        PolicyFields(),
        PolicyFields(verifySender: false),
        PolicyFields(
          pattern: "192.0.2.0/24",
          patternType: .ip,
          isRegex: false,
          isTrustedSender: true,
          isAcceptableSender: false,
          isExemptRecipient: false,
          verifySender: false,
          comments: ""
        ),
        PolicyFields(
          pattern: #".*@news\.globex\.io"#,
          patternType: .email,
          isRegex: true,
          isTrustedSender: false,
          isAcceptableSender: true,
          isExemptRecipient: false,
          verifySender: true
        ),
        PolicyFields(
          pattern: "acme.example",
          patternType: .domain,
          isRegex: false,
          isTrustedSender: false,
          isAcceptableSender: false,
          isExemptRecipient: true,
          verifySender: false,
          comments: "Ticket 7"
        ),
      ]
    )
    #expect(file.items.map(\.createdAt) == [nil, nil, "2025-01-02", nil, "2026-05-06T07:08:09Z", nil])
    #expect(file.items.map(\.lastModified) == [nil, nil, "2025-01-03", nil, "2026-05-06T07:08:10Z", nil])
    #expect(file.items.map(\.modifiedAt) == [nil, nil, nil, nil, "2026-05-06T07:08:11Z", nil])
  }

  @Test("its bytes stay as they are, whatever the layout")
  func bytes() throws {
    for text in [Self.documented, Self.documented.replacing("\n", with: "\r\n"), "\t" + Self.documented + "\n\n"] {
      let data = Data(text.utf8)
      #expect(try BatchFile(data).data == data)
    }
  }

  @Test(
    "may be empty, but for the arrays",
    arguments: [
      #"{"deletes":[],"patches":[],"puts":[],"posts":[]}"#,
      " { \"posts\" : [ ] , \"puts\" : [\n] , \"deletes\" : [\t], \"patches\" : [] } \n",
    ]
  )
  func empty(text: String) throws {
    let file = try BatchFile(Data(text.utf8))
    #expect(file.items.isEmpty)
    #expect(file.operations { _ in nil }.isEmpty)
    #expect(BatchFile.mistakes(in: Data(text.utf8)).isEmpty)
  }

  @Test("what the values mean is left to the rules")
  func values() throws {
    let patch = #"{"id":"p","pattern":"","pattern_type":"UNKNOWN","comments":"\u0000\u001b[31m"}"#
    let file = try BatchFile(Data(#"{"deletes":[{"id":"p"}],"patches":[\#(patch)],"puts":[],"posts":[]}"#.utf8))
    let fields = PolicyFields(pattern: "", patternType: .unknown, comments: "\u{0}\u{1B}[31m")
    #expect(file.items.last?.fields == fields)
    #expect(file.items.map(\.id) == [PolicyID("p"), PolicyID("p")])
  }

  // MARK: - Operations

  @Test("its operations are laid over the policies that are known")
  func known() throws {
    let policies = ["d1", "p1", "r1"].map { AllowPolicy.sample($0) }
    let file = try BatchFile(Data(Self.documented.utf8))
    let operations = file.operations { id in policies.first { $0.id == id } }
    #expect(operations.map(\.kind) == file.items.map(\.kind))
    #expect(
      operations.map(\.base) == [
        policies[0], AllowPolicy(id: PolicyID("d2"), fields: PolicyFields()), policies[1], policies[2], nil, nil,
      ]
    )
    guard case .edit(_, let patch) = operations[2].intent, case .edit(_, let put) = operations[3].intent else {
      Issue.record("A patch and a put are edits.")
      return
    }
    #expect(patch == PolicyEdit(changes: PolicyFields(verifySender: false)))
    // All that is sent, even what equals the base.
    #expect(put == PolicyEdit(changes: file.items[3].fields, replacesWhole: true))
    #expect(BatchPlan(operations).entries.map(\.pointer) == file.items.map(\.pointer))
  }

  @Test("of a policy that is not known, only what the item says of it is")
  func unknown() throws {
    let operations = try BatchFile(Data(Self.documented.utf8)).operations { _ in nil }
    let base = AllowPolicy(
      id: PolicyID("p1"),
      fields: PolicyFields(),
      createdAt: "2025-01-02",
      lastModified: "2025-01-03"
    )
    #expect(operations[2].base == base)
    #expect(operations[2].result == PolicyFields(verifySender: false))
  }

  @Test("a policy is known by its id's bytes")
  func idBytes() throws {
    let text = #"{"deletes":[{"id":"e\u0301"}],"patches":[],"puts":[],"posts":[]}"#
    let operations = try BatchFile(Data(text.utf8)).operations { $0 == PolicyID("\u{E9}") ? .sample("\u{E9}") : nil }
    #expect(operations.map { Array($0.id.text.utf8) } == [Array("e\u{301}".utf8)])
    #expect(operations.map(\.base?.fields) == [PolicyFields()])
  }

  @Test("a new policy is known by its id, or in the lean encoding by its place")
  func placeholders() throws {
    let operations = try BatchFile(Data(Self.documented.utf8)).operations { _ in nil }
    let created = operations.compactMap { operation -> NewPolicy? in
      if case .create(let policy) = operation.intent { policy } else { nil }
    }
    #expect(created.map(\.placeholderID.text) == ["new-1", "posts/1"])
    #expect(created.map(\.queuedAt) == ["2026-05-06T07:08:09Z", ""])
  }
}
