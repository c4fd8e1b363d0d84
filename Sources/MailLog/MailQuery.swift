/// Which messages are asked for.
package enum MailQuery: Hashable, Sendable {
  /// All of them.
  case all
  /// Those in which something was found, and which no policy let through.
  case detections
  /// The mail of a sender, whatever was found.
  case sender(String)
  /// The mail from or to a domain.
  case domain(String)
  case recipient(String)
  /// The mail that a server of this address handed over.
  case helo(String)

  /// As a text that ``init(text:)`` reads again.
  package var text: String {
    switch self {
    case .all: "all"
    case .detections: "detections"
    case .sender(let text): "sender:\(text)"
    case .domain(let text): "domain:\(text)"
    case .recipient(let text): "recipient:\(text)"
    case .helo(let text): "helo:\(text)"
    }
  }

  package init?(text: String) {
    switch text {
    case "all": self = .all
    case "detections": self = .detections
    default:
      guard let colon = text.firstIndex(of: ":") else { return nil }
      let name = String(text[text.index(after: colon)...])
      switch text[..<colon] {
      case "sender": self = .sender(name)
      case "domain": self = .domain(name)
      case "recipient": self = .recipient(name)
      case "helo": self = .helo(name)
      default: return nil
      }
    }
  }
}

/// A search: which messages, of which time.
package struct MessageSearch: Hashable, Sendable {
  package var query: MailQuery
  /// In seconds since 1970; the end does not belong to it.
  package var times: Range<Int>

  package init(_ query: MailQuery, _ times: Range<Int>) {
    self.query = query
    self.times = times
  }
}

/// One page of a search.
package struct MessagePage: Sendable {
  package var messages: [LoggedMessage]
  /// With which the next page is asked for; nil at the end.
  package var cursor: String?
  /// How many rows are not among the messages, because they have no id that can be told.
  package var leftOut: Int

  package init(messages: [LoggedMessage], cursor: String? = nil, leftOut: Int = 0) {
    self.messages = messages
    self.cursor = cursor
    self.leftOut = leftOut
  }
}
