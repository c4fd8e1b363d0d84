import Foundation
import Policies
import Testing

@Suite("Names of drafts")
struct DraftNameTests {
  @Test("are letters, digits and three signs", arguments: ["a", "Q3-clean_up.v2", "default", "0", "..", "-"])
  func taken(text: String) throws {
    let name = try #require(DraftName(text))
    #expect(name.text == text)
    #expect(try JSONDecoder().decode([DraftName].self, from: JSONEncoder().encode([name])) == [name])
  }

  @Test("are nothing else", arguments: ["", " a", "a b", "a/b", "é", "a\u{0}", "ａ", "a\n", "a'"])
  func refused(text: String) {
    #expect(DraftName(text) == nil)
    #expect(throws: DecodingError.self) {
      try JSONDecoder().decode([DraftName].self, from: JSONEncoder().encode([text]))
    }
  }

  @Test("have 64 bytes at most")
  func length() {
    #expect(DraftName(String(repeating: "a", count: 64)) != nil)
    #expect(DraftName(String(repeating: "a", count: 65)) == nil)
  }
}
