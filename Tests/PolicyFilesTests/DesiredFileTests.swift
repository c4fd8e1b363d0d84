import Foundation
import JSONText
import TestSupport
import Testing
import Values

@testable import Policies
@testable import PolicyCore
@testable import PolicyFiles

@Suite("Files that say what should be")
struct DesiredFileTests {
  private static func file(_ text: String) throws -> DesiredFile { try DesiredFile(Data(text.utf8)) }

  @Test(
    "the form is told by how a file begins",
    arguments: [
      ("Values,Rule Type\n", DesiredFile.Form.csv), ("# a = b\npattern,type\n", .csv), ("sep=;\nValues;x\n", .csv),
      ("", .csv), ("[{\"id\": \"x\"}]", .json), ("\n {", .json), ("[[policies]]\n", .toml),
      ("# ours\n\n[[ policies ]]\n", .toml), ("policies = []\n", .toml), ("[[1, 2]]", .json),
    ]
  )
  func forms(text: String, form: DesiredFile.Form) {
    #expect(DesiredFile.form(of: Data(text.utf8)) == form)
  }

  @Test("CSV of the dashboard, and with ids, comments and columns of one's own")
  func csv() throws {
    let dashboard = try Self.file(CSVDialect.newest.header + "\na@x.example,EMAIL,false,true,false,false,true,why\n")
    #expect(dashboard.rows.map(\.fields.comments) == ["why"])
    #expect(dashboard.rows.map(\.id) == [nil] && dashboard.rows.map(\.line) == [2])
    let own = try Self.file(
      """
      # Who may write to us, and why; ask security before you add a line.
      id,Pattern,type,owner,trusted,expiry
      # partners
      p1,a@x.example,email,ada,yes,2027-01-01
      ,"#b@x.example",EMAIL,,no,
      #c@x.example,EMAIL,,no,,
      """
    )
    #expect(own.ownColumns == ["owner", "expiry"])
    #expect(own.rows.map(\.id) == ["p1", nil])
    #expect(own.rows.map(\.line) == [4, 5])
    #expect(own.rows[1].fields == PolicyFields(pattern: "#b@x.example", patternType: .email, isTrustedSender: false))
    #expect(own.remarks.map(\.line) == [6])
    #expect(own.mistakes.isEmpty)
  }

  @Test(
    "a header that would be misread is refused",
    arguments: [
      ("pattern,type,trused\n", "trused is nearly trusted"), ("pattern,values\n", "values says what another"),
      ("owner,ticket\n", "not a header"), ("pattern,is_sender\n", "is past its end of life"),
    ]
  )
  func header(text: String, what: String) {
    #expect(throws: Problem.self) { try Self.file(text) }
    do { _ = try Self.file(text) } catch {
      #expect((error as? Problem)?.what.contains(what) == true, "\(error)")
    }
  }

  @Test("every mistake in a row is told with its place")
  func mistakes() throws {
    let file = try Self.file("pattern,type,trusted\na@x.example,mail,maybe\n,EMAIL,true\nb@x.example,EMAIL\n")
    #expect(file.mistakes.map { "\($0.line):\($0.column)" } == ["2:13", "2:18", "3:1", "4:1"])
    #expect(file.rows.isEmpty)
  }

  @Test("TOML has a table for each policy")
  func toml() throws {
    let file = try Self.file(
      #"""
      # ours
      [[policies]]
      id = "p1"
      pattern = '.*@x\.example'
      type = "email"
      regex = true
      owner = "ada"

      [[policies]]
      pattern = "x.example"
      pattern_type = "DOMAIN"
      is_trusted_sender = false
      comments = """
      two
      lines"""
      """#
    )
    #expect(file.mistakes.isEmpty)
    #expect(file.rows.map(\.id) == ["p1", nil])
    #expect(file.rows.map(\.line) == [2, 9])
    #expect(file.rows[0].fields == PolicyFields(pattern: #".*@x\.example"#, patternType: .email, isRegex: true))
    #expect(file.rows[1].fields.comments == "two\nlines")
    #expect(file.ownColumns == ["owner"])
    let wrong = try Self.file("[[policies]]\npattern = \"a\"\ntrusted = \"yes\"\nverfy = true\n[other]\n")
    #expect(wrong.mistakes.map(\.line) == [3, 4, 5])
    #expect(throws: Problem.self) { try Self.file("[[policies]]\npattern = \n") }
  }

  @Test("JSON is what an export prints")
  func json() throws {
    let file = try Self.file(
      #"""
      [
        {"id": 7, "pattern": "a@x.example", "pattern_type": "HASH", "comments": null, "team": [1, {"x": 2}]},
        {"pattern": "b@x.example", "is_regex": null, "unread": {"is_regex": "the number 1"}}
      ]
      """#
    )
    #expect(file.rows.map(\.id) == ["7", nil])
    #expect(file.rows[0].fields.patternType == PatternType(rawValue: "HASH"))
    #expect(file.rows[0].fields.comments == "")
    #expect(file.rows.map(\.line) == [2, 3])
    #expect(file.ownColumns == ["team"])
    let wrong = try Self.file(#"[{"pattern": 7}, [], {"id": "a", "id": "b"}]"#)
    #expect(wrong.mistakes.map(\.column) == [14, 18, 34])
    #expect(throws: Problem.self) { try Self.file("[{]") }
    #expect(throws: Problem.self) { try Self.file(#"[{"pattern": "a"}] x"#) }
  }

  // MARK: - Plans in files

  @Test("a plan is read as it was written, to the byte of its batch")
  func plan() throws {
    let account = Account(
      key: .init(baseURL: "https://api.example/v4", accountID: "acme"),
      name: "A",
      environment: .live
    )
    let base = AllowPolicy.sample(comments: "Zoë \"quoted\"")
    let operations = [
      DraftOperation(intent: .edit(base: base, PolicyEdit(changes: PolicyFields(comments: "é"))), position: 0),
      DraftOperation(intent: .delete(base: .sample("p2"), suspended: nil), position: 1),
    ]
    let review = try Review(of: operations, for: account)
    let data = SavedPlan.json(of: review, scope: "pattern:é").data
    #expect(SavedPlan.isOne(data))
    let plan = try SavedPlan(data)
    #expect(plan.batch.data == review.request.body)
    #expect(plan.fingerprint == review.fingerprint.hex)
    #expect(plan.bases == [.sample("p2"), base] && plan.scope == "pattern:é" && plan.account == account.key)
    #expect(!SavedPlan.isOne(review.request.body) && !SavedPlan.isOne(Data()))
    for text in [
      "{\"postern_plan\": 2}", "{\"postern_plan\": 1}", "{\"postern_plan\": 1, \"postern_plan\": 1}",
      "{\"postern_plan\"",
    ] {
      #expect(throws: Problem.self) { try SavedPlan(Data(text.utf8)) }
    }
  }
}
