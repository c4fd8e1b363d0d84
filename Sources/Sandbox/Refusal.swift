/// One item of an answer's `errors`.
struct ErrorItem: Sendable, Equatable {
  /// The numbers that the sandbox answers with; Cloudflare documents only that a code is 1000 or more.
  ///
  /// Those of routing and authentication are the ones that Cloudflare's API gives. The others are the sandbox's own.
  enum Code: Int, Sendable {
    case malformedBody = 1002
    case missingField = 1003
    case wrongType = 1004
    case invalidValue = 1005
    case fieldNotAccepted = 1006
    case tooMany = 1007
    case notFound = 1008
    case bodyTooLarge = 1009
    case internalError = 1101
    case noRoute = 7003
    case authentication = 10_000
    case methodNotAllowed = 10_405
    case rateLimited = 10_429
  }

  var code: Code
  var message: String
  /// A JSON pointer (RFC 6901) into the request's body, such as `/patches/0/id`; for a query, the parameter's name.
  var pointer: String?
  var documentationURL: String?
}

/// A request that was turned down: nothing of it was done.
struct Refusal: Error, Equatable {
  var status: Int
  var items: [ErrorItem]

  init(status: Int, items: [ErrorItem]) {
    self.status = status
    self.items = items
  }

  init(_ status: Int, _ code: ErrorItem.Code, _ message: String, at pointer: String? = nil) {
    self.init(status: status, items: [ErrorItem(code: code, message: message, pointer: pointer)])
  }
}
