import Testing
import Values

@Suite("Numbers with their nouns") struct CountingTests {
  @Test(
    "one is one, and everything else is many",
    arguments: [(0, "0 errors", "0 policies are"), (1, "1 error", "1 policy is"), (2, "2 errors", "2 policies are")]
  )
  func counted(_ count: Int, _ errors: String, _ policies: String) {
    #expect(count.counted("error") == errors)
    #expect("\(count.counted("policy", "policies")) \(count.agreeing("is", "are"))" == policies)
  }
}
