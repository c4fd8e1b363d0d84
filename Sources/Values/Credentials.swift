/// What the API asks for to know who is asking.
package enum Credentials: Hashable, Sendable {
  /// An API token, sent as `Authorization: Bearer`.
  case token(Secret)
  /// A person's address and global key, sent as `X-Auth-Email` and `X-Auth-Key`.
  case key(email: String, key: Secret)

  package static func token(_ text: String) -> Credentials { .token(Secret(text)) }
  package static func key(email: String, key: String) -> Credentials { .key(email: email, key: Secret(key)) }

  /// The part that nobody may see.
  package var secret: Secret {
    switch self {
    case .token(let token): token
    case .key(_, let key): key
    }
  }
}
