import ArgumentParser
import Foundation
import PolicyCore
import Testing
import Values

@testable import postern

@Suite("Exit statuses")
struct ExitStatusTests {
  @Test(
    "each outcome of a submission has the documented number",
    arguments: [
      (SubmissionOutcome.applied, 0), (.refused, 1), (.notSent, 1), (.conflict, 4), (.notSeen, 5), (.unknown, 5),
    ] as [(SubmissionOutcome, Int32)]
  )
  func outcomes(outcome: SubmissionOutcome, number: Int32) {
    #expect(ExitStatus(of: outcome).rawValue == number)
  }

  @Test("a usage mistake is 2, not the argument parser's 64")
  func usage() {
    #expect(ExitStatus(ofParser: .validationFailure).rawValue == 2)
    #expect(ExitStatus(ofParser: .success).rawValue == 0)
  }

  @Test("the README has the table of the help")
  func readme() throws {
    let file = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../README.md")
    let text = try String(contentsOf: file.standardizedFileURL, encoding: .utf8)
    let rows = ExitStatus.all.map { "| \($0.status.rawValue) | \($0.meaning) |\n" }.joined()
    #expect(text.contains("| exit status | |\n|---|---|\n" + rows + "<!-- /exit-status -->"))
    #expect(ExitStatus.help.split(separator: "\n").count == ExitStatus.all.count)
    #expect(ExitStatus.help.split(separator: "\n").allSatisfy { $0.count <= 100 })
  }

  @Test("only a submission of which nothing has left is temporary")
  func temporary() {
    let busy = Problem(.rateLimited, what: "429.", advice: "", retry: .safe).temporary
    var report = SubmissionReport(outcome: .notSent, problem: busy)
    #expect(ExitStatus(of: report) == .temporary)
    report.hasSent = true
    #expect(ExitStatus(of: report) == .failed)
    #expect(ExitStatus(of: Problem(.locked, what: "", advice: "")) == .temporary)
    #expect(ExitStatus(of: Problem(.unauthorized, what: "", advice: "")) == .failed)
  }

  @Test("options of every command may stand before its name")
  func order() {
    func arranged(_ line: String) -> String {
      CommandLineOrder.arranged(line.split(separator: " ").map(String.init)).joined(separator: " ")
    }
    #expect(arranged("--account a list --filter x") == "list --account a --filter x")
    #expect(arranged("--quiet --config=c draft show --format json") == "draft show --quiet --config=c --format json")
    #expect(arranged("--account a") == "--account a")
    #expect(arranged("--read-only --account a") == "--read-only --account a")
    #expect(arranged("list --account a") == "list --account a")
    #expect(arranged("") == "")
  }
}
