import Testing

@testable import Theming

@Suite("Roles")
struct RoleTests {
  @Test("each is found at its place")
  func index() {
    #expect(Role.allCases.map(\.index) == Array(Role.allCases.indices))
  }

  @Test("names are tried from the longest to the shortest")
  func names() {
    #expect(Role.diffAdd.names == ["diff.add", "diff"])
    #expect(Role.text.names == ["text"])
  }

  @Test("names are lower case words with dots between them", arguments: Role.allCases)
  func form(role: Role) {
    #expect(role.rawValue.wholeMatch(of: /[a-z]+(\.[a-z]+)?/) != nil)
  }
}
