import Glibc
import Terminal
import Testing

@Suite("A program that is lent the terminal")
struct ForegroundProcessTests {
  @Test("has none of this program's files and connections")
  func descriptors() throws {
    var ends: [Int32] = [0, 0]
    try #require(pipe(&ends) == 0)
    defer { for end in ends { close(end) } }
    #expect(ForegroundProcess.run(["sh", "-c", "[ ! -e /proc/self/fd/\(ends[0]) ]"]) == .exited(status: 0))
  }

  @Test("one that is not there is told with the system's number")
  func missing() {
    #expect(ForegroundProcess.run(["/no/such/editor"]) == .notStarted(code: ENOENT))
  }
}
