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

  static var rateLimited: Answer {
    var answer = Answer(Refusal(429, .rateLimited, "Rate limited. Please wait before the next request"))
    answer.headers["retry-after"] = "1"
    answer.headers["ratelimit"] = "\"default\";r=0;t=1"
    answer.headers["ratelimit-policy"] = "\"default\";q=1200;w=300"
    return answer
  }
}
