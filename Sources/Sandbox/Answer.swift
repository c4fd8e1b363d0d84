/// An answer before it becomes HTTP.
struct Answer: Sendable, Equatable {
  var status: Int
  var body: String
  var contentType = "application/json"
  var headers: [String: String] = [:]

  init(status: Int = 200, body: String) {
    self.status = status
    self.body = body
  }

  init(_ refusal: Refusal) {
    self.init(status: refusal.status, body: Envelope.failure(refusal.items))
  }

  /// The page that a proxy puts in the place of an answer that it did not get.
  static var badGateway: Answer {
    var answer = Answer(
      status: 502,
      body: """
        <!DOCTYPE html>
        <html><head><title>502 Bad Gateway</title></head>
        <body><center><h1>502 Bad Gateway</h1></center><hr><center>sandbox</center></body></html>

        """
    )
    answer.contentType = "text/html; charset=UTF-8"
    return answer
  }

  /// The answer to a search that is not finished: where to ask for it, and no result yet.
  static func accepted(at path: String) -> Answer {
    var answer = Answer(status: 202, body: Envelope.success("null"))
    answer.headers["location"] = path
    return answer
  }

  /// The API's own failure.
  static var internalError: Answer {
    Answer(Refusal(500, .internalError, "Internal server error"))
  }

  /// An answer with status 200 that is not what the contract says.
  static func breaking(_ form: Fault.BadBody) -> Answer {
    switch form {
    case .text: Answer(body: "OK, done.\n")
    case .shape: Answer(body: "{\"status\":\"ok\",\"data\":[]}")
    case .empty: Answer(body: "")
    }
  }

  /// The refusal of a client that asked too often; the time to wait is told in whole seconds, rounded up.
  static func rateLimited(for time: Duration) -> Answer {
    let (seconds, rest) = time.components
    let wait = seconds + (rest > 0 ? 1 : 0)
    var answer = Answer(Refusal(429, .rateLimited, "Rate limited. Please wait before the next request"))
    answer.headers["retry-after"] = "\(wait)"
    answer.headers["ratelimit"] = "\"default\";r=0;t=\(wait)"
    answer.headers["ratelimit-policy"] = "\"default\";q=1200;w=300"
    return answer
  }
}
