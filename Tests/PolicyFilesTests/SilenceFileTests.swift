import Foundation
import PolicyCore
import PolicyFiles
import TestSupport
import Testing
import Values

@Suite("Files of accepted findings")
struct SilenceFileTests {
  private static let silence = Silence(rule: "no-reason", pattern: "a\"\\b@x.example", reason: "SEC-1: two\nlines")

  @Test(
    "one is added at the end, and what is there stays to the byte",
    arguments: [
      "", "# ours\n", "# ours", "\r\n", "# ours\r\n[[silences]]\r\nrule = 'stale'\r\npattern = 'x'\r\nreason = 'y'\r\n",
      "[[silences]]\nrule = \"stale\"\npattern = \"x\"\nreason = \"\"\"\nlong\n\"\"\" # why",
    ]
  )
  func added(text: String) throws {
    let before = Data(text.utf8)
    let after = try SilenceFile.adding(Self.silence, to: before)
    #expect(after.starts(with: before))
    let silences = try SilenceFile(after).silences
    #expect(silences.dropLast() == (try SilenceFile(before).silences)[...])
    let last = try #require(silences.last)
    #expect(last.key == Self.silence.key && last.reason == Self.silence.reason && last.until == nil)
    if text.hasSuffix("\r\n") { #expect(!String(decoding: after, as: UTF8.self).contains(/[^\r]\n/)) }
    #expect(try SilenceFile(SilenceFile.adding(Self.silence, to: after)).silences.count == silences.count + 1)
  }

  @Test(
    "a file that cannot be used, or takes no table at its end, is left alone",
    arguments: [
      "silences = []\n", "nonsense", "[[silences]]\nrule = \"no-such-rule\"\npattern = \"x\"\nreason = \"y\"\n",
    ]
  )
  func refused(text: String) {
    #expect(throws: Problem.self) { try SilenceFile.adding(Self.silence, to: Data(text.utf8)) }
  }

  @Test("what an export writes reads the same")
  func exported() throws {
    let all = [Self.silence, Silence(rule: "stale", pattern: "b", reason: "r", until: "2027-01-31")]
    let read = try SilenceFile(Data(SilenceFile.text(of: all).utf8)).silences
    #expect(Set(read.map(\.key)) == Set(all.map(\.key)))
    #expect(read.map(\.until) == [nil, "2027-01-31"])
  }
}
