import ArgumentParser
import PolicyCore
import Testing

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
}
