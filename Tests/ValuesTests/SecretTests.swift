import Testing

@testable import Values

@Suite("Secrets")
struct SecretTests {
  @Test("never show in text made of them")
  func redacted() {
    let secret = Secret("hunter2")
    let credentials = [Credentials.token(secret), .key(email: "a@b.example", key: secret)]
    var dumped = ""
    dump(credentials, to: &dumped)
    for text in ["\(secret)", String(reflecting: secret), "\(credentials)", String(reflecting: credentials), dumped] {
      #expect(!text.contains("hunter2"))
    }
    #expect(secret.revealed == "hunter2")
  }
}
