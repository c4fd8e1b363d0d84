import Foundation
import PolicyCore
import Testing
import Policies
import PolicyFiles
import Values

@Suite("Files of allow policies")
struct CSVPolicyTests {
  static let newest =
    "Values,Rule Type,Is Regex,Sender Verification,Trusted Sender,Exempt Recipient,"
    + "Acceptable Sender,Notes\n"

  static func file(_ text: String) throws(Problem) -> PolicyCSV { try PolicyCSV(Data(text.utf8)) }

  // MARK: - Dialects

  @Test("the four dialects, as the dashboard's own examples have them")
  func dialects() throws {
    let files = [
      """
      Values, Rule Type, Is Regex, Sender Verification, Trusted Sender, Exempt Recipient, Acceptable Sender, Notes
      whale@notaphish.example, EMAIL, false, true, true, false, true, not a phish
      """,
      """
      Values, Rule Type, Sender Verification, Trusted Sender, Exempt Recipient, Acceptable Sender, Notes
      whale@notaphish.example, EMAIL, true, true, false, true, not a phish
      """,
      """
      Pattern, Pattern Type, Verify Email, Trusted Sender, Exempt Recipient, Acceptable Sender, Notes
      whale@notaphish.example, EMAIL, true, true, false, true, not a phish
      """,
      """
      Pattern, Notes, Verify Email, Trusted Sender, Exempt Recipient, Acceptable Sender
      whale@notaphish.example, not a phish, true, true, false, true
      """,
    ].map { try? Self.file($0) }
    #expect(files.map(\.?.dialect) == CSVDialect.allCases)
    var expected = PolicyFields(
      pattern: "whale@notaphish.example",
      patternType: .email,
      isRegex: false,
      isTrustedSender: true,
      isAcceptableSender: true,
      isExemptRecipient: false,
      verifySender: true,
      comments: "not a phish"
    )
    #expect(files[0]?.rows.map(\.fields) == [expected])
    expected.isRegex = nil
    #expect(files[1]?.rows.map(\.fields) == [expected])
    #expect(files[2]?.rows.map(\.fields) == [expected])
    expected.patternType = nil
    #expect(files[3]?.rows.map(\.fields) == [expected])
    #expect(files.allSatisfy { $0?.rows.map(\.mistakes) == [[]] })
  }

