import Testing

@testable import PolicyCore

@Suite("Comments of several policies")
struct CommentChangeTests {
  private static let comments = ["approved by Ann, SEC-12", "SEC-7", ""]

  @Test(
    "each keeps what is its own",
    arguments: [
      (CommentChange.set("x"), ["x", "x", "x"]),
      (.before("SEC-9"), ["SEC-9 approved by Ann, SEC-12", "SEC-9 SEC-7", "SEC-9"]),
      (.behind("SEC-9"), ["approved by Ann, SEC-12 SEC-9", "SEC-7 SEC-9", "SEC-9"]),
      (.behind(" (SEC-9)"), ["approved by Ann, SEC-12 (SEC-9)", "SEC-7 (SEC-9)", " (SEC-9)"]),
      (.replace("SEC-([0-9]+)", with: "OPS-$1"), ["approved by Ann, OPS-12", "OPS-7", ""]),
      (.replace("^$", with: "none"), ["approved by Ann, SEC-12", "SEC-7", "none"]),
      (.replace("SEC", with: "$$"), ["approved by Ann, $-12", "$-7", ""]),
      (.replace("nobody", with: "x"), comments),
    ]
  )
  func results(change: CommentChange, results: [String]) throws {
    #expect(try change.results(of: Self.comments) == results)
  }

  @Test("what is no expression is said, and a group that is not there changes nothing")
  func mistakes() throws {
    #expect(throws: CommentProblem.self) { try CommentChange.replace("(", with: "").results(of: Self.comments) }
    #expect(try CommentChange.replace("SEC", with: "$3").results(of: Self.comments) == Self.comments)
  }

  @Test("an expression that takes very long leaves the comment as it is", .timeLimit(.minutes(1)))
  func slow() throws {
    let long = String(repeating: "a", count: 1000) + "!"
    #expect(try CommentChange.replace("(a+)+$", with: "x").results(of: [long]) == [long])
  }
}
