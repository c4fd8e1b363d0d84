/// Who may use the sandbox, and for which account.
struct Credentials: Sendable {
  var accountID: String
  var token: String

  /// What a request showed of itself; names of headers are in lower case.
  struct Shown: Sendable {
    var authorization: String?
    var email: String?
    var key: String?
  }

  /// Gives the refusal of a request, or nil when it may pass.
  ///
  /// Without valid credentials Cloudflare answers 401; with valid ones for another account 403; both say
  /// "Authentication error". An identifier that cannot be one is not routed at all.
  func refusal(of shown: Shown, accountID asked: String) -> Refusal? {
    guard isKnown(shown) else { return Refusal(401, .authentication, "Authentication error") }
    let isIdentifier = asked.utf8.count == 32 && asked.allSatisfy(\.isHexDigit)
    guard isIdentifier else {
      return Refusal(
        404,
        .noRoute,
        "Could not route to /accounts/\(asked), perhaps your object identifier is invalid?"
      )
    }
    return asked == accountID ? nil : Refusal(403, .authentication, "Authentication error")
  }

  private func isKnown(_ shown: Shown) -> Bool {
    if let authorization = shown.authorization {
      let parts = authorization.split(separator: " ")
      return parts.count == 2 && parts[0].lowercased() == "bearer" && parts[1] == token
    }
    guard let email = shown.email, let key = shown.key else { return false }
    return email.contains("@") && key == token
  }
}
