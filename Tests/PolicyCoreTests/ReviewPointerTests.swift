import PolicyCore
import Testing
import Policies
import Values

@Suite("Where the server says that an error is")
struct ReviewPointerTests {
  @Test(
    "the three forms are read alike",
    arguments: ["/patches/1/is_regex", "patches.1.is_regex", "patches[1].is_regex"]
  )
  func forms(text: String) {
    let pointer = ErrorPointer(text)
    #expect(pointer.isAbout("/patches/1"))
    #expect(pointer.field == .isRegex)
    for other in ["/patches/0", "/patches/10", "/puts/1", "/posts/1", "/deletes/1"] {
      #expect(!pointer.isAbout(other), "\(other)")
    }
  }

  @Test("an item alone has no field", arguments: ["/puts/0", "puts.0", "puts[0]", "/puts/0/"])
  func itemAlone(text: String) {
    #expect(ErrorPointer(text).isAbout("/puts/0"))
    #expect(ErrorPointer(text).field == nil)
  }

  @Test(
    "a field is one that can be written",
    arguments: [
      ("/posts/3/pattern", .pattern), ("/posts/3/pattern_type", .patternType),
      ("posts[3].is_trusted_sender", .isTrustedSender), ("posts.3.is_acceptable_sender", .isAcceptableSender),
      ("posts.3.is_exempt_recipient", .isExemptRecipient), ("/posts/3/verify_sender", .verifySender),
      ("/posts/3/comments", .comments), ("/posts/3/comments/0", .comments), ("/posts/3/created_at", nil),
      ("/posts/3/id", nil), ("/posts/3/is_sender", nil),
    ] as [(String, PolicyField?)]
  )
  func field(text: String, expected: PolicyField?) {
    #expect(ErrorPointer(text).field == expected)
    #expect(ErrorPointer(text).isAbout("/posts/3"))
  }

  @Test("ten is not one", arguments: ["/patches/10", "patches.10.id", "patches[10]"])
  func digits(text: String) {
    #expect(ErrorPointer(text).isAbout("/patches/10"))
    #expect(!ErrorPointer(text).isAbout("/patches/1"))
  }

  @Test("anything else points at nothing", arguments: ["", "/", "/patches", "body", "/patches/x", "patches 1"])
  func nothing(text: String) {
    for item in ["/deletes/0", "/patches/0", "/patches/1", "/puts/0", "/posts/0"] {
      #expect(!ErrorPointer(text).isAbout(item))
    }
    #expect(ErrorPointer(text).field == nil)
  }
}