  @Test("columns are found by name, in any order and case, with byte order mark, CRLF and quotation marks")
  func order() throws {
    let file = try Self.file(
      "\u{FEFF}NOTES,\"acceptable sender\",Exempt recipient ,trusted Sender, sender verification,IS REGEX,rule type,"
        + "values,,\r\n\"a \"\"b\"\",\r\nc\",TRUE,no,0,\"On\",yes,Domains,\".*@b\\.example\",,\r\n,,,,,,,\r\n"
    )
    #expect(file.dialect == .newest)
    #expect(file.rows.map(\.line) == [2])
    #expect(
      file.rows.map(\.fields) == [
        PolicyFields(
          pattern: #".*@b\.example"#,
          patternType: .domain,
          isRegex: true,
          isTrustedSender: false,
          isAcceptableSender: true,
          isExemptRecipient: false,
          verifySender: true,
          comments: "a \"b\",\r\nc"
        )
      ]
    )
  }

  @Test(
    "a header that fits no dialect is refused, with the columns and what was probably meant",
    arguments: [
      ("", "Line 1, column 1: The file is empty."),
      ("\n , \n", "Line 1, column 1: The file is empty."),
      (
        "a@b.example,EMAIL,false,true,false,false,true,\n",
        "Line 1, column 1: The first row is not a header: it names no column of a file of allow policies."
      ),
      ("\n\n x", "Line 3, column 2: The first row is not a header"),
      (
        "Values;Rule Type;Is Regex\n",
        "Line 1, column 1: The header does not fit: Sender Verification and"
      ),
      ("Pattern\tNotes\n", "Line 1, column 1: The header does not fit: "),
      (
        "Values,Rule Type,Is Regex,Sender Verification,Trustd Sender,Exempt Recipient,Acceptable Sender,Notes",
        "Line 1, column 47: The header does not fit: \"Trustd Sender\" is no column of such a file "
          + "(did you mean Trusted Sender?); Trusted Sender is missing."
      ),
      (
        "Values,Rule Type,Is Regex,Sender Verification,Trusted Sender,Exempt Recipient,Acceptable Sender",
        "Line 1, column 1: The header does not fit: Notes is missing."
      ),
      (
        "Pattern,Pattern Type,Verify Email,Trusted Sender,Exempt Recipient,Acceptable Sender,Notes,notes",
        "Line 1, column 91: The header does not fit: \"notes\" stands there twice."
      ),
      (
        "Pattern,Notes,Verify Email,Notes,Exempt Recipient,Acceptable Sender",
        "Line 1, column 28: The header does not fit: \"Notes\" stands there twice; Trusted Sender is missing."
      ),
      (
        "Pattern,Notes,Verify Email,Trusted Sender,Exempt Recipient,Acceptable Sender,Id,Owner",
        "Line 1, column 78: The header does not fit: \"Id\" is no column of such a file; "
          + "\"Owner\" is no column of such a file."
      ),
      // The names of two dialects do not mix.
      (
        "Values,Pattern Type,Is Regex,Sender Verification,Trusted Sender,Exempt Recipient,Acceptable Sender,Notes",
        "Line 1, column 8: The header does not fit: \"Pattern Type\" is no column of such a file; "
          + "Rule Type is missing."
      ),
    ]
  )
  func header(text: String, what: String) {
    let problem = #expect(throws: Problem.self) { try Self.file(text) }
    #expect(problem?.kind == .invalid)
    #expect(problem?.what.hasPrefix(what) == true, "\(problem?.what ?? "")")
    #expect(problem?.what.hasSuffix(" Nothing was queued.") == true)
    #expect(problem?.advice.isEmpty == false)
  }

  @Test("a header of very many columns is refused in a few words")
  func longHeader() {
    let names = (0..<900).map { "column \($0)" }.joined(separator: ",")
    let problem = #expect(throws: Problem.self) { try Self.file("Values,\(names)") }
    #expect(problem?.what.contains("and so on for 892 more; Rule Type and") == true, "\(problem?.what ?? "")")
  }

  // MARK: - Rows

  @Test(
    "a row that makes no sense is told with line, column and advice, and the others stand",
    arguments: [
      (
        ",EMAIL,false,true,false,false,true,x",
        ["Line 3, column 1: Values is empty."], "Write what the policy is to match, or take the row out."
      ),
      (
        "a@b.example,EMAIL,false,true,ture,false,true,x",
        ["Line 3, column 30: Trusted Sender must be true or false, not \"ture\"."], "Did you mean true?"
      ),
      (
        "a@b.example,EMAIL,false, ,perhaps,false,true,x",
        [
          "Line 3, column 26: Sender Verification is empty, and must be true or false.",
          "Line 3, column 27: Trusted Sender must be true or false, not \"perhaps\".",
        ],
        "Write true or false."
      ),
      (
        "\"é\na\",EMIAL,false,true,false,false,true,x",
        ["Line 4, column 4: Rule Type must be one of EMAIL, DOMAIN, IP, not \"EMIAL\"."], "Did you mean EMAIL?"
      ),
      (
        "a@b.example,,false,true,false,false,true,x",
        ["Line 3, column 13: Rule Type is empty, and must be one of EMAIL, DOMAIN, IP."], "Write one of them."
      ),
      (
        ".*,Regular expressions,false,true,false,false,true,x",
        ["Line 3, column 4: Rule Type must be one of EMAIL, DOMAIN, IP, not \"Regular expressions\"."],
        "Write the type, and true in the column Is Regex, which the newest header has."
      ),
      (
        " a@b.example,EMAIL,false,true,false,false,true,to,do",
        ["Line 3, column 51: The row has 9 fields, and the header 8."],
        "Put texts that have commas in them between quotation marks, and leave no field out."
      ),
      (
        " a@b.example,EMAIL,false,true,false,false",
        ["Line 3, column 2: The row has 6 of 8 fields: Acceptable Sender and Notes would be missing."],
        "Put texts that have commas in them between quotation marks, and leave no field out."
      ),
    ] as [(String, [String], String)]
  )
  func rows(row: String, mistakes: [String], advice: String) throws {
    let good = "good@b.example,EMAIL,false,true,false,false,true,\n"
    let file = try Self.file(Self.newest + good + row + "\n" + good)
    #expect(file.rows.map(\.mistakes.isEmpty) == [true, false, true])
    #expect(file.rows[1].line == 3)
    #expect(file.rows[1].mistakes.map(\.description) == mistakes)
    #expect(file.rows[1].mistakes.first?.advice == advice)
  }

  @Test("a file of nothing but rows that make no sense is refused as a whole")
  func nonsense() {
    let problem = #expect(throws: Problem.self) {
      try Self.file(Self.newest + String(repeating: "x\n", count: 10_001))
    }
    #expect(problem?.what.hasPrefix("Line 10002, column 1: ") == true, "\(problem?.what ?? "")")
    #expect(throws: Never.self) { try Self.file(Self.newest + String(repeating: "x\n", count: 10_000)) }
  }

  @Test(
    "the guard against formulas is taken off, and nothing else",
    arguments: [
      ("'=a", "=a"), ("'+a@b.example", "+a@b.example"), ("'-", "-"), ("'@x", "@x"), ("\"'\ta\"", "\ta"),
      ("\"'\ra\"", "\ra"), ("''=a", "'=a"), ("'a", "'a"), ("''", "''"), ("=a", "=a"), ("'", "'"), ("\"' =a\"", "' =a"),
    ]
  )
  func formulas(cell: String, text: String) throws {
    let file = try Self.file(Self.newest + "\(cell),EMAIL,false,true,false,false,true,\(cell)\n")
    #expect(file.rows.map(\.fields.pattern) == [text])
    #expect(file.rows.map(\.fields.comments) == [text])
    // A row that cannot be taken shows it in the same way.
    #expect(try Self.file(Self.newest + cell).rows.map(\.fields.pattern) == [text])
  }
}
